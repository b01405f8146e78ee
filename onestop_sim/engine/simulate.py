"""
One replication, lived through: a Plan in, an EventLog out.

`simulate` is a pure function: no dice, no statistics, no clock on the wall. Officers, clerks and the
post act, dossiers pass through their hands; each service is one kernel event, and at one instant
things happen in the order of `ties`.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from onestop_sim.engine.apology import Clerks
from onestop_sim.engine.appointment import Call
from onestop_sim.engine.choice import DeskChoice, asked_of_desks, to_be_settled
from onestop_sim.engine.compiled import is_compiled
from onestop_sim.engine.desk import Desk
from onestop_sim.engine.handoff import Handoff
from onestop_sim.engine.journey import AT_THE_DESK, Journey
from onestop_sim.engine.kernel import live
from onestop_sim.engine.office import Office
from onestop_sim.engine.post import Post
from onestop_sim.engine.recorder import what
from onestop_sim.engine.register import recorded
from onestop_sim.engine.shop import Shop, enters_s, is_open_at_start
from onestop_sim.engine.supplement import Supplement
from onestop_sim.engine.ties import ARRIVALS
from onestop_sim.engine.world import world_tables
from onestop_sim.eventlog.log import EventLog, frame
from onestop_sim.memory import event
from onestop_sim.plan.columns import Flags
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import NO_INSTANT, NOBODY, ApologyRule, Channel, EventKind, PromiseCause, StepKind

_BEFORE_THE_RUN: Final = -1
"""Event of a promise that was given before the run began."""


def simulate(plan: Plan) -> EventLog:
    """
    Return what happens in a shop, and when it was written down.

    The run begins at `Plan.run_start_s`, where dossiers that are already open go on from their entry
    rows, and stops at `Plan.run_end_s`, before what would happen then; what is open stays open. The
    same plan always gives the same log, to the byte.

    Args:
        plan: one replication, as `plan.compiler` or a test makes it.

    Raises:
        HorizonError: ``promise_past_horizon`` or ``before_legal_calendar``, the working days of a legal
            calendar do not reach far enough for a date that must be promised.
        UserError:    ``engine_stale``, the engine was compiled of other sources than those that are there.
        ValueError:   the plan is none: a row needs an officer and names no place.
    """
    is_compiled()
    with uncollected():
        shop = Shop(to_be_settled(plan))
        journey = _open(shop)
        _promise_what_was_promised(shop, journey)
        _write_what_was_finished(shop)
        if plan.run_end_s > plan.run_start_s:
            Source(shop, journey)
            live(shop.env, plan.run_end_s)
        shop.closes_down()
        del journey
        gc.collect(0)  # the parties know each other in circles
        log = _log(shop)
        shop.is_written_down()
        return log


@contextmanager
def uncollected() -> Iterator[None]:
    """
    Keep the collector of cycles out of a run: what is made in it is freed when it is done with.

    The collector walks through every waiting event and every list again and again, and finds nothing;
    that took a fifth of the run of a district's quarter, and a thirtieth of planning and counting.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _open(shop: Shop) -> Journey:
    """Put everybody in his place."""
    plan = shop.plan
    journey = Journey(shop)
    skills_at, classes_at = _asked_at(shop)
    for number in range(len(plan.places)):
        office = Office(shop, number, skills_at.get(number, []), classes_at.get(number) == [0])
        journey.offices.append(office)
        journey.desks.append(Desk(shop, office))
    shop.offices = journey.offices
    journey.shortens()
    Supplement(shop, journey)
    Handoff(shop, journey, Post(shop, journey))
    if (plan.agencies.apology_rule != ApologyRule.NONE).any():
        Clerks(shop, journey)
    return journey


def _asked_at(shop: Shop) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return by place which skills the plan's rows ask for, and which classes of priority they have."""
    found: tuple[dict[int, list[int]], dict[int, list[int]]] = {}, {}
    for by_place, column in zip(found, (shop.steps.skill, shop.steps.priority), strict=True):
        coded = (shop.whereabouts.place.astype(np.int32) + 1) * 256 + column.astype(np.int32) + 128
        pairs = np.flatnonzero(np.bincount(coded)) - 256
        for place, value in zip((pairs // 256).tolist(), (pairs % 256 - 128).tolist(), strict=True):
            by_place.setdefault(place, []).append(value)
    for place, *asked in asked_of_desks(shop.plan):
        for by_place, value in zip(found, asked, strict=True):
            if value not in by_place.setdefault(place, []):
                by_place[place] = sorted([*by_place[place], value])
    return found


def _promise_what_was_promised(shop: Shop, journey: Journey) -> None:
    """Write the dates that open dossiers were promised before the run, so that the log is complete."""
    dossiers = shop.plan.dossiers
    for dossier in np.flatnonzero(dossiers.due_s != NO_INSTANT).tolist():
        accepted_s, due_s = shop.accepted_s[dossier], shop.due_s[dossier]
        given_s = shop.plan.run_start_s if accepted_s == NO_INSTANT else accepted_s
        shop.recorder.promise(dossier, int(PromiseCause.ACCEPTANCE), given_s, due_s, _BEFORE_THE_RUN)
        journey.promised(dossier)


def _write_what_was_finished(shop: Shop) -> None:
    """Write the end of dossiers that were handed over before the run and whose records are not closed."""
    plan = shop.plan
    for dossier in np.flatnonzero(plan.dossiers.signed_s != NO_INSTANT).tolist():
        first, end = plan.first_row[dossier : dossier + 2].tolist()
        signature = first + int(np.flatnonzero(plan.steps.kind[first:end] == StepKind.SIGN)[0])
        at_s = int(plan.dossiers.signed_s[dossier])
        shop.is_resolved[dossier] = True
        shop.tape.write(event(signature, what(EventKind.SIGNED), at_s))
        shop.tape.write(event(end - 1, what(EventKind.READY), at_s))
        shop.tape.write(event(end - 1, what(EventKind.HANDED_OVER), at_s))


class Source:
    """Lets dossiers in at the instants of the plan, one kernel event at a time."""

    def __init__(self, shop: Shop, journey: Journey) -> None:
        self._shop, self._journey = shop, journey
        plan = shop.plan
        is_open = is_open_at_start(plan)
        leads = _form_visits(shop, is_open)
        at_s = enters_s(plan)
        has_route = (np.diff(plan.first_row) > 0) & (plan.dossiers.signed_s == NO_INSTANT)
        coming = np.flatnonzero(leads & has_route & (at_s < plan.run_end_s))
        place, rank = shop.whereabouts.place[plan.dossiers.entry_row[coming]], np.array(shop.rank)
        order = np.lexsort((rank[coming], place, at_s[coming]))
        self._dossiers: list[int] = coming[order].tolist()
        self._at_s: list[int] = at_s[coming][order].tolist()
        self._ties: list[int] = (np.array(shop.ties[ARRIVALS])[place[order]] + rank[coming][order]).tolist()
        self._is_open: list[bool] = is_open.tolist()
        self._next = 0
        self._arrival = Call(self._lets_in)
        self._choice = DeskChoice(shop, journey)
        self._waits_for_next()

    def _waits_for_next(self) -> None:
        at = self._next
        if at < len(self._dossiers):
            self._shop.agenda.put(self._at_s[at], self._ties[at], self._arrival)

    def _lets_in(self, now: int) -> None:
        shop, at = self._shop, self._next
        dossier = self._dossiers[at]
        self._next = at + 1
        if self._is_open[dossier]:
            self._journey.enters(dossier, shop.row[dossier], now)
        else:
            if dossier in self._choice.asks:
                self._choice.settles(dossier, now)
            self._journey.files(dossier, now)
        self._waits_for_next()
        if shop.wanted:
            shop.settle_at(now)


def _form_visits(shop: Shop, is_open: Flags) -> Flags:
    """Let companions follow their carriers to the desk; return who comes by himself, bool[n]."""
    dossiers = shop.plan.dossiers
    own = np.arange(len(dossiers))
    at_desk = np.isin(shop.steps.kind, sorted(AT_THE_DESK))[dossiers.entry_row] if len(own) else own
    may_follow = (dossiers.channel == Channel.IN_PERSON) & ~is_open & at_desk
    carrier = np.where(dossiers.carrier == NOBODY, own, dossiers.carrier)
    leads: Flags = (carrier == own) | ~may_follow | ~may_follow[carrier]
    for dossier in np.flatnonzero(may_follow & (dossiers.next_in_visit != NOBODY)).tolist():
        follower = int(dossiers.next_in_visit[dossier])
        if not leads[follower]:
            shop.follower[dossier] = follower
    return leads


def _log(shop: Shop) -> EventLog:
    """Write down what was seen, on both clocks."""
    events, promises = shop.recorder.events(), shop.recorder.promises()
    events["recorded_s"] = recorded(shop, events)
    given = promises["event"]
    promises["recorded_s"] = promises["occurred_s"].copy()
    in_run = given != _BEFORE_THE_RUN
    promises["recorded_s"][in_run] = events["recorded_s"][given[in_run]]
    tables = {"events": frame("events", events), "promises": frame("promises", promises)}
    return EventLog(tables | world_tables(shop.plan, shop.calendars))
