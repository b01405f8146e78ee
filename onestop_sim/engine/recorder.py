"""The recorder: what happened, on a tape of typed records."""

from collections.abc import Callable
from io import BytesIO
from struct import Struct
from typing import Final

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.engine.whereabouts import Whereabouts
from onestop_sim.terms import NOBODY, EventKind

_RECORD: Final = np.dtype([("step", "<i4"), ("what", "<i4"), ("occurred_s", "<i8")])
"""An event on the tape: row of `Steps`, `what`, instant."""

_KIND_BITS: Final = 5

event: Final[Callable[[int, int, int], bytes]] = Struct("<iiq").pack
"""Makes the record of one event: ``event(row, what, now)``."""

two_events: Final[Callable[[int, int, int, int, int, int], bytes]] = Struct("<iiqiiq").pack
"""Makes the records of two events in one go."""


three_events: Final[Callable[[int, int, int, int, int, int, int, int, int], bytes]] = Struct(
    "<iiqiiqiiq"
).pack
"""Makes the records of three events in one go."""


def by(officer: int) -> int:
    """Return the share of an officer in `what`: added to a kind of event it makes the whole."""
    return (officer + 1) << _KIND_BITS


def what(kind: EventKind, officer: int = NOBODY) -> int:
    """
    Return kind of event and officer as one number of a record.

    >>> what(EventKind.FILED), what(EventKind.STARTED, officer=0)
    (0, 37)
    """
    return by(officer) + int(kind)


class Recorder:
    """
    Takes events down as records of 16 bytes; nothing else is made for them while the shop lives.

    A row of `Steps` says whose it is and, with the kind of event, where it happens (`whereabouts`), so
    neither is written down.

    Attributes:
        write: takes down what `event` or `two_events` made; the tape's own method, which costs least.
    """

    def __init__(self, whereabouts: Whereabouts) -> None:
        self._whereabouts = whereabouts
        self._tape = BytesIO()
        self.write: Callable[[bytes], int] = self._tape.write
        self._promises: list[int] = []

    @property
    def n_events(self) -> int:
        """Number of events taken down so far; the next event's row."""
        return self._tape.tell() // _RECORD.itemsize

    def promise(
        self, dossier: int, cause: int, occurred_s: int, due_s: int, at_event: int | None = None
    ) -> None:
        """Write a promised date, given in *at_event* (by default the last one; -1: before the run)."""
        self._promises += (
            dossier,
            cause,
            occurred_s,
            due_s,
            self.n_events - 1 if at_event is None else at_event,
        )

    def events(self) -> dict[str, IntArray]:
        """
        Return the columns of all events but ``recorded_s``, in the order in which they happened.

        The tape is empty afterwards.
        """
        tape = np.frombuffer(self._tape.getbuffer(), _RECORD)
        self._tape = BytesIO()
        self.write = self._tape.write
        columns = {"step": tape["step"].copy(), "occurred_s": tape["occurred_s"].astype(np.int64)}
        columns["kind"] = (tape["what"] & ((1 << _KIND_BITS) - 1)).astype(np.int8)
        columns["officer"] = (tape["what"] >> _KIND_BITS) - 1
        columns["dossier"] = self._whereabouts.dossier.astype(np.int32)[columns["step"]]
        columns["place"] = self._whereabouts.of_events(columns["kind"], columns["step"])
        return columns

    def promises(self) -> dict[str, IntArray]:
        """Return the columns ``dossier, cause, occurred_s, due_s, event`` of all promised dates."""
        table = np.array(self._promises, dtype=np.int64).reshape(-1, 5)
        names = ("dossier", "cause", "occurred_s", "due_s", "event")
        return {name: table[:, at] for at, name in enumerate(names)}
