"""One name, one label and one stakeholder group for all mentions of one entity in a study.

A study may correct all of it in its `entities.toml`, which always wins:

    ignore = ["Sparky", "Room 12"]       # these are no entities: drop their mentions

    [[entity]]
    name = "Harrow Bend Water Works"     # what tables and the report shall call it
    label = "DEPARTMENT"                 # TECHNOLOGY, DEPARTMENT, ROLE, LAW, PROGRAMME, VENDOR,
                                         # GROUP, PERSON, ORG, GPE, LOC, FAC, PRODUCT, EVENT, NORP
    stakeholder = "government"           # company, resident, government, or "" for none
    variants = ["Water Works", "HBWW"]   # what else it is called

All but `name` may be left out. Case, plurals, hyphens and blanks need no variants. A name from
the report may stand for all spellings that were joined under it. With a label, the name and its
variants are searched for in the interviews as well; without one, they only join what was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.entity_groups import Group, GroupId, Raw, gather
from models.entity_labels import label_of, seat_of, stakeholder_of
from models.entity_overrides import IGNORED, Overrides, read_overrides
from models.name_links import full_names, links
from models.spelling import loose_key

__all__ = ["Entity", "Overrides", "Raw", "join_entities", "read_overrides"]


@dataclass(frozen=True, slots=True)
class Entity:
    """What a table says of a mention."""

    name: str
    label: str
    stakeholder: str


def join_entities(
    raws: Sequence[Raw], speakers: Sequence[str], overrides: Overrides
) -> dict[Raw, Entity | None]:
    """Return the entity of each mention; None for what is ignored or no name at all.

    The order of `raws` and `speakers` changes nothing.

    Args:
        raws: all mentions of a study.
        speakers: names of all who speak in it.
        overrides: what the study's entities.toml says.
    """
    gathered = gather(Counter(raws), overrides)
    groups, homes = gathered.groups, gathered.homes
    spoken = {_speaker_id(name, overrides): name for name in sorted(full_names(speakers))}
    short = links(groups, spoken)
    naming = _Naming(overrides, spoken, frozenset(seat_of(g.form) for g in groups.values()))
    entities = {home: naming.entity(home, groups.get(home)) for home in {*groups, *short.values()}}
    return {
        raw: entities[short.get((home, raw.interview_id), home)] if home else None
        for raw, home in homes.items()
    }


def _speaker_id(name: str, overrides: Overrides) -> GroupId:
    own = overrides.name_of(name)
    return GroupId("own", own) if own else GroupId("found", loose_key(name))


@dataclass(frozen=True)
class _Naming:
    """What a group's entity depends on besides the group.

    `speakers`: full names by group. `seats`: keys of places with a "City of" in the study.
    """

    overrides: Overrides
    speakers: dict[GroupId, str]
    seats: frozenset[str]

    def entity(self, home: GroupId, group: Group | None) -> Entity | None:
        """The entity of a group; `group` is None for a speaker whom nobody calls in full."""
        if home.kind == "own":
            return self._own(home.name, home, group)
        if home.kind == "known" and group:
            name, label, stakeholder = home.name, group.label, group.stakeholder
        else:
            name = _presentable(group.form if group else self.speakers[home])
            label, stakeholder = self._guessed(name, home, group)
        own = self.overrides.name_of(name)
        if own is None:
            return Entity(name, label, stakeholder)
        return None if own == IGNORED else self._own(own, home, group)

    def _own(self, name: str, home: GroupId, group: Group | None) -> Entity:
        """The entity as the study names it; what the study leaves out is guessed."""
        own = self.overrides.by_name[name]
        label, stakeholder = self._guessed(name, home, group)
        label = own.label or label
        if own.stakeholder is not None:
            return Entity(name, label, own.stakeholder)
        return Entity(name, label, "" if label == "PERSON" else stakeholder)

    def _guessed(self, name: str, home: GroupId, group: Group | None) -> tuple[str, str]:
        """Label and stakeholder group."""
        if group is None or home in self.speakers:
            return "PERSON", ""
        if home.kind == "known" or group.stakeholder:
            return group.label, group.stakeholder
        label = label_of(name, group.label, loose_key(name) in self.seats)
        return label, stakeholder_of(name, label, group)


def _presentable(name: str) -> str:
    """A name that shouts, in letters that do not."""
    return name.title() if name.isupper() and " " in name else name
