"""What went in: the interviews and their cases, what was left out and why, what to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from review.findings import InterviewRow
from review.reading import Reading

_MOST_COLUMNS = 4  # attributes with a column of their own; more would push the table off the page


@dataclass(frozen=True, slots=True)
class Inputs:
    """`attributes` are columns of the table, `folded` are given as one text, `shared` are the
    same in every interview and told once."""

    coded: tuple[InterviewRow, ...]
    left_out: tuple[InterviewRow, ...]
    warned: tuple[InterviewRow, ...]
    attributes: tuple[str, ...]
    folded: tuple[str, ...]
    shared: tuple[tuple[str, str], ...]


def inputs(reading: Reading) -> Inputs:
    """Return the interviews, sorted by what became of them."""
    rows = reading.findings.interviews
    coded = tuple(row for row in rows if row.status == "coded")
    shared = _shared(coded)
    names = tuple(name for name in attribute_names(coded) if name not in shared)
    return Inputs(
        coded=coded,
        left_out=tuple(row for row in rows if row.status != "coded"),
        warned=tuple(row for row in rows if row.warnings),
        attributes=names[:_MOST_COLUMNS],
        folded=names[_MOST_COLUMNS:],
        shared=tuple(shared.items()),
    )


def _shared(rows: Sequence[InterviewRow]) -> dict[str, str]:
    values = {
        name: {row.attributes.get(name, "") for row in rows} for name in attribute_names(rows)
    }
    return {name: min(found) for name, found in values.items() if len(rows) > 1 == len(found)}


def attribute_names(rows: Iterable[InterviewRow]) -> tuple[str, ...]:
    """Return the names of all case attributes, in the order in which they first come."""
    return tuple(dict.fromkeys(name for row in rows for name in row.attributes))
