"""What replications have in the place of a reported figure: its periods, its scope, its value in each."""

from collections.abc import Sequence

import numpy as np

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.stats.catalogue import COUNTS
from onestop_sim.study.compare_reported import periods_of
from onestop_sim.study.conditioned import Values
from onestop_sim.study.measure import FIGURES, KEYS
from onestop_sim.study.replicate import Replication
from onestop_sim.study.summary import stacked
from onestop_sim.terms import ClockChoice, Statistic


class Drawn:
    """
    The figures of a set of replications, by the reported figure whose place they take.

    Args:
        scenario:     gives the periods.
        replications: measured with the scopes of the evidence, see `compare_reported.scopes_of`.
    """

    def __init__(self, scenario: Scenario, replications: Sequence[Replication]) -> None:
        self._scenario = scenario
        self._n = len(replications)
        self._by_key: dict[tuple[str, ...], Values] = {}
        if replications:
            table = stacked(replications, FIGURES)
            for key, rows in table.partition_by(*KEYS[FIGURES], as_dict=True, maintain_order=True).items():
                self._by_key[tuple(map(str, key))] = rows["value"].to_numpy().astype(np.float64)

    def values(self, figure: ReportedFigure) -> Values | None:
        """
        Return the figure in each replication, float64[n].

        Counts are summed over the periods of the figure. None: some replication or period has none, or
        several periods are asked for something that is no count.
        """
        scope = (figure.statistic, figure.level, figure.unit_name, figure.field, figure.clock.value)
        periods = periods_of(self._scenario, figure)
        if len(periods) > 1 and figure.statistic not in COUNTS:
            return None
        found = [self._by_key.get((period, *scope)) for period in periods]
        return self._whole(found)

    def of_all(self, period: str, statistic: Statistic, clock: ClockChoice) -> Values | None:
        """Return a statistic of all dossiers in each replication, float64[n]; None as above."""
        return self._whole([self._by_key.get((period, statistic.value, "", "", "", clock.value))])

    def _whole(self, found: Sequence[Values | None]) -> Values | None:
        there = [one for one in found if one is not None]
        if not there or len(there) < len(found):
            return None
        total: Values = np.sum(there, axis=0)
        return total if len(total) == self._n and not np.isnan(total).any() else None
