"""Who does the work: calendars, units, agencies, desks and offices, and the people in them."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from onestop_sim.clock import Date, Shift, TimeOfDay
from onestop_sim.scenario.assumed import PositiveValue, ShareValue, Sourced
from onestop_sim.scenario.distribution import Distribution
from onestop_sim.terms import (
    AfterCutoff,
    ApologyRule,
    AtClosing,
    Discipline,
    StartRule,
    WorkingRule,
)

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class _ByName:
    """Let a file say ``finish`` for ``AtClosing.FINISH``, and write it out as it was said."""

    kind: type[IntEnum]

    def _named(self, given: object) -> object:
        known = {one.name.lower(): one for one in self.kind}
        if isinstance(given, self.kind):
            return given
        if isinstance(given, str) and given in known:
            return known[given]
        raise PydanticCustomError(
            "unknown_word", "{given} is none of {known}", {"given": str(given), "known": sorted(known)}
        )

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._named,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda word: word.name.lower(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "enum": [one.name.lower() for one in self.kind]}


class LegalCalendarModel(Sourced):
    """The legal calendar of units (ngày làm việc): what deadlines are counted on."""

    morning: Shift
    """Working hours of the morning, ``07:00-11:30``."""
    afternoon: Shift
    """Working hours of the afternoon; whole-day promises fall due at its end."""
    same_day_cutoff: TimeOfDay | None = Field(default=54_000, validate_default=False)
    """Same-day dossiers accepted later fall due the next working day; null: no such rule."""
    overrides: dict[Date, Literal["off", "work"]] = {}
    """Days off and make-up working days that differ from the built-in table; these win."""


class OpeningCalendar(Sourced):
    """When a desk, an office or a courier is at work."""

    shifts: tuple[Shift, ...]
    """Shifts of each ordinary day, ``["07:00-11:30", "13:30-17:00"]``; empty: never open."""
    weekdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    """Ordinary days of the week."""
    saturday_shifts: tuple[Shift, ...] = ()
    """Saturday reception: it opens the desk, it never makes a Saturday a working day."""
    follows: str | None = None
    """Legal calendar whose holidays close it and whose make-up days open it; null: none does."""
    closed_days: tuple[Date, ...] = ()
    """Further days on which it is closed."""


class Unit(Sourced):
    """An administrative unit; its level is a label and nothing more (decision D2)."""

    title: str
    """For people."""
    level: str
    """Label: province, district, commune, ward ..."""
    parent: str | None = None
    """Unit that it belongs to."""
    population: Annotated[int, Field(gt=0)] | None = None
    """Inhabitants; the default weight of its demand."""
    position: tuple[float, float] | None = None
    """Place of its desk, kilometres east and north of a common point."""
    legal_calendar: str = "vietnam"
    """Legal calendar that its deadlines are counted on."""


class Apology(Sourced):
    """The rule by which an agency writes letters of apology (decision D10)."""

    rule: Annotated[ApologyRule, _ByName(ApologyRule)]
    """none, when_overdue, day_before_if_unfinished or day_before_if_forecast_late."""
    compliance: ShareValue
    """Share of the letters owed that are written."""
    signing_delay: Distribution
    """Working time from the decision to write to the signature."""
    max_letters: Annotated[int, Field(ge=1)] = 1
    """Letters for one dossier; the decree allows one new appointment."""


class Agency(Sourced):
    """A body that answers for dossiers: a division, a commune's people's committee, the land registry."""

    title: str
    """For people."""
    apology: str = "default"
    """Name of its rule in `apologies`."""


class OfficerGroup(Sourced):
    """Officers who are alike; each is a person of his own in the run."""

    n: Annotated[int, Field(ge=0)] = 1
    """Number of people."""
    title: str = ""
    """For people: who sends them, what they do."""
    skills: tuple[str, ...] = ()
    """What they may do; empty: everything."""
    speed: PositiveValue = PositiveValue(value=1.0)
    """Work done in the time in which the officer whom efforts are stated for does 1."""
    roster: str | None = None
    """Opening calendar in which they are present; null: that of the office."""
    available_share: ShareValue = ShareValue(value=1.0)
    """Share of the roster left by other duties; the rest is taken out in blocks (decision D7)."""


class Scanning(Sourced):
    """Digitisation of what is received (số hóa hồ sơ)."""

    first_day: Date
    """Scanning starts on this day."""
    last_day: Date | None = None
    """Last day; null: it goes on."""
    units: tuple[str, ...] | None = None
    """Units of the office in which it is done; null: all."""


def _as_group(given: object) -> object:
    """Let a file say ``officers: 2``."""
    return {"officer": {"n": given}} if isinstance(given, int) and not isinstance(given, bool) else given


Officers = Annotated[dict[str, OfficerGroup], BeforeValidator(_as_group)]


class Office(Sourced):
    """
    A kind of place where officers share queues: a desk, a division, a leader's office.

    It stands once in each unit of `level`, or once, in `unit`.
    """

    title: str
    """For people."""
    level: str | None = None
    """Every unit with this label has one."""
    unit: str | None = None
    """The one unit that has it."""
    agency: str
    """Agency that answers for dossiers here; one of each unit where the office has a level."""
    is_desk: bool = False
    """A reception desk (bộ phận tiếp nhận và trả kết quả)."""
    calendar: str
    """Opening calendar."""
    officers: Officers
    """Groups by name, or their number."""
    officers_by_unit: dict[str, Officers] = {}
    """Units in which the people are others."""
    discipline: Annotated[Discipline, _ByName(Discipline)] = Discipline.FIRST_COME
    """first_come, earliest_due or same_day_first."""
    visitors_first: bool = True
    """Visitors are served before online filings and other work without an applicant in front."""
    at_closing: Annotated[AtClosing, _ByName(AtClosing)] = AtClosing.PAUSE
    """finish, pause or hand_back."""
    start_rule: Annotated[StartRule, _ByName(StartRule)] = StartRule.LOWEST_NUMBER
    """lowest_number or longest_idle."""
    working_rule: Annotated[WorkingRule, _ByName(WorkingRule)] = WorkingRule.AS_SOON_AS_POSSIBLE
    """as_soon_as_possible, to_the_date (the step's) or to_the_due_date (the dossier's): an assumption."""
    margin_wd: PositiveValue = PositiveValue(value=0.5)
    """to_the_date: working days kept in reserve."""
    after_cutoff: Annotated[AfterCutoff, _ByName(AfterCutoff)] = AfterCutoff.NEXT_MORNING
    """same_afternoon or next_morning: same-day work that was accepted after the cut-off."""
    visitors_leave_at_close: bool = True
    """Those who still wait when it closes for the day go home and come back."""
    scanning: dict[str, Scanning] = {}
    """Windows in which receiving includes scanning."""
