"""Uniforms become counts, yes or no, durations and attempts by inverse distribution functions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from onestop_sim.plan.dice import dossier_keys
from onestop_sim.plan.draws import (
    Seed,
    failures_before_success,
    largest_remainder,
    negative_binomial_counts,
    poisson_counts,
)
from onestop_sim.scenario.assumed import ShareValue
from onestop_sim.scenario.distribution import Exponential, Fixed

KEYS = dossier_keys("period/test", "unit", "procedure", np.arange(20_000))
U = Seed(7, 0).uniforms("test", KEYS)


@given(
    st.integers(0, 100_000),
    st.lists(st.floats(0, 1e3), min_size=1, max_size=50).filter(lambda weights: sum(weights) > 1e-3),
)
def test_largest_remainder_adds_up_and_stays_near_its_quotas(total, weights):
    """Counts add up to the total, and none is a whole dossier away from its quota."""
    weights = np.array(weights)
    counts = largest_remainder(total, weights)
    assert counts.sum() == total
    assert (np.abs(counts - total * weights / weights.sum()) < 1 + 1e-4).all()


def test_largest_remainder_gives_whole_quotas_whole():
    """Quotas that are whole numbers are the counts."""
    assert largest_remainder(300, np.array([1.0, 2.0, 0.0, 3.0])).tolist() == [50, 100, 0, 150]


@pytest.mark.parametrize("mean", [0.01, 0.7, 3.0, 40.0, 900.0, 20_000.0])
def test_poisson_counts_are_the_inverse_distribution_function(mean):
    """Counts agree with SciPy's quantiles for means small and large."""
    assert (poisson_counts(U, np.full(len(U), mean)) == stats.poisson.ppf(U, mean)).all()


@pytest.mark.parametrize("mean", [0.2, 5.0, 700.0])
@pytest.mark.parametrize("dispersion", [1.5, 8.0])
def test_negative_binomial_counts_are_the_inverse_distribution_function(mean, dispersion):
    """Counts agree with SciPy's quantiles of the distribution with that mean and variance ratio."""
    p = 1 / dispersion
    expected = stats.nbinom.ppf(U, mean * p / (1 - p), p)
    assert (negative_binomial_counts(U, np.full(len(U), mean), dispersion) == expected).all()


def test_counts_of_nothing_are_zero_and_dispersion_one_is_poisson():
    """A mean of zero gives no dossiers; a variance equal to the mean is Poisson's."""
    assert not poisson_counts(U, np.zeros(len(U))).any()
    means = np.full(len(U), 12.0)
    assert (negative_binomial_counts(U, means, 1.0) == poisson_counts(U, means)).all()


@given(st.floats(0.01, 500), st.floats(1, 3))
def test_a_larger_mean_never_gives_fewer(mean, factor):
    """Counts grow with the mean at every uniform: the coupling keeps the first dossiers."""
    u = U[:300]
    few, many = np.full(len(u), mean), np.full(len(u), mean * factor)
    assert (poisson_counts(u, few) <= poisson_counts(u, many)).all()
    assert (negative_binomial_counts(u, few, 2.5) <= negative_binomial_counts(u, many, 2.5)).all()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_failures_are_geometric_and_capped(share):
    """The share of deliveries that fail at least k times is the k-th power of the failure share."""
    failures = failures_before_success(U, share, at_most=3)
    assert failures.max() <= 3
    for k in (1, 2, 3):
        expected = (1 - share) ** k
        sd = np.sqrt(expected * (1 - expected) / len(U))
        assert abs((failures >= k).mean() - expected) < 4 * sd


def test_certain_deliveries_never_fail_and_hopeless_ones_always():
    """Shares of one and zero need no luck."""
    assert not failures_before_success(U, 1.0, 3).any()
    assert (failures_before_success(U, 0.0, 3) == 3).all()


def test_what_happens_to_a_share_happens_to_all_of_a_smaller_share():
    """Whoever is among a tenth is among a fifth; shares of zero and one are certain."""
    seed = Seed(7, 0)
    tenth, fifth = (seed.happens("x", KEYS, ShareValue(value=share)) for share in (0.1, 0.2))
    assert not (tenth & ~fifth).any()
    assert abs(fifth.mean() - 0.2) < 4 * np.sqrt(0.16 / len(KEYS))
    assert not seed.happens("x", KEYS, ShareValue(value=0)).any()
    assert seed.happens("x", KEYS, ShareValue(value=1)).all()


def test_durations_are_quantiles_with_days_as_long_as_said():
    """A fixed time needs no dice; a day is a working day or a calendar day as the reader says."""
    seed = Seed(7, 0)
    assert (seed.seconds("x", KEYS, Fixed(value=1, unit="d"), 28_800) == 28_800).all()
    assert (seed.seconds("x", KEYS, Fixed(value=1, unit="d")) == 86_400).all()
    lasts = Exponential(mean=10, unit="min")
    assert (seed.seconds("x", KEYS, lasts) == lasts.quantile_s(seed.uniforms("x", KEYS))).all()


def test_moments_stay_below_one():
    """The share of the day that has passed never rounds up to the whole day."""
    moments = Seed(7, 0).moments("x", KEYS)
    assert moments.dtype == np.float32
    assert moments.min() >= 0
    assert moments.max() < 1
