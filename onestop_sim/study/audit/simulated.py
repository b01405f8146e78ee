"""Where reported figures fall among simulated ones, on the portal's clock and as it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from onestop_sim.stats.estimate import Scale, prediction_interval
from onestop_sim.study.audit.figure import Answer, Check, Figure, Remark, Table
from onestop_sim.terms import ClockChoice

SUMS: Final = {"in_time": ("early", "on_time"), "open": ("pending",)}
"""Quantities that are no statistics, and the statistics that they are the sum of (Form II.06)."""

FEWEST: Final = 2
"""Replications from which an interval can be said."""

Samples = Mapping[tuple[str, ClockChoice], Sequence[float]]
"""One value for each replication, by the id of the figure and the clock."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number falls in a sample."""

    low: float
    high: float
    mean: float
    below: float
    inside: bool


def simulated_remarks(table: Table, samples: Samples) -> Iterator[Remark]:
    """
    Yield, for each figure that was simulated, where it falls.

    Args:
        table:   figures.
        samples: simulated values of figures; a figure that no statistic answers has none.
    """
    for one in table.figures:
        found = {
            clock: _place(one, samples[one.id, clock])
            for clock in ClockChoice
            if len(samples.get((one.id, clock), ())) >= FEWEST
        }
        if not found:
            continue
        occurred = found.get(ClockChoice.OCCURRED)
        recorded = found.get(ClockChoice.RECORDED, occurred)
        occurred = occurred or recorded
        if occurred is None or recorded is None:
            continue
        yield _remark(one, occurred, recorded, len(samples[one.id, next(iter(found))]))


def _remark(one: Figure, occurred: _Place, recorded: _Place, n: int) -> Remark:
    values = {
        "value": one.value,
        "n": n,
        **{f"occurred_{name}": getattr(occurred, name) for name in ("low", "high", "mean", "below")},
        **{f"recorded_{name}": getattr(recorded, name) for name in ("low", "high", "mean", "below")},
    }
    inside = occurred.inside, recorded.inside
    keys = {
        (True, True): "simulated_on_both",
        (True, False): "simulated_as_it_was",
        (False, True): "simulated_on_portal",
        (False, False): "simulated_on_none",
    }
    answer = Answer.CONSISTENT if any(inside) else Answer.STRAINED
    return Remark(answer, Check.SIMULATION, keys[inside], (one.id,), values)


def _place(one: Figure, sample: Sequence[float]) -> _Place:
    values = np.asarray(sample, np.float64)
    interval = prediction_interval(values, scale=Scale.COUNT)
    below = float((values <= one.value).mean())
    return _Place(interval.low, interval.high, interval.estimate, below, interval.holds(one.value))
