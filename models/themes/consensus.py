"""Themes as the consensus of many clusterings.

Two passages belong together as far as the clusterings put them together (evidence accumulation:
Fred & Jain, 2005); average linkage on that makes a tree, the tree is cut, and then every passage
goes to the group with whose members it was put together most often, until nothing moves.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Labels = NDArray[np.int64]
Runs = NDArray[np.uint8]
Strengths = NDArray[np.float32]

NO_GROUP = -1
_ROUNDS = 5


def tree(runs: Runs) -> NDArray[np.float64]:
    """The average-linkage tree of passages, from their clusters in each run, [passages, runs].

    Pairs are held in memory: 3,000 passages need 36 MB.
    """
    members = _indicators(runs)
    distance = 1 - (members @ members.T) / runs.shape[1]
    np.fill_diagonal(distance, 0)
    found: NDArray[np.float64] = linkage(squareform(distance, checks=False), method="average")
    return found


def _indicators(runs: Runs) -> NDArray[np.float32]:
    """One column for each cluster of each run."""
    sizes = runs.max(axis=0).astype(np.int64) + 1
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    found = np.zeros((len(runs), int(sizes.sum())), dtype=np.float32)
    rows = np.arange(len(runs))
    for run in range(runs.shape[1]):
        found[rows, first[run] + runs[:, run]] = 1
    return found


def cut(links: NDArray[np.float64], number: int) -> Labels:
    """The tree cut into `number` groups, labels from 0."""
    labels: Labels = fcluster(links, number, criterion="maxclust").astype(np.int64) - 1
    return labels


def strengths(runs: Runs, members: Runs, labels: Labels, groups: int) -> Strengths:
    """How far each passage belongs to each group, float32 [passages, groups], in [0, 1].

    The mean over runs of the share of the group's members that are in the passage's cluster.

    Args:
        runs: clusters of the passages asked for, [passages, runs].
        members: clusters of the passages that are grouped, [members, runs].
        labels: their groups, 0..groups-1 or -1.
        groups: how many groups there are.
    """
    grouped = labels >= 0
    inside, of = members[grouped], labels[grouped]
    sizes = np.maximum(np.bincount(of, minlength=groups), 1).astype(np.float32)
    clusters = int(max(runs.max(initial=0), members.max(initial=0))) + 1
    total = np.zeros((len(runs), groups), dtype=np.float32)
    for run in range(runs.shape[1]):
        cells = inside[:, run].astype(np.int64) * groups + of
        shares = np.bincount(cells, minlength=clusters * groups).reshape(clusters, groups) / sizes
        total += shares.astype(np.float32)[runs[:, run]]
    return np.asarray(total / max(1, runs.shape[1]), dtype=np.float32)


def settled(runs: Runs, labels: Labels, smallest: float) -> Labels:
    """Groups after every passage has gone where it belongs most; small groups dissolve first.

    Args:
        runs: clusters of the passages, [passages, runs].
        labels: groups to start from.
        smallest: groups of fewer passages are dissolved, at the end too.
    """
    for _ in range(_ROUNDS):
        labels = _without_small(labels, smallest)
        groups = int(labels.max(initial=-1)) + 1
        if not groups:
            return labels
        moved = strengths(runs, runs, labels, groups).argmax(axis=1)
        if (moved == labels).all():
            return labels
        labels = moved.astype(np.int64)
    return labels


def _without_small(labels: Labels, smallest: float) -> Labels:
    """Groups numbered anew without those of fewer than `smallest` members."""
    sizes = np.bincount(labels[labels >= 0], minlength=1)
    kept = np.flatnonzero((sizes >= smallest) & (sizes > 0))
    numbers = np.full(len(sizes) + 1, NO_GROUP, dtype=np.int64)
    numbers[kept] = np.arange(len(kept))
    return numbers[labels]


def best_jaccard(labels: Labels, others: Labels) -> NDArray[np.float64]:
    """For each group of `labels`, its best Jaccard index with any group of `others`.

    Both [passages], of the same passages; -1 for none. A group without members gives 0.
    """
    groups, alien = int(labels.max(initial=-1)) + 1, int(others.max(initial=-1)) + 1
    if not groups or not alien:
        return np.zeros(groups)
    both = (labels >= 0) & (others >= 0)
    shared = np.bincount(labels[both] * alien + others[both], minlength=groups * alien)
    shared = shared.reshape(groups, alien)
    own = np.bincount(labels[labels >= 0], minlength=groups)[:, None]
    theirs = np.bincount(others[others >= 0], minlength=alien)[None]
    union = np.maximum(own + theirs - shared, 1)
    return np.asarray((shared / union).max(axis=1))
