"""Charts as inline SVG, made by pure functions: numbers in, markup out.

Colours come from classes of the style sheet, so that a chart follows light, dark and print.
"""

from review.charts.bars import Part, plain_bar, row_bar, stacked_bar
from review.charts.theme_map import Dot, theme_map

__all__ = ["Dot", "Part", "plain_bar", "row_bar", "stacked_bar", "theme_map"]
