"""Finds known names in a text: an index of all spellings without blanks, walked word by word.

A name is looked up by its words run together, folded: "smart-phones", "Smart phone" and
"smartphone" are then one string, so that hyphens and blanks need no care. What may stand
between the words of a name is checked apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from models.pattern_files import Pattern
from models.spelling import WORD, fold, singular

# Between two words of a name: a blank, a line break, a hyphen, a slash, &, + or an apostrophe.
_GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*|[^\S\n]?[-\u2010\u2011\u2013/&+'’][^\S\n]?")
# Between the letters of an acronym: nothing that would part words.
_TIGHT = re.compile(r"[-.&/]?")
_ACRONYM = re.compile(r"(?=.*[A-Z0-9].*[A-Z0-9])[A-Z0-9.&]{2,}")
_ACRONYM_LETTERS = 4
_AMOUNT_BEFORE = frozenset("$€£#.,:-–/")
_AMOUNT_AFTER = re.compile(r"[%:/]|[.,]\d|\s*(?:percent|people|dollars|million|thousand)\b")
_SHOUTING = 4  # words


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name at `[start, end)`."""

    start: int
    end: int
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One variant.

    `written`: how it must be written, without gaps; "" where case is free. `tight`: an acronym.
    `cuts`: where its words part, as lengths of what stands before. A text may run them together,
    but not part others: "smartphones" is a spelling of "smart phone", "may or" none of "mayor".
    """

    pattern: Pattern
    written: str
    tight: bool
    cuts: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    raw: str
    folded: str


class Matcher:
    """All spellings of some patterns. `find` may be called from several threads."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._index: dict[str, list[_Spelling]] = {}
        self._beginnings: set[str] = set()
        for pattern in patterns:
            for variant in pattern.variants:
                for form in _forms(variant):
                    self._add(form, _spelling(pattern, form))

    def _add(self, form: str, spelling: _Spelling) -> None:
        folded = [fold(word) for word in WORD.findall(form)]
        whole = "".join(folded)
        ending = singular(folded[-1])
        self._index.setdefault("".join([*folded[:-1], ending]), []).append(spelling)
        self._beginnings.update(whole[:length] for length in range(1, len(whole) + 1))

    def find(self, text: str) -> list[Hit]:
        """Return the known names in `text`, in order; where some overlap, the longest."""
        spoken = [_Word(m.start(), m.end(), m[0], fold(m[0])) for m in WORD.finditer(text)]
        if text.isupper() and len(spoken) >= _SHOUTING:
            # In text that shouts, "IT" and "US" are pronouns as often as not.
            return []
        hits = [hit for first in range(len(spoken)) for hit in self._from(text, spoken, first)]
        return [hit for hit in longest(hits) if hit.pattern.label]

    def _from(self, text: str, spoken: list[_Word], first: int) -> Iterator[Hit]:
        """Every name that begins with word number `first`."""
        so_far = ""
        for last in range(first, len(spoken)):
            word = spoken[last]
            if last > first and not _may_follow(text, spoken[last - 1], word):
                return
            spellings = self._index.get(so_far + _ending(word))
            if spellings and not _is_genitive(text, word):
                run = spoken[first : last + 1]
                fitting = (s for s in spellings if _fits(text, run, s))
                if spelling := next(fitting, None):
                    yield Hit(run[0].start, _end(text, run), spelling.pattern)
            so_far += word.folded
            if so_far not in self._beginnings:
                return


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Return those of `hits` that overlap no longer one (of equals: no earlier one), in order."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


@lru_cache(maxsize=16)
def matcher(patterns: tuple[Pattern, ...]) -> Matcher:
    """Return the matcher of `patterns`, built once."""
    return Matcher(patterns)


def with_variants(pattern: Pattern) -> Pattern:
    """Return `pattern` with its name among its variants."""
    return replace(pattern, variants=tuple(dict.fromkeys((pattern.name, *pattern.variants))))


def _forms(variant: str) -> tuple[str, ...]:
    """The variant, and its plural before "of": departments of transportation."""
    head, of, tail = variant.partition(" of ")
    if not of or head.endswith("s"):
        return (variant,)
    plural = head[:-1] + "ies" if head.endswith("y") else head + "s"
    return (variant, f"{plural} of {tail}")


def _spelling(pattern: Pattern, variant: str) -> _Spelling:
    letters = "".join(WORD.findall(variant))
    acronym = _ACRONYM.fullmatch(variant) is not None and len(letters) <= _ACRONYM_LETTERS
    exact = acronym or (pattern.proper and any(c.isupper() for c in variant))
    lengths = (len(fold(word)) for word in WORD.findall(variant))
    return _Spelling(pattern, letters if exact else "", acronym, frozenset(accumulate(lengths)))


def _fits(text: str, run: list[_Word], spelling: _Spelling) -> bool:
    """True where the words of `run` are written as `spelling` demands."""
    raw = "".join(word.raw for word in run)
    if raw.isdigit() and _is_amount(text, run[0].start, run[-1].end):
        return False
    if spelling.written and raw not in (spelling.written, spelling.written + "s"):
        return False
    cut = 0
    for word, following in pairwise(run):
        gap = text[word.end : following.start]
        cut += len(word.folded)
        if not (_TIGHT if spelling.tight else _GAP).fullmatch(gap):
            return False
        if gap[:1].isspace() and cut not in spelling.cuts:
            return False
    return True


def _ending(word: _Word) -> str:
    """The last word of a name as the index holds it; the plural of APIs is not to be guessed."""
    if word.raw.endswith("s") and word.raw[:-1].isupper():
        return word.folded[:-1]
    return singular(word.folded)


def _end(text: str, run: list[_Word]) -> int:
    """Where the words of `run` end; the last dot of U.S. belongs to it."""
    end = run[-1].end
    dotted = len(run) > 1 and text[run[0].end] == "." == text[end : end + 1]
    return end + dotted


def _may_follow(text: str, word: _Word, following: _Word) -> bool:
    """True where only what may stand inside a name stands between two words."""
    gap = text[word.end : following.start]
    return bool(_GAP.fullmatch(gap) or _TIGHT.fullmatch(gap))


def _is_amount(text: str, start: int, end: int) -> bool:
    """True where a number, such as 311, counts something: "$311", "311 people"."""
    before = text[start - 1 : start] in _AMOUNT_BEFORE if start else False
    return before or _AMOUNT_AFTER.match(text, end) is not None


def _is_genitive(text: str, word: _Word) -> bool:
    """True for the s of "mayor's", which is no part of a name's end."""
    return word.folded == "s" and text[word.start - 1 : word.start] in ("'", "’")
