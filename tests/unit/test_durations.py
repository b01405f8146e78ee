"""Waits and stays by hand, second by second."""

import polars as pl
import pytest

from onestop_sim.stats.durations import PARTS, stay_table, stays, visits, waits
from onestop_sim.terms import Channel, EventKind, StepKind
from tests.logs import AN, BINH, DAY_S, DESK, HOUR_S, LAND, NORTH, LogBuilder, at

PERIOD = (0, 28 * DAY_S)
WALL_HOURS_CLOSED = 14
"""From 17:00 to 07:00."""


def hours(log, **given) -> dict[str, float]:
    """The parts of the first dossier's stay that are not zero, in hours; they must add up."""
    row = stays(log, **given).row(0, named=True)
    assert row["stay_s"] == sum(row[part] for part in PARTS)
    return {part.removesuffix("_s"): row[part] / HOUR_S for part in PARTS if row[part]}


def accepted(b: LogBuilder, **given) -> int:
    """A dossier accepted at nine on the first day."""
    dossier = b.dossier(at(0, 8), **given)
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    return dossier


def test_a_stay_has_queue_work_closed_hours_and_collection():
    """Queue from 9 to 16, work to 8 the next morning, ready until the applicant comes."""
    b = LogBuilder()
    b.sign(accepted(b), at(0, 9), at(0, 16), at(1, 8))
    b.collect(0, at(1, 8), at(3, 8), at(3, 9), at(3, 9.25))
    assert hours(b.build()) == {
        "queue": (11.5 - 9) + (16 - 13.5) + 1,
        "work": 1 + 1 + 0.25,
        "closed": 2 + WALL_HOURS_CLOSED,
        "collection": 48,
    }


def test_who_finishes_past_closing_is_working():
    """An officer who goes on to 17:30 works half an hour more; it is his overrun, not closed hours."""
    b = LogBuilder()
    b.sign(accepted(b), at(0, 9), at(0, 9), at(0, 9.5))
    b.collect(0, at(0, 9.5), at(0, 16), at(0, 16.5), at(0, 17.5))
    assert hours(b.build()) == {"queue": 0.5, "work": 1.5, "collection": 6.5}


def test_an_officer_on_other_duties_keeps_the_dossier_waiting():
    """While the office is open and its officer is not on duty, a dossier in his tray queues."""
    b = LogBuilder()
    b.duty[BINH] = b.duty[BINH].without(*(pl.Series([x]).to_numpy() for x in (at(0, 10), at(0, 11))))
    b.sign(accepted(b), at(0, 9), at(0, 9), at(0, 11.25))
    assert hours(b.build(), as_of_s=at(0, 11.25)) == {"queue": 1.0, "work": 1.25}


def test_delay_transfer_and_pause_run_day_and_night():
    """Nobody's, the post's and the applicant's time is counted by the wall clock."""
    b = LogBuilder()
    accepted(b)
    for kind, instant in (
        (EventKind.DELAY_BEGAN, at(0, 9)),
        (EventKind.DELAY_ENDED, at(2, 9)),
        (EventKind.SENT, at(2, 9)),
        (EventKind.COLLECTED, at(2, 17)),
        (EventKind.DELIVERED, at(3, 9)),
        (EventKind.PAUSED, at(3, 9)),
        (EventKind.RESUMED, at(7, 9)),
    ):
        b.event(0, kind, instant, place=LAND)
    b.event(0, EventKind.QUEUED, at(7, 9), place=LAND)
    assert hours(b.build(), as_of_s=at(7, 10)) == {"queue": 1, "delay": 48, "transfer": 24, "pause": 96}


def test_a_supplement_visit_is_queue_and_work_and_who_leaves_it_is_in_the_pause_again():
    """LEFT at the desk goes back to the pause that the visit was to end."""
    b = LogBuilder()
    accepted(b)
    b.event(0, EventKind.PAUSED, at(0, 9), place=LAND)
    b.event(0, EventKind.ARRIVED, at(1, 9), place=DESK)
    b.event(0, EventKind.QUEUED, at(1, 9), place=DESK)
    b.event(0, EventKind.LEFT, at(1, 10), place=DESK)
    b.event(0, EventKind.ARRIVED, at(2, 10), place=DESK)
    b.event(0, EventKind.QUEUED, at(2, 10), place=DESK)
    b.serve(0, AN, at(2, 10.5), at(2, 11))
    b.event(0, EventKind.RESUMED, at(2, 11), place=DESK)
    assert hours(b.build(), as_of_s=at(2, 11)) == {"queue": 1.5, "work": 0.5, "pause": 48}


def test_a_dossier_still_in_the_shop_is_measured_up_to_the_instant():
    """Overnight in an officer's tray is closed, and no overrun, while the work is not finished."""
    b = LogBuilder()
    b.sign(accepted(b), at(0, 9), at(0, 16), at(2, 8))
    log = b.build()
    assert hours(log, as_of_s=at(1, 3)) == {"queue": 5, "work": 1, "closed": 2 + 10}
    assert stays(log, at(1, 3))["complete"].to_list() == [False]


def test_dossiers_open_at_the_start_have_no_stay():
    """Their past is not in the log."""
    b = LogBuilder()
    b.dossier(at(-80, 8), open_at_start=True, accepted_before_s=at(-80, 9))
    b.event(0, EventKind.QUEUED, at(0, 9), place=LAND)
    assert stays(b.build()).is_empty()


def test_a_wait_runs_from_arrival_to_being_served():
    """Half an hour at the desk before filing, an hour before collecting."""
    b = LogBuilder()
    b.sign(accepted(b), at(0, 9), at(0, 10), at(0, 11))
    b.collect(0, at(0, 11), at(1, 8), at(1, 9), at(1, 9.25))
    by_purpose = waits(b.build(), PERIOD, ("purpose",)).select("purpose", "n", "mean_min")
    assert by_purpose.rows() == [("collect", 1, 60.0), ("file", 1, 30.0)]
    assert waits(b.build(), PERIOD, ("place", "hour"))["place"].unique().to_list() == ["district/desk"]
    assert waits(b.build(), PERIOD, ())["mean_min"].to_list() == [45.0]


def test_who_leaves_has_no_wait_and_comes_for_another_visit():
    """A visit that ends unserved is counted apart."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    b.event(dossier, EventKind.ARRIVED, at(0, 8), place=DESK)
    b.event(dossier, EventKind.QUEUED, at(0, 8), place=DESK)
    b.event(dossier, EventKind.LEFT, at(0, 9), place=DESK)
    b.accept(dossier, at(1, 8), at(1, 8.5), at(1, 9))
    assert waits(b.build(), PERIOD, ()).select("n", "mean_min", "n_unserved").row(0) == (1, 30.0, 1)


def companions(*collect_h: float) -> pl.DataFrame:
    """The visits of two dossiers that are filed together and collected at an hour each."""
    b = LogBuilder()
    for start, collected in zip((8.5, 9.0), collect_h, strict=True):
        dossier = b.dossier(at(0, 8), carrier=0)
        b.accept(dossier, at(0, 8), at(0, start), at(0, start + 0.5))
        b.sign(dossier, at(0, start + 0.5), at(1, start), at(1, start + 0.5))
        b.collect(dossier, at(2, 8), at(3, collected), at(3, start), at(3, start + 0.5))
    return visits(b.build())


def test_companions_are_one_visit():
    """Two dossiers filed together, and collected together, make two visits."""
    table = companions(8, 8)
    assert table["purpose"].to_list() == ["file", "collect"]
    assert table["started_s"].to_list() == [at(0, 8.5), at(3, 8.5)]


def test_companions_who_collect_at_different_instants_make_a_visit_each():
    """One comes half an hour after the other: three visits with the filing."""
    assert companions(8, 8.5)["purpose"].to_list() == ["file", "collect", "collect"]


@pytest.mark.parametrize("channel", [Channel.ONLINE, Channel.POST])
def test_what_the_portal_or_the_post_brings_is_no_visit(channel):
    """Only the collection is one."""
    b = LogBuilder()
    b.sign(accepted(b, channel=channel), at(0, 9), at(0, 9), at(0, 9.5))
    b.collect(0, at(0, 9.5), at(0, 16), at(0, 16), at(0, 16.25))
    assert visits(b.build())["purpose"].to_list() == ["collect"]


def test_the_table_of_stays_has_a_row_for_each_group_and_a_total():
    """Means of two fields and of all dossiers that left in the period."""
    b = LogBuilder()
    for procedure, day in ((0, 1), (1, 3)):
        dossier = accepted(b, procedure=procedure)
        step = b.step(dossier, "home", StepKind.DELIVER_HOME, NORTH)
        b.event(dossier, EventKind.SENT, at(0, 9), step=step)
        b.event(dossier, EventKind.DELIVERED, at(day, 9), step=step)
        b.event(dossier, EventKind.HANDED_OVER, at(day, 9), step=step)
    table = stay_table(b.build(), PERIOD)
    assert table.select("group", "n", "mean_d", "q50_d", "transfer_d").rows() == [
        ("civil_status", 1, 3.0, 3.0, 3.0),
        ("land", 1, 1.0, 1.0, 1.0),
        ("total", 2, 2.0, 2.0, 2.0),
    ]
