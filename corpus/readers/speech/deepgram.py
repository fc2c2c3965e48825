"""Deepgram: `results.utterances[]`, else the words of `results.channels[]`; times in seconds.

Checked: developers.deepgram.com, pages Utterances (start, end, transcript, channel, words) and
Diarization (`speaker` an integer from 0 on each word), the published schema of an utterance, and
recorded answers (`punctuated_word` beside `word`). Where each person has a channel of their own,
the channel tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.readers.speech.shape import (
    SECONDS,
    Json,
    Product,
    Said,
    channel_name,
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
from corpus.readers.speech.words import Word, sentences, timed


def recognises(document: Json) -> bool:
    """Tell whether the results have channels, or utterances with a transcript."""
    results = mapping(document.get("results"))
    channel = first(results.get("channels"))
    return "alternatives" in channel or "transcript" in first(results.get("utterances"))


def read(document: Json) -> list[Said]:
    """Return the utterances sentence by sentence, or the words if there are none."""
    results = mapping(document.get("results"))
    utterances, channels = mappings(results.get("utterances")), mappings(results.get("channels"))
    numbers = {key(utterance.get("channel", 0)) for utterance in utterances}
    if utterances:
        several = len(numbers) > 1
        parts = [part for utterance in utterances for part in _utterance(utterance, several)]
        return in_order(parts) if several else parts
    if len(channels) == 1:
        return sentences(_words(_best(channels[0])))
    return in_order(
        [part for number, channel in enumerate(channels) for part in _channel(number, channel)]
    )


def _best(channel: Json) -> Json:
    return first(channel.get("alternatives"))


def _channel(number: int, channel: Json) -> list[Said]:
    return sentences(_words(_best(channel), number))


def _utterance(utterance: Json, several: bool) -> list[Said]:
    speaker = utterance.get("speaker")
    said = Said(
        channel_name(utterance.get("channel"), speaker) if several else speaker_name(speaker),
        string(utterance.get("transcript")),
        time(utterance.get("start"), SECONDS),
        time(utterance.get("end"), SECONDS),
    )
    return timed(said, _words(utterance))


def _words(holder: Json, channel: int | None = None) -> Iterator[Word]:
    for word in mappings(holder.get("words")):
        speaker = word.get("speaker")
        yield Word(
            string(either(word, "punctuated_word", "word")),
            speaker_name(speaker) if channel is None else channel_name(channel, speaker),
            time(word.get("start"), SECONDS),
            time(word.get("end"), SECONDS),
        )


PRODUCT = Product("Deepgram", "results.utterances or results.channels", recognises, read)
