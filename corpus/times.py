"""Times as transcripts write them, in milliseconds."""

from __future__ import annotations

import math
import re

# For use inside larger patterns: 0:03, 00:20:12, 01:02:03.450.
TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?")
# As pandas writes a duration.
_DAYS = re.compile(r"0 days?,? +")
_LONGEST = 1_000 * 3_600 * 1_000


def clock_ms(written: str | None, unpadded: bool | None = None) -> int | None:
    """Return the milliseconds of `h:mm:ss.mmm`, `mm:ss` and the like, None if it is no time.

    Teams writes no leading zeros anywhere: its 0:0:6.90 is 6.090 s, not 6.900 s. `unpadded` says
    whether the file is so; None: judge by this one time, whose hours many leave unpadded.
    """
    match = _CLOCK.fullmatch((written or "").strip(" \t[]()"))
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    if unpadded is None:
        unpadded = hours is not None and 1 in (len(minutes), len(seconds))
    fraction = fraction or "0"
    ms = int(fraction) if unpadded and len(fraction) < 3 else int(fraction.ljust(3, "0")[:3])
    return whole * 1000 + ms


def seconds_ms(value: object) -> int | None:
    """Return the milliseconds of a number of seconds (or its text), None if it is none."""
    return _number_ms(value, 1000)


def cell_ms(value: str, milliseconds: bool = False) -> int | None:
    """Return the milliseconds of a table cell: a clock time, or a number.

    A number means seconds, or `milliseconds` if the column says so.
    """
    value = _DAYS.sub("", value.strip(), count=1)
    clock = clock_ms(value)
    if clock is not None:
        return clock
    number = value.removesuffix("ms") if milliseconds else value.removesuffix("s")
    # 12,5 is a number in most of Europe.
    return _number_ms(number.strip().replace(",", "."), 1 if milliseconds else 1000)


def _number_ms(value: object, factor: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        ms = float(value) * factor
    except (ValueError, OverflowError):
        return None
    return round(ms) if math.isfinite(ms) and 0 <= ms <= _LONGEST else None
