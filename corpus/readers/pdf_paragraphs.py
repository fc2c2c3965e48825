"""From a PDF's lines to text: wrapped lines joined into paragraphs, where that is certain.

A line break too many does no harm: speakers are looked for where lines begin, and lines without
one go on with the same turn. A break too few hides a speaker. So lines stay apart in doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from corpus.conventions import CONVENTIONS, REACH, TIME_ALONE, TIME_FIRST
from corpus.readers.pdf_hyphens import HYPHENS, Habits, at_break, habits
from corpus.readers.pdf_lines import Line, Page, middle

Run = tuple[str, bool]

# Of the usual step from line to line: what is a gap between paragraphs.
_APART = 1.3
# A column narrower than this many ems is no running text, so nothing in it is known to wrap.
_NARROWEST = 14
# What stands before a colon may be nobody's name, but a field's of the header: "Date: 3 May".
_FIELD = re.compile(r"[^\W_][\w .'\u2019-]{0,40}:(?:\s|\Z)")
# Of the em: how far left edges may differ and still be one edge.
_SAME_EDGE = 0.5


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is usual in a document: edges by column, the step between lines, its words."""

    left: dict[int, float]
    right: dict[int, float]
    step: float
    steps: Set[int]  # whole points, where the rest of a sentence stands below its beginning
    habits: Habits

    def apart(self, height: float) -> bool:
        """Tell whether `height` between two lines parts paragraphs."""
        wraps = {round(height) + shift for shift in (-1, 0, 1)} & self.steps
        return 0 < _APART * self.step < height and not wraps


def head_test(pattern: str | None) -> Callable[[str], bool]:
    """Return a test whether a line may begin a turn; `pattern` is the researcher's own."""
    try:
        own = re.compile(pattern) if pattern else None
    except re.error:  # the speaker detection will say so
        own = None

    def begins(text: str) -> bool:
        text = text[: REACH + 1]
        if own and own.match(text):
            return True
        if _FIELD.match(text) or TIME_ALONE.match(text) or TIME_FIRST.match(text):
            return True
        return any(convention.match(text) for convention in CONVENTIONS)

    return begins


def paragraphs(pages: Sequence[Page], begins: Callable[[str], bool]) -> tuple[list[Run], int]:
    """Return the text of `pages` as runs of plain and bold, and how many words were joined.

    `begins` tells of a line's text whether it may begin a turn.
    """
    flow = [(number, line) for number, page in enumerate(pages) for line in page.lines]
    shape = _shape(pages)
    runs: list[Run] = []
    joined = 0
    first = True  # whether the line before is the first of its paragraph
    for index, (number, line) in enumerate(flow):
        between, cut = "", False
        if index:
            page_before, before = flow[index - 1]
            near = number == page_before and line.column == before.column
            if near and shape.apart(line.y - before.y):
                between = "\n\n"
            elif _goes_on(before, line, first, shape, begins) and (
                first or _same_edge(before, line)
            ):
                cut, between = at_break(before.text, line.text, shape.habits)
            else:
                between = "\n"
            first = "\n" in between
        if cut:
            runs[-1] = (runs[-1][0][:-1], runs[-1][1])
            joined += 1
        runs += _runs(line, between)
    return runs, joined


def _runs(line: Line, between: str) -> Iterator[Run]:
    yield between, False
    for gap, word in zip(line.gaps, line.words, strict=True):
        yield gap, False
        yield word.text, word.bold


def _goes_on(
    before: Line, line: Line, first: bool, shape: _Shape, begins: Callable[[str], bool]
) -> bool:
    """Tell whether `line` certainly is the rest of a paragraph that `before` wraps."""
    alike = before.bold == line.bold and abs(before.em - line.em) < 0.15 * before.em
    if not (alike and _full(before, line, shape)) or begins(line.text):
        return False
    if not first or _same_edge(before, line):
        return True
    if line.x0 > before.x0:  # it hangs below what follows the name
        return any(abs(word.x0 - line.x0) < 0.15 * line.em for word in before.words)
    return before.x0 - line.x0 < 6 * line.em  # the first line was indented


def _same_edge(before: Line, line: Line) -> bool:
    return abs(before.x0 - line.x0) < _SAME_EDGE * line.em


def _full(before: Line, line: Line, shape: _Shape) -> bool:
    """Tell whether the first word of `line` would have found no room at the end of `before`."""
    left, right = shape.left[before.column], shape.right[before.column]
    if not right or before.x1 < (left + right) / 2:
        return False
    if before.text.endswith(tuple(HYPHENS)):
        return right - before.x1 < 4 * before.em
    width = line.words[0].x1 - line.x0
    for gap, word in zip(line.gaps[1:], line.words[1:], strict=True):
        if gap:
            break
        width = word.x1 - line.x0
    return before.x1 + 0.2 * before.em + width > right


def _shape(pages: Sequence[Page]) -> _Shape:
    lines = [line for page in pages for line in page.lines]
    columns = {
        column: [line for line in lines if line.column == column]
        for column in {line.column for line in lines}
    }
    left = {column: min(line.x0 for line in found) for column, found in columns.items()}
    right = {column: _edge(found) for column, found in columns.items()}
    wraps = [
        (b.y - a.y, b.text[:1].islower())
        for page in pages
        for a, b in pairwise(page.lines)
        if a.column == b.column and b.y > a.y and a.x1 > 0.9 * right[a.column]
    ]
    common = Counter(round(height) for height, lower in wraps if lower)
    return _Shape(
        left,
        right,
        middle([height for height, _ in wraps]) if wraps else 0.0,
        {height for height, count in common.items() if count > 2},
        habits([line.text for line in lines]),
    )


def _edge(lines: Sequence[Line]) -> float:
    """Return where full lines end, 0 if the lines are too short to be full."""
    ends = sorted(line.x1 for line in lines)
    edge = ends[int(0.98 * (len(ends) - 1))]
    left = min(line.x0 for line in lines)
    return edge if edge - left > _NARROWEST * middle([line.em for line in lines]) else 0.0
