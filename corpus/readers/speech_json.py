"""JSON of speech recognisers: which product wrote it is told by its keys, never by its name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.assemble import UNNAMED
from corpus.readers.options import ReadOptions
from corpus.readers.plain import decoded, doubts
from corpus.readers.speech import (
    assemblyai,
    aws,
    azure,
    deepgram,
    google,
    rev,
    speechmatics,
    whisper,
    whisper_cpp,
)  # fmt: skip
from corpus.readers.speech.rate import checked
from corpus.readers.speech.shape import Json, Product, Said, first, mapping
from corpus.text import one_line

PRODUCTS: tuple[Product, ...] = tuple(
    module.PRODUCT
    for module in (
        whisper, whisper_cpp, assemblyai, deepgram, aws, speechmatics, google, azure, rev,
    )
)  # fmt: skip

# Ten hours of speech with every word twice in it are half of this.
_LARGEST = 32 * 1024 * 1024
# Values take many times their size in memory. Three hours of speech have 30,000 words, each of
# which is up to six objects (Azure, five guesses); whisper.cpp has three objects a token.
_MOST_VALUES, _MOST_OBJECTS, _MOST_PIECES = 3_000_000, 250_000, 100_000
# A day of speech has 1,300,000 characters.
_LONGEST_TEXT, _LONGEST_NAME, _MOST_SPEAKERS = 4_000_000, 200, 1_000
_LONGEST_TIME = 1_000 * 3_600 * 1_000
_SHOWN_KEYS, _SHOWN_LENGTH = 8, 30


def read_speech_json(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return what is said in the JSON of a speech recogniser.

    Raises UnreadableError if it is no JSON, of no known product, or far too large.
    """
    if len(data) > _LARGEST:
        found = f"it is larger than {_LARGEST // 1024**2} MiB"
        raise UnreadableError(path.name, found, "check that it is one interview's transcript")
    text = decoded(path, data)
    product, document = _product(path, _parsed(path, text.text))
    said = product.read(document)
    readable = [piece for piece in said if piece.text is not None]
    warnings = doubts(text)
    if len(readable) < len(said):
        lost = len(said) - len(readable)
        entries = "1 entry" if lost == 1 else f"{lost:,} entries"
        warnings += (ReadWarning(None, f"left out: {entries} without text"),)
    _check_size(path, readable)
    readable, unsure = _told_apart(readable, product.unknown)
    readable, odd = checked(readable)
    return UtteranceDraft(
        tuple(_utterance(piece) for piece in readable),
        f"speaker labels of {product.name}",
        paragraphs=product.paragraphs,
        warnings=(*warnings, *unsure, *odd),
    )


def _parsed(path: Path, text: str) -> object:
    """Return the JSON value in `text`; NaN and Infinity, which some write, are allowed."""
    objects, values = text.count("{"), text.count(",") + text.count("[")
    if objects > _MOST_OBJECTS or values > _MOST_VALUES:
        found = "it holds more values than the transcript of any interview"
        raise UnreadableError(path.name, found, "check that it is one interview's transcript")
    try:
        return json.loads(text)
    except RecursionError as error:
        found = "it is JSON that is nested too deeply"
        raise UnreadableError(path.name, found, "check that it is a transcript") from error
    except json.JSONDecodeError as error:
        found = f"it is no well-formed JSON (line {error.lineno})"
        raise UnreadableError(path.name, found, "export it again") from error
    except ValueError as error:
        found = "it is no well-formed JSON (a number has thousands of digits)"
        raise UnreadableError(path.name, found, "export it again") from error


def _product(path: Path, document: object) -> tuple[Product, Json]:
    """Return the product that wrote `document`, and the object in which its keys are."""
    candidates = [mapping(document)]
    if isinstance(document, list) and document:
        # A list of segments, or a list of one document.
        candidates = [{"segments": document}, first(document)]
    for candidate in candidates:
        for product in PRODUCTS:
            if product.recognises(candidate):
                return product, candidate
    known = ", ".join(f"{product.name} ({product.keys})" for product in PRODUCTS)
    remedy = f"known are {known}; otherwise export it as text, subtitles or CSV"
    raise UnreadableError(path.name, f"it is JSON, but {_outline(document)}", remedy)


def _outline(document: object) -> str:
    """Say what a document is that is no transcript."""
    if isinstance(document, list):
        inner = f" of {len(document)} values" if document else " without anything in it"
        keys = _keys(first(document))
        return f"a list{inner}{f' with the keys {keys}' if keys else ''}, no known transcript"
    if not isinstance(document, dict):
        return "a single value, no transcript"
    found = f"its keys are {_keys(document)}" if document else "it has no keys"
    return f"no known transcript: {found}"


def _keys(document: Mapping[str, object]) -> str:
    keys = [one_line(key[:_SHOWN_LENGTH]) or "“”" for key in list(document)[:_SHOWN_KEYS]]
    more = len(document) - len(keys)
    return ", ".join(keys) + (f" and {more} more" if more > 0 else "")


def _check_size(path: Path, said: Sequence[Said]) -> None:
    long = sum(len(piece.text or "") for piece in said) > _LONGEST_TEXT
    if long or len(said) > _MOST_PIECES:
        found = "more is said in it than in any interview"
        raise UnreadableError(path.name, found, "check that it is one interview's transcript")
    speakers = {piece.speaker for piece in said if piece.speaker}
    if len(speakers) > _MOST_SPEAKERS:
        found = f"it names {len(speakers):,} speakers"
        raise UnreadableError(path.name, found, "check that it is one interview's transcript")
    if any(len(speaker) > _LONGEST_NAME for speaker in speakers):
        found = f"a speaker's name in it has more than {_LONGEST_NAME} characters"
        raise UnreadableError(path.name, found, "export it again")


def _told_apart(
    said: Sequence[Said], unknown: str | None
) -> tuple[list[Said], tuple[ReadWarning, ...]]:
    """Return `said` with the product's label for nobody in particular made plain.

    Where nobody else is named, nobody is told apart.
    """
    unsure = sum(piece.speaker == unknown for piece in said) if unknown else 0
    if not unsure:
        return list(said), ()
    named = any(piece.speaker not in (None, unknown) for piece in said)
    label = UNNAMED if named else None
    result = [
        Said(label if s.speaker == unknown else s.speaker, s.text, s.start, s.end) for s in said
    ]
    places = "1 place" if unsure == 1 else f"{unsure:,} places"
    message = f"the recogniser could not tell who speaks in {places}: see “{UNNAMED}”"
    return result, (ReadWarning(None, message),) if named else ()


def _utterance(piece: Said) -> Utterance:
    return Utterance(piece.speaker, piece.text or "", _ms(piece.start), _ms(piece.end))


def _ms(time: float | None) -> int | None:
    return round(time) if time is not None and time <= _LONGEST_TIME else None
