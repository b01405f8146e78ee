"""The kernel: SimPy's environment, and the events that the shop schedules (see also `appointment`)."""

from collections.abc import Callable, Iterator
from operator import attrgetter

import simpy
from simpy.events import Event

from onestop_sim.engine.appointment import Appointment

Callback = Callable[[Event], None]
"""What happens at an event."""


class Kernel(simpy.Environment):
    """SimPy's environment; its clock is read so often that a call of Python each time would cost 7 %."""

    now = property(attrgetter("_now"))

    @property
    def agenda(self) -> list[tuple[int, int, int, Event | Appointment]]:
        """The heap of what is to come: instant, tie, number, event."""
        return self._queue  # type: ignore[return-value]  # typed for instants that are floats

    @property
    def numbers(self) -> Iterator[int]:
        """The numbers of events, in the order of their scheduling."""
        return self._eid


class Moment(Event):
    """A kernel event that needs nobody to trigger it; it may be scheduled again and again, also twice."""

    def __init__(self, env: simpy.Environment, *callbacks: Callback) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        self.callbacks = list(callbacks)
