"""Charts of an audit: answers at a glance, late rates, stays that stocks imply, simulated values."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from onestop_sim.report import charts
from onestop_sim.report.charts import Series, Span
from onestop_sim.report.page import Chart
from onestop_sim.report.run_charts import chart_of
from onestop_sim.report.source import Source
from onestop_sim.report.tracks import Axis, Mark, Track, tracks
from onestop_sim.terms import ClockChoice
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import label, level_name
from onestop_sim.words.page import page_text
from onestop_sim.words.page_numbers import between, day, number, percent
from onestop_sim.words.page_tables import ANSWERS_OF_AUDIT, word_in
from onestop_sim.words.translated import in_lang

_MOST_ROWS: Final = 40
_KINDS: Final = {"inconsistent": "s2", "strained": "s3", "consistent": "s0", "not_testable": "s6"}
_OBJECTING: Final = ("inconsistent", "strained")

Row = Mapping[str, Any]


def audit_charts(source: Source, lang: Lang) -> Iterator[Chart]:
    """Yield the charts for which the tables are there and have rows."""
    figures = source.tables.get("figures")
    if figures is not None and {"answer", "scope"} <= set(figures.columns):
        yield _answers(source, figures, lang)
    for name, make in (("late_rates", _rates), ("implied_stays", _stays), ("simulated", _simulated)):
        table = source.tables.get(name)
        if table is not None and table.height:
            yield from make(source, table.head(_MOST_ROWS), lang)


def _answers(source: Source, figures: pl.DataFrame, lang: Lang) -> Chart:
    table = figures.group_by("scope", maintain_order=True).agg(
        *(pl.col("answer").eq(one).sum().cast(pl.Float64).alias(one) for one in ANSWERS_OF_AUDIT)
    )
    whole = table.select(pl.lit("total").alias("scope"), *(pl.col(one).sum() for one in ANSWERS_OF_AUDIT))
    table = pl.concat([table.head(_MOST_ROWS), whole]) if table.height > 1 else whole
    names = [in_lang(word_in("group", one, lang), lang) or "–" for one in table["scope"]]
    series = [
        Series(word_in("answer", one, lang), table[one].to_list(), _KINDS[one]) for one in ANSWERS_OF_AUDIT
    ]
    counts = table.with_columns(
        pl.sum_horizontal(*_OBJECTING).alias("objects"), pl.sum_horizontal(*ANSWERS_OF_AUDIT).alias("all")
    )
    totals = [
        f"{number(of, lang, 0)} / {number(n, lang, 0)}"
        for of, n in counts.select("objects", "all").iter_rows()
    ]
    drawing = charts.shares(names, series, totals, lambda value: number(value, lang, 0))
    title, note = page_text("chart.answers", lang), page_text("chart.answers.note", lang)
    return chart_of("answers", title, note, drawing, ("answers", table), source, lang)


def _name(row: Row, lang: Lang, *, dated: bool) -> str:
    """Return whose a row is, with its days where the table has several periods."""
    parts = [in_lang(row["scope"], lang), level_name(row["level"], lang), in_lang(row["field"], lang)]
    if dated and row["period_start"] and row["period_end"]:
        parts.append(_days(row["period_start"], row["period_end"], lang))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _days(first: str, last: str, lang: Lang) -> str:
    """Return a period in few words: a calendar year is its number."""
    is_year = (first[4:], last[4:]) == ("-01-01", "-12-31") and first[:4] == last[:4]
    return first[:4] if is_year else between(day(first, lang), day(last, lang))


def _is_dated(table: pl.DataFrame) -> bool:
    return table.select("period_start", "period_end").n_unique() > 1


def _rates(source: Source, table: pl.DataFrame, lang: Lang) -> Iterator[Chart]:
    rows = [
        Track(
            _name(row, lang, dated=_is_dated(table)),
            0.0,
            row["high_share"],
            (row["low_share"], row["high_share"]),
            [Mark(row["late_share"], "miss" if row["answer"] in _OBJECTING else "hit")],
            f"{number(row['late'], lang, 0)} / {number(row['whole'], lang, 0)} · "
            f"{percent(row['late_share'], lang, 2)} "
            f"({between(percent(row['low_share'], lang, 2), percent(row['high_share'], lang, 2))})",
        )
        for row in table.iter_rows(named=True)
    ]
    legend = [("interval", page_text("series.exact", lang)), ("hit", page_text("series.rate", lang))]
    legend.append(("miss", page_text("series.rate_strained", lang)))
    axis = Axis(lambda value: percent(value, lang, _digits(value)), "")
    drawing = tracks(rows, legend, axis=axis)
    title, note = page_text("chart.rates", lang), page_text("chart.rates.note", lang)
    yield chart_of("rates", title, note, drawing, ("late_rates", table), source, lang)


def _digits(share: float | None) -> int:
    """Return how many decimals a share in percent needs, two at most."""
    return next((n for n in (0, 1) if share is None or abs(round(share, n + 2) - share) < 1e-9), 2)


def _stays(source: Source, table: pl.DataFrame, lang: Lang) -> Iterator[Chart]:
    rows = [
        Track(
            _name(row, lang, dated=_is_dated(table)),
            0.0,
            max(row["stay_wd"], row["least_wd"]),
            (0.0, row["stay_wd"]),
            [Mark(row["least_wd"], "limit")],
            f"{number(row['stay_wd'], lang, 2)} "
            f"({number(row['stock'], lang)} / {number(row['per_wd'], lang)})",
            "s3" if row["answer"] in _OBJECTING else "s1",
        )
        for row in table.iter_rows(named=True)
    ]
    legend = [("s1", page_text("series.stay", lang)), ("s3", page_text("series.stay_strained", lang))]
    legend.append(("limit", page_text("series.least_stay", lang)))
    axis = Axis(lambda value: number(value, lang), page_text("unit.working_days", lang))
    drawing = tracks(rows, legend, axis=axis)
    title, note = page_text("chart.implied", lang), page_text("chart.implied.note", lang)
    yield chart_of("implied", title, note, drawing, ("implied_stays", table), source, lang)


def _simulated(source: Source, table: pl.DataFrame, lang: Lang) -> Iterator[Chart]:
    """Yield reported against simulated figures, on each clock."""
    legend = [(kind, page_text(f"series.{kind}", lang)) for kind in ("interval", "hit", "miss")]
    for clock in ClockChoice:
        spans = []
        for row in table.iter_rows(named=True):
            low, mean, high = (row[f"{clock.value}_{end}"] for end in ("low", "mean", "high"))
            ends = between(number(low, lang), number(high, lang))
            right = f"{number(row['reported'], lang)} · {ends}"
            name = in_lang(row["figure"], lang) or _name(row, lang, dated=False)
            spans.append(Span(name, low, mean, high, row["reported"], True, "", right))
        drawing = charts.intervals(
            spans, around_zero=False, legend=legend, note=page_text("series.scale", lang)
        )
        title = page_text("chart.simulated", lang, clock=label(clock, lang))
        note = page_text("chart.simulated.note", lang)
        yield chart_of(f"simulated-{clock.value}", title, note, drawing, ("simulated", table), source, lang)
