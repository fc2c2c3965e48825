"""Word documents: what is followed, what is skipped, bold and tables."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import TranscriptError, UnreadableError
from corpus.readers import ReadOptions, read
from tests.corpus import document_turns
from tests.corpus.made_files import (
    FORMS,
    Turns,
    archive,
    docx,
    docx_turns,
    paragraph,
    read_text,
    said,
    table,
)

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


ANY = ReadOptions(monologue=True)
RUN = "<w:r><w:t>{}</w:t></w:r>"


@settings(deadline=None)
@given(document_turns.TURNS, st.sampled_from(FORMS))
def test_turns_come_back(turns: Turns, form: str) -> None:
    document_turns.check_round_trip(docx_turns, form, turns, "a.docx")


def text_of(folder: Path, body: str) -> str:
    """Return the text of a .docx with `body`."""
    return read_text(folder, docx(body), "a.docx", ANY).text


def marked(change: str) -> str:
    """Return the properties of a paragraph whose end was changed."""
    return f"<w:pPr><w:rPr><w:{change}/></w:rPr></w:pPr>"


def test_tracked_changes_as_if_all_were_accepted(tmp_path: Path) -> None:
    gone = "<w:r><w:delText>gone</w:delText></w:r>"
    rows = (f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
            f"<w:tr><w:trPr><w:ins/></w:trPr><w:tc>{paragraph('row')}</w:tc></w:tr>")  # fmt: skip
    body = (
        f"<w:p>{RUN.format('a ')}<w:ins>{RUN.format('b')}<w:del>{gone}</w:del></w:ins></w:p>"
        f"<w:p>{marked('moveFrom')}<w:moveFrom>{RUN.format('gone')}</w:moveFrom></w:p>"
        f"<w:p>{marked('moveTo')}<w:moveTo>{RUN.format('moved')}</w:moveTo></w:p>"
        f"<w:p>{marked('del')}{RUN.format('one ')}</w:p><w:p>{RUN.format('line')}</w:p>"
        f"<w:p>{marked('del')}<w:del>{gone}</w:del></w:p><w:tbl>{rows}</w:tbl>"
    )
    assert text_of(tmp_path, body) == "a b\nmoved\none line\nrow\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:br w:type='page'/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:ptab/>"
         "<w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r></w:p>", "a\nb\nc\tde\n"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('gone')}"
         "</w:sdtContent></w:sdt><w:p>a<w:sdt><w:sdtPr/><w:sdtContent>"
         f"{RUN.format('b')}</w:sdtContent></w:sdt><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
         f"<w:sdtContent>{RUN.format('gone')}</w:sdtContent></w:sdt></w:p>", "b\n"),
        (f"<w:p>{RUN.format('a')}<w:fldSimple>{RUN.format('b')}</w:fldSimple><w:smartTag>"
         f"<w:customXml>{RUN.format('c')}</w:customXml></w:smartTag></w:p>", "abc\n"),
        (f"<w:p>{RUN.format('a')}<w:r><w:pict><v:textbox xmlns:v='urn:v'><w:txbxContent>"
         f"{paragraph('box')}{table([['x', 'y']])}</w:txbxContent></v:textbox></w:pict></w:r>"
         f"{RUN.format('b')}</w:p>", "ab\nbox\nx\ty\n"),
        ("<w:p><w:r><w:ruby><w:rt><w:r><w:t>gone</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>a</w:t>"
         "</w:r></w:rubyBase></w:ruby></w:r></w:p>", "a\n"),
        (f"<mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice>{paragraph('a')}</mc:Choice>"
         f"<mc:Fallback>{paragraph('a')}</mc:Fallback></mc:AlternateContent>", "a\n"),
    ],
)  # fmt: skip
def test_text(tmp_path: Path, body: str, text: str) -> None:
    assert text_of(tmp_path, body) == text


def nested(inner: str, *before: str) -> str:
    """Return a table of one row, whose last cell holds the table `inner`."""
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in before)
    return f"<w:tbl><w:tr>{cells}<w:tc>{inner}{paragraph('')}</w:tc></w:tr></w:tbl>"


def test_a_table_in_a_table_is_read_once(tmp_path: Path) -> None:
    turns = [["Host", "What?"], ["Dana", "This."], ["Host", "Why?"]]
    told = [tuple(turn) for turn in turns]
    frame = nested(table([*turns, ["Dana", "So."]]))
    assert said(read_text(tmp_path, docx(frame), "a.docx")) == [*told, ("Dana", "So.")]
    held = table(turns) + nested(table([["x", "y"], ["v", "z"]]), "Dana")
    read = said(read_text(tmp_path, docx(held), "a.docx"))
    assert read == [*told, ("Dana", "x\ty\nv\tz")]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
    '<w:style w:type="paragraph" w:styleId="Ask"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b w:val="on"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Loop"><w:basedOn w:val="Loop2"/></w:style>'
    '<w:style w:type="character" w:styleId="Loop2"><w:basedOn w:val="Loop"/></w:style>'
)


@pytest.mark.parametrize(
    ("paragraph_style", "run_properties", "bold"),
    [
        ("Normal", "", False), ("Ask", "", True), ("Normal", '<w:rStyle w:val="Strong"/>', True),
        ("Ask", '<w:rStyle w:val="Strong"/>', False), ("Ask", '<w:rStyle w:val="Loop"/>', True),
        ("Ask", '<w:b w:val="false"/>', False), ("Ask", "<w:b/><w:rStyle w:val='Strong'/>", True),
        ("None", "<w:b w:val='none'/>", False), ("None", "<w:i/>", False),
    ],
)  # fmt: skip
def test_bold_of_styles(
    tmp_path: Path, paragraph_style: str, run_properties: str, bold: bool
) -> None:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{paragraph_style}"/></w:pPr><w:r><w:rPr>{run_properties}'
        f"</w:rPr><w:t>{text}</w:t></w:r></w:p>{paragraph('So it was.')}"
        for text in ("What?", "Why?")
    )
    interview = read_text(tmp_path, docx(body, styles=STYLES), "a.docx", ANY)
    assert ("Interviewer" in {s.speaker for s in interview.segments}) == bold


def test_the_default_style_may_be_bold_and_styles_may_have_another_name(tmp_path: Path) -> None:
    plain = '<w:pPr><w:pStyle w:val="Plain"/></w:pPr>'
    body = "".join(f"<w:p>{RUN.format(q)}</w:p><w:p>{plain}{RUN.format('So.')}</w:p>"
                   for q in ("What?", "Why?"))  # fmt: skip
    names = 'xmlns:w="urn:w"'
    styles = (f'<w:styles {names}><w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr>'
              '<w:b/></w:rPr></w:style><w:style w:styleId="Plain"/></w:styles>')  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
    data = archive({
        "[Content_Types].xml": f'<T><O PartName="/word/st2.xml" ContentType="{kind}"/></T>',
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/st2.xml": styles,
    })  # fmt: skip
    assert [who for who, _ in said(read_text(tmp_path, data, "a.docx"))] == [
        "Interviewer", "Participant"] * 2  # fmt: skip


SOFT = "<w:br/>".join


def broken(*lines: str) -> str:
    """Return a paragraph of lines with soft breaks between them."""
    return "<w:p><w:r>" + SOFT(f"<w:t>{line}</w:t>" for line in lines) + "</w:r></w:p>"


def timed(form: tuple[str, ...]) -> str:
    """Return four turns, each a paragraph of the lines in `form`."""
    names = ["Host", "Dana Rowe"] * 2
    return "".join(
        broken(*(line.format(at=9 * at, name=name, text=text) for line in form))
        for at, (name, text) in enumerate(zip(names, TURNS, strict=True))
    )


@pytest.mark.parametrize(
    ("form", "convention"),
    [
        (("0:0:{at}.0 --&gt; 0:0:{at}.510", "{name}", "{text}"), "time --> time, name, text below"),
        (("{name}   0:{at:02}", "{text}"), "Name  time, text below"),
        (("{name} (00:00:{at:02}):", "{text}"), "Name (time): text"),
        (("{name} (00:00:{at:02}): {text}",), "Name (time): text"),
    ],
)  # fmt: skip
def test_teams_and_rev(tmp_path: Path, form: tuple[str, ...], convention: str) -> None:
    interview = read_text(tmp_path, docx(timed(form)), "a.docx")
    assert said(interview) == list(zip(["Host", "Dana Rowe"] * 2, TURNS, strict=True))
    assert interview.convention == convention
    assert [s.times[0][1] for s in interview.segments] == [0, 9_000, 18_000, 27_000]


def test_otter_with_its_header(tmp_path: Path) -> None:
    header = ["Bridge interview", "Tue, Nov 24, 2020 3:04PM • 45:12", "SUMMARY KEYWORDS",
              "bridge, city, sensors, data", "SPEAKERS", "Host, Dana Rowe", ""]  # fmt: skip
    body = "".join(map(paragraph, header)) + OTTER
    interview = read_text(tmp_path, docx(body), "a.docx")
    assert said(interview) == list(zip(["Host", "Dana Rowe"] * 2, TURNS, strict=True))
    assert interview.convention == "Name  time, text below"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<w:p>" * 300 + "</w:p>" * 300, "deep"),
        ("<w:p a='b'/>" * 500_001, "parts|200 times"),
    ],
)
def test_refused(tmp_path: Path, body: str, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        read_text(tmp_path, docx(body), "a.docx", ANY)


def test_tables_as_deep_as_allowed(tmp_path: Path) -> None:
    body = "<w:tbl><w:tr><w:tc>" * 82 + paragraph("Hello.") + "</w:tc></w:tr></w:tbl>" * 82
    assert text_of(tmp_path, body).strip() == "Hello."


def test_many_styles_one_upon_another_take_no_time(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/><!-- {n * 977} --></w:style>'
        for n in range(60_000)
    )
    used = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="s{n % 7}"/></w:pPr><w:r><w:t>x{n * 7919}</w:t></w:r></w:p>'
        for n in range(40_000)
    )
    (tmp_path / "a.docx").write_bytes(docx(used, styles=styles))
    start = time.process_time()
    with pytest.raises(TranscriptError):
        read(tmp_path / "a.docx")
    # Measured: 0.9 s.
    assert time.process_time() - start < 4


def test_a_name_that_study_toml_gives_is_a_head_however_seldom(tmp_path: Path) -> None:
    turns = [("Ann Lee", "What held it up?"), ("Bo Park", "The vendor went broke."),
             ("Ann Lee", "And then?"), ("Bo Park", "We bought it from them."),
             ("Cy Dunn", "I was against that.")]  # fmt: skip
    path = tmp_path / "talk.docx"
    path.write_bytes(docx_turns(turns, "bold name"))
    known = read(path, ReadOptions(others=("Cy Dunn",)))
    assert said(known) == turns
