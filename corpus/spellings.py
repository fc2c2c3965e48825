"""One person under two spellings: alike ones are joined, similar ones are pointed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from corpus.names import is_role_word, spelling_key

_SIMILAR = 0.86
# Pairs grow with the square; a panel has 20 speakers, nonsense has thousands.
_MOST_COMPARED = 60


def canonical_names(written: Sequence[str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Return for every spelling in `written` the name to use.

    What `aliases` says goes first; spellings that differ only in case, accents, blanks or
    punctuation get the commonest of them.
    """
    asked = {spelling.casefold(): name for spelling, name in aliases.items()}
    counts = Counter(asked.get(name.casefold(), name) for name in written)
    commonest: dict[str, str] = {}
    for name, _ in counts.most_common():
        commonest.setdefault(spelling_key(name) or name, name)
    result = {}
    for name in dict.fromkeys(written):
        wanted = asked.get(name.casefold())
        result[name] = wanted or commonest[spelling_key(name) or name]
    return result


def similar(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of names that may be one person's: misspelt, or one part of the other."""
    # Labels are alike on purpose: Speaker 1 and Speaker 2, Male and Female Announcer.
    names = [name for name in names if not any(c.isdigit() for c in name)]
    names = [name for name in names if not any(map(is_role_word, name.split()))][:_MOST_COMPARED]
    return [(a, b) for a, b in combinations(names, 2) if _alike(a, b)]


def _alike(one: str, other: str) -> bool:
    a, b = one.casefold().split(), other.casefold().split()
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < len(longer) and shorter and set(shorter) < set(longer):
        return len(" ".join(shorter)) > 2
    ratio = SequenceMatcher(None, " ".join(a), " ".join(b)).ratio()
    return min(len(one), len(other)) > 4 and ratio >= _SIMILAR
