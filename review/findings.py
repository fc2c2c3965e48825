"""What a report shows: plain rows, cut loose from the store and from every model.

`flows` fills them, `review` draws them. Rows come sorted (interviews by file, passages by
interview and start, themes by size); nothing here depends on the clock, so that the same study
gives the same report to the byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from measures.nearness import Join
from measures.saturation import Saturation


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
    theme_strength: float | None = None  # how far it belongs to its theme, in [0, 1]
    also: tuple[str, ...] = ()  # ids of themes that it speaks of besides


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """One passage that is in no code and no theme, and why."""

    passage_id: str
    interview_id: str
    speaker: str
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme. `quotes` are ids of its most representative passages, best first."""

    theme_id: str
    name: str
    keywords: tuple[str, ...]
    passages: int
    interviews: int
    stability: float | None  # None: too few interviews to tell
    status: str  # stable, provisional
    quotes: tuple[str, ...]
    origin: str = "found"  # found, expected (by the researcher) or made (by an analyst)
    parent: str = ""  # the theme that it stands under
    description: str = ""
    coherence: float | None = None  # NPMI of its keywords; a description, never a gate


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """What became of one theme's passages. `before` = stayed + left + gone, `now` = stayed +
    joined + new_passages, however the theme came by them."""

    theme_id: str
    name: str
    before: int
    now: int
    stayed: int
    left: int  # are in another theme now, or in none
    gone: int  # are no longer in the study
    joined: int  # were in another theme, or in none
    new_passages: int  # have come into the study since
    became: str = ""  # "", new, retired, merged into …


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What a fit would change and nobody has to like: `told` in words. `passages` are ids of
    those that a new theme would hold."""

    proposal_id: str
    kind: str  # birth, split, merge, death
    told: str
    status: str  # open, accepted, rejected
    passages: tuple[str, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.status == "open"


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
    left_out: tuple[LeftOutRow, ...] = ()  # passages in no code and no theme, with the reason
    diversity: float | None = None  # share of all themes' keywords that are distinct
    nearness: tuple[Join, ...] = ()  # which themes are near each other, nearest first
    theme_changes: tuple[ThemeChange, ...] = ()  # none where there is nothing to compare with
    changes_since: str = ""  # what `theme_changes` are counted from, in words
    proposals: tuple[ProposalRow, ...] = ()  # open ones, and those of the last fit
    unreplayed: tuple[str, ...] = ()  # decisions that are not in force, with the reason
    saturation: Saturation | None = None  # None where there are no themes
