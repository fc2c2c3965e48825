"""Challenges: scores joined, evidence, seeds, the shipped model, files that were tampered with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corpus.errors import ModelError
from models.challenges.classifier import CODES, Classifier, Encoded, decide, load_classifier
from models.challenges.features import feature_table, noisy_or
from models.challenges.seeds import read_seeds
from models.challenges.train import default_version, held_out_features, truth
from models.encoder import encoder, tuned_path
from models.registry import adopt, champion, promote, verified, write_version

SHIPPED = tuned_path().parent.parent / "models" / "challenges"


@pytest.fixture(scope="module")
def model() -> Classifier:
    return load_classifier(SHIPPED)


def probabilities(model: Classifier, text: str) -> dict[str, float]:
    encoding = encoder().encode(text)
    table = feature_table([(encoding.pooled, encoding.sentence_logits)])
    return dict(zip(CODES, model.probabilities(table)[0].tolist(), strict=True))


@pytest.mark.parametrize(
    ("text", "technical", "organizational"),
    [
        (
            "The two databases cannot exchange records: one exports dates as text, the other "
            "drops the leading zeros, and the old server crashes on large files.",
            True,
            False,
        ),
        (
            "Procurement took two years, nobody in the departments wanted to be blamed, and the "
            "council cut the budget for training staff because residents did not trust us.",
            False,
            True,
        ),
        ("Good morning, thank you for coming. Would you like some tea before we begin?", 0, 0),
    ],
)
def test_plain_cases(model: Classifier, text: str, technical: bool, organizational: bool) -> None:
    found = probabilities(model, text)
    assert (found["technical"] >= 0.5) == technical
    assert (found["organizational"] >= 0.5) == organizational


def test_evidence_is_the_sentence_that_carries_the_code(model: Classifier) -> None:
    text = (
        "We opened the office in spring. The sensors lose their connection whenever it rains and "
        "the data arrive with hours missing. Everybody likes the new chairs."
    )
    encoding = encoder().encode(text)
    parts = encoding.pooled, encoding.sentence_logits, encoding.spans
    found = model.evidence([Encoded(*parts)])[0]
    best = found["technical"][0]
    assert text[best.start : best.end].startswith("The sensors lose")
    assert 0 < best.weight <= 1


@given(
    arrays(
        np.float64,
        st.tuples(st.integers(1, 8), st.just(2)),
        elements=st.floats(-30, 30),
    )
)
def test_noisy_or_lies_above_every_sentence(logits: np.ndarray) -> None:  # type: ignore[type-arg]
    joined = noisy_or(logits)
    assert (joined >= np.clip(logits.max(axis=0), -12, 12) - 1e-6).all()
    assert (np.abs(joined) <= 12).all()


def test_noisy_or_of_known_values() -> None:
    half = noisy_or(np.zeros((2, 1)))[0]
    assert 1 / (1 + np.exp(-half)) == pytest.approx(0.75)
    assert noisy_or(np.zeros((0, 2))).tolist() == pytest.approx([-12, -12], abs=1)


@pytest.mark.parametrize(
    ("p", "holds", "abstained"),
    [(0.1, False, False), (0.4, False, True), (0.5, True, True), (0.6, True, False)],
)
def test_decisions(p: float, holds: bool, abstained: bool) -> None:
    assert decide([p], 0.5, (0.4, 0.6)) == [(holds, abstained)]


def test_whole_documents_are_held_out() -> None:
    inside, outside = ({s.document for s in read_seeds() if s.held_out is h} for h in (False, True))
    assert not inside & outside
    assert 0.05 < len(outside) / len(inside) < 0.2


def test_seeds_are_many_varied_and_marked() -> None:
    seeds = read_seeds()
    assert len(seeds) > 3000
    assert len({seed.text for seed in seeds}) == len(seeds)
    assert {seed.style for seed in seeds} == {"speech", "notes", "blog", "report"}
    technical, organizational = (truth(seeds, code) for code in CODES)
    assert 0.15 < technical.mean() < 0.5
    assert 0.25 < organizational.mean() < 0.6
    assert (technical & organizational).mean() > 0.05
    assert (~technical & ~organizational).mean() > 0.25


def test_the_shipped_model_belongs_to_the_shipped_seeds(model: Classifier) -> None:
    outside = [seed for seed in read_seeds() if seed.held_out]
    assert held_out_features(outside).shape == (len(outside), 4)
    assert model.version == default_version()
    assert tuned_path().stat().st_size <= 30e6


def test_the_model_is_no_evaluation_set_in_disguise(shared: Path) -> None:
    """No run of eight words of the labelled passages stands in a seed."""
    import csv

    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.lower().split()
        return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}

    with (shared / "labels" / "challenges-dev.csv").open(encoding="utf-8", newline="") as handle:
        labelled = set().union(*(runs(row["text"]) for row in csv.DictReader(handle)))
    assert not any(runs(seed.text) & labelled for seed in read_seeds())


# --- registry -------------------------------------------------------------------------------


def version(place: Path, name: str) -> Path:
    directory = place / name
    directory.parent.mkdir(parents=True, exist_ok=True)
    write_version(directory, {"CARD.md": b"# card", "x.bin": b"1"}, {"version": name})
    return directory


def test_a_study_adopts_the_shipped_model_once(tmp_path: Path) -> None:
    shipped = version(tmp_path / "shipped", "v1")
    kind = tmp_path / "registry" / "challenges"
    assert champion(kind) is None
    assert adopt(kind, shipped).name == "v1"
    promote(kind, version(kind, "v2").name)
    assert adopt(kind, shipped).name == "v2"


@pytest.mark.parametrize("harm", ["change", "remove", "add", "manifest"])
def test_a_changed_version_is_refused(tmp_path: Path, harm: str) -> None:
    directory = version(tmp_path, "v1")
    if harm == "change":
        (directory / "x.bin").write_bytes(b"2")
    elif harm == "remove":
        (directory / "x.bin").unlink()
    elif harm == "add":
        (directory / "y.bin").write_bytes(b"")
    else:
        (directory / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="v1"):
        verified(directory)


def test_a_champion_outside_the_registry_is_refused(tmp_path: Path) -> None:
    version(tmp_path / "elsewhere", "v1")
    kind = tmp_path / "kind"
    kind.mkdir()
    (kind / "champion.json").write_text(json.dumps({"version": "../elsewhere/v1"}))
    with pytest.raises(ModelError, match="gone"):
        champion(kind)


def test_a_model_file_never_runs_code(tmp_path: Path) -> None:
    import hashlib

    from skops.io import dumps

    directory = tmp_path / "evil"
    shutil.copytree(SHIPPED, directory)
    content = dumps(_Planted())
    (directory / "technical.skops").write_bytes(content)
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["technical.skops"] = hashlib.sha256(content).hexdigest()
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="does not run"):
        load_classifier(directory)


class _Planted:
    """A type that nobody trusts."""

    def __init__(self) -> None:
        self.x = 1
