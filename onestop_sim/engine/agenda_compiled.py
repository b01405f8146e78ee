"""
The agenda of the compiled engine: what `agenda` promises, in a heap of packed numbers.

Never imported under this name: `app.compile_engine` puts it in the place of `agenda` before it compiles.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from mypy_extensions import i64

from onestop_sim.engine.actor import Actor, Noted
from onestop_sim.memory import heap, numbers, pop, push

if TYPE_CHECKING:
    from onestop_sim.memory import Numbers

_SEATS: Final = 64
"""Free seats that a new agenda can note."""


class Agenda:
    """
    Entries in the order of instant, tie, and coming in; who acts stands in a list of seats beside the heap.

    Attributes:
        now_s:   instant of the entry that was taken last.
        entries: the heap.
    """

    def __init__(self, now_s: int) -> None:
        self.now_s: i64 = now_s
        self.entries = heap()  # instant, tie, number, seat
        self._number: i64 = 0
        self._seated: list[Actor] = []
        self._free_seats: Numbers = numbers(np.zeros(_SEATS, np.int64))
        self._n_free: i64 = 0

    def __len__(self) -> int:
        return len(self.entries)

    def put(self, at_s: i64, tie: i64, actor: Actor) -> None:
        """Let somebody act at an instant."""
        if self._n_free:
            self._n_free -= 1
            seat = self._free_seats[self._n_free]
            self._seated[seat] = actor
        else:
            seat = len(self._seated)
            self._seated.append(actor)
            if seat == len(self._free_seats):  # none of them is noted now
                self._free_seats = numbers(np.zeros(2 * seat, np.int64))
        push(self.entries, (at_s, tie, self._number, seat))
        self._number += 1

    def put_all(self, noted: Sequence[Noted]) -> None:
        """Enter what was noted, in its order."""
        for one in noted:
            self.put(one.at_s, one.tie, one)

    def plays_one(self) -> None:
        """Let whoever comes first act; there must be an entry."""
        first = pop(self.entries)
        self.now_s = now = first[0]
        self._free_seats[self._n_free] = first[3]
        self._n_free += 1
        self._seated[first[3]].acts(now)

    def plays(self) -> None:
        """Let one after the other act until one of them raises something."""
        while True:
            self.plays_one()

    def clear(self) -> None:
        """Forget all entries."""
        self.entries.clear()
        self._seated, self._n_free = [], 0
