"""Which elements of an HTML page are bold: by their name, their style, or their class."""

from __future__ import annotations

import re

from lxml import etree

# A heading of a list of definitions, and underlined words, mark speakers as bold ones do.
_BOLD = frozenset(["b", "strong", "u", "dt", "th"])
_WEIGHT = re.compile(r"font-weight\s{0,8}:\s{0,8}(?:(bold|bolder|[6-9]00)|(normal|[1-5]00))\b")
_RULE = re.compile(r"\.([\w-]{1,60})\s{0,8}\{([^{}]{0,4000})\}")
_LONGEST_STYLE = 1_000_000


class BoldStyles:
    """The classes of a page whose text is bold (Google Docs knows no other bold)."""

    def __init__(self, root: etree._Element) -> None:
        """Take the root of the page."""
        self._classes: dict[str, bool] = {}
        left = _LONGEST_STYLE
        for style in root.iter("style"):
            rules = (style.text or "")[:left]
            left -= len(rules)
            for name, body in _RULE.findall(rules):
                bold = _stated(body)
                if bold is not None:
                    self._classes[name] = bold

    def bold(self, element: etree._Element, around: bool) -> bool:
        """Tell whether `element` is bold; `around` says whether the text around it is."""
        own = _stated(element.get("style") or "")
        if own is None and self._classes:
            said = [self._classes[name] for name in (element.get("class") or "").split()
                    if name in self._classes]  # fmt: skip
            own = said[-1] if said else None
        if own is None:
            return around or element.tag in _BOLD
        return own


def _stated(style: str) -> bool | None:
    """Return what a style says about bold, None if nothing."""
    found = _WEIGHT.search(style[:4000].lower()) if style else None
    return found[1] is not None if found else None
