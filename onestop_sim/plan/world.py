"""What stands still while dossiers move: units, places, people, lines, calendars, windows, names."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from onestop_sim.calendar import DayKind, WorkCalendar
from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.draws import Seed
from onestop_sim.plan.plan import (
    Agencies,
    CleanUps,
    LegalDays,
    Lines,
    Officers,
    Places,
    Shifts,
    Timetable,
    Windows,
)
from onestop_sim.plan.rosters import Rosters
from onestop_sim.plan.span import Span, open_days, opening, span_of
from onestop_sim.scenario.distribution import WORKING_DAY_S
from onestop_sim.scenario.model import Scenario
from onestop_sim.terms import NEVER, NO_INSTANT, NOBODY, LineKind

_LINE_KINDS: Final = {"paper": LineKind.PAPER, "electronic": LineKind.ELECTRONIC, "post": LineKind.POST}


@dataclass(frozen=True)
class World:
    """
    The static part of a plan, and what arrivals and routes must find in it.

    Attributes:
        span:            the days of the plan.
        openings:        opening calendars of the scenario, by name, before any change.
        place_at:        int64[n_offices, n_units]: the place that an applicant of a unit finds when a
                         route names an office (index into `places`), or NOBODY.
        place_names:     "unit/office", with `place_titles`, by index of place.
        officer_names:   by index of officer.
        agency_names:    by index of agency, with the name of each in the scenario (`agency_kinds`).
        calendar_names:  by index of calendar.
    The other attributes are those of `plan.Plan`.
    """

    span: Span
    openings: dict[str, WorkCalendar]
    place_at: IntArray
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
    place_names: tuple[str, ...]
    place_titles: tuple[str, ...]
    officer_names: tuple[str, ...]
    agency_names: tuple[str, ...]
    agency_kinds: tuple[str, ...]
    calendar_names: tuple[str, ...]


@dataclass(frozen=True)
class _Stand:
    """An office standing in a unit: one place."""

    office: str
    unit: str


class _Calendars:
    """Calendars by content: offices that keep the same hours share one."""

    def __init__(self) -> None:
        self._numbers: dict[WorkCalendar, int] = {}
        self.names: list[str] = []

    def number(self, name: str, calendar: WorkCalendar) -> int:
        """Return the index of a calendar, which is entered under *name* if it is new."""
        found = self._numbers.setdefault(calendar, len(self._numbers))
        if found == len(self.names):
            self.names.append(name)
        return found

    def shifts(self) -> tuple[Shifts, ...]:
        """Return the calendars in the order of their indices."""
        return tuple(Shifts(one.opens_s, one.closes_s) for one in self._numbers)


def build_world(scenario: Scenario, seed: Seed) -> World:
    """
    Return everything of a plan that no dossier has a part in.

    Raises:
        UserError:    ``greater_than``, blocks of other duties have no length.
        HorizonError: ``year_not_covered``.
    """
    span = span_of(scenario)
    openings = {name: opening(one, span) for name, one in scenario.calendars.items()}
    rosters = Rosters(scenario, span, openings, seed)
    stands = [_Stand(name, unit) for name in scenario.offices for unit in units_with(scenario, name)]
    pool = _Calendars()
    for name, calendar in openings.items():
        pool.number(name, calendar)
    agency_of, agencies = _agencies(scenario, stands, openings, pool)
    places = _places(scenario, stands, agency_of, rosters, openings, pool)
    officers, officer_names = _officers(scenario, stands, rosters, pool)
    lines, timetables = _lines(scenario, span, openings, pool)
    return World(
        span=span,
        openings=openings,
        place_at=_place_at(scenario, stands),
        places=places,
        officers=officers,
        lines=lines,
        agencies=agencies,
        calendars=pool.shifts(),
        timetables=timetables,
        legal_calendars=_legal_calendars(scenario, span),
        scanning=_scanning(scenario, span, stands),
        outages=_outages(scenario, span),
        clean_ups=_clean_ups(scenario, span),
        place_names=tuple(f"{one.unit}/{one.office}" for one in stands),
        place_titles=tuple(_title(scenario, one) for one in stands),
        officer_names=officer_names,
        agency_names=tuple(dict.fromkeys(_agency_name(scenario, one) for one in stands)),
        agency_kinds=tuple(
            {_agency_name(scenario, one): scenario.offices[one.office].agency for one in stands}.values()
        ),
        calendar_names=tuple(pool.names),
    )


def units_with(scenario: Scenario, office: str) -> list[str]:
    """Return the units in which an office stands, in the order of the file."""
    says = scenario.offices[office]
    if says.unit is not None:
        return [says.unit]
    return [name for name, unit in scenario.units.items() if unit.level == says.level]


def _place_at(scenario: Scenario, stands: list[_Stand]) -> IntArray:
    """Resolve every office for every unit: the only place, else that of the unit or of the nearest above."""
    number = {(one.office, one.unit): index for index, one in enumerate(stands)}
    table = np.full((len(scenario.offices), len(scenario.units)), NOBODY, np.int64)
    for row, office in enumerate(scenario.offices):
        here = units_with(scenario, office)
        for column, home in enumerate(scenario.units):
            if len(here) == 1:
                table[row, column] = number[office, here[0]]
                continue
            unit: str | None = home
            while unit is not None and (office, unit) not in number:
                unit = scenario.units[unit].parent
            if unit is not None:
                table[row, column] = number[office, unit]
    return table


def _title(scenario: Scenario, stand: _Stand) -> str:
    title = scenario.offices[stand.office].title
    if scenario.offices[stand.office].unit is not None:
        return title
    return f"{title} – {scenario.units[stand.unit].title}"


def _agency_name(scenario: Scenario, stand: _Stand) -> str:
    """Offices of a level have an agency in each unit; an office that stands once has one of its own name."""
    office = scenario.offices[stand.office]
    return office.agency if office.unit is not None else f"{stand.unit}/{office.agency}"


def _agencies(
    scenario: Scenario, stands: list[_Stand], openings: dict[str, WorkCalendar], pool: _Calendars
) -> tuple[list[int], Agencies]:
    """Return the agency of each place, and the agencies; the clerk keeps the hours of the first office."""
    numbers: dict[str, int] = {}
    firsts: list[_Stand] = []
    for stand in stands:
        if numbers.setdefault(_agency_name(scenario, stand), len(numbers)) == len(firsts):
            firsts.append(stand)
    units = list(scenario.units)
    offices = [scenario.offices[one.office] for one in firsts]
    rules = [scenario.apologies[scenario.agencies[one.agency].apology] for one in offices]
    agencies = Agencies(
        unit=_ints([units.index(one.unit) for one in firsts]),
        calendar=_ints([pool.number(one.calendar, openings[one.calendar]) for one in offices]),
        apology_rule=_ints([one.rule for one in rules]),
        compliance_share=np.array([one.compliance.value for one in rules], np.float64),
        max_letters=_ints([one.max_letters for one in rules]),
    )
    return [numbers[_agency_name(scenario, one)] for one in stands], agencies


def _places(
    scenario: Scenario,
    stands: list[_Stand],
    agency_of: list[int],
    rosters: Rosters,
    openings: dict[str, WorkCalendar],
    pool: _Calendars,
) -> Places:
    units, legal = list(scenario.units), list(scenario.legal_calendars)
    offices = [scenario.offices[one.office] for one in stands]
    calendars = []
    for stand, office in zip(stands, offices, strict=True):
        doors = openings[office.calendar].without(*rosters.closures(stand.office, stand.unit))
        calendars.append(pool.number(f"{stand.unit}/{stand.office}", doors))
    return Places(
        unit=_ints([units.index(one.unit) for one in stands]),
        agency=_ints(agency_of),
        calendar=_ints(calendars),
        legal=_ints([legal.index(scenario.units[one.unit].legal_calendar) for one in stands]),
        is_desk=np.array([one.is_desk for one in offices], np.bool_),
        discipline=_ints([one.discipline for one in offices]),
        at_closing=_ints([one.at_closing for one in offices]),
        start_rule=_ints([one.start_rule for one in offices]),
        working_rule=_ints([one.working_rule for one in offices]),
        margin_s=_ints([round(one.margin_wd.value * WORKING_DAY_S) for one in offices]),
        after_cutoff=_ints([one.after_cutoff for one in offices]),
        leave_at_close=np.array([one.visitors_leave_at_close for one in offices], np.bool_),
    )


def _officers(
    scenario: Scenario, stands: list[_Stand], rosters: Rosters, pool: _Calendars
) -> tuple[Officers, tuple[str, ...]]:
    places, speeds, skills, calendars, names = [], [], [], [], []
    rosters.prepare((stand.office, stand.unit) for stand in stands)
    for place, stand in enumerate(stands):
        for person in rosters.people(stand.office, stand.unit):
            places.append(place)
            speeds.append(person.says.speed.value)
            skills.append(_skill_mask(scenario, person.says.skills))
            calendars.append(pool.number(f"{stand.unit}/{stand.office}/{person.name}", person.roster))
            names.append(person.name)
    officers = Officers(
        place=_ints(places),
        speed=np.array(speeds, np.float64),
        skills=_ints(skills),
        calendar=_ints(calendars),
    )
    return officers, tuple(names)


def _skill_mask(scenario: Scenario, skills: tuple[str, ...]) -> int:
    """Return the bits of some skills; none named: everything."""
    return sum(1 << scenario.skills.index(one) for one in set(skills)) if skills else -1


def _lines(
    scenario: Scenario, span: Span, openings: dict[str, WorkCalendar], pool: _Calendars
) -> tuple[Lines, tuple[Timetable, ...]]:
    names = list(scenario.lines)
    calendars: list[int] = []
    numbers: list[int] = []
    timetables: list[Timetable] = []
    for line in scenario.lines.values():
        if line.kind != "post" or line.calendar is None:
            calendars.append(NOBODY)
            numbers.append(NOBODY)
            continue
        hours = openings[line.calendar]
        calendars.append(pool.number(line.calendar, hours))
        numbers.append(len(timetables))
        timetables.append(
            Timetable(_rounds(span, hours, line.collections), _rounds(span, hours, line.deliveries))
        )
    says = scenario.lines.values()
    lines = Lines(
        kind=_ints([_LINE_KINDS[one.kind] for one in says]),
        calendar=_ints(calendars),
        timetable=_ints(numbers),
        starts_s=_ints(
            [NO_INSTANT if one.starts is None else span.clock.instant(one.starts) for one in says]
        ),
        before=_ints([NOBODY if one.before is None else names.index(one.before) for one in says]),
    )
    return lines, tuple(timetables)


def _rounds(span: Span, hours: WorkCalendar, times: tuple[int, ...]) -> IntArray:
    """Return the instants of a courier's rounds; without stated times, at each opening of his calendar."""
    if not times:
        return hours.opens_s
    days = span.days()
    days = days[open_days(hours, days)]
    return np.sort((days[:, None] * DAY_S + np.array(sorted(set(times)))).ravel())


def _legal_calendars(scenario: Scenario, span: Span) -> tuple[LegalDays, ...]:
    found = []
    for name, says in scenario.legal_calendars.items():
        days = span.days()[span.kinds[name] <= DayKind.MAKE_UP]
        known = says.same_day_cutoff if scenario.software.knows_cutoff else None
        found.append(LegalDays(days, *says.morning, *says.afternoon, -1 if known is None else known))
    return tuple(found)


def _scanning(scenario: Scenario, span: Span, stands: list[_Stand]) -> Windows:
    rows = []
    for place, stand in enumerate(stands):
        for window in scenario.offices[stand.office].scanning.values():
            if window.units is None or stand.unit in window.units:
                from_s, until_s = span.instants(window.first_day, window.last_day)
                rows.append((place, from_s, NEVER if window.last_day is None else until_s))
    return _windows(rows)


def _outages(scenario: Scenario, span: Span) -> Windows:
    units = list(scenario.units)
    rows = []
    for outage in scenario.software.outages.values():
        from_s, until_s = span.instants(outage.first_day, outage.last_day)
        where = [NOBODY] if outage.units is None else [units.index(one) for one in outage.units]
        rows += [(one, from_s, until_s) for one in where]
    return _windows(rows)


def _clean_ups(scenario: Scenario, span: Span) -> CleanUps:
    """Campaigns end with the working day: at the close of the afternoon of each unit's legal calendar."""
    units = list(scenario.units)
    close_s = [scenario.legal_calendars[unit.legal_calendar].afternoon[1] for unit in scenario.units.values()]
    rows = []
    for campaign in scenario.software.clean_ups.values():
        day_s = span.clock.instant(campaign.day)
        if campaign.units is None:
            rows.append((NOBODY, day_s + max(close_s)))
        else:
            numbers = [units.index(one) for one in campaign.units]
            rows += [(one, day_s + close_s[one]) for one in numbers]
    table = np.array(rows, np.int64).reshape(-1, 2)
    return CleanUps(unit=table[:, 0], at_s=table[:, 1])


def _windows(rows: list[tuple[int, int, int]]) -> Windows:
    table = np.array(rows, np.int64).reshape(-1, 3)
    return Windows(where=table[:, 0], from_s=table[:, 1], until_s=table[:, 2])


def _ints(values: npt.ArrayLike) -> IntArray:
    return np.asarray(values, dtype=np.int64)
