"""Hand-overs between places and the post: before and after 15:00, Saturdays, rounds, home delivery."""

import polars as pl
import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.terms import EventKind, LineKind, StepKind
from tests.shops import DAY_S, HOUR_S, Line, Office, at, dossier, office_hours, plan_of, row, story, times

WORK, TRANSFER, DELIVER_HOME = StepKind.WORK, StepKind.TRANSFER, StepKind.DELIVER_HOME
POSTAL_DAY = office_hours(days=range(6), shifts=((7 * HOUR_S, 17 * HOUR_S),))
ROUNDS = [at(day, 16) for day in range(13) if day % 7 != 6], [at(day, 9) for day in range(13) if day % 7 != 6]


def sent(line, at_s, delay_s=0, lines=None, from_desk=True):
    """Life of a dossier that a desk (or another office) hands to a line at an instant, from SENT on."""
    route = [row(WORK, 0), row(TRANSFER, 1, line=0, delay_s=delay_s), row(WORK, 1)]
    places = [Office(is_desk=from_desk), Office()]
    log = simulate(plan_of([dossier(at_s, *route)], places, lines or [line]))
    return log, story(log)[4:]


def test_electronic_hand_over_takes_its_delay_and_nothing_else():
    """ELECTRONIC: DELIVERED the delay after SENT, at any hour of any day; giver and receiver are told."""
    log, life = sent(Line(LineKind.ELECTRONIC), at(6, 3), 60)
    assert life[:2] == [("SENT", at(6, 3)), ("DELIVERED", at(6, 3, 1))]
    hand_over = log.events.filter(pl.col("kind").is_in([EventKind.SENT, EventKind.DELIVERED]))
    assert hand_over["place"].to_list() == [0, 1]


@pytest.mark.parametrize(
    ("sent_s", "leaves_s"),
    [
        (at(0, 15), at(0, 15)),
        (at(0, 15, 0, 1), at(1, 7)),
        (at(4, 16), at(7, 7)),
        (at(5, 9), at(7, 7)),
        (at(1, 6), at(1, 6)),
    ],
)
def test_paper_leaves_a_desk_at_once_until_the_cut_off_and_then_the_next_working_morning(sent_s, leaves_s):
    """Decree 61, article 18: after 15:00 or on a day off it leaves the next working morning (COLLECTED)."""
    _, life = sent(Line(LineKind.PAPER), sent_s, 600)
    waited = [("COLLECTED", leaves_s)] if leaves_s > sent_s else []
    expected = [("SENT", sent_s), *waited, ("DELIVERED", leaves_s + 600)]
    assert life[: len(expected)] == expected


@pytest.mark.parametrize(("sent_s", "leaves_s"), [(at(0, 15, 0, 1), at(0, 15, 0, 1)), (at(5, 9), at(7, 7))])
def test_the_cut_off_binds_the_desk_alone(sent_s, leaves_s):
    """From a specialist to the leader's signature, or back to the desk, paper goes after 15:00 as before."""
    _, life = sent(Line(LineKind.PAPER), sent_s, 600, from_desk=False)
    assert ("DELIVERED", leaves_s + 600) in life


@pytest.mark.parametrize(
    ("sent_s", "collected_s", "delivered_s"),
    [
        (at(0, 16), at(0, 16), at(2, 9)),
        (at(0, 16, 0, 1), at(1, 16), at(3, 9)),
        (at(4, 10), at(4, 16), at(7, 9)),
        (at(5, 10), at(5, 16), at(8, 9)),
    ],
)
def test_the_post_counts_saturday(sent_s, collected_s, delivered_s):
    """Ten postal hours of transit: Friday's mail is under way on Saturday, Sunday does not count."""
    _, life = sent(Line(LineKind.POST, POSTAL_DAY, *ROUNDS), sent_s, 10 * HOUR_S)
    assert life[:3] == [("SENT", sent_s), ("COLLECTED", collected_s), ("DELIVERED", delivered_s)]


def test_what_no_round_takes_along_stays_where_it_is():
    """After the last collection it stays SENT; after the last delivery it stays COLLECTED."""
    line = Line(LineKind.POST, POSTAL_DAY, [at(0, 16), at(4, 16)], [at(2, 9)])
    assert [kind for kind, _ in sent(line, at(5, 8))[1]] == ["SENT"]
    assert [kind for kind, _ in sent(line, at(3, 8))[1]] == ["SENT", "COLLECTED"]


def test_a_line_that_has_not_begun_is_replaced_by_the_one_before_it():
    """Before `starts_s` the earlier line carries; from that instant on the new one."""
    lines = [Line(LineKind.ELECTRONIC, starts_s=at(1, 0), before=1), Line(LineKind.PAPER)]
    assert [kind for kind, _ in sent(None, at(0, 16), lines=lines)[1]][:3] == [
        "SENT",
        "COLLECTED",
        "DELIVERED",
    ]
    assert [kind for kind, _ in sent(None, at(1, 0), lines=lines)[1]][:2] == ["SENT", "DELIVERED"]


def brought_home(*then, n_failures=0):
    """Life of a result that is brought home, from SENT on."""
    line = Line(LineKind.POST, POSTAL_DAY, *ROUNDS)
    route = [row(StepKind.SIGN, 0), row(DELIVER_HOME, 0, line=0, round=n_failures), *then]
    log = simulate(plan_of([dossier(at(0, 8), *route)], lines=[line]))
    return log, story(log)[5:]


def test_a_result_is_brought_home_in_the_first_round_after_its_transit():
    """SENT, COLLECTED, DELIVERED, HANDED_OVER; it lies at no place then."""
    log, life = brought_home()
    assert life == [
        ("SENT", at(0, 8)), ("COLLECTED", at(0, 16)), ("DELIVERED", at(1, 9)), ("HANDED_OVER", at(1, 9)),
    ]  # fmt: skip
    assert log.events["place"].to_list()[-2:] == [-1, -1]


def test_each_failed_attempt_costs_a_round():
    """DELIVERY_FAILED in successive delivery rounds, then DELIVERED."""
    assert [(kind, at_s) for kind, at_s in brought_home(n_failures=2)[1] if "DELIVER" in kind] == [
        ("DELIVERY_FAILED", at(1, 9)), ("DELIVERY_FAILED", at(2, 9)), ("DELIVERED", at(3, 9)),
    ]  # fmt: skip


def test_a_result_that_cannot_be_delivered_comes_back_to_the_desk():
    """A HAND_OVER row after the attempts: the result returns and waits for the applicant."""
    then = row(StepKind.HAND_OVER, 0, 60, delay_s=HOUR_S, visitor=True)
    assert brought_home(then, n_failures=1)[1][2:] == [
        ("DELIVERY_FAILED", at(1, 9)), ("DELIVERED", at(2, 9)), ("READY", at(2, 9)),
        ("ARRIVED", at(2, 10)), ("QUEUED", at(2, 10)), ("STARTED", at(2, 10)),
        ("FINISHED", at(2, 10, 1)), ("HANDED_OVER", at(2, 10, 1)),
    ]  # fmt: skip


def test_a_delay_is_in_nobodys_hands():
    """DELAY: elapsed seconds, whatever the hours, and no officer."""
    log = simulate(plan_of([dossier(10, row(StepKind.DELAY, 0, delay_s=DAY_S), row(WORK))], [Office()]))
    assert story(log)[1:3] == [("DELAY_BEGAN", 10), ("DELAY_ENDED", DAY_S + 10)]
    assert times(log, EventKind.QUEUED) == [DAY_S + 10]
