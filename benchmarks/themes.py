"""How well themes hold, beside BERTopic's defaults, k-means and Ward in the same run."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_rand_score

from measures.coherence import coherence, diversity
from models.themes.events import Event
from models.themes.fit import Fit, Material, fit_themes, words_of
from models.themes.proposing import fitted
from models.themes.register import Register, replay
from models.themes.standing import belonging

ROOT = Path(__file__).parent.parent
SUBSAMPLES = 5
Labels = NDArray[np.int64]


def coded(folder: Path, place: Path) -> Material:
    """What themes are made from, of all transcripts in `folder`."""
    from flows import pipeline
    from flows.coding import run_code
    from flows.study_stages import study_passages
    from flows.theming import material_of

    run_code(place)
    study, store = pipeline.opened(str(place.resolve()))
    material = material_of(study, store, study_passages(study, store))
    pipeline.forget(str(place.resolve()))
    return material.at_least(study.settings.themes.shortest_passage)


def labels_of(fit: Fit | None, material: Material) -> Labels:
    """The group of each passage, -1 for none."""
    assert fit is not None
    of = {p: i for i, group in enumerate(fit.groups) for p in group.passages}
    return np.array([of.get(p, -1) for p in material.passages], dtype=np.int64)


def draws(material: Material) -> list[list[int]]:
    """Passages of nine interviews in ten, five times."""
    rng = np.random.default_rng(9)
    names = sorted(set(material.interviews))
    found = []
    for _ in range(SUBSAMPLES):
        kept = set(rng.choice(names, round(0.9 * len(names)), replace=False))
        found.append([i for i, name in enumerate(material.interviews) if name in kept])
    return found


def stability(material: Material, python: Path, place: Path) -> None:
    """Same input; nine interviews in ten; one in ten added."""
    from models.encoder import encoder

    embed = encoder().embed
    begun = time.monotonic()
    whole = fit_themes(material, embed)
    took = time.monotonic() - begun
    labels = labels_of(whole, material)
    again = labels_of(fit_themes(material, embed), material)
    order = np.random.default_rng(1).permutation(len(labels))
    shuffled = labels_of(fit_themes(material.only(order.tolist()), embed), material)
    number = int(labels.max()) + 1
    print(f"  {len(labels)} passages, {number} themes, a fit in {took:.1f} s")
    print(f"  same input again: ARI {adjusted_rand_score(labels, again):.2f}; passages in another "
          f"order: {adjusted_rand_score(labels, shuffled):.2f}")  # fmt: skip
    parts = draws(material)
    ours = [
        adjusted_rand_score(labels[rows], labels_of(fit_themes(part, embed), part))
        for rows, part in ((rows, material.only(rows)) for rows in parts)
    ]
    _told("qualflow", ours)
    X = material.embeddings
    for name, cluster in _OTHERS.items():
        full = cluster(X, number, 0)
        _told(name, [
            adjusted_rand_score(full[rows], cluster(X[rows], number, seed))
            for seed, rows in enumerate(parts, 1)
        ])  # fmt: skip
    sets = [list(range(len(labels))), *parts]
    theirs = _defaults(material, sets, [7], python, place)
    _told("BERTopic's defaults", [
        adjusted_rand_score(np.array(theirs[0]["labels"])[rows], found["labels"])
        for rows, found in zip(parts, theirs[1:], strict=True)
    ])  # fmt: skip
    seeds = _defaults(material, sets[:1], [1, 2, 3], python, place)
    pairs = [(0, 1), (0, 2), (1, 2)]
    between = [adjusted_rand_score(seeds[a]["labels"], seeds[b]["labels"]) for a, b in pairs]
    print(f"  BERTopic's defaults, same input, other seed: ARI {np.mean(between):.2f}")
    kept = [_kept(material, rows, embed) for rows in parts]
    print(
        f"  a tenth of interviews added: {np.mean([k[0] for k in kept]):.0%} of old passages keep "
        f"their theme; {np.mean([k[1] for k in kept]):.0%} if a fit were made anew and put in force"
    )


_OTHERS: dict[str, Callable[[NDArray[np.float32], int, int], Labels]] = {
    "k-means": lambda x, k, seed: KMeans(k, n_init=10, random_state=seed).fit_predict(x),
    "Ward": lambda x, k, seed: AgglomerativeClustering(k).fit_predict(x),
}


def _told(name: str, scores: Sequence[float]) -> None:
    print(f"  nine interviews in ten, {name}: mean ARI {np.mean(scores):.2f} "
          f"(least {min(scores):.2f})", flush=True)  # fmt: skip


def _kept(
    material: Material, rows: list[int], embed: Callable[[str], NDArray[np.float32]]
) -> tuple[float, float]:
    """The share of passages that keep their theme when the other interviews come: as qualflow
    does it, and if a refit were put in force unasked."""
    old = material.only(rows)
    fit = fit_themes(old, embed)
    assert fit is not None
    payload = fitted([], Register(), fit.groups, old.passages, accepted=True)
    events = [Event(1, "fitted", "bench", "", payload)]
    register = replay(events)
    theme_of = {p: x.theme_id for p, x in register.places.items() if x.theme_id}
    themes = [t.theme_id for t in register.active()]
    runs = fit.standing.runs(material.passages, material.embeddings)
    belongs = belonging(runs, material.passages, themes, theme_of)
    places = {
        p: belongs.best(i) for i, p in enumerate(material.passages) if p not in register.places
    }
    events.append(Event(2, "assigned", "bench", "", {"places": places, "proposals": []}))
    grown = replay(events)
    stayed = np.mean([grown.places[p] == register.places[p] for p in old.passages])
    anew = fit_themes(material, embed)
    assert anew is not None
    payload = fitted(events, grown, anew.groups, material.passages, accepted=True)
    imposed = replay([*events, Event(3, "fitted", "bench", "", payload)])
    same = np.mean(
        [imposed.places[p].theme_id == register.places[p].theme_id for p in old.passages]
    )
    return float(stayed), float(same)


def quality(material: Material, python: Path, place: Path) -> None:
    """NPMI, diversity and passages without a theme, with words made the same way for all."""
    from models.encoder import encoder

    embed = encoder().embed
    labels = labels_of(fit_themes(material, embed), material)
    number = int(labels.max()) + 1
    _quality("qualflow", material, labels, None)
    kmeans = KMeans(number, n_init=10, random_state=1).fit_predict(material.embeddings)
    _quality("k-means", material, kmeans, None)
    theirs = _defaults(material, [list(range(len(labels)))], [7], python, place)[0]
    other = np.array(theirs["labels"])
    _quality("BERTopic's defaults, our words", material, other, None)
    _quality("BERTopic's defaults, its words", material, other, theirs["words"])


def _quality(name: str, material: Material, labels: Labels, words: list[list[str]] | None) -> None:
    from models.encoder import encoder

    if words is None:
        found = words_of(material, labels, encoder().embed)
        words = [found[label] for label in sorted(found)]
    scores = [s for s in coherence(words, material.texts) if s is not None]
    print(
        f"  {name}: {len(words)} themes, NPMI {np.mean(scores):.3f}, diversity "
        f"{diversity(words):.2f}, without a theme {(labels < 0).mean():.0%}",
        flush=True,
    )


def many(material: Material) -> None:
    """A fit of 36,000 passages (those there are, with noise), and placing 100 new ones."""
    from models.encoder import encoder

    rng = np.random.default_rng(3)
    rows = rng.integers(len(material.passages), size=36_000)
    noisy = material.embeddings[rows] + 0.02 * rng.normal(size=(36_000, 384)).astype(np.float32)
    noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
    big = Material(
        [f"p{i}" for i in range(36_000)],
        [material.texts[i] for i in rows],
        [f"{material.interviews[i]}-{n % 3}" for n, i in enumerate(rows)],
        noisy.astype(np.float32),
        material.names,
    )
    begun = time.monotonic()
    fit = fit_themes(big, encoder().embed)
    took = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    assert fit is not None
    theme_of = {p: str(i) for i, g in enumerate(fit.groups) for p in g.passages}
    themes = [str(i) for i in range(len(fit.groups))]
    begun = time.monotonic()
    ids = [*big.passages, *(f"n{i}" for i in range(100))]
    embeddings = np.concatenate([big.embeddings, material.embeddings[:100]])
    found = belonging(fit.standing.runs(ids, embeddings), ids, themes, theme_of)
    placed = [found.best(i) for i in range(36_000, 36_100)]
    seconds = time.monotonic() - begun
    print(
        f"  36,000 passages: {len(themes)} themes in {took:.0f} s, peak {peak:.2f} GB; "
        f"100 new ones placed in {seconds:.2f} s ({len(set(placed))} themes)"
    )


def _defaults(
    material: Material, sets: list[list[int]], seeds: list[int], python: Path, place: Path
) -> list[dict[str, list[list[str]]]]:
    rows = np.zeros((len(sets), len(material.passages)), dtype=np.bool_)
    for number, chosen in enumerate(sets):
        rows[number, chosen] = True
    np.savez(
        place / "material.npz",
        embeddings=material.embeddings, texts=np.array(material.texts), rows=rows,
    )  # fmt: skip
    subprocess.run(
        [python, "-m", "benchmarks.defaults", place / "material.npz", place / "out.json",
         *map(str, seeds)],
        check=True, cwd=ROOT, capture_output=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"},
    )  # fmt: skip
    found: list[dict[str, list[list[str]]]] = json.loads((place / "out.json").read_text("utf-8"))
    return found


def main(folder: Path, place: Path, large: Path, python: Path) -> None:
    """All of it; `folder` and `large` hold transcripts."""
    from benchmarks.__main__ import study_of

    material = coded(folder, study_of(folder, place / "themes"))
    stability(material, python, place)
    material = coded(large, study_of(large, place / "themes-large"))
    quality(material, python, place)
    many(material)
    sys.stdout.flush()
