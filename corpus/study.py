"""The study directory: where its parts lie, and how a new one is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path

from corpus.codebook import Codebook, read_codebook
from corpus.errors import StudyError
from corpus.settings import Settings, read_settings


@dataclass(frozen=True)
class Study:
    """A study directory. Opening one checks that it is one; settings are read when asked for."""

    root: Path

    @property
    def transcripts(self) -> Path:
        """What came in."""
        return self.root / "transcripts"

    @property
    def results(self) -> Path:
        """What came out; rewritten by each run."""
        return self.root / "results"

    @property
    def cases_file(self) -> Path:
        """Attributes of interviews (may be absent)."""
        return self.root / "cases.csv"

    @property
    def entities_file(self) -> Path:
        """Corrections to entity names (may be absent)."""
        return self.root / "entities.toml"

    @cached_property
    def settings(self) -> Settings:
        """study.toml; SettingsError where it is faulty."""
        return read_settings(self.root / "study.toml")

    @cached_property
    def codebook(self) -> Codebook:
        """codebook.toml; SettingsError where it is faulty."""
        return read_codebook(self.root / "codebook.toml")

    @property
    def name(self) -> str:
        """As it stands in the report."""
        return self.settings.name or self.root.resolve().name

    @property
    def database_url(self) -> str:
        """SQLAlchemy address of the store."""
        return self.settings.database or f"sqlite:///{self.root.resolve() / 'study.db'}"

    def files(self) -> list[Path]:
        """Everything in transcripts/ that a run must account for, sorted by name.

        Hidden files, notes about the folder and Word's lock files are nobody's transcript.
        """
        return sorted(path for path in self.transcripts.iterdir() if is_transcript(path.name))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the study against a second run; released by the system if we are killed.

        Raises:
            StudyError: another run holds it.
        """
        import fcntl

        with (self.root / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StudyError(
                    str(self.root), "another run is at work on it", "wait until it has ended"
                ) from None
            yield


def is_transcript(name: str) -> bool:
    """False for hidden files, Word's lock files and notes about the folder, going by the name."""
    notes = ("README.MD", "README.TXT", "THUMBS.DB", "CASES.CSV", "CASES.XLSX", "NAMES.CSV")
    return not name.startswith((".", "~$")) and name.upper() not in notes


def shown_name(name: str | Path) -> str:
    """A file's name or path that can be stored and shown: bytes that are no UTF-8, common after
    unpacking old archives, stand in it as `\\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def open_study(root: Path) -> Study:
    """The study in `root`.

    Raises:
        StudyError: no such directory, or no study.toml or transcripts/ in it.
    """
    if not root.is_dir():
        raise StudyError(str(root), "no such directory", f"make it with `qualflow new {root}`")
    if not (root / "study.toml").is_file():
        raise StudyError(str(root), "holds no study.toml", f"run `qualflow new {root}` on it")
    if not (root / "transcripts").is_dir():
        raise StudyError(str(root), "holds no folder transcripts/", "make it, put transcripts in")
    return Study(root)


def new_study(root: Path, name: str = "", sample: bool = False) -> Study:
    """Makes a study directory, or fills up one that lacks parts; overwrites nothing.

    Args:
        root: directory; made where it does not exist.
        name: name for the report; the directory's name where empty.
        sample: also copy the invented sample interviews and their cases.

    Raises:
        StudyError: `root` is a file, or is a study already.
    """
    if root.exists() and not root.is_dir():
        raise StudyError(str(root), "is a file", "choose another name")
    if (root / "study.toml").exists():
        raise StudyError(str(root), "is a study already", f"go on with `qualflow code {root}`")
    (root / "transcripts").mkdir(parents=True, exist_ok=True)
    with as_file(files("configs")) as configs:
        shown = (name or root.resolve().name).replace("\\", "\\\\").replace('"', '\\"')
        template = (configs / "study.toml").read_text(encoding="utf-8")
        (root / "study.toml").write_text(template.replace("@NAME@", shown), encoding="utf-8")
        if not (root / "codebook.toml").exists():
            shutil.copyfile(configs / "codebook.toml", root / "codebook.toml")
        if sample:
            source = configs / "sample_study"
            shutil.copytree(source / "transcripts", root / "transcripts", dirs_exist_ok=True)
            shutil.copyfile(source / "cases.csv", root / "cases.csv")
    return Study(root)
