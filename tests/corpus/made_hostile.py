"""Hostile and damaged files of every format: what may come under each suffix.

All are made from valid files in which a mark is exchanged for something nasty, inside the members
of a zip archive where the format is one.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from corpus.readers import SUFFIXES
from tests.corpus.made_formats import SMALL, WRITERS, Talk, small
from tests.corpus.made_pdf import Objects, finished
from tests.corpus.made_turns import Said

ZIPPED = (".docx", ".odt", ".xlsx")
MARKED = (*ZIPPED, ".eaf", ".xml", ".html", ".htm")
# Stands in the words of a valid file where something else is to be put: a character and all the
# ways in which formats write it.
_MARK = "\ue000"
_WRITTEN = (_MARK.encode(), rb"\ue000", rb"\u-8192?")
_MANY = 100_000


def edited(data: bytes, edit: Callable[[bytes], bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return `data` edited, member by member where it is a zip archive."""
    if not data.startswith(b"PK"):
        return edit(data)
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", how) as new,
    ):
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)))
    return buffer.getvalue()


@cache
def _marked(suffix: str) -> bytes:
    """Return a valid file with the mark in some words; a PDF has one it can write."""
    mark = "MARK" if suffix == ".pdf" else _MARK
    talk = [
        said._replace(words=f"We {mark} did.") if n == 1 else said for n, said in enumerate(SMALL)
    ]
    return next(iter(WRITERS[suffix].values()))(talk)


def with_mark(suffix: str, put: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a file in which `put` stands among the words."""

    def edit(content: bytes) -> bytes:
        for written in _WRITTEN:
            content = content.replace(written, put)
        return content

    return edited(_marked(suffix), edit, how)


def with_doctype(suffix: str, subset: bytes, put: bytes) -> bytes:
    """Return a file whose markup declares entities; a text just begins with the declaration."""
    declared = b"<!DOCTYPE x [" + subset + b"]>"

    def edit(content: bytes) -> bytes:
        head = re.match(rb"\s*(?:<\?xml[^>]*\?>)?\s*", content)
        at = head.end() if head else 0
        return content[:at] + declared + content[at:]

    if suffix == ".rtf":
        return with_mark(suffix, put)
    return edited(with_mark(suffix, put), edit)


def entity_bombs(suffix: str) -> dict[str, bytes]:
    """A billion laughs: at once, behind a long comment, and in an attribute."""
    laughs = b'<!ENTITY a "ha ha ha ha ha ha ha ha ha ha ">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter + 1, b"&%c;" % letter * 10) for letter in range(97, 106)
    )
    late = b"<!--" + b"x" * 9_000 + b"-->"
    bombs = {
        "laughs": with_doctype(suffix, laughs, b"&j;"),
        "quadratic": with_doctype(
            suffix, b'<!ENTITY a "' + b"a" * 100_000 + b'">', b"&a;" * 20_000
        ),
    }
    if suffix in MARKED:
        for name, put in (("late", b"&j;"), ("attribute", b'<a b="&j;"/>')):
            bombs[name] = edited(
                with_doctype(suffix, laughs, put),
                lambda c: c.replace(b"<!DOCTYPE", late + b"<!DOCTYPE"),
            )
    return bombs


def external_entities(suffix: str, secret: str) -> dict[str, bytes]:
    """Entities and a DTD that name the file `secret`."""
    address = f"file://{secret}".encode()
    return {
        "general": with_doctype(suffix, b'<!ENTITY a SYSTEM "' + address + b'">', b"&a;"),
        "parameter": with_doctype(
            suffix, b'<!ENTITY % a SYSTEM "' + address + b'"> %a;', b"so"
        ),
        "include": with_mark(
            suffix,
            b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="'
            + address + b'"/>',
        ),
    }  # fmt: skip


def deep(suffix: str) -> dict[str, bytes]:
    """The format's own brackets, many within one another."""
    if suffix == ".json":
        nested = b'{"x":' + b"[" * _MANY + b"]" * _MANY + b","
        return {
            "lists": small(suffix).replace(b"{", nested, 1),
            "objects": b'{"a":' * _MANY + b"1" + b"}" * _MANY,
            "open": b"[" * _MANY,
        }
    if suffix == ".rtf":
        return {
            "groups": with_mark(suffix, b"{" * _MANY + b"x" + b"}" * _MANY),
            "bold": with_mark(suffix, rb"{\b x" * _MANY),
        }
    if suffix == ".pdf":
        objects = Objects()
        page = objects.add("<< /Type /Page /MediaBox " + "[" * _MANY + "]" * _MANY + " >>")
        return {"arrays": finished(objects, [page]), "dictionaries": small(suffix).replace(
            b"trailer\n<<", b"trailer\n" + b"<< /A " * _MANY + b"<<", 1)}  # fmt: skip
    pairs = {"tags": (b"<a>", b"</a>")}
    if suffix in MARKED:
        pairs |= {
            "rows": (b"<w:tbl><w:tr><w:tc><w:p/>", b"</w:tc></w:tr></w:tbl>"),
            "spans": (b"<text:span>", b"</text:span>"),
            "tables": (b"<table><tr><td>", b"</td></tr></table>"),
            "some": (b"<a>" * 200, b"</a>" * 200),
        }
    pairs |= {"brackets": (b"[(", b")]"), "voices": (b"<v A", b">")}
    nested = {}
    for name, (first, last) in pairs.items():
        count = 1 if name == "some" else _MANY
        nested[name] = with_mark(suffix, first * count + b"x" + last * count)
    return nested


def bombs(suffix: str) -> dict[str, bytes]:
    """Archives that unpack to far more, under any suffix; streams of a PDF that do."""
    found = {"members": _zeros(5), "many": _empty_members(60_000)}
    if suffix in ZIPPED:
        found["words"] = with_mark(suffix, b"so " * 20_000_000)
        found["random"] = with_mark(suffix, _noise(24_000_000))
    return found


@cache
def _zeros(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(count):
            file.writestr(str(number), bytes(60_000_000))
    return buffer.getvalue()


@cache
def _empty_members(count: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for number in range(count):
            file.writestr(str(number), "")
    return buffer.getvalue()


@cache
def _noise(size: int) -> bytes:
    """Return letters that compress to two thirds, so that no guard sees a bomb."""
    return random.Random(3).randbytes(size // 2).hex().encode()


def sizes(suffix: str, size: int = 16_000_000) -> dict[str, bytes]:
    """Words, lines and numbers beyond all measure: `size` bytes of something."""
    units = {
        "line": b"x", "words": b"so ", "lines": b"so\n", "heads": b"A: b\n", "tags": b"<a/>",
        "marks": "a\u0323\u0301".encode(), "blanks": b" ", "quotes": b'"', "brackets": b"[(",
        "times": b"10:00 ", "commas": b",", "stars": b"**A:** b\n", "bullets": b"\x151_2\x15 ",
        "arrows": b"0:0:1.0 --> 0:0:2.0\n<v A>b\n", "rows": b"| A | b |\n", "pairs": b'"a","b"\n',
    }  # fmt: skip
    # Not deflated, so that no guard takes them for bombs.
    found = {
        name: with_mark(suffix, unit * (size // len(unit)), zipfile.ZIP_STORED)
        for name, unit in units.items()
    }
    numbers = re.compile(rb"(?<=[>\"= ,:_\x15])\d+(?:\.\d+)?(?=[<\" ,}\x15])")
    found["numbers"] = edited(small(suffix), lambda c: numbers.sub(b"9" * 5_000, c))
    return found


def encodings(suffix: str) -> dict[str, bytes]:
    """Bytes that are not what the file says they are."""
    noise = random.Random(4).randbytes(4_000)
    data = small(suffix)
    found = {
        "noise": noise,
        "noise inside": with_mark(suffix, noise.replace(b"<", b"").replace(b"&", b"")),
        "latin": with_mark(suffix, b"\xe9t\xe9 \xff\xfe"),
        "cut utf-8": with_mark(suffix, b"\xe4\xb8"),
        "overlong": with_mark(suffix, b"\xc0\xaf\xf8\x88\x80\x80\x80"),
        "utf-16 inside": with_mark(suffix, "дом".encode("utf-16-le")),
        "marks": b"\xff\xfe" + data + b"\x00",
        "utf-32": b"\xff\xfe\x00\x00" + data,
        "named": edited(data, lambda c: c.replace(b"UTF-8", b"UTF-7").replace(b"utf-8", b"utf-7")),
    }
    if suffix not in (*ZIPPED, ".pdf"):
        text = data.decode("utf-8")
        found["odd utf-16"] = text.encode("utf-16-le")[:-1]
        found["utf-16"] = text.encode("utf-16")
        found["utf-7"] = text.encode("utf-7")
    return found


def nulls(suffix: str) -> dict[str, bytes]:
    """Null bytes: one, many, nothing but, and in front."""
    data = small(suffix)
    return {
        "one": with_mark(suffix, b"\x00"),
        "many": with_mark(suffix, b"\x00" * 100_000),
        "only": bytes(1_000_000),
        "front": b"\x00" + data,
        "behind": data + bytes(4_000),
        "all over": b"\x00".join(data[at : at + 40] for at in range(0, len(data), 40)),
    }


NAMES: Mapping[str, Callable[[int], str]] = {
    "numbered": lambda n: f"Speaker {n}",
    "short": lambda n: _letters(n),
    "full": lambda n: f"{_letters(n)} {_letters(n * 7 + 1)}",
}


def _letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(4)).capitalize()


def speakers(suffix: str, kinds: Sequence[str] = tuple(NAMES)) -> dict[str, bytes]:
    """Files in which 10,000 people speak twice or once, with names of `kinds`, or very long ones.

    A PDF has half as many, since each needs a line and the pages of more are slow to make.
    """
    count = 5_000 if suffix == ".pdf" else 10_000
    write = next(iter(WRITERS[suffix].values()))

    def talk(kind: str, rounds: int) -> Talk:
        return [
            Said(NAMES[kind](n % count), f"We did {n} of them.", n * 1000, n * 1000 + 900)
            for n in range(count * rounds)
        ]

    found = {f"{kind}, twice": write(talk(kind, 2)) for kind in kinds}
    found["once"] = write(talk(kinds[0], 1))
    if suffix != ".pdf":
        found["long name"] = write(
            [
                one._replace(speaker="N" * 1_000_000 if n % 2 else "Bo")
                for n, one in enumerate(SMALL)
            ]
        )
    return found


def directions(suffix: str) -> dict[str, bytes]:
    """Marks of the direction of writing, in words and before names."""
    marks = "\u200f\u202e\u2067\u200e\u202c\u2069"
    talk = [
        one._replace(speaker="\u200f" + one.speaker, words=f"{marks}{one.words}{marks}")
        for one in SMALL
    ]
    if suffix == ".pdf":
        return {}
    return {name: write(talk) for name, write in WRITERS[suffix].items()} | {
        "only": with_mark(suffix, marks.encode() * 100_000)
    }


def surrogates(suffix: str) -> dict[str, bytes]:
    """Halves of a character: as bytes, and as the format's own escapes."""
    found = {"bytes": with_mark(suffix, "\ud83d".encode("utf-8", "surrogatepass"))}
    escapes = {".json": rb"\ud83d", ".rtf": rb"\u-10179?"}
    if suffix in escapes:
        found["escaped"] = with_mark(suffix, escapes[suffix])
    if suffix in MARKED or suffix in (".vtt", ".srt"):
        found["reference"] = with_mark(suffix, b"&#xD83D;")
        found["null reference"] = with_mark(suffix, b"&#0;")
        found["huge reference"] = with_mark(suffix, b"&#x110000;&#99999999999;")
    if suffix == ".xlsx":
        found["excel"] = with_mark(suffix, b"_xD83D_")
    return found


def cut(suffix: str) -> dict[str, bytes]:
    """A file that ends too early, at many points."""
    data = small(suffix)
    points = sorted({len(data) * n // 16 for n in range(1, 16)} | {1, 2, 4, len(data) - 1})
    found = {f"at {point}": data[:point] for point in points if point < len(data)}
    if suffix in ZIPPED:
        found["inside"] = edited(data, lambda content: content[: len(content) // 2])
    return found


def wrong(suffix: str) -> dict[str, bytes]:
    """The bytes of every other format, and of files that are none."""
    others = {other: small(other) for other in SUFFIXES if SUFFIXES[other] != SUFFIXES[suffix]}
    return others | {
        "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8,
        "elf": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20,
        "gzip": b"\x1f\x8b\x08\x00" + bytes(range(256)) * 4,
        "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8_000),
        "mp3": b"ID3\x04\x00" + bytes(range(256)) * 20,
    }


KINDS: Mapping[str, Callable[[str], dict[str, bytes]]] = {
    "zip bomb": bombs,
    "entity bomb": entity_bombs,
    "external entity": lambda suffix: external_entities(suffix, "/etc/hostname"),
    "deep nesting": deep,
    "absurd sizes": sizes,
    "broken encodings": encodings,
    "null bytes": nulls,
    "10,000 speakers": speakers,
    "right-to-left marks": directions,
    "lone surrogates": surrogates,
    "cut off": cut,
    "wrong suffix": wrong,
}
