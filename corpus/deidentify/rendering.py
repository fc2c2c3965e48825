"""A transcript with replacements, as a file that qualflow reads with the same speakers and times.

Three ways of writing, the most readable first: .txt (`Name [00:01:02.000]: words`), .vtt (voices,
where every turn has its times) and .json (segments, which hold anything). Each is read back at
once and only used if speakers, words and times are the same; so is the map of offsets made.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.deidentify.aligning import Piece, aligned, lines
from corpus.deidentify.offsets import Edit, OffsetMap, edited
from corpus.draft import Draft
from corpus.errors import TranscriptError, UnreadableError
from corpus.interview import Interview, Role, Segment
from corpus.readers.finish import finish
from corpus.readers.options import ReadOptions
from corpus.readers.plain import read_plain
from corpus.readers.speech_json import read_speech_json
from corpus.readers.subtitles import read_subtitles
from corpus.roles import named_role
from corpus.text import trim


@dataclass(frozen=True)
class Rendered:
    """A new transcript: bytes for a file with that suffix, its text's hash, the offset map.

    `roles` are those that it does not tell by itself: names by role, for study.toml.
    """

    suffix: str
    content: bytes
    sha256: str
    offsets: OffsetMap
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def render(
    interview: Interview,
    edits: Sequence[Edit],
    label: Callable[[str], str],
    options: ReadOptions | None = None,
) -> Rendered:
    """Return `interview` with `edits` made and every speaker named as `label` says.

    Args:
        edits: in order, none overlapping another; those outside speech are left aside.
        options: how the study will read the new file; None: as any other.

    Raises:
        UnreadableError: no way of writing it reads back the same.
    """
    options = options or ReadOptions(language=interview.language)
    wanted = {label(s.speaker): s.role for s in interview.segments}
    plain = _render(_pieces(interview, edits, label), options)
    if plain and not _amiss(plain[1], wanted):
        return _result(*plain, {})
    # Names that do not tell the role get it in parentheses, as "Dana Rowe (interviewer)".
    telling = {name: _telling(name, role) for name, role in wanted.items()}
    told = _render(_pieces(interview, edits, lambda name: telling[label(name)]), options)
    best = told or plain
    if best is None:
        remedy = "rename its speakers in study.toml ([speakers.aliases]) and run this again"
        raise UnreadableError("it", "no way of writing it anew keeps speakers and words", remedy)
    names = {telling[name]: role for name, role in wanted.items()} if told else wanted
    return _result(*best, _amiss(best[1], names))


def _telling(name: str, role: Role) -> str:
    return name if role == "other" or named_role(name) == role else f"{name} ({role})"


def _amiss(interview: Interview, wanted: Mapping[str, Role]) -> dict[str, tuple[str, ...]]:
    """Return the names whose roles were not read as `wanted`, by the key of study.toml."""
    found = {s.speaker: s.role for s in interview.segments}
    keys = {"interviewer": "interviewers", "participant": "participants", "other": "others"}
    wrong: dict[str, tuple[str, ...]] = {}
    for name, role in wanted.items():
        if found.get(name) != role:
            wrong[keys[role]] = (*wrong.get(keys[role], ()), name)
    return wrong


Reader = Callable[[Path, bytes, ReadOptions], Draft]
_Written = tuple[str, Interview, OffsetMap, bytes]


def _result(
    suffix: str,
    interview: Interview,
    offsets: OffsetMap,
    content: bytes,
    roles: Mapping[str, tuple[str, ...]],
) -> Rendered:
    return Rendered(suffix, content, interview.sha256, offsets, roles)


def _render(pieces: Sequence[Piece], options: ReadOptions) -> _Written | None:
    for suffix, write in ((".txt", _as_txt), (".vtt", _as_vtt), (".json", _as_json)):
        text = write(pieces)
        if text is None:
            continue
        content = text.encode("utf-8")
        interview = _read_back(suffix, content, options)
        blocks = interview and aligned(pieces, interview)
        if interview and blocks:
            return suffix, interview, OffsetMap(tuple(blocks)), content
    return None


def _read_back(suffix: str, content: bytes, options: ReadOptions) -> Interview | None:
    """Return what the reader makes of `content`, None if it refuses it. No file is written."""
    path = Path(f"new{suffix}")
    readers: dict[str, Reader] = {
        ".txt": read_plain,
        ".vtt": read_subtitles,
        ".json": read_speech_json,
    }
    try:
        return finish(path, suffix[1:], readers[suffix](path, content, options), options)
    except TranscriptError:
        return None


def _pieces(
    interview: Interview, edits: Sequence[Edit], label: Callable[[str], str]
) -> list[Piece]:
    return [
        piece
        for number, segment in enumerate(interview.segments)
        for piece in _of_segment(interview.text, number, segment, edits, label(segment.speaker))
    ]


def _of_segment(
    text: str, number: int, segment: Segment, edits: Sequence[Edit], speaker: str
) -> Iterator[Piece]:
    own = [e for e in edits if segment.start <= e.start and e.end <= segment.end]
    # A name that runs on into the next cue is replaced in the first.
    cuts: list[tuple[int, int | None]] = [
        (next((e.end for e in own if e.start < at < e.end), at), ms) for at, ms in segment.times
    ]
    if not cuts or cuts[0][0] > segment.start:
        cuts.insert(0, (segment.start, None))
    ends = [*(at for at, _ in cuts[1:]), segment.end]
    for index, ((at, ms), end) in enumerate(zip(cuts, ends, strict=True)):
        start, end = trim(text, at, end)
        inside = [e for e in own if start <= e.start and e.end <= end]
        words, blocks = edited(text, start, end, inside)
        last_ms = segment.end_ms if index == len(cuts) - 1 else cuts[index + 1][1]
        if words:
            yield Piece(number, speaker, words, tuple(blocks), ms, last_ms)


def _as_txt(pieces: Sequence[Piece]) -> str | None:
    """Return heads with times, None where turns have more than one time, or an end."""
    numbers = [piece.segment for piece in pieces]
    if len(set(numbers)) < len(numbers) or any(piece.end_ms is not None for piece in pieces):
        return None
    turns = []
    for piece in pieces:
        time = f" [{_clock(piece.start_ms)}]" if piece.start_ms is not None else ""
        turns.append(f"{piece.speaker}{time}: {piece.words}")
    return "\n\n".join(turns) + "\n"


def _as_vtt(pieces: Sequence[Piece]) -> str | None:
    """Return cues with voices, None where a cue has no start or ends before it.

    A cue without an end lasts until the next.
    """
    cues = ["WEBVTT"]
    following = [*(piece.start_ms for piece in pieces[1:]), None]
    for piece, after in zip(pieces, following, strict=True):
        start = piece.start_ms
        if start is None:
            return None
        end = piece.end_ms if piece.end_ms is not None else max(start, after or 0)
        if end < start:
            return None
        name = html.escape(piece.speaker, quote=False)
        # A cue's lines are joined by blanks: other white space is no part of any line.
        said = [f"<v {name}>{html.escape(line, quote=False)}" for line in lines(piece.words)]
        cues.append("\n".join([f"{_clock(start)} --> {_clock(end)}", *said]))
    return "\n\n".join(cues) + "\n"


def _as_json(pieces: Sequence[Piece]) -> str:
    """Return segments as speech recognisers write them, with times in seconds."""
    segments = [
        {
            "speaker": piece.speaker,
            "start": _seconds(piece.start_ms),
            "end": _seconds(piece.end_ms),
            "text": piece.words,
        }
        for piece in pieces
    ]
    return json.dumps({"segments": segments}, ensure_ascii=False, indent=1) + "\n"


def _clock(ms: int | None) -> str:
    seconds, rest = divmod(ms or 0, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _seconds(ms: int | None) -> float | None:
    return None if ms is None else ms / 1000
