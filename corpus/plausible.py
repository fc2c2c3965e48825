"""Whether heads that a convention found can be those of people who speak with each other.

Minutes, recipes, code and letters hold lines of the same shape. Names that can hardly be
anything else ("Speaker 1", "INT", "D. Rowe") are believed; others must fill the text, as a
conversation does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.lines import Line
from corpus.names import is_role_label, is_sure
from corpus.times import clock_ms

Heads = Sequence[tuple[Line, re.Match[str]]]

# A conversation of two has a head every other page at least, and the first one near its top.
_FEWEST = 1 / 60
_LATEST = 0.4
_LATE_LINES = 40
# A name that comes back alone heads every other paragraph, or most of them if it is one word.
_ALONE = 0.25
_ALONE_IN_A_WORD = 0.6
_WORDS_PER_HEAD = 3
# Nobody speaks a thousand words a minute; numbers of verses run as fast.
_FASTEST = 1_000
_FEW_WORDS = 60
_ASCENDING = 0.6


def plausible(heads: Heads, returning: Counter[str], lines: Sequence[Line]) -> bool:
    """Tell whether `heads` may be speakers'; `returning` are names that come back, with counts.

    `lines` are all lines of the text with anything in them, in order.
    """
    if not returning or not _times_fit(heads, len(returning)):
        return False
    names = {_name(match) for _, match in heads if _name(match).casefold() in returning}
    count = sum(returning.values())
    share = count / _paragraphs(heads, lines)
    if len(returning) == 1:
        asks = any(is_role_label(name) or name == "Q" for name in names)
        small = all(name.islower() for name in names)
        return asks or (not small and _speak(heads) and share >= _least(names))
    if any(map(is_sure, names)) or any(_time(match) for _, match in heads):
        return True
    before = sum(line.at < heads[0][0].at for line in lines)
    early = before <= max(_LATE_LINES, _LATEST * len(lines))
    small = all(name.islower() for name in names)
    return early and _speak(heads) and share >= _FEWEST and (not small or _begin(heads))


def _least(names: set[str]) -> float:
    """Return how much of a text a name that comes back alone must head."""
    return _ALONE if all(len(name.split()) > 1 for name in names) else _ALONE_IN_A_WORD


def _begin(heads: Heads) -> bool:
    """Tell whether sentences follow heads: most begin with no small letter, or some ask."""
    rests = [line.text[match.end() :].lstrip() for line, match in heads]
    large = sum(not rest[:1].islower() for rest in rests)
    return large * 2 > len(rests) or any("?" in rest for rest in rests)


def _name(match: re.Match[str]) -> str:
    return match["name"].strip()


def _time(match: re.Match[str]) -> str | None:
    return match.groupdict().get("time")


def _paragraphs(heads: Heads, lines: Sequence[Line]) -> int:
    """Return how many lines could have heads: those after blank lines, if heads stand there."""
    apart = sum(line.apart for line, _ in heads) * 10 > len(heads) * 9
    return max(1, sum(line.apart for line in lines) if apart else len(lines))


def _speak(heads: Heads) -> bool:
    """Tell whether words that follow heads are sentences rather than values."""
    rests = [line.text[match.end() :].split() for line, match in heads]
    filled = [rest for rest in rests if rest]
    return sum(map(len, filled)) >= _WORDS_PER_HEAD * len(filled) or any(
        rest[-1].endswith((".", "?", "!", "\u3002", "\uff1f")) for rest in filled
    )


def _times_fit(heads: Heads, names: int) -> bool:
    """Tell whether the times of heads go forward, and not faster than speech."""
    timed = [(line, ms) for line, match in heads if (ms := clock_ms(_time(match))) is not None]
    if len(timed) < 3:
        return True
    steps = [b[1] - a[1] for a, b in pairwise(timed)]
    if sum(step >= 0 for step in steps) < _ASCENDING * len(steps):
        return False
    minutes = max(1, timed[-1][1] - timed[0][1]) / 60_000
    # Six characters a word: near enough, and counts no words of long lines.
    words = (timed[-1][0].at - timed[0][0].at) / 6
    return names > 1 or words < _FEW_WORDS or words / minutes < _FASTEST
