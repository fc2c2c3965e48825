"""Keywords of groups, by BERTopic: class-based TF-IDF (Grootendorst, 2022) made diverse by
maximal marginal relevance (Carbonell & Goldstein, 1998). BERTopic is the container; groups and
embeddings are ours."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
KEYWORDS = 8
WORDS_VERSION = "3"
# A word that comes in one pair at least so often is named by the pair.
_MOSTLY = 0.3
_NAMED = 3
_TOKEN = r"(?u)\b[^\W\d_][\w\-]{2,}\b"


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that make no theme, lower case."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    text = (files("configs") / "stopwords.txt").read_text(encoding="utf-8")
    ours = {w for line in text.splitlines() if not line.startswith("#") for w in line.split()}
    return frozenset(ENGLISH_STOP_WORDS) | ours


def keywords(
    texts: Sequence[str],
    embeddings: Floats,
    labels: NDArray[np.int64],
    embed: Callable[[str], Floats],
    names: Iterable[str] = (),
) -> dict[int, list[str]]:
    """The words that set each group apart, best first.

    Args:
        texts: passages that are in a group.
        embeddings: float32 [passages, 384].
        labels: group of each passage, 0..k-1, none -1.
        embed: from a word to float32 [384].
        names: of people and places, which are no theme.

    Returns:
        Up to eight words or pairs of words by group.
    """
    spoken = {part.lower() for name in names for part in re.findall(r"\w+", name)}
    cleaned = [_clean(text) for text in texts]
    stops = sorted(stop_words() | spoken)
    vocabulary = _vocabulary(cleaned, labels, stops)
    if not vocabulary:
        return {int(label): [] for label in np.unique(labels)}
    model = _container(vocabulary, stops, embed)
    model.fit_transform(cleaned, embeddings, y=labels)
    # BERTopic renumbers by size: its numbers are mapped back through the passages.
    found: dict[int, list[str]] = {}
    for ours in np.unique(labels):
        theirs = model.topics_[int(np.argmax(labels == ours))]
        words = [word for word, _ in model.get_topic(theirs) if word]
        inside = [text for text, label in zip(cleaned, labels, strict=True) if label == ours]
        phrased = [_phrase(word, inside, model.vectorizer_model) for word in words]
        found[int(ours)] = [as_said(word, inside) for word in _distinct(phrased)]
    return found


def _phrase(word: str, texts: Sequence[str], vectorizer: Any) -> str:
    """The pair of words that a word mostly comes in ("enterprise" in "social enterprise")."""
    if " " in word:
        return word
    counts = vectorizer.transform([" ".join(texts)])
    names = vectorizer.get_feature_names_out()
    held = {str(names[column]): int(counts[0, column]) for column in counts.indices}
    pairs = [pair for pair in held if " " in pair and word in pair.split()]
    best = max(pairs, key=lambda pair: (held[pair], pair), default="")
    return best if best and held[best] >= _MOSTLY * held.get(word, 1) else word


def as_said(word: str, texts: Sequence[str]) -> str:
    """A word or phrase in the letters in which it is mostly said: "GDPR", not "gdpr"."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    forms = Counter(form for text in texts for form in pattern.findall(text))
    return max(forms, key=lambda form: (forms[form], form)) if forms else word


def theme_name(words: Sequence[str]) -> str:
    """A readable name from keywords, such as "Street lights, contract, outage"."""
    name = ", ".join(words[:_NAMED])
    if name[:2].islower() or not name[1:2]:  # not "iPhone": such a name knows its letters
        name = name[:1].upper() + name[1:]
    return name if name else "Without words of its own"


def _clean(text: str) -> str:
    """Without bracket notes and markup; straight apostrophes, so that "don't" is one word."""
    text = re.sub(r"\[[^\]]*\]|https?://\S+", " ", text)
    return text.replace("’", "'")


def _distinct(words: Sequence[str]) -> list[str]:
    """Without words that stand in a better one already, or differ by a plural s only; a phrase
    takes the place of a better word that it holds ("social enterprise" for "social")."""
    kept: list[str] = []
    for word in words:
        stems = _stems(word)
        if any(stems <= _stems(other) for other in kept):
            continue
        held = [i for i, other in enumerate(kept) if _stems(other) < stems]
        if held:
            kept[held[0]] = word
            kept = [other for i, other in enumerate(kept) if i not in held[1:]]
        else:
            kept.append(word)
    return kept[:KEYWORDS]


def _stems(word: str) -> set[str]:
    return {_stem(part) for part in re.split(r"[\s\-]+", word.lower())}


def _stem(word: str) -> str:
    """Rough, but enough to see that meeting and meetings, policy and policies are one."""
    return re.sub(r"(?:ing|ed|i|y|e)$", "", re.sub(r"(?:es|s)$", "", word))


def _vocabulary(texts: Sequence[str], labels: NDArray[np.int64], stops: list[str]) -> list[str]:
    """Words and pairs of words that stand in several passages.

    BERTopic's own vectorizer counts groups instead of passages; a lower bound there would throw
    out the very words that one group has to itself.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    least = min(2 if len(texts) < 2000 else 5, int(np.bincount(labels).max()))
    vectorizer = CountVectorizer(
        stop_words=stops, ngram_range=(1, 2), min_df=least, token_pattern=_TOKEN
    )
    try:
        found = vectorizer.fit(texts).vocabulary_
    except ValueError:  # nothing but stop words and rare words
        return []
    said = _neighbours(texts)
    return sorted(word for word in found if " " not in word or said[word] >= least)


def _neighbours(texts: Sequence[str]) -> Counter[str]:
    """How often two words stand side by side. The vectorizer takes words for neighbours between
    which stop words were taken out: "broadband [as a] human right"."""
    pairs: Counter[str] = Counter()
    for text in texts:
        words = re.findall(r"[\w\-']+|[^\w\s]", text.lower())
        pairs.update(f"{a} {b}" for a, b in itertools.pairwise(words))
    return pairs


def _container(vocabulary: list[str], stops: list[str], embed: Callable[[str], Floats]) -> Any:
    # imported here: it takes seconds, and most commands do without
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.representation import MaximalMarginalRelevance
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    class Backend(BaseEmbedder):  # type: ignore[misc]
        def embed(self, documents: list[str], verbose: bool = False) -> Floats:
            return np.stack([embed(document) for document in documents])

    vectorizer = CountVectorizer(
        vocabulary=vocabulary, stop_words=stops, ngram_range=(1, 2), token_pattern=_TOKEN
    )
    return BERTopic(
        embedding_model=Backend(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=vectorizer,
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        representation_model=MaximalMarginalRelevance(diversity=0.2, top_n_words=15),
        top_n_words=20,
    )
