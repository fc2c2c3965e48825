"""Subtitles as tools write them: dialects, damage, and there and back again."""

from __future__ import annotations

import html
import io
from pathlib import Path

import pytest
import webvtt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import NoSpeakersError, UnreadableError
from corpus.interview import Interview
from corpus.readers import ReadOptions
from tests.corpus.made_files import read_text, said
from tests.corpus.made_turns import Said, heard, turns

NAMED = "{n}\n{a} --> {b}\n{words}\n\n"


def starts(interview: Interview) -> list[int]:
    """Return the times of all anchors."""
    return [ms for segment in interview.segments for _, ms in segment.times]


def messages(interview: Interview) -> str:
    """Return all warnings as one text."""
    return "\n".join(warning.message for warning in interview.warnings)


def test_every_voice_of_a_cue_is_kept(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>Why?</v> <v Bo>So &lt;that&gt;.</v>\n<v Ann>Oh"
        "\n<c.blue>I</c> <00:02.000>see.\n\n00:05.000 --> 00:06.000\n<v.loud Bo Ek>Yes &amp; no."
    )
    interview = read_text(tmp_path, text, "a.vtt")
    assert said(interview) == [
        ("Ann", "Why?"), ("Bo", "So <that>."), ("Ann", "Oh I see."), ("Bo Ek", "Yes & no."),
    ]  # fmt: skip
    assert interview.convention == "voices"


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        # One short field shows that Teams wrote it: fractions are counts of milliseconds.
        (["0:0:6.90 --> 0:0:7.5", "0:10:12.90 --> 0:10:13.0"], [6_090, 612_090]),
        (["0:00:06.90 --> 0:00:07.50", "0:10:12.90 --> 0:10:13.00"], [6_900, 612_900]),
        (["00:06.9 --> 00:07.5", "01:00.05 --> 01:01.0"], [6_900, 60_050]),
        (["00:00:06,900 -> 00:00:07,500", "100:00:01,000-->100:00:02,000"], [6_900, 360_001_000]),
        (["00:00:06.9000000 --> 00:00:07.5000000 align:left", "00:00:08 --> 00:00:09"],
         [6_900, 8_000]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
def test_times(tmp_path: Path, name: str, times: list[str], expected: list[int]) -> None:
    text = "WEBVTT\n\n" + f"{times[0]}\n<v Ann>Why?\n\n{times[1]}\n<v Bo>So.\n"
    assert starts(read_text(tmp_path, text, name)) == expected


def test_teams_with_the_name_on_a_line_of_its_own(tmp_path: Path) -> None:
    cues = [
        ("Ann Lee", "Why so?"),
        ("Bo Ek", "Because of\nit."),
        ("Bo Ek", "Yes."),
        ("Ann Lee", "Oh."),
    ]
    text = "WEBVTT\n\n" + "".join(
        f"0:0:{n}.0 --> 0:0:{n}.510\n{name}\n{words}\n\n" for n, (name, words) in enumerate(cues)
    )
    interview = read_text(tmp_path, text, "a.vtt")
    assert said(interview) == [
        ("Ann Lee", "Why so?"), ("Bo Ek", "Because of it. Yes."), ("Ann Lee", "Oh."),
    ]  # fmt: skip
    assert starts(interview) == [0, 1_000, 2_000, 3_000]
    assert interview.convention == "cues with the name on a line of its own"


def test_zoom(tmp_path: Path) -> None:
    cloud = "WEBVTT\n\n" + "".join(
        NAMED.format(n=n, a=f"00:00:{n:02}.000", b=f"00:00:{n:02}.900", words=words)
        for n, words in enumerate(
            ["Ann Lee: Why?", "Bo Ek: At 10:30: so.", "And so.", "Ann Lee: Oh."]
        )
    )
    expected = [("Ann Lee", "Why?"), ("Bo Ek", "At 10:30: so. And so."), ("Ann Lee", "Oh.")]
    assert said(read_text(tmp_path, cloud, "a.vtt")) == expected
    desktop = "".join(
        NAMED.format(n=n, a=f"00:00:{n:02},000", b=f"00:00:{n:02},900", words=words)
        for n, words in enumerate(
            ["[Ann Lee] 10:00:01\nWhy?", "[Bo Ek] 10:00:09\nAt 10:30: so.", "And so.",
             "[Ann Lee] 10:01:00\nOh."])
    )  # fmt: skip
    interview = read_text(tmp_path, desktop, "a.srt")
    assert said(interview) == expected
    assert starts(interview) == [0, 1_000, 2_000, 3_000]


def test_notes_styles_and_regions_are_nobodys_words(tmp_path: Path) -> None:
    text = (
        "WEBVTT - made up\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:a\n\n"
        "NOTE\nfirst\nsecond\n\nintro\n00:01.000 --> 00:02.000\n<v Ann>Why?\n\nNOTE between\n\n"
        "NOTED\n00:02.000 --> 00:03.000\n<v Bo>NOTE that.\n\nNOTE the end\nof it\n"
    )
    assert said(read_text(tmp_path, text, "a.vtt")) == [("Ann", "Why?"), ("Bo", "NOTE that.")]


CUES = (
    ("00:00:00,500 --> 00:00:00,900", "Ann: Hm?"),
    ("00:00:01,000 --> 00:00:02,000", "Ann: Why", "in", "1999"),
    ("00:00:03,000 --> 00:00:04,000", "Bo: So."),
    ("00:00:05,000 --> 00:00:06,000", "Bo: Oh."),
)
LAYOUTS = {
    "no blank lines": "\n".join(f"{n}\n" + "\n".join(cue) for n, cue in enumerate(CUES)),
    "blank lines all over": "\n\n".join(
        f"{n}\n\n" + "\n\n".join(cue) for n, cue in enumerate(CUES)
    ),
    "neither numbers nor blank lines": "\n".join("\n".join(cue) for cue in CUES),
    "names": "\n\n".join(f"c-{n}\n" + "\n".join(cue) for n, cue in enumerate(CUES)) + "\n\n\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["a.vtt", "a.srt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_marks_and_line_ends(
    tmp_path: Path, layout: str, name: str, encoding: str, end: str
) -> None:
    head = "WEBVTT\n\n" if name == "a.vtt" and encoding != "utf-16" else ""
    text = (head + LAYOUTS[layout]).replace("\n", end)
    interview = read_text(tmp_path, text.encode(encoding), name)
    assert said(interview) == [("Ann", "Hm? Why in 1999"), ("Bo", "So. Oh.")]
    assert starts(interview) == [500, 1_000, 3_000, 5_000]


def test_times_that_cannot_be_right(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n00:05.000 --> 00:09.000\n<v Ann>One.\n\n00:08.000 --> 00:09.000\n<v Bo>Two.\n\n"
        "00:02.000 --> 00:01.000\n<v Ann>Three.\n\n00:xx --> 00:03.000\n<v Bo>Four.\n"
    )
    text = text.replace("00:xx", "00:0:1:1:1")
    interview = read_text(tmp_path, text, "a.vtt")
    assert said(interview) == [("Ann", "One."), ("Bo", "Two."), ("Ann", "Three."), ("Bo", "Four.")]
    assert starts(interview) == [5_000, 8_000, 2_000]
    assert [w.line for w in interview.warnings[:3]] == [12, 9, 6]
    for message in ("cannot be read: 1;", "go back in time: 1;", "one above ends: 1"):
        assert message in messages(interview)


def test_captions_that_roll_up_are_said_once(tmp_path: Path) -> None:
    lines = ["we begin", "with this", "then more", "and yes", "yes", "the end"]
    text = "WEBVTT\n\n" + "".join(
        f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{before}\n{line[0]}<00:00.500><c>{line[1:]}</c>\n\n"
        for n, (before, line) in enumerate(zip(["", *lines], lines, strict=False))
    )
    interview = read_text(tmp_path, text, "a.vtt", ReadOptions(monologue=True))
    assert said(interview) == [("Participant", " ".join(lines))]


def test_what_is_no_speech_of_names(tmp_path: Path) -> None:
    text = "WEBVTT\n\n" + "".join(
        f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{words}\n\n"
        for n, words in enumerate(
            ["Chicago Illinois\nwas first", "Then Boston\nfollowed", "Oslo\nlast"]
        )
    )
    with pytest.raises(NoSpeakersError):
        read_text(tmp_path, text, "a.vtt")


@pytest.mark.parametrize("text", ["WEBVTT", "WEBVTT\n\nAnn: a --> b", "1\nAnn: no time\n"])
def test_without_cues(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableError, match="well-formed"):
        read_text(tmp_path, text, "a.vtt")


def vtt(spoken: list[Said]) -> str:
    """Write WebVTT with voices, by webvtt-py."""
    file = webvtt.WebVTT()
    for one in spoken:
        words = html.escape(one.words, quote=False)
        times = (f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms % 60_000 / 1000:06.3f}"
                 for ms in (one.start, one.end))  # fmt: skip
        file.captions.append(webvtt.Caption(*times, f"<v {one.speaker}>{words}"))
    buffer = io.StringIO()
    file.write(buffer)
    return buffer.getvalue()


def srt(spoken: list[Said]) -> str:
    """Write SubRip with a name at the head of every cue."""
    cues = []
    for number, one in enumerate(spoken, start=1):
        times = (f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"
                 for ms in (one.start, one.end))  # fmt: skip
        words = html.escape(one.words, quote=False)
        cues.append(f"{number}\n{' --> '.join(times)}\n{one.speaker}: {words}\n")
    return "\n".join(cues)


@pytest.mark.parametrize(("name", "write"), [("a.vtt", vtt), ("a.srt", srt)])
@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(spoken=turns())
def test_there_and_back(tmp_path: Path, name: str, write: object, spoken: list[Said]) -> None:
    assert callable(write)
    interview = read_text(tmp_path, write(spoken), name)
    assert heard(interview) == spoken


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(st.sampled_from("0123:.,->\n <v>/&;AnBo1\tNOTE"), max_size=200))
def test_anything_is_read_or_refused(tmp_path: Path, text: str) -> None:
    for name in ("a.vtt", "a.srt"):
        try:
            read_text(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n" + text, name)
        except (NoSpeakersError, UnreadableError):
            continue
        except Exception as error:
            assert "says anything" in str(error)
