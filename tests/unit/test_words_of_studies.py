"""Tables of studies speak the language of their page: headings, and values that are words of the program."""

import polars as pl

from onestop_sim.app.audit_input import read_table
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.audit.repair import Slip
from onestop_sim.study.calibrate_tables import SCHEMAS
from onestop_sim.study.calibrate_verify import Meeting
from onestop_sim.study.compare_tables import ComparisonTables
from onestop_sim.terms import Grade
from onestop_sim.words.answer import answer, scope_name
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import LABELS
from onestop_sim.words.page import page_text, part_name
from onestop_sim.words.page_tables import COLUMN_NAMES, word_in
from tests.command import ROOT


def test_columns_and_words_of_a_calibration_have_names():
    """Headings of a calibration are words in both languages, and so are its own values."""
    columns = {column for schema in SCHEMAS.values() for column in schema}
    assert sorted(one for one in columns if one not in COLUMN_NAMES and one not in LABELS) == []
    words = [("meeting", one.value) for one in Meeting] + [("role", "free"), ("role", "candidate")]
    words += [("stage", "polish"), ("what", "target"), ("how", "two sets"), ("name", "really_late")]
    assert [one for one in words if word_in(*one, Lang.VI) == one[1]] == []


def test_columns_and_words_of_an_audit_have_names():
    """No quantity, unit or slip of an audited report stands in English in a Vietnamese table."""
    files = sorted((ROOT / "scenarios" / "evidence").glob("*.csv"))
    figures = [one for file in files for one in read_table(file).figures]
    words = {("quantity", one.quantity) for one in figures} | {("unit", one.unit) for one in figures}
    words |= {("level", one.account.level) for one in figures if one.account.level}
    words |= {("slip", one.value) for one in Slip}
    assert sorted(one for one in words if word_in(*one, Lang.VI) == one[1]) == []


def test_an_answer_names_units_by_their_titles():
    """What is to be forwarded has no names of a file in it where units have titles, nor has a scope."""
    said = {"variant": "a", "family": "exploratory", "period": "q1", "level": "", "field": "", "place": ""}
    said |= {"clock": "occurred", "statistic": "desk_received", "is_found": True, "is_exact": False, "n": 9}
    said |= {"base": 9.0, "p": 0.01, "variance_ratio": None}
    rows = [
        {"unit": "ham_hiep", "difference": 2.0, "ci_low": 1.0, "ci_high": 3.0, "with_variant": 11.0},
        {"unit": "da_mi", "difference": -2.0, "ci_low": -3.0, "ci_high": -1.0, "with_variant": 7.0},
    ]
    changes = pl.DataFrame(
        schema={"variant": pl.String, "by": pl.String, "kind": pl.String, "was": pl.String}
        | {"became": pl.String, "n_total": pl.Int64, "n_per_replication": pl.Float64}
    )
    tables = ComparisonTables(pl.DataFrame([said | row for row in rows]), changes, changes)
    titles = {"ham_hiep": "Xã Hàm Hiệp", "da_mi": "Xã Đa Mi"}
    told = " ".join(answer(tables, "a", "A", Lang.VI, titles))
    assert "tăng nhiều nhất ở: Xã Hàm Hiệp +2,0 (từ 9,0 thành 11,0); giảm nhiều nhất ở: Xã Đa Mi −2,0" in told
    assert scope_name(said | rows[0], Lang.VI, titles) == "Xã Hàm Hiệp"


def test_every_grade_of_a_number_has_a_name():
    """A page can say how well each number of its scenario is founded, those of a calibration included."""
    named = {lang: [page_text(f"grade.{one.value}", lang) for one in Grade] for lang in Lang}
    assert all(len(set(words)) == len(Grade) for words in named.values())


def test_every_part_of_a_scenario_has_a_name():
    """The list of assumptions is headed by words, whatever part of the scenario a number belongs to."""
    without_numbers = {"source", "grade", "note", "name", "title", "description", "reception_rule"}
    parts = Scenario.model_fields.keys() - without_numbers
    assert sorted(one for one in parts if part_name(one, Lang.VI) == one.replace("_", " ")) == []
