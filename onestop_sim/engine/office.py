"""
Offices: places with queues, and the officers who take work from them.

Officers are the active party. Free and on duty, an officer takes the first dossier of the queue that
his skills allow; what happens at his closing time is the rule of the place (see `officer`).

The queue is ordered by the row's priority, then the discipline of the place, then order of queueing.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.engine.appointment import Action, Moment
from onestop_sim.engine.officer import BEGUN, Officer
from onestop_sim.engine.recorder import what
from onestop_sim.engine.rows import HOLDABLE
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.ties import OPENINGS, tie
from onestop_sim.errors import HorizonError
from onestop_sim.memory import event, heap, insort, pop, push
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    NOBODY,
    AfterCutoff,
    Discipline,
    EventKind,
    StartRule,
    WorkingRule,
)

if TYPE_CHECKING:
    from onestop_sim.memory import Heap

_QUEUED: Final = what(EventKind.QUEUED)
_EARLIEST_DUE: Final = int(Discipline.EARLIEST_DUE)
_SAME_DAY_FIRST: Final = int(Discipline.SAME_DAY_FIRST)

_NUMBER_BITS: Final = 20
_NUMBER_MASK: Final = (1 << _NUMBER_BITS) - 1

Ticket = tuple[int, int, int, int]
"""Place in a queue: priority, key of the discipline, number drawn, dossier."""


class Office:
    """
    A place: its queue and its officers.

    Attributes:
        number:     row of the plan's `Places`.
        skills:     those that work here asks for, NOBODY for none.
        heaps:      waiting work: what asks for no skill, then by skill.
        asked:      queues in which somebody may wait, a bit each: 0 without skill, then the skills.
        officers:   those who work here, in the order of their numbers.
        scanning:   windows (from, until) in which receiving includes scanning.
        some_wait:  told when visitors remain in the queue after all officers have taken what they may.
    """

    __slots__ = (
        "_awake_at_s", "_discipline", "_free", "_holds_to_morning", "_is_plain", "_knows_due_date", "_lane",
        "_longest_idle", "_margin_s", "_n_waiting", "_only_heap", "_wake_up", "_when_let_go", "asked",
        "at_closing", "calendar", "heaps", "number", "officers", "scanning", "shop", "skills", "some_wait",
    )  # fmt: skip

    def __init__(self, shop: Shop, number: int, skills: list[int], one_class: bool) -> None:
        plan, places = shop.plan, shop.plan.places
        self.shop, self.number = shop, number
        self.calendar: WorkCalendar = shop.calendars[places.calendar[number]]
        self.at_closing = int(places.at_closing[number])
        self._discipline = int(places.discipline[number])
        self._longest_idle = bool(places.start_rule[number] == StartRule.LONGEST_IDLE)
        holds_to_date = bool(places.working_rule[number] != WorkingRule.AS_SOON_AS_POSSIBLE)
        self._knows_due_date = bool(places.working_rule[number] == WorkingRule.TO_THE_DUE_DATE)
        self._holds_to_morning = bool(places.after_cutoff[number] == AfterCutoff.NEXT_MORNING)
        self._is_plain = not (self._discipline or holds_to_date or self._holds_to_morning)
        self._margin_s = int(places.margin_s[number])
        here = np.isin(plan.scanning.where, (number, NOBODY))
        windows = (plan.scanning.from_s[here].tolist(), plan.scanning.until_s[here].tolist())
        self.scanning = list(zip(*windows, strict=True))
        self.skills = skills
        self.heaps: list[Heap] = [heap() for _ in range(max(skills, default=NOBODY) + 2)]
        # Where no skill is asked for, one queue serves all: nothing to choose. Where besides nobody comes
        # before another, who comes last is the last: no heap is needed.
        asks_no_skill = skills == [NOBODY]
        self._only_heap = self.heaps[0] if asks_no_skill else None
        in_order = asks_no_skill and one_class and self._is_plain
        self._lane: deque[Ticket] | None = deque() if in_order else None
        self.asked = int(asks_no_skill)
        self._n_waiting = 0
        self.some_wait: Callable[[], None] | None = None
        self._when_let_go: Action = self._lets_go
        self._awake_at_s = NEVER
        self._wake_up = Moment(shop, self._wakes_up)
        own = np.flatnonzero(plan.officers.place == number).tolist()
        self.officers = [Officer(self, officer, order) for order, officer in enumerate(own)]
        # The longest idle is first; until he works, idle means since the run began.
        idle_since_s = plan.run_start_s if self._longest_idle else 0
        self._free = [(idle_since_s << _NUMBER_BITS) + order for order in range(len(self.officers))]

    def queues(self, dossier: int, row: int, now: int) -> None:
        """Take a dossier into the queue, and say so."""
        self.shop.tape.write(event(row, _QUEUED, now))
        self.admits(dossier, row, now)

    def admits(self, dossier: int, row: int, now: int) -> None:
        """
        Take a dossier into the queue.

        It may wait before it can be begun: an office that works TO_THE_DATE lets it lie until the
        step's allotment, less margin and effort, has run out (working time of the place), one that works
        TO_THE_DUE_DATE no longer than leaves the steps after it their allotments before the dossier's
        date; an office that takes up same-day work accepted after the cut-off NEXT_MORNING, until that
        morning.
        """
        shop = self.shop
        shop.row[dossier] = row
        if self._lane is not None:  # as `lines_up`, without its questions
            shop.ticket[dossier] = ticket = shop.last_ticket = shop.last_ticket + 1
            self._lane.append((0, 0, ticket, dossier))
            self._n_waiting += 1
            if self._free:
                shop.wanted.append(self)
            return
        if not self._is_plain:
            from_s = self._startable_from(dossier, row, now)
            if from_s > now:
                shop.ticket[dossier] = shop.last_ticket = shop.last_ticket + 1
                shop.later(from_s, OPENINGS, dossier, row, self._when_let_go)
                return
        self.lines_up(dossier, row, shop.priority[row])

    def lines_up(self, dossier: int, row: int, priority: int, ticket: int = 0) -> None:
        """Give a dossier its place in the queue, from which an officer may take it."""
        shop = self.shop
        if priority == BEGUN:
            ticket = -shop.ticket[dossier]
        if not ticket:
            ticket = shop.last_ticket = shop.last_ticket + 1
        shop.ticket[dossier] = ticket
        if self._lane is not None:
            self._joins(self._lane, (priority, 0, ticket, dossier))
        else:
            key = 0
            if self._discipline == _EARLIEST_DUE:
                key = shop.due_s[dossier]
                key = NEVER if key == NO_INSTANT else key
            elif self._discipline == _SAME_DAY_FIRST:
                key = 0 if shop.is_same_day[dossier] else 1
            skill = shop.skill[row]
            push(self.heaps[skill + 1], (priority, key, ticket, dossier))
            self.asked |= 1 << skill + 1
        self._n_waiting += 1
        if self._free:
            shop.wanted.append(self)

    def _joins(self, lane: deque[Ticket], ticket: Ticket) -> None:
        if ticket[0] != BEGUN:
            lane.append(ticket)
            return
        at = 0
        while at < len(lane) and lane[at][0] == BEGUN and lane[at] < ticket:
            at += 1
        lane.insert(at, ticket)

    def leaves(self, dossier: int) -> None:
        """Take a waiting dossier out of the queue: its applicant has gone."""
        self.shop.ticket[dossier] = 0
        self._n_waiting -= 1

    def is_busy(self) -> bool:
        """Return whether no officer is free, so that nobody is asked to start when something comes."""
        return not self._free

    def crowd(self, now: int) -> tuple[int, int]:
        """Return how many wait or are served, and how many officers are on duty, at an instant."""
        n_on_duty = sum(one.next_duty(now) == now for one in self.officers)
        return self._n_waiting + len(self.officers) - len(self._free), n_on_duty

    def frees(self, officer: Officer, now: int) -> None:
        """Take an officer back among the free ones."""
        if self._longest_idle:
            insort(self._free, (now << _NUMBER_BITS) + officer.order)
        elif self._free:
            insort(self._free, officer.order)
        else:
            self._free.append(officer.order)
        if self._n_waiting:
            self.shop.wanted.append(self)

    def scans_at(self, now: int) -> bool:
        """Return whether receiving includes scanning here at an instant."""
        return any(from_s <= now < until_s for from_s, until_s in self.scanning)

    def starts(self, now: int) -> None:
        """Let each free officer on duty, in the order of the start rule, take what he may take."""
        free, at, officers = self._free, 0, self.officers
        while self._n_waiting:
            if at == len(free):
                if free:
                    self._wakes_for_duty(now)
                if self.some_wait is not None:
                    self.some_wait()
                return
            officer = officers[free[at] & _NUMBER_MASK]
            if officer.may_take & self.asked and (
                officer.from_s <= now < officer.until_s or officer.next_duty(now) == now
            ):
                dossier = self._first_for(officer)
                if dossier >= 0:
                    del free[at]
                    self._n_waiting -= 1
                    officer.takes(dossier, now)
                    continue
            at += 1

    def _first_for(self, officer: Officer) -> int:
        """Take the first dossier that an officer may take out of the queue, or return NOBODY."""
        waiting, queue = self.shop.ticket, self._only_heap
        if self._lane is not None:
            while self._lane:
                next_one = self._lane.popleft()
                if waiting[next_one[3]] == next_one[2]:
                    waiting[next_one[3]] = -next_one[2]
                    return next_one[3]
            return NOBODY
        if queue is None:
            for bit, other in officer.queues:
                if not bit & self.asked:
                    continue
                while other and waiting[other[0][3]] != other[0][2]:
                    pop(other)  # its applicant has gone
                if not other:
                    self.asked &= ~bit
                elif queue is None or other[0] < queue[0]:
                    queue = other
        while queue:
            first = pop(queue)
            ticket, dossier = first[2], first[3]
            if waiting[dossier] == ticket:
                waiting[dossier] = -ticket
                return dossier
        return NOBODY

    def _wakes_for_duty(self, now: int) -> None:
        """
        Come back when the next of the free officers comes on duty; nights cost no other events.

        Only of those who may take something that waits, all of whom `starts` has just looked at.
        """
        asked, next_s = self.asked, NEVER
        for number in self._free:
            officer = self.officers[number & _NUMBER_MASK]
            if now < officer.from_s < next_s and officer.may_take & asked:
                next_s = officer.from_s
        if next_s >= self.shop.end_s or now < self._awake_at_s <= next_s:
            return
        self._awake_at_s = next_s
        self.shop.agenda.put(next_s, tie(OPENINGS, self.number), self._wake_up)

    def _wakes_up(self, _now: int) -> None:
        self.shop.wanted.append(self)

    def _lets_go(self, dossier: int, row: int, _now: int) -> None:
        self.lines_up(dossier, row, self.shop.priority[row], self.shop.ticket[dossier])

    def _latest_start(self, dossier: int, row: int) -> int:
        """Return when this step must begin if those after it are to have their allotments before the date."""
        shop = self.shop
        after_s = int(shop.remaining_s[row]) - max(0, int(shop.steps.allotment_s[row]))
        needed_s = after_s + self._margin_s + shop.effort_s[row]
        until_due_s = self.calendar.worked_before(shop.due_s[dossier])
        first_open_s = self.calendar.next_opening(-NEVER)
        return self.calendar.add_working(first_open_s, max(0, until_due_s - needed_s))

    def _startable_from(self, dossier: int, row: int, now: int) -> int:
        shop, from_s = self.shop, now
        hold_s = shop.hold_s[row]
        if hold_s > 0:
            try:
                from_s = self.calendar.add_working(now, hold_s)
            except HorizonError:
                return NEVER
            if self._knows_due_date and shop.due_s[dossier] != NO_INSTANT:
                from_s = min(from_s, max(now, self._latest_start(dossier, row)))
        if self._holds_to_morning and shop.is_same_day[dossier] and shop.kind[row] in HOLDABLE:
            accepted_s = shop.accepted_s[dossier]
            if accepted_s != NO_INSTANT:
                from_s = max(from_s, shop.dates.put_off_to(dossier, accepted_s))
        return from_s
