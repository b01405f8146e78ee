"""By how much a scenario's `pace` multiplies the work and the delays of a procedure, by arithmetic."""

from typing import NamedTuple

from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.surroundings import Pace


class Factors(NamedTuple):
    """Multiples of what a procedure says: of officers' efforts, and of drawn delays."""

    effort: float
    delay: float


def factors_at(scenario: Scenario, procedure: str, office: str, home: str | None = None) -> Factors:
    """
    Return the factors of one procedure's work at an office.

    Args:
        scenario:  the scenario.
        procedure: its name.
        office:    name of the office that works, or answers for the delay.
        home:      home unit of the applicant; None: nobody in particular, scopes of some units are left out.
    """
    effort = delay = 1.0
    for pace in scenario.pace.values():
        if _is_meant(scenario, pace, procedure, office, home):
            effort *= pace.effort_factor.value
            delay *= pace.delay_factor.value
    return Factors(effort, delay)


def _is_meant(scenario: Scenario, pace: Pace, procedure: str, office: str, home: str | None) -> bool:
    says = scenario.procedures[procedure]
    conditions = (
        (pace.fields, says.field),
        (pace.levels, _level_of(scenario, says.competent)),
        (pace.filed_at_levels, _level_of(scenario, says.filed_at)),
        (pace.units, home),
        (pace.offices, office),
    )
    return all(wanted is None or given in wanted for wanted, given in conditions)


def _level_of(scenario: Scenario, office: str) -> str | None:
    says = scenario.offices[office]
    return says.level if says.unit is None else scenario.units[says.unit].level
