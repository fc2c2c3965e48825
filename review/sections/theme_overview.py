"""The themes at a glance: those that hold, provisional ones apart, how they are grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from review.charts import Leaf, tree
from review.charts.theme_map import swatch
from review.findings import ThemeRow
from review.reading import Reading, is_provisional
from review.sections.theme_words import Holding, holding, origin
from review.words import listed, plural

_TOLD_JOINS = 8


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One theme of the table. `most` is the share of its passages that its main interview has."""

    number: int
    anchor: str
    swatch: Markup
    theme: ThemeRow
    holding: Holding
    origin: str
    passages: int
    interviews: int
    most: float | None
    most_from: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A theme with those that analysts put under it. `below` counts the passages of all."""

    row: OverviewRow
    below: int
    children: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """`branches` are themes with others under them, `alone` counts the rest; `tree` is empty where
    nobody knows which themes are near each other."""

    stable: tuple[OverviewRow, ...]
    provisional: tuple[OverviewRow, ...]
    coherent: bool
    expected: bool
    diversity: float | None
    branches: tuple[Branch, ...]
    alone: int
    tree: Markup


def overview(reading: Reading, names: dict[str, str]) -> Overview:
    """Return the tables and the tree. `names` are the anchors of themes by id."""
    rows = {
        theme.theme_id: _row(reading, number, theme, names[theme.theme_id])
        for number, theme in enumerate(reading.themes, start=1)
    }
    tops = branches(rows)
    return Overview(
        stable=tuple(row for row in rows.values() if not is_provisional(row.theme)),
        provisional=tuple(row for row in rows.values() if is_provisional(row.theme)),
        coherent=any(theme.coherence is not None for theme in reading.themes),
        expected=any(theme.origin == "expected" for theme in reading.themes),
        diversity=reading.findings.diversity,
        branches=tuple(top for top in tops if top.children),
        alone=sum(not top.children for top in tops),
        tree=_tree(reading, rows),
    )


def _row(reading: Reading, number: int, theme: ThemeRow, anchor: str) -> OverviewRow:
    members = reading.by_theme[theme.theme_id]
    counts = Counter(reading.file(passage) for passage in members)
    file, most = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return OverviewRow(
        number=number,
        anchor=anchor,
        swatch=swatch(number, is_provisional(theme)),
        theme=theme,
        holding=holding(reading, theme),
        origin=origin(theme),
        passages=len(members),
        interviews=len(counts),
        most=most / len(members) if members else None,
        most_from=file,
    )


def branches(rows: dict[str, OverviewRow]) -> tuple[Branch, ...]:
    """Return the themes that stand under no other that is listed, with those under them."""
    under: dict[str, list[str]] = {}
    for key, row in rows.items():
        parent = row.theme.parent if row.theme.parent in rows else ""
        under.setdefault(parent, []).append(key)
    seen: set[str] = set()

    def branch(key: str) -> Branch:
        seen.add(key)
        children = tuple(branch(child) for child in under.get(key, ()) if child not in seen)
        below = rows[key].passages + sum(child.below for child in children)
        return Branch(rows[key], below, children)

    # a ring of parents, which the register does not allow, would be reached from no top
    return tuple(branch(key) for key in [*under.get("", ()), *rows] if key not in seen)


def _tree(reading: Reading, rows: dict[str, OverviewRow]) -> Markup:
    joins = reading.findings.nearness
    if not joins or not {*joins[-1].left, *joins[-1].right} <= rows.keys():
        return Markup("")
    leaves = {key: _leaf(row) for key, row in rows.items()}
    told = [
        f"{_side(rows, join.left)} with {_side(rows, join.right)}" for join in joins[:_TOLD_JOINS]
    ]
    return tree(
        joins,
        leaves,
        "theme-tree",
        "Which themes are near each other",
        f"{plural(len(leaves), 'theme')}. They meet in this order, nearest first: "
        f"{listed(told, 'then')}{', and so on' if len(joins) > _TOLD_JOINS else ''}.",
    )


def _leaf(row: OverviewRow) -> Leaf:
    provisional = is_provisional(row.theme)
    text = f"{row.number} {row.theme.name}"
    return Leaf(text, row.anchor, "open" if provisional else "")


def _side(rows: dict[str, OverviewRow], keys: Iterable[str]) -> str:
    return " and ".join(str(number) for number in sorted(rows[key].number for key in keys))
