"""Places before a run: who has more work than duty, who is never reached, who lacks a skill."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.plan.draws import Seed
from onestop_sim.plan.world import World, build_world
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.finding import Finding, Severity
from onestop_sim.study.forecast import expected_dossiers, work_of
from onestop_sim.terms import NOBODY

_HOUR_S = 3600


@dataclass
class _Load:
    """Work of one place in one period."""

    total_s: float = 0.0
    by_skill_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    needed_by: dict[str, str] = field(default_factory=dict)


def work_findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is odd about offices, places, people and skills."""
    yield from _unreached(scenario)
    if any(not _units_of(scenario, name) for name in scenario.offices):
        return  # a level without units: told already, and no place can be resolved
    world = build_world(scenario, Seed(0, 0))
    missing: dict[tuple[str, str], None] = {}
    for number, period in enumerate(scenario.periods):
        loads = _loads(scenario, world, period, missing)
        yield from _place_findings(scenario, world, period, loads, with_skills=number == 0)
    for unit, office in missing:
        yield Finding(
            Severity.ERROR, "lint_no_such_place", {"where": f"units.{unit}", "unit": unit, "office": office}
        )


def _unreached(scenario: Scenario) -> Iterator[Finding]:
    wanted = {
        name
        for stream in scenario.demand.values()
        for mix in (stream.mix, *stream.mix_by_unit.values())
        for name, weight in mix.items()
        if weight > 0
    }
    reached = set(() if scenario.choice_of_desk is None else scenario.choice_of_desk.desks or ())
    for name, procedure in scenario.procedures.items():
        reached |= {procedure.filed_at, procedure.competent}
        reached |= {step.office for step in procedure.route.values()}
        if name not in wanted:
            yield Finding(Severity.WARNING, "lint_procedure_unused", {"where": f"procedures.{name}"})
    for name in scenario.offices:
        if name not in reached or not _units_of(scenario, name):
            yield Finding(Severity.WARNING, "lint_office_unreached", {"where": f"offices.{name}"})


def _units_of(scenario: Scenario, office: str) -> list[str]:
    says = scenario.offices[office]
    if says.unit is not None:
        return [says.unit]
    return [name for name, unit in scenario.units.items() if unit.level == says.level]


def _loads(
    scenario: Scenario, world: World, period: str, missing: dict[tuple[str, str], None]
) -> dict[int, _Load]:
    """Return the work of every place in a period; what has no place is entered in *missing*."""
    loads: dict[int, _Load] = defaultdict(_Load)
    offices, units = list(scenario.offices), list(scenario.units)
    scanned = set(world.scanning.where.tolist())
    for (unit, procedure), n_dossiers in expected_dossiers(scenario, period).items():
        column = units.index(unit)
        desk = int(world.place_at[offices.index(scenario.procedures[procedure].filed_at), column])
        for work in work_of(scenario, procedure, scanning=desk in scanned, home=unit):
            place = int(world.place_at[offices.index(work.office), column])
            if place == NOBODY:
                missing[unit, work.office] = None
                continue
            load = loads[place]
            load.total_s += n_dossiers * work.effort_s
            if work.skill is not None:
                load.by_skill_s[work.skill] += n_dossiers * work.effort_s
                load.needed_by.setdefault(work.skill, work.what)
    return loads


def _place_findings(
    scenario: Scenario, world: World, period: str, loads: dict[int, _Load], *, with_skills: bool
) -> Iterator[Finding]:
    duty_s = _duty_s(scenario, world, period)
    for place, load in sorted(loads.items()):
        here = np.flatnonzero(world.officers.place == place)
        where = {"where": f"offices.{world.place_names[place].split('/')[-1]}"}
        named = {**where, "place": world.place_names[place], "period": period}
        demands = [(load.total_s, here)]
        for skill, work_s in load.by_skill_s.items():
            mask = world.officers.skills[here]
            able = here[(mask >> scenario.skills.index(skill)) & 1 == 1]
            if len(able) == 0 and len(here) > 0:
                if with_skills:
                    yield Finding(
                        Severity.ERROR,
                        "lint_nobody_skilled",
                        {
                            **where,
                            "place": world.place_names[place],
                            "skill": skill,
                            "needed_by": load.needed_by[skill],
                        },
                    )
            elif len(able) < len(here):
                demands.append((work_s, able))
        worst_s, people = max(demands, key=lambda one: one[0] / max(1.0, float(duty_s[one[1]].sum())))
        capacity_s = float(duty_s[people].sum())
        load_h, capacity_h = round(worst_s / _HOUR_S), round(capacity_s / _HOUR_S)
        if worst_s > 0 and capacity_s == 0:
            yield Finding(Severity.WARNING, "lint_no_officer", {**named, "load_h": load_h})
        elif worst_s > capacity_s:
            busy = f"{worst_s / capacity_s:.0%}"
            values = {**named, "utilisation": busy, "load_h": load_h, "capacity_h": capacity_h}
            yield Finding(Severity.WARNING, "lint_overloaded", values)


def _duty_s(scenario: Scenario, world: World, period: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the seconds of work that each officer can do in a period, float64[n_officers]."""
    says = scenario.periods[period]
    from_s, until_s = world.span.instants(says.first_day, says.last_day)
    by_calendar = [
        WorkCalendar(one.opens_s, one.closes_s).worked_between(from_s, until_s) for one in world.calendars
    ]
    duty = np.array(by_calendar, np.float64)[world.officers.calendar] * world.officers.speed
    return np.asarray(duty, np.float64)
