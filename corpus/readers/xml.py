"""The one XML parser of the project: no entities, no network, no DTD, no huge trees.

Libraries with a parser of their own get archives whose parts `markup_parts` has seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.readers.archive import Archive, ArchiveError

# Elements take many times their size in memory. An hour of speech aligned word by word has some
# 10,000 annotations of eight tags each.
MOST_TAGS = 1_000_000
_DECLARED = "it has a document type declaration, which is not safe to follow"
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Marks of the encoding and blanks, which parsers pass over, then the first tag.
_MARKUP = re.compile(rb"[\s\x00\xef\xbb\xbf\xff\xfe]*+<")


class XmlError(Exception):
    """The document is damaged or refused; the message says why, as part of a sentence."""


def parse(data: bytes) -> etree._Element:
    """Return the root element of `data`.

    Raises XmlError if it is damaged, has a DOCTYPE, or more than a million tags.
    """
    data = data.lstrip()
    if data.count(b"<") > MOST_TAGS:
        raise XmlError(f"it has more than {MOST_TAGS:,} tags")
    if has_doctype(data):
        raise XmlError(_DECLARED)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise XmlError("the XML in it is damaged or far too deep or long") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlError(_DECLARED)
    return root


def has_doctype(data: bytes) -> bool:
    """Tell whether a document type is declared anywhere in `data`, however deep."""
    # Without null bytes, UTF-16 cannot hide it.
    return _DOCTYPE.search(data.replace(b"\x00", b"")) is not None


def markup_parts(archive: Archive, most: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each part of `archive` that is XML, whatever it is called.

    Raises ArchiveError for a damaged part, one with a DOCTYPE, or more than `most` bytes in all.
    """
    size = 0
    for name in archive.names:
        part = archive.read(name)
        if not _MARKUP.match(part):
            continue
        size += len(part)
        if size > most:
            raise ArchiveError(f"it holds more than {most // 1024**2} MiB of XML")
        if has_doctype(part):
            raise ArchiveError(_DECLARED)
        yield name, part


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for what is no element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Return the attribute called `name` in any namespace, None if there is none."""
    for key, value in element.attrib.items():
        if str(key).rsplit("}", 1)[-1] == name:
            return str(value)
    return None
