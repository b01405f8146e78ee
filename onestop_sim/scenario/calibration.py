"""What may be tuned to reported figures: declared numbers, between declared bounds."""

from typing import Annotated

from pydantic import Field

from onestop_sim.scenario.assumed import Positive, Sourced


class FreeParameter(Sourced):
    """A number of the scenario that calibration may move; `source` and `grade` speak for the bounds."""

    path: Annotated[str, Field(min_length=1)]
    """Where the number stands in the resolved scenario, names joined by dots: pace.land.delay_factor."""
    low: Positive
    """Smallest value that may be tried, above zero: parameters are moved by ratios."""
    high: Positive
    """Largest value that may be tried."""


class SubModel(Sourced):
    """
    A part of the scenario that is searched in its place; `source` says why it stands for the whole.

    Only the residents of some units file, with the luck that they have in the whole; offices and people stay.
    Its figures are mapped onto the whole by their ratio, and the whole alone judges.
    """

    units: Annotated[tuple[str, ...], Field(min_length=1)]
    """Units whose residents file, with all units below them."""


class Calibration(Sourced):
    """Numbers that calibration may move; a run itself takes no notice of them."""

    parameters: dict[str, FreeParameter]
    """Free parameters by name, no more than independent fitted figures."""
    candidates: dict[str, FreeParameter] = {}
    """Other assumptions that might explain the fitted figures as well; they are not tuned, but asked whether
    the figures could tell them from the free parameters."""
    sub_model: SubModel | None = None
    """Part of the scenario in which the search is done; null: in the whole."""
    max_replications: Annotated[int, Field(ge=2)] = 60
    """Replications, on seeds that the search never saw, up to which the fit is verified."""
