"""The scenario file, read and checked: the one door through which a planner's words come in."""

from pathlib import Path

from onestop_sim.scenario.load import load_model
from onestop_sim.scenario.model import Scenario


def load_scenario(path: Path | str) -> Scenario:
    """
    Return the checked scenario of a file, its parent and its templates merged in.

    Raises:
        UserError: ``scenario_invalid`` with every problem, its place and line; or what `load_model` raises
            when the file cannot be read at all.
    """
    return load_model(path, Scenario)
