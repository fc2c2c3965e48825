"""Spellings of one entity joined under one name, over a whole study."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import SettingsError
from models.entities import find_mentions
from models.entity_names import Entity, Overrides, Raw, join_entities, read_overrides
from models.spelling import key

NONE = Overrides()


def raw(text: str, label: str = "ORG", interview: str = "a", entity: str = "") -> Raw:
    """Make a mention that the tagger found, or, with `entity`, a pattern."""
    return Raw(text, label, entity, "", interview)


def names(
    *raws: Raw, speakers: tuple[str, ...] = (), overrides: Overrides = NONE
) -> dict[tuple[str, str], str]:
    """Join mentions; return the names by text and interview, "" for what was dropped."""
    joined = join_entities(raws, speakers, overrides)
    return {(r.text, r.interview_id): entity.name if entity else "" for r, entity in joined.items()}


def entity(text: str, label: str = "ORG", speakers: tuple[str, ...] = ()) -> Entity | None:
    """Return the entity of a name that is met once."""
    one = raw(text, label)
    return join_entities([one], speakers, NONE)[one]


@pytest.mark.parametrize(
    ("common", "others"),
    [
        ("Halvern Lights", ["halvern lights", "Halvern-Lights", "HalvernLights"]),
        ("Halvern Lights", ["Halvern Lights", "Halvern\nLights"]),
        ("Halvern Lights", ["the Halvern Lights", "Halvern Light", "Halvern Lights'"]),
        ("Meridock", ["Meridock Inc.", "Meridock, Inc.", "Meridock Corp.", "Meridock's"]),
        ("Institute for Harbors", ["Institute of Harbors", "Institute for Harbours"]),
        ("Board of Pier Services", ["B.P.S.", "BPS", "BOPS", "Board of Pier Service"]),
    ],
)  # fmt: skip
def test_spellings_of_one_name(common: str, others: list[str]) -> None:
    joined = names(raw(common), raw(common), *map(raw, others))
    assert set(joined.values()) == {common}


def test_different_names_stay_apart() -> None:
    apart = ["Meridock", "Halvern", "City of Oak Reach", "Oak Reach", "Reach Oak", "MDK"]
    assert set(names(*map(raw, apart)).values()) == set(apart)


def test_an_acronym_means_the_only_expansion_of_its_interview() -> None:
    pier, port = "Board of Pier Services", "Board of Port Safety"
    mentions = [raw(pier, interview="a"), raw(port, interview="b")]
    mentions += [raw("BPS", interview=interview) for interview in "abc"]
    joined = names(*mentions)
    assert [joined["BPS", interview] for interview in "abc"] == [pier, port, "BPS"]


@pytest.mark.parametrize(("letters", "far"), [("BPS", "Board of Pier Services"), ("PS", "PS")])
def test_two_letters_are_no_evidence_beyond_their_interview(letters: str, far: str) -> None:
    spoken = [raw("Board of Pier Services"), raw("Pier Services"), raw(letters, interview="b")]
    assert names(*spoken)[letters, "b"] == far


@pytest.mark.parametrize(
    ("short", "speakers", "name"),
    [
        ("Vosburgh", (), "Renata Vosburgh"), ("Renata", (), "Renata Vosburgh"),
        ("Vosburgh", ("Karl Vosburgh",), "Vosburgh"), ("Pike", ("JOANNA PIKE",), "Joanna Pike"),
        ("Joanna", ("Joanna Pike (host)",), "Joanna Pike"),
        ("Speaker", ("Speaker One",), "Speaker"),
        ("Pike", ("Joanna Pike", "Jim Pike"), "Pike"), ("Ann", ("Interviewer Ann",), "Ann"),
    ],
)  # fmt: skip
def test_persons_by_one_name(short: str, speakers: tuple[str, ...], name: str) -> None:
    full = raw("Renata Vosburgh", "PERSON", "b")
    assert names(full, raw(short, "PERSON"), speakers=speakers)[short, "a"] == name


def test_the_near_namesake_is_meant() -> None:
    near, far = raw("Ann Pike", "PERSON", "a"), raw("Jim Pike", "PERSON", "b")
    mentions = [near, far, *(raw("Pike", "PERSON", interview) for interview in "abc")]
    joined = names(*mentions)
    assert [joined["Pike", i] for i in "abc"] == ["Ann Pike", "Jim Pike", "Pike"]


@pytest.mark.parametrize(
    ("text", "label", "name"),
    [("Felix", "NORP", "Felix Moreau"), ("Austin", "GPE", "Austin"), ("Ford", "ORG", "Ford")],
)
def test_a_speakers_name_that_the_tagger_misread(text: str, label: str, name: str) -> None:
    speakers = ("Felix Moreau", "Austin Lee", "Dana Ford")
    assert names(raw(text, label), speakers=speakers)[text, "a"] == name


def test_a_firm_by_its_first_word() -> None:
    spoken = raw("Halvern Lighting", "ORG", "b"), raw("Halvern", "PERSON")
    assert set(join_entities(spoken, (), NONE).values()) == {Entity("Halvern Lighting", "ORG", "")}


@pytest.mark.parametrize(
    ("text", "tagged", "label", "stakeholder"),
    [
        ("Meridock Inc.", "ORG", "ORG", "company"), ("Meridock", "ORG", "ORG", ""),
        ("Ministry of Tides", "ORG", "ORG", "government"),
        ("City of Oak Reach", "ORG", "ORG", "government"),
        ("Oak Reach Port Agency", "PERSON", "ORG", "government"),
        ("Oak Reach City College", "ORG", "ORG", ""), ("Oak Reach County", "GPE", "GPE", ""),
        ("Renata Vosburgh", "PERSON", "PERSON", ""), ("Alder Street", "EVENT", "FAC", ""),
        ("tide.ly", "GPE", "PRODUCT", ""), ("BPS", "PERSON", "ORG", ""),
    ],
)  # fmt: skip
def test_label_and_side(text: str, tagged: str, label: str, stakeholder: str) -> None:
    found = entity(text, tagged)
    assert found is not None
    assert (found.label, found.stakeholder) == (label, stakeholder)


def test_one_label_by_majority_and_a_fixed_order_in_a_tie() -> None:
    labels = ["GPE", "GPE", "ORG", "PERSON", "PERSON"]
    joined = join_entities([raw("Oak Reach", label) for label in labels], (), NONE)
    assert set(joined.values()) == {Entity("Oak Reach", "PERSON", "")}


def test_a_place_that_has_a_city_of() -> None:
    seat = raw("Oak Reach", "ORG")
    joined = join_entities([seat, raw("City of Oak Reach")], (), NONE)
    assert joined[seat] == Entity("Oak Reach", "GPE", "")


def test_a_patterns_name_and_side_are_inherited() -> None:
    known = Raw("DPW", "DEPARTMENT", "Department of Public Works", "government", "a")
    missed = raw("Public Works Department")
    expected = Entity("Department of Public Works", "DEPARTMENT", "government")
    assert set(join_entities([known, missed], (), NONE).values()) == {expected}


@pytest.mark.parametrize("text", ["7", "2014", "§", "x"])
def test_what_is_no_name_is_dropped(text: str) -> None:
    assert entity(text) is None


@given(st.lists(st.sampled_from([
    *(raw(t, label, i) for t in ("BPS", "Board of Pier Services", "Pike", "Ann Pike", "Halvern Inc")
      for label in ("ORG", "PERSON") for i in "ab"),
])), st.randoms(use_true_random=False))  # fmt: skip
def test_order_changes_nothing(raws: list[Raw], chance: random.Random) -> None:
    shuffled = chance.sample(raws, len(raws))
    assert join_entities(raws, ["Jo Pike"], NONE) == join_entities(shuffled, ["Jo Pike"], NONE)


@given(st.lists(st.text(max_size=12), max_size=8), st.lists(st.text(max_size=12), max_size=3))
@settings(max_examples=200)
def test_any_text_gets_an_answer(texts: list[str], speakers: list[str]) -> None:
    raws = [raw(text) for text in texts]
    joined = join_entities(raws, speakers, NONE)
    assert set(joined) == set(raws)
    assert all(entity is None or key(entity.name) for entity in joined.values())


def test_a_hundred_thousand_mentions_in_time() -> None:
    words = [f"{first}{last}" for first in "BCDFGHKLMN" for last in ("ado", "eri", "olu", "uma")]
    chance = random.Random(1)
    raws = [
        raw(
            " ".join(chance.sample(words, chance.choice([1, 2, 3]))),
            chance.choice(["ORG", "PERSON"]),
            f"i{chance.randrange(500)}",
        )
        for _ in range(100_000)
    ]  # fmt: skip
    start = time.process_time()
    join_entities(raws, [f"{a} {b}" for a in words for b in words], NONE)
    # Measured: 2 s.
    assert time.process_time() - start < 20


# --- entities.toml --------------------------------------------------------------------------


def written(folder: Path, text: str) -> Path:
    """Write an entities.toml."""
    path = folder / "entities.toml"
    path.write_text(text, encoding="utf-8")
    return path


OWN = """
ignore = ["Sparky"]

[[entity]]
name = "Oak Reach Water Works"
label = "DEPARTMENT"
stakeholder = "government"
variants = ["Water Works", "Meridock Inc.", "the water folks"]

[[entity]]
name = "Joanna Pike-Lowe"
variants = ["Joanna Pike"]
"""


def test_an_override_wins(tmp_path: Path) -> None:
    overrides = read_overrides(written(tmp_path, OWN))
    raws = [
        raw("Sparky's"), raw("water works"), raw("ORWW"), raw("Meridock"), raw("Pike", "PERSON"),
        raw("public works", entity="Department of Public Works"),
    ]  # fmt: skip
    joined = join_entities(raws, ["Joanna Pike"], overrides)
    works = Entity("Oak Reach Water Works", "DEPARTMENT", "government")
    assert [joined[r] for r in raws[:4]] == [None, works, works, works]
    assert joined[raws[4]] == Entity("Joanna Pike-Lowe", "PERSON", "")
    assert joined[raws[5]] is not None


def test_a_name_of_the_report_stands_for_all_that_was_joined_under_it(tmp_path: Path) -> None:
    text = (
        'ignore = ["City council"]\n[[entity]]\nname = "Pier Board"\nvariants = ["Board of Piers"]'
    )
    overrides = read_overrides(written(tmp_path, text))
    council = raw("aldermen", "DEPARTMENT", entity="City council")
    joined = names(council, raw("Board of Piers"), raw("BOP"), overrides=overrides)
    assert list(joined.values()) == ["", "Pier Board", "Pier Board"]


def test_a_study_has_its_own_names_looked_for(tmp_path: Path) -> None:
    overrides = read_overrides(written(tmp_path, OWN))
    text = "So the water folks came, and Water Works paid for it."
    found = find_mentions([text], overrides.patterns)[0]
    assert [(text[m.start : m.end], m.entity, m.stakeholder) for m in found] == [
        ("the water folks", "Oak Reach Water Works", "government"),
        ("Water Works", "Oak Reach Water Works", "government"),
    ]


def test_no_file_is_no_override(tmp_path: Path) -> None:
    overrides = read_overrides(tmp_path / "entities.toml")
    assert overrides.patterns == ()
    assert overrides.digest() == NONE.digest()
    assert overrides.digest() != read_overrides(written(tmp_path, OWN)).digest()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("entity = 3", "'entity'"), ("[[entity]]", "'name' of [[entity]] number 1"),
        ("[[entity]]\nname = 'A'\nlable = 'ORG'", "'lable' of [[entity]] number 1 (\"A\")"),
        ("[[entity]]\nname = 'A'\nlabel = 'Org'", "'label' of [[entity]] number 1 (\"A\") = 'Org'"),
        ("[[entity]]\nname = 'A'\nstakeholder = 'city'", "'stakeholder'"),
        ("[[entity]]\nname = 'A'\nlabel = ''", "'label'"), ("ignored = []", "'ignored'"),
        ("[[entity]]\nname = ''", "'name'"), ("ignore = [3]", "'ignore.0'"),
        ("[[entity]]\nname = 'A'\nvariants = ['?']", "'variants'"),
        ("ignore = ['a']\n[[entity]]\nname = 'A'", "under both ignore and A"),
        ("[[entity]]\nname = 'A'\nvariants = ['B']\n[[entity]]\nname = 'b'", "under both A and b"),
        ("name = ", "not valid TOML"),
    ],
)  # fmt: skip
def test_a_faulty_file_names_the_key(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_overrides(written(tmp_path, text))
    assert named in str(caught.value)
    assert str(caught.value).startswith("entities.toml: ")
