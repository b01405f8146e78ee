"""
How sure a figure is: intervals from replications.

A *mean interval* says where the expected value lies, a *prediction interval* where the figure of one
more period lies, such as the one that was reported. Both are given the parameters of the scenario.
Source: Student t for the mean; mean ± t(n−1)·s·√(1+1/n) for one more value; for counts the square
root (it steadies the variance), and below 30 a negative binomial.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

FEW: Final = 30
"""Counts with a smaller mean are too skew for a normal approximation."""


class Scale(StrEnum):
    """What kind of number a figure is."""

    COUNT = "count"
    """Whole numbers from 0 up: dossiers, letters."""
    SHARE = "share"
    """From 0 to 1."""
    AMOUNT = "amount"
    """From 0 up: minutes, days, hours."""
    MEASURE = "measure"
    """Anything else."""


@dataclass(frozen=True, slots=True)
class Interval:
    """
    A figure with its interval.

    Attributes:
        estimate: mean of the replications.
        low:      lower end; `high` the upper one, both included.
        level:    intended coverage, 0 to 1.
        n:        replications.
    """

    estimate: float
    low: float
    high: float
    level: float
    n: int

    def within(self, scale: Scale) -> "Interval":
        """
        Return the part in which a figure of this kind can lie; whatever can be, is as sure as before.

        What tells nothing stays without ends: "from 0 to 100 %" would look like a finding.
        """
        if np.isneginf(self.low) and np.isposinf(self.high):
            return self
        lowest = -np.inf if scale == Scale.MEASURE else 0.0
        highest = 1.0 if scale == Scale.SHARE else np.inf
        return replace(self, low=max(self.low, lowest), high=min(self.high, highest))

    def holds(self, value: float) -> bool:
        """Return whether a value lies in the interval, its ends included."""
        return self.low <= value <= self.high


def mean_interval(
    values: Sequence[float] | NDArray[np.float64], level: float = 0.95, scale: Scale = Scale.MEASURE
) -> Interval:
    """
    Return the mean with its Student t interval.

    Args:
        values: one value from each replication; at least one. One alone tells nothing: ±infinity.
        level:  coverage.
        scale:  an interval does not reach beyond what a figure of this kind can be.

    Raises:
        ValueError: no values.

    >>> one = mean_interval([9.0, 10.0, 11.0])
    >>> round(float(one.low), 2), round(float(one.high), 2)
    (7.52, 12.48)
    """
    x = _sample(values)
    half = _t(len(x), level) * _sd(x) / np.sqrt(len(x)) if len(x) > 1 else np.inf
    mean = float(x.mean())
    return Interval(mean, float(mean - half), float(mean + half), level, len(x)).within(scale)


def prediction_interval(
    values: Sequence[float] | NDArray[np.float64], level: float = 0.95, scale: Scale = Scale.MEASURE
) -> Interval:
    """
    Return the interval in which one more value lies with probability *level*.

    Args:
        values: one value from each replication; at least one.
        level:  coverage.
        scale:  counts of a mean of 30 or more are treated on the square-root scale, smaller ones by
            quantiles of a negative binomial with the sample's mean and variance (Poisson at least),
            widened for the uncertainty of both as the t interval is: by (1 + 1/n) and (t/z)².
            Intervals of shares and amounts end where those do.

    Raises:
        ValueError: no values.

    >>> prediction_interval([0, 1, 0, 2, 1, 0, 1, 0], scale=Scale.COUNT).low
    0.0
    """
    x = _sample(values)
    mean = float(x.mean())
    if scale == Scale.COUNT and mean < FEW:
        low, high = _count_quantiles(x, level)
    elif len(x) == 1:
        low, high = -np.inf, np.inf
    elif scale == Scale.COUNT:
        root = np.sqrt(x)
        half = _t(len(x), level) * _sd(root) * np.sqrt(1 + 1 / len(x))
        middle = float(root.mean())
        low, high = np.floor(max(middle - half, 0.0) ** 2), np.ceil((middle + half) ** 2)
    else:
        half = _t(len(x), level) * _sd(x) * np.sqrt(1 + 1 / len(x))
        low, high = mean - half, mean + half
    return Interval(mean, float(low), float(high), level, len(x)).within(scale)


def _sample(values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    x = np.asarray(values, np.float64)
    if x.ndim != 1 or len(x) == 0:
        raise ValueError("an interval needs at least one value")
    return x


def _sd(x: NDArray[np.float64]) -> float:
    return float(x.std(ddof=1))


def _t(n: int, level: float) -> float:
    return float(special.stdtrit(n - 1, (1 + level) / 2))


def _count_quantiles(x: NDArray[np.float64], level: float) -> tuple[float, float]:
    n = len(x)
    # Half a count more (Jeffreys): never having seen one does not make it impossible.
    mean = (x.sum() + 0.5) / n
    wider = (1 + 1 / n) * ((_t(n, level) / special.ndtri((1 + level) / 2)) ** 2 if n > 1 else 1.0)
    variance = max(x.var(ddof=1) if n > 1 else 0.0, mean) * wider
    size = mean**2 / (variance - mean)  # wider > 1: the variance exceeds the mean
    share = size / (size + mean)
    counts = np.arange(int(mean + 20 * np.sqrt(variance)) + 50)
    cdf = special.betainc(size, counts + 1.0, share)
    tail = (1 - level) / 2
    low, high = np.searchsorted(cdf, [tail, 1 - tail])
    return float(low), float(high)
