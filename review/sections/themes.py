"""Themes: the map, and for each theme its numbers and quotes.

All quotes of the report live here, each once, under their theme and what they state; every other
section links to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from measures.states import state
from review.charts import Dot, Part, row_bar, theme_map
from review.charts.theme_map import swatch
from review.findings import PassageRow, ThemeRow
from review.quotes import Quote, quote
from review.reading import UNCODED, Reading, anchor, by_state, coding_of, is_coded
from review.sections.headline import CSS
from review.words import listed, plural

MOST_DOTS = 2500
REPRESENTATIVE = 3


@dataclass(frozen=True, slots=True)
class StateQuotes:
    """A theme's passages of one state: how many, and those shown in the list."""

    anchor: str
    name: str
    total: int
    above: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as drawn; number 0 gathers the passages without a theme."""

    number: int
    anchor: str
    row: ThemeRow | None
    total: int
    interviews: int
    swatch: Markup
    bar: Markup
    parts: tuple[Part, ...]
    technical: int
    organizational: int
    best: tuple[Quote, ...]
    states: tuple[StateQuotes, ...]


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """The map and what must be said beside it."""

    svg: Markup
    shown: int
    placed: int


def anchors(reading: Reading) -> dict[str, str]:
    """Return the anchor of each theme by id, with "" for no theme."""
    return {
        key: f"theme-{number}" if key else "theme-none"
        for number, key in enumerate(reading.by_theme, start=1)
    }


def state_anchor(theme: str, name: str) -> str:
    """Return the anchor of a theme's quotes of one state."""
    return f"{theme}-{name.replace(' ', '-')}"


def best_of(reading: Reading) -> dict[str, list[PassageRow]]:
    """Return the representative passages of each theme, those that it still holds."""
    return {
        theme.theme_id: [
            reading.by_id[key]
            for key in dict.fromkeys(theme.quotes)
            if key in reading.by_id and reading.by_id[key].theme_id == theme.theme_id
        ][:REPRESENTATIVE]
        for theme in reading.findings.themes
    }


def theme_list(reading: Reading, embedded: Mapping[str, PassageRow]) -> list[Theme]:
    """Return the themes, largest first as they came, and last the passages without one."""
    best, names = best_of(reading), anchors(reading)
    rows = {theme.theme_id: theme for theme in reading.findings.themes}
    return [
        _theme(reading, number, names[key], rows.get(key), members, best.get(key, []), embedded)
        for number, (key, members) in enumerate(reading.by_theme.items(), start=1)
        if key or members
    ]


def _theme(
    reading: Reading,
    number: int,
    name: str,
    row: ThemeRow | None,
    members: Sequence[PassageRow],
    best: Sequence[PassageRow],
    embedded: Mapping[str, PassageRow],
) -> Theme:
    groups = by_state(members)
    codings = [coding_of(p) for p in members if is_coded(p)]
    parts = tuple(Part(s, css, sum(state(c) == s for c in codings)) for s, css in CSS.items())
    above = {p.passage_id for p in best}
    return Theme(
        number=number if row else 0,
        anchor=name,
        row=row,
        total=len(members),
        interviews=len({p.interview_id for p in members}),
        swatch=swatch(number if row else 0),
        bar=row_bar(parts),
        parts=parts,
        technical=sum(c[0] for c in codings),
        organizational=sum(c[1] for c in codings),
        best=tuple(quote(p, reading.file(p)) for p in best),
        states=tuple(
            _state(reading, name, s, group, above, embedded) for s, group in groups.items() if group
        ),
    )


def _state(
    reading: Reading,
    theme: str,
    name: str,
    members: Sequence[PassageRow],
    above: set[str],
    embedded: Mapping[str, PassageRow],
) -> StateQuotes:
    shown = [p for p in members if p.passage_id in embedded and p.passage_id not in above]
    return StateQuotes(
        state_anchor(theme, name.replace(UNCODED, "uncoded")),
        name,
        len(members),
        sum(p.passage_id in above for p in members),
        tuple(quote(p, reading.file(p)) for p in shown),
    )


def draw_map(reading: Reading, embedded: Mapping[str, PassageRow]) -> ThemeMap | None:
    """Return the theme map, None where no passage has a place on it.

    Of very many passages an even selection is drawn, so that the file opens quickly.
    """
    numbers = {t.theme_id: i for i, t in enumerate(reading.findings.themes, start=1)}
    placed = [p for p in reading.findings.passages if p.position is not None]
    if not placed or not numbers:
        return None
    placed.sort(key=lambda p: (p.theme_id, p.passage_id))
    step = max(1.0, len(placed) / MOST_DOTS)
    shown = [placed[int(i * step)] for i in range(min(len(placed), MOST_DOTS))]
    dots = [_dot(reading, p, numbers.get(p.theme_id, 0), p.passage_id in embedded) for p in shown]
    names = {numbers[t.theme_id]: t.name for t in reading.findings.themes}
    svg = theme_map(dots, names, "theme-map", "Map of the themes", _told(reading, len(shown)))
    return ThemeMap(svg, len(shown), len(placed))


def _dot(reading: Reading, passage: PassageRow, number: int, linked: bool) -> Dot:
    assert passage.position is not None
    title = f"{passage.theme or 'no theme'}: {passage.speaker}, {reading.file(passage)}"
    return Dot(*passage.position, number, title, anchor(passage) if linked else "")


def _told(reading: Reading, shown: int) -> str:
    sizes = [f"{i} {t.name} ({t.passages})" for i, t in enumerate(reading.findings.themes, 1)]
    return (
        f"{plural(shown, 'passage')} as points; near each other where they speak of alike things. "
        f"Themes with passages: {listed(sizes)}. The list below gives the same themes as text."
    )
