"""
Form II.06, "Tình hình, kết quả giải quyết thủ tục hành chính", under a counting rule and on a clock.

Source: form II.06a (06/VPCP/KSTT) of Circular 01/2020/TT-VPCP, columns 3 to 13 with their footnotes;
the three-bucket report that provincial software prints to follow Decision 766/QĐ-TTg.

How the two rules differ:

* FORM_II06: returned and withdrawn dossiers are in column 9 (on time) whatever their date, paused
  ones in column 12 (within time), as the form's footnotes say.
* THREE_BUCKETS: resolved = decided, returned or withdrawn, each with its own verdict (a dossier
  returned after its date is late: the software closes it as handled); paused ones are a bucket of
  their own. A paused dossier is overdue only if its pause began after the date.

A dossier is in a form from its acceptance on: who was refused or sent home at the desk is in none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.groups import counted
from onestop_sim.terms import (
    NEVER,
    Channel,
    ClockChoice,
    CountingRule,
    Grouping,
    Outcome,
    Verdict,
)

Masks = dict[str, NDArray[np.bool_]]
Period = tuple[int, int]
"""First instant and the first instant after it, seconds since time 0."""

COLUMN_NUMBERS: Final[dict[str, int]] = {
    "received": 3,
    "received_online": 4,
    "received_direct": 5,
    "carried_over": 6,
    "resolved": 7,
    "early": 8,
    "on_time": 9,
    "late": 10,
    "pending": 11,
    "pending_within": 12,
    "pending_overdue": 13,
}
"""Numbers of the printed columns of Form II.06; 1 and 2 are the row's number and its name."""

COLUMNS: Final[dict[CountingRule, tuple[str, ...]]] = {
    CountingRule.FORM_II06: tuple(COLUMN_NUMBERS),
    CountingRule.THREE_BUCKETS: (
        "received",
        "carried_over",
        "received_new",
        "received_online",
        "received_in_person",
        "received_post",
        "resolved",
        "early",
        "on_time",
        "late",
        "pending",
        "pending_within",
        "pending_overdue",
        "paused",
        "paused_within",
        "paused_overdue",
    ),
}
"""Columns of the table of each rule, in the order in which they are printed."""


@dataclass(frozen=True, slots=True)
class Identity:
    """An equality between columns that must hold whatever happened in the period."""

    total: str
    parts: tuple[str, ...]

    def gap(self, row: Mapping[str, int]) -> int:
        """
        Return total minus the sum of its parts, in dossiers; 0 when the row adds up.

        >>> Identity("resolved", ("early", "on_time", "late")).gap(
        ...     {"resolved": 10, "early": 4, "on_time": 5, "late": 2}
        ... )
        -1
        """
        return row[self.total] - sum(row[part] for part in self.parts)

    def __str__(self) -> str:
        return f"{self.total} = {' + '.join(self.parts)}"


IDENTITIES: Final[dict[CountingRule, tuple[Identity, ...]]] = {
    CountingRule.FORM_II06: (
        Identity("received", ("received_online", "received_direct", "carried_over")),
        Identity("resolved", ("early", "on_time", "late")),
        Identity("pending", ("pending_within", "pending_overdue")),
        Identity("received", ("resolved", "pending")),
    ),
    CountingRule.THREE_BUCKETS: (
        Identity("received", ("received_new", "carried_over")),
        Identity("received_new", ("received_online", "received_in_person", "received_post")),
        Identity("resolved", ("early", "on_time", "late")),
        Identity("pending", ("pending_within", "pending_overdue")),
        Identity("paused", ("paused_within", "paused_overdue")),
        Identity("received", ("resolved", "pending", "paused")),
    ),
}
"""The equalities inside a row of each rule's table; audits of printed tables use the same ones."""

CARRY_OVER: Final[dict[CountingRule, Identity]] = {
    CountingRule.FORM_II06: Identity("carried_over", ("pending",)),
    CountingRule.THREE_BUCKETS: Identity("carried_over", ("pending", "paused")),
}
"""What a period takes over (total, this period) from the one before (parts, that period)."""


def form_ii06(
    log: EventLog | Reading,
    period: Period,
    by: Grouping = Grouping.NOTHING,
    clock: ClockChoice = ClockChoice.OCCURRED,
    rule: CountingRule = CountingRule.FORM_II06,
) -> pl.DataFrame:
    """
    Return the form for a period: a row for each group and a last row `total`.

    Args:
        log:    what happened, or a reading of it that is already there.
        period: [start_s, end_s), seconds since time 0.
        by:     what the rows are.
        clock:  as it was, or as the portal shows it.
        rule:   where returned, withdrawn and paused dossiers are counted.

    Returns:
        Columns `group` and `COLUMNS[rule]`, dossiers, int64. `IDENTITIES[rule]` hold in every row.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    marks = dossier_marks(reading, period, clock, rule)
    return counted(reading, by, {name: marks[name] for name in COLUMNS[rule]})


def dossier_marks(reading: Reading, period: Period, clock: ClockChoice, rule: CountingRule) -> Masks:
    """Return which dossiers each column of a rule's table counts, bool[n] by name of column."""
    return reading.kept(
        ("marks", period, clock, rule),
        lambda: (
            _received(reading, period, clock)
            | _resolved(reading, period, clock, rule)
            | _open(reading, period[1], clock, rule)
        ),
    )


def _received(reading: Reading, period: Period, clock: ClockChoice) -> Masks:
    start_s, end_s = period
    accepted_s, final_s = reading.accepted_s(clock), reading.final_s(clock)
    channel = reading.column("dossiers", "channel")
    new = (accepted_s >= start_s) & (accepted_s < end_s)
    carried_over = (accepted_s < start_s) & (final_s >= start_s)
    return {
        "received": new | carried_over,
        "carried_over": carried_over,
        "received_new": new,
        "received_online": new & (channel == Channel.ONLINE),
        "received_direct": new & (channel != Channel.ONLINE),
        "received_in_person": new & (channel == Channel.IN_PERSON),
        "received_post": new & (channel == Channel.POST),
    }


def _resolved(reading: Reading, period: Period, clock: ClockChoice, rule: CountingRule) -> Masks:
    start_s, end_s = period
    accepted_s, final_s = reading.accepted_s(clock), reading.final_s(clock)
    resolved = (accepted_s < end_s) & (final_s >= start_s) & (final_s < end_s)
    verdict = reading.verdicts(reading.due_s(NEVER, clock), final_s)
    outcome = reading.final_outcomes(clock)
    if rule == CountingRule.FORM_II06:
        verdict = np.where(outcome == Outcome.RESOLVED, verdict, Verdict.ON_TIME)
    return {
        "resolved": resolved,
        "early": resolved & (verdict == Verdict.EARLY),
        "on_time": resolved & (verdict == Verdict.ON_TIME),
        "late": resolved & (verdict == Verdict.LATE),
        "returned": resolved & (outcome == Outcome.RETURNED_UNRESOLVED),
        "withdrawn": resolved & (outcome == Outcome.WITHDRAWN),
    }


def _open(reading: Reading, end_s: int, clock: ClockChoice, rule: CountingRule) -> Masks:
    is_open = (reading.accepted_s(clock) < end_s) & (reading.final_s(clock) >= end_s)
    paused = is_open & (reading.paused_since(end_s, clock) < NEVER)
    overdue = reading.overdue_at(end_s, clock)
    marks = {
        "paused": paused,
        "paused_within": paused & ~overdue,
        "paused_overdue": paused & overdue,
        "late_open": overdue,
    }
    pending = is_open & ~paused if rule == CountingRule.THREE_BUCKETS else is_open
    pending_overdue = is_open & ~paused & overdue
    return marks | {
        "pending": pending,
        "pending_overdue": pending_overdue,
        "pending_within": pending & ~pending_overdue,
    }


def gaps(table: pl.DataFrame, rule: CountingRule = CountingRule.FORM_II06) -> pl.DataFrame:
    """
    Return what does not add up in a table: simulated, it is empty; printed, it is what an audit finds.

    Args:
        table: columns `group` and `COLUMNS[rule]`, as `form_ii06` returns; a table that lacks columns
            of an identity is not asked about it.
        rule:  the rule that the table follows.

    Returns:
        Columns `group`, `identity`, `gap` (total less parts, dossiers), one row for each that is not 0.

    >>> printed = {"group": ["all"], "resolved": [9], "early": [4], "on_time": [5], "late": [2]}
    >>> gaps(pl.DataFrame(printed)).row(0)
    ('all', 'resolved = early + on_time + late', -2)
    """
    found: list[tuple[str, str, int]] = []
    for row in table.iter_rows(named=True):
        for identity in IDENTITIES[rule]:
            if not {identity.total, *identity.parts} <= row.keys():
                continue
            gap = identity.gap(row)
            if gap:
                found.append((row["group"], str(identity), gap))
    columns = {"group": pl.String, "identity": pl.String, "gap": pl.Int64}
    return pl.DataFrame(found, schema=columns, orient="row")


def sum_gaps(table: pl.DataFrame) -> dict[str, int]:
    """
    Return, for columns whose groups do not sum to the last row, last row less sum, in dossiers.

    >>> sum_gaps(pl.DataFrame({"group": ["a", "b", "total"], "received": [1, 2, 4], "late": [0, 1, 1]}))
    {'received': 1}
    """
    numbers = table.drop("group")
    if table.height < 2:
        return {}
    parts, total = numbers.head(-1).sum().row(0, named=True), numbers.tail(1).row(0, named=True)
    return {name: total[name] - parts[name] for name in numbers.columns if total[name] != parts[name]}


def carry_gap(before: Mapping[str, int], after: Mapping[str, int], rule: CountingRule) -> int:
    """
    Return what one period takes over less what the one before left open, in dossiers.

    >>> carry_gap({"pending": 10}, {"carried_over": 12}, CountingRule.FORM_II06)
    2
    """
    identity = CARRY_OVER[rule]
    return after[identity.total] - sum(before[part] for part in identity.parts)
