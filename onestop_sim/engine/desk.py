"""
The reception desk (bộ phận một cửa) as an applicant sees it: he comes, waits, may leave, comes again.

A visit is one place in the queue, whatever the number of dossiers: the officer serves them one after
another. Visits other than filing fall on the day of the instant from which the applicant can come, at
a stated share of the desk's open seconds of that day; on the next open day if that moment has passed
or the desk is closed. With a negative share he is there at once, or at the next opening.

A waiting visitor leaves when his patience is over, or when the desk closes for the day (the last shift
of that calendar day; at once if it has closed already). Filing, he comes back by the next row of his
attempts and gives up after the last; with a supplement or for a result he comes again on the next
open day, for he must.
"""

from collections.abc import Callable
from typing import Final, cast

from onestop_sim.clock import DAY_S
from onestop_sim.engine.appointment import Action, Moment
from onestop_sim.engine.office import Office
from onestop_sim.engine.recorder import what
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.ties import ARRIVALS, CLOSINGS, tie
from onestop_sim.memory import event, heap, pop, push, two_events
from onestop_sim.terms import NEVER, NOBODY, AtClosing, EventKind, StepKind

_ARRIVED: Final = what(EventKind.ARRIVED)
_QUEUED: Final = what(EventKind.QUEUED)
_FILING: Final = (int(StepKind.RECEIVE), int(StepKind.SEND_HOME), int(StepKind.REFUSE))


class Desk:
    """
    One place as applicants use it.

    Attributes:
        office: its queue and officers.
    """

    def __init__(self, shop: Shop, office: Office) -> None:
        places = shop.plan.places
        self.office = office
        self._shop = shop
        self._calendar = office.calendar
        self._closes_on_visitors = bool(places.leave_at_close[office.number])
        self._keeps_visitors = office.at_closing == AtClosing.FINISH
        self._leaving = heap()
        """Of each visitor: when he will leave, rank of the key, dossier, number drawn; earliest first."""
        self._when_he_comes: Action = self.arrives
        self._when_some_wait: Callable[[], None] = self._watches_who_waits
        self._next_leave_s = NEVER
        self._departure = Moment(shop, self._look_who_leaves)
        self._tie = tie(CLOSINGS, office.number)
        self._day, self._day_closes_s = -NEVER, NEVER
        self._open_days: dict[int, tuple[int, int]] = {}
        self._attempts_used: dict[int, int] = {}
        self._attempt_first = shop.plan.attempt_first
        self._attempts = shop.plan.attempts
        self._moment_share = cast("memoryview[float]", shop.steps.moment_share.data)

    def arrives(self, dossier: int, row: int, now: int) -> None:
        """Let a dossier reach the desk, with its applicant or without, and its companions."""
        shop = self._shop
        shop.row[dossier] = row
        shop.tape.write_two(two_events(row, _ARRIVED, now, row, _QUEUED, now))
        one = shop.follower.get(dossier, NOBODY)
        while one >= 0:
            row_of_one = shop.row[one]
            shop.tape.write_two(two_events(row_of_one, _ARRIVED, now, row_of_one, _QUEUED, now))
            one = shop.follower.get(one, NOBODY)
        self.office.lines_up(dossier, row, shop.priority[row])
        if shop.is_visitor[row]:
            self._may_leave(dossier, now)

    def expects(self, dossier: int, row: int, from_s: int) -> None:
        """Expect the applicant on the first moment that suits him from an instant on."""
        self._comes(dossier, row, self._moment(from_s, self._moment_share[row]))

    def _comes(self, dossier: int, row: int, at_s: int) -> None:
        self._shop.later(at_s, ARRIVALS, dossier, row, self._when_he_comes)

    def _moment(self, from_s: int, share: float) -> int:
        """Return the first moment from *from_s* on at *share* of the open time of its day, or NEVER."""
        if share < 0:
            return self._calendar.next_opening(from_s)
        day = from_s // DAY_S
        moment_s = self._moment_of_day(day, share)
        return moment_s if moment_s >= from_s else self._moment_of_day(day + 1, share)

    def _moment_of_day(self, day: int, share: float) -> int:
        """Return the moment at *share* of the open time of the first open day from *day* on, or NEVER."""
        found = self._open_days.get(day)
        if found is None:
            found = self._open_days[day] = self._open_day_from(day)
        opens_s, open_s = found
        if opens_s >= NEVER or share < 0:
            return opens_s
        passed_s = min(int(share * open_s), open_s - 1)
        return self._calendar.next_opening(self._calendar.add_working(opens_s, passed_s))

    def _open_day_from(self, day: int) -> tuple[int, int]:
        """Return the opening of the first open day from *day* on, or NEVER, and its open seconds."""
        opens_s = self._calendar.next_opening(day * DAY_S)
        if opens_s >= NEVER:
            return NEVER, 0
        return opens_s, self._calendar.worked_between(opens_s, (opens_s // DAY_S + 1) * DAY_S)

    def _may_leave(self, dossier: int, now: int) -> None:
        shop = self._shop
        leaves_s = now + shop.patience_s[dossier]
        if self._closes_on_visitors:
            leaves_s = min(leaves_s, self._last_closing_of_day(now))
        if leaves_s >= shop.end_s:
            return
        push(self._leaving, (leaves_s, shop.rank[dossier], dossier, shop.ticket[dossier]))
        # Who is taken at once needs no watching: if an officer may be free, the office says when none was.
        # But who may be put down again in the middle of his visit is watched from the beginning.
        if not self._keeps_visitors:
            self._watch()
            return
        self.office.some_wait = self._when_some_wait
        if leaves_s == now or self.office.is_busy():
            self._watches_who_waits()

    def _last_closing_of_day(self, now: int) -> int:
        """Return the end of the last shift of the day of an instant; that instant if it is past or none."""
        day = now // DAY_S
        if day != self._day:
            self._day, self._day_closes_s = day, self._closing_of(day)
        return max(now, self._day_closes_s)

    def _closing_of(self, day: int) -> int:
        calendar, midnight_s = self._calendar, (day + 1) * DAY_S
        if calendar.is_open(midnight_s - 1):
            return midnight_s if not calendar.is_open(midnight_s) else NEVER
        return calendar.add_working(day * DAY_S, calendar.worked_between(day * DAY_S, midnight_s))

    def _watches_who_waits(self) -> None:
        leaving, ticket_of = self._leaving, self._shop.ticket
        while leaving and ticket_of[leaving[0][2]] != leaving[0][3]:
            pop(leaving)  # he has been served, or has left
        if leaving:
            self._watch()
        else:
            self.office.some_wait = None

    def _watch(self) -> None:
        """Keep one kernel event for the next visitor who would leave, not one for each."""
        leaves_s = self._leaving[0][0]
        if leaves_s < self._next_leave_s:
            self._next_leave_s = leaves_s
            self._shop.agenda.put(leaves_s, self._tie, self._departure)

    def _look_who_leaves(self, now: int) -> None:
        shop, leaving = self._shop, self._leaving
        if now >= self._next_leave_s:
            self._next_leave_s = NEVER
        while leaving and (leaving[0][0] <= now or shop.ticket[leaving[0][2]] != leaving[0][3]):
            first = pop(leaving)
            if shop.ticket[first[2]] == first[3]:
                self._leaves(first[2], now)
        if leaving:
            self._watch()

    def _leaves(self, dossier: int, now: int) -> None:
        shop, row = self._shop, self._shop.row[dossier]
        self.office.leaves(dossier)
        self._tell(dossier, EventKind.LEFT, now)
        if shop.kind[row] in _FILING:
            self._tries_again(dossier, row, now)
            return
        if shop.kind[row] == StepKind.HAND_OVER:
            self._tell(dossier, EventKind.READY, now)
        self._comes(dossier, row, self._moment_of_day(now // DAY_S + 1, self._moment_share[row]))

    def _tries_again(self, dossier: int, row: int, now: int) -> None:
        used = self._attempts_used.get(dossier, 0)
        attempt = int(self._attempt_first[dossier]) + used
        if attempt >= self._attempt_first[dossier + 1]:
            self._tell(dossier, EventKind.GAVE_UP, now)
            return
        self._attempts_used[dossier] = used + 1
        at_s = now
        for _ in range(int(self._attempts.gap_days[attempt])):
            at_s = self._calendar.next_opening((at_s // DAY_S + 1) * DAY_S)
        self._comes(
            dossier, row, self._moment_of_day(at_s // DAY_S, float(self._attempts.moment_share[attempt]))
        )

    def _tell(self, dossier: int, kind: EventKind, now: int) -> None:
        """Write an event for every dossier of the visit."""
        shop, one = self._shop, dossier
        while one >= 0:
            shop.tape.write(event(shop.row[one], what(kind), now))
            one = shop.follower.get(one, NOBODY)
