"""What stands on a PDF's pages and nobody said: headers, footers, page and line numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.readers.pdf_lines import Line, Page

# Of the page's height: where headers and footers stand, above and below.
_ZONE = 0.13
_SAME_HEIGHT = 3.0
# Headers differ on left and right pages, and chapters begin without one.
_MOST_PAGES = 0.4
_DIGITS = re.compile(r"\d+")
_FIRST_OF_ONE = re.compile(
    r"(?:(?:file|https?)://\S+\s+)?(?:[-\u2013(]\s?)?(?:(?:page|seite|p\.)\s)?1"
    r"(?:\s?(?:/|of|von|de|sur)\s?1)?(?:\s?[-\u2013)])?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,5}")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What was left out of the pages: an example of each repeated line, and how many pages."""

    examples: tuple[str, ...] = ()
    page_numbers: bool = False


def without_numbers(pages: Sequence[Page]) -> tuple[list[Page], int]:
    """Return the pages without the line numbers in their left margin, and how many those were.

    Numbers count as such if they stand left of all other text and go up by one step.
    """
    numbers = _leftmost(pages, [list(_leading_numbers(page)) for page in pages])
    rest, ends = _edges(pages, numbers)
    count = len(ends)
    if count < 5 or not rest:
        return list(pages), 0
    # A little text may lie further left: a header, a page number.
    edge = max(ends)
    left = sum(x < edge for x in rest)
    if left * 50 > len(rest) or not _goes_up([[n for _, n in found] for found in numbers]):
        return list(pages), 0
    kept = [_cut(page, {i for i, _ in found}) for page, found in zip(pages, numbers, strict=True)]
    return kept, count


def _edges(
    pages: Sequence[Page], numbers: Sequence[Sequence[tuple[int, int]]]
) -> tuple[list[float], list[float]]:
    """Return where all words but the numbers begin, and where the numbers end."""
    rest, ends = [], []
    for page, found in zip(pages, numbers, strict=True):
        numbered = {index for index, _ in found}
        for index, line in enumerate(page.lines):
            words = list(line.words)
            if index in numbered:
                ends.append(words.pop(0).x1)
            rest += [word.x0 for word in words]
    return rest, ends


def _leading_numbers(page: Page) -> Iterator[tuple[int, int]]:
    """Yield which lines begin with a number that stands apart, or are nothing else."""
    for index, line in enumerate(page.lines):
        first = line.words[0]
        alone = len(line.words) == 1 or line.words[1].x0 - first.x1 > 0.6 * first.em
        if alone and _NUMBER.fullmatch(first.text):
            yield index, int(first.text)


def _leftmost(
    pages: Sequence[Page], numbers: Sequence[Sequence[tuple[int, int]]]
) -> list[list[tuple[int, int]]]:
    """Return the numbers that stand one below the other, furthest left: no page numbers."""
    words = {(p, i): pages[p].lines[i].words[0] for p, found in enumerate(numbers)
             for i, _ in found}  # fmt: skip
    edge = min((w.x1 + 2.5 * w.em for w in words.values()), default=0.0)
    return [[(i, n) for i, n in found if words[p, i].x1 <= edge] for p, found in enumerate(numbers)]


def _goes_up(numbers: Sequence[Sequence[int]]) -> bool:
    """Tell whether numbers rise by one step, from page to page or anew on each."""
    steps = [b - a for page in numbers for a, b in pairwise(page)]
    usual = max(set(steps), key=steps.count, default=0)
    return 0 < usual <= 10 and steps.count(usual) * 10 >= len(steps) * 9


def _cut(page: Page, numbered: set[int]) -> Page:
    kept = []
    for index, line in enumerate(page.lines):
        words = line.words[1:] if index in numbered else line.words
        if words:
            kept.append(Line(words, line.y, line.column))
    return Page(page.height, tuple(kept))


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], Furniture]:
    """Return the pages without repeated headers, footers and page numbers, and what those were.

    A line goes if it stands at one height in the top or bottom of most pages with the same text,
    or with numbers that count the pages: times, which differ otherwise, are a speaker's.
    """
    body = {_said(line) for page in pages for line in page.lines if not _in_zone(page, line)}
    groups: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in page.lines:
            if _in_zone(page, line):
                groups[_DIGITS.sub("#", line.text)].append((number, line))
    gone = {id(line) for line in _alone(pages[0])} if len(pages) == 1 else set()
    examples, counted = [], bool(gone)
    for found in groups.values():
        repeated = list(_repeated(found, len(pages), body))
        gone |= {id(line) for line in repeated}
        if repeated and not any(c.isalpha() for c in repeated[0].text):
            counted = True
        elif repeated:
            examples.append(repeated[-1].text)
    kept = [Page(p.height, tuple(line for line in p.lines if id(line) not in gone)) for p in pages]
    return kept, Furniture(tuple(examples), counted)


def _in_zone(page: Page, line: Line) -> bool:
    return line.y < _ZONE * page.height or line.y > (1 - _ZONE) * page.height


def _said(line: Line) -> str:
    """Return what tells a speaker's line: all up to its colon, or all of it."""
    return "".join(line.text.partition(":")[:2])


def _repeated(found: Sequence[tuple[int, Line]], pages: int, body: set[str]) -> Iterator[Line]:
    """Yield those of lines with alike text that are furniture."""
    levels: list[list[tuple[int, Line]]] = []
    for number, line in sorted(found, key=lambda pair: pair[1].y):
        if not levels or line.y - levels[-1][0][1].y > _SAME_HEIGHT:
            levels.append([])
        levels[-1].append((number, line))
    least = max(2, _MOST_PAGES * pages)
    for level in levels:
        if len({number for number, _ in level}) >= least:
            yield from _steady(level, least, body)


def _steady(level: Sequence[tuple[int, Line]], least: float, body: set[str]) -> Iterator[Line]:
    """Yield the lines whose numbers stay the same or count the pages.

    What is said twice at the top of a page by chance has its speaker in the midst of others, too.
    """
    numbers = [[int(d[:9]) for d in _DIGITS.findall(line.text)] for _, line in level]
    pages = [page for page, _ in level]
    steady = [True] * len(level)
    for column in zip(*numbers, strict=True):
        same, counted = Counter(column), Counter(d - p for d, p in zip(column, pages, strict=True))
        (value, often), (offset, times) = same.most_common(1)[0], counted.most_common(1)[0]
        for index, (digits, page) in enumerate(zip(column, pages, strict=True)):
            fits = digits == value if often > times else digits - page == offset
            steady[index] = steady[index] and fits
    found = [line for (_, line), fits in zip(level, steady, strict=True) if fits]
    if len(found) >= least and not any(_said(line) in body for line in found):
        yield from found


def _alone(page: Page) -> Iterator[Line]:
    """Yield what counts the page in a document of one page, perhaps after a browser's address."""
    for line in page.lines:
        if _in_zone(page, line) and _FIRST_OF_ONE.fullmatch(line.text.strip()):
            yield line
