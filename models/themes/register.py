"""The register of a study's themes, made anew from its events whenever it is needed.

A theme has an id, a label, keywords, exemplars and a history, and outlives every fit. Machines
place passages that nobody has placed and propose the rest; what people decided stands. A decision
that cannot be replayed (because one that it rests on was taken back, or its passages are gone) is
listed with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from models.themes.events import Event, Origin, undone

ACTIVE, RETIRED, MERGED = "active", "retired", "merged"
OPEN, ACCEPTED, REJECTED, OVERTAKEN = "open", "accepted", "rejected", "overtaken"


class CannotApplyError(Exception):
    """An event does not fit the register as it stands. The message says why."""


@dataclass(slots=True)
class Theme:
    """A theme. `label` and `description` are people's; `name` and `keywords` the machine's."""

    theme_id: str
    origin: Origin
    name: str = ""
    label: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    stability: float | None = None
    status: str = ACTIVE
    merged_into: str = ""
    parent: str = ""
    pinned: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """What tables and pages call it."""
        return self.label or self.name or self.theme_id


@dataclass(frozen=True, slots=True)
class Place:
    """The theme of a passage, "" for none, and whether a person put it there."""

    theme_id: str
    decided: bool


@dataclass(slots=True)
class Proposal:
    """What a machine would change, for a person to accept or reject: a fit a birth, death, split
    or merge; a language model a name."""

    proposal_id: str
    kind: str
    theme_id: str = ""  # the theme that dies, is split, merged or named
    into: str = ""  # the theme that it is merged into
    new_id: str = ""  # the theme that is born or split off
    name: str = ""
    origin: Origin = "found"
    keywords: tuple[str, ...] = ()
    stability: float | None = None
    passages: tuple[str, ...] = ()
    reason: str = ""
    fit: int = 0
    status: str = OPEN


@dataclass(frozen=True, slots=True)
class Unreplayed:
    """A decision that is not in force, or only in part, and why."""

    event: Event
    reason: str


@dataclass(slots=True)
class Register:
    """Themes by id, places by passage, proposals by id, as events left them."""

    themes: dict[str, Theme] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    unreplayed: list[Unreplayed] = field(default_factory=list)
    decisions: int = 0  # in force
    fit: int = 0  # number of the last fit

    def active(self) -> list[Theme]:
        """Themes in use, by id."""
        return [t for _, t in sorted(self.themes.items()) if t.status == ACTIVE]

    def members(self) -> dict[str, list[str]]:
        """Passages of each theme in use, in the order in which they came."""
        found: dict[str, list[str]] = {theme.theme_id: [] for theme in self.active()}
        for passage, place in self.places.items():
            if place.theme_id in found:
                found[place.theme_id].append(passage)
        return found

    def resolve(self, theme_id: str) -> str:
        """The theme in use that `theme_id` has become, "" where it was retired."""
        theme = self.themes.get(theme_id)
        while theme is not None and theme.status == MERGED:
            theme = self.themes.get(theme.merged_into)
        return theme.theme_id if theme is not None and theme.status == ACTIVE else ""

    def theme(self, theme_id: str) -> Theme:
        """The theme of that id, in use.

        Raises:
            CannotApplyError: there is none, or it was merged or retired.
        """
        theme = self.themes.get(theme_id)
        if theme is None:
            raise CannotApplyError(f"there is no theme {theme_id}")
        if theme.status == MERGED:
            raise CannotApplyError(f"{theme_id} was merged into {theme.merged_into}")
        if theme.status == RETIRED:
            raise CannotApplyError(f"{theme_id} was retired")
        return theme


def replay(events: Sequence[Event], present: Collection[str] | None = None) -> Register:
    """The register that `events`, in their order, lead to.

    Args:
        events: all of a study.
        present: passages that the study still holds; None for all. Decisions on others are
            listed as not replayed.
    """
    register, off = Register(), undone(events)
    for event in events:
        if event.number in off or event.kind == "undo":
            continue
        try:
            gone = apply(register, event, present)
        except CannotApplyError as error:
            register.unreplayed.append(Unreplayed(event, str(error)))
            continue
        register.decisions += event.decided
        if gone:
            reason = f"{gone} of its passages are no longer in the study"
            register.unreplayed.append(Unreplayed(event, reason))
    return register


def apply(register: Register, event: Event, present: Collection[str] | None = None) -> int:
    """Changes the register as one event says. Returns how many of its passages are gone.

    Raises:
        CannotApplyError: it does not fit; the register is as it was before.
    """
    payload = event.payload
    if event.decided and payload.get("passages") and present is not None:
        kept = [p for p in payload["passages"] if p in present]
        gone = len(payload["passages"]) - len(kept)
        if not kept:
            raise CannotApplyError("none of its passages is in the study any more")
        payload = {**payload, "passages": kept}
    else:
        gone = 0
    _APPLY[event.kind](register, payload)
    return gone


# --- what each event does ---------------------------------------------------------------------


def _fitted(register: Register, payload: Mapping[str, Any]) -> None:
    register.fit = payload["fit"]
    for given in payload["themes"]:
        theme = register.themes.get(given["theme_id"])
        if theme is None:
            if not given["new"]:
                continue  # the decision that brought it into being was taken back
            theme = Theme(given["theme_id"], given["origin"])
            register.themes[theme.theme_id] = theme
        # a name that people have got used to stays, whatever the words are now
        theme.name = theme.name or given["name"]
        theme.keywords, theme.stability = tuple(given["keywords"]), given["stability"]
    for theme_id in payload["retired"]:
        if register.resolve(theme_id) == theme_id:
            _retire(register, theme_id)
    # what an earlier fit proposed and nobody answered, the new one proposes again if it stands;
    # names are not a fit's to propose, so they wait on
    for proposal in register.proposals.values():
        if proposal.status == OPEN and proposal.kind != "name":
            proposal.status = OVERTAKEN
    _assigned(register, payload)


def _assigned(register: Register, payload: Mapping[str, Any]) -> None:
    if payload["proposals"]:
        # what is left over was looked at anew, as a whole
        for proposal in register.proposals.values():
            if proposal.kind == "birth" and proposal.status == OPEN:
                proposal.status = OVERTAKEN
    for given in payload["proposals"]:
        proposal = Proposal(
            **{**given, "keywords": tuple(given["keywords"]), "passages": tuple(given["passages"])}
        )
        proposal.fit = register.fit
        register.proposals[proposal.proposal_id] = proposal
    for passage, theme_id in payload["places"].items():
        standing = register.places.get(passage)
        if standing is None or not standing.decided:
            register.places[passage] = Place(register.resolve(theme_id), decided=False)


def _suggested(register: Register, payload: Mapping[str, Any]) -> None:
    theme_id = payload["theme_id"]
    _overtake_names(register, theme_id)
    register.proposals[payload["proposal_id"]] = Proposal(
        payload["proposal_id"],
        "name",
        theme_id=theme_id,
        name=payload["name"],
        reason=f"proposed by {payload['model']} at {payload['address']} (a machine)",
        fit=register.fit,
        # the decision that its theme came from may have been taken back
        status=OPEN if register.resolve(theme_id) == theme_id else OVERTAKEN,
    )


def _overtake_names(register: Register, theme_id: str) -> None:
    """Names proposed for a theme wait no longer: there is another one, or the theme is gone."""
    for proposal in register.proposals.values():
        if (proposal.kind, proposal.theme_id, proposal.status) == ("name", theme_id, OPEN):
            proposal.status = OVERTAKEN


def _rename(register: Register, payload: Mapping[str, Any]) -> None:
    register.theme(payload["theme_id"]).label = payload["label"]


def _describe(register: Register, payload: Mapping[str, Any]) -> None:
    register.theme(payload["theme_id"]).description = payload["text"]


def _merge(register: Register, payload: Mapping[str, Any]) -> None:
    theme, into = register.theme(payload["theme_id"]), register.theme(payload["into"])
    if theme is into:
        raise CannotApplyError(f"{theme.theme_id} cannot be merged into itself")
    theme.status, theme.merged_into = MERGED, into.theme_id
    _overtake_names(register, theme.theme_id)
    into.pinned = (*into.pinned, *(p for p in theme.pinned if p not in into.pinned))
    # what is merged into one of its own branches leaves its place in the tree to it
    if theme.theme_id in _above(register, into):
        into.parent = theme.parent
    for child in register.themes.values():
        if child.parent == theme.theme_id and child is not into:
            child.parent = into.theme_id
    _move_all(register, theme.theme_id, into.theme_id)


def _above(register: Register, theme: Theme) -> list[str]:
    """The themes that a theme stands under, nearest first."""
    found = []
    while theme.parent:
        found.append(theme.parent)
        theme = register.themes[theme.parent]
    return found


def _move_all(register: Register, theme_id: str, into: str) -> None:
    for passage, place in register.places.items():
        if place.theme_id == theme_id:
            register.places[passage] = Place(into, decided=True)


def _create(register: Register, payload: Mapping[str, Any]) -> None:
    new_id = payload["new_id"]
    if new_id in register.themes:
        raise CannotApplyError(f"there is a theme {new_id} already")
    register.themes[new_id] = Theme(
        new_id,
        payload.get("origin", "made"),
        name=payload.get("name", ""),
        label=payload.get("label", ""),
        description=payload.get("text", ""),
        keywords=tuple(payload.get("keywords", ())),
        stability=payload.get("stability"),
    )
    _place(register, payload.get("passages", ()), new_id)


def _split(register: Register, payload: Mapping[str, Any]) -> None:
    source = register.theme(payload["theme_id"])
    inside = [
        p
        for p in payload["passages"]
        if register.places.get(p, Place("", False)).theme_id == source.theme_id
    ]
    if not inside:
        raise CannotApplyError(f"none of the passages is in {source.theme_id}")
    _create(register, {**payload, "passages": inside})


def _retire(register: Register, theme_id: str, decided: bool = False) -> None:
    theme = register.theme(theme_id)
    theme.status = RETIRED
    _overtake_names(register, theme_id)
    for child in register.themes.values():
        if child.parent == theme_id:
            child.parent = theme.parent
    for passage, place in register.places.items():
        if place.theme_id == theme_id:
            register.places[passage] = Place("", decided=decided)


def _move(register: Register, payload: Mapping[str, Any]) -> None:
    target = payload["theme_id"]
    if target:
        register.theme(target)
    _place(register, payload["passages"], target)


def _place(register: Register, passages: Iterable[str], theme_id: str) -> None:
    for passage in passages:
        register.places[passage] = Place(theme_id, decided=True)
        for theme in register.themes.values():
            if theme.theme_id != theme_id and passage in theme.pinned:
                theme.pinned = tuple(p for p in theme.pinned if p != passage)


def _pin(register: Register, payload: Mapping[str, Any]) -> None:
    theme = register.theme(payload["theme_id"])
    _place(register, payload["passages"], theme.theme_id)
    theme.pinned = (*theme.pinned, *(p for p in payload["passages"] if p not in theme.pinned))


def _unpin(register: Register, payload: Mapping[str, Any]) -> None:
    theme = register.theme(payload["theme_id"])
    if not set(payload["passages"]) & set(theme.pinned):
        raise CannotApplyError(f"none of the passages is pinned to {theme.theme_id}")
    theme.pinned = tuple(p for p in theme.pinned if p not in payload["passages"])


def _group(register: Register, payload: Mapping[str, Any]) -> None:
    theme, parent = register.theme(payload["theme_id"]), payload["parent"]
    above = parent
    while above:
        if above == theme.theme_id:
            raise CannotApplyError(f"{parent} is {theme.theme_id} itself or stands under it")
        above = register.theme(above).parent
    theme.parent = parent


def _accept(register: Register, payload: Mapping[str, Any]) -> None:
    proposal = _open(register, payload["proposal_id"])
    _TAKE_UP[proposal.kind](register, proposal)
    proposal.status = ACCEPTED


def _reject(register: Register, payload: Mapping[str, Any]) -> None:
    _open(register, payload["proposal_id"]).status = REJECTED


def _open(register: Register, proposal_id: str) -> Proposal:
    proposal = register.proposals.get(proposal_id)
    if proposal is None:
        raise CannotApplyError(f"there is no proposal {proposal_id}")
    if proposal.status != OPEN:
        raise CannotApplyError(f"proposal {proposal_id} is {proposal.status} already")
    return proposal


def _undecided(register: Register, proposal: Proposal) -> list[str]:
    """Its passages but for those that people have placed themselves."""
    known = register.places
    return [p for p in proposal.passages if p not in known or not known[p].decided]


def _born(register: Register, proposal: Proposal) -> None:
    if proposal.kind == "split":
        register.theme(proposal.theme_id)
    _create(
        register,
        {
            "new_id": proposal.new_id,
            "origin": proposal.origin,
            "name": proposal.name,
            "keywords": proposal.keywords,
            "stability": proposal.stability,
            "passages": _undecided(register, proposal),
        },
    )


def _dead(register: Register, proposal: Proposal) -> None:
    _retire(register, proposal.theme_id, decided=False)


def _merged(register: Register, proposal: Proposal) -> None:
    _merge(register, {"theme_id": proposal.theme_id, "into": proposal.into})


def _named(register: Register, proposal: Proposal) -> None:
    register.theme(proposal.theme_id).label = proposal.name


_TAKE_UP: Mapping[str, Callable[[Register, Proposal], None]] = MappingProxyType(
    {"birth": _born, "split": _born, "death": _dead, "merge": _merged, "name": _named}
)

_APPLY: Mapping[str, Callable[[Register, Mapping[str, Any]], None]] = MappingProxyType(
    {
        "fitted": _fitted,
        "assigned": _assigned,
        "suggested": _suggested,
        "rename": _rename,
        "describe": _describe,
        "merge": _merge,
        "split": _split,
        "create": _create,
        "retire": lambda register, payload: _retire(register, payload["theme_id"], decided=True),
        "move": _move,
        "pin": _pin,
        "unpin": _unpin,
        "accept": _accept,
        "reject": _reject,
        "group": _group,
    }
)
