"""The store: schema, whole interviews or none, people's codings left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from corpus.errors import StudyError
from corpus.interview import Interview, Passage
from corpus.passages import cut
from corpus.settings import PassageSettings
from corpus.store import database
from corpus.store.store import Store, open_store
from corpus.store.tables import Base, CodingRecord, MentionRecord, TranscriptRecord
from corpus.study import new_study
from tests.corpus.test_passages import conversation, speech


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(new_study(tmp_path / "study"))


def an_interview() -> tuple[Interview, list[tuple[Passage, str]]]:
    interview = conversation(
        ("Q", "interviewer", "And what went wrong?"),
        ("Ann", "participant", speech([30] * 6)),
    )
    return interview, [(passage, "en") for passage in cut(interview, PassageSettings())]


def put(store: Store, file: str = "a.txt") -> Interview:
    interview, passages = an_interview()
    store.put_interview(interview, passages, "key")
    record = TranscriptRecord(
        file=file,
        file_sha256="0" * 64,
        read_key="k",
        interview_id=interview.interview_id,
        reason="",
        present=True,
    )
    store.put_transcript(record)
    return interview


def test_migrations_lead_to_the_tables_of_the_code(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_newest_revision_is_the_one_in_the_code() -> None:
    assert ScriptDirectory(str(database.MIGRATIONS)).get_current_head() == database.HEAD


def test_sqlite_is_opened_for_readers_beside_a_writer(store: Store) -> None:
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.parametrize("url", ["nonsense", "nosuchdialect://x", "sqlite:////no/such/dir/x.db"])
def test_a_faulty_address_is_told(url: str) -> None:
    with pytest.raises(StudyError):
        database.open_engine(url)


def test_an_interview_comes_back(store: Store) -> None:
    interview = put(store)
    [record] = store.interviews().values()
    assert (record.text, record.sha256) == (interview.text, interview.sha256)
    texts = store.texts(interview.interview_id)
    assert [t for _, t in texts] == [interview.text[p.start : p.end] for p, _ in texts]
    assert [s.role for s in store.segments([interview.interview_id])] == [
        "interviewer",
        "participant",
    ]


def test_what_is_gone_from_the_folder_is_kept_but_not_shown(store: Store) -> None:
    interview = put(store)
    store.keep_present([])
    assert store.interviews() == {}
    store.keep_present(["a.txt"])
    assert list(store.interviews()) == [interview.interview_id]


def test_passages_cut_otherwise_stay_but_are_not_current(store: Store) -> None:
    interview = put(store)
    before = store.passages([interview.interview_id])
    store.put_interview(interview, [], "other key")
    assert store.passages([interview.interview_id]) == []
    put(store)
    after = store.passages([interview.interview_id])
    assert [p.passage_id for p in after] == [p.passage_id for p in before]


def test_a_passage_keeps_the_reason_why_it_is_left_out(store: Store) -> None:
    interview, passages = an_interview()
    first, second = (passage.passage_id for passage, _ in passages)
    store.put_interview(interview, passages, "key", {first: "boilerplate"})
    found = {p.passage_id: p.left_out for p in store.passages([interview.interview_id])}
    assert found == {first: "boilerplate", second: ""}
    store.put_interview(interview, passages, "key")
    assert {p.left_out for p in store.passages([interview.interview_id])} == {""}


def test_a_store_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    config.attributes["engine"] = create_engine(url)
    command.upgrade(config, "0001")
    with config.attributes["engine"].begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO passage VALUES ('p', 'i', 0, 9, 'Ann', NULL, NULL, NULL, 'en', 1)"
        )
    config.attributes["engine"].dispose()
    with Store(database.open_engine(url)) as store:
        [passage] = store.passages(["i"])
        assert (passage.speaker, passage.left_out) == ("Ann", "")
        with store.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_reading_anew_makes_later_stages_look_again(store: Store) -> None:
    interview = put(store)
    store.put_stage(interview.interview_id, "entities", "1", MentionRecord, [])
    assert store.stage_keys("entities") == {interview.interview_id: "1"}
    put(store)
    assert store.stage_keys("entities") == {}


def test_a_machine_never_overwrites_a_person(store: Store) -> None:
    interview = put(store)
    [first, *_] = store.passages([interview.interview_id])

    def coding(holds: bool) -> dict[str, object]:
        return {
            "passage_id": first.passage_id,
            "code": "technical",
            "holds": holds,
            "abstained": False,
            "probability": None,
            "evidence": [],
        }

    store.put_codings("ann", [coding(True)])
    store.put_codings("machine", [coding(False)])
    store.put_codings("machine", [coding(False)])
    found: list[CodingRecord] = store.codings([first.passage_id], "ann")
    assert [record.holds for record in found] == [True]
