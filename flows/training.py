"""`qualflow train-default`: the classifier that ships, from the seed passages that ship."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from measures.scores import score_card
from models.challenges.classifier import CODES, KIND, Classifier
from models.challenges.features import FEATURES_VERSION, feature_table
from models.challenges.seeds import Seed, read_seeds
from models.challenges.train import (
    LIMITS,
    card,
    default_version,
    fitted,
    held_out_features,
    labelled,
    out_of_fold,
    truth,
)
from models.encoder import encoder, encoder_version
from models.registry import CARD, write_version

Scores = dict[str, Mapping[str, Any]]


def train_default(to: Path, check: Path | None = None) -> list[str]:
    """Trains the default classifier and writes it as a version into folder `to`.

    Args:
        to: must not exist.
        check: CSV of passages from elsewhere (text, document, technical, organizational), not
            used for training; its scores go into the card.

    Returns:
        Lines to print: the scores.

    Raises:
        ModelError: seeds and features do not belong together, or `to` exists.
    """
    from skops.io import dumps

    if to.exists():
        raise ModelError(str(to), "exists already", "choose a folder that does not")
    seeds = read_seeds()
    outside = [seed for seed in seeds if seed.held_out]
    features = held_out_features(outside)
    estimators = {c: fitted(features, truth(outside, c)) for c in CODES}
    scores = _scores(outside, features)
    version = default_version()
    if check is not None:
        model = Classifier({"version": version}, estimators)
        scores = {**_external(model, check), **scores}
    facts = {
        "version": version,
        "kind": KIND,
        "trained on": f"{len(seeds)} invented passages of {len({s.document for s in seeds})} "
        "documents (configs/seed_passages.csv)",
        "base rates": {c: round(float(truth(seeds, c).mean()), 3) for c in CODES},
        "encoder": encoder_version(),
        "features": FEATURES_VERSION,
        "scores": scores,
        "limits": list(LIMITS),
    }
    contents = {f"{c}.skops": dumps(estimators[c]) for c in CODES}
    contents[CARD] = card(facts).encode("utf-8")
    write_version(to, contents, facts)
    return [f"{name}: {values}" for name, values in scores.items()]


def _scores(seeds: Sequence[Seed], features: NDArray[np.float64]) -> Scores:
    documents = [seed.document for seed in seeds]
    scores = {}
    for code in CODES:
        holds = truth(seeds, code)
        found = out_of_fold(features, seeds, code)
        scores[f"{code}, seed passages left out by document"] = score_card(holds, found, documents)
    return scores


def evaluate(model: Classifier, path: Path) -> Scores:
    """Scores of a model on labelled passages, by code."""
    texts, documents, codes = labelled(path)
    encodings = [encoder().encode(text) for text in texts]
    table = feature_table([(e.pooled, e.sentence_logits) for e in encodings])
    found = model.probabilities(table)
    return {c: score_card(codes[c], found[:, i], documents) for i, c in enumerate(CODES)}


def _external(model: Classifier, path: Path) -> Scores:
    return {
        f"{code}, {path.name} (other people's documents)": values
        for code, values in evaluate(model, path).items()
    }
