"""The report's colours keep WCAG AA: 4.5 to 1 for text, 3 to 1 for marks of a chart."""

from __future__ import annotations

import re

import pytest

from review.templating import static

Colour = tuple[float, float, float]

TEXT = (
    *(
        ("ink", "paper"),
        ("ink", "raised"),
        ("ink", "warn"),
        ("muted", "paper"),
        ("muted", "raised"),
    ),
    *(("link", "paper"), ("link", "raised"), ("on-tech", "tech"), ("on-org", "org")),
    *(("on-both", "both"), ("on-none", "none"), ("ink", "tech-wash"), ("ink", "org-wash")),
    ("ink", "both-wash"),
)
MARKS = (
    *((colour, "paper") for colour in ("tech", "org", "both", "edge", "focus", "warn-edge")),
    *((colour, "paper") for colour in ("company", "resident", "government")),
    *((f"c{n}", "raised") for n in range(8)),
    ("edge", "raised"),
    *(("tech", "tech-wash"), ("muted", "paper"), ("edge", "paper")),
)


def palette(theme: str) -> dict[str, str]:
    """Return the style sheet's variables in light or dark."""
    light, dark = re.findall(r":root \{(.*?)\}", static("report.css"), re.DOTALL)[:2]
    return {
        name: value.strip()
        for block in ((light, dark) if theme == "dark" else (light,))
        for name, value in re.findall(r"--([\w-]+): ([^;]+);", block)
    }


def colour(value: str) -> Colour:
    """Return #rgb or #rrggbb as numbers up to 1."""
    digits = value.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def luminance(rgb: Colour) -> float:
    """Return the relative luminance of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: Colour, b: Colour) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


themes = pytest.mark.parametrize("theme", ["light", "dark"])


@themes
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(theme: str, front: str, back: str) -> None:
    found = palette(theme)
    assert contrast(colour(found[front]), colour(found[back])) >= 4.5


@themes
@pytest.mark.parametrize(("front", "back"), MARKS)
def test_marks_can_be_seen(theme: str, front: str, back: str) -> None:
    found = palette(theme)
    assert contrast(colour(found[front]), colour(found[back])) >= 3


@themes
def test_text_on_the_hottest_cell_can_be_read(theme: str) -> None:
    found = palette(theme)
    strength = max(float(a) for a in re.findall(r"var\(--heat\), ([\d.]+)", static("report.css")))
    heat = [int(part) / 255 for part in found["heat"].split(",")]
    paper = colour(found["paper"])
    red, green, blue = (h * strength + p * (1 - strength) for h, p in zip(heat, paper, strict=True))
    assert contrast(colour(found["ink"]), (red, green, blue)) >= 4.5
