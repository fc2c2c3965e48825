"""When two spellings are one: case, hyphens, spaces, plurals, British and American."""

from __future__ import annotations

import re
from functools import lru_cache

from models.pattern_files import ordinary_words

WORD = re.compile(r"[^\W_]+")

_BRITISH = {
    "behaviour": "behavior",
    "centre": "center",
    "colour": "color",
    "councillor": "councilor",
    "defence": "defense",
    "digitis": "digitiz",
    "fibre": "fiber",
    "harbour": "harbor",
    "labour": "labor",
    "licence": "license",
    "neighbour": "neighbor",
    "organis": "organiz",
    "programme": "program",
}
_BRITISH_HEAD = re.compile("|".join(_BRITISH))
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)es$")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_LEGAL_FORM = re.compile(
    r",?\s+(?:Inc|Incorporated|Corp|Corporation|Co|Company|LLC|L\.L\.C|Ltd|Limited|LLP|GmbH|AG|PLC"
    r"|Pty|S\.A)\.?$",
    re.IGNORECASE,
)
_EDGES = " .,;:\"'’“”()-–—"
_SMALL = frozenset(("and", "of", "the", "for", "in", "on", "at", "to", "de"))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` without case and in American spelling."""
    return _BRITISH_HEAD.sub(lambda match: _BRITISH[match[0]], word.casefold(), count=1)


@lru_cache(maxsize=100_000)
def singular(word: str) -> str:
    """Return folded `word` without its plural ending, by rule: wrong at times, always the same."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if _SIBILANT.search(word) else word[:-1]


def bare(name: str) -> str:
    """Return `name` on one line, without a leading article and a trailing possessive."""
    line = " ".join(name.replace("\u2011", "-").split())
    return _POSSESSIVE.sub("", _ARTICLE.sub("", line))


def words(name: str) -> list[str]:
    """Return the words of `name` as written, without article, possessive and punctuation."""
    return WORD.findall(bare(name))


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """Return what all spellings of `name` have in common; "" where it has no letter or digit."""
    folded = [fold(word) for word in words(name)]
    if not folded:
        return ""
    folded[-1] = singular(folded[-1])
    return "".join(word for word in folded if word != "and")


def tidy(name: str) -> str:
    """Return `name` as it may stand in a table: on one line, without article and possessive."""
    tidied = bare(name).strip(_EDGES)
    return bare(name) if is_acronym(name) else tidied or name


def without_legal_form(name: str) -> str:
    """Return a firm's name without Inc., Corp. and the like, unless ordinary words were left."""
    short = _LEGAL_FORM.sub("", name)
    rest = [fold(word) for word in words(short)]
    plain = ordinary_words()
    return name if all(w in plain or singular(w) in plain for w in rest) else short


@lru_cache(maxsize=100_000)
def loose_key(name: str) -> str:
    """Return what `key` does, a firm's legal form, small words and inner plurals aside."""
    short = without_legal_form(tidy(name))
    large = [singular(fold(word)) for word in words(short) if fold(word) not in _SMALL]
    return "".join(large) if len(large) > 1 else key(short)


def is_acronym(name: str) -> bool:
    """True for two to six capitals and digits, dots aside, with at most a plural s: DPW, U.S."""
    return re.fullmatch(r"(?=.*[A-Z])(?:[A-Z0-9]\.?){2,6}s?", bare(name)) is not None


def acronym_key(name: str) -> str:
    """Return the letters of an acronym in lower case: "dpw" for "DPWs" and "D.P.W."."""
    letters = bare(name).replace(".", "")
    return letters.removesuffix("s").lower()


def initials(name: str) -> frozenset[str]:
    """Return the acronyms, in lower case, that a name of two words or more may go by.

    Small words count or not: "Department of Public Works" gives "dpw" and "dopw".
    """
    spelled = [word.lower() for word in words(name)]
    if len(spelled) < 2:
        return frozenset()
    long = "".join(word[0] for word in spelled)
    short = "".join(word[0] for word in spelled if word not in _SMALL)
    return frozenset((long, short)) if len(short) > 1 else frozenset((long,))
