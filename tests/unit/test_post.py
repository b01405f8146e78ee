"""The public post: what it carried, brought home and took in, as flow and as cohort."""

from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.post import circulated_outstanding, circulation, home_delivery, post_intake, transfers
from onestop_sim.terms import Channel, EventKind, StepKind
from tests.logs import DAY_S, DESK, HOA, LAND, NORTH, PAPER_LINE, POST_LINE, SOUTH, LogBuilder, at

PERIOD = (0, 7 * DAY_S)


def carried(
    b: LogBuilder, dossier: int, day: int, from_place: int, to_place: int | None, line: int = POST_LINE
):
    """Sent at ten, collected at noon, delivered the next day at ten."""
    step = b.step(dossier, "carry_up", StepKind.TRANSFER, from_place, line=line)
    b.event(dossier, EventKind.SENT, at(day, 10), place=from_place, step=step)
    b.event(dossier, EventKind.COLLECTED, at(day, 12), place=from_place, step=step)
    if to_place is not None:
        b.event(dossier, EventKind.DELIVERED, at(day + 1, 10), place=to_place, step=step)


def accepted(b: LogBuilder, day: int = 0, **given) -> int:
    """A dossier accepted at nine in the southern commune."""
    dossier = b.dossier(at(day, 8), receiving_place=SOUTH, **given)
    b.accept(dossier, at(day, 8), at(day, 8.5), at(day, 9), HOA)
    return dossier


def test_circulation_goes_up_before_the_decision_and_down_after_it():
    """Commune to district and back, two days in the post."""
    b = LogBuilder()
    dossier = accepted(b)
    carried(b, dossier, 0, SOUTH, DESK)
    b.event(dossier, EventKind.SIGNED, at(2, 9))
    carried(b, dossier, 2, DESK, SOUTH)
    assert circulation(b.build(), PERIOD).rows() == [
        ("bcci", "commune", "district", True, 1, 1, 1.0, 1.0),
        ("bcci", "district", "commune", False, 1, 1, 1.0, 1.0),
    ]


def test_paper_that_stays_in_its_unit_is_no_post():
    """From the desk to the land office down the corridor."""
    b = LogBuilder()
    carried(b, accepted(b), 0, DESK, LAND, PAPER_LINE)
    assert transfers(b.build())["by_post"].to_list() == [False]


def test_a_bag_on_its_way_is_judged_by_what_its_line_did_before():
    """Where it goes is known only on delivery."""
    b = LogBuilder()
    carried(b, accepted(b), 0, SOUTH, DESK)
    carried(b, accepted(b), 6, SOUTH, None)
    carried(b, accepted(b), 6, DESK, None, PAPER_LINE)
    assert transfers(b.build())["by_post"].to_list() == [True, True, False]
    assert circulation(b.build(), PERIOD)["to_level"].to_list() == ["", "district"]


def test_what_is_up_and_not_yet_back_is_outstanding():
    """Three sent: one brought back, one withdrawn, one outstanding."""
    b = LogBuilder()
    back, withdrawn, out = (accepted(b) for _ in range(3))
    for dossier in (back, withdrawn, out):
        carried(b, dossier, 0, SOUTH, DESK)
    b.event(back, EventKind.SIGNED, at(2, 9))
    carried(b, back, 2, DESK, NORTH)
    b.event(withdrawn, EventKind.WITHDRAWN, at(2, 9))
    assert circulated_outstanding(Reading(b.build()), PERIOD[1]).tolist() == [out]
    assert circulated_outstanding(Reading(b.build()), at(2, 12)).tolist() == [back, out]


def test_home_delivery_is_counted_as_flow_and_as_cohort():
    """Delivered in the period: two; of those registered in it: one."""
    b = LogBuilder()
    for day, delivered in ((-3, 1), (0, 3), (4, 9)):
        dossier = accepted(b, day, home_delivery=True)
        step = b.step(dossier, "home", StepKind.DELIVER_HOME, SOUTH, line=POST_LINE)
        b.event(dossier, EventKind.SENT, at(day, 9), place=SOUTH, step=step)
        b.event(dossier, EventKind.DELIVERY_FAILED, at(delivered, 8), step=step)
        b.event(dossier, EventKind.DELIVERED, at(delivered, 9), step=step)
    assert home_delivery(b.build(), PERIOD) == {
        "registered": 2,
        "delivered": 2,
        "delivered_cohort": 1,
        "open_cohort": 1,
        "failed": 2,
    }


def test_the_intake_by_post_adds_up():
    """Received in the period = resolved by its end + open."""
    b = LogBuilder()
    b.event(accepted(b, channel=Channel.POST), EventKind.SIGNED, at(2, 9))
    accepted(b, channel=Channel.POST)
    accepted(b)
    b.event(accepted(b, -3, channel=Channel.POST), EventKind.SIGNED, at(2, 9))
    assert post_intake(b.build(), PERIOD) == {"received": 2, "resolved": 1, "open": 1}
