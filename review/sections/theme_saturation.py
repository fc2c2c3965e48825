"""How many themes further interviews brought: a curve and sentences, and never a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from measures.saturation import BASE, Saturation, Stop
from review.charts import Level, band_chart
from review.reading import Reading
from review.words import percent, plural

_STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)
FEWEST = 2  # interviews for a curve


@dataclass(frozen=True, slots=True)
class Step:
    """The mean number of themes heard after some interviews, and the middle 90% of orders."""

    interviews: int
    mean: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Everything the section prints."""

    svg: Markup
    sentences: tuple[str, ...]
    steps: tuple[Step, ...]
    estimated: bool


def curve(reading: Reading) -> Curve | None:
    """Return the curve; None where there are no themes or too few interviews for one."""
    found = reading.findings.saturation
    if found is None or found.interviews < FEWEST or not found.themes:
        return None
    level = _level(found)
    sentences = tuple(_sentences(found))
    return Curve(
        svg=band_chart(
            found.curve, found.low, found.high, "saturation-curve",
            "Themes heard after so many interviews", " ".join(sentences),
            ("interviews", "themes heard"), level,
        ),
        sentences=sentences,
        steps=tuple(_step(found, n) for n in sorted({*_STEPS, found.interviews})
                    if n <= found.interviews),
        estimated=level is not None,
    )  # fmt: skip


def _level(found: Saturation) -> Level | None:
    """Chao2's estimate as a line, where it lies apart from the curve's end and not out of sight."""
    if found.chao2 is None or not found.themes < found.chao2 <= 2 * found.themes:
        return None
    return Level(found.chao2, f"estimated in all: {found.chao2:.1f}")


def _step(found: Saturation, interviews: int) -> Step:
    i = interviews - 1
    return Step(interviews, f"{found.curve[i]:.1f}", f"{found.low[i]:.0f}", f"{found.high[i]:.0f}")


def _sentences(found: Saturation) -> Iterator[str]:
    early = min(BASE, found.interviews - 1)
    yield (
        f"{plural(found.interviews, 'interview')} speak of {plural(found.themes, 'theme')}; after "
        f"{plural(early, 'interview')}, in random order, {found.curve[early - 1]:.1f} of them had "
        "been heard on average."
    )
    yield from (_stop(stop, found.interviews) for stop in found.stops)
    if found.chao2 is not None:
        # of themes such as the machine makes: not of all that could be said
        share = (
            ""
            if found.coverage is None
            else f", and that {percent(found.coverage)} of further mentions of such themes would "
            "fall under those heard"
        )
        yield f"Chao2 estimates {found.chao2:.1f} such themes in all{share}."


def _stop(stop: Stop, interviews: int) -> str:
    new = f"at most {percent(stop.threshold)}" if stop.threshold else "no"
    rule = f"A run of {stop.run} interviews with {new} new themes"
    if stop.interviews is not None:
        between = (
            "" if stop.low == stop.high else f" ({stop.low} to {stop.high} in nine orders of ten)"
        )
        return f"{rule} was complete after {stop.interviews} interviews{between}."
    if interviews < BASE + stop.run:
        return f"{rule} cannot be looked for in fewer than {BASE + stop.run} interviews."
    return f"{rule} did not come within these {interviews} interviews."
