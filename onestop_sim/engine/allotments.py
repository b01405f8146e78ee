"""What the internal procedure allots to the steps that are still to come."""

from typing import Final

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.engine.whereabouts import dossier_of_rows
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import StepKind

_ENDS: Final = np.isin(np.arange(len(StepKind)), (StepKind.SIGN, StepKind.RETURN_UNRESOLVED))
"""By kind of row, whether nothing remains after it."""


def remaining_allotments(plan: Plan) -> IntArray:
    """
    Return what is allotted to each row and those after it up to the signature, int64[n_rows], seconds.

    Open allotments (-1) count as 0; of a route without a signature, all rows to its end count; after
    the signature nothing remains.
    """
    n = len(plan.steps)
    if n == 0:
        return np.zeros(0, np.int64)
    ends_here = _ENDS[plan.steps.kind]
    of_row = dossier_of_rows(plan)
    first_row = plan.first_row.astype(np.int32)
    rows, last_row = np.arange(n, dtype=np.int32), (first_row[1:] - 1)[of_row]
    following = np.minimum.accumulate(np.where(ends_here, rows, np.int32(n))[::-1])[::-1]
    has_signature = following <= last_row
    before = np.maximum.accumulate(np.where(ends_here, rows, np.int32(-1)))
    is_past = ~has_signature & (before >= first_row[:-1][of_row])
    done_s = np.concatenate([[0], np.cumsum(np.maximum(plan.steps.allotment_s, 0))])
    remaining_s: IntArray = done_s[np.where(has_signature, following, last_row) + 1] - done_s[:-1]
    remaining_s[is_past] = 0
    return remaining_s
