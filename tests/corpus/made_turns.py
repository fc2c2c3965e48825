"""Turns that are made up, to be written in every format and read again."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from hypothesis import strategies as st

from corpus.interview import Interview
from corpus.text import one_line

NAMES = ("Interviewer", "Ann Lee", "Zoë Ó Dálaigh", "P01", "周明")
PLAIN = ("so", "the", "grüne", "ask", "Åse", "жизнь", "中文", "العربية", "e\u0323\u0301", "I")
# What formats have their own use for.
ODD = ("don't", "R&D", "<b>", "a<b", "&amp;", '"so"', "“so”", "10:30", "=", "_1", "-", "[laughs]",
       "(2.0)", "😀", "{x}", "5", "a,b;c|d", "'", "+1", "@x", "*", "%mor", "#", "\\n")  # fmt: skip


class Said(NamedTuple):
    """One turn: who, which words on one line, from when to when in milliseconds."""

    speaker: str
    words: str
    start: int
    end: int


@st.composite
def turns(
    draw: st.DrawFn, odd: tuple[str, ...] = ODD, names: tuple[str, ...] = NAMES
) -> list[Said]:
    """Return turns of two or three speakers, each with two or more, one after another in time.

    Words are plain ones and some of `odd`; every turn begins with a plain word.
    """
    speakers = names[: draw(st.integers(2, 3))]
    more = draw(st.lists(st.sampled_from(speakers), max_size=5))
    words = st.lists(st.sampled_from(PLAIN + odd), max_size=8)
    at = 0
    said = []
    for speaker, _ in groupby([*speakers, *speakers, *more]):
        start = at + draw(st.integers(0, 5_000_000))
        at = start + draw(st.integers(1, 100_000))
        sentence = " ".join([draw(st.sampled_from(PLAIN)), *draw(words)])
        said.append(Said(speaker, one_line(sentence) + draw(st.sampled_from("?.!")), start, at))
    return said


def heard(interview: Interview) -> list[Said]:
    """Return the turns of an interview as they were written, segment by segment."""
    return [
        Said(
            segment.speaker,
            one_line(interview.text[segment.start : segment.end]),
            segment.times[0][1] if segment.times else -1,
            segment.end_ms if segment.end_ms is not None else -1,
        )
        for segment in interview.segments
    ]
