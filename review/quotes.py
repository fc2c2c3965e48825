"""Quotes: which passages are shown, and a passage cut into the pieces that are drawn.

A quote is always the whole passage, cut from the text and never rewritten, so that pieces joined
are the passage again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from review.findings import CodeResult, PassageRow
from review.reading import anchor, certainty

QUESTION_LENGTH = 280


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the passage; `codes` are those for which it is evidence."""

    text: str
    codes: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A code as shown under a quote."""

    code: str
    probability: float
    holds: bool
    abstained: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """One passage, ready to be drawn; `also` are (anchor, name) of further themes it speaks of."""

    anchor: str
    passage_id: str
    pieces: tuple[Piece, ...]
    chips: tuple[Chip, ...]
    question: str
    speaker: str
    file: str
    clock: str
    coded_by: str
    also: tuple[tuple[str, str], ...]


def choose(passages: Iterable[PassageRow], limit: int) -> list[PassageRow]:
    """Return at most `limit` passages: the model's surest of each interview, then the next.

    One talkative interview would otherwise fill the list.
    """
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, float, str, PassageRow]] = []
    for passage in sorted(passages, key=lambda p: (-certainty(p), p.passage_id)):
        rank = seen[passage.interview_id]
        ranked.append((rank, -certainty(passage), passage.passage_id, passage))
        seen[passage.interview_id] += 1
    return [row[3] for row in sorted(ranked, key=lambda row: row[:3])[:limit]]


def quote(passage: PassageRow, file: str, also: tuple[tuple[str, str], ...] = ()) -> Quote:
    """Return the passage as a quote; `file` is the name of its transcript, `also` are (anchor,
    name) of the themes that it speaks of besides its own."""
    return Quote(
        anchor=anchor(passage),
        passage_id=passage.passage_id,
        pieces=pieces(passage),
        chips=tuple(_chip(name, result) for name, result in passage.codes.items()),
        question=shortened(passage.question),
        speaker=passage.speaker,
        file=file,
        clock=clock(passage.start_ms),
        coded_by=passage.coded_by,
        also=also,
    )


def _chip(name: str, result: CodeResult) -> Chip:
    return Chip(name, result.probability, result.holds, result.abstained)


def pieces(passage: PassageRow) -> tuple[Piece, ...]:
    """Cut the text wherever evidence begins or ends. Evidence outside the text is clipped."""
    size = len(passage.text)
    spans = [
        (max(0, e.start), min(size, e.end), code, e.weight)
        for code, result in passage.codes.items()
        if result.holds
        for e in result.evidence
    ]
    edges = sorted({0, size, *(x for span in spans if span[0] < span[1] for x in span[:2])})
    return tuple(
        _piece(passage.text[start:end], [s for s in spans if s[0] <= start and end <= s[1]])
        for start, end in pairwise(edges)
    )


def _piece(text: str, spans: Sequence[tuple[int, int, str, float]]) -> Piece:
    codes = tuple(dict.fromkeys(code for _, _, code, _ in spans))
    title = "; ".join(
        f"evidence for {code}: accounts for {weight:+.2f} of its probability"
        for _, _, code, weight in spans
    )
    return Piece(text, codes, title)


def shortened(question: str, length: int = QUESTION_LENGTH) -> str:
    """Return the end of a long question: what is asked comes last."""
    if len(question) <= length:
        return question
    tail = question[-length:]
    return "[…] " + (tail.split(maxsplit=1)[-1] if " " in tail else tail)


def opening(text: str, length: int = 90) -> str:
    """Return the first words of a text, for a link to it."""
    if len(text) <= length:
        return text
    head = text[:length]
    return (head.rsplit(maxsplit=1)[0] if " " in head else head) + " …"


def clock(milliseconds: int | None) -> str:
    """Return hh:mm:ss, "" where there is no time."""
    if milliseconds is None:
        return ""
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
