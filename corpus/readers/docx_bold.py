"""Which runs of a Word document are bold: said in the run, or by a style it has."""

from __future__ import annotations

from lxml import etree

from corpus.readers.xml import attribute, local

_OFF = ("0", "false", "off", "none")


class BoldStyles:
    """The styles of a document that make text bold, their ancestors counted."""

    def __init__(self, styles: etree._Element | None) -> None:
        """Take the root of `word/styles.xml`, None if there is none."""
        self._own: dict[str, bool] = {}
        self._parent: dict[str, str] = {}
        for style in styles if styles is not None else ():
            name = attribute(style, "styleId") if local(style) == "style" else None
            if name:
                self._add(name, style)

    def _add(self, name: str, style: etree._Element) -> None:
        for child in style:
            if local(child) == "basedOn":
                self._parent[name] = attribute(child, "val") or ""
            elif local(child) == "rPr":
                bold = stated(child)
                if bold is not None:
                    self._own[name] = bold

    def bold(self, name: str | None) -> bool | None:
        """Tell whether the style called `name` makes text bold, None if it leaves that open."""
        seen: set[str] = set()
        while name and name not in seen:
            if name in self._own:
                return self._own[name]
            seen.add(name)
            name = self._parent.get(name)
        return None

    def run_is_bold(self, run: etree._Element, paragraph: bool) -> bool:
        """Tell whether a `w:r` is bold; `paragraph` says whether its paragraph's style is."""
        properties = next((child for child in run if local(child) == "rPr"), None)
        if properties is None:
            return paragraph
        own = stated(properties)
        if own is None:
            own = self.bold(_style(properties, "rStyle"))
        return paragraph if own is None else own

    def paragraph_is_bold(self, paragraph: etree._Element) -> bool:
        """Tell whether the style of a `w:p` makes its text bold."""
        properties = next((child for child in paragraph if local(child) == "pPr"), None)
        return properties is not None and bool(self.bold(_style(properties, "pStyle")))


def stated(properties: etree._Element) -> bool | None:
    """Return what a `w:rPr` says about bold, None if nothing."""
    for child in properties:
        if local(child) == "b":
            return (attribute(child, "val") or "1").lower() not in _OFF
    return None


def _style(properties: etree._Element, kind: str) -> str | None:
    found = next((child for child in properties if local(child) == kind), None)
    return attribute(found, "val") if found is not None else None
