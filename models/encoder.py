"""From a passage's text to the numbers that themes and challenges are worked out from.

One pass through MiniLM's lower layers serves both: its own upper layers give the embedding that
themes are grouped by, layers tuned on the seed passages (`configs/encoder/challenges.onnx`, with
its card) score each sentence for each code.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding as Tokens
from tokenizers import Tokenizer

from corpus.errors import ModelError
from corpus.sentences import SENTENCES_VERSION, sentences
from models import minilm

Floats = NDArray[np.float32]

BRANCH_AFTER = 4  # tuned layers replace those above this one
_BUILD = "2"  # raise when the graph changes in a way that moves vectors


@dataclass(frozen=True, slots=True)
class Encoding:
    """What the encoder makes of one passage.

    Attributes:
        embedding: float32 [384], of length 1.
        pooled: float32 [384 + codes]: mean tuned state, the tuned layers' passage logits.
        sentence_logits: float32 [sentences, codes].
        spans: int32 [sentences, 2], `[start, end)` in code points into the passage.
    """

    embedding: Floats
    pooled: Floats
    sentence_logits: Floats
    spans: NDArray[np.int32]


def tuned_path() -> Path:
    """The shipped tuned layers."""
    return Path(str(files("configs"))) / "encoder" / "challenges.onnx"


@lru_cache(maxsize=1)
def encoder_version() -> str:
    """Changes whenever a vector could: weights, tuned layers, graph, sentence splitter."""
    if not tuned_path().is_file():
        raise ModelError("the tuned encoder", f"no file {tuned_path().name}", "reinstall qualflow")
    tuned = hashlib.sha256(tuned_path().read_bytes()).hexdigest()[:8]
    return f"minilm-{minilm.WEIGHTS_SHA256[:8]}+{tuned}+{_BUILD}.{SENTENCES_VERSION}"


class Encoder:
    """The models, loaded. `encode` may be called from several threads at once.

    Each call runs on one thread: two interviews side by side use two cores better than two
    threads on one passage.
    """

    def __init__(self) -> None:
        self._published = session(minilm.encoder_graph(BRANCH_AFTER))
        path = minilm.model_directory() / "tokenizer.json"
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    @cached_property
    def _tuned(self) -> ort.InferenceSession:
        return session(tuned_path().read_bytes())

    def encode(self, text: str) -> Encoding:
        """The encoding of a passage; of any length, in windows of whole sentences."""
        spans = sentences(text) or [(0, len(text))]
        parts = [self._window(text, window) for window in self._windows(text, spans)]
        weights = np.array([[max(1, end - start)] for start, end, _ in parts], dtype=np.float32)
        weights /= weights.sum()
        outputs = [output for _, _, output in parts]
        embedding = (np.concatenate([o[0] for o in outputs]) * weights).sum(axis=0)
        pooled = np.concatenate([np.concatenate(o[2:], axis=1) for o in outputs])
        return Encoding(
            embedding=embedding / max(float(np.linalg.norm(embedding)), 1e-12),
            pooled=(pooled * weights).sum(axis=0),
            sentence_logits=np.concatenate([o[1] for o in outputs]),
            spans=np.array(spans, dtype=np.int32),
        )

    def embed(self, text: str) -> Floats:
        """Only the embedding, float32 [384], of the first 256 tokens: for keywords and names."""
        feed = _feed(self.token_ids(text))
        result: Floats = np.asarray(self._published.run(["embedding"], feed)[0][0])
        return result

    def token_ids(self, text: str) -> list[int]:
        """The first 256 tokens of a text, with the marks of its beginning and end."""
        return list(self._tokenizer.encode(text).ids[: minilm.MAX_TOKENS])

    def _windows(self, text: str, spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        """Sentences in groups that fit the encoder; nearly always one group."""
        if len(text) < minilm.MAX_TOKENS:  # a token is at least one character
            return [spans]
        windows: list[list[tuple[int, int]]] = [[]]
        held = 2  # [CLS] and [SEP]
        for start, end in spans:
            size = len(self._tokenizer.encode(text[start:end], add_special_tokens=False).ids)
            if windows[-1] and held + size > minilm.MAX_TOKENS:
                windows.append([])
                held = 2
            windows[-1].append((start, end))
            held += size
        return windows

    def _window(
        self, text: str, spans: list[tuple[int, int]]
    ) -> tuple[int, int, tuple[Floats, Floats, Floats, Floats]]:
        start, end = spans[0][0], spans[-1][1]
        inside = [(a - start, b - start) for a, b in spans]
        embedding, hidden, rows = self._lower(text[start:end], inside)
        scores, pooled, logits = self._tuned.run(
            ["sentence_logits", "pooled", "passage_logits"],
            {"hidden": hidden, "membership": rows},
        )
        return start, end, (embedding, scores, pooled, logits)

    def states(self, text: str, spans: list[tuple[int, int]]) -> tuple[Floats, Floats]:
        """What the tuned layers get: states float32 [1, tokens, 384] of the first 256 tokens, and
        the `membership` of the sentences `spans`."""
        _, hidden, rows = self._lower(text, spans)
        return hidden, rows

    def _lower(self, text: str, spans: list[tuple[int, int]]) -> tuple[Floats, Floats, Floats]:
        tokens = self._tokenizer.encode(text)
        feed = _feed(tokens.ids[: minilm.MAX_TOKENS])
        embedding, hidden = self._published.run(["embedding", "hidden"], feed)
        return embedding, hidden, membership(tokens, spans)


def session(graph: bytes) -> ort.InferenceSession:
    """A graph made ready to run, on one thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _feed(ids: list[int]) -> dict[str, NDArray[np.int32]]:
    array = np.array([ids], dtype=np.int32)
    return {"input_ids": array, "segment_ids": np.zeros_like(array)}


def membership(tokens: Tokens, spans: list[tuple[int, int]]) -> Floats:
    """Which tokens make up each sentence.

    Args:
        tokens: of a text; spans: its sentences, `[start, end)` in code points.

    Returns:
        float32 [sentences, tokens], each row averaging over the tokens of its sentence.
    """
    count = min(len(tokens.ids), minilm.MAX_TOKENS)
    rows = np.zeros((len(spans), count), dtype=np.float32)
    sentence = 0
    for position, (start, end) in enumerate(tokens.offsets[:count]):
        if start == end:  # [CLS], [SEP]
            continue
        while sentence + 1 < len(spans) and start >= spans[sentence][1]:
            sentence += 1
        rows[sentence, position] = 1
    return np.asarray(rows / np.maximum(rows.sum(axis=1, keepdims=True), 1))


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The process's one encoder, loaded when first asked for."""
    return Encoder()
