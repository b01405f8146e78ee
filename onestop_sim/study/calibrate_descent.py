"""
The way down: Gauss–Newton with bounds, a radius of trust and Broyden's update of the sensitivities.

It needs only a function from places to residuals, asked for several places at once, so that they can
be lived side by side. Source: Dennis & Schnabel, Numerical Methods for Unconstrained Optimization
and Nonlinear Equations, chapters 6, 8 and 10.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import lsq_linear

from onestop_sim.study.calibrate_space import Vector

Ask = Callable[[Sequence[Vector]], Sequence[Vector]]
"""From places to the residuals there, in units of tolerance."""

PROBE: Final = 0.15
"""How far a parameter is moved to sense what it does, on its scale: 15 percent."""
RADIUS: Final = 0.7
"""First radius of trust: no parameter is doubled or halved at once ..."""
WIDEST: Final = 1.5
"""... nor ever moved by more than this."""
_DAMPING: Final = 0.3
_SHORTEST: Final = 1e-4
_MOST_FAILURES: Final = 4


@dataclass(slots=True)
class Descent:
    """
    Where the way down has come to.

    Attributes:
        u:        place on the scales, float64[n_parameters].
        r:        residuals there, float64[n_targets].
        jacobian: sensitivities, float64[n_targets, n_parameters]; zero for what was not moved.
        n_steps:  steps that were tried.
    """

    u: Vector
    r: Vector
    jacobian: Vector
    n_steps: int = 0

    @property
    def worst(self) -> float:
        """Largest residual, in units of tolerance."""
        return float(np.abs(self.r).max())


def probes(u: Vector, columns: Sequence[int], low: Vector, high: Vector) -> list[tuple[int, float]]:
    """Return each parameter with a step that stays within its bounds, inwards near the upper one."""
    steps = []
    for column in columns:
        room_up, room_down = high[column] - u[column], u[column] - low[column]
        step = min(PROBE, room_up) if room_up >= min(PROBE, room_down) else -min(PROBE, room_down)
        steps.append((column, float(step)))
    return steps


def moved(u: Vector, column: int, step: float) -> Vector:
    """Return a place with one parameter moved."""
    there = u.copy()
    there[column] += step
    return there


def sense(ask: Ask, u: Vector, columns: Sequence[int], low: Vector, high: Vector) -> tuple[Vector, Vector]:
    """Return the residuals at a place and their sensitivities to some parameters, by differences."""
    steps = probes(u, columns, low, high)
    r, *others = ask([u, *(moved(u, column, step) for column, step in steps)])
    jacobian = np.zeros((len(r), len(u)))
    for (column, step), other in zip(steps, others, strict=True):
        jacobian[:, column] = (other - r) / step
    return r, jacobian


def descend(
    ask: Ask,
    start: Descent,
    columns: Sequence[int],
    bounds: tuple[Vector, Vector],
    *,
    goal: float,
    max_steps: int,
    on_step: Callable[[Descent], None] | None = None,
) -> Descent:
    """
    Go down from a place until every residual is small, nothing helps, or the steps are used up.

    Args:
        ask:       residuals at places.
        start:     place, residuals and sensitivities to begin with.
        columns:   parameters that may move.
        bounds:    lower and upper ends of all parameters.
        goal:      largest residual that is small enough.
        max_steps: most steps that are tried.
        on_step:   called with each place that is better than the last.
    """
    low, high = bounds
    at, radius, is_fresh, n_failures = start, RADIUS, False, 0
    for n_steps in range(1, max_steps + 1):
        if at.worst <= goal:
            break
        step = _step(at, columns, low, high, radius)
        if np.abs(step).max() < _SHORTEST:
            if is_fresh:
                break
            at.r, at.jacobian = sense(ask, at.u, columns, low, high)
            is_fresh = True
            continue
        r = ask([at.u + step])[0]
        expected = at.r + at.jacobian @ step
        jacobian = at.jacobian + np.outer(r - expected, step) / (step @ step)
        gain, hoped = at.r @ at.r - r @ r, at.r @ at.r - expected @ expected
        if gain > 0:
            radius = min(2 * radius, WIDEST) if gain > 0.3 * hoped else float(np.abs(step).max()) / 2
            at, is_fresh, n_failures = Descent(at.u + step, r, jacobian, n_steps), False, 0
            if on_step is not None:
                on_step(at)
            continue
        at.jacobian, radius, n_failures = jacobian, float(np.abs(step).max()) / 3, n_failures + 1
        if n_failures == _MOST_FAILURES:
            break
        if n_failures == _MOST_FAILURES // 2 and not is_fresh:
            at.r, at.jacobian = sense(ask, at.u, columns, low, high)
            is_fresh = True
    return at


def correction(at: Descent, columns: Sequence[int], low: Vector, high: Vector) -> Vector:
    """Return the step that the sensitivities promise to end all residuals, within the bounds."""
    return _step(at, columns, low, high, RADIUS)


def _step(at: Descent, columns: Sequence[int], low: Vector, high: Vector, radius: float) -> Vector:
    """Return the least squares step in a box; a little damping keeps what moves nothing where it is."""
    step = np.zeros_like(at.u)
    chosen = np.array(columns, np.intp)
    down = np.maximum(low[chosen] - at.u[chosen], -radius)
    up = np.minimum(high[chosen] - at.u[chosen], radius)
    room = up - down > _SHORTEST
    chosen, down, up = chosen[room], down[room], up[room]
    if len(chosen):
        damped = np.vstack([at.jacobian[:, chosen], _DAMPING * np.eye(len(chosen))])
        aim = np.concatenate([-at.r, np.zeros(len(chosen))])
        step[chosen] = lsq_linear(damped, aim, bounds=(down, up)).x
    return step
