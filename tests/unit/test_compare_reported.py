"""A reported figure is compared with the periods whose days it counts, several of them as one."""

import pytest

from onestop_sim.clock import parse_date
from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.compare_reported import period_of, periods_of, scopes_of
from onestop_sim.study.lint_evidence import evidence_findings
from onestop_sim.study.replicate import Job, run_replication
from onestop_sim.study.report_tables import tables_of
from onestop_sim.terms import ClockChoice, Role
from tests.scenarios import tiny_scenario

DAYS = {
    "feb": ("2023-02-01", "2023-02-28"),
    "mar": ("2023-03-01", "2023-03-31"),
    "apr": ("2023-04-01", "2023-04-28"),
    "jun": ("2023-06-01", "2023-06-30"),
}


def months() -> Scenario:
    """The tiny scenario in four periods, three of which follow one another."""
    named = {name: {"first_day": first, "last_day": last} for name, (first, last) in DAYS.items()}
    demand = {
        name: {"n_per_period": dict.fromkeys(DAYS, 60) | {"2023q1": None}} for name in tiny_scenario().demand
    }
    return tiny_scenario(periods=named | {"2023q1": None}, demand=demand)


def figure(first: str | None, last: str | None, statistic: str = "late") -> ReportedFigure:
    """A reported count of all dossiers over some days."""
    texts = dict.fromkeys(ReportedFigure.__dataclass_fields__, "")
    typed = {
        "id": statistic,
        "value": 3.0,
        "unit": "dossiers",
        "period_start": first and parse_date(first),
        "period_end": last and parse_date(last),
        "statistic": statistic,
        "clock": ClockChoice.OCCURRED,
        "role": Role.PREDICTED,
        "file_line": 2,
    }
    return ReportedFigure(**(texts | typed))


@pytest.mark.parametrize(
    ("first", "last", "meant"),
    [
        ("2023-03-01", "2023-03-31", ("mar",)),
        ("2023-02-01", "2023-04-28", ("feb", "mar", "apr")),
        ("2023-03-01", "2023-04-28", ("mar", "apr")),
        ("2023-04-01", "2023-06-30", ()),
        ("2023-02-02", "2023-03-31", ()),
        ("2023-03-01", "2023-04-27", ()),
        (None, None, ()),
    ],
)
def test_days_name_the_periods_that_have_them(first, last, meant):
    """One period with the same days, else several without a gap that have them together, else none."""
    assert periods_of(months(), figure(first, last)) == meant


def test_a_scenario_with_one_period_has_every_figure():
    """Reports seldom print the days that they count: with one period there is nothing to choose."""
    assert period_of(tiny_scenario(), figure(None, None)) == "2023q1"


def test_a_figure_over_several_periods_is_compared_with_their_sum():
    """What flowed in three periods is their sum in each run; what is open is so at the end of the last."""
    scenario = months()
    evidence = [figure(*pair, statistic) for statistic in ("resolved", "pending") for pair in DAYS.values()]
    evidence += [figure("2023-02-01", "2023-04-28", one) for one in ("resolved", "pending")]
    runs = [
        run_replication(Job(scenario, 1, number, scopes=scopes_of(evidence, scenario))) for number in (0, 1)
    ]
    comparison = tables_of(scenario, evidence, runs).comparison
    means = {(row["statistic"], row["period"]): row["mean"] for row in comparison.iter_rows(named=True)}
    parts = [means["resolved", name] for name in ("feb", "mar", "apr")]
    assert means["resolved", "feb..apr"] == pytest.approx(sum(parts))
    assert min(parts) > 0
    assert means["pending", "feb..apr"] == means["pending", "apr"]
    assert comparison["pi_high"].null_count() == 0


def test_a_figure_of_days_that_no_period_has_is_pointed_out():
    """It would be compared with nothing, which is said and not passed over."""
    said = list(evidence_findings(months(), [figure("2023-04-01", "2023-06-30")]))
    assert [one.key for one in said] == ["lint_evidence_period"]
    assert not list(evidence_findings(months(), [figure("2023-02-01", "2023-03-31")]))
