"""What a replication is measured by: the tables that travel home from a worker."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from onestop_sim.clock import Clock, parse_date
from onestop_sim.eventlog.log import EventLog, names_of
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.catalogue import measure as measure_one
from onestop_sim.stats.durations import stay_table, waits
from onestop_sim.stats.figures import SCHEMA, all_figures
from onestop_sim.stats.flows import unit_flows
from onestop_sim.stats.form_ii06 import Period, form_ii06
from onestop_sim.stats.letters import letters
from onestop_sim.stats.workload import arrivals_by_day, in_progress_by_day, place_time, queue_lengths
from onestop_sim.terms import ClockChoice, CountingRule, Grouping, Statistic

FIGURES = "figures"
FORM = "form_ii06"
BUCKETS = "three_buckets"
LETTERS = "letters"
PLACES = "places"
STAYS = "stays"
DAYS = "days"
HOURS = "hours"
FLOWS = "flows"

KEYS = {
    FIGURES: ("period", "statistic", "level", "unit", "field", "clock"),
    FORM: ("period", "clock", "rule", "by", "group"),
    BUCKETS: ("period", "clock", "rule", "by", "group"),
    LETTERS: ("period", "agency"),
    PLACES: ("period", "place"),
    STAYS: ("period", "by", "group"),
    DAYS: ("period", "day"),
    HOURS: ("period", "hour"),
    FLOWS: ("period", "sender", "receiver"),
}
"""Columns that say what a row of each table is about; all other columns are numbers."""

ALL_TABLES = tuple(KEYS)
"""Names of all tables."""

_FORM_ROWS = (Grouping.LEVEL, Grouping.UNIT, Grouping.FIELD)


@dataclass(frozen=True, slots=True)
class Scope:
    """
    A figure that is asked for by name: of a statistic, on a clock, of a level, a unit and a field ("": all).

    `stats.figures` measures each statistic by level, by unit and by field; a report may want both at once.
    With `periods`, names of reporting periods that follow one another, all of them are counted as one.
    """

    statistic: str
    level: str
    unit: str
    field: str
    clock: str
    periods: tuple[str, ...] = ()


def span_name(periods: Sequence[str]) -> str:
    """Return the name under which figures of periods counted as one stand: that of one alone is its own."""
    return periods[0] if len(periods) == 1 else f"{periods[0]}..{periods[-1]}"


def measure(
    log: EventLog | Reading,
    scopes: Sequence[Scope] = (),
    rule: CountingRule = CountingRule.FORM_II06,
    tables: Collection[str] = ALL_TABLES,
    *,
    only_scopes: bool = False,
) -> dict[str, pl.DataFrame]:
    """
    Return the tables of a replication by name: `KEYS`, and numbers.

    Args:
        log:         what happened, or a reading of it that others have begun.
        scopes:      figures wanted besides those that are always measured.
        rule:        counting rule of `figures`.
        tables:      names of the tables that are wanted.
        only_scopes: `figures` has those of `scopes` and no others: whoever asks for a few of a province
            with a hundred units need not wait for all.

    `figures` has one `value` for each statistic and scope; `form_ii06` and `three_buckets` the columns of
    the two counting rules on both clocks; `letters` those of `stats.letters`; `places` the time of people
    and the waits at each place; `stays` where the days went; `days` arrivals and work in progress by day;
    `hours` the waits at the desks by hour of arrival; `flows` what travels between units.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    periods = {name: (start_s, end_s) for name, start_s, end_s in reading.log.tables["periods"].iter_rows()}
    found: dict[str, pl.DataFrame] = {}
    if FIGURES in tables:
        always = None if only_scopes else all_figures(reading, rule)
        found[FIGURES] = _figures(reading, periods, scopes, rule, always)
    parts = {FORM: _forms, BUCKETS: _buckets, LETTERS: _letters, PLACES: _places} | {
        STAYS: _stays,
        DAYS: _days,
        HOURS: _hours,
        FLOWS: _flows,
    }
    for name, table_of in parts.items():
        if name in tables:
            found[name] = pl.concat([table_of(reading, period, span) for period, span in periods.items()])
    return found


def _figures(
    reading: Reading,
    periods: dict[str, Period],
    scopes: Sequence[Scope],
    rule: CountingRule,
    always: pl.DataFrame | None,
) -> pl.DataFrame:
    wanted = pl.DataFrame(
        [
            (period, one.statistic, one.level, one.unit, one.field, one.clock, _one(reading, span, one, rule))
            for one in dict.fromkeys(scopes)
            for period, span in _spans(one, periods).items()
        ],
        schema=SCHEMA,
        orient="row",
    )
    if always is None:
        return wanted
    return pl.concat([always, wanted.join(always, on=KEYS[FIGURES], how="anti", maintain_order="left")])


def _spans(scope: Scope, periods: dict[str, Period]) -> dict[str, Period]:
    """Return the times in which a figure is wanted: every period, or those of the scope as one."""
    if not scope.periods:
        return periods
    first, last = scope.periods[0], scope.periods[-1]
    return {span_name(scope.periods): (periods[first][0], periods[last][1])}


def _one(reading: Reading, period: Period, scope: Scope, rule: CountingRule) -> float:
    figure = measure_one(
        reading,
        period,
        Statistic(scope.statistic),
        unit=scope.unit or None,
        level=scope.level or None,
        field=scope.field or None,
        clock=ClockChoice(scope.clock),
        rule=rule,
    )
    return float(figure)


def _said(**words: str) -> list[pl.Expr]:
    return [pl.lit(word).alias(name) for name, word in words.items()]


def _forms(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    return _counted(reading, name, period, CountingRule.FORM_II06)


def _buckets(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    return _counted(reading, name, period, CountingRule.THREE_BUCKETS)


def _counted(reading: Reading, name: str, period: Period, rule: CountingRule) -> pl.DataFrame:
    return pl.concat(
        [
            form_ii06(reading, period, by, clock, rule).select(
                *_said(period=name, clock=clock.value, rule=rule.value, by=by.value), pl.all()
            )
            for clock in ClockChoice
            for by in _FORM_ROWS
        ]
    )


def _letters(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    return letters(reading, period).select(*_said(period=name), pl.all())


def _stays(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    return pl.concat(
        [
            stay_table(reading, period, by).select(*_said(period=name, by=by.value), pl.all())
            for by in _FORM_ROWS
        ]
    )


def _days(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    """Days by their dates, for a spreadsheet."""
    clock = Clock(parse_date(names_of(reading.log, "origin")[0]))
    table = arrivals_by_day(reading, period).join(
        in_progress_by_day(reading, period), on="day", maintain_order="left"
    )
    dates = [clock.date_of_day(day).isoformat() for day in table["day"].to_list()]
    return table.with_columns(pl.Series("day", dates, dtype=pl.String)).select(*_said(period=name), pl.all())


def _hours(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    return waits(reading, period, ("hour",)).select(*_said(period=name), pl.all())


def _flows(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    return unit_flows(reading, period).select(*_said(period=name), pl.all())


def _places(reading: Reading, name: str, period: Period) -> pl.DataFrame:
    names = reading.log.tables["places"]["name"].to_list()
    of_place = pl.Series("place", range(len(names)), dtype=pl.Int64)
    table = pl.DataFrame([of_place])
    for part in (place_time(reading, period), queue_lengths(reading, period)):
        table = table.join(part.cast({"place": pl.Int64}), on="place", how="left", maintain_order="left")
    waiting = waits(reading, period).select("place", "mean_min", "p90_min", "n_unserved")
    return (
        table.with_columns(pl.Series("place", names, dtype=pl.String))
        .join(waiting.cast({"place": pl.String}), on="place", how="left", maintain_order="left")
        .select(*_said(period=name), pl.all())
    )
