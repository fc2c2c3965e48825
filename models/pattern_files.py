"""configs/entities/*.toml: names that qualflow knows without having to guess.

    [[group]]
    label = "DEPARTMENT"         # TECHNOLOGY, DEPARTMENT, ROLE, LAW, PROGRAMME, VENDOR, GROUP, or
                                 # one of the tagger's; "": a phrase that is found to be thrown away
    stakeholder = "government"   # company, resident, government, or left out
    entities = [
      { name = "Department of Public Works", variants = ["public works", "DPW"] },
      { name = "Axon", proper = true },
    ]

The name itself is a variant. Case, plurals, hyphens, blanks and British spelling need no variants.
Written as it stands, by case too, must be: an acronym of up to four letters; and every one-word
variant of an entity that is `proper`, since it is an ordinary word without its capital.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Stakeholder = Literal["company", "resident", "government", ""]
Label = Literal[
    "TECHNOLOGY", "DEPARTMENT", "ROLE", "LAW", "PROGRAMME", "VENDOR", "GROUP",
    "PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "NORP", "",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entity that is found by its spellings; `name` is the first of `variants`."""

    name: str
    label: str
    stakeholder: Stakeholder = ""
    variants: tuple[str, ...] = ()
    proper: bool = False


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    variants: tuple[str, ...] = ()
    proper: bool = False


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Label
    stakeholder: Stakeholder = ""
    about: str = ""
    entities: tuple[_Entry, ...]

    def patterns(self) -> Iterator[Pattern]:
        for entry in self.entities:
            variants = (entry.name, *entry.variants)
            yield Pattern(entry.name, self.label, self.stakeholder, variants, entry.proper)


class _PatternFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    group: tuple[_Group, ...]


def _pattern_files() -> list[Traversable]:
    folder = files("configs") / "entities"
    found = [path for path in folder.iterdir() if path.name.endswith(".toml")]
    return sorted(found, key=lambda path: path.name)


def _ordinary_file() -> Traversable:
    return files("configs") / "ordinary_words.toml"


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns of all files, in the order of file names."""
    contents = (tomllib.loads(path.read_text(encoding="utf-8")) for path in _pattern_files())
    groups = (group for content in contents for group in _PatternFile(**content).group)
    return tuple(pattern for group in groups for pattern in group.patterns())


@cache
def ordinary_words() -> frozenset[str]:
    """Return words, in lower case and singular, that make no name by themselves."""
    content = tomllib.loads(_ordinary_file().read_text(encoding="utf-8"))
    return frozenset(word for words in content.values() for word in words)


def digest() -> str:
    """Return the first 8 hex digits of the hash of all files named here."""
    total = hashlib.sha256()
    for path in (*_pattern_files(), _ordinary_file()):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:8]
