"""Result tables: CSV that is the same to the byte for the same rows, XLSX of the same cells, both
safe to open in a spreadsheet; and replaced as a whole.

Every table that is written for people goes through here: nothing that somebody said, and no name
of a file or speaker, may become a formula.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# Spreadsheets pass over blanks before a formula, and take full-width signs for plain ones.
_FORMULA = re.compile("\t|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
# What neither UTF-8 nor XML can hold; lone surrogates come with names of files.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe(value: object) -> str:
    """A cell's text. What a spreadsheet would take for a formula gets a leading apostrophe;
    numbers stay numbers; None is empty; truth is 1 or 0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    # The csv module leaves a bare CR without quotation marks, and what follows it would be a row.
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWRITABLE.sub("\ufffd", text)
    return "'" + text if _FORMULA.match(text) else text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as UTF-8 CSV with LF line ends and a head line."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([safe(column) for column in columns])
    writer.writerows([safe(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def xlsx_bytes(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]]) -> bytes:
    """Tables (columns, rows) by the name of their sheet as an Excel workbook.

    Cells are as in `csv_bytes`, but numbers are numbers. Excel allows 32,767 characters in a cell;
    longer text is cut there.
    """
    import openpyxl  # takes a while, and most runs write no workbook

    book = openpyxl.Workbook(write_only=True)
    for name, (columns, rows) in sheets.items():
        sheet = book.create_sheet(name)
        for row in (columns, *rows):
            sheet.append([_cell(value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, int | float):
        return int(value) if isinstance(value, bool) else value
    # Never a formula: what begins with = has its apostrophe.
    return safe(value) or None


def replace_directory(directory: Path, contents: Mapping[str, bytes]) -> None:
    """Puts `contents` (bytes by file name) in place of all that `directory` holds.

    The new directory is complete before it takes the old one's name; a run that is killed
    between leaves the old or the new one, or both under names that the next run clears away.

    Raises:
        ValueError: a file's name leads anywhere else.
    """
    if any(name in ("", ".", "..") or Path(name).name != name for name in contents):
        raise ValueError("a result's name must be a plain file name")
    new, old = (directory.with_name(f".{directory.name}-{kind}") for kind in ("new", "old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir(parents=True)
    for name, content in contents.items():
        with (new / name).open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
    if directory.exists():
        directory.rename(old)
    new.rename(directory)
    shutil.rmtree(old, ignore_errors=True)
