"""Scopes that work faster or slower than their procedures say: same luck, times multiplied."""

from typing import Any

import numpy as np
import pytest

from onestop_sim.plan.compiler import compile_plan
from onestop_sim.plan.plan import Plan
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.forecast import work_of
from onestop_sim.study.lint import lint
from onestop_sim.terms import StepKind
from tests.scenarios import tiny_scenario

DRAWN_DELAY = {"kind": "exponential", "mean": 2, "unit": "d"}
LAND = {"procedures": {"land_transfer": {"route": {"measuring": {"delay": DRAWN_DELAY}}}}}
"""The delay of the tiny scenario is fixed, as a posting is; here it is drawn."""


def plan_of(**changes: Any) -> Plan:
    """Return replication 0 of the tiny scenario, its land survey drawn, with parts changed."""
    return compile_plan(paced(**changes), root_seed=1, replication=0)


def paced(**changes: Any) -> Scenario:
    """Return that scenario."""
    return tiny_scenario(**{**LAND, **changes})


def times(plan: Plan, column: str, step: str) -> np.ndarray:
    """Return a column of the rows of a step, without the way to it, which has its name too."""
    here = (plan.steps.name == plan.names.steps.index(step)) & (plan.steps.kind != StepKind.TRANSFER)
    return getattr(plan.steps, column)[here]


def test_delays_of_a_scope_are_multiplied_and_all_else_stays() -> None:
    """Twice the delay of the land office: every survey lasts twice as long, nothing else has moved."""
    base = plan_of()
    slow = plan_of(pace={"survey": {"fields": ["dat_dai"], "delay_factor": 2}})
    was, now = times(base, "delay_s", "measuring"), times(slow, "delay_s", "measuring")
    assert len(was) > 0
    assert np.abs(now - 2 * was).max() <= 2  # seconds are rounded up
    others = base.steps.name != base.names.steps.index("measuring")
    assert (base.steps.delay_s[others] == slow.steps.delay_s[others]).all()
    assert (base.steps.effort_s == slow.steps.effort_s).all()
    assert (base.dossiers.filed_s == slow.dossiers.filed_s).all()


def test_what_a_rule_fixes_and_what_the_applicant_takes_is_left_alone() -> None:
    """A posting of two days stays two days, and the payment takes its time, at any pace."""
    posting = {"procedures": {"land_transfer": {"route": {"measuring": {"delay": "2 d"}}}}}
    slow = compile_plan(
        tiny_scenario(**posting, pace={"all": {"delay_factor": 3}}), root_seed=1, replication=0
    )
    assert set(times(slow, "delay_s", "measuring").tolist()) == {2 * 86_400}
    assert set(times(slow, "delay_s", "tax").tolist()) == {5 * 86_400}


def test_scopes_that_meet_multiply() -> None:
    """Half as much work in a field and three times as much at an office: one and a half times there."""
    pace = {
        "field": {"fields": ["ho_kinh_doanh"], "effort_factor": 0.5},
        "office": {"offices": ["division"], "effort_factor": 3},
    }
    base, moved = plan_of(), plan_of(pace=pace)
    first = times(base, "round", "appraisal") == 0
    was, now = times(base, "effort_s", "appraisal")[first], times(moved, "effort_s", "appraisal")[first]
    assert np.abs(now - 1.5 * was).max() <= 2
    copies = times(base, "effort_s", "copy")
    assert (copies == times(moved, "effort_s", "copy")).all()


@pytest.mark.parametrize("unit", ["xa_dong", "xa_tay"])
def test_a_scope_of_a_unit_holds_for_its_people(unit: str) -> None:
    """The desk works twice as long for dossiers of one commune, and for no other."""
    base, moved = plan_of(), plan_of(pace={"one": {"units": [unit], "effort_factor": 2}})
    dossier = np.repeat(np.arange(len(base.dossiers)), np.diff(base.first_row))
    at_desk = np.isin(base.steps.kind, [StepKind.RECEIVE]) & (base.steps.effort_s > 0)
    here = base.dossiers.home_unit[dossier] == base.names.units.index(unit)
    factor = moved.steps.effort_s[at_desk] / base.steps.effort_s[at_desk]
    assert factor[here[at_desk]] == pytest.approx(2, abs=0.02)
    assert (factor[~here[at_desk]] == 1).all()


def test_the_forecast_of_work_knows_the_pace() -> None:
    """Work by arithmetic is multiplied where the pace says so; an office that drowns by it is named."""
    pace = {"slow": {"offices": ["land"], "effort_factor": 40}}
    base, slow = paced(), paced(pace=pace)

    def work_s(scenario: Scenario) -> dict[str, float]:
        return {
            one.what: one.effort_s
            for one in work_of(scenario, "land_transfer", scanning=False, home="xa_tay")
        }

    was, now = work_s(base), work_s(slow)
    record = "procedures.land_transfer.route.record"
    assert now.pop(record) == pytest.approx(40 * was.pop(record))
    assert now == was
    assert "lint_overloaded" not in {one.key for one in lint(base)}
    assert "lint_overloaded" in {one.key for one in lint(slow)}


def test_a_delay_stretched_beyond_the_limit_is_noticed() -> None:
    """A survey that cannot end inside the legal limit at its pace is named by the check."""
    survey = {"kind": "triangular", "low": 5, "mode": 6, "high": 8, "unit": "d"}
    route = {"measuring": {"delay": survey, "share": 1}}
    land = {"procedures": {"land_transfer": {"route": route}}}
    assert "lint_limit_too_short" not in {one.key for one in lint(tiny_scenario(**land))}
    slow = tiny_scenario(**land, pace={"survey": {"offices": ["land"], "delay_factor": 4}})
    assert "lint_limit_too_short" in {one.key for one in lint(slow)}
