"""The cues of subtitles: times and raw lines, read from files as tools really write them.

A library would read no more than this once blank lines, numbers and times are put in order, and
knows no line numbers to warn with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.interview import ReadWarning
from corpus.times import clock_ms

_STAMP = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?"
_TIMING = re.compile(rf"[ \t]{{0,20}}({_STAMP})[ \t]{{0,20}}-{{1,3}}>[ \t]{{0,20}}({_STAMP})(?!\d)")
# Meant as times, but not to be read as such.
_BROKEN = re.compile(r"[ \t]{0,20}\d[\d:.,;hms]{2,20}[ \t]{0,20}-{2,3}>")
_UNPADDED = re.compile(r"\d{1,3}:(?:\d:\d{1,2}|\d{1,2}:\d)(?!\d)")
# Teams numbers its cues so.
_IDENTIFIER = re.compile(r"\d{1,7}|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}(?:[-/]\d{1,7}){0,2}")
_BESIDE = re.compile(r"NOTE(?:[ \t]|\Z)|(?:STYLE|REGION)[ \t]{0,20}\Z")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at a time: the line (from 1) of its times, these, and its lines as written."""

    line: int
    start_ms: int | None
    end_ms: int | None
    lines: tuple[str, ...]


def cues_of(text: str) -> list[Cue]:
    """Return the cues in the text of a .vtt or .srt file; none if no line holds times.

    Blank lines between cues may be missing, those inside a cue are no end of it. What stands
    before the first cue, numbers and identifiers, and blocks of notes and styles are left out.
    """
    lines = text.split("\n")
    timed = [(at, match) for at, line in enumerate(lines) if (match := _timing(line))]
    if not any(match.re is _TIMING for _, match in timed):
        return []
    before = [line for line in lines[: timed[0][0]] if line.strip()]
    numbered = bool(before) and _is_identifier(before[-1])
    unpadded = any(_UNPADDED.search(match[0]) for _, match in timed)
    ends = [*(at for at, _ in timed[1:]), len(lines)]
    found = []
    for (at, match), end in zip(timed, ends, strict=True):
        words = _without_identifier(lines[at + 1 : end], numbered) if end < len(lines) else (
            lines[at + 1 :])  # fmt: skip
        start, stop = _times(match, unpadded)
        found.append(Cue(at + 1, start, stop, tuple(_shown(words))))
    return found


def doubts_about(cues: Sequence[Cue]) -> Iterator[ReadWarning]:
    """Yield a warning for each way in which the times of some cues cannot be right."""
    broken = [cue for cue in cues if cue.start_ms is None]
    if broken:
        message = f"times that cannot be read: {len(broken)}; the words below them were kept"
        yield ReadWarning(broken[0].line, message)
    timed = [(c.start_ms, c.end_ms, c.line) for c in cues if c.start_ms is not None]
    pairs = list(pairwise(timed))
    back = [later[2] for earlier, later in pairs if later[0] < earlier[0]]
    back += [line for start, end, line in timed if end is not None and end < start]
    if back:
        message = f"cues that go back in time: {len(set(back))}; the order of the file was kept"
        yield ReadWarning(min(back), message)
    over = [b[2] for a, b in pairs if a[1] is not None and a[0] <= b[0] < a[1]]
    if over:
        yield ReadWarning(over[0], f"cues that begin before the one above ends: {len(over)}")


def _timing(line: str) -> re.Match[str] | None:
    # Most lines are speech: looking for the arrow is cheaper than a pattern.
    return (_TIMING.match(line) or _BROKEN.match(line)) if "->" in line else None


def _times(match: re.Match[str], unpadded: bool) -> tuple[int | None, int | None]:
    if match.re is not _TIMING:
        return None, None
    return clock_ms(match[1], unpadded), clock_ms(match[2], unpadded)


def _is_identifier(line: str) -> bool:
    return _IDENTIFIER.fullmatch(line.strip()) is not None


def _without_identifier(lines: list[str], numbered: bool) -> list[str]:
    """Return a cue's lines without the last, if that names the next cue.

    Between a blank line and the times anything does; elsewhere only a number does, where cues
    have any.
    """
    last = next((at for at in reversed(range(len(lines))) if lines[at].strip()), None)
    if last is None:
        return lines
    apart = last > 0 and not lines[last - 1].strip()
    between = apart and last == len(lines) - 1
    is_name = between or (numbered and _is_identifier(lines[last]))
    return lines[:last] if is_name else lines


def _shown(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are words, without blocks of notes or styles after a blank line."""
    beside = blank = False
    for line in lines:
        if not line.strip():
            blank, beside = True, False
            continue
        beside = beside or (blank and _BESIDE.match(line) is not None)
        blank = False
        if not beside:
            yield line
