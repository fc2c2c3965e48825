"""Charts as inline SVG, made by pure functions: numbers in, markup out.

Colours come from classes of the style sheet, so that a chart follows light, dark and print.
"""

from review.charts.bars import Part, plain_bar, row_bar, stacked_bar
from review.charts.curve import Level, band_chart
from review.charts.theme_map import Dot, theme_map
from review.charts.tree import Leaf, tree

__all__ = [
    "Dot",
    "Leaf",
    "Level",
    "Part",
    "band_chart",
    "plain_bar",
    "row_bar",
    "stacked_bar",
    "theme_map",
    "tree",
]
