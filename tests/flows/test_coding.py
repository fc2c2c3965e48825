"""The main flow, whole: what it writes, does again, survives and refuses."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from corpus.readers import read
from corpus.study import Study, new_study, open_study
from flows import pipeline
from flows.coding import run_code

pytestmark = pytest.mark.usefixtures("prefect", "offline")

TABLES = {
    "interviews.csv", "passages.csv", "mentions.csv", "themes.csv", "evidence.csv",
    "left_out.csv",
    "shares.json", "report.html", "manifest.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, prefect: None) -> tuple[Study, dict[str, Any]]:
    study = new_study(tmp_path_factory.mktemp("sample") / "study", "Sample", sample=True)
    return study, run_code(study.root)


def rows(study: Study, table: str) -> list[dict[str, str]]:
    with (study.results / table).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def contents(study: Study) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in study.results.iterdir()}


def test_the_sample_study_is_coded_whole(sample: tuple[Study, dict[str, Any]]) -> None:
    study, summary = sample
    assert set(contents(study)) == TABLES
    assert summary["counts"]["coded"] == 12
    assert summary["refused"] == summary["uncoded"] == summary["notes"] == []
    assert summary["counts"]["technical"] > 10
    assert summary["counts"]["organizational"] > 10
    assert summary["counts"]["themes"] >= 3


def test_every_quote_equals_the_text_at_its_offsets(sample: tuple[Study, dict[str, Any]]) -> None:
    study, _ = sample
    interviews = {}
    for row in rows(study, "interviews.csv"):
        interview = read(study.transcripts / row["file"], pipeline.read_options(study, row["file"]))
        assert interview.sha256 == row["sha256"]
        interviews[row["interview_id"]] = interview
    passages = {row["passage_id"]: row for row in rows(study, "passages.csv")}
    for row in passages.values():
        interview = interviews[row["interview_id"]]
        start, end = int(row["start"]), int(row["end"])
        assert interview.text[start:end] == row["text"]
        owners = [s for s in interview.segments if s.start < end and start < s.end]
        assert [(s.speaker, s.role) for s in owners] == [(row["speaker"], "participant")]
    for table in ("mentions.csv", "evidence.csv"):
        for row in rows(study, table):
            text = interviews[passages[row["passage_id"]]["interview_id"]].text
            assert text[int(row["start"]) : int(row["end"])] == row["text"]


def test_codes_agree_with_probabilities_and_carry_evidence(
    sample: tuple[Study, dict[str, Any]],
) -> None:
    study, _ = sample
    evidence = {(row["passage_id"], row["code"]) for row in rows(study, "evidence.csv")}
    for row in rows(study, "passages.csv"):
        for code in ("technical", "organizational"):
            assert (float(row[f"p_{code}"]) >= 0.5) == (row[code] == "1")
            assert ((row["passage_id"], code) in evidence) == (row[code] == "1")


def test_the_manifest_holds_the_hash_of_every_result(sample: tuple[Study, dict[str, Any]]) -> None:
    study, _ = sample
    manifest = json.loads((study.results / "manifest.json").read_text(encoding="utf-8"))
    found = {
        name: hashlib.sha256(data).hexdigest()
        for name, data in contents(study).items()
        if name != "manifest.json"
    }
    assert manifest["outputs"] == found


def test_a_second_run_does_no_work_and_gives_the_same_bytes(
    sample: tuple[Study, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    study, _ = sample
    before = contents(study)
    for work in ("read_transcript", "find_entities", "embed_passages"):
        monkeypatch.setattr(pipeline, work, _forbidden)
    run_code(study.root)
    assert contents(study) == before


def _forbidden(*_: object) -> None:
    raise AssertionError("work was done again")


def test_a_fresh_study_gives_the_same_bytes(
    sample: tuple[Study, dict[str, Any]], tmp_path: Path
) -> None:
    study, _ = sample
    again = new_study(tmp_path / "study", "Sample", sample=True)
    run_code(again.root)
    assert contents(again) == contents(study)


def test_a_killed_run_ends_as_an_undisturbed_one(
    sample: tuple[Study, dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, _ = sample
    other = new_study(tmp_path / "study", "Sample", sample=True)
    worked = pipeline.embed_passages
    calls = iter(range(100))

    def dies(*arguments: Any) -> None:
        if next(calls) == 4:
            raise KeyboardInterrupt
        worked(*arguments)

    monkeypatch.setattr(pipeline, "embed_passages", dies)
    with pytest.raises(BaseException):  # noqa: B017 - Prefect may wrap what kills it
        run_code(other.root)
    monkeypatch.undo()
    assert not other.results.exists()
    run_code(other.root)
    assert contents(other) == contents(study)


def test_a_run_killed_hard_ends_as_an_undisturbed_one(
    sample: tuple[Study, dict[str, Any]], tmp_path: Path
) -> None:
    study, _ = sample
    other = new_study(tmp_path / "study", "Sample", sample=True)
    command = [Path(sys.executable).with_name("qualflow"), "code", other.root]
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "home")}
    with subprocess.Popen(command, env=environment, start_new_session=True) as run:
        while stages_done(other) < 5:
            assert run.poll() is None, "it ended before it could be killed"
            time.sleep(0.05)
        os.killpg(run.pid, signal.SIGKILL)
    assert not other.results.exists()
    run_code(other.root)
    assert contents(other) == contents(study)


def stages_done(study: Study) -> int:
    """How many stages of interviews the store of a study holds, while another process writes."""
    path = study.root / "study.db"
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            count = connection.execute("select count(*) from stage where name <> 'read'")
            return int(count.fetchone()[0])
        except sqlite3.OperationalError:  # not made yet
            return 0


def bad_files(folder: Path) -> dict[str, str]:
    """Puts broken transcripts into a folder; what must be said of each."""
    good = (folder / "bridge.txt").read_bytes()
    (folder / "empty.txt").write_bytes(b"")
    (folder / "folder.txt").mkdir()
    with zipfile.ZipFile(folder / "cut.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>" * 99)
    cut = (folder / "cut.docx").read_bytes()
    (folder / "cut.docx").write_bytes(cut[: len(cut) // 2])
    (folder / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    (folder / "line.txt").write_bytes(b"x" * 20_000_000)
    (folder / "prose.txt").write_text("Nobody in particular says this. " * 30, encoding="utf-8")
    (folder / "photo.jpeg").write_bytes(b"\xff\xd8\xff")
    (folder / "zz same again.txt").write_bytes(good)
    (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(good)  # as old archives unpack
    return {
        "empty.txt": "empty",
        "folder.txt": "folder|directory",
        "cut.docx": "damaged|cut|zip|opened|whole",
        "picture.docx": "docx|zip|picture|PNG|Word",
        "line.txt": "",
        "prose.txt": "speak",
        "photo.jpeg": "suffix|jpeg|read",
        "zz same again.txt": "same text as bridge.txt",
        "caf\\xe9.txt": "its name",
    }


def test_bad_input_costs_one_file_and_is_named(small_study: Study) -> None:
    folder = small_study.transcripts
    expected = bad_files(folder)
    talk = (folder / "bridge.txt").read_text(encoding="utf-8")
    (folder / "utf 16 größe.txt").write_text(talk.replace("Rowe", "Größe"), encoding="utf-16")
    (folder / "latin.txt").write_bytes(talk.replace("Rowe", "Müller").encode("latin-1"))
    alone = "".join(part for part in talk.split("Interviewer: ")[1:])
    (folder / "single.txt").write_text(
        "\n\n".join(p for p in alone.split("\n\n") if p.startswith("Dana")), encoding="utf-8"
    )
    summary = run_code(small_study.root)
    refused = {item["file"]: item["reason"] for item in summary["refused"]}
    assert set(refused) == set(expected)
    coded = {r["file"] for r in rows(small_study, "interviews.csv") if r["status"] == "coded"}
    assert coded == {"bridge.txt", "utf 16 größe.txt", "latin.txt", "single.txt"}
    for file, says in expected.items():
        assert any(part in refused[file] for part in says.split("|")), (file, refused[file])


def test_a_new_interview_is_the_only_new_work(
    small_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_code(small_study.root)
    seen: list[str] = []
    worked = pipeline.embed_passages

    def counting(study: Study, store: Any, interview_id: str, key: str) -> None:
        seen.append(interview_id)
        worked(study, store, interview_id, key)

    monkeypatch.setattr(pipeline, "embed_passages", counting)
    other = (small_study.transcripts / "bridge.txt").read_text(encoding="utf-8")
    (small_study.transcripts / "tunnel.txt").write_text(
        other.replace("bridge", "tunnel"), encoding="utf-8"
    )
    run_code(small_study.root)
    assert len(seen) == 1
    (small_study.transcripts / "tunnel.txt").unlink()
    run_code(small_study.root)
    assert len(seen) == 1
    assert [row["file"] for row in rows(small_study, "interviews.csv")] == ["bridge.txt"]


def test_no_interview_text_leaves_the_study(small_study: Study, tmp_path: Path) -> None:
    run_code(small_study.root)
    home = tmp_path / "home"
    shutil.copytree(small_study.root, home / "copy")
    from prefect.settings import PREFECT_HOME

    prefect_home = Path(str(PREFECT_HOME.value()))
    for path in prefect_home.rglob("*"):
        if path.is_file():
            assert b"sensors on the bridge" not in path.read_bytes(), path


def test_other_languages_are_kept_and_left_uncoded(small_study: Study) -> None:
    german = (
        "Interviewer: Was hat das Vorhaben aufgehalten?\n\n"
        "Dana Rowe: Die Sensoren an der Brücke haben nie mit dem alten System gesprochen, und "
        "niemand im Rathaus wusste, wer dafür eigentlich zuständig gewesen wäre und warum.\n"
    )
    (small_study.transcripts / "deutsch.txt").write_text(german, encoding="utf-8")
    summary = run_code(small_study.root)
    assert [item["file"] for item in summary["uncoded"]] == ["deutsch.txt"]
    assert "'de'" in summary["uncoded"][0]["reason"]
    [left] = rows(small_study, "left_out.csv")
    assert "niemand im Rathaus" in left["text"]
    assert "no installed model reads it" in left["reason"]
    with pipeline.open_store(open_study(small_study.root)) as store:
        assert len(store.interviews()) == 2


FRAMED = """Interviewer: Shall we start?

Dana Rowe: Good morning. Yes, I can hear you very well, and thank you for having me today.

Interviewer: What held the project back?

Dana Rowe: Well, the sensors on the bridge never talked to the old traffic system, and the vendor
had lost interest by then.

Interviewer: Und wer war dafür zuständig?

Dana Rowe: Niemand im Rathaus wusste, wer dafür eigentlich zuständig gewesen wäre, und so haben
die Sensoren an der Brücke nie mit dem alten System gesprochen.
"""


def test_what_is_no_answer_is_in_no_code_and_no_theme(small_study: Study) -> None:
    (small_study.transcripts / "bridge.txt").write_text(FRAMED, encoding="utf-8")
    summary = run_code(small_study.root)
    assert summary["counts"]["passages"] == 1
    assert summary["counts"]["left_out"] == 2
    assert [note.partition(":")[0] for note in summary["notes"]] == [
        "2 passages are in no code and no theme, listed in left_out.csv"
    ]
    text = read(small_study.transcripts / "bridge.txt").text
    greeting, german = rows(small_study, "left_out.csv")
    assert greeting["reason"] == "boilerplate: a check of sound or screen"
    assert "'de'" in german["reason"]
    for row in (greeting, german):
        assert row["text"] == text[int(row["start"]) : int(row["end"])]
        assert row["text"] in (small_study.results / "report.html").read_text(encoding="utf-8")
    codes = {row["passage_id"] for row in rows(small_study, "passages.csv")}
    assert not codes & {greeting["passage_id"], german["passage_id"]}


def test_boilerplate_is_coded_where_study_toml_says_so(small_study: Study) -> None:
    (small_study.transcripts / "bridge.txt").write_text(FRAMED, encoding="utf-8")
    run_code(small_study.root)
    path = small_study.root / "study.toml"
    settings = path.read_text(encoding="utf-8")
    path.write_text(settings.replace('boilerplate = "leave out"', 'boilerplate = "code"'))
    summary = run_code(small_study.root)
    assert summary["counts"]["passages"] == 2
    assert ["'de'" in row["reason"] for row in rows(small_study, "left_out.csv")] == [True]


def test_a_language_that_no_model_reads_is_never_coded(small_study: Study) -> None:
    path = small_study.root / "study.toml"
    settings = path.read_text(encoding="utf-8")
    path.write_text(settings.replace('language = "en"', 'language = "de"', 1), encoding="utf-8")
    (small_study.transcripts / "bridge.txt").write_text(FRAMED, encoding="utf-8")
    summary = run_code(small_study.root)
    assert summary["counts"]["passages"] == 0
    reasons = {row["reason"] for row in rows(small_study, "left_out.csv")}
    assert reasons == {
        "in the language 'en', and study.toml asks for 'de'",
        "in the language 'de', and no installed model reads it (they read 'en')",
    }
