"""
Worker processes that leave Ctrl-C to their parent, and are gone when it goes.

`ProcessPoolExecutor` shares queues and locks among its workers: one that is ended while it holds
them can leave the parent waiting for ever. Here each worker has a pipe of its own, so all of them
can be ended at any moment.
"""

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Final, ParamSpec, TypeVar

from onestop_sim.errors import UserError

P = ParamSpec("P")
T = TypeVar("T")

Workers = list[tuple[multiprocessing.process.BaseProcess, Connection]]

_HINTS: Final = {
    "MALLOC_TRIM_THRESHOLD_": str(1 << 31),
    "MALLOC_MMAP_MAX_": "0",
    "OPENBLAS_NUM_THREADS": "1",
}
"""A worker lives one replication after the other: what one of them gave back to the system the next would
ask for again, large arrays too, for a twentieth of its time (the C library of Linux; others do not listen).
And it is one of several, so NumPy needs no threads in it."""


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
    executor = SpawnedWorkers(n)
    try:
        yield executor
    except BaseException:
        executor.abandon()
        raise
    executor.shutdown()


class SpawnedWorkers(Executor):
    """
    An executor whose processes are spawned at once and can be abandoned without waiting.

    A thread for each process hands it one call at a time and waits for the answer.
    """

    def __init__(self, n: int) -> None:
        self._workers = _spawned(n)
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        for _, pipe in self._workers:
            self._idle.put(pipe)
        self._threads = ThreadPoolExecutor(n)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a call to the next process that is free."""
        return self._threads.submit(self._answer, fn, args, kwargs)

    def _answer(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        pipe = self._idle.get()
        try:
            pipe.send((fn, args, kwargs))
            is_error, answer = pipe.recv()
        except (EOFError, OSError):
            raise BrokenProcessPool("a worker process is gone") from None
        finally:
            self._idle.put(pipe)
        if is_error:
            raise answer
        result: T = answer
        return result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let every call that was handed in end, then the processes."""
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for process, pipe in self._workers:
            pipe.close()
            process.join()

    def abandon(self) -> None:
        """End all processes now, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process, _ in self._workers:
            process.terminate()
        for process, _ in self._workers:
            process.join()
        self._threads.shutdown(wait=True)


def _spawned(n: int) -> Workers:
    """
    Start all processes, deaf to Ctrl-C from their first instruction on.

    A process inherits that a signal is ignored; without this it could be hit while it still imports.
    """
    context = multiprocessing.get_context("spawn")
    started: Workers = []
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with _told(_HINTS):
            for _ in range(n):
                ours, theirs = context.Pipe()
                process = context.Process(target=_serve, args=(theirs,), daemon=True)
                process.start()
                theirs.close()  # so that ours ends when the process does
                started.append((process, ours))
    finally:
        signal.signal(signal.SIGINT, before)
    return started


@contextmanager
def _told(hints: Mapping[str, str]) -> Iterator[None]:
    """Let processes that are started find environment variables, where nobody has set them."""
    ours = {name: value for name, value in hints.items() if name not in os.environ}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name in ours:
            os.environ.pop(name, None)


def _serve(pipe: Connection) -> None:
    """Answer calls until the parent closes the pipe; this is the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            fn, args, kwargs = pipe.recv()
        except EOFError:
            return
        try:
            answer = (False, fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised again in the parent
            error.add_note(traceback.format_exc())
            answer = (True, error)
        pipe.send(answer)


def _end_with_parent() -> None:
    """
    End this process as soon as its parent is gone, in the midst of a call.

    A parent that was killed cannot end its workers; one that went on would write into a folder in which
    somebody may be resuming the work.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
