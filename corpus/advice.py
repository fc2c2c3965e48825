"""Lines for study.toml that mend what a reader was not sure of. They stand below `[files."NAME"]`.

What can be told is written out; what only the researcher knows is a comment to be completed, so
that pasting a line as it is never says something that nobody meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.interview import Interview
from corpus.language import UNKNOWN
from corpus.pattern_hints import pattern_hint
from corpus.readers import ReadOptions
from corpus.spellings import similar

_MOST_NAMES = 6
_EXAMPLE = r"'^(?P<name>[A-Z]+)>\s*(?P<text>.*)$'"


def for_refused(path: Path, options: ReadOptions) -> list[str]:
    """Return lines for a transcript in which speakers could not be told apart."""
    hint = pattern_hint(path, options)
    if hint is not None:
        who = _listed(hint.names)
        return [f"pattern = '{hint.pattern}'  # finds {hint.turns} turns of {who}"]
    return [
        "# monologue = true  # if all of it is one participant's words",
        f"# pattern = {_EXAMPLE}  # if turns begin like DANA> text; change it to fit",
    ]


def for_interview(interview: Interview) -> list[str]:
    """Return lines for a transcript that was read, [] where nothing is in doubt."""
    return [*_roles(interview), *_aliases(interview), *_language(interview)]


def _roles(interview: Interview) -> Iterator[str]:
    roles = {segment.speaker: segment.role for segment in interview.segments}
    if len(roles) > 1 and "interviewer" not in roles.values():
        yield f"# interviewers = []  # who asks? {_listed(list(roles))}"


def _aliases(interview: Interview) -> Iterator[str]:
    counts = Counter(segment.speaker for segment in interview.segments)
    pairs = similar(list(counts))
    if pairs:
        # The fuller name is kept; of equals, the commoner one.
        ordered = [sorted(pair, key=lambda n: (len(n.split()), counts[n])) for pair in pairs]
        told = ", ".join(f"{quoted(less)} = {quoted(full)}" for less, full in ordered)
        yield f"# aliases = {{ {told} }}  # if they are one person"


def _language(interview: Interview) -> Iterator[str]:
    if interview.language == UNKNOWN:
        yield '# language = "en"  # too little was said to tell; correct it if it is another'


def quoted(text: str) -> str:
    """Return `text` as a basic string of TOML."""
    plain = "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in _escaped(text))
    return f'"{plain}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _listed(names: Sequence[str]) -> str:
    """Return some names for a comment, which must stay on its line."""
    clean = ["".join(c for c in name if c.isprintable())[:40] for name in names[:_MOST_NAMES]]
    return ", ".join(clean) + (" …" if len(names) > _MOST_NAMES else "")
