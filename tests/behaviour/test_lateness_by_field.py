"""Where lateness lies in the default scenario: in land and in liên thông, hardly ever in same-day work."""

from pathlib import Path

import numpy as np
import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.eventlog.reading import Reading
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.stats.timeliness import verdict_table
from onestop_sim.terms import ClockChoice, LimitUnit, Verdict

FILE = Path(__file__).parents[2] / "scenarios" / "ham-thuan-bac-2023q1.yaml"


@pytest.fixture(scope="module")
def reading() -> Reading:
    """One quarter of the default scenario."""
    return Reading(simulate(compile_plan(load_scenario(FILE), root_seed=1, replication=0)))


def late_share(
    reading: Reading, clock: ClockChoice, fields: set[str] | None, same_day: bool = False
) -> float:
    """Share of late dossiers among the decided ones of some fields, or of all others but land and BTXH."""
    table = verdict_table(reading, clock)
    dossier = table["dossier"].to_numpy()
    procedure = reading.column("dossiers", "procedure")[dossier]
    said = reading.log.tables["procedures"]
    field, level = np.array(said["field"].to_list())[procedure], np.array(said["level"].to_list())[procedure]
    is_short = reading.column("dossiers", "limit_unit")[dossier] == LimitUnit.SAME_DAY
    known = {"Đất đai", "Bảo trợ xã hội"}
    of_them = np.isin(field, list(fields)) if fields else ~np.isin(field, list(known))
    wanted = is_short if same_day else of_them & ~is_short & (level == "district")
    return float((table["verdict"].to_numpy()[wanted] == Verdict.LATE).mean())


def test_same_day_work_is_hardly_ever_late(reading: Reading) -> None:
    """Certification and civil status are handed over while one waits: below one in thirty."""
    assert late_share(reading, ClockChoice.OCCURRED, None, same_day=True) < 0.033


def test_land_is_late_more_often_than_the_other_fields(reading: Reading) -> None:
    """Every report names land first (Hàm Thuận Bắc, Bình Sơn, Tuy Phong, the province)."""
    others = late_share(reading, ClockChoice.OCCURRED, None)
    assert late_share(reading, ClockChoice.OCCURRED, {"Đất đai"}) > 1.5 * others


def test_social_protection_is_late_in_the_portal(reading: Reading) -> None:
    """Handed over and not closed in the software: Bình Sơn's explanation of most late BTXH dossiers."""
    occurred, recorded = (late_share(reading, clock, {"Bảo trợ xã hội"}) for clock in ClockChoice)
    assert recorded > 1.5 * max(occurred, late_share(reading, ClockChoice.RECORDED, None))
