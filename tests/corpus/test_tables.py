"""Result tables: same rows, same bytes; nothing a spreadsheet would run; replaced as a whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import csv_bytes, replace_directory, safe


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
    ],
)
def test_cells(value: object, cell: str) -> None:
    assert safe(value) == cell


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"))))
def test_text_comes_back(values: list[str]) -> None:
    data = csv_bytes(["text"], [[value] for value in values]).decode("utf-8")
    rows = list(csv.reader(io.StringIO(data, newline="")))[1:]
    # the csv module writes an empty single cell as "" and reads it back as such
    assert [row[0] if row else "" for row in rows] == [safe(value) for value in values]


def test_a_directory_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "results"
    replace_directory(target, {"a.csv": b"1", "b.csv": b"2"})
    (tmp_path / ".results-new").mkdir()  # as a killed run leaves it
    (tmp_path / ".results-new" / "half.csv").write_bytes(b"")
    replace_directory(target, {"a.csv": b"3"})
    assert {p.name: p.read_bytes() for p in target.iterdir()} == {"a.csv": b"3"}
    assert [p.name for p in tmp_path.iterdir()] == ["results"]
