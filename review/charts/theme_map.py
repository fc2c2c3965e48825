"""The theme map: every passage a mark, near those that speak of alike things."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from review.charts.layout import Box, Point, centre, core, hull, place, text_width

WIDTH, HEIGHT, MARGIN, SIZE = 760, 520, 26, 13
COLOURS = 8  # of the style sheet, c0 … c7
_NAME_LENGTH = 26
# Three shapes and eight colours have no common factor: 24 themes before a pair comes again, and
# neighbours in the list differ in both, for those who cannot tell the colours.
_SHAPES = (
    '<circle cx="{x}" cy="{y}" r="4"/>',
    '<path d="M{x} {y}m-3.6-3.6h7.2v7.2h-7.2z"/>',
    '<path d="M{x} {y}m0-4.8l4.6 8.2h-9.2z"/>',
)
_SMALL_SHAPES = (
    '<circle cx="{x}" cy="{y}" r="2.4"/>',
    '<path d="M{x} {y}m-2.1-2.1h4.2v4.2h-4.2z"/>',
    '<path d="M{x} {y}m0-2.9l2.7 4.9h-5.4z"/>',
)
_STRAY = '<circle cx="{x}" cy="{y}" r="{r}"/>'
_MANY_DOTS = 600  # beyond, marks of full size cover each other
_MANY_THEMES = 15  # beyond, names would cover the map; numbers lead to the list


class Dot(NamedTuple):
    """A passage on the map: position in [0, 1], theme by number (0: none), hover text, link."""

    x: float
    y: float
    theme: int
    title: str
    href: str


def theme_map(
    dots: Sequence[Dot],
    names: Mapping[int, str],
    anchor: str,
    title: str,
    told: str,
    provisional: Collection[int] = (),
) -> Markup:
    """Return the map. Each theme has a colour, a shape, an outline and a label; `provisional`
    ones have hollow marks, a dashed outline and a slanted label.

    `names` gives every theme's name by number; `told` is the map's text alternative.
    """
    spots, small = _by_theme(dots), len(dots) > _MANY_DOTS
    themes = [number for number in sorted(spots) if number]
    tops = {number: _top(spots[number]) for number in themes}
    body = Markup("").join(
        [
            *(_outline(spots[number], number, number in provisional) for number in themes),
            *(
                _mark(dot, small, dot.theme in provisional)
                for dot in sorted(dots, key=lambda dot: dot.theme)
            ),
            *_labels(tops, names, provisional),
        ]
    )
    return Markup(
        '<svg class="map" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{a}-t {a}-d">'
        '<title id="{a}-t">{t}</title><desc id="{a}-d">{d}</desc>{body}</svg>'
    ).format(w=WIDTH, h=HEIGHT, a=anchor, t=title, d=told, body=body)


def style_of(number: int, provisional: bool = False) -> str:
    """Return the classes that give a theme its colour, "c-none" for none, and say if it holds."""
    colour = f"c{(number - 1) % COLOURS}" if number else "c-none"
    return f"{colour} open" if provisional else colour


def swatch(number: int, provisional: bool = False) -> Markup:
    """Return the theme's mark alone, for the legend and the list of themes."""
    return Markup(
        '<svg class="swatch {}" viewBox="0 0 14 14" aria-hidden="true" focusable="false">{}</svg>'
    ).format(style_of(number, provisional), _shape(number, 7, 7))


def _spot(dot: Dot) -> Point:
    # The vertical axis of a drawing points down, that of a map up.
    return (
        round(MARGIN + dot.x * (WIDTH - 2 * MARGIN), 1),
        round(HEIGHT - MARGIN - dot.y * (HEIGHT - 2 * MARGIN), 1),
    )


def _by_theme(dots: Sequence[Dot]) -> dict[int, list[Point]]:
    spots: dict[int, list[Point]] = {}
    for dot in dots:
        spots.setdefault(dot.theme, []).append(_spot(dot))
    return spots


def _outline(points: Sequence[Point], number: int, provisional: bool) -> Markup:
    corners = hull(core(points))
    if len(corners) < 3:
        return Markup("")
    path = " ".join(f"{x:g},{y:g}" for x, y in corners)
    return Markup('<polygon class="hull {}" points="{}"/>').format(
        style_of(number, provisional), path
    )


def _shape(number: int, x: float, y: float, small: bool = False) -> Markup:
    shapes = _SMALL_SHAPES if small else _SHAPES
    template = shapes[(number - 1) % len(shapes)] if number else _STRAY
    return Markup(template).format(x=f"{x:g}", y=f"{y:g}", r=1.5 if small else 2.5)


def _mark(dot: Dot, small: bool, provisional: bool) -> Markup:
    """A mark with its hover text. Links are left out of the tab order: there may be thousands,
    and the lists below hold the same quotes."""
    mark = Markup('<g class="dot {}">{}<title>{}</title></g>').format(
        style_of(dot.theme, provisional), _shape(dot.theme, *_spot(dot), small), dot.title
    )
    if not dot.href:
        return mark
    return Markup('<a href="#{}" tabindex="-1">{}</a>').format(dot.href, mark)


def _top(points: Sequence[Point]) -> Point:
    """Just above the outline, over its middle: a label there hides no mark of its own theme."""
    x, _ = centre(points)
    y = min(y for _, y in core(points)) - SIZE - 3
    return min(max(x, MARGIN), WIDTH - MARGIN), max(y, SIZE)


def _labels(
    tops: Mapping[int, Point], names: Mapping[int, str], provisional: Collection[int]
) -> list[Markup]:
    """Number and name of each theme above it, or the number where a name has no room."""
    few = len(tops) <= _MANY_THEMES
    texts = {n: _cut(f"{n} {names[n]}") if few else str(n) for n in tops}
    wishes = [_box(texts[number], spot) for number, spot in tops.items()]
    boxes = place(wishes, WIDTH, HEIGHT)
    return [
        _label(
            texts[number] if box else str(number),
            box or _box(str(number), spot),
            spot,
            "label open" if number in provisional else "label",
        )
        for (number, spot), box in zip(tops.items(), boxes, strict=True)
    ]


def _cut(text: str) -> str:
    return text if len(text) <= _NAME_LENGTH else text[: _NAME_LENGTH - 1].rstrip() + "…"


def _box(text: str, spot: Point) -> Box:
    return Box(spot[0], spot[1], text_width(text, SIZE) + 10, SIZE + 7)


def _label(text: str, box: Box, spot: Point, css: str) -> Markup:
    far = abs(box.x - spot[0]) > box.width / 2 or abs(box.y - spot[1]) > 2 * SIZE
    line = Markup('<path class="leader" d="M{:g} {:g}L{:.1f} {:.1f}"/>').format(
        spot[0], spot[1] + SIZE, box.x, box.y
    )
    return Markup('{}<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
        line if far else "", css, box.x, box.y + SIZE / 3, text
    )
