"""The report: whole, safe, true to the text, and the same every time."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from lxml import etree

from measures.shares import shares
from review.findings import Findings
from review.reading import anchor
from review.report import render
from review.sections.cells import MOST_LINKS
from tests.review.fake_findings import empty_findings, fake_findings, refused_findings

BLOCKS = ("div", "section", "figure", "table", "ul", "ol", "dl", "p", "details", "h3", "blockquote")
CASES = {
    "full": fake_findings,
    "empty": empty_findings,
    "refused": refused_findings,
    "one interview": lambda: fake_findings(interviews=1),
    "no cases": lambda: fake_findings(cases=False),
    "no themes": lambda: fake_findings(themes=0),
    "no model": lambda: unmodelled(),
    "many": lambda: fake_findings(interviews=60, per_interview=60, themes=20),
}


def unmodelled() -> Findings:
    """Return findings whose passages nobody has coded."""
    full = fake_findings(interviews=3)
    bare = tuple(replace(passage, codes={}) for passage in full.passages)
    return replace(full, passages=bare, shares=shares([]), model_card={})


@cache
def page(case: str) -> str:
    """Return the report of a case."""
    return render(CASES[case]())


@cache
def tree(case: str) -> etree._Element:
    """Parse the page as strictly as XML: every tag closed, properly nested, all escaped."""
    text = re.sub(r"<(script|style)>.*?</\1>", "", page(case), flags=re.DOTALL)
    return etree.fromstring(text.removeprefix("<!doctype html>\n"), etree.XMLParser(recover=False))


every_case = pytest.mark.parametrize("case", CASES)


@every_case
def test_nesting_is_valid(case: str) -> None:
    root = tree(case)
    assert root.tag == "html"
    for paragraph in root.iter("p"):
        assert not [node.tag for node in paragraph.iter(*BLOCKS) if node is not paragraph]
    for name in ("a", "details", "table"):
        for node in root.iter(name):
            assert name == "details" or not [n for n in node.iter(name) if n is not node]


@every_case
def test_ids_are_unique_and_links_resolve(case: str) -> None:
    root = tree(case)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    targets = [node.get("href") for node in root.iter("a")]
    assert all(target.startswith("#") for target in targets)
    assert {target[1:] for target in targets} <= set(ids)
    labels = [node.get("aria-labelledby") for node in root.iter() if node.get("aria-labelledby")]
    assert {name for label in labels for name in label.split()} <= set(ids)


@every_case
def test_headings_descend_without_gaps(case: str) -> None:
    levels = [
        int(node.tag[1]) for node in tree(case).iter() if re.fullmatch(r"h[1-6]", str(node.tag))
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@every_case
def test_nothing_is_loaded(case: str) -> None:
    root = tree(case)
    for node in root.iter():
        assert not node.get("src")
        assert not node.get("style")
        assert not [name for name in node.keys() if name.startswith("on")]  # noqa: SIM118
    assert [node.get("href") for node in root.iter("link")] == ["data:,"]
    assert not re.search(r"https?://|@import|url\(|//\w+\.\w", page(case))
    policy = root.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy


@every_case
def test_tables_have_captions_and_scopes(case: str) -> None:
    for table in tree(case).iter("table"):
        assert "".join(table.find("caption").itertext()).strip()
        assert all(head.get("scope") in ("col", "row") for head in table.iter("th"))
        lengths = {len(row.findall("th") + row.findall("td")) for row in table.iter("tr")}
        assert len(lengths) == 1


@every_case
def test_equal_findings_give_equal_bytes(case: str) -> None:
    assert render(CASES[case]()) == page(case)


@every_case
def test_every_quote_is_the_passage_to_the_letter(case: str) -> None:
    passages = {anchor(passage): passage for passage in CASES[case]().passages}
    quotes = list(tree(case).iter("figure"))
    quotes = [node for node in quotes if node.get("class") == "quote"]
    assert len(quotes) == len({node.get("id") for node in quotes})
    for node in quotes:
        passage = passages[node.get("id")]
        assert "".join(node.find("blockquote").itertext()) == passage.text
        caption = "".join(node.find("figcaption").itertext())
        assert passage.speaker in caption
        assert passage.passage_id in caption
    assert bool(quotes) == bool(passages)


def test_evidence_is_marked_where_it_lies() -> None:
    passages = {anchor(passage): passage for passage in fake_findings().passages}
    for node in tree("full").iter("figure"):
        if node.get("class") == "quote":
            codes = passages[node.get("id")].codes
            text = passages[node.get("id")].text
            wanted = {text[e.start : e.end] for c in codes.values() for e in c.evidence}
            assert {mark.text for mark in node.iter("mark")} == wanted


def test_a_small_study_is_quoted_whole() -> None:
    quoted = [node for node in tree("full").iter("figure") if node.get("class") == "quote"]
    assert len(quoted) == len(fake_findings().passages)


def test_a_large_study_says_what_is_left_out() -> None:
    quoted = [node for node in tree("many").iter("figure") if node.get("class") == "quote"]
    assert len(quoted) < 1500
    assert f"{len(quoted):,} of 3,600 passages are quoted" in page("many")
    assert "only in passages.csv" in page("many")


def test_every_cell_opens_as_many_quotes_as_it_counts() -> None:
    root = tree("full")
    by_id = {node.get("id"): node for node in root.iter() if node.get("id")}
    for link in by_id["stakeholder-table"].iter("a"):
        number = int(link.find("span").text)
        assert len(list(by_id[link.get("href")[1:]].iter("li"))) == min(number, MOST_LINKS)


def test_odd_characters_are_escaped() -> None:
    text = page("full")
    assert "Smart cities &lt;pilot&gt; &amp; friends" in text
    assert "<pilot>" not in text
    assert "唐鳳" in text
    assert "דנה לוי" in text


def test_hostile_text_stays_text() -> None:
    full = fake_findings(interviews=1)
    attack = "</blockquote><script>alert(1)</script>{{ 7 * 7 }} \"' onload=x"
    passage = replace(full.passages[0], text=attack, question=attack, codes={}, passage_id=attack)
    found = replace(full, passages=(passage,), notes=(f"`{attack}`",), study=attack)
    text = render(found)
    assert text.count("<script>") == 1
    assert "{{ 7 * 7 }}" in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_share_stands_beside_its_warrant() -> None:
    section = tree("full").find(".//section[@id='headline']")
    told = " ".join("".join(section.itertext()).split())
    assert "This figure rests on a machine." in told
    assert "There is no interval until people have coded a random sample" in told
    assert "Majority baseline" in told
    assert "rather abstain" in told


def test_intervals_are_printed_where_there_are_any() -> None:
    full = fake_findings(interviews=2)
    interval = {
        "corpus": {"low": 0.36, "high": 0.46, "level": 0.95, "n": 200},
        "cities": {"low": None, "reason": "fewer than 6 cities"},
    }
    sampled = {**full.shares, "share": 0.41, "basis": "sample", "interval": interval, "reason": ""}
    text = render(replace(full, shares=sampled))
    assert "<strong>41%</strong> of the mentions" in text
    assert "In these interviews: 95% interval from 36% to 46%." in text
    assert "In cities like these: no valid interval: fewer than 6 cities" in text
    assert "rests on a machine" not in text


def test_attributes_that_name_interviews_are_passed_over_and_named() -> None:
    text = page("full")
    assert "By role" in text
    assert "By city" not in text
    assert "“city” differs from interview to interview" in text
    assert "“country” has the same value throughout" in text


def test_refused_files_are_named_with_their_reason() -> None:
    for case in ("full", "refused"):
        assert "broken &amp; torn.docx" in page(case)
        assert "the file is not a Word document; save it again from Word" in page(case)


def test_empty_studies_say_so() -> None:
    assert "The study holds no transcripts yet" in page("empty")
    assert "None of the transcripts could be coded" in page("refused")


def test_two_passages_with_one_id_are_refused() -> None:
    full = fake_findings(interviews=1)
    with pytest.raises(ValueError, match="same passage_id"):
        render(replace(full, passages=full.passages[:1] * 2))
