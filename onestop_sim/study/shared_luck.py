"""
The luck of a replication, shared and drawn, as numbers whose expectation is known to be zero.

Clustered delays and clustered unclosed records make late dossiers vary from replication to replication
far more than anything else. Their luck is drawn, so it is known, and its law is known: it serves as a
control variate. It enters as the mean of Hermite polynomials of its normal scores over the delays (or
the records) of the dossiers that a figure counts; volumes do not depend on that luck, so each mean is
zero on average. An opening backlog does depend on it, and is left out.
"""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, Clock, IntArray, parse_date
from onestop_sim.eventlog.log import names_of
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.plan.clusters import MONTHS, OFFICE_AND_MONTH, UNCLOSED, UNIT_AND_YEAR, normal_scores
from onestop_sim.plan.draws import Seed
from onestop_sim.scenario.model import Scenario
from onestop_sim.stats.form_ii06 import Period
from onestop_sim.study.drawn_luck import scopes_of, unclosed_luck
from onestop_sim.terms import StepKind

Vector = NDArray[np.float64]

POLYNOMIALS: Final[tuple[Callable[[Vector], Vector], ...]] = (
    lambda z: z,
    lambda z: (z**2 - 1) / np.sqrt(2),
    lambda z: (z**3 - 3 * z) / np.sqrt(6),
)
"""Hermite polynomials of degree 1 to 3: of a standard normal score each has mean 0 and variance 1."""

N_LUCK: Final = 2 * len(POLYNOMIALS) + 2
"""Numbers for each figure, the most telling first: by degree those of delays and those of unclosed records;
after the first degree two of the records themselves, see `drawn_luck`."""

_BACKLOG: Final = "backlog"
"""Segment of dossiers drawn because they are open: who is chosen by his luck has none of mean zero."""
_BEFORE_S: Final = 28 * DAY_S
"""What was filed so long before a period may still be resolved in it."""


def shared_luck(
    reading: Reading, scenario: Scenario, seed: Seed, period: Period, chosen: Flags | None
) -> list[float]:
    """
    Return the luck of the dossiers of a figure, `N_LUCK` numbers of mean zero.

    Args:
        reading:  of the log.
        scenario: which clusters and which unclosed records there are.
        seed:     of the replication.
        period:   of the figure, [start_s, end_s).
        chosen:   dossiers that it counts, bool[n]; None: all.
    """
    clustering, habits = scenario.clustering, scenario.software.late_closing
    filed_s = reading.column("dossiers", "filed_s")
    near = (filed_s >= period[0] - _BEFORE_S) & (filed_s < period[1])
    segments = names_of(reading.log, "segment")
    if _BACKLOG in segments:
        near &= reading.column("dossiers", "segment") != segments.index(_BACKLOG)
    near = near if chosen is None else near & chosen
    clock = Clock(parse_date(names_of(reading.log, "origin")[0]))
    days = filed_s // DAY_S
    year = clock.years(days)
    month = year * MONTHS + clock.months(days) - 1
    unit_of = reading.column("places", "unit").astype(np.int64)
    units = reading.log.tables["units"]["name"].to_list()
    places = reading.log.tables["places"]["name"].to_list()
    delays = np.flatnonzero(reading.column("steps", "kind") == StepKind.DELAY)
    of = reading.column("steps", "dossier")[delays].astype(np.int64)
    delays, of = delays[near[of]], of[near[of]]
    at = reading.column("steps", "place")[delays].astype(np.int64)
    in_charge = unit_of[reading.column("dossiers", "competent_place")[of]]
    taken = [who[near[who]] for _, who in scopes_of(reading, habits)]
    received = np.concatenate(taken) if taken else np.empty(0, np.int64)
    desk = unit_of[reading.column("dossiers", "receiving_place")[received]]
    by_unit = _scores(seed, UNIT_AND_YEAR, units, in_charge, year[of])
    by_office = _scores(seed, OFFICE_AND_MONTH, places, at, month[of])
    of_year = _log_sd(clustering.delays_by_unit_and_year.value)
    of_month = _log_sd(clustering.delays_by_office_and_month.value)
    both = math.hypot(of_year, of_month)
    found = np.zeros((len(POLYNOMIALS), 2))
    if both and len(of):
        found[:, 0] = _means((of_year * by_unit + of_month * by_office) / both)
    if clustering.unclosed_by_unit_and_month.value and len(received):
        found[:, 1] = _means(_scores(seed, UNCLOSED, units, desk, month[received]))
    luck: list[float] = found.reshape(-1).tolist()
    return [*luck[:2], *unclosed_luck(reading, habits, seed, period, near), *luck[2:]]


def _log_sd(spread: float) -> float:
    """Return the standard deviation of the logarithm of a factor, from its coefficient of variation."""
    return math.sqrt(math.log1p(spread * spread))


def _scores(seed: Seed, kind: str, names: list[str], who: IntArray, when: IntArray) -> Vector:
    """Return the score of the cluster of each delay or record, float64[k]."""
    pairs, place = np.unique(np.stack([who, when]), axis=1, return_inverse=True)
    scores = normal_scores(seed, kind, [(names[one], at) for one, at in pairs.T.tolist()])
    of_each: Vector = scores[place.reshape(-1)]
    return of_each


def _means(scores: Vector) -> list[float]:
    return [float(of(scores).mean()) for of in POLYNOMIALS]
