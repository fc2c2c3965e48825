"""How many new themes further interviews bring: a curve, a stop by the usual rule, an estimate of
how many themes there are. A description, never a verdict: nobody can say that a study is
saturated.

Guest, Namey & Chen (2020): the base is the themes of the first four interviews; then, for runs of
two interviews, the themes first heard in the run are counted, over the base; reported is the
number of interviews at which that share first falls to 5 %. Orders of interviews are arbitrary,
so it is done for 200 random ones. Chao2 (Chao, 1987; coverage: Chao & Jost, 2012) estimates from
themes heard in one or two interviews only how many there are in all.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ORDERS = 200
BASE = 4
_SEED = 1


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a rule stops: after how many interviews, over random orders (median and middle 90 %);
    None where it does so in fewer than half of the orders."""

    run: int
    threshold: float
    interviews: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Saturation:
    """themes: heard in all. curve: mean number of themes heard after 1, 2, … interviews, `low`
    and `high` its middle 90 % over random orders. chao2: estimated number of themes in all, None
    for fewer than two interviews. coverage: estimated share of what is said that the heard themes
    make up."""

    interviews: int
    themes: int
    curve: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    stops: tuple[Stop, ...]
    chao2: float | None
    coverage: float | None


def saturation(heard: Mapping[str, Set[str]]) -> Saturation:
    """Args: heard: the themes of each interview; interviews without a theme count."""
    interviews = sorted(heard)
    themes = sorted({theme for found in heard.values() for theme in found})
    table = np.array([[t in heard[i] for t in themes] for i in interviews], dtype=bool)
    table = table.reshape(len(interviews), len(themes))
    rng = np.random.default_rng(_SEED)
    orders = [rng.permutation(len(interviews)) for _ in range(ORDERS)]
    curves = np.array([_curve(table[order]) for order in orders]).reshape(ORDERS, -1)
    stops = tuple(_stop(curves, run, threshold) for run, threshold in ((2, 0.05), (3, 0.0)))
    low, high = np.quantile(curves, (0.05, 0.95), axis=0) if interviews else (curves[0], curves[0])
    return Saturation(
        interviews=len(interviews),
        themes=len(themes),
        curve=_rounded(curves.mean(axis=0)),
        low=_rounded(low),
        high=_rounded(high),
        stops=stops,
        chao2=chao2(table),
        coverage=coverage(table),
    )


def _rounded(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 2) for value in values)


def _curve(table: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Themes heard after each interview of one order."""
    return np.asarray(np.logical_or.accumulate(table, axis=0).sum(axis=1))


def first_stop(curve: NDArray[np.int64], run: int, threshold: float) -> int | None:
    """After how many interviews, the run included, the rule stops; None if it never does."""
    if len(curve) <= BASE or not curve[BASE - 1]:
        return None
    for start in range(BASE, len(curve) - run + 1):
        new = curve[start + run - 1] - curve[start - 1]
        if new / curve[BASE - 1] <= threshold:
            return start + run
    return None


def _stop(curves: NDArray[np.int64], run: int, threshold: float) -> Stop:
    found = [first_stop(curve, run, threshold) for curve in curves]
    stopped = sorted(number for number in found if number is not None)
    if 2 * len(stopped) < len(found):
        return Stop(run, threshold, None, None, None)
    low, middle, high = (int(np.quantile(stopped, q, method="nearest")) for q in (0.05, 0.5, 0.95))
    return Stop(run, threshold, middle, low, high)


def chao2(table: NDArray[np.bool_]) -> float | None:
    """Chao2's estimate of the number of themes, from bool [interviews, themes]."""
    interviews = len(table)
    if interviews < 2:
        return None
    counts = table.sum(axis=0)
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    more = once * once / (2 * twice) if twice else once * (once - 1) / 2
    return round(int((counts > 0).sum()) + more * (interviews - 1) / interviews, 2)


def coverage(table: NDArray[np.bool_]) -> float | None:
    """Estimated sample coverage, from bool [interviews, themes]; None where nothing was heard."""
    interviews, heard = len(table), int(table.sum())
    if interviews < 2 or not heard:
        return None
    counts = table.sum(axis=0)
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    below = (interviews - 1) * once + 2 * twice
    if not below:
        return 1.0
    return round(1 - once / heard * (interviews - 1) * once / below, 4)
