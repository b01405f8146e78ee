"""Shops at the edge: nobody comes, nobody works, it is always closed, all are refused, all are served."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.engine.simulate import simulate
from onestop_sim.terms import EventKind, StepKind
from tests.shops import CLOSED, Office, at, dossier, plan_of, row, story, tandem, times, waits_s


def test_without_arrivals_nothing_happens():
    """No dossiers, no events; the log is complete all the same."""
    log = simulate(plan_of([]))
    assert log.events.height == log.promises.height == log.dossiers.height == 0
    assert log.tables["places"].height == 1


def test_without_officers_everybody_waits():
    """An office without officers starts nothing; its dossiers stay in the queue to the end."""
    log = simulate(plan_of([dossier(10, row(StepKind.WORK))] * 3, [Office(officers=())]))
    assert [story(log, number) for number in range(3)] == [[("ARRIVED", 10), ("QUEUED", 10)]] * 3


def test_an_office_that_is_always_closed_starts_nothing():
    """Officers who never are on duty never start."""
    log = simulate(plan_of([dossier(10, row(StepKind.WORK, 0, 60))], [Office(hours=CLOSED)]))
    assert times(log, EventKind.STARTED) == []


def test_a_desk_that_is_always_closed_expects_nobody_back():
    """Who left a desk that never opens has no day on which to come again."""
    one = dossier(10, row(StepKind.RECEIVE, 0, 60, visitor=True), attempts=[(1, 0.5)], patience_s=60)
    log = simulate(plan_of([one], [Office(hours=CLOSED)]))
    assert [kind for kind, _ in story(log)] == ["ARRIVED", "QUEUED", "LEFT"]


def test_when_everybody_is_refused_nobody_is_accepted():
    """Form 03 ends a life: no acceptance, no promise, no further event."""
    log = simulate(plan_of([dossier(at(0, 8), row(StepKind.REFUSE, 0, 60))] * 5))
    assert len(times(log, EventKind.REFUSED)) == 5
    assert log.promises.height == 0
    assert story(log, 4)[-1] == ("REFUSED", at(0, 8, 5))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 500)), min_size=1, max_size=40))
def test_with_an_officer_for_each_dossier_nobody_waits(jobs):
    """As many officers as dossiers: the wait is zero at every station."""
    gaps_s, efforts_s = np.array(jobs).T
    plan = tandem(np.cumsum(gaps_s), np.stack([efforts_s, efforts_s[::-1]], axis=1), (len(jobs), len(jobs)))
    assert not waits_s(simulate(plan)).any()


def test_a_run_that_ends_when_it_begins_is_empty():
    """A run of no length has a world and no events."""
    log = simulate(plan_of([dossier(0, row(StepKind.WORK))], run_start_s=0, run_end_s=0))
    assert log.events.height == 0


def test_the_run_stops_before_what_would_happen_at_its_end():
    """The end is no instant of the run; what is open then stays open."""
    log = simulate(plan_of([dossier(10, row(StepKind.WORK, 0, 90))], run_end_s=100))
    assert story(log) == [("ARRIVED", 10), ("QUEUED", 10), ("STARTED", 10)]
