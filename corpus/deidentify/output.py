"""Where de-identified transcripts go: names of files, cases, the offset map, and the swap."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.cases import KEYS
from corpus.deidentify.decisions import Decisions
from corpus.deidentify.matching import Matcher
from corpus.deidentify.rendering import Rendered
from corpus.errors import StudyError
from corpus.tables import csv_bytes
from corpus.text import decode

CASES = "cases.csv"
# Beside transcripts these hold names or words of the originals.
_MOVED = ("transcripts", "deidentify", "names.csv", CASES)


def new_names(written: Mapping[str, Rendered], decisions: Decisions) -> dict[str, str]:
    """Return for each transcript the name of its new file, without the names replaced in it."""
    spellings = dict(sorted(decisions.everywhere.items()))
    matcher = Matcher(spellings, any_case=True)
    names: dict[str, str] = {}
    used: set[str] = set()
    for file, rendered in written.items():
        stem = _renamed(Path(file).stem, matcher, spellings)
        name, number = f"{stem}{rendered.suffix}", 2
        while name.casefold() in used or name.casefold() == CASES:
            name, number = f"{stem}-{number}{rendered.suffix}", number + 1
        used.add(name.casefold())
        names[file] = name
    return names


def _renamed(stem: str, matcher: Matcher, spellings: Mapping[str, str]) -> str:
    """Return `stem` with pseudonyms for names in it, however its words are parted."""
    spaced = re.sub(r"[_.\-]", " ", stem)
    for match in reversed(matcher.find(spaced)):
        plain = re.sub(r"[^\w]+", "-", spellings[match.spelling]).strip("-").lower()
        stem = stem[: match.start] + plain + stem[match.end :]
    return stem.lstrip(".~") or "transcript"


def cases_bytes(path: Path, decisions: Decisions, names: Mapping[str, str]) -> bytes | None:
    """Return the cases at `path` with new file names and replacements; None if there are none.

    A participant's cell gets the label that heads their turns, so that cases still join.
    """
    if not path.is_file():
        return None
    text = decode(path.read_bytes()).text
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    header = rows[0] if rows else []
    keys = [name.strip().lower() for name in header]
    files = {old.casefold(): new for old, new in names.items()}

    def cell(key: str, value: str) -> str:
        if key == KEYS[0]:
            return files.get(value.strip().casefold(), decisions.replaced(value))
        return decisions.label(value) if key == KEYS[1] else decisions.replaced(value)

    return csv_bytes(
        header, ([cell(k, v) for k, v in zip(keys, row, strict=False)] for row in rows[1:])
    )


def offsets_bytes(
    written: Mapping[str, Rendered], hashes: Mapping[str, str], names: Mapping[str, str]
) -> bytes:
    """Return the offset maps as JSON; spans only, no text."""
    files = [
        {
            "old_file": file,
            "old_sha256": hashes[file],
            "new_file": names[file],
            "new_sha256": rendered.sha256,
            "spans": [
                [b.old_start, b.old_end, b.new_start, b.new_end,
                 "replaced" if b.replaced else "same"]
                for b in rendered.offsets.blocks
            ],
        }
        for file, rendered in written.items()
    ]  # fmt: skip
    content = {
        "unit": "Unicode code points of the canonical text, [start, end)",
        "span": ["old_start", "old_end", "new_start", "new_end", "same or replaced"],
        "files": files,
    }
    return (json.dumps(content, ensure_ascii=False) + "\n").encode("utf-8")


def check_ours(folder: Path, offsets: Path) -> None:
    """Raise StudyError if `folder` holds anything that the last run did not write."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StudyError(str(folder), "is a file", "move it away")
    ours = {CASES}
    if offsets.is_file():
        record = json.loads(offsets.read_text(encoding="utf-8"))
        ours |= {item["new_file"] for item in record["files"]}
    foreign = sorted({path.name for path in folder.iterdir()} - ours)
    if foreign:
        found = f"holds {len(foreign)} files that qualflow did not write, such as {foreign[0]}"
        raise StudyError(str(folder), found, "move them away")


def swap(root: Path, kept: str) -> Path:
    """Put the folder `kept` of the study in the place of transcripts/; return where those went.

    They go to a new folder beside the study, with the review table, names.csv and cases.csv.
    """
    real = root.resolve()
    number, away = 2, real.with_name(f"{real.name}.originals")
    while away.exists():
        number, away = number + 1, real.with_name(f"{real.name}.originals-{number}")
    away.mkdir(mode=0o700)
    for name in _MOVED:
        if (root / name).exists():
            shutil.move(root / name, away / name)
    (root / kept).rename(root / "transcripts")
    cases = root / "transcripts" / CASES
    if cases.exists():
        cases.rename(root / CASES)
    return away


def still_named(root: Path, originals: Iterable[str]) -> list[str]:
    """Return sentences on what in the study may still hold original words or names."""
    notes = [
        f"{name} is from before the swap and holds original text; move it out of the study or"
        " delete it"
        for name in ("study.db", "results", "models")
        if (root / name).exists()
    ]
    matcher = Matcher(originals, any_case=True)
    for name in ("study.toml", "entities.toml", "codebook.toml"):
        path = root / name
        if path.is_file() and matcher.find(decode(path.read_bytes()).text):
            notes.append(f"{name} still holds names that were replaced; edit it")
    return notes
