"""
The kernel: SimPy's environment, and the two kinds of event that the shop schedules.

SimPy's own `step` asks of each event whether it failed and takes its callbacks away for good. Ours cannot
fail and happen again and again, so `Kernel.live` asks nothing and leaves them their callbacks.
"""

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from operator import attrgetter
from typing import Final

import simpy
from simpy.core import StopSimulation
from simpy.events import Event

Callback = Callable[[Event], None]
"""What happens at an event."""

Action = Callable[[int, int, int], None]
"""What happens to a dossier at a row: ``action(dossier, row, now)``."""

_BEFORE_ALL: Final = -1 << 60
"""Tie of the end of a run: nothing that is due at that instant happens any more."""


class Kernel(simpy.Environment):
    """SimPy's environment; its clock is read so often that a call of Python each time would cost 7 %."""

    now = property(attrgetter("_now"))

    @property
    def agenda(self) -> list[tuple[int, int, int, Event]]:
        """The heap of what is to come: instant, tie, number, event."""
        return self._queue  # type: ignore[return-value]  # typed for instants that are floats

    @property
    def numbers(self) -> Iterator[int]:
        """The numbers of events, in the order of their scheduling."""
        return self._eid

    def live(self, until_s: int) -> None:
        """Let everything happen that is due before an instant."""
        agenda = self.agenda
        heappush(agenda, (until_s, _BEFORE_ALL, next(self._eid), Moment(self, _stops)))
        try:
            while True:
                self._now, _, _, event = heappop(agenda)
                for callback in event.callbacks:
                    callback(event)
        except StopSimulation:
            return


def _stops(_event: Event) -> None:
    raise StopSimulation


class Moment(Event):
    """A kernel event that needs nobody to trigger it; it may be scheduled again and again, also twice."""

    def __init__(self, env: simpy.Environment, *callbacks: Callback) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        self.callbacks = list(callbacks)


class Appointment(Event):
    """
    Something that will happen to a dossier and a row; made often, so it is made of little.

    Attributes:
        action: what happens.
    """

    def __init__(self, callbacks: list[Callback], action: Action, dossier: int, row: int) -> None:
        self.callbacks, self.action, self.dossier, self.row = callbacks, action, dossier, row
