"""Laws of the legal clock that hold for any calendar, limit and hour."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.clock import DAY_S
from onestop_sim.deadline import DayReason, TimeLimit
from onestop_sim.terms import LimitUnit, Verdict
from tests.strategies import acceptances, legal_calendars, limits

few = st.integers(0, 15 * DAY_S)
working_day_limits = st.builds(TimeLimit, st.just(LimitUnit.WORKING_DAY), st.integers(1, 12))


def place_of(legal, instant_s: int) -> int:
    """Place of an instant's day among the working days."""
    return legal.working_days.tolist().index(instant_s // DAY_S)


@given(legal_calendars(), acceptances, limits())
def test_no_promised_date_falls_on_a_closed_day(legal, accepted_s, limit):
    """A promise is the close of a half of a working day."""
    day, time_of_day_s = divmod(legal.promised_at(accepted_s, limit), DAY_S)
    assert day in legal.working_days
    assert time_of_day_s in {legal.afternoon_closes_s, legal.morning_closes_s}
    assert limit.unit == LimitUnit.HALF_DAY or time_of_day_s == legal.afternoon_closes_s


@given(legal_calendars(), acceptances, working_day_limits)
def test_a_limit_of_n_days_has_n_working_days_after_the_day_of_acceptance(legal, accepted_s, limit):
    """However the days off fall, exactly n working days lie between day 0 and the due day, included."""
    due_day = legal.promised_at(accepted_s, limit) // DAY_S
    days = legal.working_days
    assert ((days > accepted_s // DAY_S) & (days <= due_day)).sum() == limit.n


@given(legal_calendars(), acceptances, limits())
def test_a_longer_limit_is_never_due_sooner(legal, accepted_s, limit):
    """One more day or half-day moves the promise on."""
    if limit.unit != LimitUnit.SAME_DAY:
        longer = TimeLimit(limit.unit, limit.n + 1)
        assert legal.promised_at(accepted_s, longer) > legal.promised_at(accepted_s, limit)


@given(legal_calendars(), acceptances, acceptances, limits())
def test_who_is_accepted_later_is_never_due_sooner(legal, one_s, other_s, limit):
    """Promises keep the order of acceptance."""
    first_s, second_s = sorted([one_s, other_s])
    assert legal.promised_at(first_s, limit) <= legal.promised_at(second_s, limit)


@given(legal_calendars(), acceptances, st.integers(1, 6))
def test_two_half_days_are_one_day_for_a_morning_and_never_more(legal, accepted_s, n):
    """2n half-days end on the n-th working day: at noon if day 0 gave its afternoon, else at its close."""
    day_s = legal.promised_at(accepted_s, TimeLimit(LimitUnit.WORKING_DAY, n))
    half_day_s = legal.promised_at(accepted_s, TimeLimit(LimitUnit.HALF_DAY, 2 * n))
    assert half_day_s // DAY_S == day_s // DAY_S
    assert half_day_s <= day_s


@given(legal_calendars(), acceptances, limits(), few, few)
def test_a_pause_of_p_working_days_moves_the_date_by_exactly_p(legal, accepted_s, limit, wait_s, pause_s):
    """Begun in time, a pause costs as many working days as it lasted and keeps the half-day."""
    due_s = legal.promised_at(accepted_s, limit)
    from_s = min(accepted_s + wait_s, due_s)
    to_s = from_s + pause_s

    later_s = legal.shifted(due_s, from_s, to_s, limit)

    moved_wd = place_of(legal, later_s) - place_of(legal, due_s)
    assert moved_wd == legal.working_days_in(from_s, to_s)
    assert later_s % DAY_S == due_s % DAY_S


@given(legal_calendars(), acceptances, limits(), few, few)
def test_a_pause_begun_late_cures_nothing(legal, accepted_s, limit, wait_s, pause_s):
    """After the due day (or half-day) the promise stands, however long the pause."""
    due_s = legal.promised_at(accepted_s, limit)
    from_s = (due_s // DAY_S + 1) * DAY_S + wait_s
    assert legal.shifted(due_s, from_s, from_s + pause_s, limit) == due_s


@given(legal_calendars(), acceptances, limits(), few)
def test_a_pause_within_one_day_is_none(legal, accepted_s, limit, wait_s):
    """Asked and answered on the same day: the promise stands."""
    due_s = legal.promised_at(accepted_s, limit)
    from_s = min(accepted_s + wait_s, due_s)
    end_of_day_s = from_s // DAY_S * DAY_S + DAY_S - 1
    assert legal.shifted(due_s, from_s, end_of_day_s, limit) == due_s


@given(legal_calendars(), acceptances, working_day_limits, few, few, few)
def test_one_pause_or_two_that_meet_cost_the_same(legal, accepted_s, limit, wait_s, first_s, second_s):
    """Cutting a pause in two changes nothing, for each day of it belongs to one of the halves."""
    due_s = legal.promised_at(accepted_s, limit)
    from_s = min(accepted_s + wait_s, due_s)
    cut_s, to_s = from_s + first_s, from_s + first_s + second_s

    in_two_s = legal.shifted(legal.shifted(due_s, from_s, cut_s, limit), cut_s, to_s, limit)

    assert in_two_s == legal.shifted(due_s, from_s, to_s, limit)


@given(legal_calendars(), acceptances, limits(), few)
def test_a_result_signed_by_its_date_is_not_late(legal, accepted_s, limit, wait_s):
    """Signing at or before the promised instant is early or on time; the day after it is late."""
    due_s = legal.promised_at(accepted_s, limit)
    assert legal.verdict(due_s, min(accepted_s + wait_s, due_s), limit.unit) != Verdict.LATE
    assert legal.verdict(due_s, due_s, limit.unit) == Verdict.ON_TIME
    assert legal.verdict(due_s, due_s + DAY_S, limit.unit) == Verdict.LATE


@given(legal_calendars(), acceptances, few)
def test_same_day_work_signed_that_day_is_early_only_after_the_cut_off(legal, accepted_s, wait_s):
    """On a working day, signed before midnight: early if and only if it came after the cut-off."""
    if not legal.is_working_day(accepted_s // DAY_S):
        return
    midnight_s = (accepted_s // DAY_S + 1) * DAY_S
    signed_s = min(accepted_s + wait_s, midnight_s - 1)
    due_s = legal.promised_at(accepted_s, TimeLimit(LimitUnit.SAME_DAY, 0))
    expected = Verdict.EARLY if legal.is_after_cutoff(accepted_s) else Verdict.ON_TIME
    assert legal.verdict(due_s, signed_s, LimitUnit.SAME_DAY) == expected


@given(legal_calendars(), st.lists(st.tuples(acceptances, acceptances, st.sampled_from(LimitUnit))))
def test_many_verdicts_are_the_verdicts_of_each(legal, rows):
    """The array method and the single one agree."""
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3)
    one_by_one = [legal.verdict(due_s, signed_s, unit) for due_s, signed_s, unit in rows]
    assert legal.verdicts(*columns.T).tolist() == one_by_one


@given(legal_calendars(), acceptances, few)
def test_a_new_date_leaves_time_for_what_remains(legal, now_s, remaining_s):
    """The new date lies after today and at least as many whole working days ahead as remain."""
    due_s = legal.new_date(now_s, remaining_s)
    ahead_wd = legal.working_days_late(now_s, due_s)
    assert due_s // DAY_S > now_s // DAY_S
    assert (ahead_wd - 1) * legal.day_length_s <= max(0, remaining_s - 1) < ahead_wd * legal.day_length_s


@given(legal_calendars(), acceptances, limits(), few, few)
def test_the_account_adds_up_to_the_promise(legal, accepted_s, limit, wait_s, pause_s):
    """Rows are consecutive days from acceptance to the due day; counted and paused days are all of them."""
    promised_s = legal.promised_at(accepted_s, limit)
    from_s = min(accepted_s + wait_s, promised_s)
    pause = (max(accepted_s, from_s), max(accepted_s, from_s) + pause_s)

    count = legal.count_days(accepted_s, limit, [pause])

    days = [row.day for row in count.rows]
    assert days == list(range(accepted_s // DAY_S, max(accepted_s, count.due_s) // DAY_S + 1))
    assert count.due_s == legal.shifted(promised_s, *pause, limit)
    reasons = [row.reason for row in count.rows]
    paused_wd = sum(reason in {DayReason.PAUSED, DayReason.PAUSE_CARRIED} for reason in reasons)
    moved_wd = place_of(legal, count.due_s) - place_of(legal, promised_s)
    assert paused_wd == moved_wd
    if limit.unit != LimitUnit.SAME_DAY:
        assert count.rows[-1].counted == limit.n
