"""How well each convention fits lines of text, and which of its heads are doubtful."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.conventions import CONVENTIONS, REACH, Convention, own
from corpus.names import is_certain


@dataclass(frozen=True, slots=True)
class Line:
    """A line's offset and its beginning, where heads are; `apart`: after a blank line."""

    at: int
    text: str
    apart: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A convention with its score and the heads it finds, in order."""

    score: float
    convention: Convention
    heads: tuple[tuple[Line, re.Match[str]], ...]
    brief: bool = False


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of `text`, as much of each as a head may take up."""
    start, apart = 0, True
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        # One character more than any head takes up, so that `$` means the end of the line.
        line = text[start : min(end, start + REACH + 1)]
        yield Line(start, line, apart)
        start, apart = end + 1, not line.strip()


def scored(lines: Sequence[Line], known: frozenset[str]) -> Iterator[Candidate]:
    """Score every convention: heads whose name comes back, less where names are many."""
    for convention in CONVENTIONS:
        heads = tuple((line, m) for line in lines if (m := convention.match(line.text)))
        names = Counter(_key(m) for _, m in heads)
        count = sum(n for name, n in names.items() if n > 1 or name in known)
        yield Candidate(count / (1 + len(names) / 8), convention, heads)


def brief(lines: Sequence[Line]) -> Iterator[Candidate]:
    """Score conventions where no name comes back: one question, one answer."""
    filled = sum(1 for line in lines if line.text.strip())
    for convention in CONVENTIONS:
        heads = tuple((line, m) for line in lines if (m := convention.match(line.text)))
        fits = len(heads) > 1 and len(heads) * 3 >= filled
        certain = any(is_certain(m["name"].strip()) for _, m in heads)
        yield Candidate(len(heads) if fits and certain else 0, convention, heads, brief=True)


def owned(lines: Sequence[Line], pattern: str) -> Candidate:
    """Return what the researcher's own pattern finds; nothing about it is doubted."""
    convention = own(pattern)
    heads = tuple((line, m) for line in lines if (m := convention.match(line.text)))
    return Candidate(len(heads), convention, heads, brief=True)


def doubtful_heads(
    heads: Sequence[tuple[Line, re.Match[str]]], known: frozenset[str]
) -> Iterator[tuple[Line, re.Match[str]]]:
    """Yield the heads of names that occur once where a speaker's head would not stand.

    "Open Data: a start" in the midst of a turn has the shape of a head.
    """
    names = Counter(_key(match) for _, match in heads)
    steady = [(line, match) for line, match in heads if names[_key(match)] > 1]
    spaced = sum(line.apart for line, _ in steady) * 10 > len(steady) * 9
    marks = {_marks(match) for _, match in steady}
    first = steady[0][0].at if steady else 0
    for line, match in heads:
        name = match["name"].strip()
        if names[_key(match)] > 1 or name.casefold() in known:
            continue
        misplaced = not line.apart if spaced else not is_certain(name)
        # Fields stand above the interview; nobody puts a time before an ordinary word.
        above = line.at < first and _is_brief(line.text[match.end() :])
        if _marks(match) not in marks or ((misplaced or above) and not time_of(match)):
            yield line, match


def _key(head: re.Match[str]) -> str:
    return head["name"].strip().casefold()


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
