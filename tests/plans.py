"""Plans of tests: compiled once for each scenario, and joined by key dossier by dossier."""

from dataclasses import fields
from typing import Any

import numpy as np

from onestop_sim.plan.compiler import compile_plan
from onestop_sim.plan.plan import Dossiers, Plan, Steps
from onestop_sim.scenario.model import Scenario

SEED = 20_230_118

ROWS_OF_THE_TABLE = {"carrier", "next_in_visit", "entry_row"}
"""Columns that hold row numbers, which move when others come or go."""
NAMED = {
    "procedure": "procedures",
    "home_unit": "units",
    "segment": "segments",
    "receiving_place": "places",
    "competent_place": "places",
    "returning_place": "places",
}
NAMED_STEPS = {"place": "places", "line": "lines", "name": "steps"}
"""Columns that hold indices, and the names that they stand for."""


def plan_of(scenario: Scenario, replication: int = 0, seed: int = SEED) -> Plan:
    """The plan of one replication under the seed of the tests."""
    return compile_plan(scenario, root_seed=seed, replication=replication)


def shared(one: Plan, other: Plan) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers of the dossiers that exist in both worlds, in the same order."""
    _, here, there = np.intersect1d(one.dossiers.key, other.dossiers.key, return_indices=True)
    return here, there


def column(plan: Plan, table: Dossiers | Steps, name: str, rows: np.ndarray) -> np.ndarray:
    """A column at some rows, with names instead of indices."""
    values = getattr(table, name)[rows]
    known = NAMED if isinstance(table, Dossiers) else NAMED_STEPS
    if name not in known:
        return values
    names = np.array([*getattr(plan.names, known[name]), "nowhere"])
    return names[values]


def changed_columns(one: Plan, other: Plan, here: np.ndarray, there: np.ndarray) -> dict[str, int]:
    """Columns of dossiers in which two worlds differ, with the number of dossiers that do."""
    found = {}
    for each in fields(Dossiers):
        if each.name not in ROWS_OF_THE_TABLE:
            a = column(one, one.dossiers, each.name, here)
            b = column(other, other.dossiers, each.name, there)
            if (a != b).any():
                found[each.name] = int((a != b).sum())
    if (visit_keys(one)[here] != visit_keys(other)[there]).any():
        found["carrier"] = int((visit_keys(one)[here] != visit_keys(other)[there]).sum())
    return found


def visit_keys(plan: Plan) -> np.ndarray:
    """The key of the dossier that carries each dossier's visit."""
    return plan.dossiers.key[plan.dossiers.carrier]


def lives(plan: Plan, rows: np.ndarray, without: tuple[str, ...] = ()) -> list[tuple[tuple[Any, ...], ...]]:
    """The rows of some dossiers as tuples of named values."""
    everything = np.arange(len(plan.steps))
    names = [one.name for one in fields(Steps) if one.name not in without]
    columns = [column(plan, plan.steps, name, everything).tolist() for name in names]
    table = list(zip(*columns, strict=True))
    return [tuple(table[plan.first_row[d] : plan.first_row[d + 1]]) for d in rows]


def attempts_of(plan: Plan, rows: np.ndarray) -> list[tuple[tuple[int, float], ...]]:
    """The later visits of some dossiers."""
    table = list(zip(plan.attempts.gap_days.tolist(), plan.attempts.moment_share.tolist(), strict=True))
    return [tuple(table[plan.attempt_first[d] : plan.attempt_first[d + 1]]) for d in rows]


def assert_same(one: Plan, other: Plan, here: np.ndarray, there: np.ndarray) -> None:
    """Two worlds agree in everything about some dossiers."""
    assert changed_columns(one, other, here, there) == {}
    assert lives(one, here) == lives(other, there)
    assert attempts_of(one, here) == attempts_of(other, there)
