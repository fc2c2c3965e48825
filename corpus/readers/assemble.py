"""From utterances to one text: turns as `Name: words`, parted by blank lines, times beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.draft import Utterance, UtteranceDraft
from corpus.interview import Segment
from corpus.text import canonical, one_line

UNNAMED = "Unknown speaker"
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"'\u2019\u201d\u00bb)\]\u300d]{0,3}\Z")


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text, and one segment for each turn; `turn` numbers are still all 0."""

    text: str
    segments: tuple[Segment, ...]


def assemble(draft: UtteranceDraft) -> Assembled:
    """Return the text and segments of `draft`; without any speaker, turns have no heads."""
    said = [u for u in map(_clean, draft.utterances) if u.text]
    headed = any(u.speaker for u in said)
    front = canonical(draft.front).strip()
    pieces = [front, "\n\n"] if front else []
    at = sum(map(len, pieces))
    segments = []
    for speaker, group in groupby(_inherited(said), key=lambda u: u.speaker or UNNAMED):
        head = f"{speaker}: " if headed else ""
        words, segment = _turn(list(group), speaker, at + len(head), draft.paragraphs)
        segments.append(segment)
        pieces += [head, words, "\n\n"]
        at += len(head) + len(words) + 2
    return Assembled("".join(pieces[:-1]) + ("\n" if pieces else ""), tuple(segments))


def _clean(utterance: Utterance) -> Utterance:
    speaker = one_line(utterance.speaker).rstrip(": ") if utterance.speaker else None
    return replace(utterance, speaker=speaker or None, text=canonical(utterance.text).strip())


def _inherited(said: Sequence[Utterance]) -> Iterator[Utterance]:
    """Give an utterance without a speaker to the one who spoke before."""
    speaker = None
    for utterance in said:
        speaker = utterance.speaker or speaker
        yield replace(utterance, speaker=speaker)


def _turn(said: list[Utterance], speaker: str, at: int, paragraphs: bool) -> tuple[str, Segment]:
    """Return a turn's words and its segment, which begins at `at`."""
    pieces: list[str] = []
    times: list[tuple[int, int]] = []
    length = 0
    for utterance in said:
        if pieces:
            apart = paragraphs and _SENTENCE_END.search(pieces[-1][-5:])
            pieces.append("\n" if apart else " ")
            length += 1
        if utterance.start_ms is not None:
            times.append((at + length, utterance.start_ms))
        pieces.append(utterance.text)
        length += len(utterance.text)
    end_ms = said[-1].end_ms
    return "".join(pieces), Segment(at, at + length, 0, speaker, times=tuple(times), end_ms=end_ms)
