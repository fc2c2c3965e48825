"""What an HTML page says, line by line, with its headings as Markdown writes them if need be."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.draft import LineDraft
from corpus.interview import ReadWarning
from corpus.readers.page import Blanks, Page, Run, joined
from corpus.text import trim


class HtmlPage:
    """Collects text into lines, and lines into a draft.

    Without `markdown`, headings are ordinary lines, bold spans lie beside the text, and
    `divided` tells whether a heading stood below some text. With it, headings begin with `#`,
    and lines that are bold all over stand in `**`, since that is how Markdown's rules know them.
    """

    def __init__(self, markdown: bool = False) -> None:
        self.divided = False
        self._page = Page()
        self._line = Blanks()
        self._markdown = markdown
        self._said = False
        # Whether each open cell is one of a row.
        self._cells: list[bool] = []

    def draft(self, warnings: tuple[ReadWarning, ...]) -> LineDraft:
        """Return what was written so far."""
        return self._page.draft(self._markdown, warnings)

    def write(self, text: str | None, bold: bool, exact: bool) -> None:
        """Add text to the line; `exact`: its blanks and newlines are meant."""
        if not text:
            return
        if exact:
            self._line.exact(text if self._line.runs else text.removeprefix("\n"), bold)
        else:
            self._line.text(text, bold)

    def break_line(self) -> None:
        """Add a soft break."""
        self._line.exact("\n", False)

    def end_line(self) -> None:
        """End the line, if there is anything on it."""
        runs = self._take()
        if runs is None:
            return
        self._said = self._said or any(text.strip() for text, _ in runs)
        if self._markdown and not self._cells:
            self._page.add(_marked(runs) + "\n")
        else:
            self._page.line(runs)

    def end_heading(self, level: int) -> None:
        """End the line, which is a heading."""
        runs = self._take()
        text = " ".join(joined(runs or ())[0].split())
        if not text:
            return
        self.divided = self.divided or self._said
        if not self._markdown or self._cells:
            self._page.line([(text, False)])
        else:
            self._page.add(f"{'#' * level} {text}\n")

    def start_row(self) -> None:
        """Begin a table's row."""
        self._page.start_row()

    def end_row(self) -> None:
        """End the row begun last."""
        self._page.end_row()

    def start_cell(self) -> None:
        """Begin a cell; without a row around it, it is a mere block."""
        self._cells.append(self._page.start_cell())

    def end_cell(self) -> None:
        """End the cell begun last."""
        if self._cells.pop():
            self._page.end_cell()

    def _take(self) -> list[Run] | None:
        """Return the runs of the line, None if there are none; a break at its end is its end."""
        runs = self._line.take()
        if not runs:
            return None
        if runs[-1][0] == "\n":
            runs.pop()
        return runs


def _marked(runs: Sequence[Run]) -> str:
    """Return a paragraph in which every line that is bold all over stands in `**`."""
    text, bold = joined(runs)
    lines, at = [], 0
    for line in text.split("\n"):
        start, end = trim(text, at, at + len(line))
        whole = any(first <= start and end <= last for first, last in bold)
        marked = start < end and whole and "*" not in line
        lines.append(f"**{text[start:end]}**" if marked else line)
        at += len(line) + 1
    return "\n".join(lines)
