"""The classifier in use: two independent, calibrated probabilities for a passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from models.challenges.features import passage_features
from models.registry import verified

Floats = NDArray[np.float32]

CODES = ("technical", "organizational")
KIND = "challenges"
# Reviewed by hand: what a model file may hold, whatever it asks for. skops trusts plain
# scikit-learn estimators and numpy arrays by itself; nothing beyond them is needed.
TRUSTED: list[str] = []
_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder made of a passage (`models.encoder.Encoding`)."""

    pooled: Floats
    sentence_logits: Floats
    spans: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, `[start, end)` in the passage, and by how much the code's probability would
    fall without it."""

    start: int
    end: int
    weight: float


class Classifier:
    """A model version, loaded. `version` names it as a coder."""

    def __init__(self, manifest: Mapping[str, Any], estimators: Mapping[str, Any]) -> None:
        self.manifest = manifest
        self.version = str(manifest["version"])
        self.coder = f"qualflow:{KIND}@{self.version}"
        self._estimators = estimators

    def probabilities(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of each code.

        Args:
            features: [passages, features] of `models.challenges.features`.

        Returns:
            float64 [passages, 2], columns as in CODES, rounded to six digits: what lies
            beyond may differ between processors.
        """
        if not len(features):
            return np.zeros((0, len(CODES)))
        columns = [self._estimators[code].predict_proba(features)[:, 1] for code in CODES]
        return np.asarray(np.round(np.stack(columns, axis=1), 6))

    def evidence(self, passages: Sequence[Encoded]) -> list[dict[str, list[Evidence]]]:
        """The sentences that moved each code most, strongest first, one to three, by passage.

        A sentence's weight is the probability with it minus the probability without its score.
        After the first, only positive weights count.
        """
        variants = [_with_and_without(passage) for passage in passages]
        if not variants:
            return []
        probabilities = self.probabilities(np.concatenate(variants))
        found, at = [], 0
        for passage, rows in zip(passages, variants, strict=True):
            inside = probabilities[at : at + len(rows)]
            drops, at = inside[0] - inside[1:], at + len(rows)
            spans = passage.spans
            found.append({code: _strongest(drops[:, i], spans) for i, code in enumerate(CODES)})
        return found


def _with_and_without(passage: Encoded) -> NDArray[np.float64]:
    """Features of a passage, then of the passage without its first, second, … sentence."""
    scores = passage.sentence_logits
    variants = [scores, *(np.delete(scores, left_out, axis=0) for left_out in range(len(scores)))]
    return np.stack([passage_features(passage.pooled, variant) for variant in variants])


def _strongest(drops: NDArray[np.float64], spans: NDArray[np.int32]) -> list[Evidence]:
    order = [int(i) for i in np.argsort(-drops, kind="stable")[:_EVIDENCE]]
    return [
        Evidence(int(spans[i][0]), int(spans[i][1]), round(float(drops[i]), 4))
        for rank, i in enumerate(order)
        if rank == 0 or drops[i] > 0
    ]


def load_classifier(directory: Path) -> Classifier:
    """A model version from its folder, after its hashes were checked.

    Raises:
        ModelError: damaged, changed, or holding types that were never trusted.
    """
    from skops.io import load
    from skops.io.exceptions import UntrustedTypesFoundException

    manifest = verified(directory)
    estimators = {}
    for code in CODES:
        try:
            estimators[code] = load(directory / f"{code}.skops", trusted=TRUSTED)
        except UntrustedTypesFoundException:
            raise ModelError(
                f"model {directory.name}",
                f"{code}.skops holds code that qualflow does not run",
                "use a model that qualflow trained",
            ) from None
    return Classifier(manifest, estimators)


def decide(
    probabilities: Sequence[float], threshold: float, band: tuple[float, float]
) -> list[tuple[bool, bool]]:
    """(holds, abstained) for each code: it holds from `threshold`; within `band` the machine
    abstains, so that a person may look."""
    return [(p >= threshold, band[0] <= p < band[1]) for p in probabilities]
