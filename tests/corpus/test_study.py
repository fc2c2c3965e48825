"""The study directory, its settings, codebook and cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.cases import join, read_cases
from corpus.codebook import BUILT_IN, read_codebook
from corpus.errors import CasesError, QualflowError, SettingsError, StudyError
from corpus.settings import Settings, read_settings
from corpus.study import new_study, open_study


def test_a_new_study_holds_every_default(tmp_path: Path) -> None:
    study = new_study(tmp_path / 'The "harbour" study')
    assert study.settings == Settings(name='The "harbour" study')
    assert [code.name for code in study.codebook.code][:2] == list(BUILT_IN)
    assert study.files() == []


def test_a_new_study_overwrites_nothing(tmp_path: Path) -> None:
    new_study(tmp_path)
    with pytest.raises(StudyError, match="is a study already"):
        new_study(tmp_path)


def test_the_sample_study_has_its_cases(tmp_path: Path) -> None:
    study = new_study(tmp_path / "s", sample=True)
    assert len(study.files()) == 12
    files = {case.file for case in read_cases(study.cases_file)}
    assert files == {path.name for path in study.files()}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("nmae = 'x'", "unknown key 'nmae'.*name"),
        ("[themes]\nnumbr = 3", "unknown key 'themes.numbr'.*number"),
        ("[themes]\nnumber = 'many'", "key 'themes.number' = 'many'"),
        ("[passages]\nleast = 90\nmost = 100", "key 'passages'.*least"),
        ("[challenges]\nthreshold = 0.9", "key 'challenges'.*threshold"),
        ("[speakers]\npattern = '('", "key 'speakers.pattern'.*regular expression"),
        ("[speakers]\npattern = 'x'", "key 'speakers.pattern'.*name"),
        ('[files."a b.txt"]\ninterviewer = ["A"]', "unknown key 'files.a b.txt.interviewer'"),
        ("name = 'x", "not valid TOML"),
    ],
)
def test_a_fault_in_study_toml_names_the_key(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "study.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        read_settings(path)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "organizational"', 'name = "technical"', "stands twice"),
        ('name = "organizational"', 'name = "social"', "'organizational' is gone"),
        ('name = "organizational"', 'nam = "organizational"', "key 'code.1.n"),
        ("version = 1", "version = one", "not valid TOML"),
    ],
)
def test_a_fault_in_the_codebook_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    study = new_study(tmp_path)
    path = study.root / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        read_codebook(path)


@pytest.mark.parametrize("missing", ["study.toml", "transcripts", ""])
def test_what_is_no_study_is_refused(tmp_path: Path, missing: str) -> None:
    study = new_study(tmp_path / "s")
    target = study.root / missing if missing else study.root
    target.rename(tmp_path / "gone")
    with pytest.raises(StudyError):
        open_study(study.root)


def test_two_runs_at_once_are_refused(tmp_path: Path) -> None:
    study = new_study(tmp_path)
    with study.locked(), pytest.raises(StudyError, match="another run"), study.locked():
        pass
    with study.locked():
        pass


def test_settings_that_change_no_result_keep_the_digest() -> None:
    plain = Settings()
    assert plain.digest() == Settings(run={"workers": 3}).digest()
    assert plain.digest() != Settings(themes={"number": 3}).digest()


def cases_file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_cases_join_by_file_or_participant_and_mismatches_are_told(tmp_path: Path) -> None:
    cases = read_cases(
        cases_file(
            tmp_path,
            "file,participant,city\nA.txt,Ann,Rome\n,Bo,Oslo\nx.txt,Cy,Bonn\n",
        )
    )
    joined, problems = join(cases, {"a.txt": ["Ann"], "b.txt": ["bo"], "d.txt": ["Dee"]})
    assert joined == {"a.txt": {"city": "Rome"}, "b.txt": {"city": "Oslo"}, "d.txt": {}}
    assert problems == [
        "cases.csv has no row for d.txt.",
        "cases.csv line 4 (x.txt) fits no interview.",
    ]


def test_two_participants_of_one_interview_are_both_kept(tmp_path: Path) -> None:
    content = "file;participant;city;role\na.txt;Ann;Rome;mayor\na.txt;Bo;Rome;vendor\n"
    joined, problems = join(read_cases(cases_file(tmp_path, content)), {"a.txt": ["Ann", "Bo"]})
    assert joined == {"a.txt": {"city": "Rome", "role": "mayor; vendor"}}
    assert problems == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("city\nRome\n", "neither a column"),
        ("file,city\na.txt,Rome\na.txt,Oslo\n", "names file 'a.txt' twice"),
    ],
)
def test_faulty_cases_are_refused(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(CasesError, match=says):
        read_cases(cases_file(tmp_path, content))


def test_no_cases_are_no_error(tmp_path: Path) -> None:
    assert read_cases(tmp_path / "cases.csv") == []


def test_every_error_speaks_in_three_parts() -> None:
    error = QualflowError("a.txt", "is empty", "remove it")
    assert str(error) == "a.txt: is empty; remove it."
    assert error.reason == "is empty; remove it"
