"""The process that opens a PDF: it limits itself, reads, answers, and ends.

Standard input: a line of JSON with the limits and perhaps the researcher's speaker pattern, then
the file. Standard output: JSON, either `found` and `remedy` of a refusal, or `runs` (text, and
whether it is bold) with what was left out. It writes no file and no log.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from corpus.readers.pdf_columns import page_lines
from corpus.readers.pdf_furniture import without_furniture, without_numbers
from corpus.readers.pdf_lines import Page
from corpus.readers.pdf_paragraphs import head_test, paragraphs
from corpus.readers.pdf_words import RawPage, Refused, pages

# An hour of talk has about 60,000 letters.
_MOST_LETTERS = 10_000_000


def main() -> None:
    """Answer the one request on standard input."""
    request = json.loads(sys.stdin.buffer.readline())
    limit(request["memory"], request["seconds"])
    try:
        answer = read(sys.stdin.buffer.read(), request["pages"], request["pattern"])
    except Refused as refused:
        answer = {"found": refused.found, "remedy": refused.remedy}
    sys.stdout.write(json.dumps(answer))


def limit(memory: int, seconds: int) -> None:
    """Limit this process, where the platform can: address space, CPU time, no files, no core."""
    try:
        import resource
    except ImportError:  # Windows: the caller's clock remains
        return
    limits = (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        # A core file would hold the interview.
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    )
    for kind, soft, hard in limits:
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError):  # a stricter limit already holds, or none can be set
            continue


def read(data: bytes, most_pages: int, pattern: str | None = None) -> Mapping[str, Any]:
    """Return the runs of a PDF and what was left out of it; raises Refused."""
    raw = []
    letters = 0
    for page in pages(data, most_pages):
        letters += page.letters
        if letters > _MOST_LETTERS:
            found = f"it has more than {_MOST_LETTERS:,} letters"
            raise Refused(found, "check that it is one interview, or divide it")
        raw.append(page)
    _check(raw, letters)
    upright = [Page(page.height, tuple(page_lines(page.words))) for page in raw]
    kept, furniture = without_furniture(upright)
    kept, numbers = without_numbers(kept)
    runs, joined = paragraphs(kept, head_test(pattern))
    return {
        "runs": merged(runs),
        "furniture": furniture.examples,
        "page_numbers": furniture.page_numbers,
        "line_numbers": numbers,
        "joined": joined,
        "turned": sum(page.turned for page in raw),
        "unknown": sum(page.unknown for page in raw),
        "pictures": [number for number, page in enumerate(raw, 1) if page.pictures],
    }


def _check(raw: Sequence[RawPage], letters: int) -> None:
    """Raise Refused if there is nothing in the pages that can be read."""
    if not letters and any(page.pictures for page in raw):
        found = "its pages are pictures without text, as scanners make them"
        raise Refused(found, "have a text recognition (OCR) program make text of it")
    if sum(page.unknown for page in raw) * 5 > letters > 0:
        found = "its fonts do not say which letters they show"
        raise Refused(found, "export it again, or have a text recognition (OCR) program read it")


def merged(runs: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return runs with neighbours alike made one; blanks between bold words are bold."""
    filled = [run for run in runs if run[0]]
    kinds: list[bool] = []
    for index, (text, bold) in enumerate(filled):
        if index and not text.strip() and "\n" not in text:
            bold = kinds[-1] and index + 1 < len(filled) and filled[index + 1][1]
        kinds.append(bold)
    alike = groupby(zip(kinds, filled, strict=True), key=itemgetter(0))
    return [("".join(text for _, (text, _) in group), bold) for bold, group in alike]


if __name__ == "__main__":
    main()
