"""A check on the unit of time: words a minute far from human speech are a unit mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from corpus.interview import ReadWarning
from corpus.readers.speech.shape import Said

# Interviews have 80 to 220 words a minute over their length, single sentences up to 400.
_SPEECH = (20, 600)
_ODD = (3, 800)
# Fewer say nothing about a rate.
_FEWEST_WORDS = 20
_FACTOR = 1_000


def checked(said: Sequence[Said]) -> tuple[list[Said], tuple[ReadWarning, ...]]:
    """Return `said` with believable times, and a warning if they were changed or look wrong."""
    rates = _rates(said)
    odd = [rate for rate in rates if not _ODD[0] <= rate <= _ODD[1]]
    if not odd:
        return list(said), ()
    found = f"by its times, {_rounded(odd[0])} words are said in a minute"
    for factor, done in ((1 / _FACTOR, "divided"), (_FACTOR, "multiplied")):
        # One wrong time changes the whole, not the parts: only where both agree it is the unit.
        if all(_SPEECH[0] <= rate / factor <= _SPEECH[1] for rate in rates):
            message = f"{found}, so they were taken to be in another unit and {done} by 1,000"
            return [_scaled(piece, factor) for piece in said], (ReadWarning(None, message),)
    return list(said), (ReadWarning(None, f"{found}; do not rely on them"),)


def _rates(said: Sequence[Said]) -> list[float]:
    """Return the words a minute from the first time to the last, and of the median piece."""
    counts = [_words(piece.text or "") for piece in said]
    starts = [piece.start for piece in said if piece.start is not None]
    times = starts + [piece.end for piece in said if piece.end is not None]
    if not starts or sum(counts) < _FEWEST_WORDS or max(times) <= min(times):
        return []
    parts = [
        words / (piece.end - piece.start)
        for piece, words in zip(said, counts, strict=True)
        if words and piece.start is not None and piece.end is not None and piece.end > piece.start
    ]
    rates = [sum(counts) / (max(times) - min(times)), *([median(parts)] if parts else [])]
    return [rate * 60_000 for rate in rates]


def _words(text: str) -> int:
    """Return how many words `text` has; writing without blanks has one in two characters."""
    unspaced = sum(c >= "\u3040" for c in text) if not text.isascii() else 0
    return max(len(text.split()), unspaced // 2)


def _scaled(piece: Said, factor: float) -> Said:
    return replace(
        piece,
        start=None if piece.start is None else piece.start * factor,
        end=None if piece.end is None else piece.end * factor,
    )


def _rounded(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2g}"
