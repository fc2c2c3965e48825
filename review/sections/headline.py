"""The headline share, what it rests on, and how far the machine behind it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from measures.states import STATES
from review.charts import Part, stacked_bar
from review.reading import Reading
from review.words import figure, percent, sentence

CSS = {"technical only": "tech", "both": "both", "organizational only": "org", "neither": "none"}
_TARGETS = {"corpus": "in these interviews", "cities": "in cities like these"}


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table of words: the first cell of a row is its head."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """Everything the section prints."""

    block: Mapping[str, Any]
    parts: tuple[Part, ...]
    bar: Markup
    intervals: tuple[str, ...]
    reason: str
    on_sample: bool
    scores: Table | None
    card: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]


def headline(reading: Reading) -> Headline:
    """Return the headline with its warrant: intervals, or the reason why there are none."""
    shares, card = reading.findings.shares, reading.findings.model_card
    block = shares["machine"]
    parts = parts_of(block)
    return Headline(
        block=block,
        parts=parts,
        bar=stacked_bar(parts, "headline-bar", "What kind of challenge the passages state"),
        intervals=_intervals(shares.get("interval") or {}),
        reason=shares.get("reason", ""),
        on_sample=shares.get("basis") == "sample",
        scores=table_of(card.get("scores")),
        card=_card(card),
        limits=tuple(figure(limit) for limit in _list(card.get("limits"))),
    )


def parts_of(block: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return the four states of a block of shares.json as parts of a bar."""
    return tuple(Part(name, CSS[name], block[name.replace(" ", "_")]) for name in STATES)


def _intervals(interval: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(
        f"{sentence(_TARGETS[target])}: {_limits(interval[target])}"
        for target in _TARGETS
        if target in interval
    )


def _limits(found: Mapping[str, Any]) -> str:
    if found.get("low") is None:
        return f"no valid interval: {found.get('reason', 'none was computed')}"
    level = percent(found.get("level", 0.95))
    return f"{level} interval from {percent(found['low'])} to {percent(found['high'])}."


def _card(card: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The card's short entries; scores and limits have places of their own."""
    return tuple(
        (name.replace("_", " "), figure(value))
        for name, value in card.items()
        if name not in ("scores", "limits") and not isinstance(value, Mapping)
    )


def _list(value: object) -> Sequence[object]:
    if isinstance(value, (list, tuple)):
        return value
    return [] if value in (None, "") else [value]


def table_of(scores: object) -> Table | None:
    """Return scores as a table, None where there are none.

    Takes a mapping of rows ({"technical": {"F1": .75, "baseline": .41}, …}), or a list of rows
    that are mappings, the first column being the row's name.
    """
    rows: list[tuple[str, Mapping[str, Any]]] = []
    if isinstance(scores, Mapping):
        rows = [(str(k), v if isinstance(v, Mapping) else {"": v}) for k, v in scores.items()]
    for row in scores if isinstance(scores, (list, tuple)) else ():
        name, *rest = row.items()
        rows.append((figure(name[1]), dict(rest)))
    if not rows:
        return None
    columns = tuple(dict.fromkeys(column for _, row in rows for column in row))
    body = tuple((name, *(figure(row.get(c)) for c in columns)) for name, row in rows)
    return Table(("", *(column.replace("_", " ") for column in columns)), body)
