"""Names of themes by a language model: what it is shown, and what of its answer is used."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.themes.naming import (
    LONGEST_NAME,
    QUOTES,
    NotAnAnswerError,
    Quote,
    UnusableNameError,
    checked_name,
    chosen,
    held_back,
    messages,
    name_of,
    without_names,
)


def sent_back(content: object, **more: object) -> bytes:
    """An answer as services send it."""
    message = {"role": "assistant", "content": content, **more}
    return json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]}).encode()


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Street lights that fail", "Street lights that fail"),
        ("  “Street lights that fail”.\n", "Street lights that fail"),
        ('Theme: **"Lamps"**', "Lamps"),
        ("Theme name: Lamps", "Lamps"),
        ("<think>They speak\nof lamps.</think>\n\nLamps", "Lamps"),
        ("Residents' trust in L'Oréal", "Residents' trust in L'Oréal"),
        ("Who pays for what?", "Who pays for what?"),
        ("I can't get a job", "I can't get a job"),
        ("Sorry state of roads", "Sorry state of roads"),
        ("街灯の故障", "街灯の故障"),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_a_short_plain_line_is_a_name(answer: str, name: str) -> None:
    assert checked_name(answer) == name
    assert name_of(sent_back(answer)) == name


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "empty"),
        (" \n“”. ", "empty"),
        ("<think>so</think>", "empty"),
        ("x" * (LONGEST_NAME + 1), "61 characters"),
        ('"' * 300_000, "300000 characters"),
        ("Lamps\nor rather streets", "2 lines"),
        ("Lamps\u2028streets", "2 lines"),
        ("The “smart” city", "markup"),
        ("The 'smart' city", "markup"),
        ("<b>Lamps</b>", "markup"),
        ("0_data_city_open", "markup"),
        ("- Lamps", "markup"),
        ("=HYPERLINK(A1)", "markup"),
        ("See https://lamps.example", "markup"),
        ("Lamps\u202espmal", "cannot be shown"),
        ("Lamps\x1b[2J", "markup|cannot be shown"),
        ("Lamps\x07", "cannot be shown"),
        ("Lamps\ud800", "cannot be shown"),
        ("2024 !", "no word"),
        ("NONE", "nothing that the quotes have in common"),
        ("I'm sorry, but I can't help with that.", "refused"),
        ("I’m sorry, I cannot name this.", "refused"),
        ("As an AI language model I have no view", "refused"),
        ("I am unable to assist with this request.", "refused"),
    ],
)
def test_what_is_no_name_is_not_used(answer: str, why: str) -> None:
    with pytest.raises(UnusableNameError, match=why):
        checked_name(answer)


@given(st.text(max_size=200))
def test_whatever_comes_a_name_is_one_short_plain_line(answer: str) -> None:
    try:
        name = checked_name(answer)
    except UnusableNameError as error:
        assert str(error)
        return
    assert 0 < len(name) <= LONGEST_NAME
    assert name == " ".join(name.split())
    assert not set(name) & set('"“”<>[]{}*_`#|\\')
    assert checked_name(name) == name


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (sent_back(None), "empty"),
        (sent_back(["Lamps"]), "empty"),
        (sent_back(None, refusal="That is sensitive."), "refused"),
        (sent_back("Lamps").replace(b'"stop"', b'"length"'), "cut off"),
        (sent_back("Lamps").replace(b'"stop"', b'"content_filter"'), "refused"),
    ],
)
def test_answers_without_a_name(content: bytes, why: str) -> None:
    with pytest.raises(UnusableNameError, match=why):
        name_of(content)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html>", b"\xff\xfe", b"[]", b"7", b"{}", b'{"choices": []}', b'{"choices": [3]}',
        b'{"choices": {"0": 1}}', b'{"choices": [{"message": "x"}]}', b"[" * 200_000,
        b'{"error": {"message": "x"}}',
    ],
)  # fmt: skip
def test_what_is_no_answer_at_all(content: bytes) -> None:
    with pytest.raises(NotAnAnswerError):
        name_of(content)


def test_at_most_eight_quotes_best_first() -> None:
    many = [Quote(f"p{i}", f"said {i}") for i in range(20)]
    assert chosen(many, set()) == many[:QUOTES]
    assert chosen(many, {"p0", "p2"})[:2] == [many[1], many[3]]
    assert chosen(many[:1], {"p0"}) == []


def test_one_passage_of_each_interview_is_held_back() -> None:
    passages = [("a", "p3"), ("a", "p1"), ("b", "p2"), ("a", "p4")]
    assert held_back(passages) == held_back(reversed(passages)) == {"p1", "p2"}
    assert held_back([]) == set()


def test_long_quotes_are_cut_and_stand_in_one_line() -> None:
    (quote,) = chosen([Quote("p", "word\n\n " * 130)], set())
    assert quote.text == " ".join(["word"] * 80) + " …"


@pytest.mark.parametrize(
    ("text", "speakers", "left"),
    [
        ("Then Dana Rowe said, Rowe's dog", ["Dana Rowe"], "Then [name] said, [name]'s dog"),
        ("DANA and Dana", ["dana rowe"], "[name] and [name]"),
        ("Ask the mayor, The Mayor", ["The Mayor"], "Ask the mayor, [name]"),
        ("the one and the other", ["The One"], "the one and the other"),
        ("It is 7 o'clock", ["7", "T"], "It is 7 o'clock"),
        ("a (b", ["(", "(b"], "a [name]"),
        ("Anna\nspoke", [], "Anna spoke"),
        ("Dr. Poe-Ly here", ["Dr. Poe-Ly"], "[name] here"),
    ],
)
def test_names_of_speakers_are_taken_out(text: str, speakers: list[str], left: str) -> None:
    assert without_names(text, speakers) == left


def test_what_is_sent_holds_keywords_and_quotes() -> None:
    system, user = messages(["lamp", "street"], ["It is dark.", "Nobody mends it."])
    assert (system["role"], user["role"]) == ("system", "user")
    assert user["content"] == (
        "Keywords: lamp, street\n\nQuotes:\n1. It is dark.\n2. Nobody mends it."
    )
