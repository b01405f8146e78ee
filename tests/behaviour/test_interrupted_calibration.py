"""A calibration that is killed, for real, and gone on with."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from onestop_sim.scenario.rewrite import fitted_path
from tests.behaviour.test_calibrate import write
from tests.behaviour.test_run import contents
from tests.command import ROOT, told

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

REPORTED = {"land": 9.0, "shops": 4.0}
FEW: dict[str, Any] = {"calibration": {"max_replications": 8, "candidates": None}}
THROUGH: dict[str, Any] = {
    "calibration": {**FEW["calibration"], "sub_model": {"units": ["xa_dong"], "source": "a test"}}
}


def n_lived(study: Path) -> int:
    """How many replications a study needed."""
    lived = json.loads((study / "run.json").read_text("utf-8"))["replications_lived"]
    return int(sum(lived.values()))


def n_kept(partial: Path) -> int:
    """How many trials an unfinished study holds, of the whole and of the part."""
    return sum(one.name.isdecimal() for one in (partial / "kept").glob("*/*"))


def killed_after(n: int, words: list[str], output: Path) -> None:
    """Run a command in a process of its own and kill it with SIGKILL once n trials are kept."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    partial = output.with_name(output.name + ".partial")
    deadline = time.monotonic() + 300
    while n_kept(partial) < n and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module", params=["alone", "through a sub-model"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Any, bytes]:
    """An uninterrupted calibration: its scenario, the contents of its study, the fitted scenario."""
    folder = tmp_path_factory.mktemp("whole")
    path = write(folder, REPORTED, **(FEW if request.param == "alone" else THROUGH))
    words = ["calibrate", str(path), "-q", "--workers", "1", "-o", str(folder / "study")]
    ended = subprocess.run([sys.executable, str(ROOT / "run.py"), *words], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return path, contents(folder / "study"), fitted_path(path).read_bytes()


@pytest.mark.parametrize("part", [0.01, 0.6, 0.97])
def test_a_killed_calibration_goes_on_to_the_same_bytes(
    whole: tuple[Path, Any, bytes], part: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGKILL in the search, in the middle, at the second sets: study and fitted scenario are the same."""
    origin, expected, fitted = whole
    for name in ("office.yaml", "evidence.csv"):
        (tmp_path / name).write_bytes((origin.parent / name).read_bytes())
    path, output = tmp_path / "office.yaml", tmp_path / "study"
    n_all = n_lived(origin.parent / "study")
    killed_after(
        max(round(part * n_all), 1),
        ["calibrate", str(path), "-q", "--workers", "2", "-o", str(output)],
        output,
    )
    n_before = n_kept(output.with_name("study.partial"))
    assert not output.exists()
    assert not fitted_path(path).exists()
    assert 0 < n_before <= n_all
    said = told(capsys, "calibrate", "--resume", output, "--workers", "1")
    assert said.status == 0, said.err
    assert f"{n_before} replications are there already" in said.err
    assert contents(output) == expected
    assert fitted_path(path).read_bytes() == fitted
    assert not output.with_name("study.partial").exists()


def test_a_scenario_that_changed_meanwhile_is_not_gone_on_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Trials of two scenarios are never mixed, nor figures of two reports."""
    path = write(tmp_path, REPORTED)
    output = tmp_path / "study"
    killed_after(3, ["calibrate", str(path), "-q", "--workers", "1", "-o", str(output)], output)
    write(tmp_path, {**REPORTED, "land": 9.5})
    said = told(capsys, "calibrate", "--resume", output)
    assert (said.status, "has changed since" in said.err) == (2, True)
    assert n_kept(output.with_name("study.partial")) >= 3
    assert told(capsys, "calibrate").status == 2
