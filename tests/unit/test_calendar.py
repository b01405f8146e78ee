"""Opening calendars: what is a calendar, what a week looks like."""

import pickle

import numpy as np
import pytest

from onestop_sim.calendar import DayKind, PublicDays, WorkCalendar, weekly
from onestop_sim.clock import DAY_S, Clock, parse_date, parse_shift
from onestop_sim.errors import HorizonError
from onestop_sim.terms import NEVER

TWO_SHIFTS = WorkCalendar(np.array([10, 100]), np.array([50, 130]))
OFFICE_HOURS = [parse_shift("07:00-11:30"), parse_shift("13:30-17:00")]
WEEK = dict.fromkeys(range(5), OFFICE_HOURS)
PUBLIC_DAYS = PublicDays()


def week_of(origin: str, n_days: int, shifts=WEEK, public_days=PUBLIC_DAYS) -> list[int]:
    """Day numbers on which an office that keeps these hours opens."""
    clock = Clock(parse_date(origin))
    kinds = public_days.kinds(clock, 0, n_days - 1)
    calendar = weekly(clock, 0, n_days - 1, shifts, kinds)
    return sorted({int(opens_s) // DAY_S for opens_s in calendar.opens_s})


@pytest.mark.parametrize(
    ("opens_s", "closes_s"),
    [([5], [5]), ([5], [4]), ([0, 5], [6, 9]), ([9, 0], [10, 1]), ([0, 5], [5, 9]), ([0], [1, 2])],
    ids=["empty shift", "reversed", "overlapping", "unsorted", "touching", "unequal lengths"],
)
def test_what_is_no_sequence_of_shifts_is_no_calendar(opens_s, closes_s):
    """The constructor proves that shifts are sorted, apart and not empty."""
    with pytest.raises(ValueError, match=r"shift|length"):
        WorkCalendar(np.array(opens_s), np.array(closes_s))


def test_nobody_changes_a_calendar():
    """A calendar copies its arrays and closes them to writing."""
    opens_s = np.array([0])
    calendar = WorkCalendar(opens_s, np.array([9]))
    opens_s[0] = 5
    assert calendar.opens_s.tolist() == [0]
    with pytest.raises(ValueError, match="read-only"):
        calendar.opens_s[0] = 1


@pytest.mark.parametrize(
    ("instant_s", "is_open", "next_opening", "closing_after"),
    [
        (0, False, 10, 50),
        (10, True, 10, 50),
        (49, True, 49, 50),
        (50, False, 100, 130),
        (129, True, 129, 130),
        (130, False, NEVER, NEVER),
    ],
)
def test_a_shift_contains_its_opening_and_not_its_closing(instant_s, is_open, next_opening, closing_after):
    """A shift is half-open: work begins in its first second and none begins at its closing."""
    assert TWO_SHIFTS.is_open(instant_s) is is_open
    assert TWO_SHIFTS.next_opening(instant_s) == next_opening
    assert TWO_SHIFTS.closing_after(instant_s) == closing_after


def test_work_that_fills_a_shift_ends_at_its_close():
    """The last open second of a shift ends the work, not the next opening."""
    assert TWO_SHIFTS.add_working(10, 40) == 50
    assert TWO_SHIFTS.add_working(10, 41) == 101
    assert TWO_SHIFTS.add_working(60, 30) == 130


def test_no_work_ends_at_once():
    """An effort of nothing takes no time, even at night."""
    assert TWO_SHIFTS.add_working(60, 0) == 60


def test_work_beyond_the_last_shift_is_an_error_of_the_horizon():
    """A calendar never guesses what follows its last shift."""
    with pytest.raises(HorizonError) as caught:
        TWO_SHIFTS.add_working(60, 31)
    assert caught.value.key == "work_past_horizon"
    assert caught.value.values == {"start_s": 60, "effort_s": 31, "last_close_s": 130}


def test_an_effort_is_never_negative():
    """Nobody works backwards."""
    with pytest.raises(ValueError, match="negative"):
        TWO_SHIFTS.add_working(60, -1)


def test_an_office_that_never_opens_is_an_office():
    """The empty calendar answers every question: never, nothing, or beyond the horizon."""
    closed = WorkCalendar.closed()
    assert (closed.next_opening(0), closed.closing_after(0), closed.is_open(0)) == (NEVER, NEVER, False)
    assert (closed.worked_before(99), closed.total_s) == (0, 0)
    assert closed.worked_before_many(np.array([1, 2])).tolist() == [0, 0]
    assert closed.union(TWO_SHIFTS) == TWO_SHIFTS
    assert closed.without(np.array([0]), np.array([9])) == closed
    with pytest.raises(HorizonError):
        closed.add_working(0, 1)


def test_a_calendar_survives_the_way_to_another_process():
    """What is sent to a worker arrives equal."""
    assert pickle.loads(pickle.dumps(TWO_SHIFTS)) == TWO_SHIFTS  # noqa: S301


def test_a_public_holiday_closes_the_office_whatever_the_weekday():
    """In the week of Tết Quý Mão the office opens on Monday to Thursday before it and on Friday after it."""
    assert week_of("2023-01-16", 14) == [0, 1, 2, 3, 11]


def test_a_day_worked_in_lieu_has_fridays_hours():
    """On Saturday 4 May 2024, worked for Monday 29 April, an office without Saturday hours is open."""
    assert week_of("2024-04-29", 7) == [3, 4, 5]


def test_saturday_reception_is_open_unless_the_saturday_is_a_holiday():
    """A desk with Saturday hours opens on Saturday 26 August 2023 and not on Saturday 2 September."""
    saturdays = {5: [parse_shift("07:30-11:30")]}
    assert week_of("2023-08-26", 8, saturdays) == [0]


def test_a_weekday_without_hours_is_closed():
    """An office that names no hours for a weekday does not open on it."""
    assert week_of("2023-03-06", 7, {0: OFFICE_HOURS, 2: []}) == [0]


def test_the_scenario_closes_a_day_that_it_calls_off():
    """An override closes a plain Tuesday."""
    local_day_off = PublicDays({parse_date("2023-03-07"): "off"})
    assert week_of("2023-03-06", 5, WEEK, local_day_off) == [0, 2, 3, 4]


def test_only_working_and_made_up_days_count():
    """Of the four kinds of day two are working days."""
    assert [kind for kind in DayKind if kind.is_working] == [DayKind.WORKING, DayKind.MAKE_UP]
