"""Praat files in both of their forms and all their encodings."""

from __future__ import annotations

from pathlib import Path

import pympi
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import TranscriptError, UnreadableError
from tests.corpus.made_files import read_text, said
from tests.corpus.made_turns import Said, heard, turns

Interval = tuple[float, float, str]


def quoted(text: str) -> str:
    """Return a text as Praat writes it."""
    return '"' + text.replace('"', '""') + '"'


def long_form(*tiers: tuple[str, list[Interval]]) -> str:
    """Return a TextGrid as Praat saves it: names, places and values."""
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ",
             "xmax = 99.5 ", "tiers? <exists> ", f"size = {len(tiers)} ", "item []: "]  # fmt: skip
    for number, (name, intervals) in enumerate(tiers, start=1):
        lines += [f"    item [{number}]:", '        class = "IntervalTier" ',
                  f"        name = {quoted(name)} ", "        xmin = 0 ", "        xmax = 99.5 ",
                  f"        intervals: size = {len(intervals)} "]  # fmt: skip
        for place, (start, end, text) in enumerate(intervals, start=1):
            lines += [f"        intervals [{place}]:", f"            xmin = {start} ",
                      f"            xmax = {end} ",
                      f"            text = {quoted(text)} "]  # fmt: skip
    return "\n".join(lines) + "\n"


def short_form(*tiers: tuple[str, list[Interval]]) -> str:
    """Return the same as values alone."""
    lines = ['File type = "ooTextFile"', '"TextGrid"', "", "0", "99.5", "<exists>", str(len(tiers))]
    for name, intervals in tiers:
        lines += ['"IntervalTier"', quoted(name), "0", "99.5", str(len(intervals))]
        for start, end, text in intervals:
            lines += [str(start), str(end), quoted(text)]
    return "\n".join(lines) + "\n"


ANN: tuple[str, list[Interval]] = (
    "Ann Lee", [(0, 1.5, 'She said "why"?'), (1.5, 3, " "),
                (3, 3.25, "Oh,\n12 more!")])  # fmt: skip
BO: tuple[str, list[Interval]] = ("Bo", [(0, 1.75, ""), (1.75, 2.9, "Because 1 <2.")])


GOOD = long_form(ANN, BO)


@pytest.mark.parametrize("form", [long_form, short_form])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_both_forms(tmp_path: Path, form: object, encoding: str, end: str) -> None:
    assert callable(form)
    text = form(ANN, BO).replace("\n", end)
    interview = read_text(tmp_path, text.encode(encoding), "a.TextGrid")
    assert heard(interview) == [
        Said("Ann Lee", 'She said "why"?', 0, 1_500), Said("Bo", "Because 1 <2.", 1_750, 2_900),
        Said("Ann Lee", "Oh, 12 more!", 3_000, 3_250),
    ]  # fmt: skip
    assert (interview.format, interview.convention) == ("textgrid", "tiers")


def test_points_comments_and_an_old_head(tmp_path: Path) -> None:
    points = '"TextTier" "bells" 0 99.5 2 0.5 "ding" 1.5 "dong"'
    text = short_form(BO, ANN).replace("\n2\n", f'\n3 ! "tiers"\n{points}\n', 1)
    text = text.replace('"ooTextFile"', '"ooTextFile short"')
    assert [name for name, _ in said(read_text(tmp_path, text, "a.TextGrid"))] == [
        "Ann Lee", "Bo", "Ann Lee"]  # fmt: skip


def test_quotation_marks_that_are_not_doubled(tmp_path: Path) -> None:
    interview = read_text(tmp_path, GOOD.replace('""why""', '"why"'), "a.TextGrid")
    assert said(interview)[0] == ("Ann Lee", 'She said "why"?')
    assert "not doubled" in interview.warnings[0].message


def test_what_aligners_write(tmp_path: Path) -> None:
    words = [(0, 0.5, "Why"), (0.5, 1, "is"), (1, 1.2, "sp"), (1.2, 1.6, "it"), (3, 3.5, "so")]
    phones = [(n / 10, (n + 1) / 10, "AH0") for n in range(12)]
    text = long_form(
        ("Ann - words", words), ("Ann - phones", phones),
        ("Bo - words", [(1.7, 2, "because"), (2, 2.4, "of"), (2.4, 2.5, "that")]),
        ("silences", [(0, 9, "sounding")]),
    )  # fmt: skip
    interview = read_text(tmp_path, text, "a.TextGrid")
    assert said(interview) == [("Ann", "Why is it"), ("Bo", "because of that"), ("Ann", "so")]
    assert [s.times[0][1] for s in interview.segments] == [0, 1_700, 3_000]
    assert "“Ann - phones”" in interview.warnings[0].message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hello", "no TextGrid"),
        ('"ooTextFile" "Pitch" 1', "no TextGrid"),
        ("ooBinaryFile\x08TextGrid", "binary"),
        (GOOD[:-200], "cut off"),
        (GOOD[: GOOD.index("She said") + 5], "has no end"),
        (short_form(ANN, BO).replace('""why""', '"why"'), "not doubled"),
        (GOOD.replace("size = 2", "size = 1e999"), "more tiers or intervals"),
        (GOOD.replace("size = 2", "size = -2"), "more tiers or intervals"),
        (GOOD.replace("IntervalTier", "Tier"), "unknown kind"),
        ('"ooTextFile" "TextGrid" ' + "a " * 3_100_000, "far longer"),
        ('"ooTextFile" "TextGrid" ' + '"" ' * 8_500_000, "larger"),
    ],
    ids=range(11),
)
def test_refused(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        read_text(tmp_path, text, "a.TextGrid")


@pytest.mark.parametrize("write", [long_form, short_form, "pympi"])
@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(spoken=turns())
def test_there_and_back(tmp_path: Path, write: object, spoken: list[Said]) -> None:
    tiers: dict[str, list[Interval]] = {}
    for one in spoken:
        interval = (one.start / 1000, one.end / 1000, one.words)
        tiers.setdefault(one.speaker, []).append(interval)
    if callable(write):
        data = write(*tiers.items()).encode()
    else:
        file = pympi.TextGrid(xmax=max(one.end for one in spoken) / 1000)
        for name, intervals in tiers.items():
            tier = file.add_tier(name)
            for interval in intervals:
                tier.add_interval(*interval)
        file.to_file(str(tmp_path / "b.TextGrid"))
        data = (tmp_path / "b.TextGrid").read_bytes()
    assert heard(read_text(tmp_path, data, "a.TextGrid")) == spoken


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(st.sampled_from('"01.5 !<>\nae-'), max_size=120), st.integers(0, len(GOOD)))
def test_anything_is_read_or_refused(tmp_path: Path, text: str, at: int) -> None:
    try:
        read_text(tmp_path, GOOD[:at] + text + GOOD[at:], "a.TextGrid")
    except TranscriptError as error:
        assert str(error).startswith("a.TextGrid: ")
