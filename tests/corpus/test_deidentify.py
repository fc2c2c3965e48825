"""De-identification: matching, pseudonyms, offsets, the review table, new transcripts, the key."""

from __future__ import annotations

import stat
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.deidentify.decisions import Decisions, decide
from corpus.deidentify.key import Entry, key_path, read_key, write_key
from corpus.deidentify.known import Identifier, own_names, read_names
from corpus.deidentify.matching import Matcher, one_spelling
from corpus.deidentify.offsets import Edit, OffsetMap, edited
from corpus.deidentify.patterns import shaped
from corpus.deidentify.places import find, rows
from corpus.deidentify.pseudonyms import in_brackets, proposals
from corpus.deidentify.rendering import Rendered, render
from corpus.deidentify.review import Row, merged, read_table, row_id, table_bytes
from corpus.errors import StudyError, TableError
from corpus.interview import Interview, Role, Segment
from corpus.readers import ReadOptions, read
from tests.corpus.made_files import read_text


def replaced(text: str, **accepted: str) -> str:
    """`text` with `accepted` replacements (blanks in a name as underlines) made."""
    wanted = {name.replace("_", " "): new for name, new in accepted.items()}
    edits = Decisions(wanted, {}, {}).edits("a.txt", text)
    return edited(text, 0, len(text), edits)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dana met Dana Rowe.", "[P1] met [P1]."),
        ("Danae and Jordana, Danas", "Danae and Jordana, Danas"),
        ("Dana's, Dana’s; (Dana) “Dana”", "[P1]'s, [P1]’s; ([P1]) “[P1]”"),
        ("the Dana-led group, post-Dana", "the [P1]-led group, post-[P1]"),
        ("Dana\nRowe and Dana \t Rowe", "[P1] and [P1]"),
        ("dana DANA", "dana DANA"),
        ("Dana_x x_Dana Dana2", "Dana_x x_Dana Dana2"),
        ("Dana\u0331 and Dana", "Dana\u0331 and [P1]"),
        ("[Dana laughs]", "[[P1] laughs]"),
    ],
)
def test_names_are_replaced_as_whole_words(text: str, expected: str) -> None:
    assert replaced(text, Dana="[P1]", Dana_Rowe="[P1]") == expected


def test_of_overlapping_spellings_the_longest_is_replaced() -> None:
    text = "Write to dana.rowe@x.org, or see Rowe Street Mill, Mill Lane."
    wanted = {
        "rowe": "[P]", "dana.rowe@x.org": "[e-mail]", "Rowe Street": "[street]",
        "Street Mill": "[mill]", "Mill Lane": "[lane]", "Rowe": "[P]",
    }  # fmt: skip
    edits = Decisions(wanted, {}, {}).edits("", text)
    assert edited(text, 0, len(text), edits)[0] == (
        "Write to [e-mail], or see [street] Mill, [lane]."
    )  # the earlier of two that are as long


@pytest.mark.parametrize(
    ("spelling", "text", "found"),
    [
        ("José Núñez", "jose nunez, JOSÉ NÚÑEZ, Jose\nNúñez", 3),
        ("Straße", "STRASSE strasse Straße", 3),
        ("O'Neil", "O’Neil o'neil ONeil", 2),
        ("İbrahim", "ibrahim İBRAHİM", 2),
        ("唐鳳", "昨天唐鳳說了", 1),
        ("(555) 014-2237", "ring (555) 014-2237.", 1),
    ],
)
def test_any_case_finds_other_spellings(spelling: str, text: str, found: int) -> None:
    matches = Matcher([spelling], any_case=True).find(text)
    assert len(matches) == found
    for match in matches:
        assert text[match.start : match.end].strip() == text[match.start : match.end]


TEXT = st.text(alphabet="abAB \n\u00e9\u0301'-1唐", max_size=60)
NAMES = st.lists(st.text(alphabet="abAB \u00e9唐", min_size=1, max_size=6), max_size=5)


@settings(deadline=None)
@given(TEXT, NAMES, st.booleans())
def test_matches_are_in_order_and_hold_what_was_sought(
    text: str, names: list[str], any_case: bool
) -> None:
    matches = Matcher(names, any_case).find(text)
    for one, other in pairwise(matches):
        assert one.end <= other.start
    for match in matches:
        assert 0 <= match.start < match.end <= len(text)
        assert match.spelling in names
        if not any_case:
            assert text[match.start : match.end].split() == match.spelling.split()


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=80))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(a, b, draw(st.text(min_size=1, max_size=9))) for a, b in spans]


@settings(deadline=None)
@given(edited_texts(), st.data())
def test_what_is_outside_replacements_maps_to_the_same_text_and_back(
    made: tuple[str, list[Edit]], data: st.DataObject
) -> None:
    text, edits = made
    new, blocks = edited(text, 0, len(text), edits)
    offsets = OffsetMap(tuple(blocks))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    moved = offsets.to_new(start, end)
    if start == end:
        assert moved is None
        return
    assert moved is not None
    inner = [e for e in edits if e.start < end and start < e.end]
    first = min([start, *(e.start for e in inner)])
    last = max([end, *(e.end for e in inner)])
    inside = [Edit(e.start, e.end, e.text) for e in inner]
    # What the span became is the span with the replacements in it made.
    assert new[slice(*moved)] == edited(text, first, last, inside)[0]
    # Back again: the same span, moved outward to whole replacements.
    assert offsets.to_old(*moved) == (first, last)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("write to a.b+c@mail.example.org.", "e-mail address", "a.b+c@mail.example.org"),
        ("it is dana dot rowe at harbour dot org", "e-mail address",
         "dana dot rowe at harbour dot org"),
        ("see https://x.example/staff/dana-rowe, yes", "web address",
         "https://x.example/staff/dana-rowe"),
        ("ring (555) 014-2237 or", "phone number", "(555) 014-2237"),
        ("ring +44 20 7946 0991.", "phone number", "+44 20 7946 0991"),
        ("in PE4 7QX, there", "postcode", "PE4 7QX"),
        ("in Ely, OH 45701.", "postcode", "45701"),
        ("my passport number is X1234567", "identity number", "X1234567"),
        ("SSN 078-05-1120", "identity number", "078-05-1120"),
        ("lives at 48 Gull Lane, Apt 3", "street address", "48 Gull Lane, Apt 3"),
        ("On Canal Street", "street address", "Canal Street"),
        ("in der Lindenstraße 12", "street address", "Lindenstraße 12"),
        ("I was born on 14 March 1971", "date of birth", "14 March 1971"),
        ("host 10.20.4.17.", "IP address", "10.20.4.17"),
        ("IBAN GB29 NWBK 6016 1331 9268 19", "account number", "GB29 NWBK 6016 1331 9268 19"),
    ],
)  # fmt: skip
def test_shapes(text: str, kind: str, found: str) -> None:
    assert [(m.spelling, text[m.start : m.end]) for m in shaped(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 we had 1,500 sensors, 24 of them at 12:30 on 3 May, at 99.5 percent.",
        "Version 3.2.1 of it cost 12,000 in the 1990s; the Supreme Court said no.",
        "[555-0134] is a mark, [Canal Street] too",
        "that was case 3 of 4, and the account was closed",
    ],
)
def test_ordinary_numbers_have_no_shape(text: str) -> None:
    assert shaped(text) == []


def wanted(*identifiers: Identifier, earlier: dict[str, str] | None = None) -> dict[str, str]:
    return proposals(identifiers, earlier or {}, (), {item.text for item in identifiers})


def test_one_person_has_one_pseudonym() -> None:
    names = ["Dana Rowe", "Dana", "ROWE", "D. Rowe", "Tom Lee", "Ann Lee", "Lee"]
    found = wanted(*(Identifier(name, "person") for name in names))
    assert len({found[name] for name in names[:4]}) == 1
    # Which Lee, nobody knows.
    assert len({found[name] for name in names[4:]}) == 3


def test_persons_read_as_one_name_stay_two() -> None:
    own = [Identifier(name, "person") for name in ("Dana Rowe", "Tom Lee")]
    misread = Identifier("Dana Rowe Tom Lee", "person", "language model")
    found = wanted(*own, misread)
    assert found["Dana Rowe"] != found["Tom Lee"]


def test_pseudonyms_are_kept_and_never_given_twice() -> None:
    ann, bo = Identifier("Ann", "person"), Identifier("Bo", "person")
    found = proposals([bo, ann], {"Ann": "[Person 3]"}, ["so [Person 7] said"], {"Ann", "Bo"})
    assert found == {"Ann": "[Person 3]", "Bo": "[Person 8]"}
    assert wanted(Identifier("1", "phone number"), Identifier("2", "phone number")) == {
        "1": "[phone number]", "2": "[phone number]",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Maria", "[Maria]"), ("[Maria]", "[Maria]"), ("a [b] \\1 $& c", "[a (b) \\1 $& c]"),
        ("two\nlines", "[two lines]"), ("Jose\u0301", "[José]"),
    ],
)  # fmt: skip
def test_replacements_stand_in_brackets(said: str, expected: str) -> None:
    assert in_brackets(said) == expected
    assert replaced("by Dana.", Dana=in_brackets(said)) == f"by {expected}."


def table_of(text: str, *names: str) -> list[Row]:
    items = [Identifier(name, "person") for name in names]
    texts = {"a.txt": text}
    places = find(names, texts)
    return rows(items, places, proposals(items, {}, (), places), texts)


def test_rows_tell_where_how_often_and_among_which_words() -> None:
    text = "Then Dana Rowe said that Dana\nwould, and Dana did not."
    full, short = table_of(text, "Dana Rowe", "Dana", "Nobody")
    assert (full.text, full.seen, full.start) == ("Dana Rowe", 1, 5)
    assert (short.seen, short.replacement) == (2, full.replacement) == (2, "[Person 1]")
    assert short.context.startswith("Then Dana Rowe said that »Dana« would, and")


def test_the_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = table_of('+44 20 rang. José, "so" and =1+1 and O\'Neil', "José", "+44 20", "=1+1")
    path = tmp_path / "review.csv"
    path.write_bytes(table_bytes(made))
    assert b"\n'+44" not in path.read_bytes() and b",'+44 20," in path.read_bytes()
    assert read_table(path) == made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_that_a_spreadsheet_saved_is_read(tmp_path: Path, encoding: str) -> None:
    content = "text;decision\r\nJosé Núñez;ja, gut\r\n\r\nÁna;YES\r\n"
    path = tmp_path / "review.csv"
    path.write_bytes(content.encode(encoding))
    assert [(r.text, r.accepted) for r in read_table(path)] == [
        ("José Núñez", "[ja, gut]"), ("Ána", ""),
    ]  # fmt: skip


def test_what_a_spreadsheet_did_to_numbers_is_undone() -> None:
    text = "call 0155 0134 now"
    [row] = table_of(text, "0155 0134")
    spoilt = Row("1550134", row.kind, row.replacement, "yes", "a.txt", row.start, row.end,
                 row_id=row.row_id)  # fmt: skip
    assert decide([spoilt], {"a.txt": text}, ()).everywhere == {"0155 0134": "[Person 1]"}
    elsewhere = Row("1550134", "", "", "yes", "a.txt", 0, 3, row_id=row.row_id)
    assert decide([elsewhere], {"a.txt": text}, ()).problems


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        ("yes", "[Person 1]"), (" Yes ", "[Person 1]"), ("no", "Dana"), ("", "Dana"),
        ("?", "Dana"), ("the mayor", "[the mayor]"),
    ],
)  # fmt: skip
def test_decisions(decision: str, outcome: str) -> None:
    row = Row("Dana", "person", "[Person 1]", decision)
    assert decide([row], {}, ()).replaced("Dana") == outcome


def test_a_decision_for_one_place_holds_there_only() -> None:
    text = "Will said: Will you?"
    rows = [
        Row("Will", "person", "[Person 1]", "yes"),
        Row("Will", "person", "[Person 1]", "no", "a.txt", 11, 15, scope="here"),
    ]
    edits = decide(rows, {"a.txt": text}, ()).edits("a.txt", text)
    assert edits == [Edit(0, 4, "[Person 1]")]
    stale = Row("Will", "person", "", "no", "a.txt", 1, 5, scope="here")
    assert "no longer fits" in decide([stale], {"a.txt": text}, ()).problems[0]


def test_a_renamed_person_is_renamed_in_all_spellings() -> None:
    rows = [
        Row("Dana Rowe", "person", "[Person 1]", "Maria"),
        Row("Dana", "person", "[Person 1]", "yes"),
        Row("555-0134", "phone number", "[phone number]", "office phone"),
        Row("555-0135", "phone number", "[phone number]", "yes"),
    ]
    found = decide(rows, {}, ())
    assert found.replaced("Dana Rowe, Dana, 555-0134, 555-0135") == (
        "[Maria], [Maria], [office phone], [phone number]"
    )


def test_rows_that_a_person_added_get_a_replacement() -> None:
    rows = [Row("Ann", "person", "[Person 1]", "yes"), Row("Bo", "person", "", "yes")]
    assert decide(rows, {}, ()).replaced("Ann, Bo") == "[Person 1], [Person 2]"


def test_rows_that_disagree_are_told_without_their_text() -> None:
    rows = [Row("Ann", "person", "[P 1]", "yes"), Row("Ann", "person", "[P 1]", "no")]
    [problem] = decide(rows, {}, ()).problems
    assert row_id("Ann") in problem and "Ann" not in problem


def test_a_new_run_keeps_decisions_and_adds_rows() -> None:
    text = "Dana met Bo."
    first = table_of(text, "Dana", "Bo", "Gone")
    decided = [Row(**{**_fields(first[0]), "decision": "Maria"}), first[1]]
    decided.append(Row("Mill", "place", "[mill]", "yes"))
    decided.append(Row("Undecided", "person", "[P 9]", row_id=row_id("Undecided")))
    again = merged(decided, table_of(text + " Cy too.", "Dana", "Bo", "Cy"))
    assert [(r.text, r.decision) for r in again] == [
        ("Dana", "Maria"), ("Bo", ""), ("Mill", "yes"), ("Cy", ""),
    ]  # fmt: skip
    assert merged(again, table_of(text + " Cy too.", "Dana", "Bo", "Cy")) == again


def _fields(row: Row) -> dict[str, object]:
    return {name: getattr(row, name) for name in Row.__slots__}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("text,verdict\na,yes\n", "no column 'decision'"),
        ("text,decision,scope\na,yes,here\n", "line 2 has scope 'here'"),
        ('text,decision\n"a,yes\n', "cannot be read"),
    ],
)
def test_a_spoilt_table_is_refused(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "review.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TableError, match=says):
        read_table(path)


def test_the_key_is_private_and_grows(tmp_path: Path) -> None:
    path = tmp_path / "s.key.csv"
    write_key(path, [Entry("[Person 1]", "Dana Rowe", "person")])
    write_key(path, [Entry("[Person 1]", "Dana", "person"), Entry("[phone]", "+44 1", "phone")])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [e.original for e in read_key(path)] == ["Dana", "Dana Rowe", "+44 1"]
    assert [p.name for p in tmp_path.iterdir()] == ["s.key.csv"]


def test_a_key_inside_the_study_is_refused(tmp_path: Path) -> None:
    study = tmp_path / "study"
    (study / "sub").mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(study)
    file_link = tmp_path / "file.csv"
    file_link.symlink_to(study / "k.csv")
    for inside in (study / "k.csv", study / "sub" / ".." / "k.csv", link / "k.csv", file_link):
        with pytest.raises(StudyError, match="into the study"):
            key_path(study, inside)
    with pytest.raises(StudyError, match="no place"):
        key_path(study, tmp_path / "nowhere" / "k.csv")
    assert key_path(study, None) == tmp_path / "study.key.csv"
    assert key_path(link, None) == tmp_path / "study.key.csv"


def test_another_table_is_not_overwritten_as_key(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(StudyError, match="no key of qualflow"):
        write_key(path, [])
    assert path.read_text() == "a,b\n1,2\n"


def test_labels_are_nobodys_names() -> None:
    labels = ("Interviewer", "P01", "Speaker 2", "Person 3", "SPEAKER_00", "Q", "Dana Rowe")
    text = "".join(f"{label}: hello\n" for label in labels)
    segments = tuple(Segment(0, 5, i, name) for i, name in enumerate(labels))
    found = own_names({"a": Interview(text, segments, "txt", "", "en")}, [], [], {})
    assert [item.text for item in found] == ["Dana Rowe"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Dana Rowe\r\nBo\r\n", [("Dana Rowe", "person", ""), ("Bo", "person", "")]),
        ("name;type;replacement\nOslo;city;north\n", [("Oslo", "city", "north")]),
        ("", []),
    ],
)
def test_a_list_of_names(tmp_path: Path, content: str, expected: list[tuple[str, ...]]) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(content.encode())
    assert [(i.text, i.kind, i.replacement) for i in read_names(path)] == expected
    assert read_names(tmp_path / "absent.csv") == []


def back(tmp_path: Path, rendered: Rendered, options: ReadOptions | None = None) -> Interview:
    """The new transcript as it is read from a file."""
    path = tmp_path / f"back{rendered.suffix}"
    path.write_bytes(rendered.content)
    return read(path, options or ReadOptions())


def turns(interview: Interview) -> list[tuple[str, Role, list[int], list[str]]]:
    """Who says which words when, turn by turn."""
    found: dict[int, tuple[str, Role, list[int], list[str]]] = {}
    for s in interview.segments:
        turn = found.setdefault(s.turn, (s.speaker, s.role, [], []))
        turn[2].extend(ms for _, ms in s.times)
        turn[3].extend(interview.text[s.start : s.end].split())
    return list(found.values())


TALKS = {
    "colon.txt": "Sam Ode: Who was it?\r\n\r\nDana Rowe: Dana Rowe's\r\nmother, Dana.\r\n\r\n"
    "Sam Ode: And then?\r\n\r\nDana Rowe: Nobody.\r\n",
    "times.txt": "Sam Ode (00:00:05): Who was it?\n\nDana Rowe (00:01:02): Dana.\n\n"
    "(00:01:40): Dana, I said.\n\nSam Ode (00:02:00): Why?\n\nDana Rowe (00:02:02): So.\n",
    "otter.txt": "Sam Ode  0:03\nWho?\n\nDana Rowe  0:09\nDana.\n\nNote: this.\n\n"
    "Sam Ode  1:03\nWhy?\n\nDana Rowe  1:09\nSo.\n",
    "voices.vtt": "WEBVTT\n\n00:00.000 --> 00:01.500\n<v Sam Ode>Who &amp; why?\n\n"
    "00:01.500 --> 00:03.000\n<v Dana Rowe>Dana\n\n00:03.000 --> 00:04.250\n"
    "<v Dana Rowe>Rowe, and 1 &lt; 2.\n",
    "rows.csv": "start,speaker,text\n0:00:01,Sam Ode,Who?\n0:00:04,Dana Rowe,Dana.\n"
    "0:00:06,Dana Rowe,So.\n",
    "whisper.json": '{"segments": [{"speaker": "Sam Ode", "text": "Who?"}, {"speaker": "Dana Rowe",'
    ' "start": 3.25, "end": 4, "text": "Dana.\\nAnd so on."}]}',
}


@pytest.mark.parametrize("name", TALKS)
def test_new_transcripts_keep_speakers_roles_times_and_words(tmp_path: Path, name: str) -> None:
    old = read_text(tmp_path, TALKS[name], name)
    accepted = {"Dana Rowe": "[Person 1]", "Dana": "[Person 1]", "Sam Ode": "[Person 2]"}
    decisions = Decisions(accepted, {}, {})
    rendered = render(old, decisions.edits(name, old.text), decisions.label)
    new = back(tmp_path, rendered)
    assert rendered.sha256 == new.sha256 and not rendered.roles
    assert "Dana" not in new.text and "Rowe" not in new.text and "[Person 1]" in new.text
    names = {"Dana Rowe": "Person 1", "Sam Ode": "Person 2"}

    def bare(label: str) -> str:
        return label.removesuffix(" (interviewer)").removesuffix(" (participant)")

    assert [(bare(t[0]), t[1]) for t in turns(new)] == [(names[t[0]], t[1]) for t in turns(old)]
    # The anchor that fell into a name, "Dana" and "Rowe" in two cues, moved behind it.
    assert [t[2] for t in turns(new)] == [t[2] for t in turns(old)]
    _check_map(old, new, rendered.offsets)


def _check_map(old: Interview, new: Interview, offsets: OffsetMap) -> None:
    """Every block holds the same text, or a mark; every letter that was said is in one."""
    said = {i for s in old.segments for i in range(s.start, s.end) if old.text[i].isalnum()}
    for block in offsets.blocks:
        text = new.text[block.new_start : block.new_end]
        if block.replaced:
            assert text.startswith("[") and text.endswith("]")
        else:
            assert text == old.text[block.old_start : block.old_end]
            span = (block.old_start, block.old_end)
            moved = offsets.to_new(*span)
            assert moved == (block.new_start, block.new_end)
            assert offsets.to_old(*moved) == span
        said -= set(range(block.old_start, block.old_end))
    assert not said


WORDS = st.text(alphabet="abcde .,?!:<>&[]()'\"\n\u00e9-=+1", min_size=1, max_size=40).filter(
    lambda text: any(c.isalpha() for c in text)
)


@st.composite
def talks(draw: st.DrawFn) -> Interview:
    """An interview as a reader might give it, with odd words, times and ends."""
    people: dict[str, Role] = {
        "Dana Rowe": "participant", "Ode Sam": "interviewer", "<odd & name>": "participant",
    }  # fmt: skip
    said = draw(st.lists(st.tuples(st.sampled_from([*people]), WORDS), min_size=2, max_size=6))
    said += [("Dana Rowe", "So it is."), ("Ode Sam", "Is it?")]
    timed, ended = draw(st.booleans()), draw(st.booleans())
    text, segments, turn, before = "", [], -1, ""
    for number, (speaker, words) in enumerate(said):
        head = f"{speaker}: "
        words = words.strip()
        start, end = len(text) + len(head), len(text) + len(head) + len(words)
        turn += speaker != before
        before = speaker
        times = ((start, number * 1500),) if timed else ()
        end_ms = number * 1500 + 1250 if timed and ended else None
        segments.append(Segment(start, end, turn, speaker, people[speaker], times, end_ms))
        text += f"{head}{words}\n\n"
    return Interview(text, tuple(segments), "txt", "Name: text", "en")


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(talks(), st.data())
def test_any_talk_can_be_written_and_mapped(
    tmp_path_factory: pytest.TempPathFactory, old: Interview, data: st.DataObject
) -> None:
    edits = []
    for segment in old.segments:
        if data.draw(st.booleans()):
            end = data.draw(st.integers(segment.start + 1, segment.end))
            edits.append(Edit(segment.start, end, in_brackets(data.draw(WORDS))))
    rendered = render(old, edits, lambda name: name)
    new = back(tmp_path_factory.mktemp("talk"), rendered)
    assert rendered.sha256 == new.sha256
    people = {s.speaker.removesuffix(" (participant)").removesuffix(" (interviewer)")
              for s in new.segments}  # fmt: skip
    assert people == {s.speaker for s in old.segments}
    assert [t[2] for t in turns(new)] == [t[2] for t in turns(old)]
    _check_map(old, new, rendered.offsets)


def test_one_spelling_is_a_tables_cell() -> None:
    assert one_spelling(" Dana\r\n\u00a0Rowe ") == "Dana Rowe"
