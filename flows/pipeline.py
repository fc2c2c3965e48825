"""The stages of a run as plain functions; Prefect only says when (flows/coding.py).

A stage is done for an interview when the store holds its key: the interview's text is part of
the interview's id, the key holds the versions of whatever else could change the result.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus.boilerplate import boilerplate, boilerplate_version
from corpus.errors import DuplicateError, QualflowError, TranscriptError, UnreadableError
from corpus.interview import Interview, Passage
from corpus.language import UNKNOWN, passage_language
from corpus.passages import PASSAGES_VERSION, cut
from corpus.readers import READER_VERSION, ReadOptions, read
from corpus.store.store import Store, open_store
from corpus.store.tables import MentionRecord, TranscriptRecord, VectorRecord
from corpus.study import Study, open_study, shown_name

logger = logging.getLogger("corpus.pipeline")

MODEL_LANGUAGES = ("en",)  # what the encoder, the tagger and the classifier can read
_READABLE = ", ".join(f"'{language}'" for language in MODEL_LANGUAGES)
BOILERPLATE = "boilerplate"


@lru_cache(maxsize=8)
def opened(root: str) -> tuple[Study, Store]:
    """The study in directory `root` with its store; one for all threads of a run."""
    study = open_study(Path(root))
    return study, open_store(study)


def forget(root: str) -> None:
    """Closes a study, so that the next `opened` reads its settings anew."""
    _, store = opened(root)
    store.engine.dispose()
    opened.cache_clear()


# --- reading --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A transcript that has to be read: its name, its hash, and the key of reading it."""

    file: str
    file_sha256: str
    read_key: str


def read_options(study: Study, file: str) -> ReadOptions:
    """What study.toml says about a transcript: its own table first, then [speakers]."""
    general, own = study.settings.speakers, study.settings.files.get(file)
    return ReadOptions(
        speaker_pattern=(own and own.pattern) or general.pattern or None,
        interviewers=(*general.interviewers, *(own.interviewers if own else ())),
        participants=(*general.participants, *(own.participants if own else ())),
        others=(*general.others, *(own.others if own else ())),
        aliases={**general.aliases, **(own.aliases if own else {})},
        monologue=own.monologue if own and own.monologue is not None else general.monologue,
        language=own.language if own else None,
    )


def _read_key(study: Study, file: str, file_sha256: str) -> str:
    options = asdict(read_options(study, file))
    parts = [file_sha256, READER_VERSION, PASSAGES_VERSION, options]
    parts += [study.settings.passages.model_dump(), study.settings.language]
    parts += [boilerplate_version(), MODEL_LANGUAGES]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _hash(path: Path) -> str:
    """Hash of a file's bytes, "" for what is no file (reading it will say so)."""
    if not path.is_file():
        return ""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def files_to_read(study: Study, store: Store) -> list[FileToRead]:
    """Transcripts that are new or changed, or whose settings are; marks those that are gone."""
    paths = study.files()
    store.keep_present(shown_name(path.name) for path in paths)
    known = store.transcripts()
    wanted = []
    for path in paths:
        if shown_name(path.name) != path.name:
            store.put_transcript(_unnameable(path))
            continue
        file_sha256 = _hash(path)
        key = _read_key(study, path.name, file_sha256)
        record = known.get(path.name)
        if record is None or record.read_key != key:
            wanted.append(FileToRead(path.name, file_sha256, key))
    return wanted


def _unnameable(path: Path) -> TranscriptRecord:
    """The record of a file whose name neither the store nor a report can hold as it is."""
    name = shown_name(path.name)
    fault = UnreadableError(name, "its name holds bytes that are no UTF-8", "rename it")
    return TranscriptRecord(
        file=name, file_sha256=_hash(path), read_key="", interview_id=None,
        reason=fault.reason, present=True,
    )  # fmt: skip


def read_transcript(study: Study, store: Store, item: FileToRead) -> str:
    """Reads a transcript into the store. Returns the reason it was refused for, or ""."""
    reason, interview_id = "", None
    try:
        options = read_options(study, item.file)
        interview = read(study.transcripts / item.file, options)
        _store_interview(study, store, interview, item.read_key, options.language is not None)
        interview_id = interview.interview_id
    except TranscriptError as error:
        reason = error.reason
    except QualflowError:
        raise  # settings are at fault, not the file
    except Exception as error:
        # A reader's own mistake must cost one file as well. Its message may hold interview
        # text and stays out of the log.
        logger.error("%s: reader failed with %s", item.file, type(error).__name__)
        fault = UnreadableError(
            item.file, f"could not be read ({type(error).__name__})", "report this as a mistake"
        )
        reason = fault.reason
    store.put_transcript(
        TranscriptRecord(
            file=item.file,
            file_sha256=item.file_sha256,
            read_key=item.read_key,
            interview_id=interview_id,
            reason=reason,
            present=True,
        )
    )
    return reason


def _store_interview(
    study: Study, store: Store, interview: Interview, key: str, settled: bool
) -> None:
    passages = cut(interview, study.settings.passages)
    languages = _languages(study, interview, passages, settled)
    reasons = _left_out(study, interview, passages, languages)
    store.put_interview(interview, list(zip(passages, languages, strict=True)), key, reasons)


def _languages(
    study: Study, interview: Interview, passages: Sequence[Passage], settled: bool
) -> list[str]:
    """The language of each passage; `settled`: study.toml says it for this file."""
    known = interview.language
    spoken = study.settings.language if known == UNKNOWN else known
    return [passage_language(interview.text[p.start : p.end], spoken, settled) for p in passages]


def _left_out(
    study: Study, interview: Interview, passages: Sequence[Passage], languages: Sequence[str]
) -> dict[str, str]:
    """Why a passage is not coded, by id; passages that are coded are not in it."""
    names = {segment.speaker for segment in interview.segments}
    marks = study.settings.passages.boilerplate == "leave out"
    reasons = {}
    for passage, language in zip(passages, languages, strict=True):
        text = interview.text[passage.start : passage.end]
        if reason := unreadable(study, language):
            reasons[passage.passage_id] = reason
        elif marks and (kind := boilerplate(text, names)):
            reasons[passage.passage_id] = f"{BOILERPLATE}: {kind}"
    return reasons


def unreadable(study: Study, language: str) -> str:
    """Why passages in `language` are not coded; "" where they are."""
    wanted = study.settings.language
    if language in MODEL_LANGUAGES and language == wanted:
        return ""
    what = "another language" if language == UNKNOWN else f"the language '{language}'"
    if language in MODEL_LANGUAGES:
        return f"in {what}, and study.toml asks for '{wanted}'"
    return f"in {what}, and no installed model reads it (they read {_READABLE})"


def duplicates(store: Store) -> dict[str, str]:
    """Files that hold the same text as an earlier one (by name), with the reason."""
    first: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for file, record in sorted(store.transcripts().items()):
        if not record.present or record.interview_id is None:
            continue
        if record.interview_id in first:
            other = first[record.interview_id]
            reasons[file] = DuplicateError(
                file, f"holds the same text as {other}", "remove one of the two"
            ).reason
        else:
            first[record.interview_id] = file
    return reasons


# --- entities and vectors -------------------------------------------------------------------


def codable(study: Study, store: Store, interview_id: str) -> list[tuple[str, str]]:
    """(passage id, text) of the passages that nothing keeps from being coded."""
    return [
        (record.passage_id, text)
        for record, text in store.texts(interview_id)
        if not record.left_out
    ]


def lacking(store: Store, stage: str, key: str) -> list[str]:
    """Interviews that have not been through this version of a stage, by id."""
    done = store.stage_keys(stage)
    return [name for name in sorted(store.interviews()) if done.get(name) != key]


def find_entities(study: Study, store: Store, interview_id: str, key: str) -> None:
    """Finds mentions in an interview's passages."""
    from models.entities import find_mentions
    from models.entity_names import read_overrides

    items = codable(study, store, interview_id)
    own = read_overrides(study.entities_file).patterns
    found = find_mentions([text for _, text in items], own)
    starts = {record.passage_id: record.start for record, _ in store.texts(interview_id)}
    records = [
        MentionRecord(
            passage_id=passage_id,
            start=starts[passage_id] + mention.start,
            end=starts[passage_id] + mention.end,
            label=mention.label,
            entity=mention.entity,
            stakeholder=mention.stakeholder,
        )
        for (passage_id, _), mentions in zip(items, found, strict=True)
        for mention in mentions
    ]
    store.put_stage(interview_id, "entities", key, MentionRecord, records)


def embed_passages(study: Study, store: Store, interview_id: str, key: str) -> None:
    """Encodes an interview's passages."""
    from models.encoder import encoder

    model = encoder()
    records = []
    for passage_id, text in codable(study, store, interview_id):
        encoding = model.encode(text)
        records.append(
            VectorRecord(
                passage_id=passage_id,
                embedding=_bytes(encoding.embedding),
                pooled=_bytes(encoding.pooled),
                sentences=_bytes(encoding.sentence_logits),
                spans=np.ascontiguousarray(encoding.spans, dtype="<i4").tobytes(),
            )
        )
    store.put_stage(interview_id, "vectors", key, VectorRecord, records)


def _bytes(array: np.ndarray[Any, Any]) -> bytes:
    return np.ascontiguousarray(array, dtype="<f4").tobytes()
