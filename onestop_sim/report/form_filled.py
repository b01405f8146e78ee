"""
Form II.06 of a run as the state lays it out: merged headings, column numbers, lines by field, totals.

Layout: form II.06a of Circular 01/2020/TT-VPCP. Sums across and down are formulas, so that whoever
changes a line sees the totals follow; the numbers of the lines are means over the replications.
"""

from typing import Any, Final

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from onestop_sim.clock import Date
from onestop_sim.report.source import Source, titles_of
from onestop_sim.stats.form_ii06 import COLUMN_NUMBERS
from onestop_sim.terms import ClockChoice, Grouping
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text
from onestop_sim.words.page_tables import word_in
from onestop_sim.words.translated import in_lang

FORM_SHEETS: Final = {
    "sheet.form": (ClockChoice.OCCURRED, Grouping.FIELD),
    "sheet.form_recorded": (ClockChoice.RECORDED, Grouping.FIELD),
    "sheet.form_units": (ClockChoice.OCCURRED, Grouping.UNIT),
    "sheet.form_units_recorded": (ClockChoice.RECORDED, Grouping.UNIT),
}
"""Sheets with the form by the key of their name: the clock, and what a line is."""

COUNT_SHEETS: Final = {
    "sheet.form_counts": (ClockChoice.OCCURRED, Grouping.FIELD),
    "sheet.form_counts_recorded": (ClockChoice.RECORDED, Grouping.FIELD),
}
"""The same with the whole counts of replication 0."""

FIRST_LINE: Final = 10
"""Row of the first line, counted from 1; the column numbers stand above it."""

SUMS: Final = {"received": (4, 6), "resolved": (8, 10), "pending": (12, 13)}
"""Columns that are sums, and the numbers of the first and the last column that they sum up."""

_BANDS: Final = (
    ("A6:A8", "form.line"),
    ("B6:B8", "form.rows"),
    ("C6:F6", "form.received"),
    ("C7:C8", "form.total"),
    ("D7:E7", "form.in_period"),
    ("F7:F8", "form.carried"),
    ("G6:J6", "form.resolved"),
    ("G7:G8", "form.total"),
    ("H7:H8", "form.early"),
    ("I7:I8", "form.on_time"),
    ("J7:J8", "form.late"),
    ("K6:M6", "form.pending"),
    ("K7:K8", "form.total"),
    ("L7:L8", "form.within"),
    ("M7:M8", "form.overdue"),
)
"""Merged headings: cells, and the key of their words."""


def write_form(book: Workbook, sheet: Worksheet, source: Source, period: str, key: str, lang: Lang) -> None:
    """
    Write the form of a period into an empty sheet.

    Args:
        book:   the workbook.
        sheet:  the sheet.
        source: a run.
        period: name of the period.
        key:    which form, see `FORM_SHEETS` and `COUNT_SHEETS`.
        lang:   language.
    """
    is_count = key in COUNT_SHEETS
    clock, by = {**FORM_SHEETS, **COUNT_SHEETS}[key]
    days = source.scenario.periods[period]
    said = f"form.counts.{clock.value}" if is_count else f"form.{clock.value}"
    _head(book, sheet, source, (days.first_day, days.last_day), said, lang)
    table = source.tables["form_ii06_counts" if is_count else "form_ii06"].filter(
        period=period, clock=clock.value, by=by.value
    )
    lines = table.filter(pl.col("group") != "total")
    titles = titles_of(source.scenario, lang)
    shown = {"num_format": "#,##0" if is_count else "#,##0.0", "border": 1}
    number = book.add_format(shown)
    total = book.add_format(shown | {"bold": True, "bg_color": "#F2F2F2"})
    text = book.add_format({"border": 1, "text_wrap": True})
    for n, row in enumerate(lines.iter_rows(named=True)):
        at = FIRST_LINE - 1 + n
        sheet.write_number(at, 0, n + 1, text)
        sheet.write_string(
            at, 1, titles.get(row["group"]) or in_lang(word_in("group", row["group"], lang), lang), text
        )
        _numbers(sheet, at, row, number, total)
    last = FIRST_LINE - 1 + lines.height
    whole = table.filter(pl.col("group") == "total").row(0, named=True)
    sheet.write_blank(last, 0, None, text)
    sheet.write_string(last, 1, page_text("form.grand_total", lang), total)
    for name, column in COLUMN_NUMBERS.items():
        letter = xl_col_to_name(column - 1)
        formula = f"=SUM({letter}{FIRST_LINE}:{letter}{last})" if lines.height else "=0"
        if name in SUMS:
            formula = _across(name, last)
        sheet.write_formula(last, column - 1, formula, total, whole[name])
    sheet.set_column("A:A", 6)
    sheet.set_column("B:B", 40)
    sheet.set_column("C:M", 12)
    sheet.freeze_panes(FIRST_LINE - 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(5, FIRST_LINE - 2)


def _numbers(sheet: Worksheet, at: int, row: dict[str, Any], number: Format, total: Format) -> None:
    for name, column in COLUMN_NUMBERS.items():
        if name in SUMS:
            sheet.write_formula(at, column - 1, _across(name, at), total, row[name])
        else:
            sheet.write_number(at, column - 1, row[name], number)


def _across(name: str, at: int) -> str:
    first, last = (xl_col_to_name(column - 1) for column in SUMS[name])
    return f"=SUM({first}{at + 1}:{last}{at + 1})"


def _head(
    book: Workbook,
    sheet: Worksheet,
    source: Source,
    days: tuple[Date, Date],
    said: str,
    lang: Lang,
) -> None:
    bold = book.add_format(
        {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1}
    )
    title = book.add_format({"bold": True, "align": "center", "font_size": 13})
    date = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    sheet.write_string("A1", page_text("form.number", lang))
    sheet.merge_range("A2:M2", "", title)
    sheet.write_string("A2", page_text("form.title", lang), title)
    for label_at, day_at, key, day in (
        ("A3", "C3", "form.first_day", days[0]),
        ("E3", "G3", "form.last_day", days[1]),
    ):
        sheet.write_string(label_at, page_text(key, lang))
        sheet.write_datetime(day_at, day, date)
    sheet.write_string("A4", page_text("form.agency", lang))
    sheet.write_string("C4", in_lang(source.scenario.title, lang))
    sheet.write_string("A5", page_text(said, lang, n=source.n_replications))
    sheet.write_string("L5", page_text("form.unit", lang))
    for place, key in _BANDS:
        sheet.merge_range(place, "", bold)
        sheet.write_string(place.partition(":")[0], page_text(key, lang), bold)
    sheet.write_string("D8", page_text("form.online", lang), bold)
    sheet.write_string("E8", page_text("form.direct", lang), bold)
    names = {number: name for name, number in COLUMN_NUMBERS.items()}
    for number in range(1, max(names) + 1):
        parts = SUMS.get(names.get(number, ""))
        sum_of = "=" + "+".join(f"({one})" for one in range(parts[0], parts[1] + 1)) if parts else ""
        sheet.write_string(FIRST_LINE - 2, number - 1, f"({number}){sum_of}", bold)
