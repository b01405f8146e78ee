"""
One entry for every figure that a report prints: `measure` one of them, or `all_figures` at once.

A figure is a count of dossiers (or of letters, visits ... each with its dossier), a rate of two
counts, or a measure of time. Counts and rates may be asked for a unit, level, field or channel.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.ordering import by_owner
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.stats.durations import stays, visits
from onestop_sim.stats.form_ii06 import dossier_marks
from onestop_sim.stats.groups import groups_of
from onestop_sim.stats.letters import has_letter, letter_dossiers
from onestop_sim.stats.post import (
    circulated_down,
    circulated_outstanding,
    circulated_up,
    cohort,
    home_delivered_s,
    home_failed,
    home_registered,
)
from onestop_sim.stats.timeliness import on_time_share
from onestop_sim.stats.workload import officer_time
from onestop_sim.terms import (
    Channel,
    ClockChoice,
    CountingRule,
    Denominator,
    EventKind,
    Grouping,
    Statistic,
    Verdict,
)

Period = tuple[int, int]
S = Statistic


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a log: in which period, on which clock, under which rule."""

    reading: Reading
    period: Period
    clock: ClockChoice
    rule: CountingRule


@dataclass(frozen=True, slots=True)
class Selection:
    """
    Of whom it is asked.

    Attributes:
        dossiers: bool[n], or None for all.
        places:   bool[n_places], or None: the desks or offices whose work is measured.
    """

    dossiers: Flags | None = None
    places: Flags | None = None


Count = Callable[[Question], IntArray]
"""Returns the dossier of everything that is counted, int64[k]; one may come several times."""

Measure = Callable[[Question, Selection], float | None]


def _marked(name: str, q: Question) -> IntArray:
    return np.flatnonzero(dossier_marks(q.reading, q.period, q.clock, q.rule)[name])


def _events(kind: EventKind, q: Question) -> IntArray:
    rows = q.reading.rows_of(kind)
    at_s = q.reading.clock_column("events", q.clock)[rows]
    dossier: IntArray = q.reading.column("events", "dossier")[rows]
    return dossier[(at_s >= q.period[0]) & (at_s < q.period[1])]


def _unclosed(q: Question) -> IntArray:
    decided = q.reading.final_s() < q.period[1]
    return np.flatnonzero(decided & (q.reading.final_s(ClockChoice.RECORDED) >= q.period[1]))


def _late_or_overdue(q: Question, clock: ClockChoice) -> Flags:
    marks = dossier_marks(q.reading, q.period, clock, q.rule)
    return marks["late"] | marks["late_open"]


def _phantom_late(q: Question) -> IntArray:
    late_as_it_was = q.reading.verdicts(q.reading.due_s(), q.reading.final_s()) == Verdict.LATE
    open_late = q.reading.overdue_at(q.period[1])
    return np.flatnonzero(_late_or_overdue(q, ClockChoice.RECORDED) & ~late_as_it_was & ~open_late)


def _cohort(channel: Channel, part: int, q: Question) -> IntArray:
    return cohort(q.reading, q.period, channel, q.clock)[part]


def _online_late(q: Question) -> IntArray:
    late = _marked("late", q)
    online: IntArray = late[q.reading.column("dossiers", "channel")[late] == Channel.ONLINE]
    return online


def _home_delivered(q: Question) -> IntArray:
    at_s = home_delivered_s(q.reading)
    return np.flatnonzero((at_s >= q.period[0]) & (at_s < q.period[1]))


def _home_delivered_cohort(q: Question) -> IntArray:
    registered = home_registered(q.reading, q.period, q.clock)
    return registered[home_delivered_s(q.reading)[registered] < q.period[1]]


def _letters(column: str, q: Question) -> IntArray:
    return letter_dossiers(q.reading, q.period, column)


def _letters_for_late(q: Question) -> IntArray:
    late = _marked("late", q)
    return late[has_letter(q.reading, q.period[1])[late]]


def _phantom_overdue(q: Question) -> IntArray:
    overdue = dossier_marks(q.reading, q.period, ClockChoice.RECORDED, q.rule)["late_open"]
    return np.flatnonzero(overdue & (q.reading.final_s() < q.period[1]))


COUNTS: Final[dict[Statistic, Count]] = {
    **{
        one: partial(_marked, one.value)
        for one in (
            S.RECEIVED,
            S.RECEIVED_NEW,
            S.CARRIED_OVER,
            S.RESOLVED,
            S.EARLY,
            S.ON_TIME,
            S.LATE,
            S.PENDING,
            S.PENDING_WITHIN,
            S.PENDING_OVERDUE,
            S.PAUSED,
            S.LATE_OPEN,
            S.RETURNED,
            S.WITHDRAWN,
        )
    },
    S.REFUSED: partial(_events, EventKind.REFUSED),
    S.SENT_HOME: partial(_events, EventKind.SENT_HOME),
    S.GAVE_UP: partial(_events, EventKind.GAVE_UP),
    S.UNCLOSED: _unclosed,
    S.PHANTOM_LATE: _phantom_late,
    S.PHANTOM_OVERDUE: _phantom_overdue,
    S.ONLINE_RECEIVED: partial(_cohort, Channel.ONLINE, 0),
    S.ONLINE_RESOLVED: partial(_cohort, Channel.ONLINE, 1),
    S.ONLINE_OPEN: partial(_cohort, Channel.ONLINE, 2),
    S.ONLINE_LATE: _online_late,
    S.POST_INTAKE_RECEIVED: partial(_cohort, Channel.POST, 0),
    S.POST_INTAKE_RESOLVED: partial(_cohort, Channel.POST, 1),
    S.POST_INTAKE_OPEN: partial(_cohort, Channel.POST, 2),
    S.HOME_DELIVERY_REGISTERED: lambda q: home_registered(q.reading, q.period, q.clock),
    S.HOME_DELIVERY_DELIVERED: _home_delivered,
    S.HOME_DELIVERY_DELIVERED_COHORT: _home_delivered_cohort,
    S.HOME_DELIVERY_FAILED: lambda q: home_failed(q.reading, q.period),
    S.CIRCULATED_UP: lambda q: circulated_up(q.reading, q.period),
    S.CIRCULATED_DOWN: lambda q: circulated_down(q.reading, q.period),
    S.CIRCULATED_OUTSTANDING: lambda q: circulated_outstanding(q.reading, q.period[1]),
    S.LETTERS_OWED: partial(_letters, "owed"),
    S.LETTERS_SENT: partial(_letters, "sent"),
    S.LETTERS_IN_TIME: partial(_letters, "in_time"),
    S.LETTERS_UNNEEDED: partial(_letters, "unneeded"),
    S.LETTERS_MISSING: partial(_letters, "missing"),
    S.LETTERS_FURTHER: partial(_letters, "further"),
    S.LETTERS_FOR_LATE: _letters_for_late,
}
"""Statistics that count."""

RATES: Final[dict[Statistic, Denominator]] = {
    S.ON_TIME_OF_RESOLVED: Denominator.RESOLVED,
    S.ON_TIME_OF_RECEIVED: Denominator.RECEIVED,
    S.ON_TIME_766: Denominator.DECISION_766,
}
"""Statistics that are shares of counts; over no dossiers they are undefined (NaN)."""

_OF_RATES: Final = (S.EARLY, S.ON_TIME, S.RESOLVED, S.RECEIVED, S.PENDING_WITHIN)


class _InPeriod:
    """What began or ended in a period, whose it is, and where: asked again for each unit and level."""

    def __init__(self, dossier: IntArray, place: IntArray, seconds: IntArray) -> None:
        self._dossier, self._seconds = dossier, seconds
        self._by_place = by_owner(place)
        self._ends: list[int] = np.cumsum(np.bincount(place)).tolist()

    def seconds_of(self, of: Selection) -> IntArray:
        """Return the seconds of those selected, in their order, int64[k]."""
        if of.places is None:
            return self._seconds if of.dossiers is None else self._seconds[of.dossiers[self._dossier]]
        places = np.flatnonzero(of.places[: len(self._ends)])
        begins = [0, *self._ends]
        at = [self._by_place[begins[one] : begins[one + 1]] for one in places.tolist()]
        chosen: IntArray = np.sort(np.concatenate([np.empty(0, np.int64), *at]))
        if of.dossiers is not None:
            chosen = chosen[of.dossiers[self._dossier[chosen]]]
        return self._seconds[chosen]


def _waits_of(q: Question) -> _InPeriod:
    """Return the visits that began in the period and were served, with their waits, where they waited."""
    table = visits(q.reading).filter(
        pl.col("arrived_s").is_between(*q.period, closed="left"), pl.col("started_s").is_not_null()
    )
    wait_s = table["started_s"] - table["arrived_s"]
    return _InPeriod(*(column.to_numpy() for column in (table["dossier"], table["place"], wait_s)))


def _wait_min(q: Question, of: Selection) -> NDArray[np.float64]:
    waits = q.reading.kept(("waits", q.period), lambda: _waits_of(q))
    return waits.seconds_of(of) / 60


def _mean_wait(q: Question, of: Selection) -> float | None:
    minutes = _wait_min(q, of)
    return float(minutes.mean()) if len(minutes) else None


def _p90_wait(q: Question, of: Selection) -> float | None:
    minutes = _wait_min(q, of)
    return float(np.quantile(minutes, 0.9)) if len(minutes) else None


def _mean_stay(q: Question, of: Selection) -> float | None:
    stay_s = q.reading.kept(("ended stays", q.period), lambda: _ended_stays(q)).seconds_of(of)
    return float(stay_s.mean() / DAY_S) if len(stay_s) else None


def _ended_stays(q: Question) -> _InPeriod:
    """Return the stays that ended in the period, where the dossier was received."""
    table = stays(q.reading).filter("complete", pl.col("end_s").is_between(*q.period, closed="left"))
    dossier = table["dossier"].to_numpy()
    return _InPeriod(
        dossier, q.reading.column("dossiers", "receiving_place")[dossier], table["stay_s"].to_numpy()
    )


def _visits_and_dossiers(q: Question) -> tuple[_InPeriod, _InPeriod]:
    """Return the visits of the period and the dossiers accepted in it, where these were received."""
    began = visits(q.reading).filter(pl.col("arrived_s").is_between(*q.period, closed="left"))["dossier"]
    at = q.reading.column("dossiers", "receiving_place")
    visited, accepted = began.to_numpy(), _marked("received_new", q)
    return _InPeriod(visited, at[visited], visited), _InPeriod(accepted, at[accepted], accepted)


def _visits_per_dossier(q: Question, of: Selection) -> float | None:
    parts = q.reading.kept(
        ("visits and dossiers", q.period, q.clock, q.rule), lambda: _visits_and_dossiers(q)
    )
    visited, accepted = (len(part.seconds_of(of)) for part in parts)
    return visited / accepted if accepted else None


def _of_officers(q: Question, of: Selection, column: str) -> int:
    """Return the sum of a column of `officer_time` over the officers of the places selected, seconds."""
    table = officer_time(q.reading, q.period)
    seconds = table[column].to_numpy()
    return int(seconds.sum() if of.places is None else seconds[of.places[table["place"].to_numpy()]].sum())


def _utilisation(q: Question, of: Selection) -> float | None:
    duty_s = _of_officers(q, of, "duty_s")
    return _of_officers(q, of, "busy_s") / duty_s if duty_s else None


def _overtime(q: Question, of: Selection) -> float | None:
    return float(_of_officers(q, of, "overrun_s")) / 3600


MEASURES: Final[dict[Statistic, Measure]] = {
    S.MEAN_WAIT_MIN: _mean_wait,
    S.P90_WAIT_MIN: _p90_wait,
    S.MEAN_STAY_DAYS: _mean_stay,
    S.VISITS_PER_DOSSIER: _visits_per_dossier,
    S.UTILISATION: _utilisation,
    S.OVERTIME_HOURS: _overtime,
}
"""Statistics of time. Their unit or level is that of the desk or office, of a dossier that received it."""

OF_OFFICERS: Final = (S.UTILISATION, S.OVERTIME_HOURS)
"""Statistics that know nothing of fields and channels."""

ON_BOTH_CLOCKS: Final = frozenset(COUNTS) - {
    one for one in COUNTS if one.value.startswith(("circulated", "letters", "unclosed", "phantom"))
}
"""Counts that the portal may show otherwise than they were."""


def measure(
    log: EventLog | Reading,
    period: Period,
    statistic: Statistic,
    *,
    unit: str | None = None,
    level: str | None = None,
    field: str | None = None,
    channel: Channel | None = None,
    clock: ClockChoice = ClockChoice.OCCURRED,
    rule: CountingRule = CountingRule.FORM_II06,
) -> int | float:
    """
    Return one figure of a period.

    Args:
        log:       what happened, or a reading of it (quicker for several questions).
        period:    [start_s, end_s), seconds since time 0.
        statistic: which figure; `terms.Statistic` says what each of them counts.
        unit:      name of the unit in charge; for measures of time, of the desk or office.
        level:     level of that unit.
        field:     field of the procedure.
        channel:   how the dossier came in.
        clock:     as it was, or as the portal shows it; measures of time are as they were.
        rule:      counting rule of the form's columns.

    Returns:
        A count (int), a share 0 to 1 or a measure in the unit of its name (float); NaN where there is
        nothing to take the share or mean of.

    Raises:
        ValueError: a unit, level or field that the log does not know, or a field or channel of
            what officers do.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    q = Question(reading, period, clock, rule)
    if statistic in MEASURES:
        if statistic in OF_OFFICERS and (field is not None or channel is not None):
            raise ValueError(f"{statistic} has neither field nor channel")
        by_place = _places_of(reading, unit, level)
        found = MEASURES[statistic](q, Selection(_dossiers_of(reading, None, None, field, channel), by_place))
        return float("nan") if found is None else found
    chosen = _dossiers_of(reading, unit, level, field, channel)
    if statistic in COUNTS:
        return _count(COUNTS[statistic](q), chosen)
    row = {one.value: _count(COUNTS[one](q), chosen) for one in _OF_RATES}
    n, of = on_time_share(row, RATES[statistic])
    return n / of if of else float("nan")


def _count(dossiers: IntArray, chosen: Flags | None) -> int:
    return len(dossiers) if chosen is None else int(np.count_nonzero(chosen[dossiers]))


def _dossiers_of(
    reading: Reading, unit: str | None, level: str | None, field: str | None, channel: Channel | None
) -> Flags | None:
    """Return which dossiers are asked for, bool[n], or None for all."""
    asked = {Grouping.UNIT: unit, Grouping.LEVEL: level, Grouping.FIELD: field}
    if channel is None and all(name is None for name in asked.values()):
        return None
    chosen = np.ones(reading.n, np.bool_)
    for by, name in asked.items():
        if name is not None:
            names, group = groups_of(reading, by)
            chosen &= group == _number(names, name, by)
    if channel is not None:
        chosen &= reading.column("dossiers", "channel") == channel
    return chosen


def _number(names: list[str], name: str, by: Grouping) -> int:
    if name not in names:
        raise ValueError(f"no {by.value} {name!r} in this log, which has {names}")
    return names.index(name)


def _places_of(reading: Reading, unit: str | None, level: str | None) -> Flags | None:
    """Return which places belong to a unit or level, bool[n_places], or None for all."""
    if unit is None and level is None:
        return None
    units = reading.log.tables["units"]
    unit_of_place = reading.column("places", "unit")
    chosen = np.ones(len(unit_of_place), np.bool_)
    for column, name, by in (("name", unit, Grouping.UNIT), ("level", level, Grouping.LEVEL)):
        if name is not None:
            _number(units[column].to_list(), name, by)
            chosen &= (units[column] == name).to_numpy()[unit_of_place]
    return chosen
