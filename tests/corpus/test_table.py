"""Tables as spreadsheets and scripts write them: headers, units, delimiters, there and back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.columns import by_header, find_header
from corpus.errors import UnreadableError
from corpus.times import cell_ms
from tests.corpus.made_files import read_text, said
from tests.corpus.made_turns import Said, heard, turns


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Speaker,Start,End,Text", (3, 0, 1, 2)),
        ("Sprecher:in;Beginn;Ende;Äußerung", (3, 0, 1, 2)),
        ("Locuteur;Début;Fin;Texte", (3, 0, 1, 2)),
        ("Tiempo;Hablante;Transcripción", (2, 1, 0, None)),
        ("时间,发言人,内容", (2, 1, 0, None)),
        ("START TIME,END TIME,speaker_label,transcribed text", (3, 2, 0, 1)),
        ("Id,Words,Name", (1, 2, None, None)),
        ("Begin Time - ss.msec,End Time - ss.msec,Annotation", (2, None, 0, 1)),
    ],
)
def test_headers(header: str, expected: tuple[int | None, ...]) -> None:
    columns = by_header(header.replace(";", ",").split(","))
    assert columns is not None
    assert (columns.text, columns.speaker, columns.start, columns.end) == expected
    assert not columns.start_in_ms


@pytest.mark.parametrize(
    "name", ["start_ms", "Start (ms)", "Begin Time - msec", "onset [milliseconds]", "START_TIME_MS"]
)
def test_columns_in_milliseconds(tmp_path: Path, name: str) -> None:
    text = f"speaker,{name},text\nAnn,6090,Why?\nBo,00:00:07.5,So.\n"
    interview = read_text(tmp_path, text, "a.csv")
    assert [s.times[0][1] for s in interview.segments] == [6_090, 7_500]


@pytest.mark.parametrize(
    ("cell", "ms"),
    [
        ("12.5", 12_500), ("12,5", 12_500), ("12.5 s", 12_500), ("0:00:01.230000", 1_230),
        ("0 days 00:00:01.230000", 1_230), ("00:01:02,5", 62_500), ("0:01:02.90", 62_900),
        ("0:1:2.90", 62_090), ("[01:02]", 62_000), ("", None), ("soon", None), ("-1", None),
        ("nan", None), ("1e99", None), ("1,000,000", None),
    ],
)  # fmt: skip
def test_cells(cell: str, ms: int | None) -> None:
    assert cell_ms(cell) == ms


def test_a_header_below_other_rows() -> None:
    rows = [["Interview 5"], [], ["", "speaker", "words"], ["1", "Ann", "Text"]]
    found = find_header(rows)
    assert found is not None
    assert found[0] == 2
    # Words of speech are no header.
    assert find_header([["Ann", "Hello."], ["Bo", "text"]]) is None


@pytest.mark.parametrize("mark", ["sep=;\n", '"sep=;"\n', "\n\n", "Interview 5;;\n;;\n", ""])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_stands_above(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    text = f"{mark}Sprecher;Von;Text\nAnn;1;Wo, wo?\nBo;2;Dörfer.\n".replace("\n", end)
    interview = read_text(tmp_path, text.encode(encoding), "a.csv")
    assert said(interview) == [("Ann", "Wo, wo?"), ("Bo", "Dörfer.")]


def test_names_found_are_shown_but_no_speech(tmp_path: Path) -> None:
    header = "P. No,Answer in full,I never said so to anybody at all"
    with pytest.raises(UnreadableError, match=r"found: P\. No, Answer in full\)") as caught:
        read_text(tmp_path, f"{header}\nAnn,x,y\n", "a.csv")
    assert "never" not in str(caught.value)


def test_a_unit_that_cannot_be(tmp_path: Path) -> None:
    rows = "".join(f"{name},{n * 9000},so it goes on and on\n" for n, name in enumerate("ABABAB"))
    interview = read_text(tmp_path, f"speaker,start,text\n{rows}", "a.csv")
    assert "read as seconds, nobody speaks" in interview.warnings[0].message
    interview = read_text(tmp_path, f"speaker,start_ms,text\n{rows}", "a.csv")
    assert "nobody speaks" not in " ".join(w.message for w in interview.warnings)


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(spoken=turns(), delimiter=st.sampled_from(",;\t|"), style=st.sampled_from("sm:"))
def test_there_and_back(tmp_path: Path, spoken: list[Said], delimiter: str, style: str) -> None:
    unit = {"s": "", "m": " (ms)", ":": ""}[style]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow([f"start{unit}", f"end{unit}", "speaker", "text"])
    for one in spoken:
        writer.writerow([_time(one.start, style), _time(one.end, style), one.speaker, one.words])
    assert heard(read_text(tmp_path, buffer.getvalue(), "a.csv")) == spoken


def _time(ms: int, style: str) -> str:
    if style == ":":
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
    return str(ms) if style == "m" else str(ms / 1000)
