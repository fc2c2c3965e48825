"""What kind of thing a name stands for, and on which side: what the words of a name say."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from models.entity_groups import Group
from models.spelling import fold, is_acronym, loose_key, singular, without_legal_form, words

_SEAT = re.compile(r"(?:City|Town|County|State|Village|Borough|Commonwealth) of (?:the )?(.+)")
_GOVERNMENT = re.compile(
    r"\b(?:department|dept|ministry|city|county|agency|council|bureau|municipal|commission"
    r"|parliament|authority|office of|(?:state|town|village|borough|commonwealth) of)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:university|college|school|institute|foundation|museum|news|times|club|council on"
    r"|chamber of|association|hospital|store|press|conference|summit|forum)\b",
    re.IGNORECASE,
)
# Written as no place and no person is: pol.is, vTaiwan, g0v.
_COINED = re.compile(r".*[^\W\d_]\.[a-z]{2,}|[a-z]+[A-Z].*|[a-z]+\d\w*")
_BODIES = frozenset(("ORG", "FAC"))
_STRONG_AGAINST = {
    "ORG": frozenset(("PERSON", "GPE", "LOC", "NORP", "FAC")),
    "FAC": frozenset(("PERSON", "GPE", "LOC", "NORP", "ORG", "EVENT", "PRODUCT")),
    "LOC": frozenset(("PERSON", "GPE", "NORP", "FAC", "EVENT", "PRODUCT")),
    "GPE": frozenset(("PERSON", "FAC", "EVENT")),
}


@cache
def _endings() -> dict[str, frozenset[str]]:
    text = (files("configs") / "name_endings.toml").read_text(encoding="utf-8")
    return {label: frozenset(ends) for label, ends in tomllib.loads(text).items()}


def is_place_too(first_name: str) -> bool:
    """True for a first name, in any case, that places bear as well: Austin, Georgia."""
    return fold(first_name) in _endings()["places_too"]


def ending_label(name: str) -> str:
    """Return the label that the last word of `name` gives; "" for none or a name of one word."""
    named = [fold(word) for word in words(name)]
    if len(named) < 2:
        return ""
    last = {named[-1], singular(named[-1])}
    return next((label for label in _STRONG_AGAINST if last & _endings()[label]), "")


def seat_of(name: str) -> str:
    """Return the key of the place that a body governs: that of Oakland for "City of Oakland"."""
    seat = _SEAT.fullmatch(name)
    return loose_key(seat[1]) if seat else ""


def label_of(name: str, tagged: str, is_seat: bool) -> str:
    """Return the label of a name that no pattern knows.

    Args:
        name: as it is mostly written.
        tagged: what the tagger mostly took it for.
        is_seat: somebody in the study speaks of the "City of" it.
    """
    if is_seat:
        return "GPE"
    by_ending = ending_label(name)
    if by_ending and tagged in _STRONG_AGAINST[by_ending]:
        return by_ending
    if tagged in ("PERSON", "GPE", "LOC", "NORP") and _COINED.fullmatch(name):
        return "PRODUCT"
    return "ORG" if tagged in ("PERSON", "NORP") and is_acronym(name) else tagged


def stakeholder_of(name: str, label: str, group: Group) -> str:
    """Return the stakeholder group of a name that no pattern knows; "" where it has none.

    Args:
        name: as tables shall show it.
        label: what it stands for; of tagged names only bodies have a side.
        group: all mentions, in one of which a legal form (Inc.) may stand.
    """
    if label not in _BODIES:
        return ""
    if any(without_legal_form(form) != form for form in group.forms):
        return "company"
    return "government" if _GOVERNMENT.search(name) and not _ELSEWHERE.search(name) else ""
