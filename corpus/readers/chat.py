"""CHAT, .cha: main tiers `*PAR:` with their time bullets; dependent tiers are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.chat_words import readable
from corpus.readers.limits import check_utterances
from corpus.readers.options import ReadOptions
from corpus.readers.plain import check_lines, decoded, doubts
from corpus.roles import named_role
from corpus.text import one_line

_MAIN = re.compile(r"\*([^\s:*]{1,40}):[ \t]?")
# A bullet holds `start_end` between control characters. As a word of its own it is nothing else:
# CHAT writes out numbers.
_BULLET = re.compile(r"(?<!\w)[\u2022\u00b7]?(\d{1,9})_(\d{1,9})(?!\w)[\u2022\u00b7]?")
# Older files name the recording in the bullet.
_MEDIA = re.compile(r'%(?:snd|mov):"[^"\n]{0,200}"_(?=\d)')
# An utterance is a sentence.
_LONGEST_TIER = 50_000
_LONGEST_HEADER = 200_000
_MOST_SPEECH = 2_500_000
_PEOPLE = ("@Participants:", "@ID:")
_LONGEST_MS = 1_000 * 3_600 * 1_000


def read_chat(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the main tiers of a .cha file, with CHAT's marks turned into readable words.

    Speakers are the names in `@Participants`, else the codes; an interviewer whose name does not
    say so has it in brackets. Raises UnreadableError if it is not text or has no main tiers.
    """
    text = decoded(path, _parted(data))
    check_lines(path, text.text)
    lines = list(_lines(text.text))
    _check_lengths(path, [line for _, line, _ in lines])
    people = _people(line for _, line, _ in lines if line.startswith(_PEOPLE))
    mains = [(main[1], line[main.end() :]) for _, line, _ in lines if (main := _MAIN.match(line))]
    check_utterances(path, len(mains))
    if not mains:
        found = "it has no line that begins like *PAR: (a speaker's tier in CHAT)"
        raise UnreadableError(path.name, found, "check that it is a CHAT file, or save it as .txt")
    warnings = doubts(text)
    loose = [number for number, _, stray in lines if stray]
    if loose:
        message = f"lines without CHAT's leading tab: {len(loose)}; each was read as going on"
        warnings += (ReadWarning(loose[0], message),)
    said = tuple(_utterance(people.get(code, code), words) for code, words in mains)
    return UtteranceDraft(said, "main tiers", paragraphs=False, warnings=warnings)


def _check_lengths(path: Path, lines: Sequence[str]) -> None:
    """Raise UnreadableError for tiers or headers of a length that none has."""
    longest = max(map(len, lines), default=0)
    header = sum(len(line) for line in lines if line.startswith(_PEOPLE))
    speech = sum(len(line) for line in lines if line.startswith("*"))
    if longest > _LONGEST_TIER or header > _LONGEST_HEADER or speech > _MOST_SPEECH:
        found = "it has lines, participants or speech far beyond an interview's"
        raise UnreadableError(path.name, found, "check that it is a CHAT file")


def _parted(data: bytes) -> bytes:
    """Return `data` with blanks for the control characters around bullets, which decoding drops."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data
    return data if wide else data.replace(b"\x15", b" ")


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield number and text of each header or tier, with the lines that go on joined to it.

    The last says that one of these has no blank before it.
    """
    parts: list[str] = []
    at, stray = 0, False
    for number, line in enumerate(text.split("\n"), start=1):
        if parts and line[:1] not in ("*", "%", "@"):
            stray = stray or (bool(line) and line[0] not in " \t")
            parts.append(line)
            continue
        if parts:
            yield at, " ".join(parts), stray
        parts, at, stray = [line], number, False
    yield at, " ".join(parts), stray


def _people(lines: Iterable[str]) -> dict[str, str]:
    """Return how speakers are called, by code, from the lines `@Participants` and `@ID`."""
    called: dict[str, str] = {}
    for line in lines:
        kind, _, rest = line.partition(":")
        if kind == "@ID":
            # language|corpus|code|age|sex|group|status|role|education|custom|
            fields = [*rest.split("|"), *[""] * 8]
            code, role = fields[2].strip(), fields[7].strip()
            called[code] = _called(called.get(code, code), role)
            continue
        for person in rest.split(","):
            code, *words = person.split() or [""]
            name = one_line(" ".join(words[:-1]).replace("_", " ")) or code
            called[code] = _called(name, words[-1] if words else "")
    return called


def _called(name: str, role: str) -> str:
    """Return a name that shows who asks, since that is what roles are guessed from."""
    role = role.replace("_", " ")
    asks = named_role(role) == "interviewer" != named_role(name)
    return f"{name} ({role})" if asks else name


def _utterance(speaker: str, words: str) -> Utterance:
    words = _MEDIA.sub(" ", words)
    times = [(int(a), int(b)) for a, b in _BULLET.findall(words) if int(b) <= _LONGEST_MS]
    start, end = (times[0][0], times[-1][1]) if times else (None, None)
    return Utterance(speaker, readable(_BULLET.sub(" ", words)), start, end)
