"""`audit`: reported figures are read, checked, held against a simulation where one is given, and answered."""

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from onestop_sim.app.audit_input import read_table, write_empty
from onestop_sim.app.audit_show import as_json, corrections_frame, figures_frame, show_audit, write_json
from onestop_sim.app.check import load_all, refuse_errors
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.running import RESULTS, progress_bar
from onestop_sim.app.voice import DIFFERENT, DONE, VOICE
from onestop_sim.app.wording import keep_words
from onestop_sim.errors import UserError
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import ResultsFolder, write_run, write_study_manifest, write_table
from onestop_sim.study.audit.audit import Audit, audit
from onestop_sim.study.audit.figure import Answer, Figure, Table
from onestop_sim.study.audit.measured import measured_tables
from onestop_sim.study.audit.simulated import SUMS, Samples
from onestop_sim.study.fingerprint import fingerprint_of_bytes
from onestop_sim.study.measure import FIGURES, Scope
from onestop_sim.study.replicate import Replication, replicate
from onestop_sim.study.summary import stacked
from onestop_sim.terms import ClockChoice, Statistic
from onestop_sim.words.screen import text


@dataclass(frozen=True)
class AuditWish:
    """
    What the user asked for.

    Attributes:
        file:         the figures; None with `template`.
        against:      figures of another report.
        scenario:     a scenario to simulate.
        replications: how many; None: as many as the scenario says.
        seed:         seed of the simulation.
        workers:      processes; None: one for each core.
        json:         where to write the answer as JSON besides the folder.
        output:       results folder, or where the template goes.
        strict:       something inconsistent is exit status 1.
        template:     "csv" or "xlsx": write an empty form.
    """

    file: Path | None = None
    against: Path | None = None
    scenario: Path | None = None
    replications: int | None = None
    seed: int = 1
    workers: int | None = None
    json: Path | None = None
    output: Path | None = None
    strict: bool = False
    template: str | None = None


@dataclass(frozen=True)
class _Simulated:
    """A simulation beside an audit."""

    scenario: Scenario
    replications: Sequence[Replication]
    samples: Samples


def run_audit(wish: AuditWish) -> int:
    """
    Audit a file, print the answer, write the results folder, and return the exit status.

    Raises:
        UserError: a file, an option or the folder cannot be used; nothing is written then.
    """
    if wish.template is not None:
        VOICE.say("written_to", folder=write_empty(wish.template, wish.output))
        return DONE
    if wish.file is None:
        raise UserError("audit_no_file")
    began, started = perf_counter(), datetime.now(UTC)
    table = read_table(wish.file)
    against = read_table(wish.against) if wish.against else None
    if wish.json is not None and (wish.json.exists() or wish.json.is_symlink()):
        raise UserError("file_exists", file=str(wish.json))
    wanted = wish.output or RESULTS / f"audit-{wish.file.stem}"
    with ResultsFolder(wanted, exact=wish.output is not None) as folder:
        simulated = _simulate(wish, table)
        found = audit(table, against, simulated.samples if simulated else None)
        content = as_json(str(wish.file), found)
        _write(folder.path, wish, found, content, simulated)
        run = {"started": started.isoformat(timespec="seconds"), "wall_s": round(perf_counter() - began, 2)}
        write_run(folder.path, run | {"host": platform.node(), "platform": platform.platform()})
        keep_words(folder.path)
    if wish.json is not None:
        _write_aside(wish.json, content)
    show_audit(str(wish.file), found)
    VOICE.say("written_to", folder=folder.final)
    return DIFFERENT if wish.strict and found.worst == Answer.INCONSISTENT else DONE


def _write_aside(path: Path, content: dict[str, Any]) -> None:
    try:
        write_json(path, content)
    except OSError as problem:
        raise UserError(
            "results_unwritable", file=str(path), reason=problem.strerror or str(problem)
        ) from None


def _write(
    folder: Path, wish: AuditWish, found: Audit, content: dict[str, Any], simulated: _Simulated | None
) -> None:
    """Write tables, the answer and, when they are there, the manifest that vouches for them."""
    write_table(folder, "figures", figures_frame(found))
    write_table(folder, "corrections", corrections_frame(found))
    for name, table in measured_tables(found).items():
        write_table(folder, name, table)
    write_json(folder / "audit.json", content)
    files = {"file": wish.file, "against": wish.against}
    inputs = {
        role: {"name": path.name, "fingerprint": fingerprint_of_bytes(path.read_bytes())}
        for role, path in files.items()
        if path is not None
    }
    parts = {}
    if simulated is not None:
        fingerprints = tuple(one.fingerprints for one in simulated.replications)
        parts[simulated.scenario.name] = (simulated.scenario, fingerprints)
    answer = fingerprint_of_bytes((folder / "audit.json").read_bytes())
    write_study_manifest(folder, "audit", wish.seed, parts, inputs=inputs, answer=answer)


def _simulate(wish: AuditWish, table: Table) -> _Simulated | None:
    """Run the scenario of a wish and return the samples of the figures that its statistics answer."""
    if wish.scenario is None:
        return None
    scenario, _, findings = load_all(wish.scenario)
    refuse_errors(findings)
    n = scenario.reporting.replications if wish.replications is None else wish.replications
    if n < 2:
        raise UserError("audit_too_few_replications", given=n)
    wanted = {
        one.id: [
            Scope(statistic, *whose, clock.value)
            for clock in ClockChoice
            for statistic in SUMS.get(one.quantity, (one.quantity,))
        ]
        for one in table.counted.figures
        if set(SUMS.get(one.quantity, (one.quantity,))) <= set(Statistic)
        and (whose := _whose(scenario, one, table)) is not None
    }
    if not wanted:
        raise UserError("audit_scenario_unrelated", file=str(wish.scenario), known=list(scenario.periods))
    scopes = tuple(dict.fromkeys(scope for asked in wanted.values() for scope in asked))
    n_workers = n_workers_for(wish.workers, n)
    with workers(n_workers) as executor, progress_bar() as bar:
        task = bar.add_task(text("replications", VOICE.lang), total=n)
        replications = replicate(
            scenario,
            replications=n,
            root_seed=wish.seed,
            executor=executor,
            on_progress=lambda _: bar.advance(task),
            scopes=scopes,
        )
    return _Simulated(scenario, replications, _samples(scenario, replications, table, wanted))


def _period_of(scenario: Scenario, one: Figure) -> str:
    """Return the scenario's period with the days of a figure; one that says none is of the only period."""
    for name, period in scenario.periods.items():
        if (period.first_day.isoformat(), period.last_day.isoformat()) == one.account.period:
            return name
    says_none = one.account.period == ("", "")
    return next(iter(scenario.periods)) if len(scenario.periods) == 1 and says_none else ""


def _whose(scenario: Scenario, one: Figure, table: Table) -> tuple[str, str, str] | None:
    """
    Return level, unit and field of the scenario that a figure is of; None: it is of none.

    Where several lines of a form say the same of these, as in a workbook, the name of the line must be that
    of a field or of a unit.
    """
    account = one.account
    whose = (account.level, account.unit, account.field)
    fields = {procedure.field for procedure in scenario.procedures.values()}
    beside = {
        other.account.scope
        for other in table.figures
        if "/" in other.id
        and not other.total_row
        and (other.account.level, other.account.unit, other.account.field) == whose
        and other.account.period == account.period
    }
    if "/" in one.id and not one.total_row and len(beside) > 1:
        name = account.scope.strip().casefold()
        titles = {unit.title.casefold(): key for key, unit in scenario.units.items()}
        field = next((field for field in fields if field.casefold() == name), "")
        if not field and name not in titles:
            return None
        whose = (account.level, account.unit, field) if field else (account.level, titles[name], "")
    known = ({unit.level for unit in scenario.units.values()}, set(scenario.units), fields)
    fits = all(not name or name in names for name, names in zip(whose, known, strict=True))
    return whose if fits and _period_of(scenario, one) else None


def _samples(
    scenario: Scenario, replications: Sequence[Replication], table: Table, wanted: dict[str, list[Scope]]
) -> Samples:
    simulated: dict[tuple[object, ...], list[float]] = {}
    columns = ("period", "statistic", "level", "unit", "field", "clock")
    for row in stacked(replications, FIGURES).iter_rows(named=True):
        if row["value"] is not None:
            simulated.setdefault(tuple(row[name] for name in columns), []).append(row["value"])
    return dict(_sampled(scenario, table, wanted, simulated))


def _sampled(
    scenario: Scenario,
    table: Table,
    wanted: dict[str, list[Scope]],
    simulated: dict[tuple[object, ...], list[float]],
) -> Iterator[tuple[tuple[str, ClockChoice], list[float]]]:
    for one in table.figures:
        for clock in ClockChoice:
            period = _period_of(scenario, one)
            parts = [
                simulated.get((period, of.statistic, of.level, of.unit, of.field, of.clock), [])
                for of in wanted.get(one.id, ())
                if of.clock == clock
            ]
            if parts and all(parts):
                yield (one.id, clock), [sum(values) for values in zip(*parts, strict=True)]
