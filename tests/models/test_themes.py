"""Themes: groups that do not depend on the seed's luck, words that say something, a map."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from models.themes.fit import Material, fit_themes
from models.themes.grouping import group, suggested_number
from models.themes.places import places
from models.themes.words import stop_words, theme_name

SUBJECTS = {
    "parking": "The parking garage sensors count empty parking spaces near the market square.",
    "library": "Our library lends tablets and the library branch teaches people to read maps.",
    "water": "Water meters in the pump house tell the water utility about leaking pipes.",
    "buses": "Every bus sends its place to the bus depot so riders see the next bus coming.",
}


def clouds(per_subject: int = 30, seed: int = 0) -> tuple[NDArray[np.float32], list[int]]:
    """Unit vectors around four directions, and the subject of each."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(len(SUBJECTS), 384))
    truth = [i for i in range(len(SUBJECTS)) for _ in range(per_subject)]
    points = centres[truth] + 0.4 * rng.normal(size=(len(truth), 384))
    unit = points / np.linalg.norm(points, axis=1, keepdims=True)
    return unit.astype(np.float32), truth


def embed(word: str) -> NDArray[np.float32]:
    """A stand-in for the encoder: a direction drawn from the word's letters."""
    vector = np.random.default_rng(sum(map(ord, word))).normal(size=384)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def material() -> tuple[Material, list[int]]:
    vectors, truth = clouds()
    texts = [list(SUBJECTS.values())[i] + " And so on it goes, you know." for i in truth]
    interviews = [f"i{n % 3}" for n in range(len(truth))]
    return Material(texts, interviews, vectors, frozenset(["Ann Bus"])), truth


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_clear_groups_are_found_whatever_the_seed(seed: int) -> None:
    vectors, truth = clouds()
    labels = group(vectors, 4, 5, seed).labels
    assert len(set(labels)) == 4
    pairs = {(t, int(label)) for t, label in zip(truth, labels, strict=True)}
    assert len(pairs) == 4


def test_the_same_seed_gives_the_same_groups() -> None:
    vectors, _ = clouds()
    first, second = (group(vectors, 7, 3, 1).labels for _ in range(2))
    assert (first == second).all()


def test_more_passages_than_fit_in_memory_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.themes.grouping.SAMPLE", 60)
    vectors, truth = clouds()
    labels = group(vectors, 4, 5, 1).labels
    assert len({(t, int(label)) for t, label in zip(truth, labels, strict=True)}) == 4


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_passages_have_no_groups(count: int) -> None:
    vectors, _ = clouds()
    assert (group(vectors[:count], 4, 5, 1).labels == -1).all()


@pytest.mark.parametrize(
    ("passages", "number"), [(0, 3), (82, 6), (200, 8), (2000, 21), (99999, 30)]
)
def test_suggested_number_of_themes(passages: int, number: int) -> None:
    assert suggested_number(passages) == number


def test_a_fit_has_words_quotes_and_places() -> None:
    stuff, truth = material()
    fit = fit_themes(stuff, embed, number=4)
    assert len(fit.themes) == 4
    for label, theme in enumerate(fit.themes):
        inside = [i for i, found in enumerate(fit.labels) if found == label]
        subject = list(SUBJECTS)[truth[inside[0]]]
        assert any(subject.rstrip("es") in word for word in theme.keywords) or subject == "buses"
        assert set(theme.quotes) <= set(inside)
        assert len({stuff.interviews[i] for i in theme.quotes[:3]}) == 3
        assert not {"know", "going", "ann"} & set(" ".join(theme.keywords).split())
    assert np.nanmin(fit.places) >= 0
    assert np.nanmax(fit.places) <= 1


def test_short_passages_are_in_no_theme() -> None:
    stuff, _ = material()
    texts = ["Too short.", *stuff.texts[1:]]
    short = Material(texts, stuff.interviews, stuff.embeddings, stuff.speakers)
    fit = fit_themes(short, embed, number=4)
    assert fit.labels[0] == -1
    assert np.isnan(fit.places[0]).all()


def test_no_passages_no_themes() -> None:
    fit = fit_themes(Material([], [], np.zeros((0, 384), np.float32), frozenset()), embed)
    assert fit.themes == ()


def test_places_do_not_depend_on_the_order_of_themes() -> None:
    vectors, truth = clouds()
    spots = places(vectors, np.array(truth))
    assert spots.shape == (len(truth), 2)
    assert (places(vectors, np.full(len(truth), -1)) != spots).all()


def test_names_and_stop_words() -> None:
    assert theme_name(["street lights", "contract", "outage", "grant"]) == (
        "Street lights, contract, outage"
    )
    assert theme_name([]) == "Without words of its own"
    assert {"yeah", "people", "the"} <= stop_words()
