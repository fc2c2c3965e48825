"""docs/formats.md names every suffix, and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.readers import SUFFIXES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_suffix_is_named() -> None:
    named = set(re.findall(r"(?<![\w./])\.[a-z]+\b", TEXT.lower()))
    assert set(SUFFIXES) <= named


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)
    assert len(named) > 20
    for file, function in named:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert not function or f"def {function}(" in source, (file, function)
