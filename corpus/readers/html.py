"""Web pages, .html: block elements are lines, tables rows, bold is kept, headings are Markdown's.

Never text: scripts, styles, the head, menus and footers, forms, what is hidden or deleted.
Nothing is fetched, and nothing in the page is run.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from corpus.draft import LineDraft
from corpus.errors import UnreadableError
from corpus.readers.html_bold import BoldStyles
from corpus.readers.html_charset import markup
from corpus.readers.html_page import HtmlPage
from corpus.readers.options import ReadOptions
from corpus.readers.page import PageError, too_many_elements
from corpus.readers.plain import doubts

_REMEDY = "open it in a browser and save its text"
_LINES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr legend li main "
    "menu nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_LINES.split())
_UNREAD = (
    "head title script style template noscript nav footer svg math iframe object embed applet "
    "audio video canvas map button select datalist textarea input del rt rp rtc"
)
_SKIPPED = frozenset(_UNREAD.split())
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CELLS = ("td", "th")
_KEEPS_BLANKS = re.compile(r"white-space\s{0,8}:\s{0,8}(?:pre|break-spaces)")
# Pictures inside the page: megabytes that say nothing.
_PICTURE = re.compile(r"data:(?:image|font|application)/[^\"'\s<>]+")


def read_html(path: Path, data: bytes, options: ReadOptions) -> LineDraft:
    """Return the text of an .html file; raises UnreadableError if it is no text or refused."""
    text = markup(path, data)
    root = _parsed(path, _PICTURE.sub("", text.text).encode("utf-8", "replace"))
    if root is None:
        return LineDraft("")
    try:
        return _page(root).draft(doubts(text))
    except PageError as error:
        raise UnreadableError(path.name, str(error), _REMEDY) from error


def _page(root: etree._Element) -> HtmlPage:
    bold = BoldStyles(root)
    page = HtmlPage()
    _walk(root, bold, page)
    if page.divided:
        # Headings among the speech: who speaks, questions, or titles of sections.
        page = HtmlPage(markdown=True)
        _walk(root, bold, page)
    return page


def _parsed(path: Path, data: bytes) -> etree._Element | None:
    if too_many_elements(data):
        raise UnreadableError(path.name, "it has more parts than any interview", _REMEDY)
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableError(path.name, "the HTML in it is damaged", _REMEDY) from error
    last = parser.error_log.last_error
    if last is not None and last.type_name == "ERR_RESOURCE_LIMIT":
        # The parser would go on with what it has read so far, without a word.
        found = "the HTML in it is far too deep or long"
        raise UnreadableError(path.name, found, _REMEDY)
    return root


def _walk(root: etree._Element, bold: BoldStyles, page: HtmlPage) -> None:
    """Write the text below `root` on `page`, without recursion."""
    # What holds inside each open element: bold, and blanks that count.
    inside = [(False, False)]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            inside.append(_begin(element, tag, bold, page, inside[-1]))
            if _is_unread(element, tag):
                walker.skip_subtree()
            else:
                page.write(element.text, *inside[-1])
        else:
            inside.pop()
            _end(element, tag, page)
            page.write(element.tail, *inside[-1])
    page.end_line()


def _is_unread(element: etree._Element, tag: str) -> bool:
    return tag in _SKIPPED or element.get("hidden") is not None


def _begin(
    element: etree._Element, tag: str, bold: BoldStyles, page: HtmlPage, around: tuple[bool, bool]
) -> tuple[bool, bool]:
    """Begin an element; returns whether its text is bold and whether its blanks count."""
    if tag in _BLOCKS:
        page.end_line()
    if tag == "tr":
        page.start_row()
    elif tag in _CELLS:
        page.start_cell()
    elif tag == "br":
        page.break_line()
    style = element.get("style")
    kept = style is not None and _KEEPS_BLANKS.search(style) is not None
    return bold.bold(element, around[0]), tag == "pre" or around[1] or kept


def _end(element: etree._Element, tag: str, page: HtmlPage) -> None:
    if tag in _LEVELS:
        page.end_heading(_LEVELS[tag])
    elif tag in _BLOCKS:
        page.end_line()
    if tag == "tr":
        page.end_row()
    elif tag in _CELLS:
        page.end_cell()
