"""Mentions: known names by pattern, others by the tagger."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.passages import cut
from corpus.readers import read
from corpus.settings import PassageSettings
from models.entities import Mention, find_mentions
from models.pattern_files import Pattern, patterns
from models.tagger import Tagged, trimmed

ROOT = Path(__file__).parents[3] / "shared" / "transcripts"
SAMPLE = Path(__file__).parents[2] / "configs" / "sample_study" / "transcripts"


def found(text: str) -> list[tuple[str, str]]:
    """Return (text, name) of the known names in `text`."""
    return [(text[m.start : m.end], m.entity) for m in find_mentions([text])[0] if m.entity]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("we put smart-phones and a smart phone", ["Smartphones", "Smartphones"]),
        ("the DPW and public works", ["Department of Public Works"] * 2),
        ("it is up to us", []), ("I think it may or may not", []),
        ("departments of transportation", ["Department of Transportation"]),
        ("dial 311 for that", ["311"]), ("it cost $311 for 311 people", []),
        ("the mayor's idea", ["Mayor"]), ("the U.S. is large", ["United States"]),
        ("eat an apple pie", []), ("we bought it from Apple then", ["Apple"]),
        ("parks and rec does it", ["Parks department"]), ("TELL US ABOUT IT", []),
    ],
)  # fmt: skip
def test_known_names(text: str, names: list[str]) -> None:
    assert [name for _, name in found(text)] == names


def test_sides_are_the_patterns() -> None:
    text = "The residents told the city council that the vendor was late."
    sides = [m.stakeholder for m in find_mentions([text])[0]]
    assert sides == ["resident", "government", "company"]


def test_a_longer_proper_name_wins_over_the_known_words_in_it() -> None:
    text = "The Broadband Commission said so last year."
    assert found(text) == []
    assert [name for _, name in found("They gave us broadband.")] == ["Broadband"]


def test_a_person_after_a_title_is_both() -> None:
    text = "I spoke with Mayor Thomas Menino about that in Boston."
    labels = {text[m.start : m.end]: m.label for m in find_mentions([text])[0]}
    assert labels == {"Mayor": "ROLE", "Thomas Menino": "PERSON", "Boston": "GPE"}


def test_the_studys_own_names_win() -> None:
    own = (Pattern("Quay Council", "ORG", "resident", ("city council",)),)
    assert [m.entity for m in find_mentions(["The city council met."], own)[0]] == ["Quay Council"]


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [
        ("the Port Authority", "ORG", "Port Authority"), ("Pike’s", "PERSON", "Pike"),
        ("Dr. Joanna Pike", "PERSON", "Joanna Pike"), ("Yeah", "PERSON", None),
        ("Mesa’s 2014", "ORG", "Mesa"), ("your Monday", "ORG", None), ("n't", "ORG", None),
        ("AT&T and", "ORG", "AT&T"), ("g0v", "ORG", "g0v"), ("vendor", "ORG", None),
        ("https://a.org", "ORG", None), ("Q&A", "ORG", None),
    ],
)  # fmt: skip
def test_of_a_tagged_span_the_name_is_kept(text: str, label: str, name: str | None) -> None:
    result = trimmed(text, Tagged(0, len(text), label))
    assert (text[result.start : result.end] if result else None) == name


def test_every_name_and_variant_of_a_pattern_is_found() -> None:
    missed = [
        variant
        for pattern in patterns()
        if pattern.label
        for variant in pattern.variants
        if not variant.isdigit() and not find_mentions([variant])[0]
    ]
    assert missed == []


WORDS = st.sampled_from(
    ["the", "Mayor", "IT", "U.S.", "smart", "phones", "Open Data", "Institute", "Ann Pike", "311",
     "AT&T", "\n", "-", "é", "😀", "'s", ".", "(laughs)", "City of", "Boston", "DPWs"]
)  # fmt: skip


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=25).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_offsets_lie_within_and_never_overlap(text: str) -> None:
    before = 0
    for mention in find_mentions([text])[0]:
        assert before <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        before = mention.end


def passages(folder: Path) -> list[str]:
    """Return the passages of all transcripts in `folder`."""
    files = [path for path in sorted(folder.glob("*")) if path.name != "cases.csv"]
    interviews = [read(path) for path in files]
    settings = PassageSettings()
    return [i.text[p.start : p.end] for i in interviews for p in cut(i, settings)]


def test_the_company_of_a_passage_changes_nothing() -> None:
    texts = passages(SAMPLE)[:40]
    together = find_mentions(texts)
    assert [find_mentions([text])[0] for text in texts] == together
    assert find_mentions(texts[::-1])[::-1] == together


def test_from_two_threads() -> None:
    texts = passages(SAMPLE)[:20]
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(find_mentions, (texts, texts))
    assert one == other == find_mentions(texts)


@pytest.mark.skipif(
    not (ROOT / "city-officials").is_dir(), reason=f"the real transcripts are not there: {ROOT}"
)
def test_real_interviews() -> None:
    texts = passages(ROOT / "city-officials")
    mentions: list[Mention] = [m for each in find_mentions(texts) for m in each]
    known = [m for m in mentions if m.entity]
    assert len(mentions) > 300
    assert len(known) > 200
    sides = {m.stakeholder for m in mentions}
    assert sides == {"company", "resident", "government", ""}
