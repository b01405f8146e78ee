"""From what a planner says to what one replication will be: a Scenario becomes a Plan."""

import numpy as np

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.arrivals import Arrivals, Segment, arrivals, segment_names, segments_of
from onestop_sim.plan.draws import Seed
from onestop_sim.plan.habits import Habits, attempts, habits
from onestop_sim.plan.opening import Opening, backlog_cells, entered, opening, with_opening
from onestop_sim.plan.plan import Dossiers, Names, Period, Plan
from onestop_sim.plan.reception import Reception
from onestop_sim.plan.routing import Routes, route
from onestop_sim.plan.tape import Tape
from onestop_sim.plan.walk import step_names
from onestop_sim.plan.world import World, build_world
from onestop_sim.scenario.model import Scenario
from onestop_sim.terms import NO_INSTANT


def compile_plan(scenario: Scenario, *, root_seed: int, replication: int) -> Plan:
    """
    Return everything that chance or rule decides before the doors open, for one replication.

    A pure function: the same scenario, seed and replication give the same plan on every machine.

    Args:
        scenario:    what the planner says.
        root_seed:   seed of the experiment; worlds that are compared share it.
        replication: number of the replication, from 0.

    Raises:
        UserError:    the scenario contradicts itself in a way that only shows when it is unrolled:
                      ``weights_all_zero``, ``lint_no_such_place``, ``greater_than``, or totals of the
                      first day that cannot be met, ``backlog_not_met``.
        HorizonError: ``year_not_covered``.
    """
    seed = Seed(root_seed, replication)
    world = build_world(scenario, seed)
    by_totals = backlog_cells(scenario)

    def keep(segment: Segment, unit: int, procedure: int) -> bool:
        return segment.name != "warm_up" or (unit, procedure) not in by_totals

    there = opening(scenario, world, seed)
    expected = arrivals(scenario, world, seed, segments_of(scenario, world), keep)
    come, at = with_opening(expected, there)
    tape = Tape(len(come.key))
    routes = route(scenario, world, seed, come, tape)
    first_row, steps = tape.table()
    nearby = None if routes.choices is None else tape.nearby(first_row)
    if there is not None:
        steps = entered(steps, first_row[at] + there.row, there)
    attempt_first, visits = attempts(scenario, seed, come)
    clock = world.span.clock
    return Plan(
        dossiers=_dossiers(
            scenario,
            world,
            come,
            routes,
            _entries(come, first_row, at, there),
            habits(scenario, world, seed, come, routes, _put_off_s(come, at, there)),
        ),
        first_row=first_row,
        steps=steps,
        attempt_first=attempt_first,
        attempts=visits,
        places=world.places,
        officers=world.officers,
        lines=world.lines,
        agencies=world.agencies,
        calendars=world.calendars,
        timetables=world.timetables,
        legal_calendars=world.legal_calendars,
        scanning=world.scanning,
        outages=world.outages,
        clean_ups=world.clean_ups,
        periods=tuple(
            Period(name, clock.instant(one.first_day), clock.instant(one.last_day) + DAY_S)
            for name, one in scenario.periods.items()
        ),
        run_start_s=world.span.start_day * DAY_S,
        run_end_s=world.span.end_day * DAY_S,
        capped_rounds=routes.capped_rounds,
        names=_names(scenario, world),
        origins=routes.origins,
        positions=Reception(scenario, world, seed).positions(),
        choices=routes.choices,
        nearby=nearby,
    )


def _put_off_s(come: Arrivals, at: IntArray, there: Opening | None) -> IntArray:
    """Return by how much the closing of what was finished before the run is put off, -1 of all others."""
    put_off_s = np.full(len(come.key), -1, np.int64)
    if there is not None:
        finished = there.signed_s != NO_INSTANT
        put_off_s[at[finished]] = there.lag_s[finished]
    return put_off_s


def _entries(come: Arrivals, first_row: IntArray, at: IntArray, there: Opening | None) -> dict[str, IntArray]:
    """Return the columns of `Dossiers` that say where those stand who are there on the first day."""
    n = len(come.key)
    names = ("accepted_s", "due_s", "signed_s")
    columns = {name: np.full(n, NO_INSTANT) for name in (*names, "pause_began_s")}
    columns["entry_row"] = first_row[:-1].copy()
    columns["entry_left_s"] = np.full(n, -1, np.int64)
    if there is not None:
        for name in names:
            columns[name][at] = getattr(there, name)
        columns["entry_row"][at] += there.row
        columns["entry_left_s"][at] = there.left_s
    return columns


def _dossiers(
    scenario: Scenario,
    world: World,
    come: Arrivals,
    routes: Routes,
    entries: dict[str, IntArray],
    habit: Habits,
) -> Dossiers:
    limits = [one.limit for one in scenario.procedures.values()]
    # Who was past his date on the first day had his letter before it, if he had one.
    had_letter = (entries["due_s"] != NO_INSTANT) & (entries["due_s"] < 0)
    return Dossiers(
        key=come.key,
        segment=come.segment,
        ordinal=come.ordinal,
        procedure=come.procedure,
        home_unit=come.home_unit,
        receiving_place=routes.receiving_place,
        competent_place=routes.competent_place,
        returning_place=routes.returning_place,
        channel=come.channel,
        filed_s=come.filed_s,
        limit_unit=np.array([one.unit for one in limits], np.int64)[come.procedure],
        limit_n=np.array([one.n for one in limits], np.int64)[come.procedure],
        legal=world.places.legal[routes.competent_place],
        carrier=come.carrier,
        next_in_visit=come.next_in_visit,
        patience_s=habit.patience_s,
        home_delivery=routes.home_delivery,
        **entries,
        closed_by_s=habit.closed_by_s,
        on_due_day=habit.on_due_day,
        close_lag_s=habit.close_lag_s,
        letter_u=np.where(had_letter, 1.0, habit.letter_u),
        letter_delay_s=habit.letter_delay_s,
    )


def _names(scenario: Scenario, world: World) -> Names:
    units, procedures = scenario.units.values(), scenario.procedures.values()
    return Names(
        origin=world.span.clock.origin.isoformat(),
        units=tuple(scenario.units),
        unit_titles=tuple(one.title for one in units),
        unit_levels=tuple(one.level for one in units),
        places=world.place_names,
        place_titles=world.place_titles,
        officers=world.officer_names,
        agencies=world.agency_names,
        procedures=tuple(scenario.procedures),
        procedure_titles=tuple(one.title for one in procedures),
        procedure_fields=tuple(one.field for one in procedures),
        procedure_levels=tuple(_level_of_office(scenario, one.competent) for one in procedures),
        steps=step_names(scenario),
        skills=scenario.skills,
        lines=tuple(scenario.lines),
        segments=segment_names(segments_of(scenario, world)),
        calendars=world.calendar_names,
    )


def _level_of_office(scenario: Scenario, office: str) -> str:
    """Return the level label of the unit or units in which an office stands."""
    says = scenario.offices[office]
    return (
        says.level if says.unit is None and says.level is not None else scenario.units[says.unit or ""].level
    )
