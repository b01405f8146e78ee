"""Intervals cover as often as they say."""

import numpy as np
import pytest

from onestop_sim.stats.estimate import Scale, mean_interval, prediction_interval

TRIALS = 1500


def coverage(draw, n: int, scale: Scale) -> float:
    """How often the interval from n values holds one more."""
    rng = np.random.default_rng(20230314)
    held = 0
    for _ in range(TRIALS):
        values = draw(rng, n + 1)
        held += prediction_interval(values[:n], scale=scale).holds(float(values[n]))
    return held / TRIALS


def test_the_mean_interval_is_students():
    """Nine, ten, eleven: 10 ± 4.303 / √3."""
    found = mean_interval([9.0, 10.0, 11.0])
    assert found.estimate == 10.0
    assert found.high - 10 == pytest.approx(4.3026527 / np.sqrt(3))
    assert found.low - 10 == pytest.approx(-4.3026527 / np.sqrt(3))


def test_the_mean_interval_covers_the_mean():
    """Of normal values, 95 in 100 times."""
    rng = np.random.default_rng(1)
    held = [mean_interval(rng.normal(5, 2, 10)).holds(5) for _ in range(TRIALS)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("n", [5, 20])
def test_the_prediction_interval_of_a_measure_covers(n):
    """Of normal values, whatever the number of replications."""
    assert coverage(lambda rng, k: rng.normal(5, 2, k), n, Scale.MEASURE) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("mean", [2, 10, 25, 165])
@pytest.mark.parametrize("dispersion", [None, 5.0])
@pytest.mark.parametrize("n", [5, 20])
def test_the_prediction_interval_of_a_count_covers(mean, dispersion, n):
    """Poisson or over-dispersed, few or many: at least 93 in 100; whole numbers make it cover more."""

    def draw(rng, k):
        if dispersion is None:
            return rng.poisson(mean, k)
        return rng.negative_binomial(dispersion, dispersion / (dispersion + mean), k)

    assert 0.925 <= coverage(draw, n, Scale.COUNT) <= 0.998


def test_never_having_seen_one_does_not_make_it_impossible():
    """Ten replications without a late dossier leave room for one; after twenty it is rarer than 1 in 40."""
    found = prediction_interval([0] * 10, scale=Scale.COUNT)
    assert (found.estimate, found.low, found.high) == (0.0, 0.0, 1.0)
    assert prediction_interval([0] * 20, scale=Scale.COUNT).high == 0.0
    assert prediction_interval([0] * 20, level=0.99, scale=Scale.COUNT).high == 1.0


def test_one_replication_tells_little():
    """No variance is known: the mean may lie anywhere, a large count too."""
    assert mean_interval([7.0]).high == np.inf
    assert prediction_interval([7.0]).low == -np.inf
    assert prediction_interval([700], scale=Scale.COUNT).high == np.inf
    assert prediction_interval([7], scale=Scale.COUNT).high < 30


def test_no_replication_tells_nothing():
    """An empty sample is an error."""
    with pytest.raises(ValueError, match="at least one"):
        mean_interval([])


def test_counts_have_whole_bounds_not_below_zero():
    """On the square-root scale the lower end stops at nothing."""
    found = prediction_interval([30, 90, 10, 100], scale=Scale.COUNT)
    assert found.low == 0.0
    assert found.high == int(found.high)


def test_intervals_stay_where_figures_can_be():
    """No share above one or below zero, no time below zero; a measure of any kind may be anywhere."""
    near_one, near_zero = [0.97, 1.0, 0.99, 1.0], [0.1, 0.0, 3.0, 0.2]
    for interval in (mean_interval, prediction_interval):
        assert interval(near_one, scale=Scale.SHARE).high == 1.0
        assert 0 < interval(near_one, scale=Scale.SHARE).low == interval(near_one).low
        assert interval([0.0, 0.02, 0.0], scale=Scale.SHARE).low == 0.0
        assert interval(near_zero, scale=Scale.AMOUNT).low == 0.0
        assert interval(near_zero, scale=Scale.AMOUNT).high == interval(near_zero).high
        assert interval(near_zero).low < 0


@pytest.mark.parametrize("scale", [Scale.SHARE, Scale.AMOUNT, Scale.MEASURE])
def test_one_value_alone_has_no_interval(scale):
    """ "From 0 to 100 %" would look like a finding; one replication has none to tell."""
    for interval in (mean_interval, prediction_interval):
        alone = interval([0.9], scale=scale)
        assert (alone.low, alone.high) == (-np.inf, np.inf)
