"""Getting the bytes of a transcript: only regular, visible files of a sensible size.

A link counts as a file only if it leads to one in its own folder: a folder of transcripts that came
from elsewhere must not make us read, and put into results, what lies beside it.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Collection
from pathlib import Path

from corpus.errors import UnreadableError

LARGEST = 64 * 1024**2
# Text without pictures or times for every word: a hundred hours of speech have 5 MiB.
LARGEST_TEXT = 16 * 1024**2
_TEXTS = frozenset(
    (".txt", ".md", ".markdown", ".vtt", ".srt", ".csv", ".tsv", ".cha", ".textgrid")
)
# Without waiting for a pipe's other end, and without following a link that was not there before.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")
)

# Controls and lone surrogates: neither tables nor terminals can take them.
_UNSHOWN = ("Cc", "Cs")


def load(path: Path, suffixes: Collection[str]) -> bytes:
    """Return the bytes of the file at `path`, whose suffix must be among `suffixes`.

    Raises UnreadableError for anything that is not a regular, visible, non-empty file of a
    sensible size with such a suffix and a name that can be shown, and for a link to another folder.
    """
    _check_name(path, suffixes)
    try:
        data = _content(path)
    except OSError as error:
        found = f"it cannot be opened ({error.strerror or 'unknown reason'})"
        raise UnreadableError(path.name, found, "check that it exists and may be read") from error
    _check_size(path, len(data))
    return data


def _content(path: Path) -> bytes:
    """Return the first bytes of a file, one more than are allowed; raises OSError."""
    descriptor = _opened(path)
    try:
        status = os.fstat(descriptor)
        _check_kind(path, status.st_mode, status.st_size)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(LARGEST + 1)
    finally:
        os.close(descriptor)


def readable(suffixes: Collection[str]) -> str:
    """Return the sentence part that lists what can be read."""
    return "what can be read is " + " ".join(sorted(suffixes))


def _opened(path: Path) -> int:
    """Return a descriptor of what `path` is or, within its folder, leads to; raises OSError."""
    real = os.path.realpath(path)
    if path.is_symlink() and not Path(real).is_relative_to(os.path.realpath(path.parent)):
        found = "it is a link that leads out of its folder"
        raise UnreadableError(path.name, found, "put a copy of the file itself there")
    return os.open(real, _FLAGS)


def _check_name(path: Path, suffixes: Collection[str]) -> None:
    shown = "".join("\ufffd" if unicodedata.category(c) in _UNSHOWN else c for c in path.name)
    if shown != path.name:
        raise UnreadableError(shown, "its name holds characters that cannot be shown", "rename it")
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
    most = _largest(path)
    if size > most:
        found = f"it is larger than {most // 1024**2} MiB"
        raise UnreadableError(path.name, found, "check that it is a transcript, or divide it")


def _largest(path: Path) -> int:
    return min(LARGEST, LARGEST_TEXT) if path.suffix.lower() in _TEXTS else LARGEST
