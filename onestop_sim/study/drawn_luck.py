"""
The luck of records that nobody closes in time, dossier by dossier: whether, and whether for long.

A share is a probability, but so many dossiers are drawn: few hundred of them vary by some percent, and
with them what is late and overdue in the software. The dice are known, so is what they show on average:
how many more were drawn than expected has mean zero, at any share (a control variate, see `controlled`).
"""

from collections.abc import Iterator

import numpy as np

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.plan.draws import Seed
from onestop_sim.scenario.distribution import WORKING_DAY_S
from onestop_sim.scenario.surroundings import LateClosing, Scope
from onestop_sim.stats.form_ii06 import Period

_WORKING_OF_ALL = 5 / 7 / DAY_S
"""Working days of a second, about."""


def in_scope(reading: Reading, scope: Scope) -> Flags:
    """Tell for each dossier of a log whether it satisfies every condition of a scope, bool[n]."""
    meant = np.ones(reading.n, np.bool_)
    places = reading.column("places", "unit")
    levels = reading.log.tables["units"]["level"].to_numpy()
    names = reading.log.tables["units"]["name"].to_numpy()
    fields = reading.log.tables["procedures"]["field"].to_numpy()
    for wanted, labels, index in (
        (scope.fields, fields, reading.column("dossiers", "procedure")),
        (scope.levels, levels, places[reading.column("dossiers", "competent_place")]),
        (scope.filed_at_levels, levels, places[reading.column("dossiers", "receiving_place")]),
        (scope.units, names, reading.column("dossiers", "home_unit")),
    ):
        if wanted is not None:
            meant &= np.isin(labels, list(wanted))[index]
    return meant


def unclosed_luck(
    reading: Reading, habits: dict[str, LateClosing], seed: Seed, period: Period, near: Flags
) -> tuple[float, float]:
    """
    Return two numbers of mean zero: records left unclosed, and of these left for long, beyond expectation.

    For long: so long that they would be open at the end of the period, by a rough reckoning; how rough
    changes what the number tells and not its mean.

    Args:
        reading: of the log.
        habits:  the scenario's late closing.
        seed:    of the replication.
        period:  of the figure, [start_s, end_s).
        near:    dossiers that the figure may count, bool[n].
    """
    n = max(int(np.count_nonzero(near)), 1)
    drawn = lasting = 0.0
    for habit, who in scopes_of(reading, habits):
        who = who[near[who]]
        keys = reading.column("dossiers", "key")[who].astype(np.uint64)
        share = habit.share.value
        late = seed.uniforms("late_closing", keys) < share
        drawn += float((late - share).sum())
        left_wd = np.maximum(period[1] - reading.column("dossiers", "filed_s")[who], 0) * _WORKING_OF_ALL
        mean_wd = max(habit.closed_after.mean_s(), 1.0) / WORKING_DAY_S
        before = -np.expm1(-left_wd / mean_wd)
        long = seed.uniforms("closed_after", keys) > before
        lasting += float((late * (long - (1 - before))).sum())
    return drawn / n, lasting / n


def scopes_of(reading: Reading, habits: dict[str, LateClosing]) -> Iterator[tuple[LateClosing, IntArray]]:
    """Yield each habit with its dossiers, rows int64[k]; of several that one satisfies the first holds."""
    free = np.ones(reading.n, np.bool_)
    for habit in habits.values():
        taken = free & in_scope(reading, habit)
        free &= ~taken
        yield habit, np.flatnonzero(taken)
