"""The tables of a log that say what the plan had decided: dossiers, steps, places, calendars, names."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from onestop_sim.calendar import WorkCalendar
from onestop_sim.engine.shop import enters_s, is_open_at_start
from onestop_sim.engine.whereabouts import dossier_of_rows, places_of_rows
from onestop_sim.eventlog.log import frame
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import NO_INSTANT


def world_tables(plan: Plan, calendars: Sequence[WorkCalendar]) -> dict[str, pl.DataFrame]:
    """
    Return every table of `eventlog.schema.SCHEMA` but ``events`` and ``promises``.

    Args:
        plan:      what was decided.
        calendars: its calendars by number, shifts that touch made one.
    """
    return {
        "dossiers": _dossiers(plan),
        "steps": _steps(plan),
        **_house(plan),
        "shifts": _shifts(plan, calendars),
        **_law(plan),
        "names": _names(plan),
    }


def _dossiers(plan: Plan) -> pl.DataFrame:
    is_open = is_open_at_start(plan)
    before = is_open & (plan.dossiers.accepted_s < enters_s(plan))
    own = {
        "open_at_start": is_open,
        "accepted_before_s": np.where(before, plan.dossiers.accepted_s, NO_INSTANT),
    }
    return frame("dossiers", plan.dossiers.arrays() | own)


def _steps(plan: Plan) -> pl.DataFrame:
    own = {"dossier": dossier_of_rows(plan), "place": places_of_rows(plan)}
    return frame("steps", plan.steps.arrays() | own)


def _house(plan: Plan) -> dict[str, pl.DataFrame]:
    names = plan.names
    return {
        "places": frame("places", plan.places.arrays() | {"name": names.places, "title": names.place_titles}),
        "units": frame(
            "units", {"name": names.units, "title": names.unit_titles, "level": names.unit_levels}
        ),
        "officers": frame("officers", plan.officers.arrays() | {"name": names.officers}),
        "agencies": frame("agencies", plan.agencies.arrays() | {"name": names.agencies}),
        "procedures": frame(
            "procedures",
            {
                "name": names.procedures,
                "title": names.procedure_titles,
                "field": names.procedure_fields,
                "level": names.procedure_levels,
            },
        ),
        "periods": frame(
            "periods",
            {
                "name": [period.name for period in plan.periods],
                "start_s": [period.start_s for period in plan.periods],
                "end_s": [period.end_s for period in plan.periods],
            },
        ),
    }


def _shifts(plan: Plan, calendars: Sequence[WorkCalendar]) -> pl.DataFrame:
    kept = plan.places.calendar.tolist(), plan.officers.calendar.tolist()
    owned = [calendars[number] for numbers in kept for number in numbers]
    rows = np.concatenate([np.arange(len(numbers)) for numbers in kept])
    lengths = np.array([len(one.opens_s) for one in owned], np.int64)
    is_of_officer = np.repeat(np.arange(len(owned)) >= len(kept[0]), lengths)
    nothing = [np.empty(0, np.int64)]
    return frame(
        "shifts",
        {
            "of": pl.Series(["place", "officer"])[is_of_officer.astype(np.int64)],
            "row": np.repeat(rows, lengths),
            "opens_s": np.concatenate(nothing + [one.opens_s for one in owned]),
            "closes_s": np.concatenate(nothing + [one.closes_s for one in owned]),
        },
    )


def _law(plan: Plan) -> dict[str, pl.DataFrame]:
    calendars = plan.legal_calendars
    hours = ("morning_opens_s", "morning_closes_s", "afternoon_opens_s", "afternoon_closes_s", "cutoff_s")
    numbers = np.arange(len(calendars))
    days = [np.empty(0, np.int64), *[legal.working_days for legal in calendars]]
    lengths = [len(legal.working_days) for legal in calendars]
    return {
        "legal_days": frame(
            "legal_days", {"legal": np.repeat(numbers, lengths), "day": np.concatenate(days)}
        ),
        "legal_hours": frame(
            "legal_hours",
            {"legal": numbers} | {hour: [getattr(legal, hour) for legal in calendars] for hour in hours},
        ),
    }


def _names(plan: Plan) -> pl.DataFrame:
    names = plan.names
    lists: dict[str, Sequence[str]] = {
        "segment": names.segments,
        "step": names.steps,
        "line": names.lines,
        "agency": names.agencies,
        "skill": names.skills,
        "origin": [names.origin],
        "run_start_s": [str(plan.run_start_s)],
        "run_end_s": [str(plan.run_end_s)],
    }
    rows = [(kind, row, name) for kind, listed in lists.items() for row, name in enumerate(listed)]
    columns = zip(*rows, strict=True)
    return frame("names", dict(zip(("kind", "row", "name"), map(list, columns), strict=True)))
