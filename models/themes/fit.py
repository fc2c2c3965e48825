"""A fit of themes over all passages of a study.

The seam for what comes later: a fit knows nothing of earlier ones. Identity across fits,
stability and analysts' edits belong to a registry that takes a `Fit` as a proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.themes.grouping import GROUPING_VERSION, group, suggested_number
from models.themes.places import places
from models.themes.words import keywords, theme_name

Floats = NDArray[np.float32]

THEMES_VERSION = f"1.{GROUPING_VERSION}"
QUOTES = 8
_QUOTABLE_WORDS = 20


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of passages. `quotes` are indices of its most representative passages."""

    name: str
    keywords: tuple[str, ...]
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """Themes by falling size; `labels` [passages] are indices into `themes`, -1 for none;
    `places` float64 [passages, 2] in [0, 1], NaN for none."""

    themes: tuple[Theme, ...]
    labels: NDArray[np.int64]
    places: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Material:
    """What themes are fitted to: one entry a passage, in a fixed order."""

    texts: Sequence[str]
    interviews: Sequence[str]
    embeddings: Floats  # [passages, 384]
    speakers: frozenset[str]


def fit_themes(
    material: Material,
    embed: Callable[[str], Floats],
    number: int = 0,
    smallest: int = 5,
    shortest_passage: int = 15,
    seed: int = 1,
) -> Fit:
    """Groups passages into themes.

    Args:
        material: the passages.
        embed: from a word to float32 [384].
        number: how many themes; 0 for `suggested_number`.
        smallest: themes of fewer passages are dissolved.
        shortest_passage: passages of fewer words are in no theme.
        seed: same seed and material, same themes.
    """
    count = len(material.texts)
    long_enough = [len(text.split()) >= shortest_passage for text in material.texts]
    chosen = np.flatnonzero(long_enough)
    labels = np.full(count, -1, dtype=np.int64)
    spots = np.full((count, 2), np.nan)
    if len(chosen):
        vectors = material.embeddings[chosen]
        found = group(vectors, number or suggested_number(len(chosen)), smallest, seed)
        labels[chosen] = found.labels
        spots[chosen] = places(vectors, found.labels)
    return Fit(_themes(material, labels, embed), labels, spots)


def _themes(
    material: Material, labels: NDArray[np.int64], embed: Callable[[str], Floats]
) -> tuple[Theme, ...]:
    inside = [int(i) for i in np.flatnonzero(labels >= 0)]
    if not inside:
        return ()
    words = keywords(
        [material.texts[i] for i in inside],
        material.embeddings[inside],
        labels[inside],
        embed,
        material.speakers,
    )
    return tuple(
        Theme(theme_name(words[label]), tuple(words[label]), _quotes(material, labels, label))
        for label in sorted(words)
    )


def _quotes(material: Material, labels: NDArray[np.int64], label: int) -> tuple[int, ...]:
    """Passages nearest the theme's centre; one of each interview before a second of any."""
    inside = np.flatnonzero(labels == label)
    centre = material.embeddings[inside].mean(axis=0)
    nearness = material.embeddings[inside] @ centre
    order = [int(inside[i]) for i in np.argsort(-nearness, kind="stable")]
    order.sort(key=lambda i: len(material.texts[i].split()) < _QUOTABLE_WORDS)
    seen: dict[str, int] = {}
    rounds = []
    for i in order:
        interview = material.interviews[i]
        rounds.append((seen.get(interview, 0), i))
        seen[interview] = seen.get(interview, 0) + 1
    rounds.sort(key=lambda pair: pair[0])
    return tuple(i for _, i in rounds[:QUOTES])
