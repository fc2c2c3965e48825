"""Charts: right lengths, text alternatives, nothing drawn over anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from review.charts import Dot, Part, plain_bar, row_bar, stacked_bar, theme_map
from review.charts.layout import Box, core, hull, place, text_width

PARTS = (Part("tech <1>", "tech", 1), Part("both", "both", 0), Part("org", "org", 3))


def widths(svg: str) -> list[float]:
    """Return the widths of the rectangles in a chart."""
    return [float(rect.get("width")) for rect in etree.fromstring(svg).iter("rect")]


def test_segments_are_as_long_as_their_shares() -> None:
    assert widths(stacked_bar(PARTS, "a", "t")) == [180, 540]
    assert widths(row_bar(PARTS)) == [40, 120]
    assert widths(plain_bar(1, 4, "tech")) == [40]


def test_the_headline_bar_tells_itself() -> None:
    root = etree.fromstring(stacked_bar(PARTS, "a", "Kinds & shares"))
    assert root.find("title").text == "Kinds & shares"
    assert root.find("desc").text == "tech <1> 1 (25%); both 0 (0%); org 3 (75%)"
    assert root.get("aria-labelledby") == "a-t a-d"
    assert {node.get("id") for node in root.iter()} >= {"a-t", "a-d"}


def test_percentages_only_where_they_fit() -> None:
    svg = stacked_bar((Part("a", "tech", 1), Part("b", "org", 99)), "a", "t")
    assert [text.text for text in etree.fromstring(svg).iter("text")] == ["99%"]


def test_bars_of_nothing_are_empty() -> None:
    nothing = (Part("a", "tech", 0),)
    assert widths(stacked_bar(nothing, "a", "t")) == []
    assert widths(row_bar(nothing)) == []
    assert widths(plain_bar(0, 0, "tech")) == [0]


def dots(themes: int, each: int) -> list[Dot]:
    """Return passages of some themes on a grid."""
    return [
        Dot((n % 5) / 10 + t / 20, (n // 5) / 10, t, f"<{t}> {n}", "p-1" if n == 0 else "")
        for t in range(themes + 1)
        for n in range(each)
    ]


def test_the_map_marks_every_passage_and_links_the_quoted() -> None:
    root = etree.fromstring(theme_map(dots(3, 10), {1: "a<b", 2: "b", 3: "c"}, "m", "t", "d"))
    assert len(list(root.iter("g"))) == 40
    links = list(root.iter("a"))
    assert [link.get("href") for link in links] == ["#p-1"] * 4
    assert {link.get("tabindex") for link in links} == {"-1"}
    assert [text.text for text in root.iter("text")] == ["1 a<b", "2 b", "3 c"]
    assert len(list(root.iter("polygon"))) == 3


def test_many_themes_are_numbered_only() -> None:
    names = {n: f"theme {n}" for n in range(1, 21)}
    svg = theme_map(dots(20, 6), names, "m", "t", "d")
    assert [text.text for text in etree.fromstring(svg).iter("text")] == [str(n) for n in names]


def test_a_map_of_one_passage_has_no_outline() -> None:
    svg = theme_map([Dot(0.5, 0.5, 1, "x", "")], {1: "alone"}, "m", "t", "d")
    assert "polygon" not in svg
    assert "1 alone" in svg


def test_hull_of_a_square_leaves_its_middle_out() -> None:
    square = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)]
    assert set(hull([*square, (1.0, 1.0)])) == set(square)


def test_core_drops_strays() -> None:
    near = [(float(i), 0.0) for i in range(3)]
    assert (99.0, 99.0) not in core([*near, (99.0, 99.0)])


boxes = st.builds(Box, st.floats(0, 700), st.floats(0, 500), st.floats(10, 200), st.just(20.0))


@given(st.lists(boxes, max_size=25))
def test_labels_never_overlap_nor_leave_the_frame(wishes: list[Box]) -> None:
    placed = [box for box in place(wishes, 700, 500) if box]
    for i, box in enumerate(placed):
        assert box.within(700, 500)
        assert not any(box.meets(other) for other in placed[:i])


def test_a_label_without_room_is_none() -> None:
    assert place([Box(10, 10, 999, 20)], 100, 100) == [None]


def test_chinese_is_set_wider() -> None:
    assert text_width("开放", 10) == 20
    assert text_width("ab", 10) == pytest.approx(11.2)


def test_no_style_attributes() -> None:
    # The page's content security policy forbids them.
    svg = stacked_bar(PARTS, "a", "t") + theme_map(dots(2, 5), {1: "a", 2: "b"}, "m", "t", "d")
    assert not re.search(r"\sstyle=", svg)
