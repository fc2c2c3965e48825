"""Which short form means which full name: acronyms, and persons by one of their names.

A short form is resolved by the full names in its own interview if just one of them fits, else by
those in the whole study, if just one fits. What stays ambiguous stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.roles import named_role
from models.entity_groups import Group, GroupId, tidy
from models.spelling import acronym_key, fold, initials, is_acronym, words

# (short form, interview) → full name
Links = dict[tuple[GroupId, str], GroupId]

_BODIES = frozenset(("ORG", "DEPARTMENT", "GROUP", "VENDOR"))
# Two letters are the initials of too many names to be looked up beyond their own interview.
_LETTERS_OF_A_STUDY = 3
_PARENTHESIS = re.compile(r"\s*\([^)]*\)")


class _Full:
    """Full names by their short forms, in the study and in each interview."""

    def __init__(self) -> None:
        self._study: dict[str, set[GroupId]] = defaultdict(set)
        self._interview: dict[tuple[str, str], set[GroupId]] = defaultdict(set)

    def add(self, short: str, full: GroupId, interviews: Iterable[str]) -> None:
        self._study[short].add(full)
        for interview in interviews:
            self._interview[short, interview].add(full)

    def in_interview(self, short: str, interview: str) -> set[GroupId]:
        return self._interview.get((short, interview), set())

    def in_study(self, short: str) -> set[GroupId]:
        return self._study.get(short, set())


def acronym_links(groups: Mapping[GroupId, Group]) -> Links:
    """Return the expansions of those of `groups` that are acronyms.

    An acronym of a pattern is given another expansion than the pattern's only where its
    interview speaks of one, and never of the pattern's: of a chief data officer, a CDO.
    """
    full = _Full()
    for identity, group in groups.items():
        if group.label != "PERSON":
            for short in initials(_full_form(identity, group)):
                full.add(short, identity, group.interviews)
    links: Links = {}
    for identity, group in groups.items():
        if identity.kind == "found" and is_acronym(group.form):
            short = acronym_key(group.form)
            wide = full.in_study(short) if len(short) >= _LETTERS_OF_A_STUDY else set()
            for interview in group.interviews:
                near = full.in_interview(short, interview) or wide
                if len(near) == 1 and identity not in near:
                    links[identity, interview] = next(iter(near))
    return links


def _full_form(identity: GroupId, group: Group) -> str:
    return group.form if identity.kind == "found" else identity.name


def person_links(groups: Mapping[GroupId, Group], speakers: Mapping[GroupId, str]) -> Links:
    """Return the full names of those of `groups` that are persons called by one name.

    Args:
        groups: all groups of the study.
        speakers: full names of who speaks in the study. Which interview they speak in is not
            known, so that each counts as present in all.
    """
    everywhere = {interview for group in groups.values() for interview in group.interviews}
    full = _Full()
    persons = {i: g for i, g in groups.items() if i in speakers or is_person(i, g)}
    for identity, name in speakers.items():
        for short in _ends(name):
            full.add(short, identity, everywhere)
    for identity, group in persons.items():
        for short in _ends(_full_form(identity, group)):
            full.add(short, identity, group.interviews)
    links: Links = {}
    for identity, group in persons.items():
        if len(named := words(group.form)) == 1 and identity.kind == "found":
            for interview in group.interviews:
                near = full.in_interview(fold(named[0]), interview) or full.in_study(fold(named[0]))
                if len(near) == 1 and identity not in near:
                    links[identity, interview] = next(iter(near))
    return links


def is_person(identity: GroupId, group: Group) -> bool:
    """True for a group that mostly was taken for a person."""
    return identity.kind != "known" and group.label == "PERSON"


def _ends(name: str) -> Iterator[str]:
    """First name and surname of a full name; nothing of a name of one word."""
    named = [fold(word) for word in words(name)]
    if len(named) > 1:
        yield from {named[0], named[-1]}


def full_names(speakers: Sequence[str]) -> list[str]:
    """Return those of `speakers` that are names of persons in two to four words."""
    names = (tidy(_PARENTHESIS.sub("", speaker)) for speaker in speakers)
    return [name for name in dict.fromkeys(names) if _is_full_name(name)]


def _is_full_name(name: str) -> bool:
    named = words(name)
    return (
        2 <= len(named) <= 4
        and all(word.isalpha() and word[0].isupper() for word in (named[0], named[-1]))
        and named_role(name) is None
    )
