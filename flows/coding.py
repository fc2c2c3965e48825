"""The main flow: read → entities, vectors → themes, challenges → report.

One Prefect task for each interview and stage, and only for what the store lacks; the stages of
the whole study are a task each. Parameters and results are paths, ids and counts, never text.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, wait
from prefect.task_runners import ThreadPoolTaskRunner
from sqlalchemy.exc import OperationalError

from flows import pipeline
from flows.pipeline import FileToRead
from flows.progress import current
from flows.results import write_results
from flows.study_stages import (
    code_challenges,
    entities_key,
    vectors_key,
)
from flows.theming import update_themes

READ, ENTITIES, VECTORS = "reading transcripts", "finding entities", "embedding passages"
CHALLENGES, THEMES = "coding challenges", "grouping themes"


def _database_was_busy(_task: Any, _run: Any, state: Any) -> bool:
    """Only a locked database passes by itself; a bad file or a mistake of ours does not."""
    try:
        state.result()
    except OperationalError:
        return True
    except Exception:
        return False
    return False


_per_interview: Any = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": 2,
    "retry_delay_seconds": [1, 5],
    "retry_condition_fn": _database_was_busy,
}


@task(name="read", task_run_name="read {file}", **_per_interview)
def read_task(root: str, file: str, file_sha256: str, read_key: str) -> str:
    """Reads one transcript; returns the reason it was refused for, or ""."""
    study, store = pipeline.opened(root)
    reason = pipeline.read_transcript(study, store, FileToRead(file, file_sha256, read_key))
    current().done(READ)
    return reason


@task(name="entities", task_run_name="entities {interview_id}", **_per_interview)
def entities_task(root: str, interview_id: str, key: str) -> None:
    """Finds the entities of one interview."""
    study, store = pipeline.opened(root)
    pipeline.find_entities(study, store, interview_id, key)
    current().done(ENTITIES)


@task(name="vectors", task_run_name="vectors {interview_id}", **_per_interview)
def vectors_task(root: str, interview_id: str, key: str) -> None:
    """Encodes the passages of one interview."""
    study, store = pipeline.opened(root)
    pipeline.embed_passages(study, store, interview_id, key)
    current().done(VECTORS)


@task(name="challenges", cache_policy=NO_CACHE, persist_result=False)
def challenges_task(root: str) -> int:
    """Codes all passages that the champion has not coded; returns how many."""
    count = code_challenges(*pipeline.opened(root))
    current().done(CHALLENGES)
    return count


@task(name="themes", cache_policy=NO_CACHE, persist_result=False)
def themes_task(root: str) -> int:
    """Brings themes up to date with passages; returns how many there are."""
    count = update_themes(*pipeline.opened(root))
    current().done(THEMES)
    return count


@task(name="report", cache_policy=NO_CACHE, persist_result=False)
def report_task(root: str) -> dict[str, Any]:
    """Writes tables and report; returns the run's summary."""
    return write_results(*pipeline.opened(root))


def workers(root: str) -> int:
    """Interviews at once: as study.toml says, else one for each processor we may use."""
    study, _ = pipeline.opened(root)
    return study.settings.run.workers or len(os.sched_getaffinity(0))


@flow(
    name="code",
    flow_run_name="code {study}",
    persist_result=False,
    validate_parameters=True,
    retries=0,
)
def code(study: str) -> dict[str, Any]:
    """Codes a study. `study` is the path of its directory. Returns the run's summary.

    Raises:
        StudyError, SettingsError, CasesError: before any work is done.
        ModelError: a model is missing or was changed.
    """
    root = str(Path(study).resolve())
    opened, _store = pipeline.opened(root)
    _ = opened.settings, opened.codebook  # faults in them are told before the work, not after
    with opened.locked():
        _read(root)
        _per_passage_stages(root)
        current().stage(CHALLENGES, 1)
        current().stage(THEMES, 1)
        _all_of([challenges_task.submit(root), themes_task.submit(root)])
        summary = report_task(root)
    _artifacts(opened.results, summary)
    return summary


def _read(root: str) -> None:
    study, store = pipeline.opened(root)
    items = pipeline.files_to_read(study, store)
    current().stage(READ, len(items))
    _all_of([read_task.submit(root, i.file, i.file_sha256, i.read_key) for i in items])


def _per_passage_stages(root: str) -> None:
    """Entities and vectors in turn, so that they run side by side: the one holds Python's lock,
    the other does not."""
    study, store = pipeline.opened(root)
    entities, vectors = entities_key(study), vectors_key()
    to_tag = pipeline.lacking(store, "entities", entities)
    to_embed = pipeline.lacking(store, "vectors", vectors)
    current().stage(ENTITIES, len(to_tag))
    current().stage(VECTORS, len(to_embed))
    jobs = [(name, 0) for name in to_embed] + [(name, 1) for name in to_tag]
    _all_of(
        [
            (entities_task if tagging else vectors_task).submit(
                root, name, entities if tagging else vectors
            )
            for name, tagging in sorted(jobs)
        ]
    )


def _all_of(futures: list[PrefectFuture[Any]]) -> None:
    """Waits for all, then raises the first error there was."""
    wait(futures)
    for future in futures:
        future.result()


def _artifacts(results: Path, summary: dict[str, Any]) -> None:
    rows = [{"what": name, "count": value} for name, value in summary["counts"].items()]
    create_table_artifact(key="qualflow-summary", table=rows, description="What the run found")
    create_link_artifact(
        key="qualflow-report", link=(results / "report.html").as_uri(), link_text="report.html"
    )


def run_code(root: Path) -> dict[str, Any]:
    """Runs the flow in this process and returns its summary; with a server or without one."""
    pipeline.opened.cache_clear()
    name = str(root.resolve())
    runner: Any = ThreadPoolTaskRunner(max_workers=workers(name))
    try:
        with _seldom_collected():
            result: dict[str, Any] = code.with_options(task_runner=runner)(name)
    finally:
        pipeline.forget(name)
    return result


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Python's collector walks over all that the models hold each time that a few hundred rows
    were made: a third of a second, and a dozen times in a run over one new interview."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
