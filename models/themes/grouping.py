"""How many themes, which passages in each, and how well each holds.

Stability of a group is what the field calls it (Hennig, 2007; Hennig's `fpc` for R): the mean,
over draws of four interviews in five, of the best Jaccard index between the group and a group
that the same procedure finds in the draw alone. Customary bands: above .75 stable, below .60 not
to be relied on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from models.themes.consensus import NO_GROUP, best_jaccard, cut, settled, strengths, tree
from models.themes.ensemble import DRAWS, RUNS_OF_DRAW, Ensemble, ensemble

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

GROUPING_VERSION = "3"
STABLE = 0.75
# Pairs are held in memory: 3,000 passages need 36 MB, 36,000 would need 5 GB.
SAMPLE = 3000
_SAMPLE_OF_DRAW = 1500
_ALIKE = 0.03
_NUMBERS = (3, 4, 5, 6, 8, 10, 13, 17, 22, 28, 36)
# A passage belongs to no theme if its own theme's members share its clusters less than this
# times as often as they share one another's.
LOOSE = 0.3


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups numbered by falling size.

    labels: int64 [passages], -1 for no group.
    strengths: float32 [passages, groups], how far each passage belongs to each, in [0, 1].
    stability: float64 [groups], in [0, 1].
    replicas: int8 [draws, passages]: groups found in each draw alone, -1 for passages not drawn.
    """

    labels: Labels
    strengths: Floats
    stability: NDArray[np.float64]
    replicas: NDArray[np.int8]
    ensemble: Ensemble


def usual_number(passages: int) -> int:
    """A rule of thumb for the number of themes, passages ** 0.4 between 3 and 30 (200 passages
    8, 2,000 passages 21): where the search for the number begins."""
    return int(np.clip(round(passages**0.4), 3, 30))


def group(embeddings: Floats, interviews: list[str], number: int, smallest: int) -> Grouping | None:
    """Groups passages. The same passages in the same order give the same groups.

    Args:
        embeddings: float32 [passages, 384], rows of length 1.
        interviews: the interview of each passage.
        number: how many groups to look for, fewer where some are too small; 0 for as many as
            the data suggest (`_best_number`).
        smallest: groups of fewer passages are dissolved.

    Returns:
        None where there are too few passages to group.
    """
    count = len(embeddings)
    if count < max(2 * smallest, number, 4):
        return None
    found = ensemble(embeddings, interviews, number or usual_number(count))
    sample = _even(np.arange(count), SAMPLE)
    links = tree(found.labels[sample])
    replicas = _Replicas(found)
    wanted = number or _best_number(found, links, sample, replicas, smallest)
    labels = _grouped(found, links, sample, wanted, smallest)
    labels = _by_size(labels)
    drawn = replicas.grouped(wanted, smallest)
    loose = strengths(found.labels, found.labels, labels, int(labels.max(initial=-1)) + 1)
    return Grouping(
        _without_loose(labels, loose, smallest), loose, stability(labels, drawn), drawn, found
    )


def stability(labels: Labels, replicas: NDArray[np.int8]) -> NDArray[np.float64]:
    """Mean best Jaccard index of each group over draws, float64 [groups].

    Args:
        labels: int64 [passages], groups from 0, -1 for none.
        replicas: int8 [draws, passages], -1 for passages that are in no group or not drawn;
            a draw that holds none of a group's passages does not count for it.
    """
    groups = int(labels.max(initial=-1)) + 1
    total, times = np.zeros(groups), np.zeros(groups)
    for replica in replicas.astype(np.int64):
        inside = replica >= 0
        kept = labels[inside]
        scores = np.zeros(groups)
        found = best_jaccard(kept, replica[inside])
        scores[: len(found)] = found
        there = np.bincount(kept[kept >= 0], minlength=groups) > 0
        total += np.where(there, scores, 0)
        times += there
    return total / np.maximum(times, 1)


class _Replicas:
    """The same procedure in each draw alone; its tree serves every number of groups."""

    def __init__(self, found: Ensemble) -> None:
        self._found = found
        self._parts = []
        for draw in range(DRAWS):
            inside = np.flatnonzero(found.drawn[draw])
            runs = found.labels[:, draw * RUNS_OF_DRAW : (draw + 1) * RUNS_OF_DRAW]
            chosen = _even(inside, _SAMPLE_OF_DRAW)
            self._parts.append((inside, chosen, runs, tree(runs[chosen])))

    def grouped(self, number: int, smallest: int) -> NDArray[np.int8]:
        """Groups in each draw, int8 [draws, passages], -1 for passages not drawn."""
        result = np.full(self._found.drawn.shape, NO_GROUP, dtype=np.int8)
        for draw, (inside, chosen, runs, links) in enumerate(self._parts):
            start = np.full(len(self._found.labels), NO_GROUP, dtype=np.int64)
            start[chosen] = cut(links, number)
            result[draw, inside] = settled(runs[inside], start[inside], smallest)
        return result


def _best_number(
    found: Ensemble,
    links: NDArray[np.float64],
    sample: NDArray[np.int64],
    replicas: _Replicas,
    smallest: int,
) -> int:
    """The least number at which groups found in draws of interviews agree with those found in all
    as well as at any number, but for .03: the mean adjusted Rand index (stability as a guide to the
    number of clusters: Ben-Hur, Elisseeff & Guyon, 2002)."""
    scores = {}
    for number in _NUMBERS:
        if number > max(3, len(found.labels) // (3 * smallest)):
            break
        labels = _grouped(found, links, sample, number, smallest)
        drawn = replicas.grouped(number, smallest)
        scores[number] = float(np.mean([_agreement(labels, replica) for replica in drawn]))
    best = max(scores.values())
    return next(number for number, score in scores.items() if score >= best - _ALIKE)


def _agreement(labels: Labels, replica: NDArray[np.int8]) -> float:
    inside = replica >= 0
    return float(adjusted_rand_score(labels[inside], replica[inside]))


def _grouped(
    found: Ensemble,
    links: NDArray[np.float64],
    sample: NDArray[np.int64],
    number: int,
    smallest: int,
) -> Labels:
    start = np.full(len(found.labels), NO_GROUP, dtype=np.int64)
    start[sample] = cut(links, number)
    return settled(found.labels, start, smallest)


def _even(indices: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most `most` of `indices`, evenly spread."""
    if len(indices) <= most:
        return indices
    return indices[np.linspace(0, len(indices) - 1, most).round().astype(np.int64)]


def _without_loose(labels: Labels, strength: Floats, smallest: int) -> Labels:
    """Passages that hang on to their group by little are in no theme."""
    result = labels.copy()
    for name in range(int(labels.max(initial=-1)) + 1):
        inside = np.flatnonzero(labels == name)
        own = strength[inside, name]
        loose = inside[own < LOOSE * np.median(own)]
        if len(inside) - len(loose) >= smallest:
            result[loose] = NO_GROUP
    return result


def _by_size(labels: Labels) -> Labels:
    """Renumbered by falling size; ties by first passage."""
    names = [name for name in np.unique(labels) if name >= 0]
    order = sorted(names, key=lambda n: (-int((labels == n).sum()), int(np.argmax(labels == n))))
    result = np.full_like(labels, NO_GROUP)
    for new, old in enumerate(order):
        result[labels == old] = new
    return result
