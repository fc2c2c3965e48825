"""Where the pieces of a new transcript stand once it was read back, or that it is not the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.deidentify.offsets import Block, shifted
from corpus.interview import Interview, Segment
from corpus.text import trim

# White space other than one blank: some formats make one blank of it.
_GAP = re.compile(r"\s{2,}|[^\S ]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One speaker's new words from one time to the next, and the blocks that they consist of."""

    segment: int
    speaker: str
    words: str
    blocks: tuple[Block, ...]
    start_ms: int | None
    end_ms: int | None


def lines(words: str) -> list[str]:
    """Return the parts of `words` between white space other than one blank."""
    return [line for line in _GAP.split(words) if line]


def aligned(pieces: Sequence[Piece], interview: Interview) -> list[Block] | None:
    """Return the blocks as they stand in `interview`, None if it is not what `pieces` say."""
    blocks: list[Block] = []
    place = _Place(interview)
    for piece in pieces:
        first = True
        for words, own in _by_line(piece):
            start = place.take(piece.speaker, words, piece.start_ms if first else None)
            if start is None:
                return None
            blocks += shifted(own, start)
            first = False
        place.last_end = piece.end_ms
    return blocks if place.at_end() else None


def _by_line(piece: Piece) -> Iterator[tuple[str, list[Block]]]:
    """Yield the parts of a piece that any way of writing keeps whole, with their blocks.

    They are parted by white space other than one blank; blocks count from each part's beginning.
    """
    start = 0
    for gap in [*_GAP.finditer(piece.words), None]:
        end = gap.start() if gap else len(piece.words)
        if end > start:
            own = [block for b in piece.blocks for block in _within(b, start, end)]
            yield piece.words[start:end], own
        start = gap.end() if gap else end


def _within(block: Block, start: int, end: int) -> Iterator[Block]:
    """Yield the part of `block` in `[start, end)` of its new text, counted from `start`."""
    first, last = max(block.new_start, start), min(block.new_end, end)
    if first >= last:
        return
    if block.replaced:
        yield Block(block.old_start, block.old_end, first - start, last - start, True)
    else:
        old = block.old_start + first - block.new_start
        yield Block(old, old + last - first, first - start, last - start, False)


class _Place:
    """Where we are in what was read back: a segment, and an offset in it."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._number = 0
        self._at = interview.segments[0].start
        # When the piece before ended, None if that is not known.
        self.last_end: int | None = None

    def take(self, speaker: str, words: str, ms: int | None) -> int | None:
        """Return where `words` stand, which must be the next ones, and go on behind them."""
        text = self._interview.text
        segment = self._interview.segments[self._number]
        self._at, _ = trim(text, self._at, segment.end)
        if self._at >= segment.end:
            self._number += 1
            if self._number == len(self._interview.segments) or not self._ends(segment):
                return None
            segment = self._interview.segments[self._number]
            self._at = segment.start
        start, end = self._at, self._at + len(words)
        times = [time for at, time in segment.times if at == start]
        same = segment.speaker == speaker and end <= segment.end and text.startswith(words, start)
        if not same or times != ([ms] if ms is not None else []):
            return None
        self._at = end
        return start

    def at_end(self) -> bool:
        """Tell whether nothing is left."""
        last = self._interview.segments[-1]
        whole = self._number == len(self._interview.segments) - 1 and self._at == last.end
        return whole and self._ends(last)

    def _ends(self, segment: Segment) -> bool:
        """Tell whether a segment ends when the last piece did that was found in it."""
        return self.last_end is None or segment.end_ms == self.last_end
