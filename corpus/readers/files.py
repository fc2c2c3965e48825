"""Getting the bytes of a transcript: only regular, visible files of a sensible size."""

from __future__ import annotations

import stat
from collections.abc import Collection
from pathlib import Path

from corpus.errors import UnreadableError

LARGEST = 64 * 1024 * 1024


def load(path: Path, suffixes: Collection[str]) -> bytes:
    """Return the bytes of the file at `path`, whose suffix must be among `suffixes`.

    Raises UnreadableError for anything that is not a regular, visible, non-empty file of at
    most 64 MiB with such a suffix.
    """
    _check_name(path, suffixes)
    try:
        status = path.stat()
        _check_kind(path, status.st_mode, status.st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        found = f"it cannot be opened ({error.strerror or 'unknown reason'})"
        raise UnreadableError(path.name, found, "check that it exists and may be read") from error
    except ValueError as error:
        raise UnreadableError(path.name, "its name is no file name", "rename it") from error
    _check_size(path, len(data))
    return data


def readable(suffixes: Collection[str]) -> str:
    """Return the sentence part that lists what can be read."""
    return "what can be read is " + " ".join(sorted(suffixes))


def _check_name(path: Path, suffixes: Collection[str]) -> None:
    if path.name.startswith(("~$", ".~lock.")):
        found = "it is the lock file of an open document"
        raise UnreadableError(path.name, found, f"close the document; {readable(suffixes)}")
    if path.name.startswith("."):
        found = "it is a hidden file"
        raise UnreadableError(path.name, found, f"rename it; {readable(suffixes)}")
    if path.suffix.lower() not in suffixes:
        suffix = f"its suffix {path.suffix} is not known" if path.suffix else "it has no suffix"
        remedy = f"save it in another format; {readable(suffixes)}"
        if path.is_dir():
            suffix, remedy = "it is a directory", "give the files in it one by one"
        raise UnreadableError(path.name, suffix, remedy)


def _check_kind(path: Path, mode: int, size: int) -> None:
    if stat.S_ISDIR(mode):
        raise UnreadableError(path.name, "it is a directory", "give the files in it one by one")
    if not stat.S_ISREG(mode):
        raise UnreadableError(path.name, "it is not a regular file", "give a file")
    _check_size(path, size)


def _check_size(path: Path, size: int) -> None:
    if size == 0:
        raise UnreadableError(path.name, "it is empty", "export the transcript again")
    if size > LARGEST:
        found = f"it is larger than {LARGEST // 1024**2} MiB"
        raise UnreadableError(path.name, found, "check that it is a transcript, or divide it")
