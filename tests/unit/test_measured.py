"""What an audit measured on the way: the tables behind its charts."""

import pytest

from onestop_sim.app.audit_input import read_table
from onestop_sim.study.audit.audit import audit
from onestop_sim.study.audit.measured import measured_tables
from onestop_sim.study.audit.rates import clopper_pearson
from onestop_sim.terms import ClockChoice
from tests.command import ROOT

TUY_PHONG = ROOT / "scenarios" / "evidence" / "tuy-phong-2015-2020.csv"


@pytest.fixture(scope="module")
def tables():
    """Those of six periods of one district."""
    return measured_tables(audit(read_table(TUY_PHONG)))


def test_late_rates_have_the_exact_interval_of_their_counts(tables):
    """One row for each period, the share is late of all, the interval that of Clopper and Pearson."""
    rates = tables["late_rates"].filter(scope="Bộ phận Một cửa cấp huyện")
    assert rates["late"].to_list()[:6] == [8, 12, 2, 5, 18, 17]
    for row in rates.iter_rows(named=True):
        assert row["late_share"] == pytest.approx(row["late"] / row["whole"])
        low, high = clopper_pearson(int(row["late"]), int(row["whole"]))
        assert (row["low_share"], row["high_share"]) == pytest.approx((low, high))


def test_a_rate_unlike_the_others_is_marked(tables):
    """17 late of 2,700 in the last quarter are strained against the years before; the years are not."""
    rates = tables["late_rates"]
    assert rates.filter(period_start="2020-01-01")["answer"].to_list() == ["strained"]
    assert "strained" not in rates.filter(period_start="2016-01-01")["answer"].to_list()


def test_an_implied_stay_is_the_stock_over_the_flow(tables):
    """Little's law, in working days; where received is resolved and late nothing is left to be open."""
    stays = tables["implied_stays"]
    assert stays.height > 0
    for row in stays.iter_rows(named=True):
        assert row["stay_wd"] == pytest.approx(row["stock"] / row["per_wd"])
    assert set(stays["answer"]) == {"strained"}


def test_simulated_values_are_there_for_figures_that_were_simulated(tables):
    """None without a simulation; with one both clocks of each figure."""
    assert "simulated" not in tables
    table = read_table(TUY_PHONG)
    late = next(one for one in table.figures if one.quantity == "late")
    samples = {(late.id, clock): [5.0, 9.0, 12.0] for clock in ClockChoice}
    simulated = measured_tables(audit(table, samples=samples))["simulated"]
    assert simulated.height == 1
    row = simulated.row(0, named=True)
    assert row["reported"] == late.value
    assert row["occurred_low"] <= row["occurred_mean"] <= row["occurred_high"]
