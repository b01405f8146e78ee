"""The charts of a run, each with the table behind it."""

from collections.abc import Callable
from functools import partial
from typing import Final

import polars as pl

from onestop_sim.calendar import PublicDays
from onestop_sim.clock import parse_date
from onestop_sim.report import charts
from onestop_sim.report.charts import Panel, Series, Span
from onestop_sim.report.drawing import Drawing
from onestop_sim.report.grids import grid_of
from onestop_sim.report.network import Flow, Node, network
from onestop_sim.report.page import Chart
from onestop_sim.report.run_answer import name_of_figure
from onestop_sim.report.source import Source, titles_of
from onestop_sim.scenario.model import Scenario
from onestop_sim.terms import ClockChoice, Role
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import label
from onestop_sim.words.page import page_text
from onestop_sim.words.page_numbers import between, number, percent, short_day
from onestop_sim.words.page_tables import column_title, word_in
from onestop_sim.words.translated import in_lang

PARTS: Final = {
    "queue_d": "s2",
    "work_d": "s1",
    "closed_d": "s6",
    "delay_d": "s3",
    "transfer_d": "s4",
    "pause_d": "s5",
    "collection_d": "s0",
}
"""Parts of a stay, and the class of each."""
_BUSIEST: Final = 25
_TET_DAYS: Final = 5
_TET_MONTHS: Final = (1, 2)


def charts_of_period(source: Source, period: str, lang: Lang) -> list[Chart]:
    """Return the charts of a period, in the order in which a reader needs them."""
    makers: list[Callable[[Source, str, Lang], Chart | None]] = [
        _days,
        *(partial(_verdicts, by=by, clock=clock) for by, clock in _FORMS),
        *(partial(_parts, by=by) for by in ("field", "level")),
        _hours,
        _utilisation,
        _network,
    ]
    found = [make(source, period, lang) for make in makers]
    return [one for one in found if one is not None]


_FORMS: Final = (
    ("field", ClockChoice.OCCURRED),
    ("unit", ClockChoice.OCCURRED),
    ("field", ClockChoice.RECORDED),
)


def chart_of(
    name: str,
    title: str,
    note: str,
    drawing: Drawing,
    table: tuple[str, pl.DataFrame],
    source: Source,
    lang: Lang,
) -> Chart:
    """Return a chart with the table behind it."""
    titles = titles_of(source.scenario, lang) if source.scenarios else {}
    grid = grid_of(*table, lang, titles, title=title)
    return Chart(name, title, note, drawing.markup(name, title, note), grid)


def _number(lang: Lang) -> charts.Shown:
    return lambda value: number(value, lang)


def _days(source: Source, period: str, lang: Lang) -> Chart | None:
    table = source.tables["days"].filter(period=period)
    if not table.height:
        return None
    came = table.select(pl.sum_horizontal("came_in_person", "came_online", "came_post")).to_series().to_list()
    panels = [
        Panel(
            page_text("unit.dossiers_a_day", lang),
            Series(page_text("series.came", lang), came),
            [Series(column_title("accepted", lang), table["accepted"].to_list())],
        ),
        Panel(
            page_text("unit.dossiers", lang),
            None,
            [
                Series(page_text("series.in_shop", lang), table["in_shop"].to_list()),
                Series(page_text("series.undecided", lang), table["undecided"].to_list()),
            ],
        ),
    ]
    dates = table["day"].to_list()
    names = [short_day(one, lang) for one in dates]
    drawing = charts.days(names, rests_of(source.scenario, dates, lang), panels, _number(lang))
    title = page_text("chart.days", lang, period=period)
    note = page_text("chart.days.note", lang)
    return chart_of(f"days-{period}", title, note, drawing, ("days", table), source, lang)


def rests_of(scenario: Scenario, dates: list[str], lang: Lang) -> list[tuple[int, int, str]]:
    """
    Return the stretches of days that are no working days: first, last, and the name of a holiday or "".

    A stretch of five days or more in January or February that holds a public holiday is Tết.
    """
    public = PublicDays(next(iter(scenario.legal_calendars.values())).overrides)
    rests: list[tuple[int, int, str]] = []
    first = 0
    kinds = [public.kind(parse_date(one)) for one in dates]
    for n in range(len(dates) + 1):
        if n < len(dates) and not kinds[n].is_working:
            continue
        if n > first:
            has_holiday = any(kind.name == "PUBLIC_HOLIDAY" for kind in kinds[first:n])
            is_tet = n - first >= _TET_DAYS and parse_date(dates[first]).month in _TET_MONTHS
            key = "rest.tet" if is_tet else "rest.holiday"
            rests.append((first, n - 1, page_text(key, lang) if has_holiday else ""))
        first = n + 1
    return rests


def _groups(table: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of groups that have dossiers, the total last."""
    total = table.filter(group="total")
    return pl.concat([table.filter(pl.col("group") != "total"), total])


def _verdicts(source: Source, period: str, lang: Lang, *, by: str, clock: ClockChoice) -> Chart | None:
    table = source.tables["form_ii06"].filter(period=period, by=by, clock=clock.value)
    table = _groups(table).filter(pl.col("resolved") > 0)
    if table.height <= 1:
        return None
    titles = titles_of(source.scenario, lang)
    names = [titles.get(one) or in_lang(word_in("group", one, lang), lang) for one in table["group"]]
    series = [
        Series(label(f"verdict.{one}", lang), table[one].to_list(), f"s{n}")
        for n, one in enumerate(("early", "on_time", "late"))
    ]
    totals = [
        f"{number(late, lang)} / {number(resolved, lang)}"
        for late, resolved in zip(table["late"], table["resolved"], strict=True)
    ]
    drawing = charts.shares(names, series, totals, _number(lang))
    words = {"by": page_text(f"by.{by}", lang), "period": period, "clock": label(clock, lang)}
    title, note = page_text("chart.verdicts", lang, **words), page_text("chart.verdicts.note", lang)
    name = f"verdicts-{by}-{clock.value}-{period}"
    return chart_of(name, title, note, drawing, ("form_ii06", table), source, lang)


def _parts(source: Source, period: str, lang: Lang, *, by: str) -> Chart | None:
    table = _groups(source.tables["stays"].filter(period=period, by=by)).drop_nulls("mean_d")
    if not table.height:
        return None
    names = [in_lang(word_in("group", one, lang), lang) for one in table["group"]]
    series = [
        Series(label(f"part.{one.removesuffix('_d')}", lang), table[one].to_list(), kind)
        for one, kind in PARTS.items()
    ]
    drawing = charts.stacks(names, series, _number(lang), page_text("unit.days", lang))
    title = page_text("chart.parts", lang, by=page_text(f"by.{by}", lang), period=period)
    note = page_text("chart.parts.note", lang)
    return chart_of(f"parts-{by}-{period}", title, note, drawing, ("stays", table), source, lang)


def _hours(source: Source, period: str, lang: Lang) -> Chart | None:
    table = source.tables["hours"].filter(period=period).drop_nulls(["mean_min", "p90_min"])
    if not table.height:
        return None
    drawing = charts.columns(
        [f"{float(hour):.0f}:00" for hour in table["hour"]],
        Series(page_text("series.mean_wait", lang), table["mean_min"].to_list()),
        Series(page_text("series.p90_wait", lang), table["p90_min"].to_list()),
        _number(lang),
        page_text("unit.minutes", lang),
        page_text("unit.hour", lang),
    )
    title, note = page_text("chart.hours", lang, period=period), page_text("chart.hours.note", lang)
    return chart_of(f"hours-{period}", title, note, drawing, ("hours", table), source, lang)


def _utilisation(source: Source, period: str, lang: Lang) -> Chart | None:
    table = source.tables["places"].filter(period=period).drop_nulls("utilisation")
    table = table.sort("utilisation", descending=True, maintain_order=True)
    if not table.height:
        return None
    top, titles = table.head(_BUSIEST), titles_of(source.scenario, lang)
    drawing = charts.bars(
        [titles.get(one, one) for one in top["place"]],
        top["utilisation"].to_list(),
        lambda value: percent(value, lang),
        lambda value: percent(value, lang, 0),
        full=1.0,
        unit=page_text("unit.share_of_duty", lang),
    )
    title = page_text("chart.utilisation", lang, period=period)
    note = page_text("chart.utilisation.note", lang, n=top.height, all=table.height)
    return chart_of(f"utilisation-{period}", title, note, drawing, ("places", table), source, lang)


def _network(source: Source, period: str, lang: Lang) -> Chart | None:
    table = source.tables.get("flows", pl.DataFrame())
    table = table.filter(period=period) if table.height else table
    if not table.height:
        return None
    units = source.scenario.units
    parents = {unit.parent for unit in units.values()}
    nodes = {
        name: Node(in_lang(unit.title, lang), unit.position, name in parents) for name, unit in units.items()
    }
    flows = [Flow(*row) for row in table.select("sender", "receiver", "dossiers", "results").iter_rows()]
    words = page_text("series.dossiers", lang), page_text("series.results", lang)
    drawing = network(nodes, flows, _number(lang), words)
    title, note = page_text("chart.network", lang, period=period), page_text("chart.network.note", lang)
    return chart_of(f"network-{period}", title, note, drawing, ("flows", table), source, lang)


def reported_chart(source: Source, lang: Lang) -> Chart | None:
    """Return reported against simulated figures with intervals and roles, evidence first."""
    table = source.tables["comparison"].sort("is_evidence", descending=True, maintain_order=True)
    if not table.height:
        return None
    titles = titles_of(source.scenario, lang)
    spans = [
        Span(
            name_of_figure(row, lang, titles),
            row["pi_low"],
            row["mean"],
            row["pi_high"],
            row["reported"],
            row["is_evidence"],
            label(Role(row["role"]), lang),
            f"{number(row['reported'], lang)} · "
            f"{between(number(row['pi_low'], lang), number(row['pi_high'], lang))}",
        )
        for row in table.iter_rows(named=True)
    ]
    legend = [(kind, page_text(f"series.{kind}", lang)) for kind in ("interval", "hit", "miss")]
    scale = page_text("series.scale", lang)
    drawing = charts.intervals(spans, around_zero=False, legend=legend, note=scale)
    title, note = page_text("chart.reported", lang), page_text("chart.reported.note", lang)
    return chart_of("reported", title, note, drawing, ("comparison", table), source, lang)
