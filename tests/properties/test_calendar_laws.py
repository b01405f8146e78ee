"""Laws of working-time arithmetic that hold however the shifts fall."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.calendar import WorkCalendar
from onestop_sim.terms import NEVER
from tests.strategies import HORIZON_S, calendars, instants, intervals

EVERY_SECOND = np.arange(-60, HORIZON_S + 60)


def open_seconds(calendar: WorkCalendar) -> np.ndarray:
    """Whether the calendar is open in each second: the plain definition that fast methods must meet."""
    is_open = np.zeros(len(EVERY_SECOND), dtype=bool)
    for opens_s, closes_s in zip(calendar.opens_s, calendar.closes_s, strict=True):
        is_open |= (opens_s <= EVERY_SECOND) & (closes_s > EVERY_SECOND)
    return is_open


def covered_seconds(from_s: np.ndarray, until_s: np.ndarray) -> np.ndarray:
    """Whether an interval covers each second."""
    starts_ends = zip(from_s, until_s, strict=True)
    layers = [(start <= EVERY_SECOND) & (end > EVERY_SECOND) for start, end in starts_ends]
    return np.any([np.zeros(len(EVERY_SECOND), dtype=bool), *layers], axis=0)


@given(calendars(min_shifts=1), instants, st.data())
def test_adding_working_time_and_measuring_it_are_inverse(calendar, start_s, data):
    """However the shifts fall, work of e seconds consumes e open seconds."""
    left_s = calendar.worked_between(start_s, int(calendar.closes_s[-1]))
    effort_s = data.draw(st.integers(0, max(0, left_s)), label="effort_s")

    finish_s = calendar.add_working(start_s, effort_s)

    assert calendar.worked_between(start_s, finish_s) == effort_s


@given(calendars(min_shifts=1), instants, st.data())
def test_work_is_never_done_later_than_it_must_be(calendar, start_s, data):
    """The second before the finish is an open one: waiting for an opening is no part of the work."""
    left_s = calendar.worked_between(start_s, int(calendar.closes_s[-1]))
    if left_s <= 0:
        return
    effort_s = data.draw(st.integers(1, left_s), label="effort_s")
    assert calendar.is_open(calendar.add_working(start_s, effort_s) - 1)


@given(calendars(min_shifts=1), instants, st.data())
def test_work_done_in_two_goes_ends_when_it_would_in_one(calendar, start_s, data):
    """Putting work down and taking it up again at once costs nothing."""
    left_s = max(0, calendar.worked_between(start_s, int(calendar.closes_s[-1])))
    effort_s = data.draw(st.integers(0, left_s), label="effort_s")
    first_s = data.draw(st.integers(0, effort_s), label="first_s")
    halfway_s = calendar.add_working(start_s, first_s)
    assert calendar.add_working(halfway_s, effort_s - first_s) == calendar.add_working(start_s, effort_s)


@given(calendars(), instants)
def test_measured_time_is_the_number_of_open_seconds(calendar, instant_s):
    """Worked time is counted, second by second."""
    is_open = open_seconds(calendar)
    assert calendar.worked_before(instant_s) == is_open[instant_s > EVERY_SECOND].sum()
    assert calendar.is_open(instant_s) == is_open[instant_s == EVERY_SECOND].item()


@given(calendars())
def test_many_instants_are_measured_as_each_one_is(calendar):
    """The array method and the fast single one tell the same."""
    one_by_one = [calendar.worked_before(int(instant_s)) for instant_s in EVERY_SECOND]
    assert calendar.worked_before_many(EVERY_SECOND).tolist() == one_by_one


@given(calendars(), instants)
def test_the_next_opening_is_the_first_open_second(calendar, instant_s):
    """No open second is missed on the way to the next opening; without one it never comes."""
    open_later = EVERY_SECOND[open_seconds(calendar) & (instant_s <= EVERY_SECOND)]
    assert calendar.next_opening(instant_s) == (open_later[0] if len(open_later) else NEVER)


@given(calendars(), instants)
def test_the_next_closing_ends_what_opens_next(calendar, instant_s):
    """From the next opening until the next closing the office is open without a break."""
    opening_s, closing_s = calendar.next_opening(instant_s), calendar.closing_after(instant_s)
    assert (opening_s == NEVER) == (closing_s == NEVER)
    if opening_s != NEVER:
        assert calendar.worked_between(opening_s, closing_s) == closing_s - opening_s
        assert not calendar.is_open(closing_s)


@given(calendars(), calendars(), intervals())
def test_calendars_combine_as_sets_of_seconds(one, other, absences):
    """Union, intersection, absence and coverage are those of the open seconds."""
    is_one, is_other = open_seconds(one), open_seconds(other)
    is_absent = covered_seconds(*absences)
    np.testing.assert_array_equal(open_seconds(one.union(other)), is_one | is_other)
    np.testing.assert_array_equal(open_seconds(one.intersect(other)), is_one & is_other)
    np.testing.assert_array_equal(open_seconds(one.without(*absences)), is_one & ~is_absent)
    np.testing.assert_array_equal(open_seconds(WorkCalendar.covering(*absences)), is_absent)


@given(calendars(), instants, instants)
def test_a_clipped_calendar_is_open_inside_its_window_alone(calendar, from_s, until_s):
    """Nothing before the window, nothing from its end on."""
    in_window = (from_s <= EVERY_SECOND) & (until_s > EVERY_SECOND)
    is_open = open_seconds(calendar.clip(from_s, until_s))
    np.testing.assert_array_equal(is_open, open_seconds(calendar) & in_window)


@given(calendars(), intervals())
def test_equal_seconds_are_equal_calendars(calendar, absences):
    """What is taken away and given back leaves no trace: there is one calendar for a set of seconds."""
    taken = calendar.intersect(WorkCalendar.covering(*absences))
    rebuilt = calendar.without(*absences).union(taken)
    assert rebuilt == calendar
    assert hash(rebuilt) == hash(calendar)
