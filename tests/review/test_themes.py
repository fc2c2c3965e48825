"""The report's themes: those that hold before those that may not, and how surely each does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree

from measures.saturation import saturation
from review.findings import Findings, ThemeRow
from review.reading import read
from review.report import render
from review.sections.summary import sentences
from review.sections.theme_overview import overview
from review.sections.theme_saturation import curve
from review.sections.theme_words import TOO_FEW, UNSEEN, holding, origin
from review.sections.themes import anchors
from tests.review.fake_findings import fake_findings

Node = etree._Element


def parsed(findings: Findings) -> Node:
    """Return the report as a tree."""
    text = re.sub(r"<(script|style)>.*?</\1>", "", render(findings), flags=re.DOTALL)
    return etree.fromstring(text.removeprefix("<!doctype html>\n"))


@cache
def full() -> Node:
    return parsed(fake_findings())


def said(node: Node) -> str:
    """Return a node's text with single spaces."""
    return " ".join("".join(node.itertext()).split())


def by_id(root: Node, name: str) -> Node:
    return root.find(f".//*[@id='{name}']")


def table_after(root: Node, heading: str) -> Node:
    """Return the first table after a heading."""
    return by_id(root, heading).xpath("following::table")[0]


def changed(change: Callable[[ThemeRow], ThemeRow]) -> Findings:
    found = fake_findings()
    return replace(found, themes=tuple(change(theme) for theme in found.themes))


@pytest.mark.parametrize(
    ("stability", "figure", "word"),
    [
        (0.91, "0.91", "high"),
        (0.85, "0.85", "high"),
        (0.8499, "0.84", "stable"),
        (0.75, "0.75", "stable"),
        (0.749, "0.74", "doubtful"),
        (0.29, "0.29", "not to be relied on"),
        (0.599, "0.59", "not to be relied on"),
    ],
)
def test_stability_in_words(stability: float, figure: str, word: str) -> None:
    reading = read(fake_findings())
    found = holding(reading, replace(reading.themes[0], stability=stability))
    assert (found.figure, found.word) == (figure, word)


def test_what_was_not_measured_says_why() -> None:
    reading = read(fake_findings())
    theme = replace(reading.themes[0], stability=None)
    assert holding(reading, theme).word == UNSEEN
    none = read(changed(lambda theme: replace(theme, stability=None)))
    assert holding(none, theme).word == TOO_FEW


def test_origins_in_words() -> None:
    rows = [ThemeRow("t", "n", (), 0, 0, None, "", (), origin=o) for o in ("found", "made")]
    assert [origin(row) for row in rows] == ["found", "made by an analyst"]


def test_themes_that_hold_come_first_and_apart() -> None:
    names = {theme.name: theme.status for theme in fake_findings().themes}
    for heading, status in (("stable-themes", "stable"), ("provisional-themes", "provisional")):
        links = table_after(full(), heading).findall(".//th/a/bdi")
        assert {names["".join(link.itertext())] for link in links} == {status}
        assert len(links) == list(names.values()).count(status)
    numbers = [int(n.text) for n in full().findall(".//article//span[@class='number']")]
    assert numbers == list(range(1, 10))


def test_only_themes_that_hold_are_headlined() -> None:
    told = " ".join(sentences(read(fake_findings())))
    assert "4 themes hold when interviews are left out: the largest are" in told
    assert "5 more are provisional." in told
    for theme in fake_findings().themes:
        assert theme.status == "stable" or theme.name not in told
    none = " ".join(sentences(read(changed(lambda t: replace(t, status="provisional")))))
    assert "9 groups of alike passages are provisional" in none
    only = changed(lambda t: replace(t, status="stable"))
    assert "9 themes hold when interviews are left out" in " ".join(sentences(read(only)))


def test_provisional_themes_are_marked_wherever_they_are_counted() -> None:
    rows = [said(row) for row in by_id(full(), "theme-table").findall(".//tbody/tr/th")]
    assert sum("(provisional)" in row for row in rows) == 5
    slanted = by_id(full(), "where").findall(".//thead//i")
    assert len(slanted) == 5
    assert {node.get("title") for node in slanted} == {"provisional"}


def test_a_study_without_themes_that_hold_says_so() -> None:
    root = parsed(changed(lambda theme: replace(theme, status="provisional")))
    assert said(by_id(root, "stable-themes").xpath("following::p")[0]) == (
        "No theme was shown to hold."
    )
    root = parsed(changed(lambda theme: replace(theme, status="stable")))
    assert by_id(root, "provisional-themes") is None


def test_themes_stand_under_their_parents() -> None:
    reading = read(fake_findings())
    (top,) = overview(reading, anchors(reading)).branches
    assert top.row.theme.theme_id == "theme 0 é"
    assert {child.row.theme.theme_id for child in top.children} == {"theme 1 é", "theme 7 é"}
    assert top.below == sum(
        len(reading.by_theme[f"theme {n} é"]) for n in (0, 1, 2, 7)
    )  # fmt: skip
    assert "5 other themes stand alone" in said(by_id(full(), "themes"))


def test_a_ring_of_parents_is_drawn_all_the_same() -> None:
    ring = {"theme 0 é": "theme 1 é", "theme 1 é": "theme 0 é", "theme 2 é": "theme 2 é"}
    root = parsed(changed(lambda t: replace(t, parent=ring.get(t.theme_id, "gone"))))
    assert len(by_id(root, "themes").xpath(".//ul[@class='branches']//li")) == 2


def test_the_tree_needs_every_theme_it_names() -> None:
    assert by_id(full(), "theme-tree-t") is not None
    found = fake_findings()
    lacking = replace(found, themes=found.themes[1:])
    assert by_id(parsed(lacking), "theme-tree-t") is None


def test_counts_by_interview_add_up_and_lead_to_their_quotes() -> None:
    table = by_id(full(), "where")
    passages = fake_findings().passages
    total = 0
    for row in table.findall(".//tbody/tr"):
        cells = [said(cell) for cell in row.findall("td")]
        assert sum(map(int, cells[:-1])) == int(cells[-1])
        total += int(cells[-1])
    assert total == len(passages)
    for link in table.findall(".//tbody//td/a"):
        count, target = int(said(link)), by_id(full(), link.get("href")[1:])
        assert count == (1 if target.tag == "figure" else len(target.findall(".//li")))


def test_shares_by_attribute_are_of_the_columns_passages() -> None:
    found = fake_findings()
    table = by_id(full(), "where-1")
    heads = [said(head) for head in table.findall(".//thead/tr/th")]
    assert heads == ["Theme", "CDO 52 passages", "CIO 52 passages", "Performance 52 passages",
                     "Passages"]  # fmt: skip
    known = {row.interview_id: row.attributes for row in found.interviews}
    first = read(found).themes[0]
    wanted = sum(
        p.theme_id == first.theme_id and known[p.interview_id]["role"] == "CDO"
        for p in found.passages
    )
    cell = said(table.find(".//tbody/tr/td"))
    assert cell == f"{wanted} {int(100 * wanted / 52 + 0.5)}%"


def test_two_hundred_interviews_are_folded() -> None:
    root = parsed(fake_findings(interviews=200, per_interview=4, themes=12))
    assert len(by_id(root, "where").findall(".//tbody/tr")) == 40
    rest = by_id(root, "where-rest")
    assert len(rest.findall(".//tbody/tr")) == 160
    assert rest.xpath("ancestor::details")


def test_alike_interviews_stand_together() -> None:
    table = by_id(full(), "where")
    mains = []
    for row in table.findall(".//tbody/tr"):
        counts = [int(said(cell)) for cell in row.findall("td")[:9]]
        mains.append(counts.index(max(counts)))
    assert mains == sorted(mains)


def test_changes_are_told_theme_by_theme() -> None:
    section = by_id(full(), "themes")
    rows = [said(row) for row in table_after(full(), "theme-changes").findall(".//tbody/tr")]
    assert len(rows) == 10
    assert "merged into “Sensors”" in rows[-1]
    assert "Old <name> theme-old" in rows[-1]
    assert "as they were before fit 2, the last one" in said(section)
    assert "and still are in the study" in said(section)


def test_proposals_come_with_the_command_that_answers_them() -> None:
    table = table_after(full(), "proposals")
    assert said(by_id(full(), "proposals")) == "2 proposals to answer"
    codes = [said(code) for code in table.findall(".//td/code")]
    assert codes[:2] == [
        "qualflow themes STUDY accept fit-2-1",
        "qualflow themes STUDY reject fit-2-1",
    ]
    assert len(table.findall(".//li/a")) == 3
    assert "Rejected: theme-005 retired" in said(by_id(full(), "themes"))


def test_decisions_not_in_force_are_told_with_their_reason() -> None:
    told = said(by_id(full(), "not-in-force"))
    assert told.startswith("2 decisions not in force, or in part only.")
    assert "theme-009 named “<Streets>”: there is no theme theme-009." in told


def test_nothing_to_tell_leaves_no_headings() -> None:
    bare = replace(
        fake_findings(), theme_changes=(), proposals=(), unreplayed=(), saturation=None,
        nearness=(), diversity=None, changes_since="",
    )  # fmt: skip
    root = parsed(bare)
    for name in ("theme-changes", "proposals", "not-in-force", "saturation", "near"):
        assert by_id(root, name) is None


def test_saturation_is_told_without_a_verdict() -> None:
    told = said(by_id(full(), "themes"))
    assert "A description, not a verdict." in told
    assert "12 interviews speak of 9 themes" in told
    assert not re.search(r"saturated|saturation (?:is|was) reached", told)


HEARD = {f"i{n}": {f"t{n % 3}"} for n in range(5)}


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [
        ({}, None),
        ({"a": {"t"}}, None),
        ({"a": set(), "b": set()}, None),
        ({"a": {"t"}, "b": {"u"}}, "cannot be looked for in fewer than 6 interviews"),
        (HEARD, "cannot be looked for in fewer than 7 interviews"),
        ({f"i{n}": {"t"} for n in range(9)}, "no new themes was complete after 7 interviews."),
        ({f"i{n}": {f"t{n}"} for n in range(9)}, "did not come within these 9 interviews."),
    ],
)
def test_saturation_of_small_studies(heard: dict[str, set[str]], wanted: str | None) -> None:
    found = curve(read(replace(fake_findings(), saturation=saturation(heard))))
    if wanted is None:
        assert found is None
    else:
        assert found is not None
        assert wanted in " ".join(found.sentences)
        assert found.steps[-1].interviews == len(heard)


def test_passages_say_of_which_other_themes_they_speak() -> None:
    quotes = [q for q in full().iter("figure") if q.get("class") == "quote"]
    told = [said(quote) for quote in quotes if "also speaks of" in said(quote)]
    assert len(told) == sum(bool(passage.also) for passage in fake_findings().passages)
    assert not [quote for quote in told if "theme-gone" in quote]


def test_descriptions_are_shown() -> None:
    assert "Where it <hurts> & whom." in said(by_id(full(), "quotes"))


def test_hostile_names_stay_text() -> None:
    attack = "</text><script>alert(1)</script>\"'>"
    found = changed(lambda theme: replace(theme, name=attack, description=attack))
    found = replace(found, unreplayed=(attack,), changes_since=attack)
    assert render(found).count("<script>") == 1
