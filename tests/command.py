"""The command line for tests: in this process, or as a user starts it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onestop_sim.app.cli import main
from tests.scenarios import TINY, merged

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Told:
    """What a command said: its exit status and its two outputs."""

    status: int
    out: str
    err: str


def told(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Told:
    """Run a command in this process, in English."""
    capsys.readouterr()
    status = main(["--lang", "en", *map(str, words)])
    captured = capsys.readouterr()
    return Told(status, captured.out, captured.err)


def told_by_process(*words: str | Path, cwd: Path) -> Told:
    """Run a command as a user does, with `python run.py`."""
    ended = subprocess.run(
        [sys.executable, ROOT / "run.py", "--lang", "en", *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Told(ended.returncode, ended.stdout, ended.stderr)


@contextmanager
def begun(*words: str | Path, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """
    Begin a command in a process group of its own, which is gone afterwards whatever happens.

    Ctrl-C works in it even where the tests themselves run in the background and are deaf to it.
    """
    process = subprocess.Popen(
        [sys.executable, ROOT / "run.py", "--lang", "en", *map(str, words)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=_hears_ctrl_c,  # noqa: PLW1509 - no thread of ours holds a lock here
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _hears_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def scenario_file(folder: Path, name: str = "tiny.yaml", **changes: Any) -> Path:
    """Write the tiny scenario, with parts changed, as a file (JSON is YAML)."""
    path = folder / name
    path.write_text(json.dumps(merged(TINY, changes), ensure_ascii=False, indent=1), encoding="utf-8")
    return path
