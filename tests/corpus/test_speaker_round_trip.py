"""Turns, written in every convention that can be written, read back as the same turns."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.interview import Interview
from corpus.readers import ReadOptions
from corpus.readers.finish import finish
from corpus.readers.plain import read_plain
from tests.corpus.test_conventions import CASES, Case, Turns

# Not among them: dialects whose letters are fixed.
FIXED = ("question and answer, dots", "question and answer, numbers", "capitals", "chat")
FREE = [case for case in CASES if case.name not in FIXED]
# Wherever a blank line ends a turn, it may have paragraphs.
SPACED = [case for case in FREE if case.write(case.turns).rstrip("\n").count("\n\n") >= 10]

NAMES = [
    "Dana Rowe", "Sam", "INT", "P01", "Speaker 2", "D. Liu", "Brett Lord-Castillo", "Zoë Müller",
    "Kate O’Flaherty", "Anna van der Berg", "Иван Петров", "Νίκος", "唐鳳", "さくら", "김민수",
    "محمد علي", "דנה רו", "देवी शर्मा", "สมชาย", "Nguyễn Thị Hoa", "SPEAKER_00", "Dr. Okafor",
    "Jean-Luc d'Ancona", "M", "Łukasz",
]  # fmt: skip
WORDS = [
    "we", "bought", "it", "at 10:30", "from https://example.org:8080/a", "told him: never",
    "(laughs)", "[the hospital]", "“so: yes”", "[inaudible 00:12:33]", "John 3:16", "ratio 2:1",
    "in Boston: the port", "a note: this", "and", "kerbs,", "e.g.: ramps", "100 %", "A/B", "Δ",
    "時間", "naïve", "#3", "* and *", "_x_", "c:\\a", "12:00–13:00", "Q & A", "[sic]",
]  # fmt: skip
OPENERS = [
    "Well,", "And then: we", "Note: it", "At 10:30 we", "I told her: never", "So", "https://a.org",
    "10:30 was late: we", "“Why: because,” she", "(laughs) Yes,", "Yes:", "No: I", "It",
]  # fmt: skip


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Return one paragraph of speech."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=9))
    return " ".join([draw(st.sampled_from(OPENERS)), *words, draw(st.sampled_from(["x", "y"]))])


@st.composite
def talks(draw: st.DrawFn, paragraphs: int) -> Turns:
    """Return turns in which everybody speaks twice at least, nobody twice in a row."""
    who = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    rounds = draw(st.integers(2, 4))
    mark = st.sampled_from(".?")
    many = st.lists(sentences(), min_size=1, max_size=paragraphs)
    return [
        (name, "\n\n".join(text + draw(mark) for text in draw(many)))
        for _ in range(rounds)
        for name in who
    ]


def read(case: Case, text: str) -> Interview:
    """Read `text` as a file would be read."""
    path, options = Path(f"a.{case.suffix}"), ReadOptions(language="en")
    return finish(path, case.suffix, read_plain(path, text.encode(), options), options)


def heard(interview: Interview) -> Turns:
    """Return who says what, turn by turn, white space aside."""
    found = []
    for _, group in groupby(interview.segments, key=lambda s: s.turn):
        turn = list(group)
        words = (word for s in turn for word in interview.text[s.start : s.end].split())
        found.append((turn[0].speaker, " ".join(words)))
    return found


@pytest.mark.parametrize("case", FREE, ids=lambda case: case.name)
@settings(max_examples=20, deadline=None)
@given(said=talks(paragraphs=1))
def test_turns_come_back(case: Case, said: Turns) -> None:
    assert heard(read(case, case.write(said))) == said


@pytest.mark.parametrize("case", SPACED, ids=lambda case: case.name)
@settings(max_examples=20, deadline=None)
@given(said=talks(paragraphs=3))
def test_turns_of_paragraphs_come_back(case: Case, said: Turns) -> None:
    expected = [(name, " ".join(text.split())) for name, text in said]
    assert heard(read(case, case.write(said))) == expected
