"""cases.csv or cases.xlsx: attributes of interviews (city, role, date …), as rows."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.case_matching import join
from corpus.cases_sheet import sheet_rows
from corpus.errors import CasesError
from corpus.text import decode

__all__ = ["KEYS", "Case", "join", "read_cases"]

KEYS = ("file", "participant", "id")
# Other words for the keys, used where the table has none of those three.
_ALSO = {
    "file": ("filename", "file name", "transcript"),
    "participant": ("name", "speaker", "interviewee", "respondent"),
    "id": ("interview_id", "interview id", "case", "case id", "case_id"),
}
_LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """A row of a table of cases. Of `file`, `participant` and `id` some may be "", not all.

    `id` is a file's name without its suffix, a participant's label, or an interview's id.
    """

    line: int
    file: str
    participant: str
    attributes: Mapping[str, str]
    id: str = ""
    table: str = "cases.csv"


def read_cases(path: Path) -> list[Case]:
    """The rows of `path` (cases.csv), or of cases.xlsx beside it; [] where there is neither.

    Raises:
        CasesError: unreadable, both tables there, none of the columns `file`, `participant` and
            `id`, or a file twice without two participants.
    """
    sheet = path.with_suffix(".xlsx")
    if path.is_file() and sheet.is_file():
        found = f"stands beside {sheet.name}"
        raise CasesError(path.name, found, "keep the one that is right, remove the other")
    if sheet.is_file():
        path = sheet
    if not path.is_file():
        return []
    if path.stat().st_size > _LARGEST:
        raise CasesError(path.name, "is larger than 16 MiB", "check that it is a table of cases")
    rows = sheet_rows(path) if path == sheet else _csv_rows(path)
    cases = _cases(path.name, rows)
    keys = [(case.file.casefold(), case.participant.casefold()) for case in cases if case.file]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        name = next(c.file for c in cases if c.file.casefold() == twice[0][0])
        raise CasesError(path.name, f"names file '{name}' twice", "keep one row")
    return cases


def _csv_rows(path: Path) -> list[list[str]]:
    try:
        text = decode(path.read_bytes()).text
        head = text.partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (ValueError, csv.Error) as error:
        raise CasesError(path.name, f"cannot be read ({error})", "save it as CSV UTF-8") from None


def _cases(table: str, rows: Sequence[Sequence[str]]) -> list[Case]:
    """The rows that name a file, a participant or an id; lines count from 1 as in a spreadsheet."""
    if not any(any(row) for row in rows):
        return []
    header = [cell.strip() for cell in rows[0]]
    columns = _key_columns(header)
    if not columns:
        found = f"has neither a column {' nor '.join(repr(key) for key in KEYS)}"
        shown = ", ".join(filter(None, header))[:80]
        raise CasesError(table, f"{found} (its first row is: {shown})", "add one")
    cases = [_case(table, line, header, columns, row) for line, row in enumerate(rows[1:], start=2)]
    return [case for case in cases if case.file or case.participant or case.id]


def _key_columns(header: Sequence[str]) -> dict[str, int]:
    """Which column holds which key."""
    names = [name.lower() for name in header]
    found = {key: names.index(key) for key in KEYS if key in names}
    return found or {
        key: names.index(word) for key in KEYS for word in reversed(_ALSO[key]) if word in names
    }


def _case(
    table: str, line: int, header: Sequence[str], columns: Mapping[str, int], row: Sequence[str]
) -> Case:
    cells = [unicodedata.normalize("NFC", cell).strip() for cell in row]
    cells += [""] * (len(header) - len(cells))
    keys = {key: cells[column] for key, column in columns.items()}
    taken = set(columns.values())
    attributes = _unique(
        (name, cells[i]) for i, name in enumerate(header) if name and i not in taken
    )
    # Copied from a path, whatever the system: only the name counts.
    file = keys.get("file", "").replace("\\", "/").rpartition("/")[2]
    return Case(line, file, keys.get("participant", ""), attributes, keys.get("id", ""), table)


def _unique(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The first value of each name that is not empty."""
    values: dict[str, str] = {}
    for name, value in items:
        values[name] = values.get(name) or value
    return values
