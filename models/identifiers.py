"""Suggests what may identify somebody: the study's names, shapes, then what a model finds.

It suggests; a person decides. Nothing here leaves the machine: Presidio, where it is installed,
gets the spaCy model that is there (by default it would download another), and its e-mail
recogniser the list of domains that came with tldextract (by default that would be fetched).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING

from corpus.deidentify.known import ORGANISATION, PART, PERSON, PLACE, Identifier, parts
from corpus.deidentify.matching import Match, Matcher, fold, one_spelling
from corpus.deidentify.patterns import MARK, inside, shaped
from corpus.interview import Interview
from models.pattern_files import ordinary_words
from models.tagger import PACKAGE, Tagged, tag, trimmed

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

SHAPE, TAGGER, PRESIDIO = "pattern", "language model", "Presidio"
SPELLING = "other spelling of a name"
_TAGGED = {
    "PERSON": PERSON, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE, "ORG": ORGANISATION,
}  # fmt: skip
_NAMING = {"PERSON": PERSON, "LOCATION": PLACE, "ORGANIZATION": ORGANISATION}
_SHAPED = {
    "EMAIL_ADDRESS": "e-mail address", "PHONE_NUMBER": "phone number", "IP_ADDRESS": "IP address",
    "CREDIT_CARD": "account number", "IBAN_CODE": "account number", "CRYPTO": "account number",
    "US_BANK_NUMBER": "account number", "US_SSN": "identity number", "US_ITIN": "identity number",
    "US_PASSPORT": "identity number", "US_DRIVER_LICENSE": "identity number",
    "UK_NHS": "identity number", "UK_NINO": "identity number", "MEDICAL_LICENSE": "identity number",
}  # fmt: skip
_LEAST_SCORE = 0.4
# spaCy refuses a million characters; a monologue may have them.
_LONGEST = 50_000
# spaCy's labels that are no identifiers of anybody; unmapped ones would be warned about.
_IGNORED = (
    "CARDINAL", "DATE", "EVENT", "FAC", "LANGUAGE", "LAW", "MONEY", "NORP", "ORDINAL", "PERCENT",
    "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART",
)  # fmt: skip


def has_presidio() -> bool:
    """Tell whether the extra `deid` is installed."""
    return find_spec("presidio_analyzer") is not None


def suggest(
    interviews: Mapping[str, Interview], own: Sequence[Identifier], presidio: bool
) -> list[Identifier]:
    """Return what may identify somebody in `interviews` (by file), each spelling once.

    Args:
        own: the study's own names; they go first and are looked for in any case.
        presidio: also ask Presidio, which must be installed.

    Raises:
        ModelError: the spaCy model is not installed.
    """
    found = [*own, *parts(own, PART)]
    names: list[Identifier] = []
    for interview in interviews.values():
        said = [
            piece for s in interview.segments for piece in _pieces(interview.text[s.start : s.end])
        ]
        shapes = [shaped(text) for text in said]
        found += _shapes(said, shapes)
        # Both models know English only.
        if interview.language in ("en", "und"):
            names += _tagged(said, shapes)
            names += _by_presidio(said, shapes) if presidio else ()
    found += names
    found += parts(names, TAGGER, _ordinary())
    once = _once(found)
    return _once([*once, *_variants(once, [i.text for i in interviews.values()])])


def _pieces(text: str) -> Iterator[str]:
    """Yield `text` in pieces that a model can take, cut at blanks where there are any."""
    start = 0
    while len(text) - start > _LONGEST:
        cut = max(
            text.rfind(" ", start, start + _LONGEST), text.rfind("\n", start, start + _LONGEST)
        )
        end = cut if cut > start else start + _LONGEST
        yield text[start:end]
        start = end
    yield text[start:]


def _once(found: Iterable[Identifier]) -> list[Identifier]:
    """Return the first of those that share a spelling."""
    first: dict[str, Identifier] = {}
    for item in found:
        first.setdefault(item.text, item)
    return list(first.values())


@cache
def _ordinary() -> frozenset[str]:
    stopwords = (files("configs") / "stopwords.txt").read_text(encoding="utf-8").split()
    return ordinary_words() | frozenset(stopwords)


def _shapes(said: Sequence[str], shapes: Sequence[Sequence[Match]]) -> Iterator[Identifier]:
    for text, found in zip(said, shapes, strict=True):
        for match in found:
            spelling = one_spelling(text[match.start : match.end])
            yield Identifier(spelling, match.spelling, SHAPE)


def _tagged(said: Sequence[str], shapes: Sequence[Sequence[Match]]) -> Iterator[Identifier]:
    for text, found, known in zip(said, tag(said), shapes, strict=True):
        spans = [(m.start, m.end) for m in known]
        for name in found:
            kind = _TAGGED.get(name.label)
            if kind and not inside(name.start, name.end, spans):
                yield Identifier(one_spelling(text[name.start : name.end]), kind, TAGGER)


def _by_presidio(said: Sequence[str], shapes: Sequence[Sequence[Match]]) -> Iterator[Identifier]:
    engine = _engine()
    for text, known in zip(said, shapes, strict=True):
        spans = [(m.start, m.end) for m in known] + [m.span() for m in MARK.finditer(text)]
        results = engine.analyze(
            text, language="en", entities=[*_NAMING, *_SHAPED], score_threshold=_LEAST_SCORE
        )
        for result in sorted(results, key=lambda r: (r.start, r.end, r.entity_type)):
            if inside(result.start, result.end, spans):
                continue
            span: Tagged | None = Tagged(result.start, result.end, result.entity_type)
            if result.entity_type in _NAMING:
                span = trimmed(text, Tagged(result.start, result.end, "PERSON"))
            # "::" is an address to it.
            if span and sum(map(str.isalnum, text[span.start : span.end])) > 1:
                kind = _NAMING.get(result.entity_type) or _SHAPED[result.entity_type]
                yield Identifier(one_spelling(text[span.start : span.end]), kind, PRESIDIO)


@cache
def _engine() -> AnalyzerEngine:
    """Presidio's analyser, cured of both ways in which it would go to the network."""
    import tldextract.tldextract as domains
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # No addresses and no fallback cache: the list of domains inside the package is used.
    domains.TLD_EXTRACTOR = domains.TLDExtract(suffix_list_urls=(), cache_dir=None)
    # It logs spans at times; what was said belongs into no log.
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": PACKAGE}],
        "ner_model_configuration": {"labels_to_ignore": list(_IGNORED)},
    }
    provider = NlpEngineProvider(nlp_configuration=configuration)
    return AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])


def _variants(known: Sequence[Identifier], texts: Iterable[str]) -> Iterator[Identifier]:
    """Yield other spellings of the names in `known`: other case, other accents.

    A single word in lower case may be a word like any other ("will", "reading"): it is suggested
    where the study itself names somebody so, unless it is on the list of ordinary words.
    """
    names = {item.text: item for item in known if item.found_by != SHAPE}
    matcher = Matcher([text for text in names if len(fold(text)[0]) > 2], any_case=True)
    for text in texts:
        for match in matcher.find(text):
            spelling = one_spelling(text[match.start : match.end])
            item = names[match.spelling]
            if spelling not in names and _is_variant(spelling, item):
                yield Identifier(spelling, item.kind, SPELLING, item.same_as or item.text)


def _is_variant(spelling: str, item: Identifier) -> bool:
    if len(spelling.split()) > 1 or not spelling.islower():
        return True
    return item.found_by not in (SHAPE, TAGGER, PRESIDIO) and spelling not in _ordinary()
