"""Pages set in two columns, as magazines set interviews: the left one is read before the right.

A table of speakers and words has a gap in its middle, too, but not words on both sides of it in
most lines, and not halfway across.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.readers.pdf_lines import Line, Word, lines

# Of the text's width: where the gap between two columns may lie.
_FROM, _TO = 0.4, 0.6
_LEAST_LINES = 12
_BOTH_SIDES = 0.6
# Words on a line and side, on average: less is a table's cell.
_LEAST_WORDS = 3


def page_lines(words: Sequence[Word]) -> list[Line]:
    """Return the words of a page as lines in the order of reading."""
    whole = lines(words)
    gutter = _gutter(whole)
    if gutter is None:
        return whole
    found: list[Line] = []
    block: list[Line] = []
    for line in whole:
        if _crosses(line, gutter):
            found += [*_divided(block, gutter), line]
            block = []
        else:
            block.append(line)
    return found + _divided(block, gutter)


def _divided(block: Sequence[Line], gutter: float) -> list[Line]:
    """Return lines that a gap divides: first what is left of it, then what is right."""
    words = [word for line in block for word in line.words]
    left = [word for word in words if word.x1 <= gutter]
    right = [word for word in words if word.x1 > gutter]
    return [*lines(left, 1), *lines(right, 2)]


def _crosses(line: Line, gutter: float) -> bool:
    """Tell whether a line runs over `gutter`: a word on it, or two with a mere blank between."""
    left = [word.x1 for word in line.words if word.x0 < gutter]
    right = [word.x0 for word in line.words if word.x1 > gutter]
    return bool(left and right) and min(right) - max(left) < line.em


def _gutter(whole: Sequence[Line]) -> float | None:
    """Return where the gap between two columns lies, None where there is none."""
    if len(whole) < _LEAST_LINES:
        return None
    start, end = min(line.x0 for line in whole), max(line.x1 for line in whole)
    places = [start + (end - start) * (_FROM + (_TO - _FROM) * step / 20) for step in range(21)]
    best = max(places, key=lambda x: sum(not _crosses(line, x) for line in whole))
    clear = [line for line in whole if not _crosses(line, best)]
    both = [line for line in clear if line.x0 < best < line.x1]
    if len(both) < _BOTH_SIDES * len(whole):
        return None
    left = sum(word.x1 <= best for line in both for word in line.words)
    right = sum(word.x0 >= best for line in both for word in line.words)
    return best if min(left, right) >= _LEAST_WORDS * len(both) else None
