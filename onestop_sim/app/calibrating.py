"""`calibrate`: declared parameters are tuned to the fitted figures; a fitted scenario and a study folder."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from onestop_sim.app.check import load_all, refuse_errors
from onestop_sim.app.logs import stage
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.running import RESULTS, circumstances
from onestop_sim.app.show_calibration import show_calibration
from onestop_sim.app.unfinished import asked_before, begun, check_unchanged, resumable
from onestop_sim.app.voice import DONE, INTERRUPTED, VOICE
from onestop_sim.app.wording import keep_words
from onestop_sim.errors import UserError
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
from onestop_sim.scenario.sub_model import sub_model_of
from onestop_sim.study.archive import write_run, write_study_manifest, write_table
from onestop_sim.study.calibrate import Calibration, space_of
from onestop_sim.study.calibrate_kept import KeptTrials
from onestop_sim.study.calibrate_live import LiveScenario, Outcome
from onestop_sim.study.calibrate_space import TOLERANCE, Space
from onestop_sim.study.calibrate_tables import calibration_tables
from onestop_sim.study.calibrate_trials import Trials
from onestop_sim.study.calibrate_verify import Line, Meeting
from onestop_sim.study.fingerprint import fingerprint_of_bytes, fingerprint_of_scenario, fingerprint_of_text
from onestop_sim.study.partial import UnfinishedFolder
from onestop_sim.words.catalogue import in_figures
from onestop_sim.words.screen import text

_AS_MANY_AS_CORES: Final = 1_000


@dataclass(frozen=True)
class CalibrationWish:
    """What the user asked for; `force`: a fitted scenario that was changed by hand may be written over."""

    scenario: Path | None
    seed: int
    workers: int | None = None
    output: Path | None = None
    force: bool = False
    resume: Path | None = None


@dataclass(frozen=True)
class _Bench:
    """What a calibration is made with: the scenario, its space, and where the whole and a part are lived."""

    path: Path
    scenario: Scenario
    space: Space
    whole: LiveScenario
    part: LiveScenario | None

    @property
    def lives(self) -> list[LiveScenario]:
        """Whatever lives trials."""
        return [self.whole, *([] if self.part is None else [self.part])]

    def prints(self) -> list[str]:
        """Return fingerprints of what was read: the file that is written again, what it says, the figures."""
        figures = fingerprint_of_text(repr(self.space.targets))
        return [fingerprint_of_bytes(self.path.read_bytes()), fingerprint_of_scenario(self.scenario), figures]


def calibrate_scenario(wish: CalibrationWish) -> int:
    """
    Calibrate a scenario, write the fitted one and a study folder, print the summary.

    Returns:
        Exit status: 0, or 130 when it was stopped; what was found by then is written and says so.

    Raises:
        UserError:         a file, an option or the folder cannot be used; nothing is written then. Finished
            replications are kept for `--resume`.
        KeyboardInterrupt: stopped before anything was found.
    """
    began, started = perf_counter(), datetime.now(UTC)
    unfinished = None
    if wish.resume is not None:
        unfinished = UnfinishedFolder.resume(wish.resume)
        asked = asked_before(unfinished, "calibrate")
        wish = replace(wish, scenario=Path(asked["scenario"]), seed=asked["seed"], force=asked["force"])
    if wish.scenario is None:
        raise UserError("calibrate_what")
    bench = _bench(wish.scenario)
    fitted_file = fitted_path(wish.scenario)
    if not wish.force:
        refuse_foreign(fitted_file, fingerprint_of_text)
    rehearse(
        wish.scenario, bench.scenario, {one.path: one.low for one in bench.space.parameters if one.is_free}
    )
    n_workers = n_workers_for(wish.workers, _AS_MANY_AS_CORES)
    if unfinished is None:
        wanted = wish.output or RESULTS / f"{bench.scenario.name}-calibration-{wish.seed}"
        said = {"scenario": str(wish.scenario.absolute()), "seed": wish.seed, "force": wish.force}
        unfinished = begun("calibrate", wanted, said, bench.prints(), exact=wish.output is not None)
    else:
        check_unchanged(unfinished, bench.prints())
    with resumable("calibrate", unfinished) as folder:
        done = _calibration(bench, wish.seed, folder)
        _carry_out(done, bench, n_workers)
        _write(folder.results, bench.scenario, done, bench.whole.outcomes)
        seconds = perf_counter() - began
        write_run(folder.results, _run_of(started, seconds, n_workers, done))
        keep_words(folder.results)
        fitted = Fitted(_values(done), _source(done, folder.expected().name), _title(done))
        _write_fitted(wish.scenario, fitted_file, bench.scenario, fitted)
    if folder.final is None:
        raise AssertionError
    show_calibration(bench.scenario, done, bench.whole.outcomes)
    VOICE.say("calibrate.fitted_scenario", file=fitted_file)
    if done.verification is not None:
        VOICE.say("calibrate.run_it", file=fitted_file, seed=done.fresh_seed)
    VOICE.say("written_to", folder=folder.final)
    return DONE if done.is_complete else INTERRUPTED


def _bench(path: Path) -> _Bench:
    scenario, evidence, findings = load_all(path)
    refuse_errors(findings)
    space = space_of(scenario, evidence)
    part = None
    if scenario.calibration is not None and scenario.calibration.sub_model is not None:
        of_few = sub_model_of(scenario, scenario.calibration.sub_model.units)
        part = LiveScenario(of_few, space.parameters, space.targets)
    return _Bench(path, scenario, space, LiveScenario(scenario, space.parameters, space.targets), part)


def _calibration(bench: _Bench, seed: int, folder: UnfinishedFolder) -> Calibration:
    """Return a calibration whose trials survive the end of the program."""
    most = bench.scenario.calibration.max_replications if bench.scenario.calibration else 0
    whole = Trials(bench.whole, KeptTrials(folder.kept("whole"), bench.whole))
    part = None
    if bench.part is not None:
        part = Trials(bench.part, KeptTrials(folder.kept("part"), bench.part))
    return Calibration(whole, bench.space, seed, most, _tell, part)


def _write_fitted(path: Path, fitted_file: Path, scenario: Scenario, fitted: Fitted) -> None:
    written = marked(rewritten(path, scenario, fitted), fingerprint_of_text)
    write_fitted(fitted_file, written, scenario, fitted.values)


def _carry_out(done: Calibration, bench: _Bench, n_workers: int) -> None:
    """Run the study; a stop ends the workers and keeps what was found, if anything was."""
    try:
        with (
            stage("calibrated", workers=n_workers) as found,
            workers(n_workers) as executor,
            _counting(bench.lives),
        ):
            for live in bench.lives:
                live.executor = executor
            done.run()
            found["replications"] = done.n_lived
    except KeyboardInterrupt:
        if done.point is None:
            raise
    finally:
        for live in bench.lives:
            live.executor = None


@contextmanager
def _counting(lives: Sequence[LiveScenario]) -> Iterator[None]:
    """Show how many replications were lived."""
    columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=VOICE.quiet, transient=True) as bar:
        task = bar.add_task(text("calibrate.replications", VOICE.lang), total=None)
        for live in lives:
            live.on_trial = lambda: bar.advance(task)
        try:
            yield
        finally:
            for live in lives:
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
    where = "" if done.part is None else ", searched in a sub-model"
    how = f"calibrate, study {study}, seed {done.seed}, {n} replications{where}; fitted to {figures}"
    if done.verification is None:
        return f"{how}; stopped before it was verified"
    lines = done.verification.lines
    n_met = sum(line.meeting == Meeting.MET for line in lines)
    fresh = len(done.verification.outcomes)
    judged = f"{how}; {n_met} of {len(lines)} met in {fresh} replications of seed {done.fresh_seed}"
    return "; ".join([judged, *(_shortfall(line) for line in lines if line.meeting != Meeting.MET)])


def _shortfall(line: Line) -> str:
    """Return how far off a figure is that was not met; the words are known to `words.translated`."""
    reported = line.target.reported
    off = f"{line.mean:.{0 if line.mean >= 1000 else 1}f} of {reported:.10g}"
    if reported:
        off += f" (± {2 * line.combined_se / abs(reported):.1%})".replace("%", " %")
    return f"{line.target.id} {line.meeting.replace('_', ' ')} at {off}"


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
        n_corrections=done.n_corrections,
    )


def _run_of(started: datetime, wall_s: float, n_workers: int, done: Calibration) -> dict[str, object]:
    lived = {"whole": done.trials.n_lived, "part": 0 if done.part is None else done.part.n_lived}
    return {**circumstances(started, wall_s, n_workers), "replications_lived": lived}
