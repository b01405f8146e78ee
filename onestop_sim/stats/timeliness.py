"""
Early, on time or late (trước hạn, đúng hạn, quá hạn): of dossiers, of rates, and of single steps.

Source: Decree 61/2018/NĐ-CP, article 19; Form 05 (phiếu kiểm soát quá trình giải quyết hồ sơ) of
Circular 01/2018/TT-VPCP for the steps; the on-time rate of Decision 766/QĐ-TTg.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from onestop_sim.clock import IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.eventlog.shift_table import shifts_of
from onestop_sim.stats.form_ii06 import form_ii06
from onestop_sim.terms import (
    NEVER,
    NOBODY,
    ClockChoice,
    CountingRule,
    Denominator,
    EventKind,
    Grouping,
    Rounding,
    StepKind,
    Verdict,
)

Period = tuple[int, int]

MINUTE_S: Final = 60

_CONTROLLED: Final = (
    StepKind.RECEIVE,
    StepKind.WORK,
    StepKind.SIGN,
    StepKind.DELAY,
    StepKind.TRANSFER,
    StepKind.TAKE_SUPPLEMENT,
    StepKind.RETURN_UNRESOLVED,
)
_BEGINS: Final = (EventKind.QUEUED, EventKind.SENT, EventKind.DELAY_BEGAN)
_ENDS: Final = (EventKind.FINISHED, EventKind.DELIVERED, EventKind.DELAY_ENDED)
_AT_THE_DESK: Final = (StepKind.RECEIVE, StepKind.TAKE_SUPPLEMENT)
"""The applicant may have left and come again: the visit that was served is the step."""


_OF_PLACES: Final = (EventKind.STARTED, EventKind.SENT)
_OF_RECEIVERS: Final = (EventKind.STARTED, EventKind.DELIVERED)


def verdict_table(log: EventLog | Reading, clock: ClockChoice = ClockChoice.OCCURRED) -> pl.DataFrame:
    """
    Return the verdict of each accepted dossier that has been decided, on a clock.

    Returns:
        Columns `dossier`, `due_s` (the date in force at the decision, pauses included),
        `decided_s` (first signing, return or withdrawal) and `verdict` (terms.Verdict).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    decided_s, due_s = reading.final_s(clock), reading.due_s(NEVER, clock)
    decided = (decided_s < NEVER) & (reading.accepted_s(clock) < NEVER)
    return pl.DataFrame(
        {
            "dossier": np.arange(reading.n),
            "due_s": due_s,
            "decided_s": decided_s,
            "verdict": reading.verdicts(due_s, decided_s),
        }
    ).filter(pl.Series(decided))


def on_time_share(row: Mapping[str, int], denominator: Denominator) -> tuple[int, int]:
    """
    Return numerator and denominator of an on-time rate, in dossiers, from a row of Form II.06.

    >>> bình_sơn = {"early": 13281, "on_time": 119431, "resolved": 133296}
    >>> on_time_share(bình_sơn, Denominator.RESOLVED)
    (132712, 133296)
    """
    in_time = row["early"] + row["on_time"]
    if denominator == Denominator.RESOLVED:
        return in_time, row["resolved"]
    if denominator == Denominator.RECEIVED:
        return in_time, row["received"]
    return in_time + row["pending_within"], row["received"]


def on_time_rates(
    log: EventLog | Reading,
    period: Period,
    by: Grouping = Grouping.NOTHING,
    clock: ClockChoice = ClockChoice.OCCURRED,
    rule: CountingRule = CountingRule.FORM_II06,
) -> pl.DataFrame:
    """Return the share on time of each group under every denominator; null where that is 0 dossiers."""
    table = form_ii06(log, period, by, clock, rule)
    rates: dict[str, list[float | None]] = {one.value: [] for one in Denominator}
    for row in table.iter_rows(named=True):
        for one in Denominator:
            n, of = on_time_share(row, one)
            rates[one.value].append(n / of if of else None)
    schema = {"group": pl.String} | {one.value: pl.Float64 for one in Denominator}
    return pl.DataFrame({"group": table["group"], **rates}, schema=schema)


def printed_percentage(n: int, of: int, digits: int = 2, rounding: Rounding = Rounding.HALF_UP) -> float:
    """
    Return a percentage as a report prints it, exactly: no binary fraction tips it over.

    Args:
        n:        numerator, >= 0.
        of:       denominator, > 0.
        digits:   digits after the decimal mark.
        rounding: how the rest is dropped; the reports use both ways.

    Raises:
        ZeroDivisionError: nothing to take a percentage of.

    >>> printed_percentage(133296, 138187, digits=1, rounding=Rounding.TRUNCATION)  # Bình Sơn 2022
    96.4
    >>> printed_percentage(133296, 138187, digits=1)
    96.5
    """
    scale: int = 10**digits
    if rounding == Rounding.TRUNCATION:
        return n * 100 * scale // of / scale
    return (2 * n * 100 * scale + of) // (2 * of) / scale


def step_verdicts(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return Form 05: every step done in a period, who gave and took it, and its verdict.

    Used time is the open time of the step's place (of a transfer or delay: of the place that answers
    for it) from its reaching the queue to its being finished. As in the software of a one-stop, whole
    minutes are compared: fewer used than allotted is early, equal on time, more late.

    Returns:
        Columns `step` (row of `steps`), `dossier`, `kind`, `name` (number of the step's name), `giver`
        (place that had it before; -1: the applicant), `receiver` (place), `officer`, `taken_s`,
        `done_s`, `allotment_s`, `used_s`, `verdict` (terms.Verdict; null where no time is allotted).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    table: pl.DataFrame = reading.kept("form_05", lambda: _step_verdicts(reading))
    return table.filter(pl.col("done_s").is_between(*period, closed="left"))


def _step_verdicts(reading: Reading) -> pl.DataFrame:
    n_steps = reading.log.tables["steps"].height
    step, occurred_s = reading.column("events", "step"), reading.column("events", "occurred_s")
    taken_s, done_s = np.full(n_steps, NEVER, np.int64), np.full(n_steps, NEVER, np.int64)
    officer = np.full(n_steps, NOBODY, np.int64)
    begins, ends, starts = (
        rows[step[rows] != NOBODY]
        for rows in (reading.rows_of(*_BEGINS), reading.rows_of(*_ENDS), reading.rows_of(EventKind.STARTED))
    )
    taken_s[step[begins][::-1]] = occurred_s[begins][::-1]  # the first one stays
    done_s[step[ends]] = occurred_s[ends]  # the last one stays
    officer[step[starts]] = reading.column("events", "officer")[starts]

    kind, dossier = reading.column("steps", "kind"), reading.column("steps", "dossier")
    at_the_desk = np.isin(kind, _AT_THE_DESK)
    again = begins[at_the_desk[step[begins]]]
    taken_s[step[again]] = occurred_s[again]
    done = (done_s < NEVER) & (taken_s < NEVER) & np.isin(kind, _CONTROLLED)
    at = np.flatnonzero(done)
    answers, receiver = _places(reading, _OF_PLACES)[at], _places(reading, _OF_RECEIVERS)[at]
    giver = np.full(len(at), NOBODY, np.int64)
    giver[1:] = np.where(dossier[at][1:] == dossier[at][:-1], receiver[:-1], NOBODY)
    used_s = done_s[at] - taken_s[at]
    known = np.flatnonzero(answers != NOBODY)
    used_s[known] = shifts_of(reading, "place").worked_between(
        answers[known], taken_s[at][known], done_s[at][known]
    )
    allotment_s = reading.column("steps", "allotment_s")[at]
    verdict = Verdict.ON_TIME + np.sign(used_s // MINUTE_S - allotment_s // MINUTE_S)
    table = pl.DataFrame(
        {
            "step": at,
            "dossier": dossier[at],
            "kind": kind[at],
            "name": reading.column("steps", "name")[at],
            "giver": giver,
            "receiver": receiver,
            "officer": officer[at],
            "taken_s": taken_s[at],
            "done_s": done_s[at],
            "allotment_s": allotment_s,
            "used_s": used_s,
            "verdict": verdict,
        }
    )
    return table.with_columns(pl.when(pl.col("allotment_s") >= 0).then("verdict").alias("verdict"))


def _places(reading: Reading, kinds: tuple[EventKind, ...]) -> IntArray:
    """Return the place of each step's last event of some kinds, else the place that answers for it."""
    place: IntArray = reading.column("steps", "place").astype(np.int64)
    step = reading.column("events", "step")
    rows = reading.rows_of(*kinds)
    rows = rows[(step[rows] != NOBODY) & (reading.column("events", "place")[rows] != NOBODY)]
    place[step[rows]] = reading.column("events", "place")[rows]
    return place
