"""What changed since the last fit, what waits for an answer, what is not in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from review.findings import PassageRow, ProposalRow, ThemeChange
from review.quotes import choose
from review.reading import Reading
from review.sections.cells import Link, links
from review.words import count, percent, plural

SHOWN = 3  # passages of a proposal


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One theme; `anchor` is "" and `number` 0 where it is no longer in use."""

    change: ThemeChange
    anchor: str
    number: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal with some of the passages that it speaks of."""

    row: ProposalRow
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """`kept` is a sentence on how many passages stayed, "" where none was in a theme before."""

    since: str
    rows: tuple[ChangeRow, ...]
    kept: str
    gone: bool
    waiting: tuple[Proposed, ...]
    answered: tuple[ProposalRow, ...]
    unreplayed: tuple[str, ...]


def proposed_passages(reading: Reading) -> list[PassageRow]:
    """Return the passages that stand for open proposals."""
    return [
        passage
        for row in reading.findings.proposals
        if row.waiting
        for passage in choose(
            (reading.by_id[key] for key in row.passages if key in reading.by_id), SHOWN
        )
    ]


def changes(
    reading: Reading, names: Mapping[str, str], embedded: Mapping[str, PassageRow]
) -> Changes:
    """Return what the section prints. `names` are the anchors of themes by id, `embedded` the
    passages that the page quotes."""
    findings = reading.findings
    numbers = reading.numbers()
    rows = [
        ChangeRow(change, names.get(change.theme_id, ""), numbers.get(change.theme_id, 0))
        for change in findings.theme_changes
    ]
    rows.sort(key=lambda row: row.number or len(numbers) + 1)
    return Changes(
        since=findings.changes_since,
        rows=tuple(rows),
        kept=_kept([row.change for row in rows]),
        gone=any(row.change.gone for row in rows),
        waiting=tuple(
            _proposed(reading, row, embedded) for row in findings.proposals if row.waiting
        ),
        answered=tuple(row for row in findings.proposals if not row.waiting),
        unreplayed=findings.unreplayed,
    )


def _proposed(reading: Reading, row: ProposalRow, embedded: Mapping[str, PassageRow]) -> Proposed:
    found = choose((embedded[key] for key in row.passages if key in embedded), SHOWN)
    return Proposed(row, tuple(links(reading, found)))


def _kept(rows: list[ThemeChange]) -> str:
    # passages that are gone from the study left no theme for another
    there = sum(row.stayed + row.left for row in rows)
    stayed, new = (sum(getattr(row, name) for row in rows) for name in ("stayed", "new_passages"))
    told = []
    if there:
        told.append(
            f"Of {plural(there, 'passage')} that had a theme and still are in the study, "
            f"{count(stayed)} ({percent(stayed / there)}) are in the same one."
        )
    if new:
        told.append(f"{plural(new, 'passage')} in themes {'is' if new == 1 else 'are'} new.")
    return " ".join(told)
