"""The ways in which transcripts write who speaks: one named pattern for each, in one table.

A pattern sees the beginning of one line. It names `name`, perhaps `time`, and ends where the
words begin. Specific ones stand before general ones, which match the same lines: an earlier
pattern wins a tie. What is no matter of single lines (bold, tables, subtitles) is in `layout`
and `blocks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.brackets import is_note
from corpus.errors import SettingsError
from corpus.names import is_name, is_plain_label
from corpus.times import TIME

# A head is short. Looking no further keeps every pattern fast on lines of any length.
REACH = 160

_NAME = r"(?P<name>[^\W\d_][^:\uff1a\n\t\[\]<>*#|{}\"\u201c\u201d?!;=]{0,59}?)"
_T = rf"(?P<time>{TIME})"
_UNTIL = rf"(?:\s{{0,2}}(?:-|\u2013|-->)\s{{0,2}}{TIME})?"
_BRACKETED = rf"[\[(]{_T}{_UNTIL}[\])]"
# A colon between digits belongs to a time, one before slashes to an address.
_COLON = r"\s?(?:(?<!\d):|:(?!\d)|\uff1a)(?!//)"
# The end of a table's row.
_PIPE = r"[ \t]{0,40}\|[ \t]{0,40}$"
# Marks of the direction of writing stand before names in Hebrew and Arabic.
_LEAD = r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]{0,8}"
_FIRST = rf"(?P<open>[\[(])?{_T}{_UNTIL}(?(open)[\])])\s{{0,4}}(?:[-\u2013\u2014]\s{{0,4}})?"


@dataclass(frozen=True, slots=True)
class Convention:
    """One way of writing heads: its name in plain words and the pattern of a head."""

    name: str
    pattern: re.Pattern[str]
    # Lower-case single words count as names too, if they recur.
    plain: bool = False
    # The researcher's word on what is a name is final.
    own: bool = False
    # So many names must come back: "A." alone is an item of a list.
    least: int = 1
    # Names stand in brackets, as notes do.
    bracketed: bool = False
    # What stands among the words and is nobody's.
    unsaid: re.Pattern[str] | None = None

    def words(self, head: re.Match[str]) -> int:
        """Return where in its line the words after `head` begin."""
        return head.start("text") if head.groupdict().get("text") is not None else head.end()

    def match(self, line: str) -> re.Match[str] | None:
        """Return the head at the beginning of `line`, None if there is none with a real name.

        `line` needs no more than its first `REACH` characters.
        """
        found = self.pattern.match(line)
        if found is None:
            return None
        name = (found["name"] or "").strip()
        if self.own:
            return found if name else None
        if self.bracketed and is_note(name):
            return None
        # "- water: two litres" is an item of a list.
        plain = self.plain and found[0].lstrip()[0] not in "->\u2013\u2014"
        return found if is_name(name) or (plain and is_plain_label(name)) else None


def own(pattern: str) -> Convention:
    """Return the researcher's own regular expression as a convention.

    Its words begin where the group `text` does, else at its end. Raises SettingsError if it is
    no regular expression or has no group `name`.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise SettingsError(
            "speaker pattern", f"it is no regular expression ({error})", "correct it"
        ) from error
    if "name" not in compiled.groupindex:
        remedy = "write it like ^(?P<name>[^:]+): (?P<text>.*)"
        raise SettingsError("speaker pattern", "it has no group called name", remedy)
    return Convention("your own pattern", compiled, own=True)


def _convention(
    name: str,
    pattern: str,
    *,
    plain: bool = False,
    least: int = 1,
    bracketed: bool = False,
    unsaid: str = "",
) -> Convention:
    nobody = re.compile(unsaid, re.MULTILINE) if unsaid else None
    compiled = re.compile(_LEAD + pattern)
    return Convention(name, compiled, plain, False, least, bracketed, nobody)


CONVENTIONS = (
    _convention(
        "**Name (time):** text",
        rf"(?:\*\*|__){_NAME}\s{{0,3}}{_BRACKETED}\s?[:\uff1a]?\s?(?:\*\*|__)\s?[:\uff1a]?\s{{0,8}}",
    ),
    _convention(
        "**Name:** text",
        rf"(?:\*\*|__){_NAME}(?:\s?[:\uff1a]\s?(?:\*\*|__)|\s?(?:\*\*|__)\s?[:\uff1a])"
        rf"\s{{0,8}}(?:{_BRACKETED}\s{{0,8}})?",
    ),
    _convention(
        "<b>Name:</b> text",
        rf"<(?P<tag>b|u|i|em|strong)>\s?{_NAME}\s?(?:{_BRACKETED}\s?)?"
        r"(?:[:\uff1a]\s?</(?P=tag)>|</(?P=tag)>\s?[:\uff1a])\s{0,8}",
    ),
    _convention(
        "### Name:",
        rf"#{{1,6}}\s{{1,4}}(?:\*\*|__)?{_NAME}(?:\s{{0,4}}[\[(]?{_T}[\])]?)?\s?[:\uff1a]?"
        r"(?:\*\*|__)?\s{0,40}$",
    ),
    _convention(
        "**Name**, text below",
        rf"(?:\*\*|__){_NAME}(?:\*\*|__)(?:\s{{0,4}}[\[(]?{_T}[\])]?)?\s{{0,40}}$",
    ),
    _convention("Name (time): text", rf"{_NAME}\s{{0,4}}{_BRACKETED}\s?[:\uff1a]?\s{{0,8}}"),
    _convention("Name: (time) text", rf"{_NAME}\s?[:\uff1a]\s{{0,4}}{_BRACKETED}\s{{0,8}}"),
    _convention("[time] Name: text", rf"{_FIRST}{_NAME}{_COLON}\s{{0,8}}"),
    _convention(
        "[time] [Name] text", rf"{_FIRST}\[{_NAME}\]\s?[:\uff1a]?\s{{0,8}}", bracketed=True
    ),
    _convention("[time] Name, text below", rf"{_FIRST}{_NAME}\s?[:\uff1a]?\s{{0,40}}$"),
    _convention(
        "time | Name | text",
        rf"\|?\s{{0,8}}[\[(]?{_T}{_UNTIL}[\])]?\s{{0,8}}[\t|]\s{{0,8}}{_NAME}\s{{0,8}}[\t|]\s{{0,8}}",
        unsaid=_PIPE,
    ),
    _convention(
        "Name  time, text below",
        rf"{_NAME}(?:\s{{1,12}}|\s{{1,4}}[-\u2013\u2014|]\s{{1,4}})[\[(]?{_T}{_UNTIL}[\])]?\s{{0,40}}$",
    ),
    _convention(
        "[Name] text",
        rf"\[{_NAME}\]\s{{0,4}}(?:{_T}\s{{0,40}}$|[:\uff1a])?\s{{0,8}}",
        bracketed=True,
    ),
    _convention(
        "*NAME: text",
        r"\*(?P<name>[A-Z][A-Z0-9]{1,7}):\s{1,8}",
        # Tiers that comment on the words, and the file's own headers.
        unsaid=r"^(?:%[a-z]{2,8}:|@[A-Z])[^\n]*(?:\n[\t ][^\n]*)*",
    ),
    _convention("Q. text / A. text", r"(?P<name>[QA])[.)]\s{1,8}", least=2),
    _convention(
        "Q1: text / A1: text", r"(?P<name>[QA])\s?(?P<number>\d{1,3})\s?[.:)]\s{1,8}", least=2
    ),
    _convention(
        "Name: text",
        rf"(?:>>\s{{0,2}}|[-\u2013\u2014]\s{{1,2}})?{_NAME}{_COLON}\s{{0,8}}",
        plain=True,
    ),
    _convention(
        "Name | text",
        rf"(?:\|\s{{0,8}})?{_NAME}\s?[:\uff1a]?\s{{0,8}}\|\s{{0,8}}",
        unsaid=_PIPE,
    ),
    _convention("Name, tab, text", rf"{_NAME}\t{{1,4}}(?=\S)"),
)

# What a line must hold to be a head in any of these; most lines of speech need no closer look.
MAYBE = re.compile(r"[:\uff1a\t|\[<#*_]|\s{0,8}[QA]\s?\d{0,3}[.)]")
# A line that is nothing but a time: the same speaker goes on.
TIME_ALONE = re.compile(rf"{_LEAD}(?:{_BRACKETED}|(?P<bare>{TIME}))\s?:?\s{{0,40}}$")
# `(00:21:42): text` without a name: likewise.
TIME_FIRST = re.compile(rf"{_LEAD}{_BRACKETED}\s?:\s{{0,8}}")
