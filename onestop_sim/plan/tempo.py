"""How much longer than its procedure says the work and the delays of a dossier take."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onestop_sim.clock import IntArray
from onestop_sim.plan.draws import Flags
from onestop_sim.plan.scopes import Scopes
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.surroundings import Pace

Factors = float | npt.NDArray[np.float64]
"""One number for all dossiers asked about, or one for each, float64[k]."""


@dataclass(frozen=True)
class Tempo:
    """
    The factors of all dossiers of one procedure.

    Attributes:
        paces: scopes of the scenario, each with the dossiers that it means, bool[n].
    """

    paces: tuple[tuple[Pace, Flags], ...]

    def effort_factor(self, office: str, who: IntArray) -> Factors:
        """Return by how much the efforts of an office are multiplied for some dossiers."""
        return self._factor(office, who, [pace.effort_factor.value for pace, _ in self.paces])

    def delay_factor(self, office: str, who: IntArray) -> Factors:
        """Return by how much the drawn delays of an office are multiplied for some dossiers."""
        return self._factor(office, who, [pace.delay_factor.value for pace, _ in self.paces])

    def _factor(self, office: str, who: IntArray, values: list[float]) -> Factors:
        factor: Factors = 1.0
        for (pace, meant), value in zip(self.paces, values, strict=True):
            if value != 1 and (pace.offices is None or office in pace.offices):
                factor = factor * np.where(meant[who], value, 1.0)
        return factor


def tempo_of(
    scenario: Scenario,
    scopes: Scopes,
    procedure: IntArray,
    home: IntArray,
    desk: IntArray,
    competent: IntArray,
) -> Tempo:
    """Return the factors of some dossiers; arguments as of `Scopes.meant`."""
    return Tempo(
        tuple((pace, scopes.meant(pace, procedure, home, desk, competent)) for pace in scenario.pace.values())
    )
