"""Plane geometry of the theme map: outlines of groups and labels that do not collide."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

Point = tuple[float, float]

CORE = 0.75  # of a theme's passages lie in its outline; the rest are strays


def centre(points: Sequence[Point]) -> Point:
    """Return the median of both coordinates, which strays do not move."""
    return median(x for x, _ in points), median(y for _, y in points)


def core(points: Sequence[Point], share: float = CORE) -> list[Point]:
    """Return the given share of the points, those nearest to the centre."""
    middle = centre(points)
    ranked = sorted(points, key=lambda p: (math.dist(p, middle), p))
    return ranked[: math.ceil(share * len(points))]


def hull(points: Iterable[Point]) -> list[Point]:
    """Return the convex hull (Andrew's monotone chain), anticlockwise, without repeats."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return _half(ordered)[:-1] + _half(ordered[::-1])[:-1]


def _half(points: Iterable[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its centre."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Tell whether the two overlap."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )

    def within(self, width: float, height: float) -> bool:
        """Tell whether the box lies in a frame from the origin."""
        return (
            self.width / 2 <= self.x <= width - self.width / 2
            and self.height / 2 <= self.y <= height - self.height / 2
        )


def text_width(text: str, size: float) -> float:
    """Return about how wide the text is set: Chinese, Japanese and Korean take a full square."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return size * (wide + 0.56 * (len(text) - wide))


def place(wishes: Sequence[Box], width: float, height: float) -> list[Box | None]:
    """Move each box off those placed before it, as little as possible, inside the frame.

    None where no free place was found: the caller shows less, never one over the other.
    """
    placed: list[Box] = []
    result: list[Box | None] = []
    for wish in wishes:
        free = next(
            (
                box
                for box in _candidates(wish)
                if box.within(width, height) and not any(box.meets(other) for other in placed)
            ),
            None,
        )
        result.append(free)
        if free:
            placed.append(free)
    return result


def _candidates(box: Box) -> Iterable[Box]:
    """Where it wants to be, then on wider and wider rings."""
    yield box
    for ring in range(1, 11):
        for step in range(16):
            angle = math.pi * step / 8 + math.pi / 2
            x, y = 16 * ring * math.cos(angle), 12 * ring * math.sin(angle)
            yield Box(box.x + x, box.y + y, box.width, box.height)
