"""Which themes are near each other: a tree over their middles. A description of the themes found,
not a claim that one contains the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist


@dataclass(frozen=True, slots=True)
class Join:
    """Two branches of the tree that meet. `distance` is in [0, 2]: 1 minus the mean cosine
    between the middles of the themes on both sides."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    distance: float


def nearness(themes: Sequence[str], middles: NDArray[np.float64]) -> tuple[Join, ...]:
    """The joins of an average-linkage tree on cosine distance, nearest first.

    Args:
        themes: ids.
        middles: float64 [themes, width], the mean vector of each one's passages, not zero.
    """
    if len(themes) < 2:
        return ()
    # in an order of their own, and without digits that differ between machines
    order = sorted(range(len(themes)), key=themes.__getitem__)
    distances = np.clip(pdist(middles[order], metric="cosine"), 0, 2).round(6)
    branches: list[tuple[str, ...]] = [(themes[i],) for i in order]
    joins = []
    for left, right, distance, _ in linkage(distances, method="average"):
        join = Join(branches[int(left)], branches[int(right)], round(float(distance), 4))
        joins.append(join)
        branches.append((*join.left, *join.right))
    return tuple(joins)
