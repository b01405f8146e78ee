"""Charts of studies of several runs: reported figures reproduced, and paired differences."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from onestop_sim.report import charts
from onestop_sim.report.audit_charts import audit_charts
from onestop_sim.report.calibration_charts import calibration_charts
from onestop_sim.report.charts import Span
from onestop_sim.report.page import Chart
from onestop_sim.report.run_answer import name_of_figure
from onestop_sim.report.run_charts import chart_of
from onestop_sim.report.source import Source, title_of, titles_of
from onestop_sim.report.tracks import Twin, twins
from onestop_sim.terms import Role
from onestop_sim.words.answer import amount, scope_name, statistic_name
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import label
from onestop_sim.words.page import page_text
from onestop_sim.words.page_numbers import ABSENT, between, number
from onestop_sim.words.page_tables import column_title

_MOST_DIFFERENCES: Final = 40


def study_charts(source: Source, lang: Lang) -> list[Chart]:
    """Return the charts for which the tables are there."""
    of_audit = audit_charts(source, lang) if source.kind == "audit" else ()
    return [
        *_reproduced(source, lang),
        *_clocks(source, lang),
        *_differences(source, lang),
        *calibration_charts(source, lang),
        *of_audit,
    ]


def _reproduced(source: Source, lang: Lang) -> Iterator[Chart]:
    """Yield reported against simulated figures, scenario by scenario, evidence first."""
    table = source.tables.get("reproduction")
    if table is None:
        return
    legend = [(kind, page_text(f"series.{kind}", lang)) for kind in ("interval", "hit", "miss")]
    for n, name in enumerate(dict.fromkeys(table["scenario"])):
        of_it = table.filter(scenario=name)
        order = pl.col("role").replace_strict({Role.PREDICTED.value: 0, Role.FITTED.value: 1}, default=2)
        of_it = of_it.sort(order, maintain_order=True)
        titles = titles_of(source.scenarios[name], lang) if name in source.scenarios else {}
        spans = [
            Span(
                name_of_figure(row, lang, titles),
                row["pi_low"],
                row["mean"],
                row["pi_high"],
                row["reported"],
                row["role"] == Role.PREDICTED,
                label(f"role.{row['role']}", lang),
                f"{number(row['reported'], lang)} · "
                f"{between(number(row['pi_low'], lang), number(row['pi_high'], lang))}",
            )
            for row in of_it.iter_rows(named=True)
        ]
        drawing = charts.intervals(
            spans, around_zero=False, legend=legend, note=page_text("series.scale", lang)
        )
        of = title_of(source, name, lang)
        title = f"{page_text('chart.reported', lang)} · {of}"
        note = page_text("chart.reported.note", lang)
        yield chart_of(f"reproduction-{n}", title, note, drawing, ("reproduction", of_it), source, lang)


def _clocks(source: Source, lang: Lang) -> Iterator[Chart]:
    """Yield both clocks side by side, scenario by scenario."""
    table = source.tables.get("true_and_reported")
    if table is None or not {"scenario", "statistic", "occurred", "recorded"} <= set(table.columns):
        return
    names = column_title("occurred", lang), column_title("recorded", lang)
    for n, name in enumerate(dict.fromkeys(table["scenario"])):
        of_it = table.filter(scenario=name).drop_nulls(["occurred", "recorded"])
        if not of_it.height:
            continue
        several = of_it["period"].n_unique() > 1
        rows = [
            Twin(
                statistic_name(row["statistic"], lang) + (f" · {row['period']}" if several else ""),
                row["occurred"],
                row["recorded"],
                _both(row, lang),
            )
            for row in of_it.iter_rows(named=True)
        ]
        drawing = twins(rows, names, page_text("series.pair_scale", lang))
        title = f"{page_text('chart.clocks', lang)} · {title_of(source, name, lang)}"
        note = page_text("chart.clocks.note", lang)
        yield chart_of(f"clocks-{n}", title, note, drawing, ("true_and_reported", of_it), source, lang)


def _both(row: Mapping[str, Any], lang: Lang) -> str:
    """Return both numbers, and the range of what the software alone has."""
    both = f"{number(row['occurred'], lang)} · {number(row['recorded'], lang)}"
    if row["range_low"] is None or row["range_high"] is None:
        return both
    return f"{both} ({between(number(row['range_low'], lang), number(row['range_high'], lang))})"


def _differences(source: Source, lang: Lang) -> Iterator[Chart]:
    """Yield paired differences, variant by variant: the headline figures, in the order of the table."""
    table = source.tables.get("differences")
    if table is None or not {"variant", "difference", "ci_low", "ci_high", "family"} <= set(table.columns):
        return
    legend = [("interval", page_text("series.difference", lang))]
    for n, variant in enumerate(dict.fromkeys(table["variant"])):
        of_it = table.filter(variant=variant, family="headline").head(_MOST_DIFFERENCES)
        if not of_it.height:
            continue
        titles = titles_of(source.scenarios[variant], lang) if variant in source.scenarios else {}
        spans = [
            Span(
                " · ".join(filter(None, (statistic_name(row["statistic"], lang), _scope(row, lang, titles)))),
                row["ci_low"],
                row["difference"],
                row["ci_high"],
                None,
                bool(row.get("is_found")),
                "",
                _difference(row, lang),
            )
            for row in of_it.iter_rows(named=True)
        ]
        drawing = charts.intervals(
            spans, around_zero=True, legend=legend, note=page_text("series.scale", lang)
        )
        of = title_of(source, variant, lang)
        title = f"{page_text('chart.differences', lang)} · {of}"
        note = page_text("chart.differences.note", lang)
        yield chart_of(f"differences-{n}", title, note, drawing, ("differences", of_it), source, lang)


def _scope(row: Mapping[str, Any], lang: Lang, titles: Mapping[str, str]) -> str:
    return scope_name(row, lang, titles)


def _difference(row: Mapping[str, Any], lang: Lang) -> str:
    """Return a difference with its interval; one that every replication agrees on has none."""
    if row["ci_low"] is None or row["difference"] is None:
        return ABSENT
    half = abs(row["ci_high"] - row["ci_low"]) / 2
    by, low, high = (
        amount(row["statistic"], row[column], half, lang) for column in ("difference", "ci_low", "ci_high")
    )
    return f"{by} ({between(low, high)})"
