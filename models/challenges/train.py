"""Training the default classifier: a calibrated logistic regression for each code, on features
that the tuned encoder gave seed passages whose documents it never saw."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError, TableError
from models.challenges.classifier import CODES
from models.challenges.features import FEATURES_VERSION
from models.challenges.seeds import Seed, seeds_path
from models.encoder import tuned_path

FOLDS = 5
STRENGTH = 1.0  # inverse of the penalty; the features are few and strong, so it hardly matters
LIMITS = (
    "Trained on passages that were invented for it, in English, in the manner of real interviews "
    "that their writers had read: most of these by one speaker, Taiwan's digital minister, who "
    "also spoke 59 of the 145 passages of challenges-dev.csv, in other interviews.",
    "It codes what a passage says; irony, and difficulties that only a reader who knows the "
    "place would see, are missed.",
    "Passages in which a difficulty is merely hinted at are where it errs most, and it errs more "
    "on organizational than on technical ones.",
    "Shares counted from its codes are biased by its errors: code a sample before you quote them.",
)


def held_out_features(seeds: Sequence[Seed]) -> NDArray[np.float64]:
    """[seeds, features] of seeds whose documents the tuned encoder never saw, in their order.

    Raises:
        ModelError: the file was made from other seeds.
    """
    path = tuned_path().with_name("held_out.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = {row[0]: [float(v) for v in row[1:]] for row in list(csv.reader(handle))[1:]}
    if set(rows) != {seed.passage_id for seed in seeds}:
        raise ModelError(path.name, "was made from other seeds", "run `make tune`")
    return np.array([rows[seed.passage_id] for seed in seeds])


def fitted(features: NDArray[np.float64], holds: NDArray[np.bool_]) -> Any:
    """A classifier of one code: logistic regression, which is calibrated on what it is fitted to.

    Args:
        features: [passages, features]; holds: bool [passages].

    Returns:
        a scikit-learn pipeline.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    return model.fit(features, holds)


def truth(seeds: Sequence[Seed], code: str) -> NDArray[np.bool_]:
    """bool [seeds]: where a code holds."""
    return np.array([seed.holds(code) for seed in seeds])


def out_of_fold(
    features: NDArray[np.float64], seeds: Sequence[Seed], code: str
) -> NDArray[np.float64]:
    """Probability of each seed by a classifier that saw no passage of its document."""
    from sklearn.model_selection import StratifiedGroupKFold

    splitter = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    holds, found = truth(seeds, code), np.zeros(len(seeds))
    documents = [seed.document for seed in seeds]
    for train, test in splitter.split(features, holds, documents):
        model = fitted(features[train], holds[train])
        found[test] = model.predict_proba(features[test])[:, 1]
    return found


def default_version() -> str:
    """Name of the default model: changes with seeds, encoder and features."""
    parts = seeds_path().read_bytes() + tuned_path().read_bytes() + FEATURES_VERSION.encode()
    return f"default-{hashlib.sha256(parts).hexdigest()[:8]}"


def labelled(path: Path) -> tuple[list[str], list[str], dict[str, NDArray[np.bool_]]]:
    """Texts, documents and codes of a CSV of labelled passages.

    Raises:
        TableError: a column is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for column in ("text", "document", *CODES):
        if not rows or column not in rows[0]:
            raise TableError(str(path), f"has no column '{column}'", "add it")
    codes = {code: np.array([row[code] == "1" for row in rows]) for code in CODES}
    return [row["text"] for row in rows], [row["document"] for row in rows], codes


def card(facts: Mapping[str, Any]) -> str:
    """CARD.md: what a person should know before trusting the model."""
    lines = [f"# {facts['kind']}: {facts['version']}", ""]
    lines += [
        "Gives each passage two independent probabilities, for the codes technical and "
        "organizational, from sentence scores of a tuned encoder (configs/encoder/CARD.md).",
        "",
        f"- Trained on: {facts['trained on']}",
        f"- Base rates there: {facts['base rates']}",
        f"- Encoder: {facts['encoder']}",
        "- Approved by: the founders, as the default; a study may replace it",
        "",
        "## Scores",
        "",
    ]
    for name, values in facts["scores"].items():
        shown = ", ".join(f"{key} {value}" for key, value in values.items())
        lines.append(f"- {name}: {shown}")
    lines += ["", "Intervals are jackknives over documents.", "", "## Limits", ""]
    lines += [f"- {limit}" for limit in facts["limits"]]
    return "\n".join(lines) + "\n"
