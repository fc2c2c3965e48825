"""Versions of trained models: folders with a manifest of hashes, and the one that is in use.

    models/registry/<kind>/<version>/{…, manifest.json, CARD.md}
    models/registry/<kind>/champion.json

Nothing is loaded before every file agrees with its hash, and promotion is one rename.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import ModelError

MANIFEST = "manifest.json"
CARD = "CARD.md"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_version(directory: Path, contents: Mapping[str, bytes], facts: Mapping[str, Any]) -> None:
    """Writes a model version, whole or not at all.

    Args:
        directory: `<kind>/<version>`; must not exist.
        contents: bytes by file name, CARD.md among them.
        facts: what the manifest says beside the hashes (version, data, scores …).
    """
    staged = directory.with_name(f".{directory.name}-new")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    for name, content in contents.items():
        (staged / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = {**facts, "files": dict(sorted(hashes.items()))}
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (staged / MANIFEST).write_text(text, encoding="utf-8")
    staged.rename(directory)


def verified(directory: Path) -> dict[str, Any]:
    """The manifest of a version, after every file was compared with its hash.

    Raises:
        ModelError: no manifest, a file missing, changed, or one too many.
    """
    name = directory.name
    remedy = "restore it, or delete its folder and run again"
    try:
        manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        expected: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError):
        raise ModelError(f"model {name}", "has no readable manifest", remedy) from None
    found = {path.name for path in directory.iterdir()} - {MANIFEST}
    if foreign := sorted(found - set(expected)):
        raise ModelError(f"model {name}", f"holds a foreign file {foreign[0]}", remedy)
    for file, sha256 in expected.items():
        if file not in found or _sha256(directory / file) != sha256:
            raise ModelError(f"model {name}", f"{file} is missing or was changed", remedy)
    return manifest


def promote(kind_directory: Path, version: str) -> None:
    """Makes `version` the champion, in one step."""
    verified(kind_directory / version)
    staged = kind_directory / ".champion-new"
    staged.write_text(json.dumps({"version": version}) + "\n", encoding="utf-8")
    os.replace(staged, kind_directory / "champion.json")


def champion(kind_directory: Path) -> Path | None:
    """The directory of the champion; None where none was promoted.

    Raises:
        ModelError: champion.json is damaged or names a version that is not there.
    """
    path = kind_directory / "champion.json"
    if not path.is_file():
        return None
    try:
        version = json.loads(path.read_text(encoding="utf-8"))["version"]
    except (ValueError, KeyError, TypeError):
        raise ModelError(str(path), "is damaged", "delete it to return to the default") from None
    directory = kind_directory / str(version)
    if directory.parent != kind_directory or not directory.is_dir():
        raise ModelError(str(path), f"names version {version}, which is gone", "restore it")
    return directory


def adopt(kind_directory: Path, shipped: Path) -> Path:
    """The champion of a study; where there is none, the shipped version becomes it."""
    standing = champion(kind_directory)
    if standing is not None:
        return standing
    manifest = verified(shipped)
    target = kind_directory / str(manifest["version"])
    if not target.exists():
        staged = target.with_name(f".{target.name}-copy")
        shutil.rmtree(staged, ignore_errors=True)
        staged.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(shipped, staged)
        staged.rename(target)
    promote(kind_directory, target.name)
    return target
