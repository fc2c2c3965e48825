"""What a reader hands over: lines in which speakers must be found, or utterances that name them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.interview import ReadWarning

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LineDraft:
    """Canonical text whose lines follow some convention; spans are offsets into `text`.

    `rows` are table rows, each a tuple of its cells' spans; `markdown` says that lines starting
    with `#` are headings, not speech.
    """

    text: str
    bold: tuple[Span, ...] = ()
    rows: tuple[tuple[Span, ...], ...] = ()
    markdown: bool = False
    warnings: tuple[ReadWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a format itself gives as one speaker's words. No speaker: the same as before."""

    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class UtteranceDraft:
    """Utterances in order; `front` is text before them; `paragraphs`: each is one of its own."""

    utterances: tuple[Utterance, ...]
    convention: str
    front: str = ""
    paragraphs: bool = True
    runner_up: str | None = None
    warnings: tuple[ReadWarning, ...] = ()


Draft = LineDraft | UtteranceDraft
