"""whisper.cpp (`--output-json`): `transcription[]` with `offsets` in ms and `text`.

Checked: `output_json` in ggerganov/whisper.cpp `examples/main/main.cpp` and its copies. `offsets`
are the engine's ticks of 10 ms times 10, so ms; `timestamps` say the same as a clock. With
`--diarize` (stereo) a segment has `speaker` "0", "1" or "?"; `--tinydiarize` only marks that
somebody else goes on (`speaker_turn_next`), which names nobody, so it is not used. A text begins
with a blank where a word begins; without one (`--max-len 1`) it goes on with the word before.
"""

from __future__ import annotations

from corpus.readers.speech.shape import (
    MILLISECONDS,
    Json,
    Product,
    Said,
    mapping,
    mappings,
    speaker_name,
    string,
    time,
)  # fmt: skip
from corpus.readers.speech.words import Word, sentences
from corpus.times import clock_ms


def recognises(document: Json) -> bool:
    """Tell whether `document` has a transcription that is a list of texts."""
    segments = document.get("transcription")
    return isinstance(segments, list) and any("text" in mapping(s) for s in segments)


def read(document: Json) -> list[Said]:
    """Return what is said, sentence by sentence."""
    segments = mappings(document.get("transcription"))
    texts = [string(segment.get("text")) for segment in segments]
    blanks = sum(text[:1].isspace() for text in texts if text)
    marked = blanks * 2 > sum(bool(text) for text in texts)
    return sentences(
        Word(
            text,
            speaker_name(segment.get("speaker")),
            _time(segment, "from"),
            _time(segment, "to"),
            before=marked and text is not None and not text[:1].isspace(),
        )
        for segment, text in zip(segments, texts, strict=True)
    )


def _time(segment: Json, key: str) -> float | None:
    ms = time(mapping(segment.get("offsets")).get(key), MILLISECONDS)
    return ms if ms is not None else clock_ms(string(mapping(segment.get("timestamps")).get(key)))


PRODUCT = Product("whisper.cpp", "transcription", recognises, read, unknown="?")
