"""Result tables: CSV that is the same to the byte for the same rows, safe to open in a
spreadsheet, and replaced as a whole."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(value: object) -> str:
    """A cell's text. What a spreadsheet would take for a formula gets a leading apostrophe;
    numbers stay numbers; None is empty; truth is 1 or 0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as UTF-8 CSV with LF line ends and a head line."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def replace_directory(directory: Path, contents: Mapping[str, bytes]) -> None:
    """Puts `contents` (bytes by file name) in place of all that `directory` holds.

    The new directory is complete before it takes the old one's name; a run that is killed
    between leaves the old or the new one, or both under names that the next run clears away.
    """
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
