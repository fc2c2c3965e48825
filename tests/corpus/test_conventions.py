"""Every way of writing speakers that we know of, each in an invented transcript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.draft import LineDraft
from corpus.readers import ReadOptions
from corpus.readers.finish import finish
from tests.corpus.made_files import docx, paragraph, read_text, said, table

# What is asked and answered, with the traps of real speech: colons, an address, a time, notes.
SCRIPT = [
    "What did you build, and for whom?",
    "We built a ramp map: every kerb in the city. It took two years.",
    "Who paid for it?",
    "The council did. See https://example.org/ramps: the page is still there.",
    "And the vendor?",
    "Note: I liked them. [laughter] They sold us three things: hardware, software, hope.",
    "When did you know?",
    "At 10:30 on a Monday. I told them: never again.",
    "Was that all?",
    "No: they came back with a discount, and [the city] signed.",
    "Would you do it again?",
    "Yes, with other people. (laughs)",
]
Turns = list[tuple[str, str]]


def turns(*names: str) -> Turns:
    """Return the script with `names` speaking by turns."""
    return [(names[i % len(names)], text) for i, text in enumerate(SCRIPT)]


TWO = turns("Host", "Dana Rowe")


def form(pattern: str, top: str = "", bottom: str = "") -> Callable[[Turns], str]:
    """Return what writes turns by a pattern; a turn takes eleven seconds."""

    def written(said: Turns) -> str:
        clocks = [11 * i for i in range(len(said))]
        return top + "".join(
            pattern.format(
                n=name, t=text, N=name.upper(), i=index + 1, q=index // 2 + 1,
                m=f"{s // 60}:{s % 60:02}", mm=f"{s // 60:02}:{s % 60:02}",
                h=f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}",
                e=f"00:{(s + 10) // 60:02}:{(s + 10) % 60:02}",
                teams=f"0:{s // 60}:{s % 60}.0", until=f"0:{(s + 9) // 60}:{(s + 9) % 60}.250",
            )
            for index, ((name, text), s) in enumerate(zip(said, clocks, strict=True))
        ) + bottom  # fmt: skip

    return written


@dataclass(frozen=True, slots=True)
class Case:
    """A dialect: how it is written, what it should be called, who speaks in it."""

    name: str
    write: Callable[[Turns], str]
    convention: str
    turns: Turns
    suffix: str = "txt"
    timed: bool = False


OTTER_TOP = ("Ramps with Dana\nMon, May 06, 2024 10:02AM • 33:01\n\nSUMMARY KEYWORDS\n"
             "ramps, kerbs, vendor, city\n\nSPEAKERS\nDana Rowe, Host\n\n")  # fmt: skip
TEAMS_TOP = "Ramps-20240506_100200-Meeting Recording\nMay 6, 2024, 10:02AM\n33m 1s\n\n"
CHAT_TOP = "@Begin\n@Languages:\teng\n@Participants:\tINV Investigator, PAR Participant\n"
NAME_TIME = "Name  time, text below"

CASES = [
    Case("otter", form("{n}  {m}\n{t}\n\n", OTTER_TOP, "Transcribed by https://otter.ai\n"),
         NAME_TIME, TWO, timed=True),
    Case("otter unknown speakers", form("{n}  {m}  \n{t}\n\n", OTTER_TOP), NAME_TIME,
         turns("Unknown Speaker", "Speaker 1"), timed=True),
    Case("pdf, one blank", form("{n} {mm}\n{t}\n"), NAME_TIME, TWO, timed=True),
    Case("name, dash, time", form("{n} - {h}\n{t}\n\n"), NAME_TIME, TWO, timed=True),
    Case("name, from and to", form("{n} {h} --> {e}\n{t}\n\n"), NAME_TIME, TWO, timed=True),
    Case("rev", form("{n} ({h}):\n{t}\n\n"), "Name (time): text", TWO, timed=True),
    Case("rev, numbered", form("{n} ({mm}): {t}\n\n"), "Name (time): text",
         turns("Speaker 1", "Speaker 2"), timed=True),
    Case("trint", form("{n} [{h}] {t}\n\n"), "Name (time): text", TWO, timed=True),
    Case("diariser", form("{n} [{h}]: {t}\n"), "Name (time): text",
         turns("SPEAKER_00", "SPEAKER_01"), timed=True),
    Case("teams, new", form("{n}   {m}\n{t}\n\n", TEAMS_TOP, "Host stopped transcription\n"),
         NAME_TIME, TWO, timed=True),
    Case("teams, old", form("{teams} --> {until}\n{n}\n{t}\n\n"), "time --> time, name, text below",
         TWO, timed=True),
    Case("premiere", form("{h}:10 - {e}:04\n{n}\n{t}\n\n"), "time --> time, name, text below",
         turns("Speaker 1", "Speaker 2"), timed=True),
    Case("srt in a text", form("{i}\n{h},000 --> {e},500\n{n}: {t}\n\n"),
         "subtitles with Name: text", TWO, timed=True),
    Case("zoom, cloud vtt in a text", form("{i}\n{h}.000 --> {e}.500\n{n}: {t}\n\n", "WEBVTT\n\n"),
         "subtitles with Name: text", TWO, timed=True),
    Case("zoom, desktop", form("[{n}] {h}\n{t}\n\n"), "[Name] text", TWO, timed=True),
    Case("brackets", form("[{n}] {t}\n"), "[Name] text", turns("id1", "id2")),
    Case("brackets, diariser", form("[{n}]: {t}\n"), "[Name] text",
         turns("SPEAKER_00", "SPEAKER_01")),
    Case("brackets after a time", form("[{h}.000 --> {e}.000] [{n}]: {t}\n"), "[time] [Name] text",
         turns("SPEAKER_00", "SPEAKER_01"), timed=True),
    Case("time inside", form("{n} ({mm}): {t}\n"), "Name (time): text", TWO, timed=True),
    Case("time behind the colon", form("{n}: ({mm})\n{t}\n\n"), "Name: (time) text", TWO,
         timed=True),
    Case("time behind the colon, same line", form("{n}: [{mm}] {t}\n"), "Name: (time) text", TWO,
         timed=True),
    Case("time first", form("[{h}] {n}: {t}\n"), "[time] Name: text",
         turns("Speaker 1", "Speaker 2"), timed=True),
    Case("time first, bare", form("{h} {n}: {t}\n"), "[time] Name: text", TWO, timed=True),
    Case("time first, dash", form("{mm} - {n}: {t}\n"), "[time] Name: text", TWO, timed=True),
    Case("time first, round", form("({mm}) {n}: {t}\n"), "[time] Name: text", TWO, timed=True),
    Case("word transcribe", form("{h} {n}\n{t}\n\n", "Audio file\nramps.m4a\n\nTranscript\n"),
         "[time] Name, text below", turns("Speaker 1", "Speaker 2"), timed=True),
    Case("happy scribe", form("[{h}.04] - {n}\n{t}\n\n"), "[time] Name, text below", TWO,
         timed=True),
    Case("colon", form("{n}: {t}\n"), "Name: text", TWO),
    Case("capitals", form("{N}: {t}\n\n"), "Name: text", turns("INTERVIEWER", "DANA ROWE")),
    Case("initial", form("{n}: {t}\n"), "Name: text", turns("INT", "D. Rowe")),
    Case("code", form("{n}: {t}\n\n"), "Name: text", turns("Interviewer", "P01")),
    Case("first names", form("{n}: {t}\n\n"), "Name: text", turns("Sam", "Dana")),
    Case("lower case", form("{n}: {t}\n"), "Name: text", turns("sam", "dana")),
    Case("letters and tabs", form("{n}:\t{t}\n\n"), "Name: text", turns("I", "R")),
    Case("letters, tabs, no colon", form("{n}\t{t}\n"), "Name, tab, text", turns("I", "R")),
    Case("question and answer", form("{n}: {t}\n\n"), "Name: text", turns("Q", "A")),
    Case("question and answer, dots", form("{n}. {t}\n\n"), "Q. text / A. text", turns("Q", "A")),
    Case("question and answer, numbers", form("{n}{q}: {t}\n\n"), "Q1: text / A1: text",
         turns("Q", "A")),
    Case("question and answer, words", form("{n}: {t}\n"), "Name: text",
         turns("Question", "Answer")),
    Case("focus group", form("{n}: {t}\n"), "Name: text", turns("M", "F", "M", "F2")),
    Case("two interviewers", form("{n}: {t}\n"), "Name: text",
         turns("Int1", "P3", "Int2", "P4")),
    Case("chevrons", form(">> {n}: {t}\n"), "Name: text", TWO),
    Case("full width", form("{n}：{t}\n"), "Name: text", turns("主持人", "唐鳳")),
    Case("markdown, bold, time", form("**{n} ({mm}):** {t}\n\n", "# Ramps\n\n"),
         "**Name (time):** text", TWO, "md", timed=True),
    Case("markdown, bold", form("**{n}:** {t}\n\n"), "**Name:** text", TWO, "md"),
    Case("markdown, bold, colon outside", form("__{n}__: {t}\n\n"), "**Name:** text", TWO, "md"),
    Case("markdown, heading, time", form("### {n} ({mm})\n\n{t}\n\n", "# Ramps\n\n"),
         "### Name:", TWO, "md", timed=True),
    Case("markdown, bold above", form("**{n}**\n\n{t}\n\n"), "**Name**, text below", TWO, "md"),
    Case("markdown, table", form("| {h} | {n} | {t} |\n", "| Time | Who | Text |\n|--|--|--|\n"),
         "time | Name | text", TWO, "md", timed=True),
    Case("pipes without times", form("{n} | {t}\n"), "Name | text", TWO),
    Case("tabs: time, name, text", form("{h}\t{n}\t{t}\n", "time\tspeaker\ttext\n"),
         "time | Name | text", TWO, timed=True),
    Case("underlined", form("<u>{n}:</u> {t}\n\n"), "<b>Name:</b> text", TWO),
    Case("html bold", form("<strong>{n}</strong>: {t}\n"), "<b>Name:</b> text", TWO),
    Case("chat", form("*{n}:\t{t}\n%com:\tan aside\n", CHAT_TOP, "@End\n"), "*NAME: text",
         turns("INV", "PAR")),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_convention(tmp_path: Path, case: Case) -> None:
    text = case.write(case.turns)
    assert text.count("\n") >= 12
    interview = read_text(tmp_path, text, f"a.{case.suffix}")
    assert interview.convention == case.convention
    assert said(interview) == case.turns
    assert interview.turns == len(case.turns)
    assert all(bool(s.times) == case.timed for s in interview.segments)
    assert interview.text == text
    assert not [w for w in interview.warnings if w.line]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_who_asks_is_the_interviewer(tmp_path: Path, case: Case) -> None:
    if case.name == "focus group":
        return
    interview = read_text(tmp_path, case.write(case.turns), f"a.{case.suffix}")
    assert [s.role for s in interview.segments] == ["interviewer", "participant"] * 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_convention_survives_windows_line_ends_and_indents(tmp_path: Path, case: Case) -> None:
    text = case.write(case.turns)
    interview = read_text(tmp_path, text.replace("\n", "\r\n"), f"a.{case.suffix}")
    assert interview.convention == case.convention
    assert said(interview) == case.turns


WRAPPED = """Ramps and kerbs
recorded in the library

Speaker 1: What did you build, and
for whom? I ask because: nobody
knows.
Speaker 2: We built a ramp map of
every kerb in the city. It took
two years, from 2019: the first
one was lost.
Speaker 1: Who paid?
Speaker 2: The council did, at
10:30 on a Monday, and
https://example.org: that page
is still there.
"""
REV = """Host (00:00:05):
What did you build?

Dana Rowe (00:20:12):
A ramp map.

(00:21:42):
Every kerb in the city: all of them.

(00:22:00): And then some.

Host (00:23:00):
Who paid?

Dana Rowe (00:23:20):
The council.
"""


def test_hard_wrapped_turns(tmp_path: Path) -> None:
    interview = read_text(tmp_path, WRAPPED)
    assert [(s, t.split()[0]) for s, t in said(interview)] == [
        ("Speaker 1", "What"), ("Speaker 2", "We"), ("Speaker 1", "Who"), ("Speaker 2", "The"),
    ]  # fmt: skip
    assert said(interview)[1][1].endswith("one\nwas lost.") or "was lost." in said(interview)[1][1]


def test_a_time_without_a_name_is_the_same_speaker(tmp_path: Path) -> None:
    interview = read_text(tmp_path, REV)
    assert [(s.speaker, s.turn, s.times[0][1]) for s in interview.segments] == [
        ("Host", 0, 5_000), ("Dana Rowe", 1, 1_212_000), ("Dana Rowe", 1, 1_302_000),
        ("Dana Rowe", 1, 1_320_000), ("Host", 2, 1_380_000), ("Dana Rowe", 3, 1_400_000),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["**{}**", "## {}", "### **{}**", "__{}__"])
def test_questions_as_headings(tmp_path: Path, mark: str) -> None:
    answers = [text + "\n\nAnd more of it." for text in SCRIPT[1::2]]
    parts = [f"{mark.format(q)}\n\n{a}\n\n" for q, a in zip(SCRIPT[::2], answers, strict=True)]
    text = "# Ramps, an interview\n\nBy Sam Lee\n\n" + "".join(parts)
    interview = read_text(tmp_path, text, "a.md")
    asked = [t for s, t in said(interview) if s == "Interviewer"]
    assert [q.strip("*_") for q in asked] == SCRIPT[::2]
    assert [t for s, t in said(interview) if s == "Participant"] == answers
    assert [s.role for s in interview.segments] == ["interviewer", "participant"] * 6


@pytest.mark.parametrize("mark", ["Q: {}", "**Q:** {}", "Interviewer: {}", "**Question**: {}"])
def test_answers_without_a_label(tmp_path: Path, mark: str) -> None:
    answers = [text + "\n\nAnd more of it." for text in SCRIPT[1::2]]
    parts = [f"{mark.format(q)}\n\n{a}\n\n" for q, a in zip(SCRIPT[::2], answers, strict=True)]
    interview = read_text(tmp_path, "Ramps\n\n" + "".join(parts))
    assert [t for _, t in said(interview)][::2] == SCRIPT[::2]
    assert [t for s, t in said(interview) if s == "Participant"] == answers
    assert [s.role for s in interview.segments] == ["interviewer", "participant"] * 6


def test_headings_of_other_levels_divide_answers(tmp_path: Path) -> None:
    text = ("# Ramps\n\n## What did you build?\n\nA map.\n\n# The vendor\n\nThey left.\n\n"
            "## Who paid?\n\nThe council.\n\n## Tell us more.\n\nThere is no more.\n")  # fmt: skip
    assert said(read_text(tmp_path, text, "a.md")) == [
        ("Interviewer", "What did you build?"), ("Participant", "A map."),
        ("Participant", "They left."), ("Interviewer", "Who paid?"),
        ("Participant", "The council."), ("Interviewer", "Tell us more."),
        ("Participant", "There is no more."),
    ]  # fmt: skip


def test_word_tables(tmp_path: Path) -> None:
    rows = [("Time", "Speaker", "Text")]
    rows += [(f"00:00:{9 * i:02}", n, t) for i, (n, t) in enumerate(TWO[:6])]
    for made in (rows, rows[1:]):
        interview = read_text(tmp_path, docx(table(made)), "a.docx")
        assert said(interview) == TWO[:6]
        assert interview.convention == "table: speaker | text"
        assert [s.times[0][1] for s in interview.segments] == [9_000 * i for i in range(6)]


def test_word_bold(tmp_path: Path) -> None:
    bold = "".join(paragraph((q, True)) + paragraph(a)
                   for q, a in zip(SCRIPT[::2], SCRIPT[1::2], strict=True))  # fmt: skip
    interview = read_text(tmp_path, docx(bold), "a.docx")
    assert interview.convention == "bold paragraphs are the interviewer's"
    assert said(interview) == turns("Interviewer", "Participant")


def test_word_with_bold_names_and_times(tmp_path: Path) -> None:
    body = "".join(paragraph((n, True), f"  0:{9 * i:02}\n{t}") for i, (n, t) in enumerate(TWO[:6]))
    interview = read_text(tmp_path, docx(body), "a.docx")
    assert said(interview) == TWO[:6]
    assert interview.convention == NAME_TIME


def test_nothing_fits_is_said(tmp_path: Path) -> None:
    draft = LineDraft("It was late.\nI said: go.\n")
    interview = finish(Path("a.txt"), "txt", draft, ReadOptions(monologue=True))
    assert interview.convention == "one speaker without a name"
