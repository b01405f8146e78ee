"""
Reported against simulated, line by line, misses shown as misses.

Only a figure whose role is `predicted` is evidence for the model (decision D13); what was fed in,
fitted, or follows from such figures is shown and marked.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from onestop_sim.clock import Clock
from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.measure import Scope, span_name
from onestop_sim.terms import Role

COMPARISON: Final[dict[str, pl.DataType]] = {
    "id": pl.String(),
    "figure": pl.String(),
    "period": pl.String(),
    "statistic": pl.String(),
    "level": pl.String(),
    "unit": pl.String(),
    "field": pl.String(),
    "clock": pl.String(),
    "reported": pl.Float64(),
    "mean": pl.Float64(),
    "pi_low": pl.Float64(),
    "pi_high": pl.Float64(),
    "wide_low": pl.Float64(),
    "wide_high": pl.Float64(),
    "role": pl.String(),
    "is_evidence": pl.Boolean(),
    "inside": pl.Boolean(),
    "note": pl.String(),
}
"""Columns of a comparison; `inside` is null where nothing simulated corresponds to the figure."""

_PERCENT: Final = 100.0


def compare_reported(
    scenario: Scenario, evidence: Sequence[ReportedFigure], summary: pl.DataFrame
) -> pl.DataFrame:
    """
    Return one row for each reported figure that names a statistic.

    Args:
        scenario: gives the periods.
        evidence: reported figures.
        summary:  simulated figures with intervals, see `summary.summarise`.
    """
    keys = ("period", "statistic", "level", "unit", "field", "clock")
    simulated = {tuple(row[key] for key in keys): row for row in summary.iter_rows(named=True)}
    rows = []
    for figure in evidence:
        if not figure.statistic or figure.role is None:
            continue
        period = period_of(scenario, figure)
        scope = (figure.statistic, figure.level, figure.unit_name, figure.field, figure.clock.value)
        found = simulated.get((period, *scope))
        rows.append(_row(figure, period, found))
    return pl.DataFrame(rows, schema=COMPARISON, orient="row")


def scopes_of(evidence: Sequence[ReportedFigure], scenario: Scenario) -> tuple[Scope, ...]:
    """Return what must be measured so that every reported figure has its like."""
    found: list[Scope] = []
    for one in evidence:
        if one.statistic:
            scope = Scope(one.statistic, one.level, one.unit_name, one.field, one.clock.value)
            periods = periods_of(scenario, one)
            found += [scope, replace(scope, periods=periods)] if len(periods) > 1 else [scope]
    return tuple(dict.fromkeys(found))


def _row(figure: ReportedFigure, period: str, found: dict[str, float | None] | None) -> tuple[object, ...]:
    scale = _PERCENT if figure.unit == "percent" else 1.0
    mean, low, high, wide_low, wide_high = (
        None if found is None or found.get(name) is None else float(found[name] or 0.0) * scale
        for name in ("mean", "pi_low", "pi_high", "wide_low", "wide_high")
    )
    inside = None if low is None or high is None else low <= figure.value <= high
    role = figure.role.value if figure.role else ""
    return (
        figure.id,
        figure.figure,
        period,
        figure.statistic,
        figure.level,
        figure.unit_name,
        figure.field,
        figure.clock.value,
        figure.value,
        mean,
        low,
        high,
        wide_low,
        wide_high,
        role,
        figure.role == Role.PREDICTED,
        inside,
        figure.note,
    )


def period_of(scenario: Scenario, figure: ReportedFigure) -> str:
    """Return under which period the like of a reported figure stands among the figures; "" for none."""
    periods = periods_of(scenario, figure)
    return span_name(periods) if periods else ""


def periods_of(scenario: Scenario, figure: ReportedFigure) -> tuple[str, ...]:
    """
    Return the periods of a scenario that a reported figure counts, in order; none when there are none.

    The one with the same days; else those that together have them, the first from its first day and
    each from the day after the one before: what flowed in all of them is their sum, what was open is
    what was open at the end of the last. Else, in a scenario with one period, that one: reports seldom
    print the days that they count.
    """
    names = list(scenario.periods)
    for at, name in enumerate(names):
        if scenario.periods[name].first_day == figure.period_start:
            together = _until(scenario, names[at:], figure)
            if together:
                return together
    return tuple(names) if len(names) == 1 else ()


def _until(scenario: Scenario, names: list[str], figure: ReportedFigure) -> tuple[str, ...]:
    """Return the first names up to the period that ends with a figure, if no day is left out between."""
    days = Clock(scenario.periods[names[0]].first_day)
    next_day = 0
    for at, name in enumerate(names):
        period = scenario.periods[name]
        if days.day_number(period.first_day) != next_day:
            return ()
        if period.last_day == figure.period_end:
            return tuple(names[: at + 1])
        next_day = days.day_number(period.last_day) + 1
    return ()
