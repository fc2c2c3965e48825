"""Three kinds of notes in brackets, kept apart: events, de-identification marks, labels.

An event is what a transcriber heard (`[laughter]`), a redaction stands for what was taken out
(`[name redacted]`, `[the hospital]`), a label says who speaks (`[id1]` at the head of lines).
All of them stay in the text; what is none of the three (`[sic]`, `(AI)`) is passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.names import is_name, is_role_label

Kind = Literal["event", "redaction", "label"]

_BRACKETS = re.compile(
    r"(?P<open>[\[(<{\uff08\u3010])(?P<words>[^\[\]()<>{}\uff08\uff09\u3010\u3011\n]{1,80})"
    r"[\])>}\uff09\u3011]"
)
_PAIRS = {"[": "]", "(": ")", "<": ">", "{": "}", "\uff08": "\uff09", "\u3010": "\u3011"}
# Words in round brackets are mostly speech, so that only a sure sign makes a note of them.
_SQUARE = ("[", "\u3010")

_SOUNDS = (
    r"laugh\w*|chuckl\w*|giggl\w*|snicker\w*|inaudible|unintelligible|indecipherable|indistinct\w*|"
    r"undecipherable|incomprehensible|unclear|cross-?\s?talk\w*|overlap\w*|pauses?|pausing|"
    r"silen(?:ce|t)|applau\w*|clap(?:s|ping)?|cheer(?:s|ing)|cough\w*|sneez\w*|sigh\w*|sniff\w*|"
    r"sob(?:s|bing)?|cr(?:ies|ying)|weep\w*|tearful\w*|gasp\w*|groan\w*|whisper\w*|mutter\w*|"
    r"murmur\w*|mumbl\w*|hum(?:s|ming)|sing(?:s|ing)|whistl\w*|yawn\w*|snap(?:s|ping)|snort\w*|"
    r"sings?|music|noise|static|beep\w*|sirens?|hammering|scraping|knock\w*|typ(?:es|ing)|"
    r"rings?|ringing|doorbell|smil(?:es|ing)|nods?|nodding|shrugs?|winks?|winking|cringes?|"
    r"gestur\w*|phon?etic|stutter\w*|stammer\w*|exhal\w*|inhal\w*|breath\w*|clears throat|"
    r"rires?|rit|lach\w*|gel\u00e4chter|risas?|risos?|pausa|silencio|inintelligible|aplausos?|"
    r"applaudissements|unverst\u00e4ndlich|inaud\u00edvel|ininteligible"
)
_EVENT = re.compile(rf"\b(?:{_SOUNDS})\b", re.IGNORECASE)
# What describes a sound only beside another such word: `video stops`, `background conversations`.
_WHERE_WORDS = (
    "audio video recording tape mic off-mic background foreign phone door line interview "
    "interviewer conversation conversations voices demo alert disturbance interruption"
)
_WHERE = frozenset(_WHERE_WORDS.split())
_WHAT_WORDS = (
    "start starts stop stops end ends begin begins playing plays cut cuts skips gap drops out "
    "paused resumes opens closes slams conducts multiple interrupts interrupted interruption "
    "disturbance comments speech conversation conversations voices notification alert"
)
_WHAT = frozenset(_WHAT_WORDS.split())
_LAST = re.compile(r"(?:sounds?|speaks|speaking|sound effects|skids)$", re.IGNORECASE)
_TITLED = re.compile(r"\w+\s?[:\"\u201c]")
_DOES = re.compile(
    r"(?:writes|types|shows|holds|plays|puts|removes|draws|demonstrates|points|reads|makes|turns|"
    r"looks|stands|leaves|enters|picks|claps|waves)\b",
    re.IGNORECASE,
)
_TONGUES = (
    "english mandarin chinese taiwanese hokkien hakka cantonese japanese korean spanish french "
    "german italian portuguese dutch russian arabic hindi urdu bengali punjabi polish turkish "
    "ukrainian hebrew swahili vietnamese thai tagalog creole welsh gaelic"
)
_TONGUE = re.compile(
    rf"(?:(?:speaks?|speaking|in|switch\w* to|non.?|foreign)\s?)?(?:{_TONGUES.replace(' ', '|')}|"
    r"foreign)(?:\s(?:chinese|speech|language|words?|phrase|spoken))?",
    re.IGNORECASE,
)
_EASTERN = re.compile("\u7b11|\u62cd\u624b|\u638c\u8072|\u638c\u58f0|\u5927\u7b11|\u6c88\u9ed8")

_TAKEN_OUT = re.compile(
    r"\b(?:redact\w*|anonymi[sz]\w*|de-?identif\w*|pseudonym\w*|withheld|omitted|suppressed|"
    r"confidential|(?:name|names|place|details?|number|address|e-?mail|identif\w+|text|date|"
    r"location|information|info|employer|organi[sz]ation) (?:removed|deleted|changed|hidden)|"
    r"removed|deleted|personal (?:details?|information|data|name))\b",
    re.IGNORECASE,
)
_THINGS = (
    "name names first-name surname firstname lastname nickname person people man woman colleague "
    "friend friends partner husband wife spouse mother father parent son daughter child brother "
    "sister boss manager supervisor director mayor commissioner councillor councilmember governor "
    "minister chief ceo cio official officer employee worker staff doctor nurse teacher student "
    "patient client customer resident neighbour neighbor interviewee interviewer respondent "
    "participant speaker informant city town village county state country province region "
    "district neighbourhood neighborhood borough street road avenue address place location site "
    "building area park hospital clinic school college university institution company firm vendor "
    "supplier contractor employer organisation organization org agency department dept ministry "
    "office authority council team unit program programme project product software system bank "
    "church charity club newspaper station airport date year month age number phone telephone "
    "email website url job title position role ethnicity nationality religion postcode zip id"
)
_THING = frozenset(_THINGS.split())
_NUMBER = re.compile(r"(?:\d{1,3}|[A-Z]|one|two|three|four|five|x|y|z)", re.IGNORECASE)
_DETERMINERS = frozenset(["the", "a", "an", "my", "our", "his", "her", "their", "that", "this"])
_QUALIFYING = (
    "large small big local former current previous first last middle full family given male female "
    "neighbouring neighboring nearby different other same senior junior old new northern southern "
    "eastern western major private public our my of"
)
_QUALIFIERS = frozenset(_QUALIFYING.split())
_BLANKED = re.compile(r"[Xx*_#\u2588\u2022.?-]{3,}|[Xx]{2}|_+|\*+|\u2588+")
_CAPITALS = re.compile(r"[A-Z][A-Z]{2,}(?:[ _-](?:[A-Z]{2,}|\d{1,3}|[A-Z]))*")
_TIME_IN_NOTE = re.compile(r"(?:at\s?)?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?")


@dataclass(frozen=True, slots=True)
class BracketNote:
    """A note in brackets, brackets included, as offsets into its text."""

    start: int
    end: int
    kind: Kind


def bracket_notes(text: str) -> tuple[BracketNote, ...]:
    """Return the notes in brackets that `text` holds, in order, by kind."""
    return tuple(_notes(text))


def note_kind(words: str, square: bool = True) -> Kind | None:
    """Return what `words` inside brackets are: event, redaction, or None if neither is sure."""
    words = _TIME_IN_NOTE.sub("", words).strip(" .,:;!\t-\u2013")
    if _is_event(words, square) or (square and _DOES.match(words)):
        return "event"
    if _TAKEN_OUT.search(words) and len(words.split()) <= 8:
        return "redaction"
    if square and (_is_blank(words) or _is_thing(words)):
        return "redaction"
    return None


def is_note(words: str) -> bool:
    """Tell whether `words` in square brackets are a note and so nobody's name.

    `[Speaker 1]` at the head of a line names a speaker, in the midst of one it stands for a name.
    """
    return note_kind(words) is not None and not is_role_label(words)


def _notes(text: str) -> Iterator[BracketNote]:
    labels = _labels(text)
    for match in _BRACKETS.finditer(text):
        if not match[0].endswith(_PAIRS[match["open"]]):
            continue
        square = match["open"] in _SQUARE
        words = match["words"].strip()
        label = square and words in labels and _at_line_start(text, match.start())
        kind: Kind | None = "label" if label else note_kind(words, square)
        if kind is not None:
            yield BracketNote(match.start(), match.end(), kind)


def _labels(text: str) -> frozenset[str]:
    """Return what heads lines in square brackets more than once and may be a speaker."""
    heads = Counter(
        words
        for match in _BRACKETS.finditer(text)
        if match["open"] in _SQUARE
        and _at_line_start(text, match.start())
        and is_name(words := match["words"].strip())
        and not is_note(words)
    )
    return frozenset(words for words, count in heads.items() if count > 1)


def _at_line_start(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at]
    return not before.rpartition("\n")[2].strip() and ("\n" in before or at <= 40)


def _is_event(words: str, square: bool) -> bool:
    """Tell whether `words` name a sound or what somebody does."""
    count = len(words.split())
    if not words or count > 8:
        return False
    if words.strip("?") == "":
        return True
    if _TONGUE.fullmatch(words) or (len(words) <= 4 and _EASTERN.search(words)):
        return True
    sound = _EVENT.search(words)
    # "(pause)", "(soft applause)", `(Music: "…" from …)`; "(music that we had to pay for)" is not.
    first = sound is not None and sound.start() == 0 and (square or _TITLED.match(words))
    if sound is not None and (count <= 4 or first):
        return True
    if count <= 3 and _LAST.search(words):
        return True
    known = words.casefold().split()
    both = any(w in _WHERE for w in known) and any(w in _WHAT for w in known)
    return both and 2 <= count <= 4


def _is_blank(words: str) -> bool:
    return _BLANKED.fullmatch(words) is not None or (
        _CAPITALS.fullmatch(words) is not None and _has_thing(words)
    )


def _has_thing(words: str) -> bool:
    return any(part.casefold() in _THING for part in re.split(r"[ _-]", words)) or "_" in words


def _is_thing(words: str) -> bool:
    """Tell whether `words` are a kind of person or place, as in `the hospital`, `Colleague 1`."""
    parts = words.casefold().replace("'s", "").replace("\u2019s", "").split()
    if parts and parts[0] in _DETERMINERS:
        parts = parts[1:]
    numbered = len(parts) > 1 and _NUMBER.fullmatch(parts[-1]) is not None
    parts = parts[:-1] if numbered else parts
    if not parts or len(parts) > 4:
        return False
    last = parts[-1].removesuffix("s") if parts[-1] not in _THING else parts[-1]
    return last in _THING and all(p in _THING or p in _QUALIFIERS for p in parts[:-1])
