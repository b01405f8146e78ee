"""The tables of a calibration: each as long as there is something to say, also after a stop."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl

from onestop_sim.study.calibrate import HIGHEST_UTILISATION, Calibration
from onestop_sim.study.calibrate_live import Outcome
from onestop_sim.study.calibrate_verify import Meeting
from onestop_sim.study.identify_conclusions import Conclusion, conclusions, overloaded

_S, _F, _I, _B = pl.String(), pl.Float64(), pl.Int64(), pl.Boolean()

SCHEMAS: Final[dict[str, dict[str, pl.DataType]]] = {
    "targets": {
        **dict.fromkeys(("id", "figure", "period", "statistic", "level", "unit", "field", "clock"), _S),
        **dict.fromkeys(("reported", "start", "mean", "se", "combined_se", "deviation"), _F),
        "n": _I,
        "meeting": _S,
    },
    "parameters": {
        **dict.fromkeys(("name", "path", "role"), _S),
        **dict.fromkeys(("low", "high", "before", "fitted"), _F),
        "at_bound": _B,
    },
    "steps": {"step": _I, "stage": _S, "n": _I, "what": _S, "name": _S, "value": _F},
    "sensitivities": {"target": _S, "parameter": _S, "elasticity": _F, "scaled": _F, "is_sure": _B},
    "singular_values": {"number": _I, "value": _F, "part_of_largest": _F},
    "pairs": {"first": _S, "second": _S, "cosine": _F, "is_joint": _B, "is_shown": _B, "how": _S},
    "equifinal_sets": {"set": _I, "first": _S, "second": _S, "parameter": _S, "value": _F, "ratio": _F},
    "equifinal_figures": {
        "set": _I,
        "target": _S,
        **dict.fromkeys(("mean", "combined_se", "deviation"), _F),
        "n": _I,
        "meeting": _S,
    },
    "conclusions": {
        **dict.fromkeys(("name", "period", "office"), _S),
        **dict.fromkeys(("fitted", "low", "high"), _F),
        "n_sets": _I,
        "changes": _B,
    },
    "overloaded": {"period": _S, "place": _S, "utilisation": _F},
}
"""Columns of each table."""

Rows = list[tuple[Any, ...]]


def calibration_tables(done: Calibration, outcomes: Sequence[Outcome]) -> dict[str, pl.DataFrame]:
    """
    Return the tables of a calibration by name.

    Args:
        done:     the calibration, whole or stopped.
        outcomes: what the numbers of a trial are.
    """
    rows: dict[str, Rows] = {
        "targets": _targets(done),
        "parameters": _parameters(done),
        "steps": _steps(done),
        **_sensitivities(done),
        "pairs": _pairs(done),
        **_sets(done),
        "conclusions": [
            (
                one.name,
                one.period,
                one.office,
                _known(one.values[0]),
                *map(_known, one.range),
                n_known(one),
                one.changes if n_known(one) > 1 else None,
            )
            for one in concluded(done, outcomes)
        ],
        "overloaded": list(too_busy(done, outcomes)),
    }
    return {name: pl.DataFrame(rows[name], schema=schema, orient="row") for name, schema in SCHEMAS.items()}


def concluded(done: Calibration, outcomes: Sequence[Outcome]) -> tuple[Conclusion, ...]:
    """Return the conclusions over the fitted set and all others that meet the figures; none unverified."""
    if done.verification is None or not outcomes:
        return ()
    sets = [done.verification.outcomes]
    sets += [
        one.verification.outcomes for one in done.second_sets if one.verification is not None and one.is_shown
    ]
    return conclusions(outcomes, sets)


def too_busy(done: Calibration, outcomes: Sequence[Outcome]) -> list[tuple[str, str, float]]:
    """Return period, place and utilisation of the places that the fit leaves busier than is credible."""
    if done.point is None or not outcomes:
        return []
    found = (
        done.verification.outcomes
        if done.verification is not None
        else done.trials.known(done.point, done.seed)
    )
    return overloaded(outcomes, found, HIGHEST_UTILISATION) if len(found) else []


def n_known(one: Conclusion) -> int:
    """Return how many sets have a value for a conclusion."""
    return sum(not np.isnan(value) for value in one.values)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _targets(done: Calibration) -> Rows:
    start = done.search.steps[0].means if done.search.steps else (None,) * len(done.space.targets)
    last = done.search.steps[-1] if done.search.steps else None
    rows: Rows = []
    for at, one in enumerate(done.space.targets):
        scope = one.scope
        head = (
            one.id,
            one.figure,
            one.period,
            scope.statistic,
            scope.level,
            scope.unit,
            scope.field,
            scope.clock,
        )
        if done.verification is not None:
            line = done.verification.lines[at]
            found: tuple[Any, ...] = (line.mean, line.se, line.combined_se, line.deviation, line.n)
            meeting = line.meeting
        else:
            mean = last.means[at] if last else None
            off = None if mean is None else (mean - one.reported) / max(abs(one.reported), 1e-9)
            found = (mean, None, None, off, last.n if last else 0)
            meeting = Meeting.NOT_RESOLVED
        rows.append((*head, one.reported, start[at], *found, meeting.value))
    return rows


def _parameters(done: Calibration) -> Rows:
    point = done.point or tuple(one.value for one in done.space.parameters)
    return [
        (
            one.name,
            one.path,
            "free" if one.is_free else "candidate",
            one.low,
            one.high,
            one.value,
            x if one.is_free else None,
            one.is_at_bound(x) if one.is_free else None,
        )
        for one, x in zip(done.space.parameters, point, strict=True)
    ]


def _steps(done: Calibration) -> Rows:
    rows: Rows = []
    for number, step in enumerate(done.search.steps):
        head = (number, step.stage, step.n)
        rows += [
            (*head, "parameter", one.name, x)
            for one, x in zip(done.space.parameters, step.point, strict=True)
            if one.is_free
        ]
        rows += [(*head, "target", one.id, y) for one, y in zip(done.space.targets, step.means, strict=True)]
    return rows


def _sensitivities(done: Calibration) -> dict[str, Rows]:
    known = done.sensitivities
    if known is None:
        return {"sensitivities": [], "singular_values": []}
    rows: Rows = [
        (
            target.id,
            done.space.parameters[column].name,
            float(known.elasticity[row, at]),
            float(known.scaled[row, at]),
            bool(known.is_sure[row, at]),
        )
        for row, target in enumerate(done.space.targets)
        for at, column in enumerate(known.columns)
    ]
    largest = max(float(known.singular[0]), 1e-12)
    values: Rows = [(at, float(x), float(x) / largest) for at, x in enumerate(known.singular, start=1)]
    return {"sensitivities": rows, "singular_values": values}


def _names(done: Calibration, *places: int) -> tuple[str, ...]:
    return tuple(done.space.parameters[at].name for at in places)


def _pairs(done: Calibration) -> Rows:
    if done.sensitivities is None:
        return []
    found = {one.pair: one for one in done.second_sets}
    rows: Rows = []
    for pair in done.sensitivities.pairs:
        names = _names(done, pair.first, pair.second)
        one = found.get(pair)
        if one is None:
            how = "stopped"
        elif one.through is not None:
            how = "two sets"
        elif one.point is None:
            how = "out of bounds"
        else:
            how = "second set" if one.is_shown else "not met"
        rows.append((*names, pair.cosine, pair.is_joint, one is not None and one.is_shown, how))
    return rows


def _sets(done: Calibration) -> dict[str, Rows]:
    values: Rows = []
    figures: Rows = []
    fitted = done.point
    number = 0
    for one in done.second_sets:
        if one.point is None or one.verification is None or fitted is None:
            continue
        number += 1
        names = _names(done, one.pair.first, one.pair.second)
        for parameter, x, was in zip(done.space.parameters, one.point, fitted, strict=True):
            values.append((number, *names, parameter.name, x, x / was))
        for line in one.verification.lines:
            head = (number, line.target.id, line.mean, line.combined_se, line.deviation)
            figures.append((*head, line.n, line.meeting.value))
    return {"equifinal_sets": values, "equifinal_figures": figures}
