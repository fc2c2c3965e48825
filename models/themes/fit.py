"""A fit of themes over the passages of a study: groups with their words, and what is left behind
for placing later passages. It knows nothing of earlier fits; `proposing` compares it with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.themes.expected import Expected, with_expected
from models.themes.grouping import GROUPING_VERSION, group
from models.themes.proposing import FittedGroup
from models.themes.standing import Standing
from models.themes.words import WORDS_VERSION, keywords, theme_name

Floats = NDArray[np.float32]
Embed = Callable[[str], Floats]

THEMES_VERSION = f"2.{GROUPING_VERSION}.{WORDS_VERSION}"
QUOTES = 8
_QUOTABLE_WORDS = 20


@dataclass(frozen=True, slots=True)
class Material:
    """What themes are made from: one entry a passage, in a fixed order."""

    passages: Sequence[str]
    texts: Sequence[str]
    interviews: Sequence[str]
    embeddings: Floats  # [passages, 384]
    names: frozenset[str]  # of people and places, which are no theme

    def only(self, rows: Sequence[int]) -> Material:
        """The same of some passages, by index."""
        return Material(
            [self.passages[i] for i in rows],
            [self.texts[i] for i in rows],
            [self.interviews[i] for i in rows],
            self.embeddings[np.asarray(rows, dtype=np.int64)],
            self.names,
        )

    def at_least(self, words: int) -> Material:
        """The same of the passages that are long enough to have a theme."""
        return self.only([i for i, text in enumerate(self.texts) if len(text.split()) >= words])


@dataclass(frozen=True, slots=True)
class Fit:
    """Groups, and what they leave behind."""

    groups: tuple[FittedGroup, ...]
    standing: Standing


def fit_themes(
    material: Material,
    embed: Embed,
    number: int = 0,
    smallest: int = 5,
    expected: Sequence[Expected] = (),
) -> Fit | None:
    """Groups passages into themes. The same material gives the same groups,
    in whatever order it comes.

    Args:
        material: passages that are long enough.
        embed: from words to float32 [384].
        number: how many themes to find; 0 for as many as the data suggest.
        smallest: themes of fewer passages are dissolved.
        expected: themes that the researcher expects; they take passages from those found.

    Returns:
        None where there are too few passages.
    """
    # in an order of their own: files may come in any
    material = material.only(
        sorted(range(len(material.passages)), key=material.passages.__getitem__)
    )
    found = group(material.embeddings, list(material.interviews), number, smallest)
    if found is None:
        return None
    labels, names = found.labels, [""] * len(found.stability)
    if expected:
        labels, names = with_expected(material.embeddings, labels, expected, embed, smallest)
    standing = Standing(tuple(material.passages), found.ensemble, found.replicas)
    words = words_of(material, labels, embed)
    ids = [str(i) for i in range(len(names))]
    theme_of = {p: str(g) for p, g in zip(material.passages, labels, strict=True) if g >= 0}
    holds = standing.stability(ids, theme_of) if may_hold(material.interviews) else {}
    groups = tuple(
        FittedGroup(
            tuple(p for p, g in zip(material.passages, labels, strict=True) if g == i),
            theme_name(words.get(i, [])),
            tuple(words.get(i, [])),
            holds.get(str(i)),
            names[i],
        )
        for i in range(len(names))
    )
    return Fit(groups, standing)


def may_hold(interviews: Sequence[str]) -> bool:
    """Whether stability over interviews can be measured at all: from five interviews."""
    return len(set(interviews)) >= 5


def words_of(material: Material, labels: NDArray[np.int64], embed: Embed) -> dict[int, list[str]]:
    """The words that set each group apart (`models.themes.words`), by group."""
    inside = [int(i) for i in np.flatnonzero(labels >= 0)]
    if not inside:
        return {}
    return keywords(
        [material.texts[i] for i in inside],
        material.embeddings[inside],
        labels[inside],
        embed,
        material.names,
    )


def quotes_of(material: Material, labels: NDArray[np.int64], label: int) -> list[str]:
    """Passages nearest a group's centre; one of each interview before a second of any."""
    inside = np.flatnonzero(labels == label)
    if not len(inside):
        return []
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
    return [material.passages[i] for _, i in rounds[:QUOTES]]
