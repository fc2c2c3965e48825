"""Passages: bounds, offsets, one speaker each, the question as context."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.interview import Interview, Role, Segment
from corpus.passages import cut
from corpus.sentences import sentences
from corpus.settings import PassageSettings

SETTINGS = PassageSettings()


def conversation(*turns: tuple[str, Role, str]) -> Interview:
    """An interview of (speaker, role, words) turns, written out with heads."""
    text, segments = "", []
    for number, (speaker, role, words) in enumerate(turns):
        text += f"{speaker}: "
        segments.append(Segment(len(text), len(text) + len(words), number, speaker, role))
        text += words + "\n\n"
    return Interview(text, tuple(segments), "txt", "Name: text", "en")


def speech(sentence_lengths: list[int]) -> str:
    return " ".join(" ".join(["word"] * (n - 1) + ["end."]) for n in sentence_lengths)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([5], []),  # a backchannel is no passage
        ([12], [12]),  # short, but all that was said
        ([20, 20, 20, 20], [80]),
        ([30] * 6, [90, 90]),
        ([60, 60, 60, 60], [120, 120]),
        ([125, 8], [125]),
    ],
)
def test_length_of_passages(lengths: list[int], expected: list[int]) -> None:
    interview = conversation(("Ann", "participant", speech(lengths)))
    found = [len(interview.text[p.start : p.end].split()) for p in cut(interview, SETTINGS)]
    assert found == expected


def test_paragraph_ends_are_preferred() -> None:
    text = speech([20, 20, 20]) + "\n" + speech([20, 20, 20, 20])
    interview = conversation(("Ann", "participant", text))
    first = cut(interview, SETTINGS)[0]
    assert interview.text[first.start : first.end] == speech([20, 20, 20])


def test_speech_without_punctuation_is_cut_within_bounds() -> None:
    interview = conversation(("Ann", "participant", " ".join(["word"] * 1000)))
    lengths = [len(interview.text[p.start : p.end].split()) for p in cut(interview, SETTINGS)]
    assert sum(lengths) == 1000
    assert max(lengths) <= SETTINGS.most


def test_two_ideographs_count_as_a_word() -> None:
    sentence = "我們希望做的是開放政府這是一個很重要的政策。"  # 22 characters and a full stop
    interview = conversation(("Ann", "participant", sentence * 30))
    lengths = [p.end - p.start for p in cut(interview, SETTINGS)]
    assert sum(lengths) == 30 * len(sentence)
    assert max(lengths) <= 2 * SETTINGS.most
    backchannel = conversation(("Ann", "participant", "對，沒錯。"))
    assert cut(backchannel, SETTINGS) == []
    without_stops = conversation(("Ann", "participant", "政府" * 500))
    assert max(p.end - p.start for p in cut(without_stops, SETTINGS)) <= 2 * SETTINGS.most


@pytest.mark.parametrize("said", ["Right.", "Mm-hm. Yes.", "Yeah, yeah. Okay. Uh-huh, exactly."])
def test_a_backchannel_is_no_passage(said: str) -> None:
    assert cut(conversation(("Ann", "participant", said)), SETTINGS) == []


def test_only_participants_are_cut_and_the_question_is_kept() -> None:
    interview = conversation(
        ("Q", "interviewer", "What went wrong with the sensors?"),
        ("Ann", "participant", speech([30, 30])),
        ("Q", "interviewer", "Right."),
        ("Ann", "participant", speech([30, 30])),
        ("Lee", "other", speech([30, 30])),
    )
    passages = cut(interview, SETTINGS)
    assert {p.speaker for p in passages} == {"Ann"}
    questions = [interview.text[slice(*p.question)] for p in passages if p.question]
    assert questions == ["What went wrong with the sensors?"] * 2


def test_ids_depend_on_text_and_span_only() -> None:
    interview = conversation(("Ann", "participant", speech([30] * 9)))
    ids = [p.passage_id for p in cut(interview, SETTINGS)]
    assert ids == [p.passage_id for p in cut(interview, SETTINGS)]
    assert len(set(ids)) == len(ids)


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=400)


@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), words), max_size=6))
def test_passages_lie_within_one_segment(turns: list[tuple[str, str]]) -> None:
    interview = conversation(*((speaker, "participant", text) for speaker, text in turns))
    for passage in cut(interview, SETTINGS):
        inside = [s for s in interview.segments if s.start <= passage.start < s.end]
        assert len(inside) == 1
        assert passage.end <= inside[0].end
        assert passage.speaker == inside[0].speaker
        quote = interview.text[passage.start : passage.end]
        assert quote == quote.strip()
        assert not quote.startswith(("=", "+", "-", "@"))


@given(words)
def test_sentences_cover_all_that_is_not_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Dr. Smith. He left.", ["We met Dr. Smith.", "He left."]),
        ("It cost $4.5 million. J. Roe paid.", ["It cost $4.5 million.", "J. Roe paid."]),
        ("“No way.” Then he left.", ["“No way.”", "Then he left."]),
        ("Well... maybe. [laughs] Yes!", ["Well... maybe.", "[laughs] Yes!"]),
        ("Found: - one thing - another", ["Found:", "- one thing", "- another"]),
        ("It is a dash - not a list", ["It is a dash - not a list"]),
        ("One line\nanother line", ["One line", "another line"]),
        ("", []),
    ],
)
def test_sentence_ends(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected
