"""
The legal clock: promised date, pause, re-promise, verdict early / on time / late.

Only working days of the competent unit count here, never the opening hours of a desk. Day 0 is the
day of acceptance of a complete dossier, even a Saturday; a promised instant is the close of the due
day, for half-day limits (buổi) the close of the due half-day.

Source: receipt and appointment slip, form 01 of Circular 01/2018/TT-VPCP; Decree 61/2018/NĐ-CP,
articles 17 to 19 (the 15:00 cut-off is article 18); Civil Code 2015, article 147 (the day of the
event is not counted). Counting in working days from the close of day 0 is decision 9 of the design.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import PlainSerializer, WithJsonSchema

from onestop_sim.calendar import SATURDAY, PublicDays
from onestop_sim.clock import DAY_S, Clock, IntArray, parsed_by
from onestop_sim.errors import HorizonError, UserError
from onestop_sim.terms import LimitUnit, Verdict

CUTOFF_S: Final = 15 * 3600
"""15:00: same-day work accepted after it is due the next working day."""

_LIMIT = re.compile(r"([1-9]\d{0,3})\s*(wd|hd)")


@dataclass(frozen=True, slots=True, order=True)
class TimeLimit:
    """
    A legal time limit (thời hạn giải quyết).

    Attributes:
        unit: working days, half-days (buổi) or same day (giải quyết ngay trong ngày).
        n:    how many; >= 1, and 0 for same day.

    >>> str(TimeLimit.parse("3wd")), str(TimeLimit.parse("same_day"))
    ('3wd', 'same_day')
    """

    unit: LimitUnit
    n: int

    def __post_init__(self) -> None:
        if (self.n == 0) != (self.unit == LimitUnit.SAME_DAY) or self.n < 0:
            raise ValueError("a same-day limit has n = 0, every other limit n >= 1")

    def __str__(self) -> str:
        if self.unit == LimitUnit.SAME_DAY:
            return "same_day"
        return f"{self.n}{'wd' if self.unit == LimitUnit.WORKING_DAY else 'hd'}"

    @classmethod
    def parse(cls, given: object) -> "TimeLimit":
        """
        Return the limit that a user wrote as "3wd", "1hd" or "same_day".

        Raises:
            UserError: ``bad_time_limit``; a bare number is refused, for it has no unit.
        """
        if isinstance(given, TimeLimit):
            return given
        if given == "same_day":
            return cls(LimitUnit.SAME_DAY, 0)
        found = _LIMIT.fullmatch(given) if isinstance(given, str) else None
        if found is None:
            raise UserError("bad_time_limit", given=str(given))
        return cls(LimitUnit.WORKING_DAY if found[2] == "wd" else LimitUnit.HALF_DAY, int(found[1]))


Limit = Annotated[
    TimeLimit,
    parsed_by(TimeLimit.parse),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "examples": ["3wd", "1hd", "same_day"]}),
]
"""A time limit as a scenario file writes it."""


class DayReason(StrEnum):
    """What a calendar day is in the account of a promised date."""

    DAY_OF_ACCEPTANCE = "day_of_acceptance"
    AFTERNOON_COUNTED = "afternoon_counted"
    """Day of acceptance of a half-day limit that came in the morning: its afternoon is the first half-day."""
    DUE_SAME_DAY = "due_same_day"
    """Day of acceptance, and due day, of same-day work."""
    AFTER_CUTOFF = "after_cutoff"
    """Day of acceptance of same-day work that came after the cut-off: due the next working day."""
    COUNTED = "counted"
    WEEKEND = "weekend"
    PUBLIC_HOLIDAY = "public_holiday"
    PAUSED = "paused"
    PAUSE_CARRIED = "pause_carried"
    """Makes up for a pause on the day of acceptance, a day that was not counted anyway."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """
    One calendar day in the account of a promised date.

    Attributes:
        day:     day number.
        reason:  counted, or why not.
        counted: units of the limit (working days or half-days) counted by the end of that day.
    """

    day: int
    reason: DayReason
    counted: int


@dataclass(frozen=True, slots=True)
class Count:
    """
    How a promised date comes about, day by day, from acceptance to the due day.

    Attributes:
        rows:  one for each calendar day, first the day of acceptance, last the due day.
        due_s: the promised instant after all pauses.
    """

    rows: tuple[DayRow, ...]
    due_s: int


@dataclass(frozen=True, slots=True, eq=False)
class LegalCalendar:
    """
    The working days of a competent unit and the two shifts of its legal day.

    Attributes:
        working_days:       day numbers, int64[n_days], increasing; some may be negative.
        morning_opens_s:    seconds since midnight, as are the three that follow.
        morning_closes_s:   a half-day limit that ends in the morning is due now.
        afternoon_opens_s:  the boundary between the two half-days.
        afternoon_closes_s: every other limit is due now.
        cutoff_s:           same-day work accepted *after* this second is due the next working day;
            None where the rule, or software that knows it, is missing.
        weekday_of_day_0:   Monday 0; tells a weekend from a holiday in `count_days`.

    Raises:
        ValueError: the days are not increasing, or the shifts are out of order.

    >>> week = LegalCalendar(np.array([0, 1, 2, 3, 4, 7]), 25200, 41400, 48600, 61200)
    >>> week.promised_at(accepted_s=3 * DAY_S + 36000, limit=TimeLimit.parse("2wd")) / DAY_S // 1
    7.0
    """

    working_days: IntArray
    morning_opens_s: int
    morning_closes_s: int
    afternoon_opens_s: int
    afternoon_closes_s: int
    cutoff_s: int | None = CUTOFF_S
    weekday_of_day_0: int = 0
    _days: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        days = np.array(self.working_days, dtype=np.int64)
        days.flags.writeable = False
        if days.ndim != 1 or not (days[:-1] < days[1:]).all():
            raise ValueError("working days must be increasing day numbers")
        morning = 0 <= self.morning_opens_s < self.morning_closes_s <= self.afternoon_opens_s
        if not (morning and self.afternoon_opens_s < self.afternoon_closes_s <= DAY_S):
            raise ValueError("the morning must lie before the afternoon, within one day")
        object.__setattr__(self, "working_days", days)
        object.__setattr__(self, "_days", days.tolist())

    @classmethod
    def of(
        cls,
        clock: Clock,
        public_days: PublicDays,
        first_day: int,
        last_day: int,
        morning: tuple[int, int],
        afternoon: tuple[int, int],
        cutoff_s: int | None = CUTOFF_S,
    ) -> Self:
        """
        Return the legal calendar of the days from *first_day* to *last_day*, both included.

        Let it begin some ten days before the first acceptance: a dossier accepted on a day off needs
        the working day before it, and Tết may stand between.
        """
        days = public_days.working_days(clock, first_day, last_day)
        return cls(days, *morning, *afternoon, cutoff_s, clock.weekday(0))

    @property
    def day_length_s(self) -> int:
        """Working seconds of one legal day."""
        morning_s = self.morning_closes_s - self.morning_opens_s
        return morning_s + self.afternoon_closes_s - self.afternoon_opens_s

    def is_working_day(self, day: int) -> bool:
        """Return whether a day number is a legal working day."""
        at = bisect_left(self._days, day)
        return at < len(self._days) and self._days[at] == day

    def half_day_of(self, instant_s: int) -> int:
        """Return the number of the half-day of an instant: twice the day number, plus 1 after noon."""
        day, time_of_day_s = divmod(instant_s, DAY_S)
        return 2 * day + (time_of_day_s >= self.afternoon_opens_s)

    def is_after_cutoff(self, instant_s: int) -> bool:
        """Return whether an instant lies after the cut-off of its day; 15:00:00 sharp does not."""
        return self.cutoff_s is not None and instant_s % DAY_S > self.cutoff_s

    def next_morning(self, instant_s: int) -> int:
        """Return the opening of the first working day after the day of an instant."""
        return self._working_day_after(instant_s // DAY_S, 1) * DAY_S + self.morning_opens_s

    def promised_at(self, accepted_s: int, limit: TimeLimit) -> int:
        """
        Return the instant by which the result is due (thời điểm hẹn trả kết quả).

        Args:
            accepted_s: acceptance of a complete dossier, seconds since time 0; on any day.
            limit:      time limit of the procedure.

        Returns:
            Close of the due day or half-day. Without a cut-off, same-day work accepted after closing
            time is due at the close that has just passed; verdicts compare days, not instants.

        Raises:
            HorizonError: ``promise_past_horizon`` or ``before_legal_calendar``: the working days of
                the calendar do not reach so far.

        >>> week = LegalCalendar(np.array([0, 1, 2, 3, 4, 7]), 25200, 41400, 48600, 61200)
        >>> week.promised_at(DAY_S + 15 * 3600 + 1, TimeLimit.parse("same_day")) == 2 * DAY_S + 61200
        True
        """
        day = accepted_s // DAY_S
        if limit.unit == LimitUnit.WORKING_DAY:
            return self._working_day_after(day, limit.n) * DAY_S + self.afternoon_closes_s
        if limit.unit == LimitUnit.SAME_DAY:
            wait = not self.is_working_day(day) or self.is_after_cutoff(accepted_s)
            due_day = self._working_day_after(day, 1) if wait else day
            return due_day * DAY_S + self.afternoon_closes_s
        # A day off counts as the afternoon of the working day before it.
        is_morning = self.is_working_day(day) and self.half_day_of(accepted_s) % 2 == 0
        days_on, half = divmod((0 if is_morning else 1) + limit.n, 2)
        closes_s = self.afternoon_closes_s if half else self.morning_closes_s
        return self._working_day_after(day, days_on) * DAY_S + closes_s

    def working_days_in(self, from_s: int, to_s: int) -> int:
        """Return how many working days lie in [day of *from_s*, day of *to_s*); 0 on the same day."""
        return max(0, bisect_left(self._days, to_s // DAY_S) - bisect_left(self._days, from_s // DAY_S))

    def shifted(self, due_s: int, pause_from_s: int, pause_to_s: int, limit: TimeLimit) -> int:
        """
        Return the promised instant after a pause: as many working days later as the pause lasted.

        The day of the pause counts, the day of resumption does not. The half-day stays the same.
        A pause begun after the due day (half-day limits: the due half-day) cures nothing.

        Raises:
            HorizonError: ``promise_past_horizon``.
        """
        if self._comparable(pause_from_s, limit.unit) > self._comparable(due_s, limit.unit):
            return due_s
        paused_wd = self.working_days_in(pause_from_s, pause_to_s)
        if paused_wd == 0:
            return due_s
        due_day, time_of_day_s = divmod(due_s, DAY_S)
        return self._working_day_after(due_day, paused_wd) * DAY_S + time_of_day_s

    def new_date(self, now_s: int, remaining_s: int) -> int:
        """
        Return the new date that a letter of apology promises (hẹn lại ngày trả kết quả).

        Args:
            now_s:       instant of the letter.
            remaining_s: working seconds that the remaining steps are allotted.

        Returns:
            Close of the working day that lies as many working days ahead, rounded up; never today.

        Raises:
            HorizonError: ``promise_past_horizon``.
        """
        remaining_wd = max(1, -(-remaining_s // self.day_length_s))
        return self._working_day_after(now_s // DAY_S, remaining_wd) * DAY_S + self.afternoon_closes_s

    def verdict(self, due_s: int, signed_s: int, unit: LimitUnit) -> Verdict:
        """
        Return early, on time or late: the due day (half-day limits: half-day) against the signing's.

        Taken at the first signing; what becomes of the result later changes nothing. A same-day
        dossier is early only if it came after the cut-off and is signed the same day.
        """
        due, signed = self._comparable(due_s, unit), self._comparable(signed_s, unit)
        if signed < due:
            return Verdict.EARLY
        return Verdict.LATE if signed > due else Verdict.ON_TIME

    def verdicts(self, due_s: IntArray, signed_s: IntArray, unit: IntArray) -> NDArray[np.int8]:
        """Return `verdict` of every row, int8[n]; *unit* holds numbers of `LimitUnit`."""
        half_days = self._half_days(signed_s) - self._half_days(due_s)
        days = signed_s // DAY_S - due_s // DAY_S
        behind = np.where(unit == LimitUnit.HALF_DAY, half_days, days)
        return (np.sign(behind) + Verdict.ON_TIME).astype(np.int8)

    def working_days_late(self, due_s: int, signed_s: int) -> int:
        """
        Return the working days after the due day up to the day of signing, 0 when not late.

        Signed on the Saturday after a due Friday is late by 0 working days.
        """
        return max(0, bisect_right(self._days, signed_s // DAY_S) - bisect_right(self._days, due_s // DAY_S))

    def count_days(self, accepted_s: int, limit: TimeLimit, pauses: Iterable[tuple[int, int]] = ()) -> Count:
        """
        Return the day-by-day account of a promised date.

        Args:
            accepted_s: instant of acceptance.
            limit:      time limit of the procedure.
            pauses:     (from, to) instants, in order, apart; one that came too late is left out.

        Raises:
            HorizonError: as `promised_at`.
        """
        due_s = self.promised_at(accepted_s, limit)
        effective = []
        for from_s, to_s in pauses:
            if self._comparable(from_s, limit.unit) <= self._comparable(due_s, limit.unit):
                due_s = self.shifted(due_s, from_s, to_s, limit)
                effective.append((from_s // DAY_S, to_s // DAY_S))
        return Count(tuple(self._rows(accepted_s, limit, due_s // DAY_S, effective)), due_s)

    def _rows(
        self, accepted_s: int, limit: TimeLimit, due_day: int, pauses: list[tuple[int, int]]
    ) -> Iterator[DayRow]:
        day_0 = accepted_s // DAY_S
        is_half = limit.unit == LimitUnit.HALF_DAY
        counted = int(is_half and self.is_working_day(day_0) and self.half_day_of(accepted_s) % 2 == 0)
        yield DayRow(day_0, self._reason_of_day_0(accepted_s, limit, due_day, counted), counted)

        owed_wd = self._paused_on(day_0, pauses)
        for day in range(day_0 + 1, due_day + 1):
            reason = self._reason(day, pauses)
            if reason == DayReason.COUNTED and owed_wd:
                reason, owed_wd = DayReason.PAUSE_CARRIED, owed_wd - 1
            if reason == DayReason.COUNTED:
                counted = min(counted + 2, limit.n) if is_half else counted + 1
            yield DayRow(day, reason, counted)

    def _reason_of_day_0(self, accepted_s: int, limit: TimeLimit, due_day: int, counted: int) -> DayReason:
        day_0 = accepted_s // DAY_S
        if counted:
            return DayReason.AFTERNOON_COUNTED
        if limit.unit == LimitUnit.SAME_DAY and self.is_working_day(day_0):
            if self.is_after_cutoff(accepted_s):
                return DayReason.AFTER_CUTOFF
            if due_day == day_0:
                return DayReason.DUE_SAME_DAY
        return DayReason.DAY_OF_ACCEPTANCE

    def _reason(self, day: int, pauses: list[tuple[int, int]]) -> DayReason:
        if not self.is_working_day(day):
            is_weekend = (self.weekday_of_day_0 + day) % 7 >= SATURDAY
            return DayReason.WEEKEND if is_weekend else DayReason.PUBLIC_HOLIDAY
        return DayReason.PAUSED if self._paused_on(day, pauses) else DayReason.COUNTED

    def _paused_on(self, day: int, pauses: list[tuple[int, int]]) -> int:
        """Return 1 if a working day lies in a pause (its last day excluded), else 0."""
        return int(self.is_working_day(day) and any(first <= day < after for first, after in pauses))

    def _working_day_after(self, day: int, n: int) -> int:
        """Return the n-th working day after a day; for n = 0 that day, or the working day before it."""
        n_until = bisect_right(self._days, day)
        if n_until == 0:
            first_day = self._days[0] if self._days else None
            raise HorizonError("before_legal_calendar", day=day, first_day=first_day)
        if n_until + n > len(self._days):
            raise HorizonError("promise_past_horizon", day=day, n_wd=n, last_day=self._days[-1])
        return self._days[n_until + n - 1]

    def _comparable(self, instant_s: int, unit: LimitUnit) -> int:
        return self.half_day_of(instant_s) if unit == LimitUnit.HALF_DAY else instant_s // DAY_S

    def _half_days(self, instants_s: IntArray) -> IntArray:
        return 2 * (instants_s // DAY_S) + (instants_s % DAY_S >= self.afternoon_opens_s)
