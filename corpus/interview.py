"""What an interview is, once read: one immutable text and the spans of it that were spoken.

Offsets are `[start, end)` in Unicode code points (Python `str` indices) into `Interview.text`,
which is UTF-8-encodable, NFC, has LF line ends only and is never changed after it was read.
Times are integer milliseconds from the start of the recording, or None.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["interviewer", "participant", "other"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one speaker's words without a head (name, time) inside it.

    A turn is all consecutive segments with the same `turn` number; transcripts that repeat the
    name before every paragraph give turns of several segments.
    """

    start: int
    end: int
    turn: int
    speaker: str
    role: Role = "other"
    # (offset into the text, ms), ascending; offsets lie within [start, end).
    times: tuple[tuple[int, int], ...] = ()
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ReadWarning:
    """Something a researcher should look at. `line` counts from 1; None: the whole file."""

    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Interview:
    """A transcript as read: text, segments in order of `start` (never overlapping), and how."""

    text: str
    segments: tuple[Segment, ...]
    format: str  # "txt", "docx", "vtt" …
    convention: str  # how speakers were told apart, in plain words: "Name: text", "voices" …
    language: str  # ISO 639-1 code, "und" where it cannot be told
    runner_up: str | None = None
    warnings: tuple[ReadWarning, ...] = field(default=())

    @property
    def sha256(self) -> str:
        """Hex digest of the text's UTF-8 bytes: the interview's identity."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def interview_id(self) -> str:
        """First 12 hex digits of `sha256`."""
        return self.sha256[:12]

    @property
    def turns(self) -> int:
        """Number of turns."""
        return len({segment.turn for segment in self.segments})

    def words(self, role: Role | None = None) -> int:
        """Number of spoken words (white-space separated), of one role or of all."""
        return sum(
            len(self.text[s.start : s.end].split())
            for s in self.segments
            if role is None or s.role == role
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is coded: part of one segment of a participant's speech.

    `question` is the span of the interviewer's words that it answers, None where there are none.
    """

    passage_id: str
    start: int
    end: int
    speaker: str
    start_ms: int | None
    question: tuple[int, int] | None
