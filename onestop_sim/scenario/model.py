"""The Scenario: what the planner says about a one-stop shop. No seed in it, and nothing that runs."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from onestop_sim.clock import Date
from onestop_sim.scenario.assumed import Sourced
from onestop_sim.scenario.calibration import Calibration
from onestop_sim.scenario.choice_of_desk import ChoiceOfDesk
from onestop_sim.scenario.clustering import Clustering
from onestop_sim.scenario.demand import Applicants, Demand, Profile
from onestop_sim.scenario.places import Agency, Apology, LegalCalendarModel, Office, OpeningCalendar, Unit
from onestop_sim.scenario.procedure import Procedure
from onestop_sim.scenario.references import broken_references
from onestop_sim.scenario.surroundings import (
    Change,
    Horizon,
    Line,
    OpeningBacklog,
    Pace,
    Rules,
    Software,
)
from onestop_sim.terms import ClockChoice, CountingRule, ReceptionRule, Statistic

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=60)]
"""A key: small letters, digits, ``_``, ``-`` and ``.``; titles are for people."""


class Period(Sourced):
    """A reporting period (kỳ báo cáo)."""

    first_day: Date
    """First day counted."""
    last_day: Date
    """Last day counted (cut-off)."""


class Headline(Sourced):
    """A figure that a comparison of scenarios answers first; it is named before anything is run."""

    statistic: Statistic
    """Which figure."""
    level: str = ""
    """Level of the unit in charge (of times and officers: of the desk or office); empty: all."""
    unit: str = ""
    """That unit; empty: all."""
    field: str = ""
    """Field of the procedure; empty: all."""
    clock: ClockChoice = ClockChoice.OCCURRED
    """occurred: as it was; recorded: as the portal shows it."""


class Reporting(Sourced):
    """How the results are counted and what they are compared with."""

    counting_rule: CountingRule = CountingRule.FORM_II06
    """Default counting rule; every table names the one it used."""
    evidence: str | None = None
    """CSV file of reported figures, relative to the scenario file."""
    replications: Annotated[int, Field(ge=2)] = 20
    """Replications of a run unless the command says otherwise."""
    headline: tuple[Headline, ...] = (
        Headline(statistic=Statistic.MEAN_WAIT_MIN),
        Headline(statistic=Statistic.LATE),
        Headline(statistic=Statistic.PENDING),
        Headline(statistic=Statistic.MEAN_STAY_DAYS),
    )
    """Figures that a comparison answers first; a short list, for each further one makes all less certain."""


class Scenario(Sourced):
    """A one-stop shop, its demand and its rules."""

    name: Name
    title: str
    """One line for people."""
    description: str = ""
    """What the scenario answers, and what the sources leave open."""
    periods: dict[Name, Period] = Field(min_length=1)
    """Reporting periods in order of time, without overlap."""
    horizon: Horizon = Horizon()
    legal_calendars: dict[Name, LegalCalendarModel] = Field(min_length=1)
    calendars: dict[Name, OpeningCalendar] = Field(min_length=1)
    units: dict[Name, Unit] = Field(min_length=1)
    apologies: dict[Name, Apology] = Field(min_length=1)
    agencies: dict[Name, Agency] = Field(min_length=1)
    offices: dict[Name, Office] = Field(min_length=1)
    skills: tuple[Name, ...] = ()
    """Every skill that officers and steps may name."""
    procedures: dict[Name, Procedure] = Field(min_length=1)
    profiles: dict[Name, Profile] = Field(min_length=1)
    demand: dict[Name, Demand]
    applicants: Applicants
    lines: dict[Name, Line] = Field(min_length=1)
    rules: Rules = Rules()
    reception_rule: ReceptionRule = ReceptionRule.GEOGRAPHIC
    """geographic: with the desk of one's own unit; non_geographic: listed procedures with any other too."""
    choice_of_desk: ChoiceOfDesk | None = None
    """Distances, and with non_geographic who goes where; null: by the `elsewhere_share` of procedures."""
    software: Software = Software()
    opening_backlog: dict[Name, OpeningBacklog] = {}
    """Dossiers open on the first day, by scope, from published totals instead of a warm-up."""
    changes: dict[Name, Change] = {}
    pace: dict[Name, Pace] = {}
    """Scopes in which delays or efforts are a multiple of what the procedures say."""
    clustering: Clustering = Clustering()
    reporting: Reporting = Reporting()
    calibration: Calibration | None = None
    """Numbers that may be tuned to reported figures; a run takes no notice of it."""

    @model_validator(mode="after")
    def _everything_named_exists(self) -> Self:
        for key, values in broken_references(self):
            raise PydanticCustomError(key, "{where}", values)
        return self
