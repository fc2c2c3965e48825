"""The text of an HTML file: by its mark, as UTF-8, by what it declares, else by a guess."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus.readers.plain import decoded
from corpus.text import Decoded

# Declarations stand at the very top; browsers look no further than this either.
_TOP = 4_096
_DECLARED = re.compile(
    rb"""<(?:meta\b[^<>]{0,300}?\bcharset|\?xml\b[^<>]{0,100}?\bencoding)\s{0,8}=\s{0,8}"""
    rb"""["']?\s{0,8}([A-Za-z0-9_:.-]{1,40})""",
    re.IGNORECASE,
)
# What browsers do with these names, which rarely mean what they say.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Encodings of text that pages come in; Python knows many more under names that are none.
_PAGES = re.compile(r"(?:cp\d{3,4}|iso8859[_-]\d{1,2}|koi8[_-]\w|mac[_-]\w+|big5\w*|gb18030|hz|"
                    r"shift_jis\w*|euc_\w+|iso2022_\w+|johab|tis[_-]620)")  # fmt: skip
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def markup(path: Path, data: bytes) -> Decoded:
    """Return the characters of an HTML file and what had to be guessed about them.

    UTF-8 is taken for UTF-8 whatever the file declares: other text is never valid UTF-8 by
    chance. Raises UnreadableError, naming `path`, if it is no text.
    """
    if data.startswith(_MARKS) or b"\x00" in data:
        return decoded(path, data)
    declared = _declared(data)
    if declared is None or b"\x1b" not in data:
        try:
            return Decoded(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            pass
    if declared is not None:
        try:
            return Decoded(data.decode(declared))
        except UnicodeDecodeError:
            pass
    return decoded(path, data)


def _declared(data: bytes) -> str | None:
    """Return the encoding that a file says it is in, None if it says nothing that is known."""
    match = _DECLARED.search(data[:_TOP])
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if _PAGES.fullmatch(name) else None
