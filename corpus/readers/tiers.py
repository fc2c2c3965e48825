"""Time-aligned tiers, as ELAN and Praat have them: which of them are speech, and in what order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.draft import Utterance
from corpus.interview import ReadWarning

# What annotators put beside speech: `notes`, `Dana - phones`, `gesture@Dana`. Alone, at the end,
# or before a mark, but not as in "Head of Office", which may be somebody's label.
_KINDS = (
    "comments?|notes?|kommentare?|notizen|commentaires?|gestures?|gaze|hands?|head|posture|codes?|"
    "coding|topics?|themes?|sections?|translations?|gloss(?:es)?|pos|morph(?:emes?)?|lemmas?|"
    "phones?|phonemes?|phonetics?|syllables?|segments?|pitch|tones?|breaks?|noises?|silences?|"
    "pauses?|events?|music|overlaps?|chapters?|scenes?"
)
_BESIDE = re.compile(
    rf"(?:.{{0,60}}[\W_])?(?:{_KINDS})[\W\d_]{{0,9}}|(?:{_KINDS})[@:._-].{{0,60}}"
    # WebMAUS; the words are on its tier ORT-MAU.
    r"|MAU|KAN-MAU|KAN|MAS",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d_]")
# Aligners write a tier of words for each speaker, called after both.
_WORD_TIER = re.compile(r"(?:\s{1,3}-\s{1,3}|[_.@:-])(?:words?|ort|utterances?)\Z", re.IGNORECASE)
_SILENT = frozenset(
    ("#", "_", "sil", "sp", "spn", "silent", "sounding", "silence", "<sil>", "<p:>", "<p>", "<usb>",
     "<nib>", "<unk>", "{sl}")
)  # fmt: skip
# Words aligned one by one are joined over gaps shorter than a breath.
_BREATH_MS = 700
_ONE_WORD = 1.2
_SENTENCE = re.compile(r"[.?!\u2026\u3002\uff1f]\Z")
_PARALLEL = 0.5
MOST_TIERS = 200
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tier:
    """One row of annotations; `speaker` is None where the format names nobody for it."""

    name: str
    speaker: str | None
    said: tuple[Utterance, ...]


def in_order(tiers: Sequence[Tier]) -> tuple[tuple[Utterance, ...], tuple[ReadWarning, ...]]:
    """Return what is said on `tiers`, by time over all of them, and which were left out.

    Left out are tiers that by their names or their contents hold no speech, and of a speaker's
    tiers that run side by side all but the one with most words.
    """
    full = [tier for tier in map(_without_silence, tiers) if tier.said]
    # If nothing else remains, a tier called "notes" may be all there is.
    speech = [tier for tier in full if _is_speech(tier)] or full
    kept = list(_one_of_each(speech))
    timed = [pair for tier in kept for pair in _timed(_utterances(tier))]
    # Sorting is stable: what begins at one time stays in the order of tiers.
    timed.sort(key=lambda pair: pair[0])
    names = {tier.name for tier in kept}
    left_out = [tier.name for tier in full if tier.name not in names]
    return tuple(utterance for _, utterance in timed), tuple(_left_out(left_out))


def _without_silence(tier: Tier) -> Tier:
    said = (u for u in tier.said if u.text.strip() and u.text.strip().casefold() not in _SILENT)
    return replace(tier, said=tuple(said))


def _is_speech(tier: Tier) -> bool:
    if _BESIDE.fullmatch(tier.name):
        return False
    # Toolbox and FLEx put numbers of sentences on a tier of their own.
    return any(_WORD.search(utterance.text) for utterance in tier.said)


def _one_of_each(tiers: Sequence[Tier]) -> Iterator[Tier]:
    """Yield tiers, without those of a speaker that go along with fuller ones of the same."""
    by_speaker = sorted(enumerate(tiers), key=lambda item: (_speaker(item[1]), -_words(item[1])))
    kept: list[tuple[int, Tier]] = []
    for _, group in groupby(by_speaker, key=lambda item: _speaker(item[1])):
        taken: list[Span] = []
        for number, tier in group:
            spans = list(_spans(tier))
            if not _parallel(spans, taken):
                kept.append((number, tier))
                taken = sorted(taken + spans)
    yield from (tier for _, tier in sorted(kept, key=lambda item: item[0]))


def _speaker(tier: Tier) -> str:
    return tier.speaker or _WORD_TIER.sub("", tier.name)


def _words(tier: Tier) -> int:
    return sum(len(utterance.text.split()) for utterance in tier.said)


def _parallel(spans: Sequence[Span], taken: Sequence[Span]) -> bool:
    """Tell whether most of `spans` overlap with those `taken`, which are sorted."""
    starts = [start for start, _ in taken]
    inside = 0
    for start, end in spans:
        after = bisect_right(starts, start)
        begun = after > 0 and taken[after - 1][1] > start
        inside += begun or (after < len(starts) and starts[after] < end)
    return inside > _PARALLEL * len(spans)


def _spans(tier: Tier) -> Iterator[Span]:
    for utterance in tier.said:
        if utterance.start_ms is not None and utterance.end_ms is not None:
            yield utterance.start_ms, utterance.end_ms


def _utterances(tier: Tier) -> Iterator[Utterance]:
    """Yield a tier's utterances with its speaker; of single words, joined to phrases."""
    speaker = _speaker(tier)
    said = [replace(utterance, speaker=speaker) for utterance in tier.said]
    # Aligners give single words without marks; people give short answers with them.
    single = len(said) > 2 and _words(tier) < _ONE_WORD * len(said)
    aligned = single and not any(_SENTENCE.search(utterance.text) for utterance in said)
    yield from _phrases(said) if aligned else said


def _timed(said: Iterable[Utterance]) -> Iterator[tuple[int, Utterance]]:
    """Yield utterances with when they begin; without a time, when the one before began."""
    at = 0
    for utterance in said:
        at = at if utterance.start_ms is None else utterance.start_ms
        yield at, utterance


def _phrases(said: Iterable[Utterance]) -> Iterator[Utterance]:
    waiting: list[Utterance] = []
    for utterance in said:
        if waiting and not _follows(waiting[-1], utterance):
            yield _joined(waiting)
            waiting = []
        waiting.append(utterance)
    if waiting:
        yield _joined(waiting)


def _follows(before: Utterance, after: Utterance) -> bool:
    known = before.end_ms is not None and after.start_ms is not None
    return known and 0 <= (after.start_ms or 0) - (before.end_ms or 0) < _BREATH_MS


def _joined(said: Sequence[Utterance]) -> Utterance:
    return replace(said[0], text=" ".join(u.text.strip() for u in said), end_ms=said[-1].end_ms)


def _left_out(names: Sequence[str]) -> Iterator[ReadWarning]:
    if names:
        shown = ", ".join(f"“{name[:40]}”" for name in names[:5])
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        yield ReadWarning(None, f"tiers that seem to hold no speech were left out: {shown}{more}")
