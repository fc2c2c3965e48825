"""Excel workbooks: which sheet and columns are read, what cells become, what is refused."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from corpus.errors import NoSpeechError, UnreadableError
from tests.corpus.made_files import archive, read_text, said
from tests.corpus.made_turns import Said, heard, turns

Rows = list[list[object]]
TALK: Rows = [
    ["Speaker", "Start", "Text"],
    ["Ann", 0.5, "Why?"],
    ["Bo", 3, "So."],
    ["Ann", 4, "Oh."],
]


def workbook(**sheets: Rows) -> bytes:
    """Return a workbook of these sheets; `hidden` in a name hides it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if "hidden" in name:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """Return a workbook with `old` replaced in one of its members."""
    members = {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for member in file.namelist():
            members[member] = file.read(member).decode()
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    return archive(members)


SHEET = "xl/worksheets/sheet1.xml"


def test_rows_are_utterances(tmp_path: Path) -> None:
    rows: Rows = [
        ["Interview 5", None, None], [],
        ["Nr", "Sprecher:in", "Beginn (ms)", "Ende (ms)", "Äußerung"],
        [1, "Ann", 500, 900, "Why,\n“so”?"], [2, None, 1_000, 1_400, 42],
        [3, "Bo", 1_500, 1_900, 1.5], [4, None, None, None, None], [5, "Bo", 2_000, 2_500, True],
    ]  # fmt: skip
    interview = read_text(tmp_path, workbook(a=rows), "a.xlsx")
    assert said(interview) == [("Ann", "Why,\n“so”?\n42"), ("Bo", "1.5 True")]
    assert [s.times for s in interview.segments] == [
        ((5, 500), (16, 1_000)), ((24, 1_500), (28, 2_000))]  # fmt: skip
    assert [s.end_ms for s in interview.segments] == [1_400, 2_500]
    assert (interview.format, interview.convention) == ("xlsx", "columns")


def test_the_sheet_that_looks_most_like_a_transcript(tmp_path: Path) -> None:
    data = workbook(
        codes=[["text", "meaning"], ["a", "b"]], notes=[["hello"]], interview=TALK,
        hidden=[["speaker", "start", "end", "text"], ["X", 1, 2, "no"]],
    )  # fmt: skip
    interview = read_text(tmp_path, data, "a.xlsx")
    assert [name for name, _ in said(interview)] == ["Ann", "Bo", "Ann"]
    assert interview.warnings[0].message == (
        "the sheet “interview” was read; “codes” also look like transcripts")  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "ms"),
    [
        (clock(0, 1, 2, 500_000), 62_500),
        (timedelta(hours=30, seconds=1), 108_001_000),
        (datetime(1900, 1, 1, 1, 0, 0), 90_000_000),
        ("0:01:02.5", 62_500), ("01:02", 62_000), (62.5, 62_500), ("62,5 s", 62_500),
        (datetime(2024, 5, 6, 7, 8), None), ("soon", None), (None, None),
    ],
)  # fmt: skip
def test_times(tmp_path: Path, cell: object, ms: int | None) -> None:
    data = workbook(a=[["who", "time", "said"], ["Ann", cell, "Why?"], ["Bo", None, "So."]])
    times = read_text(tmp_path, data, "a.xlsx").segments[0].times
    assert times == (((5, ms),) if ms is not None else ())


def test_formulas_without_a_stored_value(tmp_path: Path) -> None:
    rows = [*TALK, ["Bo", 9, '=CONCAT("a","b")']]
    interview = read_text(tmp_path, workbook(a=rows), "a.xlsx")
    assert [words for _, words in said(interview)] == ["Why?", "So.", "Oh."]
    assert "without a stored value: 1;" in interview.warnings[0].message
    stored = changed(workbook(a=rows), SHEET, "<v></v>", "<v>ab</v>")
    stored = changed(stored, SHEET, '<c r="C5">', '<c r="C5" t="str">')
    interview = read_text(tmp_path, stored, "a.xlsx")
    assert said(interview)[-1] == ("Bo", "ab")
    assert "formulas" not in " ".join(w.message for w in interview.warnings)


def test_without_usable_columns(tmp_path: Path) -> None:
    rows: Rows = [
        ["P. No", "Answer in full", "a sentence that somebody may have said"],
        ["Ann", "x", "y"],
    ]
    with pytest.raises(UnreadableError, match=r"found: P\. No, Answer in full\); give its columns"):
        read_text(tmp_path, workbook(a=rows), "a.xlsx")
    with pytest.raises(UnreadableError, match="no sheet of it"):
        read_text(tmp_path, workbook(a=rows, b=[]), "a.xlsx")
    with pytest.raises(UnreadableError, match="no names"):
        read_text(tmp_path, workbook(a=[]), "a.xlsx")
    with pytest.raises(NoSpeechError):
        read_text(tmp_path, workbook(a=TALK[:1]), "a.xlsx")


GOOD = workbook(a=TALK)
LATE = f"<!--{'x' * 9_000}--><!DOCTYPE a>"
REFUSED = {
    "no zip": (b"speaker,text\n", "damaged"),
    "cut off": (GOOD[:-40], "damaged"),
    "another zip": (archive({"a": "b"}), "no well-formed workbook"),
    "no sheet": (changed(GOOD, "xl/workbook.xml", "<sheets>", "<sheets/><a>"), "no well-formed"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    "entities": (changed(GOOD, SHEET, "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet'),
                 "document type"),
    "late entities": (changed(GOOD, SHEET, "<worksheet", f"{LATE}<worksheet"), "document type"),
    "bad number": (changed(GOOD, SHEET, "<v>0.5</v>", "<v>half</v>"), "no well-formed"),
    "bad cell": (changed(GOOD, SHEET, 'r="A2"', 'r="4"'), "no well-formed"),
    "bad row": (changed(GOOD, SHEET, '<row r="2"', '<row r="x"'), "no well-formed"),
    "long": (changed(GOOD, SHEET, "</sheetData>", "<row/>" * 900_000), "200 times"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_refused(tmp_path: Path, kind: str) -> None:
    data, found = REFUSED[kind]
    start = time.process_time()
    with pytest.raises(UnreadableError, match=found):
        read_text(tmp_path, data, "a.xlsx")
    assert time.process_time() - start < 4


@pytest.mark.parametrize("row", [1_048_576, 999_999_999])
def test_a_cell_far_below(tmp_path: Path, row: int) -> None:
    far = f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row></sheetData>'
    data = changed(GOOD, SHEET, "</sheetData>", far)
    start = time.process_time()
    assert len(said(read_text(tmp_path, data, "a.xlsx"))) == 3
    # Measured: 0.5 s.
    assert time.process_time() - start < 4


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=40)
@given(spoken=turns())
def test_there_and_back(tmp_path: Path, spoken: list[Said]) -> None:
    rows: Rows = [["Speaker", "Start", "End", "Text"]]
    rows += [[one.speaker, one.start / 1000, one.end / 1000, one.words] for one in spoken]
    assert heard(read_text(tmp_path, workbook(a=rows), "a.xlsx")) == spoken
