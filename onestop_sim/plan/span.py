"""The days that a plan speaks of: from before the warm-up until the last promised date has passed."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onestop_sim.calendar import LAST_YEAR, DayKind, PublicDays, WorkCalendar, weekly
from onestop_sim.clock import DAY_S, Clock, Date, parse_date
from onestop_sim.errors import HorizonError
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.places import WEEKDAYS, LegalCalendarModel, OpeningCalendar
from onestop_sim.scenario.procedure import Procedure
from onestop_sim.terms import LimitUnit

DAYS_BEFORE: Final = 30
"""Calendars begin so much before the run: acceptance on a day off looks back, over Tết if need be."""
DAYS_AFTER: Final = 60
"""Calendars end so much later than twice the longest limit after the run."""
SATURDAY: Final = 5
_TET_DAYS: Final = 21

Kinds = NDArray[np.int8]


@dataclass(frozen=True)
class Span:
    """
    The days of a plan, as day numbers (day 0 is the first period's first day).

    Attributes:
        clock:        its origin is day 0.
        first_day:    first day of every calendar.
        last_day:     last day of every calendar.
        start_day:    first day of the warm-up.
        short_start_day: first day on which procedures with short limits arrive.
        backlog_day:  first day on which what is open at the start may have been filed; 0: nothing is.
        end_day:      first day after the run-off.
        kinds:        `DayKind` of each day from `first_day` to `last_day`, by legal calendar.
    """

    clock: Clock
    first_day: int
    last_day: int
    start_day: int
    short_start_day: int
    backlog_day: int
    end_day: int
    kinds: dict[str, Kinds]

    def instants(self, first_day: Date, last_day: Date | None) -> tuple[int, int]:
        """Return the midnights that begin and end some dates, seconds; no last day: the calendars' end."""
        from_s = self.clock.instant(first_day)
        until_day = self.last_day if last_day is None else self.clock.day_number(last_day)
        return from_s, max(from_s, (until_day + 1) * DAY_S)

    def days(self) -> NDArray[np.int64]:
        """Return every day number of the calendars, int64[n]."""
        return np.arange(self.first_day, self.last_day + 1, dtype=np.int64)

    def kinds_for(self, calendar: OpeningCalendar) -> Kinds:
        """Return the `DayKind` of each day for an opening calendar; all ordinary if it follows none."""
        if calendar.follows is None:
            return np.full(self.last_day - self.first_day + 1, DayKind.WORKING, np.int8)
        return self.kinds[calendar.follows]


def span_of(scenario: Scenario) -> Span:
    """
    Return the days that a scenario needs.

    Warm-up and run-off are counted in working days of the first legal calendar. The end of the
    calendars gives way to the last year whose days are known; the run itself never does.

    Raises:
        HorizonError: ``year_not_covered``.
    """
    periods = list(scenario.periods.values())
    clock = Clock(periods[0].first_day)
    longest_wd = max(limit_wd(one) for one in scenario.procedures.values())
    warm_up_wd = scenario.horizon.warm_up_wd
    warm_up_wd = 2 * longest_wd if warm_up_wd is None else warm_up_wd
    models = scenario.legal_calendars
    public = PublicDays(next(iter(models.values())).overrides)
    last_counted = clock.day_number(periods[-1].last_day)
    start_day = _working_days_before(clock, public, warm_up_wd)
    short = scenario.horizon.short_limits
    short_start_day = start_day if short is None else _working_days_before(clock, public, short.warm_up_wd)
    end_day = _working_days_after(clock, public, last_counted, scenario.horizon.run_off_wd)
    stays_d = [longest_stay_days(one) for one in scenario.procedures.values()]
    backlog_day = -max(stays_d) if has_opening(scenario) else 0
    first_day = min(start_day, backlog_day) - DAYS_BEFORE
    last_day = end_day + 2 * _calendar_days(longest_wd) + DAYS_AFTER
    try:
        kinds = _kinds(models, clock, first_day, last_day)
    except HorizonError:
        known = clock.day_number(parse_date(f"{LAST_YEAR}-12-31"))
        if known < end_day:
            raise
        last_day = known
        kinds = _kinds(models, clock, first_day, last_day)
    short_start_day = max(start_day, short_start_day)
    return Span(clock, first_day, last_day, start_day, short_start_day, backlog_day, end_day, kinds)


def has_opening(scenario: Scenario) -> bool:
    """Tell whether dossiers that are open, or finished and unclosed, on the first day are drawn by totals."""
    closings = scenario.software.late_closing.values()
    return bool(scenario.opening_backlog) or any(one.opening_unclosed is not None for one in closings)


def limit_wd(procedure: Procedure) -> int:
    """Return the legal limit in working days, rounded up; same day is one."""
    limit = procedure.limit
    if limit.unit == LimitUnit.WORKING_DAY:
        return limit.n
    return max(1, -(-limit.n // 2))


def longest_stay_days(procedure: Procedure) -> int:
    """
    Return calendar days after which hardly a dossier of a procedure is still open, holidays included.

    Twice its limit, three times what it waits for on average, the longest wait of one who never answers,
    and three weeks for Tết.
    """
    waits = [step.delay for step in procedure.route.values() if step.delay is not None]
    days = 3 * sum(one.mean_s(DAY_S) for one in waits) / DAY_S
    if procedure.supplement is not None:
        days += procedure.supplement.gives_up_after.mean_s(DAY_S) / DAY_S
    return _calendar_days(2 * limit_wd(procedure)) + math.ceil(days) + _TET_DAYS


def opening(calendar: OpeningCalendar, span: Span) -> WorkCalendar:
    """
    Return the shifts of an opening calendar over the whole span.

    A day worked in lieu has Friday's hours; Saturday reception adds to the shifts of a Saturday.
    """
    hours = {WEEKDAYS.index(day): calendar.shifts for day in calendar.weekdays}
    if calendar.saturday_shifts:
        hours[SATURDAY] = (*hours.get(SATURDAY, ()), *calendar.saturday_shifts)
    open_then = weekly(span.clock, span.first_day, span.last_day, hours, span.kinds_for(calendar))
    closed_s = np.array([span.clock.instant(day) for day in calendar.closed_days], np.int64)
    return open_then.without(closed_s, closed_s + DAY_S)


def open_days(calendar: WorkCalendar, days: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell for each day number whether a calendar is open at all on it, bool[n]."""
    edges_s = np.append(days * DAY_S, (days[-1] + 1) * DAY_S) if len(days) else np.empty(0, np.int64)
    open_then: NDArray[np.bool_] = np.diff(calendar.worked_before_many(edges_s)) > 0
    return open_then


def _kinds(models: dict[str, LegalCalendarModel], clock: Clock, first: int, last: int) -> dict[str, Kinds]:
    return {name: PublicDays(model.overrides).kinds(clock, first, last) for name, model in models.items()}


def _calendar_days(n_wd: int) -> int:
    """Return more days than n working days can take, holidays aside."""
    return -(-n_wd * 7 // 5)


def _working_days_before(clock: Clock, public: PublicDays, n_wd: int) -> int:
    """Return the n-th working day before day 0."""
    if n_wd == 0:
        return 0
    first = -_calendar_days(n_wd) - 30
    while len(days := public.working_days(clock, first, -1)) < n_wd:
        first -= n_wd + 30
    return int(days[-n_wd])


def _working_days_after(clock: Clock, public: PublicDays, day: int, n_wd: int) -> int:
    """Return the day after the n-th working day after a day."""
    found, at = 0, day
    while found < n_wd:
        at += 1
        found += public.kind(clock.date_of_day(at)).is_working
    return at + 1
