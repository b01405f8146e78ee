"""What a run leaves behind: the log, and no shop."""

import gc
import tracemalloc

import numpy as np

from onestop_sim.engine.desk import Desk
from onestop_sim.engine.given_dates import GivenDates
from onestop_sim.engine.handoff import Handoff
from onestop_sim.engine.journey import Journey
from onestop_sim.engine.kernel import Kernel
from onestop_sim.engine.office import Office
from onestop_sim.engine.officer import Officer
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.simulate import simulate
from tests.shops import tandem

N = 3_000


def test_the_shop_is_let_go_of_when_its_run_is_over():
    """Parties know each other in circles; what they held of the plan must not wait for the collector."""
    plan = tandem(np.arange(N) * 100, np.full((N, 2), 50), (1, 1))
    simulate(plan)  # what is imported or cached once
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        log = simulate(plan)
        del log
        left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()
    assert left < 0.1 * peak


def test_no_party_of_a_shop_outlives_it():
    """With the collector off, counting alone frees the shop, and one young collection its parties."""
    parties = (Shop, Office, Officer, Desk, Journey, Handoff, GivenDates, Kernel)
    plan = tandem(np.arange(50) * 100, np.full((50, 2), 50), (1, 1))
    gc.collect()
    gc.disable()
    try:
        log = simulate(plan)
        left = [type(one).__name__ for one in gc.get_objects() if isinstance(one, parties)]
    finally:
        gc.enable()
    assert log.events.height
    assert left == []
