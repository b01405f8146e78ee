"""
An independent simulator of queueing networks, Ciw, agrees on small shops drawn at random.

Given our draws, it lets every dossier wait as long as we do, to the second. Left to its own draws,
agreement is of means: the difference of two means over independent replications lies within its
Student (Welch) interval of 99.9 % for each of five shops. That interval is wide (a fifth to a third of
the mean), so the first test is the strong one.
"""

import ciw
import numpy as np
import pytest
from scipy import stats

from onestop_sim.engine.simulate import simulate
from tests.shops import tandem, waits_s

N, WARM_UP, REPLICATIONS = 3_000, 500, 12
N_GIVEN, FAR_S = 1_000, 10**12


def draw_shop(seed):
    """Stations, officers and loads of a small shop: (mean gap, officers, mean efforts), seconds."""
    rng = np.random.default_rng(seed)
    officers = rng.integers(1, 4, size=rng.integers(1, 4))
    gap_s = 10_000.0
    return gap_s, officers, officers * gap_s * rng.uniform(0.4, 0.75, size=len(officers))


def ours(seed, gap_s, officers, efforts_s):
    """Mean wait over all stations, one number for each replication."""
    means = []
    for replication in range(REPLICATIONS):
        rng = np.random.default_rng([seed, replication])
        arrivals_s = np.cumsum(rng.exponential(gap_s, N)).astype(np.int64)
        efforts = rng.exponential(efforts_s, (N, len(officers))).astype(np.int64)
        means.append(waits_s(simulate(tandem(arrivals_s, efforts, officers.tolist())))[WARM_UP:].mean())
    return means


def theirs(seed, gap_s, officers, efforts_s):
    """The same from Ciw."""
    stations = len(officers)
    routing = np.eye(stations, k=1).tolist()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1 / gap_s)] + [None] * (stations - 1),
        service_distributions=[ciw.dists.Exponential(1 / mean_s) for mean_s in efforts_s],
        number_of_servers=officers.tolist(),
        routing=routing,
    )
    means = []
    for replication in range(REPLICATIONS):
        ciw.seed(1000 * seed + replication)
        model = ciw.Simulation(network)
        model.simulate_until_max_customers(N, method="Finish")
        waits = np.zeros(4 * N)
        for record in model.get_all_records():
            waits[record.id_number] += record.waiting_time
        means.append(waits[WARM_UP:N].mean())
    return means


@pytest.mark.parametrize("seed", range(5))
def test_a_random_shop_waits_as_long_as_in_ciw(seed):
    """Mean waits of both programs differ by no more than their intervals allow."""
    shop = draw_shop(seed)
    mine, other = ours(seed, *shop), theirs(seed, *shop)
    interval = stats.ttest_ind(mine, other, equal_var=False).confidence_interval(0.999)
    assert interval.low <= 0 <= interval.high
    assert interval.high - interval.low < np.mean(other), "the interval says something"


class OfDossiers(ciw.dists.Distribution):
    """The effort that was drawn for each dossier at one station, seconds."""

    def __init__(self, efforts_s):
        self._efforts_s = efforts_s

    def sample(self, t=None, ind=None):
        return self._efforts_s[ind.id_number - 1]


def theirs_given(arrivals_s, efforts_s, officers):
    """Waits of each dossier in Ciw, over all stations, when arrivals and efforts are given."""
    stations = len(officers)
    gaps_s = np.diff(arrivals_s, prepend=0).tolist()
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gaps_s, FAR_S])] + [None] * (stations - 1),
        service_distributions=[OfDossiers(efforts_s[:, at].tolist()) for at in range(stations)],
        number_of_servers=officers,
        routing=np.eye(stations, k=1).tolist(),
    )
    model = ciw.Simulation(network)
    model.simulate_until_max_time(FAR_S)
    waits = np.zeros(len(arrivals_s))
    for record in model.get_all_records():
        waits[record.id_number - 1] += record.waiting_time
    return waits


@pytest.mark.parametrize("seed", range(20))
def test_given_the_same_draws_every_dossier_waits_as_in_ciw(seed, monkeypatch):
    """No tolerance: stations in a row, several officers each, overtaking between them included."""
    for module in (ciw.node, ciw.simulation):  # Ciw draws lots between events of one second
        monkeypatch.setattr(module, "random_choice", lambda events, *_: events[0])
    gap_s, officers, means_s = draw_shop(seed)
    rng = np.random.default_rng([seed, REPLICATIONS])
    arrivals_s = np.cumsum(rng.exponential(gap_s, N_GIVEN)).astype(np.int64)
    efforts_s = rng.exponential(1.2 * means_s, (N_GIVEN, len(officers))).astype(np.int64)
    waits = waits_s(simulate(tandem(arrivals_s, efforts_s, officers.tolist())))
    assert waits.any()
    np.testing.assert_array_equal(waits, theirs_given(arrivals_s, efforts_s, officers.tolist()))
