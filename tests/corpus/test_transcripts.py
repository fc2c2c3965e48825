"""All real transcripts that lie beside the project; skipped where they do not."""

from __future__ import annotations

import re
import time
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from corpus.interview import Interview
from corpus.readers import read

ROOT = Path(__file__).parents[3] / "shared" / "transcripts"
pytestmark = pytest.mark.skipif(
    not ROOT.is_dir(), reason=f"the real transcripts are not there: {ROOT}"
)


def files(folder: str) -> list[Path]:
    """Return the transcripts in `folder`, none where it is absent."""
    found = sorted((ROOT / folder).glob("*")) if (ROOT / folder).is_dir() else []
    return [path for path in found if path.name != "cases.csv"]


@cache
def interview(path: Path) -> Interview:
    """Read a transcript once for all tests."""
    return read(path)


def turns(path: Path) -> list[tuple[str, str]]:
    """Return who says what, turn by turn, blanks aside (the packaging added some)."""
    found = interview(path)
    groups = groupby(found.segments, key=lambda s: s.turn)
    said = [list(group) for _, group in groups]
    return [
        (g[0].speaker, re.sub(r"\s", "", "".join(found.text[s.start : s.end] for s in g)))
        for g in said
    ]


def test_all_read_in_time() -> None:
    start = time.process_time()
    everything = [p for f in ("city-officials", "digital-minister", "digital-minister-xml")
                  for p in files(f)]  # fmt: skip
    assert sum(interview(path).turns > 0 for path in everything) == len(everything) == 248
    # Measured: 3 s.
    assert time.process_time() - start < 30


@pytest.mark.parametrize("path", files("city-officials"), ids=lambda path: path.stem[:30])
def test_city_officials(path: Path) -> None:
    found = interview(path)
    roles = {segment.speaker: segment.role for segment in found.segments}
    assert roles.pop("Interviewer") == "interviewer"
    assert list(roles.values()) == ["participant"]
    cases = (ROOT / "city-officials" / "cases.csv").read_text()
    assert f"{path.name},{next(iter(roles))}," in cases
    assert [s.turn for s in found.segments] == sorted(s.turn for s in found.segments)
    assert found.language == "en"


@pytest.mark.parametrize("path", files("digital-minister"), ids=lambda path: path.stem[:30])
def test_every_format_gives_the_turns_of_the_published_xml(path: Path) -> None:
    key = re.sub("[._]", "-", path.stem)
    twins = {re.sub("[._]", "-", p.name.removesuffix(".an.xml")): p
             for p in files("digital-minister-xml")}  # fmt: skip
    assert turns(path) == turns(twins[key])


def test_the_minister_answers_in_interviews() -> None:
    asked = right = 0
    for path in files("digital-minister-xml"):
        found = interview(path)
        words: dict[str, int] = {}
        for segment in found.segments:
            size = len(found.text[segment.start : segment.end].split())
            words[segment.speaker] = words.get(segment.speaker, 0) + size
        roles = {segment.speaker: segment.role for segment in found.segments}
        assert "participant" in roles.values()
        if "nterview" in path.name and len(roles) > 1 and "Audrey Tang" in roles:
            others = [name for name, n in words.items() if n * 20 > sum(words.values())]
            expected = {name: "participant" if name == "Audrey Tang" else "interviewer"
                        for name in others}  # fmt: skip
            asked += len(expected)
            right += sum(roles[name] == role for name, role in expected.items())
    assert asked > 180
    assert right / asked > 0.96
