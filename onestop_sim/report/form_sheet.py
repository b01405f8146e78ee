"""
Form II.06 as a workbook, read back cell by cell.

Layout: form II.06a of Circular 01/2020/TT-VPCP, as provincial software prints it: merged headings, a row of
column numbers, lines by field, sections with Roman numerals, a line of totals. A formula is no reported
figure: what it computes is kept apart from what somebody typed.
"""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from onestop_sim.errors import UserError
from onestop_sim.report.form_template import MORE, SHEET_MORE
from onestop_sim.stats.form_ii06 import COLUMN_NUMBERS
from onestop_sim.study.audit.figure import Account
from onestop_sim.study.audit.form_rows import Cell, Row, is_total_name, with_total
from onestop_sim.study.audit.numbers import days_in
from onestop_sim.study.audit.sheet_sums import Content, computed

LARGEST_FILE: Final = 5_000_000
LARGEST_CONTENT: Final = 20_000_000
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 64
"""Limits of a workbook: bytes of the file, bytes unpacked, rows and columns of a sheet."""

_NUMBER: Final = re.compile(r"\(?(\d{1,2})\)?\s*(=.*)?")
_ROMAN: Final = re.compile(r"[IVX]+\.?")
_LEVELS: Final = (("tỉnh", "province"), ("sở", "province"), ("huyện", "district"), ("xã", "commune"))
_MEANS: Final = re.compile(r"trung bình của [\d.]+ lần lặp|means over [\d,]+ replications")
_SIMULATED: Final = re.compile(rf"{_MEANS.pattern}|số đếm của lần lặp \d+|counts of replication \d+")
"""What a workbook of this program says above a form of means, and above any simulated one."""

_ENOUGH: Final = 6
"""Columns of the form that a sheet must have to be one."""


def read_form(path: Path) -> list[Row]:
    """
    Return the rows of every sheet of a workbook that holds the form, numbers still as they stand.

    Raises:
        UserError: ``file_missing``, ``audit_too_large``, ``audit_workbook``, ``audit_no_form``,
            ``audit_formula``.
    """
    sheets = _open(path)
    forms = [form for sheet in sheets if (form := _form_of(sheet, path.name)) is not None]
    if not forms:
        raise UserError("audit_no_form", file=str(path), known=[sheet.title for sheet in sheets])
    simulated = [form for form in forms if form.is_simulated]
    forms = simulated or forms  # beside them stand tables with the same headings
    found = [row for form in forms for row in _rows(form)]
    more = next((sheet for sheet in sheets if sheet.title == SHEET_MORE), None)
    return found + (_more(more, forms[0], found) if more is not None else [])


def _open(path: Path) -> list[Worksheet]:
    """Return the sheets of a workbook that is no bomb."""
    try:
        _refuse_bomb(path)
        with warnings.catch_warnings():  # extensions of Excel that openpyxl leaves out
            warnings.simplefilter("ignore")
            workbook = load_workbook(path)
    except FileNotFoundError:
        raise UserError("file_missing", file=str(path)) from None
    except UserError:
        raise
    except Exception as problem:  # noqa: BLE001  a broken workbook breaks its reader in any way it likes
        raise UserError("audit_workbook", file=str(path), reason=type(problem).__name__) from None
    return cast("list[Worksheet]", workbook.worksheets)


def _refuse_bomb(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise UserError("audit_too_large", file=str(path), limit=LARGEST_FILE)
    with ZipFile(path) as packed:
        if sum(one.file_size for one in packed.infolist()) > LARGEST_CONTENT:
            raise UserError("audit_too_large", file=str(path), limit=LARGEST_CONTENT)
        for one in packed.infolist():
            if one.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(one):
                raise UserError("audit_workbook", file=str(path), reason="DOCTYPE")


@dataclass(frozen=True, slots=True)
class _Form:
    """A sheet with the form: its cells, where its columns are, and whose it is."""

    sheet: Worksheet
    content: Content
    columns: Mapping[int, str]
    first_row: int
    account: Account
    file: str
    is_mean: bool = False
    is_simulated: bool = False


def _form_of(sheet: Worksheet, file: str) -> _Form | None:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise UserError("audit_too_large", file=file, where=sheet.title, limit=MOST_ROWS)
    content: Content = {
        (cell.row, cell.column): cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    found = _by_numbers(content, sheet.max_row) or _by_headings(sheet, content)
    if found is None:
        return None
    columns, last_heading = found
    heading_rows = [merged.max_row for merged in sheet.merged_cells.ranges if merged.min_row == last_heading]
    first_row = max([last_heading, *heading_rows]) + 1
    account = _account(content, first_row, file)
    above = [str(value) for (row, _), value in content.items() if row < first_row]
    is_mean, is_simulated = (any(of.search(text) for text in above) for of in (_MEANS, _SIMULATED))
    if is_simulated:  # the same period on another clock, or as counts: not the same thing printed twice
        account = replace(account, report=f"{file} · {sheet.title}")
    return _Form(sheet, content, columns, first_row, account, file, is_mean, is_simulated)


def _by_numbers(content: Content, n_rows: int) -> tuple[dict[int, str], int] | None:
    """Return columns by the row of column numbers, and that row."""
    names = {number: name for name, number in COLUMN_NUMBERS.items()}
    for row in range(1, min(n_rows, 60) + 1):
        found: dict[int, str] = {}
        texts = {column: str(content[row, column]) for column in range(1, 40) if (row, column) in content}
        for column, text in texts.items():
            number = _NUMBER.fullmatch(text.strip())
            if number and int(number[1]) in names and names[int(number[1])] not in found.values():
                found[column] = names[int(number[1])]
        in_order = list(found.values()) == sorted(found.values(), key=COLUMN_NUMBERS.__getitem__)
        if len(found) >= _ENOUGH and in_order and len(found) >= len(texts) - 2:
            return found, row
    return None


_HEADINGS: Final = (
    ("tạm dừng", (("quá hạn", "paused_overdue"), ("trong hạn", "paused_within"), ("", "paused"))),
    ("đang", (("quá hạn", "pending_overdue"), ("trong hạn", "pending_within"), ("", "pending"))),
    ("đã", (("trước hạn", "early"), ("đúng hạn", "on_time"), ("hạn", "late"), ("", "resolved"))),
    ("nhận", (("tuyến", "received_online"), ("trực tiếp", "received_direct"), ("kỳ trước", "carried_over"))),
    ("nhận", (("", "received"),)),
)  # fmt: skip
"""Words of the band of headings, words of the heading under it, and the column that they name."""


def _by_headings(sheet: Worksheet, content: Content) -> tuple[dict[int, str], int] | None:
    """Return columns by the texts of merged headings, where there is no row of numbers."""
    spread = dict(content)
    for merged in sheet.merged_cells.ranges:
        value = content.get((merged.min_row, merged.min_col))
        for row in range(merged.min_row, min(merged.max_row, merged.min_row + 10) + 1):
            for column in range(merged.min_col, min(merged.max_col, MOST_COLUMNS) + 1):
                spread[row, column] = value
    for last in range(1, min(sheet.max_row, 30) + 1):
        found: dict[int, str] = {}
        for column in range(1, min(sheet.max_column, MOST_COLUMNS) + 1):
            texts = [
                str(spread.get((row, column)) or "").lower() for row in range(max(1, last - 3), last + 1)
            ]
            name = _named(" ".join(dict.fromkeys(texts)))
            if name and name not in found.values() and spread.get((last, column)):
                found[column] = name
        if len(found) >= _ENOUGH:
            return found, last
    return None


def _named(heading: str) -> str:
    for band, inner in _HEADINGS:
        for word, name in inner:
            if band in heading and word in heading:
                return name
    return ""


def _account(content: Content, first_row: int, file: str) -> Account:
    """Return whose form it is: dates, unit and level from the lines above its headings."""
    said: dict[str, str] = {}
    for (row, column), value in sorted(content.items(), key=lambda item: item[0]):
        text = str(value).strip().lower()
        if row >= first_row or not isinstance(value, str):
            continue
        beside = next((content[row, at] for at in range(column + 1, column + 6) if (row, at) in content), "")
        days = days_in(text) or days_in(str(beside))
        if "từ ngày" in text and days:
            said.setdefault("first_day", days[0])
        if "đến ngày" in text and days:
            said.setdefault("last_day", days[-1])
        if text.startswith("cấp:") or text == "cấp":
            said.setdefault("level", _level(text.partition(":")[2] or str(beside)))
    return Account(report=file, **said)


def _level(text: str) -> str:
    return next((level for word, level in _LEVELS if word in text.strip().lower()), "")


def _rows(form: _Form) -> list[Row]:
    """Return the lines of a form: those with a number, sections and totals knowing what belongs to them."""
    rows: list[Row] = []
    section, ended = "", False
    for number in range(form.first_row, form.sheet.max_row + 1):
        row = _row(form, number)
        if row is None:
            ended = ended or any(is_total_name(one.name) for one in rows[-1:])
            if ended and len(rows) > 1:
                break
            continue
        is_section = bool(_ROMAN.fullmatch(str(form.content.get((number, 1), "")).strip()))
        section = row.id if is_section else ("" if row.is_total else section)
        part_of = "" if is_section else section
        rows.append(replace(row, part_of=part_of, is_total=row.is_total or is_section))
    if all(cell.computed for row in rows for cell in row.cells.values()):
        return []  # an empty form, whose sums are formulas: nobody reported these zeros
    total = next((row.id for row in rows if row.is_total and is_total_name(row.name)), "")
    return [row if row.part_of or row.id == total else _part(row, total) for row in rows]


def _part(row: Row, total: str) -> Row:
    """Return a line, or a section, as a part of the line of totals."""
    return replace(row, part_of=total) if row.is_total else with_total(row, total)


def _row(form: _Form, number: int) -> Row | None:
    """Return a line, None when nobody typed a number into it."""
    first, second = (str(form.content.get((number, column)) or "").strip() for column in (1, 2))
    name = second or ("" if re.fullmatch(r"[\d.]*|[IVX]+\.?", first) else first)
    cells: dict[str, Cell] = {}
    typed = False
    for column, quantity in form.columns.items():
        address = f"{get_column_letter(column)}{number}"
        value = form.content.get((number, column))
        if isinstance(value, str) and value.startswith("="):
            cells[quantity] = Cell(_computed(form, address), f"{form.sheet.title}!{address}", computed=True)
        elif value is not None:
            cells[quantity] = Cell(value, f"{form.sheet.title}!{address}")
            typed = typed or bool(str(value).strip())
    if not typed and not (is_total_name(name) and cells):
        return None
    if not name and not any(isinstance(cell.content, int | float) for cell in cells.values()):
        return None  # a note, a signature
    account = replace(form.account, scope=name)
    total = is_total_name(name)
    return Row(f"{form.sheet.title}/{number}", name, cells, account, "", total, form.is_mean)


def _computed(form: _Form, address: str) -> float:
    try:
        return computed(form.content, address)
    except ValueError as problem:
        where = f"{form.sheet.title}!{address}"
        raise UserError("audit_formula", file=form.file, where=where, given=str(problem)) from None


def _more(sheet: Worksheet, form: _Form, rows: list[Row]) -> list[Row]:
    """Return the other figures as a row of the line of totals, or of the whole form."""
    names = {text.lower(): quantity for quantity, text in MORE.items()}
    cells: dict[str, Cell] = {}
    for row in sheet.iter_rows(min_row=1, max_row=100, max_col=2):
        quantity = names.get(str(row[0].value or "").strip().lower())
        if quantity and len(row) > 1 and row[1].value is not None:
            shown = row[1].number_format or ""
            decimals = len(shown.partition("%")[0].partition(".")[2]) if "%" in shown else None
            cells[quantity] = Cell(row[1].value, f"{sheet.title}!{row[1].coordinate}", decimals=decimals)
    total = next((row for row in rows if row.is_total and row.account.period == form.account.period), None)
    account = total.account if total else form.account
    return [Row(f"{sheet.title}/2", SHEET_MORE, cells, account)] if cells else []
