"""
What everybody in the shop shares: the kernel, the plan as plain lists, where each dossier is, the log.

Plain lists because the engine reads one value at a time, which costs several times as much on arrays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from heapq import heappush
from itertools import count
from operator import attrgetter
from typing import Any, Final

import numpy as np
import simpy
from simpy.events import Event

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.deadline import LegalCalendar, TimeLimit
from onestop_sim.engine.allotments import remaining_allotments
from onestop_sim.engine.recorder import Recorder
from onestop_sim.engine.ties import CLASS_BITS, MIDNIGHT, PLACE_BITS, STARTS, tie
from onestop_sim.engine.whereabouts import Whereabouts
from onestop_sim.plan.columns import Flags
from onestop_sim.plan.plan import LegalDays, Plan, Shifts
from onestop_sim.terms import NOBODY, LimitUnit, StepKind

NO_ROW: Final = len(StepKind)
"""Kind of the row after the last one of a route."""


class Kernel(simpy.Environment):
    """SimPy's environment; its clock is read so often that a call of Python each time would cost 7 %."""

    now = property(attrgetter("_now"))

    @property
    def agenda(self) -> list[tuple[int, int, int, Event]]:
        """The heap of what is to come: instant, tie, number, event."""
        return self._queue  # type: ignore[return-value]  # typed for instants that are floats

    @property
    def numbers(self) -> Iterator[int]:
        """The numbers of events, in the order of their scheduling."""
        return self._eid


class Moment(Event):
    """
    A kernel event that needs nobody to trigger it; it may be scheduled again after it happened.

    Attributes:
        callbacks: set before each scheduling; SimPy's types do not know events that happen again, so
            each setting from elsewhere carries an ignored assignment.
    """

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None


class Appointment(Event):
    """
    Something that will happen to a dossier and a row; made often, so it is made of little.

    Attributes:
        action: what happens, ``action(dossier, row)``.
    """

    def __init__(
        self,
        env: simpy.Environment,
        callbacks: list[Callable[[Event], None]],
        action: Callable[[int, int], None],
        dossier: int,
        row: int,
    ) -> None:
        self.env, self.callbacks, self._ok, self._value = env, callbacks, True, None
        self.action, self.dossier, self.row = action, dossier, row


def work_calendar(shifts: Shifts) -> WorkCalendar:
    """Return the calendar of a plan's shifts, of which two may touch."""
    return WorkCalendar.covering(shifts.opens_s, shifts.closes_s) if len(shifts) else WorkCalendar.closed()


def legal_calendar(days: LegalDays) -> LegalCalendar:
    """Return the legal clock of a plan's legal days."""
    cutoff_s = None if days.cutoff_s < 0 else days.cutoff_s
    hours = (days.morning_opens_s, days.morning_closes_s, days.afternoon_opens_s, days.afternoon_closes_s)
    return LegalCalendar(days.working_days, *hours, cutoff_s)


def legal_hours(legal: LegalCalendar) -> WorkCalendar:
    """Return the two shifts of every legal working day as a calendar."""
    midnights_s = legal.working_days * DAY_S
    return WorkCalendar.covering(
        np.concatenate([midnights_s + legal.morning_opens_s, midnights_s + legal.afternoon_opens_s]),
        np.concatenate([midnights_s + legal.morning_closes_s, midnights_s + legal.afternoon_closes_s]),
    )


def is_open_at_start(plan: Plan) -> Flags:
    """Return which dossiers were filed or under way before the run began, bool[n]."""
    dossiers = plan.dossiers
    under_way = (dossiers.entry_row != plan.first_row[:-1]) | (dossiers.entry_left_s >= 0)
    opened: Flags = under_way | (dossiers.filed_s < plan.run_start_s)
    return opened


class Shop:
    """
    The shop while it lives.

    Attributes:
        env:         the kernel.
        schedule:    ``schedule(event, tie, delay_s)``, the kernel's own.
        recorder:    the log being written; `write` is its method.
        row:         cursor of each dossier, a row of the plan's `Steps`.
        left:        effort still to be done of work that was put down, by dossier.
        ticket:      number drawn by each dossier that waits in a queue; negative once an officer has
                     taken it up, 0 if it has drawn none or its applicant has left.
        follower:    of a dossier that is filed: the next of the same visit, for the same officer.
        onward:      the office in whose queue a row is followed by the next one, and by nothing else;
                     NOBODY: ask the journey. A short cut past it for the commonest of all ways.
        offices:     by place.
        whereabouts: places of rows and events.
        wanted:      offices that may have something to start, once all changes of state are over.
        accepted_s:  instant of acceptance, or NO_INSTANT; `due_s` and `pause_began_s` alike.
        allotted_after: of each row, what is allotted to those after it up to the signature, int64[n_rows].
        is_resolved: signed, returned unresolved or withdrawn.
        rank:        position of each dossier's key among all keys.
        tickets:     draws the next number of a queue.
    """

    __slots__ = (
        "_days_to_come",
        "_end_s",
        "_limit_of",
        "_limits",
        "_midnight",
        "_midnight_s",
        "_on_appointment",
        "_on_midnight",
        "_on_starts",
        "_starts",
        "_will_start",
        "accepted_s",
        "agenda",
        "allotted_after",
        "calendars",
        "competent_place",
        "due_s",
        "effort_s",
        "env",
        "follower",
        "is_resolved",
        "is_same_day",
        "is_visitor",
        "kind",
        "left",
        "legal",
        "legal_calendars",
        "next_kind",
        "numbers",
        "offices",
        "onward",
        "patience_s",
        "pause_began_s",
        "pauses_clock",
        "place",
        "plan",
        "priority",
        "rank",
        "recorder",
        "row",
        "scan_effort_s",
        "schedule",
        "skill",
        "steps",
        "ticket",
        "tickets",
        "wanted",
        "whereabouts",
        "write",
    )

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.env = Kernel(initial_time=plan.run_start_s)
        self.schedule: Callable[[Event, int, int], None] = self.env.schedule  # type: ignore[assignment]
        self.agenda, self.numbers = self.env.agenda, self.env.numbers
        self.whereabouts = Whereabouts(plan)
        self.recorder = Recorder(self.whereabouts)
        self.write = self.recorder.write
        self.calendars: list[WorkCalendar] = [work_calendar(shifts) for shifts in plan.calendars]
        self.legal_calendars = [legal_calendar(days) for days in plan.legal_calendars]
        self.tickets = count(1)
        self.wanted: list[Any] = []
        self.onward: list[int] = []
        self.offices: list[Any] = []
        self._will_start = False
        self._starts = Moment(self.env)
        self._on_starts: list[Callable[[Event], None]] = [self._start_all, self.settle]
        self._on_appointment: list[Callable[[Event], None]] = [self._keep]
        self._end_s = plan.run_end_s
        self._days_to_come: dict[int, list[tuple[int, int, Event]]] = defaultdict(list)
        self._midnight_s = (plan.run_start_s // DAY_S + 1) * DAY_S
        self._midnight = Moment(self.env)
        self._on_midnight: list[Callable[[Event], None]] = [self._turns_the_day]
        if self._midnight_s < self._end_s:
            self._wait_for_midnight()
        self._read_dossiers(plan)
        self._read_rows(plan)

    def _read_dossiers(self, plan: Plan) -> None:
        dossiers = plan.dossiers
        n = len(dossiers)
        rank = np.empty(n, np.int64)
        rank[np.argsort(dossiers.key, kind="stable")] = np.arange(n)
        self.rank: list[int] = rank.tolist()
        self.row: list[int] = dossiers.entry_row.tolist()
        left = np.flatnonzero(dossiers.entry_left_s >= 0).tolist()
        self.left: dict[int, float] = {one: float(dossiers.entry_left_s[one]) for one in left}
        self.ticket = [0] * n
        self.follower: dict[int, int] = {}
        self.accepted_s: list[int] = dossiers.accepted_s.tolist()
        self.due_s: list[int] = dossiers.due_s.tolist()
        self.pause_began_s: list[int] = dossiers.pause_began_s.tolist()
        self.is_resolved = [False] * n
        # Few limits, many dossiers: the limits once, and a number for each dossier.
        units = len(LimitUnit)
        limits, self._limit_of = np.unique(
            dossiers.limit_n.astype(np.int64) * units + dossiers.limit_unit, return_inverse=True
        )
        self._limits = [TimeLimit(LimitUnit(code % units), code // units) for code in limits.tolist()]
        self.is_same_day: list[bool] = (dossiers.limit_unit == LimitUnit.SAME_DAY).tolist()
        legal = self.legal_calendars
        self.legal: list[LegalCalendar] = [legal[number] for number in dossiers.legal.tolist()]
        self.patience_s: list[int] = dossiers.patience_s.tolist()
        self.competent_place: list[int] = dossiers.competent_place.tolist()

    def _read_rows(self, plan: Plan) -> None:
        steps = self.steps = plan.steps
        place, is_last = self.whereabouts.place, self.whereabouts.is_last
        kind = steps.kind.astype(np.int64)
        _refuse_work_of_nobody(kind, place)
        self.kind: list[int] = kind.tolist()
        self.next_kind: list[int] = np.where(is_last, NO_ROW, np.roll(kind, -1)).tolist()
        self.place: list[int] = place.tolist()
        self.effort_s: list[int] = steps.effort_s.tolist()
        self.scan_effort_s: list[int] = steps.scan_effort_s.tolist()
        self.allotted_after = remaining_allotments(plan) - np.maximum(steps.allotment_s, 0)
        self.skill: list[int] = steps.skill.tolist()
        self.priority: list[int] = steps.priority.tolist()
        self.is_visitor: list[bool] = steps.visitor.tolist()
        self.pauses_clock: list[bool] = steps.pauses_clock.tolist()

    def closes_down(self) -> None:
        """
        Let go of all that was held.

        The parties know each other in circles, so a dead shop would stay until the collector of cycles
        comes, which may be after the next replication: 250 MB for a year of 140,000 dossiers.
        """
        self.agenda.clear()  # the kernel is in a circle of its own
        for name in self.__slots__:
            delattr(self, name)

    def limit(self, dossier: int) -> TimeLimit:
        """Return the legal time limit of a dossier."""
        limit: TimeLimit = self._limits[self._limit_of[dossier]]
        return limit

    def later(
        self, at_s: int, order: int, dossier: int, row: int, action: Callable[[int, int], None]
    ) -> None:
        """
        Let *action* happen to a dossier and a row at an instant; not at all at or after the end.

        Args:
            at_s:  instant, not before now.
            order: class of `ties`; the place of the row and the dossier's key decide inside it.
        """
        if at_s < self._end_s:
            event = Appointment(self.env, self._on_appointment, action, dossier, row)
            priority = (order << CLASS_BITS) + ((self.place[row] + 1) << PLACE_BITS) + self.rank[dossier]
            if at_s < self._midnight_s:
                heappush(self.agenda, (at_s, priority, next(self.numbers), event))
            else:
                self._days_to_come[at_s // DAY_S].append((at_s, priority, event))

    def _turns_the_day(self, _event: Event) -> None:
        """Put what was noted for the day that begins on the agenda; a short agenda is a quick one."""
        day = self._midnight_s // DAY_S
        self._midnight_s += DAY_S
        for at_s, priority, event in self._days_to_come.pop(day, ()):
            heappush(self.agenda, (at_s, priority, next(self.numbers), event))
        if self._midnight_s < self._end_s:
            self._wait_for_midnight()

    def _wait_for_midnight(self) -> None:
        self._midnight.callbacks = self._on_midnight
        self.schedule(self._midnight, tie(MIDNIGHT, NOBODY), self._midnight_s - self.env.now)

    def _keep(self, event: Any) -> None:
        """Let what an appointment was made for happen, and what it made possible start."""
        event.action(event.dossier, event.row)
        self.settle(event)

    def at(self, at_s: int, priority: int, action: Callable[[Event], None]) -> None:
        """Let *action* happen at an instant, and what it made possible start."""
        moment = Moment(self.env)
        moment.callbacks = [action, self.settle]
        self.schedule(moment, priority, at_s - self.env.now)

    def settle(self, _event: Event) -> None:
        """Let what an event has made possible start, as its last callback."""
        if self.wanted:
            self.settle_at(self.env.now)

    def settle_at(self, now: int) -> None:
        """
        After a change of state: let wanted offices start, unless more happens at this instant.

        Then the starts are an event of their own, the last of the instant.
        """
        wanted = self.wanted
        if wanted:
            if self.agenda[0][0] > now:
                if len(wanted) == 1:
                    wanted.pop().starts(now)
                else:
                    self._start_all(self._starts)
            elif not self._will_start:
                self._will_start = True
                self._starts.callbacks = self._on_starts
                self.schedule(self._starts, tie(STARTS, NOBODY), 0)

    def _start_all(self, _event: Event) -> None:
        self._will_start = False
        wanted, now = self.wanted, self.env.now
        self.wanted = []
        if len(wanted) > 2 or wanted[0].number > wanted[-1].number:
            wanted.sort(key=_number)
        for office in wanted:
            office.starts(now)  # an office that is wanted twice finds nothing the second time


_number = attrgetter("number")


def _refuse_work_of_nobody(kind: IntArray, place: IntArray) -> None:
    """Raise ValueError when a row needs an officer and names no place."""
    needs = np.isin(
        kind,
        [
            StepKind.RECEIVE,
            StepKind.SEND_HOME,
            StepKind.REFUSE,
            StepKind.WORK,
            StepKind.SIGN,
            StepKind.TAKE_SUPPLEMENT,
            StepKind.HAND_OVER,
        ],
    )
    if (needs & (place < 0)).any():
        row = int(np.flatnonzero(needs & (place < 0))[0])
        raise ValueError(f"row {row} ({StepKind(int(kind[row])).name}) needs an officer and has no place")
