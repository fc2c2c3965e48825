"""Reading transcripts: `read` takes a file and returns an Interview, or says why it cannot.

A format is one function `(path, bytes, options) -> Draft`, registered in `_READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from corpus.draft import Draft
from corpus.interview import Interview
from corpus.readers.akoma import read_akoma
from corpus.readers.chat import read_chat
from corpus.readers.docx import read_docx
from corpus.readers.eaf import read_eaf
from corpus.readers.files import load
from corpus.readers.finish import finish
from corpus.readers.html import read_html
from corpus.readers.odt import read_odt
from corpus.readers.options import ReadOptions
from corpus.readers.pdf import read_pdf
from corpus.readers.plain import read_plain
from corpus.readers.rtf import read_rtf
from corpus.readers.speech_json import read_speech_json
from corpus.readers.subtitles import read_subtitles
from corpus.readers.table import read_table
from corpus.readers.textgrid import read_textgrid
from corpus.readers.workbook import read_workbook

__all__ = ["READER_VERSION", "SUFFIXES", "ReadOptions", "read"]

# Part of the key under which results are kept: raise it when the same file reads differently.
READER_VERSION = "2"

Reader = Callable[[Path, bytes, ReadOptions], Draft]

_READERS: Mapping[str, tuple[str, Reader]] = MappingProxyType(
    {
        ".txt": ("txt", read_plain),
        ".md": ("md", read_plain),
        ".markdown": ("md", read_plain),
        ".pdf": ("pdf", read_pdf),
        ".docx": ("docx", read_docx),
        ".odt": ("odt", read_odt),
        ".rtf": ("rtf", read_rtf),
        ".html": ("html", read_html),
        ".htm": ("html", read_html),
        ".vtt": ("vtt", read_subtitles),
        ".srt": ("srt", read_subtitles),
        ".csv": ("csv", read_table),
        ".tsv": ("csv", read_table),
        ".xlsx": ("xlsx", read_workbook),
        ".eaf": ("eaf", read_eaf),
        ".textgrid": ("textgrid", read_textgrid),
        ".cha": ("cha", read_chat),
        ".json": ("json", read_speech_json),
        ".xml": ("xml", read_akoma),
    }
)

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {suffix: name for suffix, (name, _) in _READERS.items()}
)

_DEFAULT = ReadOptions()


def read(path: Path, options: ReadOptions = _DEFAULT) -> Interview:
    """Return the interview in the file at `path`.

    Raises UnreadableError if the file is damaged, too large or of no known format,
    NoSpeakersError if nobody can be told apart in it, NoSpeechError if nobody says anything,
    SettingsError if `options` cannot be used.
    """
    path = Path(path)
    data = load(path, SUFFIXES)
    name, reader = _READERS[path.suffix.lower()]
    return finish(path, name, reader(path, data, options), options)
