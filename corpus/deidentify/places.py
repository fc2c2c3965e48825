"""From spellings to rows of the review table: where each stands, how often, among which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from corpus.deidentify.known import Identifier
from corpus.deidentify.matching import Match, Matcher
from corpus.deidentify.review import Row, row_id

_CONTEXTS = 3
_WORDS = 6
# Words either side of a match are looked for within this many characters.
_REACH = 120
_ORDER = ("person", "city", "place", "organisation")


Places = Mapping[str, list[tuple[str, Match]]]


def find(spellings: Iterable[str], texts: Mapping[str, str]) -> Places:
    """Return where each spelling stands in `texts` (by file) in its own right.

    A name that only stands inside a longer one is covered by that one, and left out.
    """
    matcher = Matcher(spellings)
    places: dict[str, list[tuple[str, Match]]] = {}
    for file, text in texts.items():
        for match in matcher.find(text):
            places.setdefault(match.spelling, []).append((file, match))
    return places


def rows(
    identifiers: Sequence[Identifier],
    places: Places,
    replacements: Mapping[str, str],
    texts: Mapping[str, str],
) -> list[Row]:
    """Return a row for each of `identifiers` that has a place."""
    return [
        Row(
            text=item.text,
            kind=item.kind,
            replacement=replacements[item.text],
            file=found[0][0],
            start=found[0][1].start,
            end=found[0][1].end,
            seen=len(found),
            context=" | ".join(context(texts[file], m) for file, m in found[:_CONTEXTS]),
            found_by=item.found_by,
            row_id=row_id(item.text),
        )
        for item in identifiers
        if (found := places.get(item.text))
    ]


def context(text: str, match: Match) -> str:
    """Return the match between \u00bb and \u00ab with a few words on either side, on one line."""
    before = text[max(0, match.start - _REACH) : match.start]
    after = text[match.end : match.end + _REACH]
    found = f"\u00bb{text[match.start : match.end]}\u00ab"
    return " ".join(f"{_last(before)}{found}{_first(after)}".split())


def _last(before: str) -> str:
    words = before.split()[-_WORDS:]
    return " ".join(words) + (" " if before[-1:].isspace() else "")


def _first(after: str) -> str:
    words = after.split()[:_WORDS]
    return (" " if after[:1].isspace() else "") + " ".join(words)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return rows as a reviewer wants them: persons first, spellings of one person together."""
    return sorted(rows, key=_sort_key)


def _sort_key(row: Row) -> tuple[int, str, str, int, int, str, str, int]:
    rank = _ORDER.index(row.kind) if row.kind in _ORDER else len(_ORDER)
    word, _, number = row.replacement.strip("[]").rpartition(" ")
    count = int(number) if number.isdecimal() else 0
    return rank, row.kind, word, count, -len(row.text), row.text, row.file, row.start or 0
