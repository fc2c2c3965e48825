"""What analysts do with themes: every operation checked, recorded, undoable.

    desk = ThemeDesk(store, who="ana")
    desk.rename("theme-003", "Procurement")
    desk.merge("theme-007", into="theme-003")
    desk.undo()

The themes' rows that tables and report show are made anew by the next `qualflow code`;
`register()` shows at once what was decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from corpus.errors import ThemeError
from corpus.store.store import Store
from models.themes.events import Event, next_theme, undone
from models.themes.register import CannotApplyError, Register, apply, replay

LONGEST_LABEL = 120


class ThemeDesk:
    """A study's themes, for one person to work on.

    Args:
        store: the study's.
        who: the person, as history shall name them.
        present: passages that the study holds; None for all that ever were placed.
    """

    def __init__(self, store: Store, who: str, present: Collection[str] | None = None) -> None:
        self._store = store
        self._who = who
        self._present = present

    def events(self) -> list[Event]:
        """All that happened, in order."""
        return [Event(r.number, r.kind, r.who, r.at, r.payload) for r in self._store.theme_events()]

    def register(self) -> Register:
        """The themes as they are now."""
        return replay(self.events(), self._present)

    # --- operations; each raises ThemeError where it cannot be done --------------------------

    def rename(self, theme_id: str, label: str, why: str = "") -> Event:
        """Gives a theme the name that tables and pages show."""
        return self._decide("rename", why, theme_id=theme_id, label=_label(label))

    def describe(self, theme_id: str, text: str, why: str = "") -> Event:
        """Says in words what a theme is about."""
        return self._decide("describe", why, theme_id=theme_id, text=" ".join(text.split()))

    def merge(self, theme_id: str, into: str, why: str = "") -> Event:
        """Puts all passages of a theme into another; its id then leads there."""
        return self._decide("merge", why, theme_id=theme_id, into=into)

    def split(self, theme_id: str, passages: Iterable[str], label: str, why: str = "") -> Event:
        """Makes a new theme of some of a theme's passages."""
        new_id = next_theme(self.events())
        return self._decide(
            "split", why, theme_id=theme_id, new_id=new_id, label=_label(label),
            passages=_listed(passages),
        )  # fmt: skip

    def create(
        self, label: str, passages: Iterable[str] = (), text: str = "", why: str = ""
    ) -> Event:
        """Makes a new theme, of some passages or of none yet."""
        new_id = next_theme(self.events())
        return self._decide(
            "create", why, new_id=new_id, label=_label(label), text=text, passages=list(passages)
        )

    def retire(self, theme_id: str, why: str = "") -> Event:
        """Takes a theme out of use; its passages are in no theme."""
        return self._decide("retire", why, theme_id=theme_id)

    def move(self, passages: Iterable[str], theme_id: str, why: str = "") -> Event:
        """Puts passages into a theme, or into none ("")."""
        return self._decide("move", why, theme_id=theme_id, passages=_listed(passages))

    def pin(self, passages: Iterable[str], theme_id: str, why: str = "") -> Event:
        """Makes passages the exemplars of a theme, shown first."""
        return self._decide("pin", why, theme_id=theme_id, passages=_listed(passages))

    def unpin(self, passages: Iterable[str], theme_id: str, why: str = "") -> Event:
        """Passages are no exemplars any more; they stay in the theme."""
        return self._decide("unpin", why, theme_id=theme_id, passages=_listed(passages))

    def accept(self, proposal_id: str, why: str = "") -> Event:
        """Puts a proposal of a fit in force."""
        return self._decide("accept", why, proposal_id=proposal_id)

    def reject(self, proposal_id: str, why: str = "") -> Event:
        """Sets a proposal aside."""
        return self._decide("reject", why, proposal_id=proposal_id)

    def group(self, theme_id: str, parent: str, why: str = "") -> Event:
        """Puts a theme under another, or under none ("")."""
        return self._decide("group", why, theme_id=theme_id, parent=parent)

    def undo(self, number: int | None = None, why: str = "") -> Event:
        """Takes a decision back: the last one in force, or the event of that number. The event
        may itself be an undo, which restores what that one took back."""
        events = self.events()
        off = undone(events)
        if number is None:
            number = next(
                (e.number for e in reversed(events) if e.decided and e.kind != "undo"
                 and e.number not in off), None,
            )  # fmt: skip
            if number is None:
                raise ThemeError("themes", "there is nothing to undo", "decide something first")
        event = next((e for e in events if e.number == number), None)
        if event is None or not event.decided:
            found = (
                "there is no such decision" if event is None else "is the machine's, not a decision"
            )
            raise ThemeError(f"event {number}", found, "see `qualflow themes STUDY history`")
        if number in off:
            raise ThemeError(
                f"event {number}", "was taken back already", "undo the undo to restore it"
            )
        return self._record("undo", why, {"event": number})

    def _decide(self, kind: str, why: str, **payload: Any) -> Event:
        """Records a decision if it fits what is there."""
        register = self.register()
        try:
            gone = apply(register, Event(0, kind, self._who, "", payload), self._present)
        except CannotApplyError as error:
            raise ThemeError(f"{kind}", str(error), "see `qualflow themes STUDY list`") from None
        if gone:
            raise ThemeError(
                kind, f"{gone} of the passages are not in the study", "name passages that are"
            )
        return self._record(kind, why, payload)

    def _record(self, kind: str, why: str, payload: dict[str, Any]) -> Event:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        if why:
            payload = {**payload, "why": why}
        number = self._store.add_theme_event(kind, self._who, at, payload)
        return Event(number, kind, self._who, at, payload)


def _label(label: str) -> str:
    label = " ".join(label.split())
    if not label or len(label) > LONGEST_LABEL:
        found = "is empty" if not label else f"has {len(label)} characters"
        raise ThemeError("the name", found, f"give one of 1 to {LONGEST_LABEL} characters")
    return label


def _listed(passages: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(passages))
    if not found:
        raise ThemeError("passages", "none is named", "name at least one")
    return found
