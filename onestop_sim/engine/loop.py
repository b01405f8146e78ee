"""
The loop of the kernel.

SimPy's own `step` asks of each event whether it failed and takes its callbacks away for good. Ours cannot
fail and happen again and again, so this loop asks nothing and leaves them their callbacks.
"""

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Final

from simpy.core import StopSimulation
from simpy.events import Event

from onestop_sim.engine.kernel import Moment

if TYPE_CHECKING:
    from onestop_sim.engine.kernel import Kernel

_BEFORE_ALL: Final = -1 << 60
"""Tie of the end of a run: nothing that is due at that instant happens any more."""


def live(kernel: "Kernel", until_s: int) -> None:
    """Let everything happen that is due before an instant."""
    agenda: list[Any] = kernel.agenda
    heappush(agenda, (until_s, _BEFORE_ALL, next(kernel.numbers), Moment(kernel, _stops)))
    try:
        while True:
            entry = heappop(agenda)  # instant, tie, number, event
            kernel._now = entry[0]
            event = entry[3]
            for callback in event.callbacks:
                callback(event)
    except StopSimulation:
        return


def _stops(_event: Event) -> None:
    raise StopSimulation
