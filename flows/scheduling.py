"""`qualflow schedule`: one machine, one study, a cron line."""

from __future__ import annotations

from pathlib import Path

from flows.coding import code


def serve_study(root: Path, cron: str) -> None:
    """Serves a deployment of the main flow until stopped. Runs that would overlap are skipped.

    Raises:
        ValueError: `cron` is no cron line.
    """
    path = root.resolve()
    code.serve(
        name=f"code {path.name}",
        cron=cron,
        parameters={"study": str(path)},
        limit=1,
        pause_on_shutdown=False,
        print_starting_message=True,
    )
