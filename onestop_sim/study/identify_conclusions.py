"""
What a reader would conclude from fitted parameters, as a range over all sets that meet the figures.

A conclusion that differs from set to set is no finding of the figures: it is printed as a range.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from onestop_sim.study.calibrate_live import (
    LATE,
    LATE_PHANTOM,
    OFFICERS,
    OVERDUE,
    OVERDUE_PHANTOM,
    UTILISATION,
    Outcome,
)
from onestop_sim.study.calibrate_space import Vector

PHANTOM_LATE_SHARE: Final = "phantom_late_share"
"""Of the dossiers late in the software, those that were decided in time."""
PHANTOM_OVERDUE_SHARE: Final = "phantom_overdue_share"
"""Of the open overdue records, those whose dossiers were not open and overdue."""
REALLY_LATE: Final = "really_late"
"""Dossiers late in the software and in truth."""
OFFICERS_NEEDED: Final = "officers_needed"
"""Work of an office, in officers busy for all of its opening time."""
HIGHEST_UTILISATION: Final = "highest_utilisation"
"""Busy over duty time at the busiest place of an office."""

_SHARES: Final = {PHANTOM_LATE_SHARE: (LATE_PHANTOM, LATE), PHANTOM_OVERDUE_SHARE: (OVERDUE_PHANTOM, OVERDUE)}
_NOISE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Conclusion:
    """
    One conclusion.

    Attributes:
        name:    what is concluded.
        period:  period of the scenario.
        office:  office, or "".
        values:  one for each set of parameters, the fitted one first; NaN: nothing to take a share of.
        changes: whether sets differ by more than the Monte Carlo error.
    """

    name: str
    period: str
    office: str
    values: tuple[float, ...]
    changes: bool

    @property
    def range(self) -> tuple[float, float]:
        """Smallest and largest value over the sets; NaN where none has one."""
        known = [value for value in self.values if not np.isnan(value)]
        return (min(known), max(known)) if known else (float("nan"), float("nan"))


def conclusions(outcomes: Sequence[Outcome], sets: Sequence[Vector]) -> tuple[Conclusion, ...]:
    """
    Return the conclusions of each period, offices after the rest.

    Args:
        outcomes: what the columns of a set are.
        sets:     outcomes of verification of each set, float64[n, n_outcomes], the fitted one first.
    """
    column = {name: at for at, name in enumerate(outcomes)}
    found: list[Conclusion] = []
    for period in dict.fromkeys(period for name, period, _ in outcomes if name == LATE):
        at = {name: column[name, period, ""] for name in (LATE, LATE_PHANTOM, OVERDUE, OVERDUE_PHANTOM)}
        for share, (part, whole) in _SHARES.items():
            found.append(
                _concluded(share, period, "", [_ratio(one[:, at[part]], one[:, at[whole]]) for one in sets])
            )
        really = [one[:, at[LATE]] - one[:, at[LATE_PHANTOM]] for one in sets]
        found.append(_concluded(REALLY_LATE, period, "", [_mean(one) for one in really]))
        offices: dict[str, list[tuple[int, int]]] = {}
        for name, of_period, place in outcomes:
            if name == OFFICERS and of_period == period:
                pair = (column[name, period, place], column[UTILISATION, period, place])
                offices.setdefault(place.rpartition("/")[2], []).append(pair)
        for office, columns in offices.items():
            work = [[work for work, _ in columns], [share for _, share in columns]]
            needed = [_mean(one[:, work[0]].sum(axis=1)) for one in sets]
            found.append(_concluded(OFFICERS_NEEDED, period, office, needed))
            busiest = [_busiest(one[:, work[1]]) for one in sets]
            found.append(_concluded(HIGHEST_UTILISATION, period, office, busiest))
    return tuple(found)


def overloaded(outcomes: Sequence[Outcome], found: Vector, most: float) -> list[tuple[str, str, float]]:
    """Return period, place and utilisation of every place whose mean utilisation lies above a limit."""
    busy = [
        (period, place, float(found[:, at].mean()))
        for at, (name, period, place) in enumerate(outcomes)
        if name == UTILISATION
    ]
    return sorted((one for one in busy if one[2] > most), key=lambda one: -one[2])


_Estimate = tuple[float, float]


def _concluded(name: str, period: str, office: str, estimates: Sequence[_Estimate]) -> Conclusion:
    values = tuple(value for value, _ in estimates)
    known = [(value, se) for value, se in estimates if not np.isnan(value)]
    changes = len(known) > 1 and any(
        abs(value - known[0][0]) > max(_NOISE * np.hypot(se, known[0][1]), 1e-9) for value, se in known[1:]
    )
    return Conclusion(name, period, office, values, bool(changes))


def _mean(values: Vector) -> _Estimate:
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def _ratio(part: Vector, whole: Vector) -> _Estimate:
    """Return the ratio of means and its standard error by the delta method."""
    total = float(whole.mean())
    if total <= 0:
        return float("nan"), 0.0
    share = float(part.mean()) / total
    left = part - share * whole
    return share, float(left.std(ddof=1) / np.sqrt(len(left)) / total)


def _busiest(shares: Vector) -> _Estimate:
    at = int(shares.mean(axis=0).argmax())
    return _mean(shares[:, at])
