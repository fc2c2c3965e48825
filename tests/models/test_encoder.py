"""The encoders: against plain arithmetic, alike in any company, of any length."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.special import erf

from corpus.sentences import sentences
from models import minilm
from models.bert_graph import HEADS, quantised
from models.encoder import encoder

TEXTS = (
    "The sensors never talked to the old system.",
    "We have a new mayor. She likes open data, and so do I. Nobody has complained yet.",
    "Procurement took two years, and the vendor had lost interest by then.",
)


def plain_embedding(ids: list[int]) -> NDArray[np.float32]:
    """BERT as Devlin et al. wrote it down, in float32 and without a library."""
    w = minilm.weights()

    def dense(x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def norm(x: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        centred = x - x.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
        return scaled * w[f"{name}.weight"] + w[f"{name}.bias"]

    tables = [w[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position", "token_type")]
    x = norm(tables[0][ids] + tables[1][: len(ids)] + tables[2][0], "embeddings.LayerNorm")
    for number in range(minilm.LAYERS):
        name = f"encoder.layer.{number}"
        q, k, v = (
            dense(x, f"{name}.attention.self.{part}").reshape(len(ids), HEADS, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        scores = q @ k.swapaxes(1, 2) / np.sqrt(q.shape[-1])
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        heard = (shares @ v).swapaxes(0, 1).reshape(len(ids), -1)
        x = norm(x + dense(heard, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")  # fmt: skip  # noqa: E501
        wide = dense(x, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        x = norm(x + dense(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = x.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def test_the_embedding_is_that_of_minilm_but_for_rounding() -> None:
    model = encoder()
    plain = np.stack([plain_embedding(model.token_ids(text)) for text in TEXTS])
    ours = np.stack([model.embed(text) for text in TEXTS])
    assert (plain * ours).sum(axis=1).min() > 0.98
    assert np.abs(plain @ plain.T - ours @ ours.T).max() < 0.05


def test_a_passage_gets_the_same_numbers_in_any_company() -> None:
    model = encoder()
    alone = model.encode(TEXTS[1])
    for text in TEXTS:
        model.encode(text * 3)
    with ThreadPoolExecutor(2) as pool:
        crowd = list(pool.map(model.encode, TEXTS * 4))
    for other in crowd[1::3]:
        assert (other.embedding == alone.embedding).all()
        assert (other.pooled == alone.pooled).all()
        assert (other.sentence_logits == alone.sentence_logits).all()


def test_alike_texts_lie_near() -> None:
    near, nearer, far = (
        encoder().embed(text)
        for text in ("A man is eating food.", "A man eats something.", "The sky is blue today.")
    )
    assert near @ nearer > 0.7 > 0.3 > near @ far


def test_a_text_of_any_length_is_encoded_whole() -> None:
    sentence = "The pump failed again and nobody came to look at it. "
    text = "All is well. " * 200 + sentence
    encoding = encoder().encode(text)
    assert encoding.spans.tolist() == [list(span) for span in sentences(text)]
    assert encoding.sentence_logits.shape == (201, 2)
    assert (encoding.sentence_logits[-1] != encoding.sentence_logits[100]).all()
    assert np.isclose(np.linalg.norm(encoding.embedding), 1, atol=1e-5)
    assert encoder().encode("").embedding.shape == (384,)


@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(-9, 9, width=32)))  # fmt: skip  # noqa: E501
def test_rounding_is_off_by_half_a_step_at_most(matrix: NDArray[np.float32]) -> None:
    whole, scale = quantised(matrix)
    assert np.abs(whole).max() <= 64  # two products of 255 * 64 fit into 16 bits
    assert (np.abs(whole * scale - matrix) <= 0.5001 * scale).all()
