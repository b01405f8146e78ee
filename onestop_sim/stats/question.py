"""What a figure is asked of: a log, a period, a clock, a counting rule; and of whom."""

from dataclasses import dataclass

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.stats.form_ii06 import dossier_marks
from onestop_sim.terms import ClockChoice, CountingRule

Period = tuple[int, int]
"""[start_s, end_s), seconds since time 0."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a log: in which period, on which clock, under which rule."""

    reading: Reading
    period: Period
    clock: ClockChoice
    rule: CountingRule


@dataclass(frozen=True, slots=True)
class Selection:
    """
    Of whom it is asked.

    Attributes:
        dossiers: bool[n], or None for all.
        places:   bool[n_places], or None: the desks or offices whose work is measured.
    """

    dossiers: Flags | None = None
    places: Flags | None = None


def marked(name: str, q: Question) -> IntArray:
    """Return the dossiers that a column of the form counts, int64[k]."""
    return np.flatnonzero(dossier_marks(q.reading, q.period, q.clock, q.rule)[name])
