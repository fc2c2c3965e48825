"""Result tables: same rows, same bytes; nothing a spreadsheet would run; replaced as a whole."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import csv_bytes, replace_directory, safe, xlsx_bytes


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "1"),
        (False, "0"),
        (-3, "-3"),
        (0.25, "0.25"),
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("@name", "'@name"),
        ("\tx", "'\tx"),
        ("\r=1", "'\n=1"),
        (" =1+1", "' =1+1"),
        ("\n+1", "'\n+1"),
        ("＝1+1", "'＝1+1"),
        ("said: =1", "said: =1"),
        ("\udcff.txt\0", "\ufffd.txt\ufffd"),
    ],
)
def test_cells(value: object, cell: str) -> None:
    assert safe(value) == cell


@given(st.lists(st.text()))
def test_text_comes_back(values: list[str]) -> None:
    data = csv_bytes(["text"], [[value] for value in values]).decode("utf-8")
    rows = list(csv.reader(io.StringIO(data, newline="")))[1:]
    # the csv module writes an empty single cell as "" and reads it back as such
    assert [row[0] if row else "" for row in rows] == [safe(value) for value in values]


FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("x")',
)


def test_no_table_holds_a_formula() -> None:
    rows = [[text, text + "\udcff"] for text in FORMULAS]
    for row in csv.reader(io.StringIO(csv_bytes(FORMULAS[:2], rows).decode(), newline="")):
        assert all(cell.startswith("'") for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"a": (FORMULAS[:2], rows)})))
    cells = [cell for row in book["a"].iter_rows() for cell in row]
    assert len(cells) == 2 * len(FORMULAS) + 2
    assert all(cell.data_type == "s" and cell.value.startswith("'") for cell in cells)


def test_a_workbook_keeps_numbers() -> None:
    row = [1, -0.5, True, None, "-0.5", "so", "", math.pi]
    data = xlsx_bytes({"a": (["n"], [row]), "b": (["only"], [])})
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["a", "b"]
    values = [cell.value for cell in book["a"][2]]
    assert values == [1, -0.5, 1, None, "'-0.5", "so", None, math.pi]


@given(st.text())
def test_any_text_can_be_written(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"a": (["text"], [[text]])})))
    assert (book["a"]["A2"].value or "") == safe(text)
    csv_bytes([text], [[text]]).decode("utf-8")


def test_a_directory_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "results"
    replace_directory(target, {"a.csv": b"1", "b.csv": b"2"})
    (tmp_path / ".results-new").mkdir()  # as a killed run leaves it
    (tmp_path / ".results-new" / "half.csv").write_bytes(b"")
    replace_directory(target, {"a.csv": b"3"})
    assert {p.name: p.read_bytes() for p in target.iterdir()} == {"a.csv": b"3"}
    assert [p.name for p in tmp_path.iterdir()] == ["results"]


@pytest.mark.parametrize("name", ["../a.csv", "/tmp/a.csv", "b/a.csv", "..", ""])
def test_no_result_lands_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        replace_directory(tmp_path / "results", {name: b"1"})
    assert list(tmp_path.iterdir()) == []
