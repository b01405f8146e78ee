"""The life of one dossier, read from a log: what happened, who held it, where its days went."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from onestop_sim.clock import Clock, parse_date
from onestop_sim.deadline import Count, LegalCalendar, TimeLimit
from onestop_sim.errors import HorizonError, UserError
from onestop_sim.eventlog.log import EventLog, names_of
from onestop_sim.eventlog.reading import Reading
from onestop_sim.eventlog.schema import HOLDER_AFTER
from onestop_sim.stats.durations import PARTS, stays
from onestop_sim.stats.timeliness import step_verdicts
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    NOBODY,
    Channel,
    ClockChoice,
    EventKind,
    Holder,
    LimitUnit,
    StepKind,
    Verdict,
)

_KEY_DIGITS = 16
_FOREVER = (-NEVER, NEVER)


@dataclass(frozen=True, slots=True)
class Moment:
    """
    One event of a life.

    Attributes:
        occurred_s: when it happened.
        recorded_s: when the software knew it; NEVER: it did not.
        kind:       what happened.
        place:      where, "" on the way or at the applicant's.
        officer:    who did it, or "".
        step:       step of the route, or "".
        holder:     who has the dossier from then on.
    """

    occurred_s: int
    recorded_s: int
    kind: EventKind
    place: str
    officer: str
    step: str
    holder: Holder


@dataclass(frozen=True, slots=True)
class StepUsed:
    """A step done: kind, place, allotted and used working seconds, verdict (None: nothing allotted)."""

    name: str
    kind: StepKind
    place: str
    allotment_s: int
    used_s: int
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Life:
    """
    What a log tells of one dossier.

    Attributes:
        row:        row of `dossiers`.
        key:        its key, hexadecimal.
        procedure:  title of its procedure.
        home:       title of the unit where the applicant lives.
        filed_at:   title of the desk.
        channel:    how it came in.
        limit:      legal limit.
        moments:    its events, in order.
        accepted_s: acceptance, or NEVER.
        count:      account of the promised date as far as it can be told; None without one.
        due_s:      date in force at the decision, or NO_INSTANT.
        decided_s:  signing, return or withdrawal, or NEVER.
        verdict:    verdict of the decision, or of the end of the run; None without a date.
        days_late:  working days after the date, 0 if in time.
        verdict_recorded: the same as the software shows it.
        parts_s:    seconds of its stay by part; empty if it was never accepted in the run.
        steps:      steps done, in order.
        day_s:      working seconds of a legal day.
    """

    row: int
    key: str
    procedure: str
    home: str
    filed_at: str
    channel: Channel
    limit: TimeLimit
    moments: tuple[Moment, ...]
    accepted_s: int
    count: Count | None
    due_s: int
    decided_s: int
    verdict: Verdict | None
    days_late: int
    verdict_recorded: Verdict | None
    parts_s: dict[str, int]
    steps: tuple[StepUsed, ...]
    day_s: int


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
        rows = log.dossiers.with_row_index("row").filter(key=int(digits, 16))["row"]
        if len(rows):
            return int(rows[0])
    raise UserError("dossier_unknown", given=given, replication=replication, last=n - 1)


def clock_of(log: EventLog) -> Clock:
    """Return the clock that the instants of a log are read with."""
    return Clock(parse_date(names_of(log, "origin")[0]))


def life_of(log: EventLog, row: int) -> Life:
    """Return the life of the dossier in a row of `dossiers`."""
    reading = Reading(log)
    said = log.dossiers.row(row, named=True)
    tables = log.tables
    limit = TimeLimit(LimitUnit(said["limit_unit"]), said["limit_n"])
    moments = tuple(_moments(log, row))
    # A reading does not know weekdays; the account of a date tells weekends from holidays by them.
    calendar = replace(reading.legal_calendars()[said["legal"]], weekday_of_day_0=clock_of(log).weekday(0))
    accepted_s = int(reading.accepted_s()[row])
    due_s, decided_s = int(reading.due_s()[row]), int(reading.final_s()[row])
    end_s = int(names_of(log, "run_end_s")[0])
    stay = stays(reading).filter(dossier=row)
    return Life(
        row=row,
        key=f"{said['key']:016x}",
        procedure=tables["procedures"]["title"][said["procedure"]],
        home=tables["units"]["title"][said["home_unit"]],
        filed_at=tables["places"]["title"][said["receiving_place"]],
        channel=Channel(said["channel"]),
        limit=limit,
        moments=moments,
        accepted_s=accepted_s,
        count=_count(calendar, accepted_s, limit, moments),
        due_s=due_s,
        decided_s=decided_s,
        verdict=_verdict(reading, calendar, row, limit, ClockChoice.OCCURRED, end_s),
        days_late=0 if due_s == NO_INSTANT else calendar.working_days_late(due_s, min(decided_s, end_s)),
        verdict_recorded=_verdict(reading, calendar, row, limit, ClockChoice.RECORDED, end_s),
        parts_s={part: int(stay[part][0]) for part in PARTS} if stay.height else {},
        steps=tuple(_steps(reading, row)),
        day_s=calendar.day_length_s,
    )


def _moments(log: EventLog, row: int) -> Iterator[Moment]:
    places, officers = log.tables["places"]["name"], log.tables["officers"]["name"]
    step_names, steps = names_of(log, "step"), log.tables["steps"]["name"]
    holder = Holder.APPLICANT
    for event in log.events.filter(dossier=row).iter_rows(named=True):
        kind = EventKind(event["kind"])
        after = HOLDER_AFTER[kind]
        holder = holder if after is None else after
        yield Moment(
            event["occurred_s"],
            event["recorded_s"],
            kind,
            "" if event["place"] == NOBODY else places[event["place"]],
            "" if event["officer"] == NOBODY else officers[event["officer"]],
            "" if event["step"] == NOBODY else step_names[steps[event["step"]]],
            holder,
        )


def _count(
    calendar: LegalCalendar, accepted_s: int, limit: TimeLimit, moments: tuple[Moment, ...]
) -> Count | None:
    if accepted_s == NEVER:
        return None
    try:
        return calendar.count_days(accepted_s, limit, _pauses(moments))
    except HorizonError:  # accepted long before the run: its days are not in the log
        return None


def _pauses(moments: tuple[Moment, ...]) -> list[tuple[int, int]]:
    pauses: list[tuple[int, int]] = []
    began_s = NO_INSTANT
    for moment in moments:
        if moment.kind == EventKind.PAUSED:
            began_s = moment.occurred_s
        elif moment.kind == EventKind.RESUMED and began_s != NO_INSTANT:
            pauses.append((began_s, moment.occurred_s))
            began_s = NO_INSTANT
    return pauses


def _verdict(
    reading: Reading, calendar: LegalCalendar, row: int, limit: TimeLimit, clock: ClockChoice, end_s: int
) -> Verdict | None:
    """Return the verdict of the decision; of an open dossier: late if its date has passed, else none."""
    due_s, decided_s = int(reading.due_s(NEVER, clock)[row]), int(reading.final_s(clock)[row])
    if due_s == NO_INSTANT:
        return None
    if decided_s < NEVER:
        return calendar.verdict(due_s, decided_s, limit.unit)
    return Verdict.LATE if bool(reading.overdue_at(end_s, clock)[row]) else None


def _steps(reading: Reading, row: int) -> Iterator[StepUsed]:
    places = reading.log.tables["places"]["name"]
    names = names_of(reading.log, "step")
    done = step_verdicts(reading, _FOREVER).filter(pl.col("dossier") == row)
    for step in done.iter_rows(named=True):
        verdict = None if step["verdict"] is None else Verdict(step["verdict"])
        place = "" if step["receiver"] == NOBODY else places[step["receiver"]]
        yield StepUsed(
            names[step["name"]], StepKind(step["kind"]), place, step["allotment_s"], step["used_s"], verdict
        )
