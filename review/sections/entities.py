"""Who and what was named most, by kind and by stakeholder group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from measures.crosstabs import GROUPS
from review.charts import plain_bar
from review.reading import Reading

MOST = 10  # entities of a kind


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity, or a whole stakeholder group. `others` are its further spellings."""

    name: str
    stakeholder: str
    passages: int
    interviews: int
    bar: Markup
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityTable:
    """The entities of one kind: the most named, and how many more there are."""

    label: str
    rows: tuple[EntityRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Entities:
    """`groups` sums up the stakeholder groups, `named` lists each one's, `kinds` all by kind."""

    groups: tuple[EntityRow, ...]
    named: tuple[EntityTable, ...]
    kinds: tuple[EntityTable, ...]


class _Tally:
    """Where one entity was named, and as what."""

    def __init__(self) -> None:
        self.passages: set[str] = set()
        self.interviews: set[str] = set()
        self.spellings: dict[str, None] = {}
        self.stakeholder = ""


def entities(reading: Reading) -> Entities:
    """Return the tables of the section; passages count once, however often they name it."""
    by_group: dict[str, dict[str, _Tally]] = defaultdict(lambda: defaultdict(_Tally))
    by_label: dict[str, dict[str, _Tally]] = defaultdict(lambda: defaultdict(_Tally))
    groups: dict[str, _Tally] = defaultdict(_Tally)
    for passage in reading.findings.passages:
        for mention in passage.mentions:
            tallies = [by_label[mention.label][mention.entity]]
            if mention.stakeholder:
                tallies.append(by_group[mention.stakeholder][mention.entity])
                tallies.append(groups[mention.stakeholder])
            for tally in tallies:
                tally.passages.add(passage.passage_id)
                tally.interviews.add(passage.interview_id)
                tally.spellings[mention.text] = None
                tally.stakeholder = mention.stakeholder
    return Entities(
        tuple(row for row in _rows(groups) if row.name in GROUPS),
        tuple(_table(group, by_group[group]) for group in GROUPS if by_group[group]),
        tuple(_table(label, tallies) for label, tallies in _largest_first(by_label)),
    )


def _largest_first(
    tables: Mapping[str, dict[str, _Tally]],
) -> Iterable[tuple[str, dict[str, _Tally]]]:
    def size(item: tuple[str, dict[str, _Tally]]) -> tuple[int, str]:
        return -sum(len(tally.passages) for tally in item[1].values()), item[0]

    return sorted(tables.items(), key=size)


def _table(label: str, tallies: Mapping[str, _Tally]) -> EntityTable:
    rows = _rows(tallies)
    return EntityTable(label, rows[:MOST], max(0, len(rows) - MOST))


def _rows(tallies: Mapping[str, _Tally]) -> tuple[EntityRow, ...]:
    largest = max((len(tally.passages) for tally in tallies.values()), default=0)
    return tuple(
        _row(name, tally, largest)
        for name, tally in sorted(tallies.items(), key=lambda i: (-len(i[1].passages), i[0]))
    )


def _row(name: str, tally: _Tally, largest: int) -> EntityRow:
    passages = len(tally.passages)
    css = f"g-{tally.stakeholder}" if tally.stakeholder in GROUPS else "g-other"
    others = tuple(spelling for spelling in tally.spellings if spelling != name)
    bar = plain_bar(passages, largest, css)
    return EntityRow(name, tally.stakeholder, passages, len(tally.interviews), bar, others)
