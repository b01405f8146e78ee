"""
The kernel: SimPy's environment, with the agenda of the shop.

SimPy's own loop asks of each event whether it failed, and takes its callbacks away for good. Those who act
in the shop cannot fail and act again and again, so they are no events of SimPy, and `live` asks nothing.
Processes and events of SimPy can live beside them: they are entered in the same agenda.
"""

from typing import Final

import simpy
from simpy.core import EmptySchedule, StopSimulation
from simpy.events import NORMAL, Event, EventPriority

from onestop_sim.engine.agenda import Agenda
from onestop_sim.engine.appointment import Call

_AT_ONCE: Final = EventPriority(-1)
"""Priority of what SimPy was stopped in."""

_BEFORE_ALL: Final = -1 << 60
"""Tie of the end of a run: nothing that is due at that instant happens any more."""


class Kernel(simpy.Environment):
    """
    SimPy's environment in whole seconds.

    Attributes:
        agenda: what is to come.
    """

    def __init__(self, initial_time: int = 0) -> None:
        super().__init__(initial_time)
        self.agenda = Agenda(initial_time)

    @property
    def now(self) -> int:
        """The instant that is on."""
        return self.agenda.now_s

    def schedule(self, event: Event, priority: int = NORMAL, delay: float = 0) -> None:
        """
        Enter an event of SimPy.

        Raises:
            ValueError: the delay is no whole number of seconds.
        """
        if not float(delay).is_integer():
            raise ValueError(f"this kernel counts whole seconds, not {delay}")
        self.agenda.put(self.now + int(delay), priority, Call(lambda _: _call_back(event)))

    def peek(self) -> float:
        """Return the instant of the first entry, infinity if there is none."""
        return float(self.agenda.entries[0][0]) if len(self.agenda) else float("inf")

    def step(self) -> None:
        """
        Let whoever comes first act.

        Raises:
            EmptySchedule: there is nobody.
        """
        if not len(self.agenda):
            raise EmptySchedule
        self.agenda.plays_one()


def _call_back(event: Event) -> None:
    """Tell those who wait for an event of SimPy, as its own loop does: whom a stop leaves out, later."""
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # so it is processed
    try:
        for callback in callbacks:
            callback(event)
    except StopSimulation:
        event.callbacks = callbacks[callbacks.index(callback) + 1 :]
        event.env.schedule(event, _AT_ONCE)
        raise
    if not event.ok and not event.defused:
        raise event.value  # type: ignore[misc]  # of a failed event it is an exception


def _stops(_now: int) -> None:
    raise StopSimulation


def live(kernel: Kernel, until_s: int) -> None:
    """Let everything happen that is due before an instant."""
    kernel.agenda.put(until_s, _BEFORE_ALL, Call(_stops))
    try:
        kernel.agenda.plays()
    except StopSimulation:
        return
