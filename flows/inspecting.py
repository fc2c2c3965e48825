"""`qualflow inspect`: what is seen in transcripts, for people and for machines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus.cases import join, read_cases
from corpus.inspect import describe
from corpus.readers import ReadOptions
from corpus.study import Study, is_transcript, shown_name
from flows.pipeline import read_options
from flows.progress import current

READING = "reading transcripts"
_NO_TRANSCRIPTS = ("README.MD", "README.TXT", "CASES.CSV", "CASES.XLSX", "NAMES.CSV")


@dataclass(frozen=True)
class Inspected:
    """The record of each transcript in the order given, and what cases.csv does not match."""

    records: list[dict[str, Any]]
    problems: list[str]


def inspect_files(files: Sequence[Path], preview: bool | None = None) -> Inspected:
    """The record (design.md) of each file, folders taken apart; with `error` where refused.

    Args:
        files: transcripts, folders of them, or studies.
        preview: whether records hold the first turns; None: where there are three files or less.

    Raises:
        SettingsError, CasesError: study.toml or the cases of a study are faulty.
    """
    paths = list(_spread(files))
    wanted = len(paths) <= 3 if preview is None else preview
    current().stage(READING, len(paths) if len(paths) > 3 else 0)
    records = []
    studies: dict[Path, Study] = {}
    options = [_options(path, studies) for path in paths]
    for record in _described(paths, options, wanted):
        records.append(record)
        current().done(READING)
    problems = [told for path in files if _is_study(path) for told in _cases(Study(path), records)]
    return Inspected(records, problems)


def _described(
    paths: Sequence[Path], options: Sequence[ReadOptions], preview: bool
) -> Iterator[dict[str, Any]]:
    # Threads, as in the main flow: a PDF is read in a process of its own, which another file need
    # not wait for. Processes for all files were tried: each takes two seconds to start, and 236
    # transcripts took twice the work.
    pool = ThreadPoolExecutor(len(os.sched_getaffinity(0)))
    try:
        yield from pool.map(partial(_describe, preview=preview), paths, options)
    finally:
        pool.shutdown(cancel_futures=True)


def _describe(path: Path, options: ReadOptions, preview: bool) -> dict[str, Any]:
    return _empty(path) if path.is_dir() else describe(path, options, preview)


def _empty(folder: Path) -> dict[str, Any]:
    reason = "it is a folder without transcripts; put some in, or name the files"
    return {
        "file": shown_name(folder), "error": reason, "problem": "unreadable", "study_toml": [],
    }  # fmt: skip


def _spread(files: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and what lies in folders, however deep; a folder without any, too."""
    for path in files:
        if not path.is_dir():
            yield path
            continue
        inside = Study(path).files() if _is_study(path) else list(_inside(path))
        yield from inside or [path]


def _inside(folder: Path) -> Iterator[Path]:
    """Links to folders are not followed: they may lead anywhere, or round in a circle."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_transcript(name) and name.upper() not in _NO_TRANSCRIPTS:
                yield Path(root) / name


def _is_study(path: Path) -> bool:
    return (path / "study.toml").is_file() and (path / "transcripts").is_dir()


def _options(path: Path, studies: dict[Path, Study]) -> ReadOptions:
    """A transcript that lies in a study is read as its study.toml says; `studies` keeps those."""
    folder = path.resolve().parent
    if folder.name == "transcripts" and _is_study(folder.parent):
        return read_options(studies.setdefault(folder.parent, Study(folder.parent)), path.name)
    return ReadOptions()


def _cases(study: Study, records: Iterable[dict[str, Any]]) -> list[str]:
    """What cases.csv and the transcripts of a study do not match."""
    inside = {shown_name(study.transcripts / path.name) for path in study.files()}
    people = {
        Path(r["file"]).name: [s["name"] for s in r["speakers"] if s["role"] == "participant"]
        for r in records
        if r["file"] in inside and "error" not in r
    }
    return join(read_cases(study.cases_file), people)[1] if people else []
