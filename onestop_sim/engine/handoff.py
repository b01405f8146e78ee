"""
Liên thông: a dossier, or its result, goes from one place to another.

SENT names the place that gives, DELIVERED the place of the next row, which receives.

* PAPER, by hand inside one unit: leaves at once; given after the cut-off (15:00) or on a day that is
  no working day of the giver, it leaves at the opening of the next working morning (Decree
  61/2018/NĐ-CP, article 18). COLLECTED when it leaves, DELIVERED the row's delay later.
* ELECTRONIC, through the software: DELIVERED the row's delay after SENT.
* POST: see `post`.

A line that has not yet begun is replaced by the one before it.
"""

from onestop_sim.clock import DAY_S
from onestop_sim.engine.journey import Journey
from onestop_sim.engine.post import Post
from onestop_sim.engine.shop import NO_ROW, Shop
from onestop_sim.engine.ties import RETURNS
from onestop_sim.terms import NOBODY, EventKind, LineKind, StepKind


class Handoff:
    """Sends dossiers along the lines between places."""

    def __init__(self, shop: Shop, journey: Journey, post: Post) -> None:
        self._shop, self._journey, self._post = shop, journey, post
        self._legal_of_place: list[int] = shop.plan.places.legal.tolist()
        journey.learns(StepKind.TRANSFER, enter=self.sends)

    def sends(self, dossier: int, row: int) -> None:
        """Hand a dossier to its line."""
        shop, now = self._shop, int(self._shop.env.now)
        shop.row[dossier] = row
        shop.recorder.write_at(int(shop.giver[row]), row, EventKind.SENT, now)
        line = self._post.line_of(row)
        kind = self._post.kind_of(line)
        if kind == LineKind.POST:
            self._post.carries(dossier, row, line, self._is_delivered)
            return
        leaves_s = now
        if kind == LineKind.PAPER:
            leaves_s = self._paper_leaves(dossier, row, now)
            if leaves_s == now:
                self._leaves(dossier, row)
            else:
                shop.later(leaves_s, RETURNS, dossier, row, self._leaves)
        arrives_s = self._post.transit_ends(line, row, leaves_s)
        shop.later(arrives_s, RETURNS, dossier, row, self._is_delivered)

    def _paper_leaves(self, dossier: int, row: int, now: int) -> int:
        shop, giver = self._shop, self._shop.giver[row]
        legal = shop.legal[dossier] if giver < 0 else shop.legal_calendars[self._legal_of_place[giver]]
        if legal.is_after_cutoff(now) or not legal.is_working_day(now // DAY_S):
            return legal.next_morning(now)
        return now

    def _leaves(self, _dossier: int, row: int) -> None:
        shop = self._shop
        shop.recorder.write_at(int(shop.giver[row]), row, EventKind.COLLECTED, int(shop.env.now))

    def _is_delivered(self, dossier: int, row: int) -> None:
        shop = self._shop
        receiver = NOBODY if shop.next_kind[row] == NO_ROW else shop.place[row + 1]
        shop.recorder.write_at(receiver, row, EventKind.DELIVERED, int(shop.env.now))
        self._journey.goes_on(dossier, row)
