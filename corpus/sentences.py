"""Where sentences end: the one splitter that passages, evidence and models share.

spaCy's rule-based sentencizer over its English tokenizer (which knows abbreviations), made to
respect line ends and the bullets of flattened notes. Rules, because they give the same answer
on every machine and version of the language model, and passage ids depend on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from spacy.language import Language

SENTENCES_VERSION = "1"

_LINE = re.compile(r"\n+")
# "- " starts an item of a list that was flattened into one line; between words it does so only
# where the text shows that it holds such a list, since speech has dashes too.
_IN_LIST = re.compile(r"\n+|(?<=[.!?:;\w*\"”)]) (?=[-*•] \S)")
_LIST = re.compile(r"(?:^|[.:;*] )[-*•] \S")
# Marks that end a sentence in scripts the default rules do not cover well.
_END = (".", "!", "?", "…", "。", "！", "？", "؟", "।")
_CLOSING = "\"'”’)]»」』*"
_ABBREVIATIONS = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|etc|approx)\.)$")


@lru_cache(maxsize=1)
def _tokenizer() -> Language:
    import spacy

    return spacy.blank("en")


def _pieces(text: str) -> list[tuple[int, int]]:
    """Lines and list items, as spans of `text` without surrounding white space."""
    spans, start = [], 0
    breaks = _IN_LIST if _LIST.search(text) else _LINE
    for found in breaks.finditer(text):
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    return [trimmed for a, b in spans if (trimmed := trim(text, a, b))[0] < trimmed[1]]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges (start == end where nothing is left)."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_here(piece: str, tokens: Sequence[str], blanks: Sequence[bool], i: int, at: int) -> bool:
    """Whether a sentence ends with token `i`, which begins at `at` in `piece`."""
    token = tokens[i]
    if token not in _END and not token.endswith(("。", "！", "？")):
        return False
    if i + 1 == len(tokens):
        return True
    following = tokens[i + 1]
    if following in _END or (following in _CLOSING and not blanks[i]):
        return False
    if token == "." and _ABBREVIATIONS.search(piece[: at + 1][-8:]):
        return False
    # an ellipsis may stand within a sentence: "well … later"
    return not (following[:1].islower() and token == "…")


def _split_piece(text: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = text[start:end]
    doc = _tokenizer().make_doc(piece)
    tokens = [token.text for token in doc]
    blanks = [bool(token.whitespace_) for token in doc]
    spans, begin, at = [], 0, 0
    for i, token in enumerate(tokens):
        after = at + len(token)
        closed = token in _CLOSING and blanks[i] and i > 0 and tokens[i - 1] in _END
        if closed or _ends_here(piece, tokens, blanks, i, at):
            spans.append((begin, after))
            begin = after
        at = after + blanks[i]
    spans.append((begin, end - start))
    cut = [trim(text, start + a, start + b) for a, b in spans]
    return [(a, b) for a, b in cut if a < b]


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Sentences of `text[start:end]`.

    Returns:
        Spans `[start, end)` in code points into `text`, ascending, without white space at the
        edges; together they hold every character that is not white space.
    """
    end = len(text) if end is None else end
    inside = text[start:end]
    found: list[tuple[int, int]] = []
    for a, b in _pieces(inside):
        found.extend((start + x, start + y) for x, y in _split_piece(inside, a, b))
    return found
