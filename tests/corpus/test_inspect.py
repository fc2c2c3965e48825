"""The record of `qualflow inspect` and its summary; language."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from corpus.inspect import describe, lines, table
from corpus.language import is_non_latin, spoken_language

TEXT = (
    "Host: What did the city buy?\n\nDana Rowe: We bought a system.\n\n"
    "Host: Why?\n\nDana Rowe: So.\n"
)


def test_the_record(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    record = describe(path)
    assert record == {
        "file": str(path), "format": "txt", "convention": "Name: text", "language": "en",
        "words": 11, "turns": 4, "timed": False, "warnings": [],
        "speakers": [
            {"name": "Host", "role": "interviewer", "turns": 2, "words": 6},
            {"name": "Dana Rowe", "role": "participant", "turns": 2, "words": 5},
        ],
    }  # fmt: skip
    json.dumps(record)


def test_the_summary_and_its_preview(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT + "\nHost: Why?\n\nDana Rowe: " + "So it is. " * 50)
    plain, full = lines(describe(path)), lines(describe(path, preview=True))
    assert not any("bought" in line for line in plain)
    assert any("Dana Rowe" in line and "participant" in line for line in plain)
    assert full[: len(plain)] == plain
    assert [line for line in full if "Dana Rowe: We bought a system." in line]
    assert len(full) == len(plain) + 3


def test_what_cannot_be_read_gives_a_record_with_its_reason(tmp_path: Path) -> None:
    record = describe(tmp_path / "a.pdf")
    assert set(record) == {"file", "error"}
    assert "not known" in record["error"]
    assert lines(record)[0].startswith(str(tmp_path))


def test_rows_for_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    good, bad = table([describe(path), describe(tmp_path / "b.txt")])
    assert good[1:] == ("txt", "en", "11", "4", "Host (interviewer), Dana Rowe (participant)")
    assert len(bad) == len(good)


def test_the_log_holds_no_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    with caplog.at_level(logging.DEBUG):
        describe(path)
    assert "bought" not in caplog.text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We bought a system that nobody in the city wanted to use, and that was that.", "en"),
        ("Wir haben ein System gekauft, das in der Stadt niemand benutzen wollte.", "de"),
        ("Nous avons acheté un système que personne ne voulait utiliser en ville.", "fr"),
        ("我們希望做的是開放政府，這是一個很重要的政策。", "zh"),
        ("Well.", "und"), ("", "und"), ("12 34", "und"),
    ],
)  # fmt: skip
def test_languages(text: str, language: str) -> None:
    assert spoken_language(text) == language


def test_scripts() -> None:
    assert is_non_latin("我們希望做的是開放政府 OK")
    assert is_non_latin("Добрый день")
    assert not is_non_latin("Déjà vu, Łódź, 唐鳳")
    assert not is_non_latin("12 — …")
