"""
Liên thông: a dossier, or its result, goes from one place to another.

SENT names the place that gives, DELIVERED the place of the next row, which receives.

* PAPER, by hand inside one unit: leaves at once; given by a desk after the cut-off (15:00), or by any
  office on a day that is no working day of the giver, it leaves at the opening of the next working
  morning, COLLECTED then. DELIVERED the row's delay after it has left. The cut-off is about what the
  one-stop has received (Decree 61/2018/NĐ-CP, article 18): a file goes from a specialist to his leader,
  and a result to the desk, at any hour.
* ELECTRONIC, through the software: DELIVERED the row's delay after SENT.
* POST: see `post`.

A line that has not yet begun is replaced by the one before it. A hand-over that takes no time is part of
the change that caused it, no event of its own in the order of an instant.
"""

from typing import Final

from onestop_sim.clock import DAY_S
from onestop_sim.engine.appointment import Action
from onestop_sim.engine.journey import Journey
from onestop_sim.engine.post import Post
from onestop_sim.engine.recorder import what
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.memory import event, three_events, two_events
from onestop_sim.terms import NEVER, EventKind, LineKind, StepKind

_SENT: Final = what(EventKind.SENT)
_COLLECTED: Final = what(EventKind.COLLECTED)
_DELIVERED: Final = what(EventKind.DELIVERED)
_QUEUED: Final = what(EventKind.QUEUED)
_WORK: Final = int(StepKind.WORK)
_SIGN: Final = int(StepKind.SIGN)
_POST: Final = int(LineKind.POST)
_PAPER: Final = int(LineKind.PAPER)


class Handoff:
    """Sends dossiers along the lines between places."""

    def __init__(self, shop: Shop, journey: Journey, post: Post) -> None:
        self._shop, self._journey, self._post = shop, journey, post
        self._legal_of_place: list[int] = shop.plan.places.legal.tolist()
        self._is_desk: list[bool] = shop.plan.places.is_desk.tolist()
        # By place, until when its papers leave at once on the day that is on.
        self._leaves_until_s: list[int] = []
        self._day_ends_s = -NEVER
        journey.handoff = self
        self._when_delivered: Action = self._is_delivered
        self._when_it_leaves: Action = self._leaves

    def sends(self, dossier: int, row: int, now: int) -> None:
        """Hand a dossier to its line."""
        shop, post = self._shop, self._post
        shop.row[dossier] = row
        line = shop.line[row]
        if line < 0:  # the desk that was chosen is the place itself
            self._journey.goes_on(dossier, row, now)
            return
        if post.starts_s[line] > now:
            line = post.line_before(line, now)
        kind = post.kind[line]
        if kind == _POST:
            shop.tape.write(event(row, _SENT, now))
            post.carries(dossier, row, line, now, self._when_delivered)
            return
        leaves_s = now
        if kind == _PAPER:
            giver = shop.giver[row]
            if now >= self._day_ends_s:
                self._begins_the_day(now)
            if giver < 0 or now > self._leaves_until_s[giver]:
                leaves_s = self._paper_leaves(dossier, giver, now)
        delay_s = shop.delay_s[row]
        if not delay_s and leaves_s == now:
            self._arrives_at_once(dossier, row, now)
            return
        shop.tape.write(event(row, _SENT, now))
        if leaves_s > now:
            shop.later(leaves_s, RETURNS, dossier, row, self._when_it_leaves)
        arrives_s = post.transit_ends(line, delay_s, leaves_s)
        if arrives_s == now:
            self._is_delivered(dossier, row, now)
        else:
            shop.later(arrives_s, RETURNS, dossier, row, self._when_delivered)

    def _arrives_at_once(self, dossier: int, row: int, now: int) -> None:
        shop, journey = self._shop, self._journey
        following = shop.next_kind[row]
        if following in (_WORK, _SIGN):  # named one by one: the compiled engine compares numbers then
            after = row + 1
            shop.tape.write_three(three_events(row, _SENT, now, row, _DELIVERED, now, after, _QUEUED, now))
            journey.offices[shop.place[after]].admits(dossier, after, now)
        else:
            shop.tape.write_two(two_events(row, _SENT, now, row, _DELIVERED, now))
            journey.plays(following, dossier, row + 1, now)

    def _begins_the_day(self, now: int) -> None:
        """Note until when papers leave each place at once today: to the cut-off, always, or never."""
        day = now // DAY_S
        self._day_ends_s = (day + 1) * DAY_S
        self._leaves_until_s = []
        for number, is_desk in zip(self._legal_of_place, self._is_desk, strict=True):
            legal = self._shop.legal_calendars[number]
            until_s = self._day_ends_s
            if is_desk and legal.cutoff_s is not None:
                until_s = day * DAY_S + legal.cutoff_s
            self._leaves_until_s.append(until_s if legal.is_working_day(day) else -NEVER)

    def _paper_leaves(self, dossier: int, giver: int, now: int) -> int:
        """Return when papers leave that nobody gives, or that do not leave at once."""
        shop = self._shop
        if giver >= 0:
            return shop.legal_calendars[self._legal_of_place[giver]].next_morning(now)
        legal = shop.legal[dossier]
        if legal.is_after_cutoff(now) or not legal.is_working_day(now // DAY_S):
            return legal.next_morning(now)
        return now

    def _leaves(self, _dossier: int, row: int, now: int) -> None:
        self._shop.tape.write(event(row, _COLLECTED, now))

    def _is_delivered(self, dossier: int, row: int, now: int) -> None:
        self._shop.tape.write(event(row, _DELIVERED, now))
        self._journey.goes_on(dossier, row, now)
