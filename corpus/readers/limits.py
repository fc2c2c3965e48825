"""How much one interview may hold: more is refused before it costs time and memory."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import UnreadableError

# Eight hours of subtitles are some 10,000 cues; three hours word by word are 30,000 words.
MOST_UTTERANCES = 30_000


def check_utterances(path: Path, count: int) -> None:
    """Raise UnreadableError, naming `path`, if `count` utterances are more than an interview's."""
    if count > MOST_UTTERANCES:
        found = f"it has more than {MOST_UTTERANCES:,} utterances"
        raise UnreadableError(path.name, found, "check that it is one interview, or divide it")
