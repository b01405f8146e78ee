"""
The agenda of the kernel: what is to come, and whose turn it is.

What is quick differs between Python that is interpreted and Python that was compiled. This module is for
the first; in the compiled engine `agenda_compiled` stands in its place, with the same names and promises.
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import count

from onestop_sim.engine.actor import Actor, Noted


class Agenda:
    """
    Entries in the order of instant, tie, and coming in.

    Attributes:
        now_s:   instant of the entry that was taken last.
        entries: a heap, of which others only look at ``entries[0][0]``: the instant of the first one.
    """

    __slots__ = ("_number", "entries", "now_s")

    def __init__(self, now_s: int) -> None:
        self.now_s = now_s
        self.entries: list[tuple[int, int, int, Actor]] = []
        self._number = count().__next__

    def __len__(self) -> int:
        return len(self.entries)

    def put(self, at_s: int, tie: int, actor: Actor) -> None:
        """
        Let somebody act at an instant.

        Args:
            at_s:  not before now.
            tie:   decides between those of one instant; lower comes first, of equal ones the earlier entry.
            actor: who; he may have several entries.
        """
        heappush(self.entries, (at_s, tie, self._number(), actor))

    def put_all(self, noted: Sequence[Noted]) -> None:
        """Enter what was noted, in its order."""
        number = self._number
        self.entries += [(one.at_s, one.tie, number(), one) for one in noted]
        heapify(self.entries)

    def plays_one(self) -> None:
        """Let whoever comes first act; there must be an entry."""
        now, _, _, actor = heappop(self.entries)
        self.now_s = now
        actor.acts(now)

    def plays(self) -> None:
        """Let one after the other act until one of them raises something."""
        entries = self.entries
        while True:
            now, _, _, actor = heappop(entries)
            self.now_s = now
            actor.acts(now)

    def clear(self) -> None:
        """Forget all entries."""
        self.entries.clear()
