"""Opening hours of all places, or duty hours of all officers: working-time arithmetic on many at once."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.terms import NO_INSTANT

_CELL_S: Final = DAY_S // 4
"""Instants are looked up by quarters of a day, in which few shifts open."""


class ShiftTable:
    """
    The shifts of a log, of places or of officers, searched by (row, instant) in one sorted array.

    The same arithmetic as `calendar.WorkCalendar`, for a million questions about a hundred calendars.

    Args:
        log: the log.
        of:  'place' or 'officer'.
    """

    def __init__(self, log: EventLog, of: str) -> None:
        shifts = log.tables["shifts"].filter(pl.col("of") == of)
        if not _is_sorted(shifts["row"].to_numpy(), shifts["opens_s"].to_numpy()):
            shifts = shifts.sort("row", "opens_s")
        self._row = shifts["row"].to_numpy()
        self._opens_s = shifts["opens_s"].to_numpy()
        self._closes_s = shifts["closes_s"].to_numpy()
        self._first_s = int(self._opens_s.min()) if len(self._row) else 0
        self._last_s = int(self._closes_s.max()) if len(self._row) else 0
        self._span_s = self._last_s - self._first_s + 2
        self._next_key = np.append(self._row, 0).astype(np.int64)
        self._next_key *= self._span_s
        self._next_key[:-1] += self._opens_s
        self._next_key -= self._first_s
        self._next_key[-1] = np.iinfo(np.int64).max
        self._n_cells = -(-self._span_s // _CELL_S)
        # The last shift before each cell of each row, from row NOBODY on.
        n_cells = (log.tables[f"{of}s"].height + 1) * self._n_cells
        first_cell = (self._opens_s - self._first_s + _CELL_S) // _CELL_S
        first_cell += (self._row.astype(np.int64) + 1) * self._n_cells
        opened = np.bincount(first_cell, minlength=n_cells + 1)[:n_cells]
        np.cumsum(opened, out=opened)
        opened -= 1
        self._before_cell = opened.astype(np.int32)
        self._done_s = np.concatenate([[0], np.cumsum(self._closes_s - self._opens_s)])

    def _shift_at(self, rows: IntArray, instants_s: IntArray) -> tuple[IntArray, NDArray[np.bool_]]:
        """Return the last shift that opens at or before each instant, and whether it is of that row."""
        # One second before the first opening and after the last closing nothing changes any more.
        clipped_s = np.clip(instants_s, self._first_s - 1, self._last_s)
        key = rows.astype(np.int64) * self._span_s + clipped_s - self._first_s
        cell = (clipped_s - self._first_s + 1) // _CELL_S + (rows.astype(np.int64) + 1) * self._n_cells
        shift = self._before_cell[cell]
        behind = np.flatnonzero(self._next_key[shift + 1] <= key)
        while len(behind):
            shift[behind] += 1
            behind = behind[self._next_key[shift[behind] + 1] <= key[behind]]
        if len(self._row) == 0:
            return shift, np.zeros(len(shift), np.bool_)
        return shift, (shift >= 0) & (self._row[shift] == rows)

    def worked_between(self, rows: IntArray, from_s: IntArray, until_s: IntArray) -> IntArray:
        """Return the open seconds of row ``rows[i]`` in ``[from_s[i], until_s[i])``, int64[n]."""
        worked_s = until_s - from_s
        rest = np.flatnonzero(~self.is_open_throughout(rows, from_s, until_s))
        rows, from_s, until_s = rows[rest], from_s[rest], until_s[rest]
        worked_s[rest] = self._worked_before(rows, until_s) - self._worked_before(rows, from_s)
        return worked_s

    def is_open_throughout(self, rows: IntArray, from_s: IntArray, until_s: IntArray) -> NDArray[np.bool_]:
        """Tell if one shift of row ``rows[i]`` holds ``[from_s[i], until_s[i])``, not empty; bool[n]."""
        shift, is_own = self._shift_at(rows, from_s)
        if len(self._row) == 0:
            return is_own
        throughout: NDArray[np.bool_] = is_own & (from_s <= until_s) & (until_s <= self._closes_s[shift])
        return throughout

    def _worked_before(self, rows: IntArray, instants_s: IntArray) -> IntArray:
        # Counted from the first shift of row 0: only differences within a row mean anything.
        if len(self._row) == 0:
            return np.zeros(len(rows), np.int64)
        shift, is_own = self._shift_at(rows, instants_s)
        length_s = self._closes_s[shift] - self._opens_s[shift]
        in_shift_s = np.where(is_own, np.clip(instants_s - self._opens_s[shift], 0, length_s), length_s)
        worked_s: IntArray = np.where(shift >= 0, self._done_s[shift] + in_shift_s, 0)
        return worked_s

    def is_open(self, rows: IntArray, instants_s: IntArray) -> NDArray[np.bool_]:
        """Return whether row ``rows[i]`` is open in the second that begins at each instant, bool[n]."""
        shift, is_own = self._shift_at(rows, instants_s)
        if len(self._row) == 0:
            return is_own
        is_open: NDArray[np.bool_] = is_own & (instants_s < self._closes_s[shift])
        return is_open

    def last_close(self, rows: IntArray, instants_s: IntArray) -> IntArray:
        """Return the end of the last shift that opened at or before each instant, int64[n], or NO_INSTANT."""
        shift, is_own = self._shift_at(rows, instants_s)
        if len(self._row) == 0:
            return np.full(len(rows), NO_INSTANT, np.int64)
        return np.where(is_own, self._closes_s[shift], NO_INSTANT)


def _is_sorted(row: IntArray, opens_s: IntArray) -> bool:
    """Return whether shifts stand by row and in order of time."""
    rises, stays = row[1:] > row[:-1], row[1:] == row[:-1]
    return bool((rises | (stays & (opens_s[1:] >= opens_s[:-1]))).all())


def shifts_of(reading: Reading, of: str) -> ShiftTable:
    """Return the opening hours of places ('place') or duty hours of officers ('officer')."""
    return reading.kept(("shifts", of), lambda: ShiftTable(reading.log, of))
