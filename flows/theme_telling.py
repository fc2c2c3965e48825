"""Themes, their changes and history in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from measures.saturation import Saturation
from models.themes.events import Event
from models.themes.register import Register

_QUOTE_LENGTH = 240
_STEPS = (1, 2, 4, 6, 8, 12, 16, 24, 32)


def saturation_lines(found: Saturation) -> list[str]:
    """The curve in sentences."""
    lines = [f"{found.themes} themes in {found.interviews} interviews."]
    for step in sorted({*_STEPS, found.interviews}):
        if step <= found.interviews:
            low, high = found.low[step - 1], found.high[step - 1]
            lines.append(
                f"  after {step:>3}: {found.curve[step - 1]:5.1f} themes "
                f"({low:.0f} to {high:.0f} in 90 % of orders)"
            )
    for stop in found.stops:
        rule = f"a run of {stop.run} interviews"
        if stop.interviews is None:
            lines.append(f"{rule} with at most {stop.threshold:.0%} new themes: not reached.")
        else:
            lines.append(
                f"{rule} with at most {stop.threshold:.0%} new themes: after {stop.interviews} "
                f"interviews ({stop.low} to {stop.high})."
            )
    if found.chao2 is not None:
        lines.append(
            f"Chao2 estimates {found.chao2:.1f} themes in all; themes heard so far make up "
            f"{figure(found.coverage)} of what is said. Machine-made themes are coarse: this "
            "speaks of them, not of all that could be said."
        )
    return lines


def figure(value: float | None) -> str:
    """A figure with two decimals, or that there is none."""
    return "not measured" if value is None else f"{value:.2f}"


def shortened(text: str) -> str:
    """A quote in one line of at most 240 characters."""
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE_LENGTH else text[: _QUOTE_LENGTH - 1] + "…"


def theme_line(record: Mapping[str, Any]) -> str:
    """One theme of a list."""
    under = f"  under {record['parent']}" if record["parent"] else ""
    origin = "" if record["origin"] == "found" else f"  {record['origin']}"
    return (
        f"{record['theme_id']}  {record['name']}  {record['passages']} passages in "
        f"{record['interviews']} interviews, stability {figure(record['stability'])} "
        f"({record['status']}){origin}{under}"
    )


def changes(before: Register, now: Register, present: Collection[str]) -> list[dict[str, Any]]:
    """What became of each theme between two states of the register, in passages that the study
    still holds."""
    then, today = (
        {theme: [p for p in held if p in present] for theme, held in register.members().items()}
        for register in (before, now)
    )
    counts = Counter(theme for theme in (*then, *today))
    records = []
    for theme_id in sorted(counts):
        old, new = set(then.get(theme_id, ())), set(today.get(theme_id, ()))
        shown = (now.themes.get(theme_id) or before.themes[theme_id]).shown
        known = {p for p in new if p in before.places}
        records.append(
            {
                "theme_id": theme_id, "name": shown, "before": len(old), "now": len(new),
                "stayed": len(old & new), "left": len(old - new), "joined": len(known - old),
                "new_passages": len(new - known),
            }
        )  # fmt: skip
    return records


def change_line(record: Mapping[str, Any]) -> str:
    """One row of `changes`."""
    return (
        f"{record['theme_id']}  {record['name']}: {record['before']} → {record['now']} passages "
        f"({record['stayed']} stayed, {record['left']} left, {record['joined']} joined, "
        f"{record['new_passages']} are new)"
    )


def not_replayed(register: Register) -> list[str]:
    """Decisions that are not in force, with the reason."""
    return [
        f"not in force: event {u.event.number}, {tell(u.event)}: {u.reason}"
        for u in register.unreplayed
    ]


def themes_of(event: Event) -> set[str]:
    """The themes that an event speaks of."""
    payload = event.payload
    found = {payload.get(key) for key in ("theme_id", "into", "new_id", "parent")}
    return {value for value in found if value}


def tell(event: Event) -> str:
    """An event in a sentence; its reason if one was given."""
    payload = event.payload
    count = len(payload.get("passages", payload.get("places", ())))
    values = {**payload, "count": count, "proposed": len(payload.get("proposals", ()))}
    values["target"] = payload.get("theme_id") or "no theme"
    values["above"] = payload.get("parent") or "nothing"
    values["made"] = len(payload.get("themes", ()))
    why = f" because {payload['why']}" if payload.get("why") else ""
    return _TOLD[event.kind].format_map(values) + why


_TOLD: Mapping[str, str] = MappingProxyType(
    {
        "fitted": "fit {fit}: {made} themes made or brought up to date, {count} passages placed, "
        "{proposed} proposals",
        "assigned": "{count} new passages placed, {proposed} proposals",
        "suggested": "the model {model} at {address} proposed “{name}” for {theme_id}, shown "
        "{quotes} quotes as {asked_by} asked",
        "rename": "{theme_id} named “{label}”",
        "describe": "{theme_id} described",
        "merge": "{theme_id} merged into {into}",
        "split": "{new_id} “{label}” split off {theme_id}, {count} passages",
        "create": "{new_id} “{label}” made, {count} passages",
        "retire": "{theme_id} retired",
        "move": "{count} passages moved to {target}",
        "pin": "{count} passages pinned to {theme_id}",
        "unpin": "{count} passages unpinned from {theme_id}",
        "accept": "proposal {proposal_id} accepted",
        "reject": "proposal {proposal_id} rejected",
        "group": "{theme_id} put under {above}",
        "undo": "event {event} taken back",
    }
)
