"""`qualflow inspect` over files, folders and studies: lines, tables, summary, what to paste."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from corpus.study import Study
from flows import inspect_screen
from flows.inspect_report import block, number, summary, warnings
from flows.inspecting import inspect_files
from flows.pipeline import read_options
from tests.flows.test_cli import run

ARROWS = "DANA> What was it?\nRAY> A system.\nDANA> And then?\nRAY> Nothing at all.\n"
GERMAN = (
    "Interviewer: Was hat das Vorhaben aufgehalten, wenn ich fragen darf?\n\n"
    "Dana Rowe: Die Sensoren an der Brücke haben nie mit dem alten System gesprochen.\n"
)


@pytest.fixture
def folder(tmp_path: Path, small_study: Study) -> Path:
    """A folder of what comes in: four that can be read, one in a folder below; four not."""
    inside = tmp_path / "came in"
    (inside / "deep").mkdir(parents=True)
    talk = (small_study.transcripts / "bridge.txt").read_text(encoding="utf-8")
    for name in ("a.txt", "b.txt", "deep/c.txt"):
        (inside / name).write_text(talk, encoding="utf-8")
    (inside / "de.txt").write_text(GERMAN, encoding="utf-8")
    (inside / "arrows.txt").write_text(ARROWS, encoding="utf-8")
    (inside / "prose.txt").write_text("Nobody says this. It rains.\n" * 9, encoding="utf-8")
    (inside / "photo.jpeg").write_bytes(b"\xff\xd8")
    (inside / "empty.txt").write_bytes(b"")
    for name in ("cases.csv", "README.md", ".hidden.txt"):
        (inside / name).write_text("x", encoding="utf-8")
    return inside


def test_a_folder_ends_in_a_summary_with_lines_to_paste(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, out, err = run(capsys, "inspect", folder)
    assert code == 1
    assert (
        "4 of 8 read; two need a speaker pattern: arrows.txt, prose.txt;"
        " two cannot be read: empty.txt, photo.jpeg.\n"
        "Not in a language that the models read: one in 'de' (de.txt).\n"
    ) in out
    pasted = out.partition("for you to complete):\n")[2]
    files = tomllib.loads(pasted)["files"]
    assert set(files) == {"arrows.txt", "prose.txt"}
    assert "pattern" in files["arrows.txt"]
    assert files["prose.txt"] == {}
    assert "# monologue = true" in pasted
    assert "8 of 8" in err


def test_pasted_lines_mend_the_study(small_study: Study) -> None:
    (small_study.transcripts / "arrows.txt").write_text(ARROWS, encoding="utf-8")
    lines = list(summary(inspect_files([small_study.root])))
    pasted = "\n".join(lines[lines.index('[files."arrows.txt"]') :])
    path = small_study.root / "study.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + pasted, encoding="utf-8")
    again = Study(small_study.root)
    assert read_options(again, "arrows.txt").speaker_pattern
    [arrows, _] = inspect_files([Path(again.root)]).records
    assert [s["name"] for s in arrows["speakers"]] == ["DANA", "RAY"]


def test_json_is_a_list_of_records_and_nothing_else(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, out, err = run(capsys, "inspect", folder, "--json", "--preview")
    records = json.loads(out)
    assert code == 1
    assert err == ""
    assert [Path(r["file"]).name for r in records] == [
        "a.txt", "arrows.txt", "b.txt", "de.txt", "empty.txt", "photo.jpeg", "prose.txt", "c.txt",
    ]  # fmt: skip
    assert not any("preview" in record for record in records)
    assert "sensors" not in out


def test_one_file_is_shown_whole_with_its_first_turns(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, out, _ = run(capsys, "inspect", folder / "a.txt")
    assert code == 0
    assert "speakers told apart by Name: text" in out
    assert "  Dana Rowe    participant      2 turns" in out
    assert "  | Interviewer: What held the project back?" in out
    assert "sensors" not in run(capsys, "inspect", folder / "a.txt", "--no-preview")[1]


def test_a_warning_comes_with_its_line(folder: Path) -> None:
    [record] = inspect_files([folder / "a.txt"]).records
    told = [{"line": n, "message": f"strange {n}"} for n in (7, 12, 80, 81)]
    record["warnings"] = [*told, {"line": None, "message": "odd"}]
    assert "  look at this: line 7: strange 7" in block(record)
    assert "  look at this: odd" in block(record)
    assert list(warnings([record])) == [
        "a.txt: line 7: strange 7",
        "a.txt: line 12: strange 12",
        "a.txt: line 80: strange 80",
        "a.txt: and 2 more; inspect it alone to see them",
    ]


def test_what_many_share_is_said_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for n in range(8):
        text = f"Ann: We met in room {n}.\n\nBo: Yes.\n\nAnn: And left.\n\nBo: Yes, we left.\n"
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    _, out, _ = run(capsys, "inspect", tmp_path)
    assert out.count("nobody was recognised as the interviewer") == 1
    assert "look at 8 transcripts: nobody" in out
    assert out.count("# interviewers = []  # who asks? Ann, Bo") == 5
    assert "There are such lines for three more" in out


def test_a_folder_without_transcripts_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "inspect", tmp_path)
    assert code == 1
    assert "it is a folder without transcripts" in out


def test_a_study_is_read_by_its_settings_and_held_against_its_cases(
    capsys: pytest.CaptureFixture[str], small_study: Study
) -> None:
    with (small_study.root / "study.toml").open("a", encoding="utf-8") as handle:
        handle.write('\n[files."bridge.txt"]\naliases = { "Dana Rowe" = "D. R." }\n')
    small_study.cases_file.write_text("file,city\nbridges.txt,Rome\n", encoding="utf-8")
    code, out, _ = run(capsys, "inspect", small_study.root)
    assert code == 0
    assert "D. R.        participant" in out
    assert "fits no interview; did you mean bridge.txt?" in out


def test_on_a_terminal_there_are_tables(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    inspect_screen.show(inspect_files([folder]))
    inspect_screen.show(inspect_files([folder / "a.txt", folder / "prose.txt"]))
    out = capsys.readouterr().out
    assert "Speakers by" in out
    assert "refused: it is empty" in out
    assert "  | Interviewer: What held the project back?" in out
    # lines to paste are whole, however narrow the screen
    assert "# pattern = '^(?P<name>[A-Z]+)>\\s*(?P<text>.*)$'  # if turns begin like DANA>" in out


def test_names_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a\x1b[31m\n.txt"
    path.write_text("Ann\u202e: Who?\n\nBo: I.\n\nAnn\u202e: You?\n\nBo: Yes.\n", encoding="utf-8")
    _, out, _ = run(capsys, "inspect", path)
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(("count", "words"), [(1, "one"), (10, "ten"), (11, "11"), (1234, "1,234")])
def test_small_numbers_are_words(count: int, words: str) -> None:
    assert number(count) == words
