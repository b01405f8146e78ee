"""A scenario with some things said otherwise, as a file that extends another says them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from onestop_sim.errors import UserError
from onestop_sim.scenario.load import merge
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.problems import problems_of
from onestop_sim.scenario.yaml_tree import Written


def varied(scenario: Scenario, changes: Mapping[str, Any], *, name: str | None = None) -> Scenario:
    """
    Return a scenario with changes laid over it.

    Args:
        scenario: the base; it stays as it is.
        changes:  nested as in a file: a mapping merges name by name, None removes, all else replaces.
        name:     name of the variant; None: that of the base, with ``-varied``. It stands behind the title
            too, unless the changes say another.

    Raises:
        UserError: ``scenario_invalid`` with every problem.
    """
    named = name or f"{scenario.name}-varied"
    title = scenario.title if named == scenario.name else f"{scenario.title} · {named}"
    own = {"name": named, "title": title, **changes}
    origin = Path(str(own["name"]))
    tree = merge(_as_if_written(scenario.model_dump(mode="json"), origin), _as_if_written(own, origin))
    try:
        return Scenario.model_validate(tree.plain())
    except ValidationError as error:
        problems = problems_of(error, tree, Scenario)
    raise UserError("scenario_invalid", file=str(origin), problems=problems)


def _as_if_written(value: Any, origin: Path) -> Written:
    """Return plain values as a file would give them; they stand on no line."""
    inner = value
    if isinstance(value, Mapping):
        inner = {str(name): _as_if_written(one, origin) for name, one in value.items()}
    elif isinstance(value, list | tuple):
        inner = [_as_if_written(one, origin) for one in value]
    return Written(inner, origin, 0)
