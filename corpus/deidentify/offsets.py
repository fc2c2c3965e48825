"""Text with replacements, and where each part of it stood before.

A `Block` says that `[old_start, old_end)` became `[new_start, new_end)`: the same characters, or
a replacement for them. What lies between blocks (heads, blank lines) was written anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands at `[start, end)` is to become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """See above; `replaced` is False where both spans hold the same characters."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    replaced: bool

    def turned(self) -> Block:
        """Return the block as seen from the new text."""
        return Block(self.new_start, self.new_end, self.old_start, self.old_end, self.replaced)


@dataclass(frozen=True)
class OffsetMap:
    """Blocks in order of both texts."""

    blocks: tuple[Block, ...]

    def to_new(self, start: int, end: int) -> Span | None:
        """Return where `[start, end)` of the old text stands in the new one.

        An end inside a replaced part moves outward to the replacement's; one between blocks moves
        inward to the next block. None if nothing of the span is left.
        """
        return _moved(self.blocks, self._old_starts, start, end)

    def to_old(self, start: int, end: int) -> Span | None:
        """Return where `[start, end)` of the new text stood in the old one; as `to_new`."""
        return _moved(self._turned, self._new_starts, start, end)

    @cached_property
    def _turned(self) -> tuple[Block, ...]:
        return tuple(block.turned() for block in self.blocks)

    @cached_property
    def _old_starts(self) -> list[int]:
        return [block.old_start for block in self.blocks]

    @cached_property
    def _new_starts(self) -> list[int]:
        return [block.new_start for block in self.blocks]


def _moved(blocks: Sequence[Block], starts: Sequence[int], start: int, end: int) -> Span | None:
    # The last block that begins at or before `start`, unless it ends there: then the next.
    first = max(0, bisect_right(starts, start) - 1)
    while first < len(blocks) and blocks[first].old_end <= start:
        first += 1
    last = bisect_left(starts, end) - 1
    if first > last or end <= start:
        return None
    opening, closing = blocks[first], blocks[last]
    moved_start, moved_end = opening.new_start, closing.new_end
    if not opening.replaced:
        moved_start += max(0, start - opening.old_start)
    if not closing.replaced:
        moved_end -= max(0, closing.old_end - end)
    return moved_start, moved_end


def edited(text: str, start: int, end: int, edits: Sequence[Edit]) -> tuple[str, list[Block]]:
    """Return `text[start:end]` with `edits` made, and its blocks; new places count from 0.

    `edits` are in order and do not overlap; each lies in `[start, end)` as a whole.
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for old_start, old_end, piece, replaced in _pieces(text, start, end, edits):
        pieces.append(piece)
        blocks.append(Block(old_start, old_end, at, at + len(piece), replaced))
        at += len(piece)
    return "".join(pieces), blocks


def _pieces(
    text: str, start: int, end: int, edits: Sequence[Edit]
) -> Iterator[tuple[int, int, str, bool]]:
    for edit in edits:
        if edit.start > start:
            yield start, edit.start, text[start : edit.start], False
        yield edit.start, edit.end, edit.text, True
        start = edit.end
    if end > start:
        yield start, end, text[start:end], False


def shifted(blocks: Sequence[Block], by: int) -> Iterator[Block]:
    """Yield `blocks` with their new places moved by `by`."""
    for b in blocks:
        yield Block(b.old_start, b.old_end, b.new_start + by, b.new_end + by, b.replaced)
