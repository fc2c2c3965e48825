"""From heads (who speaks from here on) to spans of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.draft import LineDraft, Span
from corpus.text import trim

# Headings and rules divide a Markdown transcript; nobody says them.
_UNSAID_MARKDOWN = re.compile(r"^(?:#{1,6}[ \t][^\n]*|[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*)$", re.M)
# The line that Otter puts below every transcript it exports, and Teams below its own.
_NOTICE = re.compile(
    r"\n[ \t]*(?:Transcribed by https?://\S{1,60}|[^\n]{1,80} stopped transcription\.?)\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A head's line begins at `at`, the words after it at `body`; no name: as before."""

    at: int
    body: int
    name: str | None
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """One speaker's words under one head, as a span into the text."""

    speaker: str
    start: int
    end: int
    ms: int | None = None


def spoken(
    draft: LineDraft, heads: Sequence[Head], unsaid: re.Pattern[str] | None = None
) -> tuple[Spoken, ...]:
    """Return what was said under `heads`, which are in order of `at`.

    Lines before the first named head are front matter; heads with nothing below give nothing;
    what matches `unsaid` is nobody's.
    """
    return tuple(_spoken(draft, heads, _UNSAID_MARKDOWN if draft.markdown else None, unsaid))


def _spoken(
    draft: LineDraft, heads: Sequence[Head], *unsaid: re.Pattern[str] | None
) -> Iterator[Spoken]:
    name: str | None = None
    waiting: int | None = None
    ends = [*(head.at for head in heads[1:]), _end(draft.text)][: len(heads)]
    for head, end in zip(heads, ends, strict=True):
        name = head.name or name
        ms = head.ms if head.ms is not None else waiting
        spans = [trim(draft.text, *part) for part in _parts(draft.text, head.body, end, unsaid)]
        spans = [span for span in spans if span[1] > span[0]]
        # A time on a line of its own belongs to the words that follow it.
        waiting = ms if not spans else None
        if name is not None:
            for index, span in enumerate(spans):
                yield Spoken(name, *span, ms if index == 0 else None)


def _end(text: str) -> int:
    tail = max(0, len(text) - 200)
    notice = _NOTICE.search(text, tail)
    return notice.start() if notice else len(text)


def _parts(
    text: str, start: int, end: int, unsaid: Sequence[re.Pattern[str] | None]
) -> Iterator[Span]:
    """Yield the parts of `[start, end)` between what is nobody's."""
    found = (m.span() for pattern in unsaid if pattern for m in pattern.finditer(text, start, end))
    for first, last in sorted(found):
        yield start, max(start, first)
        start = max(start, last)
    yield start, max(start, end)
