"""entities.toml of a study: what the researcher says about names, which always wins.

The format stands in `models.entity_names`.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from corpus.errors import SettingsError
from models.pattern_files import Label, Pattern, Stakeholder
from models.spelling import key, loose_key

IGNORED = ""


class OwnEntity(BaseModel):
    """One `[[entity]]`. `label`, `stakeholder`: None where qualflow shall go on guessing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    label: Label | None = None
    stakeholder: Stakeholder | None = None
    variants: tuple[str, ...] = ()

    @field_validator("label")
    @classmethod
    def _not_blank(cls, value: str | None) -> str | None:
        if value == "":
            raise ValueError("must not be blank; leave it out, or list the name under ignore")
        return value

    @field_validator("name", "variants")
    @classmethod
    def _is_sayable(cls, value: Any) -> Any:
        names = (value,) if isinstance(value, str) else value
        if blank := next((name for name in names if not key(name)), None):
            raise ValueError(f"'{blank}' has no letter or digit")
        if "" in names:
            raise ValueError("a name must not be blank")
        return value

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its variants."""
        return tuple(dict.fromkeys((self.name, *self.variants)))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    entity: tuple[OwnEntity, ...] = ()
    ignore: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _each_name_once(self) -> _File:
        owner = {key(name): "ignore" for name in self.ignore}
        for entity in self.entity:
            for spelling in entity.spellings:
                other = owner.setdefault(key(spelling), entity.name)
                if other != entity.name:
                    raise ValueError(f"'{spelling}' stands under both {other} and {entity.name}")
        return self


@dataclass(frozen=True)
class Overrides:
    """What entities.toml says; empty where there is none."""

    entities: tuple[OwnEntity, ...] = ()
    ignore: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """What `find_mentions` shall look for besides its own: entities with a label.

        A single word that is written with a capital must have it in the text too.
        """
        return tuple(pattern for entity in self.entities for pattern in _patterns(entity))

    def name_of(self, text: str) -> str | None:
        """Return the name of the entity that is spelled `text`; IGNORED, or None where unknown."""
        exact = self._names.get(key(text))
        return self._names.get(loose_key(text)) if exact is None else exact

    @cached_property
    def _names(self) -> dict[str, str]:
        """Names by their spellings, the exact ones last, so that they win."""
        spellings = [(name, IGNORED) for name in self.ignore]
        spellings += [(spelling, e.name) for e in self.entities for spelling in e.spellings]
        loose = {loose_key(spelling): name for spelling, name in spellings}
        return loose | {key(spelling): name for spelling, name in spellings}

    @cached_property
    def by_name(self) -> dict[str, OwnEntity]:
        """The entities by name."""
        return {entity.name: entity for entity in self.entities}

    def digest(self) -> str:
        """Return the first 8 hex digits of the hash of all that can change a result."""
        content = [[entity.model_dump(mode="json") for entity in self.entities], self.ignore]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:8]


def _patterns(entity: OwnEntity) -> Iterator[Pattern]:
    if entity.label is None:
        return
    exact = tuple(s for s in entity.spellings if len(s.split()) == 1 and s != s.lower())
    free = tuple(s for s in entity.spellings if s not in exact)
    for variants, proper in ((exact, True), (free, False)):
        if variants:
            yield Pattern(entity.name, entity.label, entity.stakeholder or "", variants, proper)


def read_overrides(path: Path) -> Overrides:
    """Return what the study's entities.toml at `path` says; nothing where there is no such file.

    Raises:
        SettingsError: not TOML, or a key that is unknown or holds a wrong value; the message
            names the key.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Overrides()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(path.name, f"is not valid TOML ({error})", "mend that line") from None
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        raise SettingsError(path.name, *_explain(error, content)) from None
    return Overrides(file.entity, file.ignore)


def _explain(error: ValidationError, content: dict[str, Any]) -> tuple[str, str]:
    """What the first fault is, and what to do about it."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    message = first["msg"].removeprefix("Value error, ")
    if not where:
        return message, "keep one of the two"
    place = _place(first["loc"], content)
    if first["type"] == "extra_forbidden":
        model = OwnEntity if where[0] == "entity" else _File
        return f"unknown key {place}", f"known keys are {', '.join(model.model_fields)}"
    shown = "" if isinstance(first["input"], dict) else f" = {first['input']!r}"
    return f"key {place}{shown}: {message[:1].lower()}{message[1:]}", "correct it"


def _place(where: tuple[int | str, ...], content: dict[str, Any]) -> str:
    """'label' of [[entity]] number 2 ("Acme"), or 'ignore'."""
    if where[0] != "entity" or len(where) < 2 or not isinstance(where[1], int):
        return f"'{'.'.join(map(str, where))}'"
    entry = content["entity"][where[1]]
    name = f' ("{entry["name"]}")' if isinstance(entry, dict) and "name" in entry else ""
    inside = ".".join(map(str, where[2:]))
    return f"'{inside}' of [[entity]] number {where[1] + 1}{name}"
