"""Subtitles, .vtt and .srt: cues with times, voices as `<v Name>` or as names at their head."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.options import ReadOptions
from corpus.readers.plain import check_lines, decoded, doubts
from corpus.speakers import cue_heads
from corpus.text import one_line
from corpus.times import TIME, clock_ms

# Bounded, so that a line of any length is passed over once.
_VOICE = re.compile(r"<v(?:\.[^\s>]{1,80})?[ \t]([^>\n]{1,200})>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{1,80}\}")
_LONGEST_LINE = 100_000
_TIMING = re.compile(rf"^[ \t]*({TIME})[ \t]*-->[ \t]*({TIME})", re.M)


def read_subtitles(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the cues of a .vtt or .srt file; raises UnreadableError if it is malformed."""
    text = decoded(path, data)
    check_lines(path, text.text)
    captions = _captions(path, text.text)
    if any(len(line) > _LONGEST_LINE for caption in captions for line in caption.lines):
        found = f"a line in a cue has more than {_LONGEST_LINE:,} characters"
        raise UnreadableError(path.name, found, "check that it is a subtitle file")
    cues = [part for caption in captions for part in _parts(caption)]
    convention = "voices"
    if not any(cue.speaker for cue in cues):
        convention, cues = _named(cues, options)
    warnings = doubts(text)
    lost = len(_TIMING.findall(text.text)) - len(captions)
    if lost > 0:
        warnings += (ReadWarning(None, f"{lost} cues with malformed times were left out"),)
    said = tuple(cue for cue in cues if cue.text)
    return UtteranceDraft(said, convention, paragraphs=False, warnings=warnings)


def _captions(path: Path, text: str) -> list[webvtt.Caption]:
    kind, pad = ("vtt", _padded_vtt) if path.suffix.lower() == ".vtt" else ("srt", _padded_srt)
    text = _TIMING.sub(pad, text.strip("\n"))
    try:
        return list(webvtt.WebVTT.from_buffer(io.StringIO(text), format=kind).captions)
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        found = f"it is no well-formed {kind} file"
        raise UnreadableError(path.name, found, "export it again") from error


def _parts(caption: webvtt.Caption) -> Iterator[Utterance]:
    """Yield what each voice of a cue says; without voices, each line: any may name a speaker."""
    raw = "\n".join(caption.lines)
    voices = _VOICE.split(raw)
    if len(voices) > 1:
        pairs = [(None, voices[0]), *zip(voices[1::2], voices[2::2], strict=True)]
    else:
        pairs = [(None, line) for line in raw.split("\n")]
    start, end = clock_ms(caption.start), clock_ms(caption.end)
    for voice, words in pairs:
        said = _clean(words)
        if said:
            yield Utterance(_clean(voice) if voice else None, said, start, end)
            # One anchor a cue is enough.
            start = None


def _clean(raw: str) -> str:
    return one_line(html.unescape(_TAG.sub("", raw)))


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


def _padded_vtt(match: re.Match[str]) -> str:
    return f"{_stamp(match[1], '.')} --> {_stamp(match[2], '.')}"


def _padded_srt(match: re.Match[str]) -> str:
    return f"{_stamp(match[1], ',')} --> {_stamp(match[2], ',')}"


def _stamp(written: str, point: str) -> str:
    """Write a time with every field padded, which the parser takes for granted."""
    seconds, ms = divmod(clock_ms(written) or 0, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"
