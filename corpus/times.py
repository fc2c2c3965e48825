"""Times as transcripts write them, in milliseconds."""

from __future__ import annotations

import math
import re

# For use inside larger patterns: 0:03, 00:20:12, 01:02:03.450.
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?")
_LONGEST = 1_000 * 3_600 * 1_000


def clock_ms(written: str | None) -> int | None:
    """Return the milliseconds of `h:mm:ss.mmm`, `mm:ss` and the like, None if it is no time."""
    match = _CLOCK.fullmatch((written or "").strip(" \t[]()"))
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    # Teams writes no leading zeros anywhere: its 0:0:6.90 is 6.090 s, not 6.900 s.
    unpadded = hours is not None and 1 in (len(hours), len(minutes), len(seconds))
    return whole * 1000 + int((fraction or "0") if unpadded else (fraction or "0").ljust(3, "0"))


def seconds_ms(value: object) -> int | None:
    """Return the milliseconds of a number of seconds (or its text), None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        ms = float(value) * 1000
    except (ValueError, OverflowError):
        return None
    return round(ms) if math.isfinite(ms) and 0 <= ms <= _LONGEST else None


def cell_ms(value: str) -> int | None:
    """Return the milliseconds of a table cell: a clock time, or a number of seconds."""
    clock = clock_ms(value)
    return clock if clock is not None else seconds_ms(value.strip().removesuffix("s"))
