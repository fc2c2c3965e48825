"""`qualflow inspect`: what is seen in transcripts, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.inspect import describe, lines
from corpus.readers import ReadOptions
from corpus.study import Study, is_transcript
from flows.pipeline import read_options


def records(files: Sequence[Path], preview: bool = False) -> list[dict[str, Any]]:
    """The record (design.md) of each file, folders taken apart; with `error` where refused."""
    return [describe(path, _options(path), preview) for path in _spread(files)]


def _spread(files: Iterable[Path]) -> Iterable[Path]:
    for path in files:
        if not path.is_dir():
            yield path
            continue
        folder = path / "transcripts" if (path / "study.toml").is_file() else path
        yield from sorted(p for p in folder.iterdir() if is_transcript(p.name) and p.is_file())


def _options(path: Path) -> ReadOptions:
    """A transcript that lies in a study is read as its study.toml says."""
    root = path.resolve().parent.parent
    if path.resolve().parent.name == "transcripts" and (root / "study.toml").is_file():
        return read_options(Study(root), path.name)
    return ReadOptions()


def report(found: Sequence[dict[str, Any]]) -> Iterable[str]:
    """Readable lines: each transcript, then how many can be read."""
    for record in found:
        yield from lines(record)
        yield ""
    refused = [record for record in found if "error" in record]
    if len(found) > 1:
        yield f"{len(found) - len(refused)} of {len(found)} can be read."
