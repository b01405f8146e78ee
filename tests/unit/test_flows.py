"""What travels between units, by hand."""

from onestop_sim.stats.flows import unit_flows
from onestop_sim.terms import EventKind
from tests.logs import DAY_S, DUNG, GIANG, LAND, LogBuilder, at

WEEK = (0, 7 * DAY_S)
NEXT_WEEK = (7 * DAY_S, 14 * DAY_S)


def test_a_dossier_goes_up_and_its_result_comes_down():
    """Filed in the north, signed and collected at the district: one move of a dossier, none of a result."""
    b = LogBuilder((WEEK,))
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9), officer=GIANG)
    b.sign(dossier, at(1, 8), at(1, 9), at(1, 10))
    b.collect(dossier, at(1, 11), at(2, 8), at(2, 8.5), at(2, 9))
    log = b.build()
    assert unit_flows(log, WEEK).rows() == [("north", "district", 1, 0)]
    assert unit_flows(log, NEXT_WEEK).height == 0


def test_a_result_that_changes_units_is_a_result():
    """Decided at the district and then served in the north: the way back counts as a result."""
    b = LogBuilder((WEEK,))
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9))
    b.sign(dossier, at(0, 9), at(0, 16), at(1, 8))
    b.serve(dossier, GIANG, at(2, 8), at(2, 9))
    b.serve(dossier, DUNG, at(3, 8), at(3, 9))
    assert unit_flows(b.build(), WEEK).rows() == [("district", "north", 0, 1), ("north", "district", 0, 1)]


def test_a_letter_moves_nothing():
    """The district apologises for a dossier that stays in the north: nothing has travelled."""
    b = LogBuilder((WEEK,))
    dossier = b.dossier(at(0, 8))
    b.accept(dossier, at(0, 8), at(0, 8.5), at(0, 9), officer=GIANG)
    b.event(dossier, EventKind.APOLOGY, at(1, 8), place=LAND)
    b.serve(dossier, GIANG, at(2, 8), at(2, 9))
    assert unit_flows(b.build(), WEEK).height == 0
