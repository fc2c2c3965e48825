"""Heat-tables whose every count opens the quotes behind it, and which quotes those are."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass

from measures.crosstabs import Crosstab, by_stakeholder, by_theme
from review.findings import PassageRow
from review.quotes import choose, opening
from review.reading import Reading, anchor, coding_of, groups_of
from review.words import percent

STEPS = 10  # classes of heat in the style sheet
MOST_LINKS = 60  # in the list of one cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A count and its share of the row; `href` names the anchor of its quotes ("": none)."""

    count: int
    share: float | None
    heat: int
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a heat-table."""

    name: str
    href: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a quote: the passage's anchor, whose it is, its first words."""

    anchor: str
    speaker: str
    file: str
    opening: str


@dataclass(frozen=True, slots=True)
class CellQuotes:
    """The list that opens under a table when a cell is chosen."""

    anchor: str
    title: str
    total: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat-table and its lists of quotes."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lists: tuple[CellQuotes, ...]


def stakeholders(reading: Reading) -> Crosstab:
    """Return challenges against stakeholder groups, over the coded passages."""
    coded = reading.coded
    return by_stakeholder([coding_of(p) for p in coded], [groups_of(p) for p in coded])


def themes(reading: Reading) -> Crosstab:
    """Return themes (by id, "" for none) against challenges, over the coded passages."""
    coded = reading.coded
    keys = [reading.theme_key(passage) for passage in coded]
    order = [key for key, members in reading.by_theme.items() if key or members]
    return by_theme([coding_of(p) for p in coded], keys, order)


def chosen(table: Crosstab, coded: Sequence[PassageRow], limit: int) -> list[PassageRow]:
    """Return the passages that the cells of a table show, at most `limit` for each."""
    return [
        passage
        for row in table.cells
        for cell in row
        for passage in choose((coded[i] for i in cell), limit)
    ]


def heat(
    table: Crosstab, names: Sequence[tuple[str, str]], href: Callable[[int, int], str]
) -> Heat:
    """Return the table to draw. `names` are (name, link) of its rows, `href` that of a cell."""
    rows = []
    for r, (counts, shares) in enumerate(zip(table.counts, table.shares, strict=True)):
        name, link = names[r]
        cells = tuple(
            _cell(count, share, href(r, c), f"{name}, {table.columns[c]}")
            for c, (count, share) in enumerate(zip(counts, shares, strict=True))
        )
        rows.append(Row(name, link, cells, table.totals[r]))
    return Heat(table.columns, tuple(rows), ())


def _cell(count: int, share: float | None, href: str, told: str) -> Cell:
    # The lightest step is kept for "some", so that none and a few can be told apart.
    step = max(1, round(STEPS * share)) if share else 0
    return Cell(count, share, step, href if count else "", f"{told}: {percent(share)} of the row")


def stakeholder_heat(reading: Reading, table: Crosstab, embedded: Container[str]) -> Heat:
    """Return challenges against stakeholder groups with a list of quotes for every cell.

    `embedded` holds the ids of the passages that the page quotes: no other can be linked to.
    """
    drawn = heat(table, [(row, "") for row in table.rows], lambda r, c: f"cell-{r}-{c}")
    lists = [
        _list(reading, table, r, c, embedded)
        for r in range(len(table.rows))
        for c in range(len(table.columns))
        if table.cells[r][c]
    ]
    return Heat(drawn.columns, drawn.rows, tuple(lists))


def _list(
    reading: Reading, table: Crosstab, r: int, c: int, embedded: Container[str]
) -> CellQuotes:
    members = [reading.coded[i] for i in table.cells[r][c]]
    shown = choose((p for p in members if p.passage_id in embedded), MOST_LINKS)
    return CellQuotes(
        f"cell-{r}-{c}",
        f"{table.rows[r]}, {table.columns[c]}",
        len(members),
        tuple(links(reading, shown)),
    )


def links(reading: Reading, passages: Iterable[PassageRow]) -> Iterable[Link]:
    """Return links to quotes; each passage must be among those that are embedded."""
    for passage in passages:
        yield Link(anchor(passage), passage.speaker, reading.file(passage), opening(passage.text))
