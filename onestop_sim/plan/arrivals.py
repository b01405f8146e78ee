"""
Who comes, how, and when: counts, instants, channels, and who shares a visit.

Every dossier has its own uniforms, addressed by (stream and segment, home unit, procedure, ordinal).
A period's dossiers are placed by one uniform each; warm-up, gaps between periods and the run-off are
Poisson at the rate of the period next to them, counted outwards from it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from onestop_sim.clock import IntArray
from onestop_sim.errors import UserError
from onestop_sim.plan.columns import count_up, starts_of
from onestop_sim.plan.dice import hash_names, keys_from
from onestop_sim.plan.draws import Flags, Seed, largest_remainder, negative_binomial_counts, poisson_counts
from onestop_sim.plan.profile import Curve, Curves
from onestop_sim.plan.span import limit_wd, longest_stay_days
from onestop_sim.plan.world import World
from onestop_sim.scenario.demand import Demand
from onestop_sim.scenario.model import Scenario
from onestop_sim.terms import NOBODY, Channel

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]
_Column = npt.NDArray[Any]


@dataclass(frozen=True)
class Arrivals:
    """
    The dossiers of a plan before their routes, sorted by (`filed_s`, `key`); see `plan.Dossiers`.

    Attributes:
        key:           identity, uint64[n]; the other columns are int64[n] and mean what they mean there.
    """

    key: Keys
    segment: IntArray
    ordinal: IntArray
    procedure: IntArray
    home_unit: IntArray
    channel: IntArray
    filed_s: IntArray
    carrier: IntArray
    next_in_visit: IntArray


class Segment(NamedTuple):
    """
    A stretch of time with dossiers of its own.

    Attributes:
        name:      as in `Names.segments`.
        address:   what its dossiers' keys contain; the same whatever surrounds it.
        number:    index into `Names.segments`.
        first_day: first day.
        end_day:   day after the last.
        period:    name of the period whose volume it has, or whose rate.
        kind:      0 a period; 1 counted forwards from a period; -1 counted backwards from one.
    """

    name: str
    address: str
    number: int
    first_day: int
    end_day: int
    period: str
    kind: int


class _Cell(NamedTuple):
    """One unit and procedure of a stream, by index, and its part of the stream's volume."""

    unit: int
    procedure: int
    share: float


class _Batch(NamedTuple):
    """Dossiers of some cells in one segment; columns as in `Arrivals`, and the number of their visit."""

    key: _Column
    segment: _Column
    ordinal: _Column
    procedure: _Column
    home_unit: _Column
    channel: _Column
    filed_s: _Column
    visit: _Column


def segments_of(scenario: Scenario, world: World) -> list[Segment]:
    """Return warm-up, periods, run-off and, in gaps between periods, the time after each, at its rate."""
    clock = world.span.clock
    names = list(scenario.periods)
    bounds = [
        (clock.day_number(p.first_day), clock.day_number(p.last_day) + 1) for p in scenario.periods.values()
    ]
    found = [Segment("warm_up", f"before/{names[0]}", 0, world.span.start_day, 0, names[0], -1)]
    found += [
        Segment(name, f"period/{name}", 1 + at, first, end, name, 0)
        for at, (name, (first, end)) in enumerate(zip(names, bounds, strict=True))
    ]
    last, number = names[-1], len(names) + 1
    run_off = Segment("run_off", f"after/{last}", number, bounds[-1][1], world.span.end_day, last, 1)
    found.append(run_off)
    number += 2  # "backlog" follows the run-off
    for at, name in enumerate(names[:-1]):
        if bounds[at][1] < bounds[at + 1][0]:
            gap = (bounds[at][1], bounds[at + 1][0])
            found.append(Segment(f"after/{name}", f"after/{name}", number, *gap, name, 1))
            number += 1
    return found


def segment_names(segments: list[Segment]) -> tuple[str, ...]:
    """Return `Names.segments`."""
    names = {one.number: one.name for one in segments}
    last_period = max(one.number for one in segments if one.kind == 0)
    return tuple(names.get(number, "backlog") for number in range(max(*names, last_period + 2) + 1))


Keep = Callable[[Segment, int, int], bool]
"""Tells whether dossiers of a segment, a home unit and a procedure (by index) are wanted."""


def backlog_segment(scenario: Scenario, world: World, address: str) -> Segment:
    """Return the time before the first period in which what is open at its beginning was filed."""
    first = next(iter(scenario.periods))
    return Segment("backlog", address, len(scenario.periods) + 2, world.span.backlog_day, 0, first, -1)


def arrivals(
    scenario: Scenario, world: World, seed: Seed, segments: Sequence[Segment], keep: Keep
) -> Arrivals:
    """
    Return the dossiers of one replication in some segments, of the home units and procedures wanted.

    Raises:
        UserError: ``weights_all_zero`` (no unit, no procedure or no moment of a period has any weight),
            ``lint_no_such_place`` (applicants find an office neither in their unit nor above it).
    """
    makers = _Makers(scenario, world, seed)
    batches: list[_Batch] = []
    n_visits = 0
    for name, stream in scenario.demand.items():
        cells = _cells(scenario, world, name, stream)
        for segment in segments:
            here = [cell for cell in cells if keep(segment, cell.unit, cell.procedure)]
            for batch in makers.batches(name, stream, here, segment) if here else ():
                batches.append(batch._replace(visit=batch.visit + n_visits))
                n_visits = int(batches[-1].visit.max(initial=n_visits - 1)) + 1
    return _sorted(batches)


def _cells(scenario: Scenario, world: World, name: str, stream: Demand) -> list[_Cell]:
    """Return the units and procedures of a stream and their shares of its volume, in file order."""
    procedures = list(scenario.procedures)
    here = [
        (number, unit, one)
        for number, (unit, one) in enumerate(scenario.units.items())
        if one.level == stream.level
    ]
    if stream.unit_weights:
        weights = [float(stream.unit_weights.get(unit, 0.0)) for _, unit, _ in here]
    else:
        weights = [float(one.population or 0) for _, _, one in here]
    found = []
    for (number, unit, _), weight in zip(here, weights, strict=True):
        mix = {**stream.mix, **stream.mix_by_unit.get(unit, {})}
        whole = sum(weights) * sum(mix.values())
        for procedure, part in mix.items():
            if weight * part > 0:
                _reachable(scenario, world, unit, number, procedure)
                found.append(_Cell(number, procedures.index(procedure), weight * part / whole))
    if not found:
        raise UserError("weights_all_zero", where=f"demand.{name}.mix")
    return found


def _reachable(scenario: Scenario, world: World, unit: str, number: int, procedure: str) -> None:
    says = scenario.procedures[procedure]
    offices = list(scenario.offices)
    for office in (says.filed_at, says.competent, *(step.office for step in says.route.values())):
        if world.place_at[offices.index(office), number] == NOBODY:
            raise UserError("lint_no_such_place", where=f"procedures.{procedure}", office=office, unit=unit)


class _Makers:
    """Makes the dossiers of a stream in a segment, all cells that share a desk calendar at once."""

    def __init__(self, scenario: Scenario, world: World, seed: Seed) -> None:
        self._scenario = scenario
        self._seed = seed
        self._curves = Curves(scenario, world.span, world.openings)
        self._procedures = list(scenario.procedures.items())
        self._units = list(scenario.units)
        self._short_start_day = world.span.short_start_day
        self._bounds = {
            one.period: (one.first_day, one.end_day) for one in segments_of(scenario, world) if one.kind == 0
        }

    def batches(self, name: str, stream: Demand, cells: list[_Cell], segment: Segment) -> list[_Batch]:
        """Return the dossiers of a stream in a segment."""
        total = stream.n_per_period[segment.period].value
        means = np.array([cell.share for cell in cells]) * total
        address = f"{name}/{segment.address}"
        counts = self._counts(address, stream, cells, means) if segment.kind == 0 else None
        alike: dict[tuple[str, int], list[int]] = {}
        for at, cell in enumerate(cells):
            desk = self._scenario.offices[self._procedures[cell.procedure][1].filed_at]
            alike.setdefault((desk.calendar, self._begins(cell, segment)), []).append(at)
        made = []
        for (calendar, first_day), group in alike.items():
            visits, online = self._two_curves(name, stream, calendar, segment._replace(first_day=first_day))
            if counts is not None:
                n_each = counts[group]
                ordinals = count_up(n_each)
                keys = self._keys(address, [cells[at] for at in group], n_each, ordinals)
                luck = self._seed.uniforms("instant", keys)
                curves = [(one, one.total) for one in (visits, online)]
            else:
                whole = self._two_curves(name, stream, calendar, self._period(segment))
                curves = [(one, of.total) for one, of in zip((visits, online), whole, strict=True)]
                furthest = max(one.total / of for one, of in curves)
                n_each, ordinals, keys, luck = self._outwards(
                    address, [cells[at] for at in group], means[group], segment.kind, furthest
                )
            of_group = [cells[at] for at in group]
            made.append(self._batch(of_group, n_each, segment, ordinals, keys, luck, curves))
        return made

    def _begins(self, cell: _Cell, segment: Segment) -> int:
        """Return the first day of a segment on which dossiers of a cell arrive."""
        short = self._scenario.horizon.short_limits
        if segment.name == "backlog":
            return max(segment.first_day, -longest_stay_days(self._procedures[cell.procedure][1]))
        if segment.name != "warm_up" or short is None:
            return segment.first_day
        is_short = limit_wd(self._procedures[cell.procedure][1]) <= short.up_to_wd
        return self._short_start_day if is_short else segment.first_day

    def _counts(self, address: str, stream: Demand, cells: list[_Cell], means: Floats) -> IntArray:
        """Return the number of dossiers of each cell in a period."""
        if stream.count == "exact":
            return largest_remainder(round(float(means.sum())), means)
        keys = self._keys(address, cells, np.ones(len(cells), np.int64), np.zeros(len(cells), np.int64))
        u = self._seed.uniforms("count", keys)
        if stream.count == "poisson":
            return poisson_counts(u, means)
        return negative_binomial_counts(u, means, stream.dispersion.value)

    def _keys(self, address: str, cells: list[_Cell], n_each: IntArray, ordinals: IntArray) -> Keys:
        """Return the keys of dossiers, cell by cell, of which each cell has some."""
        names = [(self._units[cell.unit], self._procedures[cell.procedure][0]) for cell in cells]
        bases = np.array([hash_names(address, *of) for of in names], np.uint64)
        return keys_from(np.repeat(bases, n_each), ordinals)

    def _period(self, segment: Segment) -> Segment:
        """Return the period whose rate a warm-up, gap or run-off has."""
        first_day, end_day = self._bounds[segment.period]
        return segment._replace(first_day=first_day, end_day=end_day, kind=0)

    def _two_curves(self, name: str, stream: Demand, calendar: str, segment: Segment) -> tuple[Curve, Curve]:
        """Return the curves of visits and of online filings in a segment."""
        found = []
        for profile in (stream.profile, stream.online_profile or stream.profile):
            curve = self._curves.curve(profile, calendar, segment.first_day, segment.end_day)
            if segment.kind == 0 and not curve.total > 0:
                raise UserError("weights_all_zero", where=f"demand.{name}, {profile}, {segment.period}")
            found.append(curve.turned() if segment.kind < 0 else curve)
        return found[0], found[1]

    def _outwards(
        self, address: str, cells: list[_Cell], means: Floats, direction: int, furthest: float
    ) -> tuple[IntArray, IntArray, Keys, Floats]:
        """
        Return of each cell how many dossiers lie around the period, and their ordinals, keys and distances.

        The distance is in periods of expected volume: the sum of memoryless gaps, one for each
        ordinal, divided by the mean of the cell. Sums run inside a cell, so no cell touches another.
        """
        expected = means * furthest
        room = np.ceil(expected + 8 * np.sqrt(expected) + 20).astype(np.int64)
        while True:
            counted = count_up(room)
            ordinals = counted if direction > 0 else -1 - counted
            keys = self._keys(address, cells, room, ordinals)
            n_each, distance = _up_to(furthest, room, means, *self._gaps(keys))
            if (n_each >= 0).all():
                break
            room = np.where(n_each < 0, 2 * room, room)  # it was too small, which is as good as never
        kept = np.flatnonzero(counted < np.repeat(n_each, room))
        return n_each, ordinals[kept], keys[kept], distance[kept]

    def _gaps(self, keys: Keys) -> tuple[Floats, Flags]:
        """Return the memoryless gap before each dossier, and whether one too far out may end the search."""
        gaps = -np.log1p(-self._seed.uniforms("instant", keys))
        all_join = self._scenario.applicants.brings_another_share.value >= 1
        # Who is too far out alone may still come along with the one before.
        return gaps, np.ones(len(keys), np.bool_) if all_join else ~self._joins(keys)

    def _batch(
        self,
        cells: list[_Cell],
        n_each: IntArray,
        segment: Segment,
        ordinals: IntArray,
        keys: Keys,
        luck: Floats,
        curves: list[tuple[Curve, float]],
    ) -> _Batch:
        """Choose channels, join visits, and turn luck into instants."""
        procedures = np.repeat(np.array([cell.procedure for cell in cells], np.int64), n_each)
        first = np.zeros(len(keys), np.bool_)
        first[starts_of(n_each)[n_each > 0]] = True
        alone = first | ~self._joins(keys)
        root = np.maximum.accumulate(np.where(alone, np.arange(len(keys)), 0))
        channel = self._channels(procedures, keys)
        in_person, online = channel == Channel.IN_PERSON, channel == Channel.ONLINE
        visit = np.where(in_person, root, np.arange(len(keys)))
        luck = luck[visit]
        (visits, visits_whole), (portal, portal_whole) = curves
        at_desk_s, in_time = visits.instants(luck * visits_whole)
        at_portal_s, in_portal_time = portal.instants(luck * portal_whole)
        kept = np.where(online, in_portal_time, in_time)
        batch = _Batch(
            key=keys,
            segment=np.full(len(keys), segment.number, np.int64),
            ordinal=ordinals,
            procedure=procedures,
            home_unit=np.repeat(np.array([cell.unit for cell in cells], np.int64), n_each),
            channel=channel,
            filed_s=np.where(online, at_portal_s, at_desk_s),
            # A visit has the number of its root, also when the root itself came another way.
            visit=np.where(in_person, 2 * root, 2 * np.arange(len(keys)) + 1),
        )
        return _Batch(*(column[kept] for column in batch))

    def _joins(self, keys: Keys) -> Flags:
        """Tell which dossiers come along with the one before, if they come in person, bool[n]."""
        share = self._scenario.applicants.brings_another_share
        return self._seed.happens("joins_visit", keys, share)

    def _channels(self, procedures: IntArray, keys: Keys) -> IntArray:
        """Choose channels by one uniform, online from below and post from above: shares change alone."""
        u = self._seed.uniforms("channel", keys)
        online = np.array([one.online_share.value for _, one in self._procedures])[procedures]
        post = np.array([one.post_share.value for _, one in self._procedures])[procedures]
        by_post = np.where(u >= 1 - post, Channel.POST, Channel.IN_PERSON)
        return np.where(u < online, Channel.ONLINE, by_post).astype(np.int64)


def _up_to(
    furthest: float, room: IntArray, means: Floats, gaps: Floats, alone: Flags
) -> tuple[IntArray, Floats]:
    """
    Return how many dossiers of each cell come before the first one that is too far out; -1: there is none.

    And how far out each dossier is. Cells with room for equally many are looked at together; sums run inside
    a cell, so that its dossiers know nothing of other cells.
    """
    n_each, distance, starts = np.empty(len(room), np.int64), np.empty(len(gaps)), starts_of(room)
    for n in np.unique(room).tolist():
        cells = np.flatnonzero(room == n)
        at = starts[cells, None] + np.arange(n)
        distance[at] = np.cumsum(gaps[at], axis=1) / means[cells, None]
        done = (distance[at] >= furthest) & alone[at]
        n_each[cells] = np.where(done.any(axis=1), done.argmax(axis=1), -1)
    return n_each, distance


def _sorted(batches: list[_Batch]) -> Arrivals:
    """Sort all dossiers by (filed_s, key) and link those of one visit."""
    empty = _Batch(np.empty(0, np.uint64), *(np.empty(0, np.int64) for _ in range(7)))
    joined = _Batch(*(np.concatenate(columns) for columns in zip(empty, *batches, strict=True)))
    order = np.lexsort((joined.key, joined.filed_s))
    rows = _Batch(*(column[order] for column in joined))
    n = len(order)
    carrier, next_in_visit = np.arange(n), np.full(n, NOBODY)
    by_visit = np.argsort(rows.visit, kind="stable")
    same = rows.visit[by_visit][1:] == rows.visit[by_visit][:-1]
    next_in_visit[by_visit[:-1][same]] = by_visit[1:][same]
    leads = np.concatenate([[True], ~same])[:n]
    carrier[by_visit] = by_visit[np.maximum.accumulate(np.where(leads, np.arange(n), 0))]
    return Arrivals(
        rows.key, rows.segment, rows.ordinal, rows.procedure, rows.home_unit, rows.channel, rows.filed_s,
        carrier, next_in_visit,
    )  # fmt: skip
