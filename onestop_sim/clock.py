"""
Whole seconds ↔ local dates and times: the only file that knows `datetime`.

Inside the house an instant is a whole number of seconds since local midnight of a scenario's first
day, and a day is a whole number of days since that day; both may be negative. Vietnam keeps UTC+7
all year round, so every day has 86,400 seconds and no time zone is needed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from onestop_sim.errors import UserError

HOUR_S: Final = 3_600
DAY_S: Final = 24 * HOUR_S
"""Seconds in a day."""

IntArray = NDArray[np.int64]
"""Instants, durations or day numbers, int64[n]."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?")
_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})")


def parse_date(given: object) -> date:
    """
    Return the date that a user wrote as text, or that a YAML or workbook reader already made one.

    Raises:
        UserError: ``bad_date``, neither a date nor "YYYY-MM-DD" of a day that exists.

    >>> parse_date("2023-01-18")
    datetime.date(2023, 1, 18)
    """
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and _DATE.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise UserError("bad_date", given=str(given))


def parse_time_of_day(given: object) -> int:
    """
    Return the seconds since midnight of "HH:MM"; "24:00" is the end of the day.

    Raises:
        UserError: ``bad_time_of_day``. A bare number is refused: 15 could be hours or seconds.

    >>> parse_time_of_day("07:00")
    25200
    """
    found = _TIME_OF_DAY.fullmatch(given) if isinstance(given, str) else None
    if found:
        hours, minutes = int(found[1]), int(found[2])
        seconds = hours * 3600 + minutes * 60
        if minutes < 60 and seconds <= DAY_S:
            return seconds
    raise UserError("bad_time_of_day", given=str(given))


def parse_shift(given: object) -> tuple[int, int]:
    """
    Return opening and closing, seconds since midnight, of a shift (ca làm việc) "HH:MM-HH:MM".

    Raises:
        UserError: ``bad_shift``; a shift must close after it opens, within one day.

    >>> parse_shift("07:00-11:30")
    (25200, 41400)
    """
    if isinstance(given, str) and given.count("-") == 1:
        try:
            opens_s, closes_s = (parse_time_of_day(part.strip()) for part in given.split("-"))
        except UserError:
            pass
        else:
            if opens_s < closes_s:
                return opens_s, closes_s
    raise UserError("bad_shift", given=str(given))


def time_of_day_text(seconds: int) -> str:
    """
    Return "HH:MM" for seconds since midnight, with ":SS" only when there are odd seconds.

    >>> time_of_day_text(25200), time_of_day_text(54001)
    ('07:00', '15:00:01')
    """
    minutes, odd_s = divmod(seconds, 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{odd_s:02d}" if odd_s else text


def shift_text(shift: tuple[int, int]) -> str:
    """
    Return "HH:MM-HH:MM" for a shift.

    >>> shift_text((25200, 41400))
    '07:00-11:30'
    """
    return "-".join(time_of_day_text(seconds) for seconds in shift)


def parsed_by(parse: Callable[[Any], Any]) -> BeforeValidator:
    """
    Return a pydantic validator around *parse*, so that a model reports the same key and values.

    Args:
        parse: returns the value for what was given, or raises UserError.
    """

    def validate(given: object) -> object:
        try:
            return parse(given)
        except UserError as error:
            # The key doubles as pydantic's template; the sentence is looked up at the edge.
            raise PydanticCustomError(error.key, error.key, error.values) from None

    return BeforeValidator(validate)


Date = Annotated[date, parsed_by(parse_date)]
"""A day, "YYYY-MM-DD" in a scenario file."""

TimeOfDay = Annotated[
    int,
    parsed_by(parse_time_of_day),
    PlainSerializer(time_of_day_text),
    WithJsonSchema({"type": "string", "examples": ["15:00"]}),
]
"""Seconds since midnight, "HH:MM" in a scenario file."""

Shift = Annotated[
    tuple[int, int],
    parsed_by(parse_shift),
    PlainSerializer(shift_text),
    WithJsonSchema({"type": "string", "examples": ["07:00-11:30"]}),
]
"""Opening and closing in seconds since midnight, "07:00-11:30" in a scenario file."""


@dataclass(frozen=True, slots=True)
class Clock:
    """
    The scenario's zero: time 0 is local midnight (UTC+7) at the beginning of `origin`, day number 0.

    Attributes:
        origin: first day of the first period; a warm-up lies before it, at negative instants.

    >>> clock = Clock(date(2023, 1, 1))
    >>> clock.parse_instant("2023-01-02 00:10")
    87000
    >>> clock.iso(87000)
    '2023-01-02 00:10'
    """

    origin: date

    def day_number(self, day: date) -> int:
        """Return the number of *day*; 0 is the origin, days before it are negative."""
        return day.toordinal() - self.origin.toordinal()

    def date_of_day(self, day_number: int) -> date:
        """Return the date of a day number."""
        return self.origin + timedelta(days=day_number)

    def date_of(self, instant_s: int) -> date:
        """Return the date on which an instant falls; midnight belongs to the day that it begins."""
        return self.date_of_day(instant_s // DAY_S)

    def instant(self, moment: date | datetime) -> int:
        """Return the instant of a local date-time, or of the midnight that begins a date."""
        if isinstance(moment, datetime):
            since_midnight = moment - datetime.combine(moment.date(), time.min)
            return self.day_number(moment.date()) * DAY_S + since_midnight.seconds
        return self.day_number(moment) * DAY_S

    def parse_instant(self, given: object) -> int:
        """
        Return the instant of "YYYY-MM-DD HH:MM", seconds allowed.

        Raises:
            UserError: ``bad_instant``.
        """
        if isinstance(given, datetime):
            return self.instant(given)
        if isinstance(given, str) and _INSTANT.fullmatch(given):
            try:
                return self.instant(datetime.fromisoformat(given))
            except ValueError:
                pass
        raise UserError("bad_instant", given=str(given))

    def iso(self, instant_s: int) -> str:
        """Return "YYYY-MM-DD HH:MM", with ":SS" only when there are odd seconds."""
        day, time_of_day_s = divmod(instant_s, DAY_S)
        return f"{self.date_of_day(day).isoformat()} {time_of_day_text(time_of_day_s)}"

    def weekday(self, day_number: int) -> int:
        """Return the weekday of a day number, Monday 0 to Sunday 6."""
        return (self.origin.weekday() + day_number) % 7

    def weekdays(self, day_numbers: IntArray) -> IntArray:
        """Return the weekdays of day numbers, int64[n], Monday 0 to Sunday 6."""
        return (self.origin.weekday() + day_numbers) % 7

    def months(self, day_numbers: IntArray) -> IntArray:
        """Return the months of day numbers, int64[n], 1 to 12."""
        return self._dates(day_numbers).astype("datetime64[M]").astype(np.int64) % 12 + 1

    def years(self, day_numbers: IntArray) -> IntArray:
        """Return the years of day numbers, int64[n], such as 2023."""
        return self._dates(day_numbers).astype("datetime64[Y]").astype(np.int64) + 1970

    def datetimes(self, instants_s: IntArray) -> NDArray[np.datetime64]:
        """Return instants as local date-times without a zone, datetime64[s][n]; for exports."""
        return np.datetime64(self.origin, "s") + instants_s.astype("timedelta64[s]")

    def _dates(self, day_numbers: IntArray) -> NDArray[np.datetime64]:
        return np.datetime64(self.origin, "D") + day_numbers.astype("timedelta64[D]")
