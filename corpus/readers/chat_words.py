"""CHAT's marks turned into words that can be read: nothing that was said is dropped."""

from __future__ import annotations

import re

from corpus.text import one_line

# Every pattern is bounded or of one class, so that a line of any length is passed over once.
_SOUNDS = re.compile(r"&=([^\s\[\]<>]{1,60})")
_ASIDE = re.compile(r"&\*[^\s:]{1,20}:([^\s\[\]<>]{1,60})")
_MANNER = re.compile(r"\[=! ([^\[\]]{1,80})\]")
# [/] [//] [: other words] [* error] [?] [!] [>] [<] [= note] [% note] [^ mark] [+ code] [- lang]
_CODES = re.compile(r"\[(?:[/:*?!<>=%^+#-][^\[\]]{0,200}|x \d{1,3}|e)\]")
_PAUSE = re.compile(r"\((?:\.{1,3}|\d{1,3}(?::\d{1,2})?(?:\.\d{0,3})?)\)")
# What ends an utterance, longer marks before shorter ones.
_ENDS = (
    ("+//?", " \u2013?"), ("+//.", " \u2013"), ("+/?", " \u2013?"), ("+/.", " \u2013"),
    ("+..?", "\u2026?"), ("+...", "\u2026"), ("+!?", "!?"), ('+"/.', ":"), ("+\u201d/.", ":"),
    ('+".', "."), ("+\u201d.", "."), ("+.", ""),
)  # fmt: skip
# What ties it to the one before.
_LINKER = re.compile('(?<!\\S)\\+["\u201c\u201d^,+<\u224b\u2248](?!\\S)')
_FILLER = re.compile(r"(?<!\S)&[-~]?(?=[^\W\d_])")
_FRAGMENT = re.compile(r"(?<!\S)&\+([^\W\d_]{1,40})")
_OMITTED = re.compile(r"(?<!\S)0(?:[^\W\d_]\S{0,40})?(?!\S)")
# Not addresses: `dana@gov.uk`, `www.gov.uk`.
_FORM = re.compile(r"(?<=\w)@[a-z]{1,3}(?:[:$][\w:+$&]{1,40})?(?![\w-]|\.\w)")
_SHORTENED = re.compile(r"\(([^\W\d_']{1,30})\)(?=\w)|(?<=\w)\(([^\W\d_']{1,30})\)")
_COMPOUND = re.compile(r"(?<=[^\W\d_])[_+](?=[^\W\d_])")
_LENGTHENED = re.compile(r"(?<=[^\W\d_]):{1,5}(?=[^\W\d_])")
# Groups, overlaps, pitch, stress and voice, as conversation analysis marks them.
_SIGNS = re.compile(
    "[<>^\u00b0\u02c8\u02cc\u2190-\u2193\u2196-\u2199\u21d7\u21d8\u2206\u2207\u221e\u2248\u224b"
    "\u2261\u2219\u2308-\u230b\u2581\u2594\u263a]"
)
_SEPARATOR = re.compile("\\s?[\u2021\u201e]")
_APART = re.compile(r"[ \t]{1,9}(?=[.,;:?!\u2026]{1,4}(?:\s|\Z))")
_UNCLEAR = re.compile("(?<![^\\s(\"\u201c])(xxx?|yyy|www)(?![\\w@'/:]|\\.\\w)")


def readable(words: str) -> str:
    """Return an utterance of CHAT on one line, as people would write it, "" if it says nothing.

    Kept are repetitions, false starts and fillers, as said. Sounds stand in [brackets], as does
    what could not be understood. Pauses and what annotators add go.
    """
    words = _MANNER.sub(r"[\1]", words)
    words = _CODES.sub(" ", words)
    words = _SOUNDS.sub(_sound, words)
    words = _ASIDE.sub(r"[\1]", words)
    words = _PAUSE.sub(" ", words)
    for mark, plain in _ENDS:
        words = words.replace(mark, plain)
    words = _LINKER.sub(" ", words)
    words = _SIGNS.sub("", words)
    words = _OMITTED.sub("", words)
    words = _FRAGMENT.sub(r"\1-", words)
    words = _FILLER.sub("", words)
    words = _FORM.sub("", words)
    words = _SHORTENED.sub(r"\1\2", words)
    words = _COMPOUND.sub(" ", words)
    words = _LENGTHENED.sub("", words)
    words = _UNCLEAR.sub(_unclear, words)
    words = _SEPARATOR.sub(",", words)
    words = one_line(_APART.sub("", one_line(words)))
    return words if any(map(str.isalnum, words)) else ""


def _sound(match: re.Match[str]) -> str:
    return f"[{match[1].replace('_', ' ').replace(':', ' ')}]"


def _unclear(match: re.Match[str]) -> str:
    return "[untranscribed]" if match[1] == "www" else "[inaudible]"
