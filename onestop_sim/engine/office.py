"""
Offices: places with queues, and the officers who take work from them.

Officers are the active party. Free and on duty, an officer takes the first dossier of the queue that
his skills allow; what happens at his closing time is the rule of the place:

* FINISH: he finishes past closing time (desks);
* PAUSE: he keeps the work and goes on at his next duty, so the one instant of completion is computed
  by his calendar; when his roster ends for good, he hands it back;
* HAND_BACK: SUSPENDED and QUEUED again with the effort that is left, before everything that has not
  been begun, in the order of the first queueing; any colleague goes on with it.

The queue is ordered by the row's priority, then the discipline of the place, then order of queueing.
Nothing starts while its officer is off duty, with one exception: who serves a visitor with several
dossiers under FINISH finishes with the visitor.
"""

from bisect import insort
from heapq import heappop, heappush
from math import ceil
from typing import Final, Protocol

import numpy as np
from simpy.events import Event

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S
from onestop_sim.engine.recorder import event, two_events, what
from onestop_sim.engine.shop import Moment, Shop
from onestop_sim.engine.ties import CLOSINGS, COMPLETIONS, OPENINGS, tie
from onestop_sim.errors import HorizonError
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    NOBODY,
    AfterCutoff,
    AtClosing,
    Discipline,
    EventKind,
    StartRule,
    StepKind,
    WorkingRule,
)

_QUEUED: Final = what(EventKind.QUEUED)
_FINISH: Final = int(AtClosing.FINISH)
_PAUSE: Final = int(AtClosing.PAUSE)
_HOLDABLE: Final = (int(StepKind.WORK), int(StepKind.SIGN))

_BEGUN: Final = -1
"""Priority of begun work that was handed back: before every class of the plan."""
_ROUNDING: Final = 1e-9
"""Efforts divided by speeds that come out whole stay whole."""
_NUMBER_BITS: Final = 20
_NUMBER_MASK: Final = (1 << _NUMBER_BITS) - 1

Ticket = tuple[int, int, int, int]
"""Place in a queue: priority, key of the discipline, number drawn, dossier."""


class Follows(Protocol):
    """What becomes of a dossier when an officer has finished with a row."""

    def __call__(self, dossier: int, row: int, officer: int) -> None:
        """Move the dossier's cursor."""


class Officer:
    """
    One person at one place.

    Attributes:
        number: row of the plan's `Officers`.
        order:  number within the place, from 0.
        from_s: start of the shift that is on, or of the next one; `until_s`: its end. NEVER: no more.
        heaps:  the queues (one for each skill) that he may take from.
    """

    __slots__ = (
        "_closes", "_event", "_finish_s", "_finished", "_is_standard", "_need_s", "_on_finish",
        "_on_put_down", "_opens", "_shift", "_speed", "_started", "_tie", "_worked_s", "calendar", "dossier",
        "from_s", "heaps", "number", "office", "order", "row", "shop", "until_s",
    )  # fmt: skip

    def __init__(self, office: "Office", number: int, order: int) -> None:
        officers = office.shop.plan.officers
        self.office, self.shop, self.number, self.order = office, office.shop, number, order
        self.calendar: WorkCalendar = office.shop.calendars[officers.calendar[number]]
        # The shift that is on, or the next one; time only goes forward. The last one never comes.
        self._opens: list[int] = [*self.calendar.opens_s.tolist(), NEVER]
        self._closes: list[int] = [*self.calendar.closes_s.tolist(), NEVER]
        self._shift = 0
        self.from_s, self.until_s = self._opens[0], self._closes[0]
        self._speed = float(officers.speed[number])
        self.dossier = self.row = NOBODY
        self._need_s = self._worked_s = self._finish_s = 0
        self._event = Moment(self.shop.env)
        self._on_finish = [self.finishes]
        self._on_put_down = [self.puts_down, self.shop.settle]
        self._tie = tie(COMPLETIONS, office.number)
        self._started, self._finished = what(EventKind.STARTED, number), what(EventKind.FINISHED, number)
        self._is_standard = self._speed == 1 and not office.scanning
        skills = int(officers.skills[number])
        self.heaps = [
            heap for skill, heap in office.heaps.items() if skills < 0 or skill < 0 or skills >> skill & 1
        ]

    def next_duty(self, now: int) -> int:
        """Return the first instant from *now* on at which he is on duty, or NEVER."""
        while self.until_s <= now:
            self._shift += 1
            self.from_s, self.until_s = self._opens[self._shift], self._closes[self._shift]
        return max(now, self.from_s)

    def takes(self, dossier: int, now: int) -> None:
        """Start work on a dossier: one kernel event, at its completion."""
        shop = self.shop
        row = shop.row[dossier]
        need_s = shop.effort_s[row]
        if shop.left or not self._is_standard:
            need_s = self._seconds_for(dossier, row, now)
        self.dossier, self.row = dossier, row
        shop.write(event(row, self._started, now))
        self._finish_s = finish_s = now + need_s
        if finish_s <= self.until_s or self.office.at_closing == _FINISH:
            self._event.callbacks = self._on_finish  # type: ignore[assignment]
            heappush(shop.agenda, (finish_s, self._tie + shop.rank[dossier], next(shop.numbers), self._event))
        else:
            self._works_over_closing(now, need_s)

    def _seconds_for(self, dossier: int, row: int, now: int) -> int:
        shop = self.shop
        effort_s: float = shop.effort_s[row]
        if dossier in shop.left:
            effort_s = shop.left.pop(dossier)
        elif shop.scan_effort_s[row] and self.office.scans_at(now):
            effort_s += shop.scan_effort_s[row]
        return max(0, ceil(effort_s / self._speed - _ROUNDING))

    def _works_over_closing(self, now: int, need_s: int) -> None:
        if self.office.at_closing == _PAUSE:
            try:
                self._finish_s = finish_s = self.calendar.add_working(now, need_s)
            except HorizonError:
                closes_s = self._closes[-2]
            else:
                self._event.callbacks = self._on_finish  # type: ignore[assignment]
                self.shop.schedule(self._event, self._tie + self.shop.rank[self.dossier], finish_s - now)
                return
        else:
            closes_s = self.until_s
        self._need_s, self._worked_s = need_s, self.calendar.worked_between(now, closes_s)
        self._event.callbacks = self._on_put_down  # type: ignore[assignment]
        priority = tie(CLOSINGS, self.office.number, self.shop.rank[self.dossier])
        self.shop.schedule(self._event, priority, max(closes_s - now, 0))

    def finishes(self, _event: Event) -> None:
        """Finish the work in hand, let the dossier go on, and serve the rest of the visit."""
        shop, office, dossier, row = self.shop, self.office, self.dossier, self.row
        now = self._finish_s
        onward = shop.onward[row]
        if onward >= 0:
            shop.write(two_events(row, self._finished, now, row + 1, _QUEUED, now))
            shop.offices[onward].admits(dossier, row + 1, now)
        else:
            shop.write(event(row, self._finished, now))
            office.follows(dossier, row, self.number)
            if dossier in shop.follower:
                self._goes_on_with(shop.follower.pop(dossier), now)
                shop.settle_at(now)
                return
        office.frees(self, now)
        if shop.wanted:
            shop.settle_at(now)

    def _goes_on_with(self, companion: int, now: int) -> None:
        if self.office.at_closing == _FINISH or self.next_duty(now) == now:
            self.takes(companion, now)
        else:
            self.office.lines_up(companion, self.shop.row[companion], _BEGUN)
            self.office.frees(self, now)

    def puts_down(self, _event: Event) -> None:
        """Hand unfinished work back into the queue."""
        shop, office, dossier, row = self.shop, self.office, self.dossier, self.row
        now = shop.env.now
        shop.write(event(row, what(EventKind.SUSPENDED, self.number), now))
        shop.write(event(row, _QUEUED, now))
        left_s = self._need_s - self._worked_s
        shop.left[dossier] = left_s * self._speed
        self.dossier = NOBODY
        office.lines_up(dossier, row, _BEGUN)
        office.frees(self, now)


class Office:
    """
    A place: its queue and its officers.

    Attributes:
        number:     row of the plan's `Places`.
        heaps:      waiting work by the skill that it asks for; NOBODY: none.
        officers:   those who work here, in the order of their numbers.
        follows:    told when an officer has finished a row.
        scanning:   windows (from, until) in which receiving includes scanning.
    """

    __slots__ = (
        "_awake_at_s", "_awake_for",
        "_discipline", "_free", "_holds_to_date", "_holds_to_morning", "_is_plain", "_knows_due_date",
        "_longest_idle", "_margin_s", "_n_waiting", "_only_heap", "at_closing", "calendar", "follows",
        "heaps", "number", "officers", "scanning", "shop",
    )  # fmt: skip

    def __init__(self, shop: Shop, number: int, skills: list[int], follows: Follows) -> None:
        plan, places = shop.plan, shop.plan.places
        self.shop, self.number, self.follows = shop, number, follows
        self.calendar: WorkCalendar = shop.calendars[places.calendar[number]]
        self.at_closing = int(places.at_closing[number])
        self._discipline = int(places.discipline[number])
        self._longest_idle = bool(places.start_rule[number] == StartRule.LONGEST_IDLE)
        self._holds_to_date = bool(places.working_rule[number] != WorkingRule.AS_SOON_AS_POSSIBLE)
        self._knows_due_date = bool(places.working_rule[number] == WorkingRule.TO_THE_DUE_DATE)
        self._holds_to_morning = bool(places.after_cutoff[number] == AfterCutoff.NEXT_MORNING)
        self._is_plain = not (self._discipline or self._holds_to_date or self._holds_to_morning)
        self._margin_s = int(places.margin_s[number])
        here = np.isin(plan.scanning.where, (number, NOBODY))
        windows = (plan.scanning.from_s[here].tolist(), plan.scanning.until_s[here].tolist())
        self.scanning = list(zip(*windows, strict=True))
        self.heaps: dict[int, list[Ticket]] = {skill: [] for skill in skills}
        # Where no skill is asked for, one queue serves all: nothing to choose.
        self._only_heap = self.heaps[NOBODY] if skills == [NOBODY] else None
        self._n_waiting = 0
        self._awake_at_s = NEVER
        self._awake_for: list[int] | None = None
        own = np.flatnonzero(plan.officers.place == number).tolist()
        self.officers = [Officer(self, officer, order) for order, officer in enumerate(own)]
        # The longest idle is first; until he works, idle means since the run began.
        idle_since_s = plan.run_start_s if self._longest_idle else 0
        self._free = [(idle_since_s << _NUMBER_BITS) + order for order in range(len(self.officers))]

    def queues(self, dossier: int, row: int, now: int) -> None:
        """Take a dossier into the queue, and say so."""
        self.shop.write(event(row, _QUEUED, now))
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
        if self._is_plain:  # as `lines_up`, without its questions
            shop.ticket[dossier] = ticket = next(shop.tickets)
            heappush(self.heaps[shop.skill[row]], (shop.priority[row], 0, ticket, dossier))
            self._n_waiting += 1
            if self._free:
                shop.wanted.append(self)
            return
        from_s = self._startable_from(dossier, row, now)
        if from_s > now:
            ticket = next(shop.tickets)
            shop.later(from_s, OPENINGS, dossier, row, lambda d, r: self._lets_go(d, r, ticket))
        else:
            self.lines_up(dossier, row, shop.priority[row])

    def lines_up(self, dossier: int, row: int, priority: int, ticket: int = 0) -> None:
        """Give a dossier its place in the queue, from which an officer may take it."""
        shop = self.shop
        if priority == _BEGUN:
            ticket = -shop.ticket[dossier]
        ticket = ticket or next(shop.tickets)
        shop.ticket[dossier] = ticket
        key = 0
        if self._discipline == Discipline.EARLIEST_DUE:
            key = shop.due_s[dossier]
            key = NEVER if key == NO_INSTANT else key
        elif self._discipline == Discipline.SAME_DAY_FIRST:
            key = 0 if shop.is_same_day[dossier] else 1
        heappush(self.heaps[shop.skill[row]], (priority, key, ticket, dossier))
        self._n_waiting += 1
        if self._free:
            shop.wanted.append(self)

    def leaves(self, dossier: int) -> None:
        """Take a waiting dossier out of the queue: its applicant has gone."""
        self.shop.ticket[dossier] = 0
        self._n_waiting -= 1

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
        free, at, only_heap, ticket_of = self._free, 0, self._only_heap, self.shop.ticket
        while self._n_waiting:
            if at == len(free):
                if free:
                    self._wakes_for_duty(now)
                return
            officer = self.officers[free[at] & _NUMBER_MASK]
            if officer.from_s <= now < officer.until_s or officer.next_duty(now) == now:
                if only_heap is None:
                    dossier = self._first_for(officer)
                else:
                    _, _, ticket, dossier = heappop(only_heap)
                    if ticket_of[dossier] != ticket:
                        continue  # its applicant has gone
                    ticket_of[dossier] = -ticket
                if dossier >= 0:
                    del free[at]
                    self._n_waiting -= 1
                    officer.takes(dossier, now)
                    continue
            at += 1

    def _first_for(self, officer: Officer) -> int:
        """Take the first dossier that an officer may take out of the queue, or return NOBODY."""
        waiting = self.shop.ticket
        best: list[Ticket] | None = None
        for heap in officer.heaps:
            while heap and waiting[heap[0][3]] != heap[0][2]:
                heappop(heap)  # its applicant has gone
            if heap and (best is None or heap[0] < best[0]):
                best = heap
        if best is None:
            return NOBODY
        _, _, ticket, dossier = heappop(best)
        waiting[dossier] = -ticket
        return dossier

    def _wakes_for_duty(self, now: int) -> None:
        """Come back when the next of the free officers comes on duty; nights cost no other events."""
        if now < self._awake_at_s and self._free == self._awake_for:
            return
        duties = [self.officers[free & _NUMBER_MASK].next_duty(now) for free in self._free]
        next_s = min((duty_s for duty_s in duties if duty_s > now), default=NEVER)
        if next_s >= self.shop.plan.run_end_s or now < self._awake_at_s <= next_s:
            return
        self._awake_at_s, self._awake_for = next_s, self._free.copy()
        self.shop.at(next_s, tie(OPENINGS, self.number), lambda _: self.shop.wanted.append(self))

    def _lets_go(self, dossier: int, row: int, ticket: int) -> None:
        self.lines_up(dossier, row, self.shop.priority[row], ticket)

    def _latest_start(self, dossier: int, row: int) -> int:
        """Return when this step must begin if those after it are to have their allotments before the date."""
        shop = self.shop
        needed_s = int(shop.allotted_after[row]) + self._margin_s + shop.effort_s[row]
        until_due_s = self.calendar.worked_before(shop.due_s[dossier])
        first_open_s = self.calendar.next_opening(-NEVER)
        return self.calendar.add_working(first_open_s, max(0, until_due_s - needed_s))

    def _startable_from(self, dossier: int, row: int, now: int) -> int:
        shop, from_s = self.shop, now
        if shop.kind[row] not in _HOLDABLE:
            return now
        if self._holds_to_date:
            hold_s = int(shop.steps.allotment_s[row]) - self._margin_s - shop.effort_s[row]
            if hold_s > 0:
                try:
                    from_s = self.calendar.add_working(now, hold_s)
                except HorizonError:
                    return NEVER
                if self._knows_due_date and shop.due_s[dossier] != NO_INSTANT:
                    from_s = min(from_s, max(now, self._latest_start(dossier, row)))
        if self._holds_to_morning and shop.is_same_day[dossier] and shop.accepted_s[dossier] != NO_INSTANT:
            legal, accepted_s = shop.legal[dossier], shop.accepted_s[dossier]
            if legal.is_after_cutoff(accepted_s) or not legal.is_working_day(accepted_s // DAY_S):
                from_s = max(from_s, legal.next_morning(accepted_s))
        return from_s
