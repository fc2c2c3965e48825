"""Hostile, damaged and odd files: each is refused in one sentence, and soon."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

import pytest

from corpus.errors import NoSpeechError, TranscriptError, UnreadableError
from corpus.readers import files as readers_files
from corpus.readers import read
from corpus.readers.archive import Archive, ArchiveError
from tests.corpus.made_files import archive, docx, paragraph, read_text

GOOD = docx(paragraph("Host: What?") + paragraph("Dana: This."))
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.xyz", b"x", r"its suffix \.xyz is not known"),
        ("README", b"x", "no suffix"),
        ("~$a.docx", GOOD, "lock file"),
        (".a.txt", b"A: b", "hidden"),
        ("a.docx", PNG, "damaged"),
        ("a.docx", GOOD[:200], "damaged"),
        ("a.docx", GOOD[:-3], "damaged"),
        ("a.docx", archive({"x": "y"}), "lacks its part"),
        ("a.txt", PNG, "binary"),
        ("a.vtt", b"no cues", "well-formed"),
        ("a.srt", b"no cues", "well-formed"),
        ("a.json", b"[" * 100_000, "JSON"),
        ("a.xml", b"<akomaNtoso><p>", "XML"),
        ("a.xml", b"<a>" * 5_000, "XML"),
        ("a.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><akomaNtoso/>', "document type"),
        ("a.xml", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
         "document type"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=found) as caught:
        read_text(tmp_path, data, name)
    assert str(caught.value).startswith(f"{name}: ")


@pytest.mark.parametrize("name", ["a.xyz", ".a.txt", "~$a.docx", "README"])
def test_what_can_be_read_is_listed(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableError, match=r"\.csv .*\.docx .*\.vtt"):
        read_text(tmp_path, b"x", name)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", b" \n\n"), ("a.txt", b"Host:\nDana:\nHost:\nDana:\n"), ("a.xml", b"<akomaNtoso/>"),
     ("a.csv", b"speaker,text\n"), ("a.json", b'{"segments": []}'), ("a.docx", docx(""))],
)  # fmt: skip
def test_no_speech(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(NoSpeechError):
        read_text(tmp_path, data, name)


def test_only_regular_files(tmp_path: Path) -> None:
    folder = tmp_path / "a.txt"
    folder.mkdir()
    pipe = tmp_path / "b.txt"
    os.mkfifo(pipe)
    for path in (folder, pipe, tmp_path / "missing.txt", tmp_path / "nul\0.txt"):
        with pytest.raises(UnreadableError):
            read(path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers_files, "LARGEST", 10)
    with pytest.raises(UnreadableError, match="larger than"):
        read_text(tmp_path, b"A: " + b"x" * 20)


@pytest.mark.parametrize("name", ["../a", "/a", "C:\\a", "x\\..\\a"])
def test_names_that_lead_out_of_an_archive(name: str) -> None:
    with pytest.raises(ArchiveError, match="leads out"):
        Archive(archive({name: "x"}))


def test_bombs() -> None:
    with pytest.raises(ArchiveError, match="200 times"):
        Archive(archive({"word/document.xml": "x" * 3_000_000}))
    with pytest.raises(ArchiveError, match="parts"):
        Archive(archive({str(n): "" for n in range(2_001)}))


def test_a_header_that_lies_about_size() -> None:
    data = bytearray(archive({"a": "x" * 900_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = struct.pack("<I", 100)
    with pytest.raises(ArchiveError, match="damaged"):
        Archive(bytes(data)).read("a")


def test_encrypted_parts() -> None:
    data = bytearray(archive({"a": "x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveError, match="encrypted"):
        Archive(bytes(data))


BIG = 16_000_000
LINES = ["x", " ", "<", "Aa ", "A: ", '"', "**a", "1:", "\r", "# ", "[", "A: b\n", "a\u0323\u0301"]


@pytest.mark.parametrize("unit", LINES)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.vtt", "a.csv", "a.json"])
def test_sixteen_megabytes_take_no_time(tmp_path: Path, name: str, unit: str) -> None:
    data = (unit * (BIG // len(unit.encode()))).encode()
    (tmp_path / name).write_bytes(data)
    start = time.process_time()
    with pytest.raises(TranscriptError):
        read(tmp_path / name)
    # Measured: 0.05 to 1.4 s. The promise is 2 s, doubled here for a busy machine.
    assert time.process_time() - start < 4
