"""
The journey of a dossier: from the row that has just ended to the next one.

A dossier is a row and a cursor, never a process. Each row kind is played by one of the parties:

==================  =====================================================================
row                 what happens, in this order
==================  =====================================================================
RECEIVE             STARTED, FINISHED, ACCEPTED and a promised date
SEND_HOME           STARTED, FINISHED, SENT_HOME; back after the delay, if a row follows
REFUSE              STARTED, FINISHED, REFUSED; the end
WORK                QUEUED, STARTED, FINISHED
SIGN                QUEUED, STARTED, FINISHED, SIGNED
RETURN_UNRESOLVED   like WORK, RETURNED_UNRESOLVED; without a place at once, by no officer
WITHDRAW            WITHDRAWN at once; the end
DELAY               DELAY_BEGAN, DELAY_ENDED (before a request to the applicant: at the next opening)
AWAIT_APPLICANT     PAUSED ... RESUMED (or DELAY_BEGAN, DELAY_ENDED); see `supplement`
TAKE_SUPPLEMENT     ARRIVED, QUEUED, STARTED, FINISHED, RESUMED
TRANSFER            SENT, COLLECTED, DELIVERED; see `handoff` and `post`
HAND_OVER           READY; ARRIVED, QUEUED, STARTED, FINISHED, HANDED_OVER
DELIVER_HOME        SENT, COLLECTED, DELIVERY_FAILED ..., DELIVERED, HANDED_OVER; see `post`
==================  =====================================================================

Rows of a desk officer begin with ARRIVED, QUEUED unless said otherwise. After SIGNED or
RETURNED_UNRESOLVED the rows that remain (the way back, handing over) go on.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from onestop_sim.engine.desk import Desk
from onestop_sim.engine.office import Office
from onestop_sim.engine.recorder import event, what
from onestop_sim.engine.shop import NO_ROW, Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.terms import NOBODY, Channel, EventKind, PromiseCause, StepKind

Enter = Callable[[int, int], None]
"""Plays a row of a dossier: ``enter(dossier, row)``."""

_FILED: Final = what(EventKind.FILED)
_ARRIVED: Final = what(EventKind.ARRIVED)
_IN_PERSON: Final = int(Channel.IN_PERSON)
_POST: Final = int(Channel.POST)

AT_THE_DESK: Final = frozenset(
    map(int, (StepKind.RECEIVE, StepKind.SEND_HOME, StepKind.REFUSE, StepKind.TAKE_SUPPLEMENT))
)
"""Rows that begin with ARRIVED, QUEUED."""


class Journey:
    """
    Moves cursors.

    Attributes:
        offices:  by place.
        desks:    by place.
        promised: told of every date given to a dossier: ``promised(dossier)``.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.offices: list[Office] = []
        self.desks: list[Desk] = []
        self.promised: Callable[[int], None] = lambda _: None
        self._channel: list[int] = shop.plan.dossiers.channel.tolist()
        self._enter: list[Enter] = [self._ends] * (NO_ROW + 1)
        self._follow: list[Callable[[int, int, int], None] | None] = [None] * NO_ROW
        for kind in (StepKind.WORK, StepKind.SIGN):
            self._enter[kind] = self._queues
        for kind in (StepKind.RECEIVE, StepKind.SEND_HOME, StepKind.REFUSE, StepKind.TAKE_SUPPLEMENT):
            self._enter[kind] = self._reaches_the_desk
        self._enter[StepKind.RETURN_UNRESOLVED] = self._is_to_be_returned
        self._enter[StepKind.WITHDRAW] = self._is_withdrawn
        self._enter[StepKind.DELAY] = self._is_delayed
        self._enter[StepKind.HAND_OVER] = self._awaits_collection
        self._follow[StepKind.RECEIVE] = self._is_accepted
        self._follow[StepKind.SEND_HOME] = self._is_sent_home
        self._follow[StepKind.REFUSE] = self._is_refused
        self._follow[StepKind.SIGN] = self._is_signed
        self._follow[StepKind.RETURN_UNRESOLVED] = self._is_returned
        self._follow[StepKind.HAND_OVER] = self._is_handed_over

    def learns(
        self,
        kind: StepKind,
        enter: Enter | None = None,
        follow: Callable[[int, int, int], None] | None = None,
    ) -> None:
        """Leave a kind of row to another party: how it is played, or what follows an officer's work."""
        if enter is not None:
            self._enter[kind] = enter
        if follow is not None:
            self._follow[kind] = follow

    def shortens(self) -> None:
        """Note of each row that leads from work straight into an office's queue which office that is."""
        shop, kind = self._shop, self._shop.plan.steps.kind
        is_last = np.array(shop.next_kind, dtype=np.int8) == NO_ROW
        follows = np.roll(np.isin(kind, (StepKind.WORK, StepKind.SIGN)), -1) & ~is_last
        leads = (kind == StepKind.WORK) & follows
        shop.onward = np.where(leads, np.roll(shop.whereabouts.place, -1), NOBODY).tolist()

    def files(self, dossier: int) -> None:
        """Let a dossier come in by its channel: at the desk, online, or given to the post."""
        shop, row = self._shop, self._shop.row[dossier]
        channel, kind, now = self._channel[dossier], shop.kind[row], shop.env.now
        if channel != _IN_PERSON:
            shop.write(event(row, _FILED, now))
        if channel != _POST and kind not in AT_THE_DESK:
            shop.write(event(row, _ARRIVED, now))
        self._enter[kind](dossier, row)

    def enters(self, dossier: int, row: int) -> None:
        """Play a row."""
        self._shop.row[dossier] = row
        self._enter[self._shop.kind[row]](dossier, row)

    def goes_on(self, dossier: int, row: int) -> None:
        """Play the row after *row*; after the last one nothing happens any more."""
        self._enter[self._shop.next_kind[row]](dossier, row + 1)

    def worked(self, dossier: int, row: int, officer: int) -> None:
        """Go on after an officer has finished a row."""
        follow = self._follow[self._shop.kind[row]]
        if follow is not None:
            follow(dossier, row, officer)
        else:
            self.goes_on(dossier, row)

    def tell(self, kind: EventKind, row: int, officer: int = NOBODY) -> None:
        """Write an event of a row, at its place."""
        shop = self._shop
        shop.write(event(row, what(kind, officer), shop.env.now))

    def promise(self, dossier: int, cause: PromiseCause, due_s: int) -> None:
        """Give a dossier a date, in the event written last; a letter's leaves its due date alone."""
        shop = self._shop
        shop.recorder.promise(dossier, int(cause), shop.env.now, due_s)
        if cause != PromiseCause.APOLOGY:
            shop.due_s[dossier] = due_s
            self.promised(dossier)

    def _queues(self, dossier: int, row: int) -> None:
        self.offices[self._shop.place[row]].queues(dossier, row, self._shop.env.now)

    def _reaches_the_desk(self, dossier: int, row: int) -> None:
        self.desks[self._shop.place[row]].arrives(dossier, row)

    def _ends(self, dossier: int, row: int) -> None:
        """Do nothing: the life of the dossier in the shop is over."""

    def _is_accepted(self, dossier: int, row: int, officer: int) -> None:
        shop, now = self._shop, self._shop.env.now
        self.tell(EventKind.ACCEPTED, row, officer)
        shop.accepted_s[dossier] = now
        due_s = shop.legal[dossier].promised_at(now, shop.limit(dossier))
        self.promise(dossier, PromiseCause.ACCEPTANCE, due_s)
        self.goes_on(dossier, row)

    def _is_sent_home(self, dossier: int, row: int, officer: int) -> None:
        shop = self._shop
        self.tell(EventKind.SENT_HOME, row, officer)
        if shop.next_kind[row] == NO_ROW:
            return
        back_s = shop.env.now + int(shop.steps.delay_s[row])
        if shop.is_visitor[row + 1]:
            self.desks[shop.place[row + 1]].expects(dossier, row + 1, back_s)
        else:
            shop.later(back_s, RETURNS, dossier, row + 1, self.enters)

    def _is_refused(self, _dossier: int, row: int, officer: int) -> None:
        self.tell(EventKind.REFUSED, row, officer)

    def _is_signed(self, dossier: int, row: int, officer: int) -> None:
        self.tell(EventKind.SIGNED, row, officer)
        self._shop.is_resolved[dossier] = True
        self.goes_on(dossier, row)

    def _is_to_be_returned(self, dossier: int, row: int) -> None:
        if self._shop.place[row] >= 0:
            self._queues(dossier, row)
        else:
            self._shop.row[dossier] = row
            self._is_returned(dossier, row, NOBODY)

    def _is_returned(self, dossier: int, row: int, officer: int) -> None:
        self.tell(EventKind.RETURNED_UNRESOLVED, row, officer)
        self._shop.is_resolved[dossier] = True
        self.goes_on(dossier, row)

    def _is_withdrawn(self, dossier: int, row: int) -> None:
        self._shop.row[dossier] = row
        self.tell(EventKind.WITHDRAWN, row)
        self._shop.is_resolved[dossier] = True

    def _is_delayed(self, dossier: int, row: int) -> None:
        shop = self._shop
        shop.row[dossier] = row
        self.tell(EventKind.DELAY_BEGAN, row)
        shop.later(self._noticed_s(row), RETURNS, dossier, row, self._delay_ends)

    def _noticed_s(self, row: int) -> int:
        """Return when a delay is over; if the applicant is asked for something then, in office hours."""
        shop, place = self._shop, self._shop.place[row]
        over_s: int = shop.env.now + int(shop.steps.delay_s[row])
        if shop.next_kind[row] != StepKind.AWAIT_APPLICANT or not shop.pauses_clock[row + 1] or place < 0:
            return over_s
        return shop.calendars[int(shop.plan.places.calendar[place])].next_opening(over_s)

    def _delay_ends(self, dossier: int, row: int) -> None:
        self.tell(EventKind.DELAY_ENDED, row)
        self.goes_on(dossier, row)

    def _awaits_collection(self, dossier: int, row: int) -> None:
        shop = self._shop
        shop.row[dossier] = row
        self.tell(EventKind.READY, row)
        self.desks[shop.place[row]].expects(dossier, row, shop.env.now + int(shop.steps.delay_s[row]))

    def _is_handed_over(self, _dossier: int, row: int, officer: int) -> None:
        self.tell(EventKind.HANDED_OVER, row, officer)
