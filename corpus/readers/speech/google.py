"""Google Speech-to-Text, v1 and v2: `results[].alternatives[0].words[]`; times as "1.200s".

Checked: cloud.google.com, reference of WordInfo (v1: startTime, endTime, speakerTag from 1,
speakerLabel; v2: startOffset, endOffset, speakerLabel) and "Detect different speakers" ("the words
array in the final result provides the complete, diarized results"), recorded answers of v2's
BatchRecognize (each result with words and labels of its own, `results` by file name with
`transcript.results` inside). So the last result counts alone only if it begins anew. Files that
Google's libraries write have the same keys in snake_case, or seconds and nanos.
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
    """Tell whether there are results whose alternatives hold a transcript or words."""
    return any("transcript" in best or "words" in best for best in map(_best, _results(document)))


def read(document: Json) -> list[Said]:
    """Return what is said by whom, or what is said if nobody is told apart."""
    results = _results(document)
    heard = [list(_words(_best(result))) for result in results]
    spoken = [words for words in heard if words]
    labelled = [words for words in spoken if any(word.speaker for word in words)]
    if labelled:
        if len(spoken) > 1 and _begins_anew(labelled[-1], spoken[0]):
            return sentences(labelled[-1])
        return [part for words in labelled for part in sentences(words)]
    return _transcripts(results, heard)


def _results(document: Json) -> list[Json]:
    """Return the results, which v2 and long operations keep further inside."""
    results = mapping(document.get("response")).get("results", document.get("results"))
    if isinstance(results, dict):
        inner = (mapping(file) for file in results.values())
        inline = (mapping(mapping(f.get("inlineResult")).get("transcript")) or mapping(
            f.get("transcript")) for f in inner)  # fmt: skip
        return [result for file in inline for result in mappings(file.get("results"))]
    return mappings(results)


def _best(result: Json) -> Json:
    return first(result.get("alternatives"))


def _words(alternative: Json) -> Iterator[Word]:
    for word in mappings(alternative.get("words")):
        label = either(word, "speakerLabel", "speaker_label", "speakerTag", "speaker_tag")
        start = _time(either(word, "startTime", "startOffset", "start_time", "start_offset"))
        end = _time(either(word, "endTime", "endOffset", "end_time", "end_offset"))
        # Tag 0 is what the libraries write where nobody was told apart.
        yield Word(string(word.get("word")), speaker_name(label or None), start, end)


def _time(value: object) -> float | None:
    if isinstance(value, dict):
        seconds, nanos = value.get("seconds", 0), value.get("nanos", 0)
        whole, part = time(seconds, SECONDS), time(nanos, SECONDS / 1e9)
        return None if whole is None or part is None else whole + part
    return time(value.removesuffix("s") if isinstance(value, str) else value, SECONDS)


def _begins_anew(last: list[Word], earliest: list[Word]) -> bool:
    """Tell whether the last result repeats all from the beginning."""
    if last is earliest:
        return True
    if last[0].start is not None and earliest[0].start is not None:
        return last[0].start <= earliest[0].start
    return [w.text for w in last[: len(earliest)]] == [w.text for w in earliest]


def _transcripts(results: list[Json], heard: list[list[Word]]) -> list[Said]:
    """Return the transcript of each result, told apart by channel if there are several."""
    channels = [either(result, "channelTag", "channel_tag") for result in results]
    several = len(set(map(key, channels))) > 1
    parts: list[Said] = []
    for result, channel, words in zip(results, channels, heard, strict=True):
        end = _time(either(result, "resultEndTime", "resultEndOffset", "result_end_time"))
        name = channel_name(channel) if several else None
        text = string(_best(result).get("transcript"))
        if text is not None:
            start = words[0].start if words else None
            parts += timed(Said(name, text, start, end), words)
        else:
            parts += [Said(name, s.text, s.start, s.end) for s in sentences(words)]
    return in_order(parts) if several else parts


PRODUCT = Product("Google Speech-to-Text", "results[].alternatives[].transcript", recognises, read)
