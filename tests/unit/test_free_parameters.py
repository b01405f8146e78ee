"""Numbers of a scenario by their paths, and the declaration of those that may be tuned."""

from typing import Any

import pytest
from pydantic import ValidationError

from onestop_sim.errors import UserError
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.plan.storage import fingerprint
from onestop_sim.scenario.free_parameters import value_at, with_values
from tests.scenarios import tiny_scenario

LATE = {"levels": ["district"], "share": 0.2, "closed_after": "3 d"}
PACE = {"pace": {"land": {"fields": ["dat_dai"], "delay_factor": {"value": 1, "low": 0.5, "high": 2}}}}
FREE = {"path": "pace.land.delay_factor", "low": 0.6, "high": 1.8, "source": "a guess", "grade": "assumption"}


def declared(**changes: Any) -> dict[str, Any]:
    """Return a calibration block with one free parameter, changed."""
    return {"calibration": {"parameters": {"land": {**FREE, **changes}}}}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("pace.land.delay_factor", 1.0),
        ("software.late_closing.at.the_district.share", 0.2),
        ("procedures.business.route.appraisal.effort", 40.0),
        ("procedures.business.route.appraisal.allotment_wd", 1.5),
        ("demand.communes.mix.certified_copy", 7.0),
    ],
)
def test_a_number_is_read_and_set_by_its_path(path: str, value: float) -> None:
    """What was set is read again, and the scenario that was given still has its own number."""
    scenario = tiny_scenario(**PACE, software={"late_closing": {"at.the_district": LATE}})
    assert value_at(scenario, path) == pytest.approx(value)
    other = with_values(scenario, {path: 0.75})
    assert value_at(other, path) == pytest.approx(0.75)
    assert value_at(scenario, path) == pytest.approx(value)
    assert with_values(other, {path: value}) == scenario


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("pace.lnad.delay_factor", "free_path_unknown"),
        ("pace.land", "free_path_no_number"),
        ("offices.division.officers.specialist.n", "free_path_no_number"),
        ("title", "free_path_no_number"),
        ("", "free_path_unknown"),
    ],
)
def test_a_path_that_leads_to_no_number_is_refused(path: str, key: str) -> None:
    """A name that is not there, a part that is more than a number, a count of people."""
    with pytest.raises(UserError) as problem:
        value_at(tiny_scenario(**PACE), path)
    assert problem.value.key == key


def test_values_that_break_the_scenario_are_refused() -> None:
    """A share above one, or a number outside its own stated range, is no scenario."""
    scenario = tiny_scenario(**PACE)
    for path, value in (("applicants.brings_another_share", 1.5), ("pace.land.delay_factor", 2.5)):
        with pytest.raises(UserError) as problem:
            with_values(scenario, {path: value})
        assert problem.value.key == "free_value_refused"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"path": "pace.land.delay"}, "free_path_unknown"),
        ({"path": "pace.land"}, "free_path_no_number"),
        ({"low": 1.9}, "free_bounds_reversed"),
        ({"low": 1.2}, "free_value_outside"),
        ({"high": 2.5}, "free_bounds_too_wide"),
    ],
)
def test_a_free_parameter_needs_a_number_and_bounds_that_hold_it(change: dict[str, Any], key: str) -> None:
    """The declaration is checked with the scenario, and says what is wrong with it."""
    with pytest.raises(ValidationError) as problem:
        tiny_scenario(**PACE, **declared(**change))
    assert {one["type"] for one in problem.value.errors()} == {key}


def test_one_number_is_tuned_once() -> None:
    """Two free parameters with one path would pull at the same number."""
    both = {"calibration": {"parameters": {"land": FREE, "again": FREE}}}
    with pytest.raises(ValidationError) as problem:
        tiny_scenario(**PACE, **both)
    assert {one["type"] for one in problem.value.errors()} == {"free_path_twice"}


def test_a_candidate_is_checked_as_a_free_parameter_is() -> None:
    """A candidate has bounds above zero that hold its value, and a path that no other declaration has."""
    for change, key in (({"path": "pace.lnad.delay_factor"}, "free_path_unknown"), ({}, "free_path_twice")):
        candidates = {"again": {**FREE, **change}}
        block = {"calibration": {"parameters": {"land": FREE}, "candidates": candidates}}
        with pytest.raises(ValidationError) as problem:
            tiny_scenario(**PACE, **block)
        assert {one["type"] for one in problem.value.errors()} == {key}
    with pytest.raises(ValidationError) as problem:
        tiny_scenario(**PACE, **declared(low=0.0))
    assert {one["type"] for one in problem.value.errors()} == {"greater_than"}


def test_a_declaration_moves_no_number() -> None:
    """A plan is the same with a calibration block and without."""
    plans = [
        compile_plan(tiny_scenario(**PACE, **more), root_seed=1, replication=0) for more in ({}, declared())
    ]
    assert fingerprint(plans[0]) == fingerprint(plans[1])
