"""Every figure of a replication in one table: what replications average."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.catalogue import COUNTS, ON_BOTH_CLOCKS, RATES, measure
from onestop_sim.stats.groups import groups_of
from onestop_sim.stats.measures import MEASURES, WITH_DISTANCES
from onestop_sim.stats.question import Question
from onestop_sim.stats.reception import knows_distances
from onestop_sim.stats.timeliness import on_time_share
from onestop_sim.terms import ClockChoice, CountingRule, Grouping, Statistic

SCHEMA: Final = {
    "period": pl.String,
    "statistic": pl.String,
    "level": pl.String,
    "unit": pl.String,
    "field": pl.String,
    "clock": pl.String,
    "value": pl.Float64,
}
"""Columns of `all_figures`; '' in level, unit or field means all of them."""

_GROUPINGS: Final = (Grouping.NOTHING, Grouping.LEVEL, Grouping.UNIT, Grouping.FIELD)

Row = tuple[str, str, str, str, str, str, float]


def all_figures(log: EventLog | Reading, rule: CountingRule = CountingRule.FORM_II06) -> pl.DataFrame:
    """
    Return every statistic of every period: in all, by level, by unit, and (not of officers) by field.

    Those `WITH_DISTANCES` only of a log that knows them.

    Args:
        log:  what happened.
        rule: counting rule of the form's columns.

    Returns:
        Columns `SCHEMA`. Counts and rates stand on both clocks where these can differ, measures on
        OCCURRED; a rate or mean of nothing is NaN. The rows of two replications of one scenario are
        the same but for `value`.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    rows: list[Row] = []
    for period in reading.log.tables["periods"].iter_rows(named=True):
        span = (period["start_s"], period["end_s"])
        for clock in ClockChoice:
            rows += _counts(Question(reading, span, clock, rule), period["name"])
        rows += _measures(Question(reading, span, ClockChoice.OCCURRED, rule), period["name"])
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _counts(q: Question, period: str) -> Iterator[Row]:
    dossiers = {
        one: count(q) for one, count in COUNTS.items() if q.clock == "occurred" or one in ON_BOTH_CLOCKS
    }
    for by in _GROUPINGS:
        names, group = groups_of(q.reading, by)
        counts = {one: np.bincount(group[of], minlength=len(names)) for one, of in dossiers.items()}
        for number, name in enumerate(names or [""]):
            place = _columns(by, name)
            of_group = {one.value: int(count[number]) if len(count) else 0 for one, count in counts.items()}
            for one in counts:
                yield (period, one.value, *place, q.clock.value, float(of_group[one.value]))
            for rate, denominator in RATES.items():
                n, of = on_time_share(of_group, denominator)
                yield (period, rate.value, *place, q.clock.value, n / of if of else float("nan"))


def _measures(q: Question, period: str) -> Iterator[Row]:
    units = q.reading.log.tables["units"]
    asked: list[tuple[Grouping, str]] = [(Grouping.NOTHING, "")]
    asked += [(Grouping.LEVEL, name) for name in sorted(set(units["level"].to_list()))]
    asked += [(Grouping.UNIT, name) for name in sorted(units["name"].to_list())]
    known = knows_distances(q.reading)
    for one in (one for one in MEASURES if known or one not in WITH_DISTANCES):
        for by, name in asked:
            where = {by.value: name} if name else {}
            value = _measure(q, one, where)
            yield (period, one.value, *_columns(by, name), q.clock.value, value)


def _measure(q: Question, one: Statistic, where: dict[str, str]) -> float:
    return float(measure(q.reading, q.period, one, level=where.get("level"), unit=where.get("unit")))


def _columns(by: Grouping, name: str) -> tuple[str, str, str]:
    """Return level, unit and field of a row."""
    return (
        name if by == Grouping.LEVEL else "",
        name if by == Grouping.UNIT else "",
        name if by == Grouping.FIELD else "",
    )
