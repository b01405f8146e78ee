"""
The workbook of a results folder: the form as the state lays it out, every table, assumptions, manifest.

Numbers are numbers, so that a planner can go on computing; nothing that a scenario says becomes a
formula, whatever it begins with.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from onestop_sim.report.form_filled import COUNT_SHEETS, FORM_SHEETS, write_form
from onestop_sim.report.grids import in_language
from onestop_sim.report.method import ASSUMPTION_COLUMNS, assumption_cells
from onestop_sim.report.page_of import kind_key, page_of
from onestop_sim.report.source import Source
from onestop_sim.scenario.assumed import assumptions
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text
from onestop_sim.words.page_tables import column_title, table_title, word_in
from onestop_sim.words.translated import in_lang

_LONGEST_NAME: Final = 31
_LONGEST_CELL: Final = 32_000
_FORBIDDEN: Final = str.maketrans("", "", "[]:*?/\\'")
_SAFE: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_WIDEST: Final = 60


class Sheets:
    """A workbook in the making: sheets with names that are free and allowed."""

    def __init__(self, path: Path) -> None:
        self.book = Workbook(str(path), dict(_SAFE))
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self._names: set[str] = set()

    def sheet(self, wanted: str) -> Worksheet:
        """Add a sheet; a name that is taken gets a number."""
        cleaned = wanted.translate(_FORBIDDEN).strip()[:_LONGEST_NAME] or "_"
        name, number = cleaned, 1
        while name.lower() in self._names:
            number += 1
            name = f"{cleaned[: _LONGEST_NAME - 4]} ({number})"
        self._names.add(name.lower())
        return self.book.add_worksheet(name)

    def table(self, wanted: str, headings: list[str], rows: list[list[Any]]) -> Worksheet:
        """Add a sheet with a table: headings that stay in sight, then rows."""
        sheet = self.sheet(wanted)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, self.bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                write_value(sheet, number, column, value)
        for column, heading in enumerate(headings):
            texts = [len(row[column]) for row in rows if isinstance(row[column], str)]
            sheet.set_column(column, column, min(_WIDEST, max([len(heading), 8, *texts]) + 2))
        sheet.freeze_panes(1, 0)
        return sheet


def write_value(sheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None) -> None:
    """Write a number as a number and everything else as text; text is never a formula."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value)[:_LONGEST_CELL], style)


def workbook(source: Source, lang: Lang, path: Path) -> None:
    """Write the workbook of a results folder to a new file."""
    sheets = Sheets(path)
    sheets.book.set_properties({"title": page_of(source, lang).title, "comments": "onestop_sim"})
    _answer(sheets, source, lang)
    if "form_ii06" in source.tables:
        counted = COUNT_SHEETS if "form_ii06_counts" in source.tables else {}
        for key in (*FORM_SHEETS, *counted):
            for period in source.scenario.periods:
                name = page_text(key, lang)
                name += f" {period}" if len(source.scenario.periods) > 1 else ""
                write_form(sheets.book, sheets.sheet(name), source, period, key, lang)
    for name, table in source.tables.items():
        sheets.table(table_title(name, lang), *_cells(in_language(table, lang), lang))
    for name, scenario in source.scenarios.items():
        headings = [page_text(f"column.{one}", lang) for one in ASSUMPTION_COLUMNS]
        rows = []
        for row in assumptions(scenario):
            cells: list[Any] = list(assumption_cells(row, lang))
            cells[1] = row.value
            rows.append(cells)
        of = "" if len(source.scenarios) == 1 else f" {name}"
        sheets.table(page_text("sheet.assumptions", lang) + of, headings, rows)
    _manifest(sheets, source.content, lang)
    sheets.book.close()


def _cells(table: pl.DataFrame, lang: Lang) -> tuple[list[str], list[list[Any]]]:
    headings = [column_title(one, lang) for one in table.columns]
    rows = [
        [_said(name, value, lang) for name, value in zip(table.columns, row, strict=True)]
        for row in table.iter_rows()
    ]
    return headings, rows


def _said(column: str, value: Any, lang: Lang) -> Any:
    if isinstance(value, bool):
        return word_in("inside", str(value).lower(), lang)
    if isinstance(value, str):
        return in_lang(word_in(column, value, lang), lang)
    if isinstance(value, int | float):
        return value / 3600 if column.endswith("_s") else value
    return None if value is None else str(value)


def _answer(sheets: Sheets, source: Source, lang: Lang) -> None:
    page = page_of(source, lang)
    sheet = sheets.sheet(page_text("sheet.answer", lang))
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, page.title, sheets.title)
    sheet.write_string(1, 0, f"{page_text(kind_key(source.kind), lang)} · {page.about}")
    for row, sentence in enumerate(page.answer, start=3):
        sheet.write_string(row, 0, sentence, sheets.wrapped)


def _manifest(sheets: Sheets, content: Mapping[str, Any], lang: Lang) -> None:
    """Write the manifest line by line: path and value; a part of a scenario is one line."""
    headings = [page_text("column.path", lang), page_text("column.value", lang)]
    rows: list[list[Any]] = []
    _walk(content, "", rows)
    sheets.table(page_text("sheet.manifest", lang), headings, rows)


def _walk(value: Any, path: str, rows: list[list[Any]]) -> None:
    below = path.partition("scenario.")[2]
    if isinstance(value, Mapping) and value and below.count(".") < 1:
        for name, inner in value.items():
            _walk(inner, f"{path}.{name}" if path else str(name), rows)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for number, inner in enumerate(value):
            _walk(inner, f"{path}.{number}", rows)
    else:
        rows.append([path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)])
