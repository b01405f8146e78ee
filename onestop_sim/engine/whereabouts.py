"""
Where events happen: a row of the plan and the kind of the event say it, so nothing is written down for it.

Most events happen at the place of their row. A hand-over is SENT and COLLECTED at the place that gives and
DELIVERED at the one that receives; what is brought to an applicant's home happens at no place; a letter
comes from the place that answers for the row: of a hand-over the one that gives, else the row's own, and
the office in charge for a dossier that is nowhere in particular. A desk of another unit that a dossier was
filed with by choice is no party to it: on the way from there the office in charge answers.
"""

import numpy as np
from numpy.typing import NDArray

from onestop_sim.plan.plan import COMPETENT, RECEIVING, RETURNING, Plan
from onestop_sim.terms import NOBODY, EventKind, StepKind

Dossiers = NDArray[np.int32]
Places = NDArray[np.int16]


def dossier_of_rows(plan: Plan) -> Dossiers:
    """Return the dossier of each row of `Steps`, int32[n_rows]."""
    return np.repeat(np.arange(len(plan.dossiers), dtype=np.int32), np.diff(plan.first_row))


def places_of_rows(plan: Plan) -> Places:
    """Return the place of each row, roles resolved by the dossier's own columns, int16[n_rows]."""
    place: Places = plan.steps.place.astype(np.int16)
    dossier = dossier_of_rows(plan)
    roles = {
        RECEIVING: plan.dossiers.receiving_place,
        COMPETENT: plan.dossiers.competent_place,
        RETURNING: plan.dossiers.returning_place,
    }
    for role, of_dossier in roles.items():
        rows = np.flatnonzero(plan.steps.place == role)
        place[rows] = of_dossier[dossier[rows]]
    return place


class Whereabouts:
    """
    The places of a plan's rows, and of the events that belong to them.

    Attributes:
        dossier:  of each row, int32[n_rows].
        place:    of each row, int16[n_rows], and so are the next three.
        giver:    place from which a row takes over: that of the row before it, NOBODY for the first.
        receiver: place to which a row hands on: that of the row after it, NOBODY for the last.
        answers:  place that answers for a dossier at a row: that of the row, of a hand-over the giver.
        is_last:  rows after which a route ends, bool[n_rows].
    """

    def __init__(self, plan: Plan) -> None:
        self.dossier, self.place = dossier_of_rows(plan), places_of_rows(plan)
        n = len(self.place)
        self.is_last = np.zeros(n, np.bool_)
        # A dossier without rows ends nowhere; the row before its (empty) route is another's last.
        self.is_last[plan.first_row[1:][np.diff(plan.first_row) > 0] - 1] = True
        is_first = np.concatenate([[True], self.is_last[:-1]]) if n else self.is_last
        self.giver = np.where(is_first, NOBODY, np.roll(self.place, 1))
        self.receiver = np.where(self.is_last, NOBODY, np.roll(self.place, -1))
        self._is_transfer = plan.steps.kind == StepKind.TRANSFER
        self.answers = np.where(self._is_transfer, self.giver, self.place)
        self._goes_home = plan.steps.kind == StepKind.DELIVER_HOME
        self._competent = plan.dossiers.competent_place
        self._first_row = plan.first_row
        if plan.origins is not None:
            desk = plan.dossiers.receiving_place
            is_elsewhere = (desk != plan.origins.own_place)[self.dossier]
            leaves = self._is_transfer & is_elsewhere & (self.giver == desk[self.dossier])
            self.answers[leaves] = self._competent[self.dossier[leaves]]

    def follow_places(self, dossier: int, desk: int, *, is_elsewhere: bool) -> None:
        """Bring what follows from the places of a dossier's rows in line with them: its desk is chosen."""
        first, end = self._first_row[dossier : dossier + 2].tolist()
        rows, place = slice(first, end), self.place[first:end]
        self.giver[first + 1 : end] = place[:-1]
        self.receiver[first : end - 1] = place[1:]
        self.answers[rows] = np.where(self._is_transfer[rows], self.giver[rows], place)
        if is_elsewhere:
            leaves = self._is_transfer[rows] & (self.giver[rows] == desk)
            self.answers[rows][leaves] = self._competent[dossier]

    def of_events(self, kind: NDArray[np.int8], row: NDArray[np.int32]) -> Places:
        """Return the place of each event, int16[n_events], NOBODY for none."""
        place = self.place[row]
        leaves = np.flatnonzero((kind == EventKind.SENT) | (kind == EventKind.COLLECTED))
        leaves = leaves[self._is_transfer[row[leaves]]]
        place[leaves] = self.giver[row[leaves]]
        comes = np.flatnonzero(kind == EventKind.DELIVERED)
        place[comes] = self.receiver[row[comes]]
        at_home = np.flatnonzero((kind == EventKind.DELIVERY_FAILED) | (kind == EventKind.HANDED_OVER))
        place[at_home[self._goes_home[row[at_home]]]] = NOBODY
        letters = np.flatnonzero(kind == EventKind.APOLOGY)
        answers = self.answers[row[letters]]
        place[letters] = np.where(answers < 0, self._competent[self.dossier[row[letters]]], answers)
        return place
