"""
Calibration: the declared parameters are tuned to the fitted figures, verified, and put in doubt.

Search, verification on fresh seeds, sensitivities, and for each pair of parameters that the figures
cannot tell apart a second set that meets them too. A stop at any time keeps what was found so far.
Where a sub-model is declared it is searched in the place of the whole; what is judged is the whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from onestop_sim.errors import UserError
from onestop_sim.scenario.assumed import unit_of
from onestop_sim.scenario.calibration import Calibration as Declared
from onestop_sim.scenario.calibration import FreeParameter
from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.free_parameters import value_at
from onestop_sim.scenario.model import Scenario
from onestop_sim.stats.catalogue import COUNTS, RATES
from onestop_sim.stats.estimate import Scale
from onestop_sim.study.calibrate_mapped import MappedSearch
from onestop_sim.study.calibrate_search import Fit, Search, Step
from onestop_sim.study.calibrate_space import Parameter, Point, Space, Target
from onestop_sim.study.calibrate_trials import Model, Trials
from onestop_sim.study.calibrate_verify import Meeting, Verification, verify
from onestop_sim.study.compare_reported import periods_of
from onestop_sim.study.identify import Pair, Sensitivities, sensed_changes, sensitivities
from onestop_sim.study.identify_equifinal import Equifinal, SecondSet
from onestop_sim.study.measure import Scope, span_name
from onestop_sim.study.shared_luck import N_LUCK
from onestop_sim.terms import Role, Statistic

HIGHEST_UTILISATION: Final = 0.95
"""A fit that ends with an office busier than this stands on a knife's edge (reported, not refused)."""

MOST_CORRECTIONS: Final = 1
"""Times that a verification which missed may teach the search; each result is judged on other luck."""
_SURER: Final = 4
"""Times as many replications for free parameters of which the first ones showed no effect."""

CORRECTION_STRIDE: Final = 1_000
"""What the seed of a verification grows by after such a correction."""

News = Callable[..., None]
"""Told what the study is at: a key of the screen's words, and values."""

_IDENTITIES: Final = (
    {Statistic.RESOLVED, Statistic.EARLY, Statistic.ON_TIME, Statistic.LATE},
    {Statistic.RECEIVED, Statistic.RESOLVED, Statistic.PENDING},
    {Statistic.PENDING, Statistic.PENDING_WITHIN, Statistic.PENDING_OVERDUE},
    {Statistic.RECEIVED, Statistic.RECEIVED_NEW, Statistic.CARRIED_OVER},
)
"""Figures of one scope of which the last follows from the others."""


def space_of(scenario: Scenario, evidence: Sequence[ReportedFigure]) -> Space:
    """
    Return what a scenario declares: its free parameters and candidates, and the figures to be fitted.

    Raises:
        UserError: ``calibration_missing``, ``calibration_without_figures``, ``calibration_no_like`` (a
            fitted figure that no statistic answers) or ``calibration_too_many`` (more free parameters
            than independent fitted figures).
    """
    if scenario.calibration is None or not scenario.calibration.parameters:
        raise UserError("calibration_missing", given=scenario.name)
    targets = tuple(_target(scenario, one) for one in evidence if one.role == Role.FITTED)
    if not targets:
        raise UserError("calibration_without_figures", given=scenario.name)
    n_free, n_figures = len(scenario.calibration.parameters), n_independent(targets)
    if n_free > n_figures:
        names = sorted(scenario.calibration.parameters)
        raise UserError("calibration_too_many", n_free=n_free, n_figures=n_figures, known=names)
    return Space(_parameters(scenario, scenario.calibration), targets, N_LUCK)


def n_independent(targets: Sequence[Target]) -> int:
    """Return how many of the figures do not follow from the others, by being the same or by an identity."""
    scopes: dict[tuple[str, ...], set[str]] = {}
    for one in targets:
        scope = one.scope
        where = (one.period, scope.level, scope.unit, scope.field, scope.clock)
        scopes.setdefault(where, set()).add(scope.statistic)
    n = 0
    for statistics in scopes.values():
        n += len(statistics) - sum(identity <= statistics for identity in _IDENTITIES)
    return n


def _parameters(scenario: Scenario, declared: Declared) -> tuple[Parameter, ...]:
    free = [_parameter(scenario, name, one, True) for name, one in declared.parameters.items()]
    return (*free, *(_parameter(scenario, name, one, False) for name, one in declared.candidates.items()))


def _parameter(scenario: Scenario, name: str, declared: FreeParameter, is_free: bool) -> Parameter:
    is_share = unit_of(declared.path.rpartition(".")[2]) == "share" and declared.high < 1
    value = value_at(scenario, declared.path)
    return Parameter(name, declared.path, value, declared.low, declared.high, is_share, is_free)


def _target(scenario: Scenario, figure: ReportedFigure) -> Target:
    periods = periods_of(scenario, figure)
    if not figure.statistic or not periods:
        raise UserError("calibration_no_like", given=figure.id)
    kind = Scale.AMOUNT
    if figure.statistic in COUNTS:
        kind = Scale.COUNT
    elif figure.statistic in RATES or figure.statistic == Statistic.UTILISATION:
        kind = Scale.SHARE
    scope = Scope(figure.statistic, figure.level, figure.unit_name, figure.field, figure.clock.value, periods)
    factor = 100.0 if figure.unit == "percent" else 1.0
    return Target(figure.id, figure.figure, figure.value, span_name(periods), scope, kind, factor)


class Calibration:
    """
    One calibration, from the search to the doubts; what is done so far stands in its attributes.

    Args:
        trials:  where trials are lived.
        space:   parameters and targets.
        seed:    of the search; the next one is that of the verification.
        most:    cap of replications at one set of parameters, search and verification each.
        on_news: told what the study is at.
        part:    where trials of the sub-model are lived; None: the whole is searched.

    Attributes:
        search:        the search, with its steps.
        fit:           where it ended.
        verification:  of the fitted set.
        n_corrections: verifications that missed and taught the map of the sub-model.
        sensitivities: of free parameters and candidates there.
        second_sets:   one for each pair that cannot be told apart.
    """

    def __init__(
        self,
        trials: Trials,
        space: Space,
        seed: int,
        most: int,
        on_news: News | None = None,
        part: Trials | None = None,
    ) -> None:
        self.trials = trials
        self.part = part
        self.space = space
        self.seed = seed
        self.most = most
        self._news: News = on_news or _silent
        self.search: Search | MappedSearch
        if part is None:
            self.search = Search(trials, space, seed, most, self._step)
        else:
            self.search = MappedSearch(Model(trials, space), Model(part, space), seed, most, self._step)
        self.fit: Fit | None = None
        self.verification: Verification | None = None
        self.sensitivities: Sensitivities | None = None
        self.second_sets: list[SecondSet] = []
        self.n_corrections = 0
        self.is_complete = False

    @property
    def fresh_seed(self) -> int:
        """Seed of the verification: a run with it lives the very replications that judged the fit."""
        return self.seed + 1 + CORRECTION_STRIDE * self.n_corrections

    @property
    def n_lived(self) -> int:
        """Replications lived so far, those of a sub-model too."""
        return self.trials.n_lived + (0 if self.part is None else self.part.n_lived)

    @property
    def point(self) -> Point | None:
        """Best values so far; None before anything was lived."""
        if self.fit is not None:
            return self.fit.point
        return self.search.steps[-1].point if self.search.steps else None

    def run(self) -> None:
        """Do all of it; an interruption leaves what was found."""
        self.fit = self.search.run()
        fit, verification = self._verified(self.fit)
        self._news("calibrate.sensing")
        known = self.sensitivities = self._sensitivities(fit, verification)
        equifinal = Equifinal(
            Model(self.trials, self.space),
            self.search.cheap,
            fit,
            known,
            verification,
            (self.seed, self.fresh_seed),
            self.most,
        )
        for pair in equifinal.plan():
            self._pair(equifinal, pair)
        done = {one.pair for one in self.second_sets}
        for pair in known.pairs:
            if pair in done:
                continue
            shown = equifinal.through(pair, self.second_sets)
            if shown is not None:
                self.second_sets.append(shown)
            else:
                self._pair(equifinal, pair)
        self.is_complete = True

    def _verified(self, fit: Fit) -> tuple[Fit, Verification]:
        """Judge a fit on fresh seeds; one that misses teaches the search, the next is judged on others."""
        while True:
            self._news("calibrate.verifying")
            found = self.verification = verify(
                self.trials, self.space, fit.point, fit.se, fit.is_moved, self.fresh_seed, self.most
            )
            missed = any(line.meeting == Meeting.MISSED for line in found.lines)
            if not missed or self.n_corrections == MOST_CORRECTIONS:
                return fit, found
            self._news("calibrate.correcting")
            means = np.array([line.mean for line in found.lines])
            se = np.array([line.se for line in found.lines])
            better = self.search.corrected(fit, means, se, len(found.outcomes))
            if better.point == fit.point:
                return fit, found
            self.n_corrections += 1
            fit = self.fit = better
            self.verification = None

    def _sensitivities(self, fit: Fit, verification: Verification) -> Sensitivities:
        columns = range(len(self.space.parameters))
        at, cheap = self.space.scaled(fit.point), self.search.cheap
        changes = sensed_changes(cheap.trials, cheap.space, at, columns, self.seed, fit.n_sensing)
        # A few replications do not see a small effect. What was fitted moves something: more are asked before
        # it is said to move nothing; for candidates, which may well not, ten minutes hold no more.
        unseen = [at for at in self.space.free if not changes[at].is_sure.any()]
        n = min(_SURER * fit.n_sensing, self.most)
        if unseen and n > fit.n_sensing:
            again = sensed_changes(cheap.trials, cheap.space, at, unseen, self.seed, n)
            changes = sorted(
                [*(one for one in changes if one.column not in unseen), *again], key=lambda one: one.column
            )
        power = self.search.power
        changes = [replace(one, slope=power * one.slope, se=power * one.se) for one in changes]
        means = np.array([line.mean for line in verification.lines])
        se = np.array([line.se for line in verification.lines])
        return sensitivities(self.space, changes, means, se)

    def _pair(self, equifinal: Equifinal, pair: Pair) -> None:
        names = [self.space.parameters[at].name for at in (pair.first, pair.second)]
        self._news("calibrate.pairing", first=names[0], second=names[1])
        self.second_sets.append(equifinal.second_set(pair))

    def _step(self, step: Step) -> None:
        self._news(f"calibrate.stage.{step.stage}", n=step.n, worst=step.worst)


def _silent(key: str, **values: object) -> None:
    """Hear the news and say nothing."""
    del key, values
