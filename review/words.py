"""Numbers and lists as a reader meets them."""

from __future__ import annotations

from collections.abc import Sequence

DASH = "\N{EN DASH}"


def percent(share: float | None) -> str:
    """Return a share without decimals: samples of this size bear none. None gives a dash."""
    if share is None:
        return DASH
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    return f"{int(share * 100 + 0.5)}%"


def count(number: int) -> str:
    """Return a whole number with a comma between thousands."""
    return f"{number:,}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return "1 passage", "2 passages"."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def figure(value: object) -> str:
    """Return any value of a model card or manifest as a reader can take it in."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, int):
        return count(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(figure(item) for item in value)
    return DASH if value is None else str(value)


def sentence(text: str) -> str:
    """Return the text with its first letter large and all others as they are."""
    return text[:1].upper() + text[1:]
