"""Worker processes answer, tell their errors, and can be ended at any moment."""

import math
import multiprocessing
import os
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.errors import UserError
from onestop_sim.scenario.distribution import Fixed


def test_calls_are_answered_by_other_processes():
    """Each call runs elsewhere, more calls than processes included."""
    with workers(2) as executor:
        assert executor is not None
        found = [executor.submit(os.getpid) for _ in range(5)]
        pids = {one.result(timeout=60) for one in found}
    assert os.getpid() not in pids
    assert len(pids) <= 2
    assert multiprocessing.active_children() == []


def test_one_worker_is_this_process():
    """Nothing is spawned for one worker."""
    with workers(1) as executor:
        assert executor is None


def test_an_error_of_a_worker_is_raised_here():
    """Errors keep their type and values on the way home, and tell where they arose."""
    with workers(2) as executor:
        assert executor is not None
        with pytest.raises(ValueError, match="math domain error") as caught:
            executor.submit(math.sqrt, -1.0).result(timeout=60)
        with pytest.raises(UserError, match="mean_not_scalable"):
            executor.submit(Fixed(unit="s", value=1).with_mean, -1.0).result(timeout=60)
    assert "Traceback" in caught.value.__notes__[0]


def test_a_worker_that_dies_is_noticed():
    """A process that ends before its time breaks its call, nobody waits for ever."""
    with workers(2) as executor:
        assert executor is not None
        with pytest.raises(BrokenProcessPool):
            executor.submit(os._exit, 3).result(timeout=60)


def test_what_is_broken_off_ends_at_once():
    """Calls that would take a minute do not delay the end."""
    began = time.monotonic()

    def broken_off() -> None:
        with workers(2) as executor:
            assert executor is not None
            for _ in range(5):
                executor.submit(time.sleep, 60)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert time.monotonic() - began < 30
    assert multiprocessing.active_children() == []


def test_no_more_workers_than_replications():
    """A core without a replication has nothing to do; less than one worker is no number of workers."""
    assert n_workers_for(8, 3) == 3
    assert n_workers_for(None, 1) == 1
    with pytest.raises(UserError, match="bad_workers"):
        n_workers_for(0, 3)
