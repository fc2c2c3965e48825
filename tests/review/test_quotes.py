"""Quotes: cut where evidence lies, chosen evenly over interviews."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.findings import CodeResult, Evidence, PassageRow
from review.quotes import choose, clock, opening, pieces, shortened
from review.reading import anchor
from review.words import figure, listed, percent
from tests.review.fake_findings import fake_findings

PASSAGE = fake_findings(interviews=1).passages[0]


def with_evidence(text: str, *spans: tuple[str, int, int]) -> PassageRow:
    """Return a passage with evidence for some codes."""
    found: dict[str, list[Evidence]] = {"technical": [], "organizational": []}
    for code, start, end in spans:
        found[code].append(Evidence(start, end, 0.3))
    codes = {code: CodeResult(0.9, True, False, tuple(marks)) for code, marks in found.items()}
    return replace(PASSAGE, text=text, codes=codes)


def test_overlapping_evidence_is_cut_into_its_parts() -> None:
    cut = pieces(with_evidence("abcdef", ("technical", 0, 4), ("organizational", 2, 6)))
    assert [(piece.text, piece.codes) for piece in cut] == [
        ("ab", ("technical",)),
        ("cd", ("technical", "organizational")),
        ("ef", ("organizational",)),
    ]
    assert "+0.30" in cut[0].title


spans = st.lists(
    st.tuples(
        st.sampled_from(["technical", "organizational"]), st.integers(-5, 30), st.integers(-5, 30)
    ),
    max_size=4,
)


@given(st.text(max_size=25), spans)
def test_pieces_joined_are_the_passage(text: str, found: list[tuple[str, int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(with_evidence(text, *found))) == text


def test_each_interview_speaks_before_one_speaks_twice() -> None:
    passages = fake_findings(interviews=5, per_interview=20).passages
    assert len({p.interview_id for p in choose(passages, 5)}) == 5
    assert choose(passages, 7) == choose(passages[::-1], 7)


def test_unsafe_ids_become_safe_anchors() -> None:
    assert anchor(replace(PASSAGE, passage_id="ab12:0-9")) == "p-ab12:0-9"
    assert anchor(replace(PASSAGE, passage_id='a b"<')).startswith("p-")
    assert '"' not in anchor(replace(PASSAGE, passage_id='a b"<'))


def test_long_questions_keep_their_end() -> None:
    assert shortened("short?") == "short?"
    cut = shortened("word " * 100 + "and why?")
    assert cut.startswith("[…] word")
    assert cut.endswith("and why?")
    assert len(cut) < 290
    assert shortened("字" * 300) == "[…] " + "字" * 280


def test_openings_end_at_a_word() -> None:
    assert opening("one two") == "one two"
    assert opening("one two three", 9) == "one two …"


@pytest.mark.parametrize(
    ("milliseconds", "told"), [(None, ""), (0, "00:00:00"), (3_723_999, "01:02:03")]
)
def test_clock(milliseconds: int | None, told: str) -> None:
    assert clock(milliseconds) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0%"), (0.001, "<1%"), (0.425, "43%"), (0.999, ">99%"), (1, "100%"), (None, "–")],
)
def test_percent(share: float | None, told: str) -> None:
    assert percent(share) == told


def test_words() -> None:
    assert listed([]) == ""
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert [figure(v) for v in (True, 0.5, 1234, None, ["a", 1])] == [
        "yes",
        "0.50",
        "1,234",
        "–",
        "a, 1",
    ]
