"""`qualflow deidentify` from end to end, on files."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from corpus.readers import read
from corpus.study import Study, new_study
from flows.deidentifying import apply, suggest
from tests.flows.test_cli import run

BRIDGE = (
    "Dana Rowe: Who runs the bridge?\r\n\r\nIlse Marner: I do, Ilse Marner. Dana's office in"
    " Tollbrook pays.\r\nRing me on 555-0134.\r\n\r\nDana Rowe: And JOSE?\r\n\r\n"
    "Ilse Marner: José Zubiri-Ek left; ilse.marner@bridge.example.org is me. Ilse Marners are rare."
    "\r\n"
)
HARBOUR = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v Dana Rowe>Where is Ilse?\n\n"
    "00:00:02.500 --> 00:00:04.000\n<v Olu Banda>In Tollbrook, Dana\n\n"
    "00:00:04.000 --> 00:00:06.000\n<v Olu Banda>Rowe. She will be back.\n"
)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = new_study(tmp_path / "harbour")
    (made.transcripts / "bridge dana-rowe.txt").write_bytes(BRIDGE.encode())
    (made.transcripts / "harbour.vtt").write_text(HARBOUR, encoding="utf-8")
    made.cases_file.write_text(
        "file,participant,city,role\nbridge dana-rowe.txt,Ilse Marner,Tollbrook,chief\n"
        "harbour.vtt,Olu Banda,Tollbrook,=cmd\n"
    )
    (made.root / "names.csv").write_text("name\nJosé Zubiri-Ek\n", encoding="utf-8")
    return made


def table(study: Study) -> list[dict[str, str]]:
    path = study.root / "deidentify" / "review.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        # `answer` saves as some spreadsheets do.
        delimiter = ";" if ";" in handle.readline() else ","
        handle.seek(0)
        return list(csv.DictReader(handle, delimiter=delimiter))


def answer(study: Study, decisions: dict[str, str], rest: str = "yes") -> None:
    """Fill the column `decision` as a person would; new texts become rows of their own."""
    rows = table(study)
    for row in rows:
        row["decision"] = decisions.pop(row["text"], row["decision"] or rest)
    blank = dict.fromkeys(rows[0], "")
    rows += [{**blank, "text": text, "decision": said} for text, said in decisions.items()]
    path = study.root / "deidentify" / "review.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


def new_texts(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir()}


def test_the_table_has_its_columns_and_is_private(study: Study) -> None:
    done = suggest(study.root)
    rows = {row["text"]: row for row in table(study)}
    assert list(rows["Dana Rowe"])[:7] == [
        "file", "start", "end", "text", "type", "replacement", "decision",
    ]  # fmt: skip
    assert done["rows"] == len(rows) and done["undecided"] == len(rows)
    assert rows["Dana Rowe"]["replacement"] == rows["Dana"]["replacement"] == "[Person 2]"
    assert rows["JOSE"]["replacement"] == rows["José Zubiri-Ek"]["replacement"] == "[Person 1]"
    assert rows["Tollbrook"]["replacement"] == "[City 1]"
    assert rows["Tollbrook"]["seen"] == "2"
    assert rows["555-0134"]["replacement"] == "[phone number]"
    assert "Marners" not in rows
    where = rows["555-0134"]
    text = read(study.transcripts / where["file"]).text
    assert text[int(where["start"]) : int(where["end"])] == "555-0134"
    folder = study.root / "deidentify"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o600}
    assert not study.root.with_name("harbour.key.csv").exists()


def test_what_is_accepted_is_replaced_everywhere_and_the_originals_stay(study: Study) -> None:
    before = snapshot(study.transcripts)
    suggest(study.root)
    answer(study, {"Tollbrook": "no", "She will be back": "sentence (\\1)"})
    done = apply(study.root)
    assert done["refused"] == [] and done["undecided"] == 0 and done["notes"] == []
    assert snapshot(study.transcripts) == before
    texts = new_texts(study.root / "deidentified")
    assert set(texts) == {"bridge person-2.txt", "cases.csv", "harbour.vtt"}
    everything = " ".join(texts.values())
    for word in ("Dana", "Rowe", "Olu", "Banda", "José", "JOSE", "Zubiri", "0134", "ilse.marner"):
        assert word not in everything
    bridge, harbour = texts["bridge person-2.txt"], texts["harbour.vtt"]
    assert "[Person 2]'s office in Tollbrook" in bridge
    assert "Ring me on [phone number]" in bridge and "\r" not in bridge
    # "Marners" is another word.
    assert "[Person 3] Marners are rare" in bridge
    assert "<v Person 4>In Tollbrook, [Person 2]" in harbour
    assert "[sentence (\\1)]" in harbour
    with (study.root / "deidentified" / "cases.csv").open(newline="") as handle:
        first, second = csv.DictReader(handle)
    assert first == {"file": "bridge person-2.txt", "participant": "Person 3",
                     "city": "Tollbrook", "role": "chief"}  # fmt: skip
    assert (second["participant"], second["role"]) == ("Person 4", "'=cmd")


def test_speakers_roles_and_times_survive(study: Study) -> None:
    suggest(study.root)
    answer(study, {})
    apply(study.root)
    for old, new in (("bridge dana-rowe.txt", "bridge person-2.txt"), ("harbour.vtt",) * 2):
        before = read(study.transcripts / old)
        after = read(study.root / "deidentified" / new)
        assert [s.role for s in after.segments] == [s.role for s in before.segments]
        assert [[ms for _, ms in s.times] for s in after.segments] == [
            [ms for _, ms in s.times] for s in before.segments
        ]
        assert [s.end_ms for s in after.segments] == [s.end_ms for s in before.segments]


def test_the_offset_map_leads_from_old_to_new(study: Study) -> None:
    suggest(study.root)
    answer(study, {})
    apply(study.root)
    content = (study.root / "deidentify" / "offsets.json").read_text(encoding="utf-8")
    assert "Ilse" not in content
    for item in json.loads(content)["files"]:
        old = read(study.transcripts / item["old_file"])
        new = read(study.root / "deidentified" / item["new_file"])
        assert (old.sha256, new.sha256) == (item["old_sha256"], item["new_sha256"])
        for old_start, old_end, new_start, new_end, kind in item["spans"]:
            same = old.text[old_start:old_end] == new.text[new_start:new_end]
            assert same == (kind == "same")


def test_the_key_lies_outside_and_is_shown_to_nobody(
    study: Study, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    run(capsys, "deidentify", study.root)
    answer(study, {"Olu Banda": "Kofi"})
    code, out, err = run(capsys, "deidentify", study.root, "--apply")
    assert code == 0
    key = study.root.with_name("harbour.key.csv")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "[Kofi],Olu Banda" in key.read_text(encoding="utf-8")
    inside = [p for p in study.root.rglob("*") if p.is_file() and "key" in p.name]
    assert inside == []
    for word in ("Olu", "Kofi", "Ilse", "Tollbrook", "0134"):
        assert word not in out + err + caplog.text


@pytest.mark.parametrize("arguments", [(), ("--apply",)])
def test_a_key_inside_the_study_is_refused(
    study: Study, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    suggest(study.root)
    path = study.root / "key.csv"
    code, _, err = run(capsys, "deidentify", study.root, "--key", path, *arguments)
    assert code == 2 and "would put the key into the study" in err
    assert not path.exists() and not (study.root / "deidentified").exists()


def test_later_runs_keep_decisions_and_pseudonyms_and_add_rows(study: Study) -> None:
    suggest(study.root)
    answer(study, {"Olu Banda": "Kofi"}, rest="")
    before = {row["text"]: row for row in table(study)}
    (study.transcripts / "a first.txt").write_text(
        "Ada Firth: Is Olu Banda in?\n\nBo Finch: No, no.\n\nAda Firth: Why?\n\nBo Finch: So.\n"
    )
    done = suggest(study.root)
    after = {row["text"]: row for row in table(study)}
    assert after["Olu Banda"]["decision"] == "Kofi" and after["Olu Banda"]["file"] == "a first.txt"
    assert {t: r["replacement"] for t, r in after.items() if t in before} == {
        text: row["replacement"] for text, row in before.items()
    }
    assert after["Bo Finch"]["replacement"] not in {r["replacement"] for r in before.values()}
    assert done["new"] == len(after) - len(before) > 0
    assert suggest(study.root)["new"] == 0


def test_a_new_transcript_must_be_reviewed_before_it_is_written(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    suggest(study.root)
    answer(study, {})
    (study.transcripts / "late.txt").write_text("Ada: Is it?\n\nBo: No.\n\nAda: Why?\n\nBo: So.\n")
    code, out, _ = run(capsys, "deidentify", study.root, "--apply")
    assert code == 1 and "late.txt: it is new or changed" in out
    assert not (study.root / "deidentified" / "late.txt").exists()


def test_what_is_undecided_stays_and_is_told(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    suggest(study.root)
    answer(study, {"Dana Rowe": "yes"}, rest="")
    code, out, _ = run(capsys, "deidentify", study.root, "--apply")
    assert code == 1 and "rows are undecided" in out and "what nobody suggested" in out
    assert "<v Olu Banda>" in (study.root / "deidentified" / "harbour.vtt").read_text()


def test_a_swap_moves_the_originals_out(study: Study) -> None:
    before = {p.name: p.read_bytes() for p in study.transcripts.iterdir()}
    (study.root / "results").mkdir()
    settings = study.root / "study.toml"
    content = settings.read_text().replace("interviewers = []", 'interviewers = ["Dana Rowe"]', 1)
    settings.write_text(content)
    suggest(study.root)
    answer(study, {})
    done = apply(study.root, swap=True)
    away = study.root.with_name("harbour.originals")
    assert {p.name: p.read_bytes() for p in (away / "transcripts").iterdir()} == before
    assert stat.S_IMODE(away.stat().st_mode) == 0o700
    assert {p.name for p in study.transcripts.iterdir()} == {"bridge person-2.txt", "harbour.vtt"}
    assert not (study.root / "deidentify").exists() and not (study.root / "names.csv").exists()
    assert "Person 3" in study.cases_file.read_text()
    assert [note.split(" ")[0] for note in done["notes"]] == ["results", "study.toml"]
    # Once more, with one file more: the key remembers who is who, nothing is overwritten.
    (study.transcripts / "new.txt").write_text(
        "Dana Rowe: Is it?\n\nUta Kehl: No.\n\nDana Rowe: Why?\n\nUta Kehl: Dana, ask Ilse Marner."
    )
    suggest(study.root)
    rows = {row["text"]: row["replacement"] for row in table(study)}
    assert rows["Dana Rowe"] == "[Person 2]" and rows["Ilse Marner"] == "[Person 3]"
    assert rows["Uta Kehl"] == "[Person 5]"
    answer(study, {})
    again = apply(study.root, swap=True)
    assert again["originals"] == str(study.root.with_name("harbour.originals-2"))
    assert "Person 5: [Person 2], ask [Person 3]." in (study.transcripts / "new.txt").read_text()
    assert len(list((away / "transcripts").iterdir())) == 2


def test_a_swap_leaves_no_transcript_behind(study: Study) -> None:
    (study.transcripts / "broken.docx").write_bytes(b"nothing")
    suggest(study.root)
    answer(study, {})
    before = snapshot(study.transcripts)
    with pytest.raises(Exception, match="1 of 3 transcripts would be left behind"):
        apply(study.root, swap=True)
    assert snapshot(study.transcripts) == before
    done = apply(study.root)
    assert [item["file"] for item in done["refused"]] == ["broken.docx"] and done["written"] == 2


def test_files_of_others_in_the_way_are_not_overwritten(study: Study) -> None:
    suggest(study.root)
    answer(study, {})
    (study.root / "deidentified").mkdir()
    (study.root / "deidentified" / "mine.txt").write_text("x")
    with pytest.raises(Exception, match=r"did not write, such as mine.txt"):
        apply(study.root)
    (study.root / "deidentified" / "mine.txt").unlink()
    apply(study.root)
    apply(study.root)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--apply",), "there is no review table"), (("--swap",), "goes with --apply only")],
)
def test_misuse_is_told(
    study: Study, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    code, _, err = run(capsys, "deidentify", study.root, *arguments)
    assert code == 2 and says in err


def test_json_holds_counts_and_paths_only(
    study: Study, capsys: pytest.CaptureFixture[str], offline: None
) -> None:
    _, out, _ = run(capsys, "deidentify", study.root, "--json")
    found: dict[str, Any] = json.loads(out)
    assert found["transcripts"] == 2 and found["undecided"] == found["rows"]
    answer(study, {})
    code, out, _ = run(capsys, "deidentify", study.root, "--apply", "--json")
    assert code == 0 and json.loads(out)["written"] == 2
    assert "Olu" not in out and "Tollbrook" not in out


def test_help_promises_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "deidentify", "--help")
    plain = " ".join(out.split())
    assert "Suggests identifiers for a person to review" in plain
    assert "no promise of anonymity" in plain and "Example: qualflow deidentify" in plain
    assert "anonymise" not in plain.lower() and "anonymize" not in plain.lower()
