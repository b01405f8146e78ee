"""Tables of studies speak the language of their page: headings, and values that are words of the program."""

from onestop_sim.app.audit_input import read_table
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.audit.repair import Slip
from onestop_sim.study.calibrate_tables import SCHEMAS
from onestop_sim.study.calibrate_verify import Meeting
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import LABELS
from onestop_sim.words.page import part_name
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


def test_every_part_of_a_scenario_has_a_name():
    """The list of assumptions is headed by words, whatever part of the scenario a number belongs to."""
    without_numbers = {"source", "grade", "note", "name", "title", "description", "reception_rule"}
    parts = Scenario.model_fields.keys() - without_numbers
    assert sorted(one for one in parts if part_name(one, Lang.VI) == one.replace("_", " ")) == []
