"""What qualflow sees in a transcript, as a record for machines."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from corpus.advice import for_interview, for_refused
from corpus.errors import NoSpeakersError, NoSpeechError, SettingsError, TranscriptError
from corpus.interview import Interview, Segment
from corpus.readers import ReadOptions, read
from corpus.study import shown_name

logger = logging.getLogger(__name__)

Record = dict[str, Any]
SPEAKERS, SPEECH, UNREADABLE = "speakers", "speech", "unreadable"  # what a refused file lacks
_PREVIEW_TURNS = 3
_PREVIEW_LENGTH = 160


def describe(path: Path, options: ReadOptions | None = None, preview: bool = False) -> Record:
    """Return what is seen in the file at `path`: the record of `qualflow inspect --json`.

    Beside the keys of the contract it holds `runner_up`, the convention that came second, and
    `study_toml`, lines to paste below `[files."NAME"]`. A file that cannot be used gives a record
    with `file`, `error`, `problem` and `study_toml`. With `preview` the record also holds the
    first three turns; only then does it hold what people said. Raises SettingsError for unusable
    options.
    """
    path, options = Path(path), options or ReadOptions()
    try:
        interview = read(path, options)
    except SettingsError:
        raise
    except NoSpeakersError as error:
        return _refused(path, error.reason, SPEAKERS) | {"study_toml": for_refused(path, options)}
    except NoSpeechError as error:
        return _refused(path, error.reason, SPEECH)
    except TranscriptError as error:
        return _refused(path, error.reason, UNREADABLE)
    except Exception as error:
        # A reader's own mistake must cost one file as well; its message may hold what was said.
        logger.error("%s: reader failed with %s", path.name, type(error).__name__)
        reason = f"could not be read ({type(error).__name__}); report this as a mistake"
        return _refused(path, reason, UNREADABLE)
    record = _record(path, interview)
    if preview:
        record["preview"] = list(_preview(interview))
    return record


def _refused(path: Path, reason: str, problem: str) -> Record:
    return {"file": shown_name(path), "error": reason, "problem": problem, "study_toml": []}


def _record(path: Path, interview: Interview) -> Record:
    return {
        "file": shown_name(path),
        "format": interview.format,
        "convention": interview.convention,
        "runner_up": interview.runner_up,
        "language": interview.language,
        "words": interview.words(),
        "turns": interview.turns,
        "timed": any(segment.times for segment in interview.segments),
        "speakers": _speakers(interview),
        "warnings": [{"line": w.line, "message": w.message} for w in interview.warnings],
        "study_toml": for_interview(interview),
    }


def _speakers(interview: Interview) -> list[Record]:
    """Return the speakers in the order in which they first speak."""
    words: Counter[str] = Counter()
    turns: dict[str, set[int]] = defaultdict(set)
    roles: dict[str, str] = {}
    for s in interview.segments:
        words[s.speaker] += len(interview.text[s.start : s.end].split())
        turns[s.speaker].add(s.turn)
        roles.setdefault(s.speaker, s.role)
    return [
        {"name": name, "role": role, "turns": len(turns[name]), "words": words[name]}
        for name, role in roles.items()
    ]


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
