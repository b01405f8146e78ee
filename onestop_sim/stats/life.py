"""The life of one dossier as data: what happened, who held it, how its date came about, why it was late."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from onestop_sim.deadline import Count, TimeLimit
from onestop_sim.errors import HorizonError
from onestop_sim.eventlog.log import EventLog, names_of
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.durations import PARTS, run_end_s, stays
from onestop_sim.stats.stretches import stretches_of
from onestop_sim.stats.timeliness import step_verdicts
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    NOBODY,
    ClockChoice,
    EventKind,
    Holder,
    LimitUnit,
    Outcome,
    PromiseCause,
    StepKind,
    Verdict,
)

_EVER = (NO_INSTANT, NEVER)


@dataclass(frozen=True, slots=True)
class Lateness:
    """
    Whether a dossier was late, and what took longest.

    Attributes:
        verdict:         of its decision, as it was; of one still open, of deciding it at the end of the
            run; None if it never had a date.
        working_days:    working days after the due day, 0 if not late.
        phantom:         late in the portal, and not as it was.
        largest_parts:   (part without ``_s``, seconds) of the time up to the decision, longest first.
        overrun_steps:   (row of `steps`, seconds used beyond the allotment), worst first.
        worst_step:      name of the first of them, or ''.
    """

    verdict: Verdict | None
    working_days: int
    phantom: bool
    largest_parts: tuple[tuple[str, int], ...]
    overrun_steps: tuple[tuple[int, int], ...]
    worst_step: str


@dataclass(frozen=True, slots=True)
class Life:
    """
    One dossier from its filing to the end of its life or of the run.

    Attributes:
        dossier:   its row of `dossiers`, and `key` its identity in every world.
        procedure: name of its procedure.
        outcome:   how far it came.
        events:    a row for each event: `occurred_s`, `recorded_s`, `kind` (name of EventKind), `place`,
            `officer`, `step` (names, '' for none), `holder` (name of Holder, from then on) and
            `until_s` (next event, NEVER after the last).
        promises:  `cause` (name of PromiseCause), `occurred_s`, `recorded_s`, `due_s`.
        steps:     Form 05 of its steps: see `timeliness.step_verdicts`, with names.
        limit:     its legal limit.
        pauses:    (from, to) instants of the pauses that have ended.
        count:     the day-by-day count of its legal clock, or None (not accepted, or accepted before
            the days that the log knows).
        days:      parts of its stay, seconds by name (`durations.PARTS`), up to the end of the run.
        lateness:  why it was late.
    """

    dossier: int
    key: int
    procedure: str
    outcome: Outcome
    events: pl.DataFrame
    promises: pl.DataFrame
    steps: pl.DataFrame
    limit: TimeLimit
    pauses: tuple[tuple[int, int], ...]
    count: Count | None
    days: dict[str, int]
    lateness: Lateness


def life_of(log: EventLog, dossier: int) -> Life:
    """
    Return the life of a dossier.

    Args:
        log:     what happened.
        dossier: its row of `dossiers`.

    Raises:
        IndexError: there is no such dossier.
    """
    if not 0 <= dossier < log.dossiers.height:
        raise IndexError(f"dossier {dossier}: the log has {log.dossiers.height}")
    # A log of that dossier alone: row numbers of dossiers and steps stay what they were.
    mine = {name: log.tables[name].filter(pl.col("dossier") == dossier) for name in ("events", "promises")}
    reading = Reading(EventLog({**log.tables, **mine}))
    row = log.dossiers.row(dossier, named=True)
    limit = TimeLimit(LimitUnit(row["limit_unit"]), row["limit_n"])
    pauses = _pauses(reading)
    steps = _steps(reading)
    return Life(
        dossier=dossier,
        key=row["key"],
        procedure=log.tables["procedures"]["name"][row["procedure"]],
        outcome=Outcome(int(reading.outcomes_at(NEVER)[dossier])),
        events=_events(reading),
        promises=_promises(reading),
        steps=steps,
        limit=limit,
        pauses=pauses,
        count=_count(reading, dossier, limit, pauses),
        days=_days(reading, dossier, run_end_s(log)),
        lateness=_lateness(reading, dossier, steps),
    )


def _named(table: pl.DataFrame, column: str, names: list[str]) -> pl.DataFrame:
    """Return a table whose *column* of row numbers holds names, '' for NOBODY."""
    labels = [names[row] if row != NOBODY else "" for row in table[column].to_list()]
    return table.with_columns(pl.Series(column, labels, dtype=pl.String))


def _step_names(reading: Reading, steps: pl.Series) -> list[str]:
    names = names_of(reading.log, "step")
    name_of_step = reading.column("steps", "name")
    return [names[name_of_step[step]] if step != NOBODY else "" for step in steps.to_list()]


def _events(reading: Reading) -> pl.DataFrame:
    events = reading.log.events.drop("dossier")
    all_of = stretches_of(reading)
    holder, until_s = np.full(events.height, NOBODY, np.int64), np.full(events.height, NEVER, np.int64)
    holder[all_of.row], until_s[all_of.row] = all_of.holder, all_of.end_s
    # A letter of apology changes nothing: who held the dossier before it holds it after it.
    for row in reading.rows_of(EventKind.APOLOGY):
        if row:
            holder[row], until_s[row] = holder[row - 1], until_s[row - 1]
    table = events.with_columns(
        pl.Series("kind", [EventKind(kind).name for kind in events["kind"]], dtype=pl.String),
        pl.Series(
            "holder", [Holder(one).name if one >= 0 else "" for one in holder.tolist()], dtype=pl.String
        ),
        pl.Series("until_s", until_s),
        pl.Series("step", _step_names(reading, events["step"]), dtype=pl.String),
    )
    table = _named(table, "place", reading.log.tables["places"]["name"].to_list())
    table = _named(table, "officer", reading.log.tables["officers"]["name"].to_list())
    columns = ("occurred_s", "recorded_s", "kind", "place", "officer", "step", "holder", "until_s")
    return table.select(columns)


def _promises(reading: Reading) -> pl.DataFrame:
    table = reading.log.promises
    causes = pl.Series("cause", [PromiseCause(cause).name for cause in table["cause"]], dtype=pl.String)
    return table.with_columns(causes).select("cause", "occurred_s", "recorded_s", "due_s")


def _steps(reading: Reading) -> pl.DataFrame:
    table = step_verdicts(reading, _EVER)
    place_names = reading.log.tables["places"]["name"].to_list()
    table = table.with_columns(
        pl.Series("name", _step_names(reading, table["step"]), dtype=pl.String),
        pl.Series("kind", [StepKind(kind).name for kind in table["kind"]], dtype=pl.String),
    )
    for column in ("giver", "receiver"):
        table = _named(table, column, place_names)
    return _named(table, "officer", reading.log.tables["officers"]["name"].to_list())


def _pauses(reading: Reading) -> tuple[tuple[int, int], ...]:
    ends = (EventKind.RESUMED, EventKind.RETURNED_UNRESOLVED, EventKind.WITHDRAWN)
    rows = reading.rows_of(EventKind.PAUSED, *ends)
    kinds = reading.column("events", "kind")[rows].tolist()
    instants_s = reading.column("events", "occurred_s")[rows].tolist()
    pairs = zip(kinds, kinds[1:], instants_s, instants_s[1:], strict=False)
    return tuple(
        (from_s, to_s)
        for first, second, from_s, to_s in pairs
        if first == EventKind.PAUSED and second in ends
    )


def _count(
    reading: Reading, dossier: int, limit: TimeLimit, pauses: tuple[tuple[int, int], ...]
) -> Count | None:
    accepted_s = int(reading.accepted_s()[dossier])
    if accepted_s == NEVER:
        return None
    calendar = reading.legal_calendars()[int(reading.column("dossiers", "legal")[dossier])]
    try:
        return calendar.count_days(accepted_s, limit, pauses)
    except HorizonError:
        return None


def _days(reading: Reading, dossier: int, until_s: int) -> dict[str, int]:
    row = stays(reading, until_s).filter(pl.col("dossier") == dossier)
    return {part: int(row[part].item()) if row.height else 0 for part in PARTS}


def _lateness(reading: Reading, dossier: int, steps: pl.DataFrame) -> Lateness:
    due_s, decided_s = int(reading.due_s()[dossier]), int(reading.final_s()[dossier])
    judged_s = min(decided_s, run_end_s(reading.log))
    parts = _days(reading, dossier, judged_s)
    largest = sorted(
        ((part.removesuffix("_s"), seconds) for part, seconds in parts.items() if seconds),
        key=lambda one: -one[1],
    )
    over = steps.filter(pl.col("allotment_s") >= 0, pl.col("used_s") > pl.col("allotment_s"))
    over = over.with_columns((pl.col("used_s") - pl.col("allotment_s")).alias("over_s"))
    over = over.sort("over_s", descending=True, maintain_order=True)
    verdict, working_days, phantom = None, 0, False
    if due_s != NO_INSTANT:
        calendar = reading.legal_calendars()[int(reading.column("dossiers", "legal")[dossier])]
        verdict = Verdict(int(reading.verdicts(reading.due_s(), judged_s)[dossier]))
        working_days = calendar.working_days_late(due_s, judged_s) if verdict == Verdict.LATE else 0
        phantom = verdict != Verdict.LATE and _late_in_portal(reading, dossier)
    return Lateness(
        verdict=verdict,
        working_days=working_days,
        phantom=phantom,
        largest_parts=tuple(largest),
        overrun_steps=tuple(zip(over["step"].to_list(), over["over_s"].to_list(), strict=True)),
        worst_step=over["name"][0] if over.height else "",
    )


def _late_in_portal(reading: Reading, dossier: int) -> bool:
    recorded_s = np.minimum(reading.final_s(ClockChoice.RECORDED), run_end_s(reading.log))
    return bool(reading.verdicts(reading.due_s(), recorded_s)[dossier] == Verdict.LATE)
