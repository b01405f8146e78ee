"""
The search in a sub-model, mapped onto the whole (space mapping).

A part of the scenario that lives the same dossiers answers to parameters much as the whole does, at a
fraction of the time. So the way is found in the part: a figure of the whole is taken for a power of the
part's, times a factor. The factor is measured where both were lived, and measured again where the search
ended; the power (1 at first) by how both have changed on the way, under common luck. The whole alone tells
how far a figure is off; the part only how it would change.
Source: Bandler and others 2004, Space mapping: the state of the art, IEEE Trans. MTT 52(1), the output
mapped on a logarithmic scale.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from onestop_sim.errors import UserError
from onestop_sim.stats.estimate import Scale
from onestop_sim.study.calibrate_descent import Descent, descend
from onestop_sim.study.calibrate_search import FEWEST, Fit, Search, Step, replications_for
from onestop_sim.study.calibrate_space import TOLERANCE, Target, Vector
from onestop_sim.study.calibrate_trials import Batch, Model
from onestop_sim.study.controlled import FEWEST_CONTROLLED
from onestop_sim.study.identify import change_error

MOST_ROUNDS: Final = 3
"""Places at which the whole is lived to measure the map."""
FAR: Final = 0.1
"""A figure that is off by more than this part is corrected and the whole lived again; by less, the part is
trusted with the rest of the way."""
POWERS: Final = (0.5, 2.0)
"""Bounds of the power by which the whole answers to what the part does."""
_FIRST_LOOK: Final = 8
_SEEN: Final = 0.1
_FEWEST_COUNTED: Final = 10
_GOAL: Final = 0.15
_MOST_STEPS: Final = 5
_GROWTH: Final = 2


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the whole at a place: means of the targets and their standard errors."""

    u: Vector
    means: Vector
    se: Vector
    n: int


class MappedSearch:
    """
    Tunes the free parameters in a part of the scenario, and looks at the whole for how far it is off.

    Args:
        whole:   the scenario; its space has the reported figures.
        part:    the sub-model, with the same parameters and targets.
        seed:    seed of all trials of the search.
        most:    most replications of the whole at one point.
        on_step: told of each place that the search comes to.

    Attributes:
        steps: places so far, means and distances those of the whole as it is known or mapped.
        cheap: the part, its targets those that the map gave it last: for sensitivities and second sets.
        power: of the part's figures, for each target, float64[n_targets].
    """

    def __init__(
        self,
        whole: Model,
        part: Model,
        seed: int,
        most: int,
        on_step: Callable[[Step], None] | None = None,
    ) -> None:
        self.whole = whole
        self.cheap = part
        self.seed = seed
        self.most = most
        self.steps: list[Step] = []
        self._on_step = on_step
        n_targets = len(whole.space.targets)
        self.power: Vector = np.ones(n_targets)
        self._at: tuple[Vector, Vector] = (np.ones(n_targets), np.ones(n_targets))
        self._before: tuple[Vector, Vector] | None = None
        self._rows = np.ones(n_targets, np.bool_)
        self._jacobian: Vector = np.zeros(0)
        self._n_part = FEWEST

    def run(self) -> Fit:
        """Find the way in the part, measure the map where it ended, correct, and return where that ends."""
        space = self.whole.space
        start = space.start
        lived = self._live(self.whole, start, FEWEST)
        self._note("start", start, FEWEST, space.target_means(lived))
        part = self._live(self.cheap, start, FEWEST)
        self._before = (lived, part)
        self._map(lived.mean(axis=0), part.mean(axis=0))
        search = Search(self.cheap.trials, self.cheap.space, self.seed, self.most, self._mapped_step)
        way = search.explore()
        self._n_part, self._jacobian, self._rows = way.n, way.at.jacobian, np.array(way.is_moved)
        u = way.at.u
        for number in range(MOST_ROUNDS):
            known, lived = self._known(u, is_last=number == MOST_ROUNDS - 1)
            self._note("whole", known.u, known.n, known.means)
            self._learn(lived, self._live(self.cheap, u, self._n_part))
            is_near = self._worst(known.means) <= FAR / TOLERANCE
            fit, u = self._corrected(known, is_last=is_near or number == MOST_ROUNDS - 1)
            if is_near:
                break
        return fit

    def corrected(self, fit: Fit, means: Vector, se: Vector, n: int) -> Fit:
        """
        Return a fit whose map has learnt from a verification that missed.

        The whole is known there by its fresh luck alone: a miss has refuted what the search expected, and
        a mean of both would leave a part of the miss. The result must be judged on fresher luck.

        Args:
            fit:   what was verified.
            means: of the targets on fresh seeds, float64[n_targets]; `se` their standard errors.
            se:    see `means`.
            n:     replications of the verification.
        """
        return self._corrected(_Known(self.whole.space.scaled(fit.point), means, se, n), is_last=True)[0]

    def _known(self, u: Vector, *, is_last: bool) -> tuple[_Known, Vector]:
        """
        Live the whole at a place: few replications show that it is far off, else as many as allowed.

        The first few tell only what is beyond doubt, for their luck cannot be taken out yet.
        """
        space, n = self.whole.space, min(_FIRST_LOOK, self.most)
        while True:
            lived = self._live(self.whole, u, n)
            means, se = space.estimate(lived)
            if n < min(FEWEST_CONTROLLED, self.most):
                if not is_last and self._is_surely_far(means, se):
                    return _Known(u, means, se, n), lived
                n = min(FEWEST_CONTROLLED, self.most)
                continue
            wanted = min(replications_for(space, lived, self._rows), _GROWTH * n, self.most)
            is_far = self._worst(means) > FAR / TOLERANCE and not is_last
            if wanted <= n or is_far:
                return _Known(u, means, se, n), lived
            n = wanted

    def _is_surely_far(self, means: Vector, se: Vector) -> bool:
        """Return whether a figure is off by more than `FAR`, whatever two standard errors leave open."""
        reported = np.array([max(abs(one.reported), 1e-9) for one in self.whole.space.targets])
        off = (np.abs(means - reported) - 2 * se) / reported
        return bool((off[self._rows] > FAR).any())

    def _learn(self, whole: Vector, part: Vector) -> None:
        """Learn the powers from how whole and part have changed on the way, replication by replication."""
        if self._before is not None:
            n = min(len(one) for one in (whole, part, *self._before))
            for at in np.flatnonzero(self._rows):
                changes = [
                    float(np.log(max(now[:n, at].mean(), 1e-9) / max(was[:n, at].mean(), 1e-9)))
                    for now, was in zip((whole, part), self._before, strict=True)
                ]
                if abs(changes[1]) > _SEEN:
                    self.power[at] = min(max(changes[0] / changes[1], POWERS[0]), POWERS[1])
        self._before = (whole, part)

    def _corrected(self, known: _Known, *, is_last: bool) -> tuple[Fit, Vector]:
        """
        Go from a place where the whole is known to where the part says that it meets the figures.

        The last way is the part's alone, and how far it is known is part of the fit's error: it is lived as
        often as the whole was.
        """
        space, n = self.whole.space, self._n_part
        if is_last:
            n = max(n, known.n)
        here = self._live(self.cheap, known.u, n)
        n_targets = len(space.targets)
        self._map(known.means, here.mean(axis=0))
        part = self.cheap.space
        r = self._masked(part.plain_residuals(here))
        at = descend(
            lambda places: self._ask(places, n),
            Descent(known.u, r, self._jacobian.copy()),
            space.free,
            (space.low, space.high),
            goal=_GOAL,
            max_steps=_MOST_STEPS,
        )
        self._jacobian = at.jacobian
        point = space.point(at.u)
        there = self._live(self.cheap, space.scaled(point), n)
        expected = self._of_part(there.mean(axis=0))
        self._note("mapped", at.u, known.n, expected)
        change = change_error(here[:, :n_targets], there[:, :n_targets]) / np.maximum(self._at[1], 1e-9)
        se: Vector = expected * np.hypot(known.se / np.maximum(known.means, 1e-9), self.power * change)
        rows = tuple(bool(one) for one in self._rows)
        return Fit(point, se, rows, at.jacobian, self._n_part, known.n), at.u

    def _map(self, whole: Vector, part: Vector) -> None:
        """Set the part's aims by what both have at one place, and by the powers."""
        targets = self.whole.space.targets
        self._at = whole[: len(targets)].copy(), part[: len(targets)].copy()
        aims = []
        for at, one in enumerate(targets):
            seen, known = float(part[at]), max(float(whole[at]), 1e-9)
            if seen < (_FEWEST_COUNTED if one.kind == Scale.COUNT else 1e-9):
                raise UserError("sub_model_blind", given=one.period, figure=one.id, n=round(seen, 1))
            way = max(one.reported, 1e-9) / known
            aims.append(replace(one, reported=seen * way ** (1 / float(self.power[at]))))
        self.cheap = Model(self.cheap.trials, replace(self.cheap.space, targets=tuple(aims)))

    def _of_part(self, means: Vector) -> Vector:
        """Return what the whole is expected to have where the part has these means, float64[n_targets]."""
        whole, part = self._at
        mapped: Vector = whole * (means[: len(whole)] / np.maximum(part, 1e-9)) ** self.power
        return mapped

    def _ask(self, places: Sequence[Vector], n: int) -> list[Vector]:
        space = self.whole.space
        batches = (Batch(space.point(u), self.seed, n) for u in places)
        return [
            self._masked(self.cheap.space.plain_residuals(found))
            for found in self.cheap.trials.outcomes(*batches)
        ]

    def _live(self, model: Model, u: Vector, n: int) -> Vector:
        return model.trials.outcomes(Batch(model.space.point(u), self.seed, n))[0]

    def _masked(self, r: Vector) -> Vector:
        return np.where(self._rows, r, 0.0)

    def _residuals(self, means: Vector) -> Vector:
        targets: tuple[Target, ...] = self.whole.space.targets
        return self._masked(np.array([one.residual(float(y)) for one, y in zip(targets, means, strict=True)]))

    def _worst(self, means: Vector) -> float:
        return float(np.abs(self._residuals(means)).max())

    def _mapped_step(self, step: Step) -> None:
        """Hear of a step in the part; its start is that of the whole, which was told already."""
        if step.stage != "start":
            means = self._of_part(np.array(step.means))
            self._note(step.stage, self.whole.space.scaled(step.point), step.n, means)

    def _note(self, stage: str, u: Vector, n: int, means: Vector) -> None:
        point = self.whole.space.point(u)
        step = Step(stage, n, point, tuple(float(mean) for mean in means), self._worst(means))
        self.steps.append(step)
        if self._on_step is not None:
            self._on_step(step)
