"""Rows of many dossiers written at once, each dossier's own in order, and laid out as one table."""

from dataclasses import fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from onestop_sim.clock import IntArray
from onestop_sim.plan.plan import Nearby, Steps
from onestop_sim.terms import NOBODY

_USUAL: Final[dict[str, Any]] = {
    "line": NOBODY,
    "allotment_s": -1,
    "skill": NOBODY,
    "moment_share": -1.0,
}
"""What a column holds where nothing was said; zero in all others."""


class Tape:
    """
    The rows of `Steps` while they are being written.

    A row is added for many dossiers at a time, after the rows that each of them has already: so a
    whole procedure is unrolled with as many calls as its longest route has rows.
    """

    def __init__(self, n_dossiers: int) -> None:
        self._length = np.zeros(n_dossiers, np.int64)
        self._written: list[tuple[IntArray, IntArray, dict[str, npt.ArrayLike]]] = []
        self._nearby: list[tuple[IntArray, IntArray, IntArray, IntArray]] = []

    def add(self, dossiers: IntArray, **columns: npt.ArrayLike) -> None:
        """
        Give each of some dossiers one more row.

        Args:
            dossiers: row numbers of `Dossiers`, int64[n], each at most once.
            columns:  columns of `Steps`: one value for all, or one for each dossier.
        """
        if len(dossiers):
            self._written.append((dossiers, self._length[dossiers], columns))
            self._length[dossiers] += 1

    def note_nearby(self, dossiers: IntArray, line: IntArray, delay_s: IntArray) -> None:
        """Note what the last row of some dossiers is instead if their desk is near; columns of `Nearby`."""
        if len(dossiers):
            self._nearby.append((dossiers, self._length[dossiers] - 1, line, delay_s))

    def nearby(self, first_row: IntArray) -> Nearby:
        """Return what rows are instead if the desk is near, by the `Plan.first_row` of `table`."""
        if not self._nearby:
            return Nearby.empty()
        dossiers, offsets, line, delay_s = (
            np.concatenate(parts) for parts in zip(*self._nearby, strict=True)
        )
        row = first_row[dossiers] + offsets
        order = np.argsort(row, kind="stable")
        return Nearby(row[order], line[order], delay_s[order])

    def table(self) -> tuple[IntArray, Steps]:
        """Return `Plan.first_row`, int64[n + 1], and the rows in its order. The tape is empty afterwards."""
        first_row = np.concatenate([[0], np.cumsum(self._length)])
        table = {
            one.name: np.full(first_row[-1], _USUAL.get(one.name, 0), one.metadata["dtype"])
            for one in fields(Steps)
        }
        written, self._written = self._written[::-1], []
        self._length[:] = 0
        while written:  # let go of each row as soon as it is laid out: a year has two million of them
            dossiers, offsets, columns = written.pop()
            rows = first_row[dossiers] + offsets
            for name, values in columns.items():
                table[name][rows] = values
        return first_row, Steps(**table)
