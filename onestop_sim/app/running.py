"""`run`: from a scenario file to a results folder and a summary."""

import os
import platform
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onestop_sim.app.check import load_all, refuse_errors
from onestop_sim.app.logs import stage
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.show import show_summary
from onestop_sim.app.unfinished import asked_before, begun, check_unchanged, resumable
from onestop_sim.app.voice import VOICE
from onestop_sim.engine.compiled import is_compiled
from onestop_sim.errors import UserError
from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import LOGS, default_name, write_run
from onestop_sim.study.compare_reported import scopes_of
from onestop_sim.study.fingerprint import fingerprint_of_scenario, fingerprint_of_text
from onestop_sim.study.partial import UnfinishedFolder
from onestop_sim.study.replicate import Replication, replicate
from onestop_sim.study.report_tables import Tables, tables_of, write_study
from onestop_sim.words.screen import text

RESULTS = Path("results")
"""Where results folders go when the user names none."""


@dataclass(frozen=True)
class Wish:
    """What the user asked for."""

    scenario: Path
    seed: int
    replications: int | None = None
    workers: int | None = None
    output: Path | None = None
    keep_logs: bool = False
    ranges: bool = False
    resume: Path | None = None


def run_scenario(wish: Wish) -> Path:
    """
    Run a scenario, write its results folder, print the summary, return the folder.

    Raises:
        UserError: a file, an option or the folder cannot be used. No results folder is written then; finished
            replications are kept for `--resume`.
    """
    unfinished = None
    if wish.resume is not None:
        unfinished = UnfinishedFolder.resume(wish.resume)
        wish = _wish_of(asked_before(unfinished, "run"), wish)
    began, started = perf_counter(), datetime.now(UTC)
    with stage("scenario_read", file=str(wish.scenario)) as found:
        scenario, evidence, findings = load_all(wish.scenario)
        refuse_errors(findings)
        found["findings"] = len(findings)
    if findings:
        VOICE.note("check_hint", n=len(findings))
    n = scenario.reporting.replications if wish.replications is None else wish.replications
    if n < 1:
        raise UserError("too_few_replications", given=n)
    n_workers = n_workers_for(wish.workers, n)
    wanted = wish.output or RESULTS / default_name(scenario, n, wish.seed)
    asked = _request(wish, n)
    prints = [fingerprint_of_scenario(scenario), fingerprint_of_text(repr(evidence))]
    if unfinished is None:
        unfinished = begun("run", wanted, asked, prints, exact=wish.output is not None)
    else:
        check_unchanged(unfinished, prints)
    with resumable("run", unfinished) as folder:
        replications = _replications(scenario, evidence, wish, n, n_workers, folder)
        doubted: list[Replication] = []
        if wish.ranges:
            doubted = _replications(scenario, evidence, wish, n, n_workers, folder, doubted=True)
        with stage("tables_written"):
            tables = tables_of(scenario, evidence, replications, doubted)
            write_study(folder.results, scenario, wish.seed, replications, tables)
            wall_s = perf_counter() - began
            write_run(folder.results, run_facts(started, wall_s, n_workers, replications))
    if folder.final is None:
        raise AssertionError
    _summary(scenario, wish, n, tables, folder.final)
    return folder.final


def _request(wish: Wish, n: int) -> dict[str, Any]:
    """Return a wish as plain values."""
    return {
        "scenario": str(wish.scenario.absolute()),
        "seed": wish.seed,
        "replications": n,
        "keep_logs": wish.keep_logs,
        "ranges": wish.ranges,
    }


def _wish_of(asked: Mapping[str, Any], wish: Wish) -> Wish:
    """Return the wish of a run that was broken off; how many workers go on is said anew."""
    return replace(wish, **{**asked, "scenario": Path(asked["scenario"])})


def _replications(
    scenario: Scenario,
    evidence: Sequence[ReportedFigure],
    wish: Wish,
    n: int,
    n_workers: int,
    folder: UnfinishedFolder,
    *,
    doubted: bool = False,
) -> list[Replication]:
    kept = folder.kept("doubted" if doubted else "replications")
    logs = folder.results / LOGS if wish.keep_logs and not doubted else None
    if logs is not None:
        _drop_half_logs(logs, set(kept.numbers()))
    with (
        stage(
            "replications_finished", replications=n, workers=n_workers, compiled_engine=is_compiled()
        ) as found,
        workers(n_workers) as executor,
        progress_bar() as bar,
    ):
        task = bar.add_task(text("replications", VOICE.lang), total=n)
        replications = replicate(
            scenario,
            replications=n,
            root_seed=wish.seed,
            executor=executor,
            on_progress=lambda _: bar.advance(task),
            keep_logs=logs,
            kept=kept,
            stopwatch=perf_counter,
            scopes=scopes_of(evidence, scenario),
            doubted=doubted,
        )
        if doubted:
            found["ranges"] = True
        found["dossiers"] = sum(one.counts["dossiers"] for one in replications)
        found["events"] = sum(one.counts["events"] for one in replications)
    return replications


def _drop_half_logs(logs: Path, kept: set[int]) -> None:
    """Remove the logs of replications that were broken off while they wrote them."""
    for log in sorted(logs.iterdir()) if logs.is_dir() else ():
        if int(log.name) not in kept:
            shutil.rmtree(log)


def progress_bar() -> Progress:
    """Return a bar on standard error; it is not drawn when nobody wants to see it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    return Progress(*columns, console=Console(stderr=True), disable=VOICE.quiet)


def run_facts(
    started: datetime, wall_s: float, n_workers: int, replications: Sequence[Replication]
) -> dict[str, Any]:
    """Return what differs from one run of an experiment to the next."""
    return {
        **circumstances(started, wall_s, n_workers),
        "replications": [
            {
                "number": one.number,
                "counts": one.counts,
                "stages_s": {name: round(s, 3) for name, s in one.stages_s.items()},
            }
            for one in replications
        ],
    }


def circumstances(started: datetime, wall_s: float, n_workers: int) -> dict[str, Any]:
    """Return when, where and how fast a study ran."""
    return {
        "started": started.isoformat(timespec="seconds"),
        "wall_s": round(wall_s, 2),
        "host": platform.node(),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "workers": n_workers,
        "engine": "compiled" if is_compiled() else "interpreted",
    }


def _summary(scenario: Scenario, wish: Wish, n: int, tables: Tables, folder: Path) -> None:
    show_summary(scenario, wish.seed, n, tables)
    VOICE.say("written_to", folder=folder)
