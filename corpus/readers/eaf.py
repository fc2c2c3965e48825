"""ELAN, .eaf: tiers of aligned annotations; a tier that depends on no other is a speaker's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from lxml import etree

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.interview import ReadWarning
from corpus.readers.limits import check_utterances
from corpus.readers.options import ReadOptions
from corpus.readers.tiers import MOST_TIERS, Tier, in_order
from corpus.readers.xml import XmlError, attribute, local, parse
from corpus.text import one_line

# An hour of speech aligned word by word has some 10,000 annotations of four tags each.
_MOST_TAGS = 600_000
_LONGEST_MS = 1_000 * 3_600 * 1_000
_ALIGNED = ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")


def read_eaf(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return what is said on the tiers of an .eaf file, by time over all of them.

    Raises UnreadableError if it is damaged, refused or no ELAN document.
    """
    if data.count(b"<") > _MOST_TAGS:
        found = f"it has more than {_MOST_TAGS:,} tags"
        raise UnreadableError(path.name, found, "check that it is one interview")
    try:
        root = parse(data)
    except XmlError as error:
        raise UnreadableError(path.name, str(error), "save it again in ELAN") from error
    if local(root) != "ANNOTATION_DOCUMENT":
        found = f"it is XML, but no ELAN document (its root is {local(root)[:40]})"
        raise UnreadableError(path.name, found, "save it again in ELAN")
    slots, warnings = _slots(root)
    tiers = list(islice(_tiers(root, slots), MOST_TIERS + 1))
    if len(tiers) > MOST_TIERS:
        found = f"it has more than {MOST_TIERS} tiers"
        raise UnreadableError(path.name, found, "check that it is one interview")
    said, left_out = in_order(tiers)
    check_utterances(path, len(said))
    return UtteranceDraft(said, "tiers", paragraphs=False, warnings=(*warnings, *left_out))


def _slots(root: etree._Element) -> tuple[dict[str, int], tuple[ReadWarning, ...]]:
    """Return the milliseconds of each time slot that has any."""
    units = next((attribute(e, "TIME_UNITS") for e in root if local(e) == "HEADER"), None)
    if units not in (None, "milliseconds"):
        message = f"its times are in {one_line(units or '')[:40]}, not in milliseconds; left out"
        return {}, (ReadWarning(None, message),)
    slots = {}
    for slot in root.iter(etree.Element):
        if local(slot) == "TIME_SLOT":
            key, value = attribute(slot, "TIME_SLOT_ID"), attribute(slot, "TIME_VALUE") or ""
            if key and value.isascii() and value.isdigit() and len(value) < 12:
                ms = int(value)
                if ms <= _LONGEST_MS:
                    slots[key] = ms
    return slots, ()


def _tiers(root: etree._Element, slots: Mapping[str, int]) -> Iterator[Tier]:
    """Yield the tiers of free text that depend on no other tier."""
    vocabularies = {
        attribute(kind, "LINGUISTIC_TYPE_ID")
        for kind in root
        if local(kind) == "LINGUISTIC_TYPE" and attribute(kind, "CONTROLLED_VOCABULARY_REF")
    }
    for number, tier in enumerate(e for e in root if local(e) == "TIER"):
        if attribute(tier, "PARENT_REF"):
            continue
        if attribute(tier, "LINGUISTIC_TYPE_REF") in vocabularies:
            continue
        name = one_line(attribute(tier, "TIER_ID") or "") or f"Tier {number + 1}"
        speaker = one_line(attribute(tier, "PARTICIPANT") or "") or None
        yield Tier(name, speaker, tuple(_utterances(tier, slots)))


def _utterances(tier: etree._Element, slots: Mapping[str, int]) -> Iterator[Utterance]:
    said = []
    for annotation in tier.iter(etree.Element):
        if local(annotation) in _ALIGNED:
            value = next((e.text for e in annotation if local(e) == "ANNOTATION_VALUE"), None)
            start = slots.get(attribute(annotation, "TIME_SLOT_REF1") or "")
            end = slots.get(attribute(annotation, "TIME_SLOT_REF2") or "")
            said.append(Utterance(None, one_line(value or ""), start, end))
    # Other programs write annotations in the order in which they were made.
    yield from sorted(said, key=lambda u: u.start_ms or 0) if _all_timed(said) else said


def _all_timed(said: list[Utterance]) -> bool:
    return all(utterance.start_ms is not None for utterance in said)
