"""From encodings to what the classifier sees of a passage.

One sentence often carries a code, so each sentence is scored on its own (in its context) and
the scores are joined by noisy-or (Pearl, 1988): a passage states a difficulty if at least one of
its sentences does. Beside that stands the score of the passage as a whole.

Counts of cue words stood there too. They helped on the labelled passages on which the words had
been chosen and nowhere else, so they went.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FEATURES_VERSION = "2"
_LIMIT = 12.0  # logits beyond this say nothing more


def noisy_or(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """The logit that at least one of several independent things is so.

    Args:
        logits: [things, codes]; no thing at all gives -12.

    Returns:
        float64 [codes], within [-12, 12].
    """
    none = -np.logaddexp(0, np.asarray(logits, dtype=np.float64)).sum(axis=0)
    none = np.clip(none, -60, -1e-9)  # the log of the probability that none is so
    return np.asarray(np.clip(np.log(-np.expm1(none)) - none, -_LIMIT, _LIMIT))


def passage_features(pooled: Floats, sentence_logits: Floats) -> NDArray[np.float64]:
    """What the classifier sees of one passage.

    Args:
        pooled: [384 + codes], as `models.encoder.Encoding` gives it.
        sentence_logits: [sentences, codes].

    Returns:
        float64 [2 * codes]: noisy-or of the sentences by code, the passage's own logits.
    """
    codes = sentence_logits.shape[1]
    whole = np.clip(pooled[-codes:].astype(np.float64), -_LIMIT, _LIMIT)
    return np.concatenate([noisy_or(sentence_logits), whole])


def feature_table(encodings: Sequence[tuple[Floats, Floats]]) -> NDArray[np.float64]:
    """[passages, features] from (pooled, sentence logits) of each passage."""
    if not encodings:
        return np.zeros((0, 4))
    return np.stack([passage_features(pooled, scores) for pooled, scores in encodings])
