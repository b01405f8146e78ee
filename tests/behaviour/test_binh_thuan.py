"""Bình Thuận's quarter and Tuy Phong's six periods say what their reports say, and run."""

from pathlib import Path

import polars as pl
import pytest

from onestop_sim.app.check import load_all
from onestop_sim.scenario.evidence import ReportedFigure, load_evidence
from onestop_sim.scenario.free_parameters import value_at
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.compare_reported import scopes_of
from onestop_sim.study.forecast import expected_dossiers
from onestop_sim.study.replicate import Job, Replication, run_replication
from onestop_sim.study.report_tables import tables_of
from onestop_sim.terms import Role
from tests.behaviour.test_ham_thuan_bac import accepted_share

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PROVINCE, TUY_PHONG = "binh-thuan-2023q1", "tuy-phong-2015-2020"
LINE_OF_THE_COMMUNE = "by_the_commune"
Loaded = tuple[Scenario, tuple[ReportedFigure, ...]]


@pytest.fixture(scope="module")
def loaded() -> dict[str, Loaded]:
    """Return both scenarios with their evidence, and find nothing odd about either."""
    found = {}
    for name in (PROVINCE, TUY_PHONG):
        scenario, evidence, findings = load_all(SCENARIOS / f"{name}.yaml")
        assert [one.key for one in findings] == []
        found[name] = (scenario, evidence)
    return found


@pytest.fixture(scope="module")
def small_runs(loaded: dict[str, Loaded]) -> dict[str, Replication]:
    """Return a replication of each with a fiftieth of the dossiers; the laws are checked on the way."""
    return {
        name: run_replication(Job(scaled(scenario, 0.02), 1, 0, scopes=scopes_of(evidence, scenario)))
        for name, (scenario, evidence) in loaded.items()
    }


def scaled(scenario: Scenario, factor: float) -> Scenario:
    """Return a scenario with another volume of dossiers."""
    plain = scenario.model_dump(mode="json")
    for stream in plain["demand"].values():
        stream["n_per_period"] = {
            name: {"value": factor * one["value"]} for name, one in stream["n_per_period"].items()
        }
    return Scenario.model_validate(plain)


def accepted(scenario: Scenario, period: str) -> dict[str, float]:
    """Return the dossiers that desks accept in a period, on average, by level of the office in charge."""
    sums: dict[str, float] = {}
    for (_, name), n in expected_dossiers(scenario, period).items():
        procedure = scenario.procedures[name]
        level = str(scenario.offices[procedure.competent].level)
        sums[level] = sums.get(level, 0.0) + n * accepted_share(procedure)
    return sums


def test_volumes_are_those_that_the_reports_print(loaded: dict[str, Loaded]) -> None:
    """What desks accept in each period and level is what the report says, within a thousandth."""
    compared = 0
    for scenario, evidence in loaded.values():
        by_days = {(one.first_day, one.last_day): name for name, one in scenario.periods.items()}
        for figure in evidence:
            if figure.statistic and figure.role == Role.INPUT:
                period = by_days[figure.period_start, figure.period_end]
                assert accepted(scenario, period)[figure.level] == pytest.approx(figure.value, rel=2e-3)
                compared += 1
    assert compared == 3 + 6


def test_units_and_procedures_are_those_of_the_report(loaded: dict[str, Loaded]) -> None:
    """One province with ten districts and 124 communes; the lists of procedures have their printed length."""
    scenario, evidence = loaded[PROVINCE]
    reported = {figure.id: figure.value for figure in evidence}
    levels = [unit.level for unit in scenario.units.values()]
    assert levels.count("district") == reported["bt.units.districts"] == 10
    assert levels.count("commune") == reported["bt.units.communes"] == 124
    listed = {
        level: sum(
            one.n_listed
            for key, one in scenario.procedures.items()
            if scenario.offices[one.competent].level == level and key not in VERTICAL
        )
        for level in ("province", "commune")
    }
    assert listed["province"] == reported["bt.procedures.province_level"]
    assert listed["commune"] == reported["bt.procedures.commune_level"]
    assert sum(scenario.procedures[key].n_listed for key in VERTICAL) == 33


VERTICAL = ("p_vertical", "insurance_card", "insurance_benefit")


def test_ham_thuan_bac_is_one_of_the_ten_districts(loaded: dict[str, Loaded]) -> None:
    """The province's communes of the district are those of its own scenario, people and places alike."""
    own = load_scenario(SCENARIOS / "ham-thuan-bac-2023q1.yaml").units
    province = loaded[PROVINCE][0].units
    assert own == {
        name: unit if unit.level == "commune" else unit.model_copy(update={"parent": None})
        for name, unit in province.items()
        if name in own
    }


def test_no_more_free_parameters_than_fitted_figures(loaded: dict[str, Loaded]) -> None:
    """Two late figures of the province are fitted by two numbers, one pooled figure of Tuy Phong by one."""
    for scenario, evidence in loaded.values():
        fitted = [figure for figure in evidence if figure.role == Role.FITTED]
        assert scenario.calibration is not None
        assert len(scenario.calibration.parameters) == len(fitted)
    assert {one.id for one in loaded[PROVINCE][1] if one.role == Role.PREDICTED} == {
        "bt.dossiers.province_level.late"
    }


def test_the_province_predicts_one_of_its_districts_with_the_number_that_was_fitted_to_all() -> None:
    """Hàm Thuận Bắc by the province's rates has the fitted delays and differs in nothing else."""
    path = "pace.district_delays.delay_factor"
    by_province = load_scenario(SCENARIOS / "ham-thuan-bac-2023q1-by-province.yaml")
    own = load_scenario(SCENARIOS / "ham-thuan-bac-2023q1.yaml")
    fitted = load_scenario(SCENARIOS / f"{PROVINCE}-fitted.yaml")
    assert value_at(by_province, path) == value_at(fitted, path)
    differs = {one for one in type(own).model_fields if getattr(own, one) != getattr(by_province, one)}
    assert differs == {"name", "title", "description", "reporting", "pace"}
    (printed,) = load_evidence(SCENARIOS / "evidence" / "ham-thuan-bac-2023q1-by-province.csv")
    assert (printed.value, printed.role) == (165, Role.PREDICTED)


def test_a_small_run_keeps_the_laws_and_answers_every_figure(
    loaded: dict[str, Loaded], small_runs: dict[str, Replication]
) -> None:
    """A fiftieth of the dossiers pass through all three levels; each figure with a statistic has its like."""
    for name, (scenario, evidence) in loaded.items():
        run = small_runs[name]
        compared = tables_of(scenario, evidence, [run]).comparison
        assert compared.height == sum(bool(figure.statistic) for figure in evidence)
        assert compared["mean"].null_count() == 0
        figures = run.tables["figures"].filter(statistic="resolved", unit="", field="", clock="occurred")
        levels = figures.filter(pl.col("level") != "", pl.col("period").is_in(list(scenario.periods)))
        busy = {"district"} if name == TUY_PHONG else {"province", "district", "commune"}
        assert set(levels.filter(pl.col("value") > 0)["level"]) == busy


def test_late_dossiers_of_four_years_are_their_sum(
    loaded: dict[str, Loaded], small_runs: dict[str, Replication]
) -> None:
    """The pooled figure of 2015-2018 is compared with what the four periods have together."""
    figures = small_runs[TUY_PHONG].tables["figures"]
    late = figures.filter(statistic="late", level="district", unit="", field="", clock="occurred")
    by_period = dict(zip(late["period"], late["value"], strict=True))
    assert by_period["2015..2018"] == sum(by_period[str(year)] for year in range(2015, 2019))
    pooled = next(one for one in loaded[TUY_PHONG][1] if one.role == Role.FITTED)
    assert pooled.value == 8 + 12 + 2 + 5


def test_two_communes_carry_their_papers_themselves(loaded: dict[str, Loaded]) -> None:
    """Ten of twelve communes take the post from October 2019; before, and in the two others, they carry."""
    scenario = loaded[TUY_PHONG][0]
    communes = [name for name, unit in scenario.units.items() if unit.level == "commune"]
    carrying = scenario.rules.between_units_of
    assert (len(communes), set(carrying.values())) == (12, {LINE_OF_THE_COMMUNE})
    assert set(carrying) == {"phuoc_the", "phu_lac"} < set(communes)
    post = scenario.lines[scenario.rules.between_units]
    assert (str(post.starts), post.before) == ("2019-10-01", LINE_OF_THE_COMMUNE)
