"""Passages: participants' speech cut at sentence ends into pieces of codable length.

A segment (one speaker, no head inside) is cut by dynamic programming over its sentences: the
cut with the least total cost, where a passage costs the more the further it is from a middle
length, and a cut at a paragraph's end costs less than one within.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from corpus.interview import Interview, Passage, Segment
from corpus.sentences import SENTENCES_VERSION, sentences, trim
from corpus.settings import PassageSettings

PASSAGES_VERSION = f"2.{SENTENCES_VERSION}"

# A word; where no blanks part words (Chinese, Japanese), two characters count as one.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]{{1,2}}|[^\s{_IDEOGRAPHS}]+")
_CLAUSE = re.compile(r"[,;:—–]\s+|[，、；：]\s*|\s+(?=(?:and|but|because|so|which|when|then|or)\s)")
_WITHIN_PARAGRAPH = 0.15
_QUESTION_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or part of an over-long one, that is never cut further."""

    start: int
    end: int
    words: int
    ends_paragraph: bool


def cut(interview: Interview, settings: PassageSettings) -> list[Passage]:
    """The passages of an interview, in order of `start`.

    Only segments of participants are cut; none crosses a segment, hence none a speaker. Pieces
    of fewer than `settings.shortest` words ("Right.") become no passage.
    """
    passages = []
    question: tuple[int, int] | None = None
    for segment in interview.segments:
        if segment.role == "interviewer":
            question = _question(interview.text, segment) or question
        elif segment.role == "participant":
            for start, end in _cut_segment(interview.text, segment, settings):
                passages.append(_passage(interview, segment, start, end, question))
    return passages


def _passage(
    interview: Interview, segment: Segment, start: int, end: int, question: tuple[int, int] | None
) -> Passage:
    key = f"{interview.sha256}:{start}:{end}".encode()
    before = [ms for offset, ms in segment.times if offset <= start]
    return Passage(
        passage_id=hashlib.sha256(key).hexdigest()[:16],
        start=start,
        end=end,
        speaker=segment.speaker,
        start_ms=before[-1] if before else None,
        question=question,
    )


def _question(text: str, segment: Segment) -> tuple[int, int] | None:
    """The last sentences of what the interviewer said; None for a mere "Right." or "Mm-hm."."""
    spoken = text[segment.start : segment.end]
    if len(spoken.split()) < 4 and "?" not in spoken:
        return None
    tail = sentences(text, segment.start, segment.end)[-_QUESTION_SENTENCES:]
    return (tail[0][0], tail[-1][1]) if tail else None


def _cut_segment(text: str, segment: Segment, settings: PassageSettings) -> list[tuple[int, int]]:
    units = _units(text, segment, settings.most)
    if not units:
        return []
    spans = []
    for first, last in _best_cut(units, settings):
        if sum(unit.words for unit in units[first:last]) >= settings.shortest:
            start, end = units[first].start, units[last - 1].end
            spans.append((after_bullet(text, start, end), end))
    return [(start, end) for start, end in spans if start < end]


def after_bullet(text: str, start: int, end: int) -> int:
    """The start of `text[start:end]` past leading dashes and the like: they are not speech, and a
    spreadsheet would take such a cell for a formula, which must be escaped and then no longer
    equals the text."""
    while start < end and (text[start] in "=+-@" or text[start].isspace()):
        start += 1
    return start


def _units(text: str, segment: Segment, most: int) -> list[_Unit]:
    spans = sentences(text, segment.start, segment.end)
    units: list[_Unit] = []
    for i, (start, end) in enumerate(spans):
        following = spans[i + 1][0] if i + 1 < len(spans) else segment.end
        paragraph = i + 1 == len(spans) or "\n" in text[end:following]
        pieces = _shorten(text, start, end, most)
        units.extend(_Unit(a, b, _words(text[a:b]), paragraph and b == end) for a, b in pieces)
    return units


def _words(text: str) -> int:
    return len(text.split()) if text.isascii() else len(_WORD.findall(text))


def _shorten(text: str, start: int, end: int, most: int) -> list[tuple[int, int]]:
    """An over-long sentence (speech without punctuation) in parts of at most `most` words."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text[start:end])]
    if len(words) <= most:
        return [(start, end)]
    breaks = {m.end() for m in _CLAUSE.finditer(text[start:end])}
    parts, begin = [], 0
    while len(words) - begin > most:
        # the last clause end in the second half of what is allowed, else the last word
        good = [i for i in range(begin + most // 2, begin + most) if words[i][0] in breaks]
        stop = good[-1] if good else begin + most
        parts.append((words[begin][0], words[stop - 1][1]))
        begin = stop
    parts.append((words[begin][0], words[-1][1]))
    return [trim(text, start + a, start + b) for a, b in parts]


def _best_cut(units: list[_Unit], settings: PassageSettings) -> list[tuple[int, int]]:
    """Index ranges `[first, last)` of the units of each passage, by least total cost."""
    middle = (settings.least + settings.most) / 2
    best = [0.0] + [float("inf")] * len(units)
    came_from = [0] * (len(units) + 1)
    for last in range(1, len(units) + 1):
        words = 0
        for first in range(last - 1, -1, -1):
            words += units[first].words
            if words > settings.most and first < last - 1:
                break
            cost = best[first] + _cost(words, units[last - 1].ends_paragraph, middle, settings)
            if cost < best[last]:
                best[last], came_from[last] = cost, first
    ranges, last = [], len(units)
    while last > 0:
        ranges.append((came_from[last], last))
        last = came_from[last]
    return ranges[::-1]


def _cost(words: int, ends_paragraph: bool, middle: float, settings: PassageSettings) -> float:
    """Distance from the middle length, squared; too short weighs most, for it loses context."""
    distance = (words - middle) / middle
    short = max(0.0, (settings.least - words) / settings.least)
    return distance**2 + 2 * short + (0.0 if ends_paragraph else _WITHIN_PARAGRAPH)
