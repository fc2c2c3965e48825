"""cases.csv: attributes of interviews (city, role, date …), joined by file or participant."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CasesError

KEYS = ("file", "participant")


@dataclass(frozen=True, slots=True)
class Case:
    """A row of cases.csv. `file` or `participant` may be "", not both."""

    line: int
    file: str
    participant: str
    attributes: Mapping[str, str]


def read_cases(path: Path) -> list[Case]:
    """The rows of `path`; [] where there is no such file.

    Raises:
        CasesError: unreadable, or neither column `file` nor `participant`, or a file
            twice without two participants.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
        sample = text.split("\n", 1)[0]
        delimiter = ";" if sample.count(";") > sample.count(",") else ","
        rows = list(csv.DictReader(text.splitlines(), delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CasesError(path.name, f"cannot be read ({error})", "save it as CSV UTF-8") from None
    if rows and not set(KEYS) & {name.strip().lower() for name in rows[0] if name}:
        raise CasesError(path.name, "has neither a column 'file' nor 'participant'", "add one")
    cases = [_case(line, row) for line, row in enumerate(rows, start=2)]
    keys = [(case.file, case.participant) for case in cases if case.file]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise CasesError(path.name, f"names file '{twice[0][0]}' twice", "keep one row")
    return [case for case in cases if case.file or case.participant]


def _case(line: int, row: Mapping[str | None, str | list[str] | None]) -> Case:
    values = {
        name.strip(): (value or "").strip()
        for name, value in row.items()
        if name is not None and not isinstance(value, list)
    }
    lower = {name.lower(): value for name, value in values.items()}
    attributes = {
        name: value for name, value in values.items() if name.lower() not in KEYS and name
    }
    return Case(line, lower.get("file", ""), lower.get("participant", ""), attributes)


def join(
    cases: Sequence[Case], interviews: Mapping[str, Sequence[str]]
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Attributes of each interview, and what did not match.

    Args:
        interviews: participants' names by transcript file.

    Returns:
        attributes by file ({} where no case fits; cases by file win over cases by participant;
        where an interview has several cases, values that differ are joined with "; "),
        and a sentence for each case without interview and each interview without case.
    """
    joined: dict[str, dict[str, str]] = {}
    used: set[int] = set()
    problems: list[str] = []
    for file, names in interviews.items():
        fitting = _fitting(cases, file, {name.casefold() for name in names})
        joined[file] = _merged(fitting)
        used.update(case.line for case in fitting)
        if cases and not fitting:
            problems.append(f"cases.csv has no row for {file}.")
    problems.extend(
        f"cases.csv line {case.line} ({case.file or case.participant}) fits no interview."
        for case in cases
        if case.line not in used
    )
    return joined, problems


def _fitting(cases: Sequence[Case], file: str, names: set[str]) -> list[Case]:
    by_file = [case for case in cases if case.file and case.file.casefold() == file.casefold()]
    return by_file or [
        case for case in cases if not case.file and case.participant.casefold() in names
    ]


def _merged(cases: Sequence[Case]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for name in dict.fromkeys(name for case in cases for name in case.attributes):
        values = dict.fromkeys(case.attributes.get(name, "") for case in cases)
        merged[name] = "; ".join(value for value in values if value)
    return merged
