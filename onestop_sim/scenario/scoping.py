"""Which procedures of which home units a scope means, by what the scenario says alone."""

from typing import TYPE_CHECKING

from onestop_sim.scenario.surroundings import Scope

if TYPE_CHECKING:
    from onestop_sim.scenario.model import Scenario


def is_meant(scenario: "Scenario", scope: Scope, procedure: str, home: str | None) -> bool:
    """
    Tell whether a scope means the dossiers of a procedure from a home unit.

    A level is that of the office, wherever it stands, so nothing needs to be drawn to know it.

    Args:
        scenario:  the scenario.
        scope:     its conditions.
        procedure: name of the procedure.
        home:      home unit; None: nobody's in particular, who satisfies no condition on units.
    """
    says = scenario.procedures[procedure]
    conditions = (
        (scope.fields, says.field),
        (scope.levels, level_of(scenario, says.competent)),
        (scope.filed_at_levels, level_of(scenario, says.filed_at)),
        (scope.units, home),
    )
    return all(wanted is None or given in wanted for wanted, given in conditions)


def level_of(scenario: "Scenario", office: str) -> str | None:
    """Return the level label of the unit or units in which an office stands."""
    says = scenario.offices[office]
    return says.level if says.unit is None else scenario.units[says.unit].level
