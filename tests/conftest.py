"""What many tests need: where real interviews lie, a small study, one Prefect harness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.study import Study, new_study
from flows.environment import prepare

prepare()  # before any test imports Prefect

SHARED = Path(__file__).parent.parent.parent / "shared"

TALK = """Interviewer: What held the project back?

Dana Rowe: Well, the sensors on the bridge never talked to the old traffic system. It ran on a
server from 1998 and every export came out in a format that nobody else could open.

Interviewer: And the departments?

Dana Rowe: Public works would not share its budget with the police department, so procurement took
two years, and the vendor had lost interest by then. Nobody wanted to be blamed for it either.
"""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real interviews and labels; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"no real interviews here ({SHARED} is absent)")
    return SHARED


@pytest.fixture
def small_study(tmp_path: Path) -> Study:
    """A study of one invented interview."""
    study = new_study(tmp_path / "study")
    (study.transcripts / "bridge.txt").write_text(TALK, encoding="utf-8")
    return study


@pytest.fixture(scope="session")
def prefect() -> Iterator[None]:
    """Prefect with a database of its own and no server; ten seconds, once."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes every connection beyond loopback fail, also name look-ups."""
    import socket

    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def local(host: object) -> bool:
        return str(host) in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "None")

    def guarded_connect(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and not local(address[0]):  # type: ignore[index]
            raise AssertionError(f"connection to {address}")
        connect(self, address)  # type: ignore[arg-type]

    def guarded_resolve(host: object, *rest: object, **more: object) -> object:
        if not local(host):
            raise AssertionError(f"look-up of {host}")
        return resolve(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)
