"""
What the figures can tell apart: sensitivities, singular values, parameters that work alike.

A sensitivity is the change of a target's logarithm with a parameter's logarithm (logit of a share),
in units of the target's Monte Carlo standard error. Two parameters whose columns are nearly parallel
do the same to every figure: no fit can tell them apart. A parameter that moves nothing is told nothing
about either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from onestop_sim.study.calibrate_descent import moved, probes
from onestop_sim.study.calibrate_space import Space, Vector
from onestop_sim.study.calibrate_trials import Batch, Trials

Flags = NDArray[np.bool_]

PARALLEL: Final = 0.97
"""Columns with a greater cosine cannot be told apart."""
_SURE: Final = 0.99


@dataclass(frozen=True)
class Change:
    """
    What a parameter does to the targets.

    Attributes:
        column: place of the parameter in the space.
        slope:  change of each residual, in units of tolerance, for one unit of the parameter's scale.
        se:     standard error of that, from paired differences.
        n:      replications behind it.
    """

    column: int
    slope: Vector
    se: Vector
    n: int

    @property
    def is_sure(self) -> Flags:
        """Whether each slope stands out of its noise, either way, at two percent, bool[n_targets]."""
        sure: Flags = np.abs(self.slope) > np.maximum(special.stdtrit(self.n - 1, _SURE) * self.se, 1e-9)
        return sure


@dataclass(frozen=True)
class Pair:
    """
    Two parameters that do nearly the same to every figure.

    Attributes:
        first, second: places in the space.
        cosine:        of their columns; negative: one up is like the other down.
        is_joint:      no single parameter is like the second one, but the free ones together are; `first`
                       is the one of them that would move most.
    """

    first: int
    second: int
    cosine: float
    is_joint: bool = False


@dataclass(frozen=True)
class Sensitivities:
    """
    The verdict on identifiability.

    Attributes:
        columns:    parameters asked about, places in the space.
        elasticity: d log target / d log parameter, float64[n_targets, n_columns].
        scaled:     the same in units of Monte Carlo standard error.
        residual:   slopes in units of tolerance, float64[n_targets, n_columns].
        is_sure:    whether a slope stands out of its noise, bool[n_targets, n_columns].
        singular:   singular values of `scaled`, largest first.
        pairs:      parameters that cannot be told apart, the most alike first; then candidates that the free
                    parameters can make up for together.
        mute:       parameters that move nothing.
    """

    columns: tuple[int, ...]
    elasticity: Vector
    scaled: Vector
    residual: Vector
    is_sure: Flags
    singular: Vector
    pairs: tuple[Pair, ...]
    mute: tuple[int, ...]


def sensed_changes(
    trials: Trials, space: Space, u: Vector, columns: Sequence[int], seed: int, n: int
) -> list[Change]:
    """Return what parameters do at a place, by differences under common random numbers."""
    steps = probes(u, columns, space.low, space.high)
    places = [u, *(moved(u, column, step) for column, step in steps)]
    base, *others = trials.outcomes(*(Batch(space.point(place), seed, n) for place in places))
    n_targets = len(space.targets)
    slopes, r = space.slopes(base), space.residuals(base)
    changes = []
    for (column, step), other in zip(steps, others, strict=True):
        se = change_error(base[:, :n_targets], other[:, :n_targets]) * slopes
        changes.append(Change(column, (space.residuals(other) - r) / step, se / abs(step), n))
    return changes


def change_error(base: Vector, other: Vector) -> Vector:
    """
    Return the standard error of a change under common random numbers, at the level of the base.

    What changes is a ratio: a replication with twice the dossiers changes by twice as many, which is no
    doubt about the change (the ratio estimator; Cochran, Sampling Techniques, 6.4).

    Args:
        base:  outcomes before, float64[n, k].
        other: outcomes of the same replications after.
    """
    mean = base.mean(axis=0)
    ratio = np.where(mean > 0, other.mean(axis=0) / np.where(mean > 0, mean, 1.0), 0.0)
    left = other - ratio * base
    error: Vector = left.std(axis=0, ddof=1) / np.sqrt(len(base))
    return error


def sensitivities(space: Space, changes: Sequence[Change], means: Vector, se: Vector) -> Sensitivities:
    """
    Return the verdict on what the targets tell about parameters.

    Args:
        space:   parameters and targets.
        changes: what the parameters do.
        means:   means of the targets, float64[n_targets]; `se` their standard errors.
        se:      see `means`.
    """
    residual = np.array([one.slope for one in changes]).T
    is_sure = np.array([one.is_sure for one in changes]).T
    per_log = np.array(
        [1 / (one.slope(float(y)) * max(float(y), 0.5)) for one, y in zip(space.targets, means, strict=True)]
    )
    elasticity = residual * per_log[:, None]
    relative_se = np.maximum(se / np.maximum(means, 0.5), 1e-9)
    scaled = np.where(is_sure, elasticity, 0.0) / relative_se[:, None]
    columns = tuple(one.column for one in changes)
    mute = tuple(column for at, column in enumerate(columns) if not is_sure[:, at].any())
    singular: Vector = np.linalg.svd(scaled, compute_uv=False).astype(np.float64)
    in_errors, is_mute = elasticity / relative_se[:, None], [column in mute for column in columns]
    pairs = _parallel(columns, in_errors, is_mute)
    pairs += _joint(space, columns, in_errors, is_mute, pairs)
    return Sensitivities(columns, elasticity, scaled, residual, is_sure, singular, pairs, mute)


def _parallel(columns: Sequence[int], scaled: Vector, is_mute: Sequence[bool]) -> tuple[Pair, ...]:
    length = np.linalg.norm(scaled, axis=0)
    pairs = []
    for second in range(len(columns)):
        for first in range(second):
            if is_mute[first] or is_mute[second]:
                continue
            cosine = float(scaled[:, first] @ scaled[:, second] / (length[first] * length[second]))
            if abs(cosine) > PARALLEL:
                pairs.append(Pair(columns[first], columns[second], cosine))
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.cosine)))


def _joint(
    space: Space, columns: Sequence[int], scaled: Vector, is_mute: Sequence[bool], pairs: Sequence[Pair]
) -> tuple[Pair, ...]:
    """Return the candidates outside all pairs whose column the free parameters can make together."""
    paired = {one for pair in pairs for one in (pair.first, pair.second)}
    free = [at for at, column in enumerate(columns) if space.parameters[column].is_free and not is_mute[at]]
    found = []
    for at, column in enumerate(columns):
        if is_mute[at] or column in paired or space.parameters[column].is_free or len(free) < 2:
            continue
        parts = np.linalg.lstsq(scaled[:, free], scaled[:, at], rcond=None)[0]
        made = scaled[:, free] @ parts
        both = float(np.linalg.norm(made) * np.linalg.norm(scaled[:, at]))
        cosine = float(made @ scaled[:, at]) / both if both else 0.0
        if cosine > PARALLEL:
            most = free[int(np.abs(parts).argmax())]
            found.append(Pair(columns[most], column, cosine, is_joint=True))
    return tuple(found)


def families(pairs: Sequence[Pair]) -> list[tuple[int, ...]]:
    """
    Return the parameters that hang together by pairs, each family in the order of the space.

    >>> families([Pair(0, 3, 1.0), Pair(3, 4, -1.0), Pair(1, 2, 0.98)])
    [(0, 3, 4), (1, 2)]
    """
    found: list[set[int]] = []
    for pair in pairs:
        joined = {pair.first, pair.second}
        apart = []
        for family in found:
            if family & joined:
                joined |= family
            else:
                apart.append(family)
        found = [*apart, joined]
    return sorted(tuple(sorted(family)) for family in found)
