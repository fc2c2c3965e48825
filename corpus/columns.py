"""Which column of a table holds what, told by the names in its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SPEAKER = "speaker name participant speaker_name speaker_label who voice person label actor role"
_TEXT = (
    "text words transcript utterance content speech sentence message body transcription dialogue"
    " turn said caption"
)
_START = "start timestamp time start_time starttime begin from start_ms start_s timecode in onset"
_END = "end end_time endtime to stop end_ms end_s out offset"


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers from 0; only the words are certain to be there."""

    text: int
    speaker: int | None
    start: int | None
    end: int | None


def by_header(header: Sequence[str]) -> Columns | None:
    """Return the columns that a header row names, None if it names no column of words."""
    names = ["_".join(cell.casefold().replace("(", " ").replace(")", " ").split())
             for cell in header]  # fmt: skip
    text = _first(names, _TEXT)
    if text is None:
        return None
    return Columns(text, _first(names, _SPEAKER), _first(names, _START), _first(names, _END))


def _first(names: Sequence[str], wanted: str) -> int | None:
    """Return the place of the wanted name that stands first in our list, not in the header."""
    return next((names.index(word) for word in wanted.split() if word in names), None)
