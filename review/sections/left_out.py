"""Passages that were left out of codes and themes: how many for which reason, and some of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from review.findings import LeftOutRow
from review.reading import Reading

_MOST = 12  # passages shown for each reason; all are in left_out.csv


@dataclass(frozen=True, slots=True)
class Shown:
    """One passage as it is shown."""

    file: str
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with the number of its passages and interviews, and the first passages."""

    reason: str
    passages: int
    interviews: int
    shown: tuple[Shown, ...]


def left_out(reading: Reading) -> tuple[Reason, ...]:
    """Return the reasons, the most frequent first."""
    groups: dict[str, list[LeftOutRow]] = defaultdict(list)
    for row in reading.findings.left_out:
        groups[row.reason].append(row)
    return tuple(
        Reason(
            reason=reason,
            passages=len(rows),
            interviews=len({row.interview_id for row in rows}),
            shown=tuple(_shown(reading, row) for row in rows[:_MOST]),
        )
        for reason, rows in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def _shown(reading: Reading, row: LeftOutRow) -> Shown:
    interview = reading.interviews.get(row.interview_id)
    return Shown(interview.file if interview else row.interview_id, row.speaker, row.text)
