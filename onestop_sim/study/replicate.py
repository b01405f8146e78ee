"""
Replications: the same scenario lived again and again, each with luck of its own.

Each is compile → simulate → check the laws → measure, in a worker or in this process. Only figures
and fingerprints travel back; logs are written where they arise. The order in which replications end
changes nothing: results stand by number.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from onestop_sim.engine.simulate import simulate, uncollected
from onestop_sim.errors import UserError
from onestop_sim.eventlog.laws import check_laws
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.plan.ranges import within_ranges
from onestop_sim.plan.storage import fingerprint
from onestop_sim.scenario.clustering import Clustering
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import Fingerprints
from onestop_sim.study.measure import ALL_TABLES, Scope, measure
from onestop_sim.study.partial import Kept

AnyJob = TypeVar("AnyJob")
Result = TypeVar("Result")

Stopwatch = Callable[[], float]
"""Seconds of a steady clock; given by the edge, for no room below it knows the time."""

Progress = Callable[["Replication"], None]
"""Called when a replication has ended, in the order of ends."""


@dataclass(frozen=True, slots=True)
class Job:
    """
    What a worker is asked for.

    Attributes:
        scenario:   what the planner says.
        root_seed:  seed of the experiment.
        number:     number of the replication, from 0.
        log_folder: new folder for its event log; None: not kept.
        stopwatch:  times the stages; None: they are not timed.
        tables:     names of the tables that are wanted, see `measure`; none: fingerprints alone.
        scopes:     figures wanted besides those that are always measured.
        only_scopes: no other figures are wanted.
        doubted:    assumptions are drawn from their ranges, by the number of the replication.
        clustered:  dossiers share the luck that the scenario's `clustering` says; else none do.
    """

    scenario: Scenario
    root_seed: int
    number: int
    log_folder: Path | None = None
    stopwatch: Stopwatch | None = None
    tables: tuple[str, ...] = ALL_TABLES
    scopes: tuple[Scope, ...] = ()
    only_scopes: bool = False
    doubted: bool = False
    clustered: bool = True


@dataclass(frozen=True, slots=True)
class Replication:
    """
    What a replication brought.

    Attributes:
        fingerprints: of its plan and its log.
        tables:       measured tables by name, see `measure`.
        counts:       how many dossiers, steps and events there were.
        stages_s:     how long each stage took, when timed.
    """

    fingerprints: Fingerprints
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    stages_s: dict[str, float] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Number of the replication, from 0."""
        return self.fingerprints.number

    def facts(self) -> dict[str, Any]:
        """Return all but the tables, as values that JSON can hold; `recalled` gives it back."""
        prints = {"number": self.number, "plan": self.fingerprints.plan, "log": self.fingerprints.log}
        return {"fingerprints": prints, "counts": self.counts, "stages_s": self.stages_s}


def recalled(tables: dict[str, pl.DataFrame], facts: dict[str, Any]) -> Replication:
    """Return a replication that was kept: its tables, and its `facts`."""
    return Replication(Fingerprints(**facts["fingerprints"]), tables, facts["counts"], facts["stages_s"])


def replicate(
    scenario: Scenario,
    *,
    replications: int | Iterable[int],
    root_seed: int,
    executor: Executor | None = None,
    on_progress: Progress | None = None,
    keep_logs: Path | None = None,
    stopwatch: Stopwatch | None = None,
    tables: Sequence[str] = ALL_TABLES,
    scopes: Sequence[Scope] = (),
    only_scopes: bool = False,
    doubted: bool = False,
    clustered: bool = True,
    kept: Kept | None = None,
) -> list[Replication]:
    """
    Return the replications of a scenario, by number.

    Args:
        scenario:     what the planner says.
        replications: how many, or which numbers, in the order in which they are begun.
        root_seed:    seed of the experiment.
        executor:     where they run; None: here, one after the other.
        on_progress:  called after each.
        keep_logs:    folder in which each leaves its event log; None: none does.
        stopwatch:    steady clock, to time the stages.
        tables:       names of the tables that are wanted, see `measure`; none: fingerprints alone.
        scopes:       figures wanted besides those that are always measured.
        only_scopes:  no other figures are wanted.
        doubted:      assumptions are drawn from their ranges, anew for each replication.
        clustered:    dossiers share the luck that the scenario's `clustering` says; else none do, and all
                      other luck is the same: what clustering does to an interval is seen by comparing.
        kept:         where each is kept as soon as it has ended; those that are there are not run again.

    Raises:
        UserError:         from compiling or from a broken law, with `replication`; ``worker_lost``;
            ``replication_failed``: anything else went wrong in one.
        OSError:           one cannot be kept.
        KeyboardInterrupt: passed on, after everything that had not begun was cancelled.
    """
    numbers = range(replications) if isinstance(replications, int) else list(replications)
    there = set(kept.numbers()) if kept is not None else set()
    done = [recalled(*kept.get(number)) for number in numbers if number in there] if kept is not None else []
    if on_progress is not None:
        for one in done:
            on_progress(one)
    jobs = [
        Job(
            scenario,
            root_seed,
            number,
            _log_folder(keep_logs, number),
            stopwatch,
            tuple(tables),
            tuple(scopes),
            only_scopes,
            doubted,
            clustered,
        )
        for number in numbers
        if number not in there
    ]
    for one in carried_out(run_replication, jobs, executor):
        done.append(one)
        if kept is not None:
            kept.put(one.number, one.tables, one.facts())
        if on_progress is not None:
            on_progress(one)
    return sorted(done, key=lambda one: one.number)


def _log_folder(keep_logs: Path | None, number: int) -> Path | None:
    return None if keep_logs is None else keep_logs / f"{number:04d}"


def carried_out(
    work: Callable[[AnyJob], Result], jobs: Sequence[AnyJob], executor: Executor | None
) -> Iterator[Result]:
    """
    Yield results as they end; whatever stops the study cancels what has not begun.

    Args:
        work:     what is done for each job, importable by a worker.
        jobs:     in the order in which they are begun.
        executor: where; None: here, one after the other.

    Raises:
        UserError: ``worker_lost``, or what the work raises.
    """
    if executor is None:
        yield from map(work, jobs)
        return
    futures: list[Future[Result]] = [executor.submit(work, job) for job in jobs]
    try:
        for ended in as_completed(futures):
            yield ended.result()
    except BrokenProcessPool:
        raise UserError("worker_lost") from None
    finally:
        for future in futures:
            future.cancel()


def run_replication(job: Job) -> Replication:
    """Live one replication; this is what a worker does."""
    return live(job)[0]


def live(job: Job) -> tuple[Replication, EventLog]:
    """
    Live one replication; return what it brought and its event log.

    Raises:
        UserError: with `replication`; ``replication_failed`` for a defect, its traceback in a note.
    """
    try:
        with uncollected():
            return _live(job)
    except UserError as error:
        error.values.setdefault("replication", job.number)
        raise
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        failure = UserError("replication_failed", replication=job.number, problem=problem)
        failure.add_note("".join(traceback.format_exception(error)))
        raise failure from error


def _live(job: Job) -> tuple[Replication, EventLog]:
    stages_s: dict[str, float] = {}
    watch = job.stopwatch
    began = watch() if watch else 0.0

    def lap(stage: str) -> None:
        nonlocal began
        if watch:
            now = watch()
            stages_s[stage] = stages_s.get(stage, 0.0) + now - began
            began = now

    scenario = job.scenario
    if job.doubted:
        scenario = within_ranges(scenario, job.root_seed, job.number)
    if not job.clustered:
        scenario = scenario.model_copy(update={"clustering": Clustering()})
    plan = compile_plan(scenario, root_seed=job.root_seed, replication=job.number)
    lap("compile")
    # A hash needs no hand but a processor's: where one is idle, fingerprints cost no time.
    with ThreadPoolExecutor(max_workers=1) as beside:
        of_plan = beside.submit(fingerprint, plan)
        log = simulate(plan)
        lap("simulate")
        counts = {"dossiers": len(plan.dossiers), "steps": len(plan.steps), "events": log.events.height}
        of_plan.result()
        del plan  # what is asked of the log needs the memory
        of_log = beside.submit(log.fingerprint)
        lap("fingerprints")
        reading = Reading(log)
        check_laws(reading)
        lap("laws")
        rule = job.scenario.reporting.counting_rule
        tables = measure(reading, job.scopes, rule, job.tables, only_scopes=job.only_scopes)
        lap("measure")
    fingerprints = Fingerprints(job.number, of_plan.result(), of_log.result())
    lap("fingerprints")
    if job.log_folder is not None:
        _keep(log, job.log_folder)
        lap("write_log")
    return Replication(fingerprints, tables, counts, stages_s), log


def _keep(log: EventLog, folder: Path) -> None:
    """Write a log; the folder of all logs was made by whoever wants them kept."""
    try:
        folder.mkdir(parents=True)
        log.save(folder)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UserError("results_unwritable", file=str(folder), reason=reason) from None
