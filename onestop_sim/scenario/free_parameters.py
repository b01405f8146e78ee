"""Numbers of a scenario by their paths: read one, or set some and have everything checked again."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from onestop_sim.errors import UserError
from onestop_sim.scenario.assumed import Figure, Part

AnyPart = TypeVar("AnyPart", bound=Part)


def value_at(scenario: Part, path: str) -> float:
    """
    Return the number at a dotted path of a scenario.

    Args:
        scenario: the scenario, or any part of one.
        path:     names joined by dots, "software.late_closing.divisions.share"; list items by number from 1.
                  It leads to a number, an assumption (its value) or a distribution (its mean).

    Raises:
        UserError: ``free_path_unknown``, ``free_path_no_number``.
    """
    return figure_at(scenario, path).value


def figure_at(scenario: Part, path: str) -> Figure:
    """Return the number at a dotted path with its own range, where it has one; errors as of `value_at`."""
    at: Any = scenario
    for name in names_along(scenario, path):
        at = _inside(at, name)
    figure = at.figure() if isinstance(at, Part) else None
    if figure is not None:
        return figure
    if isinstance(at, float):
        return Figure(at, "", None, None)
    raise UserError("free_path_no_number", given=path, known=sorted(_entries(at)))


def part_at(scenario: Part, path: str) -> Any:
    """Return the number, assumption or distribution at a dotted path; errors as of `value_at`."""
    figure_at(scenario, path)
    at: Any = scenario
    for name in names_along(scenario, path):
        at = _inside(at, name)
    return at


def with_values(scenario: AnyPart, values: Mapping[str, float]) -> AnyPart:
    """
    Return a scenario in which the numbers at some paths have other values, and everything is checked again.

    A distribution is stretched to its new mean. The scenario given is not touched.

    Args:
        scenario: the scenario.
        values:   new value of each path; paths as for `value_at`.

    Raises:
        UserError: ``free_path_unknown``, ``free_path_no_number``, ``mean_not_scalable``, or
            ``free_value_refused`` when the scenario would not pass its checks.
    """
    moved = scenario
    for path, value in values.items():
        figure_at(scenario, path)
        moved = _replaced(moved, names_along(scenario, path), value)
    try:
        return type(scenario).model_validate(moved.model_dump(mode="json"))
    except ValidationError as problem:
        first = problem.errors()[0]
        raise UserError(
            "free_value_refused",
            given=", ".join(f"{path} = {value:g}" for path, value in values.items()),
            place=".".join(str(part) for part in first["loc"]),
            reason=first["type"],
        ) from None


def names_along(scenario: Part, path: str) -> list[str]:
    """
    Return the names that a path passes; a name may hold dots itself, the longest that fits wins.

    Raises:
        UserError: ``free_path_unknown``.
    """
    parts, names, at = path.split("."), [], scenario
    while parts:
        known = _entries(at)
        n_parts = next((n for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in known), 0)
        if not n_parts:
            near = next(iter(difflib.get_close_matches(parts[0], known, n=1)), "")
            raise UserError("free_path_unknown", given=path, part=parts[0], known=sorted(known), near=near)
        names.append(".".join(parts[:n_parts]))
        at = _inside(at, names[-1])
        parts = parts[n_parts:]
    return names


def _entries(at: Any) -> set[str]:
    return set(_named(at))


def _named(at: Any) -> Iterator[str]:
    """Yield the names under which a value holds others."""
    if isinstance(at, Part):
        yield from type(at).model_fields
    elif isinstance(at, Mapping):
        yield from (str(name) for name in at)
    elif isinstance(at, tuple):
        yield from (str(number) for number in range(1, len(at) + 1))


def _inside(at: Any, name: str) -> Any:
    if isinstance(at, Part):
        return getattr(at, name)
    if isinstance(at, Mapping):
        return next(inner for known, inner in at.items() if str(known) == name)
    return at[int(name) - 1]


def _replaced(at: Any, names: list[str], value: float) -> Any:
    """Return a copy of a value in which one number further in is another."""
    if not names:
        return at.with_figure(value) if isinstance(at, Part) else value
    name, further = names[0], names[1:]
    inner = _replaced(_inside(at, name), further, value)
    if isinstance(at, Part):
        return at.model_copy(update={name: inner})
    if isinstance(at, Mapping):
        return {known: inner if str(known) == name else was for known, was in at.items()}
    return tuple(inner if number == int(name) else was for number, was in enumerate(at, start=1))
