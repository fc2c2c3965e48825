"""A tree of what is near what: names on the left, branches that meet further right the further
they are from each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from measures.nearness import Join
from review.charts.layout import text_width

WIDTH, ROW, SIZE = 760, 24, 13
_NAMES, _RIGHT, _BOTTOM = 330, 14, 14


class Leaf(NamedTuple):
    """What stands at the end of a branch: its text, its link, further classes of its text."""

    text: str
    href: str
    css: str = ""


def tree(
    joins: Sequence[Join], leaves: Mapping[str, Leaf], anchor: str, title: str, told: str
) -> Markup:
    """Return the tree that `joins` make, nearest first; nothing where there are none.

    `leaves` by the ids that the joins use; `told` is the text alternative.
    """
    if not joins:
        return Markup("")
    order = [*joins[-1].left, *joins[-1].right]
    height = ROW * len(order) + _BOTTOM
    branches = _branches(joins, order)
    body = Markup("").join(
        [*branches, *(_leaf(leaves[name], row) for row, name in enumerate(order))]
    )
    return Markup(
        '<svg class="tree" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{a}-t {a}-d">'
        '<title id="{a}-t">{t}</title><desc id="{a}-d">{d}</desc>{body}</svg>'
    ).format(w=WIDTH, h=height, a=anchor, t=title, d=told, body=body)


def _branches(joins: Sequence[Join], order: Sequence[str]) -> list[Markup]:
    furthest = max(join.distance for join in joins) or 1.0
    ends: dict[tuple[str, ...], tuple[float, float]] = {
        (name,): (_NAMES, ROW * (row + 0.5)) for row, name in enumerate(order)
    }
    drawn = []
    for join in joins:
        (x1, y1), (x2, y2) = ends[join.left], ends[join.right]
        x = round(_NAMES + join.distance / furthest * (WIDTH - _NAMES - _RIGHT), 1)
        drawn.append(
            Markup('<path class="branch" d="M{:g} {:g}H{:g}V{:g}H{:g}"/>').format(x1, y1, x, y2, x2)
        )
        ends[*join.left, *join.right] = x, (y1 + y2) / 2
    return drawn


def _leaf(leaf: Leaf, row: int) -> Markup:
    text = leaf.text
    while text_width(text, SIZE) > _NAMES - 16:
        text = text[:-2].rstrip() + "…"
    return Markup(
        '<a href="#{}" tabindex="-1">'
        '<text class="leaf {}" x="{}" y="{:g}">{}<title>{}</title></text></a>'
    ).format(leaf.href, leaf.css, _NAMES - 8, ROW * (row + 0.5) + SIZE / 3, text, leaf.text)
