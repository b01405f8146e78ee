"""Pauses, returns, withdrawals, dossiers open at the start, letters of apology and the register."""

import numpy as np
import pytest

from onestop_sim.engine.allotments import remaining_allotments
from onestop_sim.engine.simulate import simulate
from onestop_sim.stats.timeliness import verdict_table
from onestop_sim.terms import (
    NEVER,
    NOBODY,
    ApologyRule,
    Channel,
    EventKind,
    LimitUnit,
    PromiseCause,
    StepKind,
    Verdict,
)
from tests.shops import (
    DAY_S,
    HOUR_S,
    Agency,
    Line,
    Office,
    at,
    dossier,
    office_hours,
    plan_of,
    row,
    story,
    times,
)

RECEIVE, WORK, SIGN, AWAIT = StepKind.RECEIVE, StepKind.WORK, StepKind.SIGN, StepKind.AWAIT_APPLICANT
TAKE, RETURN, WITHDRAW = StepKind.TAKE_SUPPLEMENT, StepKind.RETURN_UNRESOLVED, StepKind.WITHDRAW
DELAY = StepKind.DELAY


def live(*route, **given):
    """Log of one dossier of five working days, received at once at an office that never closes."""
    columns = {"channel": Channel.ONLINE} | {
        name: given.pop(name)
        for name in list(given)
        if name.startswith(("limit", "letter", "on_due", "close"))
    }
    return simulate(
        plan_of(
            [dossier(at(0, 8), row(RECEIVE), *route, **columns)], given.pop("places", [Office()]), **given
        )
    )


def names_after(log, kind):
    """Names and instants after the first event of a kind."""
    life = story(log)
    return life[[name for name, _ in life].index(kind.name) + 1 :]


def promised(log):
    """(cause, instant, date) of every promise."""
    return [tuple(one) for one in log.promises.select("cause", "occurred_s", "due_s").iter_rows()]


def test_a_pause_moves_the_date_by_its_working_days():
    """PAUSED Monday, RESUMED Thursday: Monday, Tuesday and Wednesday count, so three working days more."""
    log = live(row(AWAIT, 0, delay_s=3 * DAY_S, pauses_clock=True), row(SIGN))
    assert names_after(log, EventKind.ACCEPTED)[:2] == [("PAUSED", at(0, 8)), ("RESUMED", at(3, 8))]
    assert promised(log) == [
        (PromiseCause.ACCEPTANCE, at(0, 8), at(7, 17)),
        (PromiseCause.PAUSE, at(3, 8), at(10, 17)),
    ]


@pytest.mark.parametrize(
    ("delay_ends_s", "paused_s"),
    [(at(1, 22), at(2, 7)), (at(5, 10), at(7, 7)), (at(1, 10), at(1, 10)), (at(2, 3), at(2, 7))],
)
def test_nobody_asks_for_money_at_night(delay_ends_s, paused_s):
    """What ended outside office hours is noticed, and the applicant told, at the place's next opening."""
    wait = row(DELAY, 0, delay_s=delay_ends_s - at(0, 8)), row(AWAIT, 0, delay_s=DAY_S, pauses_clock=True)
    online = row(RECEIVE, 1), *wait, row(SIGN, 1)
    one = dossier(at(0, 8), *online, channel=Channel.ONLINE)
    log = simulate(plan_of([one], [Office(office_hours()), Office()]))
    assert times(log, EventKind.DELAY_ENDED) == [paused_s]
    assert (times(log, EventKind.PAUSED), times(log, EventKind.RESUMED)) == ([paused_s], [paused_s + DAY_S])


def test_the_clock_runs_again_when_the_supplement_has_been_taken_in():
    """TAKE_SUPPLEMENT by a visitor: he comes in a visit, and RESUMED goes with FINISHED."""
    route = (
        row(AWAIT, 0, delay_s=DAY_S, pauses_clock=True),
        row(TAKE, 0, 600, visitor=True, moment_share=0.5),
        row(WORK),
    )
    log = live(*route, places=[Office(office_hours())])
    assert names_after(log, EventKind.ACCEPTED)[:6] == [
        ("PAUSED", at(0, 8)), ("ARRIVED", at(1, 11)), ("QUEUED", at(1, 11)), ("STARTED", at(1, 11)),
        ("FINISHED", at(1, 11, 10)), ("RESUMED", at(1, 11, 10)),
    ]  # fmt: skip


def test_a_wait_that_does_not_stop_the_clock_is_a_delay():
    """DELAY_BEGAN and DELAY_ENDED, no promise of a new date; an online supplement arrives by itself."""
    log = live(row(AWAIT, 0, delay_s=60), row(TAKE, 0, 5))
    assert [name for name, _ in names_after(log, EventKind.ACCEPTED)] == [
        "DELAY_BEGAN", "DELAY_ENDED", "ARRIVED", "QUEUED", "STARTED", "FINISHED",
    ]  # fmt: skip
    assert log.promises.height == 1


def test_a_request_that_is_never_answered_ends_without_a_resumption():
    """Before RETURN_UNRESOLVED (by nobody, at once) and WITHDRAW there is no RESUMED."""
    wait = row(AWAIT, 0, delay_s=DAY_S, pauses_clock=True)
    assert [name for name, _ in names_after(live(wait, row(RETURN, NOBODY)), EventKind.PAUSED)] == [
        "RETURNED_UNRESOLVED"
    ]
    assert [name for name, _ in names_after(live(wait, row(WITHDRAW, 0)), EventKind.PAUSED)] == ["WITHDRAWN"]


def test_who_never_answers_makes_nobody_late():
    """Paused in time, returned 20 days later: the date has moved by the whole pause."""
    log = live(row(AWAIT, 0, delay_s=20 * DAY_S, pauses_clock=True), row(RETURN, NOBODY))
    assert [cause for cause, *_ in promised(log)] == [PromiseCause.ACCEPTANCE, PromiseCause.PAUSE]
    assert verdict_table(log)["verdict"].to_list() == [Verdict.EARLY]


def test_an_officer_returns_a_dossier_and_the_way_back_goes_on():
    """RETURN_UNRESOLVED with a place is work; what remains of the route is played."""
    log = live(row(RETURN, 0, 60), row(StepKind.HAND_OVER, 0, 5))
    assert [name for name, _ in names_after(log, EventKind.ACCEPTED)][:5] == [
        "QUEUED", "STARTED", "FINISHED", "RETURNED_UNRESOLVED", "READY",
    ]  # fmt: skip


def test_a_withdrawal_ends_the_route():
    """WITHDRAWN at once; rows that follow are not played."""
    assert names_after(live(row(WITHDRAW, 0), row(WORK)), EventKind.WITHDRAWN) == []


def test_a_dossier_that_is_open_at_the_start_goes_on_where_it_stood():
    """Entry row and remaining effort; its date and acceptance lie before the run and are in the log."""
    one = dossier(
        -DAY_S, row(RECEIVE, 0, 9), row(WORK, 0, 500), row(SIGN, 0, 5),
        entry_row=1, entry_left_s=200, accepted_s=-DAY_S, due_s=at(3, 17),
    )  # fmt: skip
    log = simulate(plan_of([one], run_start_s=0))
    assert story(log)[:3] == [("QUEUED", 0), ("STARTED", 0), ("FINISHED", 200)]
    assert promised(log) == [(PromiseCause.ACCEPTANCE, -DAY_S, at(3, 17))]
    assert log.dossiers["open_at_start"].to_list() == [True]
    assert log.dossiers["accepted_before_s"].to_list() == [-DAY_S]


def test_a_pause_that_began_before_the_run_is_counted_from_its_beginning():
    """The date moves by all working days of the pause, those before the run included."""
    one = dossier(
        at(-14, 8), row(RECEIVE), row(AWAIT, 0, delay_s=at(1, 8), pauses_clock=True), row(SIGN),
        entry_row=1, accepted_s=at(-14, 8), due_s=at(-5, 17), pause_began_s=at(-6, 8),
    )  # fmt: skip
    log = simulate(plan_of([one], run_start_s=0))
    assert story(log)[:2] == [("PAUSED", 0), ("RESUMED", at(1, 8))]
    assert promised(log)[-1] == (PromiseCause.PAUSE, at(1, 8), at(2, 17))


# ── letters of apology ───────────────────────────────────────────────────────────────────────

LATE = row(DELAY, 0, delay_s=20 * DAY_S), row(SIGN)
"""Five working days from Monday 08:00 end on Monday 7, 17:00; this one is signed on day 20."""


def letters(log):
    """When letters were signed."""
    return times(log, EventKind.APOLOGY)


@pytest.mark.parametrize(
    ("rule", "signed_s"),
    [
        (ApologyRule.NONE, []),
        (ApologyRule.WHEN_OVERDUE, [at(8, 7)]),
        (ApologyRule.DAY_BEFORE_IF_UNFINISHED, [at(4, 7)]),
    ],
)
def test_each_rule_has_its_morning(rule, signed_s):
    """The first working morning after the due day, or that of the working day before it."""
    assert letters(live(*LATE, agencies=[Agency(rule)])) == signed_s


@pytest.mark.parametrize(("allotted_days", "n_letters"), [(2, 0), (3, 1)])
def test_a_forecast_compares_remaining_allotments_with_the_working_time_left(allotted_days, n_letters):
    """On Friday 07:00 two working days are left: two days of allotments suffice, three do not."""
    route = (
        row(DELAY, 0, delay_s=20 * DAY_S, allotment_s=(allotted_days - 1) * 8 * HOUR_S),
        row(WORK, 0, allotment_s=-1),
        row(SIGN, 0, allotment_s=8 * HOUR_S),
        row(StepKind.HAND_OVER, 0, allotment_s=80 * HOUR_S),
    )
    log = live(*route, agencies=[Agency(ApologyRule.DAY_BEFORE_IF_FORECAST_LATE)])
    assert len(letters(log)) == n_letters


def test_short_limits_owe_no_letter_in_advance():
    """One day or less: nothing the day before, but a letter when overdue."""
    short = {"limit_n": 1}
    assert letters(live(*LATE, agencies=[Agency(ApologyRule.DAY_BEFORE_IF_UNFINISHED)], **short)) == []
    assert letters(live(*LATE, agencies=[Agency(ApologyRule.WHEN_OVERDUE)], **short)) == [at(2, 7)]


def test_who_keeps_the_rule_and_how_long_he_takes():
    """The uniform below the compliance share; the letter is signed so much agency time later."""
    keeps = Agency(ApologyRule.WHEN_OVERDUE, compliance_share=0.5)
    assert letters(live(*LATE, agencies=[keeps], letter_u=0.5)) == []
    assert letters(live(*LATE, agencies=[keeps], letter_u=0.49, letter_delay_s=6 * HOUR_S)) == [at(8, 15)]


def test_an_advance_letter_is_dropped_when_the_result_comes_first():
    """Resolved between the clerk's look on the day before and the signature: there is nothing to excuse."""
    route = row(DELAY, 0, delay_s=at(4, 9) - at(0, 8)), row(SIGN)
    advance = [Agency(ApologyRule.DAY_BEFORE_IF_UNFINISHED)]
    assert letters(live(*route, agencies=advance, letter_delay_s=3 * HOUR_S)) == []
    assert letters(live(*route, agencies=advance, letter_delay_s=HOUR_S)) == [at(4, 8)]


def test_a_letter_for_a_date_that_has_passed_goes_out_with_the_result_and_gives_no_new_date():
    """Resolved late between the clerk's look and the signature: the apology is owed all the same."""
    route = row(DELAY, 0, delay_s=at(8, 9) - at(0, 8)), row(SIGN)
    log = live(*route, agencies=[Agency(ApologyRule.WHEN_OVERDUE)], letter_delay_s=3 * HOUR_S)
    assert letters(log) == [at(8, 10)]
    assert [cause for cause, *_ in promised(log)] == [PromiseCause.ACCEPTANCE]


def test_a_paused_dossier_gets_no_letter():
    """While the clock stands still nothing is owed; after it the new date counts."""
    route = row(AWAIT, 0, delay_s=8 * DAY_S, pauses_clock=True), row(DELAY, 0, delay_s=20 * DAY_S), row(SIGN)
    log = live(*route, agencies=[Agency(ApologyRule.WHEN_OVERDUE)])
    assert promised(log)[1] == (PromiseCause.PAUSE, at(8, 8), at(15, 17))
    assert letters(log) == [at(16, 7)]


def test_a_letter_promises_now_plus_the_remaining_allotments():
    """Three days of allotments remain on Tuesday 8: the new date is Friday 11; the due date stays."""
    route = row(DELAY, 0, delay_s=20 * DAY_S, allotment_s=20 * HOUR_S), row(SIGN, 0, allotment_s=2 * HOUR_S)
    log = live(*route, agencies=[Agency(ApologyRule.WHEN_OVERDUE)])
    assert promised(log)[-1] == (PromiseCause.APOLOGY, at(8, 7), at(11, 17))


def test_one_letter_is_the_rule_and_more_follow_when_the_agency_allows():
    """max_letters: another letter on the morning after each broken new date."""
    assert len(letters(live(*LATE, agencies=[Agency(ApologyRule.WHEN_OVERDUE)]))) == 1
    log = live(*LATE, agencies=[Agency(ApologyRule.WHEN_OVERDUE, max_letters=3)])
    assert letters(log) == [at(8, 7), at(10, 7), at(14, 7)]


def test_the_agency_that_holds_the_dossier_writes():
    """The clerk of the place of the current row; of the competent place while nobody has it."""
    places = [Office(agency=0), Office(agency=1)]
    agencies = [Agency(ApologyRule.NONE), Agency(ApologyRule.WHEN_OVERDUE)]
    at_desk = live(*LATE, places=places, agencies=agencies)
    at_office = live(row(DELAY, 1, delay_s=20 * DAY_S), row(SIGN), places=places, agencies=agencies)
    assert (letters(at_desk), letters(at_office)) == ([], [at(8, 7)])
    assert at_office.events.filter(at_office.events["kind"] == EventKind.APOLOGY)["place"].to_list() == [1]


def letter_places(log):
    """Place that answers for each letter."""
    return log.events.filter(log.events["kind"] == EventKind.APOLOGY)["place"].to_list()


def test_a_letter_is_that_of_the_agency_that_began_it():
    """Signed at 09:00 and on its way to the desk at 10:00: the letter stays the office's that was late."""
    places = [Office(agency=0), Office(agency=1)]
    agencies = [Agency(ApologyRule.WHEN_OVERDUE), Agency(ApologyRule.WHEN_OVERDUE)]
    late = (
        row(DELAY, 0, delay_s=at(8, 9) - at(0, 8)),
        row(SIGN),
        row(StepKind.TRANSFER, 1, line=0, delay_s=DAY_S),
    )
    given = {"places": places, "agencies": agencies, "lines": [Line()], "letter_delay_s": 3 * HOUR_S}
    log = live(*late, row(WORK, 1), **given)
    assert (letters(log), letter_places(log)) == ([at(8, 10)], [0])


def test_who_gave_a_dossier_answers_for_it_until_it_has_arrived():
    """On its way from office 0 to office 1 when its date passes: nobody has signed for it (Form 05)."""
    places = [Office(agency=0), Office(agency=1)]
    agencies = [Agency(ApologyRule.WHEN_OVERDUE), Agency(ApologyRule.NONE)]
    route = row(WORK, 0), row(StepKind.TRANSFER, 1, line=0, delay_s=20 * DAY_S), row(SIGN, 1)
    log = live(*route, places=places, agencies=agencies, lines=[Line()])
    assert (letters(log), letter_places(log)) == ([at(8, 7)], [0])


def test_remaining_allotments_end_with_the_signature():
    """Open allotments are 0; rows after the signature have nothing left."""
    route = [row(WORK, allotment_s=10), row(WORK), row(SIGN, allotment_s=5), row(WORK, allotment_s=99)]
    plan = plan_of([dossier(0, *route), dossier(0, row(WORK, allotment_s=7), row(WORK, allotment_s=1))])
    np.testing.assert_array_equal(remaining_allotments(plan), [15, 5, 5, 0, 8, 1])


# ── the register ─────────────────────────────────────────────────────────────────────────────


def recorded(log, kind):
    """When the events of a kind were recorded."""
    return log.events.filter(log.events["kind"] == kind)["recorded_s"].to_list()


def test_without_lags_the_two_clocks_are_equal():
    """No habit, no outage: recorded as it occurs, promises too."""
    log = live(*LATE)
    for table in (log.events, log.promises):
        assert table["occurred_s"].to_list() == table["recorded_s"].to_list()


def test_a_step_is_recorded_its_lag_later_and_so_is_what_follows_sooner():
    """The lag of a row counts for its events; later events are never recorded before them."""
    log = live(row(WORK, 0, 10, record_lag_s=100), row(SIGN, 0, 20))
    assert recorded(log, EventKind.FINISHED)[1:] == [at(0, 8, 1, 50), at(0, 8, 1, 50)]
    assert recorded(log, EventKind.SIGNED) == [at(0, 8, 1, 50)]


@pytest.mark.parametrize(
    ("habits", "recorded_s"),
    [
        ({"close_lag_s": 0}, at(0, 8)),
        ({"close_lag_s": 4 * HOUR_S}, at(0, 14)),
        ({"close_lag_s": 8 * HOUR_S}, at(1, 8)),
        ({"close_lag_s": NEVER}, NEVER),
        ({"on_due_day": True}, at(7, 7)),
        ({"on_due_day": True, "close_lag_s": 80 * HOUR_S}, at(14, 8)),
    ],
)
def test_closing_in_the_software_has_habits_of_its_own(habits, recorded_s):
    """Late by working time of the legal calendar, never, or on the morning of the due day."""
    log = live(row(SIGN), **habits)
    assert recorded(log, EventKind.SIGNED) == [recorded_s]
    assert times(log, EventKind.SIGNED) == [at(0, 8)]


def test_nothing_is_recorded_in_an_outage_of_the_unit():
    """Records move to the end of the window, also from one window into the next; other units do not care."""
    hour = (at(0, 8), at(0, 9))
    assert recorded(live(row(SIGN), outages=[(0, *hour)]), EventKind.SIGNED) == [at(0, 9)]
    assert recorded(
        live(row(SIGN), outages=[(NOBODY, *hour), (0, at(0, 9), at(0, 10))]), EventKind.SIGNED
    ) == [at(0, 10)]
    assert recorded(live(row(SIGN), outages=[(1, *hour)]), EventKind.SIGNED) == [at(0, 8)]


def test_a_clean_up_records_what_had_been_left_open():
    """All that happened before it in its unit is recorded by then; what comes later is not."""
    assert recorded(live(row(SIGN), close_lag_s=NEVER, clean_ups=[(0, at(3, 9))]), EventKind.SIGNED) == [
        at(3, 9)
    ]
    assert recorded(live(row(SIGN), close_lag_s=NEVER, clean_ups=[(1, at(3, 9))]), EventKind.SIGNED) == [
        NEVER
    ]
    assert recorded(live(row(SIGN), close_lag_s=NEVER, clean_ups=[(0, at(0, 8))]), EventKind.SIGNED) == [
        NEVER
    ]


def test_a_half_day_limit_is_promised_in_half_days():
    """The unit of the limit reaches the legal clock."""
    log = live(limit_unit=LimitUnit.HALF_DAY, limit_n=1)
    assert promised(log) == [(PromiseCause.ACCEPTANCE, at(0, 8), at(0, 17))]
