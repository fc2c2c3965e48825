"""Cases: tables as they come, joined by file, id or participant, and what does not fit."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from corpus.cases import join, read_cases
from corpus.errors import CasesError


def table(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "cases.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(tmp_path: Path, *rows: tuple[object, ...]) -> Path:
    """Writes cases.xlsx; returns the path of the cases.csv that is not there."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "cases.xlsx")
    return tmp_path / "cases.csv"


def attributes(path: Path, interviews: dict[str, list[str]]) -> dict[str, dict[str, str]]:
    joined, problems = join(read_cases(path), interviews, dict.fromkeys(interviews, "ab12"))
    assert problems == []
    return joined


@pytest.mark.parametrize(
    "content",
    [
        "file,city\nA.txt,Rome\n",
        "file,city\na,Rome\n",  # without suffix
        "file,city\ntranscripts/a.txt,Rome\n",
        "file,city\nC:\\study\\a.txt,Rome\n",
        "file;city\n a.txt ; Rome \n",
        "city\tfile\nRome\ta.txt\n",
        "Transcript,city\na.txt,Rome\n",
        "participant,city\nann,Rome\n",
        "Name,city\nAnn,Rome\n",
        "id,city\nA,Rome\n",  # the file's stem
        "id,city\nann,Rome\n",  # the participant's label
        "id,city\nab12,Rome\n",  # the interview's id
        "\n\n".join(["file,city", "a.txt,Rome", ""]),
        "file,city\na.txt,Rome\n".encode("utf-16"),
        '\ufefffile,city\n"a.txt","Rome"\n',
    ],
)
def test_the_same_case_however_it_is_written(tmp_path: Path, content: str | bytes) -> None:
    joined = attributes(table(tmp_path, content), {"a.txt": ["Ann"]})
    assert joined == {"a.txt": {"city": "Rome"}}


def test_a_column_that_could_be_a_key_stays_an_attribute_beside_a_key(tmp_path: Path) -> None:
    content = "file,name,city\na.txt,Harbour,Rome\n"
    joined = attributes(table(tmp_path, content), {"a.txt": ["Ann"]})
    assert joined["a.txt"] == {"name": "Harbour", "city": "Rome"}


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("file", "participant", "date", "staff", "open"),
        ("a.txt", "Ann", datetime.datetime(2024, 5, 3), 40.0, None),
        (None, None, None, None, None),
    )
    joined = attributes(path, {"a.txt": ["Ann"]})
    assert joined["a.txt"] == {"date": "2024-05-03", "staff": "40", "open": ""}


def test_two_tables_are_one_too_many(tmp_path: Path) -> None:
    workbook(tmp_path, ("file", "city"), ("a.txt", "Rome"))
    with pytest.raises(CasesError, match=r"stands beside cases\.xlsx"):
        read_cases(table(tmp_path, "file,city\na.txt,Rome\n"))


def with_part(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no zip", "damaged"),
        (with_part("xl/workbook.xml", b"<workbook/>"), "no well-formed workbook"),
        (with_part("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "document type"),
        (with_part("xl/sheet.xml", b"0" * 60_000_000), "200 times its size"),
    ],
)
def test_a_hostile_workbook_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "cases.xlsx").write_bytes(content)
    with pytest.raises(CasesError, match=says):
        read_cases(tmp_path / "cases.csv")


def test_a_formula_without_a_value_is_not_taken_for_an_empty_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("file", "size"), ("a.txt", "=1+1"))
    with pytest.raises(CasesError, match="formula without a stored value in row 2"):
        read_cases(path)


def problems(tmp_path: Path, content: str, interviews: dict[str, list[str]]) -> list[str]:
    return join(read_cases(table(tmp_path, content)), interviews)[1]


def test_near_misses_are_suggested_both_ways(tmp_path: Path) -> None:
    content = "file,city\nharbor-interview.txt,Rome\nbridge.txt,Oslo\n"
    told = problems(tmp_path, content, {"harbour-interview.txt": ["Ann"], "bridge.txt": ["Bo"]})
    assert told == [
        "cases.csv has no row for harbour-interview.txt; line 2 comes near.",
        "cases.csv line 2 (harbor-interview.txt) fits no interview;"
        " did you mean harbour-interview.txt?",
    ]


def test_a_participant_in_another_spelling_is_suggested(tmp_path: Path) -> None:
    told = problems(tmp_path, "participant,city\nDana Row,Rome\n", {"a.txt": ["Dana Rowe"]})
    assert told[-1] == "cases.csv line 2 (Dana Row) fits no interview; did you mean Dana Rowe?"


def test_another_number_is_no_near_miss(tmp_path: Path) -> None:
    told = problems(tmp_path, "file,city\ninterview-02.txt,Rome\n", {"interview-01.txt": ["Ann"]})
    assert told == [
        "cases.csv has no row for interview-01.txt.",
        "cases.csv line 2 (interview-02.txt) fits no interview.",
    ]


def test_a_case_with_a_stranger_is_used_and_told(tmp_path: Path) -> None:
    cases = read_cases(table(tmp_path, "file,participant,city\na.txt,Cy,Rome\n"))
    joined, told = join(cases, {"a.txt": ["Ann", "Bo"]})
    assert joined == {"a.txt": {"city": "Rome"}}
    assert told == [
        "cases.csv line 2: Cy is no participant of a.txt (they are: Ann, Bo);"
        " its attributes are used all the same."
    ]


def test_a_long_list_is_cut_short(tmp_path: Path) -> None:
    interviews = {f"talk {n}.txt": ["Ann"] for n in range(40)}
    told = problems(tmp_path, "file,city\nelse.txt,Rome\n", interviews)
    assert len(told) == 10
    assert told[8].startswith("cases.csv has no row for 32 more: talk 8.txt, ")
