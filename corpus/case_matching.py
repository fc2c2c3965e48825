"""Which case belongs to which interview, and what did not match, with near misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.cases import Case

_CLOSE = 0.75
_MOST_SENTENCES = 8


def join(
    cases: Sequence[Case],
    interviews: Mapping[str, Sequence[str]],
    ids: Mapping[str, str] | None = None,
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Attributes of each interview, and what did not match.

    Args:
        interviews: participants' names by transcript file.
        ids: interview ids by transcript file, for cases that name those.

    Returns:
        attributes by file ({} where no case fits; cases by file win over cases by id, those over
        cases by participant; where an interview has several cases, values that differ are joined
        with "; "), and sentences on each case without interview, each interview without case, and
        each participant whom a case places in an interview without them.
    """
    joined: dict[str, dict[str, str]] = {}
    used: set[int] = set()
    missing: list[str] = []
    problems: list[str] = []
    stems = _stems(interviews)
    for file, names in interviews.items():
        fitting = _fitting(cases, file, stems, names, (ids or {}).get(file, ""))
        joined[file] = _merged(fitting)
        used.update(case.line for case in fitting)
        problems.extend(_strangers(fitting, file, names))
        if cases and not fitting:
            missing.append(file)
    unused = [case for case in cases if case.line not in used]
    problems.extend(_without_row(missing, cases, unused))
    problems.extend(_without_interview(unused, missing, interviews))
    return joined, problems


def _stem(file: str) -> str:
    """A file's name without suffix, and without the two of `x.an.xml`."""
    name = file.casefold().removesuffix(".an.xml")
    return name.rpartition(".")[0] or name


def _stems(files: Iterable[str]) -> set[str]:
    """The stems that only one file has."""
    stems = [_stem(file) for file in files]
    return {stem for stem in stems if stems.count(stem) == 1}


def _fitting(
    cases: Sequence[Case], file: str, stems: set[str], names: Sequence[str], interview_id: str
) -> list[Case]:
    own = {file.casefold()} | ({_stem(file)} & stems)
    people = {name.casefold() for name in names}
    by_file = [case for case in cases if case.file and case.file.casefold() in own]
    known = own | people | ({interview_id} - {""})
    by_id = [case for case in cases if not case.file and case.id.casefold() in known - {""}]
    return (
        by_file
        or by_id
        or [
            case
            for case in cases
            if not case.file and not case.id and case.participant.casefold() in people
        ]
    )


def _merged(cases: Sequence[Case]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for name in dict.fromkeys(name for case in cases for name in case.attributes):
        values = dict.fromkeys(case.attributes.get(name, "") for case in cases)
        merged[name] = "; ".join(value for value in values if value)
    return merged


# --- what did not match ---------------------------------------------------------------------


def _strangers(fitting: Sequence[Case], file: str, names: Sequence[str]) -> Iterator[str]:
    """A case by file may name somebody who is no participant of it: a slip, or a wrong role."""
    known = {name.casefold() for name in names}
    for case in fitting:
        if case.participant and case.participant.casefold() not in known:
            who = ", ".join(names) or "nobody"
            yield (
                f"{case.table} line {case.line}: {case.participant} is no participant of {file}"
                f" (they are: {who}); its attributes are used all the same."
            )


def _without_row(
    missing: Sequence[str], cases: Sequence[Case], unused: Sequence[Case]
) -> Iterator[str]:
    if not missing:
        return
    table = cases[0].table
    keys = {_stem(key): case for case in unused for key in (case.file, case.id) if key}
    for file in missing[:_MOST_SENTENCES]:
        near = _near(_stem(file), keys)
        hint = f"; line {keys[near[0]].line} comes near" if near else ""
        yield f"{table} has no row for {file}{hint}."
    yield from _rest(table, "has no row for", missing)


def _without_interview(
    unused: Sequence[Case], missing: Sequence[str], interviews: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Near misses are sought among the interviews without a row: the others have theirs."""
    near: dict[str, str] = {}
    for file in missing:
        near |= {_stem(file): file} | {name.casefold(): name for name in interviews[file]}
    for case in unused[:_MOST_SENTENCES]:
        key = case.file or case.id or case.participant
        close = _near(_stem(key) if case.file else key.casefold(), near)
        hint = f"; did you mean {near[close[0]]}?" if close else "."
        yield f"{case.table} line {case.line} ({key}) fits no interview{hint}"
    if unused:
        keys = [case.file or case.id or case.participant for case in unused]
        yield from _rest(unused[0].table, "has rows that fit no interview for", keys)


def _near(key: str, others: Iterable[str]) -> list[str]:
    """The keys that `key` may be a slip for. Letters may differ, numbers not: P01 is not P02."""
    close = get_close_matches(key, list(others), 3, _CLOSE)
    return [other for other in close if _digits(other) == _digits(key)]


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _rest(table: str, what: str, names: Sequence[str]) -> Iterator[str]:
    """One sentence on all that would make the list too long to read."""
    rest = names[_MOST_SENTENCES:]
    if rest:
        shown = ", ".join(rest[:5]) + (" and more" if len(rest) > 5 else "")
        yield f"{table} {what} {len(rest)} more: {shown}."
