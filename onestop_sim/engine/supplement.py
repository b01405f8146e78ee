"""
Requests to the applicant (yêu cầu bổ sung hồ sơ, nghĩa vụ tài chính): the legal clock stands still.

AWAIT_APPLICANT, PAUSED: the answer comes after the row's delay. If TAKE_SUPPLEMENT follows, a desk
officer takes it in first (from a visitor: in a visit) and the clock runs again when he has FINISHED;
otherwise it is RESUMED at once. Before RETURN_UNRESOLVED or WITHDRAW there is no answer and
no RESUMED; the date moves with the return.
A wait that does not stop the clock is a delay: DELAY_BEGAN, DELAY_ENDED.

With RESUMED goes a new promised date: as many working days later as the pause lasted, the day of the
pause included, the day of the answer not (Decree 61/2018/NĐ-CP, article 17; `LegalCalendar.shifted`).
"""

from typing import Final

from onestop_sim.engine.journey import Journey
from onestop_sim.engine.recorder import what
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.memory import event
from onestop_sim.terms import NO_INSTANT, EventKind, PromiseCause, StepKind

_NEVER_ANSWERED: Final = (StepKind.RETURN_UNRESOLVED, StepKind.WITHDRAW)
_FINISHED: Final = what(EventKind.FINISHED)
_PAUSED: Final = what(EventKind.PAUSED)
_RESUMED: Final = what(EventKind.RESUMED)
_DELAY_BEGAN: Final = what(EventKind.DELAY_BEGAN)
_DELAY_ENDED: Final = what(EventKind.DELAY_ENDED)
_BY_NOBODY: Final = 0
"""Share of nobody in `recorder.what`."""


class Supplement:
    """Asks applicants, and takes in their answers."""

    def __init__(self, shop: Shop, journey: Journey) -> None:
        self._shop, self._journey = shop, journey
        journey.enter[StepKind.AWAIT_APPLICANT] = self.asks
        journey.follow[StepKind.TAKE_SUPPLEMENT] = self.is_taken_in

    def asks(self, dossier: int, row: int, now: int) -> None:
        """Ask the applicant and wait; a pause that began before the run keeps its beginning."""
        shop = self._shop
        shop.row[dossier] = row
        if shop.pauses_clock[row]:
            shop.tape.write(event(row, _PAUSED, now))
            if shop.pause_began_s[dossier] == NO_INSTANT:
                shop.pause_began_s[dossier] = now
        else:
            shop.tape.write(event(row, _DELAY_BEGAN, now))
        shop.later(now + shop.delay_s[row], RETURNS, dossier, row, self._is_answered)

    def is_taken_in(self, dossier: int, row: int, who: int, now: int) -> None:
        """Go on after a desk officer has taken in what was asked for."""
        self._shop.tape.write(event(row, who + _FINISHED, now))
        self._resumes(dossier, row, who, now)
        self._journey.goes_on(dossier, row, now)

    def _is_answered(self, dossier: int, row: int, now: int) -> None:
        shop, journey = self._shop, self._journey
        following = shop.next_kind[row]
        if not shop.pauses_clock[row]:
            shop.tape.write(event(row, _DELAY_ENDED, now))
        if following == StepKind.TAKE_SUPPLEMENT:
            if shop.is_visitor[row + 1]:
                journey.desks[shop.place[row + 1]].expects(dossier, row + 1, now)
            else:
                journey.enters(dossier, row + 1, now)
            return
        if following not in _NEVER_ANSWERED:
            self._resumes(dossier, row, _BY_NOBODY, now)
        journey.goes_on(dossier, row, now)
        if following in _NEVER_ANSWERED and shop.is_resolved[dossier]:
            self._shifts_the_date(dossier, now)

    def _resumes(self, dossier: int, row: int, who: int, now: int) -> None:
        if self._shop.pause_began_s[dossier] == NO_INSTANT:
            return
        self._shop.tape.write(event(row, who + _RESUMED, now))
        self._shifts_the_date(dossier, now)

    def _shifts_the_date(self, dossier: int, now: int) -> None:
        """Give the date that a pause moved, with the event that ended it: the last one written."""
        shop = self._shop
        began_s, due_s = shop.pause_began_s[dossier], shop.due_s[dossier]
        if began_s == NO_INSTANT:
            return
        shop.pause_began_s[dossier] = NO_INSTANT
        if due_s != NO_INSTANT:
            due_s = shop.legal[dossier].shifted(due_s, began_s, now, shop.dates.limit(dossier))
            self._journey.promise(dossier, PromiseCause.PAUSE, due_s, now)
