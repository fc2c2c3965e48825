"""The four states of a passage under the two built-in codes, and the order of values."""

from __future__ import annotations

import re

Coding = tuple[bool, bool]  # (technical, organizational)

STATES = ("technical only", "both", "organizational only", "neither")


def state(coding: Coding) -> str:
    """Return which of STATES holds for (technical, organizational)."""
    technical, organizational = coding
    if technical:
        return "both" if organizational else "technical only"
    return "organizational only" if organizational else "neither"


def natural(value: str) -> tuple[bool, tuple[tuple[int, int, str], ...], str]:
    """Return a sort key: numbers inside by size, case ignored, "" (not given) last."""
    parts = re.findall(r"[0-9]+|[^0-9]+", value.casefold())
    return (not value, tuple(_part(part) for part in parts), value)


def _part(part: str) -> tuple[int, int, str]:
    # Numbers sort before words, so that the two are never compared with each other.
    return (0, int(part), "") if part[0] in "0123456789" else (1, 0, part)
