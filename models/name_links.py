"""Which short form means which full name: acronyms, first names, surnames, firms by one word.

A short form is resolved by the full names in its own interview if just one of them fits, else by
those in the whole study, if just one fits. What stays ambiguous stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.roles import named_role
from models.entity_groups import Group, GroupId
from models.entity_labels import ending_label, is_place_too
from models.spelling import acronym_key, fold, initials, is_acronym, singular, tidy, words

Groups = Mapping[GroupId, Group]
# (short form, interview) → full name
Links = dict[tuple[GroupId, str], GroupId]

# Two letters are the initials of too many names to be looked up beyond their own interview.
_LETTERS_OF_A_STUDY = 3
# "Speaker One", "Participant A" are no names.
_NUMBERED = frozenset(("speaker", "participant", "respondent", "interviewee", "voice", "person"))
_PARENTHESIS = re.compile(r"\s*\([^)]*\)")


class _FullNames:
    """Full names by their short forms, in the study and in each interview."""

    def __init__(self) -> None:
        self._study: dict[str, set[GroupId]] = defaultdict(set)
        self._interview: dict[tuple[str, str], set[GroupId]] = defaultdict(set)

    def add(self, short: str, full: GroupId, interviews: Iterable[str]) -> None:
        self._study[short].add(full)
        for interview in interviews:
            self._interview[short, interview].add(full)

    def links(self, short: str, identity: GroupId, group: Group, near_only: bool = False) -> Links:
        """What `short`, the short form that `group` is, means in each of its interviews."""
        found: Links = {}
        wide = set() if near_only else self._study.get(short, set())
        for interview in group.interviews:
            near = self._interview.get((short, interview), set())
            fitting = near if len(near) == 1 else wide
            if len(fitting) == 1 and identity not in fitting:
                found[identity, interview] = next(iter(fitting))
        return found


def links(groups: Groups, speakers: Mapping[GroupId, str]) -> Links:
    """Return the full name of each group that is a short form, by interview.

    Args:
        groups: all groups of the study.
        speakers: full names of who speaks in the study, by their group (which may be empty).
    """
    return _body_links(groups) | _person_links(groups, speakers) | _acronym_links(groups)


def _acronym_links(groups: Groups) -> Links:
    full = _FullNames()
    for identity, group in groups.items():
        if group.label != "PERSON" and not is_acronym(group.form):
            for short in initials(_full_form(identity, group)) | initials(group.form):
                full.add(short, identity, group.interviews)
    found: Links = {}
    for identity, group in groups.items():
        if identity.kind == "found" and is_acronym(group.form):
            short = acronym_key(group.form)
            found |= full.links(short, identity, group, len(short) < _LETTERS_OF_A_STUDY)
    return found


def _full_form(identity: GroupId, group: Group) -> str:
    return group.form if identity.kind == "found" else identity.name


def _body_links(groups: Groups) -> Links:
    """Bodies of two words that are called by the first: "Halvern" for "Halvern Lighting"."""
    full = _FullNames()
    for identity, group in groups.items():
        named = words(_full_form(identity, group))
        if len(named) == 2 and ending_label(" ".join(named)) == "ORG" and identity.kind != "known":
            full.add(singular(fold(named[0])), identity, group.interviews)
    found: Links = {}
    for identity, group in groups.items():
        named = words(group.form)
        if identity.kind == "found" and len(named) == 1 and group.label in ("ORG", "PERSON"):
            found |= full.links(singular(fold(named[0])), identity, group)
    return found


def _person_links(groups: Groups, speakers: Mapping[GroupId, str]) -> Links:
    full = _persons(groups, speakers)
    first_names = {fold(words(name)[0]) for name in speakers.values()}
    found: Links = {}
    for identity, group in groups.items():
        named = words(group.form)
        if identity.kind == "found" and len(named) == 1:
            short = fold(named[0])
            if group.label == "PERSON" or (short in first_names and not is_place_too(short)):
                found |= full.links(short, identity, group)
    return found


def _persons(groups: Groups, speakers: Mapping[GroupId, str]) -> _FullNames:
    """Persons by first name and surname. Speakers may be spoken of in any interview, but are
    near in none: who speaks elsewhere is no more meant than who is named elsewhere."""
    full = _FullNames()
    for identity, name in speakers.items():
        for short in _ends(name):
            full.add(short, identity, ())
    for identity, group in groups.items():
        name = _full_form(identity, group)
        if identity.kind != "known" and group.label == "PERSON" and not ending_label(name):
            for short in _ends(name):
                full.add(short, identity, group.interviews)
    return full


def _ends(name: str) -> set[str]:
    """First name and surname of a full name; nothing of a name of one word."""
    named = [fold(word) for word in words(name)]
    return {named[0], named[-1]} if len(named) > 1 else set()


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
        and fold(named[0]) not in _NUMBERED
    )
