"""The recorder: what happened, kept in typed columns, chunk by chunk."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onestop_sim.clock import IntArray
from onestop_sim.engine.whereabouts import Whereabouts
from onestop_sim.terms import NOBODY, EventKind

_FIELDS: Final = {"step": np.int32, "what": np.int32, "occurred_s": np.int64}
"""Fields of an event in the order in which it is written, with the type of their columns."""

_KIND_BITS: Final = 5

_WIDTH: Final = len(_FIELDS)
PAGE: Final = 65_536 * _WIDTH
"""Numbers on a full page."""


def what(kind: EventKind, officer: int = NOBODY) -> int:
    """
    Return kind of event and officer as one number, for `Recorder.write`.

    >>> what(EventKind.FILED), what(EventKind.STARTED, officer=0)
    (0, 37)
    """
    return ((officer + 1) << _KIND_BITS) + int(kind)


class Recorder:
    """
    Takes events as tuples and keeps them as columns: 16 bytes an event instead of some 200.

    A row of `Steps` says whose it is and, with the kind of event, where it happens (`whereabouts`), so
    neither is written down.

    Attributes:
        write: writes one event, a tuple of integers (row, `what`, instant). It is the method of a
            plain list, the cheapest call there is; `tidy` must be called now and then.
        page:  what was written since; longer than `PAGE`: time to tidy.
    """

    def __init__(self, whereabouts: Whereabouts) -> None:
        self._whereabouts = whereabouts
        self.page: list[int] = []
        self.write: Callable[[tuple[int, ...]], None] = self.page.extend
        self._chunks: list[list[NDArray[np.signedinteger]]] = []
        self._n_kept = 0
        self._promises: list[int] = []

    @property
    def n_events(self) -> int:
        """Number of events written so far; the next event's row."""
        return self._n_kept + len(self.page) // _WIDTH

    def tidy(self) -> None:
        """Turn the page: what was written becomes typed columns."""
        table = np.fromiter(self.page, np.int64, len(self.page)).reshape(-1, _WIDTH)
        self._n_kept += len(table)
        self._chunks.append([table[:, at].astype(dtype) for at, dtype in enumerate(_FIELDS.values())])
        self.page.clear()

    def promise(
        self, dossier: int, cause: int, occurred_s: int, due_s: int, event: int | None = None
    ) -> None:
        """Write a promised date, given in *event* (by default the last one written; -1: before the run)."""
        self._promises += (dossier, cause, occurred_s, due_s, self.n_events - 1 if event is None else event)

    def events(self) -> dict[str, IntArray]:
        """Return the columns of all events but ``recorded_s``, in the order in which they happened."""
        self.tidy()
        parts = zip(*self._chunks, strict=True)
        columns = {name: np.concatenate(part) for name, part in zip(_FIELDS, parts, strict=True)}
        self._chunks = []
        code = columns.pop("what")
        columns["kind"] = (code & ((1 << _KIND_BITS) - 1)).astype(np.int8)
        columns["officer"] = (code >> _KIND_BITS) - 1
        columns["dossier"] = self._whereabouts.dossier.astype(np.int32)[columns["step"]]
        columns["place"] = self._whereabouts.of_events(columns["kind"], columns["step"])
        return columns

    def promises(self) -> dict[str, IntArray]:
        """Return the columns ``dossier, cause, occurred_s, due_s, event`` of all promised dates."""
        table = np.array(self._promises, dtype=np.int64).reshape(-1, 5)
        names = ("dossier", "cause", "occurred_s", "due_s", "event")
        return {name: table[:, at] for at, name in enumerate(names)}
