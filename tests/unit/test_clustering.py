"""Luck that dossiers share: who shares it, how large it is, and that it is nobody else's."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from onestop_sim.clock import DAY_S
from onestop_sim.plan.clusters import Clusters
from onestop_sim.plan.draws import Seed
from onestop_sim.plan.plan import Plan
from onestop_sim.plan.storage import fingerprint
from onestop_sim.plan.world import build_world
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.measure import FIGURES
from onestop_sim.study.replicate import replicate
from onestop_sim.terms import NEVER, StepKind
from tests.plans import assert_same, plan_of, shared
from tests.scenarios import merged, tiny_scenario

SURVEY = {
    "share": 1,
    "delay": {"kind": "lognormal", "mean": 9, "sd": 4, "unit": "d"},
}
LATE = {"filed_at_levels": ["commune"], "share": 0.4, "closed_after": "3 d", "never_share": 1}
DRAWN: dict[str, Any] = {
    "procedures": {"land_transfer": {"route": {"measuring": SURVEY}}},
    "software": {"late_closing": {"communes": LATE}},
}
"""The tiny scenario with delays that are drawn, and communes that leave records unclosed."""


def drawn(**changes: Any) -> Scenario:
    """Return that scenario, with parts changed."""
    return tiny_scenario(**merged(DRAWN, changes))


def clustering(**cv: float) -> dict[str, Any]:
    """Return a clustering block."""
    return {"clustering": cv}


def surveys(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Return the delay of each land survey and the dossier whose it is."""
    dossier = np.repeat(np.arange(len(plan.dossiers)), np.diff(plan.first_row))
    here = plan.steps.kind == StepKind.DELAY
    return plan.steps.delay_s[here].astype(float), dossier[here]


def months_of(plan: Plan, dossier: np.ndarray) -> np.ndarray:
    """Return the calendar month in which each dossier was filed; day 0 is 1 February 2023."""
    first_of_february = np.datetime64("2023-02-01")
    return (first_of_february + plan.dossiers.filed_s[dossier] // DAY_S).astype("datetime64[M]")


def test_no_spread_changes_nothing() -> None:
    """Coefficients of 0 give the plan that a scenario without the block gives."""
    zero = clustering(delays_by_unit_and_year=0, delays_by_office_and_month=0, unclosed_by_unit_and_month=0)
    assert fingerprint(plan_of(drawn(**zero))) == fingerprint(plan_of(drawn()))


def test_factors_have_mean_one_and_their_spread() -> None:
    """Over three thousand months the factor of an office has the mean 1 and the coefficient asked for."""
    scenario = drawn(**clustering(delays_by_office_and_month=0.5))
    clusters = Clusters(scenario, build_world(scenario, Seed(1, 0)), Seed(1, 0))
    n_months = 3_000
    filed_s = np.arange(n_months, dtype=np.int64) * 31 * DAY_S
    factors = np.asarray(clusters.of_office_and_month(np.zeros(n_months, np.int64), filed_s))
    # Months of 31 days run ahead of the calendar: a few months are met twice, none is left out of order.
    assert factors.mean() == pytest.approx(1, abs=4 * 0.5 / np.sqrt(n_months))
    assert factors.std() == pytest.approx(0.5, rel=0.15)
    assert (factors > 0).all()


def test_an_office_and_a_month_share_their_factor() -> None:
    """All surveys of dossiers filed in one month are longer by one factor; another month has another."""
    base, other = plan_of(drawn()), plan_of(drawn(**clustering(delays_by_office_and_month=0.4)))
    was, dossier = surveys(base)
    now, same = surveys(other)
    assert (dossier == same).all()
    ratio, months = now / was, months_of(base, dossier)
    of_month = {month: ratio[months == month] for month in np.unique(months)}
    assert len(of_month) >= 2
    for ratios in of_month.values():
        assert np.ptp(ratios) < 1e-3  # seconds are rounded up
    medians = [float(np.median(one)) for one in of_month.values()]
    assert len({round(one, 3) for one in medians}) == len(medians)


def test_a_unit_and_a_year_share_their_factor() -> None:
    """Surveys of one year share a factor, whatever the month; fixed delays have none."""
    spread = clustering(delays_by_unit_and_year=0.4)
    # The warm-up of 40 working days reaches back into 2022.
    base, other = (plan_of(drawn(horizon={"warm_up_wd": 40}, **more)) for more in ({}, spread))
    was, dossier = surveys(base)
    now, _ = surveys(other)
    ratio, years = now / was, months_of(base, dossier).astype("datetime64[Y]")
    medians = [float(np.median(ratio[years == year])) for year in np.unique(years)]
    assert len(medians) == 2
    assert medians[0] != pytest.approx(medians[1], rel=0.01)
    assert all(np.ptp(ratio[years == year]) < 1e-3 for year in np.unique(years))
    fixed = {"procedures": {"land_transfer": {"route": {"measuring": {"delay": "2 d"}}}}}
    plain, moved = (plan_of(tiny_scenario(**merged(fixed, more))) for more in ({}, spread))
    assert fingerprint(plain) == fingerprint(moved)


def test_unclosed_records_come_by_unit_and_month() -> None:
    """The share that is left unclosed differs between desks and months; the mean over many is the share."""
    scenario = drawn(**clustering(unclosed_by_unit_and_month=0.5))
    shares = []
    for replication in range(60):
        plan = plan_of(scenario, replication)
        desk, months = plan.dossiers.receiving_place, months_of(plan, np.arange(len(plan.dossiers)))
        unclosed = plan.dossiers.close_lag_s >= NEVER
        for place, month in {(one, at) for one, at in zip(desk.tolist(), months, strict=True)}:
            here = (desk == place) & (months == month)
            if here.sum() > 60 and plan.names.places[place].endswith("commune_desk"):
                shares.append(unclosed[here].mean())
    assert np.std(shares) > 0.1  # even chance would give at most sqrt(.24 / 60) = .063
    assert np.mean(shares) == pytest.approx(0.4, abs=0.03)  # 2.5 standard errors, less what is cut at all
    assert np.mean(shares) == pytest.approx(0.4, abs=4 * np.std(shares) / np.sqrt(len(shares)))


def test_clusters_are_nobody_elses() -> None:
    """With clustering too, one more commune and a longer warm-up move no dossier that was there."""
    cv = clustering(
        delays_by_unit_and_year=0.3, delays_by_office_and_month=0.3, unclosed_by_unit_and_month=0.5
    )
    base = plan_of(drawn(**cv))
    commune = {"title": "Xã Bắc", "level": "commune", "parent": "district", "population": 10_000}
    volumes = {name: {"n_per_period": {"2023q1": n}} for name, n in (("communes", 800), ("district", 300))}
    for change in (
        {"units": {"xa_bac": commune}, "demand": volumes},
        {"horizon": {"warm_up_wd": 30}},
    ):
        other = plan_of(drawn(**merged(cv, change)))
        here, there = shared(base, other)
        assert len(here) == len(base.dossiers)
        assert_same(base, other, here, there)


def test_clustering_widens_lateness_and_can_be_switched_off() -> None:
    """Late dossiers vary more from run to run; switched off, runs are those of a scenario without it."""
    cv = clustering(delays_by_office_and_month=0.6)
    many = {"demand": {"communes": {"mix": {"certified_copy": 1, "land_transfer": 3}}}}
    many["offices"] = {"land": {"officers": {"surveyor": {"n": 9}}}, "leader": {"officers": 3}}

    def late(scenario: Scenario, *, clustered: bool) -> np.ndarray:
        done = replicate(scenario, replications=24, root_seed=5, clustered=clustered)
        rows = pl.concat([one.tables[FIGURES] for one in done])
        wanted = (pl.col("statistic") == "late") & (pl.col("field") == "dat_dai")
        return rows.filter(wanted & (pl.col("clock") == "occurred"))["value"].to_numpy()

    busy = drawn(**merged(many, cv))
    apart, together = late(busy, clustered=False), late(busy, clustered=True)
    assert apart.tolist() == late(drawn(**many), clustered=True).tolist()
    assert len(apart) == 24
    # F(23, 23) is above 2.7 once in a hundred times when the variances are equal.
    assert together.var() > 2.7 * apart.var()
