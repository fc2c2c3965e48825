"""`qualflow deidentify`: suggestions into a table, and what was accepted into new transcripts.

Nothing of it runs under Prefect, and nothing that was said or replaced goes into a message or a
log: they name files and count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.cases import read_cases
from corpus.deidentify import output, places, review
from corpus.deidentify.decisions import Decisions, decide
from corpus.deidentify.key import Entry, key_path, read_key, write_key, write_private
from corpus.deidentify.known import Identifier, own_names, read_names
from corpus.deidentify.pseudonyms import in_brackets, proposals
from corpus.deidentify.rendering import Rendered, render
from corpus.errors import StudyError, TranscriptError
from corpus.interview import Interview
from corpus.readers import ReadOptions, read
from corpus.study import Study, open_study, shown_name
from corpus.tables import replace_directory
from flows.pipeline import read_options

REVIEW, REVIEWED, OFFSETS, KEPT = "review.csv", "reviewed.json", "offsets.json", "deidentified"


def suggest(root: Path, key: Path | None = None) -> dict[str, Any]:
    """Write STUDY/deidentify/review.csv, keeping what was decided in it; return counts.

    Raises:
        StudyError: no study, in use, or `key` lies inside it.
        TableError: the review table that is there cannot be read.
        CasesError, SettingsError, ModelError: as said there.
    """
    from models.identifiers import has_presidio, suggest

    study, key = _opened(root, key)
    with study.locked():
        interviews, refused = _read(study)
        earlier = review.read_table(_folder(study) / REVIEW)
        found = suggest(interviews, _own(study, interviews, earlier), has_presidio())
        texts = {file: interview.text for file, interview in interviews.items()}
        given = _given(earlier, read_key(key))
        where = places.find((item.text for item in found), texts)
        wanted = proposals(found, given, texts.values(), where)
        new = places.rows(found, where, wanted, texts)
        rows = places.in_order(review.merged(earlier, new))
        _folder(study).mkdir(mode=0o700, exist_ok=True)
        write_private(_folder(study) / REVIEW, review.table_bytes(rows))
        hashes = {file: interview.sha256 for file, interview in interviews.items()}
        write_private(_folder(study) / REVIEWED, _json({"files": hashes}))
    return {
        "review": str(_folder(study) / REVIEW),
        "transcripts": len(interviews) + len(refused),
        "refused": refused,
        "rows": len(rows),
        "new": len(rows) - len(earlier) if len(rows) > len(earlier) else 0,
        "undecided": sum(row.open for row in rows),
        "presidio": has_presidio(),
        "notes": _unread_languages(interviews),
    }


def apply(root: Path, key: Path | None = None, swap: bool = False) -> dict[str, Any]:
    """Write transcripts with the accepted replacements, the offset map and the key; return counts.

    Args:
        swap: afterwards put the new transcripts in the place of the old ones, which then lie
            beside the study with the review table.

    Raises:
        StudyError: no study, in use, no review table, a key inside the study, files of somebody
            else's in the way, or a swap that would leave transcripts behind.
        TableError: the review table cannot be read.
    """
    study, key = _opened(root, key)
    with study.locked():
        rows = _reviewed_rows(study)
        interviews, refused = _reviewed(study)
        texts = {file: interview.text for file, interview in interviews.items()}
        decisions = decide(rows, texts, [entry.pseudonym for entry in read_key(key)])
        written, failed, used = _rendered(study, interviews, decisions, swap)
        refused += failed
        _check(study, written, refused, swap)
        names = output.new_names(written, decisions)
        write_key(key, used)
        _write(study, interviews, decisions, written, names)
        originals = output.swap(study.root, KEPT) if swap else None
        left = output.still_named(study.root, {e.original for e in used}) if swap else []
    return {
        "folder": str(study.transcripts if swap else study.root / KEPT),
        "key": str(key),
        "originals": str(originals) if originals else None,
        "transcripts": len(written) + len(refused),
        "written": len(written),
        "refused": refused,
        "replaced": sum(b.replaced for item in written.values() for b in item.offsets.blocks),
        "undecided": sum(row.open for row in rows),
        "notes": [*decisions.problems, *_role_notes(written, names), *left],
    }


def _opened(root: Path, key: Path | None) -> tuple[Study, Path]:
    study = open_study(root)
    _ = study.settings
    return study, key_path(study.root, key)


def _folder(study: Study) -> Path:
    return study.root / "deidentify"


def _json(content: Any) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _read(study: Study) -> tuple[dict[str, Interview], list[dict[str, str]]]:
    """The interviews by file, and the files that cannot be read with the reason."""
    interviews: dict[str, Interview] = {}
    refused: list[dict[str, str]] = []
    for path in study.files():
        try:
            interviews[path.name] = read(path, read_options(study, path.name))
        except TranscriptError as error:
            refused.append({"file": shown_name(path.name), "reason": error.reason})
    return interviews, refused


def _own(
    study: Study, interviews: Mapping[str, Interview], earlier: Sequence[review.Row]
) -> list[Identifier]:
    """The study's own names, and what reviewers wrote into the table themselves."""
    added = [Identifier(row.text, row.kind, "reviewer") for row in earlier if not row.row_id]
    listed = [*read_names(study.root / "names.csv"), *(item for item in added if item.kind)]
    aliases = study.settings.speakers.aliases
    return own_names(interviews, read_cases(study.cases_file), listed, aliases)


def _given(earlier: Sequence[review.Row], entries: Sequence[Entry]) -> dict[str, str]:
    """Replacements of former runs by text; the table's word goes before the key's."""
    given = {entry.original: entry.pseudonym for entry in entries}
    return given | {row.text: row.replacement for row in earlier if row.replacement}


def _unread_languages(interviews: Mapping[str, Interview]) -> list[str]:
    foreign = [file for file, i in interviews.items() if i.language not in ("en", "und")]
    return [
        f"{file} is not in English: only the study's own names and patterns were looked for"
        for file in foreign
    ]


def _reviewed_rows(study: Study) -> list[review.Row]:
    path = _folder(study) / REVIEW
    if not path.is_file() or not (_folder(study) / REVIEWED).is_file():
        remedy = f"run `qualflow deidentify {study.root}` first, and review the table it writes"
        raise StudyError(str(path), "there is no review table", remedy)
    return review.read_table(path)


def _reviewed(study: Study) -> tuple[dict[str, Interview], list[dict[str, str]]]:
    """The interviews that are as they were when suggestions were made, and the files left out."""
    interviews, refused = _read(study)
    known = json.loads((_folder(study) / REVIEWED).read_text(encoding="utf-8"))["files"]
    reason = (
        "it is new or changed since suggestions were made; run `qualflow deidentify` again and"
        " review the rows that it adds"
    )
    fresh = [file for file, i in interviews.items() if known.get(file) != i.sha256]
    refused += [{"file": file, "reason": reason} for file in fresh]
    return {file: i for file, i in interviews.items() if file not in fresh}, refused


def _rendered(
    study: Study, interviews: Mapping[str, Interview], decisions: Decisions, swap: bool
) -> tuple[dict[str, Rendered], list[dict[str, str]], list[Entry]]:
    """New transcripts by old file, the files that could not be written, and the key's lines."""
    written: dict[str, Rendered] = {}
    failed: list[dict[str, str]] = []
    used: list[Entry] = []
    for file, interview in interviews.items():
        edits = decisions.edits(file, interview.text)
        try:
            written[file] = render(interview, edits, decisions.label, _options(study, swap))
        except TranscriptError as error:
            failed.append({"file": file, "reason": error.reason})
            continue
        used += decisions.entries(file, interview.text, edits)
        for speaker in {s.speaker for s in interview.segments}:
            if (label := decisions.label(speaker)) != speaker:
                used.append(Entry(in_brackets(label), speaker, "speaker"))
    return written, failed, used


def _options(study: Study, swap: bool) -> ReadOptions:
    """How the new file will be read: by this study's settings after a swap, else by none."""
    return read_options(study, "") if swap else ReadOptions()


def _check(
    study: Study, written: Mapping[str, Rendered], refused: Sequence[Mapping[str, str]], swap: bool
) -> None:
    if swap and (refused or not written):
        found = f"{len(refused)} of {len(refused) + len(written)} transcripts would be left behind"
        remedy = f"run it without --swap to see why ({refused[0]['file']} …)" if refused else "add"
        raise StudyError(str(study.root), found, remedy)
    output.check_ours(study.root / KEPT, _folder(study) / OFFSETS)


def _write(
    study: Study,
    interviews: Mapping[str, Interview],
    decisions: Decisions,
    written: Mapping[str, Rendered],
    names: Mapping[str, str],
) -> None:
    contents = {names[file]: rendered.content for file, rendered in written.items()}
    cases = output.cases_bytes(study.cases_file, decisions, names)
    if cases is not None:
        contents[output.CASES] = cases
    hashes = {file: interview.sha256 for file, interview in interviews.items()}
    # The map first: it says which files in the folder are ours.
    write_private(_folder(study) / OFFSETS, output.offsets_bytes(written, hashes, names))
    replace_directory(study.root / KEPT, contents)


def _role_notes(written: Mapping[str, Rendered], names: Mapping[str, str]) -> list[str]:
    """What must be said in study.toml, because the new file does not tell it."""
    return [
        f'{names[file]} does not tell all roles; add to study.toml: [files."{names[file]}"] '
        + " ".join(f"{key} = {json.dumps(people, ensure_ascii=False)}"
                   for key, people in rendered.roles.items())
        for file, rendered in written.items()
        if rendered.roles
    ]  # fmt: skip


def lines(done: Mapping[str, Any], study: Path) -> list[str]:
    """What to tell on the console about the outcome of `suggest` or `apply`: counts and paths."""
    told = [f"left out: {item['file']}: {item['reason']}" for item in done["refused"]]
    told += [f"note: {note}" for note in done["notes"]]
    if "review" in done:
        return [_suggested(done), *(f"  {line}" for line in told), *_next(done, study)]
    head = (
        f"{done['written']} of {done['transcripts']} transcripts written to {done['folder']},"
        f" with {done['replaced']} replacements."
    )
    if done["undecided"]:
        told.append(f"{done['undecided']} rows are undecided: their texts were left as they are")
    told.append(f"the key is {done['key']}: keep it apart from what you share")
    if done["originals"]:
        told.append(f"the originals are in {done['originals']}")
    warning = (
        "Read the new transcripts before you share them: what nobody suggested is still there."
    )
    return [head, *(f"  {line}" for line in told), warning]


def _suggested(done: Mapping[str, Any]) -> str:
    return (
        f"{done['rows']} spellings in {done['transcripts'] - len(done['refused'])} transcripts may"
        f" identify somebody; {done['undecided']} await a decision ({done['new']} are new)."
    )


def _next(done: Mapping[str, Any], study: Path) -> list[str]:
    extra = "" if done["presidio"] else " Presidio is not installed (qualflow[deid]); it adds some."
    return [
        f"Suggested by names, patterns and a language model.{extra}",
        "Some suggestions are wrong and some identifiers are missing: a person must read.",
        f"Open {done['review']}, write yes, no or another text into the column decision,",
        f"add rows for what is missing, then: qualflow deidentify {study} --apply",
    ]
