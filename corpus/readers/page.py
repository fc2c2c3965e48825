"""The text of a laid-out document as it grows: what is bold in it, what is a table's row.

Word, OpenDocument and HTML files are walked each in its own way; all of them write here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from corpus.draft import LineDraft, Span
from corpus.interview import ReadWarning
from corpus.text import canonical

# A text and whether it is bold.
Run = tuple[str, bool]
# One mark for every start and end of an element. A two hours' interview has some 50,000, ten
# times that where a program gives every word a format; more takes longer than is promised.
MOST_MARKS = 500_000
MOST_LINES = 100_000
MOST_TEXT = 10_000_000
_PART = re.compile(r"[^\n]+")


class PageError(Exception):
    """A document is refused for its size; the message says why, as part of a sentence."""


def too_many_elements(data: bytes) -> bool:
    """Tell whether markup has more elements than any interview, without parsing it."""
    return data.count(b"<") > MOST_MARKS


@dataclass(slots=True)
class _Row:
    """A row that is being filled; `nested` is where the rows of tables inside it begin."""

    nested: int
    cells: list[Span] = field(default_factory=list)
    start: int | None = None


@dataclass(slots=True)
class Page:
    """Text in pieces, its length, spans of it that are bold, and rows as spans of cells.

    Writing raises PageError where it becomes too much.
    """

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    bold: list[Span] = field(default_factory=list)
    rows: list[tuple[Span, ...]] = field(default_factory=list)
    lines: int = 0
    _open: list[_Row] = field(default_factory=list)

    def draft(self, markdown: bool = False, warnings: tuple[ReadWarning, ...] = ()) -> LineDraft:
        """Return what was written so far."""
        return LineDraft(
            "".join(self.pieces), tuple(self.bold), tuple(self.rows), markdown, warnings
        )

    def add(self, text: str) -> None:
        """Add text that is canonical already."""
        self.pieces.append(text)
        self.length += len(text)

    def line(self, runs: Sequence[Run], end: str = "\n") -> None:
        """Add a paragraph; newlines in it are soft breaks."""
        self._allow(sum(len(text) for text, _ in runs), sum(text.count("\n") for text, _ in runs))
        text, bold = joined(runs)
        self.bold += [(self.length + start, self.length + stop) for start, stop in bold]
        self.add(text)
        if end:
            self.add(end)

    def _allow(self, characters: int, breaks: int) -> None:
        """Count one more line, and the breaks in it, before they cost anything."""
        self.lines += 1 + breaks
        if self.lines > MOST_LINES:
            raise PageError("it has more lines than any interview")
        if self.length + characters > MOST_TEXT:
            raise PageError("it has more text than any interview")

    def start_row(self) -> None:
        """Begin a row, perhaps inside a cell of another."""
        self._allow(0, 0)
        self._open.append(_Row(len(self.rows)))

    def start_cell(self) -> bool:
        """Begin a cell of the innermost row; tells whether there is a row to put it in."""
        if not self._open or self._open[-1].start is not None:
            return False
        row = self._open[-1]
        if row.cells:
            self.add("\t")
        row.start = self.length
        return True

    def end_cell(self) -> None:
        """End the cell that was begun last."""
        row = self._open[-1]
        start = self.length if row.start is None else row.start
        # The last newline of a cell gives way to the tab, or to the row's own.
        if self.pieces and self.pieces[-1] == "\n" and self.length > start:
            self.pieces.pop()
            self.length -= 1
        row.cells.append((start, self.length))
        row.start = None

    def end_row(self) -> None:
        """End the innermost row; of rows inside one another only one says who speaks."""
        row = self._open.pop()
        if not row.cells:
            return
        self.add("\n")
        if len(row.cells) > 1:
            del self.rows[row.nested :]
        elif len(self.rows) > row.nested:
            # A single cell around a table is a frame, and the table is what counts.
            return
        self.rows.append(tuple(row.cells))


def joined(runs: Sequence[Run]) -> tuple[str, list[Span]]:
    """Return the canonical text of runs and which spans of it are bold, neighbours joined.

    No span holds a newline: each line of a bold paragraph is bold by itself. Blanks between
    bold words count as bold, however they were typed.
    """
    pieces: list[str] = []
    bold: list[Span] = []
    at = 0
    for is_bold, group in groupby(runs, key=itemgetter(1)):
        # Halves of one character may come in two runs.
        raw = "".join(text for text, _ in group)
        piece = raw if raw.isascii() and raw.isprintable() else canonical(raw)
        if is_bold:
            for part in _PART.finditer(piece):
                _extend(bold, at + part.start(), at + part.end())
        elif bold and bold[-1][1] == at and piece.isspace() and "\n" not in piece:
            _extend(bold, at, at + len(piece))
        at += len(piece)
        pieces.append(piece)
    text = "".join(pieces)
    if unicodedata.is_normalized("NFC", text):
        return text, bold
    # An accent in a run of its own joins the letter before it and shifts what follows. That
    # is rare: then only a paragraph that is bold all over counts as bold.
    text = canonical(text)
    all_bold = all(is_bold for raw, is_bold in runs if raw.strip())
    return text, [part.span() for part in _PART.finditer(text)] if all_bold else []


def _extend(bold: list[Span], start: int, end: int) -> None:
    """Add a span, joined to the one before it if they touch."""
    if bold and bold[-1][1] == start:
        start = bold.pop()[0]
    bold.append((start, end))


class Blanks:
    """Runs of one paragraph where, as in HTML and ODF, white space in the markup is one blank."""

    _SPACE = re.compile(r"[ \t\n\r\f]+")

    def __init__(self) -> None:
        """Begin a paragraph: blanks at its start say nothing."""
        self.runs: list[Run] = []
        self._blank = True

    def text(self, raw: str | None, bold: bool) -> None:
        """Add text of the markup."""
        words = self._SPACE.sub(" ", raw or "")
        if self._blank:
            words = words.removeprefix(" ")
        if words:
            self.runs.append((words, bold))
            self._blank = words.endswith(" ")

    def exact(self, text: str, bold: bool) -> None:
        """Add text whose blanks, tabs and newlines are meant."""
        if text.startswith("\n"):
            self._trim()
        if text:
            self.runs.append((text, bold))
            self._blank = text.endswith("\n")

    def take(self) -> list[Run]:
        """Return the runs so far, without a last blank, and begin anew."""
        self._trim()
        runs, self.runs, self._blank = self.runs, [], True
        return runs

    def _trim(self) -> None:
        if self.runs and self._blank and self.runs[-1][0].endswith(" "):
            words, bold = self.runs.pop()
            self.runs.append((words[:-1], bold))
