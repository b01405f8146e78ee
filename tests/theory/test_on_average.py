"""
On average, with intervals: the formulas of queueing theory, from independent draws of the test itself.

Each law is asked of r independent replications with a warm-up cut off; the mean of their means has a
Student interval of 99.9 %, so that among the four tests a true law fails once in 250 seeds, and the
seeds are fixed. The exact tests are the strong ones; these guard against a bias that only shows in
long runs: a queue in the wrong order on average, a priority that leaks, a lost second in each service.
"""

import math

import numpy as np
from scipy import stats

from onestop_sim.engine.simulate import simulate
from onestop_sim.plan.plan import Plan, Steps
from tests.shops import tandem, waits_s

CONFIDENCE = 0.999
N, WARM_UP = 12_000, 2_000


def covers(means_s, expected_s):
    """Whether the Student interval of the replications' means holds the expected mean."""
    half_s = (
        stats.t.ppf((1 + CONFIDENCE) / 2, len(means_s) - 1) * np.std(means_s, ddof=1) / len(means_s) ** 0.5
    )
    assert half_s < 0.25 * expected_s, "too few replications to say anything"
    return abs(np.mean(means_s) - expected_s) <= half_s


def whole(seconds):
    """Round to whole seconds at random times of thousands: the bias is below a thousandth."""
    return np.rint(seconds).astype(np.int64)


def replications(n, seed, gap_s, efforts, officers):
    """Mean waits of *n* replications of one office with exponential gaps."""
    means_s = []
    for replication in range(n):
        rng = np.random.default_rng([seed, replication])
        arrivals_s = np.cumsum(whole(rng.exponential(gap_s, N)))
        waits = waits_s(simulate(tandem(arrivals_s, whole(efforts(rng)), (officers,))))
        means_s.append(waits[WARM_UP:].mean())
    return means_s


def erlang_c(officers, load):
    """Probability that all officers are busy (Erlang 1917); *load* in officers."""
    top = load**officers / math.factorial(officers) * officers / (officers - load)
    return top / (sum(load**k / math.factorial(k) for k in range(officers)) + top)


def test_mean_wait_of_three_officers_is_erlang_c():
    """M/M/3 at 70 % load: the mean wait is C(3, a) E[S] / (3 - a)."""
    officers, effort_s, gap_s = 3, 21_000.0, 10_000.0
    load = effort_s / gap_s
    expected_s = erlang_c(officers, load) * effort_s / (officers - load)
    assert covers(replications(16, 1, gap_s, lambda rng: rng.exponential(effort_s, N), officers), expected_s)


def test_mean_wait_of_one_officer_is_pollaczek_and_khinchine():
    """M/G/1 with gamma efforts at 60 % load: the mean wait is E[S^2] / (2 E[A] (1 - rho))."""
    gap_s, shape, scale_s = 10_000.0, 2.0, 3_000.0
    second_moment = shape * (shape + 1) * scale_s**2
    expected_s = second_moment / (2 * gap_s * (1 - shape * scale_s / gap_s))
    assert covers(replications(16, 2, gap_s, lambda rng: rng.gamma(shape, scale_s, N), 1), expected_s)


def with_priorities(plan: Plan, priorities) -> Plan:
    """The same plan with a class for each row."""
    steps = Steps(**(plan.steps.arrays() | {"priority": priorities}))
    return Plan(**(vars(plan) | {"steps": steps}))


def test_mean_waits_of_two_classes_are_cobhams():
    """Non-preemptive priorities: W1 = R / (1 - r1), W2 = R / ((1 - r1)(1 - r1 - r2)) (Cobham 1954)."""
    gap_s, effort_s, share = 10_000.0, 7_000.0, 0.4
    residual_s = effort_s**2 / gap_s
    load, load_1 = effort_s / gap_s, share * effort_s / gap_s
    first_s, second_s = [], []
    for replication in range(20):
        rng = np.random.default_rng([3, replication])
        arrivals_s = np.cumsum(whole(rng.exponential(gap_s, N)))
        is_second = rng.random(N) >= share
        plan = with_priorities(tandem(arrivals_s, whole(rng.exponential(effort_s, N))), is_second)
        waits = waits_s(simulate(plan))[WARM_UP:]
        first_s.append(waits[~is_second[WARM_UP:]].mean())
        second_s.append(waits[is_second[WARM_UP:]].mean())
    assert covers(first_s, residual_s / (1 - load_1))
    assert covers(second_s, residual_s / ((1 - load_1) * (1 - load)))
