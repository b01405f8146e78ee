"""A fitted scenario says the new values, keeps every comment, and nothing else changes."""

import json
from pathlib import Path

import pytest

from onestop_sim.errors import UserError
from onestop_sim.scenario.free_parameters import value_at
from onestop_sim.scenario.rewrite import (
    Fitted,
    fitted_path,
    is_fitted_to,
    marked,
    origin_path,
    refuse_foreign,
    rehearse,
    rewritten,
    write_fitted,
)
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.fingerprint import fingerprint_of_text
from tests.command import scenario_file

CHILD = """\
# first line of the file
extends: tiny.yaml   # the parent
name: child

offices:
  division:
    officers:
      specialist:
        available_share: 0.7   # a bare number
pace:
  land: &pace
    # why this scope is here
    fields: [dat_dai]
    delay_factor:
      value: 1.0   # the value itself
      low: 0.5
      high: 2.0
      source: "a guess: so it is quoted"
procedures:
  business:
    withdrawn: null
"""

APPRAISAL = "procedures.business.route.appraisal.effort"
MIX = "demand.communes.mix.certified_copy"
SHARE = "offices.division.officers.specialist.available_share"
VALUES = {"pace.land.delay_factor": 1.25, SHARE: 0.55, APPRAISAL: 50.0, MIX: 6.5}


@pytest.fixture
def child(tmp_path: Path) -> Path:
    """A scenario that extends another one, with comments."""
    scenario_file(tmp_path)
    path = tmp_path / "child.yaml"
    path.write_text(CHILD, encoding="utf-8")
    return path


def test_values_are_written_where_they_stand_or_over_the_parent(child: Path) -> None:
    """A number with provenance, a bare one, a distribution and a plain one of the parent are all said."""
    scenario = load_scenario(child)
    text = rewritten(child, scenario, Fitted(VALUES, "study s, seed 1", "(fitted)"))
    write_fitted(fitted_path(child), text, scenario, VALUES)
    fitted = load_scenario(fitted_path(child))
    for path, value in VALUES.items():
        assert value_at(fitted, path) == pytest.approx(value)
    assert fitted.name == "child-fitted"
    assert fitted.pace["land"].delay_factor.grade == "fitted"
    assert fitted.pace["land"].delay_factor.source == "study s, seed 1"
    assert fitted.pace["land"].delay_factor.high == 2.0
    assert fitted.procedures["business"].withdrawn is None
    for comment in (
        "# first line of the file",
        "# the parent",
        "# why this scope is here",
        "# the value itself",
    ):
        assert comment in text
    assert "withdrawn: null" in text
    assert sorted(file.name for file in child.parent.iterdir()) == [
        "child-fitted.yaml",
        "child.yaml",
        "tiny.yaml",
    ]


def test_what_would_change_something_else_is_refused(child: Path) -> None:
    """A number that an alias shares with another place cannot be changed alone; nothing is left behind."""
    text = CHILD.replace("procedures:\n", "  shops: *pace\nprocedures:\n")
    child.write_text(text, encoding="utf-8")
    scenario = load_scenario(child)
    with pytest.raises(UserError) as problem:
        rehearse(child, scenario, {"pace.land.delay_factor": 1.25})
    assert problem.value.key == "fitted_not_faithful"
    assert not fitted_path(child).exists()
    assert len(list(child.parent.iterdir())) == 2


def test_only_what_this_program_wrote_is_written_over(tmp_path: Path) -> None:
    """A file as written may be replaced; one that was changed, or never was ours, may not."""
    path = tmp_path / "x-fitted.yaml"
    refuse_foreign(path, fingerprint_of_text)
    path.write_text(marked("name: x\n", fingerprint_of_text), encoding="utf-8")
    refuse_foreign(path, fingerprint_of_text)
    for text in (path.read_text(encoding="utf-8") + "# mine\n", "name: x\n", ""):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UserError) as problem:
            refuse_foreign(path, fingerprint_of_text)
        assert problem.value.key == "fitted_exists"


def test_a_fit_is_known_from_its_origin_until_that_changes(child: Path) -> None:
    """But for the fitted numbers and words both say the same; any other number that is changed ends that."""
    tuned = {"parameters": {"land": {"path": "pace.land.delay_factor", "low": 0.5, "high": 2.0}}}
    with child.open("a", encoding="utf-8") as stream:
        stream.write(f"calibration: {json.dumps(tuned)}\n")
    scenario = load_scenario(child)
    values = {"pace.land.delay_factor": 1.25}
    text = rewritten(child, scenario, Fitted(values, "study s", "(fitted)"))
    write_fitted(fitted_path(child), text, scenario, values)
    fitted = load_scenario(fitted_path(child))
    assert origin_path(fitted_path(child)) == child
    assert is_fitted_to(load_scenario(child), fitted)
    before = child.read_text(encoding="utf-8")
    child.write_text(before + "description: only words\n", encoding="utf-8")
    assert is_fitted_to(load_scenario(child), fitted)
    for was, now in (("0.7 ", "0.8 "), ("high: 2.0\n      source", "high: 3.0\n      source")):
        child.write_text(before.replace(was, now), encoding="utf-8")
        assert not is_fitted_to(load_scenario(child), fitted)
    child.write_text(before.replace("value: 1.0", "value: 1.1"), encoding="utf-8")
    assert is_fitted_to(load_scenario(child), fitted)
