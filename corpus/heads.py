"""From heads (who speaks from here on) to spans of speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.draft import LineDraft, Span
from corpus.text import trim

# Headings and rules divide a Markdown transcript; nobody says them.
_UNSAID_MARKDOWN = re.compile(r"^(?:#{1,6}[ \t][^\n]*|[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*)$", re.M)
# The line that Otter puts below every transcript it exports.
_NOTICE = re.compile(r"\n[ \t]*Transcribed by https?://\S{1,60}\s*\Z")


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


def spoken(draft: LineDraft, heads: Sequence[Head]) -> tuple[Spoken, ...]:
    """Return what was said under `heads`, which are in order of `at`.

    Lines before the first named head are front matter; heads with nothing below give nothing.
    """
    return tuple(_spoken(draft, heads))


def _spoken(draft: LineDraft, heads: Sequence[Head]) -> Iterator[Spoken]:
    name: str | None = None
    waiting: int | None = None
    ends = [*(head.at for head in heads[1:]), _end(draft.text)][: len(heads)]
    for head, end in zip(heads, ends, strict=True):
        name = head.name or name
        ms = head.ms if head.ms is not None else waiting
        spans = [trim(draft.text, *part) for part in _parts(draft, head.body, end)]
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


def _parts(draft: LineDraft, start: int, end: int) -> Iterator[Span]:
    """Yield the parts of `[start, end)` between Markdown's headings and rules."""
    if draft.markdown:
        for unsaid in _UNSAID_MARKDOWN.finditer(draft.text, start, end):
            yield start, unsaid.start()
            start = unsaid.end()
    yield start, max(start, end)
