"""
The search: few replications to find the way, more to end it, none of them used to judge it.

All trials of a search have the same seed (common random numbers). Sensitivities come from few
replications; the mean at the place found from many; what a last small step changes again from few,
because differences under common luck are known far better than means.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import special

from onestop_sim.study.calibrate_descent import Ask, Descent, correction, descend
from onestop_sim.study.calibrate_space import RESOLUTION, TOLERANCE, Point, Space, Vector
from onestop_sim.study.calibrate_trials import Batch, Model, Trials
from onestop_sim.study.identify import Change, Flags, change_error, sensed_changes

FEWEST: Final = 3
"""Replications of the first look."""
_SENSING: Final = 4
MOST_STEPS: Final = 8
"""Steps of the search; Broyden's update needs two to eight of them."""
_SENSING_CV: Final = 0.06
_GOAL: Final = 0.25
_FINE_GOAL: Final = 0.15
_MOST_CORRECTIONS: Final = 3
_DOUBT: Final = 0.01
"""Chance, either way, that any of the ends of the bounds seems to move a figure that nothing moves."""
_MOST_SENSING: Final = 8
_GROWTH: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """
    A place that the search came to.

    Attributes:
        stage: "start", "search" or "polish".
        n:     replications behind the means.
        point: values of all parameters.
        means: means of the targets.
        worst: largest deviation, in units of tolerance.
    """

    stage: str
    n: int
    point: Point
    means: tuple[float, ...]
    worst: float


@dataclass(frozen=True)
class Fit:
    """
    Where the search ended.

    Attributes:
        point:     values of all parameters.
        se:        standard error of each target's mean there, in its own unit, float64[n_targets].
        is_moved:  whether any free parameter moves the target, bool[n_targets].
        jacobian:  sensitivities of residuals to the free parameters, float64[n_targets, n_parameters].
        n_sensing: replications that sufficed for sensitivities.
        n:         replications behind the means.
    """

    point: Point
    se: Vector
    is_moved: tuple[bool, ...]
    jacobian: Vector
    n_sensing: int
    n: int


@dataclass(frozen=True)
class Way:
    """
    Where few replications led.

    Attributes:
        at:       the place, with residuals and sensitivities.
        n:        replications at each place.
        is_moved: whether any free parameter moves the target, bool[n_targets].
    """

    at: Descent
    n: int
    is_moved: tuple[bool, ...]


class Search:
    """
    Tunes the free parameters of a space to its targets.

    Args:
        trials:  where trials are lived.
        space:   parameters and targets.
        seed:    seed of all trials of the search.
        most:    most replications at one point.
        on_step: told of each place that the search comes to.

    Attributes:
        steps: places so far; the last one is the best so far.
        cheap: where sensitivities and second sets are to be found: the scenario itself.
        power: by which the scenario answers to what happens there: 1 for each target.
    """

    def __init__(
        self,
        trials: Trials,
        space: Space,
        seed: int,
        most: int,
        on_step: Callable[[Step], None] | None = None,
    ) -> None:
        self.trials = trials
        self.space = space
        self.cheap = Model(trials, space)
        self.power: Vector = np.ones(len(space.targets))
        self.seed = seed
        self.most = most
        self.steps: list[Step] = []
        self._on_step = on_step
        self._rows = np.ones(len(space.targets), np.bool_)

    def run(self) -> Fit:
        """Search, polish, and return where it ended; an interruption leaves `steps` as they are."""
        way = self.explore()
        return self._polished(way.at, way.n, way.is_moved)

    def explore(self) -> Way:
        """Go down with few replications, and return where that ended."""
        space = self.space
        start = space.start
        first = self._outcomes(FEWEST, [start])[0]
        self._note("start", FEWEST, start, space.residuals(first), space.target_means(first))
        n = sensing_replications(space, first, self.most)
        changes = sensed_changes(self.trials, space, start, space.free, self.seed, n)
        r = space.residuals(self._outcomes(n, [start])[0])
        jacobian = np.zeros((len(r), len(start)))
        jacobian[:, space.free] = np.array([one.slope for one in changes]).T
        is_moved = self._moved(n, changes, jacobian)
        self._rows = np.array(is_moved)
        at = Descent(start, np.where(self._rows, r, 0.0), jacobian)
        at = descend(
            self._ask(n),
            at,
            space.free,
            (space.low, space.high),
            goal=max(_GOAL, self._noise(n, start) / 2),
            max_steps=MOST_STEPS,
            on_step=lambda step: self._note("search", n, step.u, step.r),
        )
        return Way(at, n, tuple(is_moved))

    def corrected(self, fit: Fit, means: Vector, se: Vector, n: int) -> Fit:
        """
        Return a fit one step from a place where a verification missed; see `MappedSearch.corrected`.

        Args:
            fit:   what was verified.
            means: of the targets on fresh seeds, float64[n_targets]; `se` their standard errors.
            se:    see `means`.
            n:     replications of the verification.
        """
        space, u = self.space, self.space.scaled(fit.point)
        r = np.array([one.residual(float(y)) for one, y in zip(space.targets, means, strict=True)])
        here = Descent(u, self._masked(r), fit.jacobian)
        there = u + correction(here, space.free, space.low, space.high)
        n_few, n_targets = max(fit.n_sensing, fit.n // 6), len(space.targets)
        before, after = self._outcomes(n_few, [u, there])
        change_se = change_error(before[:, :n_targets], after[:, :n_targets])
        expected = r + space.residuals(after) - space.residuals(before)
        self._note("polish", n, there, self._masked(expected))
        return replace(fit, point=space.point(there), se=np.hypot(se, change_se), n=n)

    def _polished(self, at: Descent, n_few: int, is_moved: Sequence[bool]) -> Fit:
        """Take the mean of many replications, and end what it leaves with small steps told by few."""
        space = self.space
        n, many = self._many(at.u, n_few)
        base = self._masked(space.residuals(many))
        n_sensing, n_few = max(n_few, _SENSING), max(n_few, n // 6)
        few = many[:n_few]
        r_few, change_se = self._masked(space.residuals(few)), np.zeros(len(space.targets))
        here = Descent(at.u, base, at.jacobian)
        self._note("polish", n, here.u, here.r, space.target_means(many))
        for _ in range(_MOST_CORRECTIONS):
            if here.worst <= _FINE_GOAL:
                break
            step = correction(here, space.free, space.low, space.high)
            if not np.abs(step).max() > 0:
                break
            there = self._outcomes(n_few, [here.u + step])[0]
            r = base + self._masked(space.residuals(there)) - r_few
            if r @ r >= here.r @ here.r:
                break
            expected = here.r + here.jacobian @ step
            jacobian = here.jacobian + np.outer(r - expected, step) / (step @ step)
            here = Descent(here.u + step, r, jacobian)
            change_se = change_error(few[:, : len(space.targets)], there[:, : len(space.targets)])
            self._note("polish", n, here.u, here.r)
        se = np.hypot(space.estimate(many)[1], change_se)
        return Fit(space.point(here.u), se, tuple(is_moved), here.jacobian, n_sensing, n)

    def _many(self, u: Vector, n: int) -> tuple[int, Vector]:
        """Return as many trials at a place as make the means sharp enough, and how many these are."""
        while True:
            many = self._outcomes(n, [u])[0]
            wanted = min(replications_for(self.space, many, self._rows), _GROWTH * n, self.most)
            if wanted <= n:
                return n, many
            n = wanted

    def _noise(self, n: int, u: Vector) -> float:
        """Return the largest standard error of so few replications, in units of tolerance."""
        outcomes = self._outcomes(n, [u])[0]
        means, se = self.space.estimate(outcomes)
        part = se[self._rows] / np.maximum(means[self._rows], 1.0)
        return float(part.max() / TOLERANCE) if len(part) else 0.0

    def _ask(self, n: int) -> Ask:
        def ask(places: Sequence[Vector]) -> list[Vector]:
            return [self._masked(self.space.residuals(found)) for found in self._outcomes(n, places)]

        return ask

    def _outcomes(self, n: int, places: Sequence[Vector]) -> list[Vector]:
        return self.trials.outcomes(*(Batch(self.space.point(u), self.seed, n) for u in places))

    def _masked(self, r: Vector) -> Vector:
        """Return residuals without those that nothing moves: they must not drag the others away."""
        return np.where(self._rows, r, 0.0)

    def _moved(self, n: int, changes: Sequence[Change], jacobian: Vector) -> list[bool]:
        """
        Tell which targets any free parameter moves by more than the tolerance on its way from bound to bound.

        One and the same parameter must reach so far, and stand out of its noise. Where a small step shows
        nothing, the bounds themselves are tried, and the sensitivity is that of the longer way; as many ends
        as there are, so much surer must each be (Student's t, Bonferroni).
        """
        space, start = self.space, self.space.start
        is_sure = np.zeros(jacobian.shape, np.bool_)
        is_sure[:, space.free] = np.array([one.is_sure for one in changes]).T
        reach = np.abs(jacobian) * (space.high - space.low)
        is_moved: Flags = np.asarray(((reach > 1.0) & is_sure).any(axis=1))
        if not is_moved.all():
            ends = [(column, end[column]) for column in space.free for end in (space.low, space.high)]
            places = [_set(start, column, end) for column, end in ends]
            n = max(n, min(_MOST_SENSING, self.most))
            sure = float(special.stdtrit(n - 1, 1 - _DOUBT / len(ends)))
            base, *others = self._outcomes(n, [start, *places])
            r = space.residuals(base)
            for (column, end), other in zip(ends, others, strict=True):
                way = end - start[column]
                change = space.residuals(other) - r
                paired = change_error(base[:, : len(r)], other[:, : len(r)]) * space.slopes(base)
                found = ~is_moved & (np.abs(change) > np.maximum(1.0, sure * paired))
                for row in np.flatnonzero(found):
                    if abs(change[row]) > abs(jacobian[row, column] * way) and way != 0:
                        jacobian[row, column] = change[row] / way
                is_moved |= found
        return [bool(one) for one in is_moved.tolist()]

    def _note(self, stage: str, n: int, u: Vector, r: Vector, means: Vector | None = None) -> None:
        point = self.space.point(u)
        if means is None:
            known = self.trials.known(point, self.seed)
            n, means = len(known), self.space.target_means(known)
        worst = float(np.abs(r).max())
        step = Step(stage, n, point, tuple(float(mean) for mean in means), worst)
        self.steps.append(step)
        if self._on_step is not None:
            self._on_step(step)


def sensing_replications(space: Space, outcomes: Vector, most: int) -> int:
    """Return how many replications tell sensitivities: three, a few more where figures are noisy."""
    means, se = space.estimate(outcomes)
    cv = float((se * math.sqrt(len(outcomes)) / np.maximum(means, 1.0)).max())
    return max(FEWEST, min(math.ceil((cv / _SENSING_CV) ** 2), _MOST_SENSING, most // 3))


def replications_for(space: Space, outcomes: Vector, rows: Flags) -> int:
    """
    Return how many replications the search and the verification need each to be sharp together.

    Args:
        space:    parameters and targets.
        outcomes: of trials, float64[n, n_outcomes].
        rows:     targets that matter, bool[n_targets].
    """
    if not rows.any():
        return FEWEST
    _, se = space.estimate(outcomes)
    reported = np.array([max(abs(one.reported), 1e-9) for one in space.targets])
    worst = float((se / reported)[rows].max())
    return max(FEWEST, math.ceil(len(outcomes) * 2 * (worst * 2 / RESOLUTION) ** 2))


def _set(u: Vector, column: int, value: float) -> Vector:
    there = u.copy()
    there[column] = value
    return there
