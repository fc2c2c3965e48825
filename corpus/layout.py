"""Speakers told apart by layout: bold paragraphs, and columns of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.columns import Columns, by_header
from corpus.draft import LineDraft, Span
from corpus.heads import Head, Spoken, spoken
from corpus.lines import Line
from corpus.names import is_name
from corpus.text import trim
from corpus.times import cell_ms, clock_ms

_MARKED_BOLD = re.compile(
    r"^[ \t]{0,8}(?P<mark>\*\*|__)(?P<words>[^*_\n][^*\n]{0,2000}?)(?P=mark)[ \t]*$", re.MULTILINE
)
TABLE = "table: speaker | text"
BOLD_NAMES = "bold name, text below"
BOLD = "bold paragraphs are the interviewer's"
HEADINGS = "headings are the interviewer's questions"
_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]{1,4}(?:\*\*|__)?(?=\S)")


@dataclass(frozen=True, slots=True)
class Layout:
    """A way in which the layout tells speakers apart, with its score."""

    score: float
    name: str
    spoken: tuple[Spoken, ...]


def candidates(
    draft: LineDraft, lines: Sequence[Line], known: frozenset[str] = frozenset()
) -> Iterator[Layout]:
    """Yield what the layout of `draft` suggests, the more specific first; often nothing.

    `lines` are those of its text below the header; `known` are names, case-folded, that count
    however seldom they occur.
    """
    if draft.rows:
        yield _table(draft)
    bold = list(_bold_lines(draft))
    if bold:
        names = Counter(draft.text[start:end] for _, start, end in bold)
        if not draft.markdown:
            yield _bold_names(draft, bold, names, known)
        # "Why?" may come back, a name that does is a head.
        said = [b for b in bold if not _is_head(draft.text[b[1] : b[2]], names, known)]
        yield _bold_questions(draft, said)
    yield question_headings(draft, lines)


def _is_head(text: str, names: Counter[str], known: frozenset[str]) -> bool:
    name = text.rstrip(": ")
    return name.casefold() in known or (names[text] > 1 and is_name(name))


def _penalised(count: int, distinct: int) -> float:
    return count / (1 + distinct / 8)


def _bold_lines(draft: LineDraft) -> Iterator[tuple[int, int, int]]:
    """Yield line start, and the span of its words, of every line that is bold all over."""
    if draft.markdown:
        for match in _MARKED_BOLD.finditer(draft.text):
            yield match.start(), match.start("words"), match.end("words")
        return
    for start, end in draft.bold:
        line = draft.text.rfind("\n", 0, start) + 1
        after = draft.text.find("\n", end)
        after = len(draft.text) if after < 0 else after
        first, last = trim(draft.text, line, after)
        if first < last and start <= first and last <= end and "\n" not in draft.text[first:last]:
            yield line, first, last


def _bold_names(
    draft: LineDraft,
    bold: Sequence[tuple[int, int, int]],
    names: Counter[str],
    known: frozenset[str],
) -> Layout:
    found = [b for b in bold if _is_head(draft.text[b[1] : b[2]], names, known)]
    heads = [Head(at, end, draft.text[start:end].rstrip(": ")) for at, start, end in found]
    distinct = len({head.name for head in heads})
    return Layout(_penalised(len(heads), distinct), BOLD_NAMES, spoken(draft, heads))


def _bold_questions(draft: LineDraft, bold: Sequence[tuple[int, int, int]]) -> Layout:
    questions = sum("?" in draft.text[start:end] for _, start, end in bold)
    if len(bold) < 2 or questions * 3 < len(bold):
        return Layout(0, BOLD, ())
    heads = []
    for at, start, end in bold:
        heads.append(Head(at, start, "Interviewer"))
        after = draft.text.find("\n", end)
        after = len(draft.text) if after < 0 else after
        heads.append(Head(end, after, "Participant"))
    return Layout(_penalised(len(bold), 2), BOLD, spoken(draft, heads))


def question_headings(draft: LineDraft, lines: Sequence[Line]) -> Layout:
    """Return headings that ask (`## How did it start?`) as the interviewer's.

    Of the level that asks most, all headings are; those of other levels are nobody's.
    """
    found = [(line, m) for line in lines if (m := _HEADING.match(line.text))]
    asking = Counter(m["level"] for line, m in found if "?" in line.text)
    if not asking:
        return Layout(0, HEADINGS, ())
    level, count = asking.most_common(1)[0]
    ours = [(line, m) for line, m in found if m["level"] == level]
    if len(ours) < 2 or count * 3 < len(ours):
        return Layout(0, HEADINGS, ())
    heads = []
    for line, match in ours:
        heads.append(Head(line.at, line.at + match.end(), "Interviewer"))
        after = draft.text.find("\n", line.at)
        after = len(draft.text) if after < 0 else after
        heads.append(Head(after, after, "Participant"))
    # Headings of other levels divide speech, whatever the suffix of the file says.
    marked = replace(draft, markdown=True)
    return Layout(_penalised(len(ours), 2), HEADINGS, spoken(marked, heads))


def _table(draft: LineDraft) -> Layout:
    cells = [[draft.text[start:end].strip() for start, end in row] for row in draft.rows]
    columns = by_header(cells[0])
    rows, cells = (draft.rows[1:], cells[1:]) if columns else (draft.rows, cells)
    columns = columns or _by_content(cells)
    if columns is None or columns.speaker is None:
        return Layout(0, TABLE, ())
    found = tuple(_table_speech(draft, rows, cells, columns, columns.speaker))
    names = Counter(s.speaker for s in found)
    count = sum(n for n in names.values() if n > 1)
    return Layout(_penalised(count, len(names)), TABLE, found)


def _table_speech(
    draft: LineDraft,
    rows: Sequence[tuple[Span, ...]],
    cells: Sequence[list[str]],
    columns: Columns,
    speaker: int,
) -> Iterator[Spoken]:
    name = None
    for spans, row in zip(rows, cells, strict=True):
        if max(speaker, columns.text) >= len(row):
            continue
        name = row[speaker].rstrip(": ") or name
        start, end = trim(draft.text, *spans[columns.text])
        at = columns.start
        ms = cell_ms(row[at]) if at is not None and at < len(row) else None
        if name and end > start:
            yield Spoken(name, start, end, ms)


def _by_content(cells: Sequence[list[str]]) -> Columns | None:
    """Return which column holds names, times and words, judged by what is in them."""
    width = max(map(len, cells))
    kinds = {column: _kind([row[column] for row in cells if column < len(row)])
             for column in range(width)}  # fmt: skip
    speakers = [column for column, kind in kinds.items() if kind == "speaker"]
    words = [column for column, kind in kinds.items() if kind == "text"]
    if not speakers or not words:
        return None
    longest = max(words, key=lambda c: sum(len(row[c]) for row in cells if c < len(row)))
    times = [column for column, kind in kinds.items() if kind == "time"]
    return Columns(longest, speakers[0], times[0] if times else None, None)


def _kind(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    if not filled:
        return "empty"
    if sum(clock_ms(cell) is not None for cell in filled) * 2 > len(filled):
        return "time"
    names = Counter(cell for cell in filled if is_name(cell.rstrip(": ")))
    if sum(n for n in names.values() if n > 1) * 2 > len(filled):
        return "speaker"
    return "text"
