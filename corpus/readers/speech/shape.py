"""Looking into JSON of which nothing is certain, and what an adapter hands back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Json = Mapping[str, object]
SECONDS, MILLISECONDS, TICKS = 1_000.0, 1.0, 0.000_1
# Longer texts are no numbers.
_LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Said:
    """Some of one speaker's words, times in ms. No speaker: as before. No text: unreadable."""

    speaker: str | None
    text: str | None
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A recogniser: `keys` are those that a file of it is told by, in words.

    `unknown` is the label it gives to those whom it could not tell apart. `paragraphs` says that
    what it gives as one are paragraphs, not sentences that follow on each other.
    """

    name: str
    keys: str
    recognises: Callable[[Json], bool]
    read: Callable[[Json], list[Said]]
    unknown: str | None = None
    paragraphs: bool = False


def mapping(value: object) -> Json:
    """Return `value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[Json]:
    """Return the elements of a list, empty objects in the place of what are none."""
    return [mapping(element) for element in value] if isinstance(value, list) else []


def first(value: object) -> Json:
    """Return the first element of a list, an empty object if there is none."""
    return mapping(value[0]) if isinstance(value, list) and value else {}


def either(value: Json, *names: str) -> object:
    """Return what is under the first of `names` that holds something."""
    for name in names:
        found = value.get(name)
        if found is not None:
            return found
    return None


def string(value: object) -> str | None:
    """Return `value` if it is a string, else None."""
    return value if isinstance(value, str) else None


def key(value: object) -> str:
    """Return a scalar as text, to compare; "" for what is nested, perhaps deeply, or absent."""
    return str(value) if isinstance(value, str | int | float) else ""


def time(value: object, unit: float) -> float | None:
    """Return the ms of a number of units of `unit` ms, or of its text; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > _LONGEST_NUMBER:
        return None
    try:
        ms = float(value) * unit
    except (ValueError, OverflowError):
        return None
    return ms if math.isfinite(ms) and ms >= 0 else None


def speaker_name(value: object) -> str | None:
    """Return a readable name: as the product writes it, `Speaker 1` for a bare number.

    A bare letter becomes `Speaker A`, too: as a name, A would be taken for the one who answers.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return f"Speaker {value}" if 0 <= value < 1_000_000 else None
    if not isinstance(value, str):
        return None
    name = value.strip()
    letter = len(name) == 1 and name.isalpha()
    return f"Speaker {name}" if letter or (name.isdigit() and name) else name or None


def channel_name(channel: object, speaker: object = None) -> str | None:
    """Return a name for whoever speaks on a channel: `Channel 0`, `Channel 0 Speaker 1`."""
    number = speaker_name(channel)
    on = number.replace("Speaker", "Channel") if number else None
    return " ".join(filter(None, (on, speaker_name(speaker)))) or None


def in_order(pieces: list[Said]) -> list[Said]:
    """Return `pieces` by their time; those without one stay behind the one before them."""
    keys, last = [], 0.0
    for piece in pieces:
        last = piece.start if piece.start is not None else last
        keys.append(last)
    order = sorted(range(len(pieces)), key=keys.__getitem__)
    return [pieces[n] for n in order]
