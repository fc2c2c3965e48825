"""The seed passages: invented passages with codes, that ship with qualflow.

configs/seed_passages.csv has the columns passage_id, document, style, kind, origin ("invented"),
text and evidence; configs/SEED_PASSAGES.md says what the kinds are. Evidence names the clauses
that state a difficulty, as `t:12-56;o:60-90` (offsets `[start, end)` in code points into the
text; t technical, o organizational); the codes follow from it, so that no code stands without
its reason.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus.errors import ModelError

LETTERS = {"technical": "t", "organizational": "o"}
_HELD_OUT = 26  # of 256


@dataclass(frozen=True, slots=True)
class Seed:
    """An invented passage. `document` groups passages on one subject: split by it.
    `evidence`: (letter, start, end)."""

    passage_id: str
    document: str
    style: str
    kind: str
    text: str
    evidence: tuple[tuple[str, int, int], ...]

    def holds(self, code: str) -> bool:
        """Whether a code holds."""
        return any(letter == LETTERS[code] for letter, _, _ in self.evidence)

    @property
    def held_out(self) -> bool:
        """Whether its document, one in ten, is kept from the encoder, for calibration."""
        return hashlib.sha256(self.document.encode("utf-8")).digest()[0] < _HELD_OUT


def seeds_path() -> Path:
    """The file that ships with qualflow."""
    return Path(str(files("configs"))) / "seed_passages.csv"


def read_seeds(path: Path | None = None) -> list[Seed]:
    """The seed passages in `path` (those that ship, if None), in the file's order.

    Raises:
        ModelError: missing, or evidence that does not lie within its text.
    """
    source = path or seeds_path()
    if not source.is_file():
        raise ModelError("the seed passages", f"no file {source.name}", "reinstall qualflow")
    with source.open(encoding="utf-8", newline="") as handle:
        return [_seed(row) for row in csv.DictReader(handle)]


def _seed(row: dict[str, str]) -> Seed:
    evidence = []
    for item in filter(None, row["evidence"].split(";")):
        letter, _, span = item.partition(":")
        start, _, end = span.partition("-")
        evidence.append((letter, int(start), int(end)))
    if any(not 0 <= start < end <= len(row["text"]) for _, start, end in evidence):
        raise ModelError(
            f"seed passage {row['passage_id']}", "evidence beyond its text", "correct the file"
        )
    return Seed(
        row["passage_id"], row["document"], row["style"], row["kind"], row["text"], tuple(evidence)
    )
