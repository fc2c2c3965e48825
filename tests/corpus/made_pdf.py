"""PDFs that tests write: Helvetica at positions, and pages set from paragraphs.

A small writer, for fixtures only. The letters of the standard fonts need not be embedded; those
beyond Latin-1 cannot be written.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

WIDTH, HEIGHT = 595.0, 842.0
# Widths of Helvetica's letters from the blank to the tilde, in thousandths of the em.
_LISTED = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 "
    "556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 "
    "722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 "
    "556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 "
    "260 334 584"
)
_WIDTHS = tuple(map(int, _LISTED.split()))


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place: `x` from the left, `y` from the top, in points."""

    x: float
    y: float
    text: str
    bold: bool = False
    size: float = 11


@dataclass(frozen=True, slots=True)
class Layout:
    """How `typeset` sets paragraphs. `header` and `footer` may hold `{page}` and `{pages}`."""

    left: float = 90
    right: float = 505
    top: float = 100
    bottom: float = 760
    leading: float = 14
    gap: float = 0  # between paragraphs, beside the leading
    indent: float = 0  # of a paragraph's first line
    hang: float = 0  # of all its other lines
    header: str = ""
    footer: str = ""
    numbered: int = 0  # every so many lines have a number in the margin
    hyphenate: bool = False


def width(text: str, size: float = 11, bold: bool = False) -> float:
    """Return how long `text` is, about a twelfth more where it is bold."""
    letters = (_WIDTHS[ord(c) - 32] if " " <= c <= "~" else 556 for c in text)
    return sum(letters) * size / 1000 * (1.08 if bold else 1)


Paragraph = str | tuple[str, bool]  # whether it is bold


def typeset(paragraphs: Sequence[Paragraph], layout: Layout | None = None) -> bytes:
    """Return a PDF of `paragraphs`, wrapped and over as many pages as they need."""
    layout = layout or Layout()
    pages: list[list[Text]] = [[]]
    y, count = layout.top, 0
    for paragraph in paragraphs:
        words, bold = paragraph if isinstance(paragraph, tuple) else (paragraph, False)
        for index, line in enumerate(_wrapped(words, bold, layout)):
            if y > layout.bottom:
                pages.append([])
                y = layout.top
            x = layout.left + (layout.hang if index else layout.indent)
            pages[-1].append(Text(x, y, line, bold))
            count += 1
            if layout.numbered and count % layout.numbered == 0:
                pages[-1].append(Text(50, y, str(count), size=9))
            y += layout.leading
        y += layout.gap
    for number, page in enumerate(pages, 1):
        for words, height in ((layout.header, 50.0), (layout.footer, 800.0)):
            if words:
                page.append(Text(200, height, words.format(page=number, pages=len(pages)), size=9))
    return pdf(pages)


def _wrapped(words: str, bold: bool, layout: Layout) -> Iterator[str]:
    line = ""
    room = layout.right - layout.left - layout.indent
    for word in words.split(" "):
        rest = word
        while True:
            longer = f"{line} {rest}".strip()
            if not line or width(longer, bold=bold) <= room:
                line = longer
                break
            head = _head(line, rest, room) if layout.hyphenate else ""
            yield f"{line} {head}-" if head else line
            line, rest = "", rest[len(head) :]
            room = layout.right - layout.left - layout.hang
    yield line


def _head(line: str, word: str, room: float) -> str:
    """Return how much of `word` still fits behind `line`, at least two letters either side."""
    if not word.isalpha() or not word.islower():
        return ""
    sizes = range(len(word) - 2, 1, -1)
    return next((word[:n] for n in sizes if width(f"{line} {word[:n]}-") <= room), "")


@dataclass(slots=True)
class Objects:
    """The objects of a PDF as they are written, numbered from 1."""

    bodies: list[bytes] = field(default_factory=list)

    def add(self, body: str | bytes) -> int:
        """Add an object and return its number."""
        self.bodies.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.bodies)

    def stream(self, data: bytes, entries: str = "") -> int:
        """Add a stream with further `entries` of its dictionary."""
        head = f"<< /Length {len(data)} {entries} >>\nstream\n".encode()
        return self.add(head + data + b"\nendstream")

    def file(self, root: int, trailer: str = "") -> bytes:
        """Return the file, whose catalog is the object `root`."""
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.bodies, 1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        size = len(offsets) + 1
        out += f"trailer\n<< /Size {size} /Root {root} 0 R {trailer} >>\n".encode()
        return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def pdf(
    pages: Sequence[Sequence[Text]],
    box: str = f"0 0 {WIDTH:g} {HEIGHT:g}",
    entries: str = "",
    operators: str = "",
) -> bytes:
    """Return a PDF of `pages`; `entries` go into each page, `operators` before its text."""
    objects = Objects()
    fonts = [
        objects.add(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        )
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    resources = f"<< /Font << /F0 {fonts[0]} 0 R /F1 {fonts[1]} 0 R >> >>"
    tree = len(objects.bodies) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        content = objects.stream(
            zlib.compress((operators + content_of(page)).encode("cp1252")), "/Filter /FlateDecode"
        )
        kids.append(
            objects.add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [{box}] /Resources {resources} "
                f"/Contents {content} 0 R {entries} >>"
            )
        )
    return finished(objects, kids)


def finished(objects: Objects, kids: Sequence[int], trailer: str = "") -> bytes:
    """Return the file of pages that are already among `objects`, with tree and catalog."""
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    tree = objects.add(f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>")
    return objects.file(objects.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"), trailer)


def content_of(page: Sequence[Text]) -> str:
    """Return the operators that show `page`."""
    return "\n".join(
        f"BT /F{int(t.bold)} {t.size:g} Tf {t.x:g} {HEIGHT - t.y:g} Td ({_escaped(t.text)}) Tj ET"
        for t in page
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def shifted(page: Sequence[Text], x: float) -> list[Text]:
    """Return a page's texts moved to the right."""
    return [replace(text, x=text.x + x) for text in page]
