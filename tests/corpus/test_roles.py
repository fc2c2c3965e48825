"""Roles: by name, by behaviour, by what the researcher says."""

from __future__ import annotations

import pytest

from corpus.interview import Role, Segment
from corpus.roles import guess, named_role


def roles(turns: list[tuple[str, str]], given: dict[str, Role] | None = None) -> dict[str, Role]:
    """Guess the roles in an interview made of `turns`."""
    text, segments = "", []
    for number, (speaker, words) in enumerate(turns):
        segments.append(Segment(len(text), len(text) + len(words), number, speaker))
        text += words + "\n"
    return guess(text, segments, given or {})


ANSWER = (
    "We bought it from a vendor. Was it good? I think so, though it took us two years until all"
    " of it ran and somebody knew how to use it."
)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Interviewer", "interviewer"), ("INTERVIEWER 2", "interviewer"), ("Q", "interviewer"),
        ("I", "interviewer"), ("Int2", "interviewer"), ("Moderator A", "interviewer"),
        ("Dana Rowe (host)", "interviewer"), ("Interpreter", "other"), ("Voiceover", "other"),
        ("Voice-over", "other"), ("Narrator", "other"), ("P01", "participant"),
        ("Respondent 3", "participant"), ("A", "participant"), ("R", "participant"),
        ("Dana Rowe", None), ("Speaker 1", None), ("唐鳳", None), ("Q Ball", None),
        ("Ann Host", "interviewer"),
    ],
)  # fmt: skip
def test_names_that_say_it(name: str, role: Role | None) -> None:
    assert named_role(name) == role


def test_who_asks_is_the_interviewer() -> None:
    turns = [("Ann", "What did you do?"), ("Bo", ANSWER), ("Ann", "Why was that?"), ("Bo", ANSWER)]
    assert roles(turns) == {"Ann": "interviewer", "Bo": "participant"}


def test_long_questions_make_nobody_a_participant() -> None:
    turns = [("Ann", "Well. " * 40 + "What did you do?"), ("Bo", "We bought it.")] * 3
    assert roles(turns) == {"Ann": "interviewer", "Bo": "participant"}


def test_rhetorical_questions_make_nobody_an_interviewer() -> None:
    turns = [("Ann", "Tell us."), ("Bo", ANSWER * 3), ("Cy", ANSWER * 4)] * 3
    assert set(roles(turns).values()) == {"participant"}


def test_without_question_marks_the_brief_opener_asks() -> None:
    turns = [("S0", "what did you do"), ("S1", "we bought it and it took two years to run")] * 3
    assert roles(turns) == {"S0": "interviewer", "S1": "participant"}


def test_a_named_interviewer_leaves_the_others_participants() -> None:
    turns = [("Interviewer", "What?"), ("Bo", ANSWER), ("Cy", "Really? You think so?")] * 2
    assert roles(turns)["Cy"] == "participant"


def test_somebody_is_a_participant() -> None:
    assert roles([("Interviewer", "What?"), ("Moderator", "This and that.")]) == {
        "Interviewer": "interviewer",
        "Moderator": "participant",
    }


def test_the_researcher_has_the_last_word() -> None:
    turns = [("Interviewer", "What?"), ("Bo", ANSWER)]
    given: dict[str, Role] = {"interviewer": "participant", "bo": "interviewer"}
    assert roles(turns, given) == {"Interviewer": "participant", "Bo": "interviewer"}
