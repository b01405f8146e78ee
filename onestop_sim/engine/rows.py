"""Columns of the plan's rows as the shop reads them, one value at a time."""

from typing import Final

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.engine.whereabouts import Places
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import StepKind, WorkingRule

HOLDABLE: Final = (int(StepKind.WORK), int(StepKind.SIGN))
"""Rows that an office may leave lying before it begins them."""
_OF_OFFICERS: Final = (
    StepKind.RECEIVE,
    StepKind.SEND_HOME,
    StepKind.REFUSE,
    StepKind.WORK,
    StepKind.SIGN,
    StepKind.TAKE_SUPPLEMENT,
    StepKind.HAND_OVER,
)


def hold_s(plan: Plan, place: Places) -> IntArray:
    """Return how long each row lies before it is begun where the office works to a date, int64[n_rows]."""
    steps, places = plan.steps, plan.places
    holds = np.append(places.working_rule != WorkingRule.AS_SOON_AS_POSSIBLE, False)[place]
    holds &= np.isin(steps.kind, HOLDABLE)
    lies_s = np.zeros(len(steps), np.int64)
    rows = np.flatnonzero(holds)
    lies_s[rows] = steps.allotment_s[rows] - places.margin_s[place[rows]] - steps.effort_s[rows]
    return lies_s


def refuse_work_of_nobody(kind: IntArray, place: Places) -> None:
    """Raise ValueError when a row needs an officer and names no place."""
    needs = np.isin(np.arange(len(StepKind)), _OF_OFFICERS)[kind]
    if (needs & (place < 0)).any():
        row = int(np.flatnonzero(needs & (place < 0))[0])
        raise ValueError(f"row {row} ({StepKind(int(kind[row])).name}) needs an officer and has no place")
