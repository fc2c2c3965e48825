"""Groups of passages by consensus of many clusterings.

One clustering of a few hundred passages says as much about its seed as about the passages.
Here k-means runs many times on random subsamples of passages in 50 principal components; two
passages belong together as far as they met whenever both were drawn (evidence accumulation:
Fred & Jain, 2005); average linkage on that cuts the groups.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

GROUPING_VERSION = "2"
RUNS = 50
SUBSAMPLE = 0.8
COMPONENTS = 50
# Pairs are held in memory: 3,000 passages need 36 MB, 36,000 would need 5 GB.
SAMPLE = 3000
NO_GROUP = -1


@dataclass(frozen=True, slots=True)
class Grouping:
    """Labels of passages, -1 for no group, groups numbered by falling size."""

    labels: Labels
    reduced: Floats  # [passages, components], the space they were grouped in


def suggested_number(passages: int) -> int:
    """How many themes a study of that size is cut into when nobody says: passages ** 0.4,
    between 3 and 30 (200 passages 8, 2,000 passages 21). A rule of thumb, not a finding."""
    return int(np.clip(round(passages**0.4), 3, 30))


def group(embeddings: Floats, number: int, smallest: int, seed: int) -> Grouping:
    """Groups passages.

    Args:
        embeddings: float32 [passages, 384], rows of length 1.
        number: how many groups to cut; fewer remain where groups are too small.
        smallest: groups of fewer passages are dissolved.
        seed: same seed and embeddings, same groups.

    Returns:
        A Grouping; all labels -1 where there are too few passages to group.
    """
    count = len(embeddings)
    if count < max(2 * smallest, number):
        return Grouping(np.full(count, NO_GROUP, dtype=np.int64), embeddings)
    components = min(COMPONENTS, count - 1, embeddings.shape[1])
    exact = PCA(components, svd_solver="full").fit_transform(embeddings.astype(np.float64))
    reduced = exact.astype(np.float32)
    rng = np.random.default_rng(seed)
    sample = np.sort(rng.choice(count, min(count, SAMPLE), replace=False))
    labels = _consensus(reduced[sample], number, rng)
    labels = _dissolve(labels, smallest * len(sample) / count)
    everyone = np.full(count, NO_GROUP, dtype=np.int64)
    everyone[sample] = labels
    everyone = _by_centroid(reduced, everyone)
    return Grouping(_by_size(_dissolve(everyone, smallest)), reduced)


def _consensus(points: Floats, number: int, rng: np.random.Generator) -> Labels:
    count = len(points)
    # one column for each cluster of each run: products of rows count how often two met
    members = np.zeros((count, RUNS * number), dtype=np.float32)
    drawn = np.zeros((count, RUNS), dtype=np.float32)
    # several threads add up in any order, and so round otherwise
    with threadpool_limits(1):
        for run in range(RUNS):
            size = max(number, int(SUBSAMPLE * count))
            chosen = np.sort(rng.choice(count, size, replace=False))
            model = KMeans(number, n_init=1, random_state=int(rng.integers(2**31)))
            members[chosen, run * number + model.fit_predict(points[chosen])] = 1
            drawn[chosen, run] = 1
    distance = 1 - (members @ members.T) / np.maximum(drawn @ drawn.T, 1)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), method="average")
    labels: Labels = fcluster(tree, number, criterion="maxclust").astype(np.int64) - 1
    return labels


def _dissolve(labels: Labels, smallest: float) -> Labels:
    counts = np.bincount(labels[labels >= 0], minlength=1)
    small = counts[np.maximum(labels, 0)] < smallest
    return np.where((labels >= 0) & small, NO_GROUP, labels)


def _by_centroid(points: Floats, labels: Labels) -> Labels:
    """Passages without a group join the group whose centre points their way the most."""
    names = np.unique(labels[labels >= 0])
    if not len(names):
        return labels
    centres = np.stack([points[labels == name].mean(axis=0) for name in names])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    loose = labels == NO_GROUP
    result = labels.copy()
    result[loose] = names[np.argmax(points[loose] @ centres.T, axis=1)]
    return result


def _by_size(labels: Labels) -> Labels:
    """Renumbered by falling size; ties by first passage."""
    names = [name for name in np.unique(labels) if name >= 0]
    order = sorted(names, key=lambda n: (-int((labels == n).sum()), int(np.argmax(labels == n))))
    result = np.full_like(labels, NO_GROUP)
    for new, old in enumerate(order):
        result[labels == old] = new
    return result
