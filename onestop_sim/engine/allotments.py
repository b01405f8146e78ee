"""What the internal procedure allots to the steps that are still to come."""

import numpy as np

from onestop_sim.clock import IntArray
from onestop_sim.engine.whereabouts import dossier_of_rows
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import StepKind


def remaining_allotments(plan: Plan) -> IntArray:
    """
    Return what is allotted to each row and those after it up to the signature, int64[n_rows], seconds.

    Open allotments (-1) count as 0; of a route without a signature, all rows to its end count; after
    the signature nothing remains.
    """
    n = len(plan.steps)
    if n == 0:
        return np.zeros(0, np.int64)
    ends_here = np.isin(plan.steps.kind, (StepKind.SIGN, StepKind.RETURN_UNRESOLVED))
    rows, last_row = np.arange(n), plan.first_row[1:][dossier_of_rows(plan)] - 1
    following = np.minimum.accumulate(np.where(ends_here, rows, n)[::-1])[::-1]
    has_signature = following <= last_row
    before = np.maximum.accumulate(np.where(ends_here, rows, -1))
    is_past = ~has_signature & (before >= plan.first_row[:-1][dossier_of_rows(plan)])
    done_s = np.concatenate([[0], np.cumsum(np.maximum(plan.steps.allotment_s, 0))])
    remaining_s = done_s[np.where(has_signature, following, last_row) + 1] - done_s[:-1]
    return np.where(is_past, 0, remaining_s)
