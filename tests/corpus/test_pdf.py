"""PDF: what a page's furniture is, how lines become text, turns there and back, hostile files."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.errors import NoSpeechError, TranscriptError, UnreadableError
from corpus.interview import Interview
from corpus.readers import ReadOptions, pdf, pdf_worker
from corpus.readers.pdf_furniture import without_furniture, without_numbers
from corpus.readers.pdf_hyphens import Habits, at_break, habits
from corpus.readers.pdf_lines import Line, Page, Word, lines
from tests.corpus.made_files import read_text, said
from tests.corpus.made_pdf import (
    HEIGHT,
    Layout,
    Objects,
    Paragraph,
    Text,
    content_of,
    finished,
    typeset,
)
from tests.corpus.made_pdf import pdf as made

LONG = (
    "We put sensors on every bridge in the city and nobody had asked who would read them, so for "
    "two years the numbers went to a server that had been promised to another department. "
)
TALK = [
    "Host: What held it back?",
    f"Dana Rowe: {LONG}",
    "Host: And then?",
    f"Dana Rowe: {LONG * 3}It works now.",
]


def turns(interview: Interview) -> list[tuple[str, str]]:
    """Return who says what with every run of white space as one blank."""
    return [(name, " ".join(text.split())) for name, text in said(interview)]


def spoken(paragraphs: list[str]) -> list[tuple[str, str]]:
    """Return who says what in paragraphs such as `Host: What?`."""
    parts = [paragraph.partition(": ") for paragraph in paragraphs]
    return [(name, text.strip()) for name, _, text in parts]


def warned(interview: Interview) -> str:
    """Return the warnings as one text."""
    return "\n".join(warning.message for warning in interview.warnings)


# What survives: turns, bold, paragraphs


@pytest.mark.parametrize(
    "layout",
    [
        Layout(),
        Layout(gap=10),
        Layout(indent=30),
        Layout(hang=80),
        Layout(leading=28),
        Layout(right=250),
        Layout(header="City interviews, 2 May 2019", footer="Page {page} of {pages}"),
        Layout(header="Interview: Dana Rowe", footer="- {page} -", numbered=1),
        Layout(numbered=5, leading=20),
        Layout(hyphenate=True, right=300),
        Layout(hyphenate=True, numbered=1, footer="{page}", header="Transcript {page}", gap=6),
    ],
    ids=lambda layout: re.sub(r"\w+=(?:0|''|False),? ?", "", repr(layout))[-60:],
)
def test_turns_survive_every_layout(tmp_path: Path, layout: Layout) -> None:
    paragraphs = TALK * 6
    interview = read_text(tmp_path, typeset(paragraphs, layout), "a.pdf")
    assert turns(interview) == spoken(paragraphs)
    assert interview.convention == "Name: text"


def test_wrapped_lines_become_one_and_paragraphs_stay_apart(tmp_path: Path) -> None:
    second = f"There is more to it. {LONG}".strip()
    interview = read_text(tmp_path, typeset([*TALK, second], Layout(gap=8)), "a.pdf")
    assert interview.text.split("\n\n") == [part.strip() for part in [*TALK, second]]


def test_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    paragraphs = [TALK[0], f"Dana Rowe: {LONG * 12}".strip(), TALK[2], "Dana Rowe: So."]
    layout = Layout(bottom=200, header="Head", footer="{page}")
    interview = read_text(tmp_path, typeset(paragraphs, layout), "a.pdf")
    assert interview.text.count("\n") == 3
    assert turns(interview) == spoken(paragraphs)


def test_bold_names_and_bold_questions(tmp_path: Path) -> None:
    names: list[Paragraph] = []
    for name, text in spoken(TALK):
        names += [(name, True), text]
    interview = read_text(tmp_path, typeset(names), "a.pdf")
    assert interview.convention == "bold name, text below"
    assert turns(interview) == spoken(TALK)
    asked = f"And what would you do about it now, {LONG[:80].lower()}after all of that?"
    questions: list[Paragraph] = [("What held it back?", True), LONG, (asked, True), LONG * 2]
    interview = read_text(tmp_path, typeset(questions, Layout(gap=6)), "a.pdf")
    assert interview.convention == "bold paragraphs are the interviewer's"
    assert [text for _, text in turns(interview)] == [
        "What held it back?", LONG.strip(), asked, (LONG * 2).strip()]  # fmt: skip


def test_name_and_time_above_the_text(tmp_path: Path) -> None:
    page, y = [], 100.0
    for index, (name, text) in enumerate(spoken(TALK[:3] * 3)):
        page += [Text(90, y, name, bold=True), Text(160, y, f"0:{index:02}")]
        page += [Text(90, y + 14, text[:60])]
        y += 42
    interview = read_text(tmp_path, made([page]), "a.pdf")
    assert interview.convention == "Name  time, text below"
    assert [s.times[0][1] for s in interview.segments] == [n * 1000 for n in range(9)]


def test_a_tab_stands_where_a_gap_is_wide(tmp_path: Path) -> None:
    page = []
    for index, text in enumerate(["What?", "This.", "Why?", "So."]):
        page += [Text(90, 100 + 20 * index, "IR"[index % 2]), Text(130, 100 + 20 * index, text)]
    interview = read_text(tmp_path, made([page]), "a.pdf")
    assert said(interview) == [("I", "What?"), ("R", "This."), ("I", "Why?"), ("R", "So.")]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = [Text(90, 60, "An interview about a city and what came of it")]
    for x, name in ((60, "Host"), (320, "Dana Rowe")):
        for index in range(20):
            head = f"{name}: " if index % 4 == 0 else ""
            page.append(Text(x, 100 + 14 * index, f"{head}they said {index} of it then"))
    interview = read_text(tmp_path, made([page]), "a.pdf")
    assert [s.speaker for s in interview.segments] == ["Host"] * 5 + ["Dana Rowe"] * 5
    assert "\t" not in interview.text


@pytest.mark.parametrize("quarter", ["0 1 -1 0 842 0", "0 -1 1 0 0 842", "-1 0 0 -1 842 842"])
def test_pages_that_lie_on_their_side(tmp_path: Path, quarter: str) -> None:
    page = [Text(90, 200 + 20 * index, text[:70]) for index, text in enumerate(TALK)]
    data = made([page], box="0 0 842 842", operators=f"{quarter} cm\n")
    assert turns(read_text(tmp_path, data, "a.pdf")) == spoken([t[:70] for t in TALK])
    data = made([page], entries="/Rotate 90")
    assert turns(read_text(tmp_path, data, "a.pdf")) == spoken([t[:70] for t in TALK])


def test_a_watermark_is_left_out(tmp_path: Path) -> None:
    page = [Text(90, 200 + 20 * index, text[:70]) for index, text in enumerate(TALK)]
    draft = "q .7 .7 -.7 .7 300 300 cm BT /F1 60 Tf 0 0 Td (DRAFT) Tj ET Q\n"
    interview = read_text(tmp_path, made([page], operators=draft), "a.pdf")
    assert "DRAFT" not in interview.text
    assert "5 letters of turned text" in warned(interview)


# Words and names of Latin-1; a name comes back, so that it is a speaker
_NAMES = st.lists(
    st.from_regex(r"[A-ZÄÖÅÉ][a-zäöåéßñ]{1,9}( [A-Z][a-z]{1,9}| [0-9]{1,2})?", fullmatch=True),
    min_size=2, max_size=4, unique_by=str.casefold,
)  # fmt: skip
_WORDS = st.from_regex(r"[a-zäöåéñ]{1,12}(-[a-z]{2,6})?|[0-9]{1,4}|[A-Z][a-z]{1,8}", fullmatch=True)
_SPEECH = st.lists(_WORDS, min_size=1, max_size=120).map(lambda words: " ".join(words) + ".")
_LAYOUTS = st.builds(
    Layout,
    leading=st.sampled_from([13, 15, 24]), gap=st.sampled_from([0, 8]),
    right=st.sampled_from([300, 505]), bottom=st.sampled_from([300, 760]),
    indent=st.sampled_from([0, 20]), numbered=st.sampled_from([0, 1]),
    header=st.sampled_from(["", "City interviews"]), footer=st.sampled_from(["", "{page}"]),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_NAMES, st.lists(_SPEECH, min_size=4, max_size=10), _LAYOUTS)
@example(["Ab", "Cd"], ["x."] * 4, Layout())
def test_there_and_back(names: list[str], speech: list[str], layout: Layout) -> None:
    people = [names[index % len(names)] for index in range(len(speech))]
    paragraphs = [f"{name}: {text}" for name, text in zip(people, speech, strict=True)]
    data = typeset(paragraphs * 2, layout)
    text = "".join(run for run, _ in pdf_worker.read(data, 100)["runs"])
    if data.count(b"/Type /Page ") == 1:
        # Nothing says that a line above the only page is a header: it is front matter.
        text = text.removeprefix(layout.header).lstrip()
    starts = [line for line in text.split("\n") if re.match(r"[^\W\d_][\w ]*: ", line)]
    assert [line.partition(":")[0] for line in starts] == people * 2
    assert " ".join(text.split()) == " ".join(paragraphs * 2)


# Lines, as plain functions


def line(text: str, y: float, x: float = 90) -> Line:
    """Return a line of words that are 6 points a letter."""
    words = []
    for word in text.split(" "):
        words.append(Word(word, x, x + 6 * len(word), y, 11))
        x += 6 * len(word) + 3
    return Line(tuple(words), y)


def left_over(pages: list[Page]) -> list[list[str]]:
    """Return the lines of pages as text."""
    return [[line.text for line in page.lines] for page in pages]


def test_headers_go_and_speakers_stay() -> None:
    pages = [
        Page(842, (line("City interviews", 40), line(f"Dana Rowe {7 * n}:{10 + 3 * n}", 72),
                   line("Host:", 90), line("words", 400), line("Host:", 420),
                   line(f"Seite {n + 7} von 12", 800), line(f"{n + 1}", 815)))
        for n in range(4)
    ]  # fmt: skip
    kept, furniture = without_furniture(pages)
    assert left_over(kept) == [
        [f"Dana Rowe {7 * n}:{10 + 3 * n}", "Host:", "words", "Host:"] for n in range(4)
    ]
    assert furniture.examples == ("City interviews", "Seite 10 von 12")
    assert furniture.page_numbers


def test_left_and_right_pages_have_headers_of_their_own() -> None:
    pages = [Page(842, (line(f"{n} Left" if n % 2 else f"Right {n}", 40), line(f"w{n}", 400)))
             for n in range(2, 7)]  # fmt: skip
    assert left_over(without_furniture(pages)[0]) == [[f"w{n}"] for n in range(2, 7)]


def test_one_page_has_only_its_number_to_lose() -> None:
    for number in ("1", "- 1 -", "Page 1 of 1", "file:///home/a.html 1/1"):
        page = Page(842, (line("A title", 40), line("words", 400), line(number, 800)))
        assert left_over(without_furniture([page])[0]) == [["A title", "words"]]
    page = Page(842, (line("words", 400), line("That was 1", 800)))
    assert without_furniture([page])[0] == [page]


def test_the_same_words_at_the_top_of_two_pages() -> None:
    rows = (line("Head: one", 40), line("Host: Yes.", 72), line("Dana: So?", 400))
    pages = [Page(842, rows), Page(842, (*rows, line("Host: No.", 420)))]
    kept, furniture = without_furniture(pages)
    assert furniture.examples == ("Head: one",)
    assert [page[:2] for page in left_over(kept)] == [["Host: Yes.", "Dana: So?"]] * 2


def numbered(numbers: list[int], x: float = 40, body: float = 90) -> Page:
    """Return a page of lines with numbers before them."""
    rows = [line(f"words {n} more", 100 + 14 * i, body) for i, n in enumerate(numbers)]
    marks = [Word(str(n), x, x + 6 * len(str(n)), 100 + 14 * i, 11) for i, n in enumerate(numbers)]
    return Page(842, tuple(Line((m, *r.words), r.y) for m, r in zip(marks, rows, strict=True)))


def test_line_numbers() -> None:
    again = [numbered([*range(1, 9)]), numbered([*range(1, 9)])]
    going_on = [numbered([*range(1, 9)]), numbered([*range(9, 120)])]
    fives = [numbered([*range(5, 45, 5)])]
    for pages in (again, going_on, fives):
        kept, count = without_numbers(pages)
        assert count == sum(len(page.lines) for page in pages)
        assert all(text.startswith("words") for page in left_over(kept) for text in page)
    years = [numbered([2015, 1998, 2003, 2021, 2019, 2002])]
    inside = [numbered([*range(1, 9)], body=30)]
    few = [numbered([1, 2, 3])]
    for pages in (years, inside, few):
        assert without_numbers(pages) == (pages, 0)


def test_lines_keep_raised_letters_and_lose_shadows() -> None:
    words = [Word("5", 90, 96, 100, 11), Word("th", 96, 102, 96, 7, glued=True),
             Word("of", 106, 116, 100, 11), Word("of", 106.3, 116.3, 100, 11),
             Word("May", 150, 170, 100.5, 11), Word("Next", 90, 110, 114, 11)]  # fmt: skip
    found = lines(words)
    assert [line.text for line in found] == ["5th of\tMay", "Next"]
    assert [word.bold for word in found[0].words] == [False, False, True, False]


HYPHENATING = Habits(frozenset({"well", "known", "we", "organization", "north-south", "works"}))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("an organi-", "zation of", "an organization of"),
        ("a procure-", "ment rule", "a procurement rule"),
        ("a north-", "south line", "a north-south line"),
        ("it is well-", "known that", "it is well-known that"),
        ("the state-of-", "the-art", "the state-of-the-art"),
        ("short-", "and long-term", "short- and long-term"),
        ("the Anglo-", "American way", "the Anglo-American way"),
        ("about e-", "Government", "about e-Government"),
        ("the COVID-", "related cost", "the COVID-related cost"),
        ("from 2013-", "2015", "from 2013-2015"),
        ("he left -", "and came", "he left - and came"),
        ("a soft\u00ad", "ened word", "a softened word"),
        ("no hyphen", "here", "no hyphen here"),
        ("a self-", "organized one", "a self-organized one"),
    ],
)
def test_words_broken_at_line_ends(before: str, after: str, expected: str) -> None:
    cut, between = at_break(before, after, HYPHENATING)
    assert (before[:-1] if cut else before) + between + after == expected


def test_what_a_hyphen_is_depends_on_the_document() -> None:
    plain = habits(["they bought stock-", "holding rights and", *["more of it"] * 80])
    assert at_break("anti-", "dilution", plain) == (False, "")
    breaks = habits(["so we wan- we had", "it was th- this one and we had", *["we had"] * 80])
    assert at_break("so I wan-", "had it", breaks) == (False, " ")
    often = habits(["a procure-", "ment of in-", "formation by mu-", "nicipal of-", "fices"])
    assert at_break("anti-", "dilution", often) == (True, "")


# Refused, damaged, hostile

ONE = made([[Text(90, 200 + 20 * index, text[:70]) for index, text in enumerate(TALK)]])
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


def scanned(pages: int = 1, typed: Sequence[tuple[int, Sequence[str]]] = ()) -> bytes:
    """Return a PDF of pages that are pictures, but for those in `typed`."""
    objects = Objects()
    picture = objects.stream(
        bytes(64), "/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 "
        "/ColorSpace /DeviceGray",
    )  # fmt: skip
    font = objects.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    drawn = dict.fromkeys(range(pages), b"500 0 0 700 50 50 cm /I Do")
    for number, talk in typed:
        texts = [Text(90, 200 + 20 * index, text[:70]) for index, text in enumerate(talk)]
        drawn[number] = content_of(texts).encode()
    contents = [objects.stream(drawn[number]) for number in range(pages)]
    tree = len(objects.bodies) + pages + 1
    kids = [
        objects.add(
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
            f"/Resources << /Font << /F0 {font} 0 R >> /XObject << /I {picture} 0 R >> >> >>"
        )
        for content in contents
    ]
    return finished(objects, kids)


def encrypted() -> bytes:
    """Return a PDF that says that a password is needed, which no password fits."""
    objects = Objects()
    page = objects.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    lock = "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>"
    return finished(objects, [page], f"/Encrypt {lock} /ID [<00> <00>]")


def looping_tree() -> bytes:
    """Return a PDF whose page tree holds itself."""
    objects = Objects()
    objects.add("<< /Type /Pages /Kids [1 0 R 1 0 R 2 0 R] /Count 1000 /Parent 1 0 R >>")
    objects.add("<< /Type /Pages /Kids [1 0 R] /Count 1000000 >>")
    return objects.file(objects.add("<< /Type /Catalog /Pages 1 0 R >>"))


def looping_xref() -> bytes:
    """Return a PDF whose cross-reference table names itself as the one before."""
    start = ONE.rindex(b"xref\n0")
    return ONE.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % start)


def many_objects() -> bytes:
    """Return a PDF of one page and 200,000 objects that it does not use."""
    objects = Objects()
    page = objects.add("<< /Type /Page /Parent 200002 0 R /MediaBox [0 0 595 842] >>")
    for _ in range(200_000):
        objects.add("<< >>")
    return finished(objects, [page])


def bomb(rounds: int = 1) -> bytes:
    """Return a PDF of 1 MiB whose page's content is 1 GiB of blanks."""
    objects = Objects()
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * 2**20) for _ in range(1024)) + packer.flush()
    for _ in range(rounds - 1):
        data = zlib.compress(data, 9)
    content = objects.stream(data, "/Filter [" + "/FlateDecode " * rounds + "]")
    page = objects.add(
        f"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R >>"
    )
    return finished(objects, [page])


def letters(count: int) -> bytes:
    """Return a PDF of one page with very many letters in lines that almost lie on one another."""
    return made([[Text(90, 100 + 0.5 * n, f"{n} Aa b" * 250) for n in range(count // 2000)]])


def test_refused(tmp_path: Path) -> None:
    table = [
        (PNG, "no PDF"),
        (b"hello", "no PDF"),
        (b"%PDF-1.4\n", "damaged"),
        (ONE[:400], "damaged"),
        (scanned(), "pictures without text, as scanners make them; have a text recognition"),
        (encrypted(), "it is encrypted; save it without a password"),
        (made([[] for _ in range(2001)]), "2,001 pages"),
    ]
    for data, found in table:
        with pytest.raises(UnreadableError, match=re.escape(found)) as caught:
            read_text(tmp_path, data, "a.pdf")
        assert str(caught.value).startswith("a.pdf: ")


@pytest.mark.parametrize(
    "data",
    [
        looping_tree(), looping_xref(), many_objects(), bomb(), bomb(2), letters(4_000_000),
        made([[Text(90, 200, "Host: What?")]], box="0 0 1e38 -1e38"),
        made([[Text(90, 200, "Host: What?")]], box="0 0 0 0"),
        made([[Text(90, 200, "Host: What?")]], box="nan [ ( 3"),
        made([[Text(1e30, -1e30, "Host: What?", size=1e30)]]),
        made([[]] * 2000), ONE[:-600], ONE.replace(b"/Length", b"/Lehgtn"),
        made([[Text(90, 90 + n, "x", size=1) for n in range(700)]] * 20, operators="q " * 100_000),
    ],
    ids=lambda data: f"{len(data)}",
)  # fmt: skip
def test_hostile_files_cost_little(tmp_path: Path, data: bytes) -> None:
    """Each is read, or refused with a sentence; the process that asks stays small."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    try:
        read_text(tmp_path, data, "a.pdf", ReadOptions(monologue=True))
    except TranscriptError as error:
        assert str(error).startswith("a.pdf: ")
    assert time.monotonic() - start < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_is_never_a_crash_of_ours(data: st.DataObject) -> None:
    broken = bytearray(ONE)
    for _ in range(data.draw(st.integers(1, 20))):
        broken[data.draw(st.integers(9, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(broken[: data.draw(st.integers(20, len(broken)))])
    try:
        pdf_worker.read(cut, 100)
    except pdf_worker.Refused as refused:
        assert refused.found and refused.remedy


def test_no_text_is_no_speech(tmp_path: Path) -> None:
    with pytest.raises(NoSpeechError):
        read_text(tmp_path, made([[], []]), "a.pdf")


def test_pictures_among_pages_are_named(tmp_path: Path) -> None:
    data = scanned(3, ((1, TALK),))
    interview = read_text(tmp_path, data, "a.pdf")
    assert [text for _, text in said(interview)][::2] == ["What held it back?", "And then?"]
    assert "pages 1, 3 " in warned(interview)


def test_limits_end_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_START", "import time; time.sleep(30)")
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(UnreadableError, match="more than 1 seconds"):
        read_text(tmp_path, ONE, "a.pdf")
    monkeypatch.setattr(pdf, "_START", "import os; os.abort()")
    with pytest.raises(UnreadableError, match="makes the PDF reader fail"):
        read_text(tmp_path, ONE, "a.pdf")


@pytest.mark.parametrize(
    "waste", ["x = bytes(2 * 1024**3)", "while True: pass"], ids=["memory", "time"]
)
def test_the_worker_limits_itself(waste: str) -> None:
    code = f"from corpus.readers.pdf_worker import limit\nlimit(1024**3, 1)\n{waste}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=20)
    assert done.returncode != 0


def test_the_researchers_own_pattern_is_kept_at_line_beginnings(tmp_path: Path) -> None:
    filled = "so " * 29 + "it was."
    paragraphs = [f"<{name}> {filled}" for name in ("host", "dana") * 4]
    options = ReadOptions(speaker_pattern=r"<(?P<name>\w+)> ")
    interview = read_text(tmp_path, typeset(paragraphs), "a.pdf", options)
    assert turns(interview) == [(name, filled) for name in ("host", "dana") * 4]


def test_content_is_what_was_written() -> None:
    assert content_of([Text(1, HEIGHT, "(a)")]) == r"BT /F0 11 Tf 1 0 Td (\(a\)) Tj ET"
