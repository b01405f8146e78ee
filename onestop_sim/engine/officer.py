"""
Officers: they take dossiers from the queues of their place, and what happens at closing time is its rule.

* FINISH: he finishes past closing time (desks);
* PAUSE: he keeps the work and goes on at his next duty, so the one instant of completion is computed
  by his calendar; when his roster ends for good, he hands it back;
* HAND_BACK: SUSPENDED and QUEUED again with the effort that is left, before everything that has not
  been begun, in the order of the first queueing; any colleague goes on with it.

Nothing starts while its officer is off duty, with one exception: who serves a visitor with several
dossiers under FINISH finishes with the visitor.
"""

from math import ceil
from typing import TYPE_CHECKING, Final

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.engine.actor import Actor
from onestop_sim.engine.recorder import by, what
from onestop_sim.engine.ties import CLOSINGS, COMPLETIONS, tie
from onestop_sim.errors import HorizonError
from onestop_sim.memory import event, numbers, two_events
from onestop_sim.terms import NEVER, NOBODY, AtClosing, EventKind

if TYPE_CHECKING:
    from onestop_sim.engine.office import Office
    from onestop_sim.memory import Numbers

_QUEUED: Final = what(EventKind.QUEUED)
_FINISH: Final = int(AtClosing.FINISH)
_PAUSE: Final = int(AtClosing.PAUSE)

BEGUN: Final = -1
"""Priority of begun work that was handed back: before every class of the plan."""
_ROUNDING: Final = 1e-9
"""Efforts divided by speeds that come out whole stay whole."""


class Officer(Actor):
    """
    One person at one place, with at most one entry in the agenda: he finishes, or puts down, what he does.

    Attributes:
        number: row of the plan's `Officers`.
        order:  number within the place, from 0.
        from_s: start of the shift that is on, or of the next one; `until_s`: its end. NEVER: no more.
        may_take: bits of the queues (see `Office.asked`) that he may take from; `queues`: these, with bits.
    """

    __slots__ = (
        "_closes", "_finished", "_is_interrupted", "_is_standard", "_need_s", "_opens", "_shift", "_speed",
        "_started", "_tie", "_who", "_worked_s", "calendar", "dossier", "from_s", "may_take", "number",
        "office", "order", "queues", "row", "shop", "until_s",
    )  # fmt: skip

    def __init__(self, office: "Office", number: int, order: int) -> None:
        officers = office.shop.plan.officers
        self.office, self.shop, self.number, self.order = office, office.shop, number, order
        self.calendar: WorkCalendar = office.shop.calendars[officers.calendar[number]]
        # The shift that is on, or the next one; time only goes forward. The last one never comes.
        self._opens: Numbers = numbers(np.append(self.calendar.opens_s, NEVER))
        self._closes: Numbers = numbers(np.append(self.calendar.closes_s, NEVER))
        self._shift = 0
        self.from_s, self.until_s = self._opens[0], self._closes[0]
        self._speed = float(officers.speed[number])
        self.dossier = self.row = NOBODY
        self._need_s = self._worked_s = 0
        self._is_interrupted = False
        self._tie = tie(COMPLETIONS, office.number)
        self._who = by(number)
        self._started, self._finished = what(EventKind.STARTED, number), what(EventKind.FINISHED, number)
        self._is_standard = self._speed == 1 and not office.scanning
        skills = int(officers.skills[number])
        # Bit 0 of `asked` is work that asks for no skill; of `skills` it is the first skill.
        self.may_take = NOBODY if skills < 0 else skills << 1 | 1
        bits = [(1 << skill + 1, office.heaps[skill + 1]) for skill in office.skills]
        self.queues = [(bit, heap) for bit, heap in bits if bit & self.may_take]

    def next_duty(self, now: int) -> int:
        """Return the first instant from *now* on at which he is on duty, or NEVER."""
        while self.until_s <= now:
            self._shift += 1
            self.from_s, self.until_s = self._opens[self._shift], self._closes[self._shift]
        return max(now, self.from_s)

    def takes(self, dossier: int, now: int) -> None:
        """Start work on a dossier: one kernel event, at its completion."""
        shop = self.shop
        self.dossier = dossier
        self.row = row = shop.row[dossier]
        if self._is_standard and dossier not in shop.left:
            need_s = shop.effort_s[row]
        else:
            need_s = self._seconds_for(dossier, row, now)
        shop.tape.write(event(row, self._started, now))
        finish_s = now + need_s
        if finish_s <= self.until_s or self.office.at_closing == _FINISH:
            shop.agenda.put(finish_s, self._tie + shop.rank[dossier], self)
        else:
            self._works_over_closing(now, need_s)

    def _seconds_for(self, dossier: int, row: int, now: int) -> int:
        shop = self.shop
        effort_s = float(shop.effort_s[row])
        if dossier in shop.left:
            effort_s = shop.left.pop(dossier)
        elif shop.scan_effort_s[row] and self.office.scans_at(now):
            effort_s += float(shop.scan_effort_s[row])
        return max(0, ceil(effort_s / self._speed - _ROUNDING))

    def _works_over_closing(self, now: int, need_s: int) -> None:
        shop = self.shop
        if self.office.at_closing == _PAUSE:
            try:
                finish_s = self.calendar.add_working(now, need_s)
            except HorizonError:
                closes_s = int(self.calendar.closes_s[-1])
            else:
                shop.agenda.put(finish_s, self._tie + shop.rank[self.dossier], self)
                return
        else:
            closes_s = self.until_s
        self._need_s, self._worked_s = need_s, self.calendar.worked_between(now, closes_s)
        self._is_interrupted = True
        shop.agenda.put(max(closes_s, now), tie(CLOSINGS, self.office.number, shop.rank[self.dossier]), self)

    def acts(self, now: int) -> None:
        """Finish the work in hand, let the dossier go on, and serve the rest of the visit; or put it down."""
        if self._is_interrupted:
            self._puts_down(now)
            return
        shop, dossier, row = self.shop, self.dossier, self.row
        onward = shop.onward[row]
        if onward >= 0:
            shop.tape.write_two(two_events(row, self._finished, now, row + 1, _QUEUED, now))
            shop.offices[onward].admits(dossier, row + 1, now)
        else:
            shop.journey.follows(shop.kind[row], dossier, row, self._who, now)
            if dossier in shop.follower:
                self._goes_on_with(shop.follower.pop(dossier), now)
                shop.settle_at(now)
                return
        self.office.frees(self, now)
        if shop.wanted:
            shop.settle_at(now)

    def _goes_on_with(self, companion: int, now: int) -> None:
        if self.office.at_closing == _FINISH or self.next_duty(now) == now:
            self.takes(companion, now)
        else:
            self.office.lines_up(companion, self.shop.row[companion], BEGUN)
            self.office.frees(self, now)

    def _puts_down(self, now: int) -> None:
        """Hand unfinished work back into the queue."""
        shop, office, dossier, row = self.shop, self.office, self.dossier, self.row
        self._is_interrupted = False
        shop.tape.write_two(two_events(row, what(EventKind.SUSPENDED, self.number), now, row, _QUEUED, now))
        left_s = self._need_s - self._worked_s
        shop.left[dossier] = left_s * self._speed
        self.dossier = NOBODY
        office.lines_up(dossier, row, BEGUN)
        office.frees(self, now)
        shop.settle_at(now)
