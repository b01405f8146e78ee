"""Which dossiers a scope means: fields, levels, units and desks, as arrays."""

from typing import TypeVar

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.plan.draws import Flags
from onestop_sim.plan.world import World
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.surroundings import Scope

AnyScope = TypeVar("AnyScope", bound=Scope)


class Scopes:
    """Tells which dossiers satisfy a scope."""

    def __init__(self, scenario: Scenario, world: World) -> None:
        levels = np.array([one.level for one in scenario.units.values()])
        self._units = np.array(list(scenario.units))
        self._field_of_procedure = np.array([one.field for one in scenario.procedures.values()])
        self._level_of_place = levels[world.places.unit.astype(np.int64)]

    def meant(
        self, scope: Scope, procedure: IntArray, home: IntArray, receiving: IntArray, competent: IntArray
    ) -> Flags:
        """
        Tell for each dossier whether it satisfies every condition of a scope, bool[n].

        Args:
            scope:     the conditions.
            procedure: index of the procedure of each dossier, int64[n].
            home:      index of its home unit, int64[n].
            receiving: place where it was filed, int64[n].
            competent: place of the office in charge, int64[n].
        """
        meant = np.ones(len(home), np.bool_)
        for wanted, labels, index in (
            (scope.fields, self._field_of_procedure, procedure),
            (scope.levels, self._level_of_place, competent),
            (scope.filed_at_levels, self._level_of_place, receiving),
            (scope.units, self._units, home),
        ):
            if wanted is not None:
                meant &= np.isin(labels, list(wanted))[index]
        return meant

    def divided(
        self,
        scopes: dict[str, AnyScope],
        procedure: IntArray,
        home: IntArray,
        receiving: IntArray,
        competent: IntArray,
    ) -> list[tuple[AnyScope, IntArray]]:
        """Return each scope with the dossiers that no scope before it took, int64[k]; arguments as above."""
        free = np.ones(len(home), np.bool_)
        found = []
        for scope in scopes.values():
            taken = free & self.meant(scope, procedure, home, receiving, competent)
            free &= ~taken
            found.append((scope, np.flatnonzero(taken)))
        return found
