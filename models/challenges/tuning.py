"""Development only: tunes the encoder's tail on the seed passages. Needs torch; see `make tune`.

The trunk (embeddings and the first layers) stays as published; the layers above it, and two
small heads, learn to tell from a sentence in its passage whether it states a difficulty of each
kind. Three losses: every sentence against the clauses marked in the seeds, the noisy-or of the
sentences against the passage's codes, and a head on the mean state against the same.

Writes configs/encoder/challenges.onnx, its card, and cross_fitted.csv: for each seed the
features by a tail that never saw its document, from which the classifier on top is trained
(`qualflow train-default`), since a tail's opinion of its own training passages is worth nothing.

    python -m models.challenges.tuning
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from corpus.sentences import sentences
from models import minilm
from models.challenges.cues import CUES, cues
from models.challenges.features import passage_features
from models.challenges.seeds import LETTERS, Seed, read_seeds, seeds_path
from models.encoder import BRANCH_AFTER, membership, tail_path

CODES = tuple(LETTERS)
EPOCHS = 3
BATCH = 16
TAIL_RATE = 2e-4
HEAD_RATE = 1e-3
TOKEN_DROPOUT = 0.1
DROPOUT = 0.2
FOLDS = 3
# Passages cut from whole documents are nearer to what will be coded than those drafted one by one.
NATURAL = 3
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
            return states.view(*size, minilm.HEADS, -1).transpose(1, 2)

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


class Tail(nn.Module):
    """The tuned layers and the two heads."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(n) for n in range(BRANCH_AFTER, minilm.LAYERS))
        self.sentence = nn.Linear(minilm.WIDTH, len(CODES))
        self.passage = nn.Linear(minilm.WIDTH, len(CODES))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor, present: Tensor, rows: Tensor) -> tuple[Tensor, ...]:
        """(sentence logits, passage logits, mean states) of a padded batch."""
        mask = (1 - present)[:, None, None, :] * -1e4
        for layer in self.layers:
            hidden = layer(hidden, mask)
        mean = (hidden * present[..., None]).sum(1) / present.sum(1, keepdim=True)
        scores = self.sentence(self.dropout(rows @ hidden))
        return scores, self.passage(self.dropout(mean)), mean

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """All weights, as `models.minilm.tail_graph` takes them."""
        found = {}
        for layer in self.layers:
            assert isinstance(layer, Layer)
            found.update(layer.published())
        for name in ("sentence", "passage"):
            head = getattr(self, name)
            found[f"{name}.weight"] = head.weight.detach().numpy()
            found[f"{name}.bias"] = head.bias.detach().numpy()
        return found


@dataclass(frozen=True, slots=True)
class Item:
    """A seed made ready: trunk states [tokens, 384], rows [sentences, tokens], targets."""

    hidden: Tensor
    rows: Tensor
    codes: Tensor  # [codes]
    marks: Tensor  # [sentences, codes]
    cues: NDArray[np.float32]
    natural: bool


def prepared(seeds: Sequence[Seed]) -> list[Item]:
    """Seeds as the tail sees them; the trunk runs once."""
    tokenizer = Tokenizer.from_file(str(minilm.model_directory() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(minilm.MAX_TOKENS)
    trunk = _trunk()
    items = []
    for seed in seeds:
        tokens = tokenizer.encode(seed.text)
        spans = sentences(seed.text)
        with torch.no_grad():
            hidden = trunk(tokens.ids)
        codes = torch.tensor([float(seed.holds(code)) for code in CODES])
        rows = torch.from_numpy(membership(tokens, spans))
        marks = torch.from_numpy(_marks(seed, spans))
        natural = seed.kind == "natural"
        items.append(Item(hidden, rows, codes, marks, cues(seed.text, spans), natural))
    return items


def _trunk() -> Callable[[list[int]], Tensor]:
    layers = [Layer(n).eval() for n in range(BRANCH_AFTER)]
    table = {k: torch.from_numpy(v.copy()) for k, v in minilm.weights().items() if "embed" in k}

    def run(ids: list[int]) -> Tensor:
        names = ("word", "position", "token_type")
        words, places, kinds = (table[f"embeddings.{n}_embeddings.weight"] for n in names)
        hidden = words[ids] + places[: len(ids)] + kinds[0]
        norm = [table[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")]
        hidden = functional.layer_norm(hidden, (minilm.WIDTH,), *norm, 1e-12)[None]
        for layer in layers:
            hidden = layer(hidden, None)
        return hidden[0]

    return run


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


def loss_of(tail: Tail, items: Sequence[Item]) -> Tensor:
    """The three losses, added."""
    hidden, present, rows, codes, marks, real = _padded(items)
    kept = (torch.rand(present.shape) > TOKEN_DROPOUT).float()
    scores, whole, _ = tail(hidden * kept[..., None], present, rows)
    cross_entropy = functional.binary_cross_entropy_with_logits
    none = (functional.logsigmoid(-scores) * real).sum(1).clamp(max=-1e-6)
    joined = torch.log1p(-none.exp()) - none
    by_sentence = (cross_entropy(scores, marks, reduction="none") * real).sum() / real.sum()
    total: Tensor = cross_entropy(joined, codes) + cross_entropy(whole, codes) + by_sentence / 2
    return total


def tuned(items: Sequence[Item], seed: int, say: Callable[[str], None] = print) -> Tail:
    """A tail trained on `items`; same items and seed, same tail on the same machine."""
    torch.manual_seed(seed)
    shuffler = random.Random(seed)
    tail = Tail().train()
    heads = [*tail.sentence.parameters(), *tail.passage.parameters()]
    groups = [
        {"params": tail.layers.parameters(), "lr": TAIL_RATE},
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
            loss = loss_of(tail, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tail.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        took = time.monotonic() - begun
        say(f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {took:.0f} s")
    return tail.eval()


def _batches(items: Sequence[Item], shuffler: random.Random) -> list[list[Item]]:
    """Random batches of items of like length: padding is work for nothing."""
    order = [item for item in items for _ in range(NATURAL if item.natural else 1)]
    shuffler.shuffle(order)
    wide = [order[i : i + 16 * BATCH] for i in range(0, len(order), 16 * BATCH)]
    found = []
    for group in wide:
        group.sort(key=lambda item: len(item.hidden))
        found += [group[i : i + BATCH] for i in range(0, len(group), BATCH)]
    shuffler.shuffle(found)
    return found


def features_of(tail: Tail, item: Item) -> NDArray[np.float64]:
    """The classifier's features of one item (models.challenges.features)."""
    with torch.no_grad():
        present = torch.ones(1, len(item.hidden))
        scores, whole, mean = tail(item.hidden[None], present, item.rows[None])
    pooled = np.concatenate([torch.cat([mean, whole], 1)[0].numpy(), item.cues])
    return passage_features(pooled, scores[0].numpy())


def cross_fitted(
    seeds: Sequence[Seed], items: Sequence[Item], say: Callable[[str], None] = print
) -> NDArray[np.float64]:
    """Features of each seed by a tail that saw no passage of its document."""
    documents = sorted({seed.document for seed in seeds})
    random.Random(0).shuffle(documents)
    fold = {document: i % FOLDS for i, document in enumerate(documents)}
    features = np.zeros((len(seeds), 2 * len(CODES) + CUES))
    for number in range(FOLDS):
        say(f"fold {number + 1} of {FOLDS}")
        inside = [fold[seed.document] == number for seed in seeds]
        tail = tuned([i for i, held in zip(items, inside, strict=True) if not held], number, say)
        for row, held in enumerate(inside):
            if held:
                features[row] = features_of(tail, items[row])
    return features


def averaged(tails: Sequence[Tail]) -> Tail:
    """The mean of tails that began from the same weights (Wortsman et al., 2022)."""
    mean = Tail().eval()
    states: list[dict[str, Any]] = [tail.state_dict() for tail in tails]
    mean.load_state_dict({k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]})
    return mean


def write_features(path: Path, seeds: Sequence[Seed], features: NDArray[np.float64]) -> None:
    """cross_fitted.csv: passage_id and the features, four digits."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        names = [f"{kind}_{code}" for kind in ("sentences", "passage") for code in CODES]
        names += [f"cue_{number}" for number in range(CUES)]
        writer.writerow(["passage_id", *names])
        for seed, row in zip(seeds, features, strict=True):
            writer.writerow([seed.passage_id, *(f"{value:.4f}" for value in row)])


def main(members: int = 2) -> None:
    """Tunes on all seeds and writes the three files."""
    seeds = read_seeds(seeds_path())
    items = prepared(seeds)
    print(f"{len(seeds)} seed passages", flush=True)
    tail = averaged([tuned(items, 100 + n) for n in range(members)])
    path = tail_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(minilm.tail_graph(tail.weights(), minilm.LAYERS - BRANCH_AFTER))
    print(f"wrote {path.name}, {path.stat().st_size / 1e6:.1f} MB", flush=True)
    write_features(path.with_name("cross_fitted.csv"), seeds, cross_fitted(seeds, items))


if __name__ == "__main__":
    main()
