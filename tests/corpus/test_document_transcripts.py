"""Real interviews written as documents of every kind: the same speakers and words come back."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from corpus.interview import Interview
from corpus.readers import read
from corpus.text import one_line
from tests.corpus.made_files import docx_turns, html_turns, odt_turns, read_text, rtf_turns

ROOT = Path(__file__).parents[3] / "shared" / "transcripts"
pytestmark = pytest.mark.skipif(
    not ROOT.is_dir(), reason=f"the real transcripts are not there: {ROOT}"
)
WRITERS = {"docx": docx_turns, "odt": odt_turns, "rtf": rtf_turns, "html": html_turns}


def turns(interview: Interview) -> list[tuple[str, str]]:
    """Return who says what, turn by turn, blanks aside."""
    said = ((s.speaker, interview.text[s.start : s.end]) for s in interview.segments)
    return [
        (name, "".join("".join(text for _, text in group).split()))
        for name, group in groupby(said, key=lambda pair: pair[0])
    ]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("folder", ["city-officials", "digital-minister"])
def test_every_kind_of_document_gives_the_same_turns(
    tmp_path: Path, folder: str, suffix: str
) -> None:
    files = sorted((ROOT / folder).glob("*")) if (ROOT / folder).is_dir() else []
    for path in (path for path in files if path.name != "cases.csv"):
        interview = read(path)
        rows = [(s.speaker, one_line(interview.text[s.start : s.end])) for s in interview.segments]
        again = read_text(tmp_path, WRITERS[suffix](rows, "table"), f"a.{suffix}")
        assert turns(again) == turns(interview), path.name
