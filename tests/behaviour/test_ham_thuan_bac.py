"""The default scenario says what its sources say, and nothing that it does not own up to."""

from datetime import timedelta
from pathlib import Path

import pytest

from onestop_sim.scenario.assumed import AssumptionRow, assumptions
from onestop_sim.scenario.evidence import ReportedFigure, load_evidence
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.procedure import Procedure
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.forecast import expected_dossiers, work_of
from onestop_sim.terms import Grade, LimitUnit, Role, Statistic

FILE = Path(__file__).parents[2] / "scenarios" / "ham-thuan-bac-2023q1.yaml"
PERIOD = "2023q1"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Return the scenario, its ancestors merged in."""
    return load_scenario(FILE)


@pytest.fixture(scope="module")
def evidence(scenario: Scenario) -> dict[str, ReportedFigure]:
    """Return the reported figures by id."""
    assert scenario.reporting.evidence is not None
    return {figure.id: figure for figure in load_evidence(FILE.parent / scenario.reporting.evidence)}


@pytest.fixture(scope="module")
def numbers(scenario: Scenario) -> list[AssumptionRow]:
    """Return every number that the scenario holds."""
    return assumptions(scenario)


def is_of(scenario: Scenario, procedure: Procedure, level: str) -> bool:
    """Tell whether the office in charge stands in units of a level."""
    return scenario.offices[procedure.competent].level == level


def accepted_share(procedure: Procedure) -> float:
    """Return the share of the filings that a desk accepts: not refused, and not sent home for good."""
    desk = procedure.reception
    incomplete, back = desk.incomplete_share.value, desk.comes_back_share.value
    return (1 - desk.refused_share.value) * (1 - incomplete) / (1 - incomplete * back)


def expected(scenario: Scenario, *streams: str) -> dict[str, float]:
    """Return the dossiers of each procedure that are accepted in the period, on average."""
    sums: dict[str, float] = {}
    for name in streams:
        stream = scenario.demand[name]
        all_units = sum(stream.unit_weights.values())
        for unit, weight in stream.unit_weights.items():
            mix = stream.mix | stream.mix_by_unit.get(unit, {})
            filed = stream.n_per_period[PERIOD].value * weight / all_units
            for key, part in mix.items():
                accepted = filed * part / sum(mix.values()) * accepted_share(scenario.procedures[key])
                sums[key] = sums.get(key, 0.0) + accepted
    return sums


# ── the shop ─────────────────────────────────────────────────────────────────────────────────────


def test_seventeen_communes_with_one_desk_officer_each(scenario: Scenario) -> None:
    """The district has 17 communes and towns; one officer sits at each desk."""
    communes = [unit for unit in scenario.units.values() if unit.level == "commune"]
    assert len(communes) == 17
    assert {unit.parent for unit in communes} == {"ham_thuan_bac"}
    assert all(unit.population and unit.position for unit in communes)
    desk = scenario.offices["commune_desk"]
    assert (desk.level, desk.is_desk, desk.officers_by_unit) == ("commune", True, {})
    assert [group.n for group in desk.officers.values()] == [1]


def test_each_commune_has_a_volume_of_its_own(scenario: Scenario) -> None:
    """Every stream says how it spreads over the 17 communes."""
    communes = {name for name, unit in scenario.units.items() if unit.level == "commune"}
    for stream in scenario.demand.values():
        assert set(stream.unit_weights) == communes


def test_five_people_at_the_district_desk(scenario: Scenario, evidence: dict[str, ReportedFigure]) -> None:
    """One of the district's office, one of the post, one of the insurance, two of the land registry."""
    people = {name: group.n for name, group in scenario.offices["district_desk"].officers.items()}
    assert people == {"officer": 1, "post": 1, "insurance": 1, "land": 2}
    assert sum(people.values()) == evidence["htb.desk.district.staff_total"].value


def test_digitisation_begins_at_the_district_on_1_december_2022(scenario: Scenario) -> None:
    """The communes follow on 1 June 2023, after the period."""
    window = scenario.offices["district_desk"].scanning["district"]
    assert window.first_day.isoformat() == "2022-12-01"
    assert scenario.offices["commune_desk"].scanning == {}


def test_the_post_has_three_services(scenario: Scenario) -> None:
    """Circulation between one-stops, intake, and home delivery with attempts."""
    rules = scenario.rules
    names = (rules.between_units, rules.filing_by_post, rules.home_delivery)
    assert [scenario.lines[name or ""].kind for name in names] == ["post", "post", "post"]
    assert scenario.lines[rules.home_delivery or ""].attempts > 1


# ── the catalogue ────────────────────────────────────────────────────────────────────────────────


def test_the_catalogue_stands_for_the_official_list(
    scenario: Scenario, evidence: dict[str, ReportedFigure]
) -> None:
    """At least 40 rows; 328 procedures of the district, 162 of the communes."""
    assert len(scenario.procedures) >= 40
    for level in ("district", "commune"):
        listed = sum(one.n_listed for one in scenario.procedures.values() if is_of(scenario, one, level))
        assert listed == evidence[f"htb.procedures.{level}_level"].value


def test_allotments_add_up_to_the_limit(scenario: Scenario) -> None:
    """The steps share the legal limit out without rest; same-day work leaves them open."""
    for name, procedure in scenario.procedures.items():
        shares = [procedure.reception.allotment_wd, *(step.allotment_wd for step in procedure.route.values())]
        if procedure.limit.unit == LimitUnit.SAME_DAY:
            assert set(shares) == {None}, name
        else:
            assert None not in shares, name
            assert sum(share or 0 for share in shares) == pytest.approx(procedure.limit.n), name


def test_what_is_filed_with_a_commune_and_decided_in_the_district_passes_from_desk_to_desk(
    scenario: Scenario,
) -> None:
    """Only such dossiers take the step of the district desk that opens the courier's bag."""
    for name, procedure in scenario.procedures.items():
        comes_up = procedure.filed_at == "commune_desk" and is_of(scenario, procedure, "district")
        assert any(step.office == "district_desk" for step in procedure.route.values()) == comes_up, name


def test_every_procedure_of_the_catalogue_is_asked_for(scenario: Scenario) -> None:
    """No row of the catalogue is without demand, and each stream files at one desk."""
    asked = [name for stream in scenario.demand.values() for name in stream.mix]
    assert sorted(asked) == sorted(scenario.procedures)
    for stream in scenario.demand.values():
        assert len({scenario.procedures[name].filed_at for name in stream.mix}) == 1


# ── assumptions ──────────────────────────────────────────────────────────────────────────────────


def test_every_number_has_a_source_and_a_grade(numbers: list[AssumptionRow]) -> None:
    """Its own or that of the part around it."""
    assert [row.path for row in numbers if row.source is None or row.grade is None] == []


def test_the_last_resort_speaks_for_nothing_that_matters(numbers: list[AssumptionRow]) -> None:
    """Only settings of the run rely on the source at the head of the file."""
    unspoken = {row.path for row in numbers if (row.source or "").startswith("authors of onestop_sim")}
    assert unspoken <= {"horizon.run_off_wd", "reporting.replications"}


def test_weak_numbers_of_the_flow_have_a_range(numbers: list[AssumptionRow]) -> None:
    """Efforts, delays and shares that are assumed or computed say how far they may be off."""
    weak = (Grade.ASSUMPTION, Grade.COMPUTED, Grade.GENERAL_KNOWLEDGE)
    measures = ("effort", "delay", "share", "answered_after", "collected_after", "closed_after")
    bare = [
        row.path
        for row in numbers
        if row.path.rsplit(".", 1)[-1].endswith(measures)
        and row.path.split(".")[0] in ("procedures", "software")
        and row.grade in weak
        and row.low is None
        and row.value not in (0, 1)
    ]
    assert {path.split(".", 2)[-1] for path in bare} <= {"supplement.rework_share"}


def test_the_scenario_cites_public_sources_only() -> None:
    """What is written can be looked up by a stranger."""
    folder = FILE.parent
    for path in (FILE, *folder.glob("common/*.yaml"), *folder.glob("evidence/ham-thuan-bac*.csv")):
        text = path.read_text(encoding="utf-8")
        assert "/work" not in text
        assert "shared/" not in text


# ── load ──────────────────────────────────────────────────────────────────────────────────────────


def test_people_are_busy_and_not_drowned(scenario: Scenario) -> None:
    """By arithmetic: commune desks up to two thirds, the district desk 30-80 %, back offices below 85 %."""
    period = scenario.periods[PERIOD]
    days_off = {"2023-01-02", *(f"2023-01-{day}" for day in range(20, 27))}
    all_days = (period.first_day + timedelta(days=n) for n in range(78))
    n_days = sum(day.weekday() < 5 and day.isoformat() not in days_off for day in all_days)
    assert n_days == 50
    open_s = n_days * 8 * 3600
    busy_s: dict[tuple[str, str], float] = {}
    for (home, procedure), n in expected_dossiers(scenario, PERIOD).items():
        for work in work_of(scenario, procedure, scanning=True):
            unit = home if scenario.offices[work.office].level == "commune" else "ham_thuan_bac"
            busy_s[work.office, unit] = busy_s.get((work.office, unit), 0.0) + n * work.effort_s
    busy = {}
    for (office, unit), effort_s in busy_s.items():
        people = scenario.offices[office].officers_by_unit.get(unit, scenario.offices[office].officers)
        busy[office, unit] = (
            effort_s / open_s / sum(one.n * one.available_share.value for one in people.values())
        )
    desks = [share for (office, _), share in busy.items() if office == "commune_desk"]
    assert len(desks) == 17
    assert 0.2 < sum(desks) / 17 < 0.6
    assert max(desks) < 0.66
    assert 0.3 < busy.pop(("district_desk", "ham_thuan_bac")) < 0.8
    assert all(share < 0.85 for share in busy.values())


# ── volumes and evidence ─────────────────────────────────────────────────────────────────────────


def test_inputs_follow_from_the_report_by_arithmetic(
    scenario: Scenario, evidence: dict[str, ReportedFigure]
) -> None:
    """What is fed in gives the reported inputs on average, within half a percent."""
    shop = scenario.procedures
    up = expected(scenario, "via_commune")
    all_of_district = expected(scenario, "via_commune", "at_district_desk")
    sums = {
        "htb.dossiers.resolved": sum(all_of_district.values()),
        "htb.post.transfer.dossiers_up": sum(up.values()),
        "htb.post.home_delivery.accepted": sum(
            n * shop[key].hand_over.home_share.value for key, n in all_of_district.items()
        ),
        "htb.post.intake.received": sum(n * shop[key].post_share.value for key, n in all_of_district.items()),
        "htb.online.level34.denominator": sum(
            n * shop[key].online_share.value for key, n in all_of_district.items()
        ),
    }
    for name, mean in sums.items():
        assert evidence[name].role is Role.INPUT
        assert mean == pytest.approx(evidence[name].value, rel=0.005), name


def test_printed_sums_hold(evidence: dict[str, ReportedFigure]) -> None:
    """The identities that the report prints."""
    value = {name.removeprefix("htb."): figure.value for name, figure in evidence.items()}
    by_level = {
        level: sum(
            n
            for name, n in value.items()
            if name.startswith(f"online.{level}.") and not name.endswith("total")
        )
        for level in ("level3", "level4")
    }
    assert by_level == {"level3": 40, "level4": 300}
    assert value["online.level3.total"] + value["online.level4.total"] == 340
    assert value["online.level34.numerator"] + value["online.level34.open"] == 345
    assert value["digitisation.social_protection"] + value["digitisation.child_insurance"] == 897
    assert value["post.intake.resolved"] + value["post.intake.pending"] == 101
    assert value["post.transfer.results_down"] + value["post.transfer.outstanding"] == 2556
    assert value["apology_letters.sent"] == value["dossiers.late"] == 165


def test_roles_are_those_of_the_decision(evidence: dict[str, ReportedFigure]) -> None:
    """Volumes are fed in, small buckets predicted, big ones derived; nothing is fitted."""
    roles = {name: figure.role for name, figure in evidence.items()}
    assert Role.FITTED not in roles.values()
    assert {name for name, role in roles.items() if role is Role.PREDICTED} == {
        "htb.dossiers.late",
        "htb.online.level34.open",
        "htb.post.intake.pending",
        "htb.post.home_delivery.delivered",
        "htb.post.transfer.outstanding",
    }
    assert {name for name, role in roles.items() if role is Role.DERIVED} == {
        "htb.apology_letters.sent",
        "htb.online.level34.numerator",
        "htb.post.home_delivery.delivered_flow",
        "htb.post.intake.resolved",
        "htb.post.transfer.results_down",
    }


def test_evidence_speaks_the_words_of_the_scenario(
    scenario: Scenario, evidence: dict[str, ReportedFigure]
) -> None:
    """Statistics, levels and fields exist; the days are those of the period."""
    fields = {procedure.field for procedure in scenario.procedures.values()}
    levels = {unit.level for unit in scenario.units.values()}
    period = scenario.periods[PERIOD]
    for figure in evidence.values():
        assert figure.statistic in {"", *Statistic}, figure.id
        assert figure.level in {"", *levels}, figure.id
        assert figure.field in {"", *fields}, figure.id
        if figure.statistic:
            assert (figure.period_start, figure.period_end) == (period.first_day, period.last_day), figure.id
