"""Which themes are near each other: nearest first, whatever the order they come in."""

from __future__ import annotations

import numpy as np
import pytest

from measures.nearness import Join, nearness

MIDDLES = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.1]])


def test_the_nearest_two_meet_first() -> None:
    first, second = nearness(["a", "b", "c"], MIDDLES)
    assert (first.left, first.right) == (("a",), ("c",))
    assert first.distance == pytest.approx(0.005, abs=1e-3)
    assert {second.left, second.right} == {("b",), ("a", "c")}
    assert second.distance > first.distance


def test_the_order_of_themes_changes_nothing() -> None:
    assert nearness(["c", "a", "b"], MIDDLES[[2, 0, 1]]) == nearness(["a", "b", "c"], MIDDLES)


@pytest.mark.parametrize("themes", [[], ["a"]])
def test_one_theme_is_near_none(themes: list[str]) -> None:
    assert nearness(themes, np.ones((len(themes), 2))) == ()


def test_themes_in_one_place_meet_at_once() -> None:
    assert nearness(["a", "b"], np.ones((2, 3))) == (Join(("a",), ("b",), 0.0),)
