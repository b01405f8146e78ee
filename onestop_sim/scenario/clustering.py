"""How much luck dossiers share: what makes late dossiers come in years, months and places."""

from typing import Annotated

from pydantic import Field

from onestop_sim.scenario.assumed import Assumed, Sourced

Spread = Annotated[float, Field(ge=0, le=3)]
"""A coefficient of variation: standard deviation divided by mean."""


class SpreadValue(Assumed):
    """An assumed coefficient of variation of a factor with mean 1; 0: no factor at all."""

    value: Spread
    """Standard deviation divided by mean."""
    low: Spread | None = None
    """Smallest value that would not surprise."""
    high: Spread | None = None
    """Largest value that would not surprise."""


class Clustering(Sourced):
    """
    Factors that dossiers share, lognormal with mean 1, drawn anew in each replication.

    They are fixed once for all scenarios, before anything is fitted (decision D33); a scenario of its
    own that says nothing has none.
    """

    delays_by_unit_and_year: SpreadValue = SpreadValue(value=0.0)
    """Drawn delays of all dossiers whose office in charge is in one unit, filed in one calendar year."""
    delays_by_office_and_month: SpreadValue = SpreadValue(value=0.0)
    """Drawn delays at one office of one unit, of dossiers filed in one calendar month."""
    unclosed_by_unit_and_month: SpreadValue = SpreadValue(value=0.0)
    """Share of late closing among dossiers of one unit's desk, filed in one calendar month; at most all."""
