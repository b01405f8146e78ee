"""
The choice of a desk by its queue, made when the applicant sets out (his way takes no time in the model).

Of the desks that the plan names he takes the one with the fewest people who wait or are served for each
officer on duty; of equal ones the first in the plan's order. A desk without an officer on duty comes last; if
there is none on duty anywhere, he goes to his own. He stays with his desk: who leaves it comes again there,
and papers that he is asked for are brought there.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from onestop_sim.engine.journey import Journey
from onestop_sim.engine.shop import Shop
from onestop_sim.plan.plan import RECEIVING, RETURNING, Plan
from onestop_sim.terms import NOBODY, StepKind

_OF_DOSSIERS: Final = ("receiving_place", "returning_place")
_OF_STEPS: Final = ("line", "delay_s", "moment_share")


def to_be_settled(plan: Plan) -> Plan:
    """Return a plan whose columns that depend on the choice may be written; the one given stays as it is."""
    if plan.choices is None:
        return plan
    own = replace(plan, dossiers=replace(plan.dossiers), steps=replace(plan.steps))
    for table, names in ((own.dossiers, _OF_DOSSIERS), (own.steps, _OF_STEPS)):
        for name in names:
            column = getattr(table, name).copy()
            object.__setattr__(table, name, column)
    return own


class DeskChoice:
    """
    Settles at which desk a dossier is filed, and what depends on it: places of rows, lines, waiting there.

    Attributes:
        asks: dossiers whose desk is still to be chosen.
    """

    def __init__(self, shop: Shop, journey: Journey) -> None:
        plan = shop.plan
        self._shop, self._journey = shop, journey
        self.asks: dict[int, list[int]] = {}
        self._nearby: dict[int, tuple[int, int]] = {}
        if plan.choices is None or plan.nearby is None:
            return
        pairs = zip(plan.choices.dossier.tolist(), plan.choices.place.tolist(), strict=True)
        for dossier, place in pairs:
            self.asks.setdefault(dossier, []).append(place)
        near = plan.nearby
        rows = zip(near.row.tolist(), near.line.tolist(), near.delay_s.tolist(), strict=True)
        self._nearby = {row: (line, delay_s) for row, line, delay_s in rows}
        self._unit: list[int] = plan.places.unit.tolist()

    def settles(self, dossier: int, now: int) -> None:
        """Let an applicant who sets out choose his desk, if he has a choice."""
        among = self.asks.pop(dossier, None)
        if among is None:
            return
        shop, dossiers, steps = self._shop, self._shop.plan.dossiers, self._shop.plan.steps
        own = int(dossiers.receiving_place[dossier])
        desk = self._least_busy(among, own, now)
        dossiers.receiving_place[dossier] = desk
        first, end = shop.plan.first_row[dossier : dossier + 2].tolist()
        where = shop.whereabouts
        roles = steps.place[first:end]
        if (roles == RETURNING).any():
            dossiers.returning_place[dossier] = desk
        where.place[first:end][(roles == RECEIVING) | (roles == RETURNING)] = desk
        where.follow_places(dossier, desk, is_elsewhere=desk != own)
        for row in range(first, end):
            if row in self._nearby:
                self._looks_near(row, own, *self._nearby.pop(row))
        # The shop reads these columns as its own.
        for row in range(first, end):
            shop.place[row], shop.giver[row] = int(where.place[row]), int(where.giver[row])
            shop.line[row], shop.delay_s[row] = int(steps.line[row]), int(steps.delay_s[row])

    def _looks_near(self, row: int, own: int, line: int, delay_s: int) -> None:
        """Change a leg that turns out to stay in one unit, or a result that is waited for at the own desk."""
        steps, where = self._shop.plan.steps, self._shop.whereabouts
        place = int(where.place[row])
        if steps.kind[row] == StepKind.HAND_OVER:
            if place == own:
                steps.delay_s[row], steps.moment_share[row] = 0, -1.0
            return
        giver = int(where.giver[row])
        if giver == place:
            steps.line[row] = NOBODY  # no leg at all
        elif self._unit[giver] == self._unit[place]:
            steps.line[row], steps.delay_s[row] = line, delay_s

    def _least_busy(self, among: list[int], own: int, now: int) -> int:
        """Return the desk with the fewest people for each officer on duty."""
        best, n_best, duty_best = own, 0, 0
        for place in among:
            n, n_on_duty = self._journey.offices[place].crowd(now)
            if n_on_duty and (not duty_best or n * duty_best < n_best * n_on_duty):
                best, n_best, duty_best = place, n, n_on_duty
        return best


def asked_of_desks(plan: Plan) -> list[tuple[int, int, int]]:
    """Return what rows at desks yet to be chosen may ask of each place: place, skill, priority."""
    if plan.choices is None:
        return []
    rows = np.flatnonzero(np.isin(plan.steps.place, (RECEIVING, RETURNING)))
    pairs = np.unique(np.stack([plan.steps.skill[rows], plan.steps.priority[rows]]), axis=1).T.tolist()
    return [(place, *pair) for place in np.unique(plan.choices.place).tolist() for pair in pairs]
