"""What an audit measured on the way, as tables: late rates, stays that stocks imply, simulated values."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from onestop_sim.study.audit.audit import Audit
from onestop_sim.study.audit.figure import Answer, Check, Remark

_STAYS: Final = ("stay", "stay_too_short", "stay_too_long", "nothing_open", "nothing_left")
_HEAD: Final[dict[str, Any]] = dict.fromkeys(
    ("scope", "level", "field", "period_start", "period_end", "address"), pl.String
)

RATES: Final[dict[str, Any]] = {
    **_HEAD,
    **dict.fromkeys(("late", "whole", "late_share", "low_share", "high_share"), pl.Float64),
    "answer": pl.String,
}
"""Columns of the late rates: 95 % intervals are exact (Clopper and Pearson)."""

STAYS: Final[dict[str, Any]] = {
    **_HEAD,
    **dict.fromkeys(("stock", "per_wd", "n_wd", "stay_wd", "least_wd", "limit_wd"), pl.Float64),
    "answer": pl.String,
}
"""Columns of the mean stays that open stocks imply, in working days."""

SIMULATED: Final[dict[str, Any]] = {
    **_HEAD,
    "figure": pl.String,
    "quantity": pl.String,
    "reported": pl.Float64,
    **{f"{clock}_{end}": pl.Float64 for clock in ("occurred", "recorded") for end in ("low", "mean", "high")},
    "answer": pl.String,
}
"""Columns of the simulated values of figures, on both clocks."""


def measured_tables(found: Audit) -> dict[str, pl.DataFrame]:
    """Return the tables that have rows, by name; a form's single lines have no stay of their own."""
    rates = [_rate(one, found) for one in found.remarks if one.key == "rate"]
    stays = [_stay(one, found) for one in found.remarks if one.key in _STAYS]
    simulated = [_simulated(one, found) for one in found.remarks if one.check == Check.SIMULATION]
    tables = {
        "late_rates": pl.DataFrame(rates, schema=RATES, orient="row"),
        "implied_stays": pl.DataFrame(stays, schema=STAYS, orient="row"),
        "simulated": pl.DataFrame(simulated, schema=SIMULATED, orient="row"),
    }
    return {name: table for name, table in tables.items() if table.height}


def _head(remark: Remark, found: Audit) -> tuple[str, ...]:
    figures = [found.table.by_id[one] for one in remark.figures]
    account = figures[0].account
    addresses = "; ".join(dict.fromkeys(one.address for one in figures))
    scope = account.scope or figures[0].name
    return (scope, account.level, account.field, account.first_day, account.last_day, addresses)


def _rate(remark: Remark, found: Audit) -> tuple[Any, ...]:
    values = remark.values
    numbers = (values["late"], values["n"], values["share"], values["low"], values["high"])
    return (*_head(remark, found), *map(float, numbers), _worst(remark.figures[:1], found).value)


def _stay(remark: Remark, found: Audit) -> tuple[Any, ...]:
    values = remark.values
    stay_wd = values.get("stay_wd", 0.0)
    numbers = (values["stock"], values["per_wd"], float(values["n_wd"]), stay_wd, values["least_wd"])
    limit = values.get("limit_wd")
    return (*_head(remark, found), *numbers, None if limit is None else float(limit), remark.answer.value)


def _simulated(remark: Remark, found: Audit) -> tuple[Any, ...]:
    values, figure = remark.values, found.table.by_id[remark.figures[0]]
    clocks = [
        values[f"{clock}_{end}"] for clock in ("occurred", "recorded") for end in ("low", "mean", "high")
    ]
    return (*_head(remark, found), figure.name, figure.quantity, figure.value, *clocks, remark.answer.value)


def _worst(figures: Sequence[str], found: Audit) -> Answer:
    """Return the worst answer that a comparison of rates gave about figures."""
    order = list(Answer)
    mine = [
        one.answer
        for one in found.remarks
        if one.check == Check.COMPARISON and one.key != "rate" and set(figures) & set(one.figures)
    ]
    return min(mine, key=order.index, default=Answer.NOT_TESTABLE)
