"""The register of themes: decisions survive, undo restores, ids are never used twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models.themes.events import DECISIONS, Event, next_theme, undone
from models.themes.matching import match
from models.themes.proposing import FittedGroup, fitted, rest_proposals
from models.themes.register import (
    ACTIVE,
    OPEN,
    OVERTAKEN,
    CannotApplyError,
    Place,
    Register,
    apply,
    replay,
)


def event(number: int, kind: str, **payload: Any) -> Event:
    return Event(number, kind, "ana", "2026-01-01T00:00:00+00:00", payload)


def groups_of(*sizes: int) -> list[FittedGroup]:
    """Groups of passages p0, p1, … in order."""
    found, at = [], 0
    for number, size in enumerate(sizes):
        ids = tuple(f"p{i}" for i in range(at, at + size))
        found.append(FittedGroup(ids, f"Name {number}", (f"word{number}",), 0.9))
        at += size
    return found


def first_fit(*sizes: int) -> list[Event]:
    groups = groups_of(*sizes)
    passages = [p for group in groups for p in group.passages]
    return [event(1, "fitted", **fitted([], Register(), groups, passages, accepted=True))]


def after(events: list[Event], *more: tuple[str, dict[str, Any]]) -> list[Event]:
    found = list(events)
    for kind, payload in more:
        found.append(event(len(found) + 1, kind, **payload))
    return found


def test_a_first_fit_is_put_in_force() -> None:
    register = replay(first_fit(3, 2))
    assert [t.theme_id for t in register.active()] == ["theme-001", "theme-002"]
    assert register.members() == {"theme-001": ["p0", "p1", "p2"], "theme-002": ["p3", "p4"]}
    assert not register.proposals
    assert register.decisions == 0


@pytest.mark.parametrize(
    ("kind", "payload", "check"),
    [
        ("rename", {"theme_id": "theme-001", "label": "Lamps"},
         lambda r: r.themes["theme-001"].shown == "Lamps"),
        ("describe", {"theme_id": "theme-001", "text": "Of lamps."},
         lambda r: r.themes["theme-001"].description == "Of lamps."),
        ("merge", {"theme_id": "theme-002", "into": "theme-001"},
         lambda r: r.members() == {"theme-001": ["p0", "p1", "p2", "p3", "p4"]}),
        ("split", {"theme_id": "theme-001", "new_id": "theme-003", "label": "S",
                   "passages": ["p1"]},
         lambda r: r.members()["theme-003"] == ["p1"]),
        ("create", {"new_id": "theme-003", "label": "N", "passages": []},
         lambda r: r.members()["theme-003"] == []),
        ("retire", {"theme_id": "theme-002"},
         lambda r: r.places["p3"] == Place("", decided=True)),
        ("move", {"theme_id": "theme-002", "passages": ["p0"]},
         lambda r: r.places["p0"] == Place("theme-002", decided=True)),
        ("move", {"theme_id": "", "passages": ["p0"]},
         lambda r: r.places["p0"] == Place("", decided=True)),
        ("pin", {"theme_id": "theme-001", "passages": ["p2"]},
         lambda r: r.themes["theme-001"].pinned == ("p2",)),
        ("group", {"theme_id": "theme-002", "parent": "theme-001"},
         lambda r: r.themes["theme-002"].parent == "theme-001"),
    ],
)  # fmt: skip
def test_each_operation_and_its_undo(kind: str, payload: dict[str, Any], check: Any) -> None:
    events = after(first_fit(3, 2), (kind, payload))
    assert check(replay(events))
    back = after(events, ("undo", {"event": 2}))
    assert replay(back).themes == replay(first_fit(3, 2)).themes
    assert replay(back).places == replay(first_fit(3, 2)).places
    restored = after(back, ("undo", {"event": 3}))
    assert replay(restored).themes == replay(events).themes
    assert replay(restored).places == replay(events).places


@pytest.mark.parametrize(
    ("kind", "payload", "reason"),
    [
        ("rename", {"theme_id": "theme-009", "label": "X"}, "there is no theme theme-009"),
        ("merge", {"theme_id": "theme-001", "into": "theme-001"}, "into itself"),
        ("split", {"theme_id": "theme-001", "new_id": "theme-003", "label": "S",
                   "passages": ["p4"]}, "none of the passages is in theme-001"),
        ("create", {"new_id": "theme-001", "label": "N", "passages": []}, "already"),
        ("unpin", {"theme_id": "theme-001", "passages": ["p0"]}, "pinned"),
        ("group", {"theme_id": "theme-001", "parent": "theme-001"}, "itself"),
        ("accept", {"proposal_id": "fit-1-1"}, "there is no proposal"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_why(kind: str, payload: dict[str, Any], reason: str) -> None:
    register = replay(first_fit(3, 2))
    with pytest.raises(CannotApplyError, match=reason):
        apply(register, event(2, kind, **payload))
    listed = replay(after(first_fit(3, 2), (kind, payload)))
    assert [u.event.kind for u in listed.unreplayed] == [kind]


def test_a_decision_that_rests_on_another_is_listed_when_that_is_taken_back() -> None:
    events = after(
        first_fit(3, 2),
        ("create", {"new_id": "theme-003", "label": "New", "passages": ["p0"]}),
        ("rename", {"theme_id": "theme-003", "label": "Better"}),
        ("undo", {"event": 2}),
    )
    register = replay(events)
    assert [(u.event.number, u.reason) for u in register.unreplayed] == [
        (3, "there is no theme theme-003")
    ]
    assert register.places["p0"].theme_id == "theme-001"
    assert next_theme(events) == "theme-004"


def test_merging_a_theme_into_one_of_its_branches_makes_no_circle() -> None:
    events = after(
        first_fit(1, 1, 1),
        ("group", {"theme_id": "theme-002", "parent": "theme-003"}),
        ("group", {"theme_id": "theme-003", "parent": "theme-001"}),
        ("merge", {"theme_id": "theme-001", "into": "theme-002"}),
    )
    themes = replay(events).themes
    assert (themes["theme-002"].parent, themes["theme-003"].parent) == ("", "theme-002")


def test_decisions_on_passages_that_are_gone_are_listed() -> None:
    events = after(first_fit(3, 2), ("move", {"theme_id": "theme-002", "passages": ["p0", "p1"]}))
    some = replay(events, present={"p1", "p2", "p3", "p4"})
    assert some.places["p1"] == Place("theme-002", decided=True)
    assert [u.reason for u in some.unreplayed] == ["1 of its passages are no longer in the study"]
    none = replay(events, present={"p2"})
    assert "none of its passages" in none.unreplayed[0].reason


def refitted(events: list[Event], groups: list[FittedGroup], accepted: bool = False) -> list[Event]:
    passages = [p for group in groups for p in group.passages]
    payload = fitted(events, replay(events), groups, passages, accepted)
    return [*events, event(len(events) + 1, "fitted", **payload)]


def test_a_refit_proposes_and_old_passages_stay() -> None:
    events = after(first_fit(10, 10), ("rename", {"theme_id": "theme-001", "label": "Mine"}))
    old = replay(events).places
    # the first theme falls apart, the second goes on, ten new passages make a third group
    new = [
        FittedGroup(tuple(f"p{i}" for i in range(6)), "A", ("a",), 0.8),
        FittedGroup(tuple(f"p{i}" for i in range(6, 10)), "B", ("b",), 0.8),
        FittedGroup((*(f"p{i}" for i in range(10, 20)), "q0"), "C", ("c",), 0.8),
        FittedGroup(tuple(f"r{i}" for i in range(10)), "D", ("d",), 0.8),
    ]
    events = refitted(events, new)
    register = replay(events)
    assert {p: register.places[p] for p in old} == old
    assert register.places["q0"] == Place("theme-002", decided=False)
    assert register.places["r0"] == Place("", decided=False)
    told = {(p.kind, p.theme_id, p.new_id) for p in register.proposals.values()}
    assert told == {("split", "theme-001", "theme-003"), ("birth", "", "theme-004")}
    assert register.themes["theme-001"].shown == "Mine"
    birth = next(p for p in register.proposals.values() if p.kind == "birth")
    accepted = replay(after(events, ("accept", {"proposal_id": birth.proposal_id})))
    assert accepted.members()["theme-004"] == [f"r{i}" for i in range(10)]
    split = next(p for p in register.proposals.values() if p.kind == "split")
    accepted = replay(after(events, ("accept", {"proposal_id": split.proposal_id})))
    assert accepted.members()["theme-003"] == [f"p{i}" for i in range(6, 10)]


def test_themes_that_grow_together_or_are_not_found_are_proposed_to_end() -> None:
    events = after(first_fit(10, 4, 6), ("rename", {"theme_id": "theme-001", "label": "Mine"}))
    groups = [FittedGroup(tuple(f"p{i}" for i in range(14)), "A", ("a",), 0.8)]
    register = replay(refitted(events, groups))
    told = {(p.kind, p.theme_id, p.into) for p in register.proposals.values()}
    assert told == {("merge", "theme-002", "theme-001"), ("death", "theme-003", "")}
    for proposal in register.proposals.values():
        replayed = replay(
            after(refitted(events, groups), ("accept", {"proposal_id": proposal.proposal_id}))
        )
        assert replayed.themes[proposal.theme_id].status != ACTIVE
        assert not replayed.unreplayed


def test_without_decisions_a_refit_is_put_in_force_and_ids_are_carried() -> None:
    events = first_fit(10, 10)
    groups = [
        FittedGroup(tuple(f"p{i}" for i in range(9)), "A", ("a",), 0.8),
        FittedGroup(("p9", *(f"r{i}" for i in range(9))), "B", ("b",), 0.8),
    ]
    register = replay(refitted(events, groups, accepted=True))
    assert register.themes["theme-002"].status == "retired"
    assert [t.theme_id for t in register.active()] == ["theme-001", "theme-003"]
    assert register.places["p15"] == Place("", decided=False) or "p15" not in groups[0].passages


def test_an_expected_theme_keeps_its_id_by_name() -> None:
    lamp = FittedGroup(("p0", "p1"), "x", ("lamp",), None, expected="Lamps")
    events = [
        event(1, "fitted", **fitted([], Register(), [lamp], ["p0", "p1"], accepted=True)),
        event(2, "rename", theme_id="theme-001", label="Street lamps"),
    ]
    other = FittedGroup(("q5", "q6"), "x", ("lamp",), None, expected="Lamps")
    payload = fitted(events, replay(events), [other], ["p0", "p1", "q5", "q6"], accepted=False)
    register = replay([*events, event(3, "fitted", **payload)])
    assert not register.proposals
    assert register.members() == {"theme-001": ["p0", "p1", "q5", "q6"]}
    assert register.themes["theme-001"].origin == "expected"


def test_passages_left_over_are_proposed_as_themes() -> None:
    events = first_fit(3)
    proposals = rest_proposals(events, [FittedGroup(("q1", "q2"), "Rest", ("r",), 0.9)], 2)
    register = replay([*events, event(2, "assigned", places={"q1": "", "q2": ""},
                                      proposals=proposals)])  # fmt: skip
    assert [(p.proposal_id, p.kind, p.status) for p in register.proposals.values()] == [
        ("rest-2-1", "birth", OPEN)
    ]


def suggested(number: int, theme_id: str, name: str) -> tuple[str, dict[str, Any]]:
    """A language model's proposal, as the event of that number."""
    return "suggested", {
        "proposal_id": f"name-{number}", "theme_id": theme_id, "name": name, "model": "small",
        "address": "http://localhost/v1", "quotes": 8, "asked_by": "ana",
    }  # fmt: skip


def test_a_suggested_name_is_a_proposal() -> None:
    events = after(first_fit(3, 2), suggested(2, "theme-001", "Dark streets"))
    register = replay(events)
    (proposal,) = register.proposals.values()
    assert (proposal.kind, proposal.status) == ("name", OPEN)
    assert proposal.reason == "proposed by small at http://localhost/v1 (a machine)"
    assert register.themes["theme-001"].shown == "Name 0"
    assert register.decisions == 0
    accepted = after(events, ("accept", {"proposal_id": "name-2"}))
    assert replay(accepted).themes["theme-001"].label == "Dark streets"
    back = replay(after(accepted, ("undo", {"event": 3})))
    assert back.themes["theme-001"].label == ""
    assert back.proposals["name-2"].status == OPEN
    rejected = replay(after(events, ("reject", {"proposal_id": "name-2"})))
    assert rejected.themes["theme-001"].label == ""
    assert not rejected.unreplayed


def test_a_later_suggestion_overtakes_an_open_one_for_the_same_theme_only() -> None:
    events = after(first_fit(10, 4, 6), ("rename", {"theme_id": "theme-001", "label": "Mine"}))
    groups = [FittedGroup(tuple(f"p{i}" for i in range(14)), "A", ("a",), 0.8)]
    events = after(
        refitted(events, groups),
        suggested(4, "theme-001", "One"),
        suggested(5, "theme-002", "Two"),
        suggested(6, "theme-001", "Three"),
    )
    found = {p.proposal_id: p.status for p in replay(events).proposals.values()}
    fits = {proposal_id for proposal_id in found if proposal_id.startswith("fit-")}
    assert len(fits) == 2
    assert {p for p, status in found.items() if status == OPEN} == {*fits, "name-5", "name-6"}
    # a fit proposes its own anew, and leaves names to wait
    found = {p.proposal_id: p.status for p in replay(refitted(events, groups)).proposals.values()}
    assert all(found[p] == OVERTAKEN for p in fits)
    assert found["name-5"] == found["name-6"] == OPEN


@pytest.mark.parametrize(
    "ending",
    [
        ("retire", {"theme_id": "theme-001"}),
        ("merge", {"theme_id": "theme-001", "into": "theme-002"}),
    ],
)
def test_a_name_for_a_theme_that_is_gone_waits_no_longer(
    ending: tuple[str, dict[str, Any]],
) -> None:
    events = after(first_fit(3, 2), suggested(2, "theme-001", "One"), ending)
    assert replay(events).proposals["name-2"].status == OVERTAKEN
    assert replay(after(events, ("undo", {"event": 3}))).proposals["name-2"].status == OPEN
    late = replay(after(events, suggested(4, "theme-001", "Two")))
    assert late.proposals["name-4"].status == OVERTAKEN
    assert not late.unreplayed


def test_a_name_for_a_theme_whose_making_was_taken_back() -> None:
    events = after(
        first_fit(3, 2),
        ("create", {"new_id": "theme-003", "label": "", "passages": ["p0"]}),
        suggested(3, "theme-003", "New"),
        ("undo", {"event": 2}),
    )
    assert replay(events).proposals["name-3"].status == OVERTAKEN
    assert not replay(events).unreplayed


def test_matching_is_by_passages_that_both_know() -> None:
    standing = {f"p{i}": "a" if i < 10 else "b" for i in range(20)}
    passages = [f"p{i}" for i in range(20)] + [f"n{i}" for i in range(40)]
    found = match([0] * 10 + [1] * 10 + [1] * 40, passages, standing)
    assert found.carried == {0: "a", 1: "b"}
    assert match([], [], {}).carried == {}


def test_undo_of_an_undo() -> None:
    events = [event(1, "rename"), event(2, "undo", event=1), event(3, "undo", event=2)]
    assert undone(events[:2]) == {1}
    assert undone(events) == {2}


PASSAGES = [f"p{i}" for i in range(24)]


class Analyst(RuleBasedStateMachine):
    """Any sequence of operations, undos, refits and new interviews."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.given: set[str] = set()
        self.known = list(PASSAGES[:16])

    def add(self, kind: str, **payload: Any) -> bool:
        """Records a decision as the desk does: only if it fits what is there."""
        try:
            apply(replay(self.events), event(0, kind, **payload))
        except CannotApplyError:
            return False
        self.events.append(event(len(self.events) + 1, kind, **payload))
        return True

    @initialize(seed=st.integers(0, 9))
    def start(self, seed: int) -> None:
        self.fit(seed, accepted=True)

    def fit(self, seed: int, accepted: bool) -> None:
        groups = [
            FittedGroup(tuple(p for i, p in enumerate(self.known) if (i * (seed + 3)) % 4 == g),
                        f"N{g}", (), 0.5)
            for g in range(3)
        ]  # fmt: skip
        payload = fitted(self.events, replay(self.events), groups, self.known, accepted)
        self.events.append(event(len(self.events) + 1, "fitted", **payload))

    def ids(self) -> list[str]:
        return sorted(replay(self.events).themes)

    def pick(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(self.ids()))

    def some(self, data: st.DataObject) -> list[str]:
        return data.draw(st.lists(st.sampled_from(self.known), min_size=1, max_size=4, unique=True))

    def fresh(self) -> str:
        new_id = next_theme(self.events)
        assert new_id not in self.given
        return new_id

    @rule(seed=st.integers(0, 9))
    def refit(self, seed: int) -> None:
        before = replay(self.events).places
        self.fit(seed, accepted=not replay(self.events).decisions)
        now = replay(self.events).places
        assert all(now[p] == place for p, place in before.items() if place.decided)

    @rule()
    def new_interview(self) -> None:
        if len(self.known) < len(PASSAGES):
            new = PASSAGES[len(self.known)]
            self.known.append(new)
            themes = [t.theme_id for t in replay(self.events).active()] or [""]
            self.events.append(
                event(len(self.events) + 1, "assigned", places={new: themes[0]}, proposals=[])
            )

    @rule(data=st.data(), name=st.text(min_size=1, max_size=5))
    def suggest(self, data: st.DataObject, name: str) -> None:
        """A language model proposes a name: it changes no theme and no other theme's proposal."""
        before, theme_id = replay(self.events), self.pick(data)
        self.events = after(self.events, suggested(len(self.events) + 1, theme_id, name))
        now = replay(self.events)
        assert (now.themes, now.places) == (before.themes, before.places)
        new = f"name-{len(self.events)}"
        assert (now.proposals[new].status == OPEN) == (now.resolve(theme_id) == theme_id)
        for proposal_id, proposal in before.proposals.items():
            if (proposal.kind, proposal.theme_id) != ("name", theme_id):
                assert now.proposals[proposal_id] == proposal

    @rule(data=st.data(), label=st.text(min_size=1, max_size=5))
    def rename(self, data: st.DataObject, label: str) -> None:
        self.add("rename", theme_id=self.pick(data), label=label)

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        self.add("merge", theme_id=self.pick(data), into=self.pick(data))

    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        new_id = self.fresh()
        self.add("split", theme_id=self.pick(data), new_id=new_id, label="S",
                 passages=self.some(data))  # fmt: skip

    @rule(data=st.data())
    def create(self, data: st.DataObject) -> None:
        self.add("create", new_id=self.fresh(), label="C", passages=self.some(data))

    @rule(data=st.data())
    def retire(self, data: st.DataObject) -> None:
        self.add("retire", theme_id=self.pick(data))

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        target = data.draw(st.sampled_from([*self.ids(), ""]))
        passages = self.some(data)
        if self.add("move", theme_id=target, passages=passages):
            places = replay(self.events).places
            assert all(places[p] == Place(target, decided=True) for p in passages)

    @rule(data=st.data())
    def pin(self, data: st.DataObject) -> None:
        self.add("pin", theme_id=self.pick(data), passages=self.some(data))

    @rule(data=st.data())
    def group(self, data: st.DataObject) -> None:
        self.add("group", theme_id=self.pick(data), parent=self.pick(data))

    @rule(data=st.data(), kind=st.sampled_from(["accept", "reject"]))
    def answer(self, data: st.DataObject, kind: str) -> None:
        proposals = sorted(replay(self.events).proposals)
        if proposals:
            proposal_id = data.draw(st.sampled_from(proposals))
            if self.add(kind, proposal_id=proposal_id) and kind == "accept":
                register = replay(self.events)
                proposal = register.proposals[proposal_id]
                if proposal.kind == "name":
                    assert register.themes[proposal.theme_id].label == proposal.name

    @rule(data=st.data())
    def undo_and_back(self, data: st.DataObject) -> None:
        """Taking a decision back and restoring it leads to where it was."""
        off = undone(self.events)
        open_ = [e.number for e in self.events if e.decided and e.number not in off]
        if not open_:
            return
        before = replay(self.events)
        number = data.draw(st.sampled_from(open_))
        self.events.append(event(len(self.events) + 1, "undo", event=number))
        if data.draw(st.booleans()):
            self.events.append(event(len(self.events) + 1, "undo", event=len(self.events)))
            now = replay(self.events)
            assert (now.themes, now.places) == (before.themes, before.places)

    @invariant()
    def no_decision_is_lost(self) -> None:
        register, off = replay(self.events), undone(self.events)
        listed = {u.event.number for u in register.unreplayed}
        standing = [e for e in self.events if e.kind in DECISIONS and e.kind != "undo"]
        in_force = [e for e in standing if e.number not in off and e.number not in listed]
        assert register.decisions == len(in_force)

    @invariant()
    def ids_are_never_used_twice(self) -> None:
        made = [
            name
            for e in self.events
            for name in (
                [t["theme_id"] for t in e.payload.get("themes", ()) if t["new"]]
                + [p["new_id"] for p in e.payload.get("proposals", ()) if p["new_id"]]
                + ([e.payload["new_id"]] if "new_id" in e.payload else [])
            )
        ]
        assert len(made) == len(set(made))
        self.given.update(made)

    @invariant()
    def the_register_is_whole(self) -> None:
        register = replay(self.events)
        active = {t.theme_id for t in register.active()}
        assert {p.theme_id for p in register.places.values()} <= active | {""}
        named = [p.theme_id for p in register.proposals.values()
                 if (p.kind, p.status) == ("name", OPEN)]  # fmt: skip
        assert len(named) == len(set(named)) and set(named) <= active
        for theme in register.active():
            above, steps = theme.parent, 0
            while above:
                assert above in active
                above, steps = register.themes[above].parent, steps + 1
                assert steps <= len(active)
            assert all(register.places[p].theme_id == theme.theme_id for p in theme.pinned)


class TestAnalyst(Analyst.TestCase):  # type: ignore[misc, name-defined]
    """A hundred sequences; `make bench BENCH=register` runs a thousand."""

    settings = settings(
        max_examples=100,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
