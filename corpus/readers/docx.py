"""Word documents, .docx: an own walker, since the libraries lose or mix up text.

Followed: tracked insertions, content controls, links, text boxes, tables. Skipped: deletions,
field codes, notes, headers and footers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from corpus.draft import LineDraft, Span
from corpus.errors import UnreadableError
from corpus.readers.archive import Archive, ArchiveError
from corpus.readers.docx_bold import BoldStyles
from corpus.readers.options import ReadOptions
from corpus.readers.xml import XmlError, attribute, local, parse
from corpus.text import canonical

_UNREAD = (
    "del moveFrom delText instrText footnoteReference endnoteReference commentReference "
    "annotationRef pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr"
)
_SKIPPED = frozenset(_UNREAD.split())
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
Run = tuple[str, bool]


@dataclass(slots=True)
class _Page:
    """The text as it grows: pieces, how long they are, and what was bold or a table row."""

    styles: BoldStyles
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    bold: list[Span] = field(default_factory=list)
    rows: list[tuple[Span, ...]] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add canonical text at the end."""
        self.pieces.append(text)
        self.length += len(text)


def read_docx(path: Path, data: bytes, options: ReadOptions) -> LineDraft:
    """Return the lines of a .docx file; raises UnreadableError if it is damaged or refused."""
    try:
        archive = Archive(data)
        document = parse(archive.read(_main_part(archive)))
        styles = archive.read("word/styles.xml") if "word/styles.xml" in archive else None
        page = _Page(BoldStyles(parse(styles) if styles else None))
    except (ArchiveError, XmlError) as error:
        remedy = "open it in Word and save it again as .docx"
        raise UnreadableError(path.name, str(error), remedy) from error
    body = next((child for child in document if local(child) == "body"), None)
    if body is None:
        raise UnreadableError(path.name, "it is no Word document", "save it again as .docx")
    _blocks(page, body)
    text = "".join(page.pieces)
    return LineDraft(text, tuple(page.bold), tuple(page.rows))


def _main_part(archive: Archive) -> str:
    """Return the name of the main part, which is not `document.xml` in every export."""
    if "[Content_Types].xml" in archive:
        for child in parse(archive.read("[Content_Types].xml")):
            name = attribute(child, "PartName")
            if name and attribute(child, "ContentType") == _MAIN:
                return name.lstrip("/")
    return "word/document.xml"


def _blocks(page: _Page, parent: etree._Element) -> None:
    """Add the paragraphs and tables in `parent`, each followed by a newline."""
    for child in parent:
        kind = local(child)
        if kind == "p":
            _paragraph(page, child)
            page.add("\n")
        elif kind == "tbl":
            for row in _inside(child, "tr"):
                _row(page, row)
        elif kind == "AlternateContent":
            _blocks(page, _branch(child))
        elif kind not in _SKIPPED:
            _blocks(page, child)


def _inside(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Yield a table's own rows, or a row's own cells: not those of tables inside them."""
    for child in parent:
        if local(child) == kind:
            yield child
        elif local(child) not in _SKIPPED and local(child) not in ("tbl", "tc"):
            yield from _inside(child, kind)


def _row(page: _Page, row: etree._Element) -> None:
    cells = []
    for index, cell in enumerate(_inside(row, "tc")):
        if index:
            page.add("\t")
        start = page.length
        _blocks(page, cell)
        # The last newline of a cell gives way to the tab, or to the row's own.
        if page.pieces and page.pieces[-1] == "\n" and page.length > start:
            page.pieces.pop()
            page.length -= 1
        cells.append((start, page.length))
    page.add("\n")
    page.rows.append(tuple(cells))


def _paragraph(page: _Page, paragraph: etree._Element) -> None:
    boxes: list[etree._Element] = []
    runs = list(_runs(paragraph, page.styles, page.styles.paragraph_is_bold(paragraph), boxes))
    text, bold = _joined(runs)
    page.bold += [(page.length + start, page.length + end) for start, end in bold]
    page.add(text)
    for box in boxes:
        page.add("\n")
        _blocks(page, box)


def _joined(runs: list[Run]) -> tuple[str, list[Span]]:
    """Return the canonical text of runs and which spans of it are bold, neighbours joined."""
    pieces: list[str] = []
    bold: list[Span] = []
    at = 0
    for raw, is_bold in runs:
        piece = canonical(raw)
        if is_bold and piece:
            start = bold.pop()[0] if bold and bold[-1][1] == at else at
            bold.append((start, at + len(piece)))
        at += len(piece)
        pieces.append(piece)
    text = "".join(pieces)
    if unicodedata.is_normalized("NFC", text):
        return text, bold
    # An accent in a run of its own joins the letter before it and shifts what follows. That
    # is rare: then only a paragraph that is bold all over counts as bold.
    text = canonical(text)
    return text, [(0, len(text))] if all(b for raw, b in runs if raw.strip()) else []


def _runs(
    parent: etree._Element, styles: BoldStyles, bold: bool, boxes: list[etree._Element]
) -> Iterator[Run]:
    """Yield the text of runs in `parent`, and collect text boxes, which are blocks."""
    for child in parent:
        kind = local(child)
        if kind == "r":
            yield from _runs(child, styles, styles.run_is_bold(child, bold), boxes)
        elif kind == "t":
            yield child.text or "", bold
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind], bold
        elif kind == "sym":
            yield _symbol(child), bold
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind == "AlternateContent":
            # Both branches hold the same text.
            yield from _runs(_branch(child), styles, bold, boxes)
        elif kind not in _SKIPPED:
            yield from _runs(child, styles, bold, boxes)


def _branch(alternatives: etree._Element) -> etree._Element:
    return alternatives[0] if len(alternatives) else alternatives


def _symbol(element: etree._Element) -> str:
    """Return the character of a `w:sym`; symbol fonts use the private area, which says nothing."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= code <= 0xF8FF or not 0 < code < 0x110000 else chr(code)
