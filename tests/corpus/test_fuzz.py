"""Damaged valid files and arbitrary bytes under every suffix: an Interview or a sentence is given.

A few examples each; `QUALFLOW_FUZZ=5000 pytest tests/corpus/test_fuzz.py` tries as many. What such
runs found stands in FOUND.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.interview import Interview
from corpus.readers import SUFFIXES, ReadOptions
from tests.corpus.checks import outcome
from tests.corpus.made_formats import SMALL, WRITERS
from tests.corpus.made_hostile import ZIPPED, edited

_EXAMPLES = int(os.environ.get("QUALFLOW_FUZZ", "20"))
# A process each.
_SLOW = {".pdf": max(4, _EXAMPLES // 10)}
_PIECES = [
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\x85", b"\x15",
    b"\x1b", "\u2028".encode(), "\u200f".encode(), "\u0301".encode(), "😀".encode(), b"<", b">",
    b"&", b"&#0;", b"&#xD800;", b"<!--", b"]]>", b"<![CDATA[", b"<!DOCTYPE a>", b"</", b'"', b'""',
    b"'", b"{", b"}", b"[", b"]", b"\\", b"\\u", rb"\ud800", rb"\bin99 ", rb"\'zz", rb"\u-1?",
    rb"\trowd", rb"\cell", rb"\row", b"\t", b"\n\n", b"\n", b",", b";", b"|", b":", b"-->", b"<v ",
    b"99:99:99", b"1e999", b"-1", b"NaN", b"null", b"true", b"9" * 30, b"0" * 5_000, b"*", b"%",
    b"@", b"*X:", b"@ID:", b"**", b"#", b"- ", b"<w:tbl>", b"<w:tc>", b"<w:tr>", b"<w:p/>",
    b"<w:br/>", b"<table>", b"<td>", b"<tr>", b"<p>", b"<br>", b"<text:s text:c='9'/>",
    b"<text:tab/>", b"stream", b"endobj", b"xref", b"<<", b"PK\x03\x04", b"Name: ", b"A: b\n",
]  # fmt: skip


@cache
def _written(suffix: str, way: str, turns: int) -> bytes:
    # Once, since a workbook says when it was made.
    return WRITERS[suffix][way](SMALL[:turns])


@st.composite
def damaged(draw: st.DrawFn, suffix: str) -> bytes:
    """Return a valid file with a few pieces changed, put in, left out, doubled or moved."""
    way = draw(st.sampled_from(list(WRITERS[suffix])))
    data = _written(suffix, way, draw(st.integers(1, len(SMALL))))
    if suffix in ZIPPED and draw(st.booleans()):
        # One member, since what damages the archive itself hardly gets any further.
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            name = draw(st.sampled_from(file.namelist()))
            old = file.read(name)
        new = draw(_damage(old))
        return edited(data, lambda content: new if content == old else content)
    return draw(_damage(data))


@st.composite
def _damage(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from(_PIECES) | st.binary(max_size=6))
        slices = {
            "put": data[:at] + piece + data[at:],
            "exchange": data[:at] + piece + data[end:],
            "leave out": data[:at] + data[end:],
            "double": data[:end] + data[at:end] * draw(st.integers(1, 5)) + data[end:],
            "cut": data[:at] if draw(st.integers(0, 4)) == 0 else data,
            "replace": data.replace(data[at : at + draw(st.integers(1, 4))] or b"\n", piece),
        }
        data = slices[draw(st.sampled_from(sorted(slices)))][:200_000]
    return data


def check(suffix: str, data: bytes) -> Interview | str:
    """Read `data` twice, with and without leave to take it for a monologue."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        if suffix != ".pdf":
            outcome(path)
        return outcome(path, ReadOptions(monologue=True))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_damaged_files(suffix: str) -> None:
    _run(suffix, damaged(suffix))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_arbitrary_bytes(suffix: str) -> None:
    pieces = st.lists(st.sampled_from(_PIECES) | st.binary(max_size=20), max_size=40)
    _run(suffix, st.binary(max_size=200) | pieces.map(b"".join))


def _run(suffix: str, files: st.SearchStrategy[bytes]) -> None:
    @settings(
        max_examples=_SLOW.get(suffix, _EXAMPLES), deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(files)
    def run(data: bytes) -> None:
        check(suffix, data)

    run()


# What a run with 1,500 examples for each test stopped at. No reader failed: a DEL, which is no C0
# control, stays in names and in what a refusal shows of a header.
FOUND = [
    (".vtt", b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v \x7fDana>Why?</v>\n"),
    (".csv", b"\x7f"),
    (".tsv", b"\x7f"),
]


@pytest.mark.parametrize(("suffix", "data"), FOUND)
def test_found(suffix: str, data: bytes) -> None:
    check(suffix, data)
