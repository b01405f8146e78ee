"""By how much a scenario's `pace` multiplies the work and the delays of a procedure, by arithmetic."""

from typing import NamedTuple

from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.scoping import is_meant


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
        here = pace.offices is None or office in pace.offices
        if here and is_meant(scenario, pace, procedure, home):
            effort *= pace.effort_factor.value
            delay *= pace.delay_factor.value
    return Factors(effort, delay)
