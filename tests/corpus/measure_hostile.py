"""Measures what each hostile file costs: `python -m tests.corpus.measure_hostile [SUFFIX…]`.

Every file is read by a process of its own, which has imported the readers and done nothing else.
Written are CPU seconds of that process and its children, and the peak of memory of either. It
takes minutes, and what it writes differs between machines: the suite only asserts wide bounds.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus.readers import SUFFIXES
from tests.corpus.made_hostile import KINDS

SECONDS, MEMORY = 2.0, 500
_SERVER = """
import json, os, resource, sys, time
from pathlib import Path
from corpus.errors import QualflowError
from corpus.readers import ReadOptions, read

def used():
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (0, -1)))

def answer(path):
    start = used()
    try:
        found = read(Path(path))
        said = f"read: {len(found.segments)} segments, {found.convention}"
    except QualflowError as error:
        said = f"{type(error).__name__}: {error}"
    except BaseException as error:
        said = f"CRASH {type(error).__name__}: {str(error)[:200]}"
    peak = max(resource.getrusage(who).ru_maxrss for who in (0, -1)) // 1024
    os.write(1, (json.dumps([used() - start, peak, said]) + chr(10)).encode())

for line in sys.stdin:
    if not (child := os.fork()):
        answer(line.rstrip())
        os._exit(0)
    if status := os.waitpid(child, 0)[1]:
        os.write(1, (json.dumps([0, 0, f"CRASH of the process ({status})"]) + chr(10)).encode())
"""


def _all(suffixes: list[str]) -> Iterator[tuple[str, str, str, bytes]]:
    for suffix in suffixes:
        for kind, make in KINDS.items():
            for name, data in make(suffix).items():
                yield suffix, kind, name, data


def main() -> None:
    """Measure and print a line for each file, then the worst."""
    server = subprocess.Popen([sys.executable, "-u", "-c", _SERVER], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    assert server.stdin is not None and server.stdout is not None
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for suffix, kind, name, data in _all(sys.argv[1:] or list(SUFFIXES)):
            path = Path(folder) / f"a{suffix}"
            path.write_bytes(data)
            server.stdin.write(f"{path}\n")
            server.stdin.flush()
            cpu, peak, said = json.loads(server.stdout.readline())
            bad = cpu > SECONDS or peak > MEMORY or said.startswith("CRASH")
            what = f"{suffix} {kind}: {name} ({len(data):,} bytes) {said[:160]}"
            lines.append(f"{cpu:6.2f} s {peak:4} MiB {'BAD' if bad else '   '} {what}")
            print(lines[-1], flush=True)
    print(f"\n{len(lines)} files, {sum(' BAD ' in line for line in lines)} beyond the bounds;"
          " the slowest and the largest:")  # fmt: skip
    for line in sorted(lines)[-10:] + sorted(lines, key=lambda line: line[9:])[-10:]:
        print(line)


if __name__ == "__main__":
    main()
