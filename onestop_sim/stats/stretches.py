"""
In whose hands each dossier was, stretch by stretch, and what that time was spent on.

A stretch runs from one event of a dossier to the next; each second of it is queue, work, closed
hours, delay, transfer, pause or awaiting collection, so that the parts of a stay add up exactly.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onestop_sim.clock import IntArray
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.eventlog.schema import HOLDER_AFTER
from onestop_sim.eventlog.shift_table import shifts_of
from onestop_sim.terms import NEVER, NO_INSTANT, NOBODY, EventKind, Holder

K = EventKind


class Part(IntEnum):
    """What a second of a dossier's stay was spent on."""

    QUEUE = 0
    """In an office that is open, waiting for an officer, also for the one who keeps it."""
    WORK = 1
    """In the hands of an officer on duty, or working on past the end of his duty."""
    CLOSED = 2
    """In an office, queue or officer's tray, that is closed."""
    DELAY = 3
    """In nobody's hands: survey, opinion asked, public posting, tax."""
    TRANSFER = 4
    """On its way between places or to the applicant, waiting for a courier included."""
    PAUSE = 5
    """With the applicant, who was asked for papers or money."""
    COLLECTION = 6
    """Ready and not yet collected, whatever the hour."""


_OUTSIDE: Final = -1
_AS_BEFORE: Final = -2
_WHEREVER: Final = -3
"""The applicant went away unserved: on to the pause, or to the collection, that he had come for."""

_PART_AFTER: Final[dict[EventKind, int]] = {
    K.FILED: Part.TRANSFER,
    K.LEFT: _WHEREVER,
    K.GAVE_UP: _OUTSIDE,
    K.QUEUED: Part.QUEUE,
    K.STARTED: Part.WORK,
    K.SUSPENDED: Part.QUEUE,
    # Done, but kept in the office: whoever waits there waits for the office.
    K.FINISHED: Part.QUEUE,
    K.SENT_HOME: _OUTSIDE,
    K.REFUSED: _OUTSIDE,
    K.WITHDRAWN: _OUTSIDE,
    K.PAUSED: Part.PAUSE,
    K.DELAY_BEGAN: Part.DELAY,
    K.SENT: Part.TRANSFER,
    K.COLLECTED: Part.TRANSFER,
    K.READY: Part.COLLECTION,
    K.HANDED_OVER: _OUTSIDE,
    K.DELIVERY_FAILED: Part.TRANSFER,
}

_PART_OF_KIND: Final = np.array([_PART_AFTER.get(kind, _AS_BEFORE) for kind in EventKind], np.int8)
_HOLDER_OF_KIND: Final = np.array(
    [_AS_BEFORE if HOLDER_AFTER[kind] is None else HOLDER_AFTER[kind] for kind in EventKind], np.int8
)

_AT_A_TIME: Final = 1 << 15
"""Stretches split in one go: what is computed on the way stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """
    The stretches of all dossiers, by dossier and in order of time; m of them, one for each event.

    Attributes:
        row:     row of `events` that begins it.
        dossier: whose it is.
        begin_s: instant of that event.
        end_s:   instant of the next event of the dossier, NEVER after the last one.
        part:    `Part`, or -1 where the dossier is outside the shop. WORK and QUEUE still hold the
                 closed hours, which `split` takes out.
        holder:  `Holder`.
        place:   place of the event, or -1.
        officer: officer of the event, or -1.
        in_stay: the dossier has been accepted in the run.
    """

    row: IntArray
    dossier: IntArray
    begin_s: IntArray
    end_s: IntArray
    part: NDArray[np.int8]
    holder: NDArray[np.int8]
    place: IntArray
    officer: IntArray
    in_stay: Flags


def stretches_of(reading: Reading) -> Stretches:
    """Return the stretches of a log, letters of apology left out (they change nothing)."""
    return reading.kept("stretches", lambda: _stretches(reading))


def _stretches(reading: Reading) -> Stretches:
    row, dossier, kind = reading.chain_rows(), reading.chain("dossier"), reading.chain("kind")
    begin_s = reading.chain("occurred_s")
    is_first = np.ones(len(row), np.bool_)
    is_first[1:] = dossier[1:] != dossier[:-1]
    end_s = np.append(begin_s[1:], NEVER)
    end_s[:-1][is_first[1:]] = NEVER
    accepted = np.flatnonzero(kind == K.ACCEPTED)[::-1]  # of two, in a log that breaks a law, the first
    accepted_at = np.full(reading.n, len(row), np.int32)
    accepted_at[dossier[accepted]] = accepted
    return Stretches(
        row=row,
        dossier=dossier,
        begin_s=begin_s,
        end_s=end_s,
        part=_carried(_parts(kind, is_first), is_first, _OUTSIDE),
        holder=_carried(_HOLDER_OF_KIND[kind], is_first, Holder.APPLICANT),
        place=reading.column("events", "place")[row],
        officer=reading.column("events", "officer")[row],
        in_stay=np.arange(len(row), dtype=np.int32) >= accepted_at[dossier],
    )


def _last_at(here: Flags) -> IntArray:
    """Return the number of the last true element up to each one, 0 before the first, int32[n]."""
    last = np.arange(len(here), dtype=np.int32)
    last[~here] = 0
    return np.maximum.accumulate(last, out=last)


def _parts(kind: NDArray[np.int8], is_first: Flags) -> NDArray[np.int8]:
    """Return the part that each event begins, `_AS_BEFORE` where it changes nothing."""
    part = _PART_OF_KIND[kind]
    left = np.flatnonzero(part == _WHEREVER)
    if len(left):
        said = np.select(
            [kind == K.PAUSED, kind == K.READY, is_first], [Part.PAUSE, Part.COLLECTION, _OUTSIDE], 9
        )
        last = _last_at(said != 9)
        part[left] = said[last[left]]
    return part


def _carried(code: NDArray[np.int8], is_first: Flags, at_first: int) -> NDArray[np.int8]:
    """Return codes with `_AS_BEFORE` replaced by the last code before it in the same dossier."""
    code = np.where(is_first & (code == _AS_BEFORE), np.int8(at_first), code)
    carried: NDArray[np.int8] = code[_last_at(code != _AS_BEFORE)]
    return carried


@dataclass(frozen=True, slots=True)
class OfficeTime:
    """
    Seconds of stretches in an office, int64[m] each; their sum is the length of the stretch.

    Attributes:
        queue_s:   open and not worked on.
        work_s:    worked on, `overrun_s` included.
        closed_s:  closed and not worked on.
        overrun_s: worked on past the end of the officer's duty.
    """

    queue_s: IntArray
    work_s: IntArray
    closed_s: IntArray
    overrun_s: IntArray


def office_time(
    reading: Reading, which: IntArray, from_s: int = NO_INSTANT, until_s: int = NEVER
) -> OfficeTime:
    """
    Split stretches in an office, cut to ``[from_s, until_s)``, into queue, work and closed hours.

    An officer works on a dossier during his duty. If he finishes off duty he has gone on since the
    end of his last duty (`AtClosing.FINISH`): that is his overrun, work as well. The rest is
    closed hours while the place is closed, and queue while it is open and he is on other duties.

    Args:
        reading: the log.
        which:   numbers of stretches of part QUEUE or WORK.
        from_s:  start of the cut; until_s its end. A stretch that never ends needs an end.
    """
    all_of = stretches_of(reading)
    begin_s, end_s = all_of.begin_s[which], all_of.end_s[which]
    cut = np.flatnonzero((begin_s < from_s) | (end_s > until_s) | (end_s == NEVER))
    slot, *uncut = _uncut_times(reading)
    slot = slot[which]
    queue_s, work_s, overrun_s = (np.take(times, slot).astype(np.int64) for times in uncut)
    length_s = np.maximum(np.minimum(end_s, until_s) - np.maximum(begin_s, from_s), 0)
    of_cut = _split(reading, which[cut], from_s, until_s)
    for part, seconds in zip((queue_s, work_s, overrun_s), of_cut, strict=True):
        part[cut] = seconds
    return OfficeTime(queue_s, work_s, length_s - work_s - queue_s, overrun_s)


def _uncut_times(reading: Reading) -> list[NDArray[np.int32]]:
    """
    Return queue, work and overrun of all stretches in an office that last and end, int32[k + 1] each.

    And before them where each stretch stands in these, int32[m]. Of all others, most of them, it is the
    first place, which holds 0.
    """
    return reading.kept("uncut_times", lambda: _all_uncut(reading))


def _all_uncut(reading: Reading) -> list[NDArray[np.int32]]:
    all_of = stretches_of(reading)
    lasts = (all_of.end_s < NEVER) & (all_of.end_s > all_of.begin_s)
    which = np.flatnonzero((all_of.part >= 0) & (all_of.part <= Part.WORK) & lasts)
    slot = np.zeros(len(all_of.part), np.int32)
    slot[which] = np.arange(1, len(which) + 1)
    columns = [np.zeros(len(which) + 1, np.int32) for _ in range(3)]
    for at in range(0, len(which), _AT_A_TIME):
        some = which[at : at + _AT_A_TIME]
        for column, seconds in zip(columns, _split(reading, some, NO_INSTANT, NEVER), strict=True):
            column[at + 1 : at + 1 + len(some)] = seconds
    return [slot, *columns]


def _split(reading: Reading, which: IntArray, from_s: int, until_s: int) -> tuple[IntArray, ...]:
    """Return queue, work and overrun of stretches that are cut, int64[n] each."""
    all_of = stretches_of(reading)
    begin_s = np.maximum(all_of.begin_s[which], from_s)
    end_s = np.maximum(np.minimum(all_of.end_s[which], until_s), begin_s)
    length_s = end_s - begin_s
    at_work = (all_of.part[which] == Part.WORK) & (length_s > 0)
    work_s, overrun_s = np.zeros(len(which), np.int64), np.zeros(len(which), np.int64)
    w = np.flatnonzero(at_work)
    officer = all_of.officer[which][w]
    duty = shifts_of(reading, "officer")
    # Most work is done within one shift: all of it is work then, and nothing else is asked.
    within = duty.is_open_throughout(officer, begin_s[w], end_s[w])
    work_s[w[within]] = length_s[w[within]]
    w, officer = w[~within], officer[~within]
    finished = all_of.end_s[which][w] <= until_s
    overrun_s[w] = _overrun(reading, officer, begin_s[w], end_s[w], finished)
    kept_until_s = end_s - overrun_s
    duty_s = duty.worked_between(officer, begin_s[w], kept_until_s[w])
    # Without an officer (work outside the shop's offices) every second is work.
    work_s[w] = np.where(officer == NOBODY, length_s[w], duty_s + overrun_s[w])

    place = all_of.place[which]
    open_s = kept_until_s - begin_s
    o = np.flatnonzero((length_s > 0) & (place != NOBODY))
    open_s[o] = shifts_of(reading, "place").worked_between(place[o], begin_s[o], kept_until_s[o])
    queue_s = np.maximum(open_s - (work_s - overrun_s), 0)
    return queue_s, work_s, overrun_s


def _overrun(
    reading: Reading, officer: IntArray, begin_s: IntArray, end_s: IntArray, finished: Flags
) -> IntArray:
    """Return how long each officer had been off duty when he finished, int64[n]; 0 while on duty."""
    duty = shifts_of(reading, "officer")
    # A service may end at the very close: the second before the end decides.
    off_duty = finished & ~duty.is_open(officer, end_s - 1) & (officer != NOBODY)
    overrun_s = np.zeros(len(officer), np.int64)
    last_s = np.maximum(duty.last_close(officer[off_duty], end_s[off_duty] - 1), begin_s[off_duty])
    overrun_s[off_duty] = end_s[off_duty] - last_s
    return overrun_s
