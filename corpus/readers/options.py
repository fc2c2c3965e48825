"""What a researcher may say about a transcript beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read; every default means: find out.

    `speaker_pattern` is a regular expression with the groups `name`, `time`, `text`. The names
    in `interviewers`, `participants` and `others` are compared without regard to case.
    `aliases` maps a spelling to the name to use. `monologue` allows a transcript without
    speakers to count as one participant's words. `language` is an ISO 639-1 code.
    """

    speaker_pattern: str | None = None
    interviewers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    monologue: bool = False
    language: str | None = None

    @property
    def known(self) -> tuple[str, ...]:
        """Every name that was given, in any way."""
        return (*self.interviewers, *self.participants, *self.others, *self.aliases)
