"""Laws of all distributions, whatever their parameters."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from onestop_sim.scenario.distribution import Distribution, DistributionBase

READER: TypeAdapter[DistributionBase] = TypeAdapter(Distribution)
amounts = st.floats(0.01, 1e4)
ratios = st.floats(0.05, 5)
units = st.sampled_from(["s", "min", "h", "d"])
uniform_lists = st.lists(st.floats(2.0**-53, 1 - 2.0**-53), min_size=1, max_size=30)


@st.composite
def distributions(draw: st.DrawFn) -> DistributionBase:
    """Any distribution that a planner may write."""
    kind = draw(st.sampled_from(["fixed", "exponential", "lognormal", "gamma", "triangular", "empirical"]))
    mean = draw(amounts)
    numbers: dict[str, object] = {"mean": mean}
    if kind == "fixed":
        numbers = {"value": mean}
    elif kind in {"lognormal", "gamma"}:
        numbers["sd"] = mean * draw(ratios)
    elif kind == "triangular":
        low, mode, high = sorted(draw(st.lists(amounts, min_size=3, max_size=3)))
        assume(low < high)
        numbers = {"low": low, "mode": mode, "high": high}
    elif kind == "empirical":
        values = draw(st.lists(amounts, min_size=1, max_size=8))
        weights = draw(st.lists(st.floats(0.01, 9), min_size=len(values), max_size=len(values)))
        numbers = {"values": values, "weights": weights}
    return READER.validate_python({"kind": kind, "unit": draw(units), **numbers})


@given(distributions(), uniform_lists)
def test_more_luck_never_means_less_time(distribution, u):
    """Quantiles are finite, not negative, and rise with the uniform; whole seconds likewise."""
    u = np.sort(np.array(u))
    for seconds in (distribution.quantile(u), distribution.quantile_s(u)):
        assert np.isfinite(seconds).all()
        assert (seconds >= 0).all()
        assert (np.diff(seconds) >= -1e-9 * seconds[1:]).all()


@given(distributions(), uniform_lists)
def test_rounding_adds_less_than_a_second(distribution, u):
    """Whole seconds lie less than one second above the exact quantile."""
    exact = distribution.quantile(np.array(u))
    added = distribution.quantile_s(np.array(u)) - exact
    assert (added < 1).all()
    assert (added >= -1e-6 - 1e-9 * exact).all()


@given(distributions(), uniform_lists, st.floats(0.1, 10))
def test_another_mean_stretches_every_dossier_alike(distribution, u, factor):
    """A changed mean multiplies each quantile by the same factor: luck and shape are kept."""
    stretched = distribution.with_mean(distribution.own_mean * factor)
    u = np.array(u)
    assert stretched.mean_s() == pytest.approx(factor * distribution.mean_s())
    assert stretched.sd_s() == pytest.approx(factor * distribution.sd_s())
    np.testing.assert_allclose(
        stretched.quantile(u), factor * distribution.quantile(u), rtol=1e-7, atol=1e-12
    )


@given(distributions())
def test_what_is_written_can_be_read_again(distribution):
    """A distribution survives the way to a manifest and back."""
    assert READER.validate_python(distribution.model_dump(mode="json")) == distribution


@given(distributions(), uniform_lists)
def test_the_company_of_a_dossier_does_not_change_its_time(distribution, u):
    """Each quantile depends on its own uniform alone."""
    together = distribution.quantile(np.array(u))
    alone = [float(distribution.quantile(np.array([one]))[0]) for one in u]
    np.testing.assert_allclose(together, alone, rtol=1e-14)
