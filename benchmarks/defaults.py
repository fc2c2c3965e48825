"""BERTopic as it comes, on our embeddings: what themes are compared with.

Runs in .bench, which has UMAP and HDBSCAN.

    .bench/bin/python -m benchmarks.defaults MATERIAL.npz OUT.json SEED [SEED …]

MATERIAL.npz: embeddings [passages, 384], texts, rows (bool [sets, passages]: what each fit sees).
Writes for each set and seed {labels, words}; `seed -1` is BERTopic without a fixed seed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np


def main() -> None:
    """Fits each set with each seed."""
    from bertopic import BERTopic
    from umap import UMAP

    with np.load(sys.argv[1], allow_pickle=False) as stored:
        embeddings, texts, rows = stored["embeddings"], stored["texts"].tolist(), stored["rows"]
    found = []
    for chosen in rows:
        inside = np.flatnonzero(chosen)
        for seed in map(int, sys.argv[3:]):
            umap = UMAP(
                n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine",
                random_state=None if seed < 0 else seed,
            )  # fmt: skip
            model = BERTopic(umap_model=umap)
            labels, _ = model.fit_transform([texts[i] for i in inside], embeddings[inside])
            words = [
                [word for word, _ in model.get_topic(topic)] for topic in sorted(set(labels) - {-1})
            ]
            found.append({"labels": [int(x) for x in labels], "words": words})
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
