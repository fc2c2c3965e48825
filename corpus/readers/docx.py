"""Word documents, .docx: an own walker, since the libraries lose or mix up text.

Followed: tracked insertions, content controls, links, text boxes, tables. Skipped: deletions,
field codes, notes, headers and footers, prompts of empty content controls.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from corpus.draft import LineDraft
from corpus.errors import UnreadableError
from corpus.readers.archive import Archive, ArchiveError
from corpus.readers.docx_bold import BoldStyles, child_called
from corpus.readers.options import ReadOptions
from corpus.readers.page import Page, PageError, Run, too_many_elements
from corpus.readers.xml import XmlError, attribute, local, parse

_UNREAD = (
    "del moveFrom delText delInstrText instrText footnoteReference endnoteReference "
    "commentReference annotationRef pPr rPr sectPr tblPr tblPrEx tblGrid trPr tcPr sdtPr "
    "sdtEndPr rt"
)
_SKIPPED = frozenset(_UNREAD.split())
_CHARACTERS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "",
}  # fmt: skip
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def read_docx(path: Path, data: bytes, options: ReadOptions) -> LineDraft:
    """Return the text of a .docx file; raises UnreadableError if it is damaged or refused."""
    try:
        archive = Archive(data)
        names = _parts(archive)
        document = _parsed(archive, names.get(_KIND.format("document.main"), "word/document.xml"))
        styles = names.get(_KIND.format("styles"), "word/styles.xml")
        bold = BoldStyles(_parsed(archive, styles) if styles in archive else None)
        return _draft(document, bold)
    except (ArchiveError, XmlError, PageError) as error:
        remedy = "open it in Word and save it again as .docx"
        raise UnreadableError(path.name, str(error), remedy) from error


def _draft(document: etree._Element, bold: BoldStyles) -> LineDraft:
    body = child_called(document, "body")
    if body is None:
        raise XmlError("it is no Word document")
    walker = _Walker(bold)
    walker.blocks(body)
    return walker.page.draft()


def _parsed(archive: Archive, name: str) -> etree._Element:
    data = archive.read(name)
    if too_many_elements(data):
        raise XmlError("it has more parts than any interview")
    return parse(data)


def _parts(archive: Archive) -> dict[str, str]:
    """Return the parts' names by their kind: `document.xml` is not so called in every export."""
    if "[Content_Types].xml" not in archive:
        return {}
    found = ((attribute(child, "ContentType"), attribute(child, "PartName"))
             for child in _parsed(archive, "[Content_Types].xml"))  # fmt: skip
    return {kind: name.lstrip("/") for kind, name in found if kind and name}


class _Walker:
    """Goes through a document's body in order and writes what it finds on a page."""

    def __init__(self, styles: BoldStyles) -> None:
        self.page = Page()
        self._styles = styles

    def blocks(self, parent: etree._Element) -> None:
        """Write the paragraphs and tables in `parent`, each followed by a newline."""
        for child in parent:
            kind = local(child)
            if kind == "p":
                self._paragraph(child)
            elif kind == "tbl":
                for row in _inside(child, "tr"):
                    self._row(row)
            elif kind == "AlternateContent":
                self.blocks(_branch(child))
            elif kind not in _SKIPPED and not _is_prompt(child):
                self.blocks(child)

    def _row(self, row: etree._Element) -> None:
        properties = child_called(row, "trPr")
        if properties is not None and child_called(properties, "del") is not None:
            return
        self.page.start_row()
        for cell in _inside(row, "tc"):
            self.page.start_cell()
            self.blocks(cell)
            self.page.end_cell()
        self.page.end_row()

    def _paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[etree._Element] = []
        runs: list[Run] = []
        self._collect(paragraph, self._styles.paragraph_is_bold(paragraph), runs, boxes)
        if runs or not boxes:
            self.page.line(runs, end="" if _runs_on(paragraph) else "\n")
        for box in boxes:
            self.blocks(box)

    def _collect(
        self, parent: etree._Element, bold: bool, runs: list[Run], boxes: list[etree._Element]
    ) -> None:
        """Collect the runs in `parent`, and the text boxes, which are blocks."""
        for child in parent:
            kind = local(child)
            if kind == "r":
                self._collect(child, self._styles.run_is_bold(child, bold), runs, boxes)
            elif kind == "t":
                runs.append((child.text or "", bold))
            elif kind in _CHARACTERS:
                runs.append((_CHARACTERS[kind], bold))
            elif kind == "sym":
                runs.append((_symbol(child), bold))
            elif kind == "txbxContent":
                boxes.append(child)
            elif kind == "AlternateContent":
                self._collect(_branch(child), bold, runs, boxes)
            elif kind not in _SKIPPED and not _is_prompt(child):
                self._collect(child, bold, runs, boxes)


def _inside(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Yield a table's own rows, or a row's own cells: not those of tables inside them."""
    for child in parent:
        if local(child) == kind:
            yield child
        elif local(child) not in _SKIPPED and local(child) not in ("tbl", "tc"):
            yield from _inside(child, kind)


def _is_prompt(element: etree._Element) -> bool:
    """Tell whether an element is a content control nobody filled in ("Click here to …")."""
    properties = child_called(element, "sdtPr") if local(element) == "sdt" else None
    return properties is not None and child_called(properties, "showingPlcHdr") is not None


def _runs_on(paragraph: etree._Element) -> bool:
    """Tell whether the end of a paragraph is deleted or moved away: the next one continues it."""
    properties = child_called(paragraph, "pPr")
    mark = child_called(properties, "rPr") if properties is not None else None
    return mark is not None and any(local(change) in ("del", "moveFrom") for change in mark)


def _branch(alternatives: etree._Element) -> etree._Element:
    """Return the first branch: all of them hold the same text."""
    return alternatives[0] if len(alternatives) else alternatives


def _symbol(element: etree._Element) -> str:
    """Return the character of a `w:sym`; symbol fonts use the private area, which says nothing."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= code <= 0xF8FF or not 0 < code < 0x110000 else chr(code)
