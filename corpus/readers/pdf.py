"""PDF, .pdf: opened by another process with limits, since a hostile one can do harm."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.draft import LineDraft, Span
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.options import ReadOptions
from corpus.text import canonical

MEMORY = 512 * 1024**2
SECONDS = 60
PAGES = 2_000
# How the system ends a process that used up its time (not on Windows).
_TOO_LONG = (getattr(signal, "SIGXCPU", -1), getattr(signal, "SIGKILL", -1))
_HERE = Path(__file__).parent
# Importing the package itself would import every reader: that takes longer than most PDFs.
_START = f"""
import sys, types
package = types.ModuleType("corpus.readers")
package.__path__ = [{str(_HERE)!r}]
sys.path.insert(0, {str(_HERE.parents[1])!r})
sys.modules["corpus.readers"] = package
from corpus.readers.pdf_worker import main
main()
"""


def read_pdf(path: Path, data: bytes, options: ReadOptions) -> LineDraft:
    """Return the lines of a .pdf file; raises UnreadableError if it is damaged or refused."""
    if b"%PDF-" not in data[:1024]:
        remedy = "check that the suffix is right, or export it again"
        raise UnreadableError(path.name, "it is no PDF", remedy)
    answer = _answer(path, data, options)
    if "found" in answer:
        raise UnreadableError(path.name, answer["found"], answer["remedy"])
    text, bold = _joined(answer["runs"])
    return LineDraft(text, bold, warnings=tuple(_warnings(answer)))


def _answer(path: Path, data: bytes, options: ReadOptions) -> Mapping[str, Any]:
    """Return what the worker says of the file."""
    request = {"memory": MEMORY, "seconds": SECONDS, "pages": PAGES,
               "pattern": options.speaker_pattern}  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _START],
            input=json.dumps(request).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            # What a library says there may quote the file.
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(path, _TOO_LONG[0]) from error
    try:
        answer: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise _failed(path, -done.returncode) from error
    return answer


def _failed(path: Path, sign: int) -> UnreadableError:
    """Return the error for a process that ended by the signal `sign` or without an answer."""
    remedy = "print it to a new PDF, or divide it"
    if sign in _TOO_LONG:
        return UnreadableError(path.name, f"reading it takes more than {SECONDS} seconds", remedy)
    found = f"it makes the PDF reader fail, or needs more than {MEMORY // 1024**2} MiB of memory"
    return UnreadableError(path.name, found, remedy)


def _joined(runs: list[tuple[str, bool]]) -> tuple[str, tuple[Span, ...]]:
    """Return the canonical text of runs and which spans of it are bold."""
    pieces: list[str] = []
    bold: list[Span] = []
    at = 0
    for raw, is_bold in runs:
        piece = canonical(raw)
        if is_bold and piece:
            bold.append((at, at + len(piece)))
        at += len(piece)
        pieces.append(piece)
    text = "".join(pieces)
    if unicodedata.is_normalized("NFC", text):
        return text, tuple(bold)
    # Runs end at white space, which composes with nothing; a word that was joined may be the
    # exception. Bold is given up then, the text is right.
    return canonical(text), ()


def _warnings(answer: Mapping[str, Any]) -> Iterator[ReadWarning]:
    """Yield what was left out or changed, as far as a researcher should know."""
    for example in answer["furniture"][:4]:
        shown = canonical(example).replace("\t", " ")[:60]
        yield ReadWarning(None, f"page headers or footers such as “{shown}” were left out")
    if answer["page_numbers"]:
        yield ReadWarning(None, "page numbers were left out")
    if answer["line_numbers"]:
        yield ReadWarning(None, f"{answer['line_numbers']:,} line numbers in the margin left out")
    if answer["joined"]:
        message = f"{answer['joined']:,} words that line ends had broken were joined"
        yield ReadWarning(None, message)
    if answer["turned"]:
        message = f"{answer['turned']:,} letters of turned text, such as a watermark, were left out"
        yield ReadWarning(None, message)
    if answer["unknown"]:
        message = f"{answer['unknown']:,} letters that a font does not name are marked with \ufffd"
        yield ReadWarning(None, message)
    if answer["pictures"]:
        numbers = ", ".join(map(str, answer["pictures"][:10]))
        yield ReadWarning(None, f"pages {numbers} are pictures without text and were left out")
