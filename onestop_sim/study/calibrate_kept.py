"""
Trials that survive the end of the program, in the folder of an unfinished study.

A piece is a trial with all its outcomes by name; pieces are numbered as they ended. What was kept is given
out when it is asked for and not before, so that a study gone on with takes the very steps of one that was
never broken off.
"""

from collections.abc import Sequence

import polars as pl

from onestop_sim.study.calibrate_live import LiveScenario, Outcome
from onestop_sim.study.calibrate_trials import Trial
from onestop_sim.study.partial import Kept

_TABLE = "outcomes"
_COLUMNS = ("name", "period", "place")


class KeptTrials:
    """
    Trials of one scenario in a folder.

    Args:
        kept: where they lie.
        live: told the names of the outcomes when the first kept trial is given out.

    Raises:
        UserError: ``results_corrupt``: a piece is not as it was written.
    """

    def __init__(self, kept: Kept, live: LiveScenario) -> None:
        self._kept = kept
        self._live = live
        self._found: dict[Trial, tuple[float, ...]] = {}
        self._outcomes: tuple[Outcome, ...] = ()
        numbers = kept.numbers()
        self._next = max(numbers, default=-1) + 1
        for number in numbers:
            tables, facts = kept.get(number)
            trial = Trial(tuple(facts["point"]), facts["root_seed"], facts["number"])
            self._found[trial] = tuple(tables[_TABLE]["value"])
            if not self._outcomes:
                names = tables[_TABLE].select(_COLUMNS).iter_rows()
                self._outcomes = tuple((name, period, place) for name, period, place in names)

    def pop(self, trial: Trial) -> Sequence[float] | None:
        """Return what a trial had that was finished before; None: it was not."""
        found = self._found.pop(trial, None)
        if found is not None:
            self._live.outcomes = self._live.outcomes or self._outcomes
        return found

    def put(self, trial: Trial, found: Sequence[float]) -> None:
        """Keep a finished trial."""
        names = zip(*self._live.outcomes, strict=True)
        columns = dict(zip(_COLUMNS, (list(one) for one in names), strict=True))
        table = pl.DataFrame({**columns, "value": pl.Series(found, dtype=pl.Float64)})
        facts = {"point": list(trial.point), "root_seed": trial.root_seed, "number": trial.number}
        self._kept.put(self._next, {_TABLE: table}, facts)
        self._next += 1
