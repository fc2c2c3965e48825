"""The headline share and its break-downs: counts that can be checked by hand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.shares import NO_CHALLENGE, NO_SAMPLE, shares
from measures.states import natural

TECH, ORG, BOTH, NEITHER = (True, False), (False, True), (True, True), (False, False)


def test_both_counts_in_each_mention() -> None:
    found = shares([TECH, TECH, ORG, BOTH, NEITHER])
    assert found["machine"] == {
        "passages": 5,
        "technical_only": 2,
        "both": 1,
        "organizational_only": 1,
        "neither": 1,
        "abstained": 0,
        "mentions_technical": 3,
        "mentions_organizational": 2,
        "share": 0.6,
        "share_without_abstained": 0.6,
    }
    assert found["share"] == 0.6
    assert found["weighting"] == "passage"
    assert found["basis"] == "machine"


def test_no_interval_without_a_coded_sample() -> None:
    found = shares([TECH, ORG])
    assert found["interval"] is None
    assert found["reason"] == NO_SAMPLE
    assert "no interval until people have coded a random sample" in found["reason"]


@pytest.mark.parametrize("codings", [[], [NEITHER, NEITHER]])
def test_no_challenge_has_no_share(codings: list[tuple[bool, bool]]) -> None:
    found = shares(codings)
    assert found["share"] is None
    assert found["machine"]["share_without_abstained"] is None
    assert found["reason"] == NO_CHALLENGE


def test_abstentions_are_counted_and_their_weight_is_shown() -> None:
    machine = shares([TECH, TECH, ORG, NEITHER], abstained=[False, True, False, True])["machine"]
    assert machine["abstained"] == 2
    assert machine["share"] == pytest.approx(2 / 3, abs=1e-6)
    assert machine["share_without_abstained"] == 0.5


def test_by_interview_keeps_their_order() -> None:
    found = shares([TECH, ORG, ORG, BOTH], interviews=["b", "a", "a", "b"])["by_interview"]
    assert [(row["interview_id"], row["passages"], row["share"]) for row in found] == [
        ("b", 2, pytest.approx(2 / 3, abs=1e-6)),
        ("a", 2, 0.0),
    ]


def test_by_attribute_sorts_values_and_puts_missing_ones_last() -> None:
    attributes = {"a": {"size": "10 to 20"}, "b": {"size": "2 to 9"}, "c": {"size": " "}}
    found = shares(
        [TECH, ORG, BOTH, NEITHER, TECH],
        interviews=["a", "b", "c", "d", "a"],
        attributes=attributes,
    )["by_attribute"]["size"]
    assert [(row["value"], row["interviews"], row["passages"]) for row in found] == [
        ("2 to 9", 1, 1),
        ("10 to 20", 1, 2),
        ("", 2, 2),
    ]


def test_sequences_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 codings, 1 interviews"):
        shares([TECH, ORG], interviews=["a"])


def test_natural_order() -> None:
    values = ["", "b", "A", "10", "9", "9a", "a10", "a9"]
    assert sorted(values, key=natural) == ["9", "9a", "10", "A", "a9", "a10", "b", ""]


codings = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60)


@given(codings)
def test_blocks_add_up_and_survive_json(pairs: list[tuple[bool, bool]]) -> None:
    ids = [str(i % 3) for i in range(len(pairs))]
    attributes = {"0": {"x": "p"}, "1": {"x": "q"}}
    found = shares(pairs, interviews=ids, attributes=attributes)
    machine = found["machine"]
    states = ("technical_only", "both", "organizational_only", "neither")
    assert sum(machine[state] for state in states) == machine["passages"] == len(pairs)
    for blocks in (found["by_interview"], *found["by_attribute"].values()):
        for key in ("passages", "mentions_technical", "mentions_organizational", "both"):
            assert sum(block[key] for block in blocks) == machine[key]
    assert json.loads(json.dumps(found)) == found
