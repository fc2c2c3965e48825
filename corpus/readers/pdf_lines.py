"""Lines of a PDF page, from words with positions.

Positions are in points; `y` is the baseline, counted from the top of the page. Nothing here
knows a PDF library, and nothing of it is imported when qualflow starts: the worker needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

# Of the em: what still is the same line, a touching letter, and a gap that only a tab makes.
_SAME_LINE = 0.35
_TOUCHING = 0.3
_TAB = 1.6


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a blank. `glued`: no blank parts it from the word before it in the file."""

    text: str
    x0: float
    x1: float
    y: float
    em: float
    bold: bool = False
    glued: bool = False


@dataclass(frozen=True)
class Line:
    """Words on one baseline, from left to right; `column`: 0 for the whole page's width."""

    words: tuple[Word, ...]
    y: float
    column: int = 0

    @cached_property
    def x0(self) -> float:
        """Where the line begins."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @cached_property
    def em(self) -> float:
        """The size of its letters."""
        return middle([word.em for word in self.words])

    @cached_property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        return all(word.bold for word in self.words)

    @cached_property
    def text(self) -> str:
        """The words with what stands between them."""
        return "".join(gap + word.text for gap, word in zip(self.gaps, self.words, strict=True))

    @cached_property
    def gaps(self) -> list[str]:
        """What stands before each word: nothing, a blank or a tab."""
        return ["", *(_gap(a, b) for a, b in pairwise(self.words))]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's height and lines, from top to bottom (column by column)."""

    height: float
    lines: tuple[Line, ...]


def middle(values: Sequence[float]) -> float:
    """Return the upper median; `statistics` takes a tenth of the worker's start to import."""
    return sorted(values)[len(values) // 2]


def _gap(before: Word, word: Word) -> str:
    width, em = word.x0 - before.x1, max(before.em, word.em)
    if word.glued and abs(width) < _TOUCHING * em:
        return ""
    return "\t" if width > _TAB * em else " "


def lines(words: Sequence[Word], column: int = 0) -> list[Line]:
    """Return `words`, which are in the file's order, as lines from top to bottom."""
    heights = _heights(words)
    ordered = sorted(zip(heights, words, strict=True), key=lambda pair: pair[0])
    found: list[Line] = []
    row: list[Word] = []
    top = 0.0
    for y, word in ordered:
        if row and y - top > _SAME_LINE * min(word.em, row[0].em):
            found.append(_line(row, top, column))
            row = []
        top = top if row else y
        row.append(word)
    return [*found, _line(row, top, column)] if row else found


def _heights(words: Sequence[Word]) -> list[float]:
    """Return each word's height; the raised `th` of `5th` stands where the 5 does."""
    heights: list[float] = []
    for index, word in enumerate(words):
        before = words[index - 1] if index else word
        raised = word.glued and abs(word.y - before.y) < 0.6 * before.em
        near = abs(word.x0 - before.x1) < _TOUCHING * before.em
        heights.append(heights[-1] if heights and raised and near else word.y)
    return heights


def _line(row: Sequence[Word], y: float, column: int) -> Line:
    kept: list[Word] = []
    for word in sorted(row, key=lambda word: word.x0):
        twice = kept and kept[-1].text == word.text and word.x0 - kept[-1].x0 < 0.1 * word.em
        if twice:  # printed twice, a little shifted, to look bold
            kept[-1] = Word(word.text, kept[-1].x0, word.x1, word.y, word.em, True, kept[-1].glued)
        else:
            kept.append(word)
    return Line(tuple(kept), y, column)
