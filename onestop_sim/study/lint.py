"""
What is odd about a scenario that is well-formed: found by arithmetic, before anything runs.

Places and their work are looked at in `lint_work`, the table of reported figures in `lint_evidence`.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from onestop_sim.calendar import FIRST_YEAR, LAST_YEAR
from onestop_sim.clock import DAY_S, Date, Shift, shift_text
from onestop_sim.plan.span import limit_wd, span_of
from onestop_sim.scenario.assumed import assumptions
from onestop_sim.scenario.demand import Profile
from onestop_sim.scenario.distribution import Fixed
from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.places import OpeningCalendar
from onestop_sim.scenario.procedure import Procedure
from onestop_sim.study.finding import Finding, Severity
from onestop_sim.study.lint_evidence import evidence_findings
from onestop_sim.study.lint_opening import warm_up_findings
from onestop_sim.study.lint_work import work_findings
from onestop_sim.study.paced import factors_at
from onestop_sim.terms import LimitUnit

_SHORTEST: Final = np.array([1e-6])
_WORKING_DAY_S: Final = 28_800
_WORKING_OF_ALL: Final = 5 / 7
"""Working days of all days; delays pass on weekends too."""
_EXAMPLES: Final = 5


def lint(scenario: Scenario, evidence: Sequence[ReportedFigure] = ()) -> list[Finding]:
    """
    Return what is odd about a scenario and its evidence, errors first.

    Raises:
        UserError: the run would leave the years whose public holidays are known.
    """
    found = [
        *_calendar_findings(scenario),
        *_procedure_findings(scenario),
        *_horizon_findings(scenario),
        *work_findings(scenario),
        *_profile_findings(scenario),
        *_provenance_findings(scenario),
        *evidence_findings(scenario, evidence),
    ]
    return sorted(found, key=lambda one: one.severity != Severity.ERROR)


def _calendar_findings(scenario: Scenario) -> Iterator[Finding]:
    """A day off in a year that no run of this scenario touches and no table knows is a slip of the pen."""
    periods = list(scenario.periods.values())
    first = min(FIRST_YEAR, periods[0].first_day.year - 1)
    last = max(LAST_YEAR, periods[-1].last_day.year + 1)
    named: list[tuple[str, Date]] = []
    for name, legal in scenario.legal_calendars.items():
        named += [(f"legal_calendars.{name}.overrides", day) for day in legal.overrides]
    for name, opening in scenario.calendars.items():
        named += [(f"calendars.{name}.closed_days", day) for day in opening.closed_days]
    for where, day in named:
        if not first <= day.year <= last:
            yield Finding(
                Severity.ERROR,
                "lint_override_outside",
                {"where": where, "given": day.isoformat(), "first": first, "last": last},
            )


def _procedure_findings(scenario: Scenario) -> Iterator[Finding]:
    for name, procedure in scenario.procedures.items():
        where = f"procedures.{name}"
        limit = _limit_in_days(procedure)
        needed_wd = _shortest_wd(scenario, name)
        if needed_wd > limit + 1:  # the day of acceptance comes on top of the limit
            yield Finding(
                Severity.WARNING,
                "lint_limit_too_short",
                {"where": where, "needed_wd": round(needed_wd, 1), "limit": str(procedure.limit)},
            )
        steps = [step for step in procedure.route.values() if step.kind != "payment"]
        given = [procedure.reception.allotment_wd, *(step.allotment_wd for step in steps)]
        sum_wd = sum(one for one in given if one is not None)
        is_open = None in given or procedure.limit.unit == LimitUnit.SAME_DAY
        if sum_wd > limit or (sum_wd < limit and not is_open):
            yield Finding(
                Severity.WARNING,
                "lint_allotments_differ",
                {"where": where, "sum_wd": round(sum_wd, 2), "limit_wd": limit},
            )


def _limit_in_days(procedure: Procedure) -> float:
    limit = procedure.limit
    return {LimitUnit.WORKING_DAY: limit.n, LimitUnit.HALF_DAY: limit.n / 2, LimitUnit.SAME_DAY: 1.0}[
        limit.unit
    ]


def _shortest_wd(scenario: Scenario, name: str) -> float:
    """Return the working days below which no dossier can be signed, waiting and posts aside."""
    days = 0.0
    for step in scenario.procedures[name].route.values():
        factors = factors_at(scenario, name, step.office)
        if step.share.value < 1 or step.kind == "payment":
            continue
        if step.effort is not None:
            days += factors.effort * float(step.effort.quantile(_SHORTEST)[0]) / _WORKING_DAY_S
        if step.delay is not None:
            factor = 1.0 if isinstance(step.delay, Fixed) else factors.delay
            days += factor * float(step.delay.quantile(_SHORTEST, DAY_S)[0]) / DAY_S * _WORKING_OF_ALL
        if step.kind == "sign":
            break
    return days


def _horizon_findings(scenario: Scenario) -> Iterator[Finding]:
    longest = max(scenario.procedures, key=lambda name: limit_wd(scenario.procedures[name]))
    longest_wd = limit_wd(scenario.procedures[longest])
    span = span_of(scenario)
    kinds = next(iter(span.kinds.values()))
    days = kinds[-span.first_day : span.end_day - span.first_day]
    lived_wd = int(np.count_nonzero(days <= 1))
    values = {"where": "horizon", "procedure": longest}
    if lived_wd < longest_wd:
        yield Finding(
            Severity.WARNING,
            "lint_horizon_too_short",
            {**values, "given_wd": lived_wd, "limit_wd": longest_wd},
        )
    yield from warm_up_findings(scenario)


def _profile_findings(scenario: Scenario) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for stream in scenario.demand.values():
        mixes = [stream.mix, *stream.mix_by_unit.values()]
        procedures = {name for mix in mixes for name, weight in mix.items() if weight > 0}
        for desk in sorted({scenario.procedures[name].filed_at for name in procedures}):
            profile = scenario.profiles[stream.profile]
            if profile.any_day or (stream.profile, desk) in seen:
                continue
            seen.add((stream.profile, desk))
            calendar = scenario.calendars[scenario.offices[desk].calendar]
            yield from _hours_findings(f"profiles.{stream.profile}", profile, desk, calendar)


def _hours_findings(where: str, profile: Profile, desk: str, calendar: OpeningCalendar) -> Iterator[Finding]:
    for weekday, weight in profile.weekdays.items():
        is_open = weekday in calendar.weekdays or (weekday == "sat" and calendar.saturday_shifts)
        if weight > 0 and not is_open:
            yield Finding(
                Severity.WARNING,
                "lint_days_closed",
                {"where": f"{where}.weekdays", "weekday": weekday, "desk": desk},
            )
    shifts = (*calendar.shifts, *calendar.saturday_shifts)
    closed = [
        hours for hours, weight in profile.hours.items() if weight > 0 and not _is_inside(hours, shifts)
    ]
    if closed:
        yield Finding(
            Severity.WARNING,
            "lint_hours_closed",
            {"where": f"{where}.hours", "hours": [shift_text(hours) for hours in closed], "desk": desk},
        )


def _is_inside(hours: Shift, shifts: Sequence[Shift]) -> bool:
    """Tell whether an interval lies in the union of shifts."""
    at_s, until_s = hours
    for opens_s, closes_s in sorted(shifts):
        if opens_s <= at_s < closes_s:
            at_s = closes_s
    return at_s >= until_s


def _provenance_findings(scenario: Scenario) -> Iterator[Finding]:
    rows = assumptions(scenario)
    without_source = [row.path for row in rows if row.source is None]
    without_grade = [row.path for row in rows if row.grade is None]
    if without_source or without_grade:
        such_as = (without_source or without_grade)[:_EXAMPLES]
        yield Finding(
            Severity.WARNING,
            "lint_without_source",
            {"n": len(without_source), "n_grade": len(without_grade), "such_as": such_as},
        )
