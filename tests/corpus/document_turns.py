"""Any turns, for the property that every document format must keep: the same speakers and words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from corpus.text import one_line
from tests.corpus.made_files import Turns, read_text, said

_NAMES = ["Host", "Dana Rowe", "P01", "唐鳳", "Clément Mabi", "Kate O'Flaherty"]
# Everything that is written, but what no text holds (controls, private and unassigned).
_WORDS = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"]), max_size=40)


@st.composite
def _turns(draw: st.DrawFn) -> list[tuple[str, str]]:
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=2, max_size=4, unique=True))
    texts = draw(st.lists(_WORDS, min_size=2 * len(names), max_size=10))
    # Speech begins and ends with a word of its own: what looks like a head, or comes back like
    # the head of a page, is another test's.
    return [
        (names[index % len(names)], f"well{index} we did {text} so")
        for index, text in enumerate(texts)
    ]


TURNS = _turns()


def check_round_trip(
    write: Callable[[Turns, str], bytes], form: str, turns: Turns, name: str
) -> None:
    """Assert that `turns`, written as `form` to a file called `name`, read back the same."""
    with tempfile.TemporaryDirectory() as folder:
        interview = read_text(Path(folder), write(turns, form), name)
    read = [(speaker, one_line(text)) for speaker, text in said(interview)]
    assert read == [(one_line(speaker), one_line(text)) for speaker, text in turns]
