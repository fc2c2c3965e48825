"""Every kind of hostile file under every suffix: each is read, or refused with a sentence, soon.

What each costs on an idle machine is measured by `python -m tests.corpus.measure_hostile`; here the
bounds are wide, and the largest files are left out.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpus.errors import UnreadableError
from corpus.interview import Interview
from corpus.readers import SUFFIXES, read
from tests.corpus.checks import outcome
from tests.corpus.made_formats import small
from tests.corpus.made_hostile import (
    KINDS,
    ZIPPED,
    entity_bombs,
    external_entities,
    sizes,
    speakers,
)

# Other names of formats that are in the table already; they have the same reader.
_SAME = (".markdown", ".htm", ".tsv")
# Of what takes long to make, less.
_LIGHTER: Mapping[str, Callable[[str], dict[str, bytes]]] = {
    "absurd sizes": lambda suffix: sizes(suffix, 50_000),
    "10,000 speakers": lambda suffix: speakers(suffix, ["short"]),
}
_SECONDS = 20
_KIB = 600 * 1024


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix not in _SAME])
def test_hostile_files(tmp_path: Path, suffix: str, kind: str) -> None:
    files = _LIGHTER.get(kind, KINDS[kind])(suffix)
    path = tmp_path / f"a{suffix}"
    for name, data in files.items():
        path.write_bytes(data)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        outcome(path)
        assert time.process_time() - start < _SECONDS, name
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < _KIB, name


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_entities_are_never_followed(tmp_path: Path, suffix: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for anybody")
    files = {**entity_bombs(suffix), **external_entities(suffix, str(secret))}
    for name, data in files.items():
        path = tmp_path / f"a{suffix}"
        path.write_bytes(data)
        found = outcome(path)
        text = found.text if isinstance(found, Interview) else found
        assert "not for anybody" not in text, name
        assert text.count("ha ha ha") < 2_000, name
        if suffix in (*ZIPPED, ".eaf", ".xml") and name != "include":
            assert "document type declaration" in text, name


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_no_regular_file(tmp_path: Path, suffix: str) -> None:
    name = f"a{suffix}"
    for place in ("empty", "folder", "pipe", "link", "loop", "broken"):
        (tmp_path / place).mkdir()
    (tmp_path / "empty" / name).touch()
    (tmp_path / "folder" / name).mkdir()
    os.mkfifo(tmp_path / "pipe" / name)
    outside = tmp_path / f"outside{suffix}"
    outside.write_bytes(small(suffix))
    (tmp_path / "link" / name).symlink_to(outside)
    (tmp_path / "loop" / name).symlink_to(name)
    (tmp_path / "broken" / name).symlink_to("nowhere")
    expected = {
        "empty": "it is empty", "folder": "it is a directory", "pipe": "not a regular file",
        "link": "it is a link that leads out of its folder", "loop": "cannot be opened",
        "broken": "cannot be opened",
    }  # fmt: skip
    for place, found in expected.items():
        sentence = outcome(tmp_path / place / name)
        assert isinstance(sentence, str) and found in sentence
    assert isinstance(outcome(outside), Interview)


def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(small(".txt"))
    path.chmod(0)
    me = os.geteuid()
    # Root may read everything.
    os.seteuid(65_534 if me == 0 else me)
    try:
        with pytest.raises(UnreadableError, match="Permission denied"):
            read(path)
    finally:
        os.seteuid(me)
