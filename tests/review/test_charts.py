"""Charts: right lengths, text alternatives, nothing drawn over anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from measures.nearness import Join
from review.charts import (
    Dot,
    Leaf,
    Level,
    Part,
    band_chart,
    plain_bar,
    row_bar,
    stacked_bar,
    theme_map,
    tree,
)
from review.charts.curve import ticks
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


def test_provisional_themes_are_hollow_dashed_and_slanted() -> None:
    root = etree.fromstring(
        theme_map(dots(2, 10), {1: "a", 2: "b"}, "m", "t", "d", provisional={2})
    )
    for tag in ("g", "polygon"):
        classes = {node.get("class") for node in root.iter(tag)}
        assert {name for name in classes if name.endswith(" open")} == {
            f"{'dot' if tag == 'g' else 'hull'} c1 open"
        }
    assert [text.get("class") for text in root.iter("text")] == ["label", "label open"]


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


def points(svg: str, name: str) -> list[tuple[float, float]]:
    """Return the corners of the curve or of its band."""
    node = etree.fromstring(svg).find(f".//*[@class='{name}']")
    return [tuple(map(float, pair.split(","))) for pair in node.get("points").split()]


def curve(count: int, level: Level | None = None) -> str:
    """Return a chart on which each interview brings a theme."""
    rise = [float(n) for n in range(1, count + 1)]
    low, high = [n - 0.5 for n in rise], [n + 0.5 for n in rise]
    return band_chart(rise, low, high, "c", "<t>", "d & d", ("across", "up"), level)


def test_the_curve_rises_from_nothing_within_its_band() -> None:
    svg = curve(4)
    line, band = points(svg, "curve"), points(svg, "band")
    assert len(line) == 5
    assert [x for x, _ in line] == sorted(x for x, _ in line)
    assert [y for _, y in line] == sorted((y for _, y in line), reverse=True)
    assert len(band) == 10
    upper, lower = band[:5], band[:4:-1]
    for (_, y), (_, above), (_, below) in zip(line[1:], upper[1:], lower[1:], strict=True):
        assert above < y < below  # up is a smaller number
    root = etree.fromstring(svg)
    assert root.find("title").text == "<t>"
    assert root.find("desc").text == "d & d"


def test_a_long_curve_keeps_its_end_and_stays_small() -> None:
    svg = curve(5000)
    assert len(points(svg, "curve")) <= 203
    assert points(svg, "curve")[-1][0] == points(curve(3), "curve")[-1][0]


def test_a_level_is_drawn_and_named() -> None:
    root = etree.fromstring(curve(3, Level(5.0, "estimated: 5")))
    assert root.find(".//path[@class='level']") is not None
    assert "estimated: 5" in [text.text for text in root.iter("text")]


@pytest.mark.parametrize(
    ("most", "found"),
    [(0, [0]), (3, [0, 1, 2, 3]), (12, [0, 2, 4, 6, 8, 10, 12]), (99, [0, 20, 40, 60, 80])],
)
def test_ticks_are_round(most: int, found: list[int]) -> None:
    assert ticks(most) == found


LEAVES = {key: Leaf(f"<{key}> " + "long name " * 9, f"theme-{key}") for key in "abc"}
JOINS = (Join(("a",), ("c",), 0.1), Join(("b",), ("a", "c"), 0.4))


def test_a_tree_draws_each_theme_once_and_each_join() -> None:
    root = etree.fromstring(tree(JOINS, LEAVES, "n", "t", "d"))
    assert [link.get("href") for link in root.iter("a")] == ["#theme-b", "#theme-a", "#theme-c"]
    assert all(text.text.endswith("…") for text in root.iter("text"))
    first, second = [path.get("d") for path in root.iter("path")]
    (near,), (far,) = re.findall(r"H([\d.]+)V", first), re.findall(r"H([\d.]+)V", second)
    assert float(near) < float(far)


def test_trees_of_nothing_and_of_no_distance() -> None:
    assert tree((), {}, "n", "t", "d") == ""
    alike = (Join(("a",), ("b",), 0.0),)
    assert len(list(etree.fromstring(tree(alike, LEAVES, "n", "t", "d")).iter("path"))) == 1


def test_no_style_attributes() -> None:
    # The page's content security policy forbids them.
    svg = stacked_bar(PARTS, "a", "t") + theme_map(dots(2, 5), {1: "a", 2: "b"}, "m", "t", "d")
    svg += curve(3) + tree(JOINS, LEAVES, "n", "t", "d")
    assert not re.search(r"\sstyle=", svg)
