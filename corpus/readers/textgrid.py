"""Praat, .TextGrid: interval tiers are speakers; the long form and the short are read alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.limits import check_utterances
from corpus.readers.options import ReadOptions
from corpus.readers.plain import decoded, doubts
from corpus.readers.tiers import MOST_TIERS, Tier, in_order
from corpus.text import one_line
from corpus.times import seconds_ms

# Praat reads only values that stand free: strings in quotation marks (doubled inside), numbers
# and flags; names, `=` and `[1]:` are for people. Possessive, so that nothing is tried twice.
_TOKEN = re.compile(r'"((?:[^"]++|"")*+)"(?!\S)|<[^<>\n]{1,40}>|![^\n]*+|(\S++)')
_NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,40})?(?:[eE][-+]?\d{1,3})?")
_LARGEST = 24 * 1024**2
_MOST_TOKENS = 1_500_000
# Two hours in words and in single sounds.
_MOST_INTERVALS = 120_000
_FILE_TYPES = ("ooTextFile", "ooTextFile short")
_NO_END = "a text in it has no end (is it cut off, or a quotation mark in it not doubled?)"
_MIXED = "its numbers and texts are mixed up (a quotation mark in a text that is not doubled?)"
# In the long form a line shows where a text ends, even with such marks in it.
_TEXT_LINE = re.compile(r'^([ \t]*+(?:text|mark|name) = )"([^\n]*)"[ \t]*$', re.M)
Value = str | float


class _Damaged(Exception):
    """The file does not go on as it must."""


def read_textgrid(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the labelled intervals of a .TextGrid file, by time over all tiers.

    Raises UnreadableError if it is cut off, a binary or no TextGrid.
    """
    if data.startswith(b"ooBinaryFile"):
        remedy = "save it in Praat as a text file"
        raise UnreadableError(path.name, "it is a binary TextGrid", remedy)
    if len(data) > _LARGEST:
        found = f"it is larger than {_LARGEST // 1024**2} MiB"
        raise UnreadableError(path.name, found, "check that it is one interview")
    text = decoded(path, data)
    warnings = doubts(text)
    try:
        tiers = list(_tiers(_values(text.text)))
    except _Damaged as error:
        tiers = _mended(path, text.text, error)
        message = "quotation marks in its texts are not doubled; look at them"
        warnings += (ReadWarning(None, message),)
    said, left_out = in_order(tiers)
    check_utterances(path, len(said))
    return UtteranceDraft(said, "tiers", paragraphs=False, warnings=(*warnings, *left_out))


def _mended(path: Path, text: str, error: _Damaged) -> list[Tier]:
    """Return the tiers once quotation marks are doubled, as some programs do not write them.

    Raises UnreadableError if that does not help.
    """
    mended = _TEXT_LINE.sub(_doubled, text)
    try:
        if mended != text:
            return list(_tiers(_values(mended)))
    except _Damaged as other:
        error = other
    raise UnreadableError(path.name, str(error), "save it in Praat as a text file") from error


def _doubled(match: re.Match[str]) -> str:
    words = match[2].replace('""', '"').replace('"', '""')
    return f'{match[1]}"{words}"'


def _values(text: str) -> Iterator[Value]:
    """Yield the file's values; raises _Damaged at a string without its end."""
    for number, match in enumerate(_TOKEN.finditer(text)):
        if number > _MOST_TOKENS:
            raise _Damaged("it is far longer than one interview")
        string, other = match.groups()
        if string is not None:
            yield string.replace('""', '"')
        elif other is not None and _NUMBER.fullmatch(other):
            yield float(other)
        elif other is not None and other.startswith('"'):
            raise _Damaged(_NO_END)


def _tiers(values: Iterator[Value]) -> Iterator[Tier]:
    """Yield the interval tiers; raises _Damaged if the file is no TextGrid or is cut off."""
    if next(values, None) not in _FILE_TYPES or next(values, None) != "TextGrid":
        raise _Damaged("it is no TextGrid")
    _number(values), _number(values)
    left = _MOST_INTERVALS
    for index in range(_count(values, MOST_TIERS)):
        kind, name = _string(values), _string(values)
        _number(values), _number(values)
        size = _count(values, left)
        left -= size
        if kind == "IntervalTier":
            said = tuple(_intervals(values, size))
            yield Tier(one_line(name) or f"Tier {index + 1}", None, said)
        elif kind == "TextTier":
            for _ in range(size):
                _number(values), _string(values)
        else:
            raise _Damaged("it has a tier of an unknown kind")


def _intervals(values: Iterator[Value], size: int) -> Iterator[Utterance]:
    for _ in range(size):
        start, end, label = _number(values), _number(values), one_line(_string(values))
        if label:
            yield Utterance(None, label, seconds_ms(start), seconds_ms(end))


def _count(values: Iterator[Value], most: int) -> int:
    count = _number(values)
    if not 0 <= count <= most:
        raise _Damaged("it says that it has far more tiers or intervals than an interview")
    return int(count)


def _number(values: Iterator[Value]) -> float:
    value = next(values, None)
    if not isinstance(value, float):
        raise _Damaged("it is cut off" if value is None else _MIXED)
    return value


def _string(values: Iterator[Value]) -> str:
    value = next(values, None)
    if not isinstance(value, str):
        raise _Damaged("it is cut off" if value is None else _MIXED)
    return value
