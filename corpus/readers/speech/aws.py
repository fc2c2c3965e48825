"""AWS Transcribe: `results.items[]`, else `results.audio_segments[]`; seconds as strings.

Checked: docs.aws.amazon.com, "Example diarization output (batch)" (items with start_time "4.87",
speaker_label "spk_0", alternatives[0].content, type pronunciation or punctuation), "Example channel
identification output (batch)" (channel_label "ch_0"), and types that programs declare for it.
Punctuation has no times. Older files name speakers only in `speaker_labels.segments[].items[]`,
matched by start_time. `audio_segments` (transcript, speaker_label) is known from the field notes
and from one program only, so it counts where the items name nobody, as with channels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpus.readers.speech.shape import (
    SECONDS,
    Json,
    Product,
    Said,
    either,
    first,
    in_order,
    key,
    mapping,
    mappings,
    speaker_name,
    string,
    time,
)  # fmt: skip
from corpus.readers.speech.words import Word, sentences

_OPENING = tuple("\u00bf\u00a1([{\u00ab\u201c\u2018\u201e")


def recognises(document: Json) -> bool:
    """Tell whether the results have audio segments with transcripts, or items with a type."""
    results = mapping(document.get("results"))
    item = first(results.get("items"))
    return "transcript" in first(results.get("audio_segments")) or (
        "alternatives" in item and "type" in item
    )


def read(document: Json) -> list[Said]:
    """Return the words sentence by sentence, or the segments if only these name speakers."""
    results = mapping(document.get("results"))
    labels = _labels(mapping(results.get("speaker_labels")))
    items = mappings(results.get("items"))
    segments = [_segment(segment) for segment in mappings(results.get("audio_segments"))]
    named = bool(labels) or any("speaker_label" in item for item in items)
    if segments and not (items and named):
        return in_order(segments)
    return sentences(_words(items, labels))


def _segment(segment: Json) -> Said:
    return Said(
        speaker_name(either(segment, "speaker_label", "channel_label")),
        string(segment.get("transcript")),
        time(segment.get("start_time"), SECONDS),
        time(segment.get("end_time"), SECONDS),
    )


def _labels(labels: Json) -> dict[str, object]:
    """Return who speaks at each start_time."""
    items = (i for s in mappings(labels.get("segments")) for i in mappings(s.get("items")))
    return {key(item.get("start_time")): item.get("speaker_label") for item in items}


def _words(items: Iterable[Json], labels: Mapping[str, object]) -> Iterator[Word]:
    for item in items:
        text, start = string(first(item.get("alternatives")).get("content")), item.get("start_time")
        label = either(item, "speaker_label", "channel_label") or labels.get(key(start))
        mark = item.get("type") == "punctuation"
        opening = mark and text is not None and text.strip().startswith(_OPENING)
        yield Word(
            text,
            speaker_name(label),
            time(start, SECONDS),
            time(item.get("end_time"), SECONDS),
            before=mark and not opening,
            after=opening,
        )


PRODUCT = Product("AWS Transcribe", "results.items or results.audio_segments", recognises, read)
