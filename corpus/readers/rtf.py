"""Rich text, .rtf: paragraphs, table rows and bold; what it means is read in `rtf_words`."""

from __future__ import annotations

import re
import sys
from array import array
from pathlib import Path

from corpus.draft import LineDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.options import ReadOptions
from corpus.readers.page import Page, PageError, Run
from corpus.readers.rtf_words import RtfError, walk

_REMEDY = "open it in Word or LibreOffice and save it again"
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}(?=\{\\rtf)")
_ABOVE_ASCII = re.compile("[^\x00-\x7f]+")
# Words of the one and of the other are told apart only where a file is small enough to be text.
_UNITS = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_LARGEST_UTF8 = 4 * 1024**2


def read_rtf(path: Path, data: bytes, options: ReadOptions) -> LineDraft:
    """Return the text of an .rtf file; raises UnreadableError if it is none or refused."""
    beginning = _BEGINNING.match(data)
    if beginning is None:
        remedy = f"check that the suffix is right, or {_REMEDY}"
        raise UnreadableError(path.name, "it is no rich text", remedy)
    page = _RtfPage()
    try:
        complete = walk(_markup(data[beginning.end() :]), page)
    except (RtfError, PageError) as error:
        raise UnreadableError(path.name, str(error), _REMEDY) from error
    cut = "the file ends too early; look whether the end of the interview is missing"
    return page.draft(() if complete else (ReadWarning(None, cut),))


def _markup(data: bytes) -> str:
    """Return the file as text, a character for each byte.

    A few programs write UTF-8 where only ASCII is allowed. Such text is never valid UTF-8 by
    chance, so it is rewritten as the escapes that it should have been.
    """
    if not data.isascii() and len(data) < _LARGEST_UTF8:
        try:
            return _ABOVE_ASCII.sub(_escaped, data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    return data.decode("latin-1")


def _escaped(match: re.Match[str]) -> str:
    codes = array("H", match[0].encode(_UNITS))
    return "{\\uc0" + "".join(map("\\u%d ".__mod__, codes)) + "}"


class _RtfPage:
    """Writes what is said on a page: text with newlines in it, cells and rows."""

    def __init__(self) -> None:
        self._page = Page()
        self._line: list[Run] = []
        self._in_row = False
        self._in_cell = False

    def draft(self, warnings: tuple[ReadWarning, ...]) -> LineDraft:
        """Return what was written; a row or line that is still open ends here."""
        if self._in_cell:
            self.end_cell()
        self.end_row()
        if any(text for text, _ in self._line):
            self._end_line()
        return self._page.draft(warnings=warnings)

    def text(self, text: str, bold: bool) -> None:
        """Add text; a newline in it ends a paragraph or a line, which is all one here."""
        if self._in_row and not self._in_cell:
            self._in_cell = self._page.start_cell()
        if "\n" not in text:
            self._line.append((text, bold))
            return
        first, *others = text.split("\n")
        self._line.append((first, bold))
        for line in others:
            self._end_line()
            self._line.append((line, bold))

    def start_row(self) -> None:
        """Begin a row, unless one is open: files define a row before and after its cells."""
        if not self._in_row:
            if any(text for text, _ in self._line):
                self._end_line()
            self._line = []
            self._page.start_row()
            self._in_row = True

    def end_cell(self) -> None:
        """End a cell; without a row around it, what stands on the line is its first cell."""
        if not self._in_row:
            self._page.start_row()
            self._in_row = True
        if not self._in_cell:
            self._page.start_cell()
        self._page.line(self._line, end="")
        self._line = []
        self._page.end_cell()
        self._in_cell = False

    def end_row(self) -> None:
        """End the row, if there is one."""
        if self._in_row:
            if self._in_cell:
                self.end_cell()
            self._page.end_row()
            self._in_row = False

    def _end_line(self) -> None:
        self._page.line(self._line)
        self._line = []
