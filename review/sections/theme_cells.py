"""Where themes occur: in which interviews, and in which groups of interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from measures.crosstabs import Crosstab, crosstab
from measures.states import natural
from review.findings import PassageRow
from review.quotes import choose
from review.reading import Reading, anchor, is_provisional
from review.sections.cells import MOST_LINKS, STEPS, Cell, CellQuotes, links
from review.sections.groups import comparable
from review.words import percent

LARGEST = 40  # interviews in the table that is open
_LINKS = 600  # in the lists of all cells of one table, about
NO_THEME = "no theme"


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column: its name, where that leads, its passages, whether it is provisional."""

    name: str
    href: str
    total: int
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """A heat-table. `title` names what its columns or rows are; `lists` open under it."""

    anchor: str
    title: str
    columns: tuple[Head, ...]
    rows: tuple[tuple[Head, tuple[Cell, ...]], ...]
    lists: tuple[CellQuotes, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`largest` and `rest` are the interviews, `attributes` the groups; None, () without themes."""

    largest: Where | None
    rest: Where | None
    attributes: tuple[Where, ...]


def occurrence(
    reading: Reading, names: Mapping[str, str], embedded: Mapping[str, PassageRow]
) -> Occurrence:
    """Return the tables. `names` are the anchors of themes by id, `embedded` the passages that
    the page quotes: no other can be linked to."""
    if not reading.themes:
        return Occurrence(None, None, ())
    drawer = _Drawer(reading, names, embedded)
    order = _interviews(reading)
    size = {row: len(of) for row, of in _by_interview(reading).items()}
    largest = set(sorted(order, key=lambda key: (-size[key], key))[:LARGEST])
    rest = [key for key in order if key not in largest]
    return Occurrence(
        drawer.interviews("where", [key for key in order if key in largest]),
        drawer.interviews("where-rest", rest, listed=False) if rest else None,
        tuple(
            drawer.attribute(f"where-{number}", name)
            for number, name in enumerate(comparable(reading), start=1)
        ),
    )


def _by_interview(reading: Reading) -> dict[str, list[PassageRow]]:
    found: dict[str, list[PassageRow]] = {}
    for passage in reading.findings.passages:
        found.setdefault(passage.interview_id, []).append(passage)
    return found


def _interviews(reading: Reading) -> list[str]:
    """Interviews by the theme they speak of most, so that those alike stand together; those that
    are in no theme last."""
    numbers = reading.numbers()
    keys = {}
    for interview, passages in _by_interview(reading).items():
        counts: dict[int, int] = {}
        for passage in passages:
            number = numbers.get(passage.theme_id)
            if number:
                counts[number] = counts.get(number, 0) + 1
        main = min(counts, key=lambda n: (-counts[n], n), default=len(numbers) + 1)
        share = counts.get(main, 0) / len(passages)
        keys[interview] = (main, -share, reading.file(passages[0]))
    return sorted(keys, key=lambda interview: keys[interview])


class _Drawer:
    """Draws counts of passages so that each leads to quotes."""

    def __init__(
        self, reading: Reading, names: Mapping[str, str], embedded: Mapping[str, PassageRow]
    ) -> None:
        self._reading, self._names, self._embedded = reading, names, embedded
        self._passages = reading.findings.passages
        self._theme_of = [(reading.theme_key(passage),) for passage in self._passages]
        self._keys = [key for key, members in reading.by_theme.items() if key or members]

    def interviews(self, name: str, order: Sequence[str], listed: bool = True) -> Where:
        """Interviews in rows, themes in columns; shares are of an interview's passages."""
        table = crosstab(
            [(p.interview_id,) for p in self._passages], self._theme_of, order, self._keys
        )
        files = {p.interview_id: self._reading.file(p) for p in self._passages}
        rows = [Head(files[key], "", n) for key, n in zip(order, table.totals, strict=True)]
        wholes = [[head.total] * len(self._keys) for head in rows]
        columns = self._themes([sum(column) for column in zip(*table.counts, strict=True)])
        return self._drawn(name, "Interview", rows, columns, table, wholes, listed)

    def attribute(self, name: str, attribute: str) -> Where:
        """Themes in rows, values in columns; shares are of a value's passages."""
        known = self._reading.interviews
        values = [
            known[p.interview_id].attributes.get(attribute, "") if p.interview_id in known else ""
            for p in self._passages
        ]
        order = sorted(set(values), key=natural)
        table = crosstab(self._theme_of, [(value,) for value in values], self._keys, order)
        totals = [values.count(value) for value in order]
        columns = [
            Head(value or "not given", "", total)
            for value, total in zip(order, totals, strict=True)
        ]
        rows = self._themes(table.totals)
        return self._drawn(name, attribute, rows, columns, table, [totals] * len(rows), True)

    def _themes(self, totals: Sequence[int]) -> list[Head]:
        numbers = self._reading.numbers()
        themes = {theme.theme_id: theme for theme in self._reading.themes}
        return [
            Head(f"{numbers[key]} {themes[key].name}", self._names[key], total,
                 is_provisional(themes[key]))
            if key
            else Head(NO_THEME, self._names[""], total)
            for key, total in zip(self._keys, totals, strict=True)
        ]  # fmt: skip

    def _drawn(
        self,
        name: str,
        title: str,
        rows: Sequence[Head],
        columns: Sequence[Head],
        table: Crosstab,
        wholes: Sequence[Sequence[int]],
        listed: bool,
    ) -> Where:
        """Cells of which one passage is counted lead to it, others to a list."""
        most = MOST_LINKS
        if len(self._embedded) > _LINKS:
            most = max(2, min(most, _LINKS // max(1, len(rows) * len(columns))))
        lists: list[CellQuotes] = []
        darkest = _largest(table, wholes)
        body = []
        for r, row in enumerate(rows):
            cells = []
            for c, column in enumerate(columns):
                members = [self._passages[i] for i in table.cells[r][c]]
                shown = choose((p for p in members if p.passage_id in self._embedded), most)
                href = anchor(shown[0]) if shown else ""
                if len(members) > 1 and shown and listed:
                    href, told = f"{name}-{r}-{c}", f"{row.name}, {column.name}"
                    found = tuple(links(self._reading, shown))
                    lists.append(CellQuotes(href, told, len(members), found))
                cells.append(_cell(len(members), wholes[r][c], darkest, href))
            body.append((row, tuple(cells)))
        return Where(name, title, tuple(columns), tuple(body), tuple(lists))


def _largest(table: Crosstab, wholes: Sequence[Sequence[int]]) -> float:
    """The largest share of the table, 1 where there is none."""
    shares = [
        count / whole
        for counts, of in zip(table.counts, wholes, strict=True)
        for count, whole in zip(counts, of, strict=True)
        if count
    ]
    return max(shares, default=1.0)


def _cell(count: int, whole: int, darkest: float, href: str) -> Cell:
    share = count / whole if whole else None
    # among many themes all shares are small: the largest of the table is the darkest
    heat = max(1, round(STEPS * share / darkest)) if share else 0
    return Cell(count, share, heat, href, percent(share))
