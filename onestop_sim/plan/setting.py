"""
The setting of a Plan: places and people, lines, calendars, agencies, and what the indices stand for.

Conventions as in `plan.plan`: whole seconds since time 0, NOBODY for an index that points nowhere.
"""

from dataclasses import dataclass

from onestop_sim.plan.columns import Columns, Flags, Floats, Ints, column


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
