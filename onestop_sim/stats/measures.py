"""Measures of time, load and way: waits, stays, visits, officers' time, and what a choice of desk changes."""

from collections.abc import Callable
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.eventlog.ordering import by_owner
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.stats import reception
from onestop_sim.stats.durations import stays, visits
from onestop_sim.stats.question import Period, Question, Selection, marked
from onestop_sim.stats.workload import officer_time
from onestop_sim.terms import Statistic

S = Statistic

Measure = Callable[[Question, Selection], float | None]
"""Returns a number of those selected; None where there is nothing to measure."""


class _InPeriod:
    """What began or ended in a period, whose it is, and where: asked again for each unit and level."""

    def __init__(self, dossier: IntArray, place: IntArray, seconds: IntArray) -> None:
        self._dossier, self._seconds = dossier, seconds
        self._by_place = by_owner(place)
        self._ends: list[int] = np.cumsum(np.bincount(place)).tolist()

    def seconds_of(self, of: Selection) -> IntArray:
        """Return the seconds of those selected, in their order, int64[k]."""
        if of.places is None:
            return self._seconds if of.dossiers is None else self._seconds[of.dossiers[self._dossier]]
        places = np.flatnonzero(of.places[: len(self._ends)])
        begins = [0, *self._ends]
        at = [self._by_place[begins[one] : begins[one + 1]] for one in places.tolist()]
        chosen: IntArray = np.sort(np.concatenate([np.empty(0, np.int64), *at]))
        if of.dossiers is not None:
            chosen = chosen[of.dossiers[self._dossier[chosen]]]
        return self._seconds[chosen]


def _waits_of(q: Question) -> _InPeriod:
    """Return the visits that began in the period and were served, with their waits, where they waited."""
    table = visits(q.reading).filter(
        pl.col("arrived_s").is_between(*q.period, closed="left"), pl.col("started_s").is_not_null()
    )
    wait_s = table["started_s"] - table["arrived_s"]
    return _InPeriod(*(column.to_numpy() for column in (table["dossier"], table["place"], wait_s)))


def _wait_min(q: Question, of: Selection) -> NDArray[np.float64]:
    waits = q.reading.kept(("waits", q.period), lambda: _waits_of(q))
    return waits.seconds_of(of) / 60


def _mean_wait(q: Question, of: Selection) -> float | None:
    minutes = _wait_min(q, of)
    return float(minutes.mean()) if len(minutes) else None


def _p90_wait(q: Question, of: Selection) -> float | None:
    minutes = _wait_min(q, of)
    return float(np.quantile(minutes, 0.9)) if len(minutes) else None


def _mean_stay(q: Question, of: Selection) -> float | None:
    stay_s = q.reading.kept(("ended stays", q.period), lambda: _ended_stays(q)).seconds_of(of)
    return float(stay_s.mean() / DAY_S) if len(stay_s) else None


def _ended_stays(q: Question) -> _InPeriod:
    """Return the stays that ended in the period, where the dossier was received."""
    table = stays(q.reading).filter("complete", pl.col("end_s").is_between(*q.period, closed="left"))
    dossier = table["dossier"].to_numpy()
    return _InPeriod(
        dossier, q.reading.column("dossiers", "receiving_place")[dossier], table["stay_s"].to_numpy()
    )


def _visits_and_dossiers(q: Question) -> tuple[_InPeriod, _InPeriod]:
    """Return the visits of the period and the dossiers accepted in it, where these were received."""
    began = visits(q.reading).filter(pl.col("arrived_s").is_between(*q.period, closed="left"))["dossier"]
    at = q.reading.column("dossiers", "receiving_place")
    visited, accepted = began.to_numpy(), marked("received_new", q)
    return _InPeriod(visited, at[visited], visited), _InPeriod(accepted, at[accepted], accepted)


def _visits_per_dossier(q: Question, of: Selection) -> float | None:
    parts = q.reading.kept(
        ("visits and dossiers", q.period, q.clock, q.rule), lambda: _visits_and_dossiers(q)
    )
    visited, accepted = (len(part.seconds_of(of)) for part in parts)
    return visited / accepted if accepted else None


def _of_officers(q: Question, of: Selection, column: str) -> int:
    """Return the sum of a column of `officer_time` over the officers of the places selected, seconds."""
    table = officer_time(q.reading, q.period)
    seconds = table[column].to_numpy()
    return int(seconds.sum() if of.places is None else seconds[of.places[table["place"].to_numpy()]].sum())


def _utilisation(q: Question, of: Selection) -> float | None:
    duty_s = _of_officers(q, of, "duty_s")
    return _of_officers(q, of, "busy_s") / duty_s if duty_s else None


def _overtime(q: Question, of: Selection) -> float | None:
    return float(_of_officers(q, of, "overrun_s")) / 3600


def _at_desks(of_log: Callable[[Reading, Period, Flags | None, Flags | None], float | None]) -> Measure:
    return lambda q, of: of_log(q.reading, q.period, of.dossiers, of.places)


WITH_DISTANCES: Final[dict[Statistic, Measure]] = {
    S.DESK_RECEIVED: _at_desks(reception.desk_received),
    S.RECEIVED_ELSEWHERE: _at_desks(reception.received_elsewhere),
    S.LOAD_GINI: _at_desks(reception.load_gini),
    S.TRAVEL_KM: _at_desks(reception.travel_km),
    S.TRAVEL_KM_PER_DOSSIER: _at_desks(reception.travel_km_per_dossier),
    S.POST_PIECES: _at_desks(reception.post_pieces),
    S.POST_BAGS: _at_desks(reception.post_bags),
}
"""Statistics of logs that know where people and places are; of others they are undefined (NaN)."""

MEASURES: Final[dict[Statistic, Measure]] = {
    **WITH_DISTANCES,
    S.MEAN_WAIT_MIN: _mean_wait,
    S.P90_WAIT_MIN: _p90_wait,
    S.MEAN_STAY_DAYS: _mean_stay,
    S.VISITS_PER_DOSSIER: _visits_per_dossier,
    S.UTILISATION: _utilisation,
    S.OVERTIME_HOURS: _overtime,
}
"""Statistics of time, load and way; unit or level: of the desk or office, of a dossier that received it."""

OF_OFFICERS: Final = (S.UTILISATION, S.OVERTIME_HOURS)
"""Statistics that know nothing of fields and channels."""
