"""JSON of speech recognisers with `segments`: Whisper, and WhisperX where it names speakers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.readers.options import ReadOptions
from corpus.readers.plain import decoded, doubts
from corpus.times import seconds_ms


def read_speech_json(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the segments of a Whisper or WhisperX file; raises UnreadableError otherwise."""
    text = decoded(path, data)
    try:
        document = json.loads(text.text)
    except (ValueError, RecursionError) as error:
        remedy = "export it again"
        raise UnreadableError(path.name, "it is no well-formed JSON", remedy) from error
    segments = document.get("segments") if isinstance(document, Mapping) else document
    if not isinstance(segments, list) or not all(isinstance(s, Mapping) for s in segments):
        found = "it is JSON, but without the segments that Whisper and WhisperX write"
        raise UnreadableError(path.name, found, "export it as text, subtitles or CSV")
    utterances = tuple(_utterance(segment) for segment in segments)
    return UtteranceDraft(utterances, "speech segments", warnings=doubts(text))


def _utterance(segment: Mapping[str, object]) -> Utterance:
    speaker, text = segment.get("speaker"), segment.get("text")
    named = speaker if isinstance(speaker, str | int) and not isinstance(speaker, bool) else ""
    return Utterance(
        str(named).strip() or None,
        text if isinstance(text, str) else "",
        seconds_ms(segment.get("start")),
        seconds_ms(segment.get("end")),
    )
