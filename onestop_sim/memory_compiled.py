"""
How the compiled engine keeps its numbers: what `memory` promises, without an object for each number.

Never imported under this name: `app.compile_engine` puts it in the place of `memory` before it compiles.
Columns and tape are packed arrays of machine integers (`librt.vecs`, a part of mypyc's own run-time library).
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from librt.vecs import vec
from mypy_extensions import i16, i64

if TYPE_CHECKING:
    Codes = vec[i16]
    Numbers = vec[i64]
    Looks = vec[i64]

RECORD: Final = np.dtype([("step", "<i4"), ("what", "<i4"), ("occurred_s", "<i8")])

_WHAT_SHIFT: Final = 32
_CHUNK: Final = 1 << 16
_FOURS: Final = 16
"""Fours that a new heap has room for."""


def event(row: i64, what: i64, now: i64) -> "tuple[i64, i64]":
    """Make the record of one event."""
    return what << _WHAT_SHIFT | row, now


def two_events(
    row: i64, what: i64, now: i64, row_2: i64, what_2: i64, now_2: i64
) -> "tuple[i64, i64, i64, i64]":
    """Make the records of two events."""
    return what << _WHAT_SHIFT | row, now, what_2 << _WHAT_SHIFT | row_2, now_2


def three_events(
    row: i64, what: i64, now: i64, row_2: i64, what_2: i64, now_2: i64, row_3: i64, what_3: i64, now_3: i64
) -> "tuple[i64, i64, i64, i64, i64, i64]":
    """Make the records of three events."""
    first, second = what << _WHAT_SHIFT | row, what_2 << _WHAT_SHIFT | row_2
    return first, now, second, now_2, what_3 << _WHAT_SHIFT | row_3, now_3


def codes(column: Any) -> "vec[i16]":
    """Return a column of small numbers, packed."""
    return vec[i16](np.ascontiguousarray(column, np.int16))


def numbers(column: Any) -> "vec[i64]":
    """Return a column, packed."""
    return vec[i64](np.ascontiguousarray(column, np.int64))


def looks(column: Any) -> "vec[i64]":
    """Return a column of which few rows are read, packed."""
    return numbers(column)


def bisect_left(column: "vec[i64]", number: i64) -> i64:
    """Return how many numbers of a rising column are smaller."""
    low: i64 = 0
    high: i64 = len(column)
    while low < high:
        middle = (low + high) >> 1
        if column[middle] < number:
            low = middle + 1
        else:
            high = middle
    return low


def bisect_right(column: "vec[i64]", number: i64) -> i64:
    """Return how many numbers of a rising column are not greater."""
    low: i64 = 0
    high: i64 = len(column)
    while low < high:
        middle = (low + high) >> 1
        if number < column[middle]:
            high = middle
        else:
            low = middle + 1
    return low


class Heap:
    """Fours of numbers, the least first."""

    def __init__(self) -> None:
        self.packed: vec[i64] = numbers(np.zeros(4 * _FOURS, np.int64))
        self.n: i64 = 0

    def __len__(self) -> int:
        return int(self.n)

    def __bool__(self) -> bool:
        return self.n > 0

    def __getitem__(self, at: i64) -> "tuple[i64, i64, i64, i64]":
        packed = self.packed
        if at >= self.n:
            raise IndexError(at)
        return packed[4 * at], packed[4 * at + 1], packed[4 * at + 2], packed[4 * at + 3]

    def clear(self) -> None:
        """Forget all of them."""
        self.n = 0

    def grow(self) -> None:
        """Make room for as many again."""
        there = np.frombuffer(memoryview(self.packed), np.int64)
        self.packed = numbers(np.resize(there, 2 * len(there)))


def heap() -> Heap:
    """Return an empty heap."""
    return Heap()


def _is_less(packed: "vec[i64]", one: i64, other: i64) -> bool:
    """Return whether the four that is packed from an index on comes before the one from another index on."""
    if packed[one] != packed[other]:
        return packed[one] < packed[other]
    if packed[one + 1] != packed[other + 1]:
        return packed[one + 1] < packed[other + 1]
    if packed[one + 2] != packed[other + 2]:
        return packed[one + 2] < packed[other + 2]
    return packed[one + 3] < packed[other + 3]


def _move(packed: "vec[i64]", there: i64, here: i64) -> None:
    packed[here], packed[here + 1] = packed[there], packed[there + 1]
    packed[here + 2], packed[here + 3] = packed[there + 2], packed[there + 3]


def _rises(packed: "vec[i64]", here: i64, end: i64) -> None:
    """Let the four at *here* come up to its place; the room at *end* is free."""
    _move(packed, here, end)
    while here > 0:
        parent = ((here >> 2) - 1 >> 1) << 2
        if not _is_less(packed, end, parent):
            break
        _move(packed, parent, here)
        here = parent
    _move(packed, end, here)


def push(heap: Heap, four: "tuple[i64, i64, i64, i64]") -> None:
    """Put four numbers in."""
    if 4 * heap.n + 8 > len(heap.packed):
        heap.grow()
    packed, here = heap.packed, 4 * heap.n
    packed[here], packed[here + 1], packed[here + 2], packed[here + 3] = four
    heap.n += 1
    _rises(packed, here, here + 4)


def pop(heap: Heap) -> "tuple[i64, i64, i64, i64]":
    """Take the least four out."""
    least, packed = heap[0], heap.packed
    heap.n -= 1
    end = 4 * heap.n
    # The last one mostly belongs near the end again, so its place is opened at the bottom, and it rises.
    here: i64 = 0
    child: i64 = 4
    while child < end:
        other = child + 4
        if other < end and _is_less(packed, other, child):
            child = other
        _move(packed, child, here)
        here = child
        child = 2 * here + 4
    if here < end:
        _move(packed, end, here)
        _rises(packed, here, end)
    return least


def insort(rising: list[int], number: int) -> None:
    """Put a number into its place in a rising list, behind equal ones; a short one, or near its end."""
    at = len(rising)
    while at and rising[at - 1] > number:
        at -= 1
    rising.insert(at, number)


class Tape:
    """Takes events down, two numbers each, chunk after chunk."""

    def __init__(self) -> None:
        self._full: list[Any] = []
        self._n_full: i64 = 0
        self._chunk: vec[i64] = numbers(np.zeros(_CHUNK + 6, np.int64))
        self._n: i64 = 0

    def write(self, record: "tuple[i64, i64]") -> None:
        """Take one event down."""
        chunk, n = self._chunk, self._n
        chunk[n], chunk[n + 1] = record
        self._goes_on(n + 2)

    def write_two(self, record: "tuple[i64, i64, i64, i64]") -> None:
        """Take two events down."""
        chunk, n = self._chunk, self._n
        chunk[n], chunk[n + 1], chunk[n + 2], chunk[n + 3] = record
        self._goes_on(n + 4)

    def write_three(self, record: "tuple[i64, i64, i64, i64, i64, i64]") -> None:
        """Take three events down."""
        chunk, n = self._chunk, self._n
        chunk[n], chunk[n + 1], chunk[n + 2], chunk[n + 3], chunk[n + 4], chunk[n + 5] = record
        self._goes_on(n + 6)

    def _goes_on(self, n: i64) -> None:
        if n >= _CHUNK:
            self._full.append(self._taken(n))
            self._n_full += n
            self._chunk = numbers(np.zeros(_CHUNK + 6, np.int64))
            n = 0
        self._n = n

    def _taken(self, n: i64) -> Any:
        return np.frombuffer(memoryview(self._chunk), np.int64)[:n]

    def n_events(self) -> int:
        """Return the number of events taken down so far."""
        return (self._n_full + self._n) // 2

    def pieces(self) -> Any:
        """Return what was taken down piece by piece; the tape takes down nothing afterwards."""
        pieces = [*self._full, self._taken(self._n)]
        self._full = []
        while pieces:  # let go of each as soon as the next is asked for
            yield pieces.pop(0).view(RECORD)
