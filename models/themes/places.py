"""Where themes and passages stand on the map.

Themes are placed by classical scaling (Torgerson, 1952) of the distances between their centres,
pushed apart until none covers another; each passage stands near its theme's place, in the two
directions in which that theme varies most. Near on the map means alike; the axes mean nothing.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Points = NDArray[np.float64]


def places(embeddings: Floats, labels: NDArray[np.int64]) -> Points:
    """Places of passages, float64 [passages, 2], both coordinates in [0, 1].

    Args:
        embeddings: float32 [passages, 384], rows of length 1.
        labels: theme of each passage, 0..k-1; -1 gives NaN.
    """
    result = np.full((len(labels), 2), np.nan)
    names = np.unique(labels[labels >= 0])
    if not len(names):
        return result
    centres = np.stack([embeddings[labels == name].mean(axis=0) for name in names])
    sizes = np.array([(labels == name).sum() for name in names])
    radii = np.sqrt(sizes / sizes.sum()) * 0.42
    spots = _apart(_scaled(centres.astype(np.float64)), radii)
    for spot, radius, name in zip(spots, radii, names, strict=True):
        inside = labels == name
        result[inside] = spot + radius * _scatter(embeddings[inside].astype(np.float64))
    low, high = np.nanmin(result, axis=0), np.nanmax(result, axis=0)
    return np.asarray((result - low) / np.maximum(high - low, 1e-9))


def _fixed_sign(vectors: Points) -> Points:
    """Each column with its largest entry positive: eigenvectors have no sign of their own."""
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=0)[None], axis=0)
    return vectors * np.where(largest < 0, -1.0, 1.0)


def _scaled(centres: Points) -> Points:
    if len(centres) < 3:
        return np.stack([np.arange(len(centres)), np.zeros(len(centres))], axis=1).astype(float)
    unit = centres / np.linalg.norm(centres, axis=1, keepdims=True)
    squared = 2 - 2 * unit @ unit.T
    middle = np.eye(len(unit)) - 1 / len(unit)
    values, vectors = np.linalg.eigh(-0.5 * middle @ squared @ middle)
    two = _fixed_sign(vectors[:, ::-1][:, :2])
    spots = two * np.sqrt(np.maximum(values[::-1][:2], 1e-12))
    return np.asarray(spots / max(np.abs(spots).max(), 1e-12))


def _apart(spots: Points, radii: NDArray[np.float64], rounds: int = 300) -> Points:
    """Moves overlapping circles away from one another, a little each round."""
    xs, ys, sizes = spots[:, 0].tolist(), spots[:, 1].tolist(), radii.tolist()
    for _ in range(rounds):
        moved = False
        for i in range(len(sizes)):
            for j in range(i):
                across, up = xs[i] - xs[j], ys[i] - ys[j]
                distance = math.hypot(across, up)
                push = (1.05 * (sizes[i] + sizes[j]) - distance) / 2
                if push > 0:
                    across, up = (across / distance, up / distance) if distance > 1e-9 else (1, 0)
                    xs[i], ys[i] = xs[i] + push * across, ys[i] + push * up
                    xs[j], ys[j] = xs[j] - push * across, ys[j] - push * up
                    moved = True
        if not moved:
            break
    return np.column_stack([xs, ys])


def _scatter(vectors: Points) -> Points:
    """Places within a circle of radius 1, by rank of distance so that the circle is filled."""
    if len(vectors) < 3:
        return np.zeros((len(vectors), 2))
    centred = vectors - vectors.mean(axis=0)
    values, directions = np.linalg.eigh(centred.T @ centred)
    flat = centred @ _fixed_sign(directions[:, ::-1][:, :2])
    del values
    angle = np.arctan2(flat[:, 1], flat[:, 0])
    rank = np.hypot(flat[:, 0], flat[:, 1]).argsort(kind="stable").argsort(kind="stable")
    radius = np.sqrt((rank + 0.5) / len(rank))
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
