"""Dates that the legal clock gives, counted once for all who share them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.clock import DAY_S
from onestop_sim.deadline import LegalCalendar, TimeLimit
from onestop_sim.engine.given_dates import GivenDates
from onestop_sim.terms import NO_INSTANT, LimitUnit

MORNING, NOON, AFTERNOON, EVENING = 25200, 41400, 48600, 61200
LIMITS = [TimeLimit.parse(text) for text in ("same_day", "1hd", "2hd", "3hd", "1wd", "5wd")]
WORKING_DAYS = np.array([day for day in range(-60, 60) if day % 7 not in {5, 6} and day != 9])


def calendars(cutoff_s):
    """The calendar of two units: one keeps the cut-off, the other knows none."""
    hours = (MORNING, NOON, AFTERNOON, EVENING)
    return [LegalCalendar(WORKING_DAYS, *hours, cutoff_s), LegalCalendar(WORKING_DAYS, *hours, None)]


class Columns:
    """The columns of `plan.Dossiers` that are asked for: each limit under each calendar."""

    limit_unit = np.array([limit.unit for limit in LIMITS] * 2)
    limit_n = np.array([limit.n for limit in LIMITS] * 2)
    legal = np.repeat([0, 1], len(LIMITS))


@given(
    instants_s=st.lists(
        st.integers(-40 * DAY_S, 40 * DAY_S)
        | st.builds(
            lambda day, time_s, more: day * DAY_S + time_s + more,
            st.integers(-40, 40),
            st.sampled_from([0, NOON, AFTERNOON, 15 * 3600, EVENING]),
            st.integers(-1, 1),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_dossiers_have_the_dates_that_the_legal_clock_gives_each_alone(instants_s):
    """Whoever shares limit, day, half and cut-off may share the answer; asked again it is the same."""
    legal = calendars(15 * 3600)
    dates = GivenDates(Columns, legal)
    for at_s in instants_s * 2:
        for one, (unit, n, number) in enumerate(
            zip(Columns.limit_unit.tolist(), Columns.limit_n.tolist(), Columns.legal.tolist(), strict=True)
        ):
            limit = TimeLimit(LimitUnit(unit), n)
            assert dates.limit(one) == limit
            assert dates.promised_at(one, at_s) == legal[number].promised_at(at_s, limit)


@pytest.mark.parametrize(
    ("at_s", "is_put_off"),
    [
        (DAY_S + 15 * 3600, False),
        (DAY_S + 15 * 3600 + 1, True),
        (-13 * DAY_S + 15 * 3600 + 1, True),
        (5 * DAY_S + 9 * 3600, True),
        (9 * DAY_S + 9 * 3600, True),
        (2 * DAY_S + 9 * 3600, False),
    ],
    ids=["15:00", "a second later", "before time 0", "Saturday", "holiday", "morning"],
)
def test_work_is_put_off_exactly_after_the_cut_off_and_on_days_off(at_s, is_put_off):
    """To the next legal morning; where there is no cut-off, days off alone put off."""
    legal = calendars(15 * 3600)
    dates = GivenDates(Columns, legal)
    assert dates.put_off_to(0, at_s) == (legal[0].next_morning(at_s) if is_put_off else NO_INSTANT)
    is_day_off = not legal[1].is_working_day(at_s // DAY_S)
    assert dates.put_off_to(len(LIMITS), at_s) == (legal[1].next_morning(at_s) if is_day_off else NO_INSTANT)
