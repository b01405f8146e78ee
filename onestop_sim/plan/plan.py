"""
The Plan: everything that chance or rule decides before the doors open, for one replication.

Flat arrays and names, nothing else: no callables, no dates, no dice. The engine is a pure
function of it, so two engines can be compared event by event and a plan can be saved.

Conventions of every column: instants ``_s`` are whole seconds since time 0, local midnight of the
first period's first day (negative before it); durations ``_s`` are whole seconds; an index that
points nowhere is ``NOBODY`` (-1); an instant that is not known is ``NO_INSTANT``; "never" is ``NEVER``.
"""

from dataclasses import dataclass
from typing import Final

from onestop_sim.plan.columns import Columns, Flags, Floats, Ints, Keys, column
from onestop_sim.plan.reach import Choices, Nearby, Origins, Positions
from onestop_sim.plan.setting import (
    Agencies,
    CleanUps,
    LegalDays,
    Lines,
    Names,
    Officers,
    Period,
    Places,
    Shifts,
    Timetable,
    Windows,
)

__all__ = [
    "COMPETENT",
    "RECEIVING",
    "RETURNING",
    "Agencies",
    "Attempts",
    "Choices",
    "CleanUps",
    "Dossiers",
    "LegalDays",
    "Lines",
    "Names",
    "Nearby",
    "Officers",
    "Origins",
    "Period",
    "Places",
    "Plan",
    "Positions",
    "Shifts",
    "Steps",
    "Timetable",
    "Windows",
]

RECEIVING: Final = -2
"""Place of a row: the desk that receives the dossier (column `receiving_place`)."""
COMPETENT: Final = -3
"""Place of a row: the office in charge (column `competent_place`)."""
RETURNING: Final = -4
"""Place of a row: the desk that returns the result (column `returning_place`)."""


@dataclass(frozen=True)
class Dossiers(Columns):
    """
    One row for each dossier, sorted by (`filed_s`, `key`).

    Attributes:
        key:             identity of the dossier in every world (see `dice.dossier_keys`).
        segment:         index into `Names.segments`: warm-up, each period, run-off, opening backlog.
        ordinal:         number of the dossier within its segment, home unit and procedure.
        procedure:       index into `Names.procedures`.
        home_unit:       where the applicant lives; index into `Names.units`.
        receiving_place: desk where it is filed.
        competent_place: office in charge of the decision; its agency answers for the dossier.
        returning_place: desk where the result is collected.
        channel:         `Channel`.
        filed_s:         the applicant reaches the desk, sends it online, or gives it to the post.
        limit_unit:      `LimitUnit` of the legal limit.
        limit_n:         legal limit in that unit (0 for same day).
        legal:           legal calendar of the competent unit; index into `Plan.legal_calendars`.
        carrier:         first dossier of the visit in which it is filed; its own number if alone.
        next_in_visit:   dossier filed after it in the same visit, or NOBODY.
        patience_s:      how long the applicant waits at the desk in one visit; NEVER: without limit.
        home_delivery:   the applicant asked for the result by post.
        entry_row:       row of `Steps` at which it enters the run: its first row, unless it is open
                         at the start. Of the opening backlog, at the beginning of the first period.
        entry_left_s:    effort still to be done of the entry row (open at the start), else -1.
        accepted_s:      instant of acceptance of a dossier that is open at the start, else NO_INSTANT.
        due_s:           its promised instant, pauses so far included, else NO_INSTANT.
        pause_began_s:   start of the pause it is in at the start, else NO_INSTANT.
        signed_s:        signature of a dossier that was handed over before the run, its record not closed:
                         nothing happens to it but its record; else NO_INSTANT.
        closed_by_s:     a signature before this instant is recorded by then; NO_INSTANT: when it is.
        on_due_day:      a result ready before the due day is recorded only on that day.
        close_lag_s:     from signing (or return) to its record in the software, in working seconds of the
                         legal calendar `legal` (8 h = one working day); NEVER: left unclosed.
        letter_u:        uniform that decides whether the agency keeps the rule on apology letters.
        letter_delay_s:  working time from the decision to write to the signature of the letter.
    """

    key: Keys = column("u8")
    segment: Ints = column("i2")
    ordinal: Ints = column("i4")
    procedure: Ints = column("i2")
    home_unit: Ints = column("i2")
    receiving_place: Ints = column("i2")
    competent_place: Ints = column("i2")
    returning_place: Ints = column("i2")
    channel: Ints = column("i1")
    filed_s: Ints = column("i8")
    limit_unit: Ints = column("i1")
    limit_n: Ints = column("i2")
    legal: Ints = column("i2")
    carrier: Ints = column("i4")
    next_in_visit: Ints = column("i4")
    patience_s: Ints = column("i8")
    home_delivery: Flags = column("?")
    entry_row: Ints = column("i4")
    entry_left_s: Ints = column("i8")
    accepted_s: Ints = column("i8")
    due_s: Ints = column("i8")
    pause_began_s: Ints = column("i8")
    signed_s: Ints = column("i8")
    closed_by_s: Ints = column("i8")
    on_due_day: Flags = column("?")
    close_lag_s: Ints = column("i8")
    letter_u: Floats = column("f8")
    letter_delay_s: Ints = column("i8")


@dataclass(frozen=True)
class Steps(Columns):
    """
    The routes, unrolled: rows `Plan.first_row[d]` to `Plan.first_row[d + 1]` are dossier *d*'s life.

    How each kind is played is told in `engine.journey`. A route ends after its last row: in
    REFUSE, in a last SEND_HOME (never back), in WITHDRAW, in HAND_OVER or in DELIVER_HOME.

    Attributes:
        kind:          `StepKind`.
        place:         index into `Places`, or RECEIVING, COMPETENT, RETURNING. Of a DELAY, TRANSFER
                       or AWAIT_APPLICANT row: the place whose agency answers meanwhile (of a
                       TRANSFER: the one it goes to). NOBODY: a RETURN_UNRESOLVED of a request that
                       was never answered, which takes no officer.
        line:          index into `Lines` (TRANSFER, DELIVER_HOME), else NOBODY.
        effort_s:      working seconds of an officer of speed 1.
        scan_effort_s: added when the step begins inside a scanning window of its place.
        delay_s:       DELAY: elapsed seconds in nobody's hands. AWAIT_APPLICANT: until the applicant
                       answers. SEND_HOME: until he is back. HAND_OVER: from READY until he comes.
                       TRANSFER and DELIVER_HOME: transit, in open seconds of the line's calendar.
                       Else 0.
        allotment_s:   the step's share of the legal limit, in working seconds (8 h = 1 working day);
                       -1: left open by the internal procedure.
        skill:         skill the officer must have (index into `Names.skills`), or NOBODY.
        priority:      class in the queue, 0 first; inside a class the discipline of the place.
        visitor:       the applicant himself waits in the queue, and may leave it.
        moment_share:  of visits other than filing, in the row of the visit itself (the contact after a
                       SEND_HOME, TAKE_SUPPLEMENT, HAND_OVER): the share of the desk's open time of
                       the day that has passed when the applicant comes; negative: he waits there,
                       or it comes through the portal, and is served at once (or at the next opening).
        pauses_clock:  AWAIT_APPLICANT: the legal clock stands still until the end of the wait, or,
                       when the next row is TAKE_SUPPLEMENT, until that row is done.
        round:         0 first time, 1 first repetition ...; DELIVER_HOME: number of failed attempts.
        record_lag_s:  from the events of the step to their record in the software.
        name:          index into `Names.steps`.
    """

    kind: Ints = column("i1")
    place: Ints = column("i2")
    line: Ints = column("i2")
    effort_s: Ints = column("i8")
    scan_effort_s: Ints = column("i8")
    delay_s: Ints = column("i8")
    allotment_s: Ints = column("i8")
    skill: Ints = column("i1")
    priority: Ints = column("i1")
    visitor: Flags = column("?")
    moment_share: Floats = column("f4")
    pauses_clock: Flags = column("?")
    round: Ints = column("i2")
    record_lag_s: Ints = column("i8")
    name: Ints = column("i2")


@dataclass(frozen=True)
class Attempts(Columns):
    """
    What an applicant does who left the desk unserved: comes back, so often and then no more.

    Rows ``attempt_first[d]`` to ``attempt_first[d + 1]`` of dossier *d* (the carrier's count).

    Attributes:
        gap_days:     open days of the desk until he comes again, at least 1.
        moment_share: share of that day's open time that has passed when he comes.
    """

    gap_days: Ints = column("i2")
    moment_share: Floats = column("f4")


@dataclass(frozen=True)
class Plan:
    """
    One replication, decided and not yet lived.

    Attributes:
        dossiers:        `Dossiers`, n rows.
        first_row:       int64[n + 1]; rows of dossier d in `steps` (CSR).
        steps:           `Steps`.
        attempt_first:   int64[n + 1]; rows of dossier d in `attempts` (CSR).
        attempts:        `Attempts`.
        places:          `Places`; `officers`, `lines`, `agencies` alike.
        calendars:       opening calendars, rosters and postal calendars, by index.
        timetables:      rounds of the post lines, by index.
        legal_calendars: legal calendars, by index.
        scanning:        windows of places in which receiving includes scanning.
        outages:         windows of units in which nothing is recorded in the software.
        clean_ups:       campaigns that close records.
        periods:         reporting periods.
        run_start_s:     first instant of the run (start of the warm-up).
        run_end_s:       the run stops here; what is open stays open.
        capped_rounds:   dossiers whose supplement rounds hit the cap of the scenario, counted.
        names:           what the indices stand for.
        origins:         where applicants set out; None, like the next three, without a choice of desk.
        positions:       where places are.
        choices:         desks that depend on queues; None if none does.
        nearby:          what rows of these dossiers are instead, if their desk is near; None likewise.
    """

    dossiers: Dossiers
    first_row: Ints
    steps: Steps
    attempt_first: Ints
    attempts: Attempts
    places: Places
    officers: Officers
    lines: Lines
    agencies: Agencies
    calendars: tuple[Shifts, ...]
    timetables: tuple[Timetable, ...]
    legal_calendars: tuple[LegalDays, ...]
    scanning: Windows
    outages: Windows
    clean_ups: CleanUps
    periods: tuple[Period, ...]
    run_start_s: int
    run_end_s: int
    capped_rounds: int
    names: Names
    origins: Origins | None = None
    positions: Positions | None = None
    choices: Choices | None = None
    nearby: Nearby | None = None
