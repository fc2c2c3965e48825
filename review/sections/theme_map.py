"""The map of the themes and what must be said beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from review.charts import Dot, theme_map
from review.charts.theme_map import swatch
from review.findings import PassageRow
from review.reading import Reading, anchor, is_provisional
from review.words import listed, plural

MOST_DOTS = 2500


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """The map, and its legend: a mark for each kind that is on it, and what the mark means."""

    svg: Markup
    shown: int
    placed: int
    legend: tuple[tuple[Markup, str], ...]


def draw_map(reading: Reading, embedded: Mapping[str, PassageRow]) -> ThemeMap | None:
    """Return the theme map, None where no passage has a place on it.

    Of very many passages an even selection is drawn, so that the file opens quickly.
    """
    numbers = reading.numbers()
    placed = [p for p in reading.findings.passages if p.position is not None]
    if not placed or not numbers:
        return None
    placed.sort(key=lambda p: (p.theme_id, p.passage_id))
    step = max(1.0, len(placed) / MOST_DOTS)
    shown = [placed[int(i * step)] for i in range(min(len(placed), MOST_DOTS))]
    dots = [_dot(reading, p, numbers.get(p.theme_id, 0), p.passage_id in embedded) for p in shown]
    names = {numbers[theme.theme_id]: theme.name for theme in reading.themes}
    hollow = {numbers[theme.theme_id] for theme in reading.themes if is_provisional(theme)}
    told = _told(reading, len(shown))
    svg = theme_map(dots, names, "theme-map", "Map of the themes", told, hollow)
    return ThemeMap(svg, len(shown), len(placed), tuple(_legend(dots, hollow)))


def _legend(dots: Sequence[Dot], hollow: Collection[int]) -> Iterator[tuple[Markup, str]]:
    shown = {dot.theme for dot in dots}
    if shown - {0} - set(hollow):
        yield swatch(1), "full marks: themes that hold"
    if hollow:
        yield swatch(1, True), "hollow marks, dashed outline: provisional themes"
    if 0 in shown:
        yield swatch(0), "small points: no theme"


def _dot(reading: Reading, passage: PassageRow, number: int, linked: bool) -> Dot:
    assert passage.position is not None
    title = f"{passage.theme or 'no theme'}: {passage.speaker}, {reading.file(passage)}"
    return Dot(*passage.position, number, title, anchor(passage) if linked else "")


def _told(reading: Reading, shown: int) -> str:
    sizes = [
        f"{number} {theme.name} ({theme.passages}"
        f"{', provisional' if is_provisional(theme) else ''})"
        for number, theme in enumerate(reading.themes, start=1)
    ]
    return (
        f"{plural(shown, 'passage')} as points; near each other where they speak of alike things. "
        f"Themes with passages: {listed(sizes)}. The list below gives the same themes as text."
    )
