"""A results folder is whole under its final name, or it is not there; what was changed is noticed."""

import json
from pathlib import Path

import polars as pl
import pytest

from onestop_sim.errors import UserError
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import (
    Fingerprints,
    ResultsFolder,
    default_name,
    read_content,
    read_manifest,
    write_manifest,
    write_study_manifest,
    write_table,
)
from onestop_sim.study.fingerprint import canonical_json, fingerprint_of_scenario, scenario_as_resolved
from tests.scenarios import tiny_scenario

FINGERPRINTS = (Fingerprints(0, "p0", "l0"), Fingerprints(1, "p1", "l1"))


def whole_folder(path: Path) -> Path:
    """A results folder of the tiny scenario with one small table."""
    with ResultsFolder(path, exact=True) as folder:
        write_table(folder.path, "figures", pl.DataFrame({"mean": [1 / 3]}))
        write_manifest(folder.path, tiny_scenario(), 7, FINGERPRINTS)
    return path


def test_what_was_written_is_read_again(tmp_path):
    """The manifest gives back scenario, seed and fingerprints."""
    manifest = read_manifest(whole_folder(tmp_path / "mine"))
    assert manifest.scenario == tiny_scenario()
    assert manifest.root_seed == 7
    assert manifest.fingerprints == FINGERPRINTS
    assert not manifest.has_logs
    assert set(manifest.tables) == {"figures.csv", "figures.parquet"}


def test_a_scenario_survives_being_written_out():
    """What is resolved says everything: reading it gives the same scenario and the same fingerprint."""
    scenario = tiny_scenario()
    again = Scenario.model_validate(json.loads(canonical_json(scenario_as_resolved(scenario))))
    assert again == scenario
    assert fingerprint_of_scenario(again) == fingerprint_of_scenario(scenario)


def test_another_scenario_has_another_fingerprint():
    """The fingerprint sees a change of any number."""
    other = tiny_scenario(procedures={"business": {"online_share": 0.31}})
    assert fingerprint_of_scenario(other) != fingerprint_of_scenario(tiny_scenario())


def test_the_name_appears_only_when_the_folder_is_whole(tmp_path):
    """Inside, the final name is not there; afterwards, nothing else is."""
    with ResultsFolder(tmp_path / "mine", exact=True) as folder:
        assert not (tmp_path / "mine").exists()
        assert folder.path.name.startswith(".")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert folder.final == tmp_path / "mine"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_a_broken_off_run_leaves_nothing(tmp_path, stop):
    """Whatever stops a run, no folder is left, half or hidden."""

    def broken_off() -> None:
        with ResultsFolder(tmp_path / "mine", exact=True) as folder:
            (folder.path / "half.csv").write_text("half")
            raise stop

    with pytest.raises(stop):
        broken_off()
    assert list(tmp_path.iterdir()) == []


def test_a_default_name_takes_the_next_free_number(tmp_path):
    """Nobody's results are overwritten: the second run is -2, the third -3."""
    name = tmp_path / default_name(tiny_scenario(), 20, 1)
    finals = []
    for _ in range(3):
        with ResultsFolder(name, exact=False) as folder:
            pass
        finals.append(folder.final.name)
    assert finals == ["tiny-20x-1", "tiny-20x-1-2", "tiny-20x-1-3"]


def test_a_name_that_was_asked_for_is_not_taken_twice(tmp_path):
    """An existing folder is an error, before any work."""
    (tmp_path / "mine").mkdir()
    with pytest.raises(UserError, match="results_exist"), ResultsFolder(tmp_path / "mine", exact=True):
        raise AssertionError("no work is done")


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path):
    """Two runs at once that want one name: the later one fails and leaves the other's folder alone."""
    wanted = tmp_path / "mine"

    def overtaken() -> None:
        with ResultsFolder(wanted, exact=True):
            wanted.mkdir()
            (wanted / "theirs").touch()

    with pytest.raises(UserError, match="results_exist"):
        overtaken()
    assert [path.name for path in wanted.iterdir()] == ["theirs"]
    assert list(tmp_path.iterdir()) == [wanted]


def test_a_changed_table_is_noticed(tmp_path):
    """A table that is not the one that was written makes the folder corrupt."""
    folder = whole_folder(tmp_path / "mine")
    (folder / "figures.csv").write_text("mean\n99\n")
    with pytest.raises(UserError) as caught:
        read_manifest(folder)
    assert caught.value.key == "results_corrupt"
    assert caught.value.values["file"].endswith("figures.csv")


def test_a_missing_table_is_noticed(tmp_path):
    """A folder that lacks a file is not whole."""
    folder = whole_folder(tmp_path / "mine")
    (folder / "figures.parquet").unlink()
    with pytest.raises(UserError, match="results_corrupt"):
        read_manifest(folder)


@pytest.mark.parametrize(
    "damage",
    [
        {"scenario_fingerprint": "0"},
        {"scenario": {}},
        {"replications": [{"number": 1, "plan": "", "log": ""}]},
        {"replications": 3},
        {"root_seed": "seven"},
        {"tables": 5},
    ],
)
def test_a_damaged_manifest_is_noticed(tmp_path, damage):
    """A manifest that contradicts itself is not run again."""
    folder = whole_folder(tmp_path / "mine")
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | damage), encoding="utf-8")
    with pytest.raises(UserError, match="results_corrupt"):
        read_manifest(folder)


def test_tables_for_eyes_have_six_decimals(tmp_path):
    """CSV is read by people; Parquet keeps every bit."""
    folder = whole_folder(tmp_path / "mine")
    assert (folder / "figures.csv").read_text() == "mean\n0.333333\n"
    assert pl.read_parquet(folder / "figures.parquet")["mean"][0] == 1 / 3


def test_a_study_of_several_scenarios_tells_its_kind_and_is_no_run(tmp_path: Path) -> None:
    """The manifest of a study holds each scenario with its fingerprints; commands about runs refuse it."""
    wanted = tmp_path / "study"
    with ResultsFolder(wanted, exact=True) as folder:
        parts = {"a": (tiny_scenario(), FINGERPRINTS), "b": (tiny_scenario(title="B"), FINGERPRINTS)}
        write_study_manifest(folder.path, "reproduction", 7, parts, family=["late"])
    content = read_content(wanted)
    assert (content["kind"], list(content["parts"]), content["family"]) == (
        "reproduction",
        ["a", "b"],
        ["late"],
    )
    assert content["parts"]["b"]["scenario"]["title"] == "B"
    with pytest.raises(UserError) as caught:
        read_manifest(wanted)
    assert caught.value.key == "results_of_study"
