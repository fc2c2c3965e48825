"""The review table: a row for each spelling that may identify somebody, for a person to decide.

A row's decision holds wherever its text stands, in all files; with `scope` "here" it holds for the
place in `file`, `start`, `end` alone. Rows without `id` were added by the researcher.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.deidentify.matching import one_spelling
from corpus.deidentify.pseudonyms import in_brackets
from corpus.errors import TableError
from corpus.tables import csv_bytes
from corpus.text import decode

COLUMNS = (
    "file", "start", "end", "text", "type", "replacement", "decision", "seen", "context",
    "found_by", "scope", "id",
)  # fmt: skip
HERE = "here"
_YES = frozenset(("yes", "y", "x", "true", "1"))
_NO = frozenset(("no", "n", "false", "0"))
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the table; `file`, `start`, `end`: where its text stands first."""

    text: str
    kind: str
    replacement: str
    decision: str = ""
    file: str = ""
    start: int | None = None
    end: int | None = None
    seen: int = 0
    context: str = ""
    found_by: str = ""
    scope: str = ""
    row_id: str = ""

    @property
    def accepted(self) -> str | None:
        """What the text is to become: "" where the proposal holds, None where it stays."""
        said = self.decision.strip()
        if self.open or said.casefold() in _NO:
            return None
        return "" if said.casefold() in _YES else in_brackets(said)

    @property
    def open(self) -> bool:
        """True while nobody has decided; a mere mark such as "?" decides nothing."""
        return not any(c.isalnum() for c in self.decision)

    @property
    def here(self) -> bool:
        """True if the decision holds for one place only."""
        return self.scope.strip().casefold() == HERE

    @property
    def key(self) -> tuple[str, str, int | None]:
        """What makes it this row and no other: its text, and its place if it holds only there."""
        return (self.text, *((self.file, self.start) if self.here else ("", None)))


def row_id(text: str) -> str:
    """Return the mark by which a text is known again when a spreadsheet has changed it.

    A spreadsheet makes 12345 of 0012345 and rounds long numbers; the letter keeps it off the mark.
    """
    return "r" + hashlib.sha256(one_spelling(text).encode()).hexdigest()[:10]


def merged(earlier: Sequence[Row], found: Sequence[Row]) -> list[Row]:
    """Return the rows of a new run with what was decided before.

    A row keeps decision, replacement, type and scope; place, count and context are new. Rows that
    are no longer found stay if somebody decided on them or wrote them.
    """
    new = {row.text: row for row in found}
    kept: list[Row] = []
    for row in earlier:
        again = new.get(row.text)
        if row.here:
            kept.append(row)
        elif again is not None:
            kept.append(_updated(row, new.pop(row.text)))
        elif not row.open or not row.row_id:
            kept.append(replace(row, seen=0))
    return kept + list(new.values())


def _updated(row: Row, again: Row) -> Row:
    return replace(
        again,
        kind=row.kind or again.kind,
        replacement=row.replacement or again.replacement,
        decision=row.decision,
        scope=row.scope,
        found_by=row.found_by or again.found_by,
    )


def table_bytes(rows: Iterable[Row]) -> bytes:
    """Return the table as CSV that spreadsheets open with the right letters.

    The mark at its beginning makes them read UTF-8; without it they show JosÃ© for José.
    """
    cells = (
        (
            r.file, r.start, r.end, r.text, r.kind, r.replacement, r.decision, r.seen, r.context,
            r.found_by, r.scope, r.row_id,
        )
        for r in rows
    )  # fmt: skip
    return b"\xef\xbb\xbf" + csv_bytes(COLUMNS, cells)


def read_table(path: Path) -> list[Row]:
    """Return the rows of the table at `path`, [] where there is none.

    Raises:
        TableError: it cannot be read, or a column that is needed is gone.
    """
    rows = []
    for line, cells in enumerate(read_csv(path, ("text", "decision")), start=2):
        row = Row(
            text=one_spelling(cells["text"]),
            kind=cells.get("type", "").strip(),
            replacement=cells.get("replacement", "").strip(),
            decision=cells["decision"].strip(),
            file=cells.get("file", "").strip(),
            start=_number(cells.get("start")),
            end=_number(cells.get("end")),
            seen=_number(cells.get("seen")) or 0,
            context=cells.get("context", ""),
            found_by=cells.get("found_by", ""),
            scope=cells.get("scope", "").strip(),
            row_id=cells.get("id", "").strip(),
        )
        if row.here and (not row.file or row.start is None or row.end is None):
            found = f"line {line} has scope 'here' but not all of file, start and end"
            raise TableError(path.name, found, "give them, or empty the scope")
        if row.text:
            rows.append(row)
    return rows


def read_csv(path: Path, needed: Sequence[str]) -> list[Mapping[str, str]]:
    """Return the rows of a CSV that a spreadsheet may have saved, [] where there is no file.

    Any delimiter, any encoding; the apostrophe that keeps a cell from being a formula is taken
    off again. Raises TableError if it is no table or a column of `needed` is missing.
    """
    if not path.is_file():
        return []
    try:
        text = decode(path.read_bytes()).text
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except (OSError, ValueError, csv.Error) as error:
        found = f"cannot be read ({type(error).__name__})"
        raise TableError(path.name, found, "save it as CSV UTF-8, or restore a copy") from None
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    for column in needed:
        if column not in header:
            raise TableError(path.name, f"has no column '{column}'", "restore the column's name")
    cells = ([_plain(cell) for cell in row] for row in rows[1:] if any(row))
    return [dict(zip(header, row + [""] * len(header), strict=False)) for row in cells]


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _number(cell: str | None) -> int | None:
    digits = (cell or "").strip()
    return int(digits) if digits.isdecimal() else None
