"""OpenDocument text, .odt: an own walker, since the libraries return what was deleted as text.

Followed: paragraphs, headings, lists, sections, links, tables, text boxes. Skipped: what tracked
changes deleted, comments, notes, readings above characters (ruby), tables of contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from corpus.draft import LineDraft
from corpus.errors import UnreadableError
from corpus.readers.archive import Archive, ArchiveError
from corpus.readers.odt_bold import BoldStyles
from corpus.readers.options import ReadOptions
from corpus.readers.page import Blanks, Page, PageError, too_many_elements
from corpus.readers.xml import XmlError, attribute, local, parse

_UNREAD = (
    "tracked-changes annotation annotation-end note ruby-text forms table-of-content "
    "sequence-decls variable-decls user-field-decls dde-connection-decls "
    "title desc binary-data object object-ole event-listeners script"
)
_SKIPPED = frozenset(_UNREAD.split())
_CELLS = ("table-cell", "covered-table-cell")
# Counts are the file's word: no more blanks or empty cells than a page has room for.
_MOST_BLANKS = 80
_MOST_CELLS = 16


def read_odt(path: Path, data: bytes, options: ReadOptions) -> LineDraft:
    """Return the text of an .odt file; raises UnreadableError if it is damaged or refused."""
    try:
        archive = Archive(data)
        _refuse_encrypted(archive)
        content = _parsed(archive, "content.xml")
        common = _parsed(archive, "styles.xml") if "styles.xml" in archive else None
        return _draft(content, common)
    except (ArchiveError, XmlError, PageError) as error:
        remedy = "open it in LibreOffice and save it again as .odt, without a password"
        raise UnreadableError(path.name, str(error), remedy) from error


def _draft(content: etree._Element, common: etree._Element | None) -> LineDraft:
    body = _called(_called(content, "body"), "text")
    if body is None:
        raise XmlError("it is no OpenDocument text")
    walker = _Walker(BoldStyles(common, content))
    walker.blocks(body)
    return walker.page.draft()


def _refuse_encrypted(archive: Archive) -> None:
    """Raise ArchiveError if a password is needed: the parts are encrypted, not the archive."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b":encryption-data" in archive.read(manifest):
        raise ArchiveError("it is encrypted")


def _parsed(archive: Archive, name: str) -> etree._Element:
    data = archive.read(name)
    if too_many_elements(data):
        raise XmlError("it has more parts than any interview")
    return parse(data)


def _called(parent: etree._Element | None, kind: str) -> etree._Element | None:
    children = parent if parent is not None else ()
    return next((child for child in children if local(child) == kind), None)


class _Walker:
    """Goes through a document's body in order and writes what it finds on a page."""

    def __init__(self, styles: BoldStyles) -> None:
        self.page = Page()
        self._styles = styles

    def blocks(self, parent: etree._Element) -> None:
        """Write the paragraphs and tables in `parent`, each followed by a newline."""
        for child in parent:
            kind = local(child)
            if kind in ("p", "h"):
                self._paragraph(child)
            elif kind == "table":
                for row in _inside(child, ("table-row",)):
                    self._row(row)
            elif kind not in _SKIPPED:
                self.blocks(child)

    def _row(self, row: etree._Element) -> None:
        self.page.start_row()
        for index, cell in enumerate(_inside(row, _CELLS)):
            self.page.start_cell()
            # What a merged cell covers is not shown; its place keeps the columns in step.
            if local(cell) == "table-cell":
                self.blocks(cell)
            self.page.end_cell()
            # So do the repetitions of a cell, which only sheets fill with text.
            most = max(1, _MOST_CELLS - index)
            for _ in range(1, _count(cell, "number-columns-repeated", most)):
                self.page.start_cell()
                self.page.end_cell()
        self.page.end_row()

    def _paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[etree._Element] = []
        line = Blanks()
        self._collect(paragraph, self._styles.paragraph_is_bold(paragraph), line, boxes)
        runs = line.take()
        if runs or not boxes:
            self.page.line(runs)
        for box in boxes:
            self.blocks(box)

    def _collect(
        self, parent: etree._Element, bold: bool, line: Blanks, boxes: list[etree._Element]
    ) -> None:
        """Collect the text in `parent`, and the text boxes, which are blocks."""
        line.text(parent.text, bold)
        for child in parent:
            kind = local(child)
            if kind == "s":
                line.exact(" " * _count(child, "c", _MOST_BLANKS), bold)
            elif kind == "tab":
                line.exact("\t", bold)
            elif kind == "line-break":
                line.exact("\n", bold)
            elif kind == "text-box":
                boxes.append(child)
            elif kind == "span":
                self._collect(child, self._styles.span_is_bold(child, bold), line, boxes)
            elif kind not in _SKIPPED:
                self._collect(child, bold, line, boxes)
            line.text(child.tail, bold)


def _inside(parent: etree._Element, kinds: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield a table's own rows, or a row's own cells: not those of tables inside them."""
    for child in parent:
        kind = local(child)
        if kind in kinds:
            yield child
        elif kind not in _SKIPPED and kind != "table" and kind not in _CELLS:
            yield from _inside(child, kinds)


def _count(element: etree._Element, name: str, most: int) -> int:
    """Return the attribute `name` as a number from 1 to `most`, 1 if it is absent or none."""
    written = attribute(element, name) or "1"
    if not (written.isascii() and written.isdigit()):
        return 1
    return max(1, min(most, int(written[:9])))
