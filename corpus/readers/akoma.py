"""Akoma Ntoso, .xml: debates as parliaments and ministries publish them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from corpus.draft import Utterance, UtteranceDraft
from corpus.errors import UnreadableError
from corpus.readers.options import ReadOptions
from corpus.readers.xml import XmlError, attribute, local, parse
from corpus.text import one_line

# Said by nobody: stage directions, and who speaks.
_UNSAID = frozenset(("narrative", "other", "scene", "from", "script"))


def read_akoma(path: Path, data: bytes, options: ReadOptions) -> UtteranceDraft:
    """Return the speeches of an Akoma Ntoso debate; raises UnreadableError for other XML."""
    try:
        root = parse(data)
    except XmlError as error:
        raise UnreadableError(path.name, str(error), "export it again") from error
    if local(root) != "akomaNtoso":
        found = f"it is XML, but not Akoma Ntoso (its root is {local(root)[:40]})"
        raise UnreadableError(path.name, found, "export it as text, docx, subtitles or CSV")
    people = _people(root)
    utterances = tuple(
        Utterance(speaker, text)
        for speech in root.iter(etree.Element)
        if local(speech) in ("speech", "question", "answer")
        for speaker in (_speaker(speech, people),)
        for text in _paragraphs(speech)
    )
    return UtteranceDraft(utterances, "speech by", front=_front(root))


def _people(root: etree._Element) -> dict[str, str]:
    """Return the names of persons by the identifiers (old and new) that speeches refer to."""
    names = {}
    for person in root.iter(etree.Element):
        if local(person) == "TLCPerson":
            shown = one_line(attribute(person, "showAs") or "")
            for key in (attribute(person, "id"), attribute(person, "eId")):
                if key and shown:
                    names[key] = shown
    return names


def _speaker(speech: etree._Element, people: dict[str, str]) -> str | None:
    by = (attribute(speech, "by") or "").strip().removeprefix("#")
    return people.get(by) or one_line(by.replace("-", " ")) or None


def _front(root: etree._Element) -> str:
    headings = (e for e in root.iter(etree.Element) if local(e) == "heading")
    return "\n".join(filter(None, (_text(heading) for heading in headings)))


def _paragraphs(speech: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of a speech, without those of speeches inside it."""
    for child in speech:
        if local(child) in ("speech", "question", "answer", "heading") or local(child) in _UNSAID:
            continue
        if local(child) == "p":
            text = _text(child)
            if text:
                yield text
        else:
            yield from _paragraphs(child)


def _text(element: etree._Element) -> str:
    lines = "".join(_pieces(element)).split("\v")
    return "\n".join(filter(None, (one_line(line) for line in lines)))


def _pieces(element: etree._Element) -> Iterator[str]:
    """Yield the text in and between inline elements; a break is a vertical tab for now."""
    yield (element.text or "").replace("\v", " ")
    for child in element:
        if local(child) in ("br", "eol"):
            yield "\v"
        # Some publishers close a break only after the words that follow it.
        if local(child) not in _UNSAID:
            yield from _pieces(child)
        yield (child.tail or "").replace("\v", " ")
