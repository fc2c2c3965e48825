"""What the report asks of the findings again and again, answered once."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from measures.crosstabs import GROUPS
from measures.states import STATES, Coding, state
from review.findings import Findings, InterviewRow, PassageRow, ThemeRow

TECHNICAL, ORGANIZATIONAL = "technical", "organizational"
UNCODED = "not coded"


def is_provisional(theme: ThemeRow) -> bool:
    """Tell whether a theme was not shown to hold, and must not be headlined."""
    return theme.status != "stable"


def is_coded(passage: PassageRow) -> bool:
    """Tell whether both built-in codes were put to the passage."""
    return TECHNICAL in passage.codes and ORGANIZATIONAL in passage.codes


def coding_of(passage: PassageRow) -> Coding:
    """Return (technical, organizational) of a coded passage."""
    return passage.codes[TECHNICAL].holds, passage.codes[ORGANIZATIONAL].holds


def state_of(passage: PassageRow) -> str:
    """Return one of measures.states.STATES, or UNCODED."""
    return state(coding_of(passage)) if is_coded(passage) else UNCODED


def in_doubt(passage: PassageRow) -> bool:
    """Tell whether a code lies in the band where the model abstains."""
    return any(result.abstained for result in passage.codes.values())


def certainty(passage: PassageRow) -> float:
    """Return how sure the model is of the passage's state: the less sure of the two codes."""
    if not is_coded(passage):
        return 0.0
    results = (passage.codes[TECHNICAL], passage.codes[ORGANIZATIONAL])
    return min(r.probability if r.holds else 1 - r.probability for r in results)


def groups_of(passage: PassageRow) -> frozenset[str]:
    """Return the stakeholder groups of which the passage mentions an entity."""
    return frozenset(m.stakeholder for m in passage.mentions if m.stakeholder in GROUPS)


def anchor(passage: PassageRow) -> str:
    """Return an id for the passage that is safe in HTML and in a link."""
    name = passage.passage_id
    if re.fullmatch(r"[A-Za-z0-9_.:-]+", name):
        return f"p-{name}"
    return f"p-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The findings with the look-ups that every section needs."""

    findings: Findings
    coded: tuple[PassageRow, ...]
    by_id: dict[str, PassageRow]
    themes: tuple[ThemeRow, ...]  # those that hold first, provisional ones after
    by_theme: dict[str, list[PassageRow]]  # in the same order; "" holds those of no listed theme
    interviews: dict[str, InterviewRow]

    def file(self, passage: PassageRow) -> str:
        """Return the name of the transcript that the passage is from."""
        row = self.interviews.get(passage.interview_id)
        return row.file if row else passage.interview_id

    def numbers(self) -> dict[str, int]:
        """Return the number under which the report shows each theme, by id."""
        return {theme.theme_id: number for number, theme in enumerate(self.themes, start=1)}

    def theme_key(self, passage: PassageRow) -> str:
        """Return the passage's theme id, "" where it has none that is listed."""
        return passage.theme_id if passage.theme_id in self.by_theme else ""

    def with_status(self, status: str) -> list[InterviewRow]:
        """Return the interviews with that status: coded, uncoded or refused."""
        return [row for row in self.findings.interviews if row.status == status]


def read(findings: Findings) -> Reading:
    """Index the findings. Raises ValueError where two passages have the same id."""
    by_id = {passage.passage_id: passage for passage in findings.passages}
    if len(by_id) != len(findings.passages):
        raise ValueError("two passages have the same passage_id")
    # stable sort: largest first within both, as they came
    themes = tuple(sorted(findings.themes, key=is_provisional))
    return Reading(
        findings=findings,
        coded=tuple(passage for passage in findings.passages if is_coded(passage)),
        by_id=by_id,
        themes=themes,
        by_theme=_by_theme(themes, findings.passages),
        interviews={row.interview_id: row for row in findings.interviews if row.interview_id},
    )


def _by_theme(
    themes: Iterable[ThemeRow], passages: Iterable[PassageRow]
) -> dict[str, list[PassageRow]]:
    members: dict[str, list[PassageRow]] = {theme.theme_id: [] for theme in themes}
    members[""] = []
    for passage in passages:
        members[passage.theme_id if passage.theme_id in members else ""].append(passage)
    return members


def by_state(passages: Iterable[PassageRow]) -> dict[str, list[PassageRow]]:
    """Group passages by state, in the order of STATES with UNCODED last."""
    groups: dict[str, list[PassageRow]] = defaultdict(list)
    for passage in passages:
        groups[state_of(passage)].append(passage)
    return {name: groups[name] for name in (*STATES, UNCODED)}
