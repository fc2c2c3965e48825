"""NPMI and diversity: values that follow from the definitions."""

from __future__ import annotations

import pytest

from measures.coherence import coherence, diversity

TEXTS = ["lamp post", "lamp post", "bus stop", "bus", "a tree", "trees"]


def test_words_that_always_meet_score_one_and_never_minus_one() -> None:
    together, apart, one = coherence([["lamp", "post"], ["lamp", "bus"], ["lamp", "zebra"]], TEXTS)
    assert together == pytest.approx(1.0)
    assert apart == pytest.approx(-1.0, abs=0.1)
    assert one is None


def test_npmi_by_hand() -> None:
    # p_bus = 2/6, p_stop = p_both = 1/6: log((1/6) / (2/36)) / -log(1/6)
    assert coherence([["Bus", "stop"]], TEXTS) == [pytest.approx(0.6131, abs=1e-4)]


def test_phrases_and_whole_words_only() -> None:
    assert coherence([["lamp post", "lamp"]], TEXTS) == [pytest.approx(1.0)]
    assert coherence([["tree", "trees"]], TEXTS)[0] == pytest.approx(-1.0, abs=0.15)


def test_diversity() -> None:
    assert diversity([["a", "b"], ["b", "C"]]) == 0.75
    assert diversity([["a"] * 12]) == 0.1
    assert diversity([]) is None
