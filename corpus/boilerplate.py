"""Talk that is no answer: announcements, consent scripts, sponsor breaks, checks of the sound,
arrangements, greetings that fill a whole passage.

Plain rules over the phrases of configs/boilerplate.toml, made for precision: a passage counts as
boilerplate only where phrases and filler explain nearly all of its words. English only; words of
other languages match nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+|\n+")
_NOTE = re.compile(r"\[[^\]\n]{1,60}\]|\([^)\n]{1,40}\)")  # [laughs], (inaudible 00:12)
_WORD = re.compile(r"[^\W_]+(?:’[^\W_]+)*")
_LONGEST_SENTENCE = 60  # words; speech without full stops is no script that a phrase explains


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of boilerplate: what it is called, how much must be explained, by what."""

    name: str
    whole_sentence: bool
    share: float
    phrases: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The content of configs/boilerplate.toml."""

    version: str
    share: float
    by_phrases: float
    filler: frozenset[str]
    kinds: tuple[_Kind, ...]


def boilerplate_version() -> str:
    """Part of the key under which passages are kept."""
    return _rules().version


def boilerplate(text: str, names: Collection[str] = ()) -> str | None:
    """What kind of boilerplate fills the passage `text`, in plain words; None where it does not.

    Args:
        text: a passage.
        names: names of the speakers, which say nothing beside a greeting.
    """
    rules = _rules()
    sentences = [words for part in _SENTENCE_END.split(_plain(text)) if (words := _words(part))]
    total = sum(map(len, sentences))
    own = rules.filler | {part for name in names for part in _words(_plain(name))}
    least = min(kind.share for kind in rules.kinds)
    unexplained, by_kind = 0, Counter[str]()
    for words in sentences:
        owners = _owners(words, rules.kinds)
        by_kind.update(owner for owner in owners if owner)
        unexplained += sum(
            not owner and word not in own for word, owner in zip(words, owners, strict=True)
        )
        if unexplained > (1 - least) * total:
            return None  # nearly every passage ends here, after a sentence or two
    if not by_kind or by_kind.total() < rules.by_phrases * total:
        return None
    name = max(by_kind, key=lambda kind: by_kind[kind])
    share = next(kind.share for kind in rules.kinds if kind.name == name)
    return name if total - unexplained >= share * total else None


def _plain(text: str) -> str:
    return _NOTE.sub(" ", text.replace("'", "’")).lower()


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _owners(words: Sequence[str], kinds: Sequence[_Kind]) -> list[str]:
    """For each word of a sentence the kind whose phrase explains it, "" where none does."""
    line = " ".join(words)
    owners = [""] * len(words)
    for kind in kinds:
        for found in kind.phrases.finditer(line):
            first = line.count(" ", 0, found.start())
            last = first + found.group().strip().count(" ") + 1
            if kind.whole_sentence and len(words) <= _LONGEST_SENTENCE:
                first, last = 0, len(words)
            for at in range(first, last):
                owners[at] = owners[at] or kind.name
    return owners


@cache
def _rules() -> _Rules:
    content = tomllib.loads((files("configs") / "boilerplate.toml").read_text(encoding="utf-8"))
    return _Rules(
        version=str(content["version"]),
        share=content["share"],
        by_phrases=content["by_phrases"],
        filler=frozenset(content["filler"].split()),
        kinds=tuple(
            _Kind(
                name=kind["name"],
                whole_sentence=kind.get("whole_sentence", False),
                share=kind.get("share", content["share"]),
                phrases=re.compile(rf"(?<!\S)(?:{'|'.join(kind['phrases'])})(?!\S)"),
            )
            for kind in content["kind"]
        ),
    )
