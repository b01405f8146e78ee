"""
Small plans by hand: every number is in the test, no scenario and no dice stand between.

A place is an `Office`, a dossier is a list of `row(...)`; `plan_of` fills in everything else:
24 hours a day without end, one unit, one agency that writes no letters, a legal calendar of Monday to
Friday 07:00-11:30 and 13:30-17:00 with day 0 a Monday.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

import numpy as np
import polars as pl

from onestop_sim.eventlog.log import EventLog
from onestop_sim.plan.columns import Columns
from onestop_sim.plan.plan import (
    Agencies,
    Attempts,
    CleanUps,
    Dossiers,
    LegalDays,
    Lines,
    Names,
    Officers,
    Period,
    Places,
    Plan,
    Shifts,
    Steps,
    Timetable,
    Windows,
)
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    NOBODY,
    AfterCutoff,
    ApologyRule,
    AtClosing,
    Channel,
    Discipline,
    EventKind,
    LimitUnit,
    LineKind,
    StartRule,
    StepKind,
    WorkingRule,
)

HOUR_S = 3600
DAY_S = 86_400
WEEKS = 60
"""Weeks that the office hours of these plans cover, four of them before time 0."""

T = TypeVar("T", bound=Columns)
Hours = tuple[tuple[int, int], ...]

ALWAYS: Hours = ((-400 * DAY_S, 40_000 * DAY_S),)
CLOSED: Hours = ()
MORNING = (7 * HOUR_S, 11 * HOUR_S + 1800)
AFTERNOON = (13 * HOUR_S + 1800, 17 * HOUR_S)


def office_hours(
    days: Sequence[int] = (0, 1, 2, 3, 4), shifts: Sequence[tuple[int, int]] = (MORNING, AFTERNOON)
) -> Hours:
    """The same shifts on the same weekdays of every week; day 0 is a Monday."""
    return tuple(
        (day * DAY_S + opens_s, day * DAY_S + closes_s)
        for day in range(-28, (WEEKS - 4) * 7)
        if day % 7 in days
        for opens_s, closes_s in shifts
    )


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> int:
    """Seconds since time 0 of a clock time on a day; day 0 is a Monday."""
    return day * DAY_S + hour * HOUR_S + minute * 60 + second


@dataclass(frozen=True)
class Office:
    """A place and its officers; `officers` holds duty hours, one each (None: the place's own hours)."""

    hours: Hours = ALWAYS
    officers: Sequence[Hours | None] = (None,)
    speeds: Sequence[float] = ()
    skills: Sequence[int] = ()
    unit: int = 0
    agency: int = 0
    is_desk: bool = False
    discipline: Discipline = Discipline.FIRST_COME
    at_closing: AtClosing = AtClosing.FINISH
    start_rule: StartRule = StartRule.LOWEST_NUMBER
    working_rule: WorkingRule = WorkingRule.AS_SOON_AS_POSSIBLE
    margin_s: int = 0
    after_cutoff: AfterCutoff = AfterCutoff.SAME_AFTERNOON
    leave_at_close: bool = False


@dataclass(frozen=True)
class Line:
    """A line; `collects` and `delivers` make it a post line with these rounds."""

    kind: LineKind = LineKind.ELECTRONIC
    hours: Hours | None = None
    collects: Sequence[int] = ()
    delivers: Sequence[int] = ()
    starts_s: int = NO_INSTANT
    before: int = NOBODY


@dataclass(frozen=True)
class Agency:
    """An agency and its habits with letters of apology."""

    rule: ApologyRule = ApologyRule.NONE
    hours: Hours = field(default_factory=office_hours)
    compliance_share: float = 1.0
    max_letters: int = 1


Row = Mapping[str, Any]


def row(kind: StepKind, place: int = 0, effort_s: int = 0, **given: Any) -> Row:
    """A row of `Steps`; columns that are not given have the value that does nothing."""
    row: dict[str, Any] = {
        "kind": kind,
        "place": place,
        "line": NOBODY,
        "effort_s": effort_s,
        "scan_effort_s": 0,
        "delay_s": 0,
        "allotment_s": -1,
        "skill": NOBODY,
        "priority": 0,
        "visitor": False,
        "moment_share": -1.0,
        "pauses_clock": False,
        "round": 0,
        "record_lag_s": 0,
        "name": 0,
    }
    assert set(given) <= set(row), given
    if "moment_share" in given:  # kept in 32 bits
        given["moment_share"] = float(np.float32(given["moment_share"]))
    return row | given


@dataclass(frozen=True)
class Dossier:
    """A dossier: when it is filed, its route, and what differs from the default in its other columns."""

    filed_s: int
    route: Sequence[Row]
    attempts: Sequence[tuple[int, float]] = ()
    columns: Mapping[str, Any] = field(default_factory=dict)


def dossier(filed_s: int, *route: Row, attempts: Sequence[tuple[int, float]] = (), **columns: Any) -> Dossier:
    """A dossier with its route; `columns` are those of `Dossiers`."""
    return Dossier(filed_s, route, attempts, columns)


def legal_days(cutoff_s: int = 15 * HOUR_S, off: Sequence[int] = ()) -> LegalDays:
    """Monday to Friday, less the days *off*."""
    days = [day for day in range(-28, (WEEKS - 4) * 7) if day % 7 < 5 and day not in off]
    return LegalDays(np.array(days), *MORNING, *AFTERNOON, cutoff_s)


def plan_of(
    dossiers: Sequence[Dossier],
    places: Sequence[Office] = (Office(),),
    lines: Sequence[Line] = (),
    agencies: Sequence[Agency] = (Agency(),),
    scanning: Sequence[tuple[int, int, int]] = (),
    outages: Sequence[tuple[int, int, int]] = (),
    clean_ups: Sequence[tuple[int, int]] = (),
    legal: LegalDays | None = None,
    run_start_s: int = 0,
    run_end_s: int = 30 * DAY_S,
    **dossier_columns: Any,
) -> Plan:
    """
    A plan of these dossiers; they are given keys 1, 2, ... in the order in which they are listed.

    Further keywords are columns of `Dossiers` with one value for each dossier.
    """
    calendars = _Calendars()
    order = sorted(range(len(dossiers)), key=lambda number: dossiers[number].filed_s)
    assert order == list(range(len(dossiers))), "list dossiers in the order in which they are filed"
    lengths = [len(one.route) for one in dossiers]
    first_row = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    rows = [step for one in dossiers for step in one.route]
    attempts = [attempt for one in dossiers for attempt in one.attempts]
    plan_places, officers = _house(places, calendars)
    timetables = [Timetable(np.array(x.collects, np.int64), np.array(x.delivers, np.int64)) for x in lines]
    steps = Steps.empty()
    if rows:
        steps = Steps(**{name: [one[name] for one in rows] for name in rows[0]})
    return Plan(
        dossiers=_dossiers(dossiers, first_row, dossier_columns),
        first_row=first_row,
        steps=steps,
        attempt_first=np.concatenate([[0], np.cumsum([len(one.attempts) for one in dossiers])]).astype(int),
        attempts=Attempts(gap_days=[gap for gap, _ in attempts], moment_share=[at for _, at in attempts])
        if attempts
        else Attempts.empty(),
        places=plan_places,
        officers=officers,
        lines=_lines(lines, calendars),
        agencies=_table(
            Agencies,
            [
                {
                    "unit": 0,
                    "calendar": calendars.number(one.hours),
                    "apology_rule": one.rule,
                    "compliance_share": one.compliance_share,
                    "max_letters": one.max_letters,
                }
                for one in agencies
            ],
        ),
        calendars=tuple(calendars.shifts),
        timetables=tuple(timetables),
        legal_calendars=(legal or legal_days(),),
        scanning=_windows(scanning),
        outages=_windows(outages),
        clean_ups=_table(CleanUps, [{"unit": unit, "at_s": at_s} for unit, at_s in clean_ups]),
        periods=(Period("p0", 0, run_end_s),),
        run_start_s=run_start_s,
        run_end_s=run_end_s,
        capped_rounds=0,
        names=_names(len(places), len(officers), len(agencies), len(lines)),
    )


def tandem(
    arrivals_s: Sequence[int] | np.ndarray,
    efforts_s: Sequence[Sequence[int]] | np.ndarray,
    officers: Sequence[int] = (1,),
    hours: Hours = ALWAYS,
    run_end_s: int | None = None,
    **office: Any,
) -> Plan:
    """
    First-come-first-served offices in a row, without end of the run before all is done.

    Args:
        arrivals_s: instants, increasing, [n].
        efforts_s:  effort of each dossier at each office, [n][stations] or [n] for one office.
        officers:   number at each office.
        hours:      opening hours of all offices.
        run_end_s:  end of the run; by default late enough for round-the-clock offices.
        office:     further fields of `Office`.
    """
    arrivals, efforts = np.asarray(arrivals_s, np.int64), np.asarray(efforts_s, np.int64)
    efforts = efforts.reshape(len(arrivals), len(officers))
    n, stations = efforts.shape
    places = [Office(hours=hours, officers=(None,) * number, **office) for number in officers]
    if run_end_s is None:
        run_end_s = int(arrivals.max(initial=0) + efforts.sum() + 1)
    empty = plan_of([], places, run_end_s=run_end_s)
    defaults = row(StepKind.WORK)
    steps = {name: np.full(n * stations, value) for name, value in defaults.items()}
    steps |= {"place": np.tile(np.arange(stations), n), "effort_s": efforts.ravel()}
    first_row = np.arange(n + 1) * stations
    columns = {name: np.full(n, value) for name, value in _dossier_defaults().items()}
    own = {"key": np.arange(1, n + 1), "filed_s": arrivals, "ordinal": np.arange(n)}
    own |= {"carrier": np.arange(n), "entry_row": first_row[:-1]}
    changed = {"dossiers": Dossiers(**(columns | own)), "first_row": first_row, "steps": Steps(**steps)}
    changed |= {"attempt_first": np.zeros(n + 1, np.int64)}
    return Plan(**({one.name: getattr(empty, one.name) for one in fields(Plan)} | changed))


class _Calendars:
    """Numbers calendars, equal ones once."""

    def __init__(self) -> None:
        self.shifts: list[Shifts] = []
        self._known: dict[Hours, int] = {}

    def number(self, hours: Hours) -> int:
        if hours not in self._known:
            self._known[hours] = len(self.shifts)
            opens_s, closes_s = zip(*hours, strict=True) if hours else ((), ())
            self.shifts.append(
                Shifts(opens_s=np.array(opens_s, np.int64), closes_s=np.array(closes_s, np.int64))
            )
        return self._known[hours]


def _house(places: Sequence[Office], calendars: _Calendars) -> tuple[Places, Officers]:
    columns = {one.name for one in fields(Places)}
    place_rows, officer_rows = [], []
    for number, place in enumerate(places):
        own = {one.name: getattr(place, one.name) for one in fields(Office) if one.name in columns}
        place_rows.append(own | {"calendar": calendars.number(place.hours), "legal": 0})
        for order, duty in enumerate(place.officers):
            officer_rows.append(
                {
                    "place": number,
                    "speed": place.speeds[order] if place.speeds else 1.0,
                    "skills": place.skills[order] if place.skills else -1,
                    "calendar": calendars.number(place.hours if duty is None else duty),
                }
            )
    return _table(Places, place_rows), _table(Officers, officer_rows)


def _lines(lines: Sequence[Line], calendars: _Calendars) -> Lines:
    return _table(
        Lines,
        [
            {
                "kind": one.kind,
                "calendar": NOBODY if one.hours is None else calendars.number(one.hours),
                "timetable": number,
                "starts_s": one.starts_s,
                "before": one.before,
            }
            for number, one in enumerate(lines)
        ],
    )


def _dossier_defaults() -> dict[str, Any]:
    return {
        "key": 0,
        "segment": 0,
        "ordinal": 0,
        "procedure": 0,
        "home_unit": 0,
        "receiving_place": 0,
        "competent_place": 0,
        "returning_place": 0,
        "channel": Channel.IN_PERSON,
        "filed_s": 0,
        "limit_unit": LimitUnit.WORKING_DAY,
        "limit_n": 5,
        "legal": 0,
        "carrier": 0,
        "next_in_visit": NOBODY,
        "patience_s": NEVER,
        "home_delivery": False,
        "entry_row": 0,
        "entry_left_s": -1,
        "accepted_s": NO_INSTANT,
        "due_s": NO_INSTANT,
        "pause_began_s": NO_INSTANT,
        "signed_s": NO_INSTANT,
        "closed_by_s": NO_INSTANT,
        "on_due_day": False,
        "close_lag_s": 0,
        "letter_u": 0.5,
        "letter_delay_s": 0,
    }


def _dossiers(dossiers: Sequence[Dossier], first_row: np.ndarray, columns: Mapping[str, Any]) -> Dossiers:
    rows = []
    for number, one in enumerate(dossiers):
        own = {"key": number + 1, "ordinal": number, "carrier": number, "filed_s": one.filed_s}
        own |= {"entry_row": int(first_row[number])}
        rows.append(_dossier_defaults() | own | dict(one.columns))
    table = {name: [one[name] for one in rows] for name in _dossier_defaults()}
    return Dossiers(**(table | dict(columns))) if rows else Dossiers.empty()


def _windows(windows: Sequence[tuple[int, int, int]]) -> Windows:
    return _table(
        Windows,
        [{"where": where, "from_s": from_s, "until_s": until_s} for where, from_s, until_s in windows],
    )


def _table(table: type[T], rows: Sequence[Mapping[str, Any]]) -> T:
    return table(**{name: [one[name] for one in rows] for name in rows[0]}) if rows else table.empty()


def _names(n_places: int, n_officers: int, n_agencies: int, n_lines: int) -> Names:
    places = tuple(f"town/office{number}" for number in range(n_places))
    return Names(
        origin="2023-01-02",
        units=("town", "village", "hamlet"),
        unit_titles=("Town", "Village", "Hamlet"),
        unit_levels=("district", "commune", "commune"),
        places=places,
        place_titles=places,
        officers=tuple(f"officer{number}" for number in range(n_officers)),
        agencies=tuple(f"agency{number}" for number in range(n_agencies)),
        procedures=("procedure",),
        procedure_titles=("Procedure",),
        procedure_fields=("field",),
        procedure_levels=("district",),
        steps=("step",),
        skills=("a", "b", "c"),
        lines=tuple(f"line{number}" for number in range(n_lines)),
        segments=("p0",),
        calendars=(),
    )


def times(log: EventLog, kind: EventKind, step: int | None = None) -> list[int]:
    """When an event of a kind happened, in order; of one step only, if given."""
    of_kind = log.events.filter(pl.col("kind") == int(kind))
    if step is not None:
        of_kind = of_kind.filter(pl.col("step") == step)
    return of_kind["occurred_s"].to_list()


def story(log: EventLog, dossier: int = 0) -> list[tuple[str, int]]:
    """The life of a dossier: (name of the event, instant)."""
    own = log.events.filter(pl.col("dossier") == dossier)
    return [
        (EventKind(kind).name, at_s)
        for kind, at_s in zip(own["kind"].to_list(), own["occurred_s"].to_list(), strict=True)
    ]


def waits_s(log: EventLog) -> np.ndarray:
    """From QUEUED to STARTED, summed over the stations of each dossier, int64[n]."""
    events = log.events
    total = np.zeros(log.dossiers.height, np.int64)
    for kind, sign in ((EventKind.QUEUED, -1), (EventKind.STARTED, 1)):
        own = events.filter(pl.col("kind") == int(kind))
        np.add.at(total, own["dossier"].to_numpy(), sign * own["occurred_s"].to_numpy())
    return total
