"""What may be a speaker's name at the head of a line, and what may not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words that stand before a colon in documents of all kinds and are nobody.
_NOBODY = (
    # transcripts and their notes
    "http https ftp mailto note notes nb ps summary keywords speakers speaker(s) date time title "
    "source duration subject re location interviewee(s) attendees participants present transcript "
    "transcription transcribed recording recorded file language project topic url link email phone "
    "tel fax example warning tip background introduction conclusion contents copyright license "
    "version keynote agenda place venue length edited published author "
    "laughter laughs laughing laugh inaudible unintelligible crosstalk pause pauses silence music "
    "applause applauds cough coughs sighs sigh break noise redacted end start begin "
    # speech
    "yes no yeah okay ok well so but also first second third finally however because therefore "
    "here there then now today tomorrow yesterday remember look listen imagine again anyway "
    "why what how who when where which whose "
    # letters
    "from to cc bcc sent received reply-to attachment attachments importance fwd fw aw dear "
    "message-id content-type mime-version return-path x-mailer "
    "accept user-agent cache-control connection cookie authorization content-length "
    # minutes
    "action actions decision decisions agreed resolved motion item items apologies absent minutes "
    "quorum discussion outcome outcomes result results status owner due deadline next done todo "
    "issue issues risk risks update updates report reports proposal vote votes welcome lunch aob "
    "seconded moved approved deferred task tasks follow-up regrets adjourned adjournment "
    # recipes, lists, forms
    "ingredients method directions serves servings prep cook yield makes preparation variation "
    "address street city state country county zip postcode room floor entrance open opening hours "
    "price cost total amount quantity size colour color age gender sex occupation education income "
    "monday tuesday wednesday thursday friday saturday sunday january february "
    "july september october november december morning afternoon evening night "
    # papers and pages
    "abstract aim aims objective objectives methods findings figure fig table chapter section "
    "appendix references bibliography caption photo image credit see cf e.g i.e definition "
    "description name names id type value key category tags tag updated created modified page "
    "pages reference references format size default required optional usage examples pro pros con "
    "cons advantages disadvantages strengths weaknesses opportunities threats problem solution "
    "challenge challenges reason fact myth hint important caution danger info disclaimer "
    "step steps day week month year phase stage level option goal goals lesson theme themes "
    # code
    "error debug warn fatal trace exception fixme xxx hack args arguments returns return raises "
    "yields attributes parameters else try finally except public private protected def class if "
    "for while with switch case lambda import elif do self true false null none"
)
_STOP = frozenset(
    [
        *_NOBODY.split(),
        "summary keywords",
        "interview date",
        "end of interview",
        "audience laughter",
        "action item",
        "action items",
        "action points",
        "next step",
        "next steps",
        "next meeting",
        "date of next meeting",
        "in attendance",
        "any other business",
        "key points",
        "office hours",
        "opening hours",
        "phone number",
        "meeting id",
        "prep time",
        "cook time",
        "total time",
    ]
)
# "Step 2:" and "Figure 3:" number parts of a document, not people.
_NUMBERED_PART = re.compile(
    r"(?:step|figure|fig\.?|table|chapter|section|appendix|item|page|phase|stage|level|week|day|"
    r"option|line|note|exhibit|annex|task|action|goal|lesson|theme|rule|article|clause|version|"
    r"exercise|room|floor|unit|module|act|scene|verse|footnote|objective|recommendation)"
    r"\s?(?:\d[\d.]*[a-z]?|[A-Z]|[IVX]+|one|two|three|four|five)",
    re.IGNORECASE,
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


# Heads repeat few names over and over.
@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Tell whether `text` has the shape of a speaker's name or label (`P01`, `Speaker 1`)."""
    text = _PARENTHESIS.sub("", text.strip())
    if not text or len(text) > _LONGEST or text.casefold() in _STOP:
        return False
    if text.partition(",")[0].casefold() in _STOP:
        # "Well, Note: this" is speech.
        return False
    words = text.replace(",", " ").replace("/", " ").replace("&", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or _NUMBERED_PART.fullmatch(text):
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


def is_role_label(text: str) -> bool:
    """Tell whether `text` is such a word with a number or the like: `SPEAKER_00`, `Int2`."""
    words = re.findall(r"[^\W\d_]+", text)
    return any(len(word) > 2 and is_role_word(word) for word in words)


def is_sure(text: str) -> bool:
    """Tell whether a name can hardly be another kind of word: a role, a number, letters, initials.

    "Dana Rowe" and "Next Steps" look the same, "Dana" and "Budget" too.
    """
    text = _PARENTHESIS.sub("", text)
    return (
        is_role_label(text)
        or any(c.isdigit() for c in text)
        or (len(text) <= 3 and text.isupper())
        or re.search(r"\b[^\W\d_]\.", text) is not None
    )


def spelling_key(name: str) -> str:
    """Return what two spellings of one name share: letters and digits, no accents, no case."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum())


def _opens(word: str) -> bool:
    return word[0].isalpha() and not (word.islower() and word in _PARTICLES and len(word) < 2)


def _is_name_word(word: str) -> bool:
    if not word.isascii():
        # Vowel signs and joiners, of which names in many scripts consist, are no letters.
        word = "".join(c for c in word if unicodedata.category(c) not in ("Mn", "Mc", "Cf"))
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
