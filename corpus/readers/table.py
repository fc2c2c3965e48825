"""Tables, .csv and .tsv: a row an utterance, columns told by the names in the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.columns import Columns, find_header, names_found
from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.limits import check_utterances
from corpus.readers.options import ReadOptions
from corpus.readers.plain import check_lines, decoded, doubts
from corpus.times import cell_ms

CONVENTION = "columns"
_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 2_000
# As many lines are looked at for a header.
_HEAD_LINES = 10
# Nobody says so many words a minute, or so few where everything is timed.
_MOST_A_MINUTE = 6_000
_FEWEST_A_MINUTE = 2


def read_table(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the rows of a .csv or .tsv file.

    Raises UnreadableError if it is not text, has no header that names a column of words, or
    cannot be taken apart.
    """
    text = decoded(path, data)
    check_lines(path, text.text)
    delimiter, body = _declared(text.text.lstrip("\n"))
    number, columns, delimiter = _header(path, body, delimiter)
    warnings = doubts(text)
    try:
        rows = _rows(body, delimiter, strict=True)
    except csv.Error as error:
        rows = _loose_rows(path, body, delimiter, error)
        warnings += (ReadWarning(None, "quotation marks in it are not doubled; look at its rows"),)
    check_utterances(path, len(rows))
    utterances = utterances_of(rows[number + 1 :], columns)
    return UtteranceDraft(
        utterances, CONVENTION, warnings=(*warnings, *doubtful_times(utterances, columns))
    )


def utterances_of(rows: Sequence[Sequence[str]], columns: Columns) -> tuple[Utterance, ...]:
    """Return what the rows below a header say; rows too short to say anything are left out."""
    return tuple(_utterance(row, columns) for row in rows if len(row) > columns.text)


def doubtful_times(utterances: Sequence[Utterance], columns: Columns) -> Iterator[ReadWarning]:
    """Yield a warning if nobody can speak as fast or as slowly as the times say."""
    starts = [u.start_ms for u in utterances if u.start_ms is not None]
    if len(starts) < 3:
        return
    minutes = (max(starts) - min(starts)) / 60_000
    words = sum(len(u.text.split()) for u in utterances[:-1] if u.start_ms is not None)
    if words > _MOST_A_MINUTE * minutes or words < _FEWEST_A_MINUTE * minutes:
        unit = "milliseconds" if columns.start_in_ms else "seconds"
        message = f"by its times, read as {unit}, nobody speaks at a natural speed; look at them"
        yield ReadWarning(None, message)


def no_columns(path: Path, where: str, header: Sequence[str]) -> UnreadableError:
    """Return the error for a table without a column of words."""
    found = f"{where} names no column called text, words, transcript or the like"
    found += f" (found: {names_found(header)})"
    return UnreadableError(path.name, found, "give its columns names such as speaker, start, text")


def _declared(text: str) -> tuple[str | None, str]:
    """Return the delimiter that a first line such as `sep=;` declares, and the text below it."""
    line, _, rest = text.partition("\n")
    declared = line.strip().strip('"')
    if declared.casefold().startswith("sep=") and len(declared) == 5:
        return declared[4], rest
    # A tab at the end is lost in stripping.
    return ("\t", rest) if line.casefold() == "sep=\t" else (None, text)


def _rows(text: str, delimiter: str, strict: bool) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=strict))


def _loose_rows(path: Path, text: str, delimiter: str, error: csv.Error) -> list[list[str]]:
    """Return rows with quotation marks that are not doubled, if every cell at least ends."""
    try:
        if "end of data" not in str(error):
            return _rows(text, delimiter, strict=False)
    except csv.Error as other:
        error = other
    found = "its rows cannot be taken apart (a quotation mark without its partner?)"
    raise UnreadableError(path.name, found, "export it again as CSV") from error


def _header(path: Path, text: str, declared: str | None) -> tuple[int, Columns, str]:
    """Return the header row's number, its columns, and the delimiter that finds most of them."""
    head = text[: _HEAD_LINES * _LONGEST_HEADER]
    first = head.partition("\n")[0]
    found = []
    for delimiter in declared or _DELIMITERS if len(first) <= _LONGEST_HEADER else "":
        header = find_header(_first_rows(head, delimiter))
        if header:
            found.append((header[1].known, *header, delimiter))
    if not found:
        likeliest = max(declared or _DELIMITERS, key=first[:_LONGEST_HEADER].count)
        names = next(iter(_first_rows(first[:_LONGEST_HEADER], likeliest)), [])
        raise no_columns(path, "its first line", names)
    _, number, columns, best = max(found, key=lambda item: item[0])
    return number, columns, best


def _first_rows(head: str, delimiter: str) -> list[list[str]]:
    """Return the first rows, as far as they can be taken apart."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(head), delimiter=delimiter):
            rows.append(row)
            if len(rows) == _HEAD_LINES:
                break
    except csv.Error:
        # What comes after the header may hold anything; reading all rows says what is wrong.
        pass
    return rows


def _utterance(row: Sequence[str], columns: Columns) -> Utterance:
    speaker = _cell(row, columns.speaker)
    start = cell_ms(_cell(row, columns.start), columns.start_in_ms)
    end = cell_ms(_cell(row, columns.end), columns.end_in_ms)
    return Utterance(speaker or None, row[columns.text], start, end)


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""
