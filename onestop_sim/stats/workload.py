"""Arrivals, work in progress, queues, and how busy officers and places are."""

from typing import Final

import numpy as np
import polars as pl

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.eventlog.shift_table import shifts_of
from onestop_sim.stats.durations import run_end_s, visits
from onestop_sim.stats.stretches import Part, office_time, stretches_of
from onestop_sim.terms import NEVER, Channel, Holder

Period = tuple[int, int]

IN_THE_SHOP: Final = (Holder.APPLICANT, Holder.QUEUE, Holder.OFFICER, Holder.NOBODY, Holder.POST)
"""Who can hold an accepted dossier whose life in the shop is not over."""


def arrivals_by_day(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return, for each day of a period, the dossiers that came and those accepted.

    Returns:
        Columns `day` (number; day 0 starts at time 0), `came_in_person`, `came_online`, `came_post`
        (filed or at the desk for the first time), `accepted`, and `visits` of applicants.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    first, last = period[0] // DAY_S, -(-period[1] // DAY_S)
    came_s, channel = reading.came_s(), reading.column("dossiers", "channel")
    arrived_s = visits(reading)["arrived_s"].to_numpy()
    counts = {f"came_{one.name.lower()}": came_s[channel == one] for one in Channel}
    counts |= {"accepted": reading.accepted_s(), "visits": arrived_s}
    table: dict[str, IntArray] = {"day": np.arange(first, last)}
    for name, at_s in counts.items():
        in_period = at_s[(at_s >= period[0]) & (at_s < period[1])]
        table[name] = np.bincount(in_period // DAY_S - first, minlength=last - first)
    return pl.DataFrame(table)


def in_progress_by_day(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return who holds the accepted dossiers at the end of each day of a period.

    Returns:
        Columns `day`, one for each of `IN_THE_SHOP` (lower case; `queue` includes results that await
        collection), `in_shop` (their sum), and `undecided` (not yet signed, returned or withdrawn).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    first, last = period[0] // DAY_S, -(-period[1] // DAY_S)
    all_of = stretches_of(reading)
    after_s = run_end_s(reading.log) + DAY_S
    # What begins and ends on one day, as most do, is held at no midnight.
    over_night = np.flatnonzero(all_of.end_s > all_of.begin_s)
    midnight_s = all_of.begin_s[over_night] // DAY_S
    midnight_s += 1
    midnight_s *= DAY_S
    over_night = over_night[all_of.end_s[over_night] >= midnight_s]
    begin_s, dossier = all_of.begin_s[over_night], all_of.dossier[over_night]
    over_night = over_night[begin_s >= reading.accepted_s()[dossier]]
    begin_s, end_s = all_of.begin_s[over_night], np.minimum(all_of.end_s[over_night], after_s)
    holds = all_of.holder[over_night]
    table: dict[str, IntArray] = {"day": np.arange(first, last)}
    for holder in IN_THE_SHOP:
        held = holds == holder
        table[holder.name.lower()] = _held_at_midnights(begin_s[held], end_s[held], first, last)
    table["in_shop"] = np.sum([table[holder.name.lower()] for holder in IN_THE_SHOP], axis=0)
    accepted_s, final_s = reading.accepted_s(), reading.final_s()
    taken = accepted_s < NEVER
    table["undecided"] = _held_at_midnights(accepted_s[taken], final_s[taken], first, last)
    return pl.DataFrame(table)


def _held_at_midnights(begin_s: IntArray, end_s: IntArray, first: int, last: int) -> IntArray:
    """Return how many of the intervals last beyond each of the days first .. last - 1, int64[n]."""
    # Begun on the day or before, and not ended on it: what happens at midnight is of the next day.
    n = last - first
    gained = np.clip((begin_s // DAY_S) - first, 0, n)
    lost = np.clip((end_s // DAY_S) - first, 0, n)
    change = np.bincount(gained, minlength=n + 1) - np.bincount(lost, minlength=n + 1)
    return np.cumsum(change)[:n].astype(np.int64)


def officer_time(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return what officers did with their time in a period.

    Returns:
        One row for each officer: `officer`, `place` (rows), `duty_s`, `busy_s` (on duty with a dossier
        in hand), `overrun_s` (worked past duty), `n_services` (begun in the period) and
        `utilisation` (busy / duty; null without duty).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    table: pl.DataFrame = reading.kept(("officer_time", period), lambda: _officer_time(reading, period))
    return table


def _officer_time(reading: Reading, period: Period) -> pl.DataFrame:
    start_s, end_s = period
    all_of = stretches_of(reading)
    n = reading.log.tables["officers"].height
    services = (all_of.part == Part.WORK) & (all_of.begin_s < end_s) & (all_of.end_s > start_s)
    which = np.flatnonzero(services & (all_of.officer >= 0))
    officer = all_of.officer[which]
    split = office_time(reading, which, start_s, end_s)
    busy_s = np.bincount(officer, weights=split.work_s - split.overrun_s, minlength=n).astype(np.int64)
    overrun_s = np.bincount(officer, weights=split.overrun_s, minlength=n).astype(np.int64)
    begun = all_of.begin_s[which] >= start_s
    rows = np.arange(n)
    duty_s = shifts_of(reading, "officer").worked_between(rows, np.full(n, start_s), np.full(n, end_s))
    table = pl.DataFrame(
        {
            "officer": rows,
            "place": reading.column("officers", "place"),
            "duty_s": duty_s,
            "busy_s": busy_s,
            "overrun_s": overrun_s,
            "n_services": np.bincount(officer[begun], minlength=n),
        }
    )
    return table.with_columns(_utilisation())


def _utilisation() -> pl.Expr:
    return pl.when(pl.col("duty_s") > 0).then(pl.col("busy_s") / pl.col("duty_s")).alias("utilisation")


def place_time(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """Return `officer_time` summed over the officers of each place; columns `place`, `duty_s` and so on."""
    sums = pl.col("duty_s", "busy_s", "overrun_s", "n_services").sum()
    return officer_time(log, period).group_by("place").agg(sums).sort("place").with_columns(_utilisation())


def queue_lengths(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return how many dossiers waited for an officer of each place in a period.

    Returns:
        Columns `place`, `open_s` (opening time in the period), `mean_open` (mean length over the opening
        time), and `longest` (greatest length at any instant).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    start_s, end_s = period
    all_of = stretches_of(reading)
    # Waiting for any officer: what one of them keeps in his tray is no queue.
    queued = (
        (all_of.part == Part.QUEUE)
        & (all_of.holder == Holder.QUEUE)
        & (all_of.begin_s < end_s)
        & (all_of.end_s > start_s)
        & (all_of.end_s > all_of.begin_s)  # who is taken at once has not waited
    )
    which = np.flatnonzero(queued & (all_of.place >= 0))
    place = all_of.place[which]
    n = reading.log.tables["places"].height
    waited_s = np.bincount(place, weights=office_time(reading, which, start_s, end_s).queue_s, minlength=n)
    rows = np.arange(n)
    open_s = shifts_of(reading, "place").worked_between(rows, np.full(n, start_s), np.full(n, end_s))
    begin_s, until_s = np.maximum(all_of.begin_s[which], start_s), np.minimum(all_of.end_s[which], end_s)
    return pl.DataFrame(
        {
            "place": rows,
            "open_s": open_s,
            "mean_open": np.divide(waited_s, open_s, out=np.zeros(n), where=open_s > 0),
            "longest": _longest(place, begin_s, until_s, n),
        }
    )


def _longest(place: IntArray, begin_s: IntArray, end_s: IntArray, n: int) -> IntArray:
    """Return the greatest number of half-open intervals of each place that hold one instant, int64[n]."""
    if not len(place):
        return np.zeros(n, np.int64)
    # One number for place, instant, and whether somebody comes: who leaves goes first.
    first_s = int(begin_s.min())
    span = 2 * (int(end_s.max()) - first_s + 1)
    of_place = place.astype(np.int64) * span
    changes = np.sort(
        np.concatenate([of_place + 2 * (begin_s - first_s) + 1, of_place + 2 * (end_s - first_s)])
    )
    # The changes of a place sum to 0, so one running sum serves all places.
    length = np.cumsum(2 * (changes & 1) - 1)
    longest = np.zeros(n, np.int64)
    np.maximum.at(longest, changes // span, length)
    return longest


def visits_per_dossier(log: EventLog | Reading, period: Period) -> float | None:
    """Return the visits of a period for each dossier accepted in it, or None if none was accepted."""
    reading = log if isinstance(log, Reading) else Reading(log)
    accepted_s = reading.accepted_s()
    n = np.count_nonzero((accepted_s >= period[0]) & (accepted_s < period[1]))
    n_visits = visits(reading).filter(pl.col("arrived_s").is_between(*period, closed="left")).height
    return n_visits / n if n else None
