"""Words that go with difficulties, counted: the plain opinion beside the encoder's.

Measured on other people's documents, nine counts tell organizational difficulties better than
the tuned encoder alone, and the two together better than either (CARD.md of the model).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

KINDS = ("difficulty", "organization", "technology")
CUES = 9
_MOST = 3  # more than this many words of a kind in one sentence say nothing more


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One pattern for each kind, from configs/cues.toml; "*" there stands for any ending."""
    content = tomllib.loads((files("configs") / "cues.toml").read_text(encoding="utf-8"))
    patterns = []
    for kind in KINDS:
        words = [re.escape(word).replace(r"\*", r"\w*") for word in content[kind]["words"]]
        joined = "|".join(word.replace("'", "['’]") for word in words)
        patterns.append(re.compile(rf"\b(?:{joined})\b", re.IGNORECASE))
    return tuple(patterns)


def sentence_counts(text: str, spans: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """float64 [sentences, 4]: words of each kind, and all words, in each sentence.

    Args:
        text: the passage; spans: its sentences, `[start, end)` in code points.
    """
    rows = [
        [*(len(p.findall(text, start, end)) for p in _patterns()), len(text[start:end].split())]
        for start, end in spans
    ]
    return np.array(rows, dtype=np.float64).reshape(len(spans), len(KINDS) + 1)


def joined(counts: NDArray[np.float64]) -> NDArray[np.float32]:
    """Nine numbers for a passage, from `sentence_counts`.

    Returns:
        float32 [9]: log of 1 + the number of words of each kind; words of each kind per ten
        words; where difficulty meets organization, and technology, within one sentence
        (square root of the greatest product of the two counts, each at most 3); log of the
        number of words.
    """
    total = counts.sum(axis=0)
    length = max(1.0, total[-1])
    few = np.minimum(counts, _MOST)
    met = [(few[:, 0] * few[:, kind]).max(initial=0) for kind in (1, 2)]
    parts = [np.log1p(total[:3]), total[:3] / length * 10, np.sqrt(met), np.array([np.log(length)])]
    return np.concatenate(parts).astype(np.float32)


def cues(text: str, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """The nine numbers of `joined` for a passage and its sentences."""
    return joined(sentence_counts(text, spans))
