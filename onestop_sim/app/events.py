"""`run --events-jsonl`: every event of replication 0 as a line of JSON, for other programs."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from onestop_sim.app.logs import stage
from onestop_sim.app.reporting import write_new
from onestop_sim.app.voice import VOICE
from onestop_sim.clock import Clock, parse_date
from onestop_sim.engine.simulate import simulate
from onestop_sim.eventlog.log import EventLog, names_of
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.study.archive import log_folder, read_manifest
from onestop_sim.terms import NEVER, EventKind
from onestop_sim.words.page_numbers import number

_REPLICATION: Final = 0
_ROWS_AT_ONCE: Final = 100_000


def write_events(folder: Path, file: Path) -> None:
    """
    Write the events of replication 0 of a run, in the order in which they happened.

    A line has `dossier` (16 hexadecimal digits, the same in every world), `procedure`, `kind`,
    `occurred` and `recorded` (local time; null: never recorded), `place`, `officer` and `step` (null: none).
    The log is that of the folder, or the same one lived again when none was kept.

    Raises:
        UserError: the folder is none, or the file is there already or cannot be written.
    """
    manifest = read_manifest(folder)
    with stage("events_written", file=str(file)) as found:
        if manifest.has_logs:
            log = EventLog.load(log_folder(folder, _REPLICATION))
        else:
            plan = compile_plan(manifest.scenario, root_seed=manifest.root_seed, replication=_REPLICATION)
            log = simulate(plan)
        write_new(file, lambda partial: _write(log, partial))
        found["events"] = log.events.height
    VOICE.say("events_written_to", file=file, n=number(log.events.height, VOICE.lang, 0))


def _write(log: EventLog, file: Path) -> None:
    with file.open("wb") as stream:
        for first in range(0, log.events.height, _ROWS_AT_ONCE):
            _told(log, log.events.slice(first, _ROWS_AT_ONCE)).write_ndjson(stream)


def _told(log: EventLog, events: pl.DataFrame) -> pl.DataFrame:
    """Return events with names in the place of rows, and local times."""
    clock = Clock(parse_date(names_of(log, "origin")[0]))
    dossier = events["dossier"].to_numpy()
    keys = log.dossiers["key"].to_numpy()[dossier]
    steps = log.tables["steps"]["name"].to_numpy()
    step = events["step"].to_numpy()
    step_name = np.where(step >= 0, steps[step] if len(steps) else -1, -1)
    return pl.DataFrame(
        {
            "dossier": [f"{key:016x}" for key in keys.tolist()],
            "procedure": _names(log, "procedures", log.dossiers["procedure"].to_numpy()[dossier]),
            "kind": [EventKind(kind).name.lower() for kind in events["kind"].to_list()],
            "occurred": _times(clock, events["occurred_s"]),
            "recorded": _times(clock, events["recorded_s"]),
            "place": _names(log, "places", events["place"].to_numpy()),
            "officer": _names(log, "officers", events["officer"].to_numpy()),
            "step": _picked(names_of(log, "step"), step_name),
        }
    )


def _times(clock: Clock, instants_s: pl.Series) -> pl.Series:
    at_s = instants_s.to_numpy()
    is_known = at_s != NEVER
    times = pl.Series(clock.datetimes(np.where(is_known, at_s, 0)).astype("datetime64[ms]")).dt.strftime(
        "%Y-%m-%dT%H:%M:%S"
    )
    return pl.select(pl.when(pl.Series(is_known)).then(times)).to_series()


def _names(log: EventLog, table: str, rows: np.ndarray) -> pl.Series:
    return _picked(log.tables[table]["name"].to_list(), rows)


def _picked(names: list[str], rows: np.ndarray) -> pl.Series:
    """Return the names at rows; null at -1."""
    found = np.array([*names, None], dtype=object)[rows]
    return pl.Series(found.tolist(), dtype=pl.String)
