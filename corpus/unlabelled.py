"""Answers that stand without a label below questions that have one (`Q: Why?`, then text)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.heads import Head
from corpus.roles import named_role

_ASKING = 0.5


def with_answers(text: str, heads: Sequence[Head]) -> list[Head]:
    """Return `heads`, and one of a participant after every question, if only questions have one.

    That is so where one name heads all turns, says that it asks, and most of its first lines do.
    """
    names = {head.name.casefold() for head in heads if head.name}
    if len(names) != 1 or named_role(next(iter(names))) != "interviewer" or len(heads) < 2:
        return list(heads)
    ends = [*(head.at for head in heads[1:]), len(text)]
    asked = [_question(text, head.body, end) for head, end in zip(heads, ends, strict=True)]
    found = [end for end in asked if end is not None]
    answered = sum(
        bool(text[end:last].strip()) for end, last in zip(asked, ends, strict=True) if end
    )
    if len(found) < _ASKING * len(heads) or answered * 2 < len(heads):
        return list(heads)
    return list(_both(heads, asked))


def _both(heads: Sequence[Head], asked: Sequence[int | None]) -> Iterator[Head]:
    for head, end in zip(heads, asked, strict=True):
        yield head
        if end is not None:
            yield Head(end, end, "Participant")


def _question(text: str, start: int, end: int) -> int | None:
    """Return where the first line between that ends in a question mark ends, None if none does."""
    at = start
    while at < end:
        after = text.find("\n", at, end)
        after = end if after < 0 else after
        line = text[at:after].rstrip(" \t*_\u201d\"')")
        if line.endswith(("?", "\uff1f")):
            return after
        if not line and at > start:
            return None
        at = after + 1
    return None
