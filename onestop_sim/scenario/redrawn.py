"""A scenario whose assumptions lie elsewhere in their ranges."""

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from onestop_sim.scenario.assumed import Part

AnyPart = TypeVar("AnyPart", bound=Part)

Luck = Callable[[str], float]
"""From the path of a number ("offices.land.available_share") to a uniform in (0, 1)."""


def redrawn(model: AnyPart, luck: Luck) -> AnyPart:
    """
    Return a tree of parts in which every number that has a range lies elsewhere in it.

    The number keeps to a triangle over its range with its value as the tip; numbers without a range,
    and ranges of one point, stay.

    >>> from onestop_sim.scenario.assumed import ShareValue
    >>> share = ShareValue(value=0.5, low=0.25, high=0.75)
    >>> redrawn(share, lambda path: 0.5).value
    0.5
    """
    moved: AnyPart = _moved(model, (), luck)
    return moved


def _moved(value: Any, path: tuple[str, ...], luck: Luck) -> Any:
    if isinstance(value, Part):
        return _moved_part(value, path, luck)
    if isinstance(value, Mapping):
        return {name: _moved(inner, (*path, str(name)), luck) for name, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_moved(inner, (*path, str(at)), luck) for at, inner in enumerate(value, start=1))
    return value


def _moved_part(part: Part, path: tuple[str, ...], luck: Luck) -> Part:
    figure = part.figure()
    if figure is None:
        names = type(part).model_fields
        moved = {name: _moved(getattr(part, name), (*path, name), luck) for name in names}
        return part.model_copy(update=moved)
    if figure.low is None or figure.high is None or not figure.low < figure.high:
        return part
    return part.with_figure(_within(luck(".".join(path)), figure.low, figure.value, figure.high))


def _within(u: float, low: float, tip: float, high: float) -> float:
    """Return the quantile of a triangle."""
    if u * (high - low) < tip - low:
        return low + math.sqrt(u * (high - low) * (tip - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - tip))
