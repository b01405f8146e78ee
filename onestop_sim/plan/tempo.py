"""How much longer than its procedure says the work and the delays of a dossier take."""

from dataclasses import dataclass

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.plan.clusters import Clusters, Factors
from onestop_sim.plan.draws import Flags
from onestop_sim.plan.scopes import Scopes
from onestop_sim.scenario.surroundings import Pace


@dataclass(frozen=True)
class Tempo:
    """
    The factors of all dossiers of one procedure.

    Attributes:
        paces:    scopes of the scenario, each with the dossiers that it means, bool[n].
        clusters: what dossiers share by chance.
        of_year:  factor of delays in the unit of the office in charge and the year of filing.
        filed_s:  instants of filing, int64[n].
    """

    paces: tuple[tuple[Pace, Flags], ...]
    clusters: Clusters
    of_year: Factors
    filed_s: IntArray

    def effort_factor(self, office: str, who: IntArray) -> Factors:
        """Return by how much the efforts of an office are multiplied for some dossiers."""
        return self._factor(office, who, [pace.effort_factor.value for pace, _ in self.paces])

    def delay_factor(self, office: str, place: IntArray, who: IntArray) -> Factors:
        """Return by how much the drawn delays at an office, each at its place, are multiplied for some."""
        of_year = self.of_year if isinstance(self.of_year, float) else self.of_year[who]
        shared = of_year * self.clusters.of_office_and_month(place, self.filed_s[who])
        return shared * self._factor(office, who, [pace.delay_factor.value for pace, _ in self.paces])

    def _factor(self, office: str, who: IntArray, values: list[float]) -> Factors:
        factor: Factors = 1.0
        for (pace, meant), value in zip(self.paces, values, strict=True):
            if value != 1 and (pace.offices is None or office in pace.offices):
                factor = factor * np.where(meant[who], value, 1.0)
        return factor


def tempo_of(
    paces: dict[str, Pace],
    scopes: Scopes,
    clusters: Clusters,
    procedure: IntArray,
    home: IntArray,
    desk: IntArray,
    competent: IntArray,
    filed_s: IntArray,
) -> Tempo:
    """Return the factors of some dossiers; arguments as of `Scopes.meant`, and their instants of filing."""
    found = ((pace, scopes.meant(pace, procedure, home, desk, competent)) for pace in paces.values())
    return Tempo(tuple(found), clusters, clusters.of_unit_and_year(competent, filed_s), filed_s)
