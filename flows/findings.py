"""From the store to plain rows: the one place that knows both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.cases import join, read_cases
from corpus.store.store import Store
from corpus.store.tables import (
    CodingRecord,
    InterviewRecord,
    MentionRecord,
    PassageRecord,
    SegmentRecord,
    ThemePassageRecord,
    TranscriptRecord,
)
from corpus.study import Study
from flows import pipeline
from flows.left_out import left_out_rows, notes, reason_for_all
from flows.manifest import manifest
from flows.study_stages import study_classifier, study_passages
from flows.theme_rows import theme_story
from flows.theming import theme_notes
from measures.coherence import diversity
from measures.shares import shares
from models.challenges.classifier import CODES, Classifier
from models.entity_names import Entity, Raw, join_entities, read_overrides
from review.findings import (
    CodeResult,
    CodeRow,
    Evidence,
    Findings,
    InterviewRow,
    MentionRow,
    PassageRow,
    ThemeRow,
)

CODED, UNCODED, REFUSED = "coded", "uncoded", "refused"


@dataclass(frozen=True)
class _Material:
    """All that the rows are made from, fetched once."""

    study: Study
    transcripts: Mapping[str, TranscriptRecord]
    duplicates: Mapping[str, str]
    interviews: Mapping[str, InterviewRecord]
    segments: Mapping[str, Sequence[SegmentRecord]]
    every_passage: Mapping[str, Sequence[PassageRecord]]
    passages: Sequence[PassageRecord]
    counts: Mapping[str, int]  # passages by interview
    attributes: Mapping[str, Mapping[str, str]]  # by file
    model: Classifier


def gather(study: Study, store: Store) -> Findings:
    """Everything a report shows of a study.

    Raises:
        CasesError, SettingsError: cases.csv or entities.toml is faulty.
    """
    material, problems = _fetch(study, store)
    interviews = tuple(_interview_rows(material))
    passages = tuple(_passage_rows(material, store))
    themes = tuple(_theme_rows(store, passages))
    story = theme_story(store, themes, passages)
    files = {row.interview_id: row.file for row in interviews if row.interview_id}
    left_out = left_out_rows(material.interviews, material.every_passage, files)
    attributes = {row.interview_id: row.attributes for row in interviews if row.status == CODED}
    codings = [tuple(p.codes[code].holds for code in CODES) for p in passages]
    counted = shares(
        [(c[0], c[1]) for c in codings],
        interviews=[p.interview_id for p in passages],
        abstained=[any(result.abstained for result in p.codes.values()) for p in passages],
        attributes=attributes,
    )
    return Findings(
        study=study.name,
        interviews=interviews,
        passages=passages,
        themes=themes,
        diversity=diversity([theme.keywords for theme in themes]),
        codes=tuple(
            CodeRow(code.name, code.definition, code.include, code.exclude)
            for code in study.codebook.code
        ),
        shares=counted,
        model_card=material.model.manifest,
        manifest=manifest(study, interviews, material.model),
        notes=(*problems, *notes(left_out), *theme_notes(study, store)),
        left_out=left_out,
        nearness=story.nearness,
        theme_changes=story.theme_changes,
        changes_since=story.changes_since,
        proposals=story.proposals,
        unreplayed=story.unreplayed,
        saturation=story.saturation,
    )


def _fetch(study: Study, store: Store) -> tuple[_Material, list[str]]:
    transcripts = {f: r for f, r in sorted(store.transcripts().items()) if r.present}
    interviews = store.interviews()
    segments = _grouped(store.segments(interviews))
    speakers = {
        file: _participants(segments.get(record.interview_id or "", []))
        for file, record in transcripts.items()
        if record.interview_id
    }
    ids = {file: record.interview_id or "" for file, record in transcripts.items()}
    attributes, problems = join(read_cases(study.cases_file), speakers, ids)
    passages = study_passages(study, store)
    material = _Material(
        study=study,
        transcripts=transcripts,
        duplicates=pipeline.duplicates(store),
        interviews=interviews,
        segments=segments,
        every_passage=_grouped(store.passages(interviews)),
        passages=passages,
        counts=Counter(p.interview_id for p in passages),
        attributes=attributes,
        model=study_classifier(study),
    )
    return material, problems


def _grouped(records: Sequence[Any]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for record in records:
        groups.setdefault(record.interview_id, []).append(record)
    return groups


def _participants(segments: Sequence[SegmentRecord]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.speaker for s in segments if s.role == "participant"))


# --- interviews -----------------------------------------------------------------------------


def _interview_rows(material: _Material) -> list[InterviewRow]:
    return [_interview_row(material, file, r) for file, r in material.transcripts.items()]


def _interview_row(material: _Material, file: str, record: TranscriptRecord) -> InterviewRow:
    reason = record.reason or material.duplicates.get(file, "")
    interview = material.interviews.get(record.interview_id or "")
    if reason or interview is None:
        suffix = file.rsplit(".", 1)[-1].lower() if "." in file else ""
        return InterviewRow(
            interview_id="", file=file, format=suffix, sha256="", language="", speakers=0,
            turns=0, words=0, status=REFUSED, reason=reason, convention="", participants=(),
            passages=0, attributes={}, warnings=(),
        )  # fmt: skip
    why = reason_for_all(material.every_passage.get(interview.interview_id, []))
    segments = material.segments.get(interview.interview_id, [])
    return InterviewRow(
        interview_id=interview.interview_id,
        file=file,
        format=interview.format,
        sha256=interview.sha256,
        language=interview.language,
        speakers=len({s.speaker for s in segments}),
        turns=interview.turns,
        words=interview.words,
        status=UNCODED if why else CODED,
        reason=why,
        convention=interview.convention,
        participants=_participants(segments),
        passages=material.counts.get(interview.interview_id, 0),
        attributes=material.attributes.get(file, {}),
        warnings=tuple(_warning(*warning) for warning in interview.warnings),
    )


def _warning(line: int | None, message: str) -> str:
    return message if line is None else f"line {line}: {message}"


# --- passages -------------------------------------------------------------------------------


def _passage_rows(material: _Material, store: Store) -> list[PassageRow]:
    ids = [p.passage_id for p in material.passages]
    codings: dict[str, dict[str, CodingRecord]] = {}
    for record in store.codings(ids, material.model.coder):
        codings.setdefault(record.passage_id, {})[record.code] = record
    places = store.theme_passages()
    names = {theme.theme_id: theme.name for theme in store.themes()}
    mentions = _mention_rows(material, store.mentions(ids))
    return [
        _passage_row(material, p, codings[p.passage_id], places.get(p.passage_id), names, mentions)
        for p in material.passages
    ]


def _passage_row(
    material: _Material,
    passage: PassageRecord,
    codings: Mapping[str, CodingRecord],
    place: ThemePassageRecord | None,
    names: Mapping[str, str],
    mentions: Mapping[str, Sequence[MentionRow]],
) -> PassageRow:
    text = material.interviews[passage.interview_id].text
    theme_id = (place.theme_id if place else None) or ""
    asked = passage.question_start, passage.question_end
    return PassageRow(
        passage_id=passage.passage_id,
        interview_id=passage.interview_id,
        speaker=passage.speaker,
        start=passage.start,
        end=passage.end,
        start_ms=passage.start_ms,
        question=text[asked[0] : asked[1]] if asked[0] is not None else "",
        text=text[passage.start : passage.end],
        theme_id=theme_id,
        theme=names.get(theme_id, ""),
        position=_position(place),
        codes={code: _code_result(codings[code]) for code in CODES},
        coded_by=material.model.coder,
        mentions=tuple(mentions.get(passage.passage_id, ())),
        theme_strength=place.strength if place else None,
        also=tuple(place.also) if place else (),
    )


def _position(place: ThemePassageRecord | None) -> tuple[float, float] | None:
    if place is None or place.x is None or place.y is None:
        return None
    return place.x, place.y


def _code_result(record: CodingRecord) -> CodeResult:
    return CodeResult(
        probability=record.probability or 0.0,
        holds=record.holds,
        abstained=record.abstained,
        evidence=tuple(Evidence(*item) for item in record.evidence),
    )


def _mention_rows(
    material: _Material, records: Sequence[MentionRecord]
) -> dict[str, list[MentionRow]]:
    """Mentions by passage, spellings of one entity joined under its name."""
    interview_of = {p.passage_id: p.interview_id for p in material.passages}
    raws = [_raw(material, record, interview_of[record.passage_id]) for record in records]
    speakers = {s.speaker for group in material.segments.values() for s in group}
    joined = join_entities(raws, sorted(speakers), read_overrides(material.study.entities_file))
    rows: dict[str, list[MentionRow]] = {}
    for record, raw in zip(records, raws, strict=True):
        entity: Entity | None = joined[raw]
        if entity is not None:
            row = MentionRow(
                record.start, record.end, raw.text, entity.label, entity.name, entity.stakeholder
            )
            rows.setdefault(record.passage_id, []).append(row)
    return rows


def _raw(material: _Material, record: MentionRecord, interview_id: str) -> Raw:
    text = material.interviews[interview_id].text[record.start : record.end]
    return Raw(text, record.label, record.entity, record.stakeholder, interview_id)


# --- themes ---------------------------------------------------------------------------------


def _theme_rows(store: Store, passages: Sequence[PassageRow]) -> list[ThemeRow]:
    """Themes in use, largest first."""
    inside: dict[str, list[PassageRow]] = {}
    for passage in passages:
        inside.setdefault(passage.theme_id, []).append(passage)
    rows = [
        ThemeRow(
            theme_id=theme.theme_id,
            name=theme.name,
            keywords=tuple(theme.keywords),
            passages=len(inside.get(theme.theme_id, [])),
            interviews=len({p.interview_id for p in inside.get(theme.theme_id, [])}),
            stability=theme.stability,
            status=theme.status,
            quotes=tuple(theme.quotes),
            origin=theme.origin,
            parent=theme.parent,
            description=theme.description,
            coherence=theme.coherence,
        )
        for theme in store.themes()
    ]
    return sorted(rows, key=lambda row: (-row.passages, row.theme_id))
