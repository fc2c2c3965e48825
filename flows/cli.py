"""The command line. Each command is thin: it opens, calls, prints and chooses the exit code.

Exit codes: 0 all went well; 1 something was refused or left out; 2 misuse.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.errors import CasesError, ModelError, QualflowError, SettingsError, StudyError

OK, REFUSED, MISUSE = 0, 1, 2

app = typer.Typer(
    name="qualflow",
    help="Turns a folder of interview transcripts into coded, countable, defensible findings.\n\n"
    "Start with: qualflow new STUDY, put transcripts into STUDY/transcripts, "
    "qualflow code STUDY.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

StudyArgument = Annotated[Path, typer.Argument(metavar="STUDY", help="The study's directory.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print figures as JSON.")]


def _print_json(content: Any) -> None:
    print(json.dumps(content, indent=1, ensure_ascii=False))


@app.command(epilog='Example: qualflow new harbour --name "Harbour study"')
def new(
    study: StudyArgument,
    name: Annotated[str, typer.Option(help="Name for the report.")] = "",
    sample: Annotated[
        bool, typer.Option("--sample", help="Put in the twelve invented sample interviews.")
    ] = False,
) -> None:
    """Makes a study directory with every setting explained."""
    from corpus.study import new_study

    made = new_study(study, name, sample)
    print(f"Made {made.root}.")
    if not sample:
        print(f"Put transcripts into {made.transcripts}, then: qualflow code {study}")
    else:
        print(f"Next: qualflow code {study}")


@app.command(epilog="Example: qualflow inspect interviews/*.docx")
def inspect(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Transcripts, folders of them, or studies."),
    ],
    as_json: JsonOption = False,
    preview: Annotated[
        bool | None,
        typer.Option(
            "--preview/--no-preview",
            help="Show the first turns of each [where there are three files or less].",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Says what it sees in a transcript; codes nothing.

    Format, language, who speaks and in which role, what to look at, the first turns; for what it
    cannot tell, the lines to paste into study.toml.
    """
    from flows.inspecting import inspect_files
    from flows.progress import reporting

    with reporting(quiet=as_json):
        inspected = inspect_files(files, False if as_json else preview)
    if as_json:
        _print_json(inspected.records)
    else:
        from flows.inspect_screen import show

        show(inspected)
    if any("error" in record for record in inspected.records):
        raise typer.Exit(REFUSED)


@app.command(epilog="Example: qualflow code harbour")
def code(study: StudyArgument, as_json: JsonOption = False) -> None:
    """The main flow: transcripts, entities, themes, challenges, report."""
    from corpus.study import open_study
    from flows.progress import reporting

    opened = open_study(study)
    _ = opened.settings, opened.codebook
    if not opened.files():
        raise StudyError(
            str(opened.transcripts), "holds no transcripts", "put some in and run this again"
        )
    with reporting() as progress:
        progress.say("starting Prefect (a few seconds; the very first time about half a minute)")
        from flows.coding import run_code

        summary = run_code(study)
    if as_json:
        _print_json(summary)
    else:
        _print_summary(summary)
    if summary["refused"] or summary["uncoded"]:
        raise typer.Exit(REFUSED)


def _print_summary(summary: dict[str, Any]) -> None:
    counts = summary["counts"]
    print(f"{counts['coded']} of {counts['transcripts']} transcripts coded.")
    for kind in ("refused", "uncoded"):
        for item in summary[kind]:
            print(f"  {kind}: {item['file']}: {item['reason']}")
    for note in summary["notes"]:
        print(f"  note: {note}")
    print(
        f"{counts['passages']} passages: {counts['technical']} technical, "
        f"{counts['organizational']} organizational, {counts['neither']} neither "
        "(a machine's codes; no interval until people have coded a sample)."
    )
    print(f"{counts['themes']} themes, {counts['entities']} entities.")
    print(f"Report: {summary['report']}")


@app.command(
    epilog="Example: qualflow apply passages.csv --study harbour --to coded.csv --evidence"
)
def apply(
    passages: Annotated[
        Path, typer.Argument(metavar="PASSAGES.csv", help="CSV with passage_id and text.")
    ],
    study: Annotated[Path, typer.Option("--study", help="Whose model and settings to use.")],
    to: Annotated[Path, typer.Option("--to", help="The CSV to write.")],
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Add columns with the sentences that count.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Codes the passages of a CSV with the study's champion."""
    from flows.applying import apply_to_csv
    from flows.progress import reporting

    with reporting(quiet=as_json):
        summary = apply_to_csv(passages, study, to, with_evidence=evidence)
    if as_json:
        _print_json(summary)
    else:
        print(
            f"{summary['passages']} passages: {summary['technical']} technical, "
            f"{summary['organizational']} organizational, {summary['abstained']} abstained on; "
            f"by {summary['coded_by']}. Written to {to}."
        )
        for note in summary["notes"]:
            print(f"  note: {note}")
    if summary["notes"]:
        raise typer.Exit(REFUSED)


@app.command(epilog="Example: qualflow deidentify harbour, then the same with --apply")
def deidentify(
    study: StudyArgument,
    apply_: Annotated[
        bool, typer.Option("--apply", help="Write transcripts with what the table accepts.")
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option("--key", help="The key file, outside the study [STUDY.key.csv beside it]."),
    ] = None,
    swap: Annotated[
        bool,
        typer.Option(
            "--swap",
            help="With --apply: put the new ones in the place of transcripts/; the old ones go to"
            " STUDY.originals beside the study.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Suggests identifiers for a person to review; applies what was accepted.

    It finds many, not all: it is no promise of anonymity.
    """
    from flows import deidentifying
    from flows.progress import reporting

    if swap and not apply_:
        raise StudyError("--swap", "goes with --apply only", "review first, then give both")
    with reporting(quiet=as_json) as progress:
        if apply_:
            done = deidentifying.apply(study, key, swap)
        else:
            progress.say("looking for what may identify somebody (a minute for 100,000 words)")
            done = deidentifying.suggest(study, key)
    if as_json:
        _print_json(done)
    else:
        for line in deidentifying.lines(done, study):
            print(line)
    if done["refused"] or (apply_ and (done["undecided"] or done["notes"])):
        raise typer.Exit(REFUSED)


@app.command(
    epilog='Examples: qualflow themes harbour · qualflow themes harbour rename theme-003 "Street '
    'lights" · qualflow themes harbour merge theme-007 theme-003 --why "same talk" · qualflow '
    "themes harbour undo"
)
def themes(
    study: StudyArgument,
    action: Annotated[
        str,
        typer.Argument(
            metavar="ACTION",
            help="Look: list, show THEME, diff, history, saturation. Decide: rename, describe, "
            "merge, split, create, retire, move, pin, unpin, group, accept, reject, undo. Fit "
            "anew and look at what would change: refit. Ask a language model, if study.toml gives "
            "one: name.",
        ),
    ] = "list",
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="…", help="What the action needs; it says what where it lacks."),
    ] = None,
    why: Annotated[str, typer.Option(help="The reason, kept in the history.")] = "",
    who: Annotated[str, typer.Option(help="Who decides; your login name if not given.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Themes: look at them, decide about them, take decisions back."""
    from corpus.store.store import open_store
    from corpus.study import open_study
    from flows.theme_command import run

    opened = open_study(study)
    with open_store(opened) as store:
        record, lines = run(opened, store, action, words or [], who, why)
    if as_json:
        _print_json(record)
    else:
        print("\n".join(lines))


@app.command(epilog='Example: qualflow schedule harbour --cron "0 2 * * *"')
def schedule(
    study: StudyArgument,
    cron: Annotated[str, typer.Option("--cron", help="When, as a cron line.")] = "0 2 * * *",
) -> None:
    """Serves a deployment that codes the study on a schedule; runs until stopped."""
    from corpus.study import open_study

    _ = open_study(study).settings
    from flows.scheduling import serve_study

    serve_study(study, cron)


@app.command("train-default", hidden=True, epilog="Example: qualflow train-default --to out")
def train_default(
    to: Annotated[Path, typer.Option("--to", help="Folder for the model version.")],
    check: Annotated[
        Path | None, typer.Option("--check", help="CSV of labelled passages to measure on.")
    ] = None,
) -> None:
    """Trains the default classifier on the seed passages that ship with qualflow."""
    from flows.training import train_default

    for line in train_default(to, check):
        print(line)


def main() -> None:
    """Entry of the command: errors of ours are a sentence, not a traceback."""
    try:
        app()
    except QualflowError as error:
        print(f"qualflow: {error}", file=sys.stderr)
        misuse = isinstance(error, SettingsError | StudyError | CasesError | ModelError)
        sys.exit(MISUSE if misuse else REFUSED)
    except KeyboardInterrupt:
        print("qualflow: stopped; run the same command again to go on.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
