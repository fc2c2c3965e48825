"""Identifiers that have a shape: phone numbers, addresses, identity numbers, dates of birth.

Every repetition is bounded, so that a line of any length is passed over once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.deidentify.matching import Match, without_overlaps


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern and the kind of identifier it finds; a group `it` is the identifier itself."""

    kind: str
    pattern: re.Pattern[str]


_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2})"
)
_WAY = "(?:Street|Avenue|Ave|Road|Rd|Lane|Drive|Boulevard|Blvd|Terrace|Crescent|Quay|Alley)"
_NUMBERED_WAY = (
    rf"(?:{_WAY}|St|Way|Place|Square|Row|Hill|Walk|Ln|Dr|Ct|Court|Close|Gardens|Parkway|Mews|Wharf)"
)
_NAME_WORD = r"[^\W\d_a-z][\w'\u2019-]{1,20}"
_FLAT = r"(?:,? (?:Apt|Apartment|Suite|Unit|Flat|Room)\.? \w{1,5})?"
_NUMBERED = (
    "passport|badge|employee|case|account|licen[cs]e|member(?:ship)?|permit|social security"
    "|identity(?: card)?|reference|policy|patient|student|staff|payroll|tax|insurance"
    "|national insurance|driver'?s licen[cs]e|plate|registration|NHS|ID"
)


def _shape(kind: str, pattern: str, flags: int = 0) -> Shape:
    return Shape(kind, re.compile(pattern, flags))


SHAPES = (
    _shape("e-mail address", r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}"),
    # As it is dictated: "dana dot rowe at harbour dot org".
    _shape(
        "e-mail address",
        r"\b[\w-]{1,30}(?: (?:dot|underscore) [\w-]{1,30}){0,4} at [\w-]{1,30}"
        r"(?: dot [\w-]{1,30}){0,3} dot (?:com|org|net|edu|gov|info|io|us|eu|ca|de|co dot uk|uk)\b",
        re.I,
    ),
    _shape("web address", r"(?:https?://|\bwww\.)[^\s<>\"\u201c\u201d]{3,300}", re.I),
    _shape(
        "web address",
        r"\b(?:linkedin|facebook|instagram|twitter|github|x)\.com/[\w./-]{2,100}",
        re.I,
    ),
    _shape("user name", r"(?<![\w@.])@[A-Za-z_]\w{2,30}"),
    _shape("IP address", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)"),
    _shape("identity number", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
    _shape("identity number", r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    _shape("account number", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    _shape("account number", r"(?<![\d-])(?:\d{4}[ -]){3}\d{4}(?![\d-])"),
    _shape(
        "identity number",
        rf"\b(?:{_NUMBERED})(?: (?:number|no\.?|id|plate|code))?(?: is| was|:|,| #)?(?: number)? "
        r"#?(?P<it>[A-Z]{0,4}[ -]?\d[A-Z0-9]*(?:[ -][A-Z0-9]{1,8}){0,4})(?<=[A-Z0-9]{3})\b",
    ),
    _shape("phone number", r"(?<![\w+])\+\d(?:[ ().-]{0,2}\d){6,14}(?!\d)"),
    _shape("phone number", r"(?<![\w-])(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?![\w-])"),
    _shape("phone number", r"(?<![\w-])0\d{2,4}[ -]\d{3,4}(?:[ -]?\d{2,4}){1,2}(?![\w-])"),
    _shape("phone number", r"(?<![\w-])\d{3}-\d{4}(?![\w-])"),
    _shape("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    _shape("postcode", r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"),
    _shape("postcode", r"(?<![\w-])\d{5}-\d{4}(?![\w-])"),
    _shape("postcode", r"\b(?:[A-Z]{2},? |zip(?: ?code)?(?: is)? )(?P<it>\d{5})(?!\d)"),
    _shape(
        "street address",
        rf"\b\d{{1,5}}[A-Za-z]? (?:{_NAME_WORD} ){{1,4}}{_NUMBERED_WAY}\b{_FLAT}",
    ),
    _shape(
        "street address",
        r"\b[^\W\d_a-z]\w{2,24}(?:stra\u00dfe|strasse|gasse|allee|platz|weg) \d{1,4}[a-z]?\b",
    ),
    _shape("street address", rf"\b(?:{_NAME_WORD} ){{1,3}}{_WAY}\b"),
    _shape(
        "date of birth",
        rf"\b(?:born|birthday|birth date|date of birth|birth|DOB|d\.o\.b\.)[^.?!\n\d]{{0,30}}?"
        rf"\b(?P<it>{_DATE})",
        re.I,
    ),
)

# Marks that stand for what was taken out: [laughter], [Person 1].
MARK = re.compile(r"\[[^\[\]\n]{1,80}\]")
_SMALL_WORDS = "the on in at near off of from and to down up by along our this that"
_LEADING = frozenset(_SMALL_WORDS.split())


def shaped(text: str) -> list[Match]:
    """Return what in `text` has the shape of an identifier; `spelling` holds the kind."""
    marks = [mark.span() for mark in MARK.finditer(text)]
    found = [match for match in _found(text) if not inside(match.start, match.end, marks)]
    return without_overlaps(found)


def inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether `[start, end)` lies within one of `spans`."""
    return any(first <= start and end <= last for first, last in spans)


def _found(text: str) -> Iterator[Match]:
    for shape in SHAPES:
        for match in shape.pattern.finditer(text):
            start, end = match.span("it" if "it" in shape.pattern.groupindex else 0)
            while end > start and text[end - 1] in ".,;:!?)'\u2019":
                end -= 1
            if shape.kind == "street address":
                start = _after_small_words(text, start, end)
            if end > start:
                yield Match(start, end, shape.kind)


def _after_small_words(text: str, start: int, end: int) -> int:
    """Return where the name begins: "On Canal Street" is named Canal Street."""
    while (blank := text.find(" ", start, end)) > 0 and text[start:blank].lower() in _LEADING:
        start = blank + 1
    return start
