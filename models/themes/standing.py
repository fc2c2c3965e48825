"""What a fit leaves behind so that later passages can be placed and themes measured.

The ensemble of clusterings says of any passage in whose company it belongs; which theme that is
follows from the theme's members as they are now, so that whatever people merge, split or move
teaches the placing of new passages.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.themes.consensus import Strengths, strengths
from models.themes.ensemble import Ensemble, Floats, Labels
from models.themes.grouping import LOOSE, stability


@dataclass(frozen=True, slots=True)
class Standing:
    """A fit's passages by id, its ensemble, and the groups found in each draw of interviews
    (int8 [draws, passages], -1 for not drawn)."""

    passages: tuple[str, ...]
    ensemble: Ensemble
    replicas: NDArray[np.int8]

    def to_bytes(self) -> bytes:
        """As an .npz archive."""
        buffer = io.BytesIO()
        e = self.ensemble
        np.savez(
            buffer,
            passages=np.array(self.passages),
            mean=e.mean,
            components=e.components,
            centres=e.centres,
            bounds=e.bounds,
            drawn=np.packbits(e.drawn, axis=1),
            labels=e.labels,
            replicas=self.replicas,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Standing:
        """From what `to_bytes` gave."""
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            found = {name: stored[name] for name in stored.files}
        passages = tuple(found["passages"].tolist())
        drawn = np.unpackbits(found["drawn"], axis=1, count=len(passages)).astype(np.bool_)
        ensemble = Ensemble(
            found["mean"], found["components"], found["centres"], found["bounds"],
            drawn, found["labels"],
        )  # fmt: skip
        return cls(passages, ensemble, found["replicas"])

    def runs(self, passages: Sequence[str], embeddings: Floats) -> Labels:
        """Clusters of any passages, uint8 [passages, runs]: as stored, or found now.

        Args:
            passages: ids.
            embeddings: float32 [passages, 384].
        """
        rows = {passage: i for i, passage in enumerate(self.passages)}
        known = np.array([rows.get(passage, -1) for passage in passages], dtype=np.int64)
        result = np.empty((len(passages), self.ensemble.labels.shape[1]), dtype=np.uint8)
        result[known >= 0] = self.ensemble.labels[known[known >= 0]]
        if (known < 0).any():
            result[known < 0] = self.ensemble.label(embeddings[known < 0])
        return result

    def stability(self, themes: Sequence[str], theme_of: Mapping[str, str]) -> dict[str, float]:
        """How well each theme holds, as its passages are now; themes of which the fit saw no
        passage are missing."""
        numbers = {theme: i for i, theme in enumerate(themes)}
        labels = np.array([numbers.get(theme_of.get(p, ""), -1) for p in self.passages], np.int64)
        scores = stability(labels, self.replicas)
        seen = np.bincount(labels[labels >= 0], minlength=len(themes))
        return {
            theme: float(scores[i]) for theme, i in numbers.items() if i < len(scores) and seen[i]
        }


@dataclass(frozen=True, slots=True)
class Belonging:
    """How far passages belong to themes, float32 [passages, themes], in [0, 1]."""

    themes: tuple[str, ...]
    strengths: Strengths
    usual: Strengths  # [themes]: the median of a theme's own members

    @property
    def least(self) -> Strengths:
        """[themes]: below it a passage is in no theme."""
        return np.where(self.usual > 0, LOOSE * self.usual, 1).astype(np.float32)

    def best(self, row: int) -> str:
        """The theme that a passage belongs to most, "" if it belongs to none enough."""
        if not self.themes:
            return ""
        column = int(self.strengths[row].argmax())
        return self.themes[column] if self.strengths[row, column] >= self.least[column] else ""

    def strength(self, row: int, column: int) -> float | None:
        """How far a passage belongs to a theme, by index; -1: to the one it is nearest to."""
        if not self.themes:
            return None
        value = self.strengths[row, column] if column >= 0 else self.strengths[row].max()
        return round(float(value), 4)

    def also(self, row: int, column: int) -> list[str]:
        """Themes that a passage speaks of besides theme number `column`: it belongs to them half
        as far as their own members do, and half as far as to its own. Strongest first."""
        mine = self.strengths[row]
        far = (self.usual > 0) & (mine >= 0.5 * self.usual) & (mine >= 0.5 * mine[column])
        others = [int(c) for c in np.flatnonzero(far) if c != column]
        others.sort(key=lambda c: -float(mine[c]))
        return [self.themes[c] for c in others]


def belonging(
    runs: Labels, passages: Sequence[str], themes: Sequence[str], theme_of: Mapping[str, str]
) -> Belonging:
    """How far each passage belongs to each theme.

    Args:
        runs: clusters of the passages (`Standing.runs`).
        passages: their ids.
        themes: ids; a theme without passages draws none.
        theme_of: theme of each passage that is in one.
    """
    numbers = {theme: i for i, theme in enumerate(themes)}
    labels = np.array([numbers.get(theme_of.get(p, ""), -1) for p in passages], dtype=np.int64)
    found = strengths(runs, runs, labels, len(themes))
    usual = np.zeros(len(themes), dtype=np.float32)
    for column in range(len(themes)):
        inside = found[labels == column, column]
        if len(inside):
            usual[column] = np.median(inside)
    return Belonging(tuple(themes), found, usual)
