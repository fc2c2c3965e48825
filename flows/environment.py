"""Prefect's settings as qualflow needs them, set before Prefect is imported.

A file prefect.toml is read from the current directory only, and `qualflow` is run from anywhere;
so the same values are given as defaults of the environment. What a user has set stays.
"""

from __future__ import annotations

import os

DEFAULTS = {
    # privacy: no analytics; interface v1, because v2 calls its vendor whatever is set
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # the first start migrates Prefect's own database and takes about 18 s; the default allows 20
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # results are not kept by Prefect at all; if a user turns that on, not as pickles
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    "PREFECT_TASKS_DEFAULT_PERSIST_RESULT": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "corpus,models,measures",
    # readers log outside of flows as well, in `qualflow inspect`
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # a line per task would drown the progress that we show ourselves
    "PREFECT_LOGGING_LEVEL": "WARNING",
}


def prepare() -> None:
    """Sets the defaults above where the environment says nothing."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
