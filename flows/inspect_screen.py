"""Puts what was inspected on the screen: tables on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from flows.inspect_report import BLOCKS, HEADER, block, clean, line, row, summary, warnings
from flows.inspecting import Inspected

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_NUMBERS = ("Words", "Turns")


def show(inspected: Inspected) -> None:
    """Prints transcripts, warnings and the summary to standard output."""
    if sys.stdout.isatty():
        _on_terminal(inspected)
    else:
        _as_lines(inspected)


def _as_lines(inspected: Inspected) -> None:
    records = inspected.records
    if len(records) <= BLOCKS:
        for record in records:
            print("\n".join(block(record)), end="\n\n" if len(records) > 1 else "\n")
    else:
        for record in records:
            print(line(record))
        print()
        for told in warnings(records):
            print(f"look at {told}")
    for told in summary(inspected):
        print(told)


def _on_terminal(inspected: Inspected) -> None:
    from rich.console import Console

    console = Console(markup=False, highlight=False, emoji=False)
    records = inspected.records
    if len(records) <= BLOCKS:
        for record in records:
            _one(console, record)
    else:
        console.print(_many(records))
        for told in warnings(records):
            console.print(f"look at {told}", style="yellow")
    for told in summary(inspected):
        # A line to paste must not be broken where the screen ends.
        console.print(told, soft_wrap=True)


def _one(console: Console, record: dict[str, Any]) -> None:
    first, *rest = block(record)
    console.print(first, style="red" if "error" in record else "bold")
    if "error" in record:
        return
    table = _table("Speaker", "Role", "Turns", "Words")
    for s in record["speakers"]:
        table.add_row(clean(s["name"]), s["role"], f"{s['turns']:,}", f"{s['words']:,}")
    console.print(table)
    for told in rest[len(record["speakers"]) :]:
        console.print(told, style="yellow" if told.startswith("  look") else "")
    console.print()


def _many(records: list[dict[str, Any]]) -> Table:
    table = _table(*HEADER)
    for record in records:
        table.add_row(*row(record), style="red" if "error" in record else None)
    return table


def _table(*header: str) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE)
    for name in header:
        table.add_column(name, justify="right" if name in _NUMBERS else "left", overflow="fold")
    return table
