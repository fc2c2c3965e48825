"""What a language model is shown to name a study's themes, and how that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from corpus.errors import ThemeError
from corpus.settings import Naming
from corpus.store.store import Store
from corpus.store.tables import PassageRecord
from flows.naming import Outcome, Request
from models.themes.naming import Quote, chosen, messages, without_names
from models.themes.register import Register, Theme


def nameable(register: Register, wanted: Sequence[str] = ()) -> list[Theme]:
    """The themes that only a machine has named; of `wanted`, if any are.

    Raises:
        ThemeError: a wanted one is not in use, or people have named it.
    """
    found = {t.theme_id: t for t in register.active() if not t.label and t.origin == "found"}
    for theme_id in wanted:
        if theme_id not in register.themes or register.resolve(theme_id) != theme_id:
            raise ThemeError(theme_id, "is no theme in use", "see `qualflow themes STUDY list`")
        if theme_id not in found:
            raise ThemeError(
                theme_id,
                f"people have named it already: “{register.themes[theme_id].shown}”",
                "ask for themes that only a machine has named, or use rename",
            )
    return [theme for theme_id, theme in found.items() if not wanted or theme_id in wanted]


def requests(
    store: Store, passages: Mapping[str, PassageRecord], register: Register, themes: Sequence[Theme]
) -> tuple[list[Request], list[str]]:
    """What is sent for each theme, and a sentence for each for which nothing can be.

    Args:
        store: the study's.
        passages: those that are coded, by id.
        register: as it stands.
        themes: those to name.
    """
    rows = {row.theme_id: row for row in store.themes()}
    members, interviews = register.members(), store.interviews()
    speakers = {segment.speaker for segment in store.segments(interviews)}
    of_interview = Counter(passage.interview_id for passage in passages.values())
    found, without = [], []
    for theme in themes:
        row = rows.get(theme.theme_id)
        shown, words, best = theme.shown, theme.keywords, list(theme.pinned)
        if row:
            shown, words, best = row.name, tuple(row.keywords), [*best, *row.quotes]
        quotes = []
        for passage in (passages[p] for p in _in_order(best, members[theme.theme_id], passages)):
            text = interviews[passage.interview_id].text[passage.start : passage.end]
            quotes.append(Quote(passage.interview_id, without_names(text, speakers)))
        shown_quotes = chosen(quotes, of_interview)
        if shown_quotes:
            asked = messages([without_names(word, speakers) for word in words], shown_quotes)
            found.append(Request(theme.theme_id, shown, len(shown_quotes), asked))
        else:
            without.append(
                f"{theme.theme_id}  {shown}: not asked for; it has no quote that would not be all "
                "of an interview"
            )
    return found, without


def _in_order(
    best: Iterable[str], members: Sequence[str], passages: Mapping[str, PassageRecord]
) -> list[str]:
    """A theme's passages, its quotes first. Rows of quotes may be older than the last decision."""
    inside = {passage for passage in members if passage in passages}
    return [p for p in dict.fromkeys([*best, *members]) if p in inside]


def before(naming: Naming, asked: Sequence[Request], without: Sequence[str]) -> list[str]:
    """What would be sent where, in sentences."""
    if not asked:
        return [*without, "there is no theme to ask a name for."]
    count = sum(request.quotes for request in asked)
    lines = [f"{r.theme_id}  {r.shown}: its keywords and {r.quotes} quotes" for r in asked]
    lines += without
    where = "on this machine" if naming.local else "on another machine"
    lines.append(
        f"{count} quotes of {len(asked)} themes would go to the model {naming.model} at "
        f"{naming.address}, {where}{'' if _sealed(naming) else ', NOT encrypted'}."
    )
    lines.append(
        "Quotes are passages, cut after 80 words; names of speakers are replaced, names of others "
        "who are spoken of are not. No file names, no questions, no whole interview."
    )
    return lines


def _sealed(naming: Naming) -> bool:
    return naming.local or naming.address.startswith("https:")


def after(outcomes: Sequence[Outcome], without: Sequence[str]) -> list[str]:
    """What came back, in sentences."""
    lines = [
        f"{o.request.theme_id}  {o.request.shown}: proposed “{o.name}”"
        if o.name
        else f"{o.request.theme_id}  {o.request.shown}: no name; {o.why_not}"
        for o in outcomes
    ]
    lines += without
    if any(o.name for o in outcomes):
        lines.append("Names are a machine's proposals: qualflow themes STUDY diff, then accept ID")
    return lines


def records(asked: Sequence[Request], outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """For --json: each request in full, and what came of it."""
    came = {outcome.request.theme_id: outcome for outcome in outcomes}
    return [
        {
            **asdict(request),
            "name": came[request.theme_id].name if request.theme_id in came else "",
            "why_not": came[request.theme_id].why_not if request.theme_id in came else "",
        }
        for request in asked
    ]
