"""Which desk an applicant chooses where reception does not depend on administrative boundaries."""

from typing import Annotated, Literal

from pydantic import Field

from onestop_sim.clock import Date
from onestop_sim.scenario.assumed import PositiveValue, ShareValue, Sourced


class WorkPlaces(Sourced):
    """Where applicants work: in their own unit, or in another by its size and how far it is (gravity)."""

    in_own_unit_share: ShareValue
    """Share who work in the unit in which they live."""
    distance_km: PositiveValue
    """Distance by road over which the pull of a unit falls to 1/e."""
    population_power: PositiveValue = PositiveValue(value=1.0)
    """Power of the population with which a unit pulls."""


class ChoiceOfDesk(Sourced):
    """
    Who files where, and how far people travel for it.

    Homes lie around the desk of their unit: uniformly in a circle whose radius is `home_radius` times the
    distance to the nearest other unit of its level; work places lie at the desks of their units. With
    `reception_rule: geographic` everybody goes to the desk of his own unit, and only distances are told.
    """

    rule: Literal["nearest_to_home", "nearest_to_work", "least_busy", "share_elsewhere"]
    """nearest_to_home and nearest_to_work: as the crow flies; least_busy: fewest dossiers that wait or are
    served for each officer on duty, when he sets out; share_elsewhere: any desk but that of his own unit."""
    procedures: Annotated[tuple[str, ...], Field(min_length=1)]
    """The listed procedures: those that may be filed elsewhere."""
    desks: tuple[str, ...] | None = None
    """Offices whose desks receive them, in whatever unit; null: that at which a procedure is filed anyway."""
    area: Literal["own_unit", "same_parent", "everywhere"] = "everywhere"
    """Desks within reach: those of the own unit; of units under the same parent and of that; all."""
    uses_share: ShareValue
    """Share of those who come in person, and for one dossier, who make use of the choice."""
    first_day: Date | None = None
    """First day of filing on which there is a choice; null: always."""
    last_day: Date | None = None
    """Last such day; null: for good."""
    within_km: PositiveValue | None = None
    """least_busy and share_elsewhere: other desks farther from home by road are not thought of."""
    at_most: Annotated[int, Field(ge=2, le=20)] = 6
    """least_busy: so many desks are compared, that of the own unit and the nearest to home."""
    returned_at: Literal["where_filed", "nearest_to_home"] = "where_filed"
    """Where who made use of the choice fetches the result; supplements are brought where it was filed."""
    line: str | None = None
    """Line of the extra leg from the desk to the offices; null: that of papers between units."""
    line_back: str | None = None
    """Line of the result to the desk; null: that of papers between units."""
    home_radius: PositiveValue
    """Radius within which homes lie, as a multiple of the distance to the nearest unit of the level."""
    detour_factor: PositiveValue
    """Kilometres by road for one kilometre of the straight line."""
    work: WorkPlaces | None = None
    """nearest_to_work: where people work."""
