"""Who says what in lines of text: the convention that fits best, and the spans it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus import blocks, layout
from corpus.conventions import REACH, TIME_ALONE, TIME_FIRST, Convention
from corpus.draft import LineDraft
from corpus.heads import Head, Spoken, spoken
from corpus.interview import ReadWarning
from corpus.lines import Line, lines_of
from corpus.names import is_field
from corpus.scoring import Candidate, best_of, doubtful_heads, owned, time_of
from corpus.text import line_number
from corpus.times import clock_ms
from corpus.unlabelled import with_answers

_LONGEST_HEADER = 15


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: spans of speech, the convention by name, and the second best if any."""

    spoken: tuple[Spoken, ...]
    convention: str
    runner_up: str | None = None
    warnings: tuple[ReadWarning, ...] = ()


def find(draft: LineDraft, pattern: str | None = None, known: Sequence[str] = ()) -> Found | None:
    """Return who says what in `draft`, None if no convention fits.

    Lines before the first speaker, and a header of fields such as `Date: …`, are front matter.
    `pattern` is the researcher's own regular expression with the groups `name`, `time`, `text`;
    `known` are names that count as names however seldom they occur. Raises SettingsError for a
    pattern that cannot be used.
    """
    lines = list(lines_of(draft.text))
    names = frozenset(name.casefold() for name in known)
    if pattern is not None:
        mine = owned(lines, pattern)
        return _by_heads(draft, lines, mine, names) if mine.score else None
    return _best(draft, lines[_header(lines) :], names)


def cue_heads(
    cues: Sequence[str], pattern: str | None = None, known: Sequence[str] = ()
) -> tuple[str, list[Head | None]] | None:
    """Return the best convention's name, and for each of `cues` its head or None.

    A head's offsets count from the beginning of its cue. `pattern` and `known` are as in `find`,
    SettingsError too. None if no convention fits.
    """
    lines = [Line(index, cue[: REACH + 1], False) for index, cue in enumerate(cues)]
    names = frozenset(name.casefold() for name in known)
    best = owned(lines, pattern) if pattern is not None else _best_for_cues(lines, names)
    if best is None or not best.score:
        return None
    doubtful = () if best.brief else doubtful_heads(best.heads, names)
    left_out = {line.at for line, _ in doubtful}
    heads: list[Head | None] = [None] * len(cues)
    for line, match in best.heads:
        if line.at not in left_out:
            heads[line.at] = _head(best.convention, 0, match)
    return best.convention.name, heads


def _best_for_cues(lines: Sequence[Line], known: frozenset[str]) -> Candidate | None:
    return max(best_of(lines, known), key=lambda candidate: candidate.score, default=None)


def _header(lines: Sequence[Line]) -> int:
    """Return how many lines a header of fields takes up: short ones, some of them nobody's name.

    "Interviewer: Jane Roe" above "Date: 3 May" is a field, not a turn.
    """
    block = list(takewhile(lambda line: line.text.strip(), lines[: _LONGEST_HEADER + 1]))
    fields = [line.text.partition(":") for line in block]
    short = all(colon and len(rest) < 80 and not _ends(rest) for _, colon, rest in fields)
    ended = 1 < len(block) <= _LONGEST_HEADER and len(block) < len(lines)
    return len(block) if ended and short and any(is_field(name) for name, *_ in fields) else 0


def _ends(words: str) -> bool:
    """Tell whether `words` end as sentences do; the values of fields do not."""
    return words.rstrip().endswith((".", "?", "!", "\u3002", "\uff1f", "\uff01"))


def _best(draft: LineDraft, lines: Sequence[Line], known: frozenset[str]) -> Found | None:
    candidates: list[Candidate | layout.Layout] = [*_subtitles(draft.text, lines, known)]
    if candidates:
        # Where lines are subtitles, what looks like heads is inside them.
        return _chosen(draft, lines, candidates, known)
    candidates += [found for found in layout.candidates(draft, lines, known) if found.score]
    # What is not said twice counts only where nothing else fits.
    candidates += [c for c in best_of(lines, known) if not (c.brief and candidates)]
    return _chosen(draft, lines, candidates, known)


def _chosen(
    draft: LineDraft,
    lines: Sequence[Line],
    candidates: Sequence[Candidate | layout.Layout],
    known: frozenset[str],
) -> Found | None:
    # Sorting is stable: of equals the more specific, which stands first, stays first.
    ranked = sorted((c for c in candidates if c.score), key=lambda c: -c.score)
    if not ranked:
        return None
    best = ranked[0]
    runner_up = _name(ranked[1]) if len(ranked) > 1 else None
    if isinstance(best, layout.Layout):
        return Found(best.spoken, best.name, runner_up)
    return replace(_by_heads(draft, lines, best, known), runner_up=runner_up)


def _subtitles(text: str, lines: Sequence[Line], known: frozenset[str]) -> Iterator[layout.Layout]:
    """Yield what names speakers in subtitles that stand in a text; often there are none."""
    found = blocks.blocks_of(lines)
    if not found:
        return
    score, spoken_below = blocks.named_below(text, found)
    if score:
        yield layout.Layout(score, blocks.NAMED_BELOW, spoken_below)
    inside = [line for block in found for line in block.lines]
    named = cue_heads([line.text for line in inside], known=tuple(known))
    if named is not None:
        convention, heads = named
        short = [(head.name, head.body) if head and head.name else None for head in heads]
        count = sum(head is not None for head in heads)
        distinct = len({head.name for head in heads if head})
        said = blocks.speech(text, found, short)
        yield layout.Layout(count / (1 + distinct / 8), f"subtitles with {convention}", said)


def _name(candidate: Candidate | layout.Layout) -> str:
    return candidate.name if isinstance(candidate, layout.Layout) else candidate.convention.name


def _by_heads(
    draft: LineDraft, lines: Sequence[Line], best: Candidate, known: frozenset[str]
) -> Found:
    doubtful = () if best.brief else tuple(doubtful_heads(best.heads, known))
    left_out = {line.at for line, _ in doubtful}
    heads = [
        _head(best.convention, line.at, match)
        for line, match in best.heads
        if line.at not in left_out
    ]
    # A line of the convention's own is no mere time.
    ours = {head.at for head in heads}
    heads += [head for head in _times(lines) if head.at not in ours]
    heads.sort(key=lambda head: head.at)
    if not best.convention.own:
        heads = with_answers(draft.text, heads)
    # Fields above the first head and headings are not read as speech: no need to warn.
    inside = [
        (line, match)
        for line, match in doubtful
        if heads and line.at > heads[0].at and not line.text.startswith("#")
    ]
    warnings = [_doubt(draft.text, line, match) for line, match in inside]
    if best.brief and not best.convention.own:
        warnings.append(ReadWarning(None, "no speaker occurs twice; look whether they are right"))
    return Found(
        spoken(draft, heads, best.convention.unsaid), best.convention.name, None, tuple(warnings)
    )


def _head(convention: Convention, at: int, match: re.Match[str]) -> Head:
    return Head(at, at + convention.words(match), match["name"].strip(), clock_ms(time_of(match)))


def _doubt(text: str, line: Line, match: re.Match[str]) -> ReadWarning:
    message = (
        f"“{match['name'].strip()}” looks like a speaker but occurs only once, inside a turn;"
        " it was read as speech"
    )
    return ReadWarning(line_number(text, line.at), message)


def _times(lines: Sequence[Line]) -> Iterator[Head]:
    """Yield lines that give only a time: the same speaker goes on."""
    for line in lines:
        match = TIME_ALONE.match(line.text) or TIME_FIRST.match(line.text)
        if match:
            written = time_of(match) or match.groupdict().get("bare")
            yield Head(line.at, line.at + match.end(), None, clock_ms(written))
