"""What was found, in plain sentences made from the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from measures.crosstabs import GROUPS
from review.reading import Reading, groups_of, is_provisional
from review.words import count, listed, percent, plural

_MANY = {"company": "companies", "resident": "residents", "government": "parts of government"}


def sentences(reading: Reading) -> list[str]:
    """Return the report's first paragraph, sentence by sentence."""
    return [
        *_inputs(reading),
        *_challenges(reading),
        *_groups(reading),
        *_themes(reading),
    ]


def _inputs(reading: Reading) -> Iterator[str]:
    coded = reading.with_status("coded")
    if not reading.findings.interviews:
        yield "The study holds no transcripts yet, so there is nothing to report."
        return
    words = sum(row.words for row in coded)
    yield (
        f"{plural(len(coded), 'interview')} of {count(words)} words were coded, in "
        f"{plural(len(reading.findings.passages), 'passage')} of participants' speech."
        if coded
        else "None of the transcripts could be coded, so there are no findings to report."
    )
    left = [
        (len(reading.with_status("refused")), "that it refused"),
        (len(reading.with_status("uncoded")), "that it kept but could not code"),
    ]
    if any(number for number, _ in left):
        told = listed([f"{count(number)} {what}" for number, what in left if number])
        total = plural(len(reading.findings.interviews), "transcript")
        yield f"Of {total} in the study, qualflow left out {told}."


def _challenges(reading: Reading) -> Iterator[str]:
    block = reading.findings.shares["machine"]
    stated = block["passages"] - block["neither"]
    if not block["passages"]:
        return
    if not stated:
        yield "The machine found no challenge stated in any passage."
        return
    yield (
        f"The machine found a challenge stated in {count(stated)} passages "
        f"({percent(stated / block['passages'])}): {count(block['technical_only'])} technical "
        f"only, {count(block['organizational_only'])} organizational only, "
        f"{count(block['both'])} both."
    )
    shares = reading.findings.shares
    warrant = (
        "this is corrected by a sample that people coded"
        if shares["basis"] == "sample"
        else "this is a machine's count"
    )
    yield (
        f"Of all mentions of a challenge, {percent(shares['share'])} are technical and "
        f"{percent(1 - shares['share'])} organizational; {warrant}."
    )


def _groups(reading: Reading) -> Iterator[str]:
    named = Counter(group for p in reading.findings.passages for group in groups_of(p))
    if named:
        told = [f"{_MANY[group]} in {plural(named[group], 'passage')}" for group in GROUPS]
        yield f"Speakers name {listed(told)}."


def _themes(reading: Reading) -> Iterator[str]:
    held = [theme for theme in reading.themes if not is_provisional(theme)]
    rest = len(reading.themes) - len(held)
    if held:
        largest = listed([f"“{theme.name}”" for theme in held[:3]])
        what = "One theme holds" if len(held) == 1 else f"{count(len(held))} themes hold"
        which = largest if len(held) == 1 else f"the largest are {largest}"
        more = f"; {count(rest)} more {'is' if rest == 1 else 'are'} provisional" if rest else ""
        yield f"{what} when interviews are left out: {which}{more}."
    elif rest:
        verb = "is" if rest == 1 else "are"
        yield (
            f"{plural(rest, 'group')} of alike passages {verb} provisional: none was shown to hold "
            "as a theme when interviews are left out."
        )
