"""
Results folders: written under a hidden name, renamed when whole, never overwritten, checked when read.

`manifest.json` is enough to run the same experiment again; `run.json` alone may differ between two
runs of it.
"""

import io
import json
import os
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import polars as pl
from pydantic import ValidationError

from onestop_sim.errors import UserError
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.fingerprint import (
    fingerprint_of_bytes,
    fingerprint_of_scenario,
    scenario_as_resolved,
)

FORMAT: Final = 1
"""Format of a results folder; a program refuses one that it does not know."""

MANIFEST: Final = "manifest.json"
RUN: Final = "run.json"
LOGS: Final = "logs"
COMPARISON: Final = "comparison"
"""Kind of a study whose parts are the worlds of a comparison, the base first."""

LIBRARIES: Final = ("simpy", "numpy", "scipy", "polars", "pydantic", "holidays")
"""Libraries that numbers depend on."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of one replication: its number, its plan and its event log."""

    number: int
    plan: str
    log: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    What was run.

    Attributes:
        scenario:     the scenario as resolved.
        root_seed:    seed of the experiment.
        fingerprints: one for each replication, in order.
        has_logs:     the event logs lie beside it.
        program:      version of this program.
        versions:     versions of Python and of the libraries that numbers depend on.
        tables:       hash of every table file, by name.
        worlds:       names of all scenarios of a comparison, the base first; none for a run.
    """

    scenario: Scenario
    root_seed: int
    fingerprints: tuple[Fingerprints, ...]
    has_logs: bool
    program: str
    versions: Mapping[str, str]
    tables: Mapping[str, str]
    worlds: tuple[str, ...] = ()

    @property
    def n_replications(self) -> int:
        """Number of replications."""
        return len(self.fingerprints)


class ResultsFolder:
    """
    A results folder in the making: a context manager that leaves a whole folder, or none.

    Args:
        wanted: final name.
        exact:  the user asked for this name: an existing folder is an error; else the next free
            name (``-2``, ``-3`` ...) is taken.

    Attributes:
        path:  where to write; hidden until the folder is whole.
        final: final name; known when the folder is whole.

    Raises:
        UserError: ``results_exist`` or ``results_unwritable``.
    """

    def __init__(self, wanted: Path, *, exact: bool) -> None:
        self.wanted = wanted
        self.exact = exact
        self.path = wanted.parent / f".{wanted.name}.{os.getpid()}.partial"
        self.final: Path | None = None

    def __enter__(self) -> Self:
        if self.exact and is_taken(self.wanted):
            raise UserError("results_exist", file=str(self.wanted))
        try:
            self.path.mkdir(parents=True)
        except OSError as problem:
            raise unwritable(self.wanted, problem) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._rename()
        finally:
            shutil.rmtree(self.path, ignore_errors=True)
        if isinstance(error, OSError):
            raise unwritable(self.wanted, error) from None

    def _rename(self) -> None:
        number = 1
        while is_taken(final := numbered(self.wanted, number)):
            if self.exact:
                raise UserError("results_exist", file=str(self.wanted))
            number += 1
        try:
            self.path.rename(final)
        except OSError as problem:
            raise unwritable(self.wanted, problem) from None
        self.final = final


def unwritable(wanted: Path, problem: OSError) -> UserError:
    """Return the error that tells why a results folder cannot be written."""
    return UserError("results_unwritable", file=str(wanted), reason=problem.strerror or str(problem))


def numbered(wanted: Path, number: int) -> Path:
    """Return a name for the n-th folder that wants one name: NAME, NAME-2, NAME-3 ..."""
    return wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")


def is_taken(path: Path) -> bool:
    """Tell whether something stands under a name, a dangling link included."""
    return path.exists() or path.is_symlink()


def parquet_bytes(table: pl.DataFrame) -> bytes:
    """Return a table as the bytes of a Parquet file; written by Python, a full disk is an `OSError`."""
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


_FOR_MACHINES: Final = frozenset({"replications"})
"""Tables too long to be read by eye: Parquet alone."""


def write_table(folder: Path, name: str, table: pl.DataFrame) -> None:
    """Write a table as Parquet and, unless it is for machines alone, as CSV with six decimals."""
    (folder / f"{name}.parquet").write_bytes(parquet_bytes(table))
    if name not in _FOR_MACHINES:
        text = table.with_columns(pl.col(pl.Float64).round(6)).write_csv()
        (folder / f"{name}.csv").write_bytes(text.encode())


def write_manifest(
    folder: Path, scenario: Scenario, root_seed: int, fingerprints: tuple[Fingerprints, ...]
) -> None:
    """Write the manifest of a folder whose tables and logs are there already."""
    content = _head(folder, "run", root_seed) | _part(scenario, fingerprints)
    _write_json(folder / MANIFEST, content | {"logs": (folder / LOGS).is_dir()})


def write_study_manifest(
    folder: Path,
    kind: str,
    root_seed: int,
    parts: Mapping[str, tuple[Scenario, tuple[Fingerprints, ...]]],
    **more: Any,
) -> None:
    """
    Write the manifest of a study of one or several scenarios, whose tables are there already.

    Args:
        folder:    results folder.
        kind:      "comparison", "calibration", "reproduction" or "audit".
        root_seed: seed of the experiment.
        parts:     scenario and fingerprints of its replications, by the name that the tables use.
        more:      whatever else is needed to do it again; must be JSON.
    """
    content = _head(folder, kind, root_seed)
    content["parts"] = {name: _part(*part) for name, part in parts.items()}
    _write_json(folder / MANIFEST, content | more)


def _head(folder: Path, kind: str, root_seed: int) -> dict[str, Any]:
    tables = {
        path.name: fingerprint_of_bytes(path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.suffix in {".csv", ".md", ".parquet"}
    }
    return {
        "format": FORMAT,
        "kind": kind,
        "program": {"name": "onestop_sim", "version": program_version()},
        "versions": {"python": platform.python_version(), **{one: version(one) for one in LIBRARIES}},
        "root_seed": root_seed,
        "tables": tables,
    }


def _part(scenario: Scenario, fingerprints: tuple[Fingerprints, ...]) -> dict[str, Any]:
    return {
        "replications": [{"number": one.number, "plan": one.plan, "log": one.log} for one in fingerprints],
        "scenario_fingerprint": fingerprint_of_scenario(scenario),
        "scenario": scenario_as_resolved(scenario),
    }


def write_run(folder: Path, content: Mapping[str, Any]) -> None:
    """Write what differs from one run of an experiment to the next."""
    _write_json(folder / RUN, content)


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def program_version() -> str:
    """Return the version of this program."""
    try:
        return version("onestop_sim")
    except PackageNotFoundError:
        return "0+unknown"


def read_manifest(folder: Path, world: str | None = None) -> Manifest:
    """
    Return what was run, once every file of the folder has proved to be what was written.

    Args:
        folder: results of a run or of a comparison.
        world:  which scenario of a comparison; None: the base, or the one that was run.

    Raises:
        UserError: ``results_missing``, ``results_foreign_version``, ``results_of_study`` (it holds several
            scenarios and is no comparison), ``results_corrupt`` or ``world_unknown``.
    """
    content = read_content(folder)
    if content["kind"] not in {"run", COMPARISON}:
        raise UserError("results_of_study", file=str(folder), given=content["kind"])
    try:
        worlds = tuple(content["parts"]) if content["kind"] == COMPARISON else ()
        chosen = world if world is not None or not worlds else worlds[0]
        if chosen is not None:
            if chosen not in worlds:
                raise UserError("world_unknown", file=str(folder), given=chosen, known=list(worlds))
            content |= {"logs": False} | content["parts"][chosen]
        manifest = _manifest(content, worlds)
    except (KeyError, TypeError, ValueError, ValidationError, AttributeError) as problem:
        where = str(folder / MANIFEST)
        raise UserError("results_corrupt", file=where, reason="manifest", detail=str(problem)) from None
    if content["scenario_fingerprint"] != fingerprint_of_scenario(manifest.scenario):
        raise UserError("results_corrupt", file=str(folder / MANIFEST), reason="scenario_changed")
    return manifest


def read_content(folder: Path) -> dict[str, Any]:
    """
    Return the manifest of a results folder of any kind as it is written, with its ``kind``.

    Every table of the folder has proved to be what was written.

    Raises:
        UserError: ``results_missing``, ``results_foreign_version`` or ``results_corrupt``.
    """
    if not folder.is_dir():
        raise UserError("results_missing", file=str(folder))
    path = folder / MANIFEST
    content = _manifest_content(path)
    if content.get("format") != FORMAT:
        raise UserError("results_foreign_version", file=str(path), given=content.get("format"), known=FORMAT)
    tables = content.get("tables")
    if not isinstance(tables, dict):
        raise UserError("results_corrupt", file=str(path), reason="manifest", detail="tables")
    for name, expected in tables.items():
        _check_file(folder / name, expected)
    return {"kind": "run"} | content


def _manifest_content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise UserError("results_corrupt", file=str(path), reason="missing") from None
    except (OSError, ValueError, RecursionError):
        raise UserError("results_corrupt", file=str(path), reason="unreadable") from None
    if not isinstance(content, dict):
        raise UserError("results_corrupt", file=str(path), reason="unreadable")
    return content


def _manifest(content: dict[str, Any], worlds: tuple[str, ...]) -> Manifest:
    fingerprints = tuple(
        Fingerprints(int(one["number"]), str(one["plan"]), str(one["log"])) for one in content["replications"]
    )
    if [one.number for one in fingerprints] != list(range(len(fingerprints))):
        raise ValueError("replications")
    return Manifest(
        scenario=Scenario.model_validate(content["scenario"]),
        root_seed=int(content["root_seed"]),
        fingerprints=fingerprints,
        has_logs=bool(content["logs"]),
        program=str(content["program"]["version"]),
        versions=dict(content["versions"]),
        tables=dict(content["tables"]),
        worlds=worlds,
    )


def _check_file(path: Path, expected: str) -> None:
    try:
        found = fingerprint_of_bytes(path.read_bytes())
    except OSError:
        raise UserError("results_corrupt", file=str(path), reason="missing") from None
    if found != expected:
        raise UserError("results_corrupt", file=str(path), reason="changed")


def log_folder(folder: Path, replication: int) -> Path:
    """Return where the event log of a replication lies."""
    return folder / LOGS / f"{replication:04d}"


def default_name(scenario: Scenario, n_replications: int, root_seed: int) -> str:
    """Return the name of a results folder whose user asked for none."""
    return f"{scenario.name}-{n_replications}x-{root_seed}"
