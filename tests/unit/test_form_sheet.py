"""Form II.06 as a workbook: the empty form, forms that people filled by hand, and cells that are wrong."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from onestop_sim.app.audit_input import read_table
from onestop_sim.errors import UserError
from onestop_sim.report import form_sheet, form_template
from onestop_sim.report.form_sheet import read_form
from onestop_sim.report.form_template import SHEET, SHEET_BEFORE, SHEET_MORE, write_template
from onestop_sim.study.audit.audit import audit
from onestop_sim.study.audit.figure import Answer, Table
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.say import sentence

LAND = (300, 900, 100, 200, 950, 50, 80, 20)
"""Columns 4, 5, 6, 8, 9, 10, 12 and 13 of a line that adds up."""

STATUS = (20, 500, 3, 10, 505, 3, 5, 0)


def filled(
    path: Path, *lines: tuple[object, ...], sheet: str = SHEET, days=("15/12/2022", "14/03/2023")
) -> Path:
    """The template with lines typed into it."""
    if not path.exists():
        write_template(path)
    workbook = load_workbook(path)
    form = workbook[sheet]
    form["C3"], form["G3"] = days
    form["G4"] = "Huyện"
    for row, line in enumerate(lines, start=form_template.FIRST_LINE):
        form[f"B{row}"] = f"Lĩnh vực {row}"
        for letter, value in zip("DEFHIJLM", line, strict=True):
            form[f"{letter}{row}"] = value
    workbook.save(path)
    return path


def values(table: Table) -> dict[str, float]:
    """Numbers by address."""
    return {one.address: one.value for one in table.figures}


def message(path: Path) -> str:
    """What the user reads about a workbook that cannot be used."""
    with pytest.raises(UserError) as caught:
        read_table(path)
    assert sentence(caught.value, lang=Lang.VI)
    return sentence(caught.value)


def test_the_empty_form_has_the_layout_of_the_state(tmp_path):
    """Merged headings, column numbers, sums as formulas, a sheet for the period before."""
    path = tmp_path / "form.xlsx"
    write_template(path)
    sheet = load_workbook(path)[SHEET]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"C6:F6", "G6:J6", "K6:M6", "A6:A8"} <= merged
    assert sheet["C9"].value == "(3)=(4)+(5)+(6)"
    assert sheet["C10"].value == "=D10+E10+F10"
    assert sheet["D30"].value == "=SUM(D10:D29)"
    assert "there are no figures in it" in message(path)


def test_a_sheet_that_nobody_filled_says_nothing(tmp_path):
    """Sums of the untouched period before are 0 by formula; nobody reported these zeros."""
    table = read_table(filled(tmp_path / "form.xlsx", LAND))
    assert {one.address.partition("!")[0] for one in table.figures} == {SHEET}


def test_what_was_typed_comes_back_with_its_cells(tmp_path):
    """Numbers, addresses, days and level; what a formula computed is marked and follows what was typed."""
    table = read_table(filled(tmp_path / "form.xlsx", LAND, STATUS))
    assert values(table)[f"{SHEET}!J10"] == 50
    assert values(table)[f"{SHEET}!C10"] == 1300
    assert values(table)[f"{SHEET}!J30"] == 53
    late = next(one for one in table.figures if one.address == f"{SHEET}!J10")
    assert late.account.period == ("2022-12-15", "2023-03-14")
    assert late.account.level == "district"
    assert {one.computed for one in table.figures if one.address[-3] in "CGK"} == {True}
    assert audit(table).worst == Answer.CONSISTENT


def test_numbers_as_people_write_them(tmp_path):
    """Thousands points, spaces, text numbers, dashes and empty rows are understood."""
    land = ("300", " 900 ", "1\u00a0000", "200", "1.850", "50", "80", "20")
    table = read_table(filled(tmp_path / "form.xlsx", land, (20, 500, 3, 10, 505, 3, 5, "-")))
    assert values(table)[f"{SHEET}!I10"] == 1850
    assert values(table)[f"{SHEET}!F10"] == 1000
    assert f"{SHEET}!M11" not in values(table)
    assert audit(table).worst == Answer.CONSISTENT


def test_a_total_typed_over_its_formula_is_a_figure(tmp_path):
    """Who types a number where the formula stood is held to the sum."""
    path = filled(tmp_path / "form.xlsx", LAND, STATUS)
    workbook = load_workbook(path)
    workbook[SHEET]["C10"] = 1310
    workbook.save(path)
    found = audit(read_table(path))
    assert found.worst == Answer.INCONSISTENT
    assert f"{SHEET}!C10" in {
        found.table.by_id[one].address
        for mending in found.mendings
        for law in mending.broken
        for one in law.total
    }


def test_the_period_before_must_leave_what_this_one_takes_over(tmp_path):
    """Column 6 of a period is column 11 of the one before."""
    path = filled(tmp_path / "form.xlsx", LAND)
    days = ("15/09/2022", "14/12/2022")
    filled(path, (300, 890, 110, 150, 1000, 50, 90, 10), sheet=SHEET_BEFORE, days=days)
    assert audit(read_table(path)).worst == Answer.CONSISTENT
    filled(path, (300, 890, 110, 150, 990, 50, 95, 15), sheet=SHEET_BEFORE, days=days)
    found = audit(read_table(path))
    assert {law.kind for mending in found.mendings for law in mending.broken} == {"carry_over"}


def test_other_figures_belong_to_the_line_of_totals(tmp_path):
    """Letters, officers and percentages are checked against the totals."""
    path = filled(tmp_path / "form.xlsx", LAND, STATUS)
    workbook = load_workbook(path)
    more = workbook[SHEET_MORE]
    more["B2"], more["B3"], more["B8"] = 53, 5, "3,1%"
    workbook.save(path)
    keys = {one.key for one in audit(read_table(path)).remarks}
    assert {"letters_as_late", "within_capacity", "percent_rounded"} <= keys


def by_hand(path: Path, *, numbered: bool = False) -> Path:
    """A form that somebody typed anew: headings over two rows, sections, totals on top, a signature below."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Tổng hợp"
    sheet["A1"] = "TÌNH HÌNH GIẢI QUYẾT TTHC (từ ngày 15/12/2022 đến ngày 14/03/2023)"
    sheet["A2"] = "STT"
    sheet["B2"] = "Lĩnh vực"
    for first, last, text in (
        ("C", "E", "Tiếp nhận"),
        ("F", "I", "Đã giải quyết"),
        ("J", "L", "Đang giải quyết"),
    ):
        sheet.merge_cells(f"{first}2:{last}2")
        sheet[f"{first}2"] = text
    under = [
        "Tổng số",
        "Từ kỳ trước",
        "Trực tuyến",
        "Tổng",
        "Trước hạn",
        "Đúng hạn",
        "Quá hạn",
        "Tổng",
        "Trong hạn",
        "Quá hạn",
    ]
    for letter, text in zip("CDEFGHIJKL", under, strict=True):
        sheet[f"{letter}3"] = text
    sheet.append(["Tổng cộng", None, "1.100", 100, None, 1000, 200, 750, 50, 100, 80, 20])
    sheet.append(["I", "Cấp huyện", 600, 50, None, 550, 100, 400, 50, 50, 40, 10])
    sheet.append([])
    sheet.append([1, "Đất đai", 400, 40, None, 360, 60, 250, 50, 40, 30, 10])
    sheet.append([2, "Hộ tịch", 200, 10, None, 190, 40, 150, 0, 10, 10, 0])
    sheet.append(["II", "Cấp xã", 500, 50, None, 450, 100, 350, 0, 50, 40, 10])
    sheet.append([3, "Chứng thực", 500, 50, None, 450, 100, 350, 0, 50, 40, 10])
    sheet.append([])
    sheet.append([None, None, None, None, None, None, None, None, "Người lập biểu"])
    workbook.save(path)
    return path


def test_a_form_typed_anew_is_found_by_its_headings(tmp_path):
    """Without column numbers, with sections, the total on top and a signature below, every sum is checked."""
    path = by_hand(tmp_path / "own.xlsx")
    table = read_table(path)
    assert values(table)["Tổng hợp!C4"] == 1100
    assert table.figures[0].account.first_day == "2022-12-15"
    found = audit(table)
    assert found.worst == Answer.CONSISTENT
    kinds = [one.values["kind"] for one in found.remarks if one.key == "adds_up"]
    assert kinds.count("law.total_row") >= 24


def test_a_wrong_section_is_found(tmp_path):
    """A section that is not the sum of its lines breaks its own sums and those of the total."""
    path = by_hand(tmp_path / "own.xlsx")
    workbook = load_workbook(path)
    workbook["Tổng hợp"]["I5"] = 60
    workbook.save(path)
    found = audit(read_table(path))
    best = found.mendings[0].corrections[0]
    assert (found.table.by_id[best.figures[0]].address, best.values) == ("Tổng hợp!I5", (50.0,))


@pytest.mark.parametrize(
    ("cell", "content", "said"),
    [
        ("J10", "fifty", f"{SHEET}!J10: 'fifty' is no number"),
        ("J10", "5%", f"{SHEET}!J10: '5%' is no number"),
        ("J10", "#REF!", f"{SHEET}!J10: '#REF!' is no number"),
        ("J10", "1e400", "is no number"),
        ("C10", "=VLOOKUP(A1,B1:B3,2)", f"{SHEET}!C10: the formula =VLOOKUP"),
        ("C10", "=C10+1", f"{SHEET}!C10: the formula"),
        ("C10", "=D10+E10+Sheet9!A1", f"{SHEET}!C10: the formula"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, cell, content, said):
    """The message names sheet and cell and what stands there."""
    path = filled(tmp_path / "form.xlsx", LAND)
    workbook = load_workbook(path)
    workbook[SHEET][cell] = content
    workbook.save(path)
    assert said in message(path)


def test_a_workbook_without_the_form_names_its_sheets(tmp_path):
    """A wrong workbook is told with the sheets that it has."""
    workbook = Workbook()
    workbook.active.title = "Dự toán"
    workbook["Dự toán"].append(["a", 1, 2, 3])
    workbook.save(tmp_path / "budget.xlsx")
    assert "sheets: Dự toán" in message(tmp_path / "budget.xlsx")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 an older workbook"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    """An empty, broken or older file is one message."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    assert "no workbook of Excel that can be read" in message(path)


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(tmp_path):
    """A small file that would grow beyond the limit is refused by what it declares."""
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (form_sheet.LARGEST_CONTENT + 1))
    assert path.stat().st_size < 100_000
    assert "larger than a form can be" in message(path)


def test_a_large_file_is_not_read(tmp_path):
    """Files beyond the limit are refused by their size."""
    path = tmp_path / "large.xlsx"
    path.write_bytes(b"\0" * (form_sheet.LARGEST_FILE + 1))
    assert "larger than a form can be" in message(path)


def test_entities_are_not_expanded(tmp_path):
    """A part with a document type, which could hold a bomb of entities, is refused."""
    path = filled(tmp_path / "form.xlsx", LAND)
    with ZipFile(path, "a") as packed:
        packed.writestr("xl/extra.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "DOCTYPE" in message(path)


def test_a_sheet_of_too_many_rows_is_refused(tmp_path):
    """A sheet beyond the limit is told with its name."""
    workbook = Workbook()
    workbook.active.cell(row=form_sheet.MOST_ROWS + 1, column=1, value=1)
    workbook.save(tmp_path / "long.xlsx")
    assert "larger than a form can be" in message(tmp_path / "long.xlsx")


def test_rows_know_the_total_that_they_belong_to(tmp_path):
    """Lines belong to their section, sections to the total."""
    rows = {row.name: row for row in read_form(by_hand(tmp_path / "own.xlsx"))}
    assert rows["Đất đai"].part_of == rows["Cấp huyện"].id
    assert rows["Cấp xã"].part_of == rows["Tổng cộng"].id
    assert rows["Tổng cộng"].part_of == ""
