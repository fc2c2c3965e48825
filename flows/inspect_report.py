"""What `qualflow inspect` prints for people: blocks or a table, then a summary with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from corpus.advice import quoted
from corpus.inspect import SPEAKERS, SPEECH
from corpus.language import UNKNOWN
from flows.inspecting import Inspected
from flows.pipeline import MODEL_LANGUAGES

Record = Mapping[str, Any]

BLOCKS = 3  # up to so many transcripts are shown whole, more in a table
HEADER = ("File", "Format", "Speakers by", "Language", "Words", "Turns", "Times", "Speakers")
_MOST_SPEAKERS = 6
_MOST_WARNINGS = 3
_MOST_ALIKE = 5  # files that are named where many have the same trouble
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PROBLEMS = {SPEAKERS: ("needs a speaker pattern", "need a speaker pattern"),
             SPEECH: ("holds no speech", "hold no speech")}  # fmt: skip
_OTHER_PROBLEM = ("cannot be read", "cannot be read")


def block(record: Record) -> Iterator[str]:
    """One transcript as lines: what it is, who speaks, what to look at, the first turns."""
    if "error" in record:
        yield f"{clean(record['file'])}: {record['error']}."
        return
    second = f" (next best: {record['runner_up']})" if record["runner_up"] else ""
    yield (
        f"{clean(record['file'])}: {record['format']}, speakers told apart by "
        f"{record['convention']}{second}, language {language(record)}, {record['words']:,} words "
        f"in {record['turns']:,} turns, {'with' if record['timed'] else 'without'} times"
    )
    width = max(len(clean(speaker["name"])) for speaker in record["speakers"])
    for speaker in record["speakers"]:
        yield (
            f"  {clean(speaker['name']):<{width}}  {speaker['role']:<11}"
            f"  {speaker['turns']:>5,} turns  {speaker['words']:>7,} words"
        )
    for warning in record["warnings"]:
        yield f"  look at this: {warning_text(warning)}"
    for turn in record.get("preview", ()):
        yield f"  | {clean(turn['speaker'])}: {clean(turn['text'])}"


def row(record: Record) -> tuple[str, ...]:
    """One transcript as the cells of a table under HEADER; a refused one has its reason last."""
    name = clean(PurePath(record["file"]).name)
    if "error" in record:
        return (name, "", "", "", "", "", "", f"refused: {record['error']}")
    speakers = record["speakers"]
    people = ", ".join(f"{clean(s['name'])} ({s['role']})" for s in speakers[:_MOST_SPEAKERS])
    more = len(speakers) - _MOST_SPEAKERS
    return (
        name, record["format"], record["convention"], record["language"],
        f"{record['words']:,}", f"{record['turns']:,}", "yes" if record["timed"] else "no",
        people + (f" and {more} more" if more > 0 else ""),
    )  # fmt: skip


def line(record: Record) -> str:
    """One of many transcripts as a line."""
    name, kind, by, spoken, words, turns, timed, people = row(record)
    if "error" in record:
        return f"{name}: {people}"
    times = "with times" if timed == "yes" else "without times"
    return f"{name}: {kind}, {by}, {spoken}, {words} words, {turns} turns, {times}; {people}"


def warnings(records: Sequence[Record]) -> Iterator[str]:
    """The warnings of transcripts that are shown in a table: a few of each, and what is said of
    many of them once."""
    files: dict[str, list[str]] = {}
    for record in records:
        for told in _warnings(record):
            files.setdefault(told, []).append(clean(PurePath(record["file"]).name))
    common = {told for told, names in files.items() if len(names) > _MOST_ALIKE}
    for told in sorted(common, key=lambda told: -len(files[told])):
        yield f"{len(files[told])} transcripts: {told} ({some(files[told])})"
    for record in records:
        name = clean(PurePath(record["file"]).name)
        own = [told for told in _warnings(record) if told not in common]
        yield from (f"{name}: {told}" for told in own[:_MOST_WARNINGS])
        if len(own) > _MOST_WARNINGS:
            yield f"{name}: and {len(own) - _MOST_WARNINGS} more; inspect it alone to see them"


def _warnings(record: Record) -> list[str]:
    return [warning_text(warning) for warning in record.get("warnings", ())]


def some(names: Sequence[str]) -> str:
    """The first names of a list that may be long."""
    more = len(names) - _MOST_ALIKE
    return ", ".join(names[:_MOST_ALIKE]) + (f" and {more:,} more" if more > 0 else "")


def warning_text(warning: Record) -> str:
    """A warning with the line it comes from."""
    place = f"line {warning['line']}: " if warning["line"] else ""
    return place + clean(warning["message"])


def language(record: Record) -> str:
    """The language, and what it means where no model reads it."""
    code = str(record["language"])
    if code in MODEL_LANGUAGES:
        return code
    if code == UNKNOWN:
        return "not told, too little is said"
    return f"{code} (no installed model reads it: kept and shown, not coded)"


def summary(inspected: Inspected) -> Iterator[str]:
    """How many were read, what the others need, and the lines to paste into study.toml."""
    records = inspected.records
    if len(records) > 1:
        yield _counts(records)
    foreign = [r for r in records if "error" not in r and r["language"] not in MODEL_LANGUAGES]
    if foreign and len(records) > 1:
        yield _foreign(foreign)
    yield from inspected.problems
    yield from _to_paste(records)


def _to_paste(records: Sequence[Record]) -> Iterator[str]:
    """Lines for what was refused, all of them, and for some of what was merely in doubt."""
    advised = [record for record in records if record["study_toml"]]
    doubtful = [record for record in advised if "error" not in record]
    shown = [record for record in advised if "error" in record] + doubtful[:_MOST_ALIKE]
    if not shown:
        return
    yield ""
    yield "To paste into study.toml (a line that begins with # is for you to complete):"
    for record in shown:
        yield ""
        yield f"[files.{quoted(PurePath(record['file']).name)}]"
        yield from record["study_toml"]
    if rest := len(advised) - len(shown):
        yield ""
        yield f"There are such lines for {number(rest)} more; inspect them alone, or use --json."


def _counts(records: Sequence[Record]) -> str:
    """38 of 40 read; two need a speaker pattern: a.txt, b.txt."""
    groups: dict[tuple[str, str], list[str]] = {}
    for record in records:
        if "error" in record:
            said = _PROBLEMS.get(record["problem"], _OTHER_PROBLEM)
            groups.setdefault(said, []).append(clean(PurePath(record["file"]).name))
    read = len(records) - sum(map(len, groups.values()))
    parts = [f"{read:,} of {len(records):,} read"]
    parts += [
        f"{number(len(names))} {one if len(names) == 1 else many}: {', '.join(names)}"
        for (one, many), names in groups.items()
    ]
    return "; ".join(parts) + "."


def _foreign(records: Sequence[Record]) -> str:
    counts = Counter(
        "in an unknown language" if r["language"] == UNKNOWN else f"in '{r['language']}'"
        for r in records
    )
    told = ", ".join(f"{number(n)} {what}" for what, n in counts.most_common())
    names = [clean(PurePath(r["file"]).name) for r in records]
    return f"Not in a language that the models read: {told} ({some(names)})."


def number(count: int) -> str:
    """Small numbers in words."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def clean(text: str) -> str:
    """Text that cannot steer a terminal: names and files come from anywhere."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
