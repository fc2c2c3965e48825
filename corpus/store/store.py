"""Work with the store: what is new, what was found, all of a study for a report.

One Store may be used from several threads; each call is one transaction, so that a run that is
killed leaves whole interviews or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast

import numpy as np
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from corpus.interview import Interview, Passage
from corpus.store.database import open_engine
from corpus.store.tables import (
    Base,
    CodingRecord,
    InterviewRecord,
    MentionRecord,
    PassageRecord,
    SegmentRecord,
    StageRecord,
    ThemeEventRecord,
    ThemeFitRecord,
    ThemePassageRecord,
    ThemeRecord,
    TranscriptRecord,
    VectorRecord,
)
from corpus.study import Study

Record = TypeVar("Record", bound=Base)
_CHUNK = 500  # SQLite takes 32,766 variables a statement at most


class Store:
    """The study's database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._session = sessionmaker(engine, expire_on_commit=False)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def session(self) -> Session:
        """A session for what has no method of its own; the caller commits."""
        return self._session()

    # --- transcripts and interviews -------------------------------------------------------

    def transcripts(self) -> dict[str, TranscriptRecord]:
        """All transcripts ever seen, by file."""
        with self._session() as session:
            return {record.file: record for record in session.scalars(select(TranscriptRecord))}

    def put_transcript(self, record: TranscriptRecord) -> None:
        """Records what became of a file."""
        with self._session.begin() as session:
            session.merge(record)

    def keep_present(self, files: Iterable[str]) -> None:
        """Marks all other transcripts as gone from the folder; what was found in them stays."""
        names = set(files)
        with self._session.begin() as session:
            for record in session.scalars(select(TranscriptRecord)):
                record.present = record.file in names

    def put_interview(
        self,
        interview: Interview,
        passages: Sequence[tuple[Passage, str]],
        stage_key: str,
        left_out: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Records an interview with its segments and passages (each with its language).

        Passages that are no longer cut this way stay, marked as not current. `left_out` gives the
        reason for each passage (by id) that is not to be coded.
        """
        key = interview.interview_id
        with self._session.begin() as session:
            session.merge(_interview_record(interview))
            session.flush()
            session.execute(delete(SegmentRecord).where(SegmentRecord.interview_id == key))
            session.add_all(_segment_records(interview))
            session.execute(
                update(PassageRecord).where(PassageRecord.interview_id == key).values(current=False)
            )
            known = set(
                session.scalars(
                    select(PassageRecord.passage_id).where(PassageRecord.interview_id == key)
                )
            )
            rows = [
                _passage_values(key, passage, language, left_out.get(passage.passage_id, ""))
                for passage, language in passages
            ]
            for statement, some in (
                (insert(PassageRecord), [r for r in rows if r["passage_id"] not in known]),
                (update(PassageRecord), [r for r in rows if r["passage_id"] in known]),
            ):
                if some:
                    session.execute(statement, some)
            # entities and vectors must look again, since passages may be others
            session.execute(delete(StageRecord).where(StageRecord.interview_id == key))
            session.add(StageRecord(interview_id=key, name="read", key=stage_key))

    def interviews(self) -> dict[str, InterviewRecord]:
        """The interviews whose transcript is in the folder, by id."""
        query = (
            select(InterviewRecord)
            .join(TranscriptRecord, TranscriptRecord.interview_id == InterviewRecord.interview_id)
            .where(TranscriptRecord.present)
        )
        with self._session() as session:
            return {record.interview_id: record for record in session.scalars(query)}

    def segments(self, interview_ids: Iterable[str]) -> list[SegmentRecord]:
        """Segments of these interviews, by interview and start."""
        return self._of(SegmentRecord, SegmentRecord.interview_id, interview_ids)

    # --- passages -------------------------------------------------------------------------

    def passages(self, interview_ids: Iterable[str]) -> list[PassageRecord]:
        """Current passages of these interviews, by interview and start."""
        found = self._of(PassageRecord, PassageRecord.interview_id, interview_ids)
        current = [record for record in found if record.current]
        return sorted(current, key=lambda record: (record.interview_id, record.start))

    def texts(self, interview_id: str) -> list[tuple[PassageRecord, str]]:
        """Current passages of one interview with their text, cut from the canonical text."""
        with self._session() as session:
            interview = session.get_one(InterviewRecord, interview_id)
        return [
            (passage, interview.text[passage.start : passage.end])
            for passage in self.passages([interview_id])
        ]

    # --- stages ---------------------------------------------------------------------------

    def stage_keys(self, name: str) -> dict[str, str]:
        """The version of stage `name` that each interview has been through."""
        query = select(StageRecord).where(StageRecord.name == name)
        with self._session() as session:
            return {record.interview_id: record.key for record in session.scalars(query)}

    def put_stage(
        self, interview_id: str, name: str, key: str, kind: type[Base], records: Sequence[Base]
    ) -> None:
        """Replaces what stage `name` found in an interview (rows of table `kind`), at once."""
        column: Any = kind.__table__.c.passage_id
        ids = [passage.passage_id for passage in self.passages([interview_id])]
        with self._session.begin() as session:
            for chunk in _chunks(ids):
                session.execute(delete(kind).where(column.in_(chunk)))
            session.add_all(records)
            session.merge(StageRecord(interview_id=interview_id, name=name, key=key))

    def mark_stage(self, interview_id: str, name: str, key: str) -> None:
        """Records that an interview has been through a version of a stage."""
        with self._session.begin() as session:
            session.merge(StageRecord(interview_id=interview_id, name=name, key=key))

    def mentions(self, passage_ids: Iterable[str]) -> list[MentionRecord]:
        """Mentions in these passages, by passage and start."""
        return self._of(MentionRecord, MentionRecord.passage_id, passage_ids)

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, VectorRecord]:
        """Vectors of these passages, by passage."""
        found = self._of(VectorRecord, VectorRecord.passage_id, passage_ids)
        return {record.passage_id: record for record in found}

    # --- codings --------------------------------------------------------------------------

    def codings(self, passage_ids: Iterable[str], coder: str) -> list[CodingRecord]:
        """What one coder found in these passages."""
        found = self._of(CodingRecord, CodingRecord.passage_id, passage_ids)
        return [record for record in found if record.coder == coder]

    def put_codings(self, coder: str, records: Sequence[Mapping[str, Any]]) -> None:
        """Replaces this coder's codings of the passages that `records` speak of.

        Args:
            records: values of CodingRecord, without `coder`. Other coders' are not touched.
        """
        ids = sorted({record["passage_id"] for record in records})
        with self._session.begin() as session:
            for chunk in _chunks(ids):
                session.execute(
                    delete(CodingRecord).where(
                        CodingRecord.passage_id.in_(chunk), CodingRecord.coder == coder
                    )
                )
            if records:
                session.execute(
                    CodingRecord.__table__.insert(),  # type: ignore[attr-defined]
                    [{**record, "coder": coder} for record in records],
                )

    # --- themes ---------------------------------------------------------------------------

    def theme_fit(self) -> ThemeFitRecord | None:
        """The fit that stands; None before the first."""
        with self._session() as session:
            return session.get(ThemeFitRecord, 1)

    def put_theme_fit(self, fit: ThemeFitRecord, who: str, at: str, payload: Any) -> None:
        """Replaces the standing fit and records the event `fitted`, at once."""
        with self._session.begin() as session:
            session.merge(fit)
            session.add(ThemeEventRecord(kind="fitted", who=who, at=at, payload=payload))

    def theme_events(self) -> list[ThemeEventRecord]:
        """All that happened to the themes, in order; to be read only."""
        query = select(*_columns(ThemeEventRecord)).order_by(ThemeEventRecord.number)
        with self._session() as session:
            return cast("list[ThemeEventRecord]", session.execute(query).all())

    def add_theme_event(self, kind: str, who: str, at: str, payload: Mapping[str, Any]) -> int:
        """Records an event and returns its number."""
        record = ThemeEventRecord(kind=kind, who=who, at=at, payload=dict(payload))
        with self._session.begin() as session:
            session.add(record)
            session.flush()
            return record.number

    def put_themes(
        self,
        key: str,
        words_key: str,
        themes: Sequence[ThemeRecord],
        passages: Sequence[Mapping[str, Any]],
    ) -> None:
        """Replaces the rows of themes as they are now. `passages`: values of ThemePassageRecord."""
        with self._session.begin() as session:
            session.execute(delete(ThemePassageRecord))
            session.execute(delete(ThemeRecord))
            session.add_all(themes)
            session.flush()
            if passages:
                session.execute(insert(ThemePassageRecord), list(passages))
            fit = session.get(ThemeFitRecord, 1) or ThemeFitRecord(number=1)
            fit.key, fit.words_key = key, words_key
            session.add(fit)

    def themes(self) -> list[ThemeRecord]:
        """All themes, by id."""
        with self._session() as session:
            return list(session.scalars(select(ThemeRecord).order_by(ThemeRecord.theme_id)))

    def theme_passages(self) -> dict[str, ThemePassageRecord]:
        """Theme and place of each passage."""
        with self._session() as session:
            found = session.execute(select(*_columns(ThemePassageRecord)))
            return {row.passage_id: cast(ThemePassageRecord, row) for row in found}

    def _of(self, kind: type[Record], column: Any, keys: Iterable[str]) -> list[Record]:
        """All rows of `kind` whose `column` is among `keys`, by primary key; to be read only.

        Plain rows with the attributes of `kind`: a study has tens of thousands, and objects
        that a session watches over cost three times as much.
        """
        found: list[Record] = []
        order = [*kind.__table__.primary_key.columns]  # type: ignore[attr-defined]
        with self._session() as session:
            for chunk in _chunks(sorted(set(keys))):
                query = select(*_columns(kind)).where(column.in_(chunk)).order_by(*order)
                found.extend(cast("list[Record]", session.execute(query).all()))
        return found


def open_store(study: Study) -> Store:
    """The store of a study, made where there is none.

    Raises:
        StudyError: it cannot be opened.
    """
    return Store(open_engine(study.database_url))


def unpack(content: bytes, width: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """A stored array as float32 [rows, width]."""
    return np.frombuffer(content, dtype="<f4").reshape(-1, width)


def _columns(kind: type[Base]) -> list[Any]:
    return list(kind.__table__.columns)


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[i : i + _CHUNK] for i in range(0, len(items), _CHUNK))


def _interview_record(interview: Interview) -> InterviewRecord:
    return InterviewRecord(
        interview_id=interview.interview_id,
        sha256=interview.sha256,
        text=interview.text,
        format=interview.format,
        convention=interview.convention,
        language=interview.language,
        turns=interview.turns,
        words=interview.words(),
        warnings=[[warning.line, warning.message] for warning in interview.warnings],
    )


def _segment_records(interview: Interview) -> list[SegmentRecord]:
    return [
        SegmentRecord(
            interview_id=interview.interview_id,
            start=segment.start,
            end=segment.end,
            turn=segment.turn,
            speaker=segment.speaker,
            role=segment.role,
            start_ms=segment.times[0][1] if segment.times else None,
            end_ms=segment.end_ms,
        )
        for segment in interview.segments
    ]


def _passage_values(
    interview_id: str, passage: Passage, language: str, left_out: str
) -> dict[str, Any]:
    question = passage.question or (None, None)
    return {
        "passage_id": passage.passage_id,
        "interview_id": interview_id,
        "start": passage.start,
        "end": passage.end,
        "speaker": passage.speaker,
        "start_ms": passage.start_ms,
        "question_start": question[0],
        "question_end": question[1],
        "language": language,
        "left_out": left_out,
        "current": True,
    }
