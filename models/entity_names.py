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

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.entity_groups import Group, GroupId, Raw, gather, has_suffix, name_key
from models.entity_overrides import IGNORED, Overrides, read_overrides
from models.name_links import Links, acronym_links, full_names, person_links
from models.spelling import key

__all__ = ["Entity", "Overrides", "Raw", "join_entities", "read_overrides"]

_BODIES = frozenset(("ORG", "FAC"))
_GOVERNMENT = re.compile(
    r"\b(?:department|dept|ministry|city|county|agency|council|bureau|municipal|commission"
    r"|parliament|authority|office of)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:university|college|school|institute|foundation|museum|news|times|club|council on"
    r"|chamber of|association|hospital|store|press)\b",
    re.IGNORECASE,
)


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

    The order of `raws` changes nothing.

    Args:
        raws: all mentions of a study.
        speakers: names of all who speak in it.
        overrides: what the study's entities.toml says.
    """
    counts = Counter(raws)
    homes = gather(counts, overrides)
    groups: dict[GroupId, Group] = {}
    for raw, home in homes.items():
        if home is not None:
            groups.setdefault(home, Group()).add(raw, counts[raw])
    spoken = {_speaker_id(name, overrides): name for name in reversed(full_names(speakers))}
    links = person_links(groups, spoken) | acronym_links(groups)
    entities = {
        home: _entity(home, groups.get(home), spoken, overrides)
        for home in {*groups, *links.values()}
    }
    return {raw: _resolved(home, raw, links, entities) for raw, home in homes.items()}


def _speaker_id(name: str, overrides: Overrides) -> GroupId:
    own = overrides.names.get(key(name))
    return GroupId("own", own) if own else GroupId("found", name_key(name))


def _resolved(
    home: GroupId | None, raw: Raw, links: Links, entities: Mapping[GroupId, Entity | None]
) -> Entity | None:
    return None if home is None else entities[links.get((home, raw.interview_id), home)]


def _entity(
    home: GroupId, group: Group | None, spoken: Mapping[GroupId, str], overrides: Overrides
) -> Entity | None:
    """The entity of a group; of none, where a speaker's full name is never spoken."""
    if home.kind == "own":
        return _own_entity(home.name, group, home in spoken, overrides)
    name = home.name if home.kind == "known" else group.form if group else spoken[home]
    label = "PERSON" if home in spoken or group is None else group.label
    entity = Entity(_presentable(name), label, _stakeholder(home, group, label))
    renamed = overrides.names.get(key(entity.name))
    if renamed is None:
        return entity
    return None if renamed == IGNORED else _own_entity(renamed, group, home in spoken, overrides)


def _own_entity(name: str, group: Group | None, speaks: bool, overrides: Overrides) -> Entity:
    own = overrides.by_name[name]
    guessed = "PERSON" if speaks or group is None else group.label
    label = own.label or guessed
    if own.stakeholder is not None:
        return Entity(name, label, own.stakeholder)
    return Entity(name, label, _stakeholder(GroupId("own", name), group, label))


def _presentable(name: str) -> str:
    """A name that shouts, in letters that do not."""
    return name.title() if name.isupper() and " " in name else name


def _stakeholder(home: GroupId, group: Group | None, label: str) -> str:
    if group is None or label == "PERSON":
        return ""
    if group.stakeholder or home.kind == "known":
        return group.stakeholder
    if label not in _BODIES:
        return ""
    if any(has_suffix(form) for form in group.forms):
        return "company"
    names = home.name if home.kind == "own" else group.form
    return "government" if _GOVERNMENT.search(names) and not _ELSEWHERE.search(names) else ""
