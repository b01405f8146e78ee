"""A sub-model lives the very dossiers of the whole, and no others."""

import numpy as np

from onestop_sim.plan.compiler import compile_plan
from onestop_sim.scenario.sub_model import sub_model_of, units_within
from tests.scenarios import tiny_scenario


def test_units_bring_all_below_them() -> None:
    """A district has its communes in it, a commune itself."""
    scenario = tiny_scenario()
    assert units_within(scenario, ["district"]) == set(scenario.units)
    assert units_within(scenario, ["xa_tay"]) == {"xa_tay"}


def test_who_is_in_the_part_is_there_as_in_the_whole() -> None:
    """Keys, instants, routes and habits of a commune's dossiers are the same; those of the other are gone."""
    scenario = tiny_scenario()
    home = list(scenario.units).index("xa_dong")
    whole = compile_plan(scenario, root_seed=3, replication=1).dossiers
    part = compile_plan(sub_model_of(scenario, ["xa_dong"]), root_seed=3, replication=1).dossiers
    here = np.flatnonzero(whole.home_unit == home)
    assert 0 < len(here) < len(whole.key)
    assert (part.home_unit == home).all()
    for column in ("key", "filed_s", "channel", "procedure", "competent_place", "close_lag_s"):
        assert (getattr(whole, column)[here] == getattr(part, column)).all()


def test_all_units_are_the_whole() -> None:
    """A sub-model of everybody has every dossier."""
    scenario = tiny_scenario()
    whole = compile_plan(scenario, root_seed=3, replication=0).dossiers
    part = compile_plan(sub_model_of(scenario, ["district"]), root_seed=3, replication=0).dossiers
    assert (whole.key == part.key).all()
