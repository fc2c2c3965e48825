"""Azure: batch (`recognizedPhrases[]`, ticks of 100 ns) and fast transcription (`phrases[]`, ms).

Checked: Microsoft's documentation of batch transcription v3.0 to v3.2 (offsetInTicks and
durationInTicks, offset "PT0.07S", speaker an integer, nBest[0].display; one page shows speaker
inside nBest), of Video Indexer (the same with capitals: RecognizedPhrases), and of fast
transcription 2024-11-15 (offsetMilliseconds, durationMilliseconds, text, speaker from 0).
Phrases of several channels come one channel after the other, so they are put in order.
"""

from __future__ import annotations

import re

from corpus.readers.speech.shape import (
    MILLISECONDS,
    SECONDS,
    TICKS,
    Json,
    Product,
    Said,
    channel_name,
    either,
    first,
    in_order,
    key,
    mappings,
    speaker_name,
    string,
    time,
)  # fmt: skip

_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
_DURATION = re.compile(rf"PT(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?")


def recognises(document: Json) -> bool:
    """Tell whether there are phrases of batch or of fast transcription."""
    phrase = first(document.get("phrases"))
    batch = either(document, "recognizedPhrases", "RecognizedPhrases")
    return isinstance(batch, list) or ("text" in phrase and "offsetMilliseconds" in phrase)


def read(document: Json) -> list[Said]:
    """Return the phrases in order of time."""
    batch = either(document, "recognizedPhrases", "RecognizedPhrases")
    phrases = mappings(batch if batch is not None else document.get("phrases"))
    channels = {key(either(phrase, "channel", "Channel")) for phrase in phrases}
    return in_order([_said(phrase, len(channels) > 1) for phrase in phrases if _heard(phrase)])


def _heard(phrase: Json) -> bool:
    """Tell whether a phrase is speech; silence and failures are listed, too."""
    status = either(phrase, "recognitionStatus", "RecognitionStatus")
    return status is None or status == "Success"


def _said(phrase: Json, several: bool) -> Said:
    best = first(either(phrase, "nBest", "NBest"))
    speaker = either(phrase, "speaker", "Speaker")
    speaker = speaker if speaker is not None else either(best, "speaker", "Speaker")
    text = either(best, "display", "Display", "itn", "ITN", "lexical", "Lexical")
    start = _time(phrase, "offset")
    length = _time(phrase, "duration")
    return Said(
        channel_name(either(phrase, "channel", "Channel"), speaker)
        if several else speaker_name(speaker),
        string(text if text is not None else phrase.get("text")),
        start,
        start + length if start is not None and length is not None else None,
    )  # fmt: skip


def _time(phrase: Json, name: str) -> float | None:
    capital = name.capitalize()
    ticks = time(either(phrase, f"{name}InTicks", f"{capital}InTicks"), TICKS)
    if ticks is not None:
        return ticks
    ms = time(phrase.get(f"{name}Milliseconds"), MILLISECONDS)
    return ms if ms is not None else _iso(string(either(phrase, name, capital)))


def _iso(written: str | None) -> float | None:
    """Return the ms of a duration such as PT1M2.5S."""
    match = _DURATION.fullmatch(written or "")
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (float(group or 0) for group in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * SECONDS


PRODUCT = Product("Azure Speech", "recognizedPhrases or phrases", recognises, read)
