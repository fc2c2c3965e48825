"""Mentions of a study gathered in groups: one group for all spellings of one name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal, NamedTuple

from models.entity_overrides import IGNORED, Overrides
from models.pattern_files import Pattern, patterns
from models.spelling import is_acronym, key, loose_key, tidy

# Of labels that are equally frequent the first wins.
_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "LAW", "PRODUCT", "EVENT", "NORP")


@dataclass(frozen=True, slots=True)
class Raw:
    """A mention as it was found: its text and interview, and what `find_mentions` says of it."""

    text: str
    label: str
    entity: str
    stakeholder: str
    interview_id: str


class GroupId(NamedTuple):
    """`name`: the name that the study's overrides or our patterns give; else the spelling's key."""

    kind: Literal["own", "known", "found"]
    name: str


@dataclass(slots=True)
class Group:
    """All mentions of one name, counted."""

    forms: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    stakeholders: Counter[str] = field(default_factory=Counter)
    interviews: set[str] = field(default_factory=set)

    def add(self, raw: Raw, times: int) -> None:
        """Count `raw`, met `times` times."""
        self.forms[tidy(raw.text)] += times
        self.labels[raw.label] += times
        self.stakeholders[raw.stakeholder] += times
        self.interviews.add(raw.interview_id)

    @property
    def form(self) -> str:
        """The most frequent spelling; of equals the better written, longer, alphabetically first.

        Better written is a name in neither capitals nor small letters throughout.
        """
        return min(self.forms, key=lambda form: (-self.forms[form], *_clumsiness(form)))

    @property
    def label(self) -> str:
        """The most frequent label; of equals the first of a fixed order."""
        return min(self.labels, key=lambda label: (-self.labels[label], _rank(label), label))

    @property
    def stakeholder(self) -> str:
        """The most frequent stakeholder group; of equals the alphabetically first."""
        return min(self.stakeholders, key=lambda name: (-self.stakeholders[name], name))


@dataclass(frozen=True, slots=True)
class Gathered:
    """The groups of a study, and to which of them each mention belongs; None: it is dropped."""

    groups: dict[GroupId, Group]
    homes: dict[Raw, GroupId | None]


def gather(counts: Counter[Raw], overrides: Overrides) -> Gathered:
    """Return mentions, which are counted, in groups.

    Args:
        counts: how often each mention was met.
        overrides: what the study says; it wins over all else.
    """
    gathered = Gathered({}, {})
    for raw, times in counts.items():
        home, seen = _home(raw, overrides)
        gathered.homes[raw] = home
        if home is not None:
            gathered.groups.setdefault(home, Group()).add(seen, times)
    return gathered


def _home(raw: Raw, overrides: Overrides) -> tuple[GroupId | None, Raw]:
    """The group that `raw` belongs to, and `raw` as the group shall see it."""
    own = overrides.name_of(raw.text)
    if own is None and raw.entity:
        own = overrides.name_of(raw.entity)
    if own is not None:
        return (None if own == IGNORED else GroupId("own", own)), raw
    if raw.entity:
        return GroupId("known", raw.entity), raw
    if pattern := _pattern_of(raw.text):
        seen = replace(raw, label=pattern.label, stakeholder=pattern.stakeholder)
        return GroupId("known", pattern.name), seen
    spelled = loose_key(raw.text)
    is_name = len(spelled) > 1 and not spelled.isdigit()
    return (GroupId("found", spelled) if is_name else None), raw


def _pattern_of(text: str) -> Pattern | None:
    """The pattern that has `text` among its variants, though the matcher did not see it."""
    pattern, acronym = _variants().get(key(text), (None, False))
    return pattern if not acronym or is_acronym(text) else None


@cache
def _variants() -> dict[str, tuple[Pattern, bool]]:
    """Each pattern by its variants' keys, and whether the variant is an acronym."""
    found: dict[str, tuple[Pattern, bool]] = {}
    for pattern in patterns():
        for variant in pattern.variants if pattern.label else ():
            found.setdefault(key(variant), (pattern, is_acronym(variant)))
    return found


def _clumsiness(form: str) -> tuple[bool, int, str]:
    return (form.isupper() and not is_acronym(form)) or form.islower(), -len(form), form


def _rank(label: str) -> int:
    return _LABELS.index(label) if label in _LABELS else len(_LABELS)
