"""Cross-tables: every passage is counted where it belongs, and can be found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.crosstabs import Crosstab, by_attribute, by_stakeholder, by_theme, crosstab

TECH, ORG, BOTH, NEITHER = (True, False), (False, True), (True, True), (False, False)


def cell(table: Crosstab, row: str, column: str) -> tuple[int, ...]:
    """Return the passages of a cell by the names of its row and column."""
    return table.cells[table.rows.index(row)][table.columns.index(column)]


def test_a_passage_counts_for_every_group_it_names() -> None:
    table = by_stakeholder(
        [TECH, ORG, ORG, NEITHER], [{"company"}, {"company", "resident"}, {"government"}, set()]
    )
    assert cell(table, "technical only", "company") == (0,)
    assert cell(table, "organizational only", "company") == (1,)
    assert cell(table, "organizational only", "resident") == (1,)
    assert cell(table, "organizational only", "two or more groups") == (1,)
    assert cell(table, "neither", "no group") == (3,)
    assert cell(table, "all passages", "company") == (0, 1)
    assert table.totals == (1, 0, 2, 1, 4)


def test_unknown_groups_are_no_group() -> None:
    table = by_stakeholder([TECH], [{"press", ""}])
    assert cell(table, "technical only", "no group") == (0,)


def test_row_shares_are_of_the_row_total() -> None:
    table = by_stakeholder([ORG, ORG], [{"company", "resident"}, {"company"}])
    row = table.shares[table.rows.index("organizational only")]
    assert row == (1.0, 0.5, 0.0, 0.5, 0.0)
    assert table.shares[table.rows.index("both")] == (None,) * 5


def test_themes_come_in_the_order_given() -> None:
    table = by_theme([TECH, ORG, BOTH, NEITHER], ["x", "y", "x", ""], ["y", "x", "z"])
    assert table.rows == ("y", "x", "z")
    assert table.counts == ((0, 0, 1, 0), (1, 1, 0, 0), (0, 0, 0, 0))
    assert table.totals == (1, 2, 0)


def test_attribute_values_are_sorted_with_missing_last() -> None:
    table = by_attribute([TECH, ORG, NEITHER], ["10", "", "9"])
    assert table.rows == ("9", "10", "")
    assert table.totals == (1, 1, 1)


def test_no_passages_give_empty_cells() -> None:
    table = by_stakeholder([], [])
    assert table.totals == (0,) * 5
    assert not any(any(row) for row in table.counts)
    assert by_attribute([], []).rows == ()


def test_sequences_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 passages in rows, 0 in columns"):
        crosstab([["a"]], [], ["a"], ["b"])


groups = st.sets(st.sampled_from(["company", "resident", "government"]))


@given(st.lists(st.tuples(st.booleans(), st.booleans(), groups), max_size=40))
def test_rows_of_states_add_up_to_all(passages: list[tuple[bool, bool, set[str]]]) -> None:
    table = by_stakeholder([(t, o) for t, o, _ in passages], [g for *_, g in passages])
    *states, everyone = table.counts
    assert [sum(column) for column in zip(*states, strict=True)] == list(everyone)
    assert table.totals[-1] == len(passages)
    company = sum("company" in g for *_, g in passages)
    assert len(cell(table, "all passages", "company")) == company
