"""How well each convention fits lines of text, and which of its heads are doubtful."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from corpus.conventions import CONVENTIONS, MAYBE, Convention, own
from corpus.lines import Line
from corpus.names import is_certain, is_role_word
from corpus.plausible import plausible

Heads = tuple[tuple[Line, re.Match[str]], ...]
_BRIEFEST, _LONGEST_BRIEF = 2, 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A convention with its score and the heads it finds, in order."""

    score: float
    convention: Convention
    heads: Heads
    brief: bool = False


def best_of(lines: Sequence[Line], known: frozenset[str]) -> list[Candidate]:
    """Return the conventions that fit `lines`, those in which no name comes back if need be."""
    filled = [line for line in lines if line.text.strip()]
    found = list(_found(filled))
    return list(_scored(found, filled, known)) or list(_brief(found, filled))


def _scored(
    found: Sequence[tuple[Convention, Heads]], filled: Sequence[Line], known: frozenset[str]
) -> Iterator[Candidate]:
    """Score every convention: heads whose name comes back, less where names are many."""
    for convention, heads in found:
        names = Counter(_key(m) for _, m in heads)
        returning = Counter({k: n for k, n in names.items() if n > 1 or k in known})
        fits = len(returning) >= convention.least and _numbers_differ(heads)
        asked = any(name in known for name in returning)
        if fits and (asked or plausible(heads, returning, filled)):
            score = sum(returning.values()) / (1 + len(names) / 8)
            yield Candidate(score, convention, heads)


def _brief(
    found: Sequence[tuple[Convention, Heads]], filled: Sequence[Line]
) -> Iterator[Candidate]:
    """Score conventions where no name comes back: one question, one answer.

    Lists look alike, so that a role ("Interviewer") or a question must speak for it.
    """
    for convention, heads in found:
        fits = _BRIEFEST <= len(heads) <= _LONGEST_BRIEF and len(heads) * 3 >= len(filled)
        names = [m["name"].strip() for _, m in heads]
        asks = any("?" in line.text for line, _ in heads)
        roles = any(map(_is_role, names))
        fits = fits and convention.least <= len(names) and any(map(is_certain, names))
        if fits and (roles or asks):
            yield Candidate(len(heads), convention, heads, brief=True)


def _is_role(name: str) -> bool:
    word = name.rstrip(" 0123456789").casefold()
    # A book has a Part 1, too.
    return word in ("q", "i", "r") or (is_role_word(word) and word != "part")


def owned(lines: Sequence[Line], pattern: str) -> Candidate:
    """Return what the researcher's own pattern finds; nothing about it is doubted."""
    convention = own(pattern)
    heads = tuple((line, m) for line in lines if (m := convention.match(line.text)))
    return Candidate(len(heads), convention, heads, brief=True)


def _found(lines: Sequence[Line]) -> Iterator[tuple[Convention, Heads]]:
    """Yield each convention with the heads that it finds in `lines`."""
    likely = [line for line in lines if MAYBE.search(line.text)]
    for convention in CONVENTIONS:
        heads = tuple((line, m) for line in likely if (m := convention.match(line.text)))
        if heads:
            yield convention, heads


def doubtful_heads(
    heads: Sequence[tuple[Line, re.Match[str]]], known: frozenset[str]
) -> Iterator[tuple[Line, re.Match[str]]]:
    """Yield the heads of names where a speaker's head would not stand.

    "Open Data: a start" in the midst of a turn has the shape of a head. Names that come back
    are doubtful only if none of theirs stands apart where the others do.
    """
    names = Counter(_key(match) for _, match in heads)
    steady = [(line, match) for line, match in heads if names[_key(match)] > 1]
    apart = {_key(match) for line, match in steady if line.apart}
    spaced = _spaced(steady, apart)
    marks = {_marks(match) for _, match in steady}
    first = steady[0][0].at if steady else 0
    for line, match in heads:
        name = match["name"].strip()
        if name.casefold() in known:
            continue
        if names[_key(match)] > 1:
            if spaced and name.casefold() not in apart and not time_of(match):
                yield line, match
            continue
        misplaced = not line.apart if spaced else not is_certain(name)
        # Fields stand above the interview; nobody puts a time before an ordinary word.
        above = line.at < first and _is_brief(line.text[match.end() :])
        if _marks(match) not in marks or ((misplaced or above) and not time_of(match)):
            yield line, match


def _spaced(steady: Sequence[tuple[Line, re.Match[str]]], apart: Set[str]) -> bool:
    """Tell whether turns are parted by blank lines: two speakers' or more, and most heads.

    `apart` are names that stand after a blank line at least once; others do not count unless
    they are many.
    """
    theirs = [line for line, match in steady if _key(match) in apart]
    parted = sum(line.apart for line in theirs) * 10 > len(theirs) * 9
    return parted and len(apart) > 1 and len(theirs) * 2 >= len(steady)


def _key(head: re.Match[str]) -> str:
    return head["name"].strip().casefold()


def _numbers_differ(heads: Sequence[tuple[Line, re.Match[str]]]) -> bool:
    """Tell whether no number comes back under one letter: A1 and A2 may be people, Q7 may not."""
    numbers = Counter(
        (_key(m), m["number"]) for _, m in heads if m.groupdict().get("number") is not None
    )
    return all(count == 1 for count in numbers.values())


def _is_brief(words: str) -> bool:
    """Tell whether `words` are a field's rather than a sentence."""
    return len(words.split()) <= 8 and not words.rstrip().endswith((".", "!", "?", "…", "。"))


def time_of(match: re.Match[str]) -> str | None:
    """Return the time that a head gives, as written."""
    return match.groupdict().get("time")


def _marks(match: re.Match[str]) -> str:
    """Return what a head consists of beside name and time: `## Part 2` is not `### Name:`."""
    rest = match[0].replace(match["name"], "")
    return "".join(rest.replace(time_of(match) or "", "").split())
