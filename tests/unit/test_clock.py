"""The clock: seconds, dates, times of day, and what cannot be read."""

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError

from onestop_sim.clock import (
    DAY_S,
    Clock,
    Date,
    Shift,
    TimeOfDay,
    parse_date,
    parse_shift,
    parse_time_of_day,
)
from onestop_sim.errors import UserError

CLOCK = Clock(parse_date("2023-01-01"))


class Hours(BaseModel, frozen=True):
    """A stand-in for a part of a scenario."""

    since: Date = parse_date("2023-01-01")
    cutoff: TimeOfDay = 54000
    shift: Shift = (25200, 41400)


def test_time_zero_is_midnight_of_the_origin():
    """The first second of the origin is instant 0, the last second of the day before is -1."""
    assert CLOCK.parse_instant("2023-01-01 00:00") == 0
    assert CLOCK.parse_instant("2022-12-31 23:59:59") == -1
    assert CLOCK.date_of(-1) == parse_date("2022-12-31")


@pytest.mark.parametrize("text", ["2023-01-18 15:20", "2022-02-28 00:00", "2024-02-29 23:59:59"])
def test_writing_an_instant_undoes_reading_it(text):
    """What was read is written the same, seconds only when there are some."""
    assert CLOCK.iso(CLOCK.parse_instant(text)) == text


def test_a_date_is_the_midnight_that_begins_it():
    """A date and its first instant are the same point in time."""
    day = parse_date("2023-03-01")
    assert CLOCK.instant(day) == CLOCK.day_number(day) * DAY_S == CLOCK.parse_instant("2023-03-01 00:00")


def test_many_days_have_the_weekdays_months_and_years_of_each():
    """Arrays and single days tell the same, also before the origin."""
    numbers = np.arange(-800, 800)
    dates = [CLOCK.date_of_day(int(number)) for number in numbers]
    assert CLOCK.weekdays(numbers).tolist() == [day.weekday() for day in dates]
    assert [CLOCK.weekday(int(number)) for number in numbers] == [day.weekday() for day in dates]
    assert CLOCK.months(numbers).tolist() == [day.month for day in dates]
    assert CLOCK.years(numbers).tolist() == [day.year for day in dates]


def test_exported_date_times_are_local_time():
    """A column of instants becomes a column of local date-times."""
    instants_s = np.array([0, -1, CLOCK.parse_instant("2023-01-18 15:20")])
    assert CLOCK.datetimes(instants_s).astype(str).tolist() == [
        "2023-01-01T00:00:00",
        "2022-12-31T23:59:59",
        "2023-01-18T15:20:00",
    ]


@pytest.mark.parametrize(
    ("parse", "given", "key"),
    [
        (parse_date, "2023-02-29", "bad_date"),
        (parse_date, "18/01/2023", "bad_date"),
        (parse_date, 20230118, "bad_date"),
        (parse_time_of_day, "25:00", "bad_time_of_day"),
        (parse_time_of_day, "07:60", "bad_time_of_day"),
        (parse_time_of_day, 7, "bad_time_of_day"),
        (parse_shift, "11:30-07:00", "bad_shift"),
        (parse_shift, "07:00", "bad_shift"),
        (parse_shift, "07:00-7", "bad_shift"),
        (CLOCK.parse_instant, "2023-01-18", "bad_instant"),
        (CLOCK.parse_instant, "2023-01-18 24:20", "bad_instant"),
    ],
)
def test_what_cannot_be_read_is_told_by_key_and_value(parse, given, key):
    """Every unreadable text names its message and repeats what was given."""
    with pytest.raises(UserError) as caught:
        parse(given)
    assert (caught.value.key, caught.value.values) == (key, {"given": str(given)})


def test_a_model_reads_texts_into_seconds_and_writes_them_back():
    """A scenario says "07:00-11:30", the program computes with seconds, the echo is the text again."""
    said = {"since": "2022-12-15", "cutoff": "15:30", "shift": "07:30-11:30"}
    hours = Hours.model_validate(said)
    assert (hours.since, hours.cutoff, hours.shift) == (parse_date("2022-12-15"), 55800, (27000, 41400))
    assert hours.model_dump(mode="json") == said
    assert Hours.model_validate(hours.model_dump()) == hours


@pytest.mark.parametrize(
    ("field", "given", "key"),
    [
        ("since", "soon", "bad_date"),
        ("cutoff", 15, "bad_time_of_day"),
        ("shift", "morning", "bad_shift"),
    ],
)
def test_a_model_reports_the_same_key_and_values_as_the_parser(field, given, key):
    """Inside a scenario the type of pydantic's error is the key of the message."""
    with pytest.raises(ValidationError) as caught:
        Hours.model_validate({field: given})
    (error,) = caught.value.errors()
    assert (error["type"], error["loc"], error["ctx"]) == (key, (field,), {"given": str(given)})


def test_a_day_ends_at_24_00():
    """A shift may last until midnight, and no longer."""
    assert parse_shift("20:00-24:00") == (72000, DAY_S)
