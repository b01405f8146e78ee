"""
Equifinal sets: other parameters that meet the same figures, found and verified, not only feared.

For two parameters that cannot be told apart one is moved by at least a quarter and the other, with the
remaining free parameters, brought back to the same figures under common random numbers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from onestop_sim.study.calibrate_descent import Descent, descend
from onestop_sim.study.calibrate_search import Fit
from onestop_sim.study.calibrate_space import Point, Vector
from onestop_sim.study.calibrate_trials import Batch, Model
from onestop_sim.study.calibrate_verify import Verification, verify
from onestop_sim.study.identify import Pair, Sensitivities, families

MOVE: Final = 0.25
"""Both parameters of a pair are moved by at least this part of themselves."""
_STRIDES: Final = (1.35, 1 / 1.4)
_POLISH: Final = 3
_GOAL: Final = 0.3
_MOST_STEPS: Final = 4
_TRIES: Final = 2


@dataclass(frozen=True)
class SecondSet:
    """
    What was found for a pair.

    Attributes:
        pair:         the parameters.
        point:        values of all parameters; None: no set within the bounds moves both enough.
        verification: on the fresh seeds; None without a point.
        through:      the pair is shown by two other sets, held against each other; None: by its own.
        fitted:       verification of the fitted set, beside which this one stands.
    """

    pair: Pair
    point: Point | None = None
    verification: Verification | None = None
    through: tuple[Pair, Pair] | None = None
    fitted: Verification | None = None

    @property
    def is_shown(self) -> bool:
        """Whether another set meets every target that is moved, or is like the fitted one there."""
        if self.through is not None:
            return True
        return self.verification is not None and self.verification.is_as_good_as(self.fitted)


class Equifinal:
    """
    Finds second sets beside a fitted one.

    Args:
        whole:         the scenario, by which sets are verified.
        cheap:         what sets are sought in: the same, or a sub-model.
        fit:           where the search ended.
        sensitivities: of all parameters there.
        verification:  of the fitted set: its replications are the control variate.
        seeds:         of the search, and of the verification.
        most:          cap of replications at one point.
    """

    def __init__(
        self,
        whole: Model,
        cheap: Model,
        fit: Fit,
        sensitivities: Sensitivities,
        verification: Verification,
        seeds: tuple[int, int],
        most: int,
    ) -> None:
        self.whole = whole
        self.cheap = cheap
        self.space = whole.space
        self.fit = fit
        self.known = sensitivities
        self.verification = verification
        self.search_seed, self.fresh_seed = seeds
        self.most = most
        self._at = whole.space.scaled(fit.point)
        self._jacobian = np.zeros((len(whole.space.targets), len(whole.space.parameters)))
        self._jacobian[:, list(sensitivities.columns)] = sensitivities.residual
        self._rows = np.array(fit.is_moved)

    def plan(self) -> list[Pair]:
        """
        Return the pairs for which a set is sought, those of free parameters first.

        In a family of parameters that all work alike each is set against one of them; two of the others
        are then shown by their sets, in which that one has moved by the same.
        """
        chosen: list[Pair] = []
        alike = [pair for pair in self.known.pairs if not pair.is_joint]
        for family in families(alike):
            hub = min(family, key=lambda one: (not self.space.parameters[one].is_free, one))
            chosen += [pair for pair in alike if hub in (pair.first, pair.second)]
        return [*chosen, *(pair for pair in self.known.pairs if pair.is_joint)]

    def second_set(self, pair: Pair) -> SecondSet:
        """Return a second set for a pair, verified, with more of one or with less; or that there is none."""
        found = SecondSet(pair)
        for stride in _STRIDES:
            point = self._moved_and_refitted(pair, stride)
            if point is None:
                continue
            verification = verify(
                self.whole.trials,
                self.whole.space,
                point,
                self.fit.se,
                self.fit.is_moved,
                self.fresh_seed,
                self.most,
                self.verification.outcomes,
            )
            one = SecondSet(pair, point, verification, fitted=self.verification)
            if one.is_shown:
                return one
            found = one if found.point is None else found
        return found

    def through(self, pair: Pair, found: Sequence[SecondSet]) -> SecondSet | None:
        """Return the finding that two sets, held against each other, show a pair; None if they do not."""
        of = {
            side: [one for one in found if one.is_shown and side in (one.pair.first, one.pair.second)]
            for side in (pair.first, pair.second)
        }
        for one in of[pair.first]:
            for other in of[pair.second]:
                if one.point is not None and other.point is not None and one is not other:
                    differ = [
                        at
                        for at, (x, y) in enumerate(zip(one.point, other.point, strict=True))
                        if abs(x / y - 1) >= MOVE or abs(y / x - 1) >= MOVE
                    ]
                    if differ == sorted((pair.first, pair.second)):
                        return SecondSet(pair, through=(one.pair, other.pair))
        return None

    def _moved_and_refitted(self, pair: Pair, stride: float) -> Point | None:
        """Return a point in which both have moved by a quarter, or None when the bounds forbid it."""
        lead, follow = pair.first, pair.second
        is_free = [self.space.parameters[at].is_free for at in (lead, follow)]
        if pair.is_joint or is_free == [False, True]:
            lead, follow = follow, lead
        for _ in range(_TRIES):
            if pair.is_joint:
                start = self._joint_start(lead, stride)
            else:
                stride = self._long_enough(lead, follow, stride)
                start = self._start(lead, follow, stride)
            if start is None:
                return None
            end = self._refitted(start, lead, follow)
            point = self.space.point(end.u)
            if all(self._has_moved(at, point) for at in ((lead,) if pair.is_joint else (lead, follow))):
                return point
            stride = stride**1.3
        return None

    def _joint_start(self, lead: int, stride: float) -> Vector | None:
        """Move one parameter, and all free ones as they would make up for it; None beyond the bounds."""
        u, way = self._at.copy(), self._way(lead, stride)
        low, high = self.space.low, self.space.high
        if not low[lead] <= u[lead] + way <= high[lead]:
            return None
        rows, free = self._jacobian[self._rows], self.space.free
        u[free] -= np.linalg.lstsq(rows[:, free], rows[:, lead] * way, rcond=None)[0]
        u[lead] += way
        return np.clip(u, low, high) if ((low < u) & (u < high))[free].all() else None

    def _long_enough(self, lead: int, follow: int, stride: float) -> float:
        """Return the stride of the one that makes the other move by a quarter as well, as it seems."""
        way = self._way(lead, stride)
        answer = self._answer(lead, follow) * way
        needed = math.log(1.35)
        return stride ** max(1.0, needed / max(abs(answer), 1e-9)) if abs(answer) < needed else stride

    def _start(self, lead: int, follow: int, stride: float) -> Vector | None:
        u = self._at.copy()
        way = self._way(lead, stride)
        u[lead] += way
        u[follow] += self._answer(lead, follow) * way
        low, high = self.space.low, self.space.high
        inside = all(low[at] < u[at] < high[at] for at in (lead, follow))
        return u if inside else None

    def _way(self, lead: int, stride: float) -> float:
        one, x = self.space.parameters[lead], self.fit.point[lead]
        if one.is_share and x * stride >= 1:
            return math.inf
        return one.to_scale(x * stride) - one.to_scale(x)

    def _answer(self, lead: int, follow: int) -> float:
        first, second = self._jacobian[self._rows, lead], self._jacobian[self._rows, follow]
        return -float(first @ second) / max(float(second @ second), 1e-12)

    def _refitted(self, start: Vector, lead: int, follow: int) -> Descent:
        """
        Bring the figures back to those of the fitted set, replication by replication the same luck.

        Few replications find the way; thrice as many, as far as they are allowed, where it ends.
        """
        space = self.space
        columns = [follow, *(one for one in space.free if one not in (lead, follow))]
        end = Descent(start, np.zeros(0), self._jacobian.copy())
        for n in (self.fit.n_sensing, min(_POLISH * self.fit.n_sensing, self.most)):
            there = self._residuals([self._at], n)[0]

            def ask(places: Sequence[Vector], n: int = n, there: Vector = there) -> list[Vector]:
                return [np.where(self._rows, r - there, 0.0) for r in self._residuals(places, n)]

            end = Descent(end.u, ask([end.u])[0], end.jacobian)
            end = descend(ask, end, columns, (space.low, space.high), goal=_GOAL, max_steps=_MOST_STEPS)
        return end

    def _residuals(self, places: Sequence[Vector], n: int) -> list[Vector]:
        batches = (Batch(self.space.point(u), self.search_seed, n) for u in places)
        return [self.cheap.space.residuals(found) for found in self.cheap.trials.outcomes(*batches)]

    def _has_moved(self, at: int, point: Point) -> bool:
        return abs(point[at] / self.fit.point[at] - 1) >= MOVE
