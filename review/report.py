"""The report: one HTML file that opens without a network and says what was found, and how surely.

from review.report import render
path.write_text(render(findings), encoding="utf-8")
"""

from __future__ import annotations

from collections.abc import Iterable

from measures.crosstabs import Crosstab
from review.findings import Findings, PassageRow
from review.quotes import choose
from review.reading import Reading, is_coded, is_provisional, read
from review.sections import cells
from review.sections.entities import entities
from review.sections.groups import groups
from review.sections.headline import headline
from review.sections.inputs import inputs
from review.sections.left_out import left_out
from review.sections.summary import sentences
from review.sections.theme_cells import occurrence
from review.sections.theme_changes import changes, proposed_passages
from review.sections.theme_map import draw_map
from review.sections.theme_overview import overview
from review.sections.theme_saturation import curve
from review.sections.themes import anchors, best_of, state_anchor, theme_list
from review.templating import environment, fingerprint, static

# Quotes per cell: a small study shows nearly all it has; one of 36,000 passages stays a file of
# a few megabytes.
_BUDGET, _FEWEST, _MOST = 900, 6, 30


def render(findings: Findings) -> str:
    """Return the report as one self-contained HTML page.

    Equal findings give equal bytes. Raises ValueError where two passages have the same id.
    """
    reading = read(findings)
    style, script = static("report.css"), static("report.js")
    return (
        environment()
        .get_template("report.html")
        .render(
            findings=findings,
            style=style,
            script=script,
            policy=f"default-src 'none'; img-src data:; style-src {fingerprint(style)}; "
            f"script-src {fingerprint(script)}; base-uri 'none'; form-action 'none'",
            sentences=sentences(reading),
            inputs=inputs(reading),
            left_out=left_out(reading),
            headline=headline(reading),
            groups=groups(reading),
            entities=entities(reading),
            **_quoted(reading),
        )
    )


def _quoted(reading: Reading) -> dict[str, object]:
    """The sections that share the quotes."""
    stakeholders, themes = cells.stakeholders(reading), cells.themes(reading)
    embedded = _embedded(reading, (stakeholders, themes))
    names = anchors(reading)
    keys = themes.rows
    return {
        "embedded": len(embedded),
        "stakeholders": cells.stakeholder_heat(reading, stakeholders, embedded),
        "theme_table": cells.heat(
            themes,
            [(_theme_name(reading, key), names[key]) for key in keys],
            lambda r, c: state_anchor(names[keys[r]], themes.columns[c]),
        ),
        "theme_map": draw_map(reading, embedded),
        "overview": overview(reading, names),
        "occurrence": occurrence(reading, names, embedded),
        "changes": changes(reading, names, embedded),
        "saturation": curve(reading),
        "themes": theme_list(reading, embedded),
    }


def _limit(reading: Reading) -> int:
    return max(_FEWEST, min(_MOST, _BUDGET // (4 * len(reading.by_theme))))


def _embedded(reading: Reading, tables: Iterable[Crosstab]) -> dict[str, PassageRow]:
    """Every passage that some section quotes, once."""
    limit = _limit(reading)
    wanted = [p for table in tables for p in cells.chosen(table, reading.coded, limit)]
    for members in reading.by_theme.values():
        wanted += choose((p for p in members if not is_coded(p)), limit)
    wanted += [p for best in best_of(reading).values() for p in best]
    wanted += proposed_passages(reading)
    return {passage.passage_id: passage for passage in wanted}


def _theme_name(reading: Reading, key: str) -> str:
    for number, theme in enumerate(reading.themes, start=1):
        if theme.theme_id == key:
            return f"{number} {theme.name}{' (provisional)' if is_provisional(theme) else ''}"
    return "no theme"
