"""Scores of codes against a reference."""

from __future__ import annotations

import numpy as np
import pytest

from measures.scores import (
    calibration_error,
    jackknife_interval,
    macro_f1,
    majority_baseline,
    score_card,
)


def booleans(text: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([c == "1" for c in text])


@pytest.mark.parametrize(
    ("reference", "found", "expected"),
    [
        ("1100", "1100", 1.0),
        ("1100", "0011", 0.0),
        ("1100", "1000", (2 / 3 + 4 / 5) / 2),
        ("1111", "1111", 1.0),
        ("0000", "1000", (0 + 6 / 7) / 2),
    ],
)
def test_macro_f1(reference: str, found: str, expected: float) -> None:
    assert macro_f1(booleans(reference), booleans(found)) == pytest.approx(expected)


def test_macro_f1_agrees_with_scikit_learn() -> None:
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(1)
    reference, found = rng.random((2, 200)) < 0.3
    expected = f1_score(reference, found, average="macro")
    assert macro_f1(reference, found) == pytest.approx(expected)


def test_majority_baseline() -> None:
    assert majority_baseline(booleans("1000")) == pytest.approx((0 + 6 / 7) / 2)
    assert majority_baseline(booleans("1110")) == pytest.approx((6 / 7 + 0) / 2)


def test_the_interval_holds_the_score_and_widens_with_fewer_documents() -> None:
    rng = np.random.default_rng(2)
    reference = rng.random(120) < 0.4
    found = np.where(rng.random(120) < 0.2, ~reference, reference)
    few = jackknife_interval(reference, found, [str(i % 4) for i in range(120)])
    many = jackknife_interval(reference, found, [str(i) for i in range(120)])
    assert few[0] < macro_f1(reference, found) < few[1]
    assert many[0] < macro_f1(reference, found) < many[1]
    assert jackknife_interval(reference, found, ["one"] * 120) == (0.0, 1.0)


def test_calibration_error_of_perfect_and_of_boastful_probabilities() -> None:
    reference = booleans("1" * 50 + "0" * 50)
    assert calibration_error(reference, np.full(100, 0.5)) == pytest.approx(0)
    assert calibration_error(reference, np.full(100, 0.95)) == pytest.approx(0.45)


def test_a_score_card_names_its_baseline() -> None:
    card = score_card(booleans("1010"), np.array([0.9, 0.1, 0.8, 0.3]), list("abcd"))
    assert card["macro F1"] == 1.0
    assert card["majority baseline"] == pytest.approx(0.333, abs=1e-3)
    assert card["documents"] == 4
