"""Path by path, to the second: with the draws fixed, the engine is the recursion of theory."""

import heapq

import numpy as np
import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.terms import AtClosing, Channel, EventKind, LimitUnit, LineKind, StepKind
from tests.shops import (
    Line,
    Office,
    at,
    dossier,
    legal_days,
    office_hours,
    plan_of,
    row,
    story,
    tandem,
    waits_s,
)


def engine_waits_s(arrivals_s, efforts_s, officers):
    """Waits of dossiers in one office that never closes."""
    return waits_s(simulate(tandem(arrivals_s, efforts_s, (officers,))))


def lindley_waits_s(arrivals_s, efforts_s):
    """W[n+1] = max(0, W[n] + S[n] - A[n+1]): one officer, first come first served (Lindley 1952)."""
    waits = np.zeros_like(arrivals_s)
    for n, gap_s in enumerate(np.diff(arrivals_s)):
        waits[n + 1] = max(0, waits[n] + efforts_s[n] - gap_s)
    return waits


def kiefer_wolfowitz_waits_s(arrivals_s, efforts_s, officers):
    """The next dossier waits for the least of the officers' workloads (Kiefer and Wolfowitz 1955)."""
    free_s = [0] * officers
    waits = np.zeros_like(arrivals_s)
    for n, (arrival_s, effort_s) in enumerate(zip(arrivals_s, efforts_s, strict=True)):
        start_s = max(arrival_s, heapq.heappop(free_s))
        waits[n] = start_s - arrival_s
        heapq.heappush(free_s, start_s + effort_s)
    return waits


def test_one_officer_follows_lindley_on_every_path():
    """No tolerance: one officer, first come first served, is Lindley's recursion, ties included."""
    rng = np.random.default_rng(7)
    arrivals_s = np.cumsum(rng.integers(0, 600, size=400))
    efforts_s = rng.integers(1, 590, size=400)
    np.testing.assert_array_equal(
        lindley_waits_s(arrivals_s, efforts_s), engine_waits_s(arrivals_s, efforts_s, officers=1)
    )


@pytest.mark.parametrize("officers", [2, 3, 7])
def test_several_officers_follow_kiefer_and_wolfowitz_on_every_path(officers):
    """No tolerance: several officers with one queue are the recursion of Kiefer and Wolfowitz."""
    rng = np.random.default_rng(officers)
    arrivals_s = np.cumsum(rng.integers(0, 1200 // officers, size=500))
    efforts_s = rng.integers(0, 1150, size=500)
    np.testing.assert_array_equal(
        kiefer_wolfowitz_waits_s(arrivals_s, efforts_s, officers),
        engine_waits_s(arrivals_s, efforts_s, officers),
    )


def test_a_tandem_is_one_lindley_recursion_after_the_other():
    """What leaves the first office arrives at the second, at that second."""
    rng = np.random.default_rng(3)
    arrivals_s = np.cumsum(rng.integers(0, 600, size=300))
    efforts_s = rng.integers(1, 590, size=(300, 3))
    expected_s, at_s = np.zeros(300, np.int64), arrivals_s
    for station in range(3):
        waits = lindley_waits_s(at_s, efforts_s[:, station])
        expected_s, at_s = expected_s + waits, at_s + waits + efforts_s[:, station]
    np.testing.assert_array_equal(expected_s, waits_s(simulate(tandem(arrivals_s, efforts_s, (1, 1, 1)))))


def test_littles_law_is_an_identity_on_an_emptied_system():
    """The area under "dossiers inside" equals the sum of their stays, to the second."""
    rng = np.random.default_rng(11)
    arrivals_s = np.cumsum(rng.integers(1, 900, size=200))
    efforts_s = rng.integers(1, 1500, size=200)
    log = simulate(tandem(arrivals_s, efforts_s, (2,)))
    came = log.events.filter(log.events["kind"] == EventKind.ARRIVED).sort("dossier")["occurred_s"].to_numpy()
    left = (
        log.events.filter(log.events["kind"] == EventKind.FINISHED).sort("dossier")["occurred_s"].to_numpy()
    )
    edges_s = np.concatenate([came, left])
    order = np.argsort(edges_s, kind="stable")
    inside = np.cumsum(np.repeat([1, -1], 200)[order])[:-1]
    assert (left - came).sum() == (inside * np.diff(edges_s[order])).sum()


def test_a_dossier_from_commune_to_district_and_back_by_hand():
    """
    One route by hand, second by second: commune desk, post, district office, leader, post, desk.

    Accepted Monday 08:10, collected at 16:00; half a postal day of transit ends Tuesday 12:00, brought
    in the round of 14:00; four hours of work: Tuesday 14:00-17:00, Wednesday 07:00-08:00; the leader
    signs in 5 minutes; collected Wednesday 16:00, brought Thursday 14:00; the applicant can come 20 h
    later and does so at half of Friday's 8 open hours: 4 h after 07:00.
    """
    hours = office_hours()
    postal = office_hours(days=range(6), shifts=((at(0, 8), at(0, 16)),))
    rounds = [at(day, 16) for day in range(6)], [at(day, 14) for day in range(6)]
    post = Line(LineKind.POST, postal, *rounds)
    desk, office, leader = 0, 1, 2
    route = [
        row(StepKind.RECEIVE, desk, 600),
        row(StepKind.TRANSFER, office, line=0, delay_s=4 * 3600),
        row(StepKind.WORK, office, 4 * 3600),
        row(StepKind.SIGN, leader, 300),
        row(StepKind.TRANSFER, desk, line=0, delay_s=4 * 3600),
        row(StepKind.HAND_OVER, desk, 120, delay_s=20 * 3600, moment_share=0.5, visitor=True),
    ]
    places = [Office(hours, is_desk=True), Office(hours, at_closing=AtClosing.PAUSE), Office(hours)]
    log = simulate(plan_of([dossier(at(0, 8), *route, limit_n=5)], places, [post]))
    assert story(log) == [
        ("ARRIVED", at(0, 8)),
        ("QUEUED", at(0, 8)),
        ("STARTED", at(0, 8)),
        ("FINISHED", at(0, 8, 10)),
        ("ACCEPTED", at(0, 8, 10)),
        ("SENT", at(0, 8, 10)),
        ("COLLECTED", at(0, 16)),
        ("DELIVERED", at(1, 14)),
        ("QUEUED", at(1, 14)),
        ("STARTED", at(1, 14)),
        ("FINISHED", at(2, 8)),
        ("QUEUED", at(2, 8)),
        ("STARTED", at(2, 8)),
        ("FINISHED", at(2, 8, 5)),
        ("SIGNED", at(2, 8, 5)),
        ("SENT", at(2, 8, 5)),
        ("COLLECTED", at(2, 16)),
        ("DELIVERED", at(3, 14)),
        ("READY", at(3, 14)),
        ("ARRIVED", at(4, 11)),
        ("QUEUED", at(4, 11)),
        ("STARTED", at(4, 11)),
        ("FINISHED", at(4, 11, 2)),
        ("HANDED_OVER", at(4, 11, 2)),
    ]
    assert log.promises["due_s"].to_list() == [at(7, 17)]
    places_of_hand_overs = log.events.filter(log.events["kind"].is_in([EventKind.SENT, EventKind.DELIVERED]))
    assert places_of_hand_overs["place"].to_list() == [desk, office, leader, desk]


@pytest.mark.parametrize(
    ("unit", "n", "accepted_s", "due_s"),
    [
        (LimitUnit.SAME_DAY, 0, at(1, 9), at(1, 17)),
        (LimitUnit.SAME_DAY, 0, at(1, 15), at(1, 17)),
        (LimitUnit.SAME_DAY, 0, at(1, 15, 0, 1), at(2, 17)),
        (LimitUnit.SAME_DAY, 0, at(4, 16), at(7, 17)),
        (LimitUnit.HALF_DAY, 1, at(1, 9), at(1, 17)),
        (LimitUnit.HALF_DAY, 1, at(1, 14), at(2, 11, 30)),
        (LimitUnit.WORKING_DAY, 4, at(2, 16), at(9, 17)),
        (LimitUnit.WORKING_DAY, 1, at(5, 9), at(7, 17)),
    ],
)
def test_acceptance_gives_the_date_of_the_legal_clock(unit, n, accepted_s, due_s):
    """The promised date counts from the instant of acceptance; Tuesday 8 is a day off; by hand."""
    one = dossier(accepted_s, row(StepKind.RECEIVE), limit_unit=unit, limit_n=n, channel=Channel.ONLINE)
    log = simulate(plan_of([one], [Office()], legal=legal_days(off=(8,))))
    assert log.promises["due_s"].to_list() == [due_s]
