"""How well the words of themes go together, and how far themes share them. Descriptions beside
stability, never a gate: people do not rate themes as these figures do (Hoyle et al., 2021).

NPMI (Bouma, 2009; for topics Aletras & Stevenson, 2013): the mean over pairs of a theme's words of
log((p_ab + e) / (p_a p_b)) / -log(p_ab + e), p being the share of passages that hold a word or
both, e = 1e-12. Diversity (Dieng et al., 2020): the share of all themes' words that are distinct.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

WORDS = 10
_EPSILON = 1e-12


def coherence(themes: Sequence[Sequence[str]], texts: Iterable[str]) -> list[float | None]:
    """NPMI of each theme, in [-1, 1]; None for a theme of fewer than two words that occur.

    Args:
        themes: the words or phrases of each theme, best first; the first ten count.
        texts: all passages.
    """
    wanted = sorted({word.lower() for words in themes for word in words[:WORDS]})
    held = _held(wanted, texts)
    return [_npmi([held[w.lower()] for w in words[:WORDS] if held[w.lower()].any()])
            for words in themes]  # fmt: skip


def _held(wanted: Sequence[str], texts: Iterable[str]) -> dict[str, np.ndarray]:
    """Which passages hold each word, as a whole word or phrase."""
    padded = [" " + " ".join(re.findall(r"[\w\-']+", text.lower())) + " " for text in texts]
    return {word: np.array([f" {word} " in text for text in padded], dtype=bool) for word in wanted}


def _npmi(columns: Sequence[np.ndarray]) -> float | None:
    if len(columns) < 2:
        return None
    scores = []
    for one, other in combinations(columns, 2):
        both = float((one & other).mean()) + _EPSILON
        scores.append(np.log(both / (one.mean() * other.mean())) / -np.log(both))
    return round(float(np.mean(scores)), 4)


def diversity(themes: Sequence[Sequence[str]]) -> float | None:
    """The share of distinct words among the first ten of all themes; None without words."""
    words = [word.lower() for theme in themes for word in theme[:WORDS]]
    return round(len(set(words)) / len(words), 4) if words else None
