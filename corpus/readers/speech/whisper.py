"""Whisper, WhisperX and whatever writes their shape: `segments` with start, end, text, speaker.

Checked: openai-python 6.33 `resources/audio/transcriptions.d.ts` (verbose_json: seconds), the
documentation of OpenAI's diarized_json (same keys, `speaker` "A" or a given name), published
outputs of Whisper with word times, and real files written in this shape. WhisperX adds `speaker`
"SPEAKER_00" to segments and words (field notes; pyannote's labels).
"""

from __future__ import annotations

from corpus.readers.speech.shape import (
    SECONDS,
    Json,
    Product,
    Said,
    mapping,
    mappings,
    speaker_name,
    string,
    time,
)  # fmt: skip


def recognises(document: Json) -> bool:
    """Tell whether `document` has segments with text, or none at all."""
    segments = document.get("segments")
    if not isinstance(segments, list):
        return False
    return not segments or any("text" in mapping(segment) for segment in segments)


def read(document: Json) -> list[Said]:
    """Return the segments."""
    return [
        Said(
            speaker_name(segment.get("speaker")),
            string(segment.get("text")),
            time(segment.get("start"), SECONDS),
            time(segment.get("end"), SECONDS),
        )
        for segment in mappings(document.get("segments"))
    ]


PRODUCT = Product("Whisper or WhisperX", "segments", recognises, read, paragraphs=True)
