"""Themes that a researcher expects, from seed words and example quotes.

Seed words are no passage: their embedding is further from every passage than passages are from
one another. So each expected theme first takes the passages nearest its seeds, and their mean,
drawn to the seeds, is its centre (after Rocchio, 1971). A passage goes to the expected theme whose
centre is nearer than that of the group it was found in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

_ROUNDS = 3
_NEAREST = 20
_OF_SEEDS = 0.3
_TAKEN_WHOLE = 0.25


@dataclass(frozen=True, slots=True)
class Expected:
    """A theme by name, with words or phrases and example quotes that stand for it."""

    name: str
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


def with_expected(
    embeddings: Floats,
    labels: Labels,
    expected: Sequence[Expected],
    embed: Callable[[str], Floats],
    smallest: int,
) -> tuple[Labels, list[str]]:
    """Groups after expected themes have taken their passages.

    Args:
        embeddings: float32 [passages, 384], rows of length 1.
        labels: int64 [passages], groups from 0, -1 for none.
        expected: the themes.
        embed: from words to float32 [384].
        smallest: groups that are left with fewer passages give them to the nearest theme.

    Returns:
        Labels anew, and for each group the name under which it is expected ("" if found). An
        expected theme that nothing belongs to is a group without passages.
    """
    seeds = np.stack([_seed(theme, embed) for theme in expected])
    groups = int(labels.max(initial=-1)) + 1
    centres = _unit(np.stack([embeddings[labels == g].mean(axis=0) for g in range(groups)]))
    own = np.where(labels >= 0, (embeddings * centres[labels]).sum(axis=1), -1.0)
    floor = float(np.quantile(own[labels >= 0], 0.25)) if groups else 0.0
    theirs = embeddings @ _centres(embeddings, seeds).T
    nearest, best = theirs.argmax(axis=1), theirs.max(axis=1)
    taken = best > np.maximum(own, floor)
    result = np.where(taken, groups + nearest, labels)
    for group in range(groups):
        inside = labels == group
        # what is found is what was expected: then the theme takes it whole, not its near half
        if result[inside].size and (result[inside] >= groups).mean() > _TAKEN_WHOLE:
            result[inside] = groups + np.bincount(nearest[inside & taken]).argmax()
    everything = np.concatenate([centres, _centres(embeddings, seeds)])
    result = _dissolved(embeddings, result, groups, everything, smallest)
    kept = [g for g in range(groups) if (result == g).any()]
    order = {g: i for i, g in enumerate([*kept, *range(groups, groups + len(expected))])}
    numbered = np.array([order.get(int(g), -1) for g in result], dtype=np.int64)
    return numbered, [""] * len(kept) + [theme.name for theme in expected]


def _seed(theme: Expected, embed: Callable[[str], Floats]) -> Floats:
    texts = [*theme.quotes, *([", ".join(theme.words)] if theme.words else [])]
    return _unit(np.mean([embed(text) for text in texts or [theme.name]], axis=0))


def _centres(embeddings: Floats, seeds: Floats) -> Floats:
    centres = seeds
    for _ in range(_ROUNDS):
        near = np.argsort(-(embeddings @ centres.T), axis=0, kind="stable")[:_NEAREST]
        means = np.stack([embeddings[near[:, i]].mean(axis=0) for i in range(len(seeds))])
        centres = _unit(_unit(means) + _OF_SEEDS * seeds)
    return centres


def _dissolved(
    embeddings: Floats, labels: Labels, found: int, centres: Floats, smallest: int
) -> Labels:
    """Found groups that are too small now give their passages to the nearest other one."""
    small = [g for g in range(found) if 0 < (labels == g).sum() < smallest]
    if small:
        nearness = embeddings @ centres.T
        nearness[:, small] = -2
        loose = np.isin(labels, small)
        labels = np.where(loose, nearness.argmax(axis=1), labels)
    return labels


def _unit(vectors: Floats) -> Floats:
    lengths = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)
    return np.asarray(vectors / lengths, dtype=np.float32)
