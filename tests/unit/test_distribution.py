"""Distributions as a planner writes them: units, moments, short forms, provenance and refusals."""

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from onestop_sim.clock import Shift, TimeOfDay
from onestop_sim.errors import UserError
from onestop_sim.scenario.assumed import Assumed, Part, PositiveValue, ShareValue, Sourced, assumptions
from onestop_sim.scenario.distribution import LONGEST_S, Distribution, DistributionBase
from onestop_sim.terms import Grade

READER: TypeAdapter[DistributionBase] = TypeAdapter(Distribution)
MIDPOINTS = (np.arange(2_000_000) + 0.5) / 2_000_000


def key_of(written) -> tuple[str, tuple]:
    """Type and place of the first complaint about what was written."""
    with pytest.raises(ValidationError) as caught:
        READER.validate_python(written)
    first = caught.value.errors()[0]
    return first["type"], first["loc"]


@pytest.mark.parametrize(
    ("written", "mean", "sd"),
    [
        ({"kind": "fixed", "value": 7}, 7, 0),
        ({"kind": "exponential", "mean": 7}, 7, 7),
        ({"kind": "lognormal", "mean": 7, "sd": 5}, 7, 5),
        ({"kind": "gamma", "mean": 7, "sd": 5}, 7, 5),
        ({"kind": "gamma", "mean": 7, "sd": 9}, 7, 9),
        ({"kind": "triangular", "low": 1, "mode": 2, "high": 9}, 4, np.sqrt((1 + 4 + 81 - 2 - 9 - 18) / 18)),
        ({"kind": "triangular", "low": 0, "mode": 0, "high": 3}, 1, np.sqrt(0.5)),
        ({"kind": "triangular", "low": 0, "mode": 3, "high": 3}, 2, np.sqrt(0.5)),
        ({"kind": "empirical", "values": [4, 1, 1, 2]}, 2, np.sqrt(1.5)),
        ({"kind": "empirical", "values": [4, 1, 2], "weights": [1, 2, 1]}, 2, np.sqrt(1.5)),
    ],
    ids=lambda v: v["kind"] if isinstance(v, dict) else "",
)
def test_the_quantile_function_has_the_stated_moments(written, mean, sd):
    """Integrating the quantile function gives the mean and the standard deviation that were written."""
    distribution = READER.validate_python({**written, "unit": "min"})
    seconds = distribution.quantile(MIDPOINTS)
    assert distribution.mean_s() == pytest.approx(60 * mean)
    assert distribution.sd_s() == pytest.approx(60 * sd)
    assert seconds.mean() == pytest.approx(60 * mean, rel=2e-4)
    assert seconds.std() == pytest.approx(60 * sd, rel=2e-3)


def test_known_quantiles():
    """Medians and tails agree with the formulas of the textbooks."""
    u = np.array([0.5, 0.9])
    exponential = READER.validate_python({"kind": "exponential", "mean": 100, "unit": "s"})
    assert exponential.quantile(u) == pytest.approx(100 * np.log([2, 10]))
    lognormal = READER.validate_python({"kind": "lognormal", "mean": 100, "sd": 100, "unit": "s"})
    assert lognormal.quantile(u)[0] == pytest.approx(100 / np.sqrt(2))
    erlang_1 = READER.validate_python({"kind": "gamma", "mean": 100, "sd": 100, "unit": "s"})
    assert erlang_1.quantile(u) == pytest.approx(exponential.quantile(u))
    seen = READER.validate_python({"kind": "empirical", "values": [30, 10, 20], "unit": "s"})
    assert seen.quantile(np.array([0.01, 1 / 3, 0.34, 0.99])).tolist() == [10, 10, 20, 30]


def test_a_day_is_as_long_as_the_reader_says():
    """Days are working days of eight hours for offices and 24 hours for the post; minutes are minutes."""
    transit = READER.validate_python("1.5 d")
    u = np.array([0.5])
    assert transit.quantile_s(u).tolist() == [43_200]
    assert transit.quantile_s(u, day_s=86_400).tolist() == [129_600]
    assert transit.mean_s(86_400) == 129_600
    assert READER.validate_python("12 min").mean_s(86_400) == 720


@pytest.mark.parametrize(
    ("written", "seconds"), [("1.1 h", 3960), ("0.5 s", 1), ("0 s", 0), ("0.1 min", 6), ("2.0000001 s", 2)]
)
def test_durations_are_whole_seconds_rounded_up(written, seconds):
    """A started second counts, a rounding error of the computer does not."""
    durations = READER.validate_python(written).quantile_s(np.array([0.1, 0.9]))
    assert durations.dtype == np.int64
    assert durations.tolist() == [seconds, seconds]


def test_no_duration_outgrows_the_clock():
    """The wildest tail that can be written still fits into the instants of a plan."""
    wild = READER.validate_python({"kind": "lognormal", "mean": 1e6, "sd": 1e8 / 100, "unit": "d"})
    assert wild.quantile_s(np.array([1 - 2.0**-53])).max() == LONGEST_S


@pytest.mark.parametrize(
    ("written", "key", "place"),
    [
        (5, "duration_unreadable", ()),
        ("12 mn", "duration_unreadable", ()),
        ("-3 d", "duration_unreadable", ()),
        (True, "duration_unreadable", ()),
        ({"kind": "lognromal", "mean": 3, "sd": 1, "unit": "d"}, "union_tag_invalid", ()),
        ({"mean": 3, "unit": "d"}, "union_tag_not_found", ()),
        ({"kind": "exponential", "mean": 3}, "missing", ("exponential", "unit")),
        ({"kind": "exponential", "mean": 3, "unit": "weeks"}, "literal_error", ("exponential", "unit")),
        ({"kind": "exponential", "mean": -3, "unit": "s"}, "greater_than", ("exponential", "mean")),
        ({"kind": "exponential", "mean": True, "unit": "s"}, "truth_for_number", ("exponential", "mean")),
        (
            {"kind": "exponential", "mean": float("inf"), "unit": "s"},
            "finite_number",
            ("exponential", "mean"),
        ),
        ({"kind": "fixed", "value": 1, "sd": 2, "unit": "s"}, "extra_forbidden", ("fixed", "sd")),
        ({"kind": "lognormal", "mean": 1, "sd": 101, "unit": "s"}, "sd_too_large", ("lognormal",)),
        (
            {"kind": "triangular", "low": 3, "mode": 2, "high": 5, "unit": "s"},
            "triangle_out_of_order",
            ("triangular",),
        ),
        ({"kind": "empirical", "values": [], "unit": "s"}, "too_short", ("empirical", "values")),
        (
            {"kind": "empirical", "values": [1], "weights": [1, 2], "unit": "s"},
            "weights_do_not_match",
            ("empirical",),
        ),
        (
            {"kind": "empirical", "values": [1], "weights": [0], "unit": "s"},
            "weights_all_zero",
            ("empirical",),
        ),
        ({"kind": "fixed", "value": 5, "range": [1, 4], "unit": "s"}, "range_without_value", ("fixed",)),
    ],
)
def test_what_cannot_be_meant_is_refused(written, key, place):
    """Each mistake has a key and a place of its own."""
    assert key_of(written) == (key, place)


def test_a_mean_that_cannot_be_reached_is_refused():
    """Nothing can be stretched to a mean of zero or below, nor from zero to anything."""
    zeros = READER.validate_python({"kind": "empirical", "values": [0], "unit": "s"})
    with pytest.raises(UserError, match="mean_not_scalable"):
        zeros.with_mean(1)
    with pytest.raises(UserError, match="mean_not_scalable"):
        READER.validate_python("3 d").with_mean(-1)
    assert READER.validate_python("0 d").with_mean(2).mean_s() == 57_600


class Desk(Sourced):
    """A desk, for the tests of provenance."""

    n_officers: int
    """Officers."""
    absent_share: ShareValue
    """Share of time away."""
    effort: Distribution
    """Effort for each dossier."""
    open_on_saturday: bool = False
    """Whether it opens on Saturdays."""


class Shop(Part):
    """A shop, for the tests of provenance."""

    desks: dict[str, Desk]
    """Desks by name."""
    weekday_share: tuple[float, ...] = ()
    """Shares of the weekdays."""
    hours: dict[Shift, float] = {}
    """Weights of the hours."""
    opens: TimeOfDay
    """Opening time: no number to a planner."""
    note: str = ""
    """Anything."""


def test_every_number_says_where_it_comes_from():
    """A number has its own source and grade or those of the nearest part around it that has them."""
    shop = Shop.model_validate(
        {
            "desks": {
                "land": {
                    "grade": "reported",
                    "source": "report, p. 3",
                    "n_officers": 2,
                    "absent_share": {"value": 0.1, "low": 0.05, "high": 0.2, "grade": "assumption"},
                    "effort": {"kind": "gamma", "mean": 9, "sd": 3, "unit": "min", "range": [5, 20]},
                }
            },
            "weekday_share": [0.6, 0.4],
            "opens": "07:30",
            "hours": {"07:30-09:00": 2},
        }
    )
    rows = [(r.path, r.value, r.unit, r.low, r.high, r.source, r.grade) for r in assumptions(shop)]
    assert rows == [
        ("desks.land.n_officers", 2, "n", None, None, "report, p. 3", Grade.REPORTED),
        ("desks.land.absent_share", 0.1, "share", 0.05, 0.2, None, Grade.ASSUMPTION),
        ("desks.land.effort", 9, "min", 5, 20, "report, p. 3", Grade.REPORTED),
        ("weekday_share.1", 0.6, "share", None, None, None, None),
        ("weekday_share.2", 0.4, "share", None, None, None, None),
        ("hours.07:30-09:00", 2, "", None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("model", "written", "key"),
    [
        (ShareValue, 1.2, "less_than_equal"),
        (ShareValue, {"value": 0.2, "low": 0.3, "high": 0.4}, "range_without_value"),
        (ShareValue, {"value": 0.2, "low": 0.1}, "range_half_given"),
        (PositiveValue, 0, "greater_than"),
        (Assumed, True, "truth_for_number"),
        (Assumed, "many", "float_parsing"),
        (Assumed, {"value": 1, "grade": "sure"}, "enum"),
        (Assumed, {"value": 1, "sorce": "x"}, "extra_forbidden"),
    ],
)
def test_assumed_numbers_are_checked(model, written, key):
    """Bounds, ranges, grades and spellings of an assumed number are checked like any other."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(written)
    assert caught.value.errors()[0]["type"] == key


def test_yes_is_no_number():
    """True is refused for a number, alone or in a list, and taken where a yes or no is asked for."""
    good = {"n_officers": 1, "absent_share": 0, "effort": "1 h"}
    assert Desk.model_validate({**good, "open_on_saturday": True}).open_on_saturday
    with pytest.raises(ValidationError, match="not a yes or no"):
        Desk.model_validate({**good, "n_officers": True})
    with pytest.raises(ValidationError, match="not a yes or no"):
        Shop.model_validate({"desks": {}, "weekday_share": [True], "opens": "08:00"})


def test_editors_know_the_short_forms():
    """The JSON Schema takes a bare number for an assumed one and "12 min" for a distribution."""
    fields = Desk.model_json_schema()
    share = fields["$defs"]["ShareValue"]["anyOf"]
    assert share[0]["type"] == "number"
    assert share[0]["maximum"] == 1
    assert fields["properties"]["effort"]["anyOf"][0]["type"] == "string"
