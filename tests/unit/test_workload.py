"""Arrivals, work in progress, utilisation and queues by hand."""

import polars as pl

from onestop_sim.stats.workload import (
    arrivals_by_day,
    in_progress_by_day,
    officer_time,
    place_time,
    queue_lengths,
    visits_per_dossier,
)
from onestop_sim.terms import Channel, EventKind
from tests.logs import AN, BINH, DAY_S, DESK, HOUR_S, LAND, LogBuilder, at

WEEK = (0, 7 * DAY_S)


def one_life(**given) -> LogBuilder:
    """Filed on Monday, signed on Tuesday after a night in the tray, collected on Wednesday till 17:30."""
    b = LogBuilder((WEEK,))
    dossier = b.dossier(at(0, 8), **given)
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.sign(dossier, at(0, 9), at(0, 16), at(1, 8))
    b.collect(dossier, at(1, 8), at(2, 16), at(2, 16.5), at(2, 17.5))
    return b


def test_arrivals_are_counted_by_day_and_channel():
    """An online dossier of Monday and two visits: none to file, one to collect."""
    table = arrivals_by_day(one_life(channel=Channel.ONLINE).build(), WEEK)
    assert table.height == 7
    assert table.sum().drop("day").row(0, named=True) == {
        "came_in_person": 0,
        "came_online": 1,
        "came_post": 0,
        "accepted": 1,
        "visits": 1,
    }
    assert table.row(0, named=True)["came_online"] == 1


def test_every_accepted_dossier_has_one_holder_at_the_end_of_each_day():
    """Monday night with the officer, Tuesday night ready in the office, then gone."""
    table = in_progress_by_day(one_life().build(), WEEK)
    assert table.select("officer", "queue", "in_shop", "undecided").head(3).rows() == [
        (1, 0, 1, 1),
        (0, 1, 1, 0),
        (0, 0, 0, 0),
    ]


def test_what_begins_or_ends_at_midnight_belongs_to_the_next_day():
    """Ready at the midnight after Tuesday: its officer has it on Monday night and on Tuesday night."""
    b = LogBuilder((WEEK,))
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.sign(dossier, at(0, 9), at(0, 16), at(2, 0))
    b.collect(dossier, at(2, 0), at(3, 0), at(3, 0), at(3, 0))
    table = in_progress_by_day(b.build(), WEEK)
    assert table.select("officer", "queue", "in_shop").head(4).rows() == [
        (1, 0, 1),
        (1, 0, 1),
        (0, 1, 1),
        (0, 0, 0),
    ]


def test_utilisation_is_duty_with_a_dossier_in_hand():
    """Half an hour and half an hour of five days of eight hours; the overrun is apart."""
    row = officer_time(one_life().build(), WEEK).row(AN, named=True)
    assert (row["busy_s"], row["overrun_s"], row["duty_s"]) == (HOUR_S, HOUR_S / 2, 40 * HOUR_S)
    assert row["utilisation"] == 1 / 40
    assert row["n_services"] == 2


def test_a_night_in_the_tray_is_not_work():
    """From 16:00 to 8:00 the officer works two hours."""
    assert officer_time(one_life().build(), WEEK).row(BINH, named=True)["busy_s"] == 2 * HOUR_S


def test_work_is_cut_at_the_ends_of_the_period():
    """Monday alone holds one of the two hours."""
    assert officer_time(one_life().build(), (0, DAY_S)).row(BINH, named=True)["busy_s"] == HOUR_S


def test_a_place_is_the_sum_of_its_officers():
    """The land office has two, one of them idle."""
    row = place_time(one_life().build(), WEEK).filter(pl.col("place") == LAND).row(0, named=True)
    assert (row["duty_s"], row["utilisation"]) == (80 * HOUR_S, 2 / 80)


def test_the_queue_is_measured_over_opening_time():
    """Two dossiers wait, together for an hour: the longest queue is two."""
    b = LogBuilder((WEEK,))
    for hour in (8, 9):
        dossier = b.dossier(at(0, hour))
        b.event(dossier, EventKind.QUEUED, at(0, hour), place=DESK)
        b.serve(dossier, AN, at(0, hour + 2), at(0, hour + 2.5))
    row = queue_lengths(b.build(), WEEK).row(DESK, named=True)
    assert (row["longest"], row["mean_open"]) == (2, 4 / 40)


def test_who_leaves_makes_room_before_who_comes():
    """A queue that is left and joined at one instant holds one."""
    b = LogBuilder((WEEK,))
    for hour in (8, 9):
        dossier = b.dossier(at(0, hour))
        b.event(dossier, EventKind.QUEUED, at(0, hour), place=DESK)
        b.serve(dossier, AN, at(0, hour + 1), at(0, hour + 1.5))
    assert queue_lengths(b.build(), WEEK).row(DESK, named=True)["longest"] == 1


def test_visits_per_dossier():
    """One to file and one to collect; unknown when nothing was accepted."""
    assert visits_per_dossier(one_life().build(), WEEK) == 2.0
    assert visits_per_dossier(LogBuilder().build(), WEEK) is None
