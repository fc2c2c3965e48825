"""`qualflow themes STUDY …`: what stands, what a fit proposes, what was decided; and deciding."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from corpus.errors import ThemeError
from corpus.store.store import Store
from corpus.study import Study
from flows.naming import Outcome, ask_names
from flows.naming_requests import after, before, nameable, records, requests
from flows.study_stages import study_passages
from flows.theme_telling import (
    change_line,
    changes,
    figure,
    not_replayed,
    saturation_lines,
    shortened,
    tell,
    theme_line,
    themes_of,
)
from flows.theming import MACHINE, update_themes
from measures.saturation import saturation
from models.themes.desk import ThemeDesk
from models.themes.events import Event, undone
from models.themes.naming import suggestion
from models.themes.register import OPEN, Register, Theme, replay

_QUOTES = 5


class ThemeCommand:
    """What the command can do; each method returns (record for --json, lines for people)."""

    def __init__(self, study: Study, store: Store, who: str = "") -> None:
        self._study, self._store = study, store
        self._passages = {p.passage_id: p for p in study_passages(study, store)}
        self._who = who or getpass.getuser()
        self._desk = ThemeDesk(store, self._who, frozenset(self._passages))

    # --- looking ------------------------------------------------------------------------------

    def standing(self) -> tuple[Any, list[str]]:
        """Themes in use, largest first, and what waits for an answer."""
        register = self._desk.register()
        members, rows = register.members(), self._rows()
        order = sorted(register.active(), key=lambda t: (-len(members[t.theme_id]), t.theme_id))
        records = [self._record(t, members[t.theme_id], rows.get(t.theme_id)) for t in order]
        proposals = [p for p in register.proposals.values() if p.status == OPEN]
        lines = [theme_line(record) for record in records] or ["no themes yet; run qualflow code"]
        loose = sum(1 for p in self._passages if not self._theme_of(register, p))
        lines.append(f"{loose} of {len(self._passages)} passages are in no theme.")
        if proposals:
            lines.append(
                f"{len(proposals)} proposals wait for an answer: qualflow themes STUDY diff"
            )
        return records, lines + not_replayed(register)

    def _record(self, theme: Theme, passages: Sequence[str], row: Any) -> dict[str, Any]:
        return {
            "theme_id": theme.theme_id,
            "name": theme.label or (row.name if row else theme.shown),
            "passages": len(passages),
            "interviews": len(self._interviews(passages)),
            "stability": row.stability if row else theme.stability,
            "status": row.status if row else "provisional",
            "origin": theme.origin,
            "parent": theme.parent,
            "keywords": list(row.keywords if row else theme.keywords),
        }

    def show(self, theme_id: str) -> tuple[Any, list[str]]:
        """One theme with its quotes and history."""
        register = self._desk.register()
        theme = register.themes.get(theme_id)
        if theme is None:
            raise ThemeError(theme_id, "there is no such theme", "see `qualflow themes STUDY list`")
        rows = self._rows()
        row = rows.get(theme_id)
        quotes = [q for q in (row.quotes if row else []) if q in self._passages][:_QUOTES]
        record = {
            **asdict(theme),
            "name": theme.shown,
            "keywords": list(row.keywords) if row else list(theme.keywords),
            "stability": row.stability if row else theme.stability,
            "passages": len(register.members().get(theme_id, [])),
            "quotes": [{"passage_id": q, "text": self._text(q)} for q in quotes],
        }
        state = theme.status if theme.status != "merged" else f"merged into {theme.merged_into}"
        lines = [f"{theme_id}  {theme.shown}  ({theme.origin}, {state})"]
        lines += [theme.description] if theme.description else []
        lines.append("words: " + ", ".join(record["keywords"]))
        lines.append(f"{record['passages']} passages; stability {figure(record['stability'])}")
        for quote in record["quotes"]:
            lines.append(f"  {quote['passage_id']}  “{shortened(quote['text'])}”")
        lines += [line for event, line in self._told() if theme_id in themes_of(event)]
        return record, lines

    def diff(self) -> tuple[Any, list[str]]:
        """What the last fit changed and proposes."""
        events = self._desk.events()
        last = max((i for i, e in enumerate(events) if e.kind == "fitted"), default=None)
        if last is None:
            return {"themes": [], "proposals": []}, ["no themes yet; run qualflow code"]
        before, now = replay(events[:last]), self._desk.register()
        records = changes(before, now, self._passages.keys())
        lines = [change_line(record) for record in records] or ["nothing was there before."]
        proposals = [p for p in now.proposals.values() if p.status == OPEN]
        for p in proposals:
            what = {
                "birth": f"new theme “{p.name}” of {len(p.passages)} passages",
                "split": f"“{p.name}”, {len(p.passages)} passages, apart from {p.theme_id}",
                "merge": f"{p.theme_id} into {p.into}",
                "death": f"retire {p.theme_id}",
                "name": f"call {p.theme_id} “{p.name}”",
            }[p.kind]
            lines.append(f"{p.proposal_id}  {p.kind}: {what} ({p.reason})")
        if proposals:
            lines.append("answer with: qualflow themes STUDY accept ID, or reject ID")
        return {"themes": records, "proposals": [asdict(p) for p in proposals]}, lines

    def history(self) -> tuple[Any, list[str]]:
        """All that happened, oldest first, and what is not in force."""
        records = [
            {"number": e.number, "kind": e.kind, "who": e.who, "at": e.at, "told": line}
            for e, line in self._told()
        ]
        return records, [line for _, line in self._told()] + not_replayed(self._desk.register())

    def saturation(self) -> tuple[Any, list[str]]:
        """New themes per further interview."""
        found = saturation(self._heard())
        return asdict(found), saturation_lines(found)

    # --- deciding -----------------------------------------------------------------------------

    def refit(self) -> tuple[Any, list[str]]:
        """Fits anew and proposes what would change."""
        update_themes(self._study, self._store, refit=True)
        return self.diff()

    def name(self, words: Sequence[str]) -> tuple[Any, list[str]]:
        """Asks a language model for names, if `send` is among the words; else tells what that
        would send. Names are recorded as proposals, each as soon as it comes."""
        naming = self._study.settings.themes.naming
        if not naming.address:
            raise ThemeError(
                "themes name", "study.toml gives no address, so no model is asked",
                "fill in [themes.naming], or give names with rename",
            )  # fmt: skip
        register = self._desk.register()
        wanted = [word for word in words if word != "send"]
        themes = nameable(register, wanted)
        asked, notes = requests(self._store, self._passages, register, themes)
        outcomes: list[Outcome] = []
        if "send" in words:
            taken = {theme.shown.casefold(): theme.theme_id for theme in register.active()}
            ask_names(naming, asked, taken, lambda o: outcomes.append(self._suggested(o)))
            lines = after(outcomes, notes)
        else:
            again = " ".join(["qualflow themes STUDY name", *wanted, "send"])
            lines = before(naming, asked, notes)
            lines += [f"To see every word of it: add --json. To send it: {again}"] * bool(asked)
        record = {"address": naming.address, "model": naming.model, "sent": "send" in words}
        return {**record, "themes": records(asked, outcomes)}, lines

    def _suggested(self, outcome: Outcome) -> Outcome:
        """Records a name, if there is one, as a proposal."""
        if outcome.name:
            naming, request = self._study.settings.themes.naming, outcome.request
            payload = suggestion(
                f"name-{self._desk.events()[-1].number + 1}", request.theme_id, outcome.name,
                naming.model, naming.address, quotes=request.quotes, asked_by=self._who,
            )  # fmt: skip
            at = datetime.now(UTC).isoformat(timespec="seconds")
            self._store.add_theme_event("suggested", MACHINE, at, payload)
        return outcome

    def decide(self, action: str, words: Sequence[str], why: str) -> tuple[Any, list[str]]:
        """One of the analysts' operations."""
        expected, call = _OPERATIONS[action]
        try:
            event = call(self._desk, words, why)
        except IndexError:
            raise ThemeError(
                f"themes {action}", "something is missing",
                f"write: qualflow themes STUDY {action} {expected}",
            ) from None  # fmt: skip
        register = self._desk.register()
        lines = [f"{tell(event)} (event {event.number}; take it back with: undo {event.number})"]
        lines += not_replayed(register)
        lines.append("tables and report follow with the next: qualflow code STUDY")
        return {"number": event.number, "kind": event.kind, **event.payload}, lines

    # --- parts --------------------------------------------------------------------------------

    def _rows(self) -> dict[str, Any]:
        return {row.theme_id: row for row in self._store.themes()}

    def _interviews(self, passages: Sequence[str]) -> set[str]:
        return {self._passages[p].interview_id for p in passages if p in self._passages}

    @staticmethod
    def _theme_of(register: Register, passage: str) -> str:
        place = register.places.get(passage)
        return place.theme_id if place else ""

    def _heard(self) -> dict[str, set[str]]:
        heard: dict[str, set[str]] = {p.interview_id: set() for p in self._passages.values()}
        register = self._desk.register()
        for passage_id, passage in self._passages.items():
            theme_id = self._theme_of(register, passage_id)
            if theme_id:
                heard[passage.interview_id].add(theme_id)
        return heard

    def _text(self, passage_id: str) -> str:
        passage = self._passages[passage_id]
        interview = self._store.interviews()[passage.interview_id]
        return interview.text[passage.start : passage.end]

    def _told(self) -> list[tuple[Event, str]]:
        events = self._desk.events()
        off = undone(events)
        return [
            (e, f"{e.number:>4}  {e.at}  {e.who}: {tell(e)}{'  [taken back]' * (e.number in off)}")
            for e in events
        ]


_Operation = tuple[str, Callable[[ThemeDesk, Sequence[str], str], Event]]
_OPERATIONS: Mapping[str, _Operation] = MappingProxyType(
    {
        "rename": ("THEME NAME", lambda d, w, y: d.rename(w[0], w[1], y)),
        "describe": ("THEME TEXT", lambda d, w, y: d.describe(w[0], w[1], y)),
        "merge": ("THEME INTO", lambda d, w, y: d.merge(w[0], w[1], y)),
        "split": ("THEME NAME PASSAGE…", lambda d, w, y: d.split(w[0], w[2:], w[1], y)),
        "create": ("NAME [PASSAGE…]", lambda d, w, y: d.create(w[0], w[1:], why=y)),
        "retire": ("THEME", lambda d, w, y: d.retire(w[0], y)),
        "move": (
            "THEME|none PASSAGE…",
            lambda d, w, y: d.move(w[1:], _or_none(w[0]), y),
        ),
        "pin": ("THEME PASSAGE…", lambda d, w, y: d.pin(w[1:], w[0], y)),
        "unpin": ("THEME PASSAGE…", lambda d, w, y: d.unpin(w[1:], w[0], y)),
        "accept": ("PROPOSAL", lambda d, w, y: d.accept(w[0], y)),
        "reject": ("PROPOSAL", lambda d, w, y: d.reject(w[0], y)),
        "group": (
            "THEME PARENT|none",
            lambda d, w, y: d.group(w[0], "" if w[1] == "none" else w[1], y),
        ),
        "undo": ("[EVENT]", lambda d, w, y: d.undo(_number(w[0]) if w else None, y)),
    }
)
_LOOKING: Mapping[str, Callable[[ThemeCommand], tuple[Any, list[str]]]] = MappingProxyType(
    {
        "list": ThemeCommand.standing,
        "diff": ThemeCommand.diff,
        "history": ThemeCommand.history,
        "saturation": ThemeCommand.saturation,
        "refit": ThemeCommand.refit,
    }
)
ACTIONS = ("show", "name", *_LOOKING, *_OPERATIONS)


def _or_none(word: str) -> str:
    return "" if word == "none" else word


def _number(word: str) -> int:
    if not word.isdecimal():
        raise ThemeError("undo", f"{word} is no number", "see `qualflow themes STUDY history`")
    return int(word)


def run(
    study: Study, store: Store, action: str, words: Sequence[str], who: str = "", why: str = ""
) -> tuple[Any, list[str]]:
    """Does what the command line asks for.

    Raises:
        ThemeError: no such action, something is missing, or it cannot be done.
    """
    if action not in ACTIONS:
        raise ThemeError(f"themes {action}", "there is no such action", f"use {', '.join(ACTIONS)}")
    command = ThemeCommand(study, store, who)
    if action in _OPERATIONS:
        return command.decide(action, words, why)
    if action == "name":
        return command.name(words)
    if action == "show":
        if not words:
            raise ThemeError("themes show", "no theme is named", "add its id, such as theme-003")
        return command.show(words[0])
    return _LOOKING[action](command)
