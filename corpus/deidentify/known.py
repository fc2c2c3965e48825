"""The study's own names: speakers, cases, and the list that researchers keep in names.csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.cases import Case
from corpus.deidentify.matching import one_spelling
from corpus.errors import CasesError
from corpus.interview import Interview
from corpus.names import is_role_word
from corpus.roles import named_role
from corpus.text import decode

PERSON, CITY, PLACE, ORGANISATION = "person", "city", "place", "organisation"
OWN = "the study's own names"
PART = "part of a name"
_COLUMNS = {
    PERSON: "name person participant interviewee respondent interviewer contact",
    CITY: "city town municipality village",
    PLACE: "place county country region state district neighbourhood neighborhood address",
    ORGANISATION: "organisation organization company employer agency department firm institution",
}
_KIND_OF_COLUMN = {word: kind for kind, words in _COLUMNS.items() for word in words.split()}
_ADDRESS = "mr mrs ms miss dr prof professor sir dame rev hon jr sr ii iii phd md"
_TITLES = frozenset(_ADDRESS.split())
_NUMBERED = re.compile(r"\[?[^\W\d_]+[ _-]?\d+\]?")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A spelling that may identify somebody. `same_as`: a fuller name of the same one.

    `replacement` is what the researcher wants in its place, "" where that is still open.
    """

    text: str
    kind: str
    found_by: str = OWN
    same_as: str = ""
    replacement: str = ""


def own_names(
    interviews: Mapping[str, Interview],
    cases: Sequence[Case],
    listed: Sequence[Identifier],
    aliases: Mapping[str, str],
) -> list[Identifier]:
    """Return what the study itself knows: its list first, then speakers and cases."""
    found = [*listed]
    for interview in interviews.values():
        speakers = dict.fromkeys(s.speaker for s in interview.segments)
        found += [Identifier(name, PERSON) for name in speakers if _is_somebody(name)]
    found += [
        Identifier(spelling, PERSON, same_as=name)
        for spelling, name in aliases.items()
        if _is_somebody(spelling)
    ]
    found += _of_cases(cases)
    return [item for item in found if len(item.text) > 1]


def _is_somebody(name: str) -> bool:
    """False for labels that name nobody: Interviewer, Speaker 2, P01, and our pseudonyms."""
    bare = re.sub(r"\s*\([^()]{1,30}\)$", "", name).strip()
    if _NUMBERED.fullmatch(bare) or all(map(is_role_word, bare.split())):
        return False
    return bool(bare) and (named_role(bare) is None or len(bare.split()) > 1)


def _of_cases(cases: Sequence[Case]) -> Iterator[Identifier]:
    for case in cases:
        if case.participant and _is_somebody(case.participant):
            yield Identifier(one_spelling(case.participant), PERSON)
        for column, value in case.attributes.items():
            kind = _KIND_OF_COLUMN.get(column.strip().lower())
            if kind and any(c.isalpha() for c in value):
                yield Identifier(one_spelling(value), kind)


def parts(
    names: Iterable[Identifier], found_by: str, ordinary: frozenset[str] = frozenset()
) -> Iterator[Identifier]:
    """Yield the single names in persons' full names; `ordinary` words are left out."""
    for name in names:
        words = name.text.split() if name.kind == PERSON else []
        for word in words if len(words) > 1 else ():
            bare = word.strip(".,()\"'")
            small = bare.casefold()
            if len(bare) > 1 and bare[:1].isupper() and small not in _TITLES | ordinary:
                yield Identifier(bare, PERSON, found_by)


def read_names(path: Path) -> list[Identifier]:
    """Return the names in a study's names.csv, [] where there is none.

    Columns `name`, and if wanted `type` (person, city, place, organisation or another word),
    `replacement` and `same_as`; without such a header each line is a person's name.

    Raises:
        CasesError: the file cannot be read.
    """
    if not path.is_file():
        return []
    try:
        text = decode(path.read_bytes()).text
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(row)]
    except (ValueError, OSError, csv.Error) as error:
        raise CasesError(path.name, f"cannot be read ({error})", "save it as CSV UTF-8") from None
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if "name" not in header:
        return [Identifier(one_spelling(row[0]), PERSON) for row in rows if row[0].strip()]
    table = [dict(zip(header, row, strict=False)) for row in rows[1:]]
    return [_listed(row) for row in table if row["name"].strip()]


def _listed(row: Mapping[str, str]) -> Identifier:
    kind = one_spelling(row.get("type", "")).lower() or PERSON
    return Identifier(
        one_spelling(row["name"]),
        {"name": PERSON, "organization": ORGANISATION}.get(kind, kind),
        same_as=one_spelling(row.get("same_as", "")),
        replacement=one_spelling(row.get("replacement", "")),
    )
