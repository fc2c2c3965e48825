"""Challenges against stakeholder groups, themes and case attributes: plain counts.

A table keeps the passages of each cell, not their number only, so that whoever reads a count can
be shown what it was counted from. No test of significance is made here: passages of one
interview are not independent, and codes of a machine are not observations.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from measures.states import STATES, Coding, natural, state

GROUPS = ("company", "resident", "government")
SEVERAL = "two or more groups"
NONE = "no group"
ALL = "all passages"


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Rows by columns. `cells[r][c]` are the indices of the passages counted there.

    `totals` are passages per row. Where a passage may stand in several columns of a row (it
    names a company and residents), the cells of the row add up to more than its total.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[tuple[int, ...], ...], ...]
    totals: tuple[int, ...]

    @property
    def counts(self) -> tuple[tuple[int, ...], ...]:
        """Passages per cell."""
        return tuple(tuple(len(cell) for cell in row) for row in self.cells)

    @property
    def shares(self) -> tuple[tuple[float | None, ...], ...]:
        """Cell over row total, None in a row without passages."""
        return tuple(
            tuple(count / total if total else None for count in row)
            for row, total in zip(self.counts, self.totals, strict=True)
        )


def crosstab(
    in_rows: Sequence[Collection[str]],
    in_columns: Sequence[Collection[str]],
    rows: Sequence[str],
    columns: Sequence[str],
) -> Crosstab:
    """Count passages by the rows and the columns to which each belongs.

    `in_rows[i]` and `in_columns[i]` are those of passage i; names that are not among `rows` and
    `columns` are passed over. Raises ValueError where the two differ in length.
    """
    if len(in_rows) != len(in_columns):
        raise ValueError(f"{len(in_rows)} passages in rows, {len(in_columns)} in columns")
    members: dict[tuple[str, str], list[int]] = {(r, c): [] for r in rows for c in columns}
    totals = dict.fromkeys(rows, 0)
    wanted = set(columns)
    for index, (its_rows, its_columns) in enumerate(zip(in_rows, in_columns, strict=True)):
        for row in totals.keys() & set(its_rows):
            totals[row] += 1
            for column in wanted & set(its_columns):
                members[row, column].append(index)
    cells = tuple(tuple(tuple(members[r, c]) for c in columns) for r in rows)
    return Crosstab(tuple(rows), tuple(columns), cells, tuple(totals[r] for r in rows))


def by_stakeholder(codings: Sequence[Coding], groups: Sequence[Collection[str]]) -> Crosstab:
    """Return challenges (rows, and all passages) against stakeholder groups (columns).

    `groups[i]` are the groups of which passage i mentions an entity. A passage that mentions two
    counts for each of them, and for "two or more groups".
    """
    in_rows = [(state(coding), ALL) for coding in codings]
    in_columns = [_columns_of(set(named) & set(GROUPS)) for named in groups]
    return crosstab(in_rows, in_columns, (*STATES, ALL), (*GROUPS, SEVERAL, NONE))


def _columns_of(named: set[str]) -> set[str]:
    if not named:
        return {NONE}
    return named | {SEVERAL} if len(named) > 1 else named


def by_theme(codings: Sequence[Coding], themes: Sequence[str], order: Sequence[str]) -> Crosstab:
    """Return themes (rows, in the order given) against challenges (columns).

    `themes[i]` is the theme of passage i, "" for none; give "" in `order` to count these too.
    """
    return crosstab([(theme,) for theme in themes], _states(codings), order, STATES)


def by_attribute(codings: Sequence[Coding], values: Sequence[str]) -> Crosstab:
    """Return the values of a case attribute (rows, sorted, "" last) against challenges."""
    order = sorted(set(values), key=natural)
    return crosstab([(value,) for value in values], _states(codings), order, STATES)


def _states(codings: Sequence[Coding]) -> list[tuple[str]]:
    return [(state(coding),) for coding in codings]
