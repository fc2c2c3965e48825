"""The share by case attribute and by interview: a bar and its numbers for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from review.charts import row_bar
from review.reading import Reading
from review.sections.headline import parts_of
from review.sections.inputs import attribute_names

FEWEST, MOST = 2, 12  # values of an attribute that can be read as a table of groups


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One value of an attribute, or one interview."""

    name: str
    interviews: int
    block: Mapping[str, Any]
    bar: Markup


@dataclass(frozen=True, slots=True)
class Groups:
    """`tables` by attribute; `skipped` says which attributes have none, and why."""

    tables: tuple[tuple[str, tuple[GroupRow, ...]], ...]
    skipped: tuple[str, ...]
    interviews: tuple[GroupRow, ...]


def comparable(reading: Reading) -> list[str]:
    """Return the attributes by whose values the report compares interviews."""
    shares = reading.findings.shares
    interviews = len(shares["by_interview"])
    return [name for name, blocks in shares["by_attribute"].items()
            if not _why_not(blocks, interviews)]  # fmt: skip


def groups(reading: Reading) -> Groups:
    """Return the tables of the section."""
    shares = reading.findings.shares
    tables, skipped = [], []
    for name, blocks in shares["by_attribute"].items():
        reason = _why_not(blocks, len(shares["by_interview"]))
        if reason:
            skipped.append(f"“{name}” {reason}")
        else:
            tables.append((name, tuple(_row(b["value"] or "not given", b) for b in blocks)))
    return Groups(tuple(tables), (*skipped, *_unseen(reading)), _interviews(reading))


def _why_not(blocks: Sequence[Mapping[str, Any]], interviews: int) -> str:
    given = [block for block in blocks if block["value"]]
    if len(given) < FEWEST:
        return "has the same value throughout" if given else "has no value"
    if len(given) >= interviews:
        return "differs from interview to interview, as names do: see the table by interview"
    if len(given) > MOST:
        return f"has {len(given)} values, more than can be compared here"
    return ""


def _unseen(reading: Reading) -> Iterable[str]:
    """Attributes that only interviews without coded passages have."""
    known = reading.findings.shares["by_attribute"]
    for name in attribute_names(reading.findings.interviews):
        if name not in known:
            yield f"“{name}” is given for no interview with coded passages"


def _interviews(reading: Reading) -> tuple[GroupRow, ...]:
    rows = []
    for block in reading.findings.shares["by_interview"]:
        known = reading.interviews.get(block["interview_id"])
        rows.append(_row(known.file if known else block["interview_id"], block))
    return tuple(rows)


def _row(name: str, block: Mapping[str, Any]) -> GroupRow:
    return GroupRow(name, block.get("interviews", 1), block, row_bar(parts_of(block)))
