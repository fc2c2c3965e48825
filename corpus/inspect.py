"""What qualflow sees in a transcript, as a record for machines and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from corpus.errors import TranscriptError
from corpus.interview import Interview, Segment
from corpus.readers import ReadOptions, read

Record = dict[str, Any]
_PREVIEW_TURNS = 3
_PREVIEW_LENGTH = 160


def describe(path: Path, options: ReadOptions | None = None, preview: bool = False) -> Record:
    """Return what is seen in the file at `path`: the record of `qualflow inspect --json`.

    A file that cannot be used gives a record with `file` and `error`. With `preview` the record
    also holds `preview`, the first three turns; only then does it hold what people said.
    Raises SettingsError for unusable options.
    """
    try:
        interview = read(Path(path), options or ReadOptions())
    except TranscriptError as error:
        return {"file": str(path), "error": error.reason}
    record = _record(str(path), interview)
    if preview:
        record["preview"] = list(_preview(interview))
    return record


def lines(record: Mapping[str, Any]) -> list[str]:
    """Return a readable summary of a record made by `describe`, one string a line."""
    if "error" in record:
        return [f"{record['file']}: {record['error']}."]
    result = [
        f"{record['file']}: {record['format']}, speakers told apart by {record['convention']},"
        f" language {record['language']},"
        f" {record['words']:,} words in {record['turns']:,} turns,"
        f" {'with' if record['timed'] else 'without'} times",
    ]
    width = max(len(speaker["name"]) for speaker in record["speakers"])
    for speaker in record["speakers"]:
        result.append(
            f"  {speaker['name']:<{width}}  {speaker['role']:<11}"
            f"  {speaker['turns']:>5,} turns  {speaker['words']:>7,} words"
        )
    for warning in record["warnings"]:
        place = f"line {warning['line']}: " if warning["line"] else ""
        result.append(f"  look at this: {place}{warning['message']}")
    return result + [f"  | {turn['speaker']}: {turn['text']}" for turn in record.get("preview", ())]


def table(records: list[Record]) -> list[tuple[str, ...]]:
    """Return one row for each record, for a table: file, format, language, words, turns, people.

    The last cell names speakers with their roles, or says why the file cannot be used.
    """
    return [_row(record) for record in records]


def _row(record: Mapping[str, Any]) -> tuple[str, ...]:
    if "error" in record:
        return (record["file"], "", "", "", "", record["error"])
    people = ", ".join(f"{s['name']} ({s['role']})" for s in record["speakers"])
    return (
        record["file"],
        record["format"],
        record["language"],
        str(record["words"]),
        str(record["turns"]),
        people,
    )


def _record(file: str, interview: Interview) -> Record:
    return {
        "file": file,
        "format": interview.format,
        "convention": interview.convention,
        "language": interview.language,
        "words": interview.words(),
        "turns": interview.turns,
        "timed": any(segment.times for segment in interview.segments),
        "speakers": list(_speakers(interview)),
        "warnings": [{"line": w.line, "message": w.message} for w in interview.warnings],
    }


def _speakers(interview: Interview) -> Iterator[Record]:
    """Yield the speakers in the order in which they first speak."""
    for name in dict.fromkeys(s.speaker for s in interview.segments):
        own = [s for s in interview.segments if s.speaker == name]
        yield {
            "name": name,
            "role": own[0].role,
            "turns": len({s.turn for s in own}),
            "words": sum(len(interview.text[s.start : s.end].split()) for s in own),
        }


def _preview(interview: Interview) -> Iterator[Record]:
    turns = groupby(interview.segments, key=lambda segment: segment.turn)
    for _, group in islice(turns, _PREVIEW_TURNS):
        segments = list(group)
        yield {"speaker": segments[0].speaker, "text": _shortened(interview.text, segments)}


def _shortened(text: str, segments: list[Segment]) -> str:
    # Twice the length leaves room for white space that is about to go.
    parts = (text[s.start : min(s.end, s.start + 2 * _PREVIEW_LENGTH)] for s in segments)
    said = " ".join(" ".join(parts).split())
    return said if len(said) <= _PREVIEW_LENGTH else said[: _PREVIEW_LENGTH - 1] + "…"
