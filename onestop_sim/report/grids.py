"""Tables of a results folder as a reader meets them: columns named, numbers written, words said."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl

from onestop_sim.report.page import MOST_ROWS, Grid
from onestop_sim.terms import Statistic
from onestop_sim.words.answer import statistic_name
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text
from onestop_sim.words.page_numbers import ABSENT, day, number, percent
from onestop_sim.words.page_tables import column_title, table_title, word_in
from onestop_sim.words.translated import in_lang

SHARES: Final = {
    Statistic.ON_TIME_OF_RESOLVED,
    Statistic.ON_TIME_OF_RECEIVED,
    Statistic.ON_TIME_766,
    Statistic.UTILISATION,
}
"""Statistics that are parts of a whole."""

_OF_STATISTIC: Final = frozenset(
    {
        "base",
        "with_variant",
        "mean",
        "sd",
        "ci_low",
        "ci_high",
        "pi_low",
        "pi_high",
        "wide_low",
        "wide_high",
        "value",
        "difference",
    }
)
_HOURS: Final = 3600.0

Titles = Mapping[str, str]
"""Titles for people by the names that tables use: units, places, agencies."""


def grid_of(name: str, table: pl.DataFrame, lang: Lang, titles: Titles, *, title: str = "") -> Grid:
    """
    Return a table of a results folder for a page.

    Args:
        name:   file of the table, without its ending.
        table:  the table.
        lang:   language.
        titles: names of units, places and agencies for people.
        title:  caption; else the one that `words` has.
    """
    shown = in_language(table.head(MOST_ROWS), lang)
    texts = [one for one in shown.columns if not shown.schema[one].is_numeric()]
    columns = [*texts, *(one for one in shown.columns if one not in texts)]
    writers = {one: _writer(one, lang, titles) for one in columns}
    rows = [[writers[one](row[one], row) for one in columns] for row in shown.iter_rows(named=True)]
    note = ""
    if table.height > shown.height:
        counts = {"shown": number(shown.height, lang), "n": number(table.height, lang)}
        note = page_text("rows_left", lang, file=f"{name}.csv", **counts)
    headings = [column_title(one, lang) for one in columns]
    return Grid(title or table_title(name, lang), headings, rows, max(len(texts), 1), note)


def in_language(table: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """
    Return a table without the columns that say the same in another language.

    >>> in_language(pl.DataFrame({"why_en": ["x"], "why_vi": ["y"], "n": [1]}), Lang.VI).columns
    ['why_vi', 'n']
    """
    foreign = [
        name
        for name in table.columns
        for other in Lang
        if other != lang
        and (name == other.value or name.endswith(f"_{other.value}"))
        and name.removesuffix(other.value) + lang.value in table.columns
    ]
    return table.drop(foreign)


def _writer(column: str, lang: Lang, titles: Titles) -> Callable[[Any, Mapping[str, Any]], str]:
    """Return how the cells of a column are written, given the value and its row."""

    def written(value: Any, row: Mapping[str, Any]) -> str:
        if value is None:
            return ABSENT
        if isinstance(value, bool):
            return word_in("inside", str(value).lower(), lang)
        if isinstance(value, str):
            if column == "day" and value:
                return day(value, lang)
            if column == "statistic":
                return statistic_name(value, lang)
            return titles.get(value) or in_lang(word_in(column, value, lang), lang)
        if not isinstance(value, int | float):
            return str(value)
        return _number(column, float(value), row, lang)

    return written


def _number(column: str, value: float, row: Mapping[str, Any], lang: Lang) -> str:
    is_share = column == "utilisation" or column.endswith("_share")
    if is_share or (column in _OF_STATISTIC and row.get("statistic") in SHARES and "reported" not in row):
        return percent(value, lang)
    if column.endswith("_s"):
        return number(value / _HOURS, lang)
    if column == "hour":
        return f"{value:.0f}:00"
    if column.endswith("_d"):
        return number(value, lang, 2)
    return number(value, lang)
