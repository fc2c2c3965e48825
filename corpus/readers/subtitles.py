"""Subtitles, .vtt and .srt: voices as `<v Name>`, or names at the head of cues."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.names import is_name
from corpus.readers.cues import Cue, cues_of, doubts_about
from corpus.readers.limits import check_utterances
from corpus.readers.options import ReadOptions
from corpus.readers.plain import check_lines, decoded, doubts
from corpus.speakers import cue_heads
from corpus.text import one_line

# Bounded, so that a line of any length is passed over once.
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,80})?[ \t]([^>\n]{1,200})>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{1,80}\}")
_LONGEST_LINE = 100_000
NAME_LINES = "cues with the name on a line of its own"


def read_subtitles(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the cues of a .vtt or .srt file; raises UnreadableError if it has none."""
    text = decoded(path, data)
    check_lines(path, text.text)
    cues = cues_of(text.text)
    if not cues:
        kind = path.suffix.lower().removeprefix(".")
        raise UnreadableError(path.name, f"it is no well-formed {kind} file", "export it again")
    # Any line may name a speaker, so that each is an utterance at first.
    check_utterances(path, max(sum(len(cue.lines) for cue in cues), text.text.count("<v")))
    if any(len(line) > _LONGEST_LINE for cue in cues for line in cue.lines):
        found = f"a line in a cue has more than {_LONGEST_LINE:,} characters"
        raise UnreadableError(path.name, found, "check that it is a subtitle file")
    convention, parts = _speech(cues, options)
    warnings = (*doubts(text), *doubts_about(cues))
    return UtteranceDraft(tuple(_carried(parts)), convention, paragraphs=False, warnings=warnings)


def _speech(cues: Sequence[Cue], options: ReadOptions) -> tuple[str, list[Utterance]]:
    """Return how speakers are named, and what each says; an utterance may be a name alone."""
    parts = [list(_parts(cue)) for cue in _unrolled(cues)]
    said = [part for cue in parts for part in cue]
    if any(part.speaker for part in said):
        return "voices", said
    if options.speaker_pattern is None and _have_name_lines(parts):
        return NAME_LINES, [part for cue in parts for part in _named_by_first(cue)]
    return _named(said, options)


def _parts(cue: Cue) -> Iterator[Utterance]:
    """Yield what each voice of a cue says; without voices, each line: any may name a speaker."""
    raw = "\n".join(cue.lines)
    voices = _VOICE.split(raw)
    if len(voices) > 1:
        pairs = [(None, voices[0]), *zip(voices[1::2], voices[2::2], strict=True)]
    else:
        pairs = [(None, line) for line in cue.lines]
    start = cue.start_ms
    for voice, words in pairs:
        said = _clean(words)
        if said:
            yield Utterance(_clean(voice) or None if voice else None, said, start, cue.end_ms)
            # One anchor a cue is enough.
            start = None


def _clean(raw: str) -> str:
    return one_line(html.unescape(_TAG.sub("", raw)))


def _unrolled(cues: Sequence[Cue]) -> Sequence[Cue]:
    """Return cues without lines that were shown already, where captions roll up the screen."""
    if len(cues) < 4 or any(_VOICE.search(line) for cue in cues for line in cue.lines):
        return cues
    shown = [[words for line in cue.lines if (words := _clean(line))] for cue in cues]
    repeats = [bool(a and b and a[-1] == b[0]) for a, b in zip([[], *shown], shown, strict=False)]
    several = sum(len(lines) > 1 for lines in shown)
    if sum(repeats) * 2 <= len(cues) or several * 3 <= len(cues):
        return cues
    return [
        replace(cue, lines=tuple(lines[1:] if repeated else lines))
        for cue, lines, repeated in zip(cues, map(_worded, cues), repeats, strict=True)
    ]


def _worded(cue: Cue) -> list[str]:
    return [line for line in cue.lines if _clean(line)]


def _have_name_lines(cues: Iterable[Sequence[Utterance]]) -> bool:
    """Tell whether nearly every cue opens with a name on a line of its own, as in old Teams files.

    Names come back; first lines of speech do not.
    """
    full = [cue for cue in cues if cue]
    names = Counter(cue[0].text for cue in full if len(cue) > 1 and is_name(cue[0].text))
    return names.total() * 10 >= len(full) * 8 and len(names) * 2 <= max(2, names.total())


def _named_by_first(cue: Sequence[Utterance]) -> Iterator[Utterance]:
    if len(cue) > 1 and is_name(cue[0].text):
        yield replace(cue[0], speaker=cue[0].text, text="")
        cue = cue[1:]
    yield from cue


def _named(cues: Sequence[Utterance], options: ReadOptions) -> tuple[str, list[Utterance]]:
    """Return cues with the speakers whose names stand at the head of some of them."""
    found = cue_heads([cue.text for cue in cues], options.speaker_pattern, options.known)
    if found is None:
        return "none", list(cues)
    convention, heads = found
    return f"cues with {convention}", [
        replace(cue, speaker=head.name, text=cue.text[head.body :].strip()) if head else cue
        for cue, head in zip(cues, heads, strict=True)
    ]


def _carried(parts: Iterable[Utterance]) -> Iterator[Utterance]:
    """Yield what has words; a name alone, and its time, belong to the words after it."""
    speaker: str | None = None
    waiting: int | None = None
    for part in parts:
        speaker = part.speaker or speaker
        start = waiting if part.start_ms is None else part.start_ms
        if part.text:
            yield replace(part, speaker=speaker, start_ms=start)
            start = None
        waiting = start
