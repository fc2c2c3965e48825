"""The stages of a run as plain functions; Prefect only says when (flows/coding.py).

A stage is done for an interview when the store holds its key: the interview's text is part of
the interview's id, the key holds the versions of whatever else could change the result.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import DuplicateError, QualflowError, TranscriptError, UnreadableError
from corpus.interview import Interview
from corpus.language import UNKNOWN, is_non_latin
from corpus.passages import PASSAGES_VERSION, cut
from corpus.readers import READER_VERSION, ReadOptions, read
from corpus.store.store import Store, open_store
from corpus.store.tables import MentionRecord, TranscriptRecord, VectorRecord
from corpus.study import Study, open_study

logger = logging.getLogger("corpus.pipeline")

OTHER_LANGUAGE = "other"


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
        aliases=general.aliases,
        monologue=own.monologue if own and own.monologue is not None else general.monologue,
        language=own.language if own else None,
    )


def _read_key(study: Study, file: str, file_sha256: str) -> str:
    options = asdict(read_options(study, file))
    parts = [file_sha256, READER_VERSION, PASSAGES_VERSION, options]
    parts += [study.settings.passages.model_dump(), study.settings.language]
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
    store.keep_present(path.name for path in paths)
    known = store.transcripts()
    wanted = []
    for path in paths:
        file_sha256 = _hash(path)
        key = _read_key(study, path.name, file_sha256)
        record = known.get(path.name)
        if record is None or record.read_key != key:
            wanted.append(FileToRead(path.name, file_sha256, key))
    return wanted


def read_transcript(study: Study, store: Store, item: FileToRead) -> str:
    """Reads a transcript into the store. Returns the reason it was refused for, or ""."""
    reason, interview_id = "", None
    try:
        interview = read(study.transcripts / item.file, read_options(study, item.file))
        _store_interview(study, store, interview, item.read_key)
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


def _store_interview(study: Study, store: Store, interview: Interview, key: str) -> None:
    passages = [
        (passage, _language(study, interview, passage.start, passage.end))
        for passage in cut(interview, study.settings.passages)
    ]
    store.put_interview(interview, passages, key)


def _language(study: Study, interview: Interview, start: int, end: int) -> str:
    if is_non_latin(interview.text[start:end]):
        return OTHER_LANGUAGE
    return study.settings.language if interview.language == UNKNOWN else interview.language


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
    """(passage id, text) of the passages in the study's language."""
    return [
        (record.passage_id, text)
        for record, text in store.texts(interview_id)
        if record.language == study.settings.language
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
