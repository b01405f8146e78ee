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

_MONTHS: Final = 12


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
        decision = "clustering/delays_by_unit_and_year"
        return self._shared(decision, self._units, units, years, self._unit_year_cv)

    def of_office_and_month(self, place: IntArray, filed_s: IntArray) -> Factors:
        """Return the factor of delays at the place of a step and in the month of filing; as above."""
        if not self._office_month_cv:
            return 1.0
        decision = "clustering/delays_by_office_and_month"
        return self._shared(decision, self._places, place, self._months(filed_s), self._office_month_cv)

    def of_unclosed(self, receiving: IntArray, filed_s: IntArray) -> Factors:
        """Return the factor of late closing in the unit that hands over and the month of filing; as above."""
        if not self._unclosed_cv:
            return 1.0
        units = self._unit_of_place[receiving]
        decision = "clustering/unclosed_by_unit_and_month"
        return self._shared(decision, self._units, units, self._months(filed_s), self._unclosed_cv)

    def _months(self, filed_s: IntArray) -> IntArray:
        """Return months counted through the years, int64[k]."""
        days = filed_s // DAY_S
        return self._clock.years(days) * _MONTHS + self._clock.months(days) - 1

    def _shared(
        self, decision: str, names: Sequence[str], who: IntArray, when: IntArray, cv: float
    ) -> Floats:
        """Return for each dossier the factor of its cluster: somebody (an index) at a time (a number)."""
        pairs, place = np.unique(np.stack([who, when]), axis=1, return_inverse=True)
        keys = np.array([hash_names(names[one], str(at)) for one, at in pairs.T.tolist()], np.uint64)
        log_sd = math.sqrt(math.log1p(cv * cv))
        factors = np.exp(log_sd * special.ndtri(self._seed.uniforms(decision, keys)) - log_sd**2 / 2)
        of_each: Floats = factors[place.reshape(-1)]
        return of_each
