"""Worker processes that leave Ctrl-C to their parent, and are gone when it goes."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from onestop_sim.errors import UserError


def n_workers_for(asked: int | None, n_replications: int) -> int:
    """
    Return how many processes a study needs: one for each core, no more than there is to do.

    Raises:
        UserError: ``bad_workers``.
    """
    if asked is not None and asked < 1:
        raise UserError("bad_workers", given=asked)
    return min(asked or os.cpu_count() or 1, n_replications)


@contextmanager
def workers(n: int) -> Iterator[Executor | None]:
    """
    Lend an executor with *n* processes; None for one, which is this process.

    When the study is broken off, processes at work are ended: what they made is not wanted any more.
    """
    if n == 1:
        yield None
        return
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(n, mp_context=context, initializer=_ignore_interrupts)
    try:
        _start(executor, n)
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    executor.shutdown()


def _start(executor: Executor, n: int) -> None:
    """
    Start all processes now, deaf to Ctrl-C from their first instruction on.

    A process inherits that a signal is ignored; without this it could be hit while it still imports.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        for _ in range(n):
            executor.submit(_nothing)
    finally:
        signal.signal(signal.SIGINT, before)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _nothing() -> None:
    pass
