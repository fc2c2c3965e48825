"""Turns written in every format that can be read, one writer or more for each suffix."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

import openpyxl

from tests.corpus.made_files import docx_turns, html_turns, odt_turns, rtf_turns
from tests.corpus.made_pdf import Layout, typeset
from tests.corpus.made_turns import Said

Talk = Sequence[Said]
Writer = Callable[[Talk], bytes]

# What every suffix's first writer gives, where only some valid file is wanted.
SMALL = (
    Said("Host", "What held the project back?", 0, 2_000),
    Said("Dana Rowe", "The sensors never talked to the lights.", 2_500, 6_000),
    Said("Host", "And the county?", 6_500, 8_000),
    Said("Dana Rowe", "It paid for half of them, in the end.", 8_250, 12_000),
)


def clock(ms: int, mark: str = ".") -> str:
    """Return a time as subtitles have it."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1_000 % 60:02}{mark}{ms % 1_000:03}"


def _lines(form: str, talk: Talk) -> bytes:
    lines = (
        form.format(name=s.speaker, words=s.words, time=clock(s.start)[:8], whole=clock(s.start))
        for s in talk
    )
    return "".join(lines).encode()


def _vtt(talk: Talk) -> bytes:
    cues = (
        f"{clock(s.start)} --> {clock(s.end)}\n<v {s.speaker}>{escape(s.words)}</v>\n\n"
        for s in talk
    )
    return ("WEBVTT\n\n" + "".join(cues)).encode()


def _srt(talk: Talk) -> bytes:
    return "".join(
        f"{number}\n{clock(s.start, ',')} --> {clock(s.end, ',')}\n"
        f"{s.speaker}: {escape(s.words)}\n\n"
        for number, s in enumerate(talk, start=1)
    ).encode()


def _rows(talk: Talk) -> list[list[object]]:
    head: list[object] = ["Speaker", "Start", "End", "Text"]
    return [head, *([s.speaker, s.start / 1000, s.end / 1000, s.words] for s in talk)]


def _csv(delimiter: str, talk: Talk) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(_rows(talk))
    return buffer.getvalue().encode()


def _xlsx(talk: Talk) -> bytes:
    book = openpyxl.Workbook()
    for row in _rows(talk):
        book.active.append(row)
    # Words that begin with = are no formulas.
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _by_speaker(talk: Talk) -> dict[str, list[Said]]:
    tiers: dict[str, list[Said]] = {}
    for one in talk:
        tiers.setdefault(one.speaker, []).append(one)
    return tiers


def _eaf(talk: Talk) -> bytes:
    slots, tiers, number = [], [], 0
    for speaker, said in _by_speaker(talk).items():
        notes = []
        for one in said:
            slots += [f'<TIME_SLOT TIME_SLOT_ID="a{number}" TIME_VALUE="{one.start}"/>',
                      f'<TIME_SLOT TIME_SLOT_ID="b{number}" TIME_VALUE="{one.end}"/>']  # fmt: skip
            notes.append(
                f'<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="a{number}" '
                f'TIME_SLOT_REF2="b{number}"><ANNOTATION_VALUE>{escape(one.words)}'
                "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
            number += 1
        tiers.append(
            f'<TIER TIER_ID="tier {len(tiers)}" PARTICIPANT={quoteattr(speaker)}>'
            f"{''.join(notes)}</TIER>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><TIME_ORDER>'
        f"{''.join(slots)}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>"
    ).encode()


def _textgrid(short: bool, talk: Talk) -> bytes:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    tiers = _by_speaker(talk)
    kind, size = ("", "") if short else ("Object class = ", "size = ")
    start, end, text = ("", "", "") if short else ("xmin = ", "xmax = ", "text = ")
    lines = ['File type = "ooTextFile"', f'{kind}"TextGrid"', f"{start}0", f"{end}9999",
             "tiers? <exists>", f"{size}{len(tiers)}"]  # fmt: skip
    for name, said in tiers.items():
        lines += ['"IntervalTier"', quoted(name), "0", "9999", str(len(said))]
        for one in said:
            lines += [f"{start}{one.start / 1000}", f"{end}{one.end / 1000}",
                      f"{text}{quoted(one.words)}"]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def _cha(talk: Talk) -> bytes:
    codes = {name: f"S{number}" for number, name in enumerate(_by_speaker(talk))}
    people = ", ".join(f"{code} {name.replace(' ', '_')} Adult" for name, code in codes.items())
    said = (f"*{codes[s.speaker]}:\t{_ended(s.words)} \x15{s.start}_{s.end}\x15\n" for s in talk)
    head = f"@UTF8\n@Begin\n@Languages:\teng\n@Participants:\t{people}\n"
    return (head + "".join(said) + "@End\n").encode()


def _ended(words: str) -> str:
    """Return an utterance as CHAT has it, with its last mark apart."""
    return f"{words[:-1]} {words[-1]}" if words.endswith((".", "?", "!")) else words


def _json(talk: Talk) -> bytes:
    segments = [
        {"start": s.start / 1000, "end": s.end / 1000, "text": f" {s.words}", "speaker": s.speaker}
        for s in talk
    ]
    return json.dumps({"segments": segments}).encode()


def _akoma(talk: Talk) -> bytes:
    ids = {name: f"p{number}" for number, name in enumerate(_by_speaker(talk))}
    people = "".join(
        f"<TLCPerson eId={quoteattr(key)} showAs={quoteattr(name)}/>" for name, key in ids.items()
    )
    speeches = "".join(
        f'<speech by="#{ids[s.speaker]}"><p>{escape(s.words)}</p></speech>' for s in talk
    )
    return (
        f"<akomaNtoso><debate><meta><references>{people}</references></meta><debateBody>"
        f"{speeches}</debateBody></debate></akomaNtoso>"
    ).encode()


def _pdf(talk: Talk) -> bytes:
    return typeset([f"{s.speaker}: {s.words}" for s in talk], Layout(gap=8))


def _document(write: Callable[[Sequence[tuple[str, str]], str], bytes], form: str) -> Writer:
    return lambda talk: write([(s.speaker, s.words) for s in talk], form)


def _documents(write: Callable[[Sequence[tuple[str, str]], str], bytes]) -> dict[str, Writer]:
    return {form: _document(write, form) for form in ("colon", "bold name", "table")}


_colon = partial(_lines, "{name}: {words}\n\n")
_MARKDOWN: dict[str, Writer] = {
    "bold": partial(_lines, "**{name}:** {words}\n\n"),
    "heading": partial(_lines, "### {name}:\n{words}\n\n"),
}
_HTML: dict[str, Writer] = {**_documents(html_turns), "heading": _document(html_turns, "heading")}
# By suffix, then by dialect.
WRITERS: Mapping[str, Mapping[str, Writer]] = {
    ".txt": {
        "colon": _colon,
        "name and time above": partial(_lines, "{name}  {time}\n{words}\n\n"),
        "time first": partial(_lines, "[{time}] {name}: {words}\n"),
    },
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".pdf": {"colon": _pdf},
    ".docx": _documents(docx_turns),
    ".odt": _documents(odt_turns),
    ".rtf": _documents(rtf_turns),
    ".html": _HTML,
    ".htm": _HTML,
    ".vtt": {"voices": _vtt},
    ".srt": {"names": _srt},
    ".csv": {"comma": partial(_csv, ","), "semicolon": partial(_csv, ";")},
    ".tsv": {"tab": partial(_csv, "\t")},
    ".xlsx": {"sheet": _xlsx},
    ".eaf": {"tiers": _eaf},
    ".textgrid": {"long": partial(_textgrid, False), "short": partial(_textgrid, True)},
    ".cha": {"main tiers": _cha},
    ".json": {"whisperx": _json},
    ".xml": {"akoma": _akoma},
}


def small(suffix: str) -> bytes:
    """Return a small valid file with `suffix`."""
    return next(iter(WRITERS[suffix].values()))(SMALL)


def joined(talk: Talk) -> list[tuple[str, str]]:
    """Return who says what, with neighbours of one speaker joined and white space as one blank."""
    return [
        (name, " ".join(" ".join(one.words for one in group).split()))
        for name, group in groupby(talk, key=lambda s: s.speaker)
    ]
