"""How well codes agree with a reference: F1, with its spread over documents and its baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Booleans = NDArray[np.bool_]


def macro_f1(reference: Booleans, found: Booleans) -> float:
    """Mean of the F1 of "holds" and of "does not hold" (van Rijsbergen, 1979).

    Args:
        reference, found: bool [passages]. A side that occurs in neither counts 1.
    """
    return float(np.mean([_f1(reference == side, found == side) for side in (True, False)]))


def _f1(reference: Booleans, found: Booleans) -> float:
    hits = int((reference & found).sum())
    total = int(reference.sum()) + int(found.sum())
    return 1.0 if total == 0 else 2 * hits / total


def majority_baseline(reference: Booleans) -> float:
    """Macro-F1 of giving every passage the more frequent answer."""
    more = bool(reference.mean() >= 0.5)
    return macro_f1(reference, np.full(len(reference), more))


def jackknife_interval(
    reference: Booleans, found: Booleans, documents: Sequence[str]
) -> tuple[float, float]:
    """95 % interval of macro-F1, by deleting one document at a time (Tukey, 1958).

    Returns:
        (low, high), clipped to [0, 1]; (0, 1) where there are fewer than two documents.
    """
    from scipy.stats import t

    names = np.array(documents)
    groups = np.unique(names)
    if len(groups) < 2:
        return 0.0, 1.0
    left = np.array(
        [macro_f1(reference[names != g], found[names != g]) for g in groups], dtype=np.float64
    )
    count = len(groups)
    se = float(np.sqrt((count - 1) / count * ((left - left.mean()) ** 2).sum()))
    middle, margin = macro_f1(reference, found), float(t.ppf(0.975, count - 1)) * se
    return max(0.0, middle - margin), min(1.0, middle + margin)


def calibration_error(reference: Booleans, probabilities: NDArray[np.float64]) -> float:
    """Expected calibration error over ten equal bins (Naeini et al., 2015)."""
    bins = np.minimum((probabilities * 10).astype(int), 9)
    error = 0.0
    for number in np.unique(bins):
        inside = bins == number
        gap = abs(probabilities[inside].mean() - reference[inside].mean())
        error += inside.mean() * gap
    return float(error)


def score_card(
    reference: Booleans,
    probabilities: NDArray[np.float64],
    documents: Sequence[str],
    threshold: float = 0.5,
) -> Mapping[str, Any]:
    """All figures that are printed for one code, rounded to three digits.

    Args:
        reference: bool [passages]; probabilities: float64 [passages]; documents: [passages].
    """
    found = probabilities >= threshold
    low, high = jackknife_interval(reference, found, documents)
    return {
        "macro F1": round(macro_f1(reference, found), 3),
        "95 % interval": f"{low:.2f} to {high:.2f}",
        "majority baseline": round(majority_baseline(reference), 3),
        "F1": round(_f1(reference, found), 3),
        "Brier": round(float(np.mean((probabilities - reference) ** 2)), 3),
        "calibration error": round(calibration_error(reference, probabilities), 3),
        "share": round(float(reference.mean()), 3),
        "passages": len(reference),
        "documents": len(set(documents)),
    }
