"""What may be a speaker's name at the head of a line, and what may not."""

from __future__ import annotations

import re
import unicodedata

# Words that stand before a colon in transcripts and are nobody.
_NOBODY = (
    "http https ftp mailto note notes nb ps summary keywords speakers speaker(s) date time title "
    "source duration subject re location interviewee(s) attendees participants present transcript "
    "transcription transcribed recording recorded file language project topic url link email phone "
    "tel fax example warning tip background introduction conclusion contents copyright license "
    "version keynote agenda place venue length edited published author "
    "laughter laughs laughing laugh inaudible unintelligible crosstalk pause pauses silence music "
    "applause applauds cough coughs sighs sigh break noise redacted end start begin "
    "yes no yeah okay ok well so but also first second third finally however because therefore"
)
_STOP = frozenset(
    [
        *_NOBODY.split(),
        "summary keywords",
        "interview date",
        "end of interview",
        "audience laughter",
    ]
)

_SMALL = (
    "de da di del della der den van von zu zum la le du des dos das bin ibn al el ben y e and und "
    "et of the ter ten af av st"
)
_PARTICLES = frozenset(_SMALL.split())
_ROLE_WORDS = re.compile(
    r"(?:co-?)?(?:interviewers?|interviewees?|moderators?|facilitators?|hosts?|speakers?|"
    r"participants?|respondents?|informants?|researchers?|questions?|answers?|interpreters?|"
    r"translators?|narrators?|voice-?overs?|audience|member|unknown|male|female|person|woman|man|"
    r"int|intv|mod|resp|part|spk|focus|group|voice)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w.'\u2019\u2010\u2011\u00b7-]+", re.UNICODE)
_PARENTHESIS = re.compile(r"\s*\([^()]{1,30}\)$")
_LONGEST = 60
_MOST_WORDS = 6


def is_name(text: str) -> bool:
    """Tell whether `text` has the shape of a speaker's name or label (`P01`, `Speaker 1`)."""
    text = _PARENTHESIS.sub("", text.strip())
    if not text or len(text) > _LONGEST or text.casefold() in _STOP:
        return False
    words = text.replace(",", " ").replace("/", " ").replace("&", " ").split()
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    return _opens(words[0]) and all(_is_name_word(word) for word in words)


def is_plain_label(text: str) -> bool:
    """Tell whether `text` is one lower-case word, a label only if it recurs (`jane: hello`)."""
    return text.isalpha() and text.islower() and len(text) < 20 and text.casefold() not in _STOP


def is_field(text: str) -> bool:
    """Tell whether `text` is the name of a header's field, such as Date."""
    return text.strip().casefold() in _STOP


def is_certain(text: str) -> bool:
    """Tell whether a name is one even if it occurs only once: two words or more, or numbered."""
    return len(text.split()) > 1 or any(c.isdigit() for c in text) or is_role_word(text)


def is_role_word(text: str) -> bool:
    """Tell whether `text` is a word for somebody's part in an interview, such as Moderator."""
    return _ROLE_WORDS.fullmatch(text) is not None


def spelling_key(name: str) -> str:
    """Return what two spellings of one name share: letters and digits, no accents, no case."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def _opens(word: str) -> bool:
    return word[0].isalpha() and not (word.islower() and word in _PARTICLES and len(word) < 2)


def _is_name_word(word: str) -> bool:
    if not _WORD.fullmatch(word) or (len(word) > 1 and word.endswith(("..", "-"))):
        return False
    first = next((c for c in word if c.isalnum()), "")
    caseless = first.isalpha() and first.upper() == first.lower()
    return (
        first.isupper()
        or caseless
        or any(c.isdigit() for c in word)
        or word.casefold() in _PARTICLES
        or is_role_word(word)
        # d'Ancona, g0v, iOS: a capital or digit further on
        or any(c.isupper() for c in word)
    )
