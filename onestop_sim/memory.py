"""
How the engine keeps its numbers: columns that it reads one value at a time, and the tape of what happened.

What is quick differs between Python that is interpreted and Python that was compiled. This module is for
the first; in the compiled engine `memory_compiled` stands in its place, with the same names and promises.
`bisect_left` and `bisect_right` search `Numbers` that never fall, `insort` puts into a list of them, `push`
and `pop` keep a `Heap`, whose least is ``heap[0]``; they promise what the library's do.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from heapq import heappop as pop
from heapq import heappush as push
from io import BytesIO
from struct import Struct
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from onestop_sim.clock import IntArray

__all__ = [
    "RECORD", "Codes", "Heap", "Looks", "Numbers", "Tape", "bisect_left", "bisect_right", "codes", "event",
    "heap", "insort", "looks", "numbers", "pop", "push", "three_events", "two_events",
]  # fmt: skip

Codes: TypeAlias = list[int]
"""A column of few different small numbers, from -2**15 to 2**15 - 1."""
Numbers: TypeAlias = list[int]
"""A column of numbers of 64 bits."""
Looks: TypeAlias = "memoryview[int]"
"""A column of numbers of 64 bits of which few rows are read."""
Heap: TypeAlias = list[tuple[int, int, int, int]]
"""Fours of numbers, the least first."""

RECORD: Final = np.dtype([("step", "<i4"), ("what", "<i4"), ("occurred_s", "<i8")])
"""An event on the tape: row of `Steps`, `engine.recorder.what`, instant."""

_PIECE: Final = 1 << 15
"""Records that are read at a time."""

event: Final[Callable[[int, int, int], bytes]] = Struct("<iiq").pack
"""Makes the record of one event: ``event(row, what, now)``."""

two_events: Final[Callable[[int, int, int, int, int, int], bytes]] = Struct("<iiqiiq").pack
"""Makes the records of two events in one go."""


three_events: Final[Callable[[int, int, int, int, int, int, int, int, int], bytes]] = Struct(
    "<iiqiiqiiq"
).pack
"""Makes the records of three events in one go."""


def codes(column: NDArray[np.integer[Any]]) -> Codes:
    """
    Return a column as a list, in which equal numbers are one and the same object.

    >>> codes(np.array([400, -1, 400]))
    [400, -1, 400]
    """
    low, high = int(column.min(initial=0)), int(column.max(initial=0))
    objects = np.arange(low, high + 1).astype(object)
    values: list[int] = objects[column.astype(np.int64) - low].tolist()
    return values


def numbers(column: NDArray[np.integer[Any]]) -> Numbers:
    """
    Return a column as a list.

    >>> numbers(np.array([-(2**62), 7]))
    [-4611686018427387904, 7]
    """
    values: list[int] = column.tolist()
    return values


def looks(column: IntArray) -> Looks:
    """
    Return a column to be looked at where it is: a list costs more than few readings save.

    >>> looks(np.array([3, 4]))[1]
    4
    """
    return np.ascontiguousarray(column, np.int64).data


def heap() -> Heap:
    """Return an empty heap."""
    return []


class Tape:
    """
    Takes events down as records of 16 bytes; nothing else is made for them while the shop lives.

    Attributes:
        write:       takes down what `event` made; `write_two`, `write_three`: what `two_events` and
                     `three_events` made. Methods of the buffer itself, which costs least.
    """

    def __init__(self) -> None:
        self._bytes = BytesIO()
        self.write: Callable[[bytes], int] = self._bytes.write
        self.write_two = self.write_three = self.write

    def n_events(self) -> int:
        """Return the number of events taken down so far; the next event's row."""
        return self._bytes.tell() // RECORD.itemsize

    def pieces(self) -> Iterator[NDArray[np.void]]:
        """Yield what was taken down piece by piece, as `RECORD`s; nothing is taken down afterwards."""
        whole = np.frombuffer(self._bytes.getbuffer(), RECORD)
        for at in range(0, len(whole), _PIECE):
            yield whole[at : at + _PIECE]
