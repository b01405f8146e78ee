"""Each law of the event log is kept by a legal log and caught when it is broken."""

import numpy as np
import polars as pl
import pytest

from onestop_sim.errors import LawError
from onestop_sim.eventlog.laws import LAWS, SUCCESSORS, check_laws
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.shift_table import ShiftTable
from onestop_sim.terms import NO_INSTANT, EventKind, PromiseCause
from tests.logs import AN, BINH, CHI, DESK, LAND, LogBuilder, at, opening, random_log, tampered, with_events


def life() -> LogBuilder:
    """One dossier from the desk to the hand-over, signed late after a letter."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.event(dossier, EventKind.APOLOGY, at(2, 8), place=LAND)
    b.promise(dossier, at(2, 8), at(7, 17), PromiseCause.APOLOGY)
    b.sign(dossier, at(0, 9), at(4, 8), at(4, 9))
    b.collect(dossier, at(4, 9), at(7, 8), at(7, 8.5), at(7, 9))
    return b


def broken_key(log: EventLog) -> str:
    """The key of the law that a log breaks."""
    with pytest.raises(LawError) as caught:
        check_laws(log)
    assert {"dossier", "at"} <= caught.value.values.keys()
    return caught.value.key


def changed(column: str, kind: EventKind, value: object, nth: int = 0) -> EventLog:
    """The legal life with one column of its nth event of a kind changed."""
    log = life().build()
    rows = np.flatnonzero(log.events["kind"].to_numpy() == kind)
    here = pl.int_range(pl.len()) == rows[nth]
    return tampered(log, "events", **{column: pl.when(here).then(pl.lit(value)).otherwise(pl.col(column))})


def without(kind: EventKind, nth: int = 0) -> EventLog:
    """The legal life less its nth event of a kind."""
    log = life().build()
    row = int(np.flatnonzero(log.events["kind"].to_numpy() == kind)[nth])
    return with_events(log, pl.concat([log.events.head(row), log.events.tail(log.events.height - row - 1)]))


@pytest.mark.parametrize("seed", range(5))
def test_legal_lives_break_no_law(seed):
    """Random lives of every channel with supplements, letters and post pass."""
    check_laws(random_log(np.random.default_rng(seed), 60))


def test_an_empty_log_breaks_no_law():
    """No dossiers, no events: nothing to complain of."""
    check_laws(LogBuilder().build())


def test_the_legal_life_that_the_other_tests_break_is_legal():
    """One dossier from the desk to the hand-over passes."""
    check_laws(life().build())


def test_time_runs_forward():
    """An event that stands after a later one of its dossier is caught."""
    assert broken_key(changed("occurred_s", EventKind.READY, at(2, 9))) == "law_time_order"


def test_nothing_is_recorded_before_it_happened():
    """A record a second early is caught."""
    assert broken_key(changed("recorded_s", EventKind.SIGNED, at(4, 9) - 1)) == "law_recorded_before"


def test_a_promise_is_not_recorded_before_it_is_given():
    """The same for promised dates."""
    log = tampered(life().build(), "promises", recorded_s=pl.col("occurred_s") - 1)
    assert broken_key(log) == "law_recorded_before"


def test_records_keep_their_order():
    """A later event of a dossier recorded earlier is caught."""
    assert broken_key(changed("recorded_s", EventKind.ACCEPTED, at(9, 9))) == "law_record_order"


def test_events_follow_each_other():
    """A service that finishes into nothing legal is caught, a start without a queue too."""
    assert broken_key(without(EventKind.QUEUED)) == "law_successor"
    assert broken_key(without(EventKind.STARTED)) == "law_successor"
    assert broken_key(without(EventKind.FINISHED)) == "law_successor"


def test_a_life_begins_with_filing_or_arriving():
    """A dossier that appears in a queue out of nothing is caught, unless it was open at the start."""
    log = without(EventKind.ARRIVED)
    assert broken_key(log) == "law_first_event"


def test_somebody_holds_each_dossier():
    """A gap between acceptance and the next holder is caught."""
    log = changed("occurred_s", EventKind.QUEUED, at(0, 10), nth=1)
    assert broken_key(tampered(log, "events", recorded_s=pl.max_horizontal("recorded_s", "occurred_s"))) in {
        "law_holder",
        "law_record_order",
    }


def test_nobody_is_accepted_twice():
    """A second acceptance is caught."""
    b = life()
    second = b.dossier(at(1, 8))
    b.accept(second, at(1, 8), at(1, 8), at(1, 9))
    b.event(second, EventKind.QUEUED, at(1, 9), place=DESK)
    b.serve(second, AN, at(1, 9), at(1, 10))
    b.event(second, EventKind.ACCEPTED, at(1, 10), place=DESK)
    b.event(second, EventKind.QUEUED, at(1, 10), place=LAND)
    assert broken_key(b.build()) == "law_once"


def test_a_service_has_an_officer():
    """A start without an officer is caught."""
    assert broken_key(changed("officer", EventKind.STARTED, -1)) == "law_officer_missing"


def test_an_officer_serves_at_his_own_place():
    """A start by the officer of another place is caught."""
    assert broken_key(changed("officer", EventKind.STARTED, BINH)) == "law_officer_place"


def test_who_starts_finishes():
    """A finish by a colleague is caught."""
    assert broken_key(changed("officer", EventKind.FINISHED, CHI, nth=1)) == "law_finish"


def at_once(carrier_of_second: int) -> EventLog:
    """Two dossiers in an officer's hands at the same time."""
    b = LogBuilder()
    for carrier, start in ((0, 8.5), (carrier_of_second, 8.75)):
        dossier = b.dossier(at(0, 8), carrier=carrier)
        b.accept(dossier, at(0, 8), at(0, start), at(0, 9 + start - 8.5))
        b.event(dossier, EventKind.QUEUED, at(0, 9 + start - 8.5), place=LAND)
    return b.build()


def test_an_officer_serves_one_dossier():
    """A second start before the first finish is caught, but for companions of one visitor."""
    assert broken_key(at_once(carrier_of_second=1)) == "law_two_at_once"
    check_laws(at_once(carrier_of_second=0))


def test_a_service_within_another_one_is_found():
    """An officer who begins and ends a dossier while he has another in hand breaks the law."""
    b = LogBuilder()
    for start, end in ((8.5, 10), (8.75, 9)):
        dossier = b.dossier(at(0, 8))
        b.accept(dossier, at(0, 8), at(0, start), at(0, end))
        b.event(dossier, EventKind.QUEUED, at(0, end), place=LAND)
    assert broken_key(b.build()) == "law_two_at_once"


def test_nothing_starts_off_duty():
    """A start at the second of closing is caught."""
    b = LogBuilder()
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 17), at(0, 17.5))
    b.event(dossier, EventKind.QUEUED, at(0, 17.5), place=LAND)
    assert broken_key(b.build()) == "law_off_duty"


def test_the_rest_of_a_visit_may_go_on_past_closing():
    """A companion's dossier begun after closing, straight after the first of the visit, is legal."""
    b = LogBuilder()
    for start, end in ((16.9, 17.1), (17.1, 17.3)):
        dossier = b.dossier(at(0, 16), carrier=0)
        b.accept(dossier, at(0, 16), at(0, start), at(0, end))
        b.event(dossier, EventKind.QUEUED, at(0, end), place=LAND)
    check_laws(b.build())


@pytest.mark.parametrize("due_s", [at(3, 16), at(5, 17)], ids=["not a closing time", "a Saturday"])
def test_promises_are_closing_times_of_working_days(due_s):
    """Another hour and a day off are caught."""
    log = tampered(life().build(), "promises", due_s=pl.lit(due_s))
    assert broken_key(log) == "law_promise"


def test_who_is_accepted_has_a_date():
    """An acceptance without a promise is caught."""
    log = life().build()
    kept = log.promises.filter(pl.col("cause") != PromiseCause.ACCEPTANCE)
    assert broken_key(EventLog({**log.tables, "promises": kept})) == "law_no_promise"


def test_letters_belong_to_dossiers_that_are_open_or_were_late():
    """Caught: a letter before acceptance, one for a result in time, a new date after it, a missing one."""
    b = life()
    b.event(0, EventKind.APOLOGY, at(8, 8), place=LAND)
    check_laws(b.build())  # life() is late: its letter may go out with the result, without a date
    b.promise(0, at(8, 8), at(9, 17), PromiseCause.APOLOGY)
    assert broken_key(b.build()) == "law_letter_date"
    b = LogBuilder()
    b.accept(b.dossier(at(0, 8)), at(0, 8), at(0, 8.5), at(0, 9))
    b.sign(0, at(0, 9), at(0, 10), at(0, 11))
    b.event(0, EventKind.APOLOGY, at(8, 8), place=LAND)
    assert broken_key(b.build()) == "law_letter"
    log = life().build()
    kept = log.promises.filter(pl.col("cause") != PromiseCause.APOLOGY)
    assert broken_key(EventLog({**log.tables, "promises": kept})) == "law_letter_date"


def test_no_dossier_is_lost():
    """A dossier said to be carried over that was never taken up is missed by conservation."""
    b = life()
    b.dossier(at(-9, 8), open_at_start=True, accepted_before_s=NO_INSTANT)
    check_laws(b.build())  # it never came: nobody misses it
    b.event(1, EventKind.REFUSED, at(3, 8))
    assert broken_key(b.build()) == "law_conservation"


def test_outcomes_and_events_agree():
    """A refusal of somebody who has been sent home before counts once, on both sides."""
    b = LogBuilder()
    b.dossier(at(0, 8), open_at_start=True, accepted_before_s=at(-9, 8))
    b.event(0, EventKind.SENT_HOME, at(1, 8))
    assert broken_key(tampered(b.build(), "dossiers", accepted_before_s=pl.lit(NO_INSTANT))) in {
        "law_conservation",
        "law_outcome",
    }


def test_every_kind_of_event_has_its_successors():
    """The table of successors names every kind, and what ends a life has none."""
    assert set(SUCCESSORS) == set(EventKind)
    ends = {kind for kind, after in SUCCESSORS.items() if not after} - {EventKind.APOLOGY}
    assert {kind.name for kind in ends} == {"GAVE_UP", "REFUSED", "WITHDRAWN", "HANDED_OVER"}


def test_every_law_says_what_it_asks():
    """Each law is a function with a docstring."""
    assert all(law.__doc__ for law in LAWS)


@pytest.mark.parametrize("officer", [AN, 5])
def test_the_table_of_shifts_is_the_calendar_of_each_row(officer):
    """Open seconds, openness and last closing agree with the calendar of one officer."""
    table, calendar = ShiftTable(life().build(), "officer"), opening()
    instants = np.random.default_rng(7).integers(at(-75, 0), at(425, 0), 400)
    rows = np.full(400, officer)
    worked_s = table.worked_between(rows, np.full(400, at(-80, 0)), instants)
    assert worked_s.tolist() == calendar.worked_before_many(instants).tolist()
    assert table.is_open(rows, instants).tolist() == [calendar.is_open(int(one)) for one in instants]


def test_open_seconds_between_any_two_instants_are_those_of_the_calendar():
    """Also within one shift, over nights, from nothing to nothing, and reversed."""
    table, calendar = ShiftTable(life().build(), "officer"), opening()
    rng = np.random.default_rng(11)
    from_s = rng.integers(at(-75, 0), at(30, 0), 2_000)
    until_s = from_s + rng.choice([-40_000, -1, 0, 1, 900, 7_200, 30_000, 400_000], 2_000)
    rows = np.full(2_000, BINH)
    expected = [calendar.worked_between(int(a), int(b)) for a, b in zip(from_s, until_s, strict=True)]
    assert table.worked_between(rows, from_s, until_s).tolist() == expected
    throughout = table.is_open_throughout(rows, from_s, until_s)
    lasts = until_s > from_s
    assert (throughout == (np.array(expected) == until_s - from_s))[lasts].all()
    assert throughout[lasts].any()
    assert not throughout[lasts].all()
