"""What the terminal shows of a study: the answer first, then the evidence."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl
from rich.table import Table

from onestop_sim.app.voice import VOICE
from onestop_sim.report.grids import SHARES
from onestop_sim.report.run_page import HEADLINES
from onestop_sim.report.source import titles_of
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.report_tables import Tables
from onestop_sim.terms import Role, Statistic
from onestop_sim.words.answer import Titles
from onestop_sim.words.catalogue import in_figures
from onestop_sim.words.labels import label, level_name
from onestop_sim.words.screen import text
from onestop_sim.words.translated import in_lang

_BUSIEST: Final = 6

Row = Mapping[str, Any]


def show_summary(scenario: Scenario, seed: int, n: int, tables: Tables) -> None:
    """Print headline figures of each period, the busiest places, and the comparison with reports."""
    VOICE.say("summary_title", title=in_lang(scenario.title, VOICE.lang), n=n, seed=seed)
    levels = list(dict.fromkeys(unit.level for unit in scenario.units.values()))
    console, titles = VOICE.console(), titles_of(scenario, VOICE.lang)
    for period in scenario.periods:
        console.print(_headlines(tables.figures, period, levels))
        console.print(_busiest(tables.places, period, titles))
    VOICE.say("given_parameters")
    if tables.comparison.height:
        console.print(comparison_table(tables.comparison, titles))
        evidence = tables.comparison.filter("is_evidence", pl.col("inside").is_not_null())
        n_inside = evidence.filter("inside").height
        VOICE.say("comparison_score", n_inside=n_inside, n=evidence.height)


def _headlines(figures: pl.DataFrame, period: str, levels: list[str]) -> Table:
    table = Table(
        text("figure", VOICE.lang),
        title=text("dossiers_title", VOICE.lang, period=period),
        title_justify="left",
    )
    for heading in ("mean", "ci", "pi"):
        table.add_column(text(heading, VOICE.lang), justify="right")
    for level in levels if len(levels) > 1 else ():
        table.add_column(level_name(level, VOICE.lang), justify="right")
    found = {
        (row["statistic"], row["level"]): row
        for row in figures.filter(period=period, unit="", field="", clock="occurred").iter_rows(named=True)
    }
    for one in HEADLINES:
        row = found[one.value, ""]
        shown = number_of(one)
        cells = [label(one, VOICE.lang), shown(row["mean"])]
        cells += [
            interval_of(one, row["ci_low"], row["ci_high"]),
            interval_of(one, row["pi_low"], row["pi_high"]),
        ]
        for level in levels if len(levels) > 1 else ():
            of_level = found.get((one.value, level))
            cells.append(shown(of_level["mean"]) if of_level else "")
        table.add_row(*cells)
    return table


def number_of(statistic: str) -> Callable[[float | None], str]:
    """Return how numbers of a statistic are printed: shares in percent, counts with few decimals."""

    def shown(value: float | None) -> str:
        if value is None:
            return "–"
        digits = f"{value:.1%}" if statistic in SHARES else f"{value:,.1f}".removesuffix(".0")
        return in_figures(digits, VOICE.lang)

    return shown


def interval_of(statistic: str, low: float | None, high: float | None) -> str:
    """Return how an interval of a statistic is printed; one without ends is a dash."""
    shown = number_of(statistic)
    return "–" if low is None or high is None else f"{shown(low)} … {shown(high)}"


def _busiest(places: pl.DataFrame, period: str, titles: Titles) -> Table:
    table = Table(text("place", VOICE.lang), title=text("busiest_title", VOICE.lang), title_justify="left")
    for heading in (Statistic.UTILISATION, Statistic.MEAN_WAIT_MIN, Statistic.OVERTIME_HOURS):
        table.add_column(label(heading, VOICE.lang), justify="right")
    top = places.filter(period=period).sort("utilisation", descending=True, nulls_last=True).head(_BUSIEST)
    for row in top.iter_rows(named=True):
        table.add_row(
            titles.get(row["place"], row["place"]),
            number_of(Statistic.UTILISATION)(row["utilisation"]),
            number_of(Statistic.MEAN_WAIT_MIN)(row["mean_min"]),
            number_of(Statistic.OVERTIME_HOURS)(row["overrun_s"] / 3600),
        )
    return table


def comparison_table(comparison: pl.DataFrame, titles: Titles) -> Table:
    """Return reported against simulated, line by line; evidence first, misses in capitals."""
    table = Table(
        text("figure", VOICE.lang), title=text("comparison_title", VOICE.lang), title_justify="left"
    )
    is_wide = comparison["wide_low"].null_count() < comparison.height
    for heading in ("reported", "mean", "pi", *(("wide",) if is_wide else ())):
        table.add_column(text(heading, VOICE.lang), justify="right")
    table.add_column(text("role", VOICE.lang))
    table.add_column(text("verdict", VOICE.lang))
    for row in comparison.sort("is_evidence", descending=True, maintain_order=True).iter_rows(named=True):
        table.add_row(
            _name_of(row, titles),
            number_of("")(row["reported"]),
            number_of("")(row["mean"]),
            interval_of("", row["pi_low"], row["pi_high"]),
            *((interval_of("", row["wide_low"], row["wide_high"]),) if is_wide else ()),
            label(Role(row["role"]), VOICE.lang),
            _verdict_of(row),
        )
    return table


def _name_of(row: Row, titles: Titles) -> str:
    name = label(f"statistic.{row['statistic']}", VOICE.lang)
    level = level_name(row["level"], VOICE.lang)
    scope = ", ".join(
        filter(None, (level, titles.get(row["unit"], row["unit"]), in_lang(row["field"], VOICE.lang)))
    )
    return f"{name} · {scope}" if scope else name


def _verdict_of(row: Row) -> str:
    if row["inside"] is None:
        return text("not_compared", VOICE.lang)
    verdict = text("inside" if row["inside"] else "outside", VOICE.lang)
    return verdict if row["is_evidence"] else f"{verdict} ({text('not_evidence', VOICE.lang)})"
