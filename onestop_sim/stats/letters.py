"""
Letters of apology (phiếu xin lỗi và hẹn lại ngày trả kết quả) by agency.

Source: Decree 61/2018/NĐ-CP, article 19: the agency that makes a dossier late writes at the latest
one working day before the date, with a new date, once. Form 04 of Circular 01/2018/TT-VPCP.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.stats.groups import TOTAL
from onestop_sim.stats.stretches import stretches_of
from onestop_sim.terms import NEVER, NO_INSTANT, NOBODY, EventKind, PromiseCause, Verdict

Period = tuple[int, int]

COLUMNS: Final = (
    "owed",
    "sent",
    "in_time",
    "late",
    "further",
    "unneeded",
    "missing",
    "kept",
    "broken",
    "undecided",
)
"""sent = in_time + late + further; kept + broken + undecided = in_time + late."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a column counts: the agency and the dossier of each."""

    agency: IntArray
    dossier: IntArray

    def where(self, mask: Flags) -> "_Counted":
        return _Counted(self.agency[mask], self.dossier[mask])


def letters(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return the letters of a period by agency, as known at its end, with a last row `total`.

    Returns:
        Column `agency` and, in dossiers (int64):
        `owed` - the date passed in the period without a decision; owed by the agency that held the
        dossier, or answered for it, at that instant;
        `sent` - letters in the period: `in_time` (at the latest one working day before the date then in
        force; limits of one working day or less owe no advance letter and are in time whenever), `late`,
        and `further` (second and later letters for one dossier, which the decree does not allow);
        `unneeded` - of those in time or late: decided by the date after all;
        `missing` - owed, and no letter by the end of the period;
        `kept`, `broken`, `undecided` - whether the new date of a first letter was kept.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    names = reading.log.tables["agencies"]["name"].to_list()
    figures = _figures(reading, period)
    columns: dict[str, object] = {"agency": [*names, TOTAL]}
    for name in COLUMNS:
        agency = figures[name].agency
        per_agency = np.bincount(agency[agency >= 0], minlength=len(names))
        columns[name] = np.append(per_agency, len(agency)).astype(np.int64)
    return pl.DataFrame(columns)


def letter_dossiers(reading: Reading, period: Period, column: str) -> IntArray:
    """Return the dossier of every letter or obligation that a column of `letters` counts, int64[k]."""
    return _figures(reading, period)[column].dossier


def has_letter(reading: Reading, as_of_s: int = NEVER) -> Flags:
    """Return which dossiers have a letter as of an instant, bool[n]."""
    flags: Flags = reading.first_of(EventKind.APOLOGY) < as_of_s
    return flags


def _figures(reading: Reading, period: Period) -> dict[str, _Counted]:
    return reading.kept(("letters", period), lambda: _compute(reading, period))


def _compute(reading: Reading, period: Period) -> dict[str, _Counted]:
    start_s, end_s = period
    rows = reading.rows_of(EventKind.APOLOGY)
    at_s = reading.column("events", "occurred_s")[rows]
    dossier = reading.column("events", "dossier")[rows]
    is_first = np.zeros(len(rows), np.bool_)
    is_first[np.unique(dossier, return_index=True)[1]] = True
    all_of = _Counted(_agency_of_rows(reading, rows), dossier)
    in_period = (at_s >= start_s) & (at_s < end_s)
    in_time = _in_time(reading)[dossier]
    first = is_first & in_period
    decided = reading.final_s() < end_s
    late = reading.verdicts(reading.due_s(), reading.final_s()) == Verdict.LATE
    figures = {
        "sent": all_of.where(in_period),
        "in_time": all_of.where(first & in_time),
        "late": all_of.where(first & ~in_time),
        "further": all_of.where(in_period & ~is_first),
        "unneeded": all_of.where(first & (decided & ~late)[dossier]),
    }
    kept, broken = _new_dates(reading, end_s)
    figures["kept"] = all_of.where(first & kept[dossier])
    figures["broken"] = all_of.where(first & broken[dossier])
    figures["undecided"] = all_of.where(first & ~(kept | broken)[dossier])
    return figures | _owed(reading, period, decided & late)


def _owed(reading: Reading, period: Period, decided_late: NDArray[np.bool_]) -> dict[str, _Counted]:
    start_s, end_s = period
    due_s = reading.due_s(end_s)
    accepted = reading.accepted_s() < end_s
    overdue = accepted & (decided_late | reading.overdue_at(end_s)) & (due_s >= start_s) & (due_s < end_s)
    owed = np.flatnonzero(overdue)
    owing = _Counted(_agency_of_rows(reading, _row_at(reading, owed, due_s[owed]), owed), owed)
    return {"owed": owing, "missing": owing.where(~has_letter(reading, end_s)[owed])}


def _row_at(reading: Reading, dossier: IntArray, at_s: IntArray) -> IntArray:
    """Return the last event of each dossier at or before an instant, its first one if there is none."""
    all_of = stretches_of(reading)
    asked = dossier.astype(all_of.dossier.dtype)  # of another type, all events would be copied first
    first = np.searchsorted(all_of.dossier, asked)
    lengths = np.searchsorted(all_of.dossier, asked, side="right") - first
    which = np.repeat(np.arange(len(asked)), lengths)
    event = np.arange(len(which)) + np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
    n_before = np.bincount(which[all_of.begin_s[event] <= at_s[which]], minlength=len(asked))
    rows: IntArray = all_of.row[first + np.maximum(n_before - 1, 0)]
    return rows


def _agency_of_rows(reading: Reading, rows: IntArray, dossier: IntArray | None = None) -> IntArray:
    """Return the agency that answers for each event: of its step, its place, or the office in charge."""
    of = reading.column("events", "dossier")[rows] if dossier is None else dossier
    place = reading.column("events", "place")[rows].astype(np.int64)
    step = reading.column("events", "step")[rows]
    if reading.log.tables["steps"].height:
        place = np.where(place == NOBODY, np.where(step == NOBODY, NOBODY, _step_place(reading)[step]), place)
    place = np.where(place == NOBODY, reading.column("dossiers", "competent_place")[of], place)
    agency: IntArray = reading.column("places", "agency")[place].astype(np.int64)
    return np.where(place == NOBODY, NOBODY, agency)


def _step_place(reading: Reading) -> IntArray:
    place: IntArray = reading.column("steps", "place").astype(np.int64)
    return place


def _in_time(reading: Reading) -> Flags:
    """Return whether the first letter of each dossier left a whole working day before its date, bool[n]."""
    first_s = reading.first_of(EventKind.APOLOGY)
    due_s = reading.due_s(first_s)
    legal = reading.column("dossiers", "legal")
    in_time = reading.short_limit()
    for number, calendar in enumerate(reading.legal_calendars()):
        of_it = np.flatnonzero((legal == number) & (first_s < NEVER) & (due_s != NO_INSTANT))
        days = calendar.working_days
        left = np.searchsorted(days, due_s[of_it] // DAY_S) - np.searchsorted(days, first_s[of_it] // DAY_S)
        in_time[of_it] |= left >= 1
    return in_time


def _new_dates(reading: Reading, end_s: int) -> tuple[Flags, Flags]:
    """Return whether the new date of each dossier's first letter was kept, and whether broken, bool[n]."""
    is_new = reading.column("promises", "cause") == PromiseCause.APOLOGY
    new_s = np.full(reading.n, NO_INSTANT, np.int64)
    new_s[reading.column("promises", "dossier")[is_new][::-1]] = reading.column("promises", "due_s")[is_new][
        ::-1
    ]
    decided = reading.final_s() < end_s
    missed = reading.verdicts(new_s, np.minimum(reading.final_s(), end_s)) == Verdict.LATE
    promised = new_s != NO_INSTANT
    return promised & decided & ~missed, promised & missed
