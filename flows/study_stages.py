"""The stages that see a whole study: challenges, themes, results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from corpus.store.store import Store, unpack
from corpus.store.tables import (
    PassageRecord,
    VectorRecord,
)
from corpus.study import Study
from flows import pipeline
from models.challenges.classifier import CODES, KIND, Classifier, Encoded, decide, load_classifier
from models.challenges.features import FEATURES_VERSION, feature_table
from models.encoder import encoder_version
from models.minilm import WIDTH
from models.registry import adopt

POOLED = WIDTH + len(CODES)


def entities_key(study: Study) -> str:
    """Version of the entity stage; entities.toml is part of it."""
    from models.entities import ENTITIES_VERSION
    from models.entity_names import read_overrides

    return f"{ENTITIES_VERSION}-{read_overrides(study.entities_file).digest()}"


def vectors_key() -> str:
    """Version of the embedding stage."""
    return encoder_version()


# --- challenges -----------------------------------------------------------------------------


def shipped_model() -> Path:
    """The default classifier, as shipped."""
    return Path(str(files("configs"))) / "models" / KIND


def study_classifier(study: Study) -> Classifier:
    """The study's champion; a study without one adopts the shipped default.

    Raises:
        ModelError: it is damaged or was changed.
    """
    directory = adopt(study.root / "models" / "registry" / KIND, shipped_model())
    return _loaded(directory)


@lru_cache(maxsize=2)
def _loaded(directory: Path) -> Classifier:
    return load_classifier(directory)


def challenges_key(study: Study, model: Classifier) -> str:
    """Version of the coding stage: encoder, features, model, threshold and band."""
    parts = [encoder_version(), FEATURES_VERSION, model.version]
    parts += [json.dumps(study.settings.challenges.model_dump(), sort_keys=True)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def code_challenges(study: Study, store: Store) -> int:
    """Codes the passages of interviews that have not been coded by this model and settings."""
    model = study_classifier(study)
    key = challenges_key(study, model)
    count = 0
    for interview_id in pipeline.lacking(store, "challenges", key):
        ids = [passage_id for passage_id, _ in pipeline.codable(study, store, interview_id)]
        rows = _codings(study, model, list(store.vectors(ids).values()))
        store.put_codings(model.coder, rows)
        store.mark_stage(interview_id, "challenges", key)
        count += len(ids)
    return count


def _codings(
    study: Study, model: Classifier, vectors: Sequence[VectorRecord]
) -> list[dict[str, Any]]:
    settings = study.settings.challenges
    band = (settings.abstain_from, settings.abstain_to)
    passages = [_encoded(vector) for vector in vectors]
    inputs = [(p.pooled, p.sentence_logits) for p in passages]
    probabilities = model.probabilities(feature_table(inputs))
    decisions = [decide(values, settings.threshold, band) for values in probabilities.tolist()]
    coded = [i for i, decision in enumerate(decisions) if any(holds for holds, _ in decision)]
    evidence = dict(zip(coded, model.evidence([passages[i] for i in coded]), strict=True))
    rows = []
    for i, vector in enumerate(vectors):
        for column, code in enumerate(CODES):
            holds, abstained = decisions[i][column]
            moved = evidence[i][code] if holds else []
            rows.append(
                {
                    "passage_id": vector.passage_id,
                    "code": code,
                    "holds": holds,
                    "abstained": abstained,
                    "probability": float(probabilities[i][column]),
                    "evidence": [[e.start, e.end, e.weight] for e in moved],
                }
            )
    return rows


def _encoded(vector: VectorRecord) -> Encoded:
    return Encoded(
        pooled=unpack(vector.pooled, POOLED)[0],
        sentence_logits=unpack(vector.sentences, len(CODES)),
        spans=np.frombuffer(vector.spans, dtype="<i4").reshape(-1, 2),
    )


# --- themes ---------------------------------------------------------------------------------


def study_passages(study: Study, store: Store) -> list[PassageRecord]:
    """All passages that are coded, by file and start."""
    order = {
        record.interview_id: file
        for file, record in sorted(store.transcripts().items(), reverse=True)
        if record.present and record.interview_id
    }
    passages = store.passages(order)
    wanted = [p for p in passages if not p.left_out]
    return sorted(wanted, key=lambda p: (order[p.interview_id], p.start))
