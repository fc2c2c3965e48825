"""CHAT files: whose words, when, and what becomes of the marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import NoSpeechError, TranscriptError, UnreadableError
from corpus.readers.chat_words import readable
from tests.corpus.made_files import read_text, said
from tests.corpus.made_turns import Said, heard, turns

HEAD = "@UTF8\n@Begin\n@Languages:\teng\n"
CHAT = (
    HEAD + "@Participants:\tINV Investigator, PAR Dana_Rowe Participant,\n\tBOE Bo_Ek Interviewer\n"
    "@ID:\teng|made|INV|||||Investigator|||\n@Media:\tother, audio\n@Bg:\tstart\n"
    "*INV:\twhat is it ? \x150_1500\x15\n%mor:\tpro:int|what cop|be&3S\n\tpro|it ?\n"
    "*PAR:\tit is &-um <the the> [//] a\n\tstreet (.) in New_York . \x151600_4000\x15\n"
    "%com:\t*loud*\n@Comment:\tnobody says so\n\tnor this\n"
    "*PAR:\txxx &=laughs . \x154000_5000\x15\n*BOE:\tgoin(g) +...\n*XYZ:\tyes .\n@End\n"
)


def test_main_tiers(tmp_path: Path) -> None:
    interview = read_text(tmp_path, CHAT, "a.cha")
    assert heard(interview) == [
        Said("INV", "what is it?", 0, 1_500),
        Said(
            "Dana Rowe",
            "it is um the the a street in New York. [inaudible] [laughs].",
            1_600,
            5_000,
        ),
        Said("Bo Ek (Interviewer)", "going…", -1, -1),
        Said("XYZ", "yes.", -1, -1),
    ]
    assert [s.role for s in interview.segments] == [
        "interviewer", "participant", "interviewer", "participant"]  # fmt: skip
    assert (interview.format, interview.convention) == ("cha", "main tiers")
    assert [ms for _, ms in interview.segments[1].times] == [1_600, 4_000]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings(tmp_path: Path, encoding: str, end: str) -> None:
    text = HEAD + "*ANN:\two ? \x150_900\x15\n*BOE:\tда, ж .\x15950_1000\x15\n@End\n"
    interview = read_text(tmp_path, text.replace("\n", end).encode(encoding), "a.cha")
    assert heard(interview) == [Said("ANN", "wo?", 0, 900), Said("BOE", "да, ж.", 950, 1_000)]


def test_the_role_may_stand_in_the_id_alone(tmp_path: Path) -> None:
    text = (
        HEAD + "@Participants:\tANN Ann Adult, BOE Bo Adult\n@ID:\teng|x|BOE|||||Interviewer|||\n"
        "*ANN:\tno questions .\n*BOE:\tnone at all .\n"
    )
    interview = read_text(tmp_path, text, "a.cha")
    assert {s.speaker: s.role for s in interview.segments} == {
        "Ann": "participant", "Bo (Interviewer)": "interviewer"}  # fmt: skip


def test_bullets_within_and_of_older_files(tmp_path: Path) -> None:
    text = (
        '*ANN:\twell \x155_10\x15 so . \x1510_20\x15\n*BOE:\tyes .\x15%snd:"a b"_30_40\x15\n'
        "*ANN:\toh . \u202250_60\u2022\n*BOE:\taha .\u00b770_80\u00b7\n"
    )
    assert heard(read_text(tmp_path, text, "a.cha")) == [
        Said("ANN", "well so.", 5, 20), Said("BOE", "yes.", 30, 40),
        Said("ANN", "oh.", 50, 60), Said("BOE", "aha.", 70, 80),
    ]  # fmt: skip


def test_lines_without_a_tab_go_on(tmp_path: Path) -> None:
    text = "*ANN: why\nis it ?\n\n*BOE: so .\n"
    interview = read_text(tmp_path, text, "a.cha")
    assert said(interview) == [("ANN", "why is it?"), ("BOE", "so.")]
    assert (interview.warnings[0].line, "tab: 1;" in interview.warnings[0].message) == (1, True)


@pytest.mark.parametrize(
    ("chat", "plain"),
    [
        ("<I want> [/] I want (.) &-um the &+s spoon@l .", "I want I want um the s- spoon."),
        ("&um (be)cause I was goin(g) home +...", "um because I was going home…"),
        ("xxx [=! shouting] yes [?] ‡ www .", "[inaudible] [shouting] yes, [untranscribed]."),
        ('+" he said +"/.', "he said:"),
        ("++ no:pe &*INV:mhm it's (1.5) birthday+party +/.", "nope [mhm] it's birthday party –"),
        ("he 0is here [* m:0aux] [>] +!?", "he here!?"),
        ("+, gonna [: going to] go [% whispers] [x 2] [+ exc] , right ?", "gonna go, right?"),
        ("hola@s:spa &=clears_throat +//.", "hola [clears throat] –"),
        ("a ⌈both⌉ ↑up °soft° rhi^no [= the animal] .", "a both up soft rhino."),
        ("[- fra] oui &~oh .", "oui oh."),
        # What is no mark of CHAT's stays.
        (
            "[laughter] the [city] at 10:30 , A&B (or so)",
            "[laughter] the [city] at 10:30, A&B (or so)",
        ),
        ("see www.gov.uk , mail a@gov.uk .", "see www.gov.uk, mail a@gov.uk."),
        ("0 .", ""),
        ("+ & [ ] < @ (", ""),
    ],
)
def test_marks(chat: str, plain: str) -> None:
    assert readable(chat) == plain


@pytest.mark.parametrize("text", ["Ann: hello\nBo: what?\n", HEAD + "%mor:\tx\n@End\n", "*\n*:\n"])
def test_without_main_tiers(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableError, match=r"like \*PAR:"):
        read_text(tmp_path, text, "a.cha")


def test_nothing_said(tmp_path: Path) -> None:
    with pytest.raises(NoSpeechError):
        read_text(tmp_path, "*ANN:\t0 .\n", "a.cha")


UNMARKED = ("don't", "R&D", "10:30", "[laughs]", "😀", "5", "(or", "so)", "a;b")


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(spoken=turns(UNMARKED, ("Interviewer", "Ann Lee", "Zoë Ó Dálaigh")))
def test_there_and_back(tmp_path: Path, spoken: list[Said]) -> None:
    codes = {name: f"S{number}" for number, name in enumerate({one.speaker for one in spoken})}
    people = ", ".join(f"{code} {name.replace(' ', '_')} Adult" for name, code in codes.items())
    lines = [f"{HEAD}@Participants:\t{people}"]
    for one in spoken:
        words = f"{one.words[:-1]} {one.words[-1]}".replace(" ", "\n\t", 1)
        lines += [f"*{codes[one.speaker]}:\t{words} \x15{one.start}_{one.end}\x15", "%mor:\tx|y"]
    assert heard(read_text(tmp_path, "\n".join([*lines, "@End\n"]), "a.cha")) == spoken


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(st.sampled_from("*@%A:\t\n \x1501_[]<>/&=-+(.)x"), max_size=200))
def test_anything_is_read_or_refused(tmp_path: Path, text: str) -> None:
    try:
        read_text(tmp_path, "*ANN:\t" + text, "a.cha")
    except TranscriptError as error:
        assert str(error).startswith("a.cha: ")
