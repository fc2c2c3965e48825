"""The guard before every zip format: what is too much or too odd is refused, not unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

MOST_MEMBERS = 2_000
LARGEST_MEMBER = 64 * 1024**2
LARGEST_SUM = 256 * 1024**2
MOST_EXPANSION = 200
# Small members may be as repetitive as they like.
_EXPANSION_COUNTS_FROM = 1024**2
_DRIVE = re.compile(r"[A-Za-z]:")


class ArchiveError(Exception):
    """The archive is damaged or refused; the message says why, as part of a sentence."""


class Archive:
    """A checked zip archive held in memory."""

    def __init__(self, data: bytes) -> None:
        """Open and check `data`; raises ArchiveError."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ArchiveError("it is damaged or cut off") from error
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS:
            raise ArchiveError(f"it holds more than {MOST_MEMBERS} parts")
        for member in members:
            _check(member)
        if sum(member.file_size for member in members) > LARGEST_SUM:
            raise ArchiveError(f"it unpacks to more than {LARGEST_SUM // 1024**2} MiB")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members, each once."""
        return tuple(self._zip.NameToInfo)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a member called `name`."""
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """Return the member called `name`; raises ArchiveError if it is missing or damaged."""
        try:
            with self._zip.open(name) as member:
                # Headers lie: one byte beyond the limit is proof enough.
                data = member.read(LARGEST_MEMBER + 1)
        except KeyError as error:
            raise ArchiveError(f"it lacks its part {name}") from error
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError,
            RuntimeError, NotImplementedError,
        ) as error:  # fmt: skip
            raise ArchiveError("it is damaged or cut off") from error
        if len(data) > LARGEST_MEMBER:
            raise ArchiveError(f"a part of it is larger than {LARGEST_MEMBER // 1024**2} MiB")
        return data


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        raise ArchiveError("a part of it has a name that leads out of it")
    if member.flag_bits & 0x1:
        raise ArchiveError("it is encrypted")
    if member.file_size > LARGEST_MEMBER:
        raise ArchiveError(f"a part of it is larger than {LARGEST_MEMBER // 1024**2} MiB")
    most = max(_EXPANSION_COUNTS_FROM, MOST_EXPANSION * member.compress_size)
    if member.file_size > most:
        raise ArchiveError("a part of it unpacks to more than 200 times its size")
