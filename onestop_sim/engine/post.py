"""
The public post (bưu chính công ích, Decision 45/2016/QĐ-TTg): collections, transit, deliveries, home.

A line has rounds. What is SENT waits for the first collection from then on (COLLECTED), is under way
for its transit, counted in open seconds of the line's calendar, where Saturday is a day like others,
and is DELIVERED in the first round from then on. When the timetable has no such round left, it stays
where it is. A result brought home may meet a closed door: one DELIVERY_FAILED in each round, before it
is DELIVERED and HANDED_OVER, or, if the applicant collects it in the end, DELIVERED at the desk.
"""

from typing import TYPE_CHECKING, Final

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S
from onestop_sim.engine.appointment import Action
from onestop_sim.engine.journey import Journey
from onestop_sim.engine.recorder import what
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.errors import HorizonError
from onestop_sim.memory import bisect_left, event, numbers
from onestop_sim.terms import NEVER, EventKind, LineKind, StepKind

if TYPE_CHECKING:
    from onestop_sim.memory import Numbers

_SENT: Final = what(EventKind.SENT)
_COLLECTED: Final = what(EventKind.COLLECTED)
_FAILED: Final = what(EventKind.DELIVERY_FAILED)
_DELIVERED: Final = what(EventKind.DELIVERED)
_HANDED_OVER: Final = what(EventKind.HANDED_OVER)

_ROUNDS_OF_LETTERBOX: Final = DAY_S
"""A line without a timetable tries again a day later."""


class Post:
    """
    Carries what is given to it along the lines of the plan.

    Attributes:
        kind:     `LineKind` of each line; `starts_s`: when it begins.
    """

    def __init__(self, shop: Shop, journey: Journey) -> None:
        plan = shop.plan
        self._shop, self._journey = shop, journey
        self.kind: list[int] = plan.lines.kind.tolist()
        self.starts_s: list[int] = plan.lines.starts_s.tolist()
        self._before: list[int] = plan.lines.before.tolist()
        self._calendar: list[WorkCalendar | None] = [
            None if at < 0 else shop.calendars[at] for at in plan.lines.calendar.tolist()
        ]
        collects = [numbers(rounds.collects_s) for rounds in plan.timetables]
        delivers = [numbers(rounds.delivers_s) for rounds in plan.timetables]
        timetable, never = plan.lines.timetable.tolist(), numbers(np.empty(0, np.int64))
        self._collects: list[Numbers] = [never if at < 0 else collects[at] for at in timetable]
        self._delivers: list[Numbers] = [never if at < 0 else delivers[at] for at in timetable]
        journey.enter[StepKind.DELIVER_HOME] = self.brings_home

    def line_before(self, line: int, now: int) -> int:
        """Return the line that is taken now instead of one that may not yet have begun."""
        while self.starts_s[line] > now and self._before[line] >= 0:
            line = self._before[line]
        return line

    def carries(self, dossier: int, row: int, line: int, now: int, arrives: Action) -> None:
        """Collect in the first round from now on, and deliver in the first round after the transit."""
        collects_s = _first_round(self._collects[line], max(now, self.starts_s[line]))
        delivers_s = self._round_after(line, self.transit_ends(line, self._shop.delay_s[row], collects_s))
        self._shop.later(collects_s, RETURNS, dossier, row, self._is_collected)
        self._shop.later(delivers_s, RETURNS, dossier, row, arrives)

    def transit_ends(self, line: int, delay_s: int, from_s: int) -> int:
        """Return when a transit that sets out at an instant is over, or NEVER."""
        calendar = self._calendar[line]
        if from_s >= NEVER or calendar is None:
            return min(from_s + delay_s, NEVER)
        try:
            return calendar.add_working(from_s, delay_s)
        except HorizonError:
            return NEVER

    def brings_home(self, dossier: int, row: int, now: int) -> None:
        """Take a result to the applicant's address."""
        shop = self._shop
        shop.row[dossier] = row
        shop.tape.write(event(row, _SENT, now))
        line = self.line_before(int(shop.steps.line[row]), now)
        n_failures = int(shop.steps.round[row])
        if self.kind[line] == LineKind.POST:
            self.carries(dossier, row, line, now, self._bell(line, n_failures))
        else:
            arrives_s = self.transit_ends(line, shop.delay_s[row], now)
            shop.later(arrives_s, RETURNS, dossier, row, self._bell(line, n_failures))

    def _bell(self, line: int, n_failures: int) -> Action:
        return lambda dossier, row, now: self._rings(dossier, row, now, line, n_failures)

    def _is_collected(self, _dossier: int, row: int, now: int) -> None:
        self._shop.tape.write(event(row, _COLLECTED, now))

    def _rings(self, dossier: int, row: int, now: int, line: int, n_failures: int) -> None:
        shop = self._shop
        if n_failures:
            shop.tape.write(event(row, _FAILED, now))
            again_s = self._round_after(line, now + 1)
            if self.kind[line] != LineKind.POST:
                again_s = now + _ROUNDS_OF_LETTERBOX
            shop.later(again_s, RETURNS, dossier, row, self._bell(line, n_failures - 1))
        elif shop.next_kind[row] == StepKind.HAND_OVER:
            shop.tape.write(event(row, _DELIVERED, now))
            self._journey.goes_on(dossier, row, now)
        else:
            shop.tape.write(event(row, _DELIVERED, now))
            shop.tape.write(event(row, _HANDED_OVER, now))

    def _round_after(self, line: int, at_s: int) -> int:
        return _first_round(self._delivers[line], at_s)


def _first_round(rounds_s: "Numbers", at_s: int) -> int:
    """Return the first round at or after an instant, or NEVER."""
    number = bisect_left(rounds_s, at_s)
    return rounds_s[number] if number < len(rounds_s) else NEVER
