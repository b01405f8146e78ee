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
from typing import TYPE_CHECKING, Final

import numpy as np

from onestop_sim.engine.appointment import Action
from onestop_sim.engine.desk import Desk
from onestop_sim.engine.office import Office
from onestop_sim.engine.recorder import what
from onestop_sim.engine.shop import NO_ROW, Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.memory import codes, event, two_events
from onestop_sim.terms import NOBODY, Channel, EventKind, PromiseCause, StepKind

if TYPE_CHECKING:
    from onestop_sim.engine.handoff import Handoff

Follow = Callable[[int, int, int, int], None]
"""What follows an officer's work, see `Journey.follow`."""

_FILED: Final = what(EventKind.FILED)
_ARRIVED: Final = what(EventKind.ARRIVED)
_FINISHED: Final = what(EventKind.FINISHED)
_ACCEPTED: Final = what(EventKind.ACCEPTED)
_SENT_HOME: Final = what(EventKind.SENT_HOME)
_REFUSED: Final = what(EventKind.REFUSED)
_SIGNED: Final = what(EventKind.SIGNED)
_RETURNED: Final = what(EventKind.RETURNED_UNRESOLVED)
_WITHDRAWN: Final = what(EventKind.WITHDRAWN)
_HANDED_OVER: Final = what(EventKind.HANDED_OVER)
_READY: Final = what(EventKind.READY)
_DELAY_BEGAN: Final = what(EventKind.DELAY_BEGAN)
_DELAY_ENDED: Final = what(EventKind.DELAY_ENDED)
_BY_NOBODY: Final = 0
"""Share of nobody in `recorder.what`."""
_ACCEPTANCE: Final = int(PromiseCause.ACCEPTANCE)
_IN_PERSON: Final = int(Channel.IN_PERSON)
_POST: Final = int(Channel.POST)
_WORK: Final = int(StepKind.WORK)
_SIGN: Final = int(StepKind.SIGN)
_TRANSFER: Final = int(StepKind.TRANSFER)
_RECEIVE: Final = int(StepKind.RECEIVE)
_AWAIT_APPLICANT: Final = int(StepKind.AWAIT_APPLICANT)

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
        enter:    plays a row, by its kind: ``enter(dossier, row, now)``; not those that `plays` names.
        follow:   what follows an officer's work, by kind of row: ``follow(dossier, row, who, now)``,
                  *who* his share of the events that he causes (`recorder.by`); it says FINISHED first.
                  Not those that `follows` names.
        handoff:  plays a TRANSFER.
        promised: told of every date given to a dossier: ``promised(dossier)``.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.offices: list[Office] = []
        self.desks: list[Desk] = []
        self.promised: Callable[[int], None] = lambda _: None
        self.handoff: Handoff
        self._channel: list[int] = shop.plan.dossiers.channel.tolist()
        self.enter: list[Action] = [self._ends] * (NO_ROW + 1)
        self.follow: list[Follow] = [self._is_worked_on] * NO_ROW
        shop.journey = self
        for kind in (StepKind.RECEIVE, StepKind.SEND_HOME, StepKind.REFUSE, StepKind.TAKE_SUPPLEMENT):
            self.enter[kind] = self._reaches_the_desk
        self.enter[StepKind.RETURN_UNRESOLVED] = self._is_to_be_returned
        self.enter[StepKind.WITHDRAW] = self._is_withdrawn
        self.enter[StepKind.DELAY] = self._is_delayed
        self.enter[StepKind.HAND_OVER] = self._awaits_collection
        self.follow[StepKind.SEND_HOME] = self._is_sent_home
        self.follow[StepKind.REFUSE] = self._is_refused
        self.follow[StepKind.RETURN_UNRESOLVED] = self._is_returned
        self.follow[StepKind.HAND_OVER] = self._is_handed_over

    def shortens(self) -> None:
        """Note of each row that leads from work straight into an office's queue which office that is."""
        shop, kind = self._shop, self._shop.plan.steps.kind
        follows = np.roll(np.isin(kind, (StepKind.WORK, StepKind.SIGN)), -1) & ~shop.whereabouts.is_last
        leads = (kind == StepKind.WORK) & follows
        shop.onward = codes(np.where(leads, np.roll(shop.whereabouts.place, -1), NOBODY))

    def files(self, dossier: int, now: int) -> None:
        """Let a dossier come in by its channel: at the desk, online, or given to the post."""
        shop, row = self._shop, self._shop.row[dossier]
        channel, kind = self._channel[dossier], shop.kind[row]
        if channel != _IN_PERSON:
            shop.tape.write(event(row, _FILED, now))
        if channel != _POST and kind not in AT_THE_DESK:
            shop.tape.write(event(row, _ARRIVED, now))
        self.plays(kind, dossier, row, now)

    def enters(self, dossier: int, row: int, now: int) -> None:
        """Play a row."""
        self._shop.row[dossier] = row
        self.plays(self._shop.kind[row], dossier, row, now)

    def plays(self, kind: int, dossier: int, row: int, now: int) -> None:
        """Play a row of a kind; the commonest are named, for the compiled engine is slow with a table."""
        if kind in (_WORK, _SIGN):  # compared as numbers
            self.offices[self._shop.place[row]].queues(dossier, row, now)
        elif kind == _TRANSFER:
            self.handoff.sends(dossier, row, now)
        else:
            self.enter[kind](dossier, row, now)

    def follows(self, kind: int, dossier: int, row: int, who: int, now: int) -> None:
        """Let what follows an officer's work on a row of a kind happen; likewise."""
        if kind == _WORK:
            self._is_worked_on(dossier, row, who, now)
        elif kind == _SIGN:
            self._is_signed(dossier, row, who, now)
        elif kind == _RECEIVE:
            self._is_accepted(dossier, row, who, now)
        else:
            self.follow[kind](dossier, row, who, now)

    def goes_on(self, dossier: int, row: int, now: int) -> None:
        """Play the row after *row*; after the last one nothing happens any more."""
        self.plays(self._shop.next_kind[row], dossier, row + 1, now)

    def promise(self, dossier: int, cause: int, due_s: int, now: int) -> None:
        """Give a dossier a date, in the event written last; a letter's leaves its due date alone."""
        shop = self._shop
        shop.recorder.promise(dossier, cause, now, due_s)
        if cause != PromiseCause.APOLOGY:
            shop.due_s[dossier] = due_s
            self.promised(dossier)

    def _queues(self, dossier: int, row: int, now: int) -> None:
        self.offices[self._shop.place[row]].queues(dossier, row, now)

    def _reaches_the_desk(self, dossier: int, row: int, now: int) -> None:
        self.desks[self._shop.place[row]].arrives(dossier, row, now)

    def _ends(self, dossier: int, row: int, now: int) -> None:
        """Do nothing: the life of the dossier in the shop is over."""

    def _is_worked_on(self, dossier: int, row: int, who: int, now: int) -> None:
        self._shop.tape.write(event(row, who + _FINISHED, now))
        self.plays(self._shop.next_kind[row], dossier, row + 1, now)

    def _is_accepted(self, dossier: int, row: int, who: int, now: int) -> None:
        shop = self._shop
        shop.tape.write_two(two_events(row, who + _FINISHED, now, row, who + _ACCEPTED, now))
        shop.accepted_s[dossier] = now
        due_s = shop.due_s[dossier] = shop.dates.promised_at(dossier, now)
        shop.recorder.promise(dossier, _ACCEPTANCE, now, due_s)
        self.promised(dossier)
        self.plays(self._shop.next_kind[row], dossier, row + 1, now)

    def _is_sent_home(self, dossier: int, row: int, who: int, now: int) -> None:
        shop = self._shop
        shop.tape.write_two(two_events(row, who + _FINISHED, now, row, who + _SENT_HOME, now))
        if self._shop.next_kind[row] == NO_ROW:
            return
        back_s = now + shop.delay_s[row]
        if shop.is_visitor[row + 1]:
            self.desks[shop.place[row + 1]].expects(dossier, row + 1, back_s)
        else:
            shop.later(back_s, RETURNS, dossier, row + 1, self.enters)

    def _is_refused(self, _dossier: int, row: int, who: int, now: int) -> None:
        self._shop.tape.write_two(two_events(row, who + _FINISHED, now, row, who + _REFUSED, now))

    def _is_signed(self, dossier: int, row: int, who: int, now: int) -> None:
        shop = self._shop
        shop.tape.write_two(two_events(row, who + _FINISHED, now, row, who + _SIGNED, now))
        shop.is_resolved[dossier] = True
        self.plays(self._shop.next_kind[row], dossier, row + 1, now)

    def _is_to_be_returned(self, dossier: int, row: int, now: int) -> None:
        if self._shop.place[row] >= 0:
            self._queues(dossier, row, now)
        else:
            self._shop.row[dossier] = row
            self._goes_back(dossier, row, _BY_NOBODY, now)

    def _is_returned(self, dossier: int, row: int, who: int, now: int) -> None:
        self._shop.tape.write(event(row, who + _FINISHED, now))
        self._goes_back(dossier, row, who, now)

    def _goes_back(self, dossier: int, row: int, who: int, now: int) -> None:
        self._shop.tape.write(event(row, who + _RETURNED, now))
        self._shop.is_resolved[dossier] = True
        self.goes_on(dossier, row, now)

    def _is_withdrawn(self, dossier: int, row: int, now: int) -> None:
        self._shop.row[dossier] = row
        self._shop.tape.write(event(row, _WITHDRAWN, now))
        self._shop.is_resolved[dossier] = True

    def _is_delayed(self, dossier: int, row: int, now: int) -> None:
        shop = self._shop
        shop.row[dossier] = row
        shop.tape.write(event(row, _DELAY_BEGAN, now))
        shop.later(self._noticed_s(row, now), RETURNS, dossier, row, self._delay_ends)

    def _noticed_s(self, row: int, now: int) -> int:
        """Return when a delay is over; if the applicant is asked for something then, in office hours."""
        shop, place = self._shop, self._shop.place[row]
        over_s: int = now + shop.delay_s[row]
        if self._shop.next_kind[row] != _AWAIT_APPLICANT or not shop.pauses_clock[row + 1] or place < 0:
            return over_s
        return shop.calendars[int(shop.plan.places.calendar[place])].next_opening(over_s)

    def _delay_ends(self, dossier: int, row: int, now: int) -> None:
        self._shop.tape.write(event(row, _DELAY_ENDED, now))
        self.plays(self._shop.next_kind[row], dossier, row + 1, now)

    def _awaits_collection(self, dossier: int, row: int, now: int) -> None:
        shop = self._shop
        shop.row[dossier] = row
        shop.tape.write(event(row, _READY, now))
        self.desks[shop.place[row]].expects(dossier, row, now + shop.delay_s[row])

    def _is_handed_over(self, _dossier: int, row: int, who: int, now: int) -> None:
        self._shop.tape.write_two(two_events(row, who + _FINISHED, now, row, who + _HANDED_OVER, now))
