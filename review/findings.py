"""What a report shows: plain rows, cut loose from the store and from every model.

`flows` fills them, `review` draws them. Rows come sorted (interviews by file, passages by
interview and start, themes by size); nothing here depends on the clock, so that the same study
gives the same report to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One transcript of the study. `status`: coded, uncoded (kept, but not codable) or refused."""

    interview_id: str  # "" where refused before it could be read
    file: str
    format: str
    sha256: str
    language: str
    speakers: int
    turns: int
    words: int
    status: str
    reason: str  # "" where coded
    convention: str
    participants: tuple[str, ...]
    passages: int
    attributes: Mapping[str, str]  # from cases.csv, {} where there is no row
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that moved a code. Offsets into the passage's text; `weight` in [-1, 1],
    the change of the code's probability that the sentence accounts for."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class CodeResult:
    """One code on one passage by the machine: probability, decision, in the abstention band?"""

    probability: float
    holds: bool
    abstained: bool
    evidence: tuple[Evidence, ...]  # strongest first, at most three, only where the code holds


@dataclass(frozen=True, slots=True)
class MentionRow:
    """An entity found in a passage. Offsets into the interview's text."""

    start: int
    end: int
    text: str
    label: str  # PERSON, ORG, GPE, LAW, PROGRAMME, TECHNOLOGY, VENDOR, DEPARTMENT, ROLE …
    entity: str  # the name under which all its spellings are joined
    stakeholder: str  # company, resident, government or ""


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One passage with all that was found in it."""

    passage_id: str
    interview_id: str
    speaker: str
    start: int
    end: int
    start_ms: int | None
    question: str
    text: str
    theme_id: str  # "" for no theme
    theme: str
    position: tuple[float, float] | None  # on the theme map, both in [0, 1]
    codes: Mapping[str, CodeResult]  # by code name: "technical", "organizational"
    coded_by: str
    mentions: tuple[MentionRow, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme. `quotes` are ids of its most representative passages, best first."""

    theme_id: str
    name: str
    keywords: tuple[str, ...]
    passages: int
    interviews: int
    stability: float | None  # None: not measured yet
    status: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of the codebook, as its definition stands."""

    name: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything a report shows."""

    study: str
    interviews: tuple[InterviewRow, ...]
    passages: tuple[PassageRow, ...]
    themes: tuple[ThemeRow, ...]
    codes: tuple[CodeRow, ...]
    shares: Mapping[str, Any]  # the content of shares.json (measures.shares.shares)
    model_card: Mapping[str, Any]  # version, trained on, scores with baseline, limits
    manifest: Mapping[str, Any]  # inputs, settings, models, versions; no clock, no machine
    notes: tuple[str, ...]  # sentences about this run a reader must know
