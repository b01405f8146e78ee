"""What may be tuned to reported figures: declared numbers, between declared bounds."""

from typing import Annotated

from pydantic import Field

from onestop_sim.scenario.assumed import Sourced


class FreeParameter(Sourced):
    """A number of the scenario that calibration may move; `source` and `grade` speak for the bounds."""

    path: Annotated[str, Field(min_length=1)]
    """Where the number stands in the resolved scenario, names joined by dots: pace.land.delay_factor."""
    low: float
    """Smallest value that may be tried."""
    high: float
    """Largest value that may be tried."""


class Calibration(Sourced):
    """Numbers that calibration may move; a run itself takes no notice of them."""

    parameters: dict[str, FreeParameter]
    """Free parameters by name, no more than independent fitted figures."""
    max_replications: Annotated[int, Field(ge=2)] = 60
    """Replications, on seeds that the search never saw, up to which the fit is verified."""
