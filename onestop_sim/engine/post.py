"""
The public post (bưu chính công ích, Decision 45/2016/QĐ-TTg): collections, transit, deliveries, home.

A line has rounds. What is SENT waits for the first collection from then on (COLLECTED), is under way
for its transit, counted in open seconds of the line's calendar, where Saturday is a day like others,
and is DELIVERED in the first round from then on. When the timetable has no such round left, it stays
where it is. A result brought home may meet a closed door: one DELIVERY_FAILED in each round, before it
is DELIVERED and HANDED_OVER, or, if the applicant collects it in the end, DELIVERED at the desk.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S
from onestop_sim.engine.journey import Journey
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.errors import HorizonError
from onestop_sim.terms import NEVER, EventKind, LineKind, StepKind

_ROUNDS_OF_LETTERBOX: Final = DAY_S
"""A line without a timetable tries again a day later."""


class Post:
    """Carries what is given to it along the lines of the plan."""

    def __init__(self, shop: Shop, journey: Journey) -> None:
        plan = shop.plan
        self._shop, self._journey = shop, journey
        self._kind: list[int] = plan.lines.kind.tolist()
        self._starts_s: list[int] = plan.lines.starts_s.tolist()
        self._before: list[int] = plan.lines.before.tolist()
        self._calendar: list[WorkCalendar | None] = [
            None if at < 0 else shop.calendars[at] for at in plan.lines.calendar.tolist()
        ]
        collects = [rounds.collects_s.tolist() for rounds in plan.timetables]
        delivers = [rounds.delivers_s.tolist() for rounds in plan.timetables]
        timetable = plan.lines.timetable.tolist()
        self._collects: list[list[int]] = [[] if at < 0 else collects[at] for at in timetable]
        self._delivers: list[list[int]] = [[] if at < 0 else delivers[at] for at in timetable]
        journey.learns(StepKind.DELIVER_HOME, enter=self.brings_home)

    def line_of(self, row: int) -> int:
        """Return the line that a row takes now: the one before it while its own has not yet begun."""
        line = int(self._shop.steps.line[row])
        while self._starts_s[line] > self._shop.env.now and self._before[line] >= 0:
            line = self._before[line]
        return line

    def kind_of(self, line: int) -> int:
        """Return the `LineKind` of a line."""
        return self._kind[line]

    def carries(self, dossier: int, row: int, line: int, arrives: Callable[[int, int], None]) -> None:
        """Collect in the first round from now on, and deliver in the first round after the transit."""
        now = max(self._shop.env.now, self._starts_s[line])
        collects_s = _first_round(self._collects[line], now)
        delivers_s = self._round_after(line, self.transit_ends(line, row, collects_s))
        self._shop.later(collects_s, RETURNS, dossier, row, self._is_collected)
        self._shop.later(delivers_s, RETURNS, dossier, row, arrives)

    def transit_ends(self, line: int, row: int, from_s: int) -> int:
        """Return when the transit of a row that sets out at an instant is over, or NEVER."""
        calendar, delay_s = self._calendar[line], int(self._shop.steps.delay_s[row])
        if from_s >= NEVER or calendar is None:
            return min(from_s + delay_s, NEVER)
        try:
            return calendar.add_working(from_s, delay_s)
        except HorizonError:
            return NEVER

    def brings_home(self, dossier: int, row: int) -> None:
        """Take a result to the applicant's address."""
        shop = self._shop
        shop.row[dossier] = row
        self._journey.tell(EventKind.SENT, row)
        line, now = self.line_of(row), shop.env.now
        if self._kind[line] == LineKind.POST:
            self.carries(dossier, row, line, lambda d, r: self._rings(d, r, line, int(shop.steps.round[r])))
        else:
            at_s = self.transit_ends(line, row, now)
            shop.later(
                at_s, RETURNS, dossier, row, lambda d, r: self._rings(d, r, line, int(shop.steps.round[r]))
            )

    def _is_collected(self, _dossier: int, row: int) -> None:
        self._journey.tell(EventKind.COLLECTED, row)

    def _rings(self, dossier: int, row: int, line: int, n_failures: int) -> None:
        shop, journey = self._shop, self._journey
        now = shop.env.now
        if n_failures:
            journey.tell(EventKind.DELIVERY_FAILED, row)
            again_s = self._round_after(line, now + 1)
            if self._kind[line] != LineKind.POST:
                again_s = now + _ROUNDS_OF_LETTERBOX
            shop.later(again_s, RETURNS, dossier, row, lambda d, r: self._rings(d, r, line, n_failures - 1))
        elif shop.next_kind[row] == StepKind.HAND_OVER:
            journey.tell(EventKind.DELIVERED, row)
            journey.goes_on(dossier, row)
        else:
            journey.tell(EventKind.DELIVERED, row)
            journey.tell(EventKind.HANDED_OVER, row)

    def _round_after(self, line: int, at_s: int) -> int:
        return _first_round(self._delivers[line], at_s)


def _first_round(rounds_s: list[int], at_s: int) -> int:
    """Return the first round at or after an instant, or NEVER."""
    number = bisect_left(rounds_s, at_s)
    return rounds_s[number] if number < len(rounds_s) else NEVER
