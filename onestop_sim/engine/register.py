"""
The register: when the software came to know what had happened (decision D11).

One vectorised pass after the run; what the portal shows never feeds back into what happens. From
``occurred_s`` to ``recorded_s``, in this order:

1. the record lag of the step;
2. SIGNED, RETURNED_UNRESOLVED, WITHDRAWN: the closing lag of the dossier, in working time of its
   legal calendar (8 h = one working day; NEVER: left unclosed), and, where it is the habit to record
   on the due day, not before the morning of that day; where the register is clean on a day
   (`closed_by_s`), what was signed before it is recorded by then;
3. out of the outages of the unit of the event's place (the competent place's, when it has none);
4. a clean-up records all that happened before it in its unit and is not recorded yet;
5. never earlier than the event before it of the same dossier.
"""

from typing import Final

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.engine.shop import Shop, legal_hours
from onestop_sim.errors import HorizonError
from onestop_sim.eventlog.ordering import by_owner
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import NEVER, NO_INSTANT, NOBODY, EventKind

_CLOSING: Final = (EventKind.SIGNED, EventKind.RETURNED_UNRESOLVED, EventKind.WITHDRAWN)
_IS_CLOSING: Final = np.isin(np.arange(len(EventKind)), _CLOSING)
_WORKING_DAY_S: Final = 8 * 3600


def recorded(shop: Shop, events: dict[str, IntArray]) -> IntArray:
    """
    Return when each event is recorded, int64[n_events]: not before it occurred, or NEVER.

    Args:
        shop:   the shop after the run (due dates are read from it).
        events: columns ``dossier, kind, occurred_s, place, step``, in the order in which they happened.
    """
    plan = shop.plan
    occurred_s, dossier, step = events["occurred_s"], events["dossier"], events["step"]
    # In place, for a province has millions of events: the lag first, then the instant.
    recorded_s = plan.steps.record_lag_s[step]
    is_never = recorded_s >= NEVER
    np.minimum(recorded_s, NEVER // 2, out=recorded_s)
    recorded_s += occurred_s
    recorded_s[is_never] = NEVER
    closing = np.flatnonzero(_IS_CLOSING[events["kind"]])
    recorded_s[closing] = _closed_s(shop, dossier[closing], recorded_s[closing])
    if len(plan.outages) or len(plan.clean_ups):
        _follow_the_units(plan, _units(plan, events), occurred_s, recorded_s)
    return running_maximum(dossier, recorded_s)


def _follow_the_units(plan: Plan, unit: IntArray, occurred_s: IntArray, recorded_s: IntArray) -> None:
    """Move records as the outages and clean-ups of their units ask, in place."""
    _move_out_of_outages(plan, unit, recorded_s)
    for clean_up, at_s in zip(plan.clean_ups.unit.tolist(), plan.clean_ups.at_s.tolist(), strict=True):
        here = (occurred_s < at_s) & (recorded_s > at_s)
        if clean_up != NOBODY:
            here &= unit == clean_up
        recorded_s[here] = at_s


def _closed_s(shop: Shop, dossier: IntArray, recorded_s: IntArray) -> IntArray:
    """Return when closings are recorded that would be recorded at *recorded_s* without lag."""
    dossiers = shop.plan.dossiers
    closed_s = recorded_s.copy()
    lag_s = dossiers.close_lag_s[dossier]
    for number, legal in enumerate(shop.legal_calendars):
        late = np.flatnonzero((dossiers.legal[dossier] == number) & (lag_s > 0) & (lag_s < NEVER))
        if len(late):
            hours, day_s = legal_hours(legal), legal.day_length_s
            for at in late.tolist():
                worked_s = int(lag_s[at]) * day_s // _WORKING_DAY_S
                closed_s[at] = _later(hours, int(recorded_s[at]), worked_s)
    closed_s[lag_s >= NEVER] = NEVER
    due_s = np.array(shop.due_s, dtype=np.int64)[dossier]
    opens_s = np.array([legal.morning_opens_s for legal in shop.legal_calendars])[dossiers.legal[dossier]]
    waits = dossiers.on_due_day[dossier] & (due_s != NO_INSTANT)
    closed_s[waits] = np.maximum(closed_s, due_s // DAY_S * DAY_S + opens_s)[waits]
    by_s = dossiers.closed_by_s[dossier]
    is_clean = (by_s != NO_INSTANT) & (recorded_s <= by_s)
    closed_s[is_clean] = np.minimum(closed_s, by_s)[is_clean]
    return closed_s


def _later(hours: WorkCalendar, from_s: int, lag_s: int) -> int:
    """Return the instant after a lag of working time, NEVER when the calendar ends before."""
    try:
        return min(hours.add_working(from_s, lag_s), NEVER)
    except HorizonError:
        return NEVER


def _units(plan: Plan, events: dict[str, IntArray]) -> IntArray:
    """Return the unit in whose software each event is recorded, int64[n_events]."""
    place = np.where(events["place"] >= 0, events["place"], plan.dossiers.competent_place[events["dossier"]])
    units: IntArray = plan.places.unit[place].astype(np.int64)
    return units


def _move_out_of_outages(plan: Plan, unit: IntArray, recorded_s: IntArray) -> None:
    """Move records out of the windows in which nothing is recorded, to their ends."""
    outages = plan.outages
    for at in np.argsort(outages.from_s, kind="stable").tolist():
        from_s, until_s = int(outages.from_s[at]), int(outages.until_s[at])
        inside = (recorded_s >= from_s) & (recorded_s < until_s)
        if outages.where[at] != NOBODY:
            inside &= unit == outages.where[at]
        recorded_s[inside] = until_s


def running_maximum(dossier: IntArray, instants_s: IntArray) -> IntArray:
    """
    Return, of each dossier by itself, the latest instant so far, int64[n]: in the array that was given.

    >>> running_maximum(np.array([0, 1, 0, 1]), np.array([5, 1, 3, 2]))
    array([5, 1, 5, 2])
    """
    if not (instants_s[1:] < instants_s[:-1]).any():
        return instants_s
    order = by_owner(dossier)
    owner, value = dossier[order], instants_s[order]
    earlier = np.flatnonzero((value[1:] < value[:-1]) & (owner[1:] == owner[:-1]))
    if not len(earlier):
        return instants_s
    # Whoever comes too early waits for the one before him, and then it may be that the one after him must.
    while len(earlier):
        value[earlier + 1] = value[earlier]
        later = earlier[earlier < len(value) - 2] + 1
        earlier = later[(value[later + 1] < value[later]) & (owner[later + 1] == owner[later])]
    instants_s[order] = value
    return instants_s
