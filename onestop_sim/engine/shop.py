"""
What everybody in the shop shares: the kernel, the plan as plain lists, where each dossier is, the log.

Plain lists because the engine reads one value at a time, which costs several times as much on arrays.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S, HOUR_S, IntArray
from onestop_sim.deadline import LegalCalendar
from onestop_sim.engine.allotments import remaining_allotments
from onestop_sim.engine.appointment import Action, Appointment, Call, Moment
from onestop_sim.engine.given_dates import GivenDates
from onestop_sim.engine.kernel import Kernel
from onestop_sim.engine.recorder import Recorder
from onestop_sim.engine.rows import hold_s, refuse_work_of_nobody
from onestop_sim.engine.ties import LETTERS, NEXT_HOUR, STARTS, tie
from onestop_sim.engine.whereabouts import Whereabouts
from onestop_sim.memory import Tape, codes, looks, numbers
from onestop_sim.plan.columns import Flags
from onestop_sim.plan.plan import LegalDays, Plan, Shifts
from onestop_sim.terms import NOBODY, LimitUnit, StepKind

if TYPE_CHECKING:
    from onestop_sim.engine.journey import Journey
    from onestop_sim.engine.office import Office
    from onestop_sim.memory import Codes, Looks, Numbers

_NOTHING: Final = np.empty(0, np.int64)

NO_ROW: Final = len(StepKind)
"""Kind of the row after the last one of a route."""


def work_calendar(shifts: Shifts) -> WorkCalendar:
    """Return the calendar of a plan's shifts, of which two may touch."""
    opens_s, closes_s = shifts.opens_s, shifts.closes_s
    if (opens_s < closes_s).all() and (closes_s[:-1] < opens_s[1:]).all():
        return WorkCalendar(opens_s, closes_s)
    return WorkCalendar.covering(opens_s, closes_s)


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


def enters_s(plan: Plan) -> IntArray:
    """
    Return when each dossier comes into the run, int64[n].

    One that is under way goes on at the start of the run; one of the opening backlog, whose totals are of
    the first day, at the beginning of the first period, or when its applicant comes again.
    """
    opens_s = max([plan.run_start_s, *(one.start_s for one in plan.periods[:1])])
    names = plan.names.segments
    of_backlog = plan.dossiers.segment == (names.index("backlog") if "backlog" in names else NOBODY)
    goes_on_s = np.where(of_backlog, np.maximum(opens_s, plan.dossiers.filed_s), plan.run_start_s)
    return np.where(is_open_at_start(plan), goes_on_s, plan.dossiers.filed_s)


class Shop:
    """
    The shop while it lives.

    Attributes:
        env:         the kernel; `agenda`: its agenda.
        end_s:       end of the run.
        tape:        takes down what happens; recorder: makes the log of it.
        row:         cursor of each dossier, a row of the plan's `Steps`.
        left:        effort still to be done of work that was put down, by dossier.
        ticket:      number drawn by each dossier that waits in a queue; negative once an officer has
                     taken it up, 0 if it has drawn none or its applicant has left.
        follower:    of a dossier that is filed: the next of the same visit, for the same officer.
        journey:     what follows an officer's work, and each row.
        onward:      the office in whose queue a row is followed by the next one, and by nothing else;
                     NOBODY: ask the journey. A short cut past it for the commonest of all ways.
        offices:     by place.
        whereabouts: places of rows and events.
        wanted:      offices that may have something to start, once all changes of state are over.
        accepted_s:  instant of acceptance, or NO_INSTANT; `due_s` and `pause_began_s` alike.
        dates:       what the legal clock gives.
        hold_s:      of each row, for how long its office lets it lie (see `Office.admits`).
        ties:        priorities of events by class and place, NOBODY last.
        remaining_s: of each row, what is allotted from it on up to the signature, int64[n_rows].
        is_resolved: signed, returned unresolved or withdrawn.
        rank:        position of each dossier's key among all keys.
        last_ticket: number of a queue that was drawn last.
    """

    __deletable__ = (  # asked for by mypyc
        "_hour",
        "_starts",
        "dates",
        "journey",
        "plan",
        "recorder",
        "remaining_s",
        "steps",
        "tape",
        "whereabouts",
    )
    __slots__ = (
        "_first_hour",
        "_hour",
        "_hours_to_come",
        "_next_hour_s",
        "_starts",
        "_will_start",
        "accepted_s",
        "agenda",
        "calendars",
        "competent_place",
        "dates",
        "delay_s",
        "due_s",
        "effort_s",
        "end_s",
        "env",
        "follower",
        "giver",
        "hold_s",
        "is_resolved",
        "is_same_day",
        "is_visitor",
        "journey",
        "kind",
        "last_ticket",
        "left",
        "legal",
        "legal_calendars",
        "line",
        "next_kind",
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
        "remaining_s",
        "row",
        "scan_effort_s",
        "skill",
        "steps",
        "tape",
        "ticket",
        "ties",
        "wanted",
        "whereabouts",
    )

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.env = Kernel(initial_time=plan.run_start_s)
        self.agenda = self.env.agenda
        self.whereabouts = Whereabouts(plan)
        self.tape = Tape()
        self.recorder = Recorder(self.whereabouts, self.tape)
        self.calendars: list[WorkCalendar] = [work_calendar(shifts) for shifts in plan.calendars]
        self.legal_calendars = [legal_calendar(days) for days in plan.legal_calendars]
        self.last_ticket = 0
        self.wanted: list[Office] = []
        self.onward: Codes = codes(_NOTHING)
        self.offices: list[Office] = []
        self.journey: Journey
        self.ties = [
            [tie(order, place) for place in [*range(len(plan.places)), NOBODY]] for order in range(LETTERS)
        ]
        self._will_start = False
        self._starts = Moment(self, self._start_all)
        self.end_s = plan.run_end_s
        self._first_hour = plan.run_start_s // HOUR_S
        self._next_hour_s = (self._first_hour + 1) * HOUR_S
        n_hours = max(0, plan.run_end_s // HOUR_S - self._first_hour + 1)
        self._hours_to_come: list[list[Appointment] | None] = [None] * n_hours
        self._hour = Call(self._turns_the_hour)
        if self._next_hour_s < self.end_s:
            self._wait_for_the_hour()
        self._read_dossiers(plan)
        self._read_rows(plan)

    def _read_dossiers(self, plan: Plan) -> None:
        dossiers = plan.dossiers
        n = len(dossiers)
        rank = np.empty(n, np.int64)
        rank[np.argsort(dossiers.key, kind="stable")] = np.arange(n)
        self.rank: Numbers = numbers(rank)
        self.row: Numbers = numbers(dossiers.entry_row)
        left = np.flatnonzero(dossiers.entry_left_s >= 0).tolist()
        self.left: dict[int, float] = {one: float(dossiers.entry_left_s[one]) for one in left}
        self.ticket: Numbers = numbers(np.zeros(n, np.int64))
        self.follower: dict[int, int] = {}
        self.accepted_s: Numbers = numbers(dossiers.accepted_s)
        self.due_s: Numbers = numbers(dossiers.due_s)
        self.pause_began_s: Numbers = numbers(dossiers.pause_began_s)
        self.is_resolved = [False] * n
        self.dates = GivenDates(dossiers, self.legal_calendars)
        self.is_same_day: list[bool] = (dossiers.limit_unit == LimitUnit.SAME_DAY).tolist()
        legal = self.legal_calendars
        self.legal: list[LegalCalendar] = [legal[number] for number in dossiers.legal.tolist()]
        self.patience_s: Numbers = numbers(dossiers.patience_s)
        self.competent_place: Numbers = numbers(dossiers.competent_place)

    def _read_rows(self, plan: Plan) -> None:
        steps = self.steps = plan.steps
        place, is_last = self.whereabouts.place, self.whereabouts.is_last
        kind = steps.kind.astype(np.int64)
        refuse_work_of_nobody(kind, place)
        self.kind: Codes = codes(kind)
        self.next_kind: Codes = codes(np.where(is_last, NO_ROW, np.roll(kind, -1)))
        self.place: Codes = codes(place)
        self.line: Codes = codes(steps.line)
        self.giver: Codes = codes(self.whereabouts.giver)
        self.skill: Codes = codes(steps.skill)
        self.priority: Codes = codes(steps.priority)
        self.is_visitor: Codes = codes(steps.visitor.view(np.int8))
        self.pauses_clock: Codes = codes(steps.pauses_clock.view(np.int8))
        self.effort_s: Looks = looks(steps.effort_s)
        self.scan_effort_s: Looks = looks(steps.scan_effort_s)
        self.delay_s: Looks = looks(steps.delay_s)
        self.hold_s: Looks = looks(hold_s(plan, place))
        self.remaining_s = remaining_allotments(plan)

    def closes_down(self) -> None:
        """
        Let go of what is not needed to write the log, a third of all memory.

        The parties know each other in circles, so a dead shop would stay until the collector of cycles
        comes, which may be after the next replication: 250 MB for a year of 140,000 dossiers.
        """
        of_nobody: Numbers = numbers(_NOTHING)
        self.rank = self.row = self.ticket = self.accepted_s = self.pause_began_s = of_nobody
        self.patience_s = self.competent_place = of_nobody
        self.kind = self.next_kind = self.place = self.line = self.giver = codes(_NOTHING)
        self.skill = self.priority = self.is_visitor = self.pauses_clock = self.onward = self.kind
        self.effort_s = self.scan_effort_s = self.delay_s = self.hold_s = looks(_NOTHING)
        self.is_resolved, self.is_same_day, self.legal = [], [], []
        self.offices, self.wanted = [], []
        del self.journey, self.dates
        self.agenda.clear()
        self.left.clear()
        self.follower.clear()
        self._hours_to_come = []
        del self.remaining_s

    def is_written_down(self) -> None:
        """Let go of the rest once the log is written, also of what ties the shop to itself."""
        self.due_s = numbers(_NOTHING)
        del self._hour, self._starts
        del self.plan, self.recorder, self.steps, self.tape, self.whereabouts

    def later(self, at_s: int, order: int, dossier: int, row: int, action: Action) -> None:
        """
        Let *action* happen to a dossier and a row at an instant; not at all at or after the end.

        Args:
            at_s:  instant, not before now.
            order: class of `ties` before LETTERS; the place of the row and the dossier's key decide inside.
        """
        if at_s < self.end_s:
            tie = self.ties[order][self.place[row]] + self.rank[dossier]
            appointment = Appointment(self, at_s, tie, action, dossier, row)
            if at_s < self._next_hour_s:
                self.agenda.put(at_s, tie, appointment)
            else:
                hour = at_s // HOUR_S - self._first_hour
                noted = self._hours_to_come[hour]
                if noted is None:
                    self._hours_to_come[hour] = [appointment]
                else:
                    noted.append(appointment)

    def at(self, at_s: int, tie: int, action: Callable[[int], None]) -> None:
        """Let *action* happen at an instant, not before now, and what it made possible start."""
        self.agenda.put(at_s, tie, Moment(self, action))

    def _turns_the_hour(self, _now: int) -> None:
        """Put what was noted for the hour that begins on the agenda; a short agenda is a quick one."""
        hour = self._next_hour_s // HOUR_S - self._first_hour
        self._next_hour_s += HOUR_S
        noted = self._hours_to_come[hour]
        if noted is not None:
            self._hours_to_come[hour] = None
            self.agenda.put_all(noted)
        if self._next_hour_s < self.end_s:
            self._wait_for_the_hour()

    def _wait_for_the_hour(self) -> None:
        self.agenda.put(self._next_hour_s, tie(NEXT_HOUR, NOBODY), self._hour)

    def settle_at(self, now: int) -> None:
        """
        After a change of state: let wanted offices start, unless more happens at this instant.

        Then the starts are an event of their own, the last of the instant.
        """
        wanted = self.wanted
        if wanted:
            if self.agenda.entries[0][0] > now:
                if len(wanted) == 1:
                    wanted.pop().starts(now)
                else:
                    self._start_all(now)
            elif not self._will_start:
                self._will_start = True
                self.agenda.put(now, _STARTS, self._starts)

    def _start_all(self, now: int) -> None:
        self._will_start = False
        wanted = self.wanted
        self.wanted = []
        if len(wanted) > 2 or wanted[0].number > wanted[-1].number:
            wanted.sort(key=_number)
        for office in wanted:
            office.starts(now)  # an office that is wanted twice finds nothing the second time


_number = attrgetter("number")
_STARTS: Final = tie(STARTS, NOBODY)
