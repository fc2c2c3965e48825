"""The share of challenges that are technical, counted from a machine's codes.

The content of results/shares.json:

    schema        1
    weighting     "passage": every passage counts once, however long its interview
    basis         "machine": what `share` rests on; "sample" once people have coded one
    share         technical mentions over all mentions of a challenge; None if there are none
    interval      None, or {"corpus": …, "cities": …} (below)
    reason        why `interval` is None, else ""
    machine       the block for all passages
    by_attribute  {attribute: [{"value", "interviews", …block}]}, "" is "not given" and comes last
    by_interview  [{"interview_id", …block}]

A block holds the counts (`passages` = `technical_only` + `both` + `organizational_only` +
`neither`), `abstained` (how many of these lie in the model's band of doubt; they are counted by
the side of the threshold they fall on), the mentions T and O (a "both" counts in each), the
block's `share` and `share_without_abstained`.

The machine's counts keep their place when a coded sample comes: `share` and `basis` then hold the
corrected estimate, and `interval` answers two questions that must not be confused: "corpus" (in
these interviews) and "cities" (in cities like these). Each is {"low", "high", "level", "n"}, or
{"reason"} where it is refused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from measures.states import Coding, natural, state

NO_SAMPLE = (
    "These are counts of a machine's codes, and machines err. There is no interval until people "
    "have coded a random sample of passages without seeing the machine's codes, which this version "
    "cannot draw yet. Read the quotes before you quote a figure."
)
NO_CHALLENGE = (
    "No passage was coded as stating a challenge, so there is no share of technical ones to give."
)


class _Row(NamedTuple):
    coding: Coding
    interview: str
    abstained: bool


def shares(
    codings: Sequence[Coding],
    *,
    interviews: Sequence[str] = (),
    abstained: Sequence[bool] = (),
    attributes: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """Count challenges over all passages, by case attribute and by interview.

    `codings` holds (technical, organizational) of each coded passage; `interviews` and
    `abstained` run parallel to it (left empty: one nameless interview, no abstention);
    `attributes` gives the case attributes of each interview id.
    Returns the content of shares.json as the module's docstring describes it.
    Raises ValueError where the sequences differ in length.
    """
    rows = _rows(codings, interviews, abstained)
    total = block(rows)
    return {
        "schema": 1,
        "weighting": "passage",
        "basis": "machine",
        "share": total["share"],
        "interval": None,
        "reason": NO_CHALLENGE if total["share"] is None else NO_SAMPLE,
        "machine": total,
        "by_attribute": _by_attribute(rows, attributes or {}),
        "by_interview": _by_interview(rows) if interviews else [],
    }


def block(rows: Iterable[_Row]) -> dict[str, Any]:
    """Return counts, mentions and share of some passages, as a block of shares.json."""
    kept = list(rows)
    states = Counter(state(row.coding) for row in kept)
    return {
        "passages": len(kept),
        "technical_only": states["technical only"],
        "both": states["both"],
        "organizational_only": states["organizational only"],
        "neither": states["neither"],
        "abstained": sum(row.abstained for row in kept),
        "mentions_technical": sum(row.coding[0] for row in kept),
        "mentions_organizational": sum(row.coding[1] for row in kept),
        "share": _theta(row.coding for row in kept),
        "share_without_abstained": _theta(row.coding for row in kept if not row.abstained),
    }


def _theta(codings: Iterable[Coding]) -> float | None:
    """T / (T + O), None where nobody spoke of a challenge."""
    pairs = list(codings)
    technical = sum(pair[0] for pair in pairs)
    organizational = sum(pair[1] for pair in pairs)
    if not technical + organizational:
        return None
    # Six digits are beyond any meaning and keep the file readable.
    return round(technical / (technical + organizational), 6)


def _rows(
    codings: Sequence[Coding], interviews: Sequence[str], abstained: Sequence[bool]
) -> list[_Row]:
    ids = interviews or [""] * len(codings)
    doubts = abstained or [False] * len(codings)
    if not len(codings) == len(ids) == len(doubts):
        raise ValueError(
            f"{len(codings)} codings, {len(ids)} interviews and {len(doubts)} abstentions "
            "must run parallel"
        )
    return [_Row(*row) for row in zip(codings, ids, doubts, strict=True)]


def _by_interview(rows: Iterable[_Row]) -> list[dict[str, Any]]:
    """In the order in which the interviews come."""
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.interview].append(row)
    return [{"interview_id": key, **block(group)} for key, group in groups.items()]


def _by_attribute(
    rows: Sequence[_Row], attributes: Mapping[str, Mapping[str, str]]
) -> dict[str, list[dict[str, Any]]]:
    names = {name: None for row in rows for name in attributes.get(row.interview, {})}
    return {name: _by_value(rows, name, attributes) for name in names}


def _by_value(
    rows: Iterable[_Row], name: str, attributes: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[attributes.get(row.interview, {}).get(name, "").strip()].append(row)
    return [
        {"value": value, "interviews": len({r.interview for r in groups[value]})}
        | block(groups[value])
        for value in sorted(groups, key=natural)
    ]
