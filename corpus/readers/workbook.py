"""Excel workbooks, .xlsx: the sheet that looks most like a transcript, read like a .csv."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import openpyxl

from corpus.columns import Columns, find_header
from corpus.draft import UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.archive import Archive, ArchiveError
from corpus.readers.limits import check_utterances
from corpus.readers.options import ReadOptions
from corpus.readers.table import CONVENTION, doubtful_times, no_columns, utterances_of
from corpus.readers.xml import markup_parts
from corpus.text import canonical, one_line

# openpyxl takes 4 µs for a tag of cells, 16 for one of styles; a cell has four. A long interview
# has 10,000 cells, word by word 60,000.
_MOST_TAGS = 300_000
_MOST_STYLE_TAGS = 40_000
_MOST_XML = 24 * 1024**2
_MOST_SHEETS = 100
# Columns further right hold no transcript; a cell there would make every row as wide.
_MOST_COLUMNS = 64
_LOWEST_ROW = 1_048_576
_HEAD_ROWS = 10
# A formula whose cell ends without a value.
_UNCACHED = re.compile(
    rb"<(?:\w{1,9}:)?f(?:\s[^<>]{0,500})?(?:/>|>[^<]{0,9000}</(?:\w{1,9}:)?f>)\s{0,9}"
    rb"(?:<(?:\w{1,9}:)?v\s?/>|<(?:\w{1,9}:)?v></(?:\w{1,9}:)?v>)?\s{0,9}</(?:\w{1,9}:)?c>"
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_REMEDY = "open it in Excel and save it again as .xlsx, or as CSV"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet whose header was found: its name, header row and columns, and all its rows."""

    name: str
    number: int
    columns: Columns
    rows: Sequence[Sequence[str]]


def read_workbook(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the rows of the sheet with the most columns known of a transcript.

    Raises UnreadableError if the file is damaged or refused, or if no sheet has a header that
    names a column of words.
    """
    if data.startswith(_OLD_OFFICE):
        found = "it is protected by a password, or an old .xls under a new name"
        raise UnreadableError(path.name, found, _REMEDY)
    try:
        uncached = _check(data)
    except ArchiveError as error:
        raise UnreadableError(path.name, str(error), _REMEDY) from error
    found_sheets = _sheets(path, data)
    best = max(found_sheets, key=lambda sheet: (sheet.columns.known, len(sheet.rows)))
    check_utterances(path, len(best.rows))
    said = utterances_of(best.rows[best.number + 1 :], best.columns)
    remarks = [*_others(best, found_sheets), *doubtful_times(said, best.columns)]
    if uncached:
        message = f"formulas in it without a stored value: {uncached}; they were read as empty"
        remarks.append(ReadWarning(None, f"{message}, so save it in Excel first"))
    return UtteranceDraft(said, CONVENTION, warnings=tuple(remarks))


def _check(data: bytes) -> int:
    """Return how many formulas lack a value; raises ArchiveError for what is not safe to open."""
    uncached = tags = styles = 0
    for name, part in markup_parts(Archive(data), _MOST_XML):
        tags += part.count(b"<")
        styles += part.count(b"<") if "styles" in name else 0
        if tags > _MOST_TAGS or styles > _MOST_STYLE_TAGS:
            raise ArchiveError("it holds far more cells or formats than a transcript")
        if name.startswith("xl/worksheets/"):
            uncached += len(_UNCACHED.findall(part))
    return uncached


def _sheets(path: Path, data: bytes) -> list[_Sheet]:
    """Return the sheets with a header; raises UnreadableError if there is none."""
    with warnings.catch_warnings():
        # It tells of extensions, such as drop-down lists, that it cannot keep.
        warnings.simplefilter("ignore")
        try:
            raw = list(_raw_sheets(data))
        # Whatever is wrong inside, openpyxl meets it with any exception at all.
        except Exception as error:
            raise UnreadableError(path.name, "it is no well-formed workbook", _REMEDY) from error
    found = []
    for name, rows in raw:
        header = find_header(rows)
        if header:
            found.append(_Sheet(name, *header, rows))
    if not found:
        rows = next((rows for _, rows in raw if rows), [])
        where = "no sheet of it" if len(raw) > 1 else "its first row"
        raise no_columns(path, where, next((row for row in rows if any(row)), ()))
    return found


def _raw_sheets(data: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield name and rows of the sheets that are shown; of those without a header, the first."""
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    for sheet in book.worksheets[:_MOST_SHEETS]:
        if sheet.sheet_state == "visible":
            # What a sheet says of its own size is often wrong.
            sheet.reset_dimensions()
            cells = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
            filled = _filled(islice(cells, _LOWEST_ROW), book.epoch)
            rows = list(islice(filled, _HEAD_ROWS))
            if find_header(rows):
                rows += filled
            yield one_line(sheet.title), rows


def _filled(cells: Iterable[Sequence[object]], epoch: datetime) -> Iterator[list[str]]:
    """Yield the rows that hold anything; often a format reaches down to the last row there is."""
    for row in cells:
        if row.count(None) < len(row):
            yield [_text(cell, epoch) for cell in row]


def _text(cell: object, epoch: datetime) -> str:
    """Return a cell as a .csv would have it; times of day and durations as h:mm:ss.mmm."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.year <= 1904:
        # More than 24 hours, in a format that shows them as a time. Excel counts from 31 December
        # 1899, openpyxl's epoch allows for a leap day after that which never was.
        cell -= epoch + timedelta(days=epoch.year == 1899)
    if isinstance(cell, time):
        cell = timedelta(
            hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond
        )
    if isinstance(cell, timedelta):
        ms = max(0, round(cell / timedelta(milliseconds=1)))
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return canonical(str(cell))


def _others(best: _Sheet, sheets: Sequence[_Sheet]) -> Iterator[ReadWarning]:
    others = [f"“{sheet.name[:40]}”" for sheet in sheets if sheet is not best]
    if others:
        shown = ", ".join(others[:5]) + (" and more" if len(others) > 5 else "")
        message = f"the sheet “{best.name[:40]}” was read; {shown} also look like transcripts"
        yield ReadWarning(None, message)
