"""The program from Python: light to import, a few lines to an answer, and a manual that runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import onestop_sim as oss
from tests.command import ROOT

MANUAL = ROOT / "docs" / "python.md"
DESK = ROOT / "scenarios" / "examples" / "one-desk.yaml"


def test_importing_is_light_and_does_nothing_else(tmp_path):
    """Only the package itself is imported, nothing is written or printed."""
    heavy = "m.startswith(('onestop_sim', 'polars'))"
    code = f"import sys, onestop_sim; print(sorted(m for m in sys.modules if {heavy}))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout == "['onestop_sim']\n"
    assert list(tmp_path.iterdir()) == []


def test_every_name_is_there():
    """What the package says that it exports can be fetched; nothing else can."""
    assert all(getattr(oss, name) is not None for name in oss.__all__)
    assert set(oss.__all__) <= set(dir(oss))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        oss.nothing  # noqa: B018


def test_a_figure_is_read_with_its_interval():
    """The tables of a run are those of a results folder; a figure is asked for by name and scope."""
    results = oss.run(DESK, replications=3)
    figure = results.figure("received", unit="commune")
    assert figure["n"] == 3
    assert figure["ci_low"] <= figure["mean"] <= figure["ci_high"]
    with pytest.raises(KeyError, match="recieved"):
        results.figure("recieved")


def test_a_run_is_the_same_on_two_workers():
    """Processes change nothing."""
    one, two = (oss.run(DESK, replications=3, n_workers=n) for n in (1, 2))
    assert one.tables["figures"].equals(two.tables["figures"])


def test_what_does_not_fit_is_told_with_its_place():
    """A change that is no part of a scenario is an error that names it, and what may have been meant."""
    with pytest.raises(oss.UserError) as caught:
        oss.vary(oss.load(DESK), {"offices": {"desk": {"oficers": 2}}})
    [problem] = caught.value.values["problems"]
    assert (problem["path"], problem["near"]) == ("offices.desk.oficers", "officers")


def test_varied_by_nothing_a_scenario_is_itself():
    """A base with no changes but a name says the same."""
    desk = oss.load(DESK)
    assert oss.vary(desk, {}, name=desk.name) == desk


def test_none_removes_and_a_mapping_merges():
    """Changes are laid over as a child file is laid over its parent."""
    desk = oss.load(DESK)
    other = oss.vary(desk, {"demand": {"people": {"mix": {"confirmation": None}}}})
    assert other.demand["people"].mix == {"certified_copy": 4}
    assert desk.demand["people"].mix == {"certified_copy": 4, "confirmation": 1}


def blocks_of(page: Path) -> list[str]:
    """The Python code of a page, fenced block by fenced block."""
    return re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_manual_runs(monkeypatch, capsys):
    """All code of the manual runs from the top of the project, and prints what the manual says it prints."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for code in blocks_of(MANUAL):
        exec(compile(code, str(MANUAL), "exec"), names)  # noqa: S102 - our own manual
    printed = re.findall(r"^```text\n(.*?)^```", MANUAL.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert capsys.readouterr().out == "".join(printed)
