"""What happened to the themes of a study: an append-only list that is replayed, never edited.

Three kinds of events are the machine's: `fitted`, `assigned` and `suggested`, a language model's
proposal for a name. All the others are decisions of people. A decision is taken back by another
one, `undo`, so that the list only grows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

MACHINE = frozenset(("fitted", "assigned", "suggested"))
DECISIONS = (
    "rename", "describe", "merge", "split", "create", "retire", "move", "pin", "unpin",
    "accept", "reject", "group", "undo",
)  # fmt: skip

Origin = Literal["found", "expected", "made"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `number` grows by one; `at` is an ISO time in UTC; `payload` holds
    ids, labels and figures, never what was said."""

    number: int
    kind: str
    who: str
    at: str
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def decided(self) -> bool:
        """Whether a person did it."""
        return self.kind not in MACHINE


def undone(events: Sequence[Event]) -> set[int]:
    """The numbers of events that were taken back and not restored."""
    off: set[int] = set()
    for event in reversed(events):
        # an undo that was undone itself, by a later one, takes nothing back
        if event.kind == "undo" and event.number not in off:
            off.add(int(event.payload["event"]))
    return off


def next_theme(events: Sequence[Event], taken: Collection[str] = ()) -> str:
    """A theme id that no event has used yet, undone ones included."""
    used = {*taken, *(name for event in events for name in _named(event.payload))}
    highest = max((int(name.rpartition("-")[2]) for name in used), default=0)
    return f"theme-{highest + 1:03d}"


def _named(payload: dict[str, Any]) -> list[str]:
    """Ids of themes that an event brings into being or would."""
    found = [payload["new_id"]] if payload.get("new_id") else []
    found += [theme["theme_id"] for theme in payload.get("themes", ())]
    found += [p["new_id"] for p in payload.get("proposals", ()) if p.get("new_id")]
    return found
