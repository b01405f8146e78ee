"""
Dates that the legal clock gives to the dossiers of a run, each counted once.

Few limits, many dossiers: what `LegalCalendar` answers depends on the limit, the day, the half of the day
and whether the cut-off has passed, so all dossiers that have these in common are answered together.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from onestop_sim.clock import DAY_S
from onestop_sim.deadline import LegalCalendar, TimeLimit
from onestop_sim.memory import numbers
from onestop_sim.plan.plan import Dossiers
from onestop_sim.terms import NO_INSTANT, LimitUnit

if TYPE_CHECKING:
    from onestop_sim.memory import Numbers


class GivenDates:
    """
    The legal clock, asked by dossier.

    Args:
        dossiers:  of the plan.
        calendars: the legal calendars by number.
    """

    def __init__(self, dossiers: Dossiers, calendars: Sequence[LegalCalendar]) -> None:
        units, n_legal = len(LimitUnit), max(1, len(calendars))
        limit = dossiers.limit_n.astype(np.int64) * units + dossiers.limit_unit
        terms, term_of = np.unique(limit * n_legal + dossiers.legal, return_inverse=True)
        self._term_of: Numbers = numbers(term_of)
        kinds = (terms // n_legal).tolist()
        self._limits = [TimeLimit(LimitUnit(kind % units), kind // units) for kind in kinds]
        self._legal: list[LegalCalendar] = [calendars[number] for number in (terms % n_legal).tolist()]
        self._noon_s = [legal.afternoon_opens_s for legal in self._legal]
        self._cutoff_s = [DAY_S if legal.cutoff_s is None else legal.cutoff_s for legal in self._legal]
        self._due_s: list[dict[int, int]] = [{} for _ in kinds]
        self._from_s: list[dict[int, int]] = [{} for _ in kinds]

    def limit(self, dossier: int) -> TimeLimit:
        """Return the legal time limit of a dossier."""
        return self._limits[self._term_of[dossier]]

    def promised_at(self, dossier: int, accepted_s: int) -> int:
        """Return the date of a dossier accepted at an instant; see `LegalCalendar.promised_at`."""
        term: int = self._term_of[dossier]
        moment, dates = self._moment(term, accepted_s), self._due_s[term]
        due_s = dates.get(moment)
        if due_s is None:
            due_s = dates[moment] = self._legal[term].promised_at(accepted_s, self._limits[term])
        return due_s

    def put_off_to(self, dossier: int, accepted_s: int) -> int:
        """Return the next morning after an instant past the cut-off or on a day off; otherwise NO_INSTANT."""
        term: int = self._term_of[dossier]
        moment, mornings = self._moment(term, accepted_s), self._from_s[term]
        from_s = mornings.get(moment)
        if from_s is None:
            legal, from_s = self._legal[term], NO_INSTANT
            if legal.is_after_cutoff(accepted_s) or not legal.is_working_day(accepted_s // DAY_S):
                from_s = legal.next_morning(accepted_s)
            mornings[moment] = from_s
        return from_s

    def _moment(self, term: int, at_s: int) -> int:
        """Return one number for the day of an instant, its half, and whether the cut-off has passed."""
        day = at_s // DAY_S
        time_s = at_s - day * DAY_S
        moment = 4 * day
        if time_s >= self._noon_s[term]:
            moment += 2
        if time_s > self._cutoff_s[term]:
            moment += 1
        return moment
