"""Doubt about assumptions: a scenario whose numbers lie elsewhere in their stated ranges (decision D15)."""

import numpy as np

from onestop_sim.plan.dice import hash_names, uniforms
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.redrawn import redrawn


def within_ranges(scenario: Scenario, root_seed: int, replication: int) -> Scenario:
    """
    Return the scenario with every assumption that has a range drawn from it, each by its own luck.

    A number's luck depends on its path in the scenario alone: an assumption more, or another range
    elsewhere, moves no other number. Dossiers keep their own luck.
    """

    def luck(path: str) -> float:
        key = np.array([hash_names("assumption", path)], np.uint64)
        return float(uniforms(root_seed, replication, "range", key)[0])

    return redrawn(scenario, luck)
