"""The least busy desk, lived by hand: who waits where, which leg remains, who may wait, who answers."""

from dataclasses import replace

import numpy as np
import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.plan.plan import RECEIVING, RETURNING, Choices, Nearby, Origins, Positions
from onestop_sim.terms import NOBODY, ApologyRule, EventKind, LineKind, StepKind
from tests.shops import CLOSED, DAY_S, Agency, Line, Office, at, dossier, plan_of, row, story

RECEIVE, TRANSFER, SIGN, HAND_OVER = StepKind.RECEIVE, StepKind.TRANSFER, StepKind.SIGN, StepKind.HAND_OVER
OWN, OTHER, OFFICE = 0, 1, 2
BY_HAND, BY_SOFTWARE = 0, 1
SAME_DAY = {"limit_unit": 2, "limit_n": 0}
LINES = [Line(LineKind.PAPER), Line(LineKind.ELECTRONIC)]


def busy(*served, among=(OWN, OTHER), own_officers=1, other=None, office_unit=0, office=OFFICE):
    """
    A shop of two desks and an office; at each place of *served* somebody is served from 08:00 for an hour.

    At 08:10 one comes who may choose: received in a minute, sent on (3 minutes by software, by hand at once
    if the desk is near), signed in a minute, sent back, collected after a day or waited for.
    """
    places = [
        Office(is_desk=True, officers=(None,) * own_officers, unit=0),
        other or Office(is_desk=True, unit=1),
        Office(unit=office_unit),
    ]
    others = [
        dossier(at(0, 8), row(RECEIVE, place, 3600, visitor=True), receiving_place=place) for place in served
    ]
    route = [
        row(RECEIVE, RECEIVING, 60, visitor=True),
        row(TRANSFER, office, line=BY_SOFTWARE, delay_s=180),
        row(SIGN, office, 60),
        row(TRANSFER, RETURNING, line=BY_SOFTWARE, delay_s=180),
        row(HAND_OVER, RETURNING, 60, delay_s=DAY_S, moment_share=0.5, visitor=True),
    ]
    chooser = dossier(at(0, 8, 10), *route, receiving_place=OWN, returning_place=OWN, competent_place=office)
    plan = plan_of([*others, chooser], places, LINES)
    first, n = int(plan.first_row[len(others)]), len(others) + 1
    return replace(
        plan,
        origins=Origins(np.zeros(n), np.zeros(n), plan.dossiers.receiving_place),
        positions=Positions(np.zeros(3), np.zeros(3), np.ones(3)),
        choices=Choices(np.full(len(among), n - 1), np.array(among)),
        nearby=Nearby([first + 1, first + 3, first + 4], [BY_HAND, BY_HAND, NOBODY], [0, 0, 0]),
    )


def life(plan):
    """Desk of the chooser, and what happened to him."""
    log, last = simulate(plan), len(plan.dossiers) - 1
    return int(log.dossiers["receiving_place"][last]), story(log, last)


@pytest.mark.parametrize(
    ("plan", "desk"),
    [
        (busy(), OWN),
        (busy(OWN), OTHER),
        (busy(OWN, OTHER), OWN),
        (busy(OWN, OTHER, among=(OTHER, OWN)), OTHER),
        (busy(OWN, OTHER, own_officers=2), OWN),
        (busy(OWN, OWN, OTHER), OTHER),
        (busy(OWN, other=Office(is_desk=True, hours=CLOSED, unit=1)), OWN),
    ],
    ids=[
        "nobody anywhere",
        "one at the own",
        "one each",
        "the other first",
        "two officers",
        "a queue",
        "closed",
    ],
)
def test_the_desk_with_the_fewest_people_for_each_officer_on_duty_is_taken(plan, desk):
    """Of equal ones the first in the plan's order; a desk on which nobody is on duty comes last."""
    assert life(plan)[0] == desk


def test_far_from_the_office_papers_go_by_the_line_between_units_and_nobody_waits():
    """Three minutes each way, and the result is collected on another day."""
    desk, told = life(busy(OWN))
    assert desk == OTHER
    assert told == [
        ("ARRIVED", at(0, 8, 10)), ("QUEUED", at(0, 8, 10)), ("STARTED", at(0, 8, 10)),
        ("FINISHED", at(0, 8, 11)), ("ACCEPTED", at(0, 8, 11)),
        ("SENT", at(0, 8, 11)), ("DELIVERED", at(0, 8, 14)),
        ("QUEUED", at(0, 8, 14)), ("STARTED", at(0, 8, 14)),
        ("FINISHED", at(0, 8, 15)), ("SIGNED", at(0, 8, 15)),
        ("SENT", at(0, 8, 15)), ("DELIVERED", at(0, 8, 18)), ("READY", at(0, 8, 18)),
        *[(kind, at(1, 12) + after) for kind, after in
          (("ARRIVED", 0), ("QUEUED", 0), ("STARTED", 0), ("FINISHED", 60), ("HANDED_OVER", 60))],
    ]  # fmt: skip


def test_at_the_own_desk_papers_go_by_hand_and_the_result_is_waited_for():
    """The desk is in the office's unit, so there is no line to wait for."""
    desk, told = life(busy())
    assert desk == OWN
    assert told[-1] == ("HANDED_OVER", at(0, 8, 13))
    assert [at_s for kind, at_s in told if kind in ("SENT", "DELIVERED")] == [at(0, 8, 11)] * 2 + [
        at(0, 8, 12)
    ] * 2


def test_a_desk_that_decides_itself_sends_nothing():
    """Where the office in charge is the desk that was chosen, there is no leg at all."""
    desk, told = life(busy(OWN, office=OTHER))
    assert desk == OTHER
    assert not [kind for kind, _ in told if kind in ("SENT", "DELIVERED")]
    assert ("SIGNED", at(0, 8, 12)) in told


def test_the_plan_is_not_written_on():
    """Lived twice, the same plan gives the same log."""
    plan = busy(OWN)
    assert simulate(plan).fingerprint() == simulate(plan).fingerprint()
    assert plan.dossiers.receiving_place[-1] == OWN


@pytest.mark.parametrize(("own_place", "answers"), [(0, 1), (None, 0)])
def test_on_the_way_from_another_units_desk_the_office_in_charge_answers(own_place, answers):
    """Same-day papers that are a week on the way: the letter is that of the office, and not of the desk."""
    places = [Office(is_desk=True, unit=0), Office(is_desk=True, unit=1, agency=1), Office(agency=1)]
    route = [row(RECEIVE, 2, 60), row(TRANSFER, 1, line=0, delay_s=7 * DAY_S), row(SIGN, 1, 60)]
    plan = plan_of(
        [dossier(at(0, 8), *route, receiving_place=2, competent_place=1, letter_u=0.0, **SAME_DAY)],
        [places[0], places[1], replace(places[2], is_desk=True, agency=0)],
        [Line(LineKind.ELECTRONIC)],
        [Agency(ApologyRule.WHEN_OVERDUE), Agency(ApologyRule.WHEN_OVERDUE)],
    )
    if own_place is not None:
        plan = replace(
            plan,
            origins=Origins([0], [0], [own_place]),
            positions=Positions(np.zeros(3), np.zeros(3), np.ones(3)),
        )
    letters = simulate(plan).events.filter(kind=int(EventKind.APOLOGY))
    agency = plan.places.agency[letters["place"].to_numpy()]
    assert agency.tolist() == [answers]
