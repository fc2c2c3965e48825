"""Conventions: each is found for what it is, and traps are not mistaken for speakers."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.draft import LineDraft
from corpus.errors import NoSpeakersError, SettingsError
from corpus.readers import ReadOptions
from corpus.speakers import find
from corpus.spellings import canonical_names, similar
from tests.corpus.made_files import read_text, said

TURNS = [("Host", "What is it?"), ("Dana Rowe", "A thing: it counts."), ("Host", "Why?"),
         ("Dana Rowe", "We had to.")]  # fmt: skip


def written(form: str, turns: list[tuple[str, str]] = TURNS) -> str:
    """Write `turns` by a form such as `{name}: {text}`; times rise by nine seconds."""
    return "".join(
        form.format(name=name, text=text, mm=f"00:0{index}", time=f"00:00:{9 * index:02}")
        for index, (name, text) in enumerate(turns)
    )


FORMS = [
    ("{name}: {text}\n\n", "Name: text", False),
    ("{name}:\n{text}\n", "Name: text", False),
    (">> {name}: {text}\n", "Name: text", False),
    ("{name}：{text}\n", "Name: text", False),
    ("{name}  {mm}\n{text}\n\n", "Name  time, text below", True),
    ("{name} {time}\n{text}\n\n", "Name  time, text below", True),
    ("{name} ({time}): {text}\n", "Name (time): text", True),
    ("{name} [{time}]: {text}\n", "Name (time): text", True),
    ("{name}: ({mm}) {text}\n", "Name: (time) text", True),
    ("[{time}] {name}: {text}\n", "[time] Name: text", True),
    ("{mm} - {name}: {text}\n", "[time] Name: text", True),
    ("[{name}] {text}\n", "[Name] text", False),
    ("{name}\t{text}\n", "Name, tab, text", False),
]
MARKDOWN = [
    ("### {name}:\n\n{text}\n\n", "### Name:", False),
    ("## {name} ({mm})\n\n{text}\n\n", "### Name:", True),
    ("**{name} ({mm}):** {text}\n\n", "**Name (time):** text", True),
    ("**{name}:** {text}\n\n", "**Name:** text", False),
    ("**{name}**: {text}\n\n", "**Name:** text", False),
    ("**{name}**\n\n{text}\n\n", "**Name**, text below", False),
]


@pytest.mark.parametrize(("form", "convention", "timed"), FORMS)
def test_text_conventions(tmp_path: Path, form: str, convention: str, timed: bool) -> None:
    interview = read_text(tmp_path, written(form))
    assert said(interview) == TURNS
    assert interview.convention == convention
    assert all(bool(s.times) == timed for s in interview.segments)


@pytest.mark.parametrize(("form", "convention", "timed"), MARKDOWN)
def test_markdown_conventions(tmp_path: Path, form: str, convention: str, timed: bool) -> None:
    interview = read_text(tmp_path, "# An interview\n\n" + written(form), "a.md")
    assert said(interview) == TURNS
    assert interview.convention == convention
    assert all(bool(s.times) == timed for s in interview.segments)


@pytest.mark.parametrize(
    ("form", "names"),
    [("{name}. {text}\n", "QA"), ("{name}: {text}\n", "QA"), ("{name}:\t{text}\n\n", "IR")],
)
def test_letters(tmp_path: Path, form: str, names: str) -> None:
    turns = [(names[i % 2], text) for i, (_, text) in enumerate(TURNS)]
    interview = read_text(tmp_path, written(form, turns))
    assert said(interview) == turns
    assert [s.role for s in interview.segments] == ["interviewer", "participant"] * 2


@pytest.mark.parametrize(
    "name",
    ["Grayson M. Shor", "Clément Mabi", "Brett Lord-Castillo", "P01", "Speaker 1", "唐鳳", "Int2",
     "SPEAKER_00", "Anna van der Berg", "Kate O'Flaherty", "Dr. Liu", "d'Ancona", "R&D",
     "Daniel Tenreiro, National Review", "Dana (Houston)"],
)  # fmt: skip
def test_names(tmp_path: Path, name: str) -> None:
    turns = [(name if who == "Dana Rowe" else who, text) for who, text in TURNS]
    assert said(read_text(tmp_path, written("{name}: {text}\n\n", turns))) == turns


@pytest.mark.parametrize(
    "line",
    ["http://example.org: a page", "Note: it was late.", "Then I said: never again.",
     "10:30 was the time: early.", "Open data: a start.", "Open Data: a start.", "“Why: because”",
     "Yes: I did."],
)  # fmt: skip
def test_speech_that_looks_like_a_head(tmp_path: Path, line: str) -> None:
    text = f"Host: What?\n\nDana: First.\n{line}\n\nHost: Why?\n\nDana: Because.\n"
    assert said(read_text(tmp_path, text))[1] == ("Dana", f"First.\n{line}")


def test_a_doubtful_name_is_reported_with_its_line(tmp_path: Path) -> None:
    text = "Host: What?\n\nDana: First.\nOpen Data: a start.\n\nHost: Why?\n\nDana: Because.\n"
    warnings = [w for w in read_text(tmp_path, text).warnings if w.line]
    assert [w.line for w in warnings] == [4]
    known = ReadOptions(others=("open data",))
    assert len(read_text(tmp_path, text, options=known).segments) == 5


def test_who_speaks_once_is_heard(tmp_path: Path) -> None:
    text = "Host: What?\n\nDana: This.\n\nElaine: Tea?\n\nHost: Yes?\n\nDana: No.\n"
    assert ("Elaine", "Tea?") in said(read_text(tmp_path, text))


def test_paragraphs_belong_to_the_head_above_and_repeated_heads_to_one_turn(tmp_path: Path) -> None:
    text = "Host: What?\n\nDana: One.\n\nTwo.\n\nDana: Three.\n\nHost: Why?\n"
    interview = read_text(tmp_path, text)
    assert said(interview)[1:3] == [("Dana", "One.\n\nTwo."), ("Dana", "Three.")]
    assert [s.turn for s in interview.segments] == [0, 1, 1, 2]


def test_a_time_without_a_name_goes_on_with_the_same_speaker(tmp_path: Path) -> None:
    text = ("Host (00:00:05): What?\nDana (00:00:20): One.\n(00:21:42): Two.\n00:22:00\nThree.\n"
            "Host (00:23:00): Why?\nDana (00:23:20): So.\n")  # fmt: skip
    interview = read_text(tmp_path, text)
    assert [t for _, t in said(interview)][1:4] == ["One.", "Two.", "Three."]
    assert [s.turn for s in interview.segments] == [0, 1, 1, 1, 2, 3]
    assert interview.segments[2].times[0][1] == 1_302_000


def test_front_matter_header_fields_and_notices_are_not_speech(tmp_path: Path) -> None:
    text = ("An interview\nDate: 3 May\nInterviewer: Jane Roe\nInterviewee: P01\n\nJane: What?\n"
            "P01: This.\nJane: Why?\nP01: So.\n\nTranscribed by https://otter.ai\n")  # fmt: skip
    interview = read_text(tmp_path, text)
    assert [t for _, t in said(interview)] == ["What?", "This.", "Why?", "So."]
    assert interview.text == text


def test_markdown_headings_and_rules_divide_speech(tmp_path: Path) -> None:
    text = ("**Host:** What?\n\n**Dana:** One.\n\n---\n\n## Part 2\n\nTwo.\n\n"
            "**Host:** Why?\n\n**Dana:** So.\n")  # fmt: skip
    assert [t for _, t in said(read_text(tmp_path, text, "a.md"))] == [
        "What?", "One.", "Two.", "Why?", "So."]  # fmt: skip


def test_bold_questions_in_markdown_may_come_back(tmp_path: Path) -> None:
    text = "**What is it?**\n\nThis.\n\n**Why?**\n\nSo.\n\nAnd so.\n\n**Why?**\n\nOh.\n"
    interview = read_text(tmp_path, "# A title\n\n" + text, "a.md")
    assert said(interview) == [
        ("Interviewer", "What is it?"), ("Participant", "This."), ("Interviewer", "Why?"),
        ("Participant", "So.\n\nAnd so."), ("Interviewer", "Why?"), ("Participant", "Oh."),
    ]  # fmt: skip


def test_other_headings_are_nobody(tmp_path: Path) -> None:
    text = written("### {name}:\n\n{text}\n\n")
    text = text.replace("### Host:\n\nWhy", "## Part Two\n\n### Host:\n\nWhy")
    interview = read_text(tmp_path, text, "a.md")
    assert said(interview) == TURNS
    assert interview.warnings == ()


def test_bracket_notes_stay(tmp_path: Path) -> None:
    text = "Host: What? [laughs]\nDana: [inaudible 00:12:33] yes\nHost: Why?\nDana: So.\n"
    assert said(read_text(tmp_path, text))[1] == ("Dana", "[inaudible 00:12:33] yes")


def test_one_question_and_one_answer(tmp_path: Path) -> None:
    interview = read_text(tmp_path, "Interviewer: What do you do?\n\nJane Doe: I work.\n")
    assert [s.role for s in interview.segments] == ["interviewer", "participant"]
    assert any("twice" in w.message for w in interview.warnings)


def test_one_speaker_is_a_participant_with_a_warning(tmp_path: Path) -> None:
    interview = read_text(tmp_path, "Jane Doe: Hello.\n\nMore.\n\nJane Doe: Bye.\n")
    assert {s.role for s in interview.segments} == {"participant"}
    assert any("only one speaker" in w.message for w in interview.warnings)


def test_without_speakers_only_a_monologue_will_do(tmp_path: Path) -> None:
    text = "It was late. I said: go.\n\nAnd so we went.\n"
    with pytest.raises(NoSpeakersError, match="monologue"):
        read_text(tmp_path, text)
    interview = read_text(tmp_path, text, options=ReadOptions(monologue=True))
    assert said(interview) == [("Participant", text.strip())]


def test_a_pattern_of_ones_own(tmp_path: Path) -> None:
    options = ReadOptions(speaker_pattern=r"<<(?P<name>\w+) (?P<time>[\d:]+)>> (?P<text>.*)")
    interview = read_text(tmp_path, "<<A 0:01>> hello?\nmore\n<<B 0:02>> hi\n", options=options)
    assert said(interview) == [("A", "hello?\nmore"), ("B", "hi")]
    assert interview.segments[1].times[0][1] == 2_000


@pytest.mark.parametrize("pattern", ["(", "no name"])
def test_a_pattern_that_cannot_be_used(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(SettingsError, match="speaker pattern"):
        read_text(tmp_path, "x", options=ReadOptions(speaker_pattern=pattern))


def test_the_runner_up_is_reported(tmp_path: Path) -> None:
    assert read_text(tmp_path, written("{name}: ({mm}) {text}\n")).runner_up == "Name: text"


def test_spellings_of_one_name_are_joined_or_pointed_out(tmp_path: Path) -> None:
    text = ("Host: a?\n\nClément Mabi: b\n\nHost: c?\n\nClement  Mabi: d\n\nHost: e?\n\n"
            "Clément Mabi: f\n\nHost: g?\n\nDana Rowe: h\n\nDana: i\n\nDana: j\n")  # fmt: skip
    interview = read_text(tmp_path, text)
    assert [s.speaker for s in interview.segments].count("Clément Mabi") == 3
    messages = " ".join(w.message for w in interview.warnings)
    assert "“Dana Rowe” and “Dana” may be one person" in messages
    joined = read_text(tmp_path, text, options=ReadOptions(aliases={"dana": "Dana Rowe"}))
    assert joined.turns == interview.turns - 1
    assert joined.sha256 == interview.sha256


def test_spellings_apart() -> None:
    assert similar(["P01", "P02", "Male Announcer", "Female Announcer", "Jo", "Bo"]) == []
    assert similar(["Jonathan Feldman", "Jonathon Feldman"]) != []
    assert canonical_names(["ANN", "Ann", "Ann"], {}) == {"ANN": "Ann", "Ann": "Ann"}


LINES = st.lists(
    st.sampled_from([" ".join(pair) for pair in product(["A:", "Bo  0:03", "x", "[1:02]"], "yz")])
    | st.text(max_size=30)
)


@given(LINES)
def test_spans_are_ordered_trimmed_and_inside(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = find(LineDraft(text))
    before = 0
    for span in found.spoken if found else ():
        assert before <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        before = span.end
