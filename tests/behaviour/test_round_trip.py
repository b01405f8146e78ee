"""A run's workbook is audited: its counts like any report, its means by their sums alone."""

import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from onestop_sim.app.audit_input import read_table
from onestop_sim.report.form_filled import FIRST_LINE, FORM_SHEETS
from onestop_sim.study.audit.audit import audit
from onestop_sim.study.audit.figure import Answer
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import page_text
from tests.command import scenario_file, told


@pytest.fixture(params=list(Lang), ids=str)
def workbook(request, tmp_path, capsys) -> Path:
    """The workbook of three replications, in a language."""
    words = ["run", scenario_file(tmp_path), "--quiet", "-n", "3", "--workers", "1", "--output"]
    assert told(capsys, *words, tmp_path / "mine").status == 0
    file = tmp_path / f"form-{request.param.value}.xlsx"
    words = ["report", tmp_path / "mine", "--quiet", "--lang", request.param.value, "--xlsx", file]
    assert told(capsys, *words).status == 0
    return file


def lang_of(file: Path) -> Lang:
    """The language of a workbook of this test."""
    return Lang(file.stem.removeprefix("form-"))


def test_a_workbook_of_a_run_is_consistent(workbook, tmp_path, capsys):
    """Nothing in it contradicts itself, and one sentence says what the means are."""
    done = told(capsys, "audit", workbook, "--strict", "--quiet", "-o", tmp_path / "audit", "--lang", "en")
    assert done.status == 0
    [sentence] = [line for line in done.out.splitlines() if line.startswith("Means of simulations")]
    means = [page_text(key, lang_of(workbook)) for key in FORM_SHEETS]
    assert (
        sentence == f"Means of simulations, not counts, so only their sums are checked: {', '.join(means)}."
    )
    assert "no count" not in done.out


def test_its_counts_are_those_of_one_replication(workbook, tmp_path):
    """Whole numbers, on both clocks, the same as the table of the folder; they are tested, not only read."""
    table = read_table(workbook)
    counts = [one for one in table.figures if not one.is_mean]
    assert counts
    assert all(one.value == int(one.value) for one in counts)
    folder = pl.read_csv(tmp_path / "mine" / "form_ii06_counts.csv")
    sheet = page_text("sheet.form_counts_recorded", lang_of(workbook))
    of_sheet = {
        one.quantity: one.value for one in counts if one.address.startswith(f"{sheet}!") and one.total_row
    }
    whole = folder.filter(by="field", group="total", clock="recorded").row(0, named=True)
    assert of_sheet == {name: whole[name] for name in of_sheet}
    answers = audit(table).answers
    assert Answer.CONSISTENT in {answers[one.id] for one in counts}


def test_a_mean_that_breaks_its_sum_is_found(workbook, tmp_path):
    """Who types another total over a formula of a sheet of means is told the cell."""
    lang = lang_of(workbook)
    book = openpyxl.load_workbook(workbook)
    sheet = book[page_text("sheet.form", lang)]
    cell = sheet.cell(FIRST_LINE, 7)
    cell.value = 1e6
    book.save(workbook)
    found = audit(read_table(workbook))
    wrong = {
        found.table.by_id[name].address
        for one in found.remarks
        if one.answer == Answer.INCONSISTENT
        for name in one.figures
    }
    assert f"{sheet.title}!{cell.coordinate}" in wrong
    assert {re.split("!", one)[0] for one in wrong} == {sheet.title}


def test_a_count_in_fractions_is_still_none(workbook):
    """In a sheet of counts half a dossier is found, whoever wrote it."""
    lang = lang_of(workbook)
    book = openpyxl.load_workbook(workbook)
    sheet = book[page_text("sheet.form_counts", lang)]
    sheet.cell(FIRST_LINE, 10).value = 40.5
    book.save(workbook)
    found = audit(read_table(workbook))
    assert "no_count" in {one.key for one in found.remarks}
