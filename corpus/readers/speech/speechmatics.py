"""Speechmatics (json-v2): `results[]` of words and marks, `alternatives[0]`; times in seconds.

Checked: public files and tests in format 2.9 (type word, punctuation or entity; start_time,
end_time; alternatives[0].content and .speaker "S1", or "UU" where nobody could be told;
attaches_to previous, next, both or none; metadata.language_pack_info.word_delimiter) and the
vendor's pages on batch diarization (channel labels in `channel`).
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.readers.speech.shape import (
    SECONDS,
    Json,
    Product,
    Said,
    first,
    in_order,
    mapping,
    mappings,
    speaker_name,
    string,
    time,
)  # fmt: skip
from corpus.readers.speech.words import Word, sentences

_UNKNOWN = "UU"


def recognises(document: Json) -> bool:
    """Tell whether there are results whose alternatives have content."""
    results = mappings(document.get("results"))
    return any("content" in first(result.get("alternatives")) for result in results)


def read(document: Json) -> list[Said]:
    """Return what is said, sentence by sentence; channels in order of time."""
    results = mappings(document.get("results"))
    pack = mapping(mapping(document.get("metadata")).get("language_pack_info"))
    spaced = pack.get("word_delimiter") != ""
    channels = {string(result.get("channel")) for result in results}
    if len(channels) < 2:
        return sentences(_words(results, spaced))
    by_channel = (
        sentences(_words([r for r in results if string(r.get("channel")) == channel], spaced))
        for channel in sorted(channels, key=str)
    )
    return in_order([part for parts in by_channel for part in parts])


def _words(results: list[Json], spaced: bool) -> Iterator[Word]:
    for result in results:
        best = first(result.get("alternatives"))
        if not best and "alternatives" not in result:
            # speaker_change and the like: no word.
            continue
        mark = result.get("type") == "punctuation"
        attached = result.get("attaches_to", "previous" if mark else "none")
        speaker, channel = string(best.get("speaker")), string(result.get("channel"))
        if channel and speaker in (None, _UNKNOWN):
            speaker = channel
        yield Word(
            string(best.get("content")),
            speaker_name(speaker),
            time(result.get("start_time"), SECONDS),
            time(result.get("end_time"), SECONDS),
            before=attached in ("previous", "both") or not (spaced or mark),
            after=attached in ("next", "both"),
        )


PRODUCT = Product(
    "Speechmatics", "results[].alternatives[].content", recognises, read, unknown=_UNKNOWN
)
