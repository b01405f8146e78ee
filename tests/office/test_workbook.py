"""A workbook recalculated by LibreOffice: no error, and totals equal to the tables."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook

from onestop_sim.app.audit_input import read_table
from onestop_sim.report.form_filled import COUNT_SHEETS, FIRST_LINE, FORM_SHEETS
from onestop_sim.report.grids import in_language
from onestop_sim.report.source import Source, read_source
from onestop_sim.report.workbook import workbook
from onestop_sim.stats.form_ii06 import COLUMN_NUMBERS
from onestop_sim.study.audit.audit import audit
from onestop_sim.study.audit.figure import Answer
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text
from tests.reports import KINDS, hostile_folder

pytestmark = pytest.mark.office


def recalculated(file: Path, folder: Path) -> Workbook:
    """The workbook as LibreOffice saves it, every formula computed anew, read as values."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is needed: apt-get install libreoffice-calc"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "ods", "--outdir", folder / "a", file],
        check=True,
        capture_output=True,
        timeout=240,
    )
    subprocess.run(
        [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            folder,
            folder / "a" / f"{file.stem}.ods",
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return openpyxl.load_workbook(folder / file.name, data_only=True)


@pytest.mark.parametrize("lang", list(Lang))
def test_totals_of_the_form_are_those_of_the_tables(tmp_path, lang):
    """On both clocks, by field and by unit: what the formulas sum up is what the run counted."""
    source = read_source(hostile_folder(tmp_path, "run"))
    workbook(source, lang, tmp_path / "mine.xlsx")
    book = recalculated(tmp_path / "mine.xlsx", tmp_path / "again")
    assert errors_in(book) == []
    for key, (clock, by) in {**FORM_SHEETS, **COUNT_SHEETS}.items():
        name = "form_ii06_counts" if key in COUNT_SHEETS else "form_ii06"
        table = source.tables[name].filter(clock=clock.value, by=by.value)
        sheet = book[page_text(key, lang)]
        for name, column in COLUMN_NUMBERS.items():
            shown = [sheet.cell(FIRST_LINE + n, column).value for n in range(table.height)]
            assert shown == pytest.approx(table[name].to_list(), abs=1e-9), (key, name)


@pytest.mark.parametrize("lang", list(Lang))
def test_a_workbook_that_a_planner_saved_again_is_audited(tmp_path, lang):
    """What LibreOffice saves is read like what this program wrote: the same figures, nothing inconsistent."""
    source = read_source(hostile_folder(tmp_path, "run"))
    workbook(source, lang, tmp_path / "mine.xlsx")
    recalculated(tmp_path / "mine.xlsx", tmp_path / "again")
    first, second = (read_table(tmp_path / one / "mine.xlsx") for one in (".", "again"))
    assert [(one.address, one.value) for one in first.figures] == [
        (one.address, pytest.approx(one.value)) for one in second.figures
    ]
    assert Answer.INCONSISTENT not in audit(second).answers.values()


def errors_in(book: Workbook) -> list[tuple[str, str, object]]:
    """Cells that hold an error."""
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
        or (isinstance(cell.value, str) and cell.value.startswith(("#REF!", "#NAME?")))
    ]


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_of_every_kind_opens_without_errors(tmp_path, kind, lang):
    """Every kind of results folder gives a workbook that LibreOffice computes without an error."""
    source = read_source(hostile_folder(tmp_path, kind))
    workbook(source, lang, tmp_path / "mine.xlsx")
    book = recalculated(tmp_path / "mine.xlsx", tmp_path / "again")
    assert errors_in(book) == []
    assert len(book.sheetnames) >= len(source.tables) + 2
    assert numbers_survive(source, book, lang)


def numbers_survive(source: Source, book: Workbook, lang: Lang) -> bool:
    """The numbers of the first table are in its sheet as numbers."""
    table = in_language(next(table for table in source.tables.values() if table.height), lang)
    column = next(
        (one for one in table.columns if table.schema[one].is_numeric() and not one.endswith("_s")), None
    )
    if column is None:
        return False
    at = table.columns.index(column) + 1
    kept = table.with_columns(pl.col(column).cast(pl.Float64))[column].drop_nulls().to_list()
    return any(
        [cell for n in range(table.height) if (cell := sheet.cell(n + 2, at).value) is not None]
        == pytest.approx(kept)
        for sheet in book
        if sheet.max_row == table.height + 1
    )
