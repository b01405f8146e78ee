"""Charts of a calibration: what was met, where parameters stand, what cannot be told apart, conclusions."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from onestop_sim.report import charts
from onestop_sim.report.charts import Span
from onestop_sim.report.page import Chart
from onestop_sim.report.run_charts import chart_of
from onestop_sim.report.source import Source
from onestop_sim.report.tracks import Axis, Mark, Track, tracks
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.causes import cause_of
from onestop_sim.words.page import page_text
from onestop_sim.words.page_numbers import ABSENT, between, number, percent
from onestop_sim.words.page_tables import word_in
from onestop_sim.words.translated import in_lang

ALIKE: Final = 0.97
"""Likeness above which two parameters are not told apart (DESIGN D47)."""

_ERRORS: Final = 2.0
_MOST_ROWS: Final = 40

Row = Mapping[str, Any]


def calibration_charts(source: Source, lang: Lang) -> Iterator[Chart]:
    """Yield the charts for which the tables are there and have rows."""
    makers = {
        "targets": (_targets, {"id", "reported", "mean", "combined_se", "meeting"}),
        "parameters": (_parameters, {"name", "low", "high", "before", "fitted", "at_bound"}),
        "pairs": (_pairs, {"first", "second", "cosine", "is_shown", "how"}),
        "conclusions": (_conclusions, {"name", "office", "fitted", "low", "high", "n_sets"}),
    }
    for name, (make, columns) in makers.items():
        table = source.tables.get(name)
        if table is not None and columns <= set(table.columns):
            yield from make(source, table.head(_MOST_ROWS), lang)


def _targets(source: Source, table: pl.DataFrame, lang: Lang) -> Iterator[Chart]:
    table = table.drop_nulls("mean")
    if not table.height:
        return
    spans = []
    for row in table.iter_rows(named=True):
        error = row["combined_se"]
        half = None if error is None else _ERRORS * error
        spans.append(
            Span(
                str(row.get("figure") or row["id"]),
                None if half is None else row["mean"] - half,
                row["mean"],
                None if half is None else row["mean"] + half,
                row["reported"],
                row["meeting"] == "met",
                word_in("meeting", row["meeting"], lang),
                f"{number(row['reported'], lang)} · {number(row['mean'], lang)} ± {number(error, lang)}",
            )
        )
    legend = [("interval", page_text("series.mean_2se", lang))]
    legend += [(kind, page_text(f"series.{kind}", lang)) for kind in ("hit", "miss")]
    drawing = charts.intervals(spans, around_zero=False, legend=legend, note=page_text("series.scale", lang))
    title, note = page_text("chart.targets", lang), page_text("chart.targets.note", lang)
    yield chart_of("targets", title, note, drawing, ("targets", table), source, lang)


def _parameters(source: Source, table: pl.DataFrame, lang: Lang) -> Iterator[Chart]:
    free = table.drop_nulls(["fitted", "low", "high"])
    if not free.height:
        return
    rows = []
    for row in free.iter_rows(named=True):
        marks = [Mark(row["fitted"], "miss" if row["at_bound"] else "fit")]
        if row["before"] is not None:
            marks.insert(0, Mark(row["before"], "start"))
        ends = between(_short(row["low"], lang), _short(row["high"], lang))
        right = f"{_short(row['before'], lang)} → {_short(row['fitted'], lang)}  ({ends})"
        rows.append(Track(_meaning(source, row["name"], lang), row["low"], row["high"], None, marks, right))
    legend = [("start", page_text("series.before", lang)), ("fit", page_text("series.fitted", lang))]
    legend.append(("miss", page_text("series.at_bound", lang)))
    drawing = tracks(rows, legend, note=page_text("series.scale", lang))
    title, note = page_text("chart.parameters", lang), page_text("chart.parameters.note", lang)
    yield chart_of("parameters", title, note, drawing, ("parameters", free), source, lang)


def _meaning(source: Source, name: str, lang: Lang) -> str:
    """Return what more of a parameter would mean; its name where the scenario or the path is not known."""
    parameters = source.tables.get("parameters")
    if not source.scenarios or parameters is None or "path" not in parameters.columns:
        return name
    paths = dict(parameters.select("name", "path").iter_rows())
    return cause_of(source.scenario, name, paths[name], more=True, lang=lang) if name in paths else name


def _short(value: float | None, lang: Lang) -> str:
    return number(value, lang, None if value is None or abs(value) >= 10 else 2)


def _pairs(source: Source, table: pl.DataFrame, lang: Lang) -> Iterator[Chart]:
    if not table.height:
        return
    rows = [
        Track(
            f"{_meaning(source, row['first'], lang)} ↔ {_meaning(source, row['second'], lang)}",
            0.0,
            1.0,
            (0.0, abs(row["cosine"])),
            [Mark(ALIKE, "limit")],
            f"{number(row['cosine'], lang, 3)} · {word_in('how', row['how'], lang)}",
            "s2" if row["is_shown"] else "s3",
        )
        for row in table.iter_rows(named=True)
    ]
    legend = [("s2", word_in("how", "second set", lang)), ("s3", word_in("how", "not met", lang))]
    axis = Axis(lambda value: number(value, lang), page_text("unit.likeness", lang))
    drawing = tracks(rows, legend, axis=axis)
    title, note = page_text("chart.pairs", lang), page_text("chart.pairs.note", lang)
    yield chart_of("pairs", title, note, drawing, ("pairs", table), source, lang)


def _conclusions(source: Source, table: pl.DataFrame, lang: Lang) -> Iterator[Chart]:
    table = table.drop_nulls(["low", "high"])
    if not table.height:
        return
    offices = source.scenario.offices if source.scenarios else {}
    titles = {name: in_lang(office.title, lang) for name, office in offices.items()}
    several = table["period"].n_unique() > 1 if "period" in table.columns else False
    rows = []
    for row in table.iter_rows(named=True):
        parts = [word_in("name", row["name"], lang), titles.get(row["office"], row["office"])]
        name = " · ".join(filter(None, [*parts, row.get("period", "") if several else ""]))
        marks = [Mark(row["fitted"], "fit")] if row["fitted"] is not None else []
        shown = percent if row["name"].endswith(("share", "utilisation")) else _short
        ends = between(shown(row["low"], lang), shown(row["high"], lang))
        if row["n_sets"] < 2:
            ends = shown(row["low"], lang)
        most = max(row["high"], row["fitted"] or 0.0) or 1.0
        right = ends if row["fitted"] is not None else ABSENT
        rows.append(Track(name, 0.0, most, (row["low"], row["high"]), marks, right))
    legend = [
        ("interval", page_text("series.range_of_sets", lang)),
        ("fit", page_text("series.fitted", lang)),
    ]
    drawing = tracks(rows, legend, note=page_text("series.scale", lang))
    n_sets = max(table["n_sets"].to_list())
    title, note = page_text("chart.conclusions", lang), page_text("chart.conclusions.note", lang, n=n_sets)
    if n_sets < 2:
        note = page_text("chart.conclusions.one_set", lang)
    yield chart_of("conclusions", title, note, drawing, ("conclusions", table), source, lang)
