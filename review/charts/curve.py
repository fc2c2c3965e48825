"""A rising line with a band about it: how many themes were heard after how many interviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 20, 18, 48
_MOST_POINTS = 200  # more cannot be told apart


class Level(NamedTuple):
    """A height to compare the line with."""

    value: float
    name: str


def band_chart(
    curve: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    anchor: str,
    title: str,
    told: str,
    axes: tuple[str, str],
    level: Level | None = None,
) -> Markup:
    """Return the line through `curve` after 1, 2, … steps, from nothing at 0, and the band
    between `low` and `high`.

    `anchor` makes the ids of title and description unique, `told` is the text alternative, `axes`
    names what goes across and what goes up.
    """
    frame = _Frame(len(curve), max([*high, level.value if level else 0, 1]))
    kept = _kept(len(curve))
    upper = [(0, 0.0), *((i + 1, high[i]) for i in kept)]
    lower = [(0, 0.0), *((i + 1, low[i]) for i in kept)]
    line = [(0, 0.0), *((i + 1, curve[i]) for i in kept)]
    body = Markup("").join(
        [
            *frame.grid(),
            Markup('<polygon class="band" points="{}"/>').format(
                frame.path([*upper, *lower[::-1]])
            ),
            Markup('<polyline class="curve" points="{}"/>').format(frame.path(line)),
            frame.level(level) if level else Markup(""),
            *frame.names(axes),
        ]
    )
    return Markup(
        '<svg class="plot" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{a}-t {a}-d">'
        '<title id="{a}-t">{t}</title><desc id="{a}-d">{d}</desc>{body}</svg>'
    ).format(w=WIDTH, h=HEIGHT, a=anchor, t=title, d=told, body=body)


def ticks(most: float, wanted: int = 6) -> list[int]:
    """Return round whole numbers from 0 up to `most`, about `wanted` of them."""
    step = 1
    for step in (s * 10**power for power in range(9) for s in (1, 2, 5)):
        if most / step <= wanted:
            break
    return list(range(0, int(most) + 1, step))


def _kept(count: int) -> list[int]:
    """Indices of the points that are drawn, the last one among them."""
    step = max(1.0, count / _MOST_POINTS)
    return sorted({*(int(i * step) for i in range(min(count, _MOST_POINTS))), count - 1} - {-1})


class _Frame:
    """Where numbers lie on the chart, and its axes."""

    def __init__(self, across: int, up: float) -> None:
        self._across, self._up = max(across, 1), up

    def x(self, value: float) -> float:
        return round(LEFT + value / self._across * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - BOTTOM - value / self._up * (HEIGHT - TOP - BOTTOM), 1)

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(x):g},{self.y(y):g}" for x, y in points)

    def grid(self) -> list[Markup]:
        """Lines across at round numbers, and the numbers of both axes."""
        across = Markup(
            '<path class="grid" d="M{l} {y}H{r}"/><text class="tick end" x="{x}" y="{b}">{n}</text>'
        )
        below = Markup('<text class="tick middle" x="{x}" y="{y}">{n}</text>')
        return [
            *(
                across.format(
                    l=LEFT, r=WIDTH - RIGHT, y=self.y(n), b=self.y(n) + 4.5, x=LEFT - 8, n=n
                )
                for n in ticks(self._up)
            ),
            *(
                below.format(x=self.x(n), y=HEIGHT - BOTTOM + 18, n=n)
                for n in ticks(self._across, 10)
            ),
        ]

    def level(self, level: Level) -> Markup:
        y = self.y(level.value)
        return Markup(
            '<path class="level" d="M{l} {y}H{r}"/>'
            '<text class="tick end" x="{r}" y="{b}">{n}</text>'
        ).format(l=LEFT, r=WIDTH - RIGHT, y=y, b=y - 5, n=level.name)

    def names(self, axes: tuple[str, str]) -> list[Markup]:
        middle = (HEIGHT - BOTTOM + TOP) / 2
        return [
            Markup('<text class="tick middle" x="{}" y="{}">{}</text>').format(
                (WIDTH + LEFT - RIGHT) / 2, HEIGHT - 8, axes[0]
            ),
            Markup(
                '<text class="tick middle" x="14" y="{y}" transform="rotate(-90 14 {y})">{n}</text>'
            ).format(y=middle, n=axes[1]),
        ]
