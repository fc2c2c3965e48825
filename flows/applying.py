"""`qualflow apply`: codes the passages of any CSV with a study's champion."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from corpus.errors import TableError
from corpus.study import open_study
from corpus.tables import safe
from flows.progress import current
from flows.study_stages import study_classifier
from models.challenges.classifier import CODES, Classifier, Encoded, decide
from models.challenges.features import feature_table
from models.encoder import Encoding, encoder

ADDED = ("p_technical", "p_organizational", "technical", "organizational", "abstained", "coded_by")
EVIDENCE = ("evidence_technical", "evidence_organizational")
NEEDED = ("passage_id", "text")
_STAGE = "coding passages"


def apply_to_csv(
    source: Path, study_root: Path, target: Path, *, with_evidence: bool = False
) -> dict[str, Any]:
    """Codes `source` (columns passage_id, text, others kept) and writes `target`.

    Rows without text are kept, with empty codes, and named in the summary's notes.

    Raises:
        TableError: not readable as CSV, or a needed column is missing.
        StudyError, SettingsError, ModelError: the study cannot be used.
    """
    study = open_study(study_root)
    settings = study.settings.challenges
    columns, rows = _read(source)
    model = study_classifier(study)
    texts = [(row.get("text") or "").strip() for row in rows]
    encodings = _encode([text for text in texts if text])
    table = feature_table([(e.pooled, e.sentence_logits) for e in encodings])
    results = iter(zip(encodings, model.probabilities(table).tolist(), strict=True))
    band = (settings.abstain_from, settings.abstain_to)
    for row, text in zip(rows, texts, strict=True):
        row.update(dict.fromkeys((*ADDED, *EVIDENCE), ""))
        if text:
            encoding, probabilities = next(results)
            row.update(_cells(model, probabilities, settings.threshold, band))
            if with_evidence:
                row.update(_evidence(model, encoding, row, text))
    added = (*ADDED, *EVIDENCE) if with_evidence else ADDED
    _write(target, [*(c for c in columns if c not in added), *added], rows)
    return _summary(model, rows)


def _read(source: Path) -> tuple[list[str], list[dict[str, Any]]]:
    try:
        content = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(
            str(source), f"cannot be read ({type(error).__name__})", "give a CSV in UTF-8"
        ) from None
    csv.field_size_limit(2**30)
    reader = csv.DictReader(io.StringIO(content, newline=""), restkey="", restval="")
    try:
        rows = list(reader)
    except csv.Error as error:
        raise TableError(str(source), f"is not valid CSV ({error})", "mend it") from None
    columns = [name for name in (reader.fieldnames or []) if name]
    for name in NEEDED:
        if name not in columns:
            have = ", ".join(columns[:8]) or "none"
            raise TableError(
                str(source), f"has no column '{name}' (it has: {have})", "rename the column"
            )
    return columns, rows


def _encode(texts: Sequence[str]) -> list[Encoding]:
    progress = current()
    progress.stage(_STAGE, len(texts))
    model = encoder()

    def one(text: str) -> Encoding:
        encoding = model.encode(text)
        progress.done(_STAGE)
        return encoding

    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        return list(pool.map(one, texts))


def _cells(
    model: Classifier, probabilities: list[float], threshold: float, band: tuple[float, float]
) -> dict[str, Any]:
    decisions = decide(probabilities, threshold, band)
    cells: dict[str, Any] = {
        "abstained": int(any(abstained for _, abstained in decisions)),
        "coded_by": model.coder,
    }
    for code, p, (holds, _) in zip(CODES, probabilities, decisions, strict=True):
        cells[f"p_{code}"] = p
        cells[code] = int(holds)
    return cells


def _evidence(
    model: Classifier, encoding: Encoding, row: dict[str, Any], text: str
) -> dict[str, str]:
    encoded = Encoded(encoding.pooled, encoding.sentence_logits, encoding.spans)
    found = model.evidence([encoded])[0]
    return {
        # ours to guard; the other cells are the caller's and are kept as they came
        f"evidence_{code}": safe(" … ".join(text[e.start : e.end] for e in found[code]))
        for code in CODES
        if row[code]
    }


def _write(target: Path, columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    staged = target.with_name(f".{target.name}.new")
    try:
        staged.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise TableError(
            str(target), f"cannot be written ({error.strerror})", "choose another place"
        ) from None
    os.replace(staged, target)


def _summary(model: Classifier, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    empty = [str(row["passage_id"]) for row in rows if row["coded_by"] == ""]
    notes = [f"passage {name} has no text and was left uncoded." for name in empty[:5]]
    if len(empty) > 5:
        notes.append(f"{len(empty) - 5} more passages have no text.")
    return {
        "passages": len(rows) - len(empty),
        **{code: sum(row[code] == 1 for row in rows) for code in CODES},
        "abstained": sum(row["abstained"] == 1 for row in rows),
        "coded_by": model.coder,
        "notes": notes,
    }
