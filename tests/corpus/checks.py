"""What must hold of anything that is read, however odd the file: an Interview, or a sentence."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from corpus.errors import TranscriptError
from corpus.interview import Interview
from corpus.readers import ReadOptions, read

# DEL and what lies above it are no C0 controls, and stay.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufeff\r]")
_LONGEST_SENTENCE = 1_000
_LONGEST_MS = 1_000 * 3_600 * 1_000


def outcome(path: Path, options: ReadOptions | None = None) -> Interview | str:
    """Read the file at `path`; return the interview, or the sentence that it was refused with.

    Asserts that either is as it should be. Any other exception than a TranscriptError is raised.
    """
    try:
        interview = read(path, options or ReadOptions())
    except TranscriptError as error:
        check_sentence(str(error), path.name)
        return str(error)
    check_interview(interview)
    return interview


def check_sentence(sentence: str, name: str) -> None:
    """Assert that a refusal names the file, says what and what to do, and fits on a line."""
    assert sentence.startswith(f"{name}: ")
    assert sentence.endswith(".")
    assert "; " in sentence
    assert len(sentence) < _LONGEST_SENTENCE
    assert not _CONTROL.search(sentence.replace("\n", "\r"))


def check_interview(interview: Interview) -> None:
    """Assert that text, spans, speakers, roles and times are what an Interview promises."""
    text = interview.text
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufeff]", text)
    assert unicodedata.is_normalized("NFC", text)
    assert interview.sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert interview.segments
    before = turn = 0
    for segment in interview.segments:
        assert before <= segment.start < segment.end <= len(text)
        assert segment.turn in (turn, turn + 1)
        assert segment.speaker.strip()
        assert not _CONTROL.search(segment.speaker.replace("\n", "\r"))
        assert len(segment.speaker) <= 200
        assert segment.role in ("interviewer", "participant", "other")
        assert all(segment.start <= at < segment.end for at, _ in segment.times)
        assert list(segment.times) == sorted(segment.times, key=lambda time: time[0])
        assert all(0 <= ms <= _LONGEST_MS for _, ms in segment.times)
        assert segment.end_ms is None or 0 <= segment.end_ms <= _LONGEST_MS
        before, turn = segment.end, segment.turn
    for warning in interview.warnings:
        assert not _CONTROL.search(warning.message.replace("\n", "\r"))
        assert len(warning.message) < _LONGEST_SENTENCE
        assert warning.line is None or warning.line >= 1
