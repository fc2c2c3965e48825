"""Themes: groups that do not depend on the seed's luck, words that say something, a map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.themes.consensus import best_jaccard, strengths
from models.themes.expected import Expected
from models.themes.fit import Material, fit_themes, quotes_of
from models.themes.grouping import STABLE, group, usual_number
from models.themes.places import places
from models.themes.standing import Standing, belonging
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
    ids = [f"p{n}" for n in range(len(truth))]
    return Material(ids, texts, interviews(len(truth)), vectors, frozenset(["Ann Bus"])), truth


def interviews(count: int, many: int = 8) -> list[str]:
    return [f"i{n % many}" for n in range(count)]


@pytest.mark.parametrize(("number", "seed"), [(4, 0), (4, 1), (0, 0), (0, 1)])
def test_clear_groups_are_found_and_hold(number: int, seed: int) -> None:
    vectors, truth = clouds(seed=seed)
    found = group(vectors, interviews(len(truth)), number, 5)
    assert found is not None
    pairs = {(t, int(label)) for t, label in zip(truth, found.labels, strict=True)}
    assert len(pairs) == 4
    assert found.stability.min() > 0.95
    assert found.strengths.shape == (len(truth), 4)


def test_noise_does_not_hold() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(120, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    found = group(vectors, interviews(120), 6, 5)
    assert found is not None
    assert found.stability.max() < STABLE


def test_the_same_passages_give_the_same_groups() -> None:
    vectors, truth = clouds()
    first, second = (group(vectors, interviews(len(truth)), 7, 3) for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.labels == second.labels).all()


def test_more_passages_than_fit_in_memory_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.themes.grouping.SAMPLE", 60)
    monkeypatch.setattr("models.themes.ensemble._FITTED", 50)
    vectors, truth = clouds()
    found = group(vectors, interviews(len(truth)), 4, 5)
    assert found is not None
    assert len({(t, int(label)) for t, label in zip(truth, found.labels, strict=True)}) == 4


@pytest.mark.parametrize("count", [0, 1, 5])
def test_too_few_passages_have_no_groups(count: int) -> None:
    vectors, _ = clouds()
    assert group(vectors[:count], interviews(count), 0, 5) is None
    assert group(vectors[:count], interviews(count), 4, 5) is None


@pytest.mark.parametrize(
    ("passages", "number"), [(0, 3), (82, 6), (200, 8), (2000, 21), (99999, 30)]
)
def test_usual_number_of_themes(passages: int, number: int) -> None:
    assert usual_number(passages) == number


def test_a_fit_has_words_and_says_what_holds() -> None:
    stuff, truth = material()
    fit = fit_themes(stuff, embed, number=4)
    assert fit is not None
    assert len(fit.groups) == 4
    row = {p: i for i, p in enumerate(stuff.passages)}
    for found in fit.groups:
        subject = list(SUBJECTS)[truth[row[found.passages[0]]]]
        assert any(subject.rstrip("es") in word for word in found.keywords) or subject == "buses"
        assert not {"know", "going", "ann"} & set(" ".join(found.keywords).split())
        assert found.stability is not None
        assert found.stability > STABLE


def test_quotes_are_of_all_interviews() -> None:
    stuff, truth = material()
    quotes = quotes_of(stuff, np.array(truth), 1)
    assert {truth[stuff.passages.index(q)] for q in quotes} == {1}
    assert len({stuff.interviews[stuff.passages.index(q)] for q in quotes[:6]}) == 6


def test_short_passages_have_no_theme() -> None:
    stuff, _ = material()
    short = replace(stuff, texts=["Too short.", *stuff.texts[1:]])
    assert short.at_least(5).passages == stuff.passages[1:]


def test_an_expected_theme_takes_its_passages() -> None:
    stuff, truth = material()
    centre = stuff.embeddings[np.array(truth) == 2].mean(axis=0)

    def known(words: str) -> NDArray[np.float32]:
        return (
            (centre / np.linalg.norm(centre)).astype(np.float32)
            if "lawn" in words
            else embed(words)
        )

    fit = fit_themes(stuff, known, 4, expected=[Expected("Water", ("lawn", "hose"))])
    assert fit is not None
    water = next(g for g in fit.groups if g.expected == "Water")
    row = {p: i for i, p in enumerate(stuff.passages)}
    assert {truth[row[p]] for p in water.passages} == {2}
    assert len(water.passages) == truth.count(2)
    assert len(fit.groups) == 4


def test_what_a_fit_leaves_behind_places_new_passages() -> None:
    stuff, truth = material()
    old = stuff.only([i for i in range(len(truth)) if i % 10])
    fit = fit_themes(old, embed, number=4)
    assert fit is not None
    standing = Standing.from_bytes(fit.standing.to_bytes())
    theme_of = {p: f"theme-{i}" for i, g in enumerate(fit.groups) for p in g.passages}
    ids = [f"theme-{i}" for i in range(4)]
    runs = standing.runs(stuff.passages, stuff.embeddings)
    found = belonging(runs, stuff.passages, ids, theme_of)
    of_truth = {
        truth[stuff.passages.index(g.passages[0])]: ids[i] for i, g in enumerate(fit.groups)
    }
    for i, t in enumerate(truth):
        assert found.best(i) == of_truth[t]
        assert found.strength(i, ids.index(of_truth[t])) > 0.8
        assert found.also(i, ids.index(of_truth[t])) == []
    assert standing.stability(ids, theme_of)["theme-0"] > STABLE
    assert standing.stability([*ids, "made"], theme_of).keys() == set(ids)


def test_strengths_are_shares_of_members() -> None:
    runs = np.array([[0, 0], [0, 1], [1, 1]], dtype=np.uint8)
    found = strengths(runs, runs, np.array([0, 0, 1]), 2)
    assert found.tolist() == [[0.75, 0.0], [0.75, 0.5], [0.25, 1.0]]


@pytest.mark.parametrize(
    ("ours", "theirs", "best"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], [1.0, 1.0]),
        ([0, 0, 0, 1], [0, 0, 1, 1], [2 / 3, 1 / 2]),
        ([0, 0, -1, 1], [0, -1, -1, -1], [1 / 2, 0.0]),
        ([-1, -1], [0, 0], []),
    ],
)
def test_best_jaccard(ours: list[int], theirs: list[int], best: list[float]) -> None:
    assert best_jaccard(np.array(ours), np.array(theirs)).tolist() == pytest.approx(best)


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
