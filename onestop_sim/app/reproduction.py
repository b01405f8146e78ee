"""`reproduce`: every report that has a scenario, run again and held against what it printed."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

import polars as pl
from rich.progress import TaskID
from rich.table import Table

from onestop_sim.app.check import load_all, refuse_errors, warn_of_stale
from onestop_sim.app.logs import stage
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.running import RESULTS, progress_bar, run_facts
from onestop_sim.app.show import interval_of, number_of
from onestop_sim.app.unfinished import asked_before, begun, check_unchanged, resumable
from onestop_sim.app.voice import DIFFERENT, DONE, VOICE
from onestop_sim.app.wording import keep_words
from onestop_sim.errors import UserError
from onestop_sim.report.reproduction_page import as_page, disagreeing, fingerprints_on
from onestop_sim.scenario.evidence import ReportedFigure, load_evidence
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import write_run, write_study_manifest, write_table
from onestop_sim.study.conditioned import Hold
from onestop_sim.study.fingerprint import fingerprint_of_scenario, fingerprint_of_text
from onestop_sim.study.measure import FIGURES
from onestop_sim.study.naive import Naive, load_naive
from onestop_sim.study.partial import UnfinishedFolder
from onestop_sim.study.replicate import Job, Replication, replicate, run_replication
from onestop_sim.study.reproduce import (
    Arms,
    Score,
    holds,
    reproduction,
    scopes_to_reproduce,
    score,
    true_and_reported,
)
from onestop_sim.terms import Role
from onestop_sim.words.labels import label
from onestop_sim.words.screen import text

FULL: Final = 50
QUICK: Final = 12
"""Replications with clustering, with doubt and without; fewer than 2 x 11 leave assumptions unheld."""

PAGE: Final = "reproduction.md"
NAIVE: Final = "naive-forecasts.csv"
EVIDENCE: Final = "evidence"
FITTED: Final = "-fitted"
"""End of the name of a scenario that a calibration wrote."""


_OF_INTEREST: Final = (Role.PREDICTED, Role.FITTED)
"""Roles that the screen shows; the page has all."""


@dataclass(frozen=True)
class Wish:
    """What the user asked for."""

    scenarios: tuple[Path, ...]
    seed: int
    replications: int
    workers: int | None = None
    output: Path | None = None
    page: Path | None = None
    resume: Path | None = None


@dataclass(frozen=True)
class Report:
    """A scenario with the figures of its report."""

    scenario: Scenario
    evidence: tuple[ReportedFigure, ...]


def scenarios_in(folder: Path) -> tuple[Path, ...]:
    """
    Return the scenario files of a folder that have evidence; a fitted one takes the place of its origin.

    Raises:
        UserError: ``nothing_to_reproduce``.
    """
    files = sorted(folder.glob("*.yaml"))
    names = {file.stem for file in files}
    kept = [file for file in files if f"{file.stem}{FITTED}" not in names]
    found = tuple(file for file in kept if load_all(file)[0].reporting.evidence is not None)
    if not found:
        raise UserError("nothing_to_reproduce", file=str(folder))
    return found


def reproduce_reports(wish: Wish) -> Path:
    """
    Run every report, write the results folder and the page, print the table; return the folder.

    Raises:
        UserError: a file, an option or the folder cannot be used. No results folder is written then; finished
            replications are kept for `--resume`.
    """
    began, started = perf_counter(), datetime.now(UTC)
    unfinished = None
    if wish.resume is not None:
        unfinished = UnfinishedFolder.resume(wish.resume)
        asked = asked_before(unfinished, "reproduce")
        files = tuple(Path(one) for one in asked["scenarios"])
        page_file = None if asked["page"] is None else Path(asked["page"])
        wish = replace(
            wish, scenarios=files, seed=asked["seed"], replications=asked["replications"], page=page_file
        )
    if wish.replications < 2:
        raise UserError("too_few_replications", given=wish.replications)
    reports = _read(wish.scenarios)
    naive = _naive(wish.scenarios[0].parent)
    n_workers = n_workers_for(wish.workers, wish.replications)
    wanted = wish.output or RESULTS / f"reproduction-{wish.replications}x-{wish.seed}"
    tables: dict[str, pl.DataFrame] = {}
    clocks: dict[str, pl.DataFrame] = {}
    plain: dict[str, Sequence[Replication]] = {}
    n_lived = 3 * wish.replications
    prints = [
        fingerprint_of_text(f"{fingerprint_of_scenario(one.scenario)} {one.evidence!r}")
        for one in reports.values()
    ]
    if unfinished is None:
        said = {
            "scenarios": [str(one.absolute()) for one in wish.scenarios],
            "seed": wish.seed,
            "replications": wish.replications,
            "page": None if wish.page is None else str(wish.page.absolute()),
        }
        unfinished = begun("reproduce", wanted, said, prints, exact=wish.output is not None)
    else:
        check_unchanged(unfinished, prints)
    with resumable("reproduce", unfinished) as folder:
        with workers(n_workers) as executor, ExitStack() as stack:
            bar = stack.enter_context(progress_bar())
            for name, report in reports.items():
                task = bar.add_task(name, total=n_lived)

                def arm(
                    *,
                    doubted: bool = False,
                    clustered: bool = True,
                    report: Report = report,
                    task: TaskID = task,
                    strand: str = name,
                ) -> list[Replication]:
                    kind = f"{'doubted' if doubted else 'plain'}-{'clustered' if clustered else 'even'}"
                    return replicate(
                        report.scenario,
                        replications=wish.replications,
                        root_seed=wish.seed,
                        executor=executor,
                        on_progress=lambda _: bar.advance(task),
                        stopwatch=perf_counter,
                        tables=(FIGURES,),
                        scopes=scopes_to_reproduce(report.scenario, report.evidence),
                        only_scopes=True,
                        doubted=doubted,
                        clustered=clustered,
                        kept=folder.kept(f"{strand}.{kind}"),
                    )

                with stage("report_reproduced", scenario=name, replications=n_lived):
                    arms = Arms(arm(), arm(doubted=True), arm(clustered=False))
                    plain[name] = arms.plain
                    tables[name] = reproduction(report.scenario, report.evidence, arms, naive)
                    clocks[name] = true_and_reported(report.scenario, report.evidence, arms)
        write_table(folder.results, "reproduction", pl.concat(list(tables.values())))
        write_table(folder.results, "true_and_reported", pl.concat(list(clocks.values())))
        first = {name: several[0].fingerprints for name, several in plain.items()}
        page = as_page(tables, clocks, first, wish.seed, wish.replications)
        (folder.results / PAGE).write_text(page, encoding="utf-8")
        write_study_manifest(
            folder.results,
            "reproduction",
            wish.seed,
            {
                name: (report.scenario, tuple(one.fingerprints for one in plain[name]))
                for name, report in reports.items()
            },
        )
        everything = [one for several in plain.values() for one in several]
        write_run(folder.results, run_facts(started, perf_counter() - began, n_workers, everything))
        keep_words(folder.results)
    if folder.final is None:
        raise AssertionError
    if wish.page is not None:
        _replace(wish.page, page)
    _show(tables)
    VOICE.say("reproduction_more", file=folder.final / PAGE)
    VOICE.say("written_to", folder=folder.final)
    return folder.final


def _read(scenarios: Sequence[Path]) -> dict[str, Report]:
    reports: dict[str, Report] = {}
    for file in scenarios:
        scenario, evidence, findings = load_all(file)
        refuse_errors(findings)
        warn_of_stale(findings)
        if not evidence:
            raise UserError("without_evidence", file=str(file))
        if scenario.name in reports:
            raise UserError("same_scenario_twice", file=str(file), given=scenario.name)
        reports[scenario.name] = Report(scenario, evidence)
    return reports


def _naive(folder: Path) -> dict[str, tuple[Naive, ...]]:
    """Return the naive forecasts of a folder of scenarios; they may rest on any figure of its evidence."""
    if not (folder / NAIVE).exists():
        return {}
    files = sorted((folder / EVIDENCE).glob("*.csv"))
    return load_naive(
        folder / NAIVE, {figure.id: figure.value for file in files for figure in load_evidence(file)}
    )


def _replace(path: Path, page: str) -> None:
    """Put a page in the place of the one before; a half-written one never stands there."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(page, encoding="utf-8")
        beside.replace(path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UserError("results_unwritable", file=str(path), reason=reason) from None


def _show(tables: dict[str, pl.DataFrame]) -> None:
    everything = pl.concat(list(tables.values()))
    _say_score("reproduction_score", score(everything))
    for name, rows in tables.items():
        for one in holds(rows):
            if one in (Hold.TOO_FEW, Hold.BEYOND):
                VOICE.say(f"reproduction_{one.value}", name=name)
        table = Table(text("figure", VOICE.lang), title=name, title_justify="left")
        for heading in ("role", "reported", "mean", "wide_pi", "half_width", "unclustered", "verdict"):
            is_number = heading not in {"role", "verdict"}
            table.add_column(text(heading, VOICE.lang), justify="right" if is_number else "left")
        of_interest = rows.filter(pl.col("role").is_in([one.value for one in _OF_INTEREST]))
        for row in of_interest.sort("role", descending=True, maintain_order=True).iter_rows(named=True):
            width = row["half_width_share"]
            table.add_row(
                row["figure"],
                label(Role(row["role"]), VOICE.lang),
                number_of("")(row["reported"]),
                number_of("")(row["mean"]),
                interval_of("", row["pi_low"], row["pi_high"]),
                "–" if width is None else f"{width:.0%}",
                interval_of("", row["unclustered_low"], row["unclustered_high"]),
                label(f"standing.{row['standing']}", VOICE.lang),
            )
        VOICE.console().print(table)


def _say_score(key: str, one: Score) -> None:
    VOICE.say(
        key, k=one.n_inside, m=one.n_sharp, n_uninformative=one.n_uninformative, n_outside=one.n_outside
    )


def check_page(page: Path, scenarios: Sequence[Path], n_workers: int | None) -> int:
    """
    Run replication 0 of each scenario again and hold it against the fingerprints on the page.

    Returns:
        Exit status: 0 when all agree, 1 when some do not.
    """
    seed, before = fingerprints_on(page)
    reports = _read(scenarios)
    jobs = [Job(report.scenario, seed, 0, tables=()) for report in reports.values()]
    with (
        stage("page_checked", scenarios=len(jobs)),
        workers(n_workers_for(n_workers, len(jobs))) as executor,
    ):
        found = (map if executor is None else executor.map)(run_replication, jobs)
        after = {name: one.fingerprints for name, one in zip(reports, found, strict=True)}
    different = disagreeing(before, after)
    for name, one in after.items():
        agreement = text("log_differs" if name in different else "agrees", VOICE.lang)
        print(f"{name}  {one.log}  {agreement}")
    if different:
        VOICE.say("page_differs", names=", ".join(different), file=page)
        return DIFFERENT
    VOICE.say("page_agrees", n=len(after), file=page)
    return DONE
