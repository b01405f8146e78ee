"""The desk and its visitors: filing, companions, coming later, leaving, coming back, collecting."""

import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.terms import AtClosing, Channel, EventKind, StepKind
from tests.shops import HOUR_S, Line, Office, at, dossier, office_hours, plan_of, row, story, times

RECEIVE, SEND_HOME, HAND_OVER = StepKind.RECEIVE, StepKind.SEND_HOME, StepKind.HAND_OVER
HOURS = office_hours()
LONG = 3 * HOUR_S


def kinds(log, number=0):
    """Names of the events of a dossier."""
    return [kind for kind, _ in story(log, number)]


@pytest.mark.parametrize(
    ("channel", "first"),
    [(Channel.IN_PERSON, ["ARRIVED", "QUEUED"]), (Channel.ONLINE, ["FILED", "ARRIVED", "QUEUED"])],
)
def test_a_dossier_comes_in_by_its_channel(channel, first):
    """In person it arrives; online it is filed first."""
    log = simulate(plan_of([dossier(at(0, 8), row(RECEIVE, 0, 60), channel=channel)]))
    assert kinds(log) == [*first, "STARTED", "FINISHED", "ACCEPTED"]


def test_a_dossier_given_to_the_post_arrives_when_it_is_delivered():
    """By post: FILED and SENT, then ARRIVED and QUEUED on delivery; receipt counts from acceptance."""
    route = row(StepKind.TRANSFER, 0, line=0, delay_s=HOUR_S), row(RECEIVE, 0, 60)
    log = simulate(plan_of([dossier(at(0, 8), *route, channel=Channel.POST)], lines=[Line()]))
    assert story(log)[:5] == [
        ("FILED", at(0, 8)), ("SENT", at(0, 8)), ("DELIVERED", at(0, 9)),
        ("ARRIVED", at(0, 9)), ("QUEUED", at(0, 9)),
    ]  # fmt: skip


def visit(n, filed_s=0, effort_s=10, **columns):
    """*n* dossiers of one visit."""
    return [
        dossier(
            filed_s,
            row(RECEIVE, 0, effort_s, visitor=True),
            carrier=0,
            next_in_visit=number + 1 if number + 1 < n else -1,
            **columns,
        )
        for number in range(n)
    ]


def test_a_visitor_with_three_dossiers_stands_in_the_queue_once():
    """All three are queued on arrival; the officer serves them one after another without letting go."""
    other = dossier(5, row(RECEIVE, 0, 10))
    log = simulate(plan_of([*visit(3), other]))
    assert times(log, EventKind.QUEUED) == [0, 0, 0, 5]
    assert times(log, EventKind.STARTED) == [0, 10, 20, 30]
    assert times(log, EventKind.ACCEPTED) == [10, 20, 30, 40]


def test_who_finishes_past_closing_finishes_with_the_visitor():
    """FINISH: the last dossiers of a visit are served past closing; HAND_BACK: they wait."""
    jobs = visit(2, at(0, 16, 55), 600)
    finish = Office(HOURS, at_closing=AtClosing.FINISH)
    assert times(simulate(plan_of(jobs, [finish])), EventKind.STARTED) == [at(0, 16, 55), at(0, 17, 5)]
    back = Office(HOURS, at_closing=AtClosing.HAND_BACK)
    log = simulate(plan_of(visit(2, at(0, 16, 50), 600), [back]))
    assert times(log, EventKind.STARTED) == [at(0, 16, 50), at(1, 7)]


def test_a_visit_leaves_as_a_whole():
    """LEFT is told of every dossier that the visitor carries, and so is GAVE_UP."""
    blocker = dossier(0, row(RECEIVE, 0, LONG))
    jobs = [
        dossier(1, row(RECEIVE, 0, 5, visitor=True), carrier=1, next_in_visit=2, patience_s=100),
        dossier(1, row(RECEIVE, 0, 5, visitor=True), carrier=1, patience_s=100),
    ]
    log = simulate(plan_of([blocker, *jobs]))
    assert times(log, EventKind.LEFT) == times(log, EventKind.GAVE_UP) == [101, 101]
    assert len(times(log, EventKind.STARTED)) == 1


def test_who_leaves_comes_back_by_the_next_attempt_and_gives_up_after_the_last():
    """Attempts: so many open days later, at that share of the day's open time; then no more."""
    blocker = dossier(at(4, 7), row(StepKind.WORK, 0, 40 * HOUR_S))
    guest = dossier(
        at(4, 8), row(RECEIVE, 0, 5, visitor=True), attempts=[(1, 0.5), (2, 0.0)], patience_s=1800
    )
    log = simulate(plan_of([blocker, guest], [Office(HOURS)]))
    assert story(log, 1) == [
        ("ARRIVED", at(4, 8)), ("QUEUED", at(4, 8)), ("LEFT", at(4, 8, 30)),
        ("ARRIVED", at(7, 11)), ("QUEUED", at(7, 11)), ("STARTED", at(7, 11)), ("FINISHED", at(7, 11, 0, 5)),
        ("ACCEPTED", at(7, 11, 0, 5)),
    ]  # fmt: skip
    no_officer = simulate(plan_of([guest], [Office(HOURS, officers=())]))
    assert [at_s for kind, at_s in story(no_officer) if kind in {"ARRIVED", "GAVE_UP"}] == [
        at(4, 8), at(7, 11), at(9, 7), at(9, 7, 30),
    ]  # fmt: skip


def test_waiting_visitors_leave_when_the_desk_closes_for_the_day():
    """Not for lunch: at the end of the day's last shift; who comes after it leaves at once."""
    guests = [
        dossier(at(0, 8), row(RECEIVE, 0, 5, visitor=True)),
        dossier(at(0, 18), row(RECEIVE, 0, 5, visitor=True)),
    ]
    log = simulate(plan_of(guests, [Office(HOURS, officers=(), leave_at_close=True)]))
    assert times(log, EventKind.LEFT) == [at(0, 17), at(0, 18)]


def test_a_dossier_without_its_applicant_never_leaves():
    """Patience is the visitor's; what came online waits overnight."""
    one = dossier(at(0, 8), row(RECEIVE, 0, 5), patience_s=60, channel=Channel.ONLINE)
    log = simulate(plan_of([one], [Office(HOURS, officers=(), leave_at_close=True)]))
    assert times(log, EventKind.LEFT) == []


def test_patience_that_ends_when_an_officer_becomes_free_has_ended():
    """Leaving is a change of state, and all of them precede all starts."""
    jobs = [dossier(0, row(RECEIVE, 0, 100)), dossier(10, row(RECEIVE, 0, 5, visitor=True), patience_s=90)]
    assert times(simulate(plan_of(jobs)), EventKind.LEFT) == [100]


def test_who_was_sent_home_comes_back_as_a_visit():
    """Form 02: the day of now + delay, at the moment of the visit's own row, or the next open day."""
    route = row(SEND_HOME, 0, 60, delay_s=26 * HOUR_S), row(RECEIVE, 0, 60, visitor=True, moment_share=0.25)
    log = simulate(plan_of([dossier(at(0, 8), *route)], [Office(HOURS)]))
    assert story(log)[2:6] == [
        ("STARTED", at(0, 8)), ("FINISHED", at(0, 8, 1)), ("SENT_HOME", at(0, 8, 1)), ("ARRIVED", at(2, 9)),
    ]  # fmt: skip


def test_who_was_sent_home_online_sends_again_at_once():
    """Without a visitor the complete dossier is back after the delay, whatever the hour."""
    route = row(SEND_HOME, 0, 60, delay_s=16 * HOUR_S), row(RECEIVE, 0, 60)
    log = simulate(plan_of([dossier(at(0, 8), *route, channel=Channel.ONLINE)], [Office(HOURS)]))
    assert times(log, EventKind.ARRIVED) == [at(0, 8), at(1, 0, 1)]
    assert times(log, EventKind.ACCEPTED) == [at(1, 7, 1)]


def test_who_is_sent_home_and_never_comes_back_has_no_more_events():
    """A last SEND_HOME row ends the life."""
    assert kinds(simulate(plan_of([dossier(0, row(SEND_HOME, 0, 60, delay_s=5))])))[-1] == "SENT_HOME"


@pytest.mark.parametrize(
    ("ready_s", "delay_s", "share", "comes_s"),
    [
        (at(0, 8), 0, 0.5, at(0, 11)),
        (at(0, 12), 0, 0.5, at(1, 11)),
        (at(0, 8), 0, 1.0, at(0, 16, 59, 59)),
        (at(4, 8), 24 * HOUR_S, 0.5, at(7, 11)),
        (at(0, 8), 0, -1.0, at(0, 8)),
        (at(0, 8), 10 * HOUR_S, -1.0, at(1, 7)),
        (at(0, 8), 0, 0.5625, at(0, 13, 30)),
    ],
)
def test_the_applicant_comes_at_his_share_of_the_open_day(ready_s, delay_s, share, comes_s):
    """READY; he comes on the day of now + delay if his moment is still to come, else the next open day."""
    route = row(HAND_OVER, 0, 60, delay_s=delay_s, visitor=True, moment_share=share)
    log = simulate(plan_of([dossier(ready_s, route, accepted_s=0)], [Office(HOURS)], run_start_s=-1))
    assert times(log, EventKind.ARRIVED)[-1] == comes_s


def test_who_leaves_a_collection_comes_again_and_again():
    """LEFT, READY again, back on the next open day at his moment; nobody gives up a result."""
    route = row(HAND_OVER, 0, 60, visitor=True, moment_share=0.5)
    office = Office(HOURS, officers=(((at(2, 7), at(9, 17)),),), leave_at_close=True)
    log = simulate(plan_of([dossier(at(0, 8), row(StepKind.DELAY), route)], [office]))
    assert story(log)[3:] == [
        ("READY", at(0, 8)),
        ("ARRIVED", at(0, 11)), ("QUEUED", at(0, 11)), ("LEFT", at(0, 17)), ("READY", at(0, 17)),
        ("ARRIVED", at(1, 11)), ("QUEUED", at(1, 11)), ("LEFT", at(1, 17)), ("READY", at(1, 17)),
        ("ARRIVED", at(2, 11)), ("QUEUED", at(2, 11)), ("STARTED", at(2, 11)), ("FINISHED", at(2, 11, 1)),
        ("HANDED_OVER", at(2, 11, 1)),
    ]  # fmt: skip
