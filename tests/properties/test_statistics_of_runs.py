"""The laws of statistics on what the engine lived through, not only on lives made for the purpose."""

import polars as pl
import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.eventlog.laws import check_laws
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.durations import PARTS, stays
from onestop_sim.stats.figures import all_figures
from onestop_sim.stats.form_ii06 import form_ii06, gaps, sum_gaps
from onestop_sim.stats.life import life_of
from onestop_sim.stats.measures import WITH_DISTANCES
from onestop_sim.stats.workload import in_progress_by_day
from onestop_sim.terms import ClockChoice, CountingRule, Grouping, Statistic
from tests.plans import plan_of
from tests.scenarios import tiny_scenario


@pytest.fixture(scope="module", params=[0, 1])
def log(request) -> EventLog:
    """One replication of the tiny scenario."""
    return simulate(plan_of(tiny_scenario(), replication=request.param))


def periods_of(log: EventLog) -> list[tuple[int, int]]:
    """The reporting periods of a log."""
    return log.tables["periods"].select("start_s", "end_s").rows()


def test_a_run_breaks_no_law(log):
    """Something happened, and legally."""
    assert log.events.height > 100
    check_laws(log)


@pytest.mark.parametrize("clock", ClockChoice)
@pytest.mark.parametrize("rule", CountingRule)
def test_the_form_of_a_run_adds_up(log, clock, rule):
    """Identities in every row of every grouping, and groups that sum to the total."""
    for period in periods_of(log):
        for by in Grouping:
            table = form_ii06(log, period, by, clock, rule)
            assert gaps(table, rule).is_empty()
            assert sum_gaps(table) == {}


def test_the_stays_of_a_run_add_up_to_the_second(log):
    """Queue, work, closed hours, delay, transfer, pause and collection are the stay of every dossier."""
    table = stays(log)
    assert table["complete"].any()
    assert (table["stay_s"] == table.select(pl.sum_horizontal(PARTS)).to_series()).all()
    assert (table.select(PARTS).to_numpy() >= 0).all()


def test_the_undecided_at_the_end_are_column_11(log):
    """Work in progress and the form count the same dossiers."""
    reading = Reading(log)
    for period in periods_of(log):
        pending = form_ii06(reading, period)["pending"].item()
        assert in_progress_by_day(reading, period)["undecided"][-1] == pending


def test_every_figure_of_a_run_is_there(log):
    """Each statistic of each period, in one table; those of distances only where these are known."""
    assert set(all_figures(log)["statistic"]) == set(Statistic) - set(WITH_DISTANCES)


def test_the_count_of_the_legal_clock_ends_on_the_date_that_was_promised(log):
    """For dossiers accepted in the run: acceptance, pauses and calendar give the date of the verdict."""
    reading = Reading(log)
    due_s, accepted_s = reading.due_s(), reading.accepted_s()
    before = log.dossiers["open_at_start"].to_numpy()
    told = 0
    for dossier in range(0, reading.n, max(1, reading.n // 60)):
        life = life_of(log, dossier)
        decided_s = int(reading.final_s()[dossier])
        if life.count is None or before[dossier] or accepted_s[dossier] < 0:
            continue
        if all(to_s <= decided_s for _, to_s in life.pauses):
            told += 1
            assert life.count.due_s == due_s[dossier]
    assert told > 0
