"""Saturation: figures that can be worked out by hand, and what it refuses to say."""

from __future__ import annotations

import numpy as np
import pytest

from measures.saturation import chao2, coverage, first_stop, saturation


def table(*rows: str) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    return np.array([[c == "1" for c in row] for row in rows])


def test_chao2_by_hand() -> None:
    # S = 4, Q1 = 2, Q2 = 1, T = 3: 4 + 2 * 2 / (2 * 1) * 2/3
    assert chao2(table("1100", "1010", "1011")) == pytest.approx(4 + 2 * 2 / 3, abs=0.01)
    assert chao2(table("11", "11")) == 2.0


def test_chao2_without_themes_heard_twice() -> None:
    # S = 3, Q1 = 3, Q2 = 0, T = 2: 3 + 3 * 2 / 2 * 1/2
    assert chao2(table("110", "001")) == pytest.approx(4.5)
    assert chao2(table("1")) is None


def test_coverage_by_hand() -> None:
    # T = 3, U = 7, Q1 = 2, Q2 = 1: 1 - 2/7 * (2 * 2) / (2 * 2 + 2)
    assert coverage(table("1100", "1010", "1011")) == pytest.approx(1 - 2 / 7 * 4 / 6, abs=1e-4)
    assert coverage(table("11", "11")) == 1.0
    assert coverage(table("00", "00")) is None


@pytest.mark.parametrize(
    ("curve", "run", "threshold", "stop"),
    [
        ([5, 8, 9, 10, 10, 10], 2, 0.05, 6),
        ([5, 8, 9, 10, 11, 11, 11], 2, 0.05, 7),
        ([5, 8, 9, 20, 21, 21], 2, 0.05, 6),  # 1 of 20 is 5 %
        ([1, 2, 3, 4, 5, 6, 7, 8], 2, 0.05, None),
        ([1, 2, 3, 4], 2, 0.05, None),
        ([0, 0, 0, 0, 0, 0], 2, 0.05, None),
        ([5, 8, 9, 10, 10, 10, 10], 3, 0.0, 7),
    ],
)
def test_where_the_rule_stops(
    curve: list[int], run: int, threshold: float, stop: int | None
) -> None:
    assert first_stop(np.array(curve), run, threshold) == stop


def test_the_curve_over_random_orders() -> None:
    heard = {f"i{n}": {"a", f"t{n % 3}"} for n in range(9)}
    found = saturation(heard)
    assert (found.interviews, found.themes) == (9, 4)
    assert found.curve[0] == 2.0
    assert found.curve[-1] == found.low[-1] == found.high[-1] == 4.0
    assert list(found.curve) == sorted(found.curve)
    assert found == saturation(dict(reversed(heard.items())))
    stop = found.stops[0]
    assert stop.interviews is not None
    assert stop.low <= stop.interviews <= stop.high  # type: ignore[operator]


def test_nothing_heard_nothing_estimated() -> None:
    empty = saturation({})
    assert (empty.themes, empty.curve, empty.chao2) == (0, (), None)
    assert saturation({"i": set()}).coverage is None
