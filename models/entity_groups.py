"""Mentions of a study gathered in groups: one group for all spellings of one name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from models.entity_overrides import IGNORED, Overrides
from models.pattern_files import ordinary_words, patterns
from models.spelling import bare, fold, is_acronym, key, singular, words

# Of labels that are equally frequent the first wins.
_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "LAW", "PRODUCT", "EVENT", "NORP")
_SUFFIX = re.compile(
    r",?\s+(?:Inc|Incorporated|Corp|Corporation|Co|Company|LLC|L\.L\.C|Ltd|Limited|LLP|GmbH|AG|PLC"
    r"|Pty|S\.A)\.?$",
    re.IGNORECASE,
)


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


def group_of(raw: Raw, overrides: Overrides) -> GroupId | None:
    """Return the group that `raw` belongs to; None where the mention is to be dropped.

    Args:
        raw: a mention.
        overrides: what the study says; it wins over all else.
    """
    spelled = name_key(raw.text)
    own = overrides.names.get(key(raw.text), overrides.names.get(spelled))
    if own is None:
        own = overrides.names.get(key(raw.entity)) if raw.entity else None
    if own is not None:
        return None if own == IGNORED else GroupId("own", own)
    if known := raw.entity or _known_by(raw.text):
        return GroupId("known", known)
    return GroupId("found", spelled) if len(spelled) > 1 and not spelled.isdigit() else None


def gather(raws: Mapping[Raw, int], overrides: Overrides) -> dict[Raw, GroupId | None]:
    """Return the group of each of `raws`, which are counted; None for those to be dropped."""
    return {raw: group_of(raw, overrides) for raw in raws}


def tidy(text: str) -> str:
    """Return a name as it may stand in a table: on one line, without article and possessive."""
    return bare(text).strip(" ,;:\"'’“”()-–—") or text


def has_suffix(name: str) -> bool:
    """True for a firm's name with its legal form: Acme Inc., Acme Corporation."""
    return without_suffix(name) != name


def without_suffix(name: str) -> str:
    """Return a firm's name without its legal form, unless only ordinary words were left."""
    short = _SUFFIX.sub("", name)
    rest = [fold(word) for word in words(short)]
    plain = ordinary_words()
    return name if all(w in plain or singular(w) in plain for w in rest) else short


def name_key(text: str) -> str:
    """Return what all spellings of a name have in common, a firm's legal form aside."""
    return key(without_suffix(tidy(text)))


def _known_by(text: str) -> str:
    """The pattern that has `text` among its variants, though the matcher did not see it."""
    name, acronym = _variants().get(key(text), ("", False))
    return name if not acronym or is_acronym(text) else ""


@cache
def _variants() -> dict[str, tuple[str, bool]]:
    """Each pattern's name by its variants' keys, and whether the variant is an acronym."""
    found: dict[str, tuple[str, bool]] = {}
    for pattern in patterns():
        for variant in pattern.variants if pattern.label else ():
            found.setdefault(key(variant), (pattern.name, is_acronym(variant)))
    return found


def _clumsiness(form: str) -> tuple[bool, int, str]:
    return (form.isupper() and not is_acronym(form)) or form.islower(), -len(form), form


def _rank(label: str) -> int:
    return _LABELS.index(label) if label in _LABELS else len(_LABELS)
