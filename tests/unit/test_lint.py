"""`check` sees by arithmetic what a run would show only after an hour."""

import pytest

from onestop_sim.errors import UserError
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.finding import Finding, Severity
from onestop_sim.study.lint import lint
from onestop_sim.words.catalogue import SENTENCES, Lang
from onestop_sim.words.say import sentence
from tests.scenarios import tiny_scenario


def found(scenario: Scenario) -> dict[str, Finding]:
    """Findings by key, the first of each."""
    by_key: dict[str, Finding] = {}
    for finding in lint(scenario):
        by_key.setdefault(finding.key, finding)
    return by_key


def test_the_tiny_scenario_has_no_errors():
    """The scenario of the tests can be run."""
    assert [one for one in lint(tiny_scenario()) if one.severity == Severity.ERROR] == []


def test_errors_come_before_warnings():
    """What stops a run is read first."""
    scenario = tiny_scenario(
        legal_calendars={"vietnam": {"overrides": {"2032-01-01": "off"}}}, horizon={"warm_up_wd": 1}
    )
    severities = [one.severity for one in lint(scenario)]
    assert severities == sorted(severities)
    assert severities[0] == Severity.ERROR


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("lint_overloaded", {"demand": {"communes": {"n_per_period": {"2023q1": 9000}}}}),
        ("lint_no_officer", {"offices": {"leader": {"officers": 0}}}),
        (
            "lint_nobody_skilled",
            {
                "skills": ["land", "law"],
                "offices": {"land": {"officers": {"surveyor": {"n": 2, "skills": ["law"]}}}},
                "procedures": {"land_transfer": {"route": {"record": {"skill": "land"}}}},
            },
        ),
        (
            "lint_office_unreached",
            {
                "offices": {
                    "archive": {
                        "title": "Lưu trữ",
                        "unit": "district",
                        "agency": "land",
                        "calendar": "office",
                        "officers": 1,
                    }
                }
            },
        ),
        ("lint_procedure_unused", {"demand": {"district": None}}),
        (
            "lint_limit_too_short",
            {"procedures": {"land_transfer": {"limit": "1wd", "route": {"record": {"effort": "40 h"}}}}},
        ),
        ("lint_allotments_differ", {"procedures": {"business": {"limit": "2wd"}}}),
        ("lint_horizon_too_short", {"procedures": {"land_transfer": {"limit": "200wd"}}}),
        ("lint_warm_up_too_short", {"horizon": {"warm_up_wd": 1}}),
        ("lint_hours_closed", {"profiles": {"visits": {"hours": {"11:00-14:00": 1}}}}),
        ("lint_days_closed", {"profiles": {"visits": {"weekdays": {"sun": 1}}}}),
        ("lint_override_outside", {"calendars": {"office": {"closed_days": ["2203-03-01"]}}}),
        ("lint_without_source", {}),
        (
            "lint_no_such_place",
            {
                "units": {
                    "xa_tay": {"parent": None},
                    "other": {"title": "Huyện khác", "level": "district", "population": 5},
                },
                "offices": {"desk": {"unit": None, "level": "district"}},
            },
        ),
    ],
)
def test_check_finds_it(key, changes):
    """Each kind of oddness has a finding, and the finding has words."""
    finding = found(tiny_scenario(**changes))[key]
    for lang in Lang:
        assert key in SENTENCES[lang]
        assert "{" not in sentence(finding.key, finding.values, lang)


def test_load_is_what_arithmetic_says():
    """A desk with one dossier of one hour for each hour of duty is exactly busy."""
    scenario = tiny_scenario(
        demand={"communes": None, "district": {"n_per_period": {"2023q1": 1000}}},
        procedures={
            "business": {
                "supplement": None,
                "not_eligible": None,
                "withdrawn": None,
                "reception": {"refused_share": 0},
                "route": {"signature": {"effort": "60 min"}},
            }
        },
    )
    finding = next(one for one in lint(scenario) if one.values.get("place") == "district/leader")
    assert finding.values["load_h"] == 1000
    assert finding.values["capacity_h"] == 160
    assert finding.values["utilisation"] == "625%"


def test_a_run_beyond_the_known_years_is_refused():
    """Nobody knows the holidays of 2031."""
    scenario = tiny_scenario(periods={"2023q1": {"first_day": "2031-02-01", "last_day": "2031-02-28"}})
    with pytest.raises(UserError, match="year_not_covered"):
        lint(scenario)
