"""Development only: tunes MiniLM's upper layers on the seed passages. Needs torch; see `make tune`.

The lower layers stay as published; the two above them, and two small heads, learn to tell from a
sentence in its passage whether it states a difficulty of each kind. (All six were tried: they
learn the seeds better and other people's documents worse, see configs/encoder/CARD.md.)

Three losses: every sentence against the clauses marked in the seeds, the noisy-or of the
sentences against the passage's codes, and a head on the mean state against the same.

Writes configs/encoder/challenges.onnx and held_out.csv: features of the seeds in one document of
ten, kept from the encoder, from which the classifier on top is trained (`qualflow
train-default`), since an encoder's opinion of its own training passages is worth nothing.

    python -m models.challenges.tuning
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from corpus.sentences import sentences
from models import minilm
from models.bert_graph import HEADS
from models.challenges.features import passage_features
from models.challenges.seeds import LETTERS, Seed, read_seeds, seeds_path
from models.encoder import BRANCH_AFTER, encoder, session, tuned_path

CODES = tuple(LETTERS)
SEED = 100
EPOCHS = 3
BATCH = 16
LAYERS_RATE = 2e-4
HEAD_RATE = 1e-3
TOKEN_DROPOUT = 0.1
DROPOUT = 0.2
# A sentence states what a marked clause states if it holds this much of either.
_OF_SENTENCE, _OF_CLAUSE = 0.3, 0.5

_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "back": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "last_norm": "output.LayerNorm",
}


class Layer(nn.Module):
    """A BERT layer with MiniLM's weights."""

    def __init__(self, number: int) -> None:
        super().__init__()
        width = minilm.WIDTH
        for name in ("query", "key", "value", "back"):
            setattr(self, name, nn.Linear(width, width))
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.last_norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(DROPOUT)
        self.prefix = f"encoder.layer.{number}"
        published = minilm.weights()
        with torch.no_grad():
            for part, name in _PARTS.items():
                for kind in ("weight", "bias"):
                    source = published[f"{self.prefix}.{name}.{kind}"]
                    getattr(getattr(self, part), kind).copy_(torch.from_numpy(source.copy()))

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """States after the layer; `mask` is added to the attention scores."""
        size = hidden.shape[:2]

        def heads(linear: nn.Module) -> Tensor:
            states: Tensor = linear(hidden)
            return states.view(*size, HEADS, -1).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            heads(self.query), heads(self.key), heads(self.value), attn_mask=mask,
            dropout_p=DROPOUT if self.training else 0.0,
        )  # fmt: skip
        flat = attended.transpose(1, 2).reshape(*size, minilm.WIDTH)
        hidden = self.norm(hidden + self.dropout(self.back(flat)))
        wide = self.down(functional.gelu(self.up(hidden)))
        result: Tensor = self.last_norm(hidden + self.dropout(wide))
        return result

    def published(self) -> dict[str, NDArray[np.float32]]:
        """The layer's weights under their published names."""
        return {
            f"{self.prefix}.{name}.{kind}": getattr(getattr(self, part), kind).detach().numpy()
            for part, name in _PARTS.items()
            for kind in ("weight", "bias")
        }


class Tuned(nn.Module):
    """The tuned layers and the two heads."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(n) for n in range(BRANCH_AFTER, minilm.LAYERS))
        self.sentence = nn.Linear(minilm.WIDTH, len(CODES))
        self.passage = nn.Linear(minilm.WIDTH, len(CODES))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, present: Tensor, rows: Tensor) -> tuple[Tensor, ...]:
        """(sentence logits, passage logits) of a padded batch of states."""
        mask = (1 - present)[:, None, None, :] * -1e4
        for layer in self.layers:
            hidden = layer(hidden, mask)
        mean = (hidden * present[..., None]).sum(1) / present.sum(1, keepdim=True)
        return self.sentence(self.dropout(rows @ hidden)), self.passage(self.dropout(mean))

    def graph(self) -> bytes:
        """As an ONNX graph, in 8 bits (`models.minilm.tuned_graph`)."""
        found = {}
        for layer in self.layers:
            assert isinstance(layer, Layer)
            found.update(layer.published())
        for name in ("sentence", "passage"):
            head = getattr(self, name)
            found[f"{name}.weight"] = head.weight.detach().numpy()
            found[f"{name}.bias"] = head.bias.detach().numpy()
        return minilm.tuned_graph(found, len(self.layers))


@dataclass(frozen=True, slots=True)
class Item:
    """A seed made ready: states [tokens, 384], rows [sentences, tokens], targets."""

    hidden: Tensor
    rows: Tensor
    codes: Tensor  # [codes]
    marks: Tensor  # [sentences, codes]


def prepared(seeds: Sequence[Seed]) -> list[Item]:
    """Seeds as the tuned layers see them; the lower layers run once, in 8 bits as they will."""
    model = encoder()
    items = []
    for seed in seeds:
        spans = sentences(seed.text)
        hidden, rows = model.states(seed.text, spans)
        codes = torch.tensor([float(seed.holds(code)) for code in CODES])
        items.append(
            Item(
                torch.from_numpy(hidden[0].copy()),
                torch.from_numpy(rows),
                codes,
                torch.from_numpy(_marks(seed, spans)),
            )
        )
    return items


def _marks(seed: Seed, spans: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    marks = np.zeros((len(spans), len(CODES)), dtype=np.float32)
    for letter, start, end in seed.evidence:
        column = [LETTERS[code] for code in CODES].index(letter)
        for row, (a, b) in enumerate(spans):
            shared = min(end, b) - max(start, a)
            if shared > 0 and (
                shared >= _OF_SENTENCE * (b - a) or shared >= _OF_CLAUSE * (end - start)
            ):
                marks[row, column] = 1
    return marks


def _padded(items: Sequence[Item]) -> tuple[Tensor, ...]:
    tokens = max(len(item.hidden) for item in items)
    count = max(len(item.rows) for item in items)
    hidden = torch.zeros(len(items), tokens, minilm.WIDTH)
    present = torch.zeros(len(items), tokens)
    rows = torch.zeros(len(items), count, tokens)
    marks = torch.zeros(len(items), count, len(CODES))
    real = torch.zeros(len(items), count, 1)
    for i, item in enumerate(items):
        size, sentences_ = len(item.hidden), len(item.rows)
        hidden[i, :size], present[i, :size] = item.hidden, 1
        rows[i, :sentences_, :size], marks[i, :sentences_] = item.rows, item.marks
        real[i, :sentences_] = 1
    return hidden, present, rows, torch.stack([item.codes for item in items]), marks, real


def loss_of(model: Tuned, items: Sequence[Item]) -> Tensor:
    """The three losses, added."""
    hidden, present, rows, codes, marks, real = _padded(items)
    kept = (torch.rand(present.shape) > TOKEN_DROPOUT).float()
    scores, whole = model(hidden * kept[..., None], present, rows)
    cross_entropy = functional.binary_cross_entropy_with_logits
    none = (functional.logsigmoid(-scores) * real).sum(1).clamp(max=-1e-6)
    joined = torch.log1p(-none.exp()) - none
    by_sentence = (cross_entropy(scores, marks, reduction="none") * real).sum() / real.sum()
    total: Tensor = cross_entropy(joined, codes) + cross_entropy(whole, codes) + by_sentence / 2
    return total


def tuned(items: Sequence[Item], seed: int, say: Callable[[str], None] = print) -> Tuned:
    """An encoder tuned on `items`; same items and seed, same encoder on the same machine."""
    torch.manual_seed(seed)
    shuffler = random.Random(seed)
    model = Tuned().train()
    heads = [*model.sentence.parameters(), *model.passage.parameters()]
    groups = [
        {"params": model.layers.parameters(), "lr": LAYERS_RATE},
        {"params": heads, "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * len(_batches(items, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    for epoch in range(EPOCHS):
        begun, total, batches = time.monotonic(), 0.0, _batches(items, shuffler)
        for batch in batches:
            loss = loss_of(model, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        took = time.monotonic() - begun
        say(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {took:.0f} s")
    return model.eval()


def _batches(items: Sequence[Item], shuffler: random.Random) -> list[list[Item]]:
    """Random batches of items of like length: padding is work for nothing."""
    order = list(items)
    shuffler.shuffle(order)
    wide = [order[i : i + 16 * BATCH] for i in range(0, len(order), 16 * BATCH)]
    found = []
    for group in wide:
        group.sort(key=lambda item: len(item.hidden))
        found += [group[i : i + BATCH] for i in range(0, len(group), BATCH)]
    shuffler.shuffle(found)
    return found


def features_of(graph: bytes, items: Sequence[Item]) -> NDArray[np.float64]:
    """The classifier's features of items (models.challenges.features), by the graph that will
    run: its 8 bits are part of what the classifier must get used to."""
    running = session(graph)
    rows = []
    for item in items:
        feed = {"hidden": item.hidden[None].numpy(), "membership": item.rows.numpy()}
        names = ["sentence_logits", "pooled", "passage_logits"]
        scores, mean, whole = running.run(names, feed)
        rows.append(passage_features(np.concatenate([mean[0], whole[0]]), scores))
    return np.stack(rows)


def write_features(path: Path, seeds: Sequence[Seed], features: NDArray[np.float64]) -> None:
    """held_out.csv: passage_id and the features, four digits."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        names = [f"{kind}_{code}" for kind in ("sentences", "passage") for code in CODES]
        writer.writerow(["passage_id", *names])
        for seed, row in zip(seeds, features, strict=True):
            writer.writerow([seed.passage_id, *(f"{value:.4f}" for value in row)])


def main() -> None:
    """Tunes on nine documents of ten and writes the two files."""
    seeds = read_seeds(seeds_path())
    inside = prepared([seed for seed in seeds if not seed.held_out])
    outside = [seed for seed in seeds if seed.held_out]
    print(f"{len(inside)} seed passages, {len(outside)} held out", flush=True)
    graph = tuned(inside, SEED).graph()
    path = tuned_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(graph)
    print(f"wrote {path.name}, {len(graph) / 1e6:.1f} MB", flush=True)
    features = features_of(graph, prepared(outside))
    write_features(path.with_name("held_out.csv"), outside, features)


if __name__ == "__main__":
    main()
