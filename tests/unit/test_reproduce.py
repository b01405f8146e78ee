"""What a reproduction says of each reported figure, and what it may be taken to prove."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from onestop_sim.clock import parse_date
from onestop_sim.errors import UserError
from onestop_sim.scenario.evidence import ReportedFigure, load_evidence
from onestop_sim.stats.estimate import Scale, prediction_interval
from onestop_sim.study.archive import Fingerprints
from onestop_sim.study.compare_reported import periods_of
from onestop_sim.study.conditioned import Hold, Known, conditioned
from onestop_sim.study.measure import FIGURES, KEYS
from onestop_sim.study.naive import Naive, load_naive
from onestop_sim.study.replicate import Replication, replicate
from onestop_sim.study.reported import Drawn
from onestop_sim.study.reproduce import (
    PHANTOMS,
    SHARP_SHARE,
    Arms,
    Standing,
    half_width_share,
    holds,
    reproduction,
    scopes_to_reproduce,
    score,
    true_and_reported,
)
from onestop_sim.terms import ClockChoice, Role
from tests.scenarios import tiny_scenario

QUARTERS = {
    "q1": {"first_day": "2023-01-01", "last_day": "2023-01-31"},
    "q2": {"first_day": "2023-02-01", "last_day": "2023-02-28"},
}
LATE = ReportedFigure(
    *("late", "Trễ hẹn", 100.0, "dossiers", parse_date("2023-01-01"), parse_date("2023-01-31")),
    *("", "", "1", "100", "flow", "late", "", "", "", ""),
    *(ClockChoice.OCCURRED, Role.PREDICTED, "", 2),
)


def drawn(values: list[float], statistic: str = "late", clock: str = "occurred") -> list[Replication]:
    """Replications that brought nothing but one statistic."""
    return [
        Replication(
            Fingerprints(number, "", ""),
            {
                FIGURES: pl.DataFrame(
                    [("2023q1", statistic, "", "", "", clock, value)],
                    schema=[*KEYS[FIGURES], "value"],
                    orient="row",
                )
            },
        )
        for number, value in enumerate(values)
    ]


def around(mean: float, sd: float, n: int = 50) -> list[float]:
    """Values with a mean and a spread, the same at each call."""
    x = np.random.default_rng(7).normal(size=n)
    return list(mean + sd * (x - x.mean()) / x.std(ddof=1))


def standing(values: list[float], figure: ReportedFigure = LATE, naive: tuple[Naive, ...] = ()) -> str:
    """The standing of one figure when all three sets of replications agree."""
    arms = Arms(drawn(values), drawn(values), drawn(values))
    return str(reproduction(tiny_scenario(), [figure], arms, {"late": naive})["standing"].item())


def test_a_figure_inside_a_sharp_interval_is_evidence() -> None:
    """A predicted figure inside an interval with a half width of 30 % at most counts for the model."""
    assert standing(around(100, 10)) == Standing.INSIDE


def test_a_figure_inside_a_wide_interval_proves_nothing() -> None:
    """Inside an interval that would have held nearly anything is marked uninformative."""
    assert standing(around(100, 40)) == Standing.UNINFORMATIVE


def test_a_wide_interval_that_excludes_a_naive_forecast_is_evidence() -> None:
    """An interval tells something when what a layman would have said lies outside of it."""
    assert standing(around(100, 30), naive=(Naive("last year", 5.0, ""),)) == Standing.INSIDE
    assert standing(around(100, 30), naive=(Naive("last year", 95.0, ""),)) == Standing.UNINFORMATIVE


def test_a_miss_is_a_miss_however_wide() -> None:
    """A predicted figure outside is never excused, and said apart when even a wide interval misses it."""
    assert standing(around(150, 10)) == Standing.OUTSIDE
    assert standing(around(900, 200)) == Standing.OUTSIDE_WIDE


def test_an_interval_of_one_value_is_sharp_against_the_model_and_never_for_it() -> None:
    """What can only be zero misses anything else sharply; a zero that had to be zero proves nothing."""
    never = [0.0] * 50
    assert standing(never) == Standing.OUTSIDE
    assert standing(never, replace(LATE, value=0.0)) == Standing.UNINFORMATIVE


@pytest.mark.parametrize("role", [Role.INPUT, Role.FITTED, Role.DERIVED])
def test_what_was_fed_in_or_fitted_never_counts(role: Role) -> None:
    """Only predictions are evidence."""
    assert standing(around(100, 10), replace(LATE, role=role)) == Standing.NOT_COUNTED


def test_a_figure_that_nothing_answers_is_not_compared() -> None:
    """A figure whose statistic no replication has gets a row without numbers."""
    assert standing(around(100, 10), replace(LATE, level="province")) == Standing.NOT_COMPARED


def test_the_score_counts_sharp_predictions_and_names_the_rest() -> None:
    """K of m speaks of intervals that tell something; blanks and misses are counted apart."""
    standings = ["inside", "inside", "outside", "outside_wide", "uninformative", "not_counted"]
    found = score(pl.DataFrame({"standing": standings}))
    assert (found.n_inside, found.n_sharp, found.n_uninformative, found.n_outside) == (2, 3, 1, 2)


def test_percentages_are_compared_in_percent() -> None:
    """A printed percentage meets a share times a hundred."""
    share = replace(LATE, statistic="on_time_of_resolved", unit="percent", value=98.0)
    values = drawn(around(0.98, 0.001), "on_time_of_resolved")
    row = reproduction(tiny_scenario(), [share], Arms(values, values, values), {}).row(0, named=True)
    assert row["mean"] == pytest.approx(98.0)
    assert row["pi_low"] < 98.0 < row["pi_high"] <= 100.0


def test_fitted_figures_narrow_what_assumptions_leave_open() -> None:
    """Where a prediction goes with a fitted figure, worlds held to that figure disagree less."""
    open_now = replace(LATE, id="open", statistic="pending", value=400.0, role=Role.FITTED)
    late = np.array(around(100, 30))
    doubted = [
        replace(a, tables={FIGURES: pl.concat([a.tables[FIGURES], b.tables[FIGURES]])})
        for a, b in zip(drawn(list(late)), drawn(list(4 * late), "pending"), strict=True)
    ]
    arms = Arms(doubted, doubted, doubted)
    held = reproduction(tiny_scenario(), [LATE, open_now], arms, {}).row(0, named=True)
    free = reproduction(tiny_scenario(), [LATE], arms, {}).row(0, named=True)
    assert half_width_share(held["pi_low"], held["pi_high"]) < 0.1
    assert half_width_share(free["pi_low"], free["pi_high"]) > 0.5


def test_draws_are_moved_along_the_regression_onto_the_known_figure() -> None:
    """With a linear relation and noise, the draws get the mean at the known figure and keep the noise."""
    dice = np.random.default_rng(3)
    x = dice.uniform(0, 10, 4000)
    y = 3 * x + dice.normal(0, 1, 4000)
    found = conditioned(y, Scale.MEASURE, [Known(x, 7.0, Scale.MEASURE)])
    assert len(found.values) == 2000
    assert found.values.mean() == pytest.approx(21.0, abs=0.1)
    assert found.values.std(ddof=1) == pytest.approx(1.0, abs=0.05)


def test_a_known_figure_beyond_all_draws_is_said() -> None:
    """Where no draw comes near a known figure the result is an extrapolation, and says so."""
    x = np.arange(100.0)
    assert conditioned(x, Scale.AMOUNT, [Known(x, 300.0, Scale.AMOUNT)]).hold == Hold.BEYOND
    assert conditioned(x, Scale.AMOUNT, [Known(x, 30.0, Scale.AMOUNT)]).hold == Hold.HELD


def test_intervals_hold_what_they_promise_where_the_known_figure_is_far_out() -> None:
    """A regression is less sure the further out it is asked: three deviations away 95 % are still 95 %."""
    dice, n_worlds, n_inside = np.random.default_rng(5), 600, 0
    for _ in range(n_worlds):
        x = dice.normal(size=50)
        y = 3 * x + dice.normal(size=50)
        held = conditioned(y, Scale.MEASURE, [Known(x, 3.0, Scale.MEASURE)])
        n_inside += prediction_interval(held.values).holds(9 + dice.normal())
    assert 0.92 < n_inside / n_worlds < 0.98


def test_too_few_draws_are_left_as_they_are() -> None:
    """A regression on a handful of draws would be worth nothing, and is not made."""
    x = np.arange(5.0)
    found = conditioned(x, Scale.AMOUNT, [Known(x, 1.0, Scale.AMOUNT)])
    assert list(found.values) == list(x)
    assert found.hold == Hold.TOO_FEW
    assert conditioned(x, Scale.AMOUNT, []).hold == Hold.FREE


def test_a_fitted_figure_is_not_held_to_itself() -> None:
    """The interval of a fitted figure is what the others leave of it, not the figure again."""
    fitted = replace(LATE, role=Role.FITTED, value=160.0)
    values = drawn(around(100, 10))
    row = reproduction(tiny_scenario(), [fitted], Arms(values, values, values), {}).row(0, named=True)
    assert row["pi_low"] < 90 < 110 < row["pi_high"]
    assert not row["inside"]


def test_a_reproduction_says_what_its_predictions_were_held_to() -> None:
    """Whether the fitted figures held the intervals, were out of reach or took too many draws is a column."""
    fitted = replace(LATE, id="open", statistic="pending", role=Role.FITTED)

    def held(n: int, value: float) -> tuple[Hold, ...]:
        both = [
            replace(a, tables={FIGURES: pl.concat([a.tables[FIGURES], b.tables[FIGURES]])})
            for a, b in zip(drawn(around(100, 10, n)), drawn(around(100, 10, n), "pending"), strict=True)
        ]
        evidence = [LATE, replace(fitted, value=value)]
        return holds(reproduction(tiny_scenario(), evidence, Arms(both, both, both), {}))

    assert held(50, 100.0) == (Hold.HELD,)
    assert held(50, 900.0) == (Hold.BEYOND,)
    assert held(12, 100.0) == (Hold.TOO_FEW,)


def test_what_could_not_be_held_to_the_fitted_figures_proves_nothing() -> None:
    """With too few draws to hold them, a sharp interval counts neither for the model nor against it."""
    fitted = replace(LATE, id="open", statistic="pending", role=Role.FITTED)
    both = [
        replace(a, tables={FIGURES: pl.concat([a.tables[FIGURES], b.tables[FIGURES]])})
        for a, b in zip(drawn(around(100, 2, 12)), drawn(around(100, 2, 12), "pending"), strict=True)
    ]

    def standings(*evidence: ReportedFigure) -> str:
        table = reproduction(tiny_scenario(), evidence, Arms(both, both, both), {})
        assert table["half_width_share"].item(0) < SHARP_SHARE
        return str(table["standing"].item(0))

    far = replace(LATE, value=900.0)
    assert (standings(LATE), standings(far)) == ("inside", "outside")
    assert (standings(LATE, fitted), standings(far, fitted)) == ("uninformative", "outside_wide")


def test_phantoms_are_a_range_over_what_the_fitted_figures_allow() -> None:
    """What is late in the software only has a range of counts and one of shares of what the portal shows."""
    worlds = [
        replace(
            one,
            tables={
                FIGURES: pl.concat(
                    drawn([value], statistic, clock)[0].tables[FIGURES]
                    for statistic, clock, value in (
                        ("late", "recorded", 80.0),
                        ("late_open", "recorded", 20.0),
                        ("phantom_late", "occurred", phantom),
                    )
                )
            },
        )
        for one, phantom in zip(drawn([0.0] * 50), around(50, 5), strict=True)
    ]
    table = true_and_reported(tiny_scenario(), [], Arms(worlds, worlds, ()))
    row = table.filter(statistic="phantom_late").row(0, named=True)
    assert row["recorded"] == pytest.approx(50)
    assert 35 < row["range_low"] < 45 < 55 < row["range_high"] < 65
    assert 0.35 < row["phantom_share_low"] < 0.45 < 0.55 < row["phantom_share_high"] < 0.65
    assert table.filter(statistic="late").row(0, named=True)["recorded"] == pytest.approx(80)


def test_phantoms_of_a_real_run_have_their_range() -> None:
    """What is read of a replication for both clocks is there under the names that are asked for."""
    scenario = tiny_scenario()
    lived = replicate(
        scenario,
        replications=3,
        root_seed=1,
        tables=(FIGURES,),
        scopes=scopes_to_reproduce(scenario, []),
        only_scopes=True,
    )
    table = true_and_reported(scenario, [], Arms(lived, lived, lived))
    assert table["recorded"].null_count() == 0
    phantoms = table.filter(pl.col("statistic").is_in([one.value for one in PHANTOMS]))
    assert phantoms.height == len(PHANTOMS)
    for column in ("range_low", "range_high", "phantom_share_low", "phantom_share_high"):
        assert phantoms[column].null_count() == 0


def test_a_figure_pooled_over_periods_is_that_of_the_whole_time() -> None:
    """A figure from the first day of one period to the last of another is measured over all between."""
    scenario = tiny_scenario().model_copy(
        update={
            "periods": {
                name: tiny_scenario()
                .periods["2023q1"]
                .model_copy(update={key: parse_date(day) for key, day in days.items()})
                for name, days in QUARTERS.items()
            }
        }
    )
    pooled = replace(LATE, period_end=parse_date("2023-02-28"))
    assert periods_of(scenario, pooled) == ("q1", "q2")
    assert periods_of(scenario, LATE) == ("q1",)
    assert periods_of(scenario, replace(LATE, period_end=parse_date("2023-02-20"))) == ()
    one = drawn([1.0, 2.0])[0].tables[FIGURES]
    spans = {"q1": 40.0, "q2": 50.0, "q1..q2": 50.0}
    every = [one.with_columns(pl.lit(name).alias("period"), value=pl.lit(x)) for name, x in spans.items()]
    worlds = [Replication(Fingerprints(0, "", ""), {FIGURES: pl.concat(every)})]
    found = Drawn(scenario, worlds).values(pooled)
    assert found == pytest.approx([50.0]), "what is open is not added up"


def test_naive_forecasts_are_rates_times_volumes(tmp_path: Path) -> None:
    """A forecast is numerator / denominator x volume, each a number or the id of a figure."""
    path = tmp_path / "naive.csv"
    path.write_text("id,name,numerator,denominator,volume,note\nlate,last year,before,1000,2000,\n")
    found = load_naive(path, {"late": 100.0, "before": 30.0})
    assert found == {"late": (Naive("last year", 60.0, ""),)}


@pytest.mark.parametrize(
    ("row", "where"),
    [("nobody,x,1,1,1,", "id"), ("late,x,1,0,1,", "denominator"), ("late,x,1,1,many,", "volume")],
)
def test_a_naive_forecast_of_nothing_is_refused_with_its_line(tmp_path: Path, row: str, where: str) -> None:
    """An unknown id, or a cell that is no number, is named with line and column."""
    path = tmp_path / "naive.csv"
    path.write_text(f"id,name,numerator,denominator,volume,note\n{row}\n")
    with pytest.raises(UserError) as caught:
        load_naive(path, {"late": 100.0})
    assert (caught.value.key, caught.value.values["line"], caught.value.values["where"]) == (
        "naive_unknown",
        2,
        where,
    )


def test_the_naive_forecasts_of_the_reports_can_be_computed() -> None:
    """Every forecast of the committed table has its figures, and every prediction but one has a forecast."""
    folder = Path(__file__).resolve().parents[2] / "scenarios"
    files = sorted((folder / "evidence").glob("*.csv"))
    figures = {one.id: one for file in files for one in load_evidence(file)}
    naive = load_naive(folder / "naive-forecasts.csv", {key: one.value for key, one in figures.items()})
    predicted = {key for key, one in figures.items() if one.role == Role.PREDICTED}
    # No other report prints a paused bucket; "nothing waits" would be a straw man.
    assert naive.keys() == predicted - {"bs.dossiers.paused"}
    assert naive["htb.dossiers.late"][0].value == pytest.approx(7430 * 1576 / 32300)
