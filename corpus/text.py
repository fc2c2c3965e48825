"""The canonical text: how bytes become the one string that every offset points into.

Canonical means NFC, LF line ends, no BOM, no C0 control but tab and LF, no lone surrogate.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Normalising a run of marks takes quadratic time. No script needs more than 30 of them on one
# letter (the bound of Unicode's Stream-Safe format), so what exceeds it is no loss.
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_MARK_RUN = re.compile(f"({_MARK}{{30}}){_MARK}+")
_SAMPLE = 32_768
# Code pages a guess may choose from, by how often transcripts come in them.
_CODE_PAGES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "koi8_r", "mac_roman", "cp437",
]  # fmt: skip
_WESTERN = re.compile(
    "[A-Za-z \n\r\t.,;:!?'\"()\\-0-9\u00c0-\u00ff\u2013\u2014\u2018-\u201d\u2026]"
)
_ACCENTED = re.compile("[\u00c0-\u00ff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file; `doubt` says what had to be guessed about it, None if nothing."""

    text: str
    doubt: str | None = None


def canonical(text: str) -> str:
    """Return `text` in the one form that is hashed and pointed into; doing it twice is once."""
    # Plain replacing is ten times faster here than a pattern.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\v", "\n").replace("\f", "\n")
    if _SURROGATE.search(text):
        # Halves of one character may have come apart on the way: join them, mark the rest.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _MARK_RUN.sub(r"\1", _UNWANTED.sub("", text))
    # It looks by itself whether there is anything to do; asking first would do the work twice.
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return canonical `text` with every run of white space as one blank, trimmed."""
    return canonical(" ".join(text.split()))


def decode(data: bytes) -> Decoded:
    """Return the canonical text of a file's bytes: by its mark, as UTF-8, else by a guess.

    Raises ValueError, with what was found, if the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    if b"\x00" in data:
        return _decode_with_nulls(data)
    try:
        return Decoded(canonical(data.decode("utf-8")))
    except UnicodeDecodeError:
        return _guess(data)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    doubt = f"{damaged} damaged characters were marked with \ufffd" if damaged else None
    return Decoded(canonical(text), doubt)


def _decode_with_nulls(data: bytes) -> Decoded:
    """Null bytes are UTF-16 without its mark, a few stray ones, or no text at all."""
    half = len(data) / 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[offset::2].count(0) > 0.5 * half and data[1 - offset :: 2].count(0) < 0.1 * half:
            text = _decode_as(data, encoding).text
            return Decoded(text, f"its encoding is not stated; it was read as {encoding}")
    if data.count(0) * 100 > len(data):
        raise ValueError("it holds binary data, not text")
    rest = decode(data.replace(b"\x00", b""))
    if any(unicodedata.category(c) == "Cc" for c in rest.text[:_SAMPLE] if c not in "\n\t"):
        raise ValueError("it holds binary data, not text")
    return Decoded(rest.text, rest.doubt or "null bytes in it were left out")


def _guess(data: bytes) -> Decoded:
    encoding = _code_page(data)
    text = data.decode(encoding, "replace")
    if _controls(text) > 0.02:
        raise ValueError("it holds binary data, not text")
    doubt = f"it is not UTF-8; it was read as {encoding}, so look at its accented letters"
    return Decoded(canonical(text), doubt)


def _code_page(data: bytes) -> str:
    """cp1252 where that gives ordinary Western text, else charset-normalizer's choice."""
    sample = _around_first_high_byte(data)
    western = sample.decode("cp1252", "replace")
    odd, accented = len(_WESTERN.sub("", western)), len(_ACCENTED.findall(western))
    # Other alphabets, misread, are accented letters throughout.
    if odd * 50 <= len(western) and accented * 4 <= sum(map(str.isalpha, western)):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=_CODE_PAGES).best()
    return best.encoding if best else "cp1252"


def _around_first_high_byte(data: bytes) -> bytes:
    """Return whole lines from the first byte beyond ASCII on: only these tell code pages apart."""
    high = re.search(rb"[\x80-\xff]", data)
    middle = high.start() if high else 0
    start = data.rfind(b"\n", max(0, middle - _SAMPLE), middle) + 1
    return data[start : start + 2 * _SAMPLE]


def _controls(text: str) -> float:
    """Share of control characters and undecodable bytes in the beginning of `text`."""
    head = text[:_SAMPLE]
    odd = sum(c == "\ufffd" or (c < " " and c not in "\t\n\r\f") for c in head)
    return odd / max(1, len(head))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `[start, end)` without the white space at its ends; empty spans give end = start."""
    words = text[start:end]
    stripped = words.lstrip()
    start += len(words) - len(stripped)
    return start, start + len(stripped.rstrip())


def line_number(text: str, offset: int) -> int:
    """Return the number, from 1, of the line that holds `offset`."""
    return text.count("\n", 0, offset) + 1
