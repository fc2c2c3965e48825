"""One person under two spellings: sure ones are joined, likely ones are pointed out.

Sure are the same letters in other case, with other accents, blanks, dots or titles, and a short
form ("Dana", "D. Rowe", "Ms Rowe") that fits one full name only. Whoever speaks right before or
after somebody is taken for another person, however alike the names are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from difflib import SequenceMatcher
from itertools import combinations, pairwise

from corpus.names import is_role_word, spelling_key

_SIMILAR = 0.86
# Pairs grow with the square; a panel has 20 speakers, nonsense has thousands.
_MOST_COMPARED = 60
_MEN = frozenset(["mr", "mister", "herr", "monsieur", "sir", "lord", "sr"])
_WOMEN = frozenset(["mrs", "ms", "miss", "frau", "madame", "mme", "lady", "dame", "sra"])
_OFFICES = (
    "mx dr prof professor hon honorable honourable rev reverend fr capt captain lt col colonel gen "
    "general sgt officer chief mayor councillor councilor councilmember councilman councilwoman "
    "commissioner minister senator sen rep governor gov president director chair chairman "
    "chairwoman secretary judge justice ambassador dott"
)
_TITLES = _MEN | _WOMEN | frozenset(_OFFICES.split())
_ADDED = re.compile(r"\s*(?:\([^()]{1,40}\)|,.{1,50})$")
# Letters and digits that scanners take for each other.
_SCANNED = str.maketrans("oilsbz", "011582")


def canonical_names(written: Sequence[str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Return for every spelling in `written`, which is in order of speech, the name to use.

    What `aliases` says goes first; spellings that surely are one person's get the commonest, or
    the fullest of them.
    """
    asked = {spelling.casefold(): name for spelling, name in aliases.items()}
    first = [asked.get(name.casefold(), name) for name in written]
    alike = _same_letters(first)
    short = _short_forms([alike[name] for name in first], frozenset(aliases.values()))
    result = {}
    for name in dict.fromkeys(written):
        wanted = asked.get(name.casefold())
        joined = alike[wanted or name]
        result[name] = wanted or short.get(joined, joined)
    return result


def similar(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of names that may be one person's: misspelt, or one part of the other."""
    numbered = [name for name in names if any(c.isdigit() for c in name)][:_MOST_COMPARED]
    # Labels are alike on purpose: Speaker 1 and Speaker 2, Male and Female Announcer.
    plain = [name for name in names if not any(c.isdigit() for c in name)]
    spoken = [name for name in plain if not any(map(is_role_word, name.split()))]
    pairs = [(a, b) for a, b in combinations(spoken[:_MOST_COMPARED], 2) if _alike(a, b)]
    roles = [name for name in plain if is_role_word(name)]
    pairs += [(a, b) for a, b in combinations(roles, 2) if _abbreviates(a, b)]
    labels = [*numbered, *(n for n in plain if len(n) <= 4)]
    return pairs + [(a, b) for a, b in combinations(labels, 2) if _misread(a, b)]


def alias_line(one: str, other: str) -> str:
    """Return the line for `[speakers.aliases]` in study.toml that joins two names.

    The fuller name is kept.
    """
    short, full = sorted((one, other), key=lambda name: (len(_parts(name)), len(name)))
    return f"{_quoted(short)} = {_quoted(full)}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _same_letters(names: Sequence[str]) -> dict[str, str]:
    """Return for every name the commonest of those with the same letters."""
    commonest: dict[str, str] = {}
    counts = Counter(names)
    # Of spellings as common as each other, not the one in capitals.
    for name in sorted(counts, key=lambda n: (-counts[n], n.isupper())):
        commonest.setdefault(spelling_key(name) or name, name)
    return {name: commonest[spelling_key(name) or name] for name in counts}


def _short_forms(names: Sequence[str], wanted: frozenset[str]) -> dict[str, str]:
    """Return for short forms the one full name that they surely stand for.

    `wanted` are names that the researcher gave; they are never renamed.
    """
    known = list(dict.fromkeys(names))
    if not 1 < len(known) <= _MOST_COMPARED:
        return {}
    neighbours = {frozenset(pair) for pair in pairwise(names)}
    apart = {name for pair in combinations(known, 2) if _rivals(*pair) for name in pair}
    result = {}
    for short in known:
        fits = [full for full in known if full != short and _stands_for(short, full)]
        # Of "D. Rowe" and "Dana Rowe" the fuller one; they are one person themselves.
        full = [one for one in fits if not any(_stands_for(one, other) for other in fits)]
        if len(full) == 1 and short not in wanted | apart and not _met(short, full[0], neighbours):
            result[short] = full[0]
    return result


def _rivals(one: str, other: str) -> bool:
    """Tell whether names differ in what was added to tell them apart: Mr and Ms Rowe."""
    if _parts(one) != _parts(other):
        return False
    forms = [name.casefold().replace(".", "").split()[0] for name in (one, other)]
    added = [match[0] if (match := _ADDED.search(name)) else "" for name in (one, other)]
    return (
        sorted(form in _MEN for form in forms) == [False, True]
        and any(form in _WOMEN for form in forms)
    ) or (all(added) and spelling_key(added[0]) != spelling_key(added[1]))


def _met(one: str, other: str, neighbours: Set[frozenset[str]]) -> bool:
    return frozenset((one, other)) in neighbours


def _stands_for(short: str, full: str) -> bool:
    """Tell whether `short` is `full` with fewer or shorter words, titles and additions aside."""
    if any(c.isdigit() for c in short + full) or is_role_word(short) or is_role_word(full):
        return False
    a, b = _parts(short), _parts(full)
    if not a or len(b) < 2 or len(a) > len(b):
        return False
    if a == b:
        # The same person with a title or place; the plainer name is kept.
        return len(short) > len(full)
    if len(a) == 1:
        return len(a[0]) > 2 and a[0] in (b[0], b[-1])
    return a[-1] == b[-1] and _initial(a[0], b[0]) and sum(map(len, a)) < sum(map(len, b))


def _initial(one: str, other: str) -> bool:
    return one == other or (len(one) == 1 and other.startswith(one))


def _parts(name: str) -> list[str]:
    """Return the words of a name in small letters, without titles and what is added to it."""
    bare = _ADDED.sub("", name) or name
    words = [spelling_key(word) for word in re.split(r"[\s.]+", bare)]
    words = [word for word in words if word]
    named = [word for word in words if word not in _TITLES]
    return named or words


def _alike(one: str, other: str) -> bool:
    a, b = one.casefold().split(), other.casefold().split()
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < len(longer) and shorter and set(shorter) < set(longer):
        return len(" ".join(shorter)) > 2
    if _stands_for(one, other) or _stands_for(other, one):
        return True
    ratio = SequenceMatcher(None, " ".join(a), " ".join(b)).ratio()
    return min(len(one), len(other)) > 4 and ratio >= _SIMILAR


def _abbreviates(one: str, other: str) -> bool:
    short, full = sorted((one.casefold(), other.casefold()), key=len)
    return 2 < len(short) < len(full) and full.startswith(short) and full != f"{short}s"


def _misread(one: str, other: str) -> bool:
    """Tell whether two labels are one that was scanned or counted in two ways: P01, PO1, P1."""
    a, b = (spelling_key(name).translate(_SCANNED) for name in (one, other))
    unpadded = [re.sub(r"(?<!\d)0+(?=\d)", "", spelling_key(name)) for name in (one, other)]
    return a == b or unpadded[0] == unpadded[1]
