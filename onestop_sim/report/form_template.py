"""
The empty Form II.06 as a workbook: merged headings, column numbers, sums as formulas.

Layout: form II.06a of Circular 01/2020/TT-VPCP, as provincial software prints it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from openpyxl.utils import get_column_letter

from onestop_sim.study.audit.figure import LETTERS, OFFICERS

SHEET: Final = "Biểu II.06"
SHEET_BEFORE: Final = "Kỳ trước"
SHEET_MORE: Final = "Số liệu khác"

MORE: Final = {
    LETTERS: "Thư xin lỗi đã gửi",
    OFFICERS: "Cán bộ, công chức tại Bộ phận Một cửa",
    "paused": "Hồ sơ tạm dừng (nếu không tính trong cột 12)",
    "resolved_percent": "Tỷ lệ đã giải quyết (%)",
    "early_percent": "Tỷ lệ trước hạn (%)",
    "on_time_percent": "Tỷ lệ trước hạn và đúng hạn (%)",
    "late_percent": "Tỷ lệ quá hạn (%)",
}
"""Rows of the sheet of other figures; they belong to the line of totals."""

N_LINES: Final = 20
FIRST_LINE: Final = 10
"""Row of the first line of the template, counted from 1."""

_BANDS: Final = (
    ("C6:F6", "Số hồ sơ nhận giải quyết"),
    ("G6:J6", "Số lượng hồ sơ đã giải quyết"),
    ("K6:M6", "Số lượng hồ sơ đang giải quyết"),
    ("C7:C8", "Tổng số"),
    ("D7:E7", "Trong kỳ"),
    ("F7:F8", "Từ kỳ trước"),
    ("G7:G8", "Tổng số"),
    ("H7:H8", "Trước hạn"),
    ("I7:I8", "Đúng hạn"),
    ("J7:J8", "Quá hạn"),
    ("K7:K8", "Tổng số"),
    ("L7:L8", "Trong hạn"),
    ("M7:M8", "Quá hạn"),
    ("A6:A8", "TT"),
    ("B6:B8", "Lĩnh vực, công việc giải quyết theo cấp"),
)
_NUMBERS: Final = (
    "(1)",
    "(2)",
    "(3)=(4)+(5)+(6)",
    "(4)",
    "(5)",
    "(6)",
    "(7)=(8)+(9)+(10)",
    "(8)",
    "(9)",
    "(10)",
)
_NUMBERS_OPEN: Final = ("(11)=(12)+(13)", "(12)", "(13)")


def write_template(path: Path) -> None:
    """Write an empty form: this period, the one before, and other figures."""
    with xlsxwriter.Workbook(path) as workbook:
        bold = workbook.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True})
        bold.set_border(1)
        styles = {
            "bold": bold,
            "title": workbook.add_format({"bold": True, "align": "center", "font_size": 13}),
            "number": workbook.add_format({"num_format": "#,##0", "border": 1}),
            "sum": workbook.add_format(
                {"num_format": "#,##0", "border": 1, "bold": True, "bg_color": "#F2F2F2"}
            ),
            "text": workbook.add_format({"border": 1, "text_wrap": True}),
            "date": workbook.add_format({"num_format": "dd/mm/yyyy", "bottom": 1}),
        }
        for name in (SHEET, SHEET_BEFORE):
            _write_form(workbook.add_worksheet(name), styles)
        _write_more(workbook.add_worksheet(SHEET_MORE), styles)


def _write_form(sheet: Any, styles: Mapping[str, Any]) -> None:
    sheet.write("A1", "Biểu số II.06a/VPCP/KSTT")
    sheet.merge_range("A2:M2", "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", styles["title"])
    for cell, text in (("A3", "Từ ngày:"), ("E3", "Đến ngày:"), ("A4", "Đơn vị báo cáo:"), ("E4", "Cấp:")):
        sheet.write(cell, text)
    for cell in ("C3", "G3"):
        sheet.write_blank(cell, None, styles["date"])
    sheet.write("L5", "Đơn vị tính: số hồ sơ")
    for place, text in _BANDS:
        sheet.merge_range(place, text, styles["bold"])
    sheet.write("D8", "Trực tuyến", styles["bold"])
    sheet.write("E8", "Trực tiếp, dịch vụ bưu chính", styles["bold"])
    for column, text in enumerate((*_NUMBERS, *_NUMBERS_OPEN)):
        sheet.write(FIRST_LINE - 2, column, text, styles["bold"])
    last = FIRST_LINE + N_LINES - 1
    for row in range(FIRST_LINE, last + 2):
        is_total = row == last + 1
        sheet.write(row - 1, 0, "" if is_total else row - FIRST_LINE + 1, styles["text"])
        sheet.write(row - 1, 1, "Tổng cộng" if is_total else "", styles["bold" if is_total else "text"])
        for column in range(2, 13):
            letter = get_column_letter(column + 1)
            formula = _SUMS.get(letter, "").format(row=row)
            if is_total and not formula:
                formula = f"=SUM({letter}{FIRST_LINE}:{letter}{last})"
            if formula:
                sheet.write_formula(row - 1, column, formula, styles["sum"], 0)
            else:
                sheet.write_blank(row - 1, column, None, styles["number"])
    sheet.set_column("A:A", 6)
    sheet.set_column("B:B", 38)
    sheet.set_column("C:M", 12)
    sheet.freeze_panes(FIRST_LINE - 1, 2)


_SUMS: Final = {"C": "=D{row}+E{row}+F{row}", "G": "=H{row}+I{row}+J{row}", "K": "=L{row}+M{row}"}
"""Columns of sums and their formulas."""


def _write_more(sheet: Any, styles: Mapping[str, Any]) -> None:
    sheet.write("A1", "Chỉ tiêu", styles["bold"])
    sheet.write("B1", "Số liệu", styles["bold"])
    for row, text in enumerate(MORE.values(), start=1):
        sheet.write(row, 0, text, styles["text"])
        sheet.write_blank(row, 1, None, styles["number"])
    sheet.set_column("A:A", 50)
    sheet.set_column("B:B", 14)
