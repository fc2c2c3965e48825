"""One pseudonym for one person, place or organisation: in all spellings, files and runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from corpus.deidentify.known import ORGANISATION, OWN, PERSON, Identifier
from corpus.deidentify.matching import one_spelling
from corpus.names import spelling_key

# Kinds whose members are told apart; all others share one mark: [phone number].
_COUNTED = {
    "person": "Person",
    "city": "City",
    "place": "Place",
    "organisation": "Organisation",
}
_NUMBERED = re.compile(r"\[([^\W\d_]+) (\d{1,6})\]")


def in_brackets(text: str) -> str:
    """Return `text` as a replacement: one line, in [brackets], with none inside."""
    bare = one_spelling(text)
    bare = bare[1:-1] if bare.startswith("[") and bare.endswith("]") else bare
    return f"[{bare.replace('[', '(').replace(']', ')').strip()}]"


def is_counted(replacement: str) -> bool:
    """Tell whether a replacement names one person or place, as [Person 1] does."""
    return _NUMBERED.fullmatch(replacement) is not None


def proposals(
    identifiers: Sequence[Identifier],
    earlier: Mapping[str, str],
    taken: Iterable[str],
    wanted: Collection[str],
) -> dict[str, str]:
    """Return a replacement for each text in `wanted`, which are texts of `identifiers`.

    The others only help to tell who is whom.

    Args:
        earlier: replacements by text that were given in former runs; they are kept.
        taken: texts whose marks, such as [Person 3], must not be used for anybody else.
    """
    groups = _groups(identifiers)
    given = {_key(text): replacement for text, replacement in earlier.items()}
    numbers = _highest([*earlier.values(), *taken])
    by_group: dict[str, str] = {}
    # What is known goes first, so that a new spelling of it finds its pseudonym.
    for item in identifiers:
        known = given.get(_key(item.text)) or (item.replacement and in_brackets(item.replacement))
        if known:
            by_group.setdefault(groups[item.text], known)
    found: dict[str, str] = {}
    for item in identifiers:
        if item.text in wanted and item.text not in found:
            group = groups[item.text]
            if group not in by_group:
                by_group[group] = _next(item.kind, numbers)
            found[item.text] = given.get(_key(item.text)) or by_group[group]
    return found


def _next(kind: str, numbers: dict[str, int]) -> str:
    word = _COUNTED.get(kind)
    if word is None:
        return in_brackets(kind)
    numbers[word] = numbers.get(word, 0) + 1
    return f"[{word} {numbers[word]}]"


def _highest(texts: Iterable[str]) -> dict[str, int]:
    """Return the highest number in use after each word: {"Person": 3} for "[Person 3]"."""
    highest: dict[str, int] = {}
    for text in texts:
        for word, number in _NUMBERED.findall(text):
            highest[word] = max(highest.get(word, 0), int(number))
    return highest


def _key(text: str) -> str:
    return spelling_key(text) or text


def _groups(identifiers: Sequence[Identifier]) -> dict[str, str]:
    """Return for each text what it shares with other spellings of the same one.

    "Rowe" belongs to Dana Rowe unless there is a Tom Rowe as well; then it stands for itself.
    The study's own names stand for themselves, whatever longer names a model reads out of speech.
    """
    groups: dict[str, str] = {}
    longer: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for item in sorted(identifiers, key=_own_and_long_first):
        name = item.same_as or item.text
        words = tuple(_key(word) for word in name.split())
        group = f"{item.kind} {_key(name)}"
        if shortens := _SHORTENS.get(item.kind):
            known = longer.setdefault(item.kind, [])
            fuller = {other for full, other in known if shortens(words, full)}
            group = fuller.pop() if len(fuller) == 1 else group
            known.append((words, groups.setdefault(item.text, group)))
        groups.setdefault(item.text, group)
    return groups


def _own_and_long_first(item: Identifier) -> tuple[bool, int, int]:
    words = len(item.text.split())
    return item.found_by != OWN or words == 1, -words, -len(item.text)


def _is_part(words: Sequence[str], full: Sequence[str]) -> bool:
    """Tell whether a name belongs to a person's full one: "Rowe", "D. Rowe", "Mayor Dana Rowe".

    More than a word's difference may be two persons whom a model took for one.
    """
    if set(words) == set(full) or len(full) > 4:
        return False
    if len(words) > len(full):
        return 1 < len(full) == len(words) - 1 and set(full) < set(words)
    return (len(words) == 1 or len(full) - len(words) < 2) and all(
        word in full or (len(word) == 1 and any(other.startswith(word) for other in full))
        for word in words
    )


def _is_beginning(words: Sequence[str], full: Sequence[str]) -> bool:
    """Tell whether a name may stand for an organisation's fuller one: Halvern Lighting, Halvern."""
    return len(words) < len(full) and tuple(full[: len(words)]) == tuple(words)


_SHORTENS: Mapping[str, Callable[[Sequence[str], Sequence[str]], bool]] = {
    PERSON: _is_part,
    ORGANISATION: _is_beginning,
}
