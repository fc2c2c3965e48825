"""From a reader's draft to an Interview: speakers, turns, roles, language, warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import language, roles, speakers
from corpus.draft import Draft, LineDraft, UtteranceDraft
from corpus.errors import NoSpeakersError, NoSpeechError, UnreadableError
from corpus.interview import Interview, ReadWarning, Role, Segment
from corpus.readers.assemble import assemble
from corpus.readers.limits import check_utterances
from corpus.readers.options import ReadOptions
from corpus.spellings import alias_line, canonical_names, similar
from corpus.text import trim

MONOLOGUE = "one speaker without a name"
# A public hearing has a hundred speakers; what "finds" thousands has misread the file.
MOST_SPEAKERS, LONGEST_NAME = 1_000, 200
# Of more, some are alike by chance, and comparing all of them takes long.
_MOST_COMPARED = 100
# Three days of speech, and more lines than one has. Beyond these, reading would take longer
# than is promised.
MOST_TEXT, MOST_LINES = 4_000_000, 60_000


@dataclass(frozen=True, slots=True)
class _Body:
    """Text and segments, with speakers as written, and how they were told apart."""

    text: str
    segments: tuple[Segment, ...]
    convention: str
    runner_up: str | None
    warnings: tuple[ReadWarning, ...]


def finish(path: Path, format_name: str, draft: Draft, options: ReadOptions) -> Interview:
    """Return the interview in `draft`, which was read from `path` in the format `format_name`.

    Raises UnreadableError, NoSpeakersError, NoSpeechError or SettingsError.
    """
    if isinstance(draft, LineDraft):
        body = _from_lines(path, draft, options)
    else:
        body = _from_utterances(path, draft, options)
    if not any(c.isalnum() for s in body.segments for c in body.text[s.start : s.end]):
        raise NoSpeechError(path.name, "nobody says anything in it", "export it again")
    _check_speakers(path, {segment.speaker for segment in body.segments})
    segments = _in_turns(body.segments, options)
    guessed = roles.guess(body.text, segments, _given(options))
    segments = tuple(replace(s, role=guessed[s.speaker]) for s in segments)
    words = "\n".join(body.text[s.start : s.end] for s in segments)
    return Interview(
        text=body.text,
        segments=segments,
        format=format_name,
        convention=body.convention,
        language=options.language or language.spoken_language(words),
        runner_up=body.runner_up,
        warnings=(*body.warnings, *_remarks(body.segments, segments, body.convention == MONOLOGUE)),
    )


def _check_size(path: Path, what: str, count: int, most: int) -> None:
    """Raise UnreadableError if `count` is more than any interview has of `what`."""
    if count > most:
        found = f"it has more than {most:,} {what}"
        raise UnreadableError(path.name, found, "check that it is one interview, or divide it")


def _check_speakers(path: Path, names: Collection[str]) -> None:
    """Raise UnreadableError if these cannot be the speakers of one interview."""
    remedy = "check that it is one interview, and that its names stand where names belong"
    if len(names) > MOST_SPEAKERS:
        raise UnreadableError(path.name, f"it names {len(names):,} speakers", remedy)
    if any(len(name) > LONGEST_NAME for name in names):
        found = f"a speaker's name in it has more than {LONGEST_NAME} characters"
        raise UnreadableError(path.name, found, remedy)


def _from_lines(path: Path, draft: LineDraft, options: ReadOptions) -> _Body:
    _check_size(path, "characters of text", len(draft.text), MOST_TEXT)
    _check_size(path, "lines", draft.text.count("\n"), MOST_LINES)
    if not draft.text.strip():
        raise NoSpeechError(path.name, "there is no text in it", "export it again")
    found = speakers.find(draft, options.speaker_pattern, options.known)
    if found is None:
        return _monologue(path, draft.text, draft.warnings, options)
    segments = tuple(
        Segment(s.start, s.end, 0, s.speaker, times=((s.start, s.ms),) if s.ms is not None else ())
        for s in found.spoken
    )
    warnings = (*draft.warnings, *found.warnings)
    return _Body(draft.text, segments, found.convention, found.runner_up, warnings)


def _from_utterances(path: Path, draft: UtteranceDraft, options: ReadOptions) -> _Body:
    said = draft.utterances
    check_utterances(path, len(said))
    length = len(draft.front) + sum(len(u.text) for u in said)
    _check_size(path, "characters of text", length, MOST_TEXT)
    assembled = assemble(draft)
    if not assembled.segments:
        raise NoSpeechError(path.name, "nobody says anything in it", "export it again")
    if not any(u.speaker for u in said):
        _refuse_monologue(path, options, "export it with speaker labels")
        segments = tuple(replace(s, speaker="Participant") for s in assembled.segments)
        return _Body(assembled.text, segments, MONOLOGUE, None, draft.warnings)
    return _Body(
        assembled.text, assembled.segments, draft.convention, draft.runner_up, draft.warnings
    )


def _monologue(
    path: Path, text: str, warnings: tuple[ReadWarning, ...], options: ReadOptions
) -> _Body:
    _refuse_monologue(path, options, "write each turn as Name: text, give a speaker pattern")
    segment = Segment(*trim(text, 0, len(text)), 0, "Participant")
    return _Body(text, (segment,), MONOLOGUE, None, warnings)


def _refuse_monologue(path: Path, options: ReadOptions, remedy: str) -> None:
    if not options.monologue:
        remedy = f"{remedy}, or say that it is one participant's monologue"
        raise NoSpeakersError(path.name, "its speakers cannot be told apart", remedy)


def _in_turns(segments: Sequence[Segment], options: ReadOptions) -> tuple[Segment, ...]:
    """Return segments with speakers' names in one spelling, and with turns numbered.

    A new turn begins where the speaker changes.
    """
    names = canonical_names([s.speaker for s in segments], options.aliases)
    turn, numbered = -1, []
    before = None
    for segment in segments:
        name = names[segment.speaker]
        turn += name != before
        before = name
        numbered.append(replace(segment, turn=turn, speaker=name))
    return tuple(numbered)


def _given(options: ReadOptions) -> dict[str, Role]:
    given: dict[str, Role] = {name.casefold(): "other" for name in options.others}
    given |= {name.casefold(): "participant" for name in options.participants}
    given |= {name.casefold(): "interviewer" for name in options.interviewers}
    return given


def _remarks(
    written: Sequence[Segment], segments: Sequence[Segment], monologue: bool
) -> Iterator[ReadWarning]:
    """Yield what a researcher should look at: who may be whom, who stands alone."""
    joined = {(a.speaker, b.speaker) for a, b in zip(written, segments, strict=True)}
    for spelling, name in sorted(joined):
        if spelling != name:
            yield ReadWarning(None, f"“{spelling}” was taken for {name}")
    names = Counter(s.speaker for s in segments)
    for one, other in similar(list(names)) if len(names) <= _MOST_COMPARED else ():
        line = alias_line(one, other)
        told = f"“{one}” and “{other}” may be one person"
        yield ReadWarning(None, f"{told}; if so, put {line} under [speakers.aliases]")
    if monologue:
        return
    if len(names) == 1:
        yield ReadWarning(None, "only one speaker was found; look whether others are missing")
    elif all(s.role != "interviewer" for s in segments):
        message = "nobody was recognised as the interviewer; if somebody is, say who"
        yield ReadWarning(None, message)
