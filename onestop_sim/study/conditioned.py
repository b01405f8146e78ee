"""
What doubt about assumptions leaves of a figure, once other figures are known.

Assumptions drawn from their ranges give a cloud of worlds; the fitted figures of a report say which of
them can be true. The draws that come nearest to those figures are kept, and a regression moves each of
them onto the figures (Beaumont, Zhang and Balding 2002, *Genetics* 162: approximate Bayesian computation
with local linear adjustment). No figure that is to be predicted takes part in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onestop_sim.stats.estimate import Scale

Values = NDArray[np.float64]

NEAREST_SHARE: Final = 0.5
"""Share of the draws that is kept."""

SPARE: Final = 10
"""Draws kept besides one for each known figure, at least; with fewer nothing is adjusted."""


class Hold(StrEnum):
    """Whether draws could be held to the known figures."""

    FREE = "free"
    """No figure is known: every draw counts as it is."""
    TOO_FEW = "too_few"
    """There are too few draws for a regression: every one counts as it is, though figures are known."""
    BEYOND = "beyond"
    """A known figure lies beyond all draws: the regression extrapolates."""
    HELD = "held"
    """The known figures lie among the draws."""


@dataclass(frozen=True, slots=True)
class Known:
    """
    A figure that is known, and what the draws have in its place.

    Attributes:
        values:   float64[n_draws].
        observed: the figure as it was reported.
        scale:    what kind of number it is.
    """

    values: Values
    observed: float
    scale: Scale


@dataclass(frozen=True, slots=True)
class Conditioned:
    """
    A figure in worlds that agree with what is known.

    Attributes:
        values: float64[n]: the adjusted figure of every draw that was kept.
        hold:   whether it could be adjusted.
    """

    values: Values
    hold: Hold


def conditioned(values: Sequence[float] | Values, scale: Scale, known: Sequence[Known]) -> Conditioned:
    """
    Return a figure as it is in worlds that agree with the known figures.

    Args:
        values: the figure in each draw.
        scale:  what kind of number it is; counts are treated on the square-root scale.
        known:  figures that are known; none: every draw counts as it is.

    >>> known = Known(np.arange(100.0), 50.0, Scale.AMOUNT)
    >>> twice = conditioned(2 * np.arange(100.0), Scale.AMOUNT, [known])
    >>> round(float(twice.values.min()), 6), round(float(twice.values.max()), 6), twice.hold.value
    (100.0, 100.0, 'held')
    """
    y = np.asarray(values, np.float64)
    if not known or len(y) < 2 * (len(known) + SPARE):
        return Conditioned(y, Hold.TOO_FEW if known else Hold.FREE)
    x = np.column_stack([_on_scale(one.values, one.scale) for one in known])
    observed = np.array([float(_on_scale(np.array([one.observed]), one.scale)[0]) for one in known])
    spread = x.std(axis=0, ddof=1)
    moving = spread > 0
    away = (x - observed)[:, moving] / spread[moving]
    is_reached = bool(np.all((x.min(axis=0) <= observed) & (observed <= x.max(axis=0))))
    n_kept = max(int(len(y) * NEAREST_SHARE), len(known) + SPARE)
    kept = np.sort(np.argsort((away**2).sum(axis=1), kind="stable")[:n_kept])
    hold = Hold.HELD if is_reached else Hold.BEYOND
    return Conditioned(_adjusted(_on_scale(y, scale)[kept], away[kept], scale), hold)


def _adjusted(y: Values, away: Values, scale: Scale) -> Values:
    """
    Move each draw onto the known figures along the regression.

    The draws are spread by what the regression cost, and by how unsure it is where the known figures lie:
    the further they are from the middle of the draws, the less it knows (the variance of a forecast by
    regression; Draper and Smith, Applied Regression Analysis, 3.1).
    """
    n = len(y)
    design = np.column_stack([np.ones(n), away])
    coefficients, _, rank, _ = np.linalg.lstsq(design, y, rcond=None)
    residual = y - design @ coefficients
    spent = (n - 1) / max(n - int(rank), 1)
    unsure = (1 + float(np.linalg.pinv(design.T @ design)[0, 0])) / (1 + 1 / n)
    moved: Values = coefficients[0] + residual * np.sqrt(spent * unsure)
    return _off_scale(moved, scale)


def _on_scale(values: Values, scale: Scale) -> Values:
    given = np.asarray(values, np.float64)
    return np.sqrt(given) if scale == Scale.COUNT else given


def _off_scale(values: Values, scale: Scale) -> Values:
    if scale == Scale.COUNT:
        return np.square(np.maximum(values, 0.0))
    return np.clip(values, 0.0, 1.0) if scale == Scale.SHARE else values
