"""How surely a theme holds and where it comes from, in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from review.findings import ThemeRow
from review.reading import Reading

_BANDS = ((0.85, "high"), (0.75, "stable"), (0.6, "doubtful"))
_LOWEST = "not to be relied on"
TOO_FEW = "too few interviews to tell"
UNSEEN = "the last fit saw none of its passages"
_ORIGINS = {"found": "found", "expected": "expected", "made": "made by an analyst"}


@dataclass(frozen=True, slots=True)
class Holding:
    """A theme's stability as a figure, "" where there is none, and in words."""

    figure: str
    word: str


def holding(reading: Reading, theme: ThemeRow) -> Holding:
    """Return how well a theme holds, or why nobody can tell."""
    if theme.stability is None:
        measured = any(other.stability is not None for other in reading.themes)
        return Holding("", UNSEEN if measured else TOO_FEW)
    # cut, not rounded: .748 is below the bar and must not read .75
    shown = floor(theme.stability * 100 + 1e-9) / 100
    word = next((name for least, name in _BANDS if theme.stability >= least), _LOWEST)
    return Holding(f"{shown:.2f}", word)


def origin(theme: ThemeRow) -> str:
    """Return where a theme comes from: found, expected, made by an analyst."""
    return _ORIGINS.get(theme.origin, theme.origin)
