"""The record of `qualflow inspect`, and the lines that it suggests for study.toml."""

from __future__ import annotations

import json
import logging
import tomllib
from pathlib import Path

import pytest

import corpus.inspect
from corpus.advice import for_interview, quoted
from corpus.inspect import describe
from corpus.pattern_hints import pattern_hint
from corpus.readers import ReadOptions, read
from corpus.settings import Settings

TEXT = (
    "Host: What did the city buy?\n\nDana Rowe: We bought a system.\n\n"
    "Host: Why?\n\nDana Rowe: So.\n"
)


def written(tmp_path: Path, text: str, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_record(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT)
    record = describe(path)
    assert record == {
        "file": str(path), "format": "txt", "convention": "Name: text", "runner_up": None,
        "language": "en", "words": 11, "turns": 4, "timed": False, "warnings": [],
        "speakers": [
            {"name": "Host", "role": "interviewer", "turns": 2, "words": 6},
            {"name": "Dana Rowe", "role": "participant", "turns": 2, "words": 5},
        ],
        "study_toml": [],
    }  # fmt: skip
    json.dumps(record)


def test_the_preview_holds_the_first_turns_shortened(tmp_path: Path) -> None:
    path = written(tmp_path, "Host: Why?\n\nDana Rowe: " + "So it is. " * 50 + "\n\n" + TEXT)
    first, second, third = describe(path, preview=True)["preview"]
    assert first == {"speaker": "Host", "text": "Why?"}
    assert second["text"].startswith("So it is. So it is.")
    assert len(second["text"]) <= 160
    assert third["text"] == "What did the city buy?"


@pytest.mark.parametrize(
    ("name", "text", "problem", "says"),
    [
        ("a.jpeg", "x", "unreadable", "not known"),
        ("gone.txt", None, "unreadable", "cannot be opened"),
        ("a.txt", "Nobody says this. It is prose.", "speakers", "cannot be told apart"),
        ("a.txt", "  \n ", "speech", "no text"),
    ],
)
def test_what_cannot_be_read_gives_a_record_with_its_reason(
    tmp_path: Path, name: str, text: str | None, problem: str, says: str
) -> None:
    path = tmp_path / name if text is None else written(tmp_path, text, name)
    record = describe(path)
    assert set(record) == {"file", "error", "problem", "study_toml"}
    assert record["problem"] == problem
    assert says in record["error"]


def test_a_readers_own_mistake_costs_one_file_and_tells_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise IndexError("We bought a system")

    monkeypatch.setattr(corpus.inspect, "read", broken)
    record = describe(written(tmp_path, TEXT))
    assert "IndexError" in record["error"]
    assert "bought" not in record["error"] + caplog.text


def test_a_file_name_of_any_bytes_can_be_written_as_utf_8(tmp_path: Path) -> None:
    describe(tmp_path / "x\udcff.txt")["file"].encode()


def test_the_log_holds_no_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        describe(written(tmp_path, TEXT))
    assert "bought" not in caplog.text


TALK = [
    ("DANA", "What did the city buy?"), ("RAY", "A system that nobody uses: really."),
    ("DANA", "And why is that?"), ("RAY", "The vendor left us, and so did the money."),
    ("DANA", "Then what?"), ("RAY", "Nothing, for a year."),
]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "{name}> {text}",
        "{name} >> {text}",
        "{name} | {text}",
        "{name} => {text}",
        "{name} ~ {text}",
        "{name} – {text}",
        "<{name}> {text}",
        "({name}) {text}",
        "#{name} {text}",
        "@{name} {text}",
        "{name}  {text}",
    ],
)
def test_an_odd_convention_gets_a_pattern_that_works(tmp_path: Path, line: str) -> None:
    text = "A title\n\n" + "\n".join(line.format(name=n, text=t) for n, t in TALK)
    path = written(tmp_path, text)
    record = describe(path)
    pattern = None
    if "error" in record:
        [pasted] = record["study_toml"]
        content = tomllib.loads(f"[files.{quoted(path.name)}]\n{pasted}\n")
        pattern = Settings.model_validate(content).files[path.name].pattern
    again = read(path, ReadOptions(speaker_pattern=pattern))
    assert [
        (s.speaker, again.text[s.start : s.end].strip()) for s in again.segments
    ] == TALK  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "It was a long day in the city. Nobody spoke.\n" * 9,
        "We left - and came back - twice.\nThe rain - it fell - for days.\n" * 4,
        "I went there (in May) and saw it.\nI came home.\nI went again.\nI slept.\n" * 3,
        "A list of things\n- one thing - small\n- another thing - large\n" * 3,
    ],
)
def test_prose_gets_no_pattern(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert pattern_hint(path, ReadOptions()) is None
    lines = describe(path)["study_toml"]
    assert all(line.startswith("# ") for line in lines)


def test_what_is_in_doubt_is_a_comment_to_complete(tmp_path: Path) -> None:
    turns = ["Dana Rowe: It broke.", "Dana: It did.", "Ray Poe: We left.", "Dana: Yes."]
    path = written(tmp_path, "\n\n".join(turns * 3))
    lines = for_interview(read(path))
    assert lines[0] == "# interviewers = []  # who asks? Dana Rowe, Dana, Ray Poe"
    assert lines[1] == '# aliases = { "Dana" = "Dana Rowe" }  # if they are one person'
    uncommented = "\n".join(line.removeprefix("# ") for line in lines)
    settings = Settings.model_validate(tomllib.loads(f"[files.{quoted(path.name)}]\n{uncommented}"))
    assert settings.files["a.txt"].aliases == {"Dana": "Dana Rowe"}


@pytest.mark.parametrize("name", ['a "b".txt', "a\\b.txt", "größe\n.txt", "\u202etxt.exe"])
def test_any_name_is_a_string_of_toml(name: str) -> None:
    line = f"[files.{quoted(name)}]"
    assert line.isprintable()
    assert list(tomllib.loads(line)["files"]) == [name]
