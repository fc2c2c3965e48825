"""Words with their positions from a PDF, by PDFium: ten times as fast as libraries in Python.

Runs in the worker only: PDFium is C++, and a hostile file may crash it.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from corpus.readers.pdf_lines import Word

_PASSWORD, _SECURITY = 4, 5
_TEXT = 1
_FORCE_BOLD = 1 << 18
_BOLD = ("bold", "black", "heavy", "demi")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
     "\ufb05": "ft", "\ufb06": "st"}
)  # fmt: skip
# PDFium's own marks for a hyphen at the end of a line.
_LINE_HYPHENS = (0x02, 0xFFFE)
_UNKNOWN = "\ufffd"
# A letter's box is a little higher than its em.
_BOX = 1.15


class Refused(Exception):
    """What was found in the file and what to do about it, for a researcher."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found, self.remedy = found, remedy


@dataclass(slots=True)
class RawPage:
    """A page's words in the file's order, and what else is to be said about it."""

    height: float
    words: list[Word] = field(default_factory=list)
    letters: int = 0
    unknown: int = 0  # letters of which the font does not say what they are
    turned: int = 0  # letters that do not run with the rest: watermarks
    pictures: bool = False


class _Glyph(NamedTuple):
    """A letter, turned so that it reads from left to right; `y` counts downward. Blanks: no place.

    A tuple, since there are 3,000 on a page.
    """

    text: str
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    em: float = 0.0
    bold: bool = False
    angle: int = 0  # in quarters of a turn; -1: askew


_BLANK = _Glyph(" ")


def pages(data: bytes, most: int) -> Iterator[RawPage]:
    """Yield the pages of a PDF of at most `most` pages; raises Refused."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (_PASSWORD, _SECURITY):
            raise Refused("it is encrypted", "save it without a password")
        raise Refused("it is damaged, or no PDF", "export it again")
    count = pdfium.FPDF_GetPageCount(document)
    if count > most:
        raise Refused(f"it has {count:,} pages, more than {most:,}", "divide it")
    fonts = _Fonts()
    for index in range(count):
        page = pdfium.FPDF_LoadPage(document, index)
        if page:
            yield _page(page, fonts)
            pdfium.FPDF_ClosePage(page)


def _page(page: Any, fonts: _Fonts) -> RawPage:
    text = pdfium.FPDFText_LoadPage(page)
    glyphs = list(_glyphs(text, fonts)) if text else []
    pdfium.FPDFText_ClosePage(text)
    angles = Counter(glyph.angle for glyph in glyphs if glyph is not _BLANK)
    usual = max((0, 1, 2, 3), key=lambda angle: angles[angle])
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    heights = _upright(usual, box.left, box.bottom)[1], _upright(usual, box.right, box.top)[1]
    raw = RawPage(max(heights) - min(heights))
    raw.letters = angles.total()
    raw.unknown = sum(glyph.text == _UNKNOWN for glyph in glyphs)
    raw.turned = angles.total() - angles[usual]
    raw.pictures = not raw.letters and _has_pictures(page)
    upright = [glyph for glyph in glyphs if glyph.angle == usual or glyph is _BLANK]
    raw.words = list(_words(upright, min(heights)))
    return raw


def _upright(angle: int, x: float, y: float) -> tuple[float, float]:
    """Return a place as it is once the text runs from left to right, y counting downward."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[angle]


def _glyphs(text: Any, fonts: _Fonts) -> Iterator[_Glyph]:
    """Yield the letters of a page, and a blank wherever PDFium sees one."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(text)):
        thing = pdfium.FPDFText_GetTextObject(text, index)
        letter = _letter(pdfium.FPDFText_GetUnicode(text, index))
        if not thing or letter == " ":
            yield _BLANK
        elif letter:
            angle = _quarter(pdfium.FPDFText_GetCharAngle(text, index))
            bold = fonts.bold(pdfium.FPDFTextObj_GetFont(thing))
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            if angle == 0:
                em = max((box.top - box.bottom) / _BOX, 1.0)
                yield _Glyph(letter, box.left, box.right, -y.value, em, bold)
            else:
                yield _turned(letter, angle, box, (x.value, y.value), bold)


def _turned(letter: str, angle: int, box: Any, base: tuple[float, float], bold: bool) -> _Glyph:
    corners = _upright(angle, box.left, box.bottom), _upright(angle, box.right, box.top)
    x0, x1 = sorted(x for x, _ in corners)
    em = max(abs(corners[0][1] - corners[1][1]) / _BOX, 1.0)
    return _Glyph(letter, x0, x1, _upright(angle, *base)[1], em, bold, angle)


def _quarter(radians: float) -> int:
    """Return PDFium's angle, which is clockwise, as quarters of a turn against it, or -1."""
    if radians == 0:
        return 0
    quarters = -radians / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) < 0.1 else -1


@cache
def _letter(code: int) -> str:
    """Return the letter or letters of `code`, a blank for white space, nothing for controls."""
    if code in _LINE_HYPHENS:
        return "-"
    letter = chr(code) if code < 0x110000 else _UNKNOWN
    if letter.isspace():
        return " "
    if code == 0 or 0xE000 <= code <= 0xF8FF or code == 0xFFFD:
        return _UNKNOWN
    return "" if code < 32 or code == 0x7F else letter.translate(_LIGATURES)


class _Fonts:
    """Which fonts are bold: their name says so, or a flag."""

    def __init__(self) -> None:
        self._known: dict[int, bool] = {}

    def bold(self, font: Any) -> bool:
        """Tell whether the letters of `font`, a PDFium handle, are bold."""
        if not font:
            return False
        address = ctypes.addressof(font.contents)
        if address not in self._known:
            name = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
            written = name.value.decode("utf-8", "replace").lower()
            flags = pdfium.FPDFFont_GetFlags(font)
            forced = flags > 0 and bool(flags & _FORCE_BOLD)
            self._known[address] = forced or any(b in written for b in _BOLD)
        return self._known[address]


def _words(glyphs: Sequence[_Glyph], top: float) -> Iterator[Word]:
    """Yield the words that letters form: what blanks, jumps or another baseline part."""
    letters: list[_Glyph] = []
    glued = False
    for glyph in glyphs:
        if glyph is _BLANK:
            if letters:
                yield _word(letters, glued, top)
            letters, glued = [], False
            continue
        if letters and _apart(letters[-1], glyph):
            yield _word(letters, glued, top)
            letters, glued = [], True
        letters.append(glyph)
    if letters:
        yield _word(letters, glued, top)


def _apart(before: _Glyph, glyph: _Glyph) -> bool:
    em = before.em
    if abs(before.y - glyph.y) > 0.1 * em:
        return True
    # Letters of one ligature share their box.
    return abs(glyph.x0 - before.x1) > 0.5 * em and abs(glyph.x0 - before.x0) > 0.05 * em


def _word(letters: Sequence[_Glyph], glued: bool, top: float) -> Word:
    first = letters[0]
    bold = first.bold
    if any(letter.bold != bold for letter in letters):
        # A colon after a bold name may be plain.
        bold = all(letter.bold for letter in letters if letter.text.isalnum())
    return Word(
        "".join([letter.text for letter in letters]),
        first.x0,
        max([letter.x1 for letter in letters]),
        first.y - top,
        max([letter.em for letter in letters]),
        bold,
        glued,
    )


def _has_pictures(page: Any) -> bool:
    count = min(pdfium.FPDFPage_CountObjects(page), 1_000)
    objects = (pdfium.FPDFPage_GetObject(page, index) for index in range(count))
    return any(pdfium.FPDFPageObj_GetType(thing) != _TEXT for thing in objects)
