"""The compiled engine: the same logs, never of other sources than those that are there."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from onestop_sim.app.cli import main
from onestop_sim.app.running import circumstances
from onestop_sim.engine import compiled
from onestop_sim.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
LIVE = """
import sys
from pathlib import Path
from onestop_sim import compile_plan, simulate
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.engine.compiled import is_compiled
print(is_compiled())
for scenario in sys.argv[1:]:
    print(simulate(compile_plan(load_scenario(Path(scenario)), root_seed=1, replication=0)).fingerprint())
"""
SCENARIOS = ("scenarios/examples/one-desk.yaml", "scenarios/ham-thuan-bac-2023q1.yaml")


def fingerprints(package_in: Path) -> list[str]:
    """Whether the engine of a folder is compiled, and the fingerprints of the logs that it gives."""
    command = [sys.executable, "-c", LIVE, *(str(ROOT / one) for one in SCENARIOS)]
    lived = subprocess.run(
        command,
        cwd=package_in,
        env={"PYTHONPATH": str(package_in)},
        capture_output=True,
        text=True,
        check=True,
    )
    return lived.stdout.split()


@pytest.mark.skipif(not compiled.is_compiled(), reason="the engine is not compiled: python compile_engine.py")
def test_the_compiled_engine_writes_the_same_log(tmp_path):
    """Compiled and interpreted, the same plans give the same logs, to the byte."""
    shutil.copytree(
        ROOT / "onestop_sim", tmp_path / "onestop_sim", ignore=shutil.ignore_patterns("*.so", "*.pyd")
    )
    interpreted, of_machine_code = fingerprints(tmp_path), fingerprints(ROOT)
    assert (interpreted[0], of_machine_code[0]) == ("False", "True")
    assert of_machine_code[1:] == interpreted[1:]


@pytest.fixture
def stale(monkeypatch):
    """An engine that was compiled before `office.py` changed."""
    hashes = {module: compiled.hash_of(ROOT / module) for module in compiled.MODULES}
    made_of = SimpleNamespace(HASHES=hashes | {"onestop_sim/engine/office.py": "before"})
    monkeypatch.setitem(sys.modules, "onestop_sim.engine.made_of", made_of)
    compiled.is_compiled.cache_clear()
    yield
    compiled.is_compiled.cache_clear()


def test_an_engine_compiled_of_other_sources_is_refused(stale):
    """Nothing is simulated by machine code whose source has changed since."""
    with pytest.raises(UserError, match="engine_stale") as refused:
        compiled.is_compiled()
    assert refused.value.values == {"file": "onestop_sim/engine/office.py"}


@pytest.mark.parametrize(("lang", "words"), [("en", "compile it anew"), ("vi", "hãy biên dịch lại")])
def test_the_command_line_refuses_a_stale_engine_in_one_message(stale, capsys, lang, words):
    """Exit status 2, the file that differs, and what to do; no traceback."""
    assert main(["--lang", lang, "what-if"]) == 2
    said = capsys.readouterr()
    assert words in " ".join(said.err.split())
    assert "onestop_sim/engine/office.py" in said.err
    assert not said.out


def test_an_engine_compiled_of_these_sources_is_accepted(monkeypatch):
    """A compiled engine whose hashes are those of the sources says that it is compiled."""
    hashes = {module: compiled.hash_of(ROOT / module) for module in compiled.MODULES}
    monkeypatch.setitem(sys.modules, "onestop_sim.engine.made_of", SimpleNamespace(HASHES=hashes))
    compiled.is_compiled.cache_clear()
    try:
        assert compiled.is_compiled()
    finally:
        compiled.is_compiled.cache_clear()


def test_run_json_says_which_engine_ran():
    """Times of a run mean little unless it says whether the engine was compiled."""
    engine = "compiled" if compiled.is_compiled() else "interpreted"
    assert circumstances(datetime(2023, 1, 1, tzinfo=UTC), 1.0, 1)["engine"] == engine
