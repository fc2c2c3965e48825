"""ELAN files: which tiers are speech, whose, and in what order."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pympi
import pytest
from hypothesis import HealthCheck, given, settings
from lxml.etree import Element, SubElement, tostring

from corpus.errors import NoSpeechError, UnreadableError
from tests.corpus.made_files import read_text, said
from tests.corpus.made_turns import Said, heard, turns

Annotation = tuple[str, int | None, int | None]


def eaf(*tiers: tuple[dict[str, str], list[Annotation]], types: str = "", units: str = "") -> str:
    """Return an ELAN document without a schema's location; tiers are attributes and annotations."""
    root = Element("ANNOTATION_DOCUMENT")
    header = SubElement(root, "HEADER")
    if units:
        header.set("TIME_UNITS", units)
    order = SubElement(root, "TIME_ORDER")
    count = 0
    for attributes, contents in tiers:
        tier = SubElement(root, "TIER", attributes)
        for words, *times in contents:
            refs = {}
            for number, ms in enumerate(times, start=1):
                count += 1
                slot = SubElement(order, "TIME_SLOT", TIME_SLOT_ID=f"ts{count}")
                if ms is not None:
                    slot.set("TIME_VALUE", str(ms))
                refs[f"TIME_SLOT_REF{number}"] = f"ts{count}"
            annotation = SubElement(SubElement(tier, "ANNOTATION"), "ALIGNABLE_ANNOTATION", refs)
            SubElement(annotation, "ANNOTATION_VALUE").text = words
    for kind in types.split():
        SubElement(root, "LINGUISTIC_TYPE", LINGUISTIC_TYPE_ID=kind, CONTROLLED_VOCABULARY_REF="x")
    return tostring(root, encoding="unicode")


ANN = {"TIER_ID": "A-1", "PARTICIPANT": "Ann Lee"}
BO = {"TIER_ID": "Bo"}


def test_tiers_are_speakers_in_order_of_time(tmp_path: Path) -> None:
    text = eaf(
        (ANN, [("Why\n so?", 0, 900), ("", 900, 950), ("Oh.", 3_000, 3_500)]),
        (BO, [("Because.", 1_000, 2_000), ("Yes.", 2_100, 2_900)]),
    )
    interview = read_text(tmp_path, text, "a.eaf")
    assert heard(interview) == [
        Said("Ann Lee", "Why so?", 0, 900), Said("Bo", "Because. Yes.", 1_000, 2_900),
        Said("Ann Lee", "Oh.", 3_000, 3_500),
    ]  # fmt: skip
    assert [ms for _, ms in interview.segments[1].times] == [1_000, 2_100]
    assert (interview.format, interview.convention) == ("eaf", "tiers")
    assert [w for w in interview.warnings if "tiers" in w.message] == []


def test_tiers_that_are_no_speech(tmp_path: Path) -> None:
    text = eaf(
        (ANN, [("Why?", 0, 900), ("Oh so.", 3_000, 3_500)]),
        (BO, [("Because.", 1_000, 2_000)]),
        ({"TIER_ID": "A-glosses", "PARENT_REF": "A-1"}, [("W-H-Y", 0, 900)]),
        ({"TIER_ID": "mood", "LINGUISTIC_TYPE_REF": "cv"}, [("glad", 0, 900)]),
        ({"TIER_ID": "notes"}, [("door bangs", 1_000, 1_100)]),
        ({"TIER_ID": "ref"}, [("001", 0, 900), ("002", 1_000, 2_000)]),
        ({"TIER_ID": "A-hands", "PARTICIPANT": "Ann Lee"}, [("up", 10, 800)]),
        types="cv",
    )
    interview = read_text(tmp_path, text, "a.eaf")
    assert said(interview) == [("Ann Lee", "Why?"), ("Bo", "Because."), ("Ann Lee", "Oh so.")]
    assert [w.message for w in interview.warnings[:-1]] == [
        "tiers that seem to hold no speech were left out: “notes”, “ref”, “A-hands”"]  # fmt: skip


def test_two_tiers_of_one_speaker(tmp_path: Path) -> None:
    again = {"TIER_ID": "A-2", "PARTICIPANT": "Ann Lee"}
    text = eaf(
        (ANN, [("One.", 0, 900)]),
        (BO, [("Two.", 1_000, 1_900)]),
        (again, [("Three.", 2_000, 3_000)]),
    )
    assert [words for _, words in said(read_text(tmp_path, text, "a.eaf"))] == [
        "One.",
        "Two.",
        "Three.",
    ]
    beside = [("Eins und mehr.", 0, 900)]
    text = eaf((ANN, [("One.", 0, 900)]), (BO, [("Two.", 1_000, 1_900)]), (again, beside))
    interview = read_text(tmp_path, text, "a.eaf")
    assert [words for _, words in said(interview)] == ["Eins und mehr.", "Two."]
    assert "“A-1”" in interview.warnings[0].message


def test_a_label_that_sounds_like_a_kind_of_tier(tmp_path: Path) -> None:
    text = eaf(({"TIER_ID": "Head of Office"}, [("One.", 0, 900)]), (BO, [("Two?", 1_000, 1_900)]))
    assert said(read_text(tmp_path, text, "a.eaf"))[0] == ("Head of Office", "One.")


def test_times_that_are_missing_or_of_another_unit(tmp_path: Path) -> None:
    tiers = ((ANN, [("One.", 0, None), ("Two.", None, 900)]), (BO, [("Three.", 1_000, 1_900)]))
    interview = read_text(tmp_path, eaf(*tiers), "a.eaf")
    assert heard(interview) == [
        Said("Ann Lee", "One. Two.", 0, 900),
        Said("Bo", "Three.", 1_000, 1_900),
    ]
    interview = read_text(tmp_path, eaf(*tiers, units="PAL-frames"), "a.eaf")
    assert [s.times for s in interview.segments] == [(), ()]
    assert "PAL-frames" in interview.warnings[0].message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<html/>", "root is html"),
        ("no xml", "damaged"),
        (
            "<!DOCTYPE a [<!ENTITY b 'c'>]><ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>",
            "document type",
        ),
        ("<ANNOTATION_DOCUMENT><TIER>", "damaged"),
        ("<ANNOTATION_DOCUMENT>" + "<TIER/>" * 201 + "</ANNOTATION_DOCUMENT>", "200 tiers"),
        ("<ANNOTATION_DOCUMENT>" + "<a/>" * 600_000, "tags"),
    ],
    ids=["html", "text", "entities", "cut off", "too many", "too long"],
)
def test_refused(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        read_text(tmp_path, text, "a.eaf")


def test_nothing_said(tmp_path: Path) -> None:
    with pytest.raises(NoSpeechError):
        read_text(tmp_path, eaf((ANN, [(" ", 0, 900)])), "a.eaf")


def test_what_elan_does_not_write(tmp_path: Path) -> None:
    attributes = f'TIER_ID={quoteattr("Bo: " + "x" * 9)} PARTICIPANT=" "'
    text = (
        f"<ANNOTATION_DOCUMENT><TIER {attributes}><ANNOTATION><REF_ANNOTATION><ANNOTATION_VALUE>"
        "Hello.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION><ANNOTATION/></TIER></ANNOTATION_DOCUMENT>"
    )
    assert said(read_text(tmp_path, text, "a.eaf")) == [("Bo: xxxxxxxxx", "Hello.")]


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(spoken=turns())
def test_there_and_back(tmp_path: Path, spoken: list[Said]) -> None:
    file = pympi.Eaf()
    file.remove_tier("default")
    for number, speaker in enumerate({one.speaker: None for one in spoken}):
        file.add_tier(f"tier {number}", part=speaker)
        for one in (one for one in spoken if one.speaker == speaker):
            file.add_annotation(f"tier {number}", one.start, one.end, one.words)
    path = tmp_path / "b.eaf"
    path.unlink(missing_ok=True)
    file.to_file(str(path))
    assert heard(read_text(tmp_path, path.read_bytes(), "a.eaf")) == spoken
