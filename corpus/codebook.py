"""codebook.toml: the codes, their definitions and how they are applied."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SettingsError

BUILT_IN = ("technical", "organizational")


class Code(BaseModel):
    """A label with its definition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Rules(BaseModel):
    """Sentences that say how every code is applied."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    what_counts: tuple[str, ...] = ()


class Codebook(BaseModel):
    """All codes of a study, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    unit: str = ""
    code: tuple[Code, ...]
    rules: Rules = Rules()

    def digest(self) -> str:
        """First 16 hex digits of the hash of the whole content."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


def read_codebook(path: Path) -> Codebook:
    """The codebook in `path`.

    Raises:
        SettingsError: missing, not TOML, a faulty entry, a name twice, or a built-in code gone.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        codebook = Codebook.model_validate(content)
    except FileNotFoundError:
        raise SettingsError(str(path), "no such file", "copy one from a new study") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(path.name, f"is not valid TOML ({error})", "mend that line") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(path.name, f"key '{key}': {first['msg']}", "correct it") from None
    names = [code.name for code in codebook.code]
    if len(set(names)) < len(names):
        raise SettingsError(path.name, "a code name stands twice", "give each code its own name")
    if missing := [name for name in BUILT_IN if name not in names]:
        raise SettingsError(path.name, f"built-in code '{missing[0]}' is gone", "put it back")
    return codebook
