"""The first sheet of cases.xlsx as rows of text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.errors import CasesError
from corpus.readers.archive import Archive, ArchiveError
from corpus.readers.xml import markup_parts

_MOST_ROWS, _MOST_COLUMNS = 20_000, 100
_MOST_XML = 10 * 1024**2
_REMEDY = "save it again as .xlsx, or as CSV UTF-8"


def sheet_rows(path: Path) -> list[list[str]]:
    """Return the cells of the first sheet of the workbook at `path`, as a .csv would have them.

    Raises CasesError if it is damaged or refused, or holds a formula without a stored value.
    """
    data = path.read_bytes()
    try:
        _check(data)
        values, formulas = (_cells(data, data_only) for data_only in (True, False))
    except ArchiveError as error:
        raise CasesError(path.name, f"cannot be read ({error})", _REMEDY) from None
    # Whatever is wrong inside, openpyxl meets it with any exception at all.
    except Exception:
        raise CasesError(path.name, "is no well-formed workbook", _REMEDY) from None
    for number, (row, written) in enumerate(zip(values, formulas, strict=True), start=1):
        for value, formula in zip(row, written, strict=True):
            if value is None and formula is not None:
                found = f"has a formula without a stored value in row {number}"
                raise CasesError(path.name, found, "open it in Excel and save it again")
    return [[_text(cell) for cell in row] for row in values]


def _check(data: bytes) -> None:
    """Raise ArchiveError for what is not safe to open."""
    for _ in markup_parts(Archive(data), _MOST_XML):
        pass


def _cells(data: bytes, data_only: bool) -> list[Sequence[Any]]:
    import openpyxl  # takes a while, and most studies have a .csv

    with warnings.catch_warnings():
        # It tells of extensions, such as drop-down lists, that it cannot keep.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False
        )
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
        rows = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
        return list(islice(rows, _MOST_ROWS))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)
