"""Canonical text and encodings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import canonical, decode, line_number, one_line, trim


@given(st.text(st.characters()))
def test_canonical_keeps_what_it_promises(text: str) -> None:
    result = canonical(text)
    assert unicodedata.is_normalized("NFC", result)
    assert not any(c < " " and c not in "\t\n" for c in result)
    assert "\ufeff" not in result
    result.encode("utf-8")


@given(st.text(st.characters()))
def test_canonical_twice_is_once(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\v", "\f"])
def test_every_line_end_becomes_a_newline(ending: str) -> None:
    assert canonical(f"a{ending}b") == "a\nb"


def test_halves_of_a_character_are_joined_and_lone_ones_marked() -> None:
    assert canonical("\ud83d\ude00 and \ud83d") == "😀 and \ufffd"


def test_a_mountain_of_accents_takes_no_time_and_is_cut() -> None:
    assert len(canonical("a" + "\u0323\u0301" * 500_000)) < 40


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_encodings_are_recognised(encoding: str) -> None:
    assert decode("Clément: où? \n".encode(encoding) * 1).text == "Clément: où? \n"


def test_a_byte_order_mark_leaves_no_doubt_and_its_absence_does() -> None:
    assert decode("Zoë: hi".encode("utf-16")).doubt is None
    assert "utf-16-le" in str(decode("Zoe: hi there".encode("utf-16-le")).doubt)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Clément Mabi: “café” – déjà vu", "cp1252"),
        ("Clément Mabi: café déjà vu", "latin-1"),
        ("Иван Петров: Добрый день, как дела у вас сегодня?", "cp1251"),
        ("唐凤：你好，我们希望做的是开放政府，这是一个很重要的政策。", "gb18030"),
    ],
)
def test_other_encodings_are_guessed_and_reported(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert "not UTF-8" in str(decoded.doubt)


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(400)])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(ValueError, match="binary"):
        decode(data)


def test_a_stray_null_byte_is_left_out_and_reported() -> None:
    decoded = decode(b"Host: wel\x00come" + b" everybody" * 30)
    assert decoded.text.startswith("Host: welcome")
    assert "null" in str(decoded.doubt)


@given(st.text(), st.text())
def test_trim_gives_the_stripped_span(before: str, text: str) -> None:
    start, end = trim(before + text, len(before), len(before) + len(text))
    assert (before + text)[start:end] == text.strip()


def test_small_helpers() -> None:
    assert one_line(" Dana \n\t Rowe ") == "Dana Rowe"
    assert line_number("a\nb\nc", 2) == 2
