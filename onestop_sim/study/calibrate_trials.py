"""
Trials: replications lived at a point of the parameter space, remembered, so that none is lived twice.

Common random numbers: trials of the same seed and number share all their luck, so their differences
tell what the parameters do and little else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from onestop_sim.study.calibrate_space import Point, Space, Vector


@dataclass(frozen=True, slots=True)
class Trial:
    """
    One replication at one point.

    Attributes:
        point:     values of all parameters.
        root_seed: seed of the dice.
        number:    number of the replication, from 0.
    """

    point: Point
    root_seed: int
    number: int


Live = Callable[[Sequence[Trial]], Iterable[tuple[Trial, Sequence[float]]]]
"""Lives trials, in any order, and yields the outcomes of each: targets first."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Replications 0 to n-1 of a seed at a point."""

    point: Point
    root_seed: int
    n: int

    def trials(self) -> list[Trial]:
        """Return the trials, by number."""
        return [Trial(self.point, self.root_seed, number) for number in range(self.n)]


class Kept(Protocol):
    """Where finished trials survive the end of the program, whatever ends it."""

    def pop(self, trial: Trial) -> Sequence[float] | None:
        """Return what a trial had that was finished before an interruption; None: it was not."""

    def put(self, trial: Trial, found: Sequence[float]) -> None:
        """Keep a finished trial."""


class Trials:
    """
    Lives what has not been lived yet and remembers everything.

    Args:
        live: how trials are lived.
        kept: where they are kept; what is there already is not lived again. None: nowhere.
    """

    def __init__(self, live: Live, kept: Kept | None = None) -> None:
        self._live = live
        self._kept = kept
        self._known: dict[Trial, Vector] = {}

    @property
    def n_lived(self) -> int:
        """Number of replications asked for so far, those lived before an interruption too."""
        return len(self._known)

    def outcomes(self, *batches: Batch) -> list[Vector]:
        """
        Return the outcomes of batches, float64[n, n_outcomes] each; all trials are handed out at once.

        What was lived before an interruption is kept.
        """
        wanted = [trial for batch in batches for trial in batch.trials()]
        missing = [trial for trial in dict.fromkeys(wanted) if trial not in self._known]
        missing = [trial for trial in missing if not self._was_kept(trial)]
        for trial, found in self._live(missing) if missing else ():
            self._known[trial] = np.asarray(found, np.float64)
            if self._kept is not None:
                self._kept.put(trial, found)
        return [np.array([self._known[trial] for trial in batch.trials()]) for batch in batches]

    def _was_kept(self, trial: Trial) -> bool:
        """Take a trial from what was kept, when it is asked for: a study knows then what it knew before."""
        found = None if self._kept is None else self._kept.pop(trial)
        if found is None:
            return False
        self._known[trial] = np.asarray(found, np.float64)
        return True

    def known(self, point: Point, root_seed: int) -> Vector:
        """Return the outcomes of all consecutive replications that were lived at a point; maybe none."""
        found: list[Vector] = []
        while (trial := Trial(point, root_seed, len(found))) in self._known:
            found.append(self._known[trial])
        return np.array(found)


@dataclass(frozen=True, slots=True)
class Model:
    """
    What is calibrated: the whole scenario, or a part of it in its place.

    Attributes:
        trials: where its replications are lived.
        space:  parameters, and the figures aimed at.
    """

    trials: Trials
    space: Space
