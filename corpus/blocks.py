"""Subtitles inside a text: a line of two times, then who speaks, then the words.

Teams wrote its Word files so (time, name, text), and Premiere its text files; .srt and .vtt files
get renamed to .txt, or pasted into a document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.conventions import REACH
from corpus.heads import Spoken
from corpus.lines import Line
from corpus.names import is_name
from corpus.text import trim
from corpus.times import TIME, clock_ms

NAMED_BELOW = "time --> time, name, text below"
# Frames after the seconds (`00:00:01:12`) are too short to matter.
_RANGE = re.compile(
    rf"[ \t]{{0,8}}(?P<time>{TIME})(?::\d\d)?[ \t]{{0,4}}(?:-->|-|\u2013)[ \t]{{0,4}}"
    rf"{TIME}(?::\d\d)?(?:[ \t]{{1,4}}[a-z]{{1,8}}:\S{{1,20}}){{0,6}}[ \t]{{0,40}}$"
)
_NUMBER = re.compile(r"[ \t]{0,8}(?:\d{1,6}|[0-9a-f-]{36}(?:[/-]\d{1,6})?(?:-\d{1,3})?)[ \t]{0,8}$")
_SHARE = 1 / 6


@dataclass(frozen=True, slots=True)
class Block:
    """One subtitle: its time, and the lines below it that hold anything."""

    ms: int | None
    lines: tuple[Line, ...]


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Return the subtitles that `lines` are made of, nothing if they are something else."""
    found = list(_blocks(lines))
    filled = sum(1 for line in lines if line.text.strip())
    return tuple(found) if len(found) >= 2 and len(found) >= _SHARE * filled else ()


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    filled = [line for line in lines if line.text.strip()]
    ranges = [(i, m) for i, line in enumerate(filled) if (m := _RANGE.match(line.text))]
    ends = [*(index for index, _ in ranges[1:]), len(filled)][: len(ranges)]
    for (index, match), end in zip(ranges, ends, strict=True):
        below = filled[index + 1 : end]
        # The number of a subtitle stands above its times, and so at the end of the one before.
        if end < len(filled) and below and _NUMBER.match(below[-1].text):
            below = below[:-1]
        yield Block(clock_ms(match["time"]), tuple(below))


def named_below(text: str, blocks: Sequence[Block]) -> tuple[float, tuple[Spoken, ...]]:
    """Return the score and the speech of blocks whose first line is a name and no more."""
    names = [_name(block) for block in blocks]
    counts = Counter(name for name in names if name)
    returning = {name for name, count in counts.items() if count > 1}
    if not returning:
        return 0, ()
    found = []
    speaker = None
    for block, name in zip(blocks, names, strict=True):
        named = name in returning or (name is not None and len(counts) <= len(blocks) / 2)
        speaker = name if named else speaker
        words = block.lines[1:] if named else block.lines
        span = _span(text, words)
        if speaker and span:
            found.append(Spoken(speaker, *span, block.ms))
    count = sum(n for name, n in counts.items() if name in returning)
    return count / (1 + len(counts) / 8), tuple(found)


def _name(block: Block) -> str | None:
    if len(block.lines) < 2:
        return None
    name = block.lines[0].text.strip().rstrip(":").rstrip()
    return name if len(block.lines[0].text) < REACH and is_name(name) else None


def _span(text: str, lines: Sequence[Line]) -> tuple[int, int] | None:
    if not lines:
        return None
    end = text.find("\n", lines[-1].at)
    start, end = trim(text, lines[0].at, len(text) if end < 0 else end)
    return (start, end) if end > start else None


def speech(
    text: str, blocks: Sequence[Block], heads: Sequence[tuple[str, int] | None]
) -> tuple[Spoken, ...]:
    """Return the speech of blocks; `heads` gives for each line of theirs a name and its length.

    Lines without a head go on with the speaker before.
    """
    found: list[Spoken] = []
    speaker: str | None = None
    following = iter(heads)
    for block in blocks:
        ms = block.ms
        for line in block.lines:
            head = next(following)
            speaker, skipped = head if head else (speaker, 0)
            end = text.find("\n", line.at)
            start, end = trim(text, line.at + skipped, len(text) if end < 0 else end)
            if speaker and end > start:
                # One anchor a subtitle is enough.
                found.append(Spoken(speaker, start, end, ms))
                ms = None
    return tuple(found)
