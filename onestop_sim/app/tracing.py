"""`trace`: the life of one dossier, told."""

from pathlib import Path

from rich.table import Table

from onestop_sim.app.explain import count_table, full_instant, limit_text
from onestop_sim.app.voice import VOICE
from onestop_sim.clock import DAY_S, Clock
from onestop_sim.engine.simulate import simulate
from onestop_sim.errors import UserError
from onestop_sim.eventlog.log import EventLog
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.study.archive import Manifest, log_folder, read_manifest
from onestop_sim.study.life import Life, StepUsed, clock_of, find_dossier, life_of
from onestop_sim.terms import NEVER, NO_INSTANT, Verdict
from onestop_sim.words.labels import label
from onestop_sim.words.screen import text

_HOUR_S = 3600


def trace_dossier(folder: Path, given: str, replication: int) -> None:
    """
    Print the life of a dossier of a run.

    Raises:
        UserError: the folder is no results folder, or it has no such replication or dossier.
    """
    manifest = read_manifest(folder)
    if not 0 <= replication < manifest.n_replications:
        raise UserError("replication_unknown", given=replication, last=manifest.n_replications - 1)
    log = _log(folder, manifest, replication)
    life = life_of(log, find_dossier(log, given, replication))
    _tell(life, clock_of(log), replication)


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


def _tell(life: Life, clock: Clock, replication: int) -> None:
    console = VOICE.console()
    VOICE.say("trace_title", row=life.row, key=life.key, replication=replication)
    facts = {
        "procedure": life.procedure,
        "home": life.home,
        "filed_at": life.filed_at,
        "channel": label(life.channel, VOICE.lang),
        "limit": limit_text(life.limit),
    }
    for name, fact in facts.items():
        print(f"  {text(name, VOICE.lang)}: {fact}")
    console.print(_events_table(life, clock))
    print(text("legal_clock", VOICE.lang))
    if life.count is not None:
        console.print(count_table(clock, life.count))
    if life.due_s == NO_INSTANT:
        VOICE.say("no_promise")
    else:
        VOICE.say("promised", when=full_instant(clock, life.due_s))
    if life.parts_s:
        console.print(_parts_table(life))
    if life.steps:
        console.print(_steps_table(life))
    _tell_why_late(life, clock)


def _events_table(life: Life, clock: Clock) -> Table:
    table = Table(*(text(name, VOICE.lang) for name in ("when", "what", "step", "where", "who", "held_by")))
    table.add_column(text("recorded", VOICE.lang))
    for moment in life.moments:
        recorded = clock.iso(moment.recorded_s) if moment.recorded_s < NEVER else text("never", VOICE.lang)
        if moment.recorded_s == moment.occurred_s:
            recorded = text("at_once", VOICE.lang)
        table.add_row(
            clock.iso(moment.occurred_s),
            label(moment.kind, VOICE.lang),
            moment.step,
            moment.place,
            moment.officer,
            label(moment.holder, VOICE.lang),
            recorded,
        )
    return table


def _parts_table(life: Life) -> Table:
    """Return where the time went; the parts add up to the stay."""
    table = Table(text("where_days_went", VOICE.lang))
    for name in ("days", "hours"):
        table.add_column(text(name, VOICE.lang), justify="right")
    rows = [(label(f"part.{part.removesuffix('_s')}", VOICE.lang), s) for part, s in life.parts_s.items()]
    rows.append((label("total", VOICE.lang), sum(life.parts_s.values())))
    for name, seconds in rows:
        table.add_row(name, f"{seconds / DAY_S:.2f}", f"{seconds / _HOUR_S:.1f}")
    return table


def _steps_table(life: Life) -> Table:
    table = Table(text("step", VOICE.lang), text("where", VOICE.lang), title=text("steps_title", VOICE.lang))
    for name in ("allotted", "used"):
        heading = f"{text(name, VOICE.lang)}, {text('working_days', VOICE.lang)}"
        table.add_column(heading, justify="right")
    table.add_column(text("verdict", VOICE.lang))
    for step in life.steps:
        allotted = "–" if step.allotment_s < 0 else f"{step.allotment_s / life.day_s:.2f}"
        verdict = "" if step.verdict is None else label(step.verdict, VOICE.lang)
        table.add_row(_name_of(step), step.place, allotted, f"{step.used_s / life.day_s:.2f}", verdict)
    return table


def _name_of(step: StepUsed) -> str:
    return f"{step.name} · {label(step.kind, VOICE.lang)}"


def _tell_why_late(life: Life, clock: Clock) -> None:
    if life.verdict != Verdict.LATE:
        VOICE.say("not_late")
        if life.verdict_recorded == Verdict.LATE:
            VOICE.say("phantom")
        return
    print(text("why_late", VOICE.lang))
    if life.decided_s < NEVER:
        VOICE.say("late_by", when=full_instant(clock, life.decided_s), n=life.days_late)
    else:
        VOICE.say("late_open")
    for step in life.steps:
        if step.verdict == Verdict.LATE:
            VOICE.say(
                "overran",
                step=_name_of(step),
                place=step.place,
                used_wd=f"{step.used_s / life.day_s:.2f}",
                allotted_wd=f"{step.allotment_s / life.day_s:.2f}",
            )
    if life.parts_s:
        part, seconds = max(life.parts_s.items(), key=lambda one: one[1])
        part = label(f"part.{part.removesuffix('_s')}", VOICE.lang)
        VOICE.say("longest_part", part=part, hours=f"{seconds / _HOUR_S:.1f}")
