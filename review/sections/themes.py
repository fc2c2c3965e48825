"""Each theme with its numbers and quotes.

All quotes of the report live here, each once, under their theme and what they state; every other
section links to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from measures.states import state
from review.charts import Part, row_bar
from review.charts.theme_map import swatch
from review.findings import PassageRow, ThemeRow
from review.quotes import Quote, quote
from review.reading import UNCODED, Reading, by_state, coding_of, is_coded, is_provisional
from review.sections.headline import CSS
from review.sections.theme_words import Holding, holding, origin

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
    """A theme as drawn; number 0 gathers the passages without a theme. `besides` counts passages
    of others that speak of it too; `parent` is (anchor, name) of the theme above it."""

    number: int
    anchor: str
    row: ThemeRow | None
    holding: Holding | None
    origin: str
    parent: tuple[str, str] | None
    besides: int
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
class Themes:
    """Themes that hold, provisional ones, and the passages without a theme."""

    stable: tuple[Theme, ...]
    provisional: tuple[Theme, ...]
    none: Theme | None


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
        for theme in reading.themes
    }


def theme_list(reading: Reading, embedded: Mapping[str, PassageRow]) -> Themes:
    """Return the themes, largest first, provisional ones apart, and the passages without one."""
    drawer = _Drawer(reading, embedded)
    drawn = [drawer.theme(number, theme) for number, theme in enumerate(reading.themes, start=1)]
    return Themes(
        stable=tuple(d for d in drawn if d.row and not is_provisional(d.row)),
        provisional=tuple(d for d in drawn if d.row and is_provisional(d.row)),
        none=drawer.theme(0, None) if reading.by_theme[""] else None,
    )


class _Drawer:
    """Draws themes from what they all need."""

    def __init__(self, reading: Reading, embedded: Mapping[str, PassageRow]) -> None:
        self._reading, self._embedded = reading, embedded
        self._names, self._best = anchors(reading), best_of(reading)
        self._besides = Counter(key for p in reading.findings.passages for key in p.also)
        numbers = reading.numbers()
        self._called = {
            theme.theme_id: (
                self._names[theme.theme_id],
                f"{numbers[theme.theme_id]} {theme.name}",
            )
            for theme in reading.themes
        }

    def theme(self, number: int, row: ThemeRow | None) -> Theme:
        """The theme of that number; 0 and None for the passages without one."""
        key = row.theme_id if row else ""
        members, best = self._reading.by_theme[key], self._best.get(key, [])
        codings = [coding_of(p) for p in members if is_coded(p)]
        parts = tuple(Part(s, css, sum(state(c) == s for c in codings)) for s, css in CSS.items())
        above = {p.passage_id for p in best}
        return Theme(
            number=number,
            anchor=self._names[key],
            row=row,
            holding=holding(self._reading, row) if row else None,
            origin=origin(row) if row else "",
            parent=self._called.get(row.parent) if row else None,
            besides=self._besides[key] if row else 0,
            total=len(members),
            interviews=len({p.interview_id for p in members}),
            swatch=swatch(number, row is not None and is_provisional(row)),
            bar=row_bar(parts),
            parts=parts,
            technical=sum(c[0] for c in codings),
            organizational=sum(c[1] for c in codings),
            best=tuple(self._quote(p) for p in best),
            states=tuple(
                self._state(self._names[key], s, group, above)
                for s, group in by_state(members).items()
                if group
            ),
        )

    def _state(
        self, theme: str, name: str, members: Sequence[PassageRow], above: set[str]
    ) -> StateQuotes:
        shown = [p for p in members if p.passage_id in self._embedded and p.passage_id not in above]
        return StateQuotes(
            state_anchor(theme, name.replace(UNCODED, "uncoded")),
            name,
            len(members),
            sum(p.passage_id in above for p in members),
            tuple(self._quote(p) for p in shown),
        )

    def _quote(self, passage: PassageRow) -> Quote:
        also = tuple(self._called[key] for key in passage.also if key in self._called)
        return quote(passage, self._reading.file(passage), also)
