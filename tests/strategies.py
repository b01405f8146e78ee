"""What tests make up: calendars, legal calendars, time limits and instants."""

import numpy as np
from hypothesis import strategies as st

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S
from onestop_sim.deadline import LegalCalendar, TimeLimit
from onestop_sim.terms import LimitUnit

HORIZON_S = 2000
"""Made-up opening calendars are small, so that edges meet often."""

LAST_DAY = 120
"""Made-up legal calendars reach from day -12 to here."""

instants = st.integers(-50, HORIZON_S + 50)


@st.composite
def intervals(draw: st.DrawFn, max_size: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Intervals in any order, overlapping, touching and empty ones included; starts and ends, seconds."""
    pairs = draw(st.lists(st.tuples(instants, instants).map(sorted), max_size=max_size))
    starts_ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return starts_ends[:, 0], starts_ends[:, 1]


def calendars(min_shifts: int = 0) -> st.SearchStrategy[WorkCalendar]:
    """Opening calendars of up to six shifts; the one that never opens among them."""
    edges = st.sets(instants, min_size=2 * min_shifts, max_size=12).map(sorted)
    pairs = edges.map(lambda e: np.array(e[: len(e) // 2 * 2], dtype=np.int64).reshape(-1, 2))
    return pairs.map(lambda p: WorkCalendar(p[:, 0], p[:, 1]))


@st.composite
def legal_calendars(draw: st.DrawFn) -> LegalCalendar:
    """Weeks with days off and made-up Saturdays thrown in; never more than nine days off in a row."""
    exchanged = draw(st.sets(st.integers(-10, LAST_DAY), max_size=25))
    is_working = [(day % 7 < 5) != (day in exchanged) or day % 10 == 0 for day in range(-12, LAST_DAY + 1)]
    days = np.arange(-12, LAST_DAY + 1)[is_working]
    cutoff_s = draw(st.sampled_from([15 * 3600, 10 * 3600, None]))
    first_day = np.array([-12]) if -12 not in days else np.empty(0, np.int64)
    return LegalCalendar(np.concatenate([first_day, days]), 25200, 41400, 48600, 61200, cutoff_s)


def limits(max_n: int = 12) -> st.SearchStrategy[TimeLimit]:
    """Time limits of every unit."""
    several = st.builds(
        TimeLimit, st.sampled_from([LimitUnit.WORKING_DAY, LimitUnit.HALF_DAY]), st.integers(1, max_n)
    )
    return several | st.just(TimeLimit(LimitUnit.SAME_DAY, 0))


acceptances = st.builds(
    lambda day, time_of_day_s: day * DAY_S + time_of_day_s,
    st.integers(0, 25),
    st.sampled_from([0, 25200, 36000, 36001, 41400, 45000, 48599, 48600, 54000, 54001, 61200, 86399]),
)
"""Instants of acceptance on any of 26 days, at and around the times that matter."""
