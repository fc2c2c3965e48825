"""What the report says of themes besides the themes: changes, proposals, decisions not in force,
new themes per interview, which are near each other. Nothing here tells who or when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.store.store import Store, unpack
from flows.theme_telling import figure, tell
from measures.nearness import Join, nearness
from measures.saturation import Saturation, saturation
from models.minilm import WIDTH
from models.themes.desk import ThemeDesk
from models.themes.events import Event
from models.themes.register import MERGED, OPEN, OVERTAKEN, RETIRED, Proposal, Register, replay
from review.findings import PassageRow, ProposalRow, ThemeChange, ThemeRow

# A theme's middle hardly moves with more passages, and vectors are long.
_OF_MIDDLE = 100


@dataclass(frozen=True, slots=True)
class ThemeStory:
    """The fields of `Findings` of the same names."""

    theme_changes: tuple[ThemeChange, ...]
    changes_since: str
    proposals: tuple[ProposalRow, ...]
    unreplayed: tuple[str, ...]
    saturation: Saturation | None
    nearness: tuple[Join, ...]


def theme_story(
    store: Store, themes: Sequence[ThemeRow], passages: Sequence[PassageRow]
) -> ThemeStory:
    """What `themes`, as the report shows them, went through.

    Args:
        store: the study's.
        themes: those in use.
        passages: all that the study holds, with their themes.
    """
    present = frozenset(p.passage_id for p in passages)
    events = ThemeDesk(store, "").events()
    now = replay(events, present)
    before, since = _compared_with(events)
    return ThemeStory(
        theme_changes=theme_changes(before, now, themes, passages) if before else (),
        changes_since=since,
        proposals=tuple(proposal_rows(now, present)),
        unreplayed=tuple(not_in_force(now)),
        saturation=saturation(heard(passages)) if themes else None,
        nearness=_nearness(store, themes, passages),
    )


def _compared_with(events: Sequence[Event]) -> tuple[Register | None, str]:
    """The register to compare with, and in words which it is: as it was before the last fit, or,
    where that was the first one, as it left things if anything has happened since."""
    last = max((i for i, event in enumerate(events) if event.kind == "fitted"), default=None)
    if last is None:
        return None, ""
    number = events[last].payload["fit"]
    before = replay(events[:last])
    if before.themes:
        return before, f"before fit {number}, the last one"
    if last + 1 < len(events):
        return replay(events[: last + 1]), f"after fit {number}, the only one so far"
    return None, ""


def theme_changes(
    before: Register, now: Register, themes: Sequence[ThemeRow], passages: Sequence[PassageRow]
) -> tuple[ThemeChange, ...]:
    """What became of each theme's passages; themes in use first, in their order."""
    today: dict[str, set[str]] = {theme.theme_id: set() for theme in themes}
    for passage in passages:
        if passage.theme_id in today:
            today[passage.theme_id].add(passage.passage_id)
    then = {theme: set(members) for theme, members in before.members().items()}
    names = {theme.theme_id: theme.name for theme in themes}
    present = {passage.passage_id for passage in passages}
    order = [*today, *(theme for theme in then if theme not in today)]
    changes = []
    for theme_id in order:
        old, new = then.get(theme_id, set()), today.get(theme_id, set())
        known = {p for p in new if p in before.places}
        changes.append(
            ThemeChange(
                theme_id=theme_id,
                name=names.get(theme_id) or _shown(theme_id, now, before),
                before=len(old),
                now=len(new),
                stayed=len(old & new),
                left=len((old - new) & present),
                gone=len(old - present),
                joined=len(known - old),
                new_passages=len(new - known),
                became=_became(theme_id, before, now, names),
            )
        )
    return tuple(changes)


def _shown(theme_id: str, *registers: Register) -> str:
    found = (register.themes.get(theme_id) for register in registers)
    return next((theme.shown for theme in found if theme is not None), theme_id)


def _became(theme_id: str, before: Register, now: Register, names: Mapping[str, str]) -> str:
    if theme_id not in before.members():
        return "new"
    theme = now.themes.get(theme_id)
    if theme is None:
        lost = any(found.event.payload.get("new_id") == theme_id for found in now.unreplayed)
        return "not in force" if lost else "taken back"
    if theme.status == RETIRED:
        return "retired"
    if theme.status == MERGED:
        into = now.resolve(theme_id) or theme.merged_into
        return f"merged into “{names.get(into) or _shown(into, now)}”"
    return ""


def proposal_rows(register: Register, present: frozenset[str]) -> list[ProposalRow]:
    """Proposals that wait for an answer, and those of the last fit that were answered."""
    return [
        ProposalRow(
            proposal_id=proposal.proposal_id,
            kind=proposal.kind,
            told=_told(register, proposal),
            status=proposal.status,
            passages=tuple(p for p in proposal.passages if p in present),
        )
        for proposal in register.proposals.values()
        if proposal.status == OPEN
        or (proposal.fit == register.fit and proposal.status != OVERTAKEN)
    ]


def _told(register: Register, proposal: Proposal) -> str:
    of, into = (_named(theme_id, register) for theme_id in (proposal.theme_id, proposal.into))
    count = len(proposal.passages)
    group = f"“{proposal.name}” of {count} passage{'s' * (count != 1)}"
    holds = f", stability {figure(proposal.stability)}"
    what = {
        "birth": f"a new theme {group}{holds}",
        "split": f"{group}{holds}, apart from {of}",
        "merge": f"{of} merged into {into}",
        "death": f"{of} retired",
        "name": f"{of} named “{proposal.name}”",
    }[proposal.kind]
    return f"{what}: {proposal.reason}"


def _named(theme_id: str, register: Register) -> str:
    name = _shown(theme_id, register)
    return theme_id if name == theme_id else f"{theme_id} “{name}”"


def not_in_force(register: Register) -> list[str]:
    """Decisions that are not in force, or in part only, with the reason."""
    return [
        f"Event {found.event.number}, {tell(found.event)}: {found.reason}."
        for found in register.unreplayed
    ]


def heard(passages: Sequence[PassageRow]) -> dict[str, set[str]]:
    """The themes of each interview; interviews without a theme count."""
    found: dict[str, set[str]] = {}
    for passage in passages:
        themes = found.setdefault(passage.interview_id, set())
        if passage.theme_id:
            themes.add(passage.theme_id)
    return found


def _nearness(
    store: Store, themes: Sequence[ThemeRow], passages: Sequence[PassageRow]
) -> tuple[Join, ...]:
    members: dict[str, list[str]] = {theme.theme_id: [] for theme in themes}
    for passage in passages:
        if passage.theme_id in members:
            members[passage.theme_id].append(passage.passage_id)
    some = {theme: _evenly(found) for theme, found in members.items() if found}
    vectors = store.vectors([p for found in some.values() for p in found])
    middles = [
        np.mean([unpack(vectors[p].embedding, WIDTH)[0] for p in found], axis=0, dtype=np.float64)
        for found in some.values()
    ]
    return nearness(list(some), np.array(middles))


def _evenly(passages: Sequence[str]) -> Sequence[str]:
    step = max(1.0, len(passages) / _OF_MIDDLE)
    return [passages[int(i * step)] for i in range(min(len(passages), _OF_MIDDLE))]
