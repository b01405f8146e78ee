"""Verdicts of dossiers and steps, on-time rates, printed percentages."""

import pytest

from onestop_sim.stats.timeliness import (
    on_time_rates,
    on_time_share,
    printed_percentage,
    step_verdicts,
    verdict_table,
)
from onestop_sim.terms import ClockChoice, Denominator, EventKind, Grouping, Rounding, StepKind, Verdict
from tests.logs import BINH, DAY_S, DESK, HOUR_S, LAND, LogBuilder, at

PERIOD = (0, 28 * DAY_S)


def test_the_verdict_compares_the_day_of_signing_with_the_due_day():
    """Three working days from Monday: signed on Wednesday early, Thursday on time, Friday late."""
    b = LogBuilder()
    for day in (2, 3, 4):
        dossier = b.dossier(at(0, 8))
        b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
        b.event(dossier, EventKind.SIGNED, at(day, 16.9))
    table = verdict_table(b.build())
    assert table["verdict"].to_list() == [Verdict.EARLY, Verdict.ON_TIME, Verdict.LATE]
    assert table["due_s"].to_list() == [at(3, 17)] * 3


def test_the_portal_judges_the_record():
    """The same signing is late on the recorded clock when it is closed a week later."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.event(dossier, EventKind.SIGNED, at(1, 9), recorded_s=at(8, 9))
    verdicts = [verdict_table(b.build(), clock)["verdict"].item() for clock in ClockChoice]
    assert verdicts == [Verdict.EARLY, Verdict.LATE]


def test_each_denominator_gives_its_own_rate():
    """Ninh Hải divides by what it received, Bình Sơn by what it resolved, Decision 766 adds the pending."""
    row = {"early": 4, "on_time": 4, "late": 2, "resolved": 10, "received": 16, "pending_within": 5}
    shares = {one: on_time_share(row, one) for one in Denominator}
    assert shares == {
        Denominator.RESOLVED: (8, 10),
        Denominator.RECEIVED: (8, 16),
        Denominator.DECISION_766: (13, 16),
    }


def test_a_rate_of_nothing_is_unknown():
    """Groups without dossiers have no rate."""
    rates = on_time_rates(LogBuilder().build(), PERIOD, Grouping.FIELD)
    assert rates.drop("group").null_count().row(0) == (3, 3, 3)


@pytest.mark.parametrize(
    ("n", "of", "digits", "printed"),
    [
        (133_296, 138_187, 1, 96.4),
        (13_281, 133_296, 2, 9.96),
        (119_431, 133_296, 1, 89.5),
        (584, 133_296, 2, 0.43),
    ],
)
def test_binh_son_truncates(n, of, digits, printed):
    """The four percentages that the 2022 report prints are cut, not rounded."""
    assert printed_percentage(n, of, digits, Rounding.TRUNCATION) == printed
    assert printed_percentage(n, of, digits, Rounding.HALF_UP) in {
        printed,
        round(printed + 10**-digits, digits),
    }


def test_binh_thuan_rounds():
    """1,576 of 32,300 is printed 4.88 %."""
    assert printed_percentage(1576, 32_300) == 4.88


@pytest.mark.parametrize(
    ("used_h", "verdict"), [(3.5, Verdict.EARLY), (4, Verdict.ON_TIME), (4.5, Verdict.LATE)]
)
def test_a_step_is_judged_against_its_allotment(used_h, verdict):
    """Four hours are allotted; only open hours count as used."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    desk = b.step(dossier, "receive", StepKind.RECEIVE, DESK)
    b.event(dossier, EventKind.QUEUED, at(0, 8), place=DESK, step=desk)
    b.serve(dossier, 0, at(0, 8), at(0, 8.5), desk)
    step = b.step(dossier, "appraise", StepKind.WORK, LAND, allotment_s=4 * HOUR_S)
    b.event(dossier, EventKind.QUEUED, at(0, 15.5), place=LAND, step=step)
    b.serve(dossier, BINH, at(1, 8), at(1, 7 + used_h - 1.5), step)
    first, second = step_verdicts(b.build(), PERIOD).iter_rows(named=True)
    assert (first["giver"], first["receiver"], first["verdict"]) == (-1, DESK, None)
    assert (second["giver"], second["receiver"], second["officer"]) == (DESK, LAND, BINH)
    assert (second["used_s"], second["verdict"]) == (used_h * HOUR_S, verdict)


def test_a_transfer_is_a_step_too():
    """From sending to delivery, in the hours of the place that answers for it."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    step = b.step(dossier, "carry_up", StepKind.TRANSFER, DESK, allotment_s=4 * HOUR_S)
    b.event(dossier, EventKind.SENT, at(0, 15.5), place=DESK, step=step)
    b.event(dossier, EventKind.DELIVERED, at(1, 8), place=LAND, step=step)
    row = step_verdicts(b.build(), PERIOD).row(0, named=True)
    assert (row["used_s"], row["verdict"], row["officer"]) == (2.5 * HOUR_S, Verdict.EARLY, -1)
    assert row["receiver"] == LAND


def test_a_survey_is_judged_too():
    """Nobody's time, but the office that answers for it may overrun its allotment."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    step = b.step(dossier, "survey", StepKind.DELAY, LAND, allotment_s=8 * HOUR_S)
    b.event(dossier, EventKind.DELAY_BEGAN, at(0, 8), place=LAND, step=step)
    b.event(dossier, EventKind.DELAY_ENDED, at(2, 8), place=LAND, step=step)
    row = step_verdicts(b.build(), PERIOD).row(0, named=True)
    assert (row["used_s"], row["verdict"]) == (16 * HOUR_S, Verdict.LATE)


def test_who_left_the_desk_is_received_in_the_visit_that_was_served():
    """The days between two visits are not the desk's."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    step = b.step(dossier, "receive", StepKind.RECEIVE, DESK, allotment_s=4 * HOUR_S)
    b.event(dossier, EventKind.QUEUED, at(0, 8), place=DESK, step=step)
    b.event(dossier, EventKind.LEFT, at(0, 9), place=DESK, step=step)
    b.event(dossier, EventKind.QUEUED, at(3, 8), place=DESK, step=step)
    b.serve(dossier, 0, at(3, 8.5), at(3, 9), step)
    assert step_verdicts(b.build(), PERIOD)["used_s"].to_list() == [HOUR_S]
