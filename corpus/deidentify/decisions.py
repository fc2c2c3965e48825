"""From the reviewed table to what is replaced, in texts and in speakers' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.deidentify.key import Entry
from corpus.deidentify.known import Identifier
from corpus.deidentify.matching import Match, Matcher, one_spelling, without_overlaps
from corpus.deidentify.offsets import Edit
from corpus.deidentify.pseudonyms import in_brackets, is_counted, proposals
from corpus.deidentify.review import Row, row_id


@dataclass(frozen=True)
class Decisions:
    """What becomes of which text: everywhere, and at single places (None: it stays there).

    `problems` are sentences without any of the words concerned.
    """

    everywhere: Mapping[str, str]
    here: Mapping[tuple[str, int, int], str | None]
    kinds: Mapping[str, str]
    problems: tuple[str, ...] = ()

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.everywhere)

    def edits(self, file: str, text: str) -> list[Edit]:
        """Return what is to change in the transcript `file` with this canonical text, in order."""
        places = {(s, e): to for (name, s, e), to in self.here.items() if name == file}
        single = [Match(start, end, "") for start, end in places]
        general = [
            m
            for m in self._matcher.find(text)
            if not any(m.start < p.end and p.start < m.end for p in single)
        ]
        changes = {(m.start, m.end): self.everywhere[m.spelling] for m in general}
        changes |= {
            (m.start, m.end): to
            for m in without_overlaps(single)
            if (to := places[m.start, m.end]) is not None
        }
        return [Edit(start, end, to) for (start, end), to in sorted(changes.items())]

    def replaced(self, text: str) -> str:
        """Return `text` (a name, a cell of a table) with everything accepted replaced."""
        for match in reversed(self._matcher.find(text)):
            text = text[: match.start] + self.everywhere[match.spelling] + text[match.end :]
        return text

    def label(self, speaker: str) -> str:
        """Return what a speaker is called at the head of turns: the pseudonym without brackets.

        "[Name] text" is a convention of its own, so brackets would hide the speaker.
        """
        new = self.replaced(speaker)
        return new if new == speaker else one_spelling(new.replace("[", "").replace("]", ""))

    def entries(self, file: str, text: str, edits: Sequence[Edit]) -> list[Entry]:
        """Return the key's lines for `edits` of a text."""
        originals = ((e.text, one_spelling(text[e.start : e.end])) for e in edits)
        return [Entry(new, old, self.kinds.get(old, "")) for new, old in originals]


def decide(rows: Sequence[Row], texts: Mapping[str, str], taken: Sequence[str]) -> Decisions:
    """Return what `rows` say about `texts` (by file).

    Args:
        taken: texts whose marks stand for somebody already.
    """
    problems: list[str] = []
    known = [row for row in (_restored(row, texts, problems) for row in rows) if row]
    known = _with_replacements(known, [*texts.values(), *taken])
    renamed = _renamed(known)
    everywhere: dict[str, str | None] = {}
    here: dict[tuple[str, int, int], str | None] = {}
    for row in known:
        if row.open:
            continue
        to = _wanted(row, renamed)
        if row.here and row.start is not None and row.end is not None:
            here[row.file, row.start, row.end] = to
        elif everywhere.setdefault(row.text, to) != to:
            problems.append(f"two rows disagree on the text of row {row_id(row.text)}; the first"
                            " was followed")  # fmt: skip
    return Decisions(
        {text: to for text, to in everywhere.items() if to is not None},
        here,
        {row.text: row.kind for row in known},
        tuple(problems),
    )


def _restored(row: Row, texts: Mapping[str, str], problems: list[str]) -> Row | None:
    """Return `row` with the text as it stands in the transcript, whatever a spreadsheet made of it.

    None, and a problem, for a decision on a text that is nowhere any more.
    """
    there = texts.get(row.file, "")[row.start or 0 : row.end or 0]
    if row.here:
        if one_spelling(there) == row.text:
            return row
        problems.append(f"a row for one place in {row.file} no longer fits it; it was left aside")
        return None
    if not row.row_id or row_id(row.text) == row.row_id:
        return row
    if row_id(there) == row.row_id:
        return replace(row, text=one_spelling(there))
    if not row.open:
        problems.append(f"the text of row {row.row_id} was changed in the table; it was left aside")
    return None


def _with_replacements(rows: Sequence[Row], taken: Sequence[str]) -> list[Row]:
    """Give rows that a researcher added without a replacement one of their kind."""
    lacking = [Identifier(r.text, r.kind or "identifier") for r in rows if not r.replacement]
    earlier = {row.text: in_brackets(row.replacement) for row in rows if row.replacement}
    found = proposals(lacking, earlier, taken, {item.text for item in lacking})
    return [
        replace(row, replacement=in_brackets(row.replacement or found[row.text])) for row in rows
    ]


def _renamed(rows: Sequence[Row]) -> dict[str, str]:
    """Return pseudonyms that the researcher renamed: one person's spellings stay together.

    Who writes "Maria" beside Dana Rowe [Person 1] means Dana [Person 1] as well, unless another
    spelling got another name.
    """
    wishes: dict[str, set[str]] = {}
    for row in rows:
        if row.accepted and is_counted(row.replacement) and not row.here:
            wishes.setdefault(row.replacement, set()).add(row.accepted)
    return {old: new.pop() for old, new in wishes.items() if len(new) == 1}


def _wanted(row: Row, renamed: Mapping[str, str]) -> str | None:
    said = row.accepted
    return renamed.get(row.replacement, row.replacement) if said == "" else said
