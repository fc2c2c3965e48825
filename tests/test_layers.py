"""Rooms import in one direction; Prefect and the web stay at the edge."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "corpus": {"corpus"},
    "models": {"corpus", "models"},
    "measures": {"corpus", "measures"},
    "review": {"corpus", "models", "measures", "review"},
    "flows": {"corpus", "models", "measures", "review", "flows"},
    "configs": {"configs"},
}
ONLY_IN = {
    "prefect": {"flows"},
    "jinja2": {"review"},
    "fastapi": {"review"},
    "typer": {"flows"},
    "torch": {"models"},
}


def imported(path: Path) -> set[str]:
    """Top-level names of all modules that a file imports, at the top or within functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


FILES = [(room, path) for room in ALLOWED for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize(("room", "path"), FILES, ids=lambda v: getattr(v, "name", v))
def test_imports_point_one_way(room: str, path: Path) -> None:
    names = imported(path)
    assert names & set(ALLOWED) <= ALLOWED[room]
    for package, rooms in ONLY_IN.items():
        assert package not in names or room in rooms


def test_torch_is_imported_by_the_development_command_alone() -> None:
    users = [path.name for _, path in FILES if "torch" in imported(path)]
    assert users == ["tuning.py"]


@pytest.mark.parametrize("room", ALLOWED)
def test_a_foreign_package_of_the_same_name_would_be_noticed(room: str) -> None:
    file = importlib.import_module(room).__file__
    assert file is not None
    assert Path(file).is_relative_to(ROOT)


def test_the_lock_names_no_registry_and_no_torch() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock
    for package in ("torch", "transformers", "sentence-transformers", "umap-learn", "numba"):
        assert f"\n{package}==" not in lock
