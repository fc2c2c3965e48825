"""A speaker pattern for a transcript whose convention is not known, found by trying some.

They are uncommon, so that none belongs among the conventions that are always tried: what fits
is shown to a researcher, who decides.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.draft import LineDraft
from corpus.errors import QualflowError
from corpus.interview import Interview
from corpus.readers import ReadOptions, read
from corpus.speakers import find

_NAME = r"(?P<name>\w[\w .-]{0,30}?)"
_CANDIDATES = (
    rf"^{_NAME}\s?>+\s?(?P<text>.+)$",
    rf"^{_NAME}\s?\|\s?(?P<text>.+)$",
    rf"^{_NAME}\s?=+>?\s?(?P<text>.+)$",
    rf"^{_NAME}\s?~\s?(?P<text>.+)$",
    rf"^{_NAME}\s?;\s?(?P<text>.+)$",
    rf"^{_NAME}\s?/+\s?(?P<text>.+)$",
    rf"^{_NAME}\s(?:-{{1,3}}|–|—)\s(?P<text>.+)$",
    r"^<(?P<name>[^<>]{1,30})>\s?(?P<text>.+)$",
    r"^\((?P<name>[^()]{1,30})\)\s?(?P<text>.+)$",
    r"^\{(?P<name>[^{}]{1,30})\}\s?(?P<text>.+)$",
    r"^#(?P<name>[\w .-]{1,30}?)#?:?\s(?P<text>.+)$",
    r"^@(?P<name>[\w.-]{1,30}):?\s(?P<text>.+)$",
    r"^\W{0,3}\d{1,4}[.):]?\s(?P<name>[^\W\d_][\w .-]{0,30}?):\s?(?P<text>.+)$",
    r"^(?P<name>[A-Z]{2,12}\d{0,3}|[A-Z]\d{1,3})\s{1,4}(?P<text>.+)$",
)
_FEWEST_HEADS = 4
_MOST_NAMES = 12
_SHARE = 0.2  # of the lines that are not empty, where turns run over several
_PROSE = {"i", "a", "the", "and", "but", "so", "it", "we", "he", "she", "they", "in", "on"}
_LABEL = re.compile(r"\S+|[^\Wa-z]\S*(?:\s[^\Wa-z]\S*)*")  # one word, or all begin large


@dataclass(frozen=True, slots=True)
class Hint:
    """A pattern that fits, with the names that it finds, the commonest first."""

    pattern: str
    names: tuple[str, ...]
    turns: int


def pattern_hint(path: Path, options: ReadOptions) -> Hint | None:
    """Return the pattern that finds most turns in the file at `path`, None if none fits."""
    try:
        text = read(path, replace(options, monologue=True, speaker_pattern=None)).text
        lines = sum(bool(line.strip()) for line in text.split("\n"))
        hints = [hint for one in _CANDIDATES if (hint := _try(text, one, lines))]
        best = max(hints, key=lambda hint: hint.turns, default=None)
        if best is None:
            return None
        return best if _works(read(path, replace(options, speaker_pattern=best.pattern))) else None
    except QualflowError:
        return None


def _try(text: str, pattern: str, lines: int) -> Hint | None:
    found = find(LineDraft(text), pattern)
    if found is None:
        return None
    counts = Counter(spoken.speaker for spoken in found.spoken)
    recurring = [name for name, count in counts.most_common() if count > 1]
    heads = sum(counts[name] for name in recurring)
    few = len(counts) <= _MOST_NAMES and len(recurring) >= 2
    prose = any(n.casefold() in _PROSE or not _LABEL.fullmatch(n) for n in recurring)
    if not few or prose or heads < max(_FEWEST_HEADS, _SHARE * lines):
        return None
    return Hint(pattern, tuple(recurring), heads)


def _works(interview: Interview) -> bool:
    return len({segment.speaker for segment in interview.segments}) > 1
