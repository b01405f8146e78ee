"""Habits of offices and applicants: late closing, recording on the due day, letters, patience, return."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.arrivals import Arrivals
from onestop_sim.plan.clusters import Clusters
from onestop_sim.plan.draws import Flags, Seed
from onestop_sim.plan.plan import Attempts
from onestop_sim.plan.routing import Routes
from onestop_sim.plan.scopes import Scopes
from onestop_sim.plan.world import World
from onestop_sim.scenario.distribution import WORKING_DAY_S
from onestop_sim.scenario.model import Scenario
from onestop_sim.terms import NEVER, NO_INSTANT

_LONGEST_GAP: Final = 30_000
"""Open days; more than a century, and it fits the column."""


@dataclass(frozen=True)
class Habits:
    """Columns of `plan.Dossiers` that habits decide; see there."""

    on_due_day: Flags
    close_lag_s: IntArray
    closed_by_s: IntArray
    letter_u: npt.NDArray[np.float64]
    letter_delay_s: IntArray
    patience_s: IntArray


def habits(
    scenario: Scenario, world: World, seed: Seed, come: Arrivals, routes: Routes, put_off_s: IntArray
) -> Habits:
    """
    Return what habits decide for each dossier.

    Of several scopes that a dossier satisfies, the first in the order of the file holds.

    Args:
        put_off_s: of dossiers whose records are open on the first day though they are finished: working
                   time by which the closing is put off up to that day; -1 of all others, int64[n].
    """
    closed_by_s = np.full(len(come.key), NO_INSTANT)
    scopes, clusters = Scopes(scenario, world), Clusters(scenario, world, seed)
    whose = (come.procedure, come.home_unit, routes.receiving_place, routes.competent_place)
    n = len(come.key)
    close_lag_s, on_due_day = np.zeros(n, np.int64), np.zeros(n, np.bool_)
    for closing, who in scopes.divided(scenario.software.late_closing, *whose):
        keys = come.key[who]
        shared = clusters.of_unclosed(routes.receiving_place[who], come.filed_s[who])
        late = seed.happens("late_closing", keys, closing.share, shared)
        lag_s = seed.seconds("closed_after", keys, closing.closed_after, WORKING_DAY_S)
        never = seed.happens("never_closed", keys, closing.never_share)
        waits_s = put_off_s[who]
        lag_s = np.where(never, NEVER, lag_s + np.maximum(waits_s, 0))
        close_lag_s[who] = np.where(late | (waits_s >= 0), lag_s, 0)
        if closing.opening != "warm_up":
            closed_by_s[who[(come.filed_s[who] < 0) & (waits_s < 0)]] = -1
    for recording, who in scopes.divided(scenario.software.due_day_recording, *whose):
        on_due_day[who] = seed.happens("on_due_day", come.key[who], recording.share)
    return Habits(
        on_due_day=on_due_day,
        close_lag_s=close_lag_s,
        closed_by_s=closed_by_s,
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
