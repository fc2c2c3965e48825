"""The result tables, the report and the manifest, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from corpus.passages import after_bullet
from corpus.store.store import Store
from corpus.study import Study
from corpus.tables import csv_bytes, replace_directory
from flows.findings import CODED, REFUSED, UNCODED, gather
from flows.manifest import with_outputs
from review.findings import Findings
from review.report import render

INTERVIEWS = (
    "interview_id", "file", "format", "sha256", "language", "speakers", "turns", "words",
    "status", "reason",
)  # fmt: skip
PASSAGES = (
    "passage_id", "interview_id", "speaker", "start", "end", "start_ms", "question", "text",
    "theme_id", "theme", "p_technical", "p_organizational", "technical", "organizational",
    "coded_by", "abstained", "theme_strength", "also_theme_ids",
)  # fmt: skip
MENTIONS = ("passage_id", "start", "end", "text", "label", "entity", "stakeholder")
THEMES = (
    "theme_id", "name", "keywords", "passages", "interviews", "stability", "status",
    "origin", "parent", "description",
)  # fmt: skip
LEFT_OUT = ("passage_id", "interview_id", "speaker", "start", "end", "text", "reason")
EVIDENCE = ("passage_id", "code", "start", "end", "weight", "text")

Rows = Iterable[tuple[object, ...]]


def write_results(study: Study, store: Store) -> dict[str, Any]:
    """Writes results/ anew, as a whole, and returns the run's summary."""
    findings = gather(study, store)
    contents = tables(findings)
    contents["shares.json"] = _json(findings.shares)
    contents["report.html"] = render(findings).encode("utf-8")
    contents["manifest.json"] = _json(with_outputs(findings.manifest, contents))
    replace_directory(study.results, contents)
    return summary(study, findings)


def tables(findings: Findings) -> dict[str, bytes]:
    """The CSV tables by file name."""
    return {
        "interviews.csv": csv_bytes(INTERVIEWS, _interviews(findings)),
        "passages.csv": csv_bytes(PASSAGES, _passages(findings)),
        "mentions.csv": csv_bytes(MENTIONS, _mentions(findings)),
        "themes.csv": csv_bytes(THEMES, _themes(findings)),
        "evidence.csv": csv_bytes(EVIDENCE, _evidence(findings)),
        "left_out.csv": csv_bytes(LEFT_OUT, _left_out(findings)),
    }


def _interviews(findings: Findings) -> Rows:
    for row in findings.interviews:
        yield tuple(getattr(row, name) for name in INTERVIEWS)


def _passages(findings: Findings) -> Rows:
    for p in findings.passages:
        technical, organizational = p.codes["technical"], p.codes["organizational"]
        yield (
            p.passage_id, p.interview_id, p.speaker, p.start, p.end, p.start_ms, p.question,
            p.text, p.theme_id, p.theme, technical.probability, organizational.probability,
            technical.holds, organizational.holds, p.coded_by,
            technical.abstained or organizational.abstained,
            "" if p.theme_strength is None else p.theme_strength, " ".join(p.also),
        )  # fmt: skip


def _mentions(findings: Findings) -> Rows:
    for p in findings.passages:
        for m in p.mentions:
            yield (p.passage_id, m.start, m.end, m.text, m.label, m.entity, m.stakeholder)


def _themes(findings: Findings) -> Rows:
    for t in findings.themes:
        words = "; ".join(t.keywords)
        yield (
            t.theme_id, t.name, words, t.passages, t.interviews, t.stability, t.status,
            t.origin, t.parent, t.description,
        )  # fmt: skip


def _evidence(findings: Findings) -> Rows:
    for p in findings.passages:
        for code, result in p.codes.items():
            for e in result.evidence:
                start = after_bullet(p.text, e.start, e.end)
                quote = p.text[start : e.end]
                yield (p.passage_id, code, p.start + start, p.start + e.end, e.weight, quote)


def _left_out(findings: Findings) -> Rows:
    for row in findings.left_out:
        yield tuple(getattr(row, name) for name in LEFT_OUT)


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def summary(study: Study, findings: Findings) -> dict[str, Any]:
    """What a run says at its end (and `--json` prints): counts, refusals, where the report is."""
    status = [row.status for row in findings.interviews]
    holds = [{code: r.holds for code, r in p.codes.items()} for p in findings.passages]
    return {
        "study": findings.study,
        "report": str(study.results / "report.html"),
        "counts": {
            "transcripts": len(status),
            "coded": status.count(CODED),
            "uncoded": status.count(UNCODED),
            "refused": status.count(REFUSED),
            "passages": len(findings.passages),
            "left_out": len(findings.left_out),
            "technical": sum(h["technical"] for h in holds),
            "organizational": sum(h["organizational"] for h in holds),
            "neither": sum(not any(h.values()) for h in holds),
            "entities": len({m.entity for p in findings.passages for m in p.mentions}),
            "themes": len(findings.themes),
        },
        "refused": [
            {"file": r.file, "reason": r.reason} for r in findings.interviews if r.status == REFUSED
        ],
        "uncoded": [
            {"file": r.file, "reason": r.reason} for r in findings.interviews if r.status == UNCODED
        ],
        "notes": list(findings.notes),
    }
