"""Spellings found in text as whole words; of those that overlap, the longest.

A space in a spelling stands for any white space, since transcripts break lines inside names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.text import canonical

_WORD = re.compile(r"\w+")
# Scripts that write names without a blank after them: Thai to Khmer, Han, kana, Hangul.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc", "'''")


@dataclass(frozen=True, slots=True)
class Match:
    """A spelling at `[start, end)` of a text; `spelling` is the one that was looked for."""

    start: int
    end: int
    spelling: str


def one_spelling(text: str) -> str:
    """Return `text` as a table holds it: canonical, every white space one blank, trimmed."""
    return canonical(" ".join(text.split()))


def fold(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` without case and accents, and for each of its characters the place in `text`.

    The places end with the length of `text`.
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    folded: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text.translate(_APOSTROPHES)):
        letters = unicodedata.normalize("NFKD", character).casefold()
        bare = "".join(c for c in letters if not unicodedata.combining(c))
        folded.append(bare)
        places += [at] * len(bare)
    return "".join(folded), [*places, len(text)]


class Matcher:
    """Finds many spellings at once. `any_case`: also in other case, and with other accents."""

    def __init__(self, spellings: Iterable[str], any_case: bool = False) -> None:
        self._any_case = any_case
        self._by_word: dict[str, list[tuple[str, int, re.Pattern[str]]]] = defaultdict(list)
        self._unspaced: list[tuple[str, re.Pattern[str]]] = []
        for spelling in dict.fromkeys(spellings):
            self._add(spelling)

    def _add(self, spelling: str) -> None:
        wanted = fold(spelling)[0] if self._any_case else spelling
        words = wanted.split()
        if not words:
            return
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        wanted = " ".join(words)
        first = _WORD.search(wanted)
        if first is None or _UNSPACED.search(first[0]):
            self._unspaced.append((spelling, pattern))
        else:
            self._by_word[first[0]].append((spelling, first.start(), pattern))

    def find(self, text: str) -> list[Match]:
        """Return the matches in `text` in order; none overlaps another."""
        searched, places = fold(text) if self._any_case else (text, range(len(text) + 1))
        found = list(self._candidates(searched))
        taken = without_overlaps(found)
        return [
            Match(places[m.start], _end(text, places[m.end - 1] + 1), m.spelling) for m in taken
        ]

    def _candidates(self, text: str) -> Iterator[Match]:
        for word in _WORD.finditer(text):
            for spelling, lead, pattern in self._by_word.get(word[0], ()):
                start = word.start() - lead
                match = pattern.match(text, start) if start >= 0 else None
                if match and _stands_alone(text, *match.span()):
                    yield Match(*match.span(), spelling)
        for spelling, pattern in self._unspaced:
            for match in pattern.finditer(text):
                if _stands_alone(text, *match.span()):
                    yield Match(*match.span(), spelling)


def without_overlaps(found: Iterable[Match]) -> list[Match]:
    """Return what is left of `found`, in order, when of two that meet the longer stays."""
    taken: list[Match] = []
    reserved: set[int] = set()
    for match in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if reserved.isdisjoint(range(match.start, match.end)):
            reserved.update(range(match.start, match.end))
            taken.append(match)
    return sorted(taken, key=lambda m: m.start)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether `[start, end)` is no part of a longer word."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (_joined(before, text[start]) or _joined(after, text[end - 1]))


def _joined(outside: str, edge: str) -> bool:
    if not outside:
        return False
    if unicodedata.combining(outside):
        return True
    return _is_word(outside) and _is_word(edge) and not _UNSPACED.match(edge)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _end(text: str, end: int) -> int:
    """Return `end` moved behind the marks that belong to the last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end
