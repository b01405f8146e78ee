"""
A part of a scenario that lives the very dossiers of the whole: some units' residents, all offices.

Dossiers have their luck by stream, home unit, procedure and number, clusters have theirs by unit and
office; so who is in the part is there as he is in the whole, and only those of other units are missing.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from onestop_sim.scenario.assumed import PositiveValue
from onestop_sim.scenario.demand import Demand

if TYPE_CHECKING:
    from onestop_sim.scenario.model import Scenario


def units_within(scenario: "Scenario", units: Iterable[str]) -> frozenset[str]:
    """Return units and all that lie below them."""
    found = frozenset(units)
    while True:
        more = found | {name for name, unit in scenario.units.items() if unit.parent in found}
        if more == found:
            return found
        found = more


def sub_model_of(scenario: "Scenario", units: Iterable[str]) -> "Scenario":
    """
    Return a scenario in which only the residents of some units, and of those below them, file.

    Each unit has the volume that it has in the whole; a stream that nobody is left of is left out.

    Args:
        scenario: the whole.
        units:    whose residents file.
    """
    within = units_within(scenario, units)
    streams = {name: _stream(scenario, stream, within) for name, stream in scenario.demand.items()}
    kept = {name: stream for name, stream in streams.items() if stream is not None}
    return scenario.model_copy(update={"demand": kept})


def _stream(scenario: "Scenario", stream: Demand, within: frozenset[str]) -> Demand | None:
    weights = weights_of(scenario, stream)
    left = {name: weight for name, weight in weights.items() if name in within and weight > 0}
    if not left:
        return None
    part = sum(left.values()) / sum(weights.values())
    volumes = {
        period: PositiveValue(value=part * volume.value) for period, volume in stream.n_per_period.items()
    }
    return stream.model_copy(update={"n_per_period": volumes, "unit_weights": left})


def weights_of(scenario: "Scenario", stream: Demand) -> dict[str, float]:
    """Return in which proportions a stream comes from the units of its level, by name."""
    here = {name: unit for name, unit in scenario.units.items() if unit.level == stream.level}
    if stream.unit_weights:
        return {name: float(stream.unit_weights.get(name, 0.0)) for name in here}
    return {name: float(unit.population or 0) for name, unit in here.items()}
