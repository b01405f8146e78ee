"""Uniforms turned into what they decide: counts, yes or no, durations, attempts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.dice import uniforms
from onestop_sim.scenario.assumed import ShareValue
from onestop_sim.scenario.distribution import Distribution, Fixed

Floats = npt.NDArray[np.float64]
SmallFloats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Keys = npt.NDArray[np.uint64]

_BELOW_1: Final = np.nextafter(np.float32(1), np.float32(0))


@dataclass(frozen=True)
class Seed:
    """
    The address of an experiment: what every draw depends on besides its own decision and dossier.

    Attributes:
        root_seed:   seed of the experiment.
        replication: number of the replication, from 0.
    """

    root_seed: int
    replication: int

    def uniforms(self, decision: str, keys: Keys) -> Floats:
        """Return one uniform for each key, float64[n]; see `dice.uniforms`."""
        if not len(keys):  # half of all groups are empty, and a digest costs as much as a hundred draws
            return np.empty(0)
        return uniforms(self.root_seed, self.replication, decision, keys)

    def happens(self, decision: str, keys: Keys, share: ShareValue, factor: float | Floats = 1.0) -> Flags:
        """
        Return for each key whether something happens that happens to a share of all, bool[n].

        A larger share keeps everybody to whom it happened. A *factor*, one for all or one for each key,
        multiplies the share; what would be more than all is all.
        """
        if share.value <= 0 or (share.value >= 1 and not np.any(factor != 1.0)):
            return np.full(len(keys), share.value >= 1)
        happens: Flags = self.uniforms(decision, keys) < share.value * factor
        return happens

    def seconds(
        self,
        decision: str,
        keys: Keys,
        lasts: Distribution,
        day_s: int = DAY_S,
        factor: float | Floats = 1.0,
    ) -> IntArray:
        """
        Return how long something lasts for each key, whole seconds, int64[n]; see `Distribution`.

        A *factor*, one for all or one for each key, multiplies what the same luck would have given.
        """
        if not len(keys):
            return np.empty(0, np.int64)
        if isinstance(lasts, Fixed):  # a certainty needs no dice
            return np.broadcast_to(lasts.quantile_s(np.array([0.5]), day_s, factor), len(keys))
        return lasts.quantile_s(self.uniforms(decision, keys), day_s, factor)

    def moments(self, decision: str, keys: Keys) -> SmallFloats:
        """Return for each key the share of a day's open time that has passed, float32[n] in [0, 1)."""
        return np.minimum(self.uniforms(decision, keys).astype(np.float32), _BELOW_1)


def poisson_counts(u: Floats, means: Floats) -> IntArray:
    """Return the inverse Poisson distribution function at *u* for each mean, int64[n]."""
    return _smallest(lambda k: special.pdtr(k, means), u, means)


def negative_binomial_counts(u: Floats, means: Floats, dispersion: float) -> IntArray:
    """
    Return the inverse negative binomial distribution function at *u* for each mean, int64[n].

    Args:
        u:          uniforms in (0, 1), float64[n].
        means:      means, >= 0, float64[n].
        dispersion: variance divided by mean; 1 or less is Poisson.
    """
    if dispersion <= 1:
        return poisson_counts(u, means)
    # With success probability p = 1/dispersion, r = mean * p / (1 - p) has that mean and variance.
    sizes = np.maximum(means, 1e-300) / (dispersion - 1)
    return _smallest(lambda k: special.betainc(sizes, k + 1, 1 / dispersion), u, means * dispersion)


def largest_remainder(total: int, weights: Floats) -> IntArray:
    """
    Return whole numbers in proportion to *weights* that add up to *total*, int64[n].

    Equal remainders go to the earlier weight (Hare quota).

    >>> largest_remainder(10, np.array([1.0, 1.0, 1.0]))
    array([4, 3, 3])
    """
    quotas = total * weights / weights.sum()
    # A millionth is forgiven: 3 * (1/3) must not lose its whole number to rounding.
    counts: IntArray = np.floor(quotas + 1e-6).astype(np.int64)
    remainders = np.round(quotas - counts, 9)
    order = np.argsort(-remainders, kind="stable")
    counts[order[: total - int(counts.sum())]] += 1
    return counts


def failures_before_success(u: Floats, success_share: float, at_most: int) -> IntArray:
    """
    Return the number of failed attempts before the first success, at most *at_most*, int64[n].

    The inverse geometric distribution function at *u*.
    """
    if success_share >= 1:
        return np.zeros(len(u), np.int64)
    if success_share <= 0:
        return np.full(len(u), at_most, np.int64)
    failures = np.floor(np.log1p(-u) / np.log1p(-success_share))
    whole: IntArray = np.minimum(failures, at_most).astype(np.int64)
    return whole


def _smallest(cdf: Callable[[Floats], Floats], u: Floats, scale: Floats) -> IntArray:
    """Return the smallest whole numbers k >= 0 with cdf(k) >= u, by bisection; zero where *scale* is zero."""
    low = np.full(len(u), -1.0)
    high = np.ceil(scale) + 1
    while (short := cdf(high) < u).any():
        high = np.where(short, 2 * high, high)
    while (high - low > 1).any():
        middle = np.where(high - low > 1, np.floor((low + high) / 2), high)
        enough = cdf(middle) >= u
        high = np.where(enough, middle, high)
        low = np.where(enough, low, middle)
    return np.where(scale > 0, high, 0).astype(np.int64)
