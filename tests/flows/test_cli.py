"""The command line: help with an example, exit codes, sentences, JSON."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from corpus.study import Study
from flows.cli import app, main

COMMANDS = ("new", "inspect", "code", "apply", "schedule")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of a command."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["qualflow", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as exit_:
            code = int(exit_.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert f"Example: qualflow {command}" in " ".join(out.split())


def test_the_readme_names_every_command() -> None:
    readme = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        name = command.name or command.callback.__name__  # type: ignore[union-attr]
        assert command.hidden or f"qualflow {name}" in readme


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["code", "nowhere"], 2, "nowhere: no such directory; make it with `qualflow new nowhere`"),
        (["nonsense"], 2, "No such command"),
        (["apply", "x.csv"], 2, "Missing option"),
        (["inspect", "nowhere.txt"], 1, "nowhere.txt"),
    ],
)
def test_misuse_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, out, err = run(capsys, *arguments)
    assert found == code
    assert says in out + err
    assert "Traceback" not in err


def test_a_typing_slip_in_study_toml_names_the_key(
    capsys: pytest.CaptureFixture[str], small_study: Study
) -> None:
    path = small_study.root / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("smallest", "smalest"))
    code, _, err = run(capsys, "code", small_study.root)
    assert code == 2
    assert "unknown key 'themes.smalest'" in err


def test_an_empty_study_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, "new", tmp_path / "s")[0] == 0
    code, _, err = run(capsys, "code", tmp_path / "s")
    assert code == 2
    assert "holds no transcripts" in err


def test_inspect_gives_the_record_of_the_contract(
    capsys: pytest.CaptureFixture[str], small_study: Study
) -> None:
    code, out, _ = run(capsys, "inspect", small_study.transcripts / "bridge.txt", "--json")
    [record] = json.loads(out)
    assert code == 0
    assert set(record) == {
        "file", "format", "convention", "language", "words", "turns", "timed", "speakers",
        "warnings", "runner_up", "study_toml",
    }  # fmt: skip
    assert [(s["name"], s["role"], s["turns"]) for s in record["speakers"]] == [
        ("Interviewer", "interviewer", 2),
        ("Dana Rowe", "participant", 2),
    ]


def passages_csv(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "passages.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_apply_keeps_columns_and_adds_codes(
    capsys: pytest.CaptureFixture[str], small_study: Study, tmp_path: Path
) -> None:
    source = passages_csv(
        tmp_path,
        "passage_id,source,text\n"
        '1,a,"The old server lost half of the records, and the formats do not match."\n'
        '2,b,"Good morning to you all, and welcome."\n',
    )
    target = tmp_path / "coded.csv"
    code, out, _ = run(
        capsys, "apply", source, "--study", small_study.root, "--to", target, "--json"
    )
    assert code == 0
    assert json.loads(out)["passages"] == 2
    with target.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == [
        "passage_id", "source", "text", "p_technical", "p_organizational", "technical",
        "organizational", "abstained", "coded_by",
    ]  # fmt: skip
    assert [row["technical"] for row in rows] == ["1", "0"]
    assert rows[0]["coded_by"].startswith("qualflow:challenges@default-")


def test_apply_adds_evidence_when_asked_and_names_empty_rows(
    capsys: pytest.CaptureFixture[str], small_study: Study, tmp_path: Path
) -> None:
    source = passages_csv(
        tmp_path,
        'passage_id,text\n1,"Hello. The sensors never worked and their data were wrong."\n2,\n',
    )
    target = tmp_path / "coded.csv"
    arguments = ("apply", source, "--study", small_study.root, "--to", target, "--evidence")
    code, out, _ = run(capsys, *arguments)
    assert code == 1
    assert "passage 2 has no text" in out
    with target.open(encoding="utf-8", newline="") as handle:
        first, second = csv.DictReader(handle)
    assert "sensors never worked" in first["evidence_technical"]
    assert second["technical"] == ""


def test_apply_keeps_the_cells_it_was_given_and_makes_no_formula_of_its_own(
    capsys: pytest.CaptureFixture[str], small_study: Study, tmp_path: Path
) -> None:
    text = "=The sensors never worked and their data were wrong."
    source = passages_csv(tmp_path, f'passage_id,text,score\n1,"{text}",-0.5\n')
    target = tmp_path / "coded.csv"
    arguments = ("apply", source, "--study", small_study.root, "--to", target, "--evidence")
    assert run(capsys, *arguments)[0] == 0
    with target.open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (row["text"], row["score"]) == (text, "-0.5")
    assert row["evidence_technical"] == f"'{text}"


@pytest.mark.parametrize(
    ("content", "says"),
    [("id,words\n1,x\n", "has no column 'passage_id'"), ("", "has no column 'passage_id'")],
)
def test_apply_refuses_what_is_no_table_of_passages(
    capsys: pytest.CaptureFixture[str], small_study: Study, tmp_path: Path, content: str, says: str
) -> None:
    source = passages_csv(tmp_path, content)
    code, _, err = run(
        capsys, "apply", source, "--study", small_study.root, "--to", tmp_path / "out.csv"
    )
    assert code == 1
    assert says in err
    assert not (tmp_path / "out.csv").exists()


def test_prefect_is_set_to_keep_to_itself() -> None:
    from prefect.settings import get_current_settings

    import flows  # noqa: F401 - sets the defaults

    server = get_current_settings().server
    assert not server.analytics_enabled
    assert not server.ui.v2_enabled
