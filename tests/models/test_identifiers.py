"""Suggesting identifiers: what is found in an invented interview, and that nothing leaves."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.deidentify.known import ORGANISATION, PERSON, Identifier, own_names
from corpus.deidentify.matching import Matcher
from corpus.interview import Interview, Segment
from corpus.readers import read
from models.identifiers import has_presidio, suggest

PLANTED = Path(__file__).parent / "planted_identifiers.txt"
needs_presidio = pytest.mark.skipif(not has_presidio(), reason="the extra `deid` is not installed")
LISTED = [
    Identifier("Hal Brandvold", PERSON),
    Identifier("Tobias Pomfret", PERSON),
    Identifier("Port Ellery", "city"),
    Identifier("Lumenrail Systems", ORGANISATION),
]


@dataclass(frozen=True)
class Planted:
    """An interview of ours and the spans of what identifies somebody in it."""

    interview: Interview
    spans: list[tuple[int, int]]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    marked = PLANTED.read_text(encoding="utf-8")
    found = enumerate(re.finditer("⟦(.*?)⟧", marked))
    # Each pair of marks before it moves a span by two.
    spans = [(m.start() - 2 * n, m.start() - 2 * n + len(m[1])) for n, m in found]
    path = tmp_path_factory.mktemp("planted") / "a.txt"
    path.write_text(re.sub("[⟦⟧]", "", marked), encoding="utf-8")
    return Planted(read(path), spans)


def missed(planted: Planted, suggested: list[Identifier]) -> list[str]:
    """The planted identifiers that suggestions do not cover to the last letter."""
    text = planted.interview.text
    covered = {
        place
        for match in Matcher(item.text for item in suggested).find(text)
        for place in range(match.start, match.end)
    }
    return [
        text[a:b]
        for a, b in planted.spans
        if not all(i in covered for i in range(a, b) if text[i].isalnum())
    ]


def test_the_fixture_is_as_it_says(planted: Planted) -> None:
    text = planted.interview.text
    assert len(planted.spans) == 44
    assert text[slice(*planted.spans[1])] == "Ngozi"


# Measured on 44 planted identifiers, whole spans: 38 by patterns and spaCy, 40 with a list of
# four names; Presidio added none to that (alone it finds 27, spaCy alone 24, patterns alone 14).
@pytest.mark.parametrize("presidio", [False, pytest.param(True, marks=needs_presidio)])
def test_most_of_what_was_planted_is_suggested(planted: Planted, presidio: bool) -> None:
    interviews = {"a.txt": planted.interview}
    plain = missed(planted, suggest(interviews, own_names(interviews, [], [], {}), presidio))
    own = own_names(interviews, [], LISTED, {})
    listed = missed(planted, suggest(interviews, own, presidio))
    assert len(plain) <= 6
    assert len(listed) <= 4
    # Nobody but the list knew these, who typed themselves in lower case.
    assert set(plain) - set(listed) == {"tobias", "tobias pomfret"}


def test_ordinary_words_are_left_alone(planted: Planted) -> None:
    found = {item.text for item in suggest({"a": planted.interview}, [], False)}
    assert not found & {"May", "mark", "will", "I", "Ask", "Well", "Interviewer", "first"}


def talk(words: str, language: str = "en") -> dict[str, Interview]:
    """One interview of one turn."""
    return {"a": Interview(words, (Segment(0, len(words), 0, "P1"),), "txt", "", language)}


@pytest.mark.parametrize(
    ("own", "words", "expected"),
    [
        ("Will Young", "will young, WILL, will you, young people", {"will young", "WILL"}),
        ("Zofia Nowak", "zofia said that nowak", {"zofia", "nowak"}),
        ("Renée Müller", "renee muller and Muller", {"renee muller", "Muller"}),
        ("Dana", "Danae, Jordana", set()),
    ],
)
def test_other_spellings_of_own_names(own: str, words: str, expected: set[str]) -> None:
    found = {item.text for item in suggest(talk(words), [Identifier(own, PERSON)], False)}
    assert expected <= found
    assert "will" not in found


def test_a_name_in_an_address_is_a_row_of_its_own() -> None:
    words = "Write to dana.rowe@harbour.example.org, Dana said."
    found = suggest(talk(words), [Identifier("Dana Rowe", PERSON)], False)
    kinds = {item.text: item.kind for item in found}
    assert kinds["dana.rowe@harbour.example.org"] == "e-mail address"
    assert kinds["Dana"] == PERSON


def test_marks_are_not_suggested_again() -> None:
    words = "Then [Person 1] met [Dana Rowe] in [City 2], [laughter] she said."
    assert suggest(talk(words), [], has_presidio()) == []


def test_other_languages_get_patterns_and_own_names() -> None:
    words = "Jana Dvořák bydlí v Brně, tel. +420 601 123 456, říká Petr."
    found = suggest(talk(words, "cs"), [Identifier("Petr", PERSON)], has_presidio())
    assert {item.text for item in found} == {"Petr", "+420 601 123 456"}


@needs_presidio
def test_presidio_adds_what_only_it_knows() -> None:
    words = "Send it to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2, the wallet."
    assert suggest(talk(words), [], False) == []
    [wallet] = suggest(talk(words), [], True)
    assert (wallet.kind, wallet.found_by) == ("account number", "Presidio")


# In a process of its own, since the analyser is made once: there any look-up of a name, any
# connection and any attempt to download a model ends in an error.
_SEALED = """
import logging, pathlib, socket, sys
def refuse(*arguments, **more):
    raise AssertionError(f"network: {arguments}")
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
    setattr(socket, name, refuse)
socket.socket.connect = socket.socket.connect_ex = refuse
import spacy.cli
spacy.cli.download = refuse
asked = []
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
from corpus.interview import Interview, Segment
from models.identifiers import suggest
words = "Write to dana.rowe@harbour.example.org or dana@mail.co.uk, said Petra Quillfeather."
interview = Interview(words, (Segment(0, len(words), 0, "P1"),), "txt", "", "en")
# Without the patterns, so that e-mail addresses reach Presidio's own recogniser.
import models.identifiers as identifiers
identifiers.shaped = lambda text: []
found = {item.text: item.found_by for item in suggest({"a": interview}, [], True)}
import tldextract.tldextract as domains
assert domains.TLD_EXTRACTOR.suffix_list_urls == (), "the list would be fetched"
print(sorted(found.items()))
"""


@needs_presidio
def test_presidio_stays_off_the_network_and_says_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", _SEALED],
        capture_output=True,
        text=True,
        env={"HOME": str(tmp_path), "PYTHONPATH": str(PLANTED.parents[2]), "PATH": "/nowhere"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "('dana@mail.co.uk', 'Presidio')" in done.stdout
    for word in ("dana", "Quillfeather", "harbour"):
        assert word not in done.stderr
    assert not any(tmp_path.rglob("*tld*"))


def test_suggesting_logs_nothing(caplog: pytest.LogCaptureFixture, planted: Planted) -> None:
    with caplog.at_level(logging.DEBUG):
        suggest({"a": planted.interview}, LISTED, has_presidio())
    for word in ("Ngozi", "Brandvold", "Pomfret", "014-2237"):
        assert word not in caplog.text
