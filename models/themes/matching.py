"""Which theme of a new fit is which standing theme.

By the passages that both know: one-to-one by the Hungarian method on the Jaccard index of their
passages, carried from .5; below that, by the nearness of their centres, a suggestion only. One
that shares more than .3 with several others is a split or a merger to propose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

CARRIED = 0.5
SHARED = 0.3


@dataclass(frozen=True, slots=True)
class Matching:
    """How groups of a fit relate to standing themes.

    carried: theme of each group that is one.
    split: group → the theme that it is a part of, besides the one that carries it.
    merged: theme → the theme whose group has taken it in.
    """

    carried: dict[int, str]
    split: dict[int, str]
    merged: dict[str, str]


def match(groups: Sequence[int], passages: Sequence[str], standing: Mapping[str, str]) -> Matching:
    """Compares a fit with what stands.

    Args:
        groups: group of each passage of the fit, -1 for none.
        passages: their ids.
        standing: theme of each passage that is in one.
    """
    themes = sorted(set(standing.values()))
    numbers = {theme: i for i, theme in enumerate(themes)}
    old = np.array([numbers.get(standing.get(p, ""), -1) for p in passages], dtype=np.int64)
    new = np.asarray(groups, dtype=np.int64)
    count = int(new.max(initial=-1)) + 1
    if not count or not themes:
        return Matching({}, {}, {})
    jaccard, of_old, of_new = _overlap(new, old, count, len(themes))
    rows, columns = linear_sum_assignment(-jaccard)
    carried = {
        int(r): themes[c] for r, c in zip(rows, columns, strict=True) if jaccard[r, c] >= CARRIED
    }
    kept = {theme: group for group, theme in carried.items()}
    split = {}
    for group in range(count):
        if group not in carried:
            best = int(of_old[group].argmax())
            # a part of a standing theme, and made of little else
            if of_old[group, best] > SHARED and of_new[group, best] > CARRIED:
                split[group] = themes[best]
    merged = {}
    for c, theme in enumerate(themes):
        if theme not in kept:
            group = int(of_old[:, c].argmax())
            if of_old[group, c] > CARRIED and group in carried:
                merged[theme] = carried[group]
    return Matching(carried, split, merged)


def _overlap(
    new: NDArray[np.int64], old: NDArray[np.int64], groups: int, themes: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Jaccard, share of the theme, share of the group; each [groups, themes], over passages that
    have been in a theme or have a group now."""
    both = (new >= 0) & (old >= 0)
    shared = np.bincount(new[both] * themes + old[both], minlength=groups * themes)
    shared = shared.reshape(groups, themes).astype(np.float64)
    # only passages that both know: new interviews tell nothing about sameness
    own = np.bincount(new[both], minlength=groups)[:, None]
    theirs = np.bincount(old[old >= 0], minlength=themes)[None]
    union = np.maximum(own + theirs - shared, 1)
    return shared / union, shared / np.maximum(theirs, 1), shared / np.maximum(own, 1)
