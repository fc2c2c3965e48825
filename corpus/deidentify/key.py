"""The key: which pseudonym is whom. Whoever has it can undo the replacements.

So it lies outside the study, only its owner can read it, and nothing ever prints it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.deidentify.review import read_csv
from corpus.errors import StudyError, TableError
from corpus.tables import csv_bytes

COLUMNS = ("pseudonym", "original", "type")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A line of the key."""

    pseudonym: str
    original: str
    kind: str


def key_path(study: Path, wanted: Path | None) -> Path:
    """Return where the key of the study at `study` lies: `wanted`, else NAME.key.csv beside it.

    Raises:
        StudyError: that is inside the study, or no place for a file.
    """
    root = study.resolve()
    path = (wanted or root.with_name(f"{root.name}.key.csv")).absolute()
    # Where it really lies counts: a link from outside into the study is inside.
    path = path.parent.resolve() / path.name
    if path.is_symlink() or path.exists():
        path = path.resolve()
    if path == root or path.is_relative_to(root):
        raise StudyError(
            str(path), "would put the key into the study", "give --key a path outside of it"
        )
    if path.is_dir() or not path.parent.is_dir():
        raise StudyError(str(path), "is no place for a file", "give --key a file in a folder")
    return path


def read_key(path: Path) -> list[Entry]:
    """Return the key at `path`, [] where there is none.

    Raises:
        StudyError: the file is something else.
    """
    try:
        rows = read_csv(path, COLUMNS)
    except TableError as error:
        remedy = "give --key another path, or move that file away"
        raise StudyError(str(path), f"is no key of qualflow ({error.found})", remedy) from None
    return [Entry(row["pseudonym"], row["original"], row["type"]) for row in rows]


def write_key(path: Path, entries: Iterable[Entry]) -> None:
    """Add `entries` to the key at `path`; readable by its owner alone, replaced as a whole."""
    every = sorted({*read_key(path), *entries})
    content = csv_bytes(COLUMNS, ((e.pseudonym, e.original, e.kind) for e in every))
    write_private(path, b"\xef\xbb\xbf" + content)


def write_private(path: Path, content: bytes) -> None:
    """Put `content` in place of what is at `path`, readable by its owner alone from the start."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
