"""Web pages: which text counts, where lines end, bold, headings, tables, encodings, limits."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import TranscriptError, UnreadableError
from corpus.readers import ReadOptions, read
from corpus.readers.html import read_html
from tests.corpus.document_turns import TURNS, check_round_trip
from tests.corpus.made_files import FORMS, Turns, html_turns, read_text, said

ANY = ReadOptions(monologue=True)
TALK = [("Host", "What is it?"), ("Dana Rowe", "This & that."), ("Host", "Why?"),
        ("Dana Rowe", "So it is.")]  # fmt: skip
ASKED = [("Interviewer", "What is it?"), ("Participant", "This & that."), ("Interviewer", "Why?"),
         ("Participant", "So it is.")]  # fmt: skip


@settings(deadline=None)
@given(TURNS, st.sampled_from([*FORMS, "heading"]))
def test_turns_come_back(turns: Turns, form: str) -> None:
    check_round_trip(html_turns, form, turns, "a.html")


@given(st.text() | st.lists(st.sampled_from(
    ["<p>", "<b>", "</b>", "<td>", "<tr>", "</tr>", "<table>", "</table>", "<h2>", "</h2>", "<br>",
     "<pre>", "</pre>", "<script>", "&amp;", "&#xd83d;", "\n", " ", "x", "é", "\u0301", "A: b"]
)).map("".join))  # fmt: skip
def test_any_text_gives_spans_inside_canonical_text(text: str) -> None:
    draft = read_html(Path("a.html"), text.replace("\0", "").encode("utf-8", "replace"), ANY)
    spans = [*draft.bold, *(cell for row in draft.rows for cell in row)]
    assert all(0 <= start <= end <= len(draft.text) for start, end in spans)
    assert all("\n" not in draft.text[start:end] for start, end in draft.bold)
    rows = [(row[0][0], row[-1][1]) for row in draft.rows]
    assert rows == sorted(rows)
    assert all(a[1] <= b[0] for a, b in pairwise(rows))
    draft.text.encode()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a &amp; b&nbsp;c &hellip; &#8217;&#x1F600; &bogus;", "a & b\u00a0c … ’😀 &bogus;\n"),
        ("<p>a\n  b<p> c <br> d <br></p>e", "a b\nc\nd\ne\n"),
        ("<div>a<div>b</div>c</div><ul><li>d<li>e</ul>", "a\nb\nc\nd\ne\n"),
        ("a<p><br></p>b", "a\n\nb\n"),
        ("<pre>\na  b\n\tc</pre><p style='white-space: pre-wrap'>d  e</p>", "a  b\n\tc\nd  e\n"),
        ("<title>x</title><style>p {}</style><nav>x</nav>a<script>x</script>b<noscript>x</noscript>"
         "<p hidden>x</p><template>x</template><footer>x</footer><button>x</button>", "ab\n"),
        ("a <del>x</del><ins>b</ins> <ruby>c<rp>(<rt>x<rp>)</ruby> <!-- x --><?x y?>d",
         "a b c d\n"),
        ("<p>e&#x301;<b>e</b>\u0301</p>", "éé\n"),
        ("<p>\u0338a</p>", "\u0338a\n"),
        ("a&#0;&#8;b\x08c", "a\ufffdbc\n"),
    ],
)  # fmt: skip
def test_text(tmp_path: Path, page: str, text: str) -> None:
    assert read_text(tmp_path, page, "a.htm", ANY).text == text


HEADS = [
    ("<p><u>{}:</u> {}</p>", TALK),
    ("<p><strong>{}</strong><br>{}</p>", TALK),
    ("<div><span style='color:red; font-weight: 700'>{}</span></div><div>{}</div>", TALK),
    ("<style>.c1{{font-weight:700}} .c2{{font-weight:400}}</style>"
     "<p class=c1>{}</p><p class='x c2'>{}</p>", TALK),
    ("<dl><dt>{}<dd>{}</dl>", TALK),
    ("<h3>{}</h3><p>{}</p>", TALK),
    ("<h3>{}:</h3><p>{}</p><h2>Part 2</h2><hr>", TALK),
    ("<p><b>{}</b></p><p>{}</p>", ASKED),
    ("<p><b>{}</b></p><p>{}</p><h2>Why we ask</h2><h2>It goes on</h2>", ASKED),
    ("<h2>{}</h2><p>{}</p>", ASKED),
]  # fmt: skip


@pytest.mark.parametrize(("form", "expected"), HEADS)
def test_who_speaks(tmp_path: Path, form: str, expected: list[tuple[str, str]]) -> None:
    said_by = expected == TALK
    pairs = TALK if said_by else [(TALK[0][1], TALK[1][1]), (TALK[2][1], TALK[3][1])]
    page = "<h1>A talk</h1><p>by somebody</p>" + "".join(
        form.format(first, second.replace("&", "&amp;")) for first, second in pairs
    )
    assert said(read_text(tmp_path, page, "a.html")) == expected


def test_headings_with_times(tmp_path: Path) -> None:
    page = "<p>x</p>" + "".join(
        f"<h3>{name} (00:0{index})</h3><p>{text}</p>" for index, (name, text) in enumerate(TALK)
    )
    interview = read_text(tmp_path, page, "a.html")
    assert [s.times[0][1] for s in interview.segments] == [0, 1_000, 2_000, 3_000]


def test_tables_one_inside_another(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{name}<td><p>{text}<p>Yes." for name, text in TALK)
    inner = "<table><tr><td>x<td>y</table>"
    expected = [(name, f"{text}\nYes.") for name, text in TALK]
    frame = f"<table><tr><td><table>{rows}</table></table>"
    assert said(read_text(tmp_path, frame, "a.html")) == expected
    held = f"<table>{rows}{inner}</table>"
    expected[-1] = ("Dana Rowe", "So it is.\nYes.\nx\ty")
    assert said(read_text(tmp_path, held, "a.html")) == expected


ACCENTS = ("<p>Clément: Where was it that you were before?<p>Zoë: Back there, near the château."
           "<p>Clément: And now you are here?<p>Zoë: Yes, ça oui, as you see.")  # fmt: skip
KANA = "<p>太郎: はい、そうですか?<p>花子: いいえ、違います。<p>太郎: はい?<p>花子: いいえ。"


@pytest.mark.parametrize(
    ("page", "encoding", "doubts"),
    [
        (ACCENTS, "utf-8", 0), (ACCENTS, "utf-8-sig", 0), (ACCENTS, "utf-16", 0),
        (ACCENTS, "cp1252", 1), ("<meta charset=iso-8859-1>" + ACCENTS, "cp1252", 0),
        ("<meta charset=iso-8859-1>" + ACCENTS, "utf-8", 0),
        ('<?xml version="1.0" encoding="windows-1252"?>' + ACCENTS, "cp1252", 0),
        ('<META http-equiv="x" content="text/html; charset=Shift_JIS">' + KANA, "shift_jis", 0),
        ("<meta charset='iso-2022-jp'>" + KANA, "iso2022_jp", 0),
        ("<meta charset=punycode>" + ACCENTS, "utf-8", 0),
        ("<meta charset=utf-16>" + ACCENTS, "utf-8", 0),
    ],
)  # fmt: skip
def test_encodings(tmp_path: Path, page: str, encoding: str, doubts: int) -> None:
    interview = read_text(tmp_path, page.encode(encoding), "a.html")
    assert {s.speaker for s in interview.segments} in ({"Clément", "Zoë"}, {"太郎", "花子"})
    assert sum("it is not UTF-8" in w.message for w in interview.warnings) == doubts


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<div>" * 300 + b"Host: What?", "deep"),
        (b"<p>" + b"x" * 11_000_000, "long"),
        (b"<p>" * 500_001, "more parts"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        (b"", "empty"),
        (b"<script>Host: What?</script>", "no text"),
        (b"<!-- x -->", "no text"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, found: str) -> None:
    with pytest.raises(TranscriptError, match=found):
        read_text(tmp_path, data, "a.html", ANY)


def test_pictures_inside_the_page_do_not_count(tmp_path: Path) -> None:
    page = f"<p>Hello.<img src='data:image/png;base64,{'A' * 11_000_000}'>"
    assert read_text(tmp_path, page, "a.html", ANY).text == "Hello.\n"


@pytest.mark.parametrize(
    "unit",
    ["<", "&", "&amp;", "<p>", "<td>", "<tr><td>x", "<b>x</b>", "<br>", "<h2>x</h2>y", "</p>",
     "<!--", "<a href='", "<p a=1", "x ", "e\u0301", "<li>Aa: b", "<style>.a{", "charset=",
     "data:image/"],
)  # fmt: skip
def test_twenty_megabytes_take_no_time(tmp_path: Path, unit: str) -> None:
    (tmp_path / "a.html").write_bytes((unit * (20_000_000 // len(unit.encode()))).encode())
    start = time.process_time()
    with pytest.raises(TranscriptError):
        read(tmp_path / "a.html")
    # Measured: up to 0.9 s. The promise is 2 s, doubled here for a busy machine.
    assert time.process_time() - start < 4


def test_many_small_elements_within_what_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>x" + b"<b>x</b>" * 240_000)
    start = time.process_time()
    with pytest.raises(TranscriptError):
        read(tmp_path / "a.html")
    # Measured: 0.8 s.
    assert time.process_time() - start < 4


def test_no_entity_leads_out(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    page = f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]><p>a &x; b"
    assert "secret" not in read_text(tmp_path, page, "a.html", ANY).text


def test_it_is_no_html() -> None:
    with pytest.raises(UnreadableError):
        read_html(Path("a.html"), b"\x00\x01\x02" * 100, ANY)
