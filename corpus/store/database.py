"""Opening the store: address, SQLite's pragmas, migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from corpus.errors import StudyError

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0003"  # the newest revision; a test compares it with the folder


def open_engine(url: str) -> Engine:
    """An engine on the store at `url`, brought up to the newest schema.

    Raises:
        StudyError: no driver for that address, or the database cannot be opened.
    """
    try:
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _pragmas)
        if _revision(engine) != HEAD:
            _migrate(engine)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise StudyError(
            "study.toml", f"key 'database': {error}", "correct it or leave it empty"
        ) from None
    except OperationalError as error:
        raise StudyError("the store", f"cannot be opened ({error.orig})", "see to it") from None
    return engine


def _pragmas(connection: Any, _record: Any) -> None:
    """WAL lets the review app read while a run writes; a crash loses at most the last commit."""
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=20000",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    # imported here: a store that is up to date does without
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
