"""Assumptions drawn from their ranges: each within its own, by its own luck, and nothing else moved."""

import json

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.plan.ranges import within_ranges
from onestop_sim.scenario.assumed import PositiveValue, assumptions
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.redrawn import redrawn
from tests.command import scenario_file, told
from tests.scenarios import tiny_scenario

RANGED = {
    "offices": {
        "division": {"officers": {"specialist": {"available_share": {"value": 0.8, "low": 0.5, "high": 0.9}}}}
    },
    "procedures": {
        "business": {
            "route": {
                "appraisal": {
                    "effort": {"kind": "gamma", "mean": 40, "sd": 25, "unit": "min", "range": [30, 60]}
                }
            },
            "online_share": {"value": 0.3, "low": 0.3, "high": 0.3},
        }
    },
}
"""An assumed share and a distribution with ranges; a range of one point is none."""


@given(st.floats(0.001, 0.999), st.floats(1, 10), st.floats(0, 5), st.floats(0.1, 5))
def test_a_number_stays_in_its_range_and_rises_with_its_luck(
    u: float, value: float, down: float, up: float
) -> None:
    """Whatever the luck, the drawn number lies between low and high; better luck, larger number."""
    low = max(value - down, 0.1)
    assumed = PositiveValue(value=value, low=min(low, value), high=value + up)
    drawn = redrawn(assumed, lambda _: u).value
    assert assumed.low is not None
    assert assumed.high is not None
    assert assumed.low <= drawn <= assumed.high
    assert drawn <= redrawn(assumed, lambda _: min(0.9999, u + 0.0009)).value


def test_only_what_has_a_range_moves_and_the_rest_is_the_same_scenario() -> None:
    """Two numbers of the tiny scenario have ranges: these two differ, each inside its own."""
    base = tiny_scenario(**RANGED)
    other = within_ranges(base, root_seed=1, replication=0)
    rows = zip(assumptions(base), assumptions(other), strict=True)
    moved = {was.path: (now.value, was.low, was.high) for was, now in rows if was.value != now.value}
    assert set(moved) == {
        "offices.division.officers.specialist.available_share",
        "procedures.business.route.appraisal.effort",
    }
    assert all(
        low <= value <= high for value, low, high in moved.values() if low is not None and high is not None
    )
    assert Scenario.model_validate(json.loads(other.model_dump_json())) is not None


def test_the_luck_of_a_number_is_its_own() -> None:
    """Another range elsewhere moves no other number; another replication moves all."""
    base = tiny_scenario(**RANGED)
    applicants = {"brings_another_share": {"value": 0.1, "low": 0.0, "high": 0.3}}
    more = tiny_scenario(**RANGED, applicants=applicants)
    path = "offices.division.officers.specialist.available_share"

    def drawn(scenario: Scenario, replication: int) -> float:
        rows = assumptions(within_ranges(scenario, 1, replication))
        return next(row.value for row in rows if row.path == path)

    assert drawn(base, 0) == drawn(more, 0)
    assert drawn(base, 0) != drawn(base, 1)


def test_a_run_with_ranges_has_wide_intervals(tmp_path, capsys) -> None:
    """`run --ranges` fills the wide columns and leaves all other figures as they are without it."""
    path = scenario_file(tmp_path, **RANGED)
    words = ["run", path, "--quiet", "--replications", "3", "--workers", "1"]
    assert told(capsys, *words, "--output", tmp_path / "plain").status == 0
    assert told(capsys, *words, "--ranges", "--output", tmp_path / "wide").status == 0
    plain = pl.read_parquet(tmp_path / "plain" / "figures.parquet")
    wide = pl.read_parquet(tmp_path / "wide" / "figures.parquet")
    columns = ["wide_low", "wide_high"]
    assert plain.drop(columns).equals(wide.drop(columns))
    assert plain["wide_low"].null_count() == plain.height
    assert wide["wide_low"].null_count() < wide.height
