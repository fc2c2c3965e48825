"""Files that the readers' tests write: Word documents from a few runs, zip archives, and such."""

from __future__ import annotations

import io
import re
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


Turns = Sequence[tuple[str, str]]
# Ways of laying out turns that every document format has.
FORMS = ("colon", "bold name", "table")

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMES = " ".join(
    f'xmlns:{prefix}="{ODF}{name}:1.0"'
    for prefix, name in [("office", "office"), ("text", "text"), ("table", "table"),
                         ("style", "style"), ("draw", "drawing"), ("svg", "svg-compatible"),
                         ("fo", "xsl-fo-compatible")]
)  # fmt: skip
BOLD_STYLES = "".join(
    f'<style:style style:name="B" style:family="{family}">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    for family in ("text", "paragraph")
)


def docx_turns(turns: Turns, form: str) -> bytes:
    """Return a .docx of `turns` in one of FORMS."""
    if form == "table":
        return docx(table([["Speaker", "Text"], *(list(turn) for turn in turns)]))
    lines = (
        paragraph((f"{name}:", True), f" {text}")
        if form == "colon"
        else paragraph((name, True)) + paragraph(text)
        for name, text in turns
    )
    return docx("".join(lines))


def odt(body: str, automatic: str = BOLD_STYLES, common: str = "") -> bytes:
    """Return an .odt with `body` inside `office:text`, and automatic and common styles."""
    content = odt_content(body, automatic)
    styles = (f"<office:document-styles {_ODF_NAMES}><office:styles>{common}</office:styles>"
              "</office:document-styles>")  # fmt: skip
    kind = "application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": content, "styles.xml": styles})


def odt_content(body: str, automatic: str = BOLD_STYLES) -> str:
    """Return the `content.xml` of an .odt."""
    return (f"<office:document-content {_ODF_NAMES}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>")  # fmt: skip


def odt_text(text: str) -> str:
    """Return text as ODF writes it: runs of blanks counted, tabs and newlines as elements."""
    text = re.sub(" {2,}|^ ", lambda blanks: f'<text:s text:c="{len(blanks[0])}"/>', escape(text))
    return text.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")


def odt_turns(turns: Turns, form: str) -> bytes:
    """Return an .odt of `turns` in one of FORMS."""
    written = [(odt_text(name), odt_text(text)) for name, text in turns]
    if form == "table":
        cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
        row = f"<table:table-row>{cell * 2}</table:table-row>"
        rows = "".join(row.format(*turn) for turn in [("Speaker", "Text"), *written])
        return odt(f"<table:table>{rows}</table:table>")
    head = '<text:p><text:span text:style-name="B">{}:</text:span> {}</text:p>'
    if form == "bold name":
        head = '<text:p text:style-name="B">{}</text:p><text:p>{}</text:p>'
    return odt("".join(head.format(*turn) for turn in written))


def rtf(body: str) -> bytes:
    """Return an .rtf with the control words `body` behind a usual head."""
    fonts = (r"{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 020206}Times New Roman;}"
             r"{\f1\fcharset204 Arial;}}")  # fmt: skip
    return (rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{{\colortbl;\red0;}}{{\*\generator made}}"
            rf"{{\info{{\title unsaid}}}}\pard\plain {body}}}").encode("ascii")  # fmt: skip


def rtf_text(text: str) -> str:
    """Return text as RTF writes it: ASCII, the rest as UTF-16 units with a fallback each."""
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(
        rf"\{chr(code)}" if chr(code) in "\\{}"
        else r"\line " if code == 10
        else chr(code) if 32 <= code < 127
        else rf"\u{code - 0x10000 if code > 0x7FFF else code}?"
        for code in codes
    )  # fmt: skip


def rtf_turns(turns: Turns, form: str) -> bytes:
    """Return an .rtf of `turns` in one of FORMS."""
    written = [(rtf_text(name), rtf_text(text)) for name, text in turns]
    if form == "table":
        row = r"\trowd\cellx1\cellx2\pard\intbl {}\cell {}\cell\row" + "\n"
        return rtf("".join(row.format(*turn) for turn in [("Speaker", "Text"), *written]))
    head = r"{{\b {}:}} {}\par" if form == "colon" else r"\b {}\b0\par {}\par"
    return rtf("\n".join(head.format(*turn) for turn in written))


def html_turns(turns: Turns, form: str) -> bytes:
    """Return an .html of `turns` in one of FORMS, or with names as headings ("heading")."""
    written = [(escape(name), escape(text)) for name, text in turns]
    head = {
        "colon": "<p><u>{}:</u> {}</p>\n", "bold name": "<p><b>{}</b><br>{}</p>\n",
        "table": "<tr><td>{}<td>{}\n", "heading": "<h3>{}</h3><p>{}</p>\n",
    }[form]  # fmt: skip
    body = "".join(head.format(*turn) for turn in written)
    if form == "table":
        body = f"<table><tr><th>Speaker<th>Text\n{body}</table>"
    if form == "heading":
        body = f"<p>About a city</p>{body}"
    page = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body>{body}"
    return page.encode()
