"""Load, ways, inequality and the post's load, counted on lives that are written down by hand."""

import math

import numpy as np
import pytest

from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.catalogue import measure
from onestop_sim.stats.figures import all_figures
from onestop_sim.stats.measures import WITH_DISTANCES
from onestop_sim.stats.reception import gini
from onestop_sim.terms import Channel, EventKind, Statistic, StepKind
from tests.logs import AN, DESK, GIANG, LAND, NORTH, POST_LINE, LogBuilder, at

PERIOD = (0, 90 * 86_400)


def three_dossiers() -> LogBuilder:
    """
    Two filed at the district desk, one in the north; the last is an applicant of the district's desk.

    Homes are 0, 0.5 and 1 km north of the district's desk, that of the north is 9 km east; 1.5 km by road
    for one of the straight line.
    """
    log = LogBuilder()
    for number, officer in enumerate((AN, AN, GIANG)):
        one = log.dossier(at(0, 8 + number), receiving_place=NORTH if officer == GIANG else DESK)
        log.accept(one, at(0, 8 + number), at(0, 8 + number), at(0, 8.5 + number), officer)
    return log


def test_ways_are_there_and_back_by_road():
    """2 x 1.5 x (0 + 0.5 + sqrt(81 + 1)) kilometres, in all and for each dossier."""
    reading = Reading(three_dossiers().build())
    whole = 2 * 1.5 * (0 + 0.5 + math.sqrt(82))
    assert measure(reading, PERIOD, Statistic.TRAVEL_KM) == pytest.approx(whole)
    assert measure(reading, PERIOD, Statistic.TRAVEL_KM_PER_DOSSIER) == pytest.approx(whole / 3)
    assert measure(reading, PERIOD, Statistic.TRAVEL_KM, unit="district") == pytest.approx(1.5)


def test_what_a_desk_receives_is_counted_there_whoever_decides():
    """All three are decided by the land office; two were received at the district, one in the north."""
    reading = Reading(three_dossiers().build())
    units = {
        name: measure(reading, PERIOD, Statistic.DESK_RECEIVED, unit=name) for name in ("district", "north")
    }
    assert units == {"district": 2, "north": 1}
    assert measure(reading, PERIOD, Statistic.RECEIVED_NEW, unit="district") == 3
    assert measure(reading, PERIOD, Statistic.RECEIVED_ELSEWHERE) == 1
    assert measure(reading, PERIOD, Statistic.RECEIVED_ELSEWHERE, unit="north") == 1


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        ([1, 1, 1], 0.0),
        ([0, 0, 3], 2 / 3),
        ([1, 3], 0.25),
        ([3, 1], 0.25),
        ([1, 2, 3], 2 / 9),
        ([0, 0], None),
        ([5], None),
    ],
)
def test_the_gini_coefficient_is_half_the_mean_difference_over_the_mean(loads, expected):
    """By all pairs: 1 and 3 differ by 1 on average (with themselves too), half of it over 2 is 0.25."""
    values = np.array(loads, float)
    assert gini(values) == (None if expected is None else pytest.approx(expected))
    if expected is not None:
        pairs = np.abs(values[:, None] - values).mean()
        assert gini(values) == pytest.approx(pairs / 2 / values.mean())


def test_inequality_is_of_the_load_for_each_officer_between_the_desks():
    """2, 1 and 0 for one officer each: (4 x 1 + 6 x 2) / (3 x 3) - 4 / 3; of the communes 1 and 0: a half."""
    reading = Reading(three_dossiers().build())
    assert measure(reading, PERIOD, Statistic.LOAD_GINI) == pytest.approx(16 / 9 - 4 / 3)
    assert measure(reading, PERIOD, Statistic.LOAD_GINI, level="commune") == pytest.approx(0.5)


def test_a_bag_is_what_one_round_takes_from_a_unit_to_another():
    """Two go together on Monday, one on Tuesday, in two bags; what is not collected is no load."""
    log = LogBuilder()
    for number, day in enumerate((0, 0, 1, 2)):
        one = log.dossier(at(day, 8), receiving_place=NORTH)
        log.accept(one, at(day, 8), at(day, 8), at(day, 8.5), GIANG)
        step = log.step(one, "carry_up", StepKind.TRANSFER, LAND, line=POST_LINE)
        log.event(one, EventKind.SENT, at(day, 9), place=NORTH, step=step)
        if number < 3:
            log.event(one, EventKind.COLLECTED, at(day, 15), place=NORTH, step=step)
            log.event(one, EventKind.DELIVERED, at(day + 1, 9), place=LAND, step=step)
    reading = Reading(log.build())
    assert measure(reading, PERIOD, Statistic.POST_PIECES) == 3
    assert measure(reading, PERIOD, Statistic.POST_BAGS) == 2
    assert measure(reading, PERIOD, Statistic.POST_PIECES, unit="north") == 3
    assert measure(reading, PERIOD, Statistic.POST_PIECES, unit="south") == 0
    assert measure(reading, PERIOD, Statistic.POST_PIECES, channel=Channel.ONLINE) == 0


def test_a_log_without_distances_tells_none():
    """Its table of figures has no such rows, and one asked for by name is not a number."""
    tables = dict(three_dossiers().build().tables)
    del tables["origins"], tables["positions"]
    reading = Reading(EventLog(tables))
    assert not set(all_figures(reading)["statistic"]) & set(WITH_DISTANCES)
    assert all(math.isnan(measure(reading, PERIOD, one)) for one in WITH_DISTANCES)
