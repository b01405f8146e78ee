"""What a run leaves behind: the log, and no shop."""

import gc
import tracemalloc

import numpy as np

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
