"""
What would happen if: the same replications of several scenarios, so that only what was changed differs.

One job is one replication of all worlds: the worker that lived the base keeps the fates of its dossiers
while it lives each variant, compares, and sends home figures and counts.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from onestop_sim.errors import UserError
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.compare_fates import compared_fates, fates_of
from onestop_sim.study.measure import FIGURES, PLACES, Scope
from onestop_sim.study.partial import Kept
from onestop_sim.study.replicate import Job, Replication, Stopwatch, carried_out, live, recalled

COMPARED: Final = (FIGURES, PLACES)
"""Measured tables that are compared."""


@dataclass(frozen=True, slots=True)
class World:
    """A scenario of a comparison, under a name of its own."""

    name: str
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class CompareJob:
    """
    What a worker is asked for: one replication of all worlds.

    Attributes:
        worlds:    the base first.
        root_seed: seed of the experiment.
        number:    number of the replication, from 0.
        scopes:    figures wanted besides those that are always measured.
        stopwatch: times the stages; None: they are not timed.
    """

    worlds: tuple[World, ...]
    root_seed: int
    number: int
    scopes: tuple[Scope, ...] = ()
    stopwatch: Stopwatch | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """
    What one replication of all worlds brought.

    Attributes:
        worlds:   a replication for each world, in order, with the tables `COMPARED`.
        changes:  `variant`, and `compare_fates.CHANGES`.
        examples: `variant`, and `compare_fates.EXAMPLES`.
    """

    worlds: tuple[Replication, ...]
    changes: pl.DataFrame
    examples: pl.DataFrame

    @property
    def number(self) -> int:
        """Number of the replication, from 0."""
        return self.worlds[0].number


def worlds_of(scenarios: Sequence[Scenario]) -> tuple[World, ...]:
    """
    Return the worlds of a comparison, the base first; a name that comes again gets a number.

    Raises:
        UserError: ``compare_too_few`` or ``compare_periods``: a variant counts other periods than the base.
    """
    if len(scenarios) < 2:
        raise UserError("compare_too_few")
    worlds: list[World] = []
    for scenario in scenarios:
        taken = {one.name for one in worlds}
        names = (scenario.name if n == 1 else f"{scenario.name}-{n}" for n in range(1, len(scenarios) + 1))
        worlds.append(World(next(name for name in names if name not in taken), scenario))
    expected = _spans(scenarios[0])
    for world in worlds:
        if _spans(world.scenario) != expected:
            raise UserError(
                "compare_periods", given=_spans(world.scenario), expected=expected, name=world.name
            )
    return tuple(worlds)


def _spans(scenario: Scenario) -> list[str]:
    return [f"{name}: {one.first_day}..{one.last_day}" for name, one in scenario.periods.items()]


def headline_of(worlds: Sequence[World]) -> tuple[Scope, ...]:
    """Return the figures that the scenarios of a comparison declare as its answer, each one once."""
    declared = (one for world in worlds for one in world.scenario.reporting.headline)
    return tuple(
        dict.fromkeys(
            Scope(one.statistic.value, one.level, one.unit, one.field, one.clock.value) for one in declared
        )
    )


def compare(
    worlds: Sequence[World],
    *,
    replications: int,
    root_seed: int,
    executor: Executor | None = None,
    on_progress: Callable[[Compared], None] | None = None,
    stopwatch: Stopwatch | None = None,
    kept: Kept | None = None,
) -> list[Compared]:
    """
    Return the replications of a comparison, by number.

    Args:
        worlds:       the base first, see `worlds_of`.
        replications: how many of each world.
        root_seed:    seed of the experiment, the same for all worlds.
        executor:     where they run; None: here, one after the other.
        on_progress:  called after each replication of all worlds.
        stopwatch:    steady clock, to time the stages.
        kept:         where each is kept as soon as it has ended; those that are there are not run again.

    Raises:
        UserError: as `replicate.replicate`.
        OSError:   one cannot be kept.
    """
    scopes = headline_of(worlds)
    there = [number for number in kept.numbers() if number < replications] if kept is not None else []
    done = [_recalled(kept, number) for number in there] if kept is not None else []
    if on_progress is not None:
        for one in done:
            on_progress(one)
    jobs = [
        CompareJob(tuple(worlds), root_seed, number, scopes, stopwatch)
        for number in range(replications)
        if number not in there
    ]
    for one in carried_out(run_comparison, jobs, executor):
        done.append(one)
        if kept is not None:
            _keep(kept, one)
        if on_progress is not None:
            on_progress(one)
    return sorted(done, key=lambda one: one.number)


def run_comparison(job: CompareJob) -> Compared:
    """Live one replication of all worlds; this is what a worker does."""
    lived: list[Replication] = []
    changes, examples = [], []
    base_fates = None
    for world in job.worlds:
        scopes = tuple(one for one in job.scopes if _has(world.scenario, one))
        of_world = Job(world.scenario, job.root_seed, job.number, tables=COMPARED, scopes=scopes)
        replication, log = live(replace(of_world, stopwatch=job.stopwatch))
        lived.append(replication)
        fates = fates_of(log)
        del log
        if base_fates is None:
            base_fates = fates
            continue
        counted, to_trace = compared_fates(base_fates, fates)
        named = pl.lit(world.name, pl.String).alias("variant")
        changes.append(counted.select(named, pl.all()))
        examples.append(to_trace.select(named, pl.all()))
    return Compared(tuple(lived), pl.concat(changes), pl.concat(examples))


def _has(scenario: Scenario, scope: Scope) -> bool:
    """Tell whether a scenario knows what a figure is asked of: a variant may have other units and fields."""
    levels = {one.level for one in scenario.units.values()}
    fields = {one.field for one in scenario.procedures.values()}
    return (
        (not scope.level or scope.level in levels)
        and (not scope.unit or scope.unit in scenario.units)
        and (not scope.field or scope.field in fields)
    )


def _keep(kept: Kept, one: Compared) -> None:
    tables = {
        f"{at}.{name}": table for at, world in enumerate(one.worlds) for name, table in world.tables.items()
    }
    facts = {"worlds": [world.facts() for world in one.worlds]}
    kept.put(one.number, tables | {"changes": one.changes, "examples": one.examples}, facts)


def _recalled(kept: Kept, number: int) -> Compared:
    tables, facts = kept.get(number)
    worlds = tuple(
        recalled({name: tables[f"{at}.{name}"] for name in COMPARED}, said)
        for at, said in enumerate(facts["worlds"])
    )
    return Compared(worlds, tables["changes"], tables["examples"])
