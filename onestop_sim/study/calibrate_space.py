"""
What calibration moves and what it aims at: parameters and targets, each on the scale that suits it.

A parameter is moved on a logarithmic scale, a share on a logistic one, so that a step means the same
everywhere. A target is measured in units of its tolerance, two percent of the reported figure: counts
on a square-root scale, which steadies their variance, all else on a logarithmic one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onestop_sim.stats.estimate import Scale
from onestop_sim.study.controlled import controlled_mean
from onestop_sim.study.measure import Scope

Vector = NDArray[np.float64]
Point = tuple[float, ...]
"""A value for each parameter of a space, in its order."""

TOLERANCE: Final = 0.02
"""A figure is met within this part of the reported one ..."""
RESOLUTION: Final = 0.025
"""... or within two combined standard errors, if these are no more than this part of it."""
DIGITS: Final = 5
"""Significant digits of a fitted value."""
_AT_BOUND: Final = 0.01


@dataclass(frozen=True, slots=True)
class Parameter:
    """
    A number of a scenario that is moved.

    Attributes:
        name:     name in the block `calibration`, or the path of a candidate.
        path:     where the number stands, "pace.land.delay_factor".
        value:    value in the scenario, within the bounds.
        low:      lower bound, above 0; `high` the upper one.
        is_share: a part of a whole, bounds below 1: moved on a logistic scale.
        is_free:  fitted; else a candidate, moved only to see what it might explain.
    """

    name: str
    path: str
    value: float
    low: float
    high: float
    is_share: bool = False
    is_free: bool = True

    def to_scale(self, x: float) -> float:
        """Return the logarithm of a value, of a share its logit."""
        return math.log(x / (1 - x)) if self.is_share else math.log(x)

    def from_scale(self, u: float) -> float:
        """Return the value at a place on the scale, never beyond the bounds."""
        x = 1 / (1 + math.exp(-u)) if self.is_share else math.exp(u)
        return min(max(x, self.low), self.high)

    def is_at_bound(self, x: float) -> bool:
        """Tell whether a value lies in the outermost hundredth of the way from bound to bound."""
        low, high = self.to_scale(self.low), self.to_scale(self.high)
        return not low + _AT_BOUND * (high - low) < self.to_scale(x) < high - _AT_BOUND * (high - low)


@dataclass(frozen=True, slots=True)
class Target:
    """
    A reported figure that is fitted.

    Attributes:
        id:       its row in the table of evidence.
        figure:   what is counted, in words.
        reported: the reported number.
        period:   period of the scenario, or the name of several counted as one.
        scope:    what is measured, and in which periods.
        kind:     count, share or amount.
        factor:   reported unit of one simulated unit: 100 where percent are printed.
    """

    id: str
    figure: str
    reported: float
    period: str
    scope: Scope
    kind: Scale = Scale.COUNT
    factor: float = 1.0

    def to_scale(self, y: float) -> float:
        """Return a mean on the target's scale, in units of its tolerance."""
        if self.kind == Scale.COUNT:
            return math.sqrt(max(y, 0.0) / max(self.reported, 1.0)) * 2 / TOLERANCE
        return math.log(max(y, 1e-9)) / TOLERANCE

    def slope(self, y: float) -> float:
        """Return the derivative of `to_scale`."""
        if self.kind == Scale.COUNT:
            return 1 / (TOLERANCE * math.sqrt(max(y, 0.5) * max(self.reported, 1.0)))
        return 1 / (TOLERANCE * max(y, 1e-9))

    def residual(self, y: float) -> float:
        """Return how far a mean lies above the reported figure, in units of the tolerance."""
        return self.to_scale(y) - self.to_scale(self.reported)


@dataclass(frozen=True, slots=True)
class Space:
    """
    Parameters and targets of a calibration.

    Outcomes of a trial are a vector: the targets in their order, then for each target the luck that its
    dossiers shared (`n_luck` numbers of mean zero), then whatever else is watched.
    """

    parameters: tuple[Parameter, ...]
    targets: tuple[Target, ...]
    n_luck: int = 0

    @property
    def free(self) -> list[int]:
        """Places of the parameters that are fitted."""
        return [at for at, one in enumerate(self.parameters) if one.is_free]

    @property
    def start(self) -> Vector:
        """The scenario's own values, on their scales."""
        return self.scaled([one.value for one in self.parameters])

    @property
    def low(self) -> Vector:
        """Lower bounds, on their scales."""
        return self.scaled([one.low for one in self.parameters])

    @property
    def high(self) -> Vector:
        """Upper bounds, on their scales."""
        return self.scaled([one.high for one in self.parameters])

    def scaled(self, point: Sequence[float]) -> Vector:
        """Return values on the scales of their parameters."""
        return np.array([one.to_scale(x) for one, x in zip(self.parameters, point, strict=True)])

    def point(self, u: Vector) -> Point:
        """Return the values at a place on the scales, with so many digits as a file shows."""
        values = (one.from_scale(float(at)) for one, at in zip(self.parameters, u, strict=True))
        return tuple(
            one.value if rounded(one.value) == rounded(x) else rounded(x)
            for one, x in zip(self.parameters, values, strict=True)
        )

    def estimate(self, outcomes: Vector, reference: Vector | None = None) -> tuple[Vector, Vector]:
        """
        Return mean and standard error of each target, float64[n_targets] each, shared luck taken out.

        Args:
            outcomes:  of trials, float64[n, n_outcomes].
            reference: of other parameters under the same luck, more of them; None: none.
        """
        found = []
        for at in range(len(self.targets)):
            more = () if reference is None else (reference[:, at], self._luck(reference, at))
            found.append(controlled_mean(outcomes[:, at], self._luck(outcomes, at), *more))
        return np.array([mean for mean, _ in found]), np.array([se for _, se in found])

    def _luck(self, outcomes: Vector, at: int) -> Vector:
        first = len(self.targets) + at * self.n_luck
        return outcomes[:, first : first + self.n_luck]

    def target_means(self, outcomes: Vector) -> Vector:
        """Return the mean of each target over trials; outcomes float64[n, n_outcomes]."""
        return self.estimate(outcomes)[0]

    def residuals(self, outcomes: Vector) -> Vector:
        """Return how far the means of trials lie above the reported figures, in units of tolerance."""
        means = self.target_means(outcomes)
        return np.array([one.residual(float(y)) for one, y in zip(self.targets, means, strict=True)])

    def plain_residuals(self, outcomes: Vector) -> Vector:
        """Return the same of plain means, for places that are compared under common luck only."""
        means = outcomes[:, : len(self.targets)].mean(axis=0)
        return np.array([one.residual(float(y)) for one, y in zip(self.targets, means, strict=True)])

    def slopes(self, outcomes: Vector) -> Vector:
        """Return the derivative of each target's scale at the means of trials."""
        means = self.target_means(outcomes)
        return np.array([one.slope(float(y)) for one, y in zip(self.targets, means, strict=True)])


def rounded(x: float) -> float:
    """
    Return a number with the digits that a fitted value is written with.

    >>> rounded(0.123456789), rounded(12345678.0)
    (0.12346, 12346000.0)
    """
    return float(f"{x:.{DIGITS}g}")
