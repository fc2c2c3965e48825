"""OpenDocument text: what is followed, what is skipped, blanks, bold and tables."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import TranscriptError, UnreadableError
from corpus.readers import ReadOptions, read
from corpus.readers.page import MOST_MARKS
from tests.corpus.document_turns import TURNS, check_round_trip
from tests.corpus.made_files import (
    FORMS,
    Turns,
    archive,
    odt,
    odt_content,
    odt_turns,
    read_text,
    said,
)

ANY = ReadOptions(monologue=True)


@settings(deadline=None)
@given(TURNS, st.sampled_from(FORMS))
def test_turns_come_back(turns: Turns, form: str) -> None:
    check_round_trip(odt_turns, form, turns, "a.odt")


def text_of(folder: Path, body: str) -> str:
    """Return the text of an .odt with `body`."""
    return read_text(folder, odt(body), "a.odt", ANY).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>One</text:h><text:p>two</text:p>", "One\ntwo\n"),
        ('<text:p>a<text:s text:c="3"/>b<text:s/>c<text:tab/>d<text:line-break/>e</text:p>',
         "a   b c\td\ne\n"),
        ('<text:p>a<text:s text:c="1000000000"/><text:s text:c="x"/>b</text:p>',
         f"a{' ' * 81}b\n"),
        ("<text:p>\n  a \n <text:span> b</text:span>\n c <text:line-break/> d\n</text:p>",
         "a b c\nd\n"),
        ("<text:p>a <text:a>link</text:a> <text:date>3 May</text:date></text:p>",
         "a link 3 May\n"),
        ("<text:list><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b</text:p>"
         "</text:list-item></text:list></text:list-item></text:list>", "a\nb\n"),
        ("<text:section><text:p>a</text:p></text:section><text:p>b</text:p>", "a\nb\n"),
        ("<text:p>e\u0301<text:span>e</text:span>\u0301</text:p>", "éé\n"),
    ],
)  # fmt: skip
def test_text(tmp_path: Path, body: str, text: str) -> None:
    assert text_of(tmp_path, body) == text


def test_what_was_deleted_noted_or_added_by_the_program_is_skipped(tmp_path: Path) -> None:
    gone = "<text:p>gone</text:p>"
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{gone}</text:deletion>"
        "</text:changed-region></text:tracked-changes><text:sequence-decls/>"
        f"<text:table-of-content>{gone}</text:table-of-content><text:p>kept "
        "<text:change-start/>inserted<text:change-end/>"
        f"<office:annotation>{gone}</office:annotation> <text:note><text:note-citation>1"
        f"</text:note-citation><text:note-body>{gone}</text:note-body></text:note>"
        "<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>gone</text:ruby-text>"
        "</text:ruby><text:change/></text:p>"
        "<text:p>around<draw:frame><svg:title>gone</svg:title><draw:text-box>"
        "<text:p>box</text:p></draw:text-box><svg:desc>gone</svg:desc></draw:frame></text:p>"
    )
    assert text_of(tmp_path, body) == "kept inserted base\naround\nbox\n"


def test_bold_paragraphs_are_the_interviewers_however_bold_is_said(tmp_path: Path) -> None:
    common = ('<style:style style:name="Strong" style:family="text">'
              '<style:text-properties fo:font-weight="700"/></style:style>'
              '<style:style style:name="Ask" style:family="paragraph">'
              '<style:text-properties fo:font-weight="bold"/></style:style>')  # fmt: skip
    automatic = ('<style:style style:name="T1" style:family="text" '
                 'style:parent-style-name="Strong"/>'
                 '<style:style style:name="P1" style:family="paragraph" '
                 'style:parent-style-name="Ask"/>'
                 '<style:style style:name="P2" style:family="paragraph" '
                 'style:parent-style-name="P1">'
                 '<style:text-properties fo:font-weight="normal"/></style:style>'
                 '<style:style style:name="L" style:family="text" '
                 'style:parent-style-name="L"/>')  # fmt: skip
    body = ('<text:p><text:span text:style-name="T1">What do</text:span> '
            '<text:span text:style-name="T1">you do?</text:span></text:p>'
            '<text:p text:style-name="P2">I <text:span text:style-name="T1">run</text:span> it.'
            '</text:p><text:p text:style-name="P1">Why?</text:p>'
            '<text:p><text:span text:style-name="L">So.</text:span></text:p>')  # fmt: skip
    interview = read_text(tmp_path, odt(body, automatic, common), "a.odt")
    assert said(interview) == [("Interviewer", "What do you do?"), ("Participant", "I run it."),
                               ("Interviewer", "Why?"), ("Participant", "So.")]  # fmt: skip


def test_tables_with_merged_and_repeated_cells_and_a_table_inside(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    inner = (f"<table:table><table:table-row>{cell.format('x')}{cell.format('y')}"
             "</table:table-row></table:table>")  # fmt: skip
    long = (
        f"<table:table-cell><text:p>This.</text:p><text:p>More.</text:p>{inner}</table:table-cell>"
    )
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = [cell.format("00:01") + cell.format("Host") + cell.format("What?"),
            cell.format("00:05") + cell.format("Dana") + long,
            cell.format("00:07") + "<table:covered-table-cell/>" + cell.format("Again."),
            empty + cell.format("And again."),
            cell.format("00:11") + cell.format("Host") + cell.format("Why?"),
            cell.format("00:16") + cell.format("Dana") + cell.format("So.")]  # fmt: skip
    first, *others = (f"<table:table-row>{row}</table:table-row>" for row in rows)
    body = (f"<table:table><table:table-column/><table:table-header-rows>{first}"
            f"</table:table-header-rows>{''.join(others)}</table:table>")  # fmt: skip
    interview = read_text(tmp_path, odt(body), "a.odt")
    assert said(interview) == [
        ("Host", "What?"), ("Dana", "This.\nMore.\nx\ty"), ("Dana", "Again."),
        ("Dana", "And again."), ("Host", "Why?"), ("Dana", "So."),
    ]  # fmt: skip
    assert interview.segments[1].times == ((interview.text.index("This"), 5_000),)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"PK", "damaged"),
        (odt("<text:p>a</text:p>")[:-30], "damaged"),
        (archive({"styles.xml": "<x/>"}), "lacks its part content.xml"),
        (archive({"content.xml": "<x/>"}), "no OpenDocument text"),
        (archive({"content.xml": "<a"}), "XML"),
        (archive({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "document type"),
        (odt("<text:p>" * 300 + "</text:p>" * 300), "deep"),
        (archive({"META-INF/manifest.xml": "<m:encryption-data/>", "content.xml": "<x/>"}),
         "encrypted"),
        (archive({"content.xml": "<a/>" * (2 * MOST_MARKS)}), "200 times"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        read_text(tmp_path, data, "a.odt", ANY)


def test_deep_but_allowed(tmp_path: Path) -> None:
    body = "<text:section>" * 240 + "<text:p>Hello.</text:p>" + "</text:section>" * 240
    assert text_of(tmp_path, body) == "Hello.\n"


REPEATED = ("<table:table-row><table:table-cell table:number-columns-repeated='9999'/>"
            "</table:table-row>")  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "<text:p>" + "<text:s text:c='999'/>" * 490_000 + "</text:p>",
        "<table:table>" + REPEATED * 160_000 + "</table:table>",
        "<text:p/>" * 490_000,
        "<text:p>" + "<text:line-break/>" * 490_000 + "</text:p>",
        "<text:p>" + "<text:span text:style-name='B'>x</text:span>" * 240_000 + "</text:p>",
        "<text:section>" * 200 + "<text:p/>" * 400_000 + "</text:section>" * 200,
    ],
    ids=["blanks", "cells", "paragraphs", "breaks", "spans", "deep"],
)
def test_as_much_as_is_let_in_takes_no_time(tmp_path: Path, body: str) -> None:
    # Not deflated: what unpacks to 200 times its size would be refused for that alone.
    with zipfile.ZipFile(tmp_path / "a.odt", "w", zipfile.ZIP_STORED) as file:
        file.writestr("content.xml", odt_content(body))
    start = time.process_time()
    with pytest.raises(TranscriptError):
        read(tmp_path / "a.odt")
    # Measured: 0.4 to 1.4 s. The promise is 2 s, doubled here for a busy machine.
    assert time.process_time() - start < 4
