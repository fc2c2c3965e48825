"""Themes of a study over time: fits, new interviews, refits, decisions, the command."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus.errors import ThemeError
from corpus.store.store import Store
from corpus.study import Study, new_study
from flows import pipeline
from flows.cli import app
from flows.study_stages import entities_key, vectors_key
from flows.theme_command import ACTIONS, run
from flows.theming import update_themes
from models.themes.desk import ThemeDesk

LATE = 2  # interviews that come later


def advance(study: Study) -> Store:
    """Everything before themes, and themes, without Prefect."""
    study, store = pipeline.opened(str(study.root))
    for item in pipeline.files_to_read(study, store):
        assert not pipeline.read_transcript(study, store, item)
    for interview in pipeline.lacking(store, "vectors", vectors_key()):
        pipeline.embed_passages(study, store, interview, vectors_key())
    for interview in pipeline.lacking(store, "entities", entities_key(study)):
        pipeline.find_entities(study, store, interview, entities_key(study))
    update_themes(study, store)
    return store


@pytest.fixture(scope="module")
def fitted_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study, fitted on all but the last interviews."""
    study = new_study(tmp_path_factory.mktemp("theming") / "study", "Sample", sample=True)
    late = tmp_path_factory.mktemp("late")
    for path in sorted(study.transcripts.iterdir())[-LATE:]:
        shutil.move(path, late / path.name)
    advance(study)
    pipeline.forget(str(study.root))
    shutil.copytree(late, study.root / "late")
    return study.root


@pytest.fixture
def study(fitted_study: Path, tmp_path: Path) -> Iterator[Study]:
    """A copy of it to work on."""
    root = tmp_path / "study"
    shutil.copytree(fitted_study, root)
    yield pipeline.opened(str(root))[0]
    pipeline.forget(str(root))


def desk(study: Study) -> ThemeDesk:
    return ThemeDesk(pipeline.opened(str(study.root))[1], "ana")


def come_in(study: Study) -> Store:
    """The late interviews arrive."""
    for path in (study.root / "late").iterdir():
        shutil.copy(path, study.transcripts)
    return advance(study)


def placed(store: Store) -> dict[str, str | None]:
    return {passage: row.theme_id for passage, row in store.theme_passages().items()}


def test_a_fit_names_themes_and_says_how_they_hold(study: Study) -> None:
    store = advance(study)
    themes = store.themes()
    assert len(themes) >= 3
    for theme in themes:
        assert theme.status == ("stable" if (theme.stability or 0) >= 0.75 else "provisional")
        assert theme.keywords
        assert theme.quotes
    rows = store.theme_passages().values()
    assert all(row.strength is not None for row in rows)
    assert sum(row.theme_id is None for row in rows) <= 0.1 * len(rows)


def test_without_changes_nothing_is_done_again(study: Study) -> None:
    before = len(desk(study).events())
    advance(study)
    assert len(desk(study).events()) == before == 1


def test_new_interviews_join_standing_themes_and_old_passages_stay(study: Study) -> None:
    before = placed(advance(study))
    names = {theme.theme_id: theme.name for theme in advance(study).themes()}
    store = come_in(study)
    after = placed(store)
    assert len(after) > len(before)
    assert {p: after[p] for p in before} == before
    assert {theme.theme_id: theme.name for theme in store.themes()} == names
    assert any(after[p] for p in set(after) - set(before))


def test_decisions_outlive_new_interviews_and_a_refit(study: Study) -> None:
    store = advance(study)
    mine = desk(study)
    first, second, third = sorted(mine.register().members(), key=str)[:3]
    moved = mine.register().members()[second][0]
    mine.rename(first, "Our own name")
    mine.move([moved], first, why="it speaks of that")
    mine.merge(third, into=second)
    mine.pin([moved], first)
    store = come_in(study)
    before = placed(store)
    update_themes(*pipeline.opened(str(study.root)), refit=True)
    after = placed(store)
    assert after == before
    theme = next(t for t in store.themes() if t.theme_id == first)
    assert theme.name == "Our own name"
    assert theme.quotes[0] == moved
    assert third not in {t.theme_id for t in store.themes()}
    assert not desk(study).register().unreplayed


def test_settings_that_change_fit_anew_only_where_nobody_has_decided(study: Study) -> None:
    def with_number(number: int) -> Store:
        path = study.root / "study.toml"
        text = path.read_text(encoding="utf-8")
        lines = [f"number = {number}" if x.startswith("number =") else x for x in text.split("\n")]
        path.write_text("\n".join(lines), encoding="utf-8")
        pipeline.forget(str(study.root))
        return advance(study)

    assert len(with_number(5).themes()) == 5
    desk(study).rename(with_number(5).themes()[0].theme_id, "Kept")
    assert len(with_number(3).themes()) == 5


def test_an_expected_theme_from_study_toml(study: Study) -> None:
    path = study.root / "study.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + '\n[[themes.expected]]\nname = "Buying"\n'
        + 'words = ["procurement", "contract", "vendor", "tender"]\n',
        encoding="utf-8",
    )
    pipeline.forget(str(study.root))
    store = advance(study)
    theme = next(t for t in store.themes() if t.name == "Buying")
    assert theme.origin == "expected"
    texts = " ".join(theme.keywords)
    assert any(word in texts for word in ("contract", "vendor", "procurement"))


@pytest.mark.parametrize(
    ("action", "words", "said"),
    [
        ("list", [], "theme-001"),
        ("show", ["theme-001"], "words:"),
        ("diff", [], "theme-001"),
        ("history", [], "fit 1"),
        ("saturation", [], "Chao2"),
        ("rename", ["theme-001", "Lamps"], "named “Lamps”"),
        ("describe", ["theme-001", "About lamps."], "described"),
        ("merge", ["theme-001", "theme-002"], "merged into theme-002"),
        ("create", ["Fresh"], "“Fresh” made"),
        ("retire", ["theme-001"], "retired"),
        ("group", ["theme-001", "theme-002"], "put under theme-002"),
        ("refit", [], "theme-001"),
    ],
)
def test_the_command(study: Study, action: str, words: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["themes", str(study.root), action, *words])
    assert done.exit_code == 0, done.output
    assert said in done.output


def test_commands_on_passages_and_undo(study: Study) -> None:
    store = advance(study)
    passage = desk(study).register().members()["theme-001"][0]

    def does(*words: str) -> Any:
        return run(study, store, words[0], words[1:], who="ana")[0]

    assert does("split", "theme-001", "Apart", passage)["new_id"]
    assert does("undo")["event"] == 2
    assert does("pin", "theme-002", passage)["passages"] == [passage]
    assert does("unpin", "theme-002", passage)
    assert does("move", "none", passage)["theme_id"] == ""
    assert [r["kind"] for r in does("history")] == [
        "fitted", "split", "undo", "pin", "unpin", "move",
    ]  # fmt: skip
    assert does("show", "theme-001")["quotes"]


@pytest.mark.parametrize(
    ("action", "words", "said"),
    [
        ("dance", [], "there is no such action"),
        ("show", [], "no theme is named"),
        ("show", ["theme-099"], "there is no such theme"),
        ("rename", ["theme-001"], "something is missing"),
        ("rename", ["theme-001", " "], "is empty"),
        ("rename", ["theme-099", "X"], "there is no theme theme-099"),
        ("move", ["theme-001"], "none is named"),
        ("move", ["theme-001", "nosuchpassage"], "none of its passages"),
        ("accept", ["fit-1-1"], "there is no proposal"),
        ("undo", [], "nothing to undo"),
        ("undo", ["1"], "the machine's"),
        ("undo", ["99"], "no such decision"),
        ("undo", ["x"], "is no number"),
    ],
)
def test_what_cannot_be_done_is_said(
    study: Study, action: str, words: list[str], said: str
) -> None:
    with pytest.raises(ThemeError, match=said):
        run(study, advance(study), action, words, who="ana")


def test_every_action_is_in_the_help() -> None:
    help_ = CliRunner().invoke(app, ["themes", "--help"]).output
    assert all(action in help_ for action in ACTIONS)
