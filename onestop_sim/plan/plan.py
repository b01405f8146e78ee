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
                         at the start.
        entry_left_s:    effort still to be done of the entry row (open at the start), else -1.
        accepted_s:      instant of acceptance of a dossier that is open at the start, else NO_INSTANT.
        due_s:           its promised instant, pauses so far included, else NO_INSTANT.
        pause_began_s:   start of the pause it is in at the start, else NO_INSTANT.
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
class Places(Columns):
    """
    Desks and offices: wherever officers share queues.

    Attributes:
        unit:            index into `Names.units`.
        agency:          index into `Agencies`.
        calendar:        opening calendar, index into `Plan.calendars`.
        legal:           legal calendar of its unit, index into `Plan.legal_calendars`.
        is_desk:         a reception desk (bộ phận một cửa).
        discipline:      `Discipline`.
        at_closing:      `AtClosing`.
        start_rule:      `StartRule`.
        working_rule:    `WorkingRule`.
        margin_s:        TO_THE_DATE: working seconds before the end of the allotment at which work is let go.
        after_cutoff:    `AfterCutoff`: when same-day work accepted after the cut-off is taken up.
        leave_at_close:  waiting applicants go home when the desk closes for the day.
    """

    unit: Ints = column("i2")
    agency: Ints = column("i2")
    calendar: Ints = column("i2")
    legal: Ints = column("i2")
    is_desk: Flags = column("?")
    discipline: Ints = column("i1")
    at_closing: Ints = column("i1")
    start_rule: Ints = column("i1")
    working_rule: Ints = column("i1")
    margin_s: Ints = column("i8")
    after_cutoff: Ints = column("i1")
    leave_at_close: Flags = column("?")


@dataclass(frozen=True)
class Officers(Columns):
    """
    People, in the order of their numbers at each place.

    Attributes:
        place:    index into `Places`.
        speed:    work done in a second, 1 for the officer whom efforts are stated for.
        skills:   bit mask over `Names.skills`; -1: can do everything.
        calendar: when on duty (roster less absences and other duties), index into `Plan.calendars`.
    """

    place: Ints = column("i2")
    speed: Floats = column("f8")
    skills: Ints = column("i8")
    calendar: Ints = column("i4")


@dataclass(frozen=True)
class Lines(Columns):
    """
    Ways for papers between places, and to applicants.

    Attributes:
        kind:       `LineKind`.
        calendar:   days and hours in which a POST line moves, index into `Plan.calendars`, else NOBODY.
        timetable:  index into `Plan.timetables` (POST), else NOBODY.
        starts_s:   first instant at which the line runs.
        before:     line that is used before `starts_s`, or NOBODY.
    """

    kind: Ints = column("i1")
    calendar: Ints = column("i2")
    timetable: Ints = column("i2")
    starts_s: Ints = column("i8")
    before: Ints = column("i2")


@dataclass(frozen=True)
class Agencies(Columns):
    """
    Bodies that answer for dossiers and write letters of apology.

    Attributes:
        unit:             index into `Names.units`.
        calendar:         hours of its clerk, index into `Plan.calendars`.
        apology_rule:     `ApologyRule`.
        compliance_share: share of the letters owed that are written.
        max_letters:      letters for one dossier; the decree allows one.
    """

    unit: Ints = column("i2")
    calendar: Ints = column("i2")
    apology_rule: Ints = column("i1")
    compliance_share: Floats = column("f8")
    max_letters: Ints = column("i2")


@dataclass(frozen=True)
class Windows(Columns):
    """
    Intervals of time in which something special holds at a place, a unit, or (NOBODY) everywhere.

    Attributes:
        where:   index into `Places` (scanning) or `Names.units` (software), or NOBODY.
        from_s:  first instant.
        until_s: first instant after it.
    """

    where: Ints = column("i2")
    from_s: Ints = column("i8")
    until_s: Ints = column("i8")


@dataclass(frozen=True)
class CleanUps(Columns):
    """
    Campaigns that close every finished but unclosed record (xử lý dứt điểm hồ sơ tồn đọng).

    Attributes:
        unit: index into `Names.units`, or NOBODY for all.
        at_s: instant.
    """

    unit: Ints = column("i2")
    at_s: Ints = column("i8")


@dataclass(frozen=True)
class Shifts(Columns):
    """
    An interval calendar: sorted, disjoint half-open shifts.

    Attributes:
        opens_s:  start of each shift.
        closes_s: end of each shift.
    """

    opens_s: Ints = column("i8")
    closes_s: Ints = column("i8")


@dataclass(frozen=True)
class Timetable:
    """
    The rounds of a post line.

    Attributes:
        collects_s: instants at which the courier takes along what was sent before (or then), increasing.
        delivers_s: instants at which he brings what has arrived by then, increasing.
    """

    collects_s: Ints
    delivers_s: Ints


@dataclass(frozen=True)
class LegalDays:
    """
    A legal calendar as data; `deadline.LegalCalendar` computes with it.

    Attributes:
        working_days:       numbers of the working days (day 0 starts at time 0), increasing.
        morning_opens_s:    seconds after midnight; likewise the other three.
        morning_closes_s:   end of the morning.
        afternoon_opens_s:  start of the afternoon; before it an instant belongs to the morning.
        afternoon_closes_s: end of the day; every whole-day promise ends here.
        cutoff_s:           same-day dossiers accepted later are due the next working day; -1: no such rule.
    """

    working_days: Ints
    morning_opens_s: int
    morning_closes_s: int
    afternoon_opens_s: int
    afternoon_closes_s: int
    cutoff_s: int


@dataclass(frozen=True)
class Period:
    """
    A reporting period, as instants.

    Attributes:
        name:    as the scenario calls it.
        start_s: midnight of its first day.
        end_s:   midnight after its last day.
    """

    name: str
    start_s: int
    end_s: int


@dataclass(frozen=True)
class Names:
    """
    What the indices stand for. Titles are for people; names are keys.

    Attributes:
        origin:            ISO date of day 0.
        units:             names of units; `unit_titles`, `unit_levels` (labels) alike.
        places:            names of places, "unit/office".
        place_titles:      titles of places.
        officers:          names of officers, unique within a place.
        agencies:          names of agencies.
        procedures:        names of procedures.
        procedure_titles:  titles of procedures.
        procedure_fields:  field (lĩnh vực) of each procedure.
        procedure_levels:  level label of the competent unit of each procedure.
        steps:             names of steps of all procedures.
        skills:            names of skills.
        lines:             names of lines.
        segments:          "warm_up", the periods' names, "run_off", "backlog", and "after/..." for each
                           period that the next one does not follow at once.
        calendars:         what each calendar is, for messages.
    """

    origin: str
    units: tuple[str, ...]
    unit_titles: tuple[str, ...]
    unit_levels: tuple[str, ...]
    places: tuple[str, ...]
    place_titles: tuple[str, ...]
    officers: tuple[str, ...]
    agencies: tuple[str, ...]
    procedures: tuple[str, ...]
    procedure_titles: tuple[str, ...]
    procedure_fields: tuple[str, ...]
    procedure_levels: tuple[str, ...]
    steps: tuple[str, ...]
    skills: tuple[str, ...]
    lines: tuple[str, ...]
    segments: tuple[str, ...]
    calendars: tuple[str, ...]


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
