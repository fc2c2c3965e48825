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
        self._default: str | None = None
        for style in styles if styles is not None else ():
            name = attribute(style, "styleId") if local(style) == "style" else None
            if name:
                self._add(name, style)

    def _add(self, name: str, style: etree._Element) -> None:
        if attribute(style, "type") == "paragraph" and _is_on(attribute(style, "default") or "0"):
            self._default = name
        for child in style:
            if local(child) == "basedOn":
                self._parent[name] = attribute(child, "val") or ""
            elif local(child) == "rPr":
                bold = stated(child)
                if bold is not None:
                    self._own[name] = bold

    def bold(self, name: str | None) -> bool | None:
        """Tell whether the style called `name` makes text bold, None if it leaves that open."""
        seen: list[str] = []
        while name and name not in self._own and name in self._parent:
            seen.append(name)
            # Taken out: a chain is gone through once, however many ask and whether it ends.
            name = self._parent.pop(name)
        found = self._own.get(name) if name else None
        if found is not None:
            self._own.update(dict.fromkeys(seen, found))
        return found

    def run_is_bold(self, run: etree._Element, paragraph: bool) -> bool:
        """Tell whether a `w:r` is bold; `paragraph` says whether its paragraph's style is."""
        properties = child_called(run, "rPr")
        if properties is None:
            return paragraph
        own = stated(properties)
        if own is not None:
            return own
        # Word's rule: a bold style inside a bold style stands out by not being bold.
        return paragraph != bool(self.bold(_style(properties, "rStyle")))

    def paragraph_is_bold(self, paragraph: etree._Element) -> bool:
        """Tell whether the style of a `w:p` makes its text bold."""
        properties = child_called(paragraph, "pPr")
        named = _style(properties, "pStyle") if properties is not None else None
        return bool(self.bold(named or self._default))


def child_called(parent: etree._Element, kind: str) -> etree._Element | None:
    """Return the first child of `parent` whose local name is `kind`, None if there is none."""
    return next((child for child in parent if local(child) == kind), None)


def stated(properties: etree._Element) -> bool | None:
    """Return what a `w:rPr` says about bold, None if nothing."""
    found = child_called(properties, "b")
    return _is_on(attribute(found, "val") or "1") if found is not None else None


def _is_on(value: str) -> bool:
    return value.lower() not in _OFF


def _style(properties: etree._Element, kind: str) -> str | None:
    found = child_called(properties, kind)
    return attribute(found, "val") if found is not None else None
