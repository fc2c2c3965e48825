"""Rich text: control words, encodings, rows, bold, and files that are hostile or cut off."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from striprtf.striprtf import rtf_to_text

from corpus.errors import NoSpeechError, TranscriptError, UnreadableError
from corpus.readers import ReadOptions, read
from corpus.readers.rtf import read_rtf
from corpus.text import canonical
from tests.corpus.document_turns import TURNS, check_round_trip
from tests.corpus.made_files import FORMS, Turns, read_text, rtf, rtf_turns, said

ANY = ReadOptions(monologue=True)


@settings(deadline=None)
@given(TURNS, st.sampled_from(FORMS))
def test_turns_come_back(turns: Turns, form: str) -> None:
    check_round_trip(rtf_turns, form, turns, "a.rtf")


@given(TURNS)
def test_striprtf_reads_the_same_words(turns: Turns) -> None:
    data = rtf_turns(turns, "bold name")
    theirs = canonical(rtf_to_text(data.decode("ascii")))
    assert read_rtf(Path("a.rtf"), data, ANY).text.split() == theirs.split()


WORDS = [r"\b ", r"\b0 ", "{", "}", r"\par ", r"\u8217?", r"\u-10179", r"\'e9", r"\cell ", r"\row",
         r"\trowd ", r"\uc", r"\uc2 ", r"\u", r"\bin", r"\bin3 ", r"\*", r"\fonttbl ", r"\f1",
         r"\fcharset128 ", r"\ansicpg932 ", r"\ansicpg", r"\plain", r"\deleted ", "\\", "x", " ",
         "\n", "é", r"\pict ", r"\u99999999 ", r"\f-5 ", r"\'", r"\nesttableprops "]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS)).map("".join) | st.text(), st.booleans())
def test_any_words_give_spans_inside_canonical_text(words: str, latin: bool) -> None:
    data = ("{\\rtf1 " + words).encode("latin-1" if latin else "utf-8", "replace")
    draft = read_rtf(Path("a.rtf"), data, ANY)
    spans = [*draft.bold, *(cell for row in draft.rows for cell in row)]
    assert all(0 <= start <= end <= len(draft.text) for start, end in spans)
    draft.text.encode()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (r"a\par b\line c\tab d\~e\_f\-g\{\}\\", "a\nb\nc\td\u00a0e\u2011fg{}\\\n"),
        ("a\\\nb\\\r\nc\r\nd", "a\nb\ncd\n"),
        (r"\lquote a\rquote\emdash b\'92\'e9", "‘a’—b’é\n"),
        (r"\u8217?s\u8217\'92s{\uc0\u8217 s}\uc2\u26085\'93\'fa!", "’s’s’s日!\n"),
        (r"\u-10179?\u-8704?{\b\u-10179?}x\u-4051?y", "😀\ufffdxy\n"),
        (r"\f1 \'cf\'f0\'e8\f0 \'e9", "Приé\n"),
        (r"a {\deleted gone}{\revised new}{\field{\*\fldinst HYPERLINK u}{\fldrslt link}}",
         "a newlink\n"),
        (r"{\header x}{\footnote x}{\*\annotation x}{\*\unknown x{y}}{\listtext 1.\tab}a"
         r"{\pict 00ff}", "a\n"),
        (r"{\pict\bin4 }}{{}a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt box\par}}{\shprslt x}}b",
         "a\nbox\nb\n"),
        (r"a{\upr{x}{\*\ud{x}}}b}c", "ab\n"),
    ],
)  # fmt: skip
def test_text(tmp_path: Path, words: str, text: str) -> None:
    assert read_text(tmp_path, rtf(words), "a.rtf", ANY).text == text


@pytest.mark.parametrize(
    ("head", "words", "text"),
    [
        (r"\ansi\ansicpg1250", b"Jak\\'9a: \x9e\x9a", "Jakš: žš"),
        (r"\ansi\ansicpg932", b"\\'91\\'be\\'98Y \x82\xcd", "太郎 は"),
        (r"\mac", b"Z\\'91", "Zë"),
        (r"\ansi\ansicpg65001", b"\\'c3\\'a9", "é"),
        (r"\ansi\ansicpg99999", b"\\'e9", "é"),
        (r"\ansi\ansicpg1252", "Zoë 日本 😀".encode(), "Zoë 日本 😀"),
        (r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset128 M;}{\f1\fcharset1 A;}}",
         b"\\'82\\'cd\\f1 \\'e9", " はé"),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, head: str, words: bytes, text: str) -> None:
    data = b"{\\rtf1" + head.encode() + b" " + words + b"}"
    assert read_text(tmp_path, data, "a.rtf", ANY).text == text + "\n"


def test_bold_paragraphs_are_the_interviewers(tmp_path: Path) -> None:
    words = (r"\b What do {you} do?\b0\par I {\b run} it.\par{\b Why?\par}"
             r"\b\plain So.\par")  # fmt: skip
    assert said(read_text(tmp_path, rtf(words), "a.rtf")) == [
        ("Interviewer", "What do you do?"), ("Participant", "I run it."),
        ("Interviewer", "Why?"), ("Participant", "So."),
    ]  # fmt: skip


def test_rows_of_tables(tmp_path: Path) -> None:
    rows = [r"\trowd\cellx1\intbl Host\cell What?\par Or?\cell\trowd\cellx1\row",
            r"\trowd\intbl Dana\cell This | that.\cell\row",
            r"\intbl Host\cell Why?\nestcell x{\*\nesttableprops\trowd\nestrow}\cell\row",
            r"\trowd\intbl Dana\cell So.\cell\row"]  # fmt: skip
    interview = read_text(tmp_path, rtf("Title\\par " + "\n".join(rows) + r"\pard after"), "a.rtf")
    assert said(interview) == [("Host", "What?\nOr?"), ("Dana", "This | that."),
                               ("Host", "Why?\tx"), ("Dana", "So.")]  # fmt: skip
    assert interview.text.startswith("Title\nHost\tWhat?\nOr?\nDana\tThis")


def test_a_file_that_is_cut_off_is_read_with_a_warning(tmp_path: Path) -> None:
    data = rtf(r"Host: What?\par Dana: This.\par Host: Why?\par Dana: Because we had to.")
    interview = read_text(tmp_path, data[:-9], "a.rtf")
    assert said(interview)[-1] == ("Dana", "Because we")
    assert any("too early" in warning.message for warning in interview.warnings)


@pytest.mark.parametrize("data", [b"Host: What?", b"PK\x03\x04", b"{", b"\x00" * 50, b"{\\rt"])
def test_no_rich_text(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no rich text"):
        read_text(tmp_path, data, "a.rtf")


@pytest.mark.parametrize("words", ["", "}", "{" * 5_000, "\\", r"{\pict ff}", r"\bin9999999999 x"])
def test_no_speech(tmp_path: Path, words: str) -> None:
    with pytest.raises(NoSpeechError):
        read_text(tmp_path, b"{\\rtf1 " + words.encode(), "a.rtf", ANY)


@pytest.mark.parametrize(
    "unit",
    ["{", "}", "{}", r"\b ", r"\b0 x\b ", r"\u1?", r"\'41", "x", "\xff", "\n", r"\par ", r"\cell ",
     r"\row ", r"\trowd ", r"\trowd x\par\cell\row ", r"{\pict ", r"{\*\x ", r"\bin0 ", r"\bin5 ",
     r"{\fonttbl\f1\fcharset0 ", r"{\field{\*\fldinst{HYPERLINK "],
)  # fmt: skip
def test_twenty_megabytes_take_no_time(tmp_path: Path, unit: str) -> None:
    data = "{\\rtf1 " + unit * (20_000_000 // len(unit))
    (tmp_path / "a.rtf").write_bytes(data.encode("latin-1"))
    start = time.process_time()
    with pytest.raises(TranscriptError):
        read(tmp_path / "a.rtf")
    # Measured: up to 1 s. The promise is 2 s, doubled here for a busy machine.
    assert time.process_time() - start < 4


def test_large_pictures_do_not_count(tmp_path: Path) -> None:
    data = rtf(r"{\*\shppict{\pict\pngblip " + "89504e47\n" * 2_000_000 + "}}Hello.")
    assert read_text(tmp_path, data, "a.rtf", ANY).text == "Hello.\n"
