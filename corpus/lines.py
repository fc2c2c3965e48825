"""Lines of a text, as much of each as the head of a turn may take up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.conventions import REACH


@dataclass(frozen=True, slots=True)
class Line:
    """A line's offset and its beginning, where heads are; `apart`: after a blank line."""

    at: int
    text: str
    apart: bool


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of `text`, as much of each as a head may take up."""
    start, apart = 0, True
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        # One character more than any head takes up, so that `$` means the end of the line.
        line = text[start : min(end, start + REACH + 1)]
        yield Line(start, line, apart)
        start, apart = end + 1, not line.strip()
