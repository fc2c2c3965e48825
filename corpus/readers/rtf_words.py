"""The control words of RTF: which text is said, in which encoding, in bold or not.

striprtf knows the words, and its tables are used here. Its loop is not: it gives up bold, keeps
what was deleted, fails on numbers that are missing or too large and on bytes that mean nothing,
and takes quadratic time where many links are opened.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Protocol

from striprtf.striprtf import charset_map, destinations, specialchars

from corpus.readers.page import MOST_TEXT

# A two hours' interview in Word's wordy RTF has some 100,000.
MOST_TOKENS = 500_000
_TOKEN = re.compile(
    r"\\(?:([A-Za-z]{1,32})(-?\d{1,10})? ?|'([0-9A-Fa-f]{2})|([\s\S]?))"
    r"|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_IN_SKIPPED = re.compile(r"[^\\{}]*(?:\\bin(\d{1,10}) ?|\\[\s\S]?|([{}])|\Z)")
# Text boxes: marked as what old programs may skip, but text.
_BOXES = frozenset({"shp", "shpgrp", "shpinst", "shptxt"})
# Numbers of lists are no text in Word files either.
_SKIPPED = (destinations | {"listtext"}) - _BOXES - {"fonttbl"}
_CHARACTERS = {
    **{word: text for word, text in specialchars.items() if len(word) > 1},
    "page": "\n", "sect": "\n", "column": "\n", "softline": "\n", "lbr": "\n", "shptxt": "\n",
    "nestcell": "\t",
}  # fmt: skip
_SYMBOLS = {"~": "\xa0", "_": "\u2011", "-": "", "\n": "\n", "\r": "\n", "\t": "\t",
            "{": "{", "}": "}", "\\": "\\"}  # fmt: skip
_ALPHABETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


class RtfError(Exception):
    """The file is refused; the message says why, as part of a sentence."""


class Sink(Protocol):
    """Where text and table rows go."""

    def text(self, text: str, bold: bool) -> None:
        """Take text, in which a newline ends a line."""

    def start_row(self) -> None:
        """Take the beginning of a row, which may be said twice."""

    def end_cell(self) -> None:
        """Take the end of a cell."""

    def end_row(self) -> None:
        """Take the end of a row."""


@dataclass(slots=True)
class _State:
    """What holds inside a group; `fallback` is how many characters stand in for one."""

    bold: bool = False
    deleted: bool = False
    font: int | None = None
    fallback: int = 1
    in_fonts: bool = False

    def copy(self) -> _State:
        """Return the same for a group inside."""
        return _State(self.bold, self.deleted, self.font, self.fallback, self.in_fonts)


@dataclass(slots=True)
class _Walk:
    """A walk through one file: where it is and what it knows."""

    sink: Sink
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    first_font: int | None = None
    left_out: int = 0
    starred: bool = False
    size: int = 0

    def flush(self) -> None:
        """Decode the bytes that have come together and hand them over."""
        if self.pending:
            font = self.state.font if self.state.font is not None else self.first_font
            codec = self.fonts.get(font, self.codec) if font is not None else self.codec
            self.say(self.pending.decode(codec, "replace"))
            self.pending.clear()

    def say(self, text: str) -> None:
        """Hand over text unless it is none: a font's name, or deleted."""
        if not (self.state.in_fonts or self.state.deleted):
            self.sink.text(text, self.state.bold)


def walk(markup: str, sink: Sink) -> bool:
    """Hand what `markup` says to `sink`; tells whether it was complete.

    `markup` has a character for each byte, and begins with `{\\rtf`. Raises RtfError.
    """
    at, tokens, walker = 0, 0, _Walk(sink)
    while at < len(markup):
        tokens += 1
        if tokens > MOST_TOKENS:
            raise RtfError("it has more parts than any interview")
        match = _TOKEN.match(markup, at)
        assert match is not None
        at = match.end()
        word, number, byte, symbol, brace, text = match.groups()
        if text is not None:
            _bytes(walker, text.encode("latin-1"))
        elif byte:
            _bytes(walker, bytes.fromhex(byte))
        elif word or symbol or brace:
            walker.flush()
            walker.left_out = 0
            if brace and not _brace(walker, brace):
                return True
            if word == "bin":
                at += int(number or 0)
            elif symbol:
                _symbol(walker, symbol)
            elif word and not _word(walker, word, int(number) if number else None):
                at, tokens = _after_group(markup, at, tokens)
    walker.flush()
    return False


def _after_group(markup: str, at: int, tokens: int) -> tuple[int, int]:
    """Return where the group ends, before its brace, and the tokens counted so far."""
    depth = 0
    while at < len(markup):
        match = _IN_SKIPPED.match(markup, at)
        assert match is not None
        tokens += 1
        if tokens > MOST_TOKENS:
            raise RtfError("it has more parts than any interview")
        size, brace = match.groups()
        if brace == "}" and depth == 0:
            return match.end() - 1, tokens
        depth += {"{": 1, "}": -1}.get(brace or "", 0)
        at = match.end() + int(size or 0)
    return len(markup), tokens


def _bytes(walker: _Walk, data: bytes) -> None:
    left_out = min(walker.left_out, len(data))
    walker.left_out -= left_out
    walker.pending += data[left_out:]
    walker.size += len(data)
    if walker.size > MOST_TEXT:
        raise RtfError("it has more text than any interview")


def _brace(walker: _Walk, brace: str) -> bool:
    """Open or close a group; tells whether the document goes on."""
    walker.starred = False
    if brace == "{":
        walker.stack.append(walker.state)
        walker.state = walker.state.copy()
        return True
    walker.state = walker.stack.pop()
    return bool(walker.stack)


def _symbol(walker: _Walk, symbol: str) -> None:
    if symbol == "*":
        walker.starred = True
    elif symbol in _SYMBOLS:
        walker.say(_SYMBOLS[symbol])


def _word(walker: _Walk, word: str, number: int | None) -> bool:
    """Do what a control word says; tells whether the text of its group counts."""
    if word == "nesttableprops":
        # It stands at the end of every row of a table inside a table.
        walker.say("\n")
    if word in _SKIPPED or (walker.starred and word not in _BOXES):
        return False
    walker.starred = False
    if word == "u":
        _unicode(walker, number)
    elif word == "trowd":
        walker.sink.start_row()
    elif word == "cell":
        walker.sink.end_cell()
    elif word == "row":
        walker.sink.end_row()
    elif word in _CHARACTERS:
        walker.say(_CHARACTERS[word])
    else:
        _property(walker, word, number)
    return True


def _unicode(walker: _Walk, number: int | None) -> None:
    walker.left_out = walker.state.fallback
    code = (number or 0) + (0x10000 if number is not None and number < 0 else 0)
    # The private area is for fonts of symbols, whose meaning is not known.
    if 0 < code < 0x110000 and not 0xE000 <= code <= 0xF8FF:
        walker.say(chr(code))


def _property(walker: _Walk, word: str, number: int | None) -> None:
    state = walker.state
    if word == "b":
        state.bold = number != 0
    elif word == "deleted":
        state.deleted = number != 0
    elif word == "plain":
        state.bold, state.deleted, state.font = False, False, None
    elif word == "uc":
        state.fallback = max(0, min(number or 0, 8))
    elif word == "fonttbl":
        state.in_fonts = True
    elif word == "f":
        state.font = number
    elif word == "deff":
        walker.first_font = number
    else:
        _encoding(walker, word, number)


def _encoding(walker: _Walk, word: str, number: int | None) -> None:
    """Heed words that say how bytes are to be read: of the file, and of a font."""
    if word in _ALPHABETS:
        walker.codec = _ALPHABETS[word]
    elif word == "ansicpg":
        walker.codec = _known({65001: "utf-8", 10000: "mac_roman"}.get(number or 0, f"cp{number}"))
    elif walker.state.in_fonts and walker.state.font is not None:
        if word == "fcharset" and number in charset_map and number not in (42,):
            walker.fonts[walker.state.font] = _known(charset_map[number])
        elif word == "cpg":
            walker.fonts[walker.state.font] = _known(f"cp{number}")


def _known(codec: str) -> str:
    try:
        return codecs.lookup(codec).name
    except LookupError:
        return "cp1252"
