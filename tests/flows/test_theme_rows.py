"""What the report says of themes over time, from the events of a register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flows.theme_rows import heard, not_in_force, proposal_rows, theme_changes
from models.themes.events import Event
from models.themes.register import replay
from review.findings import PassageRow, ThemeRow
from tests.review.fake_findings import fake_findings

A_PASSAGE = fake_findings(interviews=1, per_interview=1).passages[0]


def passages(themes: Mapping[str, str]) -> list[PassageRow]:
    """Passages by id with their themes; the interview is the id's first letter."""
    return [
        replace(A_PASSAGE, passage_id=passage, interview_id=passage[0], theme_id=theme)
        for passage, theme in themes.items()
    ]


def row(theme_id: str, name: str) -> ThemeRow:
    return ThemeRow(theme_id, name, (), 0, 0, None, "provisional", ())


def fit(number: int, places: Mapping[str, str], proposals: Sequence[Any] = ()) -> Event:
    """A fit that makes the themes of its places."""
    themes = [
        {"theme_id": theme, "origin": "found", "name": f"N {theme}", "keywords": [],
         "stability": 0.8, "new": True}
        for theme in sorted(set(places.values()) - {""})
    ]  # fmt: skip
    payload = {
        "fit": number, "themes": themes, "retired": [], "places": places,
        "proposals": list(proposals),
    }  # fmt: skip
    return Event(number, "fitted", "qualflow", "2020-01-01T00:00:00", payload)


def decision(number: int, kind: str, **payload: Any) -> Event:
    return Event(number, kind, "ana", "2020-01-02T00:00:00", payload)


BIRTH = {
    "kind": "birth", "theme_id": "", "into": "", "new_id": "theme-009", "name": "Bins",
    "origin": "found", "keywords": [], "stability": 0.8, "passages": ["a1", "gone"],
    "reason": "passages that no theme speaks of", "proposal_id": "fit-1-1",
}  # fmt: skip
MERGE = {
    **BIRTH, "kind": "merge", "theme_id": "theme-002", "into": "theme-001", "new_id": "",
    "passages": [], "stability": None, "reason": "found together", "proposal_id": "fit-1-2",
}  # fmt: skip
FIRST = {"a1": "theme-001", "a2": "theme-001", "b1": "theme-002", "b2": "", "gone": "theme-001"}


def test_changes_add_up() -> None:
    before = replay([fit(1, FIRST)])
    events = [
        fit(1, FIRST),
        decision(2, "move", passages=["a2", "b2"], theme_id="theme-002"),
        Event(3, "assigned", "qualflow", "", {"places": {"c1": "theme-002"}, "proposals": []}),
    ]
    now = {"a1": "theme-001", "a2": "theme-002", "b1": "theme-002", "b2": "theme-002",
           "c1": "theme-002"}  # fmt: skip
    themes = [row("theme-002", "Second"), row("theme-001", "First")]
    second, first = theme_changes(before, replay(events), themes, passages(now))
    assert (second.before, second.now) == (1, 4)
    assert (second.stayed, second.left, second.gone) == (1, 0, 0)
    assert (second.joined, second.new_passages, second.became) == (2, 1, "")
    assert (first.before, first.now) == (3, 1)
    assert (first.stayed, first.left, first.gone) == (1, 1, 1)
    for change in (first, second):
        assert change.before == change.stayed + change.left + change.gone
        assert change.now == change.stayed + change.joined + change.new_passages


def test_themes_that_came_and_went_are_told() -> None:
    before = replay([fit(1, FIRST)])
    events = [
        fit(1, FIRST),
        decision(2, "create", new_id="theme-003", label="Ours", passages=["a1"]),
        decision(3, "merge", theme_id="theme-002", into="theme-001"),
        decision(4, "retire", theme_id="theme-001"),
    ]
    found = theme_changes(
        before, replay(events), [row("theme-003", "Ours")], passages({"a1": "theme-003", "a2": ""})
    )
    assert [(change.theme_id, change.became) for change in found] == [
        ("theme-003", "new"),
        ("theme-001", "retired"),
        ("theme-002", "merged into “N theme-001”"),
    ]
    assert found[1].name == "N theme-001"


def test_a_theme_whose_passages_are_gone_is_not_in_force() -> None:
    events = [
        fit(1, FIRST),
        decision(2, "create", new_id="theme-003", label="Ours", passages=["gone"]),
        decision(3, "create", new_id="theme-004", label="Mistake"),
    ]
    now = replay([*events, decision(4, "undo", event=3)], {"a1", "a2", "b1", "b2"})
    found = theme_changes(replay(events), now, [], passages({"a1": ""}))
    told = {change.theme_id: (change.became, change.gone) for change in found}
    assert told["theme-003"] == ("not in force", 1)
    assert told["theme-004"] == ("taken back", 0)


def test_proposals_are_told_with_names_and_present_passages() -> None:
    events = [fit(1, FIRST, [BIRTH, MERGE]), decision(2, "reject", proposal_id="fit-1-2")]
    birth, merge = proposal_rows(replay(events), frozenset(("a1", "b1")))
    assert birth.waiting
    assert birth.told == (
        "a new theme “Bins” of 2 passages, stability 0.80: passages that no theme speaks of"
    )
    assert birth.passages == ("a1",)
    assert not merge.waiting
    assert "theme-002 “N theme-002” merged into theme-001 “N theme-001”" in merge.told


def test_overtaken_proposals_and_answers_to_earlier_fits_are_passed_over() -> None:
    events = [
        fit(1, FIRST, [BIRTH, MERGE]),
        decision(2, "reject", proposal_id="fit-1-2"),
        fit(2, FIRST),
    ]
    assert proposal_rows(replay(events), frozenset(FIRST)) == []


def test_decisions_not_in_force_name_nobody_and_no_time() -> None:
    events = [fit(1, FIRST), decision(2, "rename", theme_id="theme-007", label="X")]
    (told,) = not_in_force(replay(events))
    assert told == "Event 2, theme-007 named “X”: there is no theme theme-007."


def test_interviews_without_a_theme_are_heard_too() -> None:
    found = heard(passages({"a1": "theme-001", "a2": "", "b1": ""}))
    assert found == {"a": {"theme-001"}, "b": set()}
