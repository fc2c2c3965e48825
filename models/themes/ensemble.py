"""Many rough clusterings of the same passages: what themes are made from and measured on.

One clustering of a few hundred passages says as much about its seed as about the passages. Here
k-means runs many times: 30 draws of four interviews in five, several runs a draw, with other
starts and other numbers of clusters, in 50 principal components. Each run labels all passages,
and later ones too: a clustering is kept as its centres.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]

DRAWS = 30
RUNS_OF_DRAW = 16
_OF_INTERVIEWS = 0.8
COMPONENTS = 50
# A run needs no more passages to place its centres; all the others are labelled by them.
_FITTED = 3000
_SEED = 20260


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Clusterings, `RUNS_OF_DRAW` for each of `DRAWS` draws of interviews.

    mean: float32 [384], components: float32 [c, 384], of the space they were made in.
    centres: float32 [clusters of all runs, c]; those of run r are
        `centres[bounds[r]:bounds[r + 1]]`.
    drawn: bool [draws, passages], the passages of the interviews of each draw.
    labels: uint8 [passages, runs], the cluster of each passage in each run.
    """

    mean: Floats
    components: Floats
    centres: Floats
    bounds: NDArray[np.int64]
    drawn: NDArray[np.bool_]
    labels: Labels

    def label(self, embeddings: Floats) -> Labels:
        """Clusters of other passages, uint8 [passages, runs]; `embeddings` float32 […, 384]."""
        return _nearest((embeddings - self.mean) @ self.components.T, self.centres, self.bounds)

    def clusters(self) -> NDArray[np.int64]:
        """How many clusters each run has."""
        return np.diff(self.bounds)


def ensemble(embeddings: Floats, interviews: Sequence[str], clusters: int) -> Ensemble:
    """Clusters passages many times. The same passages give the same clusterings.

    Args:
        embeddings: float32 [passages, 384].
        interviews: the interview of each passage.
        clusters: the least number of clusters of a run; the most is one and a half times that.
    """
    mean = embeddings.mean(axis=0)
    components = _directions(embeddings - mean)
    points = (embeddings - mean) @ components.T
    names = np.asarray(interviews)

    def draw(number: int) -> tuple[NDArray[np.bool_], list[Floats]]:
        rng = np.random.default_rng([_SEED, number])
        drawn = _draw(names, rng)
        inside = np.flatnonzero(drawn)
        # several threads within a run add up in any order, and so round otherwise
        with threadpool_limits(1):
            return drawn, [_run(points, inside, clusters, rng) for _ in range(RUNS_OF_DRAW)]

    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as workers:
        found = list(workers.map(draw, range(DRAWS)))
    centres = [run for _, runs in found for run in runs]
    drawn = np.stack([chosen for chosen, _ in found])
    bounds = np.concatenate([[0], np.cumsum([len(run) for run in centres])])
    stacked = np.concatenate(centres)
    return Ensemble(mean, components, stacked, bounds, drawn, _nearest(points, stacked, bounds))


def _directions(centred: Floats) -> Floats:
    """The first principal components, rows, from the covariance: exact and quick for any number
    of passages."""
    wanted = min(COMPONENTS, max(1, len(centred) - 1))
    covariance = centred.T.astype(np.float64) @ centred
    _, vectors = np.linalg.eigh(covariance)
    return np.ascontiguousarray(vectors[:, ::-1][:, :wanted].T, dtype=np.float32)


def _draw(interviews: NDArray[np.str_], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Passages of four interviews in five; of passages themselves where interviews are few."""
    names = np.unique(interviews)
    if len(names) < 5:
        return rng.random(len(interviews)) < _OF_INTERVIEWS
    kept = rng.choice(len(names), int(_OF_INTERVIEWS * len(names)), replace=False)
    return np.isin(interviews, names[kept])


def _run(
    points: Floats, inside: NDArray[np.int64], clusters: int, rng: np.random.Generator
) -> Floats:
    chosen = inside
    if len(chosen) > _FITTED:
        chosen = rng.choice(inside, _FITTED, replace=False)
    number = int(rng.integers(clusters, clusters + clusters // 2 + 1))
    model = KMeans(
        min(number, len(chosen)),
        n_init=1,
        init="random",
        max_iter=50,
        random_state=int(rng.integers(2**31)),
    )
    centres: Floats = model.fit(points[np.sort(chosen)]).cluster_centers_.astype(np.float32)
    return centres


def _nearest(points: NDArray[Any], centres: Floats, bounds: NDArray[np.int64]) -> Labels:
    """The nearest centre of each run."""
    labels = np.empty((len(points), len(bounds) - 1), dtype=np.uint8)
    lengths = (centres**2).sum(axis=1)
    for start in range(0, len(points), 4096):
        part = slice(start, start + 4096)
        distance = lengths - 2 * (points[part] @ centres.T)
        for run, (first, last) in enumerate(itertools.pairwise(bounds)):
            labels[part, run] = distance[:, first:last].argmin(axis=1)
    return labels
