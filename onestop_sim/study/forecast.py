"""
How much work a scenario sends to each place, by arithmetic: volumes times efforts, no chance in it.

Good to a few percent, which is enough to see before a run that a place will drown.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onestop_sim.scenario.demand import Demand
from onestop_sim.scenario.distribution import Distribution
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.procedure import Procedure
from onestop_sim.study.paced import factors_at


@dataclass(frozen=True, slots=True)
class Work:
    """
    Work of one dossier at one office.

    Attributes:
        office:   name of the office.
        skill:    skill that it needs, or None.
        effort_s: expected officer seconds.
        what:     which part of the route it is, "procedures.birth.route.entry".
    """

    office: str
    skill: str | None
    effort_s: float
    what: str


def expected_dossiers(scenario: Scenario, period: str) -> dict[tuple[str, str], float]:
    """Return the dossiers expected in a period, by home unit and procedure."""
    expected: dict[tuple[str, str], float] = defaultdict(float)
    for stream in scenario.demand.values():
        weights = _unit_weights(scenario, stream)
        n_dossiers = stream.n_per_period[period].value
        for unit, weight in weights.items():
            mix = {**stream.mix, **stream.mix_by_unit.get(unit, {})}
            total = sum(mix.values())
            for procedure, part in mix.items():
                if part > 0 and weight > 0:
                    expected[unit, procedure] += n_dossiers * weight / sum(weights.values()) * part / total
    return expected


def _unit_weights(scenario: Scenario, stream: Demand) -> dict[str, float]:
    if stream.unit_weights:
        return dict(stream.unit_weights)
    here = {name: unit for name, unit in scenario.units.items() if unit.level == stream.level}
    return {name: float(unit.population or 0) for name, unit in here.items()}


def work_of(scenario: Scenario, name: str, *, scanning: bool, home: str | None = None) -> Iterator[Work]:
    """
    Yield the work that one filed dossier of a procedure causes, by part of its route.

    Args:
        scenario: the scenario.
        name:     procedure.
        scanning: whether receiving includes scanning.
        home:     home unit of the applicant, for a `pace` of some units; None: nobody's in particular.
    """
    for work in _at_the_pace_of_the_procedure(scenario, name, scanning=scanning):
        factor = factors_at(scenario, name, work.office, home).effort
        yield work if factor == 1 else replace(work, effort_s=work.effort_s * factor)


def _at_the_pace_of_the_procedure(scenario: Scenario, name: str, *, scanning: bool) -> Iterator[Work]:
    procedure = scenario.procedures[name]
    where = f"procedures.{name}"
    reception, hand_over = procedure.reception, procedure.hand_over
    incomplete = reception.incomplete_share.value
    back = reception.comes_back_share.value
    contacts = 1 / (1 - incomplete * back) if incomplete * back < 1 else 10.0
    at_desk = _reception_s(procedure) + (reception.scan_effort.mean_s() if scanning else 0.0)
    yield Work(procedure.filed_at, reception.skill, contacts * at_desk, f"{where}.reception")
    staying = (1 - incomplete) * contacts * (1 - reception.refused_share.value)
    for step_name, step in procedure.route.items():
        n_done, n_asked = 1.0, 0.0
        if procedure.supplement is not None and procedure.supplement.after == step_name:
            n_asked, n_done = _rounds(procedure)
            intake_s = procedure.supplement.intake_effort.mean_s()
            answered = n_asked * (1 - procedure.supplement.never_answered_share.value)
            yield Work(
                procedure.filed_at, reception.skill, staying * answered * intake_s, f"{where}.supplement"
            )
        if step.effort is not None:
            effort_s = staying * step.share.value * n_done * step.effort.mean_s()
            yield Work(step.office, step.skill, effort_s, f"{where}.route.{step_name}")
        staying *= _left_after(procedure, step_name, n_asked)
    collecting = staying * (1 - hand_over.home_share.value)
    yield Work(
        procedure.filed_at, hand_over.skill, collecting * hand_over.effort.mean_s(), f"{where}.hand_over"
    )


def _reception_s(procedure: Procedure) -> float:
    online = procedure.online_share.value
    at_desk = procedure.reception.effort
    by_portal: Distribution = procedure.reception.online_effort or at_desk
    return (1 - online) * at_desk.mean_s() + online * by_portal.mean_s()


def _rounds(procedure: Procedure) -> tuple[float, float]:
    """Return the expected requests for papers, and the work on the step in units of its first time."""
    supplement = procedure.supplement
    if supplement is None:
        return 0.0, 1.0
    go_on = supplement.again_share.value * (1 - supplement.never_answered_share.value)
    requests = supplement.share.value * sum(go_on**n for n in range(supplement.max_rounds))
    answered = requests * (1 - supplement.never_answered_share.value)
    return requests, 1 + answered * supplement.rework_share.value


def _left_after(procedure: Procedure, step: str, n_asked: float) -> float:
    """Return the share of dossiers that go on after a step."""
    left = 1.0
    for leaving in (procedure.not_eligible, procedure.withdrawn):
        if leaving is not None and leaving.after == step:
            left *= 1 - leaving.share.value
    if procedure.supplement is not None:
        left *= 1 - n_asked * procedure.supplement.never_answered_share.value
    return left
