"""Formats that name speakers themselves: subtitles, tables, speech JSON, Akoma Ntoso."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import NoSpeakersError, UnreadableError
from corpus.readers import SUFFIXES, ReadOptions
from corpus.readers.assemble import assemble
from tests.corpus.made_files import read_text, said


def test_what_can_be_read() -> None:
    assert {".txt", ".md", ".docx", ".vtt", ".srt", ".csv", ".json", ".xml"} <= set(SUFFIXES)


def test_vtt_voices(tmp_path: Path) -> None:
    text = ("WEBVTT\n\nNOTE made up\n\n00:03.000 --> 00:08.200\n"
            "<v.loud Ann &amp; Bo>Hi &amp; <i>you</i></v> <v Cy>What?</v>\n\n"
            "cue-2\n00:00:09.000 --> 00:00:16.500 align:start\nand\nmore\n\n"
            "00:00:20.000 --> 00:00:28.200\n<v Ann &amp; Bo>Bye.\n")  # fmt: skip
    interview = read_text(tmp_path, text, "a.vtt")
    assert said(interview) == [
        ("Ann & Bo", "Hi & you"), ("Cy", "What? and more"), ("Ann & Bo", "Bye.")]  # fmt: skip
    assert interview.text == "Ann & Bo: Hi & you\n\nCy: What? and more\n\nAnn & Bo: Bye.\n"
    cy = interview.segments[1]
    assert [(interview.text[at : at + 3], ms) for at, ms in cy.times] == [("and", 9_000)]
    assert interview.segments[2].end_ms == 28_200


def test_times_that_teams_leaves_unpadded(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n0:0:6.90 --> 0:0:16.500\n<v Ann>Hi</v>\n\n0:0:17.5 --> 0:0:18.0\n<v Bo>Ho</v>\n"
    )
    interview = read_text(tmp_path, text, "a.vtt")
    assert [s.times[0][1] for s in interview.segments] == [6_090, 17_005]


def test_srt_with_names_at_a_change_of_speaker(tmp_path: Path) -> None:
    cues = ["Ann: Hi, what", "is it?", "Bo: It is: this.", "Ann: Why?", "Bo: So."]
    text = "".join(
        f"{n}\n00:00:{n:02},500 --> 00:00:{n + 1:02},000\n{cue}\n\n" for n, cue in enumerate(cues)
    )
    interview = read_text(tmp_path, text, "a.srt")
    assert said(interview) == [
        ("Ann", "Hi, what is it?"), ("Bo", "It is: this."), ("Ann", "Why?"), ("Bo", "So."),
    ]  # fmt: skip
    assert [ms for _, ms in interview.segments[0].times] == [500, 1_500]
    assert interview.convention == "cues with Name: text"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_of_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [["Speaker", "Start", "End", "Utterance", "extra"],
            ["Ann", "0.5", "2", "Hi; you, |?", ""], ["", "00:00:03", "4", "And this?", ""],
            ["Bo", "5", "6", "Yes.", ""]]  # fmt: skip
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    interview = read_text(tmp_path, buffer.getvalue(), "a.csv")
    assert said(interview) == [("Ann", "Hi; you, |?\nAnd this?"), ("Bo", "Yes.")]
    assert [ms for _, ms in interview.segments[0].times] == [500, 3_000]
    assert interview.segments[0].end_ms == 4_000


def test_csv_in_windows_encoding_and_with_careless_quotes(tmp_path: Path) -> None:
    text = 'speaker,text\nClément,"He said "no" twice"\nZoé,"Déjà vu?"\n'
    interview = read_text(tmp_path, text.encode("cp1252"), "a.csv")
    assert [s.speaker for s in interview.segments] == ["Clément", "Zoé"]
    assert len([w for w in interview.warnings if "quotation" in w.message]) == 1


def test_csv_without_usable_columns(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no column called text"):
        read_text(tmp_path, "a,b\nsecret words,2\n", "a.csv")
    with pytest.raises(UnreadableError, match="quotation mark"):
        read_text(tmp_path, 'speaker,text\nA,"never ends\n', "a.csv")


def test_whisperx_segments(tmp_path: Path) -> None:
    segments = [
        {"start": 0, "end": 1.5, "text": " Hi, what", "speaker": "SPEAKER_00"},
        {"start": 1.5, "end": 2, "text": " is it?"},
        {"start": 2, "end": 3, "text": "\ud83d\ude00 This.", "speaker": "SPEAKER_01"},
    ]
    interview = read_text(tmp_path, json.dumps({"segments": segments}), "a.json")
    assert said(interview) == [("SPEAKER_00", "Hi, what is it?"), ("SPEAKER_01", "😀 This.")]
    assert [ms for _, ms in interview.segments[0].times] == [0, 1_500]


def test_whisper_names_nobody(tmp_path: Path) -> None:
    text = json.dumps({"segments": [{"text": " One."}, {"text": " Two."}]})
    with pytest.raises(NoSpeakersError, match="speaker labels"):
        read_text(tmp_path, text, "a.json")
    interview = read_text(tmp_path, text, "a.json", ReadOptions(monologue=True))
    assert said(interview) == [("Participant", "One.\nTwo.")]
    assert interview.text == "One.\nTwo.\n"


AKOMA = """<?xml version="1.0"?>
<akomaNtoso xmlns="urn:any"><debate><meta><references>
<TLCPerson id="ann-bo" showAs="Ann Bo"/><TLCPerson id="ann-bo-2" showAs="Ann Bo"/>
</references></meta><debateBody><debateSection><heading>A talk</heading>
<narrative><p><i>(music)</i></p></narrative>
<speech by="#ann-bo"><p>
   I see <i>it</i>,<br/> and <a href="x">go</a>. </p><p></p><p>More.</p></speech>
<speech by="#ann-bo-2"><p>Mine.</p></speech>
<speech by="#cy-dee"><p>What?</p><speech by="#ann-bo"><p>This.</p></speech></speech>
</debateSection></debateBody></debate></akomaNtoso>"""


def test_akoma_ntoso(tmp_path: Path) -> None:
    interview = read_text(tmp_path, AKOMA, "a.xml")
    assert said(interview) == [
        ("Ann Bo", "I see it,\nand go.\nMore.\nMine."), ("cy dee", "What?"), ("Ann Bo", "This.")
    ]  # fmt: skip
    assert interview.text.startswith("A talk\n\nAnn Bo: I see it,")


def test_other_xml_and_other_json(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="root is html"):
        read_text(tmp_path, "<html/>", "a.xml")
    with pytest.raises(UnreadableError, match="segments"):
        read_text(tmp_path, '{"results": []}', "a.json")


def test_options_name_roles_and_language(tmp_path: Path) -> None:
    text = "speaker,text\nAnn,Why?\nBo,So.\nCy,Hm.\n"
    options = ReadOptions(
        interviewers=("bo",), participants=("ANN",), others=("cy",), language="de"
    )
    interview = read_text(tmp_path, text, "a.csv", options)
    assert [s.role for s in interview.segments] == ["participant", "interviewer", "other"]
    assert interview.language == "de"


UTTERANCES = st.lists(
    st.builds(
        Utterance,
        st.none() | st.text(st.characters(), max_size=8),
        st.text(st.characters(), max_size=30),
        st.none() | st.integers(0, 10**6),
    )
)


@given(UTTERANCES, st.booleans(), st.text(max_size=10))
def test_assembled_offsets(said: list[Utterance], paragraphs: bool, front: str) -> None:
    result = assemble(UtteranceDraft(tuple(said), "x", front=front, paragraphs=paragraphs))
    before = 0
    for segment in result.segments:
        words = result.text[segment.start : segment.end]
        assert before <= segment.start < segment.end <= len(result.text)
        assert words == words.strip()
        assert all(segment.start <= at < segment.end for at, _ in segment.times)
        before = segment.end
    result.text.encode()
