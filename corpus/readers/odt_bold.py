"""Which text of an OpenDocument file is bold: every format there is a style, most unnamed."""

from __future__ import annotations

from lxml import etree

from corpus.readers.xml import attribute, local

# Weights from 100 to 900; what is drawn bold begins here.
_BOLD_FROM = 600
_Key = tuple[str, str]


class BoldStyles:
    """The styles of a document that make text bold, their ancestors counted."""

    def __init__(self, *roots: etree._Element | None) -> None:
        """Take the roots of `styles.xml` and `content.xml`; a later style replaces an earlier."""
        self._own: dict[_Key, bool] = {}
        self._parent: dict[_Key, _Key] = {}
        for root in roots:
            for group in root if root is not None else ():
                # Automatic styles in styles.xml are those of headers and footers, and names
                # there may be the same as in content.xml, which comes later and so wins.
                if local(group) in ("styles", "automatic-styles"):
                    for style in group:
                        self._add(style)

    def _add(self, style: etree._Element) -> None:
        name, family = attribute(style, "name"), attribute(style, "family")
        if local(style) != "style" or not name or not family:
            return
        key = (family, name)
        self._own.pop(key, None)
        self._parent.pop(key, None)
        parent = attribute(style, "parent-style-name")
        if parent:
            self._parent[key] = (family, parent)
        for properties in style:
            if local(properties) == "text-properties":
                weight = attribute(properties, "font-weight")
                if weight is not None:
                    self._own[key] = _is_bold(weight)

    def paragraph_is_bold(self, paragraph: etree._Element) -> bool:
        """Tell whether the style of a `text:p` or `text:h` makes its text bold."""
        return bool(self._bold(("paragraph", attribute(paragraph, "style-name") or "")))

    def span_is_bold(self, span: etree._Element, around: bool) -> bool:
        """Tell whether a `text:span` is bold; `around` says whether the text around it is."""
        own = self._bold(("text", attribute(span, "style-name") or ""))
        return around if own is None else own

    def _bold(self, key: _Key) -> bool | None:
        seen: list[_Key] = []
        while key not in self._own and key in self._parent:
            seen.append(key)
            # Taken out: a chain is gone through once, however many ask and whether it ends.
            key = self._parent.pop(key)
        found = self._own.get(key)
        if found is not None:
            self._own.update(dict.fromkeys(seen, found))
        return found


def _is_bold(weight: str) -> bool:
    if weight.isascii() and weight.isdigit():
        return int(weight[:4]) >= _BOLD_FROM
    return weight in ("bold", "bolder")
