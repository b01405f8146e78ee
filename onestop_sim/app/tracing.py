"""`trace`: the life of one dossier, told."""

from pathlib import Path

import polars as pl
from rich.table import Table

from onestop_sim.app.explain import count_table, full_instant, limit_text
from onestop_sim.app.voice import VOICE
from onestop_sim.clock import DAY_S, Clock, parse_date
from onestop_sim.engine.simulate import simulate
from onestop_sim.errors import UserError
from onestop_sim.eventlog.log import EventLog, names_of
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.stats.life import Life, life_of
from onestop_sim.study.archive import Manifest, log_folder, read_manifest
from onestop_sim.terms import NEVER, Channel, Outcome, PromiseCause, Verdict
from onestop_sim.words.catalogue import in_figures
from onestop_sim.words.labels import label
from onestop_sim.words.screen import numbered, text
from onestop_sim.words.translated import in_lang

_HOUR_S = 3600
_WORKING_DAY_S = 8 * _HOUR_S
_KEY_DIGITS = 16
_DECIDED = {Outcome.RESOLVED, Outcome.RETURNED_UNRESOLVED, Outcome.WITHDRAWN}


def trace_dossier(folder: Path, given: str, replication: int, world: str | None = None) -> None:
    """
    Print the life of a dossier of a run, or of one world of a comparison; None: its base.

    Raises:
        UserError: the folder is no results folder, or it has no such replication or dossier.
    """
    manifest = read_manifest(folder, world)
    if not 0 <= replication < manifest.n_replications:
        raise UserError("replication_unknown", given=replication, last=manifest.n_replications - 1)
    log = _log(folder, manifest, replication)
    row = find_dossier(log, given, replication)
    _tell(log, life_of(log, row), replication)


def find_dossier(log: EventLog, given: str, replication: int) -> int:
    """
    Return the row of a dossier named by row number, or by the 16 hexadecimal digits of its key.

    Raises:
        UserError: ``dossier_unknown``.
    """
    n = log.dossiers.height
    if given.isdecimal() and len(given) < _KEY_DIGITS and int(given) < n:
        return int(given)
    digits = given.lower().removeprefix("0x")
    if len(digits) == _KEY_DIGITS and all(one in "0123456789abcdef" for one in digits):
        rows = log.dossiers.with_row_index("row").filter(pl.col("key") == int(digits, 16))["row"]
        if len(rows):
            return int(rows[0])
    raise UserError("dossier_unknown", given=given, replication=replication, last=n - 1)


def _log(folder: Path, manifest: Manifest, replication: int) -> EventLog:
    """Return the log that was kept, or the same one lived again."""
    if manifest.has_logs:
        log = EventLog.load(log_folder(folder, replication))
        if log.fingerprint() != manifest.fingerprints[replication].log:
            where = str(log_folder(folder, replication))
            raise UserError("results_corrupt", file=where, reason="changed")
        return log
    plan = compile_plan(manifest.scenario, root_seed=manifest.root_seed, replication=replication)
    log = simulate(plan)
    agrees = log.fingerprint() == manifest.fingerprints[replication].log
    agreement = text("agrees" if agrees else "log_differs", VOICE.lang)
    VOICE.say("resimulated", replication=replication, agreement=agreement)
    return log


def _tell(log: EventLog, life: Life, replication: int) -> None:
    console = VOICE.console()
    clock = Clock(parse_date(names_of(log, "origin")[0]))
    VOICE.say("trace_title", row=life.dossier, key=f"{life.key:016x}", replication=replication)
    for name, fact in _facts(log, life).items():
        print(f"  {text(name, VOICE.lang)}: {fact}")
    console.print(_events_table(life, clock))
    _tell_clock(life, clock)
    if any(life.days.values()):
        console.print(_parts_table(life))
    if life.steps.height:
        console.print(_steps_table(life))
    _tell_why_late(life, clock)


def _facts(log: EventLog, life: Life) -> dict[str, str]:
    said = log.dossiers.row(life.dossier, named=True)
    tables = log.tables
    return {
        "procedure": in_lang(tables["procedures"]["title"][said["procedure"]], VOICE.lang),
        "home": in_lang(tables["units"]["title"][said["home_unit"]], VOICE.lang),
        "filed_at": in_lang(tables["places"]["title"][said["receiving_place"]], VOICE.lang),
        "channel": label(Channel(said["channel"]), VOICE.lang),
        "limit": limit_text(life.limit),
        "outcome": label(life.outcome, VOICE.lang),
    }


def _events_table(life: Life, clock: Clock) -> Table:
    table = Table()
    for name in ("when", "what", "step", "where", "who", "held_by", "recorded"):
        table.add_column(text(name, VOICE.lang), overflow="fold")
    for event in life.events.iter_rows(named=True):
        recorded = text("at_once", VOICE.lang)
        if event["recorded_s"] == NEVER:
            recorded = text("never", VOICE.lang)
        elif event["recorded_s"] > event["occurred_s"]:
            recorded = clock.iso(event["recorded_s"])
        table.add_row(
            clock.iso(event["occurred_s"]),
            label(f"event_kind.{event['kind'].lower()}", VOICE.lang),
            event["step"],
            event["place"],
            event["officer"],
            label(f"holder.{event['holder'].lower()}", VOICE.lang) if event["holder"] else "",
            recorded,
        )
    return table


def _tell_clock(life: Life, clock: Clock) -> None:
    """Tell every date that was promised, and how the one in force comes about."""
    print(text("legal_clock", VOICE.lang))
    if life.count is not None:
        VOICE.console().print(count_table(clock, life.count))
    if not life.promises.height:
        VOICE.say("no_promise")
    for promise in life.promises.iter_rows(named=True):
        cause = label(PromiseCause[promise["cause"]], VOICE.lang)
        when = full_instant(clock, promise["due_s"])
        print(f"{text('promised', VOICE.lang, when=when)} ({cause})")


def _parts_table(life: Life) -> Table:
    """Return where the time went; the parts add up to the stay."""
    table = Table(text("where_days_went", VOICE.lang))
    for name in ("days", "hours"):
        table.add_column(text(name, VOICE.lang), justify="right")
    rows = [(label(f"part.{part.removesuffix('_s')}", VOICE.lang), s) for part, s in life.days.items()]
    rows.append((label("total", VOICE.lang), sum(life.days.values())))
    for name, seconds in rows:
        table.add_row(name, _digits(f"{seconds / DAY_S:.2f}"), _digits(f"{seconds / _HOUR_S:.1f}"))
    return table


def _steps_table(life: Life) -> Table:
    """Return Form 05: each step against its allotment."""
    table = Table(title=text("steps_title", VOICE.lang))
    for name in ("step", "where"):
        table.add_column(text(name, VOICE.lang), overflow="fold")
    for name in ("allotted", "used"):
        heading = f"{text(name, VOICE.lang)}, {text('working_days', VOICE.lang)}"
        table.add_column(heading, justify="right")
    table.add_column(text("verdict", VOICE.lang))
    for step in life.steps.iter_rows(named=True):
        allotted = "–" if step["allotment_s"] < 0 else _in_working_days(step["allotment_s"])
        verdict = "" if step["verdict"] is None else label(Verdict(step["verdict"]), VOICE.lang)
        kind = label(f"step_kind.{step['kind'].lower()}", VOICE.lang)
        name = f"{step['name']} · {kind}"
        table.add_row(name, step["receiver"], allotted, _in_working_days(step["used_s"]), verdict)
    return table


def _in_working_days(seconds: int) -> str:
    return _digits(f"{seconds / _WORKING_DAY_S:.2f}")


def _digits(number: str) -> str:
    return in_figures(number, VOICE.lang)


def _tell_why_late(life: Life, clock: Clock) -> None:
    lateness = life.lateness
    if lateness.verdict is None:  # without a date nothing can be late
        return
    if lateness.verdict != Verdict.LATE:
        VOICE.say("not_late")
        if lateness.phantom:
            VOICE.say("phantom")
        return
    print(text("why_late", VOICE.lang))
    if life.outcome in _DECIDED:
        decided_s = _decided_s(life)
        n = lateness.working_days
        VOICE.say(numbered("late_by", n), when=full_instant(clock, decided_s), n=n)
    else:
        VOICE.say("late_open")
    for row, _ in lateness.overrun_steps:
        step = life.steps.row(by_predicate=pl.col("step") == row, named=True)
        VOICE.say(
            "overran",
            step=step["name"],
            place=step["receiver"],
            used_wd=_in_working_days(step["used_s"]),
            allotted_wd=_in_working_days(step["allotment_s"]),
        )
    for part, seconds in lateness.largest_parts[:1]:
        named = label(f"part.{part}", VOICE.lang)
        VOICE.say("longest_part", part=named, hours=_digits(f"{seconds / _HOUR_S:.1f}"))


def _decided_s(life: Life) -> int:
    """Return when the dossier was first signed, returned or withdrawn."""
    kinds = ("SIGNED", "RETURNED_UNRESOLVED", "WITHDRAWN")
    return int(life.events.filter(pl.col("kind").is_in(kinds))["occurred_s"][0])
