"""How far a run is: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO


class Progress(Protocol):
    """What a run reports to. Methods may be called from several threads."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins, with `total` interviews (or other units) to do."""

    def done(self, name: str) -> None:
        """One unit of a stage is done."""

    def say(self, sentence: str) -> None:
        """Something a researcher should read now."""


class Silent:
    """Says nothing."""

    def stage(self, name: str, total: int) -> None:
        """Nothing."""

    def done(self, name: str) -> None:
        """Nothing."""

    def say(self, sentence: str) -> None:
        """Nothing."""


class Lines:
    """A line when a stage begins and ends, and every ten seconds between."""

    def __init__(self, stream: TextIO | None = None, every: float = 10.0) -> None:
        self._stream = stream or sys.stderr
        self._every = every
        self._lock = threading.Lock()
        self._totals: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._spoke: dict[str, float] = {}

    def stage(self, name: str, total: int) -> None:
        """A line, if there is anything to do."""
        with self._lock:
            self._totals[name], self._counts[name] = total, 0
            self._spoke[name] = time.monotonic()
        if total:
            self.say(f"{name}: {total} to do")

    def done(self, name: str) -> None:
        """A line at the end, or when the last one is ten seconds old."""
        with self._lock:
            self._counts[name] = self._counts.get(name, 0) + 1
            count, total = self._counts[name], self._totals.get(name, 0)
            due = count == total or time.monotonic() - self._spoke.get(name, 0) > self._every
            if due:
                self._spoke[name] = time.monotonic()
        if due:
            self.say(f"{name}: {count} of {total}")

    def say(self, sentence: str) -> None:
        """The sentence, as a line."""
        print(sentence, file=self._stream, flush=True)


class Bars:
    """A bar for each stage, by rich."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._console = Console(stderr=True)
        self.bars = RichProgress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
        )
        self._ids: dict[str, int] = {}

    def stage(self, name: str, total: int) -> None:
        """A bar, if there is anything to do."""
        if total:
            self._ids[name] = self.bars.add_task(name, total=total)

    def done(self, name: str) -> None:
        """Moves the bar."""
        if name in self._ids:
            self.bars.advance(self._ids[name])  # type: ignore[arg-type]

    def say(self, sentence: str) -> None:
        """The sentence, above the bars."""
        self.bars.console.print(sentence, markup=False, highlight=False)


_current: Progress = Silent()


def current() -> Progress:
    """Where the run of this process reports to."""
    return _current


@contextmanager
def reporting(quiet: bool = False) -> Iterator[Progress]:
    """Reports to the terminal's bars, to lines where there is no terminal, or to nobody."""
    global _current
    before = _current
    try:
        if quiet:
            _current = Silent()
            yield _current
        elif sys.stderr.isatty():
            bars = Bars()
            _current = bars
            with bars.bars:
                yield bars
        else:
            _current = Lines()
            yield _current
    finally:
        _current = before
