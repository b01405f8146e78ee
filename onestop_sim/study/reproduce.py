"""
The reports reproduced: each reported figure against what the model says, and whether that proves anything.

Three sets of replications of one scenario tell three things. As the scenario stands: the mean, and how
sure it is. With assumptions drawn from their ranges, held to the fitted figures (`conditioned`): the
interval that counts, for it holds chance, clustering and the doubt about assumptions. Without clustering:
how much of the width clustering makes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.stats.catalogue import ON_BOTH_CLOCKS
from onestop_sim.stats.estimate import Interval, Scale, mean_interval, prediction_interval
from onestop_sim.study.compare_reported import scopes_of
from onestop_sim.study.conditioned import Hold, Known, Values, conditioned
from onestop_sim.study.measure import Scope
from onestop_sim.study.naive import Naive
from onestop_sim.study.replicate import Replication
from onestop_sim.study.reported import Drawn
from onestop_sim.study.summary import scale_of
from onestop_sim.terms import ClockChoice, Role, Statistic

SHARP_SHARE: Final = 0.3
"""An interval whose half width is at most this share of its middle is sharp."""


class Standing(StrEnum):
    """What a line of the reproduction is worth."""

    INSIDE = "inside"
    """Predicted, inside, and the interval is sharp or excludes every naive forecast: evidence."""
    UNINFORMATIVE = "uninformative"
    """
    Predicted and inside, but so wide that it tells nothing, or it holds a naive forecast, or it could not be
    held to the fitted figures (`Hold.TOO_FEW`, `Hold.BEYOND`): no evidence.
    """
    OUTSIDE = "outside"
    """Predicted and outside a sharp interval, one that is a single value, or one without a naive forecast."""
    OUTSIDE_WIDE = "outside_wide"
    """Predicted and outside even a wide interval."""
    NOT_COUNTED = "not_counted"
    """Fed in, fitted, or following from such figures."""
    NOT_COMPARED = "not_compared"
    """Nothing simulated corresponds to it."""


@dataclass(frozen=True)
class Arms:
    """
    Replications of one scenario.

    Attributes:
        plain:       as the scenario stands.
        doubted:     assumptions drawn from their ranges, anew in each.
        unclustered: as the scenario stands, without clustering.
    """

    plain: Sequence[Replication]
    doubted: Sequence[Replication]
    unclustered: Sequence[Replication]


COLUMNS: Final[dict[str, pl.DataType]] = {
    "scenario": pl.String(),
    "id": pl.String(),
    "figure": pl.String(),
    "statistic": pl.String(),
    "level": pl.String(),
    "unit": pl.String(),
    "field": pl.String(),
    "clock": pl.String(),
    "role": pl.String(),
    "reported": pl.Float64(),
    "mean": pl.Float64(),
    "mc_error": pl.Float64(),
    "pi_low": pl.Float64(),
    "pi_high": pl.Float64(),
    "half_width_share": pl.Float64(),
    "given_low": pl.Float64(),
    "given_high": pl.Float64(),
    "unclustered_low": pl.Float64(),
    "unclustered_high": pl.Float64(),
    "inside": pl.Boolean(),
    "naive": pl.String(),
    "naive_value": pl.Float64(),
    "naive_excluded": pl.Boolean(),
    "hold": pl.String(),
    "standing": pl.String(),
    "note": pl.String(),
}
"""
Columns of a reproduction. `mc_error`: standard error of the mean. `pi_*`: the interval that counts;
`given_*`: given the parameters; `unclustered_*`: given the parameters and without clustering; `hold`: whether
`pi_*` could be held to the fitted figures, see `conditioned.Hold`.
"""

_PERCENT: Final = 100.0


def reproduction(
    scenario: Scenario,
    evidence: Sequence[ReportedFigure],
    arms: Arms,
    naive: Mapping[str, Sequence[Naive]],
) -> pl.DataFrame:
    """
    Return one row for each reported figure that names a statistic, in the order of the evidence.

    A fitted figure is held to the others, never to itself: that would leave nothing of its interval.

    Args:
        scenario: what was run.
        evidence: reported figures.
        arms:     replications with and without doubt, and without clustering.
        naive:    naive forecasts by the id of the figure.
    """
    plain, doubted, unclustered = (
        Drawn(scenario, replications) for replications in (arms.plain, arms.doubted, arms.unclustered)
    )
    known = _known(evidence, doubted)
    rows = []
    for figure in evidence:
        if not figure.statistic or figure.role is None:
            continue
        values = plain.values(figure)
        line = _Line(figure, naive.get(figure.id, ()))
        if values is None:
            rows.append(line.uncompared(scenario.name))
            continue
        scale = scale_of(figure.statistic)
        in_doubt = doubted.values(figure)
        others = [one for id_of, one in known.items() if id_of != figure.id]
        held = None if in_doubt is None else conditioned(in_doubt, scale, others)
        without = unclustered.values(figure)
        rows.append(
            line.row(
                scenario.name,
                mean_interval(values, scale=scale),
                prediction_interval(values if held is None else held.values, scale=scale),
                prediction_interval(values, scale=scale),
                None if without is None else prediction_interval(without, scale=scale),
                float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else None,
                None if held is None else held.hold,
            )
        )
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _known(evidence: Iterable[ReportedFigure], doubted: Drawn) -> dict[str, Known]:
    """Return the fitted figures that the draws have, by their ids."""
    known = {}
    for figure in evidence:
        if figure.role == Role.FITTED and figure.statistic:
            values = doubted.values(figure)
            if values is not None:
                scale = _scale_in_print(figure)
                known[figure.id] = Known(values, figure.value / scale, scale_of(figure.statistic))
    return known


def _scale_in_print(figure: ReportedFigure) -> float:
    return _PERCENT if figure.unit == "percent" else 1.0


@dataclass(frozen=True)
class _Line:
    """A reported figure with its naive forecasts, becoming a row."""

    figure: ReportedFigure
    naive: Sequence[Naive]

    def _head(self, scenario: str) -> tuple[object, ...]:
        one = self.figure
        role = one.role.value if one.role else ""
        scope = (one.statistic, one.level, one.unit_name, one.field, one.clock.value)
        return (scenario, one.id, one.figure, *scope, role, one.value)

    def uncompared(self, scenario: str) -> tuple[object, ...]:
        """Return the row of a figure that nothing simulated corresponds to."""
        empty = (None,) * (len(COLUMNS) - len(self._head(scenario)) - 2)
        return (*self._head(scenario), *empty, Standing.NOT_COMPARED.value, self.figure.note)

    def row(
        self,
        scenario: str,
        mean: Interval,
        counted: Interval,
        given: Interval,
        unclustered: Interval | None,
        mc_error: float | None,
        hold: Hold | None,
    ) -> tuple[object, ...]:
        """Return the row of a figure with its intervals, in the unit in which it is printed."""
        times = _scale_in_print(self.figure)
        ends = [
            None if one is None or not np.isfinite(one) else one * times
            for one in (
                *(counted.low, counted.high),
                *(given.low, given.high),
                *((None, None) if unclustered is None else (unclustered.low, unclustered.high)),
            )
        ]
        low, high = ends[0], ends[1]
        is_inside = low is not None and high is not None and low <= self.figure.value <= high
        width = half_width_share(low, high)
        told, excluded = self._naive_beside(low, high)
        # What could not be held to the fitted figures, or only by extrapolating, proves nothing either way.
        is_sound = hold not in (Hold.TOO_FEW, Hold.BEYOND)
        tells = is_sound and ((width is not None and width <= SHARP_SHARE) or bool(excluded))
        return (
            *self._head(scenario),
            mean.estimate * times,
            None if mc_error is None else mc_error * times,
            low,
            high,
            width,
            *ends[2:],
            is_inside,
            "; ".join(one.name for one in told),
            told[0].value if told else None,
            excluded,
            None if hold is None else hold.value,
            self._standing(is_inside, tells, low is not None and low == high),
            self.figure.note,
        )

    def _naive_beside(self, low: float | None, high: float | None) -> tuple[Sequence[Naive], bool | None]:
        """Return the naive forecasts to be named, and whether every one of them lies outside the interval."""
        if not self.naive or low is None or high is None:
            return self.naive, None
        held = [one for one in self.naive if low <= one.value <= high]
        return held or self.naive, not held

    def _standing(self, is_inside: bool, tells: bool, is_point: bool) -> str:
        if self.figure.role != Role.PREDICTED:
            return Standing.NOT_COUNTED.value
        if is_inside:
            return (Standing.INSIDE if tells else Standing.UNINFORMATIVE).value
        return (Standing.OUTSIDE if tells or is_point else Standing.OUTSIDE_WIDE).value


def half_width_share(low: float | None, high: float | None) -> float | None:
    """
    Return the half width of an interval as a share of its middle; None for one without ends or at zero.

    >>> half_width_share(70.0, 130.0)
    0.3
    """
    if low is None or high is None or low + high <= 0:
        return None
    return (high - low) / (high + low)


@dataclass(frozen=True, slots=True)
class Score:
    """
    What the predicted figures prove.

    Attributes:
        n_inside:        inside an interval that tells something.
        n_sharp:         predictions with such an interval.
        n_uninformative: inside, and it tells nothing.
        n_outside:       outside, whatever the interval.
    """

    n_inside: int
    n_sharp: int
    n_uninformative: int
    n_outside: int


def score(table: pl.DataFrame) -> Score:
    """Return what the predicted figures of a reproduction prove."""
    n = {one: table.filter(standing=one.value).height for one in Standing}
    return Score(
        n_inside=n[Standing.INSIDE],
        n_sharp=n[Standing.INSIDE] + n[Standing.OUTSIDE],
        n_uninformative=n[Standing.UNINFORMATIVE],
        n_outside=n[Standing.OUTSIDE] + n[Standing.OUTSIDE_WIDE],
    )


def holds(table: pl.DataFrame) -> tuple[Hold, ...]:
    """Return whether what is predicted could be held to the fitted figures; nothing predicted: none."""
    found = table.filter(role=Role.PREDICTED.value)["hold"].drop_nulls().unique()
    return tuple(one for one in Hold if one.value in found)


TRUE_AND_REPORTED: Final[dict[str, pl.DataType]] = {
    "scenario": pl.String(),
    "period": pl.String(),
    "statistic": pl.String(),
    "occurred": pl.Float64(),
    "recorded": pl.Float64(),
    "range_low": pl.Float64(),
    "range_high": pl.Float64(),
    "phantom_share_low": pl.Float64(),
    "phantom_share_high": pl.Float64(),
}
"""
Columns of the two clocks side by side; ranges and shares are those of what is in the software only.
"""

BOTH_CLOCKS: Final = (
    Statistic.RESOLVED,
    Statistic.EARLY,
    Statistic.ON_TIME,
    Statistic.LATE,
    Statistic.PENDING_WITHIN,
    Statistic.PENDING_OVERDUE,
    Statistic.PAUSED,
)
"""Figures that are shown on both clocks."""

PHANTOMS: Final = {
    Statistic.PHANTOM_LATE: (Statistic.LATE, Statistic.LATE_OPEN),
    Statistic.PHANTOM_OVERDUE: (Statistic.LATE_OPEN,),
}
"""What exists in the software only, and what the portal shows of which it is a part."""


def scopes_to_reproduce(scenario: Scenario, evidence: Sequence[ReportedFigure]) -> tuple[Scope, ...]:
    """Return all that a reproduction reads of a replication: reported figures, both clocks of the whole."""
    wholes = {one for several in PHANTOMS.values() for one in several}
    clocks = [
        Scope(one.value, "", "", "", clock.value)
        for one in (*BOTH_CLOCKS, *PHANTOMS, *sorted(wholes))
        for clock in ClockChoice
        if clock is ClockChoice.OCCURRED or one in ON_BOTH_CLOCKS
    ]
    return tuple(dict.fromkeys([*scopes_of(evidence, scenario), *clocks]))


def true_and_reported(scenario: Scenario, evidence: Sequence[ReportedFigure], arms: Arms) -> pl.DataFrame:
    """
    Return both clocks side by side: as it was, as the portal shows it, and phantoms as a range.

    A range is the 95 % interval of one period over what the fitted figures allow: assumptions drawn from
    their ranges, held to those figures.
    """
    plain, doubted = Drawn(scenario, arms.plain), Drawn(scenario, arms.doubted)
    known = list(_known(evidence, doubted).values())
    rows: list[tuple[object, ...]] = []
    for period in scenario.periods:
        for statistic in BOTH_CLOCKS:
            both = [plain.of_all(period, statistic, clock) for clock in ClockChoice]
            means = [None if one is None else float(np.mean(one)) for one in both]
            rows.append((scenario.name, period, statistic.value, *means, *(None,) * 4))
        for phantom, wholes in PHANTOMS.items():
            # A difference of the two clocks stands once among the figures, on the first of them.
            shown = plain.of_all(period, phantom, ClockChoice.OCCURRED)
            drawn = doubted.of_all(period, phantom, ClockChoice.OCCURRED)
            whole = _sum_of(doubted, period, wholes)
            ends: tuple[float | None, ...] = (None,) * 4
            if drawn is not None and whole is not None:
                shares = np.divide(drawn, whole, out=np.zeros_like(drawn), where=whole > 0)
                ends = (*_range(drawn, Scale.COUNT, known), *_range(shares, Scale.SHARE, known))
            mean = None if shown is None else float(np.mean(shown))
            rows.append((scenario.name, period, phantom.value, None, mean, *ends))
    return pl.DataFrame(rows, schema=TRUE_AND_REPORTED, orient="row")


def _sum_of(drawn: Drawn, period: str, statistics: Sequence[Statistic]) -> Values | None:
    parts = [drawn.of_all(period, one, ClockChoice.RECORDED) for one in statistics]
    there = [one for one in parts if one is not None]
    return np.sum(there, axis=0) if len(there) == len(parts) else None


def _range(values: Values, scale: Scale, known: Sequence[Known]) -> tuple[float | None, float | None]:
    found = prediction_interval(conditioned(values, scale, known).values, scale=scale)
    return (found.low, found.high) if np.isfinite(found.high - found.low) else (None, None)
