"""
What became of each dossier, read from a log: instants on either clock, due dates, outcomes, verdicts.

The basis of all counts, computed once for each log. In the arrays of this module an instant that
has not come, or is never recorded, is NEVER: it lies after every period, so that ``instant < end``
is the one question to ask. The state "as of T" is that of all events before T.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Final, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import IntArray, parse_date
from onestop_sim.deadline import LegalCalendar
from onestop_sim.eventlog.log import EventLog, names_of
from onestop_sim.eventlog.ordering import by_owner
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    ClockChoice,
    EventKind,
    LimitUnit,
    Outcome,
    PromiseCause,
    Verdict,
)

Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]

T = TypeVar("T")

FINAL: Final = (EventKind.SIGNED, EventKind.RETURNED_UNRESOLVED, EventKind.WITHDRAWN)
"""What ends the handling of an accepted dossier; the earliest one counts."""

_OUTCOME_OF: Final = np.array([Outcome.RESOLVED, Outcome.RETURNED_UNRESOLVED, Outcome.WITHDRAWN], np.int8)
_BACK_AT_THE_DESK: Final = (EventKind.SENT_HOME, EventKind.FILED, EventKind.ARRIVED, EventKind.QUEUED)


def is_one_of(kinds: Iterable[EventKind]) -> Flags:
    """Return by number of `EventKind` whether it is one of *kinds*: asked with an array of kinds."""
    return np.isin(np.arange(len(EventKind)), list(kinds))


class Reading:
    """
    A log with what several statistics need of it, computed at the first question and kept.

    Attributes:
        log: the log.
        n:   number of dossiers.
    """

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.n = log.dossiers.height
        self._kept: dict[Hashable, Any] = {}

    def kept(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return what *compute* returned when *key* was first asked for."""
        if key not in self._kept:
            self._kept[key] = compute()
        found: T = self._kept[key]
        return found

    def forgets(self, *keys: Hashable) -> None:
        """Let go of what was kept under some keys and will not be asked for again soon."""
        for key in keys:
            self._kept.pop(key, None)

    def column(self, table: str, name: str) -> NDArray[Any]:
        """Return a column of a table of the log as an array."""
        return self.kept(("column", table, name), self.log.tables[table][name].to_numpy)

    def clock_column(self, table: str, clock: ClockChoice) -> IntArray:
        """Return the instants of `events` or `promises` on a clock, int64[n_rows]."""
        return self.column(table, f"{clock.value}_s")

    def rows_of(self, *kinds: EventKind) -> IntArray:
        """Return the rows of `events` of the given kinds, in order."""
        kind = self.column("events", "kind")
        return self.kept(
            ("rows", kinds),
            lambda: np.flatnonzero(is_one_of(kinds)[kind] if len(kinds) > 1 else kind == kinds[0]),
        )

    def by_dossier(self) -> IntArray:
        """Return the rows of `events` by dossier, in order within each, int64[n_events]."""
        dossier = self.column("events", "dossier")
        return self.kept("by_dossier", lambda: by_owner(dossier))

    def along_lives(self, name: str) -> NDArray[Any]:
        """Return a column of `events` in the order of `by_dossier`."""
        return self.kept(
            ("along_lives", name), lambda: np.take(self.column("events", name), self.by_dossier())
        )

    def chain(self, name: str) -> NDArray[Any]:
        """Return a column of `events` along lives, letters of apology left out (they change nothing)."""
        return self.kept(("chain", name), lambda: np.take(self.column("events", name), self.chain_rows()))

    def chain_rows(self) -> IntArray:
        """Return the rows of `events` by dossier, in order within each, letters of apology left out."""
        return self.kept("chain_rows", self._chain_rows)

    def _chain_rows(self) -> IntArray:
        rows, kind = self.by_dossier(), self.column("events", "kind")
        return rows[kind[rows] != EventKind.APOLOGY] if len(self.rows_of(EventKind.APOLOGY)) else rows

    def first_of(self, kind: EventKind, clock: ClockChoice = ClockChoice.OCCURRED) -> IntArray:
        """Return when each dossier first had an event of a kind, int64[n]; NEVER if it had none."""
        return self.kept(("first", kind, clock), lambda: self._first_of(kind, clock))

    def _first_of(self, kind: EventKind, clock: ClockChoice) -> IntArray:
        rows = self.rows_of(kind)[::-1]
        first_s = np.full(self.n, NEVER, np.int64)
        # Of several values for one index the last assigned stays: reversed, the first event.
        first_s[self.column("events", "dossier")[rows]] = self.clock_column("events", clock)[rows]
        return first_s

    def came_s(self, clock: ClockChoice = ClockChoice.OCCURRED) -> IntArray:
        """Return when each dossier was filed or reached the desk, whichever came first, int64[n]."""
        came_s = np.minimum(self.first_of(EventKind.FILED, clock), self.first_of(EventKind.ARRIVED, clock))
        return np.minimum(came_s, self.accepted_s(clock))

    def accepted_s(self, clock: ClockChoice = ClockChoice.OCCURRED) -> IntArray:
        """Return when each dossier was accepted (Form 01), before the run or in it, int64[n]."""
        before_s = self.column("dossiers", "accepted_before_s")
        in_run_s = self.first_of(EventKind.ACCEPTED, clock)
        return np.where(before_s == NO_INSTANT, in_run_s, np.minimum(before_s, in_run_s))

    def final_s(self, clock: ClockChoice = ClockChoice.OCCURRED) -> IntArray:
        """Return when each dossier was first signed, returned unresolved or withdrawn, int64[n]."""
        earliest_s: IntArray = self._finals(clock).min(axis=0)
        return earliest_s

    def final_outcomes(self, clock: ClockChoice = ClockChoice.OCCURRED) -> Codes:
        """Return the outcome at `final_s`, int8[n]; it means nothing where that is NEVER."""
        outcome: Codes = _OUTCOME_OF[self._finals(clock).argmin(axis=0)]
        return outcome

    def _finals(self, clock: ClockChoice) -> IntArray:
        return self.kept(("finals", clock), lambda: np.stack([self.first_of(kind, clock) for kind in FINAL]))

    def due_s(self, as_of_s: int | IntArray = NEVER, clock: ClockChoice = ClockChoice.OCCURRED) -> IntArray:
        """
        Return the date that verdicts use as of an instant, int64[n]; NO_INSTANT: none was promised yet.

        It is the last promise up to then that is not the new date of a letter, frozen at the first
        signing, return or withdrawal on the same clock.
        """
        until_s = np.minimum(self.final_s(clock), as_of_s)
        dossier = self.column("promises", "dossier")
        counts = self.column("promises", "cause") != PromiseCause.APOLOGY
        counts &= self.clock_column("promises", clock) <= until_s[dossier]
        due_s = np.full(self.n, NO_INSTANT, np.int64)
        due_s[dossier[counts]] = self.column("promises", "due_s")[counts]
        return due_s

    def paused_since(self, as_of_s: int, clock: ClockChoice = ClockChoice.OCCURRED) -> IntArray:
        """Return since when each dossier waits for its applicant as of an instant, int64[n], or NEVER."""
        rows = self.rows_of(EventKind.PAUSED, EventKind.RESUMED)
        at_s = self.clock_column("events", clock)[rows]
        rows, at_s = rows[at_s < as_of_s], at_s[at_s < as_of_s]
        since_s = np.full(self.n, NEVER, np.int64)
        is_pause = self.column("events", "kind")[rows] == EventKind.PAUSED
        since_s[self.column("events", "dossier")[rows]] = np.where(is_pause, at_s, NEVER)
        since_s[self.final_s(clock) < as_of_s] = NEVER
        return since_s

    def outcomes_at(self, as_of_s: int, clock: ClockChoice = ClockChoice.OCCURRED) -> Codes:
        """
        Return how far each dossier had come as of an instant, `Outcome`, int8[n].

        One that has not come at all by then is NOT_ACCEPTED too: ask `came_s`. One at home after a
        Form 02 is SENT_HOME until it comes back. Acceptance wins over what the desk said before it.
        """
        outcome = np.full(self.n, Outcome.NOT_ACCEPTED, np.int8)
        outcome[self._at_home_at(as_of_s, clock)] = Outcome.SENT_HOME
        outcome[self.first_of(EventKind.GAVE_UP, clock) < as_of_s] = Outcome.GAVE_UP
        outcome[self.first_of(EventKind.REFUSED, clock) < as_of_s] = Outcome.REFUSED
        accepted = self.accepted_s(clock) < as_of_s
        outcome[accepted] = Outcome.IN_PROGRESS
        outcome[accepted & (self.paused_since(as_of_s, clock) < NEVER)] = Outcome.PAUSED
        is_final = accepted & (self.final_s(clock) < as_of_s)
        outcome[is_final] = self.final_outcomes(clock)[is_final]
        return outcome

    def _at_home_at(self, as_of_s: int, clock: ClockChoice) -> Flags:
        at_home = np.zeros(self.n, np.bool_)
        if len(self.rows_of(EventKind.SENT_HOME)) == 0:
            return at_home
        rows = self.rows_of(*_BACK_AT_THE_DESK)
        rows = rows[self.clock_column("events", clock)[rows] < as_of_s]
        is_sent_home = self.column("events", "kind")[rows] == EventKind.SENT_HOME
        at_home[self.column("events", "dossier")[rows]] = is_sent_home
        return at_home

    def verdicts(self, due_s: IntArray, at_s: int | IntArray) -> Codes:
        """
        Return the `Verdict` of deciding each dossier at an instant against a date, int8[n].

        Where no date was promised (NO_INSTANT) or none is asked for (NEVER) the verdict is ON_TIME.
        """
        at_s = np.broadcast_to(np.asarray(at_s, np.int64), due_s.shape)
        asked = (due_s != NO_INSTANT) & (at_s != NEVER) & (at_s != NO_INSTANT)
        legal = self.column("dossiers", "legal")
        verdict = np.full(self.n, Verdict.ON_TIME, np.int8)
        for number, calendar in enumerate(self.legal_calendars()):
            of_it = np.flatnonzero(asked & (legal == number))
            units = self.column("dossiers", "limit_unit")[of_it]
            verdict[of_it] = calendar.verdicts(due_s[of_it], at_s[of_it], units)
        return verdict

    def overdue_at(self, as_of_s: int, clock: ClockChoice = ClockChoice.OCCURRED) -> Flags:
        """
        Return which dossiers are open and past their date as of an instant, bool[n].

        A dossier is overdue when it would be late if it were decided then. While it waits for its
        applicant the clock stands still: it is overdue only if the pause began too late to cure it.
        """
        is_open = (self.accepted_s(clock) < as_of_s) & (self.final_s(clock) >= as_of_s)
        judged_s = np.minimum(self.paused_since(as_of_s, clock), as_of_s)
        verdict = self.verdicts(self.due_s(as_of_s, clock), judged_s)
        late: Flags = is_open & (verdict == Verdict.LATE)
        return late

    def legal_calendars(self) -> list[LegalCalendar]:
        """Return the legal calendars of the log by number."""
        return self.kept("legal", lambda: _legal_calendars(self.log))

    def short_limit(self) -> Flags:
        """Return which dossiers have a limit of one working day or less, bool[n]."""
        unit, n = self.column("dossiers", "limit_unit"), self.column("dossiers", "limit_n")
        half = unit == LimitUnit.HALF_DAY
        short: Flags = (unit == LimitUnit.SAME_DAY) | (half & (n <= 2)) | (~half & (n <= 1))
        return short


def _legal_calendars(log: EventLog) -> list[LegalCalendar]:
    days = log.tables["legal_days"]
    origin = names_of(log, "origin")
    weekday_of_day_0 = parse_date(origin[0]).weekday() if origin else 0
    calendars = []
    for hours in log.tables["legal_hours"].sort("legal").iter_rows(named=True):
        of_it = days.filter(pl.col("legal") == hours["legal"])["day"].sort().to_numpy().astype(np.int64)
        calendars.append(
            LegalCalendar(
                of_it,
                hours["morning_opens_s"],
                hours["morning_closes_s"],
                hours["afternoon_opens_s"],
                hours["afternoon_closes_s"],
                None if hours["cutoff_s"] < 0 else hours["cutoff_s"],
                weekday_of_day_0,
            )
        )
    return calendars
