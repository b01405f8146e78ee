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
from onestop_sim.engine.journey import Journey
from onestop_sim.engine.post import Post
from onestop_sim.engine.recorder import event, what
from onestop_sim.engine.shop import Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.terms import EventKind, LineKind, StepKind

_SENT: Final = what(EventKind.SENT)
_COLLECTED: Final = what(EventKind.COLLECTED)
_DELIVERED: Final = what(EventKind.DELIVERED)


class Handoff:
    """Sends dossiers along the lines between places."""

    def __init__(self, shop: Shop, journey: Journey, post: Post) -> None:
        self._shop, self._journey, self._post = shop, journey, post
        self._legal_of_place: list[int] = shop.plan.places.legal.tolist()
        self._is_desk: list[bool] = shop.plan.places.is_desk.tolist()
        self._giver: list[int] = shop.whereabouts.giver.tolist()
        journey.learns(StepKind.TRANSFER, enter=self.sends)

    def sends(self, dossier: int, row: int) -> None:
        """Hand a dossier to its line."""
        shop, now = self._shop, self._shop.env.now
        shop.row[dossier] = row
        shop.write(event(row, _SENT, now))
        line = self._post.line_of(row)
        kind = self._post.kind_of(line)
        if kind == LineKind.POST:
            self._post.carries(dossier, row, line, self._is_delivered)
            return
        leaves_s = now
        if kind == LineKind.PAPER:
            leaves_s = self._paper_leaves(dossier, row, now)
            if leaves_s > now:
                shop.later(leaves_s, RETURNS, dossier, row, self._leaves)
        arrives_s = self._post.transit_ends(line, row, leaves_s)
        if arrives_s == now:
            self._is_delivered(dossier, row)
        else:
            shop.later(arrives_s, RETURNS, dossier, row, self._is_delivered)

    def _paper_leaves(self, dossier: int, row: int, now: int) -> int:
        shop, giver = self._shop, self._giver[row]
        legal = shop.legal[dossier] if giver < 0 else shop.legal_calendars[self._legal_of_place[giver]]
        is_bound = giver < 0 or self._is_desk[giver]
        if (is_bound and legal.is_after_cutoff(now)) or not legal.is_working_day(now // DAY_S):
            return legal.next_morning(now)
        return now

    def _leaves(self, _dossier: int, row: int) -> None:
        self._shop.write(event(row, _COLLECTED, self._shop.env.now))

    def _is_delivered(self, dossier: int, row: int) -> None:
        self._shop.write(event(row, _DELIVERED, self._shop.env.now))
        self._journey.goes_on(dossier, row)
