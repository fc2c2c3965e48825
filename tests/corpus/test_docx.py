"""Word documents: what is followed, what is skipped, bold and tables."""

from __future__ import annotations

from pathlib import Path

from corpus.readers import ReadOptions
from tests.corpus.made_files import archive, docx, paragraph, read_text, said, table

OTTER = "".join(
    paragraph((name, True), f"  0:0{index}") + paragraph(text)
    for index, (name, text) in enumerate(
        [("Host", "What?"), ("Dana Rowe", "This."), ("Host", "Why?"), ("Dana Rowe", "So.")]
    )
)
TURNS = ["What?", "This.", "Why?", "So."]


def test_heads_with_a_bold_name_and_a_time(tmp_path: Path) -> None:
    interview = read_text(tmp_path, docx(OTTER), "a.docx")
    assert [t for _, t in said(interview)] == TURNS
    assert interview.text.startswith("Host  0:00\nWhat?\nDana Rowe  0:01\n")
    assert [s.times[0][1] for s in interview.segments] == [0, 1000, 2000, 3000]


def test_bold_names_before_a_colon(tmp_path: Path) -> None:
    body = "".join(
        paragraph((f"{n}: ", True), t)
        for n, t in zip(["A. Bo", "Cy"] * 2, TURNS, strict=True)
    )  # fmt: skip
    assert [t for _, t in said(read_text(tmp_path, docx(body), "a.docx"))] == TURNS


def test_bold_paragraphs_are_the_interviewers(tmp_path: Path) -> None:
    body = (paragraph("About a city") + paragraph(("What do ", True), ("you do?", True))
            + paragraph("I ", ("run", True), " it.") + paragraph("All of it.")
            + paragraph(("Why?", True)) + paragraph("So."))  # fmt: skip
    interview = read_text(tmp_path, docx(body), "a.docx")
    assert [(s.role, t) for s, (_, t) in zip(interview.segments, said(interview), strict=True)] == [
        ("interviewer", "What do you do?"), ("participant", "I run it.\nAll of it."),
        ("interviewer", "Why?"), ("participant", "So.")]  # fmt: skip


def test_bold_may_come_from_a_style(tmp_path: Path) -> None:
    styles = ('<w:style w:styleId="Base"><w:rPr><w:b/></w:rPr></w:style>'
              '<w:style w:styleId="Ask"><w:basedOn w:val="Base"/></w:style>'
              '<w:style w:styleId="Off"><w:basedOn w:val="Ask"/>'
              '<w:rPr><w:b w:val="0"/></w:rPr></w:style>')  # fmt: skip
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in zip(["Ask", "Off"] * 2, TURNS, strict=True)
    )
    interview = read_text(tmp_path, docx(body, styles=styles), "a.docx")
    assert [t for _, t in said(interview)] == TURNS


def test_bold_names_above_the_text(tmp_path: Path) -> None:
    names = ["Host", "Dana Rowe", "Kim"] * 2
    body = "".join(paragraph((n, True)) + paragraph(f"{n} says so.") for n in names)
    interview = read_text(tmp_path, docx(body), "a.docx")
    assert said(interview) == [(n, f"{n} says so.") for n in names]


def test_tables_with_and_without_a_header(tmp_path: Path) -> None:
    rows = [["00:01", "Host", "What?"], ["00:05", "Dana", "This."], ["00:07", "", "More."],
            ["00:11", "Host", "Why?"], ["00:16", "Dana", "So."]]  # fmt: skip
    for first in ([], [["Time", "Speaker", "Text"]]):
        interview = read_text(tmp_path, docx(table(first + rows)), "a.docx")
        assert interview.convention == "table: speaker | text"
        assert [t for _, t in said(interview)] == ["What?", "This.", "More.", "Why?", "So."]
        assert [s.turn for s in interview.segments] == [0, 1, 1, 2, 3]
        assert interview.segments[1].times[0][1] == 5_000


def test_what_is_followed_and_what_is_skipped(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("kept ")
        + f"<w:ins>{run.format('inserted ')}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r>"
        + f"</w:del><w:moveFrom>{run.format('gone')}</w:moveFrom>"
        + f"<w:hyperlink>{run.format('link')}</w:hyperlink>"
        + "<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/>"
        + '<w:instrText>PAGE</w:instrText><w:sym w:char="2022"/></w:r></w:p>'
        + f"<w:sdt><w:sdtContent>{paragraph('control')}</w:sdtContent></w:sdt>"
        + '<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><w:txbxContent>'
        + paragraph("box") + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        + paragraph("box") + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )  # fmt: skip
    options = ReadOptions(monologue=True)
    text = read_text(tmp_path, docx(body), "a.docx", options).text
    assert text.split() == ["kept", "inserted", "link", "a", "b\u2011•", "control", "box"]


def test_an_accent_in_a_run_of_its_own(tmp_path: Path) -> None:
    body = "".join(
        paragraph(("Cle", True), ("\u0301ment", True), "  0:01") + paragraph("Oui.")
        + paragraph(("Host", True), "  0:02") + paragraph("Non?")
        for _ in range(2)
    )  # fmt: skip
    interview = read_text(tmp_path, docx(body), "a.docx")
    assert {s.speaker for s in interview.segments} == {"Clément", "Host"}


def test_the_main_part_may_have_another_name(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = f'<Types><Override PartName="/word/document2.xml" ContentType="{kind}"/></Types>'
    body = "<document><body><p><r><t>Hello there.</t></r></p></body></document>"
    data = archive({"[Content_Types].xml": types, "word/document2.xml": body})
    interview = read_text(tmp_path, data, "a.docx", ReadOptions(monologue=True))
    assert said(interview) == [("Participant", "Hello there.")]
