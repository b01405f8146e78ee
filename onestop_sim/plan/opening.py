"""
What is there on the first day, from totals: open dossiers, and finished ones whose records nobody closed.

Candidates are dossiers that would have been filed before the first day: the demand, routes and dice of all
others, under addresses of their own. They walk by their own luck (`standing`), and of those who stand as
asked for exactly so many are taken as a total says, the luckiest first, so that a larger total keeps
everybody. When a layer of candidates is used up another one is drawn: of layers there is no end, but
a total that a few of them cannot bring nearer is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.errors import UserError
from onestop_sim.plan.arrivals import Arrivals, Segment, arrivals, backlog_segment
from onestop_sim.plan.draws import Flags, Seed
from onestop_sim.plan.plan import Steps
from onestop_sim.plan.routing import Routes, route
from onestop_sim.plan.standing import Standing, Strider
from onestop_sim.plan.tape import Tape
from onestop_sim.plan.world import World
from onestop_sim.scenario.assumed import CountValue
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.scoping import is_meant
from onestop_sim.scenario.surroundings import LateClosing, OpeningBacklog, Scope
from onestop_sim.terms import NEVER, NO_INSTANT, NOBODY, StepKind

MOST_LAYERS: Final = 64
"""Layers of candidates after which a total is given up; each is what is filed in the longest stay."""
_EMPTY_LAYERS: Final = 16
"""Layers without a single dossier as asked for, after which a total is given up."""

Cells = dict[tuple[int, int], str]
"""Of home unit and procedure, by index, the name of the scope that means them."""


@dataclass(frozen=True)
class Opening:
    """
    Dossiers that are there on the first day; one row each, int64[n].

    Attributes:
        come:        who they are, in the order in which they were drawn, each alone.
        row:         row of its route at which it goes on, counted from its first.
        left_s:      effort still to be done of that row, or -1: all of it.
        rest_s:      delay still to pass of that row, or -1: all of it.
        allotted_s:  what is left of that row's allotment, or -1: as it is.
        accepted_s, due_s, signed_s: as in `plan.Dossiers`.
        lag_s:       working time by which the closing of a finished one is put off to the first day.
    """

    come: Arrivals
    row: IntArray
    left_s: IntArray
    rest_s: IntArray
    allotted_s: IntArray
    accepted_s: IntArray
    due_s: IntArray
    signed_s: IntArray
    lag_s: IntArray


def backlog_cells(scenario: Scenario) -> Cells:
    """Return which home units and procedures have a backlog by totals, and of which scope."""
    return _cells(scenario, scenario.opening_backlog)


def opening(scenario: Scenario, world: World, seed: Seed) -> Opening | None:
    """
    Return the dossiers that are there on the first day; None: the scenario gives no totals.

    Raises:
        UserError: ``backlog_not_met``.
    """
    drawer = _Drawer(scenario, world, seed)
    found = [*drawer.backlog(), *drawer.unclosed()]
    return _joined(found) if found else None


def _cells(scenario: Scenario, scopes: "dict[str, OpeningBacklog] | dict[str, LateClosing]") -> Cells:
    """Return of each home unit and procedure the first scope that means it."""
    cells: Cells = {}
    named: list[tuple[str, Scope]] = list(scopes.items())
    for procedure_at, procedure in enumerate(scenario.procedures):
        for unit_at, unit in enumerate(scenario.units):
            first = next((name for name, one in named if is_meant(scenario, one, procedure, unit)), None)
            if first is not None:
                cells[unit_at, procedure_at] = first
    return cells


@dataclass(frozen=True)
class _Layer:
    """Candidates of one layer, with their rows and where they stand."""

    come: Arrivals
    routes: Routes
    first_row: IntArray
    steps: Steps
    standing: Standing


class _Drawer:
    """Draws candidates, layer by layer, and takes so many as totals say."""

    def __init__(self, scenario: Scenario, world: World, seed: Seed) -> None:
        self._scenario, self._world, self._seed = scenario, world, seed
        self._strider = Strider(world)
        self._limits = [one.limit for one in scenario.procedures.values()]

    def backlog(self) -> Iterator[Opening]:
        """Yield the open dossiers of every scope, and of the first layer who is not accepted yet."""
        scopes = self._scenario.opening_backlog
        wanted = {name: _buckets(says) for name, says in scopes.items()}
        for number, layer, name, mine in self._layers("backlog", wanted, backlog_cells(self._scenario)):
            standing, says, still = layer.standing, scopes[name], wanted[name]
            if number == 0:
                yield self._on_the_way(layer, mine)
            is_open = mine & standing.is_open & (standing.due_s != NO_INSTANT)
            counted = is_open & ~standing.is_paused if says.paused is not None else is_open
            # As in Form II.06: who waits for his applicant is not overdue, whatever his date.
            overdue = is_open & standing.is_overdue & ~standing.is_paused
            of_bucket = {
                "open_within": counted & ~overdue,
                "open_overdue": overdue,
                "paused": is_open & standing.is_paused,
                "open": counted,
            }
            free = np.ones(len(layer.come.key), np.bool_)
            for bucket in still:  # "open", which means any, comes last
                who = self._taken(layer, of_bucket[bucket] & free, still, bucket)
                free[who] = False
                yield self._goes_on(layer, who)

    def unclosed(self) -> Iterator[Opening]:
        """Yield finished dossiers whose records are not closed on the first day, past their dates."""
        closings = self._scenario.software.late_closing
        wanted = {
            name: {"unclosed": _whole(says.opening_unclosed)}
            for name, says in closings.items()
            if says.opening_unclosed is not None
        }
        for _, layer, name, mine in self._layers("unclosed", wanted, _cells(self._scenario, closings)):
            standing = layer.standing
            last = layer.steps.kind[np.maximum(layer.first_row[1:] - 1, 0)]
            is_over = mine & (standing.decided_s < 0) & (standing.due_s != NO_INSTANT) & (standing.due_s < 0)
            is_over &= (last == StepKind.HAND_OVER) & _has_signature(layer)
            yield self._finished(layer, self._taken(layer, is_over, wanted[name], "unclosed"))

    def _layers(
        self, kind: str, wanted: dict[str, dict[str, int]], cells: Cells
    ) -> Iterator[tuple[int, _Layer, str, Flags]]:
        """
        Yield layers, each with the scopes that still want dossiers of it and whose dossiers are whose.

        Args:
            kind:   part of the address of the dossiers.
            wanted: of each scope, how many of each bucket; whoever takes dossiers counts it down.
            cells:  whom each scope means.
        """
        total = {name: dict(buckets) for name, buckets in wanted.items()}
        without = dict.fromkeys(wanted, 0)
        for number in range(MOST_LAYERS):
            busy = [name for name in wanted if number == 0 or any(wanted[name].values())]
            if not busy:
                return
            layer = self._layer(f"{kind}/{number}", {cell for cell, name in cells.items() if name in busy})
            for name in busy:
                before = sum(wanted[name].values())
                mine = [cell for cell, scope in cells.items() if scope == name]
                yield number, layer, name, self._is_one_of(layer.come, mine)
                without[name] = without[name] + 1 if sum(wanted[name].values()) == before else 0
                if before and (without[name] == _EMPTY_LAYERS or number == MOST_LAYERS - 1):
                    self._refuse(kind, name, total[name], wanted[name])

    def _is_one_of(self, come: Arrivals, cells: list[tuple[int, int]]) -> Flags:
        """Tell of each dossier whether its home unit and procedure are among some, bool[n]."""
        table = np.zeros((len(self._scenario.units), len(self._scenario.procedures)), np.bool_)
        for unit, procedure in cells:
            table[unit, procedure] = True
        found: Flags = table[come.home_unit, come.procedure]
        return found

    def _refuse(self, kind: str, name: str, total: dict[str, int], missing: dict[str, int]) -> None:
        where = f"software.late_closing.{name}" if kind == "unclosed" else f"opening_backlog.{name}"
        for bucket, number in missing.items():
            if number:
                found = total[bucket] - number
                raise UserError(
                    "backlog_not_met", where=where, bucket=bucket, wanted=total[bucket], found=found
                )

    def _layer(self, address: str, cells: set[tuple[int, int]]) -> _Layer:
        scenario, world, seed = self._scenario, self._world, self._seed
        segment = backlog_segment(scenario, world, address)

        def keep(_segment: Segment, unit: int, procedure: int) -> bool:
            return (unit, procedure) in cells

        drawn = arrivals(scenario, world, seed, [segment], keep)
        come = alone(drawn)
        tape = Tape(len(come.key))
        routes = route(scenario, world, seed, come, tape)
        first_row, steps = tape.table()
        legal = world.places.legal[routes.competent_place].astype(np.int64)
        standing = self._strider.stands(
            come, legal, self._limits, first_row, steps, of_finished=address.startswith("unclosed")
        )
        return _Layer(come, routes, first_row, steps, standing)

    def _taken(self, layer: _Layer, fit: Flags, wanted: dict[str, int], bucket: str) -> IntArray:
        """Take the luckiest of those who fit, at most so many as are still wanted; int64[k]."""
        who = np.flatnonzero(fit)
        luck = self._seed.uniforms("opening", layer.come.key[who])
        taken = np.sort(who[np.argsort(luck, kind="stable")][: wanted[bucket]])
        wanted[bucket] -= len(taken)
        return taken

    def _goes_on(self, layer: _Layer, who: IntArray) -> Opening:
        """Return open dossiers with what is left of the row in which each stands."""
        standing, strider = layer.standing, self._strider
        row, since_s = standing.row[who], standing.since_s[who]
        rows = layer.first_row[who] + row
        kind = layer.steps.kind[rows]
        n = len(who)
        left_s, rest_s, allotted_s = (np.full(n, -1, np.int64) for _ in range(3))
        waits = np.isin(kind, (StepKind.DELAY, StepKind.AWAIT_APPLICANT))
        rest_s[waits] = standing.until_s[who][waits]
        for at in np.flatnonzero(kind == StepKind.TRANSFER).tolist():
            line, transit_s = int(layer.steps.line[rows[at]]), int(layer.steps.delay_s[rows[at]])
            rest_s[at] = strider.transit_left_s(line, int(since_s[at]), transit_s)
        comes = kind == StepKind.TAKE_SUPPLEMENT  # at the desk, as if he answered then
        row, rest_s = np.where(comes, row - 1, row), np.where(comes, 0, rest_s)
        works = np.flatnonzero(np.isin(kind, (StepKind.WORK, StepKind.SIGN)))
        place = layer.steps.place[rows[works]].astype(np.int64)
        effort_s, allotment_s = layer.steps.effort_s[rows[works]], layer.steps.allotment_s[rows[works]]
        here_s = strider.worked_s(place, since_s[works], np.zeros(len(works), np.int64))
        begun_s = here_s - strider.held_s(place, allotment_s, effort_s)
        left_s[works] = np.where(begun_s > 0, np.maximum(effort_s - begun_s, 1), -1)
        allotted_s[works] = np.where(allotment_s >= 0, np.maximum(allotment_s - here_s, 0), -1)
        return Opening(
            come=_some(layer.come, who),
            row=row,
            left_s=left_s,
            rest_s=rest_s,
            allotted_s=allotted_s,
            accepted_s=standing.accepted_s[who],
            due_s=standing.due_s[who],
            signed_s=np.full(n, NO_INSTANT),
            lag_s=np.zeros(n, np.int64),
        )

    def _on_the_way(self, layer: _Layer, mine: Flags) -> Opening:
        """
        Return who was filed before the first day and is not accepted yet: no total counts them.

        In the post, in the portal overnight, or at home with a Form 02 until the next visit; of these the
        day and hour of that visit is what the plan calls the instant of filing.
        """
        standing, steps = layer.standing, layer.steps
        who = np.flatnonzero(mine & (standing.row != NOBODY) & ~standing.is_open)
        row, filed_s = standing.row[who].copy(), layer.come.filed_s[who].copy()
        rows = layer.first_row[who] + row
        at_home = (steps.kind[rows] == StepKind.SEND_HOME) & (standing.until_s[who] < steps.delay_s[rows])
        stays = np.ones(len(who), np.bool_)
        for at in range(len(who)):
            first_s = 0
            if at_home[at]:
                row[at] += 1
                first_s = int(standing.until_s[who[at]])
            at_row = int(layer.first_row[who[at]] + row[at])
            if at_row >= layer.first_row[who[at] + 1]:
                stays[at] = False  # never to come again
            elif steps.visitor[at_row]:
                share = max(float(steps.moment_share[at_row]), 0.0)
                filed_s[at] = self._strider.visit_s(int(steps.place[at_row]), first_s, share)
            elif at_home[at]:
                filed_s[at] = first_s
        stays &= filed_s < NEVER
        n = int(stays.sum())
        come = _some(layer.come, who[stays])
        nothing, unknown = np.full(n, -1, np.int64), np.full(n, NO_INSTANT)
        return Opening(
            come=replace(come, filed_s=filed_s[stays]),
            row=row[stays],
            left_s=nothing,
            rest_s=nothing,
            allotted_s=nothing,
            accepted_s=unknown,
            due_s=unknown,
            signed_s=unknown,
            lag_s=np.zeros(n, np.int64),
        )

    def _finished(self, layer: _Layer, who: IntArray) -> Opening:
        """Return finished dossiers; all were signed just before the run, for nothing asks when."""
        n, world = len(who), self._world
        start_s = world.span.start_day * DAY_S
        legal = world.places.legal[layer.routes.competent_place[who]].tolist()
        lag_s = [self._strider.working_days_s(one, start_s) for one in legal]
        nothing = np.full(n, -1, np.int64)
        return Opening(
            come=_some(layer.come, who),
            row=np.diff(layer.first_row)[who] - 1,
            left_s=nothing,
            rest_s=nothing,
            allotted_s=nothing,
            accepted_s=np.minimum(layer.standing.accepted_s[who], start_s - 1),
            due_s=layer.standing.due_s[who],
            signed_s=np.full(n, start_s - 1),
            lag_s=np.array(lag_s, np.int64),
        )


def with_opening(come: Arrivals, there: Opening | None) -> tuple[Arrivals, IntArray]:
    """
    Return the arrivals with those who are there on the first day among them, and the rows of these.

    Sorted by (`filed_s`, `key`) like all arrivals; rows in the order of *there*, int64[k].
    """
    if there is None:
        return come, np.empty(0, np.int64)
    n = len(come.key)
    columns = {
        one.name: np.concatenate([getattr(come, one.name), getattr(there.come, one.name)])
        for one in fields(Arrivals)
    }
    order = np.lexsort((columns["key"], columns["filed_s"]))
    now_at = np.empty(len(order), np.int64)
    now_at[order] = np.arange(len(order))
    columns["carrier"][n:] += n
    columns["carrier"] = now_at[columns["carrier"]]
    followed = columns["next_in_visit"] != NOBODY
    columns["next_in_visit"][followed] = now_at[columns["next_in_visit"][followed]]
    joined = Arrivals(**{name: column[order] for name, column in columns.items()})
    return joined, now_at[n:]


def entered(steps: Steps, entry_row: IntArray, there: Opening) -> Steps:
    """Return the rows with what is left of those in which dossiers stand on the first day."""
    delay_s, allotment_s = steps.delay_s.copy(), steps.allotment_s.copy()
    for column, left in ((delay_s, there.rest_s), (allotment_s, there.allotted_s)):
        known = left >= 0
        column[entry_row[known]] = left[known]
    return replace(steps, delay_s=delay_s, allotment_s=allotment_s)


def alone(come: Arrivals) -> Arrivals:
    """Return the same dossiers, each in a visit of its own."""
    n = len(come.key)
    columns = {one.name: getattr(come, one.name) for one in fields(Arrivals)}
    return Arrivals(**(columns | {"carrier": np.arange(n), "next_in_visit": np.full(n, NOBODY)}))


def _some(come: Arrivals, who: IntArray) -> Arrivals:
    """Return some dossiers, each in a visit of its own."""
    return alone(Arrivals(**{one.name: getattr(come, one.name)[who] for one in fields(Arrivals)}))


def _joined(parts: list[Opening]) -> Opening:
    come = {
        one.name: np.concatenate([getattr(part.come, one.name) for part in parts]) for one in fields(Arrivals)
    }
    columns = {
        one.name: np.concatenate([getattr(part, one.name) for part in parts])
        for one in fields(Opening)
        if one.name != "come"
    }
    return Opening(come=alone(Arrivals(**come)), **columns)


def _has_signature(layer: _Layer) -> Flags:
    dossier = np.repeat(np.arange(len(layer.come.key)), np.diff(layer.first_row))
    found = np.zeros(len(layer.come.key), np.bool_)
    found[dossier[layer.steps.kind == StepKind.SIGN]] = True
    return found


def _buckets(says: OpeningBacklog) -> dict[str, int]:
    """Return how many dossiers of each bucket are wanted; "open" are those of whom no more is known."""
    named = {"open_within": says.open_within, "open_overdue": says.open_overdue, "paused": says.paused}
    wanted = {bucket: _whole(total) for bucket, total in named.items() if total is not None}
    if says.carried_over is not None:
        unknown = [bucket for bucket in ("open_within", "open_overdue") if bucket not in wanted]
        rest = max(_whole(says.carried_over) - sum(wanted.values()), 0)
        wanted[unknown[0] if len(unknown) == 1 else "open"] = (
            wanted.get(unknown[0] if len(unknown) == 1 else "open", 0) + rest
        )
    return wanted


def _whole(total: CountValue) -> int:
    return round(total.value)
