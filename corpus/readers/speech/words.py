"""From single words with times to what one speaker says in one go, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.readers.speech.shape import Said

_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u2019\u201d\u00bb)\]]{0,3}\Z")
# Transcripts without punctuation still need a time now and then.
_MOST_WORDS = 40
# Chinese and Japanese are written without blanks.
_UNSPACED = re.compile(
    "[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark. `before`, `after`: no blank stands between it and its neighbour there."""

    text: str | None
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    before: bool = False
    after: bool = False


def sentences(words: Iterable[Word]) -> list[Said]:
    """Return what is said, in a piece for each sentence, anew where the speaker changes.

    A word without a speaker is said by the one before; a mark belongs to the word that it follows.
    """
    result: list[Said] = []
    run: list[Word] = []
    speaker: str | None = None
    for word in words:
        if word.text is None:
            result.append(Said(None, None))
            continue
        text = word.text.strip()
        if not text:
            continue
        joined = bool(run) and word.before
        changed = word.speaker is not None and word.speaker != speaker and not joined
        if run and (changed or _ends(run, word)):
            result.append(_piece(speaker, run))
            run = []
        speaker = word.speaker if changed else speaker
        run.append(word if text == word.text else replace(word, text=text))
    return [*result, _piece(speaker, run)] if run else result


def timed(piece: Said, words: Iterable[Word]) -> list[Said]:
    """Return `piece` sentence by sentence, with the words' times, if they are the same words."""
    parts = sentences(words)
    found = " ".join(part.text or "" for part in parts)
    if not parts or found.split() != (piece.text or "").split():
        return [piece]
    return [replace(part, speaker=piece.speaker) for part in parts]


def _ends(run: Sequence[Word], word: Word) -> bool:
    """Tell whether a sentence ends before `word`, where a blank may stand."""
    last = run[-1]
    full = len(run) >= _MOST_WORDS or _SENTENCE_END.search((last.text or "")[-5:]) is not None
    return full and _apart(last, word)


def _apart(one: Word, other: Word) -> bool:
    if one.after or other.before or not one.text or not other.text:
        return False
    return not (_UNSPACED.match(one.text[-1]) and _UNSPACED.match(other.text.strip()[0]))


def _piece(speaker: str | None, run: Sequence[Word]) -> Said:
    pieces = [run[0].text or ""]
    for one, other in pairwise(run):
        pieces.append(" " if _apart(one, other) else "")
        pieces.append(other.text or "")
    start = next((word.start for word in run if word.start is not None), None)
    end = next((word.end for word in reversed(run) if word.end is not None), None)
    return Said(speaker, "".join(pieces), start, end)
