"""
When an office is open, and which days the state works: working-time arithmetic and public days.

The opening calendar of a desk (`WorkCalendar`, seconds) and the legal calendar of a unit
(`PublicDays`, whole days; see `deadline`) are two things: Saturday reception opens a desk and makes
no Saturday a working day.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, Self

import holidays
import numpy as np
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, Clock, Date, IntArray, parse_date
from onestop_sim.errors import HorizonError
from onestop_sim.memory import bisect_left, bisect_right, numbers
from onestop_sim.terms import NEVER

if TYPE_CHECKING:
    from onestop_sim.memory import Numbers

FIRST_YEAR: Final = 2014
"""First year for which the days worked in lieu of a holiday are known: the warm-up of 2015 lies in it."""

LAST_YEAR: Final = 2026
"""Last year whose calendar the Government has announced."""

SATURDAY: Final = 5


class DayKind(IntEnum):
    """What a date is to the civil service."""

    WORKING = 0
    """Monday to Friday, ngày làm việc."""
    MAKE_UP = 1
    """A Saturday or Sunday worked in lieu of a day off (làm bù): a legal working day."""
    WEEKEND = 2
    PUBLIC_HOLIDAY = 3
    """Nghỉ lễ, tết, nghỉ bù or nghỉ hoán đổi, on any day of the week."""

    @property
    def is_working(self) -> bool:
        """Whether the day counts in a time limit."""
        return self <= DayKind.MAKE_UP


class WorkCalendar:
    """
    The opening shifts of one office, over the whole horizon; possibly none at all. It never changes.

    Shifts that touch are one shift, so two calendars that are open at the same seconds are equal.

    Attributes:
        opens_s:  start of each shift, int64[n_shifts], seconds since time 0, increasing.
        closes_s: end of each shift, int64[n_shifts], seconds; shift *i* is the half-open interval
            ``[opens_s[i], closes_s[i])``, and a gap of at least a second follows it.

    Raises:
        ValueError: the arrays are no such shifts (a defect of the caller, not of a user).

    >>> two_days = WorkCalendar(np.array([0, 1000]), np.array([100, 1100]))
    >>> two_days.add_working(start_s=90, effort_s=30)  # 10 s today, 20 s tomorrow
    1020
    """

    __slots__ = ("_closes", "_done", "_lost", "_opens", "closes_s", "opens_s")

    def __init__(self, opens_s: IntArray, closes_s: IntArray) -> None:
        self.opens_s, self.closes_s = _frozen_copy(opens_s), _frozen_copy(closes_s)
        opens_s, closes_s = self.opens_s, self.closes_s
        if opens_s.ndim != 1 or opens_s.shape != closes_s.shape:
            raise ValueError("opens_s and closes_s must be two arrays of the same length")
        if not (opens_s < closes_s).all():
            raise ValueError("every shift must close after it opens")
        if not (closes_s[:-1] < opens_s[1:]).all():
            raise ValueError("shifts must be sorted and must neither overlap nor touch")
        # Open seconds up to the close of each shift, and instant less open seconds for any inside it. Not
        # arrays: one value of these is found several times as fast.
        done_s = np.cumsum(closes_s - opens_s)
        self._opens: Numbers = numbers(opens_s)
        self._closes: Numbers = numbers(closes_s)
        self._done: Numbers = numbers(done_s)
        self._lost: Numbers = numbers(closes_s - done_s)

    def __reduce__(self) -> tuple[type, tuple[IntArray, IntArray]]:
        return type(self), (self.opens_s, self.closes_s)

    def __repr__(self) -> str:
        return f"WorkCalendar({self.opens_s!r}, {self.closes_s!r})"

    @classmethod
    def covering(cls, from_s: IntArray, until_s: IntArray) -> Self:
        """
        Return the calendar that is open in each of the intervals ``[from_s[i], until_s[i])``.

        The intervals may overlap, touch, be empty, and come in any order.

        >>> WorkCalendar.covering(np.array([50, 0]), np.array([90, 50])).closes_s
        array([90])
        """
        return cls(*_where_at_least(1, (from_s, until_s, 1)))

    @classmethod
    def closed(cls) -> Self:
        """Return the calendar of an office that never opens."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkCalendar):
            return NotImplemented
        return np.array_equal(self.opens_s, other.opens_s) and np.array_equal(self.closes_s, other.closes_s)

    def __hash__(self) -> int:
        return hash((self.opens_s.tobytes(), self.closes_s.tobytes()))

    @property
    def total_s(self) -> int:
        """Open seconds of the whole horizon."""
        return int((self.closes_s - self.opens_s).sum())

    def worked_before(self, instant_s: int) -> int:
        """Return the open seconds before an instant, counted from the first shift on."""
        shift = bisect_right(self._opens, instant_s) - 1
        if shift < 0:
            return 0
        if instant_s >= self._closes[shift]:
            return self._done[shift]
        return instant_s - self._lost[shift]

    def worked_between(self, from_s: int, until_s: int) -> int:
        """Return the open seconds in ``[from_s, until_s)``; negative when the interval is reversed."""
        return self.worked_before(until_s) - self.worked_before(from_s)

    def worked_before_many(self, instants_s: IntArray) -> IntArray:
        """Return `worked_before` of every instant, int64[n]."""
        if not len(self.opens_s):
            return np.zeros(instants_s.shape, np.int64)
        lengths_s = self.closes_s - self.opens_s
        done_s = np.concatenate([[0], np.cumsum(lengths_s)])
        n_opened = np.searchsorted(self.opens_s, instants_s, side="right")
        last = np.maximum(n_opened - 1, 0)
        in_last_s = np.clip(instants_s - self.opens_s[last], 0, lengths_s[last])
        worked_s: IntArray = done_s[last] + in_last_s
        return worked_s

    def add_working(self, start_s: int, effort_s: int) -> int:
        """
        Return the first instant by which *effort_s* open seconds have passed since *start_s*.

        Work that fills a shift ends at its close, never at the next opening; no work ends at once,
        open or not.

        Args:
            start_s:  any instant, open or not.
            effort_s: open seconds, >= 0.

        Raises:
            HorizonError: ``work_past_horizon``, the shifts end before the work does.
            ValueError:   a negative effort.
        """
        if effort_s <= 0:
            if effort_s < 0:
                raise ValueError("an effort cannot be negative")
            return start_s
        target_s = self.worked_before(start_s) + effort_s
        n = len(self._done)
        if not n or target_s > self._done[n - 1]:
            last_close_s = int(self.closes_s[-1]) if len(self.closes_s) else None
            raise HorizonError(
                "work_past_horizon", start_s=start_s, effort_s=effort_s, last_close_s=last_close_s
            )
        return target_s + self._lost[bisect_left(self._done, target_s)]

    def is_open(self, instant_s: int) -> bool:
        """Return whether the office is open in the second that begins at an instant."""
        shift = bisect_right(self._opens, instant_s) - 1
        return shift >= 0 and instant_s < self._closes[shift]

    def next_opening(self, instant_s: int) -> int:
        """Return the first open instant at or after an instant (itself if open), or NEVER."""
        shift = bisect_right(self._closes, instant_s)
        if shift == len(self._opens):
            return NEVER
        return max(instant_s, self._opens[shift])

    def closing_after(self, instant_s: int) -> int:
        """Return the first closing time after an instant, or NEVER; of this shift if one is open."""
        shift = bisect_right(self._closes, instant_s)
        return NEVER if shift == len(self._closes) else self._closes[shift]

    def without(self, from_s: IntArray, until_s: IntArray) -> Self:
        """Return this calendar less the intervals ``[from_s[i], until_s[i])`` (absences, closures)."""
        return type(self)(*_where_at_least(1, (self.opens_s, self.closes_s, 1), (from_s, until_s, -1)))

    def intersect(self, other: "WorkCalendar") -> Self:
        """Return the calendar that is open when both are (a roster within the opening hours)."""
        return type(self)(
            *_where_at_least(2, (self.opens_s, self.closes_s, 1), (other.opens_s, other.closes_s, 1))
        )

    def union(self, other: "WorkCalendar") -> Self:
        """Return the calendar that is open when at least one of the two is."""
        return type(self)(
            *_where_at_least(1, (self.opens_s, self.closes_s, 1), (other.opens_s, other.closes_s, 1))
        )

    def clip(self, from_s: int, until_s: int) -> Self:
        """Return the part of this calendar in ``[from_s, until_s)``."""
        if until_s <= from_s:
            return type(self).closed()
        window = WorkCalendar(np.array([from_s]), np.array([until_s]))
        return self.intersect(window)


def _frozen_copy(values: IntArray) -> IntArray:
    """Return an int64 copy that nobody can write to."""
    copy = np.array(values, dtype=np.int64)
    copy.flags.writeable = False
    return copy


def _where_at_least(least: int, *layers: tuple[IntArray, IntArray, int]) -> tuple[IntArray, IntArray]:
    """
    Return the maximal intervals in which the layers' weights add up to *least* (>= 1) or more.

    After e ends, as many are open once e + *least* have begun, until the next end: so the beginning of that
    number and that end bound an interval, if the one comes before the other.

    Args:
        layers: starts, ends and weight (1, or -1 to take away) of intervals; those of one layer may overlap.
    """
    for from_s, until_s, _ in layers:
        if not (np.asarray(from_s) <= np.asarray(until_s)).all():
            raise ValueError("every interval must end at or after its start")
    begins_s = np.sort(np.concatenate([one[0] if one[2] > 0 else one[1] for one in layers]))
    ends_s = np.sort(np.concatenate([one[1] if one[2] > 0 else one[0] for one in layers]))
    begins_s, ends_s = begins_s[least - 1 :], ends_s[: max(0, len(ends_s) - least + 1)]
    inside = begins_s < ends_s
    begins_s, ends_s = begins_s[inside].astype(np.int64), ends_s[inside].astype(np.int64)
    apart = begins_s[1:] > ends_s[:-1]
    return begins_s[np.append(True, apart)[: len(begins_s)]], ends_s[np.append(apart, True)[: len(ends_s)]]


def weekly(
    clock: Clock,
    first_day: int,
    last_day: int,
    shifts_by_weekday: Mapping[int, Sequence[tuple[int, int]]],
    kinds: NDArray[np.int8],
) -> WorkCalendar:
    """
    Return the opening calendar of an office that keeps the same hours every week.

    A public holiday closes it, whatever the weekday. A day worked in lieu has Friday's hours. A
    Saturday with hours of its own (Saturday reception, a Saturday postal round) is open as stated.

    Args:
        clock:             gives the weekday of a day number.
        first_day:         first day number.
        last_day:          last day number, included.
        shifts_by_weekday: shifts (opening, closing, seconds since midnight) of weekday 0 to 6;
            a weekday that is left out is closed.
        kinds:             `DayKind` of each day, int8[last_day - first_day + 1].

    >>> clock = Clock(parse_date("2023-01-02"))  # a Monday, and a day off
    >>> kinds = PublicDays().kinds(clock, 0, 1)
    >>> weekly(clock, 0, 1, {0: [(25200, 41400)], 1: [(25200, 41400)]}, kinds).opens_s / 3600
    array([31.])
    """
    days = np.arange(first_day, last_day + 1, dtype=np.int64)
    hours_of = np.where(kinds == DayKind.MAKE_UP, SATURDAY - 1, clock.weekdays(days))
    opens_s, closes_s = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for weekday, shifts in shifts_by_weekday.items():
        midnights_s = days[(hours_of == weekday) & (kinds != DayKind.PUBLIC_HOLIDAY)] * DAY_S
        for shift_opens_s, shift_closes_s in shifts:
            opens_s.append(midnights_s + shift_opens_s)
            closes_s.append(midnights_s + shift_closes_s)
    return WorkCalendar.covering(np.concatenate(opens_s), np.concatenate(closes_s))


@dataclass(frozen=True, slots=True)
class PublicDays:
    """
    Which dates the civil service works: weekends, national holidays, days worked in lieu.

    Three sources, the later one wins: the `holidays` package (class Vietnam); this project's
    `vietnam_days.csv` (days exchanged by the Government, with the dispatch of each); the scenario.

    Attributes:
        overrides: what the scenario says of single dates, "off" or "work".

    >>> PublicDays().kind(parse_date("2026-01-10")).name  # a Saturday, for Friday 2 January
    'MAKE_UP'
    """

    overrides: Mapping[Date, Literal["off", "work"]] = field(default_factory=dict)

    def kind(self, day: Date) -> DayKind:
        """
        Return what a date is.

        Raises:
            HorizonError: ``year_not_covered``, the Government's exchanges of that year are not known
                here and the scenario says nothing of the date.
        """
        said: str | None = self.overrides.get(day)
        if said is None:
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise HorizonError(
                    "year_not_covered", given=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR
                )
            said = _national_days(day.year).get(day)
        is_weekend = day.weekday() >= SATURDAY
        if said == "off":
            return DayKind.PUBLIC_HOLIDAY
        if said == "work":
            return DayKind.MAKE_UP if is_weekend else DayKind.WORKING
        return DayKind.WEEKEND if is_weekend else DayKind.WORKING

    def kinds(self, clock: Clock, first_day: int, last_day: int) -> NDArray[np.int8]:
        """Return the `DayKind` of each day from *first_day* to *last_day*, both included, int8[n]."""
        days = range(first_day, last_day + 1)
        return np.array([self.kind(clock.date_of_day(day)) for day in days], dtype=np.int8)

    def working_days(self, clock: Clock, first_day: int, last_day: int) -> IntArray:
        """Return the day numbers of the working days in a range, both ends included, int64[n]."""
        is_working = self.kinds(clock, first_day, last_day) <= DayKind.MAKE_UP
        return np.arange(first_day, last_day + 1, dtype=np.int64)[is_working]


@cache
def _national_days(year: int) -> Mapping[Date, str]:
    """Return "off" or "work" for the dates of a year that are not what their weekday says."""
    days = dict.fromkeys(holidays.country_holidays("VN", years=year), "off")
    return days | {day: kind for day, kind in _exchanged_days().items() if day.year == year}


@cache
def _exchanged_days() -> Mapping[Date, str]:
    """Return the committed corrections to the `holidays` package."""
    text = files("onestop_sim").joinpath("vietnam_days.csv").read_text(encoding="utf-8")
    return {parse_date(row["date"]): row["kind"] for row in csv.DictReader(text.splitlines())}
