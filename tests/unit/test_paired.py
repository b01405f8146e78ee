"""Paired differences and corrections for many of them, against examples computed by hand."""

import numpy as np
import pytest
from scipy import stats as scipy_stats

from onestop_sim.stats.paired import benjamini_hochberg, holm, paired_difference


def test_a_difference_by_hand():
    """Differences 1, 2, 3: mean 2, sd 1, error 1/sqrt(3), t = 3.46 with 2 degrees: p = 0.0742."""
    found = paired_difference([10, 20, 30], [11, 22, 33])
    assert (found.base, found.variant, found.difference, found.sd, found.n) == (20, 22, 2, 1, 3)
    assert found.p == pytest.approx(0.0742, abs=1e-4)
    assert (found.low, found.high) == pytest.approx((2 - 4.3027 / 3**0.5, 2 + 4.3027 / 3**0.5), abs=1e-3)
    # Variances 100 and 121 of independent worlds against 1 of the pairs.
    assert found.variance_ratio == pytest.approx(221)


def test_the_paired_test_is_that_of_scipy():
    """p-value and interval are those of an independent implementation."""
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=12), rng.normal(0.3, size=12)
    theirs = scipy_stats.ttest_rel(y, x)
    found = paired_difference(x, y)
    assert found.p == pytest.approx(theirs.pvalue)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval()))


def test_no_variance_is_an_exact_difference():
    """The same difference in every pair is known: its interval is a point, and there is nothing to test."""
    found = paired_difference([1, 5, 2], [3, 7, 4])
    assert found.is_exact
    assert (found.low, found.difference, found.high) == (2, 2, 2)
    assert found.p is None
    assert found.variance_ratio is None


def test_one_pair_tells_no_interval():
    """With one replication there is a difference and nothing else."""
    found = paired_difference([1], [3])
    assert (found.difference, found.low, found.p, found.is_exact, found.n) == (2, None, None, False, 1)


def test_what_a_world_lacks_makes_no_pair():
    """A replication in which one world has no such figure is left out."""
    found = paired_difference([1, np.nan, 3, 4], [2, 5, np.nan, 7])
    assert (found.n, found.difference) == (2, 2)
    assert paired_difference([np.nan], [1]).difference is None


def test_holm_by_hand():
    """0.01 x 4, 0.02 x 3, 0.03 x 2, 0.5 x 1, none below the one before it."""
    assert holm([0.5, 0.01, 0.03, 0.02]) == pytest.approx([0.5, 0.04, 0.06, 0.06])
    assert holm([0.4, 0.6]) == pytest.approx([0.8, 0.8])
    assert holm([]) == []


def test_benjamini_hochberg_by_hand():
    """The example of 1995: with 15 p-values and 5 %, the first four are found and the fifth is not."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    adjusted = benjamini_hochberg(p)
    assert [one <= 0.05 for one in adjusted] == [True] * 4 + [False] * 11
    assert adjusted == pytest.approx(scipy_stats.false_discovery_control(p))
    assert adjusted[0] == pytest.approx(0.0015)
    assert benjamini_hochberg([]) == []


def test_corrections_keep_the_order_given():
    """Adjusted values stand where their p-values stood."""
    p = [0.04, 0.001, 0.3]
    for correct in (holm, benjamini_hochberg):
        by_value = dict(zip(sorted(p), correct(sorted(p)), strict=True))
        assert correct(p) == [by_value[one] for one in p]
