"""What a language model is shown to name a study's themes, and how that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from corpus.errors import ThemeError
from corpus.settings import Naming
from corpus.store.store import Store
from corpus.store.tables import PassageRecord
from flows.naming import Outcome, Request
from models.themes.naming import Quote, chosen, held_back, messages, without_names
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
    """What is sent for each theme, and sentences on how much that is and for which themes
    nothing can be.

    Args:
        store: the study's.
        passages: those that are coded, by id.
        register: as it stands.
        themes: those to name.
    """
    rows = {row.theme_id: row for row in store.themes()}
    members, interviews = register.members(), store.interviews()
    speakers = {segment.speaker for segment in store.segments(interviews)}
    never = held_back((p.interview_id, p.passage_id) for p in passages.values())
    found, notes, quoted = [], [], set()
    for theme in themes:
        row = rows.get(theme.theme_id)
        shown, words, best = theme.shown, theme.keywords, list(theme.pinned)
        if row:
            shown, words, best = row.name, tuple(row.keywords), [*best, *row.quotes]
        said = []
        for passage in (passages[p] for p in _in_order(best, members[theme.theme_id], passages)):
            text = interviews[passage.interview_id].text[passage.start : passage.end]
            said.append(Quote(passage.passage_id, without_names(text, speakers)))
        quotes = chosen(said, never)
        if quotes:
            quoted |= {quote.passage_id for quote in quotes}
            keywords = [without_names(word, speakers) for word in words]
            asked = messages(keywords, [quote.text for quote in quotes])
            found.append(Request(theme.theme_id, shown, len(quotes), asked))
        else:
            notes.append(
                f"{theme.theme_id}  {shown}: not asked for; it has no passage that may be quoted"
            )
    return found, [*notes, *_most_quoted(quoted, passages)]


def _most_quoted(quoted: Collection[str], passages: Mapping[str, PassageRecord]) -> list[str]:
    """How much of the interview that is quoted most."""
    if not quoted:
        return []
    whole = Counter(passage.interview_id for passage in passages.values())
    parts = Counter(passages[passage].interview_id for passage in quoted)
    part, interview = max((parts[i] / whole[i], i) for i in parts)
    return [
        f"The interview that is quoted most: {parts[interview]} of its {whole[interview]} passages "
        f"({part:.0%}). One passage of each is never quoted."
    ]


def _in_order(
    best: Iterable[str], members: Sequence[str], passages: Mapping[str, PassageRecord]
) -> list[str]:
    """A theme's passages, its quotes first. Rows of quotes may be older than the last decision."""
    inside = {passage for passage in members if passage in passages}
    return [p for p in dict.fromkeys([*best, *members]) if p in inside]


def before(naming: Naming, asked: Sequence[Request], notes: Sequence[str]) -> list[str]:
    """What would be sent where, in sentences."""
    if not asked:
        return [*notes, "there is no theme to ask a name for."]
    count = sum(request.quotes for request in asked)
    where = "on this machine" if naming.local else "on another machine"
    if not (naming.local or naming.address.startswith("https:")):
        where += ", NOT encrypted"
    return [
        *(
            f"{r.theme_id}  {r.shown}: its keywords and {_counted(r.quotes, 'quote')}"
            for r in asked
        ),
        f"{_counted(count, 'quote')} of {_counted(len(asked), 'theme')} would go to the model "
        f"{naming.model} at {naming.address}, {where}.",
        *notes,
        "Quotes are passages, cut after 80 words. Names of speakers are replaced; names of others "
        "who are spoken of are not. No file names and no questions are sent.",
    ]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def after(outcomes: Sequence[Outcome], notes: Sequence[str]) -> list[str]:
    """What came back, in sentences."""
    lines = [
        f"{o.request.theme_id}  {o.request.shown}: proposed “{o.name}”"
        if o.name
        else f"{o.request.theme_id}  {o.request.shown}: no name; {o.why_not}"
        for o in outcomes
    ]
    lines += notes
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
