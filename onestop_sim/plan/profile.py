"""When people come: the weights of a demand profile laid over the days of a segment, and their inverse."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from onestop_sim.calendar import DayKind, WorkCalendar
from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.span import Kinds, Span, open_days
from onestop_sim.scenario.demand import Profile
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.places import WEEKDAYS

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """
    The cumulative weight of demand over a stretch of time, as pieces in each of which it is even.

    Attributes:
        from_s:  beginning of each piece, increasing, seconds.
        until_s: end of each piece; pieces do not overlap.
        weights: weight of each piece, > 0.
        backwards: weight is cumulated from the end of the stretch into the past (warm-up).
    """

    from_s: IntArray
    until_s: IntArray
    weights: Floats
    backwards: bool = False

    @property
    def total(self) -> float:
        """Weight of the whole stretch."""
        return float(self._sums()[-1]) if len(self.weights) else 0.0

    def instants(self, weight: Floats) -> tuple[IntArray, npt.NDArray[np.bool_]]:
        """
        Return the instants by which given weights have come together, int64[n], and which lie inside.

        The inverse of a piecewise linear function, exact in each piece. Sums run outwards from the
        boundary, so that a longer stretch moves no instant.
        """
        if not len(self.weights):
            return np.zeros(len(weight), np.int64), np.zeros(len(weight), np.bool_)
        order = slice(None, None, -1) if self.backwards else slice(None)
        from_s, until_s, weights = self.from_s[order], self.until_s[order], self.weights[order]
        sums = self._sums()
        piece = np.searchsorted(sums, weight, side="right")
        inside = piece < len(sums)
        piece = np.minimum(piece, len(sums) - 1)
        before = np.concatenate([[0.0], sums[:-1]])[piece]
        into_s = (weight - before) / weights[piece] * (until_s - from_s)[piece]
        exact_s = until_s[piece] - into_s if self.backwards else from_s[piece] + into_s
        whole_s = np.floor(exact_s).astype(np.int64)
        return np.clip(whole_s, from_s[piece], until_s[piece] - 1), inside

    def turned(self) -> Self:
        """Return the same pieces, cumulated from the end backwards."""
        return type(self)(self.from_s, self.until_s, self.weights, backwards=True)

    def _sums(self) -> Floats:
        return np.cumsum(self.weights[::-1] if self.backwards else self.weights)


class Curves:
    """Makes the curves of a scenario's profiles for desks that keep certain hours."""

    def __init__(self, scenario: Scenario, span: Span, openings: dict[str, WorkCalendar]) -> None:
        self._scenario = scenario
        self._span = span
        self._openings = openings

    def curve(self, profile: str, calendar: str, first_day: int, end_day: int) -> Curve:
        """
        Return the curve of a profile over the days from *first_day* to *end_day* (excluded).

        Visits fall on open days of the desk, also before it opens and at noon, but not after it has
        closed for the day; a day worked in lieu has Friday's weight. Online profiles (`any_day`) know
        no desk. A desk that never opens at all is visited all the same, in vain.

        Args:
            profile:   name of the profile.
            calendar:  opening calendar of the desk, before any change: a closure moves nobody's visit.
        """
        says = self._scenario.profiles[profile]
        days = np.arange(first_day, end_day, dtype=np.int64)
        if says.any_day:
            return self._laid(says, days, self._weekday_weights(says, days, None), None)
        kinds = self._span.kinds_for(self._scenario.calendars[calendar])
        weights = self._weekday_weights(says, days, kinds)
        hours = self._openings[calendar]
        if not hours.total_s:
            return self._laid(says, days, weights, None)
        return self._laid(says, days, weights * open_days(hours, days), _last_closings(hours, days))

    def _weekday_weights(self, says: Profile, days: IntArray, kinds: Kinds | None) -> Floats:
        by_weekday = np.array([says.weekdays.get(day, 0.0) for day in WEEKDAYS])
        weights: Floats = by_weekday[self._span.clock.weekdays(days)]
        if kinds is not None:
            made_up = kinds[days - self._span.first_day] == DayKind.MAKE_UP
            weights = np.where(made_up, by_weekday[WEEKDAYS.index("fri")], weights)
        for season in says.season.values():
            first = self._span.clock.day_number(season.first_day)
            last = self._span.clock.day_number(season.last_day)
            weights = np.where((first <= days) & (days <= last), weights * season.factor.value, weights)
        return weights

    def _laid(self, says: Profile, days: IntArray, day_weights: Floats, closes_s: IntArray | None) -> Curve:
        """Lay the hours of a profile over weighted days; what comes after the last closing is cut off."""
        hours = sorted(says.hours.items())
        per_day = sum(weight for _, weight in hours)
        from_s, until_s, weights = [], [], []
        for (opens_s, ends_s), weight in hours:
            begin_s, end_s = days * DAY_S + opens_s, days * DAY_S + ends_s
            cut_s = end_s if closes_s is None else np.minimum(end_s, closes_s)
            shares = np.maximum(cut_s - begin_s, 0) / (ends_s - opens_s)
            from_s.append(begin_s)
            until_s.append(cut_s)
            weights.append(day_weights * shares * (weight / per_day if per_day else 0.0))
        if not hours:
            return Curve(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
        flat = [np.stack(one, axis=1).ravel() for one in (from_s, until_s)]
        flat_weights = np.stack(weights, axis=1).ravel()
        some = flat_weights > 0
        return Curve(flat[0][some], flat[1][some], flat_weights[some])


def _last_closings(hours: WorkCalendar, days: IntArray) -> IntArray:
    """Return the last closing of each day, its end if open at midnight, its beginning if closed; int64[n]."""
    ends_s = (days + 1) * DAY_S
    last = np.maximum(np.searchsorted(hours.opens_s, ends_s, side="left") - 1, 0)
    return np.clip(hours.closes_s[last], days * DAY_S, ends_s)
