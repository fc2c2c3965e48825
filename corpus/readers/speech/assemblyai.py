"""AssemblyAI: `utterances[]` with speaker, start, end, text, words; times in ms.

Checked: the types of AssemblyAI's Ruby SDK (TranscriptUtterance: ms, speaker "A", "B"; channel),
LangChain's TranscriptWord (text, start, end in ms, speaker or null), AssemblyAI's page on word
times ("in milliseconds"). Without speaker labels `utterances` is null and `words` remain.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.readers.speech.shape import (
    MILLISECONDS,
    Json,
    Product,
    Said,
    first,
    mappings,
    speaker_name,
    string,
    time,
)  # fmt: skip
from corpus.readers.speech.words import Word, sentences, timed


def recognises(document: Json) -> bool:
    """Tell whether `document` has utterances with text, or words with text and times."""
    word = first(document.get("words"))
    # ElevenLabs has such words, too, but says of what type each of them is.
    words = "text" in word and "start" in word and "type" not in word
    return "text" in first(document.get("utterances")) or words


def read(document: Json) -> list[Said]:
    """Return the utterances sentence by sentence, or the words if there are none."""
    utterances = mappings(document.get("utterances"))
    if not utterances:
        return sentences(_words(document))
    return [part for utterance in utterances for part in timed(_said(utterance), _words(utterance))]


def _said(utterance: Json) -> Said:
    return Said(
        speaker_name(utterance.get("speaker")),
        string(utterance.get("text")),
        time(utterance.get("start"), MILLISECONDS),
        time(utterance.get("end"), MILLISECONDS),
    )


def _words(holder: Json) -> Iterator[Word]:
    for word in mappings(holder.get("words")):
        start, end = time(word.get("start"), MILLISECONDS), time(word.get("end"), MILLISECONDS)
        yield Word(string(word.get("text")), speaker_name(word.get("speaker")), start, end)


PRODUCT = Product("AssemblyAI", "utterances or words", recognises, read)
