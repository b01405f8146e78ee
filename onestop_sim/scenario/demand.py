"""Who comes, and when: volumes, profiles, and how applicants behave at the desk."""

from typing import Annotated, Literal

from pydantic import Field

from onestop_sim.clock import Date, Shift
from onestop_sim.scenario.assumed import PositiveValue, ShareValue, Sourced
from onestop_sim.scenario.distribution import Distribution
from onestop_sim.scenario.places import Weekday

Weight = Annotated[float, Field(ge=0)]


class Season(Sourced):
    """Days on which demand differs, such as the weeks before and after Tết."""

    first_day: Date
    last_day: Date
    factor: PositiveValue
    """Demand of an open day, as a multiple of the ordinary."""


class Profile(Sourced):
    """The shape of demand over the week, the day and the year; only proportions matter."""

    weekdays: dict[Weekday, Weight]
    """Weight of each day of the week; days left out have none."""
    hours: dict[Shift, Weight]
    """Weight of each interval of the day; uniform within it."""
    season: dict[str, Season] = {}
    any_day: bool = False
    """Also on days on which the desk is closed (online filing); else on its open days only."""


class Demand(Sourced):
    """A stream of dossiers: a volume spread over units and procedures."""

    n_per_period: dict[str, PositiveValue]
    """Dossiers filed in each reporting period, by name."""
    level: str
    """Applicants live in the units with this label ..."""
    unit_weights: dict[str, Weight] = {}
    """... in these proportions; empty: by population."""
    mix: dict[str, Weight]
    """Procedures, in these proportions."""
    mix_by_unit: dict[str, dict[str, Weight]] = {}
    """Units whose mix differs: weights that replace those of `mix`."""
    count: Literal["exact", "poisson", "negative_binomial"] = "poisson"
    """How the number of each unit and procedure comes about."""
    dispersion: PositiveValue = PositiveValue(value=1.0)
    """negative_binomial: variance divided by mean, above 1."""
    profile: str
    """Profile of visits; dossiers given to the post follow it too."""
    online_profile: str | None = None
    """Profile of online filings; null: that of visits."""


class Applicants(Sourced):
    """How applicants behave."""

    patience: Distribution | None = None
    """How long they wait in one visit before they leave; null: until the desk closes."""
    max_attempts: Annotated[int, Field(ge=1, le=9)] = 3
    """Visits for filing one dossier, the first included; then they have given up."""
    comes_back_after: Distribution
    """Days (of the desk) until one who left comes again; at least the next."""
    brings_another_share: ShareValue = ShareValue(value=0.0)
    """Share of in-person dossiers that are filed in the visit of the one before them."""
