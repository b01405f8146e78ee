"""What the terminal shows of a comparison: the answer first, then the tables."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
from rich.table import Table

from onestop_sim.app.voice import VOICE
from onestop_sim.report.source import titles_of
from onestop_sim.study.compare import World
from onestop_sim.study.compare_fates import Kind
from onestop_sim.study.compare_tables import EXPLORATORY, HEADLINE, ComparisonTables
from onestop_sim.words.answer import Titles, amount, count_in_words, fate_name, scope_name, statistic_name
from onestop_sim.words.catalogue import in_figures
from onestop_sim.words.screen import numbered, text
from onestop_sim.words.translated import in_lang

_MOST_EXPLORED: Final = 10
_MOST_FATES: Final = 10

Row = Mapping[str, Any]


def show_comparison(
    worlds: Sequence[World], seed: int, n: int, tables: ComparisonTables, page: str, folder: Path
) -> None:
    """Print the answer, then for each variant its headline figures, what else differs, whose fate changed."""
    n_variants = len(worlds) - 1
    title = in_lang(worlds[0].scenario.title, VOICE.lang)
    VOICE.say(numbered("compare_title", n_variants), base=title, n_variants=n_variants, n=n, seed=seed)
    print()
    print(page)
    console = VOICE.console()
    for world in worlds[1:]:
        titles = titles_of(worlds[0].scenario, VOICE.lang) | titles_of(world.scenario, VOICE.lang)
        rows = tables.differences.filter(variant=world.name)
        console.print(_headlines(rows.filter(family=HEADLINE), world.name, titles))
        explored = rows.filter(family=EXPLORATORY)
        found = explored.filter("is_found")
        if found.height:
            console.print(_explored(found, explored.filter(pl.col("n") > 0).height, titles))
        changed = tables.changes.filter(variant=world.name, kind=Kind.CHANGED.value)
        if changed.height:
            console.print(_fates(changed, tables.examples.filter(variant=world.name), titles))
            VOICE.say("trace_hint", folder=folder, variant=world.name)


def _headlines(rows: pl.DataFrame, variant: str, titles: Titles) -> Table:
    heading = text("headline_title", VOICE.lang, variant=variant)
    table = _table(heading, "base", "with_variant", "difference", "interval", "p_adjusted", "variance_ratio")
    table.add_column(text("verdict", VOICE.lang))
    for row in rows.iter_rows(named=True):
        table.add_row(*_numbers(row, titles), _ratio(row["variance_ratio"]), _verdict(row))
    return table


def _explored(found: pl.DataFrame, n_tested: int, titles: Titles) -> Table:
    surest = found.sort(
        pl.col("p").fill_null(0.0),
        (pl.col("difference") / pl.col("base")).abs(),
        descending=[False, True],
        maintain_order=True,
        nulls_last=True,
    )
    heading = text("exploratory_title", VOICE.lang, n=found.height, n_tested=n_tested)
    table = _table(heading, "base", "with_variant", "difference", "interval", "p_adjusted")
    for row in surest.head(_MOST_EXPLORED).iter_rows(named=True):
        table.add_row(*_numbers(row, titles))
    return table


def _table(heading: str, *columns: str) -> Table:
    table = Table(text("figure", VOICE.lang), title=heading, title_justify="left")
    for name in columns:
        table.add_column(text(name, VOICE.lang), justify="right")
    return table


def _numbers(row: Row, titles: Titles) -> list[str]:
    """Return the cells of a figure: name, base, variant, difference, interval, p."""
    scope = scope_name(row, VOICE.lang, titles)
    name = " · ".join(filter(None, (statistic_name(row["statistic"], VOICE.lang), scope)))
    if row["difference"] is None:
        return [name, *["–"] * 5]
    has_interval = row["ci_low"] is not None
    half = (row["ci_high"] - row["ci_low"]) / 2 if has_interval else 0.0

    def shown(column: str, *, is_level: bool = False) -> str:
        return amount(row["statistic"], row[column], half, VOICE.lang, is_level=is_level)

    interval = "–"
    if row["is_exact"]:
        interval = text("exactly", VOICE.lang)
    elif has_interval:
        interval = f"{shown('ci_low')} … {shown('ci_high')}"
    return [
        name,
        shown("base", is_level=True),
        shown("with_variant", is_level=True),
        shown("difference"),
        interval,
        _p(row["p_adjusted"]),
    ]


def _p(p: float | None) -> str:
    if p is None:
        return "–"
    return in_figures("<0.0001" if p < 1e-4 else f"{p:.4f}", VOICE.lang)


def _ratio(ratio: float | None) -> str:
    return "–" if ratio is None else in_figures(f"×{ratio:,.1f}", VOICE.lang)


def _verdict(row: Row) -> str:
    if row["is_exact"] and not row["difference"]:
        return text("exactly_same", VOICE.lang)
    return text("found" if row["is_found"] else "not_found", VOICE.lang)


def _fates(changed: pl.DataFrame, examples: pl.DataFrame, titles: Titles) -> Table:
    table = Table(title=text("fates_title", VOICE.lang), title_justify="left")
    for name in ("was", "became"):
        table.add_column(text(name, VOICE.lang))
    table.add_column(text("dossiers", VOICE.lang), justify="right")
    for name in ("most_in", "to_trace"):
        table.add_column(text(name, VOICE.lang), overflow="fold")
    for row in changed.filter(by="all").head(_MOST_FATES).iter_rows(named=True):
        pair = {"was": row["was"], "became": row["became"]}
        fields = changed.filter(**pair, by="field").head(1)["group"]
        units = changed.filter(**pair, by="unit").head(1)["group"]
        first = examples.filter(**pair).head(1).to_dicts()
        table.add_row(
            fate_name(row["was"], VOICE.lang),
            fate_name(row["became"], VOICE.lang),
            count_in_words(row["n_per_replication"], VOICE.lang),
            ", ".join(
                [*(in_lang(one, VOICE.lang) for one in fields), *(titles.get(one, one) for one in units)]
            ),
            f"{first[0]['key']} --replication {first[0]['replication']}" if first else "",
        )
    return table
