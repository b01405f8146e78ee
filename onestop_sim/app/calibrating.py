"""`calibrate`: declared parameters are tuned to the fitted figures; a fitted scenario and a study folder."""

import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onestop_sim.app.check import load_all, refuse_errors
from onestop_sim.app.logs import stage
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.running import RESULTS
from onestop_sim.app.show_calibration import show_calibration
from onestop_sim.app.voice import DONE, INTERRUPTED, VOICE
from onestop_sim.app.wording import keep_words
from onestop_sim.scenario.free_parameters import with_values
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.rewrite import (
    Fitted,
    fitted_path,
    marked,
    refuse_foreign,
    rehearse,
    rewritten,
    write_fitted,
)
from onestop_sim.study.archive import ResultsFolder, write_run, write_study_manifest, write_table
from onestop_sim.study.calibrate import Calibration, space_of
from onestop_sim.study.calibrate_live import LiveScenario, Outcome
from onestop_sim.study.calibrate_space import TOLERANCE
from onestop_sim.study.calibrate_tables import calibration_tables
from onestop_sim.study.calibrate_trials import Trials
from onestop_sim.study.fingerprint import fingerprint_of_text
from onestop_sim.words.catalogue import in_figures
from onestop_sim.words.screen import text

_AS_MANY_AS_CORES: Final = 1_000


@dataclass(frozen=True)
class CalibrationWish:
    """What the user asked for; `force`: a fitted scenario that was changed by hand may be written over."""

    scenario: Path
    seed: int
    workers: int | None = None
    output: Path | None = None
    force: bool = False


def calibrate_scenario(wish: CalibrationWish) -> int:
    """
    Calibrate a scenario, write the fitted one and a study folder, print the summary.

    Returns:
        Exit status: 0, or 130 when it was stopped; what was found by then is written and says so.

    Raises:
        UserError:         a file, an option or the folder cannot be used; nothing is written then.
        KeyboardInterrupt: stopped before anything was found.
    """
    began, started = perf_counter(), datetime.now(UTC)
    scenario, evidence, findings = load_all(wish.scenario)
    refuse_errors(findings)
    space = space_of(scenario, evidence)
    fitted_file = fitted_path(wish.scenario)
    if not wish.force:
        refuse_foreign(fitted_file, fingerprint_of_text)
    rehearse(wish.scenario, scenario, {one.path: one.low for one in space.parameters if one.is_free})
    n_workers = n_workers_for(wish.workers, _AS_MANY_AS_CORES)
    live = LiveScenario(scenario, space.parameters, space.targets)
    most = scenario.calibration.max_replications if scenario.calibration else 0
    done = Calibration(Trials(live), space, wish.seed, most, _tell)
    wanted = wish.output or RESULTS / f"{scenario.name}-calibration-{wish.seed}"
    with ResultsFolder(wanted, exact=wish.output is not None) as folder:
        _carry_out(done, live, n_workers)
        _write(folder.path, scenario, done, live.outcomes)
        seconds = perf_counter() - began
        write_run(folder.path, _run_of(started, seconds, n_workers, done.trials.n_lived))
        keep_words(folder.path)
    if folder.final is None:
        raise AssertionError
    fitted = Fitted(_values(done), _source(done, folder.final.name), _title(done))
    _write_fitted(wish.scenario, fitted_file, scenario, fitted)
    show_calibration(scenario, done, live.outcomes)
    VOICE.say("calibrate.fitted_scenario", file=fitted_file)
    if done.verification is not None:
        VOICE.say("calibrate.run_it", file=fitted_file, seed=done.fresh_seed)
    VOICE.say("written_to", folder=folder.final)
    return DONE if done.is_complete else INTERRUPTED


def _write_fitted(path: Path, fitted_file: Path, scenario: Scenario, fitted: Fitted) -> None:
    written = marked(rewritten(path, scenario, fitted), fingerprint_of_text)
    write_fitted(fitted_file, written, scenario, fitted.values)


def _carry_out(done: Calibration, live: LiveScenario, n_workers: int) -> None:
    """Run the study; a stop ends the workers and keeps what was found, if anything was."""
    try:
        with (
            stage("calibrated", workers=n_workers) as found,
            workers(n_workers) as executor,
            _counting(live),
        ):
            live.executor = executor
            done.run()
            found["replications"] = done.trials.n_lived
    except KeyboardInterrupt:
        if done.point is None:
            raise
    finally:
        live.executor = None


@contextmanager
def _counting(live: LiveScenario) -> Iterator[None]:
    """Show how many replications were lived."""
    columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=VOICE.quiet, transient=True) as bar:
        task = bar.add_task(text("calibrate.replications", VOICE.lang), total=None)
        live.on_trial = lambda: bar.advance(task)
        try:
            yield
        finally:
            live.on_trial = None


def _tell(key: str, **values: object) -> None:
    """Say what the study is at."""
    worst = values.pop("worst", None)
    if isinstance(worst, float):
        values["off"] = in_figures(f"{worst * TOLERANCE:.1%}", VOICE.lang)
    VOICE.note(key, **values)


def _values(done: Calibration) -> dict[str, float]:
    """Return the fitted values by their paths."""
    if done.point is None:
        raise AssertionError
    pairs = zip(done.space.parameters, done.point, strict=True)
    return {one.path: x for one, x in pairs if one.is_free}


def _source(done: Calibration, study: str) -> str:
    """Return where the fitted values come from, the same for everyone who repeats the study."""
    figures = ", ".join(one.id for one in done.space.targets)
    n = done.fit.n if done.fit else done.search.steps[-1].n
    how = f"calibrate, study {study}, seed {done.seed}, {n} replications; fitted to {figures}"
    if done.verification is None:
        return f"{how}; stopped before it was verified"
    n_met = sum(line.meeting == "met" for line in done.verification.lines)
    lines = len(done.verification.lines)
    fresh = len(done.verification.outcomes)
    return f"{how}; {n_met} of {lines} met in {fresh} replications of seed {done.fresh_seed}"


def _title(done: Calibration) -> str:
    return "(fitted)" if done.verification is not None else "(fitted, stopped before it was verified)"


def _write(folder: Path, scenario: Scenario, done: Calibration, outcomes: Sequence[Outcome]) -> None:
    for name, table in calibration_tables(done, outcomes).items():
        write_table(folder, name, table)
    parts = {"before": (scenario, ()), "fitted": (with_values(scenario, _values(done)), ())}
    write_study_manifest(
        folder,
        "calibration",
        done.seed,
        parts,
        fresh_seed=done.fresh_seed,
        max_replications=done.most,
        is_complete=done.is_complete,
        n_replications={
            "search": done.fit.n if done.fit else done.search.steps[-1].n,
            "sensitivities": done.fit.n_sensing if done.fit else None,
            "verification": len(done.verification.outcomes) if done.verification is not None else None,
        },
    )


def _run_of(started: datetime, wall_s: float, n_workers: int, n_lived: int) -> dict[str, object]:
    return {
        "started": started.isoformat(timespec="seconds"),
        "wall_s": round(wall_s, 2),
        "host": platform.node(),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "workers": n_workers,
        "replications_lived": n_lived,
    }
