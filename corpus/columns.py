"""Which column of a table holds what, told by the names in its header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Words for each column, the likelier first; languages in which transcripts come.
_SPEAKER = (
    "speaker name participant speaker_name speaker_label who voice person label actor role"
    " speaker_id speakername participant_id participant_name"
    " sprecher sprecherin sprecher_in person_name befragte"
    " locuteur locutrice intervenant orateur nom hablante orador interlocutor participante nombre"
    " falante parlante oratore interlocutore nome spreker naam talare namn puhuja mówca rozmówca"
    " beszélő név 说话人 发言人 讲者 说话者 話者 発言者 발화자 화자 говорящий спикер"
)
_TEXT = (
    "text words transcript utterance content speech sentence message body transcription dialogue"
    " turn said caption transcribed_text utterance_text"
    " transkript transkription äußerung aussage inhalt gesagtes"
    " texte paroles propos énoncé transcripción texto transcrição fala testo trascrizione enunciato"
    " tekst tekst_gesproken transcriptie yttrande teksti wypowiedź szöveg"
    " 文本 内容 文字 发言 発言 テキスト 本文 텍스트 내용 текст annotation"
)
_START = (
    "start timestamp time start_time starttime begin from timecode in onset begin_time"
    " startzeit beginn anfang von zeit zeitmarke zeitstempel"
    " début debut horodatage temps inicio início comienzo tiempo tempo marca_de_tiempo inizio"
    " starttijd begintijd tijd starttid tid alku aika początek czas kezdet idő"
    " 开始 开始时间 时间 開始 開始時間 時間 시작 시간 начало время"
)
_END = (
    "end end_time endtime to stop out offset finish endzeit ende bis"
    " fin final fim fine eindtijd einde sluttid slut loppu koniec vége"
    " 结束 结束时间 終了 終了時間 끝 종료 конец"
)
_MS = frozenset(("ms", "msec", "msecs", "millis", "millisecond", "milliseconds", "millisekunden"))
_OTHER_UNITS = frozenset(
    ("s", "sec", "secs", "second", "seconds", "sekunden", "hh", "mm", "ss", "hms")
)
# Titles and dates may stand above the header.
_DEEPEST_HEADER = 10
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers from 0; only the words are certain to be there.

    `start_in_ms` and `end_in_ms` say that numbers in these columns are milliseconds.
    """

    text: int
    speaker: int | None
    start: int | None
    end: int | None
    start_in_ms: bool = False
    end_in_ms: bool = False

    @property
    def known(self) -> int:
        """How many columns were recognised."""
        return sum(c is not None for c in (self.text, self.speaker, self.start, self.end))


def by_header(header: Sequence[str]) -> Columns | None:
    """Return the columns that a header row names, None if it names no column of words."""
    parts = [_parts(cell) for cell in header]
    names = [name for name, _ in parts]
    text = _first(names, _TEXT)
    if text is None:
        return None
    start, end = _first(names, _START), _first(names, _END)
    return Columns(
        text,
        _first(names, _SPEAKER),
        start,
        end,
        start_in_ms=start is not None and parts[start][1],
        end_in_ms=end is not None and parts[end][1],
    )


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, Columns] | None:
    """Return the number of the header row and its columns, None if no row is one.

    Below other rows a header counts only if it names a column of speakers too, since a row of
    speech may consist of such words.
    """
    found: tuple[int, Columns] | None = None
    above = False
    for number, row in enumerate(rows[:_DEEPEST_HEADER]):
        columns = by_header(row)
        fits = columns is not None and (not above or columns.speaker is not None)
        if columns is not None and fits and (found is None or columns.known > found[1].known):
            found = number, columns
        above = above or any(cell.strip() for cell in row)
    return found


def names_found(header: Sequence[str]) -> str:
    """Return the part of a sentence that lists the header's names, without what is speech."""
    names = [" ".join(cell.split()) for cell in header]
    short = [name for name in names if 0 < len(name) <= 30 and len(name.split()) <= 3]
    if not short:
        return "no names"
    more = " and more" if len(short) > _SHOWN else ""
    return ", ".join(short[:_SHOWN]) + more


def _parts(cell: str) -> tuple[str, bool]:
    """Return a header's name without its unit, and whether that unit is milliseconds.

    `Begin Time - ss.msec` of ELAN is in seconds: only milliseconds alone are a unit of them.
    """
    words = [word for word in re.split(r"[\W_]+", cell[:200].casefold()) if word]
    units = set()
    while len(words) > 1 and words[-1] in _MS | _OTHER_UNITS:
        units.add(words.pop())
    return "_".join(words), bool(units) and units <= _MS


def _first(names: Sequence[str], wanted: str) -> int | None:
    """Return the place of the wanted name that stands first in our list, not in the header."""
    return next((names.index(word) for word in wanted.casefold().split() if word in names), None)
