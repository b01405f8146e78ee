"""
Who receives what, how evenly, how far people travel for it, and what the courier carries.

Asked of scenarios with a choice of desk, whose logs know where people and places are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onestop_sim.clock import IntArray
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.stats.durations import visits
from onestop_sim.stats.post import transfers

Period = tuple[int, int]

_THERE_AND_BACK_PER_M = 2 / 1000


def knows_distances(reading: Reading) -> bool:
    """Tell whether a log knows where applicants set out and where places are."""
    return {"origins", "positions"} <= set(reading.log.tables)


@dataclass(frozen=True, slots=True)
class Trips:
    """Visits of a period: `dossier` (the carrier's), `place`, `km` by road there and back; one for each."""

    dossier: IntArray
    place: IntArray
    km: NDArray[np.float64]


def trips(reading: Reading, period: Period) -> Trips:
    """Return the visits begun in a period with their ways, from work for those who chose by it."""
    return reading.kept(("trips", period), lambda: _trips(reading, period))


def _trips(reading: Reading, period: Period) -> Trips:
    table = visits(reading)
    arrived_s = table["arrived_s"].to_numpy()
    chosen = (arrived_s >= period[0]) & (arrived_s < period[1])
    dossier, place = (table[name].to_numpy()[chosen].astype(np.int64) for name in ("dossier", "place"))
    ways_m = [
        reading.column("origins", axis)[dossier].astype(np.float64) - reading.column("positions", axis)[place]
        for axis in ("x_m", "y_m")
    ]
    factor = reading.column("positions", "detour_factor")[place]
    return Trips(dossier, place, np.hypot(*ways_m) * factor * _THERE_AND_BACK_PER_M)


def travel_km(reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None) -> float:
    """Return the kilometres by road of the visits of some dossiers to some places; None: all of them."""
    made = trips(reading, period)
    return float(made.km[_chosen(made.dossier, dossiers) & _chosen(made.place, places)].sum())


def travel_km_per_dossier(
    reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None
) -> float | None:
    """Return `travel_km` for each dossier accepted at these places; None if none was."""
    n = desk_received(reading, period, dossiers, places)
    return travel_km(reading, period, dossiers, places) / n if n else None


def desk_received(reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None) -> float:
    """Return how many of some dossiers were accepted in a period at some places."""
    return float(len(_accepted(reading, period, dossiers, places)))


def received_elsewhere(
    reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None
) -> float:
    """Return how many of these were accepted at another desk than they would have been without a choice."""
    taken = _accepted(reading, period, dossiers, places)
    desk, own = reading.column("dossiers", "receiving_place"), reading.column("origins", "own_place")
    return float(np.count_nonzero(desk[taken] != own[taken]))


def _accepted(reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None) -> IntArray:
    accepted_s = reading.accepted_s()
    taken = np.flatnonzero((accepted_s >= period[0]) & (accepted_s < period[1]))
    at = reading.column("dossiers", "receiving_place")[taken]
    return taken[_chosen(taken, dossiers) & _chosen(at, places)]


def _chosen(rows: IntArray, wanted: Flags | None) -> Flags:
    """Return which rows are wanted, bool[k]."""
    return np.ones(len(rows), np.bool_) if wanted is None else wanted[rows]


def load_gini(reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None) -> float | None:
    """
    Return the Gini coefficient of dossiers accepted in a period for each officer of a desk, between desks.

    0: all desks have the same load for each officer; (n - 1) / n: one of n desks has it all. None: there are
    fewer than two desks with officers, or nothing came.
    """
    n_places = reading.log.tables["places"].height
    n_officers = np.bincount(reading.column("officers", "place"), minlength=n_places)
    desks = reading.column("places", "is_desk") & (n_officers > 0)
    if places is not None:
        desks &= places
    desk_of = reading.column("dossiers", "receiving_place")[_accepted(reading, period, dossiers, None)]
    n_received = np.bincount(desk_of, minlength=n_places)
    return gini(n_received[desks] / n_officers[desks])


def gini(values: NDArray[np.float64]) -> float | None:
    """
    Return the Gini coefficient of some values, half the mean difference of two of them over the mean.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 1.0])), gini(np.array([1.0]))
    (0.0, 0.5, None)
    """
    n, whole = len(values), float(values.sum())
    if n < 2 or whole <= 0:
        return None
    ranks = np.arange(1, n + 1)
    return float(2 * (ranks * np.sort(values)).sum() / (n * whole) - (n + 1) / n)


def post_pieces(reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None) -> float:
    """Return how many dossiers and results a courier took from some places to another unit in a period."""
    return float(_collected(reading, period, dossiers, places).shape[1])


def post_bags(reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None) -> float:
    """Return in how many bags these went: what one round takes from a unit to another is a bag."""
    return float(np.unique(_collected(reading, period, dossiers, places)[2:], axis=1).shape[1])


def _collected(reading: Reading, period: Period, dossiers: Flags | None, places: Flags | None) -> IntArray:
    """Return of each piece: dossier, place and unit that send, unit that gets, line, round; int64[6, k]."""
    pieces: IntArray = reading.kept(("pieces", period), lambda: _pieces(reading, period))
    return pieces[:, _chosen(pieces[0], dossiers) & _chosen(pieces[1], places)]


def _pieces(reading: Reading, period: Period) -> IntArray:
    table = transfers(reading).filter("by_post")
    names = ("step", "dossier", "from_place", "line", "collected_s")
    step, dossier, sender, line, collected_s = (table[name].to_numpy().astype(np.int64) for name in names)
    unit = reading.column("places", "unit").astype(np.int64)
    getter = reading.column("steps", "place")[step]
    rows = np.stack([dossier, sender, unit[sender], unit[getter], line, collected_s])
    in_period: IntArray = rows[:, (collected_s >= period[0]) & (collected_s < period[1])]
    return in_period
