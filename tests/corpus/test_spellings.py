"""One person under several spellings: joined when that is safe, pointed out when it is not."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.spellings import alias_line, canonical_names, similar


def joined(*names: str, host: bool = True) -> dict[str, str]:
    """Return what is renamed when these speak in order, each after a question if `host`."""
    order = [n for name in names for n in ("Host", name)] if host else list(names)
    return {a: b for a, b in canonical_names(order, {}).items() if a != b}


@pytest.mark.parametrize(
    "spelling",
    ["DANA ROWE", "dana rowe", "Dana  Rowe", "Dana. Rowe", "Dana Rowe.", "Dána Rowe", "DanaRowe",
     "D. Rowe", "D Rowe", "Dana", "Rowe", "Ms Rowe", "Dr. Dana Rowe", "Mayor Rowe",
     "Dana Rowe (City)", "Dana Rowe, Ramp Weekly"],
)  # fmt: skip
def test_safe(spelling: str) -> None:
    assert joined("Dana Rowe", spelling, "Dana Rowe") == {spelling: "Dana Rowe"}


@pytest.mark.parametrize(
    "names",
    [
        ("Tom Lee", "Tim Lee", "T. Lee"),
        ("Tom Lee", "Ann Lee", "Lee"),
        ("Mr Rowe", "Ms Rowe", "Dana Rowe"),
        ("Dana (Houston)", "Dana (Austin)"),
        ("Speaker 1", "Speaker 2", "Speaker 11"),
        ("P01", "P1", "PO1"),
        ("Male Announcer", "Female Announcer"),
        ("Jonathan Feldman", "Jonathon Feldman"),
        ("Jo", "Jon Poe"),
        ("Q", "A"),
    ],
)
def test_unsafe(names: tuple[str, ...]) -> None:
    assert joined(*names) == {}


def test_who_answers_somebody_is_somebody_else() -> None:
    assert joined("Dana Rowe", "Dana", "Dana Rowe", host=False) == {}
    assert similar(["Dana Rowe", "Dana"]) == [("Dana Rowe", "Dana")]


def test_aliases_go_first_and_are_final() -> None:
    names = ["Host", "Dana Rowe", "Host", "Dana", "Host", "dana"]
    assert canonical_names(names, {"dana": "Somebody"}) == {
        "Host": "Host", "Dana Rowe": "Dana Rowe", "Dana": "Somebody", "dana": "Somebody",
    }  # fmt: skip
    assert canonical_names(names, {"X": "Dana"})["Dana"] == "Dana"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jonathan Feldman", "Jonathon Feldman"), ("P01", "PO1"), ("P01", "P1"), ("Rowe", "Ms Rowe"),
     ("Int", "Interviewer"), ("Dana", "Dana Rowe"), ("T. Lee", "Tom Lee")],
)  # fmt: skip
def test_pointed_out(one: str, other: str) -> None:
    assert similar([one, other]) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("P01", "P02"), ("Speaker 1", "Speaker 2"), ("Male Announcer", "Female Announcer"),
     ("Jo", "Bo"), ("Q", "A"), ("I", "R"), ("M", "F"), ("P1", "P11"), ("Visitor 1", "Visitor 2")],
)  # fmt: skip
def test_not_pointed_out(one: str, other: str) -> None:
    assert similar([one, other]) == []


def test_the_line_to_paste() -> None:
    assert alias_line("Dana Rowe", "Dana") == '"Dana" = "Dana Rowe"'
    quoted = tomllib.loads("[speakers.aliases]\n" + alias_line('Dana "D" Rowe', "Dana\\"))
    assert quoted == {"speakers": {"aliases": {"Dana\\": 'Dana "D" Rowe'}}}


NAMES = st.lists(
    st.sampled_from(["Dana Rowe", "Dana", "D. Rowe", "Rowe", "Dr Rowe", "Host", "DANA", "Tom Rowe"])
    | st.text(min_size=1, max_size=12),
    max_size=12,
)


@given(NAMES)
def test_joining_is_final_and_keeps_neighbours_apart(names: list[str]) -> None:
    found = canonical_names(names, {})
    assert set(found) == set(names)
    assert set(found.values()) <= set(names)
    assert all(found[name] == name for name in found.values())
    assert all(isinstance(pair, tuple) for pair in similar(names))


def test_thousands_of_names_are_no_trouble() -> None:
    names = [f"Name Number {chr(97 + i % 26)}{i}" for i in range(20_000)]
    assert len(canonical_names(names, {})) == 20_000
    similar(names)
