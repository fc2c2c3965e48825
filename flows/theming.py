"""Themes of a study over time: the first fit, places for new passages, refits, the rows shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from corpus.store.store import Store, unpack
from corpus.store.tables import PassageRecord, ThemeFitRecord, ThemeRecord
from corpus.study import Study
from flows.study_stages import entities_key, study_passages
from measures.coherence import coherence
from models.encoder import encoder, encoder_version
from models.minilm import WIDTH
from models.themes.desk import ThemeDesk
from models.themes.events import Event
from models.themes.expected import Expected
from models.themes.fit import THEMES_VERSION, Material, fit_themes, may_hold, quotes_of, words_of
from models.themes.grouping import STABLE
from models.themes.places import places
from models.themes.proposing import fitted, rest_proposals
from models.themes.register import Register, Theme, replay
from models.themes.standing import Belonging, Standing, belonging
from models.themes.words import theme_name

MACHINE = "qualflow"
# A study that has grown by half since the fit, and in which nobody has decided anything, is
# fitted anew by itself.
_GROWN = 1.5
_NAMES = ("PERSON", "GPE", "NORP", "LOC")


def update_themes(study: Study, store: Store, refit: bool = False) -> int:
    """Brings the themes up to date with the passages. Returns how many themes are in use.

    The first fit is put in force as it is, later ones too as long as nobody has decided anything;
    then what stands stays, new passages are placed, and the rest is proposed.

    Args:
        refit: fit anew now and propose what changes.
    """
    passages = study_passages(study, store)
    events, fit = ThemeDesk(store, MACHINE).events(), store.theme_fit()
    if fit and fit.key == _key(study, passages, events) and not refit:
        return len(store.themes())
    material = material_of(study, store, passages)
    present = frozenset(material.passages)
    register = replay(events, present)
    standing = Standing.from_bytes(fit.content) if fit and fit.content else None
    if refit or standing is None or _due(study, fit, register, len(passages)):
        standing = _fit(study, store, material, events, register, refit)
    else:
        _assign(study, store, material, standing, register, len(events))
    events = ThemeDesk(store, MACHINE).events()
    rows = _Rows(study, store, material, replay(events, present), standing)
    words_key = _words_key(events)
    themes, places_ = rows.made(words_key == (fit.words_key if fit else ""))
    store.put_themes(_key(study, passages, events), words_key, themes, places_)
    return len(themes)


def theme_notes(study: Study, store: Store) -> list[str]:
    """What a reader of the themes must know."""
    fit = store.theme_fit()
    if fit is None or not fit.made_from or fit.made_from == made_from(study):
        return []
    return [
        "the settings of themes, or the version of qualflow, have changed since they were formed, "
        "and decisions have been made about them: they stand as they are. "
        "`qualflow themes STUDY refit` shows what would change"
    ]


def made_from(study: Study) -> str:
    """Hash of what a fit depends on besides the passages."""
    settings = json.dumps(
        study.settings.themes.model_dump(exclude={"seed", "naming"}), sort_keys=True
    )
    parts = [THEMES_VERSION, encoder_version(), settings]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _key(study: Study, passages: Sequence[PassageRecord], events: Sequence[Event]) -> str:
    parts = [made_from(study), entities_key(study), str(len(events))]
    parts += [passage.passage_id for passage in passages]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _words_key(events: Sequence[Event]) -> str:
    """Words change when a fit or a decision changes what themes hold, not with each interview."""
    told = [str(e.number) for e in events if e.kind not in ("assigned", "suggested")]
    return hashlib.sha256("|".join([THEMES_VERSION, *told]).encode()).hexdigest()[:16]


def _due(study: Study, fit: ThemeFitRecord | None, register: Register, passages: int) -> bool:
    if fit is None or register.decisions:
        return False
    return fit.made_from != made_from(study) or passages > _GROWN * fit.passages


def material_of(study: Study, store: Store, passages: Sequence[PassageRecord]) -> Material:
    """What themes are made from: text, interview and vector of each passage, names to leave out."""
    ids = [p.passage_id for p in passages]
    vectors, interviews = store.vectors(ids), store.interviews()
    names = {s.speaker for s in store.segments(interviews)}
    of = {p.passage_id: p.interview_id for p in passages}
    names |= {
        interviews[of[m.passage_id]].text[m.start : m.end]
        for m in store.mentions(ids)
        if m.label in _NAMES
    }
    embeddings = np.zeros((len(ids), WIDTH), dtype=np.float32)
    for row, passage_id in enumerate(ids):
        embeddings[row] = unpack(vectors[passage_id].embedding, WIDTH)[0]
    texts = [interviews[p.interview_id].text[p.start : p.end] for p in passages]
    return Material(ids, texts, [p.interview_id for p in passages], embeddings, frozenset(names))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _fit(
    study: Study,
    store: Store,
    material: Material,
    events: Sequence[Event],
    register: Register,
    asked: bool,
) -> Standing | None:
    chosen = study.settings.themes
    expected = [Expected(e.name, tuple(e.words), tuple(e.quotes)) for e in chosen.expected]
    long_enough = material.at_least(chosen.shortest_passage)
    found = fit_themes(long_enough, encoder().embed, chosen.number, chosen.smallest, expected)
    if found is None:
        return None
    accepted = not register.decisions and not (asked and register.themes)
    payload = fitted(events, register, found.groups, material.passages, accepted)
    record = ThemeFitRecord(
        number=1,
        key="",
        made_from=made_from(study),
        words_key="",
        passages=len(material.passages),
        content=found.standing.to_bytes(),
    )
    store.put_theme_fit(record, MACHINE, _now(), payload)
    return found.standing


def _assign(
    study: Study,
    store: Store,
    material: Material,
    standing: Standing,
    register: Register,
    number: int,
) -> None:
    """Places passages that have come since, and proposes themes for what is left over."""
    new = [i for i, p in enumerate(material.passages) if p not in register.places]
    if not new:
        return
    belongs = _belonging(material, register, standing)
    least = study.settings.themes.shortest_passage
    placed = {
        material.passages[i]: belongs.best(i) if len(material.texts[i].split()) >= least else ""
        for i in new
    }
    rest = [
        i
        for i, p in enumerate(material.passages)
        if not placed.get(p) and len(material.texts[i].split()) >= least
        and (p in placed or (not register.places[p].theme_id and not register.places[p].decided))
    ]  # fmt: skip
    events = ThemeDesk(store, MACHINE).events()
    smallest = study.settings.themes.smallest
    proposals = []
    fresh = sum(material.passages[i] in placed for i in rest)
    if fresh >= smallest and len(rest) >= 4 * smallest:
        found = fit_themes(material.only(rest), encoder().embed, 0, smallest)
        if found is not None:
            groups = [g for g in found.groups if (g.stability or 0) >= STABLE]
            proposals = rest_proposals(events, groups, number + 1)
    payload = {"places": placed, "proposals": proposals}
    store.add_theme_event("assigned", MACHINE, _now(), payload)


def _belonging(material: Material, register: Register, standing: Standing) -> Belonging:
    runs = standing.runs(material.passages, material.embeddings)
    themes = [theme.theme_id for theme in register.active()]
    return belonging(runs, material.passages, themes, _theme_of(register))


def _theme_of(register: Register) -> dict[str, str]:
    return {p: place.theme_id for p, place in register.places.items() if place.theme_id}


class _Rows:
    """The rows of `theme` and `theme_passage` that the register leads to."""

    def __init__(
        self,
        study: Study,
        store: Store,
        material: Material,
        register: Register,
        standing: Standing | None,
    ) -> None:
        self._study, self._store = study, store
        self._material, self._register, self._standing = material, register, standing
        self._themes = register.active()
        self._coherence: list[float | None] = []
        numbers = {theme.theme_id: i for i, theme in enumerate(self._themes)}
        theme_of = _theme_of(register)
        self._labels: NDArray[np.int64] = np.array(
            [numbers.get(theme_of.get(p, ""), -1) for p in material.passages], dtype=np.int64
        )

    def made(self, words_stand: bool) -> tuple[list[ThemeRecord], list[dict[str, object]]]:
        """Themes and places; `words_stand`: the words of the last run hold still."""
        before = {t.theme_id: t for t in self._store.themes()} if words_stand else {}
        words: dict[int, list[str]] = {}
        if any(theme.theme_id not in before for theme in self._themes):
            before = {}
            words = words_of(self._material, self._labels, encoder().embed)
            listed = [words.get(i, []) for i in range(len(self._themes))]
            self._coherence = coherence(listed, self._material.texts)
        stability = {}
        if self._standing and may_hold(self._material.interviews):
            ids = [theme.theme_id for theme in self._themes]
            stability = self._standing.stability(ids, _theme_of(self._register))
        themes = [
            self._theme(i, theme, before.get(theme.theme_id), words, stability)
            for i, theme in enumerate(self._themes)
        ]
        return themes, self._places()

    def _theme(
        self,
        number: int,
        theme: Theme,
        before: ThemeRecord | None,
        words: dict[int, list[str]],
        stability: dict[str, float],
    ) -> ThemeRecord:
        keywords = before.keywords if before else words.get(number, [])
        fits = before.coherence if before else self._coherence[number]
        measured = stability.get(theme.theme_id)
        holds = None if measured is None else round(measured, 3)
        pinned = [p for p in theme.pinned if p in set(self._material.passages)]
        quotes = quotes_of(self._material, self._labels, number)
        return ThemeRecord(
            theme_id=theme.theme_id,
            name=theme.label or theme.name or theme_name(keywords),
            keywords=list(keywords),
            quotes=[*pinned, *(q for q in quotes if q not in pinned)],
            status="stable" if holds is not None and holds >= STABLE else "provisional",
            stability=holds,
            origin=theme.origin,
            parent=theme.parent,
            description=theme.description,
            coherence=fits,
        )

    def _places(self) -> list[dict[str, object]]:
        spots = places(self._material.embeddings, self._labels)
        belongs = None
        if self._standing:
            belongs = _belonging(self._material, self._register, self._standing)
        rows: list[dict[str, object]] = []
        for i, passage in enumerate(self._material.passages):
            label = int(self._labels[i])
            place = self._register.places.get(passage)
            rows.append(
                {
                    "passage_id": passage,
                    "theme_id": self._themes[label].theme_id if label >= 0 else None,
                    "x": round(float(spots[i, 0]), 5) if label >= 0 else None,
                    "y": round(float(spots[i, 1]), 5) if label >= 0 else None,
                    "strength": belongs and belongs.strength(i, label),
                    "decided": bool(place and place.decided),
                    "also": belongs.also(i, label) if belongs and label >= 0 else [],
                }
            )
        return rows
