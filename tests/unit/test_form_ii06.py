"""Form II.06, column by column, on a log made by hand."""

import polars as pl
import pytest

from onestop_sim.deadline import TimeLimit
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.form_ii06 import COLUMN_NUMBERS, IDENTITIES, carry_gap, form_ii06, gaps, sum_gaps
from onestop_sim.terms import (
    NEVER,
    Channel,
    ClockChoice,
    CountingRule,
    EventKind,
    Grouping,
    Outcome,
    PromiseCause,
)
from tests.logs import DAY_S, LAND, LEGAL, NORTH, LogBuilder, at

PERIOD = (0, 28 * DAY_S)
NEXT = (28 * DAY_S, 56 * DAY_S)
FORM, BUCKETS = CountingRule


def accepted_on(builder: LogBuilder, day: int, **given) -> int:
    """A dossier of three working days accepted at nine."""
    dossier = builder.dossier(at(day, 8), **given)
    builder.accept(dossier, at(day, 8), at(day, 8.5), at(day, 9))
    return dossier


def ends(builder: LogBuilder, dossier: int, kind: EventKind, at_s: int, **given) -> None:
    """The end of a dossier's handling."""
    builder.event(dossier, kind, at_s, place=LAND, **given)


@pytest.fixture
def log():
    """One dossier for each way in which a period can end."""
    b = LogBuilder((PERIOD, NEXT))
    ends(b, accepted_on(b, 0), EventKind.SIGNED, at(1, 10))  # early
    ends(b, accepted_on(b, 0, channel=Channel.ONLINE), EventKind.SIGNED, at(3, 10))  # on time
    ends(b, accepted_on(b, 0, procedure=1), EventKind.SIGNED, at(4, 10))  # late
    accepted_on(b, 24)  # Thursday, due Tuesday day 29: pending within time
    accepted_on(b, 2)  # pending overdue
    ends(b, accepted_on(b, 0), EventKind.RETURNED_UNRESOLVED, at(9, 10))  # after its date
    ends(b, accepted_on(b, 0), EventKind.WITHDRAWN, at(1, 10))
    ends(b, accepted_on(b, 3), EventKind.PAUSED, at(4, 9))  # paused in time
    ends(b, accepted_on(b, 3), EventKind.PAUSED, at(14, 9))  # a pause that cures nothing
    ends(b, accepted_on(b, -3), EventKind.SIGNED, at(0, 10))  # carried over, accepted on a Friday: early
    ends(b, accepted_on(b, -14), EventKind.SIGNED, at(-13, 10))  # of the period before
    refused = b.dossier(at(1, 8))
    b.event(refused, EventKind.ARRIVED, at(1, 8))
    b.event(refused, EventKind.REFUSED, at(1, 9))
    accepted_on(b, 29)  # of the next period
    return b.build()


def total_row(table: pl.DataFrame) -> dict[str, int]:
    """The last row without its name."""
    row = table.row(-1, named=True)
    assert row.pop("group") == "total"
    return row


def test_each_dossier_is_in_the_column_that_the_footnotes_of_the_form_say(log):
    """Returned and withdrawn are in column 9, paused in 12; who was refused is in none."""
    assert total_row(form_ii06(log, PERIOD)) == {
        "received": 10,
        "received_online": 1,
        "received_direct": 8,
        "carried_over": 1,
        "resolved": 6,
        "early": 2,
        "on_time": 3,
        "late": 1,
        "pending": 4,
        "pending_within": 3,
        "pending_overdue": 1,
    }


def test_three_buckets_set_paused_dossiers_apart(log):
    """Paused ones have their own bucket, and what was returned after its date is late."""
    row = total_row(form_ii06(log, PERIOD, rule=BUCKETS))
    assert (row["resolved"], row["early"], row["on_time"], row["late"]) == (6, 3, 1, 2)
    assert (row["pending"], row["pending_within"], row["pending_overdue"]) == (2, 1, 1)
    assert (row["paused"], row["paused_within"], row["paused_overdue"]) == (2, 1, 1)


def test_the_form_has_its_eleven_numbered_columns():
    """Columns 3 to 13 in the order of the form."""
    assert list(COLUMN_NUMBERS.values()) == list(range(3, 14))


@pytest.mark.parametrize("rule", CountingRule)
@pytest.mark.parametrize("by", Grouping)
def test_every_row_of_every_grouping_adds_up(log, rule, by):
    """The identities of the rule hold in each row and the groups sum to the total."""
    table = form_ii06(log, PERIOD, by, rule=rule)
    assert gaps(table, rule).is_empty()
    assert sum_gaps(table) == {}


def test_dossiers_are_grouped_by_the_field_of_their_procedure(log):
    """The one late dossier belongs to the second field."""
    late = dict(form_ii06(log, PERIOD, Grouping.FIELD).select("group", "late").iter_rows())
    assert late == {"land": 0, "civil_status": 1, "total": 1}


def test_the_unit_is_that_of_the_office_in_charge():
    """A dossier of the district filed in a commune counts for the district, and apart when asked so."""
    b = LogBuilder()
    accepted_on(b, 0, receiving_place=NORTH)
    by_unit = dict(form_ii06(b.build(), PERIOD, Grouping.UNIT).select("group", "received").iter_rows())
    by_desk = form_ii06(b.build(), PERIOD, Grouping.RECEIVING_UNIT).select("group", "received")
    assert by_unit == {"district": 1, "north": 0, "south": 0, "total": 1}
    assert dict(by_desk.iter_rows()) == {"district": 0, "north": 1, "south": 0, "total": 1}


@pytest.mark.parametrize("rule", CountingRule)
def test_what_a_period_leaves_open_the_next_one_takes_over(log, rule):
    """Column 6 is column 11 (and the paused bucket) of the period before."""
    before, after = (total_row(form_ii06(log, period, rule=rule)) for period in (PERIOD, NEXT))
    assert after["carried_over"] == 4
    assert carry_gap(before, after, rule) == 0


def test_a_result_that_is_not_recorded_is_late_in_the_portal_and_on_time_as_it_was():
    """Phantom lateness: the portal judges the instant of the record, and keeps the unclosed one open."""
    b = LogBuilder()
    ends(b, accepted_on(b, 0), EventKind.SIGNED, at(1, 10), recorded_s=at(8, 10))
    ends(b, accepted_on(b, 0), EventKind.SIGNED, at(1, 10), recorded_s=NEVER)
    was, shown = (total_row(form_ii06(b.build(), PERIOD, clock=clock)) for clock in ClockChoice)
    assert (was["early"], was["late"], was["pending"]) == (2, 0, 0)
    assert (shown["early"], shown["late"], shown["pending_overdue"]) == (0, 1, 1)


def test_a_pause_moves_the_date_and_a_letter_does_not():
    """Verdicts use the last promise that is no letter's, as of the signing."""
    b = LogBuilder()
    paused = accepted_on(b, 0)  # due on day 3; a pause of four working days moves it to day 9
    shifted_s = LEGAL.shifted(at(3, 17), at(1, 9), at(7, 9), TimeLimit.parse("3wd"))
    b.promise(paused, at(7, 9), shifted_s, PromiseCause.PAUSE)
    ends(b, paused, EventKind.SIGNED, at(9, 9))
    with_letter = accepted_on(b, 0)
    b.promise(with_letter, at(2, 9), at(10, 17), PromiseCause.APOLOGY)
    ends(b, with_letter, EventKind.SIGNED, at(8, 9))
    b.promise(with_letter, at(9, 9), at(11, 17), PromiseCause.PAUSE)  # too late: the verdict is frozen
    row = total_row(form_ii06(b.build(), PERIOD))
    assert (row["early"], row["on_time"], row["late"]) == (0, 1, 1)


def test_a_dossier_due_on_the_last_day_is_overdue_after_it():
    """At the midnight that ends the period its last day is over."""
    b = LogBuilder()
    accepted_on(b, 22)  # Tuesday of the fourth week, due Friday day 25
    row = total_row(form_ii06(b.build(), (0, 26 * DAY_S)))
    assert row["pending_overdue"] == 1
    assert total_row(form_ii06(b.build(), (0, 25 * DAY_S)))["pending_within"] == 1


def test_a_dossier_open_at_the_start_is_carried_over():
    """Its acceptance lies before the run and has no event."""
    b = LogBuilder()
    dossier = b.dossier(at(-80, 8), open_at_start=True, accepted_before_s=at(-80, 9))
    b.promise(dossier, at(-80, 9), at(-49, 17))
    row = total_row(form_ii06(b.build(), PERIOD))
    assert (row["carried_over"], row["received"], row["pending_overdue"]) == (1, 1, 1)


def test_the_outcome_as_of_an_instant_knows_nothing_of_what_comes_later():
    """A dossier sent home, back, accepted, paused and signed has each outcome in its time."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    b.event(dossier, EventKind.ARRIVED, at(0, 8))
    b.event(dossier, EventKind.SENT_HOME, at(0, 9))
    b.accept(dossier, at(2, 8), at(2, 8), at(2, 9))
    b.event(dossier, EventKind.PAUSED, at(3, 9))
    b.event(dossier, EventKind.RESUMED, at(4, 9))
    b.event(dossier, EventKind.SIGNED, at(5, 9))
    reading = Reading(b.build())
    instants = [at(0, 8.5), at(1, 0), at(2, 8.5), at(3, 0), at(4, 0), at(5, 0), at(6, 0)]
    assert [Outcome(int(reading.outcomes_at(one)[0])).name for one in instants] == [
        "NOT_ACCEPTED",
        "SENT_HOME",
        "NOT_ACCEPTED",
        "IN_PROGRESS",
        "PAUSED",
        "IN_PROGRESS",
        "RESOLVED",
    ]


def test_an_audit_of_a_printed_table_names_the_identity_that_is_broken():
    """Bình Sơn 2022 printed 4,419 in time and 409 overdue of 4,891 pending: 63 are missing."""
    printed = {"group": ["Bình Sơn"], "pending": [4891], "pending_within": [4419], "pending_overdue": [409]}
    assert gaps(pl.DataFrame(printed)).rows() == [
        ("Bình Sơn", "pending = pending_within + pending_overdue", 63)
    ]


def test_identities_name_columns_of_their_rule():
    """No identity asks for a column that its rule does not print."""
    empty = LogBuilder().build()
    for rule, identities in IDENTITIES.items():
        columns = set(form_ii06(empty, PERIOD, rule=rule).columns)
        assert {name for one in identities for name in (one.total, *one.parts)} <= columns
