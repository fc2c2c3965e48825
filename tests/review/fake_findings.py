"""Made-up findings of a believable study, for tests of whatever draws them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace

from measures.nearness import Join
from measures.saturation import Saturation, saturation
from measures.shares import shares
from review.findings import (
    CodeResult,
    CodeRow,
    Evidence,
    Findings,
    InterviewRow,
    MentionRow,
    PassageRow,
    ProposalRow,
    ThemeChange,
    ThemeRow,
)
from tests.review.fake_words import (
    CARD,
    CITIES,
    ENTITIES,
    MANIFEST,
    NEUTRAL,
    ORGANIZATIONAL,
    PEOPLE,
    TECHNICAL,
    THEMES,
)

LOADED = "technical", "organizational"


def fake_findings(
    interviews: int = 12,
    per_interview: int = 13,
    themes: int = 9,
    cases: bool = True,
    seed: int = 7,
) -> Findings:
    """Return findings with that many coded interviews, and two refused and one uncoded file."""
    rng = random.Random(seed)
    rows = [_interview(i, per_interview, cases) for i in range(interviews)]
    passages = [_passage(rng, row, n, themes) for row in rows for n in range(row.passages)]
    found = _themes(passages, themes)
    return Findings(
        study="Smart cities <pilot> & friends",
        interviews=(*rows, *_left_out()),
        passages=tuple(passages),
        themes=found,
        codes=_codes(),
        shares=_shares(rows, passages),
        model_card=CARD,
        manifest=MANIFEST,
        notes=("Two passages were too short to be placed on the theme map.",),
        diversity=0.875 if found else None,
        nearness=_nearness([theme.theme_id for theme in found]),
        theme_changes=_changes(found),
        changes_since="before fit 2, the last one" if found else "",
        proposals=_proposals(found, passages),
        unreplayed=UNREPLAYED if found else (),
        saturation=_saturation(passages) if found else None,
    )


def empty_findings() -> Findings:
    """Return a study without any transcript."""
    nothing = fake_findings(interviews=0, themes=0)
    return replace(nothing, interviews=(), model_card={}, manifest={}, notes=())


def refused_findings() -> Findings:
    """Return a study all of whose transcripts were refused or left uncoded."""
    return fake_findings(interviews=0, themes=0)


def _interview(i: int, passages: int, cases: bool) -> InterviewRow:
    name = f"{i + 1:02d}-{CITIES[i % 12].split()[0].lower()}.txt"
    digest = hashlib.sha256(name.encode()).hexdigest()
    attributes = {
        "city": CITIES[i % 12],
        "role": ("CIO", "CDO", "Performance")[i % 3],
        "size": ("under 500,000", "500,000–1m", "over 1m", "")[i % 4],
        "year": str(2014 + i % 3),
        "country": "US",
    }
    return InterviewRow(
        interview_id=digest[:12],
        file=name,
        format="txt",
        sha256=digest,
        language="en",
        speakers=2,
        turns=40 + i,
        words=6000 + 37 * i,
        status="coded",
        reason="",
        convention="Name: text",
        participants=(PEOPLE[i % 12],),
        passages=passages,
        attributes=attributes if cases else {},
        warnings=("line 12: a turn of 1,204 words", "line 80: name <unknown>") if i == 2 else (),
    )


def _left_out() -> tuple[InterviewRow, ...]:
    bare = replace(
        _interview(0, 0, False), participants=(), speakers=0, turns=0, words=0, convention=""
    )
    return (
        replace(bare, interview_id="", sha256="", file="broken & torn.docx", format="docx",
                language="und", status="refused",
                reason="the file is not a Word document; save it again from Word"),
        replace(bare, interview_id="", sha256="", file="empty.vtt", format="vtt", language="und",
                status="refused", reason="nobody speaks in it; check that it is the transcript"),
        replace(bare, interview_id="f" * 12, sha256="f" * 64, file="magyar.txt", language="hu",
                words=4000, turns=9, speakers=1, status="uncoded",
                reason="the language is Hungarian (hu), the model knows English; "
                       "leave it out or train a model for it"),
    )  # fmt: skip


def _passage(rng: random.Random, row: InterviewRow, n: int, themes: int) -> PassageRow:
    technical, organizational = rng.random() < 0.33, rng.random() < 0.45
    sentences = rng.sample(NEUTRAL, 1)
    marks: dict[str, Evidence] = {}
    for code, holds, pool in zip(
        LOADED, (technical, organizational), (TECHNICAL, ORGANIZATIONAL), strict=True
    ):
        if holds:
            sentence = rng.choice(pool)
            start = sum(len(s) + 1 for s in sentences)
            marks[code] = Evidence(start, start + len(sentence), round(rng.uniform(0.1, 0.6), 3))
            sentences.append(sentence)
    sentences.append(rng.choice(NEUTRAL))
    text = " ".join(sentences)
    theme = rng.randrange(-1, themes) if themes else -1
    also = (f"theme {(theme + 1) % themes} é", "theme-gone") if theme >= 0 and n % 6 == 0 else ()
    return PassageRow(
        passage_id=f"{row.interview_id}:{n * 500}-{n * 500 + len(text)}",
        interview_id=row.interview_id,
        speaker=row.participants[0],
        start=n * 500,
        end=n * 500 + len(text),
        start_ms=None if n % 5 == 0 else n * 95_000,
        question="" if n % 4 == 0 else f"What was hardest, & why? ({n})" * (1 + 14 * (n == 3)),
        text=text,
        theme_id="" if theme < 0 else f"theme {theme} é",
        theme="" if theme < 0 else THEMES[theme % 9][0],
        position=_position(rng, theme) if n else None,
        codes={code: _code(rng, marks.get(code)) for code in LOADED},
        coded_by="minilm-lr v3",
        mentions=_mentions(rng, n),
        also=also,
    )


def _position(rng: random.Random, theme: int) -> tuple[float, float]:
    if theme < 0:
        return rng.random(), rng.random()
    x, y = 0.2 + 0.3 * (theme % 3), 0.2 + 0.3 * (theme // 3 % 3)
    spread = 0.08
    return (
        min(1.0, max(0.0, rng.gauss(x, spread))),
        min(1.0, max(0.0, rng.gauss(y, spread))),
    )


def _code(rng: random.Random, evidence: Evidence | None) -> CodeResult:
    if evidence is None:
        probability = round(rng.uniform(0.02, 0.49), 3)
        return CodeResult(probability, False, probability > 0.42, ())
    probability = round(rng.uniform(0.51, 0.98), 3)
    return CodeResult(probability, True, probability < 0.56, (evidence,))


def _mentions(rng: random.Random, n: int) -> tuple[MentionRow, ...]:
    found = rng.sample(ENTITIES, rng.choice((0, 1, 1, 2, 3)))
    return tuple(
        MentionRow(n * 500 + 10 * i, n * 500 + 10 * i + len(name), name, label, name, group)
        for i, (name, label, group) in enumerate(found)
    )


def _themes(passages: Sequence[PassageRow], themes: int) -> tuple[ThemeRow, ...]:
    rows = []
    for number in range(themes):
        key = f"theme {number} é"
        own = [p for p in passages if p.theme_id == key]
        name, keywords = THEMES[number % 9]
        rows.append(
            ThemeRow(
                theme_id=key,
                name=name,
                keywords=keywords,
                passages=len(own),
                interviews=len({p.interview_id for p in own}),
                stability=None if number == 3 else round(0.5 + number % 9 / 20, 2),
                status="stable" if number % 9 >= 5 else "provisional",
                quotes=tuple(p.passage_id for p in own[:3]),
                origin=("found", "expected", "made")[number % 3],
                parent="theme 0 é" if number in (1, 7) else "theme 7 é" if number == 2 else "",
                description="Where it <hurts> & whom." if number == 5 else "",
                coherence=None if number == 3 else round(number / 20 - 0.1, 4),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.passages, row.theme_id)))


UNREPLAYED = (
    "Event 9, theme-009 named “<Streets>”: there is no theme theme-009.",
    "Event 12, 3 passages moved to theme-002: 1 of its passages are no longer in the study.",
)


def _nearness(themes: Sequence[str]) -> tuple[Join, ...]:
    """A tree that each theme joins after the one before it."""
    return tuple(
        Join(tuple(themes[:i]), (themes[i],), round(0.2 + 0.05 * i, 4))
        for i in range(1, len(themes))
    )


def _changes(themes: Sequence[ThemeRow]) -> tuple[ThemeChange, ...]:
    """The second theme is new, the others lost a passage and won another; one is gone."""
    rows = [
        ThemeChange(
            t.theme_id, t.name, before=t.passages, now=t.passages, stayed=t.passages - 2, left=1,
            gone=1, joined=1, new_passages=1,
        )
        if i != 1
        else ThemeChange(t.theme_id, t.name, 0, t.passages, 0, 0, 0, 2, t.passages - 2, "new")
        for i, t in enumerate(themes)
    ]  # fmt: skip
    old = ThemeChange("theme-old", "Old <name>", 6, 0, 0, 6, 0, 0, 0, "merged into “Sensors”")
    return (*rows, old) if rows else ()


def _proposals(
    themes: Sequence[ThemeRow], passages: Sequence[PassageRow]
) -> tuple[ProposalRow, ...]:
    some = tuple(p.passage_id for p in passages[:9])
    rows = (
        ProposalRow("fit-2-1", "birth", "a new theme “Bins & <bags>” of 9 passages", "open", some),
        ProposalRow("fit-2-2", "merge", "theme-004 merged into theme-001: found together", "open"),
        ProposalRow("fit-2-3", "death", "theme-005 retired: not found again", "rejected"),
    )
    return rows if themes else ()


def _saturation(passages: Sequence[PassageRow]) -> Saturation:
    heard: dict[str, set[str]] = {}
    for passage in passages:
        heard.setdefault(passage.interview_id, set()).update({passage.theme_id} - {""})
    return saturation(heard)


def _codes() -> tuple[CodeRow, ...]:
    return (
        CodeRow(
            "technical",
            "The passage states a difficulty whose cause lies in technology & data.",
            ("systems that do not interoperate", "bad data"),
            ("refusal to share data",),
        ),
        CodeRow(
            "organizational",
            "The passage states a difficulty whose cause lies in people, rules or money.",
            ("procurement", "residents' trust"),
            (),
        ),
    )


def _shares(rows: Sequence[InterviewRow], passages: Sequence[PassageRow]) -> dict[str, object]:
    return shares(
        [(p.codes["technical"].holds, p.codes["organizational"].holds) for p in passages],
        interviews=[p.interview_id for p in passages],
        abstained=[any(c.abstained for c in p.codes.values()) for p in passages],
        attributes={row.interview_id: row.attributes for row in rows},
    )
