"""
The agenda of the compiled engine: what `agenda` promises, in a heap of packed numbers.

Never imported under this name: `app.compile_engine` puts it in the place of `agenda` before it compiles.
"""

from collections.abc import Sequence

from mypy_extensions import i64

from onestop_sim.memory import heap, pop, push


class Actor:
    """Whoever has an entry in the agenda."""

    def acts(self, now: int) -> None:
        """Do what is due at this instant."""
        raise NotImplementedError


class Noted(Actor):
    """
    An actor who knows his one entry before it is entered.

    Attributes:
        at_s: instant; `tie`: who comes first in it.
    """

    def __init__(self, at_s: int, tie: int) -> None:
        self.at_s, self.tie = at_s, tie


class Agenda:
    """
    Entries in the order of instant, tie, and coming in; who acts stands in a list of seats beside the heap.

    Attributes:
        now_s: instant of the entry that was taken last.
    """

    def __init__(self, now_s: int) -> None:
        self.now_s = now_s
        self._entries = heap()  # instant, tie, number, seat
        self._number: i64 = 0
        self._seated: list[Actor] = []
        self._free_seats: list[int] = []

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, at_s: i64, tie: i64, actor: Actor) -> None:
        """Let somebody act at an instant."""
        if self._free_seats:
            seat = self._free_seats.pop()
            self._seated[seat] = actor
        else:
            seat = len(self._seated)
            self._seated.append(actor)
        push(self._entries, (at_s, tie, self._number, seat))
        self._number += 1

    def put_all(self, noted: Sequence[Noted]) -> None:
        """Enter what was noted, in its order."""
        for one in noted:
            self.put(one.at_s, one.tie, one)

    def next_s(self) -> i64:
        """Return the instant of the first entry; there must be one."""
        return self._entries[0][0]

    def plays_one(self) -> None:
        """Let whoever comes first act; there must be an entry."""
        at_s, _, _, seat = pop(self._entries)
        self.now_s = now = int(at_s)
        self._free_seats.append(int(seat))
        self._seated[seat].acts(now)

    def plays(self) -> None:
        """Let one after the other act until one of them raises something."""
        while True:
            self.plays_one()

    def clear(self) -> None:
        """Forget all entries."""
        self._entries.clear()
        self._seated, self._free_seats = [], []
