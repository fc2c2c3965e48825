"""Files that the readers' tests write: Word documents from a few runs, zip archives, and such."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from corpus.interview import Interview
from corpus.readers import ReadOptions, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Run = str | tuple[str, bool]


def paragraph(*runs: Run) -> str:
    """Return a `w:p`; a run is a text, or a text and whether it is bold."""
    return "<w:p>" + "".join(map(_run, runs)) + "</w:p>"


def _run(run: Run) -> str:
    text, bold = run if isinstance(run, tuple) else (run, False)
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a `w:tbl` of plain cells."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(body: str, **parts: str) -> bytes:
    """Return a .docx with `body` inside `w:body`; `styles` may give `word/styles.xml`."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    members = {"word/document.xml": document}
    if "styles" in parts:
        members["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{parts["styles"]}</w:styles>'
    return archive(members)


def archive(members: dict[str, str]) -> bytes:
    """Return a deflated zip archive of `members`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return buffer.getvalue()


def read_text(
    folder: Path, text: str | bytes, name: str = "a.txt", options: ReadOptions | None = None
) -> Interview:
    """Write `text` to `folder` under `name` and read it."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, options or ReadOptions())


def said(interview: Interview) -> list[tuple[str, str]]:
    """Return who says what, segment by segment, cut from the text."""
    return [(s.speaker, interview.text[s.start : s.end]) for s in interview.segments]
