"""
How sure a difference is: the same dossiers in two worlds, replication by replication.

Both worlds of a replication share their luck, so differences are taken within replications and their
spread is that of the difference alone. Source: paired Student t; Holm (1979) for a short family that
was named beforehand; Benjamini and Hochberg (1995) for all else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Values = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """
    A figure in two worlds.

    Attributes:
        base:           mean of the base over the pairs.
        variant:        mean of the variant.
        difference:     mean of variant - base.
        low:            lower end of its interval; `high` the upper one. Both are the difference itself when
            it is exact, and None with a single pair.
        sd:             standard deviation of the differences; None with a single pair.
        p:              two-sided p-value of "no difference"; None when exact or with a single pair.
        is_exact:       every pair has the same difference: it is known, not estimated.
        variance_ratio: variance that independent worlds would give, over that of the pairs: so many times
            as many replications would be needed without shared luck; None when exact or with a single pair.
        n:              pairs in which both worlds have the figure.
    """

    base: float | None
    variant: float | None
    difference: float | None
    low: float | None
    high: float | None
    sd: float | None
    p: float | None
    is_exact: bool
    variance_ratio: float | None
    n: int


def paired_difference(base: Values, variant: Values, level: float = 0.95) -> Difference:
    """
    Return the difference of paired values; pairs in which one is NaN do not count.

    Args:
        base:    one value from each replication.
        variant: those of the other world, in the same order.
        level:   coverage of the interval.

    Raises:
        ValueError: the two do not have the same length.

    >>> paired_difference([1, 2, 3], [2, 4, 6]).difference
    2.0
    >>> same = paired_difference([5, 7], [5, 7])
    >>> same.is_exact, same.difference, same.p
    (True, 0.0, None)
    """
    x, y = np.asarray(base, np.float64), np.asarray(variant, np.float64)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError("paired values come in pairs")
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = x[both], y[both]
    n = len(x)
    if n == 0:
        return Difference(None, None, None, None, None, None, None, False, None, 0)
    d = y - x
    mean, means = float(d.mean()), (float(x.mean()), float(y.mean()))
    if n == 1:
        return Difference(*means, mean, None, None, None, None, False, None, 1)
    if (d == d[0]).all():
        exact = float(d[0])
        return Difference(*means, exact, exact, exact, 0.0, None, True, None, n)
    sd = float(d.std(ddof=1))
    error = sd / np.sqrt(n)
    half = float(special.stdtrit(n - 1, (1 + level) / 2)) * error
    p = float(2 * special.stdtr(n - 1, -abs(mean) / error))
    ratio = float((x.var(ddof=1) + y.var(ddof=1)) / sd**2)
    return Difference(*means, mean, float(mean - half), float(mean + half), sd, p, False, ratio, n)


def holm(p: Sequence[float]) -> list[float]:
    """
    Return Holm's adjusted p-values, in the order given: the chance of any false finding is held.

    >>> [round(one, 3) for one in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, np.float64)
    order = np.argsort(values, kind="stable")
    steps = values[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(values) else steps
    return [float(one) for one in adjusted]


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """
    Return adjusted p-values that hold the expected share of false ones among the findings.

    >>> [round(one, 3) for one in benjamini_hochberg([0.01, 0.04, 0.03, 0.5])]
    [0.04, 0.053, 0.053, 0.5]
    """
    values = np.asarray(p, np.float64)
    m = len(values)
    order = np.argsort(values, kind="stable")
    steps = values[order] * m / np.arange(1, m + 1)
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0) if m else steps
    return [float(one) for one in adjusted]
