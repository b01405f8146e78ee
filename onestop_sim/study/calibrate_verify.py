"""
Verification: on seeds that the search never saw, does each mean meet the reported figure?

A figure is met within two percent, or within two combined standard errors (of the search and of the
verification), as long as these are no more than two and a half percent. Replications are added until
they are, up to a cap; beyond it the line is not resolved.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from onestop_sim.study.calibrate_search import FEWEST
from onestop_sim.study.calibrate_space import RESOLUTION, TOLERANCE, Point, Space, Target, Vector
from onestop_sim.study.calibrate_trials import Batch, Trials
from onestop_sim.study.identify import change_error

_FIRST: Final = 8
_GROWTH: Final = 2


class Meeting(StrEnum):
    """How a fitted figure stands after verification."""

    MET = "met"
    MISSED = "missed"
    NOT_RESOLVED = "not_resolved"
    """The Monte Carlo error is too large for a verdict, at the cap of replications."""
    UNREACHABLE = "unreachable"
    """No free parameter moves the figure: it was not fitted, wherever it lies."""


@dataclass(frozen=True, slots=True)
class Line:
    """
    One target after verification.

    Attributes:
        target:   the reported figure.
        mean:     mean on fresh seeds.
        se:       its standard error; `combined_se` with that of the search.
        n:        replications.
        meeting:  verdict.
    """

    target: Target
    mean: float
    se: float
    combined_se: float
    n: int
    meeting: Meeting

    @property
    def deviation(self) -> float:
        """Distance of the mean from the reported figure, as a part of it."""
        return (self.mean - self.target.reported) / max(abs(self.target.reported), 1e-9)


@dataclass(frozen=True)
class Verification:
    """
    What fresh seeds say of one set of parameters.

    Attributes:
        point:    the values.
        lines:    one for each target.
        outcomes: all outcomes of the replications, float64[n, n_outcomes].
    """

    point: Point
    lines: tuple[Line, ...]
    outcomes: Vector

    @property
    def is_met(self) -> bool:
        """Whether every target is met."""
        return all(line.meeting == Meeting.MET for line in self.lines)

    def is_as_good_as(self, fitted: "Verification | None") -> bool:
        """
        Tell whether every target that is moved is met, or cannot be told from that of the fitted set.

        Both have lived the same luck, so what they share of a Monte Carlo error is no objection to one of
        them: what counts then is their difference, replication by replication. Where the fitted set misses a
        figure, only a set that meets it is as good.
        """
        moved = [at for at, line in enumerate(self.lines) if line.meeting != Meeting.UNREACHABLE]
        return bool(moved) and all(
            self.lines[at].meeting == Meeting.MET or (fitted is not None and self._is_like(fitted, at))
            for at in moved
        )

    def _is_like(self, fitted: "Verification", at: int) -> bool:
        """Tell whether a figure is that of the fitted set, as sharply as a fit must meet it."""
        line, before = self.lines[at], fitted.lines[at]
        if before.meeting not in (Meeting.MET, Meeting.NOT_RESOLVED):
            return False
        n, reported = min(len(self.outcomes), len(fitted.outcomes)), abs(line.target.reported)
        base, other = fitted.outcomes[:n, at : at + 1], self.outcomes[:n, at : at + 1]
        distance = abs(float(other.mean() - base.mean()))
        noise = 2 * float(change_error(base, other)[0])
        if noise <= RESOLUTION * reported:
            return distance <= max(TOLERANCE * reported, noise)
        return line.meeting == before.meeting == Meeting.NOT_RESOLVED and distance <= noise


def verify(
    trials: Trials,
    space: Space,
    point: Point,
    fit_se: Vector,
    is_moved: tuple[bool, ...],
    seed: int,
    most: int,
    reference: Vector | None = None,
) -> Verification:
    """
    Live fresh replications at a point until every line is resolved, or the cap is reached.

    Args:
        trials:    where trials are lived.
        space:     parameters and targets.
        point:     values of all parameters.
        fit_se:    standard error that the search left in each mean, float64[n_targets].
        is_moved:  whether any free parameter moves the target.
        seed:      seed of the verification.
        most:      cap of replications.
        reference: outcomes of other parameters with the same luck, more of them: a control variate.
    """
    reported = np.array([one.reported for one in space.targets])
    rows = np.array(is_moved)
    n = min(_FIRST, most)
    while True:
        outcomes = trials.outcomes(Batch(point, seed, n))[0]
        means, se = space.estimate(outcomes, reference)
        combined = np.hypot(se, fit_se)
        allowed = RESOLUTION / 2 * np.abs(reported)
        wanted = _wanted(n, se[rows], allowed[rows], fit_se[rows], most)
        if n >= wanted:
            break
        n = min(max(n + FEWEST, wanted), _GROWTH * n, most)
    lines = tuple(
        Line(
            target,
            float(means[at]),
            float(se[at]),
            float(combined[at]),
            n,
            _meeting(target, float(means[at]), float(combined[at]), is_moved[at]),
        )
        for at, target in enumerate(space.targets)
    )
    return Verification(point, lines, outcomes)


def _wanted(n: int, se: Vector, allowed: Vector, fit_se: Vector, most: int) -> int:
    """
    Return how many replications would make every line sharp, as far as this many can tell.

    Where the search left so large an error that none would, they go on until their own is half of what is
    allowed: enough to miss, if it misses.
    """
    room = np.maximum(allowed**2 - fit_se**2, allowed**2 / 4)
    return min(math.ceil(n * float((se**2 / np.maximum(room, 1e-12)).max(initial=0.0))), most)


def _meeting(target: Target, mean: float, combined_se: float, is_moved: bool) -> Meeting:
    if not is_moved:
        return Meeting.UNREACHABLE
    reported = abs(target.reported)
    deviation, noise = abs(mean - target.reported), 2 * combined_se
    if deviation > max(TOLERANCE * reported, noise):
        return Meeting.MISSED
    return Meeting.MET if noise <= RESOLUTION * reported else Meeting.NOT_RESOLVED
