"""Interrupted work, for real: killed, failed, on a full disk or without permission; and gone on with."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from onestop_sim.study import replicate as replicate_module
from tests.behaviour.test_reproduce import evidence_file
from tests.behaviour.test_run import contents
from tests.command import ROOT, scenario_file, told

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

N = 8
LIMITED = """
import resource, sys
size = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
from onestop_sim.app.cli import main
sys.exit(main(sys.argv[1:]))
"""
AS_NOBODY = """
import os, sys
from onestop_sim.app.cli import main
rehearsal = sys.argv.pop(1)
if os.getuid() == 0:  # whom nothing is forbidden; what is imported late is imported before
    main([*sys.argv[1:-1], rehearsal, "-n", "1", "--workers", "1"])
    os.setgid(65534), os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""


def words_of(command: str, folder: Path) -> list[str]:
    """The words of a command on the tiny scenario: a run with logs, or a comparison."""
    base = scenario_file(folder)
    if command == "run":
        return ["run", str(base), "--logs", "-q", "-n", str(N)]
    other = scenario_file(folder, "slower.yaml", procedures={"business": {"online_share": 0.6}})
    return ["compare", str(base), str(other), "-q", "-n", str(N)]


@pytest.fixture(scope="module", params=["run", "compare"])
def whole(request, tmp_path_factory):
    """An uninterrupted study: its command, the folder of its scenarios, the contents of its results."""
    from onestop_sim.app.cli import main

    folder = tmp_path_factory.mktemp("whole")
    assert main([*words_of(request.param, folder), "--workers", "1", "-o", str(folder / "whole")]) == 0
    return request.param, folder, contents(folder / "whole")


def n_kept(partial: Path) -> int:
    """How many replications an unfinished folder holds."""
    kept = partial / "kept" / "replications"
    return sum(one.name.isdecimal() for one in kept.iterdir()) if kept.is_dir() else 0


def killed_after(n: int, words: list[str], output: Path, *more: str) -> None:
    """Run a command in a process of its own and kill it with SIGKILL once n replications are kept."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *words, *more, "-o", str(output)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    partial = output.with_name(output.name + ".partial")
    deadline = time.monotonic() + 300
    while n_kept(partial) < n and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(("n", "n_workers"), [(1, "2"), (4, "1"), (N, "1")])
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(whole, tmp_path, capsys, n, n_workers):
    """SIGKILL after the first replication, in the middle, at the tables: --resume ends the same."""
    command, folder, expected = whole
    killed_after(n, words_of(command, folder), tmp_path / "mine", "--workers", n_workers)
    partial = tmp_path / "mine.partial"
    assert not (tmp_path / "mine").exists()
    assert n_kept(partial) >= n
    before = {one: one.stat().st_mtime_ns for one in (partial / "kept" / "replications").iterdir()}
    said = told(capsys, command, "--resume", tmp_path / "mine", "--workers", "1")
    assert said.status == 0, said.err
    assert f"{sum(one.name.isdecimal() for one in before)} replications are there already" in said.err
    assert contents(tmp_path / "mine") == expected
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


def test_killed_twice_it_goes_on_to_the_same_bytes(whole, tmp_path, capsys):
    """What was resumed may be killed and resumed again."""
    command, folder, expected = whole
    killed_after(1, words_of(command, folder), tmp_path / "mine", "--workers", "1")
    first = n_kept(tmp_path / "mine.partial")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), command, "-q", "--resume", str(tmp_path / "mine.partial")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 300
    while n_kept(tmp_path / "mine.partial") <= first and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert told(capsys, command, "-q", "--resume", tmp_path / "mine").status == 0
    assert contents(tmp_path / "mine") == expected


def test_a_replication_that_fails_keeps_the_others(whole, tmp_path, capsys, monkeypatch):
    """A defect in one replication is one message with its number; mended, the study goes on."""
    command, folder, expected = whole
    simulate, calls = replicate_module.simulate, []

    def fails_in_the_end(plan):
        calls.append(plan)
        if len(calls) == 7:
            raise ZeroDivisionError("planted")
        return simulate(plan)

    monkeypatch.setattr(replicate_module, "simulate", fails_in_the_end)
    said = told(capsys, *words_of(command, folder), "--workers", "1", "-o", tmp_path / "mine")
    monkeypatch.undo()
    number = 6 if command == "run" else 3
    assert said.status == 2
    assert "Traceback" not in said.err
    assert "ZeroDivisionError: planted" in said.err
    assert (
        f"{number} finished replications are kept; go on with: python run.py {command} --resume" in said.err
    )
    assert "planted" in (tmp_path / "mine.partial" / "failure.txt").read_text("utf-8")
    assert told(capsys, command, "-q", "--resume", tmp_path / "mine").status == 0
    assert contents(tmp_path / "mine") == expected


def limited(size: int, words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in a process whose files may not grow beyond a size, as on a disk that is full."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), "--lang", "en", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_disk_that_fills_up_keeps_what_is_finished(whole, tmp_path, capsys):
    """When the results do not fit, one message says so, and with more room the study goes on."""
    command, folder, expected = whole
    words = [*words_of(command, folder), "--workers", "1", "-o", str(tmp_path / "mine")]
    if command == "run":
        words.remove("--logs")
        expected = {name: content for name, content in expected.items() if not name.startswith("logs")}
    ended = limited(20_000, words)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert "cannot be written" in ended.stderr
    assert f"{N} finished replications are kept" in ended.stderr
    assert not (tmp_path / "mine").exists()
    assert told(capsys, command, "-q", "--resume", tmp_path / "mine").status == 0
    found = contents(tmp_path / "mine")
    assert found.keys() == expected.keys()
    # A run that keeps no logs says so in its manifest.
    differing = {name for name in found if found[name] != expected[name]}
    assert differing == ({"manifest.json"} if command == "run" else set())


def test_a_disk_that_is_full_from_the_start_is_one_message(tmp_path):
    """When not even one replication can be kept, nothing is left behind."""
    ended = limited(
        2_000, [*words_of("compare", tmp_path)[:], "--workers", "1", "-o", str(tmp_path / "mine")]
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "cannot be written" in ended.stderr
    assert not list(tmp_path.glob("mine*"))


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_missing_permission_is_one_message(tmp_path, command):
    """Where one may not write nothing is begun."""
    prefix = Path(sys.prefix).resolve()
    if os.getuid() == 0 and any(not one.stat().st_mode & 0o001 for one in (prefix, *prefix.parents)):
        pytest.skip("nobody may read the libraries of this environment")
    words = words_of(command, tmp_path)
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    for parent in (tmp_path, *tmp_path.parents):
        if parent == Path(tempfile.gettempdir()).resolve():
            break
        parent.chmod(0o755)  # only the one folder is closed
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            AS_NOBODY,
            str(tmp_path / "open"),
            "--lang",
            "en",
            *words,
            "-o",
            str(closed / "mine"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 2, ended.stderr
    assert "cannot be written (Permission denied)" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(closed.iterdir()) == []


def test_a_scenario_that_changed_meanwhile_is_not_gone_on_with(tmp_path, capsys, monkeypatch):
    """Replications of two scenarios are never mixed; nor is a run gone on with as a comparison."""
    words = words_of("run", tmp_path)
    simulate, calls = replicate_module.simulate, []

    def broken_off(plan):
        calls.append(plan)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return simulate(plan)

    monkeypatch.setattr(replicate_module, "simulate", broken_off)
    assert told(capsys, *words, "--workers", "1", "-o", tmp_path / "mine").status == 130
    monkeypatch.undo()
    other = told(capsys, "compare", "--resume", tmp_path / "mine")
    assert (other.status, "was begun with `run`" in other.err) == (2, True)
    scenario_file(tmp_path, procedures={"business": {"online_share": 0.7}})
    changed = told(capsys, "run", "--resume", tmp_path / "mine")
    assert (changed.status, "has changed since" in changed.err) == (2, True)
    assert n_kept(tmp_path / "mine.partial") == 2


def test_a_killed_reproduction_goes_on_to_the_same_bytes(tmp_path, capsys):
    """Each of its sets of replications is kept: killed in the second, it ends as if nothing had been."""
    evidence_file(tmp_path)
    base = scenario_file(tmp_path, reporting={"evidence": "tiny.csv"})
    words = ["reproduce", str(base), "-q", "-n", "4", "--workers", "1"]
    assert told(capsys, *words, "-o", tmp_path / "whole").status == 0
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *words, "-o", str(tmp_path / "mine")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    second = tmp_path / "mine.partial" / "kept" / "tiny.doubted-clustered" / "0001"
    deadline = time.monotonic() + 300
    while not second.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert second.exists()
    assert not (tmp_path / "mine").exists()
    said = told(capsys, "reproduce", "--resume", tmp_path / "mine", "--workers", "1")
    assert said.status == 0, said.err
    assert "replications are there already" in said.err
    assert contents(tmp_path / "mine") == contents(tmp_path / "whole")
