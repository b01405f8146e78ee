"""The recorder: what happened, on a tape of typed records."""

from typing import Final

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.engine.whereabouts import Whereabouts
from onestop_sim.memory import Tape
from onestop_sim.terms import NOBODY, EventKind

_KIND_BITS: Final = 5

_COLUMNS: Final = {
    "step": np.int32,
    "occurred_s": np.int64,
    "kind": np.int8,
    "officer": np.int32,
    "dossier": np.int32,
    "place": np.int16,
}


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

        The tape takes down nothing afterwards. It is read piece by piece: what is made of a piece stays in
        the cache of the processor.
        """
        where, n = self._whereabouts, self._tape.n_events()
        columns = {name: np.empty(n, dtype) for name, dtype in _COLUMNS.items()}
        at = 0
        for piece in self._tape.pieces():
            step, what = piece["step"].copy(), piece["what"].copy()
            kind = (what & ((1 << _KIND_BITS) - 1)).astype(np.int8)
            of_piece = {
                "step": step,
                "occurred_s": piece["occurred_s"],
                "kind": kind,
                "officer": (what >> _KIND_BITS) - 1,
                "dossier": where.dossier[step],
                "place": where.of_events(kind, step),
            }
            for name, values in of_piece.items():
                columns[name][at : at + len(piece)] = values
            at += len(piece)
        return columns

    def promises(self) -> dict[str, IntArray]:
        """Return the columns ``dossier, cause, occurred_s, due_s, event`` of all promised dates."""
        table = np.array(self._promises, dtype=np.int64).reshape(-1, 5)
        names = ("dossier", "cause", "occurred_s", "due_s", "event")
        return {name: table[:, at] for at, name in enumerate(names)}
