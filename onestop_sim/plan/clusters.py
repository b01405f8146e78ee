"""
Luck that dossiers share: a bad year of a unit, a bad month of an office, a month in which nobody clicks.

Each is a lognormal factor with mean 1, drawn by the address of what shares it (a unit and a year, an
office and a month), so that one more commune or a longer warm-up changes nobody else's.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.dice import hash_names
from onestop_sim.plan.draws import Floats, Seed
from onestop_sim.plan.world import World
from onestop_sim.scenario.model import Scenario

Factors = float | npt.NDArray[np.float64]
"""One number for all dossiers asked about, or one for each, float64[k]."""

UNIT_AND_YEAR: Final = "clustering/delays_by_unit_and_year"
"""Delays of what a unit is in charge of and what was filed in a year."""
OFFICE_AND_MONTH: Final = "clustering/delays_by_office_and_month"
"""Delays at a place of what was filed in a month; months are counted through the years."""
UNCLOSED: Final = "clustering/unclosed_by_unit_and_month"
"""Share of late closing of what a unit's desk received and what was filed in a month."""
MONTHS: Final = 12
"""Months are counted through the years: year times this, plus month less 1."""


class Clusters:
    """Draws the factors that dossiers of one replication share; see `scenario.clustering`."""

    def __init__(self, scenario: Scenario, world: World, seed: Seed) -> None:
        says = scenario.clustering
        self._unit_year_cv = says.delays_by_unit_and_year.value
        self._office_month_cv = says.delays_by_office_and_month.value
        self._unclosed_cv = says.unclosed_by_unit_and_month.value
        self._seed, self._clock = seed, world.span.clock
        self._units = list(scenario.units)
        self._places = world.place_names
        self._unit_of_place = world.places.unit.astype(np.int64)

    def of_unit_and_year(self, competent: IntArray, filed_s: IntArray) -> Factors:
        """
        Return the factor of delays in the unit of the office in charge and the year of filing.

        Args:
            competent: place of the office in charge of each dossier, int64[k].
            filed_s:   its instant of filing, int64[k].
        """
        if not self._unit_year_cv:
            return 1.0
        years = self._clock.years(filed_s // DAY_S)
        units = self._unit_of_place[competent]
        return self._shared(UNIT_AND_YEAR, self._units, units, years, self._unit_year_cv)

    def of_office_and_month(self, place: IntArray, filed_s: IntArray) -> Factors:
        """Return the factor of delays at the place of a step and in the month of filing; as above."""
        if not self._office_month_cv:
            return 1.0
        months = self._months(filed_s)
        return self._shared(OFFICE_AND_MONTH, self._places, place, months, self._office_month_cv)

    def of_unclosed(self, receiving: IntArray, filed_s: IntArray) -> Factors:
        """Return the factor of late closing in the unit that hands over and the month of filing; as above."""
        if not self._unclosed_cv:
            return 1.0
        units = self._unit_of_place[receiving]
        return self._shared(UNCLOSED, self._units, units, self._months(filed_s), self._unclosed_cv)

    def _months(self, filed_s: IntArray) -> IntArray:
        """Return months counted through the years, int64[k]."""
        days = filed_s // DAY_S
        return self._clock.years(days) * MONTHS + self._clock.months(days) - 1

    def _shared(
        self, decision: str, names: Sequence[str], who: IntArray, when: IntArray, cv: float
    ) -> Floats:
        """Return for each dossier the factor of its cluster: somebody (an index) at a time (a number)."""
        low, high = int(when.min(initial=0)), int(when.max(initial=0))
        span = high - low + 1
        codes, place = np.unique(who * span + (when - low), return_inverse=True)
        clusters = [(names[code // span], code % span + low) for code in codes.tolist()]
        log_sd = math.sqrt(math.log1p(cv * cv))
        scores = normal_scores(self._seed, decision, clusters)
        factors = np.exp(log_sd * scores - log_sd**2 / 2)
        of_each: Floats = factors[place]
        return of_each


def normal_scores(seed: Seed, decision: str, clusters: Sequence[tuple[str, int]]) -> Floats:
    """
    Return the luck of clusters, each somebody by name at a time by number, standard normal, float64[k].

    Args:
        seed:     of one replication.
        decision: what is shared: `UNIT_AND_YEAR`, `OFFICE_AND_MONTH` or `UNCLOSED`.
        clusters: whose luck is asked for.
    """
    keys = np.array([hash_names(name, str(at)) for name, at in clusters], np.uint64)
    scores: Floats = special.ndtri(seed.uniforms(decision, keys))
    return scores
