"""What replications have in the place of a reported figure: its periods, its scope, its value in each."""

from collections.abc import Sequence

import numpy as np

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.compare_reported import period_of
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
        Return the figure in each replication, float64[n]; None: some replication has none.

        Several periods are one time: what was open is what was open at the end of the last.
        """
        scope = (figure.statistic, figure.level, figure.unit_name, figure.field, figure.clock.value)
        return self._of((period_of(self._scenario, figure), *scope))

    def of_all(self, period: str, statistic: Statistic, clock: ClockChoice) -> Values | None:
        """Return a statistic of all dossiers in each replication, float64[n]; None as above."""
        return self._of((period, statistic.value, "", "", "", clock.value))

    def _of(self, key: tuple[str, ...]) -> Values | None:
        found = self._by_key.get(key)
        return None if found is None or len(found) != self._n or np.isnan(found).any() else found
