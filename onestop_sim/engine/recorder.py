"""The recorder: what happened, on a tape of typed records."""

from typing import Final

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.engine.whereabouts import Whereabouts
from onestop_sim.memory import Tape
from onestop_sim.terms import NOBODY, EventKind

_KIND_BITS: Final = 5


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
    Makes the log of what was taken down on the tape, and keeps the promised dates.

    A row of `Steps` says whose it is and, with the kind of event, where it happens (`whereabouts`), so
    neither is written down.
    """

    def __init__(self, whereabouts: Whereabouts, tape: Tape) -> None:
        self._whereabouts = whereabouts
        self._tape = tape
        self._promises: list[int] = []

    def promise(
        self, dossier: int, cause: int, occurred_s: int, due_s: int, at_event: int | None = None
    ) -> None:
        """Write a promised date, given in *at_event* (by default the last one; -1: before the run)."""
        self._promises += (
            dossier,
            cause,
            occurred_s,
            due_s,
            self._tape.n_events() - 1 if at_event is None else at_event,
        )

    def events(self) -> dict[str, IntArray]:
        """
        Return the columns of all events but ``recorded_s``, in the order in which they happened.

        The tape is empty afterwards.
        """
        tape = self._tape.records()
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
