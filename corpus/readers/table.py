"""Tables, .csv and .tsv: a row an utterance, columns told by the names in the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from corpus.columns import Columns, by_header
from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.options import ReadOptions
from corpus.readers.plain import decoded, doubts
from corpus.times import cell_ms

_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 2_000


def read_table(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the rows of a .csv or .tsv file.

    Raises UnreadableError if it is not text, has no header that names a column of words, or
    cannot be taken apart.
    """
    text = decoded(path, data)
    columns, delimiter = _header(path, text.text)
    warnings = doubts(text)
    try:
        rows = _rows(text.text, delimiter, strict=True)
    except csv.Error as error:
        rows = _loose_rows(path, text.text, delimiter, error)
        warnings += (ReadWarning(None, "quotation marks in it are not doubled; look at its rows"),)
    utterances = tuple(_utterance(row, columns) for row in rows if len(row) > columns.text)
    return UtteranceDraft(utterances, "columns", warnings=warnings)


def _rows(text: str, delimiter: str, strict: bool) -> list[list[str]]:
    """Return the rows below the header."""
    return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=strict))[1:]


def _loose_rows(path: Path, text: str, delimiter: str, error: csv.Error) -> list[list[str]]:
    """Return rows with quotation marks that are not doubled, if every cell at least ends."""
    try:
        if "end of data" not in str(error):
            return _rows(text, delimiter, strict=False)
    except csv.Error as other:
        error = other
    found = "its rows cannot be taken apart (a quotation mark without its partner?)"
    raise UnreadableError(path.name, found, "export it again as CSV") from error


def _header(path: Path, text: str) -> tuple[Columns, str]:
    """Return the columns and the delimiter with which most of them are found."""
    line = text.lstrip("\n").partition("\n")[0]
    found = []
    for delimiter in _DELIMITERS if len(line) <= _LONGEST_HEADER else "":
        columns = by_header(next(csv.reader([line], delimiter=delimiter), []))
        if columns:
            known = sum(c is not None for c in (columns.speaker, columns.start, columns.end))
            found.append((known, columns, delimiter))
    if not found:
        missing = "its first line names no column called text, words, transcript or the like"
        remedy = "give its columns names such as speaker, start and text"
        raise UnreadableError(path.name, missing, remedy)
    _, best, delimiter = max(found, key=lambda item: item[0])
    return best, delimiter


def _utterance(row: Sequence[str], columns: Columns) -> Utterance:
    speaker = _cell(row, columns.speaker)
    start, end = _cell(row, columns.start), _cell(row, columns.end)
    return Utterance(speaker or None, row[columns.text], cell_ms(start), cell_ms(end))


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""
