"""
Where dossiers that were filed before the first day would stand on it, by arithmetic and their own luck.

Each walks its own rows from its own filing: delays, waits for applicants and the post's rounds as drawn;
at an office as long as its working rule lets it lie (up to the allotment, less the margin) and the effort
itself takes. Queues are not known before the doors open and count as nothing, and so do shut desks of
applicants: who comes at night is served at the next opening.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.deadline import LegalCalendar, TimeLimit
from onestop_sim.errors import HorizonError
from onestop_sim.plan.arrivals import Arrivals
from onestop_sim.plan.draws import Flags
from onestop_sim.plan.plan import LegalDays, Shifts, Steps
from onestop_sim.plan.world import World
from onestop_sim.terms import NEVER, NO_INSTANT, NOBODY, LineKind, StepKind, Verdict, WorkingRule

_AT_DESK: Final = (StepKind.RECEIVE, StepKind.SEND_HOME, StepKind.REFUSE, StepKind.TAKE_SUPPLEMENT)
_OFFICER: Final = (StepKind.WORK, StepKind.SIGN, StepKind.RETURN_UNRESOLVED)
_ENDS: Final = (StepKind.SIGN, StepKind.RETURN_UNRESOLVED, StepKind.WITHDRAW)


@dataclass(frozen=True)
class Standing:
    """
    The state of some dossiers on the first day (instant 0); int64[n] where not said otherwise.

    Attributes:
        row:         number of the row, counted from the dossier's first, in which it stands; NOBODY: none,
                     its life is over.
        since_s:     when that row began.
        until_s:     when it would end.
        accepted_s:  acceptance; NEVER: not yet.
        decided_s:   signature, return or withdrawal; NEVER: not yet.
        due_s:       promised instant, pauses up to the first day included; NO_INSTANT: none, or not asked.
        is_open:     accepted and not decided, bool[n].
        is_paused:   waits for its applicant, bool[n].
        is_overdue:  open and past its date, bool[n].
    """

    row: IntArray
    since_s: IntArray
    until_s: IntArray
    accepted_s: IntArray
    decided_s: IntArray
    due_s: IntArray
    is_open: Flags
    is_paused: Flags
    is_overdue: Flags


class Strider:
    """Lets dossiers walk until the first day."""

    def __init__(self, world: World) -> None:
        self._world = world
        # Of places and lines alone: of each officer one more would be made for nothing.
        asked = {*world.places.calendar.tolist(), *world.lines.calendar.tolist()} - {NOBODY}
        self._calendars = {number: _calendar(world.calendars[number]) for number in sorted(asked)}
        self._legal = [legal_calendar(one) for one in world.legal_calendars]

    def stands(
        self,
        come: Arrivals,
        legal: IntArray,
        limits: list[TimeLimit],
        first_row: IntArray,
        steps: Steps,
        *,
        of_finished: bool,
    ) -> Standing:
        """
        Return where dossiers stand on the first day.

        Args:
            come:      the dossiers, all filed before it.
            legal:     legal calendar of each dossier, int64[n].
            limits:    legal limit of each procedure.
            first_row: rows of each dossier, int64[n + 1].
            steps:     their rows.
            of_finished: the dates of decided dossiers are wanted too.
        """
        n = len(come.key)
        at_s = come.filed_s.astype(np.int64)
        row, since_s, until_s = np.full(n, NOBODY), np.zeros(n, np.int64), np.zeros(n, np.int64)
        accepted_s, decided_s = np.full(n, NEVER), np.full(n, NEVER)
        pause_from_s = np.full(n, NEVER)
        pauses: list[tuple[IntArray, IntArray, IntArray]] = []
        who, lengths = np.arange(n), np.diff(first_row)
        for number in range(int(lengths.max(initial=0))):
            who = who[lengths[who] > number]
            rows = first_row[who] + number
            kind = steps.kind[rows].astype(np.int64)
            begun_s, ends_s = at_s[who], self._ends_s(steps, rows, at_s[who])
            here = ends_s >= 0
            row[who[here]], since_s[who[here]], until_s[who[here]] = number, begun_s[here], ends_s[here]
            awaits = (kind == StepKind.AWAIT_APPLICANT) & steps.pauses_clock[rows]
            pause_from_s[who[awaits]] = begun_s[awaits]
            is_taken_in = np.append(steps.kind[1:], NOBODY)[rows] == StepKind.TAKE_SUPPLEMENT
            resumes = ((awaits & ~is_taken_in) | (kind == StepKind.TAKE_SUPPLEMENT)) & ~here
            resumes &= pause_from_s[who] < NEVER
            pauses.append((who[resumes], pause_from_s[who[resumes]], ends_s[resumes]))
            pause_from_s[who[resumes]] = NEVER
            accepted_s[who[(kind == StepKind.RECEIVE) & ~here]] = ends_s[(kind == StepKind.RECEIVE) & ~here]
            is_over = np.isin(kind, _ENDS) & ~here
            decided_s[who[is_over]] = ends_s[is_over]
            at_s[who] = ends_s
            who = who[~here & ~is_over]
        row[decided_s < 0] = NOBODY
        is_open = (row != NOBODY) & (accepted_s < 0)
        matters = is_open | (of_finished & (decided_s < 0) & (accepted_s < 0))
        due_s = self._due_s(np.flatnonzero(matters), come, accepted_s, legal, limits, pauses)
        is_paused = is_open & (pause_from_s < NEVER)
        for one in np.flatnonzero(is_paused).tolist():  # the pause so far; it begins anew on the first day
            limit = limits[come.procedure[one]]
            due_s[one] = self._legal[legal[one]].shifted(int(due_s[one]), int(pause_from_s[one]), 0, limit)
        is_overdue = is_open & self._is_late(due_s, legal, limits, come.procedure)
        return Standing(row, since_s, until_s, accepted_s, decided_s, due_s, is_open, is_paused, is_overdue)

    def visit_s(self, place: int, from_s: int, moment_share: float) -> int:
        """Return when somebody comes to a desk on its first open day from an instant on, NEVER for none."""
        hours = self._calendars[int(self._world.places.calendar[place])]
        try:
            day_s = hours.next_opening(from_s) // DAY_S * DAY_S
        except HorizonError:
            return NEVER
        open_s = hours.worked_between(day_s, day_s + DAY_S)
        return hours.add_working(day_s, max(1, int(moment_share * open_s)))

    def worked_s(self, place: IntArray, from_s: IntArray, until_s: IntArray) -> IntArray:
        """Return the open seconds of places between instants, int64[n]."""
        worked = np.zeros(len(place), np.int64)
        calendar = self._world.places.calendar[place]
        for number in np.unique(calendar):
            here = calendar == number
            hours = self._calendars[number]
            worked[here] = hours.worked_before_many(until_s[here]) - hours.worked_before_many(from_s[here])
        return worked

    def held_s(self, place: IntArray, allotment_s: IntArray, effort_s: IntArray) -> IntArray:
        """Return how long work lies at places before it is taken up, by their working rules, int64[n]."""
        rule, margin_s = self._world.places.working_rule[place], self._world.places.margin_s[place]
        held: IntArray = np.maximum(allotment_s - margin_s - effort_s, 0)
        return np.where(rule == WorkingRule.AS_SOON_AS_POSSIBLE, 0, held).astype(np.int64)

    def transit_left_s(self, line: int, sent_s: int, transit_s: int) -> int:
        """Return how much of a transit is still to pass on the first day, of papers sent before it."""
        lines = self._world.lines
        if lines.kind[line] != LineKind.POST:
            return transit_s
        at_s = np.array([sent_s])
        collected_s = int(_next_round(self._world.timetables[lines.timetable[line]].collects_s, at_s)[0])
        calendar = int(lines.calendar[line])
        if collected_s >= 0:
            return transit_s
        gone_s = (
            -collected_s if calendar == NOBODY else self._calendars[calendar].worked_between(collected_s, 0)
        )
        return max(transit_s - gone_s, 0)

    def working_days_s(self, legal: int, from_s: int) -> int:
        """Return the working time of a legal calendar from an instant to the first day, 8 h a day."""
        return self._legal[legal].working_days_in(from_s, 0) * 8 * 3600

    def _ends_s(self, steps: Steps, rows: IntArray, at_s: IntArray) -> IntArray:
        """Return when rows that begin at some instants end, int64[k]."""
        kind, place = steps.kind[rows].astype(np.int64), steps.place[rows].astype(np.int64)
        effort_s, delay_s = steps.effort_s[rows], steps.delay_s[rows]
        ends_s = at_s.copy()
        waits = np.isin(kind, (StepKind.DELAY, StepKind.AWAIT_APPLICANT))
        ends_s[waits] = at_s[waits] + delay_s[waits]
        held_s = self.held_s(np.maximum(place, 0), steps.allotment_s[rows], effort_s)
        held_s[~np.isin(kind, (StepKind.WORK, StepKind.SIGN))] = 0
        works = np.isin(kind, (*_AT_DESK, *_OFFICER)) & (place >= 0)
        calendar = self._world.places.calendar[np.maximum(place, 0)]
        for number in np.unique(calendar[works]):
            here = works & (calendar == number)
            ends_s[here] = _after(self._calendars[number], at_s[here], (held_s + effort_s)[here])
        sent_home = kind == StepKind.SEND_HOME
        ends_s[sent_home] += delay_s[sent_home]
        for line in np.unique(steps.line[rows][kind == StepKind.TRANSFER]):
            here = (kind == StepKind.TRANSFER) & (steps.line[rows] == line)
            ends_s[here] = self._arrives_s(int(line), at_s[here], delay_s[here])
        return np.minimum(ends_s, NEVER)

    def _arrives_s(self, line: int, at_s: IntArray, transit_s: IntArray) -> IntArray:
        """Return when papers arrive that are sent along a line at some instants, int64[k]."""
        lines = self._world.lines
        if lines.kind[line] != LineKind.POST:
            return at_s
        rounds = self._world.timetables[lines.timetable[line]]
        collected_s = _next_round(rounds.collects_s, at_s)
        calendar = lines.calendar[line]
        there_s = collected_s + transit_s
        if calendar != NOBODY:
            there_s = _after(self._calendars[calendar], collected_s, transit_s)
        return _next_round(rounds.delivers_s, there_s)

    def _due_s(
        self,
        who: IntArray,
        come: Arrivals,
        accepted_s: IntArray,
        legal: IntArray,
        limits: list[TimeLimit],
        pauses: list[tuple[IntArray, IntArray, IntArray]],
    ) -> IntArray:
        """Return the promised instants of some dossiers, moved by the pauses that are over, int64[n]."""
        due_s = np.full(len(come.key), NO_INSTANT)
        for one in who.tolist():
            try:
                promised_s = self._legal[legal[one]].promised_at(
                    int(accepted_s[one]), limits[come.procedure[one]]
                )
            except HorizonError:
                continue
            due_s[one] = promised_s
        for dossiers, from_s, until_s in pauses:
            for one, began_s, ended_s in zip(
                dossiers.tolist(), from_s.tolist(), until_s.tolist(), strict=True
            ):
                if due_s[one] != NO_INSTANT:
                    limit = limits[come.procedure[one]]
                    due_s[one] = self._legal[legal[one]].shifted(int(due_s[one]), began_s, ended_s, limit)
        return due_s

    def _is_late(
        self, due_s: IntArray, legal: IntArray, limits: list[TimeLimit], procedure: IntArray
    ) -> Flags:
        """Tell for each dossier whether it would be late if it were decided at the first instant, bool[n]."""
        units = np.array([one.unit for one in limits], np.int64)[procedure]
        late = np.zeros(len(due_s), np.bool_)
        for number, calendar in enumerate(self._legal):
            here = np.flatnonzero((legal == number) & (due_s != NO_INSTANT))
            verdict = calendar.verdicts(due_s[here], np.zeros(len(here), np.int64), units[here])
            late[here] = verdict == Verdict.LATE
        return late


def _calendar(shifts: Shifts) -> WorkCalendar:
    return (
        WorkCalendar.covering(shifts.opens_s, shifts.closes_s)
        if len(shifts.opens_s)
        else WorkCalendar.closed()
    )


def legal_calendar(days: LegalDays) -> LegalCalendar:
    """Return the legal clock of a plan's legal days."""
    cutoff_s = None if days.cutoff_s < 0 else days.cutoff_s
    hours = (days.morning_opens_s, days.morning_closes_s, days.afternoon_opens_s, days.afternoon_closes_s)
    return LegalCalendar(days.working_days, *hours, cutoff_s)


def _after(hours: WorkCalendar, at_s: IntArray, work_s: IntArray) -> IntArray:
    """Return `WorkCalendar.add_working` of many instants, NEVER where the shifts end before, int64[k]."""
    if not len(hours.opens_s):
        return np.where(work_s > 0, NEVER, at_s)
    done_s = np.cumsum(hours.closes_s - hours.opens_s)
    target_s = hours.worked_before_many(at_s) + work_s
    shift = np.searchsorted(done_s, target_s, side="left")
    inside = np.minimum(shift, len(done_s) - 1)
    ends_s = np.where(shift < len(done_s), target_s + (hours.closes_s - done_s)[inside], NEVER)
    return np.where(work_s > 0, ends_s, at_s)


def _next_round(rounds_s: IntArray, at_s: IntArray) -> IntArray:
    """Return the first round at or after each instant, NEVER where there is none, int64[k]."""
    number = np.searchsorted(rounds_s, at_s, side="left")
    return np.append(rounds_s, NEVER)[number]
