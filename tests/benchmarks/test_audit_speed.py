"""How long an audit takes, process start included."""

import resource
from pathlib import Path

import pytest

from tests.command import ROOT, told_by_process

LONGEST_S = 2.0


def processor_s() -> float:
    """Processor time of the processes that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.benchmark
def test_an_audit_without_simulation_takes_less_than_two_seconds(tmp_path: Path, capsys):
    """The best of three audits of each table of evidence takes less than two seconds of processor time."""
    for file in sorted((ROOT / "scenarios" / "evidence").glob("*.csv")):
        spent = []
        for _ in range(3):
            before = processor_s()
            assert told_by_process("audit", file, cwd=tmp_path).status == 0
            spent.append(processor_s() - before)
        with capsys.disabled():
            print(f"\n  {file.stem}: {min(spent):.2f} s")
        assert min(spent) < LONGEST_S
