"""Real interviews written in every format and dialect: the same turns, speakers, words and times.

Read are all interviews with city officials and a sample of the digital minister's, skipped where
they are absent; made-up turns take the same way in each format's own tests.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from corpus.readers import ReadOptions, read
from corpus.text import one_line
from tests.corpus.made_files import read_text
from tests.corpus.made_formats import WRITERS, joined
from tests.corpus.made_speech import WRITERS as PRODUCTS
from tests.corpus.made_speech import Spoken, Turn
from tests.corpus.made_turns import Said, heard
from tests.corpus.test_transcripts import ROOT, files

pytestmark = pytest.mark.skipif(
    not ROOT.is_dir(), reason=f"the real transcripts are not there: {ROOT}"
)

PATHS = [*files("city-officials"), *files("digital-minister")[::8]]
DIALECTS = [(suffix, way) for suffix, ways in WRITERS.items() for way in ways]
# To how many milliseconds times survive; where nothing stands here, none are written.
PRECISION = {(".txt", "name and time above"): 1_000, (".txt", "time first"): 1_000} | {
    (suffix, way): 1
    for suffix in (
        ".vtt", ".srt", ".csv", ".tsv", ".xlsx", ".eaf", ".textgrid", ".cha", ".json",
    )
    for way in WRITERS[suffix]
}  # fmt: skip
_PACE, _PAUSE = 400, 350


@cache
def talk(path: Path) -> tuple[Said, ...]:
    """Return the turns of a real interview, with times as if said at a steady pace."""
    interview = read(path)
    said, at = [], 0
    for _, group in groupby(interview.segments, key=lambda s: s.turn):
        turn = list(group)
        words = one_line(" ".join(interview.text[s.start : s.end] for s in turn))
        end = at + _PACE * len(words.split())
        said.append(Said(turn[0].speaker, words, at, end))
        at = end + _PAUSE
    return tuple(said)


def options(said: Sequence[Said]) -> ReadOptions:
    """Name who speaks only once: without that, such a name may be a word of the turn before."""
    turns = Counter(one.speaker for one in said)
    return ReadOptions(participants=tuple(name for name, count in turns.items() if count == 1))


@pytest.mark.parametrize(("suffix", "way"), DIALECTS)
def test_every_packaging_gives_the_same_interview(tmp_path: Path, suffix: str, way: str) -> None:
    written = 0
    for path in PATHS:
        said = talk(path)
        named = options(said)
        if way == "bold name" and named.participants:
            # A bold line that stands there once may be a title; known names do not help here.
            continue
        try:
            data = WRITERS[suffix][way](said)
        except UnicodeEncodeError:
            # The fonts of our PDFs have no Chinese.
            assert suffix == ".pdf"
            continue
        written += 1
        again = heard(read_text(tmp_path, data, f"a{suffix}", named))
        if suffix == ".cha":
            # CHAT puts blanks before marks, and has brackets for what was not said.
            again, said = (_without_blanks(turns, "()") for turns in (again, said))
        assert joined(again) == joined(said), path.name
        step = PRECISION.get((suffix, way))
        starts = [one.start // step * step if step else -1 for one in said]
        assert [one.start for one in again] == starts, path.name
        if step == 1:
            assert [one.end for one in again] == [one.end for one in said], path.name
    assert written > 12


def _without_blanks(said: Sequence[Said], marks: str = "") -> tuple[Said, ...]:
    unwanted = str.maketrans("", "", marks)
    return tuple(one._replace(words="".join(one.words.translate(unwanted).split())) for one in said)


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_recogniser_gives_the_same_interview(tmp_path: Path, product: str) -> None:
    write, _, label = PRODUCTS[product]
    for path in PATHS:
        said = talk(path)
        numbers = {
            name: number for number, name in enumerate(dict.fromkeys(s.speaker for s in said))
        }
        if len(numbers) > 8:
            continue
        turns = [Turn(numbers[one.speaker], _spoken(one)) for one in said]
        data = json.dumps(write(turns)).encode()
        again = heard(read_text(tmp_path, data, "a.json"))
        labelled = [one._replace(speaker=label(numbers[one.speaker])) for one in said]
        assert _without_blanks(again) == _without_blanks(labelled), path.name


def _spoken(one: Said) -> tuple[Spoken, ...]:
    return tuple(
        Spoken(word, one.start + n * _PACE, one.start + n * _PACE + _PACE)
        for n, word in enumerate(one.words.split())
    )
