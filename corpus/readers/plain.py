"""Plain text and Markdown: the text is the file's own, decoded and made canonical."""

from __future__ import annotations

from pathlib import Path

from corpus.draft import LineDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.options import ReadOptions
from corpus.text import Decoded, decode

_MOST_LINES = 200_000
_MARKDOWN = (".md", ".markdown")


def decoded(path: Path, data: bytes) -> Decoded:
    """Return the text of `data`; raises UnreadableError, naming `path`, if it is none."""
    try:
        return decode(data)
    except ValueError as error:
        remedy = "check that the suffix is right, or export it again as UTF-8 text"
        raise UnreadableError(path.name, str(error), remedy) from error


def check_lines(path: Path, text: str) -> None:
    """Raise UnreadableError if `text` has more lines than any interview."""
    if text.count("\n") > _MOST_LINES:
        found = f"it has more than {_MOST_LINES:,} lines"
        raise UnreadableError(path.name, found, "check that it is one interview")


def doubts(text: Decoded) -> tuple[ReadWarning, ...]:
    """Return what had to be guessed about an encoding as warnings."""
    return (ReadWarning(None, text.doubt),) if text.doubt else ()


def read_plain(path: Path, data: bytes, options: ReadOptions) -> LineDraft:
    """Return the lines of a .txt or .md file; raises UnreadableError if it is not text."""
    text = decoded(path, data)
    markdown = path.suffix.lower() in _MARKDOWN
    return LineDraft(text.text, markdown=markdown, warnings=doubts(text))
