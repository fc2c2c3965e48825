"""study.toml as typed settings, with errors that name the key."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from corpus.errors import SettingsError

Probability = Annotated[float, Field(ge=0, le=1)]


class _Table(BaseModel):
    """A table of study.toml: unknown keys are refused, since they are mostly typing slips."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Speakers(_Table):
    """How speakers are told apart and who asks."""

    pattern: str = ""
    monologue: bool = False
    interviewers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    aliases: dict[str, str] = {}

    @field_validator("pattern")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        try:
            groups = re.compile(value).groupindex
        except re.error as error:
            raise ValueError(f"not a regular expression ({error})") from error
        if value and "name" not in groups:
            raise ValueError("a speaker pattern needs a group (?P<name>…)")
        return value


class FileOverrides(_Table):
    """Settings of one transcript; what is left out falls back to [speakers] and the study."""

    pattern: str | None = None
    monologue: bool | None = None
    interviewers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    aliases: dict[str, str] = {}
    language: str | None = None


class PassageSettings(_Table):
    """Bounds of a passage, in words, and what becomes of those that are no answers."""

    least: Annotated[int, Field(ge=5, le=150)] = 40
    most: Annotated[int, Field(ge=20, le=180)] = 130
    shortest: Annotated[int, Field(ge=1, le=60)] = 10
    boilerplate: Literal["leave out", "code"] = "leave out"

    @model_validator(mode="after")
    def _in_order(self) -> PassageSettings:
        if not self.shortest <= self.least <= self.most // 2:
            raise ValueError("needs shortest <= least <= most / 2")
        return self


class ExpectedTheme(_Table):
    """A theme that the researcher expects, and what stands for it."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    words: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


class Naming(_Table):
    """Where a language model may be asked for names of themes. Without an address: nowhere. The
    key stands in the environment, under the name `key_variable`; never here."""

    address: str = ""
    model: Annotated[str, Field(max_length=200)] = ""
    key_variable: str = ""
    timeout: Annotated[float, Field(gt=0, le=600)] = 30
    insecure: bool = False
    environment_proxy: bool = False

    @property
    def local(self) -> bool:
        """Whether the address is on this machine."""
        host = urlsplit(self.address).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False

    # One validator for the table: the message of a single key would show its value, and somebody
    # may have written a secret there.
    @model_validator(mode="after")
    def _keeps_secrets(self) -> Naming:
        if self.key_variable and not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", self.key_variable):
            raise ValueError(
                "key_variable is no name of an environment variable (capitals, digits and _); "
                "the key itself must not stand in this file"
            )
        if self.address:
            self._check_address()
            if not self.model.strip():
                raise ValueError("an address is given but no model")
        return self

    def _check_address(self) -> None:
        try:
            parts = urlsplit(self.address)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        if not host or parts.scheme not in ("http", "https") or re.search(r"\s", self.address):
            raise ValueError("the address is none; it looks like https://host/v1")
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError("the address must hold no user, password, ? or #")
        if parts.path.rstrip("/").endswith("/chat/completions"):
            raise ValueError("leave /chat/completions off the address; it is added")
        if parts.scheme == "http" and not self.local and not self.insecure:
            raise ValueError(
                "the address is neither https nor on this machine, so quotes would travel in the "
                "open; use https, or write insecure = true"
            )


class ThemeSettings(_Table):
    """How themes are formed. `number = 0`: as many as the data suggest. `seed` stays readable
    for older studies; nothing depends on it."""

    number: Annotated[int, Field(ge=0, le=200)] = 0
    smallest: Annotated[int, Field(ge=2)] = 5
    shortest_passage: Annotated[int, Field(ge=1)] = 15
    expected: tuple[ExpectedTheme, ...] = ()
    naming: Naming = Naming()
    seed: int = 1

    @model_validator(mode="after")
    def _once(self) -> ThemeSettings:
        names = [theme.name for theme in self.expected]
        if len(set(names)) < len(names):
            raise ValueError("two expected themes have the same name")
        return self


class ChallengeSettings(_Table):
    """When a code holds, and where the machine abstains."""

    threshold: Probability = 0.5
    abstain_from: Probability = 0.4
    abstain_to: Probability = 0.6

    @model_validator(mode="after")
    def _in_order(self) -> ChallengeSettings:
        if not self.abstain_from <= self.threshold <= self.abstain_to:
            raise ValueError("needs abstain_from <= threshold <= abstain_to")
        return self


class RunSettings(_Table):
    """How a run uses the machine."""

    workers: Annotated[int, Field(ge=0, le=64)] = 0


class Settings(_Table):
    """All of study.toml."""

    name: str = ""
    language: str = "en"
    database: str = ""
    speakers: Speakers = Speakers()
    files: dict[str, FileOverrides] = {}
    passages: PassageSettings = PassageSettings()
    themes: ThemeSettings = ThemeSettings()
    challenges: ChallengeSettings = ChallengeSettings()
    run: RunSettings = RunSettings()

    def digest(self) -> str:
        """First 16 hex digits of the hash of all settings that can change a result."""
        content = self.model_dump(
            mode="json", exclude={"database": True, "run": True, "themes": {"naming"}}
        )
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_settings(path: Path) -> Settings:
    """The settings in `path`.

    Raises:
        SettingsError: no such file, not TOML, or a key that is unknown or holds a wrong value;
            the message names the key.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SettingsError(
            str(path), "no such file", "make a study with `qualflow new STUDY`"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(path.name, f"is not valid TOML ({error})", "mend that line") from None
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise SettingsError(path.name, *_explain(error)) from None


def _explain(error: ValidationError) -> tuple[str, str]:
    """What the first fault is, and what to do about it."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    key = ".".join(where)
    if first["type"] == "extra_forbidden":
        known = _keys_of(where[:-1])
        table = ".".join(where[:-1]) or "the top level"
        return f"unknown key '{key}'", f"known keys of {table} are {', '.join(known)}"
    message = first["msg"].removeprefix("Value error, ")
    shown = "" if isinstance(first["input"], dict) else f" = {first['input']!r}"
    more = f" ({len(error.errors()) - 1} more)" if len(error.errors()) > 1 else ""
    return f"key '{key}'{shown}: {message[:1].lower()}{message[1:]}{more}", "correct it"


def _keys_of(where: list[str]) -> list[str]:
    model: Any = Settings
    for part in where:
        field = model.model_fields.get(part) if hasattr(model, "model_fields") else None
        if field is None:
            return sorted(FileOverrides.model_fields)
        model = field.annotation
    return sorted(getattr(model, "model_fields", {})) or sorted(FileOverrides.model_fields)
