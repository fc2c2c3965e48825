"""Bars: the headline with its numbers, and small ones for the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from review.words import count, percent

WIDTH, HEIGHT = 720, 44
_NARROWEST = 46  # px: below, a percentage does not fit and the table has to do


class Part(NamedTuple):
    """A segment: what it is called, its class in the style sheet, how many."""

    name: str
    css: str
    number: int


def stacked_bar(parts: Sequence[Part], anchor: str, title: str) -> Markup:
    """Return a bar of the parts' shares, with percentages in it where they fit.

    `anchor` makes the ids of title and description unique; the description names every part.
    """
    total = sum(part.number for part in parts)
    body = Markup("").join(
        _segment(part, x, width, total) for part, x, width in _laid_out(parts, total, WIDTH)
    )
    told = "; ".join(
        f"{part.name} {count(part.number)} ({percent(part.number / total)})"
        for part in parts
        if total
    )
    return Markup(
        '<svg class="bar headline" viewBox="0 0 {w} {h}" role="img" '
        'aria-labelledby="{a}-t {a}-d"><title id="{a}-t">{t}</title><desc id="{a}-d">{d}</desc>'
        "{body}</svg>"
    ).format(w=WIDTH, h=HEIGHT, a=anchor, t=title, d=told or "nothing counted", body=body)


def _segment(part: Part, x: float, width: float, total: int) -> Markup:
    share = percent(part.number / total)
    label = Markup('<text class="on {css}" x="{x}" y="{y}">{share}</text>').format(
        css=part.css, x=_px(x + width / 2), y=HEIGHT // 2 + 5, share=share
    )
    return Markup(
        '<g><title>{name}: {number} ({share})</title><rect class="{css}" x="{x}" y="1" '
        'width="{w}" height="{h}"/>{label}</g>'
    ).format(
        name=part.name,
        number=count(part.number),
        share=share,
        css=part.css,
        x=_px(x),
        w=_px(width),
        h=HEIGHT - 2,
        label=label if width >= _NARROWEST else "",
    )


def row_bar(parts: Sequence[Part]) -> Markup:
    """Return a small bar of shares for a table's row, which says the same in numbers."""
    total = sum(part.number for part in parts)
    body = Markup("").join(
        Markup('<rect class="{}" x="{}" y="1" width="{}" height="10"/>').format(
            part.css, _px(x), _px(width)
        )
        for part, x, width in _laid_out(parts, total, 160)
    )
    return Markup(
        '<svg class="bar" viewBox="0 0 160 12" aria-hidden="true" focusable="false">{}</svg>'
    ).format(body)


def plain_bar(number: int, largest: int, css: str) -> Markup:
    """Return a bar whose length is the number's share of the largest, for a table's row."""
    width = 160 * number / largest if largest else 0
    return Markup(
        '<svg class="bar" viewBox="0 0 160 12" aria-hidden="true" focusable="false">'
        '<rect class="{}" x="0" y="1" width="{}" height="10"/></svg>'
    ).format(css, _px(width))


def _laid_out(parts: Sequence[Part], total: int, width: int) -> list[tuple[Part, float, float]]:
    """Each part that is not empty with its left edge and width."""
    placed, x = [], 0.0
    for part in parts:
        if part.number:
            length = width * part.number / total
            placed.append((part, x, length))
            x += length
    return placed


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
