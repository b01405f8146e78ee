"""Every figure that a report prints can be asked for, and the table of all agrees with it."""

import math

import numpy as np
import polars as pl
import pytest

from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.catalogue import COUNTS, RATES, measure
from onestop_sim.stats.figures import SCHEMA, all_figures
from onestop_sim.stats.measures import MEASURES
from onestop_sim.terms import Channel, ClockChoice, CountingRule, Statistic
from tests.logs import DAY_S, FIELDS, UNITS, LogBuilder, random_log

PERIODS = ((0, 30 * DAY_S), (30 * DAY_S, 60 * DAY_S))


@pytest.fixture(scope="module")
def reading() -> Reading:
    """Random lives in two periods."""
    return Reading(random_log(np.random.default_rng(2), 120, PERIODS))


def test_every_statistic_is_implemented_once():
    """Each member of terms.Statistic is a count, a rate or a measure."""
    assert sorted([*COUNTS, *RATES, *MEASURES]) == sorted(Statistic)


@pytest.mark.parametrize("statistic", Statistic)
def test_every_statistic_can_be_measured(reading, statistic):
    """It is a number, a whole one if it counts."""
    value = measure(reading, PERIODS[0], statistic)
    assert math.isfinite(value)
    assert isinstance(value, int) == (statistic in COUNTS)


@pytest.mark.parametrize("statistic", COUNTS)
@pytest.mark.parametrize("by", ["unit", "level", "field", "channel"])
def test_a_count_is_the_sum_over_its_groups(reading, statistic, by):
    """Over units, levels, fields and channels."""
    groups = {"unit": UNITS, "level": ("district", "commune"), "field": FIELDS, "channel": Channel}[by]
    parts = [measure(reading, PERIODS[1], statistic, **{by: one}) for one in groups]
    assert sum(parts) == measure(reading, PERIODS[1], statistic)


@pytest.mark.parametrize("statistic", Statistic)
def test_nothing_happened(statistic):
    """An empty log has counts of zero, and rates and means of nothing are not a number."""
    value = measure(LogBuilder().build(), PERIODS[0], statistic)
    assert value == 0 or math.isnan(value)


def test_the_clock_and_the_rule_are_chosen_when_reading(reading):
    """The portal shows other figures than those that were, the buckets others than the form."""
    asked = {
        (clock, rule): measure(reading, PERIODS[0], Statistic.LATE, clock=clock, rule=rule)
        for clock in ClockChoice
        for rule in CountingRule
    }
    assert len(set(asked.values())) > 2


def test_late_dossiers_filed_online_are_late_ones_of_that_channel(reading):
    """In any period, as it was and as the portal shows it."""
    for period in PERIODS:
        for clock in ClockChoice:
            late = measure(reading, period, Statistic.LATE, channel=Channel.ONLINE, clock=clock)
            assert measure(reading, period, Statistic.ONLINE_LATE, clock=clock) == late


def test_a_cohort_adds_up(reading):
    """Received = resolved + open, online and by post."""
    for name in ("online", "post_intake"):
        asked = [Statistic(f"{name}_{part}") for part in ("received", "resolved", "open")]
        received, resolved, still_open = (measure(reading, PERIODS[0], one) for one in asked)
        assert received == resolved + still_open > 0


@pytest.mark.parametrize("where", [{"unit": "nord"}, {"level": "region"}, {"field": "tax"}])
@pytest.mark.parametrize("statistic", [Statistic.LATE, Statistic.MEAN_WAIT_MIN])
def test_what_the_log_does_not_know_is_refused(reading, where, statistic):
    """A misspelt unit is no empty unit."""
    with pytest.raises(ValueError, match="in this log"):
        measure(reading, PERIODS[0], statistic, **where)


def test_officers_have_no_field(reading):
    """Their time is not split by what they worked on."""
    with pytest.raises(ValueError, match="neither field nor channel"):
        measure(reading, PERIODS[0], Statistic.UTILISATION, field="land")


@pytest.mark.parametrize("where", [{}, {"level": "commune"}, {"unit": "north"}, {"field": "land"}])
def test_the_table_of_all_figures_agrees_with_each_measure(reading, where):
    """For each period, clock, level, unit and field."""
    table = all_figures(reading).filter(
        pl.col(name) == where.get(name, "") for name in ("level", "unit", "field")
    )
    if not where:
        assert set(table["statistic"]) == set(Statistic)
    for row in table.iter_rows(named=True):
        period = PERIODS[int(row["period"][1:])]
        statistic, clock = Statistic(row["statistic"]), ClockChoice(row["clock"])
        value = measure(reading, period, statistic, clock=clock, **where)
        assert row["value"] == pytest.approx(value, nan_ok=True)


def test_two_replications_have_the_same_rows():
    """Only the values differ, so that replications can be joined by row."""
    tables = [all_figures(random_log(np.random.default_rng(seed), 30, PERIODS)) for seed in (1, 2)]
    assert tables[0].columns == list(SCHEMA)
    assert tables[0].drop("value").equals(tables[1].drop("value"))
