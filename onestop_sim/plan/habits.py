"""Habits of offices and applicants: late closing, recording on the due day, letters, patience, return."""

from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.arrivals import Arrivals
from onestop_sim.plan.draws import Flags, Seed
from onestop_sim.plan.plan import Attempts
from onestop_sim.plan.routing import Routes
from onestop_sim.plan.world import World
from onestop_sim.scenario.distribution import WORKING_DAY_S
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.surroundings import Scope
from onestop_sim.terms import NEVER

_LONGEST_GAP: Final = 30_000
"""Open days; more than a century, and it fits the column."""

_AnyScope = TypeVar("_AnyScope", bound=Scope)


@dataclass(frozen=True)
class Habits:
    """Columns of `plan.Dossiers` that habits decide; see there."""

    on_due_day: Flags
    close_lag_s: IntArray
    letter_u: npt.NDArray[np.float64]
    letter_delay_s: IntArray
    patience_s: IntArray


def habits(scenario: Scenario, world: World, seed: Seed, come: Arrivals, routes: Routes) -> Habits:
    """
    Return what habits decide for each dossier.

    Of several scopes that a dossier satisfies, the first in the order of the file holds.
    """
    scopes = _Scopes(scenario, world, come, routes)
    n = len(come.key)
    close_lag_s, on_due_day = np.zeros(n, np.int64), np.zeros(n, np.bool_)
    for closing, who in scopes.divided(scenario.software.late_closing):
        keys = come.key[who]
        late = seed.happens("late_closing", keys, closing.share)
        lag_s = seed.seconds("closed_after", keys, closing.closed_after, WORKING_DAY_S)
        never = seed.happens("never_closed", keys, closing.never_share)
        close_lag_s[who] = np.where(late, np.where(never, NEVER, lag_s), 0)
    for recording, who in scopes.divided(scenario.software.due_day_recording):
        on_due_day[who] = seed.happens("on_due_day", come.key[who], recording.share)
    return Habits(
        on_due_day=on_due_day,
        close_lag_s=close_lag_s,
        letter_u=seed.uniforms("letter", come.key),
        letter_delay_s=_letter_delays(scenario, world, seed, come, routes),
        patience_s=_patience(scenario, seed, come),
    )


def attempts(scenario: Scenario, seed: Seed, come: Arrivals) -> tuple[IntArray, Attempts]:
    """
    Return `Plan.attempt_first`, int64[n + 1], and the visits after the first that each applicant would make.

    Visit k has its own uniforms, so a larger `max_attempts` only adds visits.
    """
    n, more = len(come.key), scenario.applicants.max_attempts - 1
    gap_days = np.empty((n, more), np.int16)
    moments = np.empty((n, more), np.float32)
    for number in range(more):
        after_s = seed.seconds(f"attempt/{number}", come.key, scenario.applicants.comes_back_after)
        gap_days[:, number] = np.clip(-(-after_s // DAY_S), 1, _LONGEST_GAP)
        moments[:, number] = seed.moments(f"moment/attempt/{number}", come.key)
    visits = Attempts(gap_days=_flat(gap_days), moment_share=_flat(moments))
    return np.arange(n + 1, dtype=np.int64) * more, visits


class _Scopes:
    """Divides dossiers among scopes."""

    def __init__(self, scenario: Scenario, world: World, come: Arrivals, routes: Routes) -> None:
        units = list(scenario.units.values())
        unit_of_place = world.places.unit.astype(np.int64)
        levels = np.array([one.level for one in units])
        fields = np.array([one.field for one in scenario.procedures.values()])
        self._units = np.array(list(scenario.units))
        self._home = come.home_unit
        self._procedure = come.procedure
        self._field_of_procedure = fields
        self._level_of_place = levels[unit_of_place]
        self._routes = routes

    def divided(self, scopes: dict[str, _AnyScope]) -> list[tuple[_AnyScope, IntArray]]:
        """Return each scope with the dossiers that no scope before it took, int64[k]."""
        free = np.ones(len(self._home), np.bool_)
        found = []
        for scope in scopes.values():
            meant = free & self._meant(scope)
            free &= ~meant
            found.append((scope, np.flatnonzero(meant)))
        return found

    def _meant(self, scope: Scope) -> Flags:
        meant = np.ones(len(self._home), np.bool_)
        for wanted, labels, index in (
            (scope.fields, self._field_of_procedure, self._procedure),
            (scope.levels, self._level_of_place, self._routes.competent_place),
            (scope.filed_at_levels, self._level_of_place, self._routes.receiving_place),
            (scope.units, self._units, self._home),
        ):
            if wanted is not None:
                meant &= np.isin(labels, list(wanted))[index]
        return meant


def _letter_delays(scenario: Scenario, world: World, seed: Seed, come: Arrivals, routes: Routes) -> IntArray:
    """Return how long the competent agency's letter would take, working seconds, int64[n]."""
    delays_s = np.zeros(len(come.key), np.int64)
    agency = world.places.agency[routes.competent_place]
    for number, kind in enumerate(world.agency_kinds):
        who = np.flatnonzero(agency == number)
        if len(who):
            rule = scenario.apologies[scenario.agencies[kind].apology]
            delays_s[who] = seed.seconds("letter_delay", come.key[who], rule.signing_delay, WORKING_DAY_S)
    return delays_s


def _flat(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return table.ravel()


def _patience(scenario: Scenario, seed: Seed, come: Arrivals) -> IntArray:
    lasts = scenario.applicants.patience
    if lasts is None:
        return np.full(len(come.key), NEVER, np.int64)
    return seed.seconds("patience", come.key, lasts)
