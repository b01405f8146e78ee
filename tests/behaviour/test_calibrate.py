"""`calibrate`, as a user calls it: a scenario whose figures come from known parameters is fitted back."""

import csv
import json
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from ruamel.yaml import YAML

from onestop_sim.scenario.evidence import COLUMNS, load_evidence
from onestop_sim.scenario.free_parameters import value_at
from onestop_sim.scenario.rewrite import fitted_path
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.archive import read_content
from onestop_sim.study.calibrate import space_of
from onestop_sim.study.calibrate_live import Job, live_once
from tests.command import begun, told, told_by_process
from tests.scenarios import TINY, merged

SURVEYS = "pace.land.delay_factor"
OPINIONS = "pace.shops.delay_factor"
MEASURING = "procedures.land_transfer.route.measuring.delay"
TRUTH = {SURVEYS: 1.5, OPINIONS: 0.7}

CHANGES: dict[str, Any] = {
    "periods": {"2023q1": {"first_day": "2023-02-06", "last_day": "2023-02-17"}},
    "horizon": {"warm_up_wd": 15, "run_off_wd": 0},
    "procedures": {
        "business": {
            "route": {
                "appraisal": {
                    "kind": "delay",
                    "effort": None,
                    "delay": {"kind": "gamma", "mean": 3, "sd": 1, "unit": "d"},
                },
                "signature": {"effort": "2 min"},
            },
            "supplement": None,
            "not_eligible": None,
            "withdrawn": None,
        },
        "land_transfer": {
            "route": {
                "measuring": {
                    "delay": {"kind": "gamma", "mean": 4, "sd": 1, "unit": "d"},
                    "share": 1.0,
                },
                "record": {"effort": "10 min", "allotment_wd": 6},
                "tax": None,
            },
        },
    },
    "demand": {
        "communes": {
            "n_per_period": {"2023q1": 50},
            "count": "exact",
            "mix": {"certified_copy": None, "land_transfer": 1},
        },
        "district": {"n_per_period": {"2023q1": 60}},
    },
    "pace": {
        "land": {"fields": ["dat_dai"], "delay_factor": {"value": 1, "low": 0.4, "high": 3.0}},
        "shops": {"fields": ["ho_kinh_doanh"], "delay_factor": {"value": 1, "low": 0.4, "high": 3.0}},
    },
    "reporting": {"evidence": "evidence.csv"},
    "calibration": {
        "parameters": {
            "surveys": {"path": SURVEYS, "low": 0.5, "high": 2.5},
            "opinions": {"path": OPINIONS, "low": 0.4, "high": 2.5},
        },
        "candidates": {"measuring": {"path": MEASURING, "low": 1.5, "high": 10}},
        "max_replications": 50,
    },
}

FIGURES = {
    "land": {"statistic": "mean_stay_days", "field": "dat_dai", "unit": "days"},
    "shops": {"statistic": "mean_stay_days", "field": "ho_kinh_doanh", "unit": "days"},
}


def write(folder: Path, reported: Mapping[str, float], **changes: Any) -> Path:
    """Write scenario and evidence; a comment stands in the scenario."""
    folder.mkdir(exist_ok=True)
    with (folder / "evidence.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.DictWriter(stream, COLUMNS, restval="")
        rows.writeheader()
        for name, value in reported.items():
            rows.writerow({"id": name, "figure": name, "value": value, "role": "fitted", **FIGURES[name]})
    path = folder / "office.yaml"
    yaml = YAML()
    with path.open("w", encoding="utf-8") as stream:
        stream.write("# The office of the test; this line stays.\n")
        yaml.dump(merged(merged(TINY, CHANGES), changes), stream)
    return path


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The figures of the true parameters, from seeds that no calibration of these tests uses."""
    path = write(tmp_path_factory.mktemp("truth"), dict.fromkeys(FIGURES, 1.0))
    scenario = load_scenario(path)
    targets = space_of(scenario, load_evidence(path.parent / "evidence.csv")).targets
    lives = [live_once(Job(scenario, TRUTH, 99, number, targets)) for number in range(30)]
    return {name: sum(one["figure", "2023q1", name] for one in lives) / 30 for name in FIGURES}


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory, reported: dict[str, float]) -> tuple[Path, str]:
    """A calibration on one worker: its scenario file, and what it said."""
    path = write(tmp_path_factory.mktemp("one"), reported)
    ended = told_by_process(
        "calibrate", path.name, "--workers", "1", "--output", "study", "--quiet", cwd=path.parent
    )
    assert ended.status == 0, ended.err
    return path, ended.out


def table(path: Path, name: str) -> pl.DataFrame:
    """A table of the study beside a scenario."""
    return pl.read_csv(path.parent / "study" / f"{name}.csv")


def test_known_parameters_are_fitted_back(fitted: tuple[Path, str]) -> None:
    """The figures are met on fresh seeds, and the values are those that made them."""
    path, said = fitted
    assert "all 2 figures are met" in said
    targets = table(path, "targets")
    assert targets["meeting"].to_list() == ["met", "met"]
    assert targets["deviation"].abs().max() <= 0.025
    found = dict(table(path, "parameters").select("path", "fitted").iter_rows())
    for where, value in TRUTH.items():
        assert found[where] == pytest.approx(value, rel=0.06)


def test_the_planted_pair_is_named_in_words_and_shown(fitted: tuple[Path, str]) -> None:
    """Slower surveys and a slower pace of all waits for land are one and the same to these figures."""
    path, said = fitted
    (pair,) = table(path, "pairs").iter_rows(named=True)
    assert (pair["first"], pair["second"], pair["is_shown"]) == ("surveys", "measuring", True)
    assert "The figures do not tell apart: longer waits outside the office" in said
    moved = table(path, "equifinal_sets").filter(pl.col("parameter").is_in(["surveys", "measuring"]))
    assert (moved["ratio"] - 1).abs().min() >= 0.25
    assert set(table(path, "equifinal_figures")["meeting"]) == {"met"}
    assert set(table(path, "conclusions")["n_sets"]) <= {0, 2}


def test_the_fitted_scenario_loads_and_lives_the_verification_again(fitted: tuple[Path, str]) -> None:
    """Comments stay, values and provenance are new, and a run with the fresh seed has the very figures."""
    path, _ = fitted
    text = fitted_path(path).read_text(encoding="utf-8")
    assert "# The office of the test; this line stays.\n" in text
    scenario = load_scenario(fitted_path(path))
    before = load_scenario(path)
    found = dict(table(path, "parameters").filter(role="free").select("path", "fitted").iter_rows())
    for where, value in found.items():
        assert value_at(scenario, where) == pytest.approx(value)
        assert value_at(before, where) == 1
    pace = scenario.pace["land"].delay_factor
    assert pace.grade == "fitted"
    assert "study study, seed 1" in (pace.source or "")
    content = read_content(path.parent / "study")
    assert content["kind"] == "calibration"
    space = space_of(before, load_evidence(path.parent / "evidence.csv"))
    n = content["n_replications"]["verification"]
    lives = [
        live_once(Job(scenario, {}, content["fresh_seed"], number, space.targets)) for number in range(2)
    ]
    again = [
        live_once(Job(before, found, content["fresh_seed"], number, space.targets)) for number in range(2)
    ]
    assert lives == again
    assert n >= 8


def test_any_number_of_workers_writes_the_same_bytes(fitted: tuple[Path, str], tmp_path: Path) -> None:
    """Every file of the study but run.json, and the fitted scenario, are the same with two workers."""
    path, said = fitted
    other = tmp_path / "two"
    other.mkdir()
    for name in ("office.yaml", "evidence.csv"):
        (other / name).write_bytes((path.parent / name).read_bytes())
    ended = told_by_process(
        "calibrate", "office.yaml", "--workers", "2", "--output", "study", "--quiet", cwd=other
    )
    assert ended.out == said
    assert (other / "office-fitted.yaml").read_bytes() == fitted_path(path).read_bytes()
    names = sorted(file.name for file in (path.parent / "study").iterdir())
    assert names == sorted(file.name for file in (other / "study").iterdir())
    for name in names:
        if name != "run.json":
            assert (other / "study" / name).read_bytes() == (path.parent / "study" / name).read_bytes()


def test_a_fitted_scenario_that_was_changed_is_not_written_over(
    fitted: tuple[Path, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the program wrote itself it may write again; a line added by hand protects the file."""
    path, _ = fitted
    for name in ("office.yaml", "evidence.csv", "office-fitted.yaml"):
        (tmp_path / name).write_bytes((path.parent / name).read_bytes())
    with (tmp_path / "office-fitted.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# mine\n")
    answer = told(capsys, "calibrate", tmp_path / "office.yaml", "--quiet", "--workers", "1")
    assert answer.status == 2
    assert "--force" in answer.err
    assert (tmp_path / "office-fitted.yaml").read_text(encoding="utf-8").endswith("# mine\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"calibration": None}, "declares nothing to be tuned"),
        (
            {
                "calibration": {
                    "parameters": {"more": {"path": MEASURING, "low": 1.5, "high": 10}},
                    "candidates": None,
                }
            },
            "3 free parameters and only 2 independent",
        ),
    ],
)
def test_what_cannot_be_calibrated_is_one_clear_message(
    changes: dict[str, Any], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No declaration, or more parameters than figures: exit status 2, and nothing is written."""
    path = write(tmp_path / "here", {"land": 6.0, "shops": 5.0}, **changes)
    answer = told(capsys, "calibrate", path, "--quiet")
    assert answer.status == 2
    assert words in answer.err
    assert sorted(file.name for file in path.parent.iterdir()) == ["evidence.csv", "office.yaml"]


def test_a_stop_writes_the_best_so_far(tmp_path: Path, reported: dict[str, float]) -> None:
    """Ctrl-C during the search: exit status 130, a fitted scenario and a study that say they were stopped."""
    path = write(tmp_path, reported, calibration={"max_replications": 4000})
    with begun("calibrate", path.name, "--output", "study", cwd=tmp_path) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("Search"):
                break
        time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Stopped: these are the best values so far" in out
    assert "Traceback" not in err
    content = json.loads((tmp_path / "study" / "manifest.json").read_text(encoding="utf-8"))
    assert content["is_complete"] is False
    assert "stopped before it was verified" in (
        load_scenario(fitted_path(path)).pace["land"].delay_factor.source or ""
    )
