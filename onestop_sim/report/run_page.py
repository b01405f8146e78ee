"""The page of a run: the answer, figures, charts, how it was computed, every assumption."""

from typing import Final

import polars as pl

from onestop_sim.report.grids import grid_of
from onestop_sim.report.method import assumption_sections, provenance_section, stress_grid
from onestop_sim.report.page import Grid, Page, Section
from onestop_sim.report.run_answer import period_words, run_answer
from onestop_sim.report.run_charts import charts_of_period, reported_chart
from onestop_sim.report.source import Source, titles_of
from onestop_sim.terms import ClockChoice, Statistic
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text
from onestop_sim.words.page_tables import table_title
from onestop_sim.words.translated import in_lang

HEADLINES: Final = (
    Statistic.RECEIVED,
    Statistic.CARRIED_OVER,
    Statistic.RESOLVED,
    Statistic.EARLY,
    Statistic.ON_TIME,
    Statistic.LATE,
    Statistic.PENDING,
    Statistic.PENDING_OVERDUE,
    Statistic.ON_TIME_OF_RESOLVED,
    Statistic.PHANTOM_LATE,
    Statistic.LETTERS_OWED,
    Statistic.LETTERS_SENT,
    Statistic.LETTERS_MISSING,
    Statistic.MEAN_WAIT_MIN,
    Statistic.P90_WAIT_MIN,
    Statistic.MEAN_STAY_DAYS,
    Statistic.VISITS_PER_DOSSIER,
    Statistic.UTILISATION,
)
"""Figures of the table at the top, and of the summary on the screen, in their order."""

_SHOWN: Final = ("form_ii06", "three_buckets", "letters", "places", "stays")
"""Tables that are printed whole, behind a click."""


def run_page(source: Source, lang: Lang) -> Page:
    """Return the page of a run."""
    content = source.content
    about = page_text(
        "about", lang, n=source.n_replications, seed=content["root_seed"], program=source.program
    )
    sections = [_figures(source, lang)]
    for name, period in source.scenario.periods.items():
        title = f"{page_text('section.charts', lang)} · {period_words(name, period, lang)}"
        sections.append(Section(f"charts-{name}", title, charts=charts_of_period(source, name, lang)))
    reported = reported_chart(source, lang)
    if reported is not None:
        sections.append(Section("evidence", reported.title, charts=[reported]))
    stress = stress_grid(source, source.scenario.name, lang)
    sections += [
        Section("method", stress.title, [page_text("stress.note", lang)], grids=[stress]),
        *assumption_sections(source, lang),
        provenance_section(source, lang),
    ]
    answer = run_answer(source, lang)
    kind = page_text("kind.run", lang)
    return Page(lang, kind, in_lang(source.scenario.title, lang), about, answer, sections)


def _figures(source: Source, lang: Lang) -> Section:
    titles = titles_of(source.scenario, lang)
    grids = [_headlines(source, period, lang) for period in source.scenario.periods]
    grids += [grid_of(name, source.tables[name], lang, titles) for name in _SHOWN if name in source.tables]
    return Section("figures", page_text("section.figures", lang), grids=grids)


def _headlines(source: Source, period: str, lang: Lang) -> Grid:
    """Return headline figures with both intervals, as it was."""
    table = source.tables["figures"].filter(
        pl.col("statistic").is_in([one.value for one in HEADLINES]),
        period=period,
        level="",
        unit="",
        field="",
        clock=ClockChoice.OCCURRED.value,
    )
    order = pl.Enum([one.value for one in HEADLINES])
    columns = ["statistic", "mean", "ci_low", "ci_high", "pi_low", "pi_high"]
    if table["wide_low"].null_count() < table.height:
        columns += ["wide_low", "wide_high"]
    table = table.sort(pl.col("statistic").cast(order)).select(columns)
    words = period_words(period, source.scenario.periods[period], lang)
    grid = grid_of("headlines", table, lang, {}, title=f"{table_title('headlines', lang)} · {words}")
    return Grid(grid.title, grid.headings, grid.rows, grid.n_texts, grid.note, is_open=True)
