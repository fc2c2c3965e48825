"""Rev.ai: `monologues[]` with speaker and `elements[]`; times in seconds.

Checked: Rev.ai's OpenAPI description (APIs-guru/openapi-directory, rev.ai v1) and its Node SDK's
tests: elements are text (value, ts, end_ts), punct (marks and the blanks between words) and
unknown ("<inaudible>"), so values are simply strung together; with skip_punctuation there are
no punct elements, and blanks must be put in. `speaker` is an integer.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from corpus.readers.speech.words import Word, sentences


def recognises(document: Json) -> bool:
    """Tell whether there are monologues with elements."""
    monologues = document.get("monologues")
    return isinstance(monologues, list) and any("elements" in mapping(m) for m in monologues)


def read(document: Json) -> list[Said]:
    """Return what is said, sentence by sentence."""
    return sentences(
        word for monologue in mappings(document.get("monologues")) for word in _words(monologue)
    )


def _words(monologue: Json) -> Iterator[Word]:
    speaker = speaker_name(monologue.get("speaker"))
    # Whether the next value begins a word of its own, and whether the last one was a word.
    apart, spoken = True, False
    for element in mappings(monologue.get("elements")):
        value = string(element.get("value"))
        if value is None:
            yield Word(None)
            continue
        word = element.get("type") != "punct"
        begins = apart or value[:1].isspace() or (word and spoken)
        if value.strip():
            start, end = time(element.get("ts"), SECONDS), time(element.get("end_ts"), SECONDS)
            yield Word(value, speaker, start, end, before=not begins)
        apart, spoken = value[-1:].isspace() or (apart and not value), word


PRODUCT = Product("Rev.ai", "monologues", recognises, read)
