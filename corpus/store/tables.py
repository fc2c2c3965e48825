"""The tables of study.db. Changes need a migration in `migrations/versions`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Root of all tables."""


class TranscriptRecord(Base):
    """A file as it came, and what became of it. `present`: still in transcripts/."""

    __tablename__ = "transcript"

    file: Mapped[str] = mapped_column(String, primary_key=True)
    file_sha256: Mapped[str] = mapped_column(String(64))
    read_key: Mapped[str] = mapped_column(String)
    interview_id: Mapped[str | None] = mapped_column(ForeignKey("interview.interview_id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    present: Mapped[bool] = mapped_column(default=True)


class InterviewRecord(Base):
    """An interview: its immutable text and how it was read."""

    __tablename__ = "interview"

    interview_id: Mapped[str] = mapped_column(String(12), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String)
    convention: Mapped[str] = mapped_column(String)
    language: Mapped[str] = mapped_column(String)
    turns: Mapped[int] = mapped_column(Integer)
    words: Mapped[int] = mapped_column(Integer)
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list)


class SegmentRecord(Base):
    """A stretch of one speaker's words."""

    __tablename__ = "segment"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"), primary_key=True
    )
    start: Mapped[int] = mapped_column(Integer, primary_key=True)
    end: Mapped[int] = mapped_column(Integer)
    turn: Mapped[int] = mapped_column(Integer)
    speaker: Mapped[str] = mapped_column(String)
    role: Mapped[str] = mapped_column(String)
    start_ms: Mapped[int | None] = mapped_column(Integer)
    end_ms: Mapped[int | None] = mapped_column(Integer)


class PassageRecord(Base):
    """A passage. `current` is False where roles or settings have since cut it otherwise; such
    passages stay, since people's decisions may hang on them."""

    __tablename__ = "passage"
    __table_args__ = (Index("ix_passage_interview", "interview_id", "start"),)

    passage_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    interview_id: Mapped[str] = mapped_column(ForeignKey("interview.interview_id"))
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    speaker: Mapped[str] = mapped_column(String)
    start_ms: Mapped[int | None] = mapped_column(Integer)
    question_start: Mapped[int | None] = mapped_column(Integer)
    question_end: Mapped[int | None] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String)
    # why it is in no code and no theme; "" where it is
    left_out: Mapped[str] = mapped_column(Text, default="", server_default="")
    current: Mapped[bool] = mapped_column(default=True)


class StageRecord(Base):
    """Which version of a stage an interview has been through; the key to doing only new work."""

    __tablename__ = "stage"

    interview_id: Mapped[str] = mapped_column(
        ForeignKey("interview.interview_id"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String, primary_key=True)
    key: Mapped[str] = mapped_column(String)


class MentionRecord(Base):
    """An entity's name as found. Offsets into the interview's text. Which entity it stands for
    is worked out over the whole study, at each run."""

    __tablename__ = "mention"

    passage_id: Mapped[str] = mapped_column(ForeignKey("passage.passage_id"), primary_key=True)
    start: Mapped[int] = mapped_column(Integer, primary_key=True)
    end: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String)
    entity: Mapped[str] = mapped_column(String)
    stakeholder: Mapped[str] = mapped_column(String)


class VectorRecord(Base):
    """What the encoder makes of a passage: little-endian float32 arrays.

    `embedding`: [384]. `sentences`: [sentences, codes], one row for each sentence that
    `spans` (int32 [sentences, 2], offsets into the passage's text) delimits.
    `pooled`: [numbers] of the passage as a whole.
    """

    __tablename__ = "vector"

    passage_id: Mapped[str] = mapped_column(ForeignKey("passage.passage_id"), primary_key=True)
    embedding: Mapped[bytes] = mapped_column(LargeBinary)
    pooled: Mapped[bytes] = mapped_column(LargeBinary)
    sentences: Mapped[bytes] = mapped_column(LargeBinary)
    spans: Mapped[bytes] = mapped_column(LargeBinary)


class CodingRecord(Base):
    """One code on one passage by one coder. A model is a coder with its own name and version."""

    __tablename__ = "coding"

    passage_id: Mapped[str] = mapped_column(ForeignKey("passage.passage_id"), primary_key=True)
    code: Mapped[str] = mapped_column(String, primary_key=True)
    coder: Mapped[str] = mapped_column(String, primary_key=True)
    holds: Mapped[bool] = mapped_column()
    abstained: Mapped[bool] = mapped_column(default=False)
    probability: Mapped[float | None] = mapped_column(Float)
    # [[start, end, weight] …], offsets into the passage's text
    evidence: Mapped[list[Any]] = mapped_column(JSON, default=list)


class ThemeEventRecord(Base):
    """What happened to the themes: fits, and what people decided. Rows are added, never changed;
    the themes are what they lead to when replayed (models.themes.register)."""

    __tablename__ = "theme_event"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String)
    who: Mapped[str] = mapped_column(String)
    at: Mapped[str] = mapped_column(String)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


class ThemeFitRecord(Base):
    """The one fit of themes that stands.

    `made_from`: hash of settings and versions, `passages`: how many it saw, `content`: what it
    leaves behind (models.themes.standing). `key`: hash of all that the rows of `theme` and
    `theme_passage` were made from; `words_key`: of what the themes' words were.
    """

    __tablename__ = "theme_fit"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String)
    made_from: Mapped[str] = mapped_column(String, default="", server_default="")
    words_key: Mapped[str] = mapped_column(String, default="", server_default="")
    passages: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    content: Mapped[bytes | None] = mapped_column(LargeBinary)


class ThemeRecord(Base):
    """A theme in use, as the last run left it."""

    __tablename__ = "theme"

    theme_id: Mapped[str] = mapped_column(String, primary_key=True)
    name: Mapped[str] = mapped_column(String)
    keywords: Mapped[list[str]] = mapped_column(JSON)
    quotes: Mapped[list[str]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String)
    stability: Mapped[float | None] = mapped_column(Float)
    origin: Mapped[str] = mapped_column(String, default="found", server_default="found")
    parent: Mapped[str] = mapped_column(String, default="", server_default="")
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    coherence: Mapped[float | None] = mapped_column(Float)


class ThemePassageRecord(Base):
    """The theme of a passage (None: in no theme), how far it belongs to it, whether a person put
    it there, which themes it speaks of besides, and its place on the map, both in [0, 1]."""

    __tablename__ = "theme_passage"

    passage_id: Mapped[str] = mapped_column(ForeignKey("passage.passage_id"), primary_key=True)
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("theme.theme_id"))
    x: Mapped[float | None] = mapped_column(Float)
    y: Mapped[float | None] = mapped_column(Float)
    strength: Mapped[float | None] = mapped_column(Float)
    decided: Mapped[bool] = mapped_column(default=False)
    also: Mapped[list[str]] = mapped_column(JSON, default=list)
