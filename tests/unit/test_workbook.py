"""A workbook: the form with formulas for its sums, and text that is text whatever it begins with."""

import openpyxl
import pytest

from onestop_sim.report.form_filled import COUNT_SHEETS, FIRST_LINE, FORM_SHEETS
from onestop_sim.report.source import read_source
from onestop_sim.report.workbook import workbook
from onestop_sim.scenario.assumed import assumptions
from onestop_sim.stats.form_ii06 import COLUMN_NUMBERS
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text
from tests.reports import KINDS, hostile_folder

DANGEROUS = ("=", "+", "-", "@")


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_a_scenario_becomes_a_formula(tmp_path, kind):
    """Formulas stand only in the sums of the form; dangerous texts are there, as strings."""
    workbook(read_source(hostile_folder(tmp_path, kind)), Lang.EN, tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mine.xlsx")
    forms = {page_text(key, Lang.EN) for key in (*FORM_SHEETS, *COUNT_SHEETS)} if kind == "run" else set()
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell for cell in cells if cell.data_type == "f"]
    assert {cell.parent.title for cell in formulas} == forms
    assert all(str(cell.value).startswith("=SUM(") for cell in formulas)
    texts = [cell for cell in cells if cell.data_type == "s" and str(cell.value).startswith(DANGEROUS)]
    assert texts
    assert all(cell.hyperlink is None for cell in cells)


def test_the_form_is_laid_out_as_the_state_does(tmp_path):
    """Column numbers 1 to 13 above the lines, merged headings, and a formula in each sum."""
    workbook(read_source(hostile_folder(tmp_path, "run")), Lang.VI, tmp_path / "mine.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "mine.xlsx")["Biểu II.06"]
    numbers = [str(sheet.cell(FIRST_LINE - 1, column).value) for column in range(1, 14)]
    assert [one.partition("=")[0] for one in numbers] == [f"({n})" for n in range(1, 14)]
    assert numbers[2] == "(3)=(4)+(5)+(6)"
    assert {"C6:F6", "G6:J6", "K6:M6", "D7:E7"} <= {str(one) for one in sheet.merged_cells.ranges}
    assert sheet["C10"].value == "=SUM(D10:F10)"
    last = FIRST_LINE + 3  # three fields, then the line of totals
    assert sheet.cell(last, 2).value == "Tổng cộng"
    assert sheet.cell(last, COLUMN_NUMBERS["late"]).value == f"=SUM(J{FIRST_LINE}:J{last - 1})"


def test_every_assumption_is_listed_with_its_grade(tmp_path):
    """One line for each number of the scenario, its value a number, its source and grade beside it."""
    source = read_source(hostile_folder(tmp_path, "run"))
    workbook(source, Lang.EN, tmp_path / "mine.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "mine.xlsx")["Assumptions"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    listed = assumptions(source.scenario)
    assert [row[0] for row in rows] == [one.path for one in listed]
    assert [row[1] for row in rows] == pytest.approx([one.value for one in listed])
    assert {row[4] for row in rows} == {"assumption"}
    assert all(row[5].startswith("-2+3") for row in rows)


@pytest.mark.parametrize("lang", list(Lang))
def test_names_of_sheets_are_allowed_and_different(tmp_path, lang):
    """At most 31 letters, none of those that Excel refuses, no name twice whatever the case."""
    workbook(read_source(hostile_folder(tmp_path, "run")), lang, tmp_path / "mine.xlsx")
    names = openpyxl.load_workbook(tmp_path / "mine.xlsx").sheetnames
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert len({name.lower() for name in names}) == len(names)
