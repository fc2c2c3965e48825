"""Words that a PDF breaks at the end of a line: joined only where the result is plausible."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

HYPHENS = "-\u00ad\u2010\u2011"
_WORD = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}'\u2019][^\W\d_]+)*(?![{HYPHENS}\w])")
_END = re.compile(rf"(?P<compound>[{HYPHENS}])?(?P<part>[^\W\d_]+)[{HYPHENS}]\Z")
_BEGIN = re.compile(r"[^\W\d_]+")
_CUT_OFF = re.compile(r"[^\W\d_]-(?= [^\W\d_])")
# Compounds keep their hyphen. Words that merely may be parts of them are not here: "high-way".
_FIRST = "well self non half twenty thirty forty fifty sixty seventy eighty ninety"
_LAST = (
    "making based driven term level known up off related oriented focused sharing old going to in "
    "the by of"
)
_FIRST_PARTS, _LAST_PARTS = frozenset(_FIRST.split()), frozenset(_LAST.split())
# "short- and long-term": the hyphen stands by itself.
_APART = frozenset(["and", "or", "nor", "und", "oder", "et", "ou", "y", "o", "e"])


def vocabulary(lines: Sequence[str]) -> Set[str]:
    """Return the words of `lines`, in lower case, without what a hyphen ends."""
    known: set[str] = set()
    for line in lines:
        words = [match[0].casefold() for match in _WORD.finditer(line)]
        # The first may be the rest of a broken word, so it proves nothing.
        known.update(word.replace("\u2010", "-").replace("\u2011", "-") for word in words[1:])
    return known


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document uses hyphens: its words, and what a hyphen at a line's end mostly is."""

    known: Set[str] = frozenset()
    hyphenates: bool = True  # words are broken at line ends
    breaks_off: bool = False  # speakers are: "we wan- we wanted"


def habits(lines: Sequence[str]) -> Habits:
    """Return how `lines`, in their order, use hyphens."""
    known = vocabulary(lines)
    pairs = [
        (end["part"].casefold(), begin[0])
        for a, b in pairwise(lines)
        if (end := _END.search(a[-80:])) and (begin := _BEGIN.match(b)) and begin[0].islower()
    ]
    broken = sum(left + right in known for left, right in pairs)
    whole = sum(f"{left}-{right}" in known for left, right in pairs)
    # Compounds end about one line in a hundred; a program that hyphenates, one in ten.
    often = len(pairs) > 2 and len(pairs) * 25 > len(lines)
    cut_off = sum(len(_CUT_OFF.findall(line)) for line in lines)
    return Habits(known, broken > whole or (often and broken == whole), cut_off > 1)


def at_break(before: str, line: str, habits: Habits) -> tuple[bool, str]:
    """Tell how a line that goes on with `line` joins the line `before`.

    Returns whether the last character of `before`, a hyphen, goes, and what stands between them.
    """
    if before.endswith("\u00ad"):  # a soft hyphen says itself that it is none
        return True, ""
    if not before.endswith(tuple(HYPHENS)):
        return False, " "
    end, begin = _END.search(before[-80:]), _BEGIN.match(line)
    if end is None:
        # "2013-" and "2015"; but a dash after a blank is a dash
        return False, "" if before[-2:-1].isdigit() and line[:1].isdigit() else " "
    if begin is None:
        return False, " "
    return _joined(end["part"], begin[0], bool(end["compound"]), habits)


def _joined(part: str, rest: str, compound: bool, habits: Habits) -> tuple[bool, str]:
    """Tell the same of the two parts of what may be a word."""
    known, left = habits.known, part.casefold()
    if not rest.islower():
        # "Anglo-American", "e-Government"
        return False, "" if part[0].isupper() or len(part) == 1 else " "
    if rest in _APART:
        return False, " "
    if left + rest in known and not compound:
        return True, ""
    if compound or not part[-1].islower() or f"{left}-{rest}" in known:
        return False, ""
    if left in _FIRST_PARTS or rest in _LAST_PARTS:
        return False, ""
    if rest in known:
        # Two words are a compound; else somebody breaks off, if people do here.
        return False, " " if left not in known and habits.breaks_off else ""
    return habits.hyphenates, ""
