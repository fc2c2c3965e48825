"""What a fit changes in the register: themes that go on, places of new passages, proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.themes.events import Event, Origin, next_theme
from models.themes.matching import match
from models.themes.register import ACTIVE, Place, Register

_NOBODY = Place("", decided=False)


@dataclass(frozen=True, slots=True)
class FittedGroup:
    """A group of a fit: its passages, its words, how well it holds. `expected`: the name under
    which the researcher expects it, "" for one that was found."""

    passages: tuple[str, ...]
    name: str
    keywords: tuple[str, ...]
    stability: float | None
    expected: str = ""


def fitted(
    events: Sequence[Event],
    register: Register,
    groups: Sequence[FittedGroup],
    passages: Sequence[str],
    accepted: bool,
) -> dict[str, Any]:
    """The payload of a `fitted` event.

    Args:
        events: all so far (ids are never used twice).
        register: as they left it.
        groups: what the fit found.
        passages: all that the fit has seen; those in no group are in no theme.
        accepted: whether the fit is put in force as a whole, for a study in which nobody has
            decided anything. Otherwise themes that go on are brought up to date, passages that
            are in no theme join them, and the rest is proposed.
    """
    group_of = {p: i for i, group in enumerate(groups) for p in group.passages}
    names = _Names(events)
    carried, split, merged = _related(register, groups, group_of)
    themes = [_theme(groups[g], theme_id, new=False) for g, theme_id in sorted(carried.items())]
    proposals: list[dict[str, Any]] = []
    for number, group in enumerate(groups):
        if number in carried:
            continue
        if accepted or group.expected:
            carried[number] = names.new()
            themes.append(_theme(group, carried[number], new=True))
        else:
            proposals.append(_birth(group, names.new(), split.get(number, "")))
    gone = _gone(register, set(carried.values()))
    if not accepted:
        proposals += [_ending(theme_id, merged.get(theme_id, "")) for theme_id in gone]
    fit = register.fit + 1
    for number, proposal in enumerate(proposals, 1):
        proposal["proposal_id"] = f"fit-{fit}-{number}"
    return {
        "fit": fit,
        "themes": themes,
        "retired": gone if accepted else [],
        "places": _places(register, carried, group_of, passages, accepted),
        "proposals": proposals,
    }


def rest_proposals(
    events: Sequence[Event], groups: Sequence[FittedGroup], number: int
) -> list[dict[str, Any]]:
    """Themes to be born of passages that no standing theme speaks of.

    Args:
        events: all so far.
        groups: what was found among those passages.
        number: of the event that will hold the proposals.
    """
    names = _Names(events)
    proposals = [_birth(group, names.new(), "") for group in groups]
    for i, proposal in enumerate(proposals, 1):
        proposal["proposal_id"] = f"rest-{number}-{i}"
    return proposals


class _Names:
    """New ids of themes, one after the other."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events = events
        self._given: list[str] = []

    def new(self) -> str:
        self._given.append(next_theme(self._events, self._given))
        return self._given[-1]


def _related(
    register: Register, groups: Sequence[FittedGroup], group_of: dict[str, int]
) -> tuple[dict[int, str], dict[int, str], dict[str, str]]:
    """Which group carries which theme, which is part of one, which theme went up in another."""
    standing = {p: place.theme_id for p, place in register.places.items() if place.theme_id}
    known = list(standing)
    expected = {t.name: t.theme_id for t in register.active() if t.origin == "expected"}
    found = {g: "" if groups[g].expected else "x" for g in range(len(groups))}
    of = [group_of.get(p, -1) for p in known]
    found_only = [g if g >= 0 and found[g] else -1 for g in of]
    matching = match(found_only, known, standing)
    carried = dict(matching.carried)
    for number, group in enumerate(groups):
        if group.expected in expected:
            carried[number] = expected[group.expected]
    return carried, matching.split, matching.merged


def _theme(group: FittedGroup, theme_id: str, new: bool) -> dict[str, Any]:
    origin: Origin = "expected" if group.expected else "found"
    return {
        "theme_id": theme_id,
        "origin": origin,
        "name": group.expected or group.name,
        "keywords": list(group.keywords),
        "stability": group.stability,
        "new": new,
    }


def _birth(group: FittedGroup, new_id: str, parent: str) -> dict[str, Any]:
    reason = f"a part of {parent} stands apart" if parent else "passages that no theme speaks of"
    return {
        "kind": "split" if parent else "birth",
        "theme_id": parent,
        "into": "",
        "new_id": new_id,
        "name": group.name,
        "origin": "found",
        "keywords": list(group.keywords),
        "stability": group.stability,
        "passages": list(group.passages),
        "reason": reason,
    }


def _ending(theme_id: str, into: str) -> dict[str, Any]:
    reason = f"its passages are found together with those of {into}" if into else "not found again"
    return {
        "kind": "merge" if into else "death",
        "theme_id": theme_id,
        "into": into,
        "new_id": "",
        "name": "",
        "origin": "found",
        "keywords": [],
        "stability": None,
        "passages": [],
        "reason": reason,
    }


def _gone(register: Register, going_on: set[str]) -> list[str]:
    """Themes that the fit has not found again. What people made, or were told to expect, stays."""
    return [
        theme.theme_id
        for theme in register.active()
        if theme.origin == "found" and theme.theme_id not in going_on and theme.status == ACTIVE
    ]


def _places(
    register: Register,
    carried: dict[int, str],
    group_of: dict[str, int],
    passages: Sequence[str],
    accepted: bool,
) -> dict[str, str]:
    """Where the machine puts passages: all of them, or those only that are in no theme."""
    places = {}
    for passage in passages:
        theme_id = carried.get(group_of.get(passage, -1), "")
        standing = register.places.get(passage)
        joins = standing == _NOBODY and theme_id
        if standing is None or joins or (accepted and standing.theme_id != theme_id):
            places[passage] = theme_id
    return places
