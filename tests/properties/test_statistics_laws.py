"""What statistics must satisfy whatever happened: tried on random legal lives."""

from itertools import pairwise

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from onestop_sim.eventlog.laws import check_laws
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.durations import PARTS, stays
from onestop_sim.stats.form_ii06 import carry_gap, form_ii06, gaps, sum_gaps
from onestop_sim.stats.letters import letters
from onestop_sim.stats.workload import in_progress_by_day, officer_time
from onestop_sim.terms import ClockChoice, CountingRule, Grouping
from tests.logs import DAY_S, random_log

PERIODS = ((-10 * DAY_S, 20 * DAY_S), (20 * DAY_S, 45 * DAY_S), (45 * DAY_S, 90 * DAY_S))

logs = st.builds(
    lambda seed, n: random_log(np.random.default_rng(seed), n, PERIODS),
    st.integers(0, 10_000),
    st.integers(0, 60),
)
clocks = st.sampled_from(ClockChoice)
rules = st.sampled_from(CountingRule)


@given(logs, clocks, rules, st.sampled_from(Grouping))
@settings(max_examples=40)
def test_every_form_adds_up(log, clock, rule, by):
    """The identities hold in every row and the groups sum to the total, under each rule on each clock."""
    for period in PERIODS:
        table = form_ii06(log, period, by, clock, rule)
        assert gaps(table, rule).is_empty()
        assert sum_gaps(table) == {}


@given(logs, clocks, rules)
@settings(max_examples=40)
def test_the_carry_over_chains(log, clock, rule):
    """Column 6 of a period is what the one before left open, on the same clock."""
    reading = Reading(log)
    rows = [form_ii06(reading, period, clock=clock, rule=rule).row(0, named=True) for period in PERIODS]
    for before, after in pairwise(rows):
        assert carry_gap(before, after, rule) == 0


@given(logs, clocks)
@settings(max_examples=40)
def test_both_rules_count_the_same_dossiers(log, clock):
    """Received is the same, and the form's pending is the buckets' pending and paused."""
    for period in PERIODS:
        form = form_ii06(log, period, clock=clock).row(0, named=True)
        buckets = form_ii06(log, period, clock=clock, rule=CountingRule.THREE_BUCKETS).row(0, named=True)
        assert form["received"] == buckets["received"]
        assert form["pending"] == buckets["pending"] + buckets["paused"]


@given(logs, st.integers(-15, 95), st.integers(0, DAY_S - 1))
@settings(max_examples=40)
def test_the_parts_of_a_stay_add_up_to_the_second(log, day, second):
    """For every dossier, handed over or not, as of any instant, and no part is negative."""
    table = stays(log, day * DAY_S + second)
    assert (table["stay_s"] == table.select(pl.sum_horizontal(PARTS)).to_series()).all()
    assert (table.select(PARTS).to_numpy() >= 0).all()


@given(logs)
@settings(max_examples=30)
def test_random_lives_break_no_law(log):
    """The lives that these properties are tried on are legal."""
    check_laws(log)


@given(logs)
@settings(max_examples=30)
def test_the_columns_of_letters_add_up(log):
    """Sent = in time + late + further, first letters = kept + broken + undecided, agencies = total."""
    for period in PERIODS:
        table = letters(log, period)
        row = table.row(-1, named=True)
        assert row["sent"] == row["in_time"] + row["late"] + row["further"]
        assert row["in_time"] + row["late"] == row["kept"] + row["broken"] + row["undecided"]
        assert max(row["missing"], 0) <= row["owed"]
        numbers = table.drop("agency").to_numpy()
        assert (numbers[:-1].sum(axis=0) == numbers[-1]).all()


@given(logs, st.integers(-15, 80))
@settings(max_examples=30)
def test_the_busy_time_of_officers_is_additive_over_time(log, day):
    """Two halves of a span sum to the whole, and nobody is busy beyond his duty."""
    whole = officer_time(log, (-20 * DAY_S, 90 * DAY_S))
    halves = [officer_time(log, span) for span in ((-20 * DAY_S, day * DAY_S), (day * DAY_S, 90 * DAY_S))]
    for column in ("busy_s", "overrun_s", "duty_s", "n_services"):
        assert (halves[0][column] + halves[1][column] == whole[column]).all()
    assert (whole["busy_s"] <= whole["duty_s"]).all()


@given(logs)
@settings(max_examples=20)
def test_work_in_progress_is_what_came_in_less_what_went_out(log):
    """The undecided at the end of a period are column 11 of its form."""
    for period in PERIODS:
        pending = form_ii06(log, period)["pending"].item()
        assert in_progress_by_day(log, period)["undecided"][-1] == pending
