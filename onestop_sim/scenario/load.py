"""
From a scenario file to a checked model: one parent, one merge, one error that lists every problem.

`extends: parent.yaml` names at most one parent, relative to the file. Mappings merge name by name, a
scalar or a list of the child replaces, `null` in a child removes. Problems are reported where the
value was written, in the child or in the parent.
"""

from dataclasses import replace
from difflib import get_close_matches
from functools import reduce
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from onestop_sim.errors import UserError
from onestop_sim.scenario.problems import problem_without_place, problems_of, problems_of_removals
from onestop_sim.scenario.templates import expand_templates
from onestop_sim.scenario.yaml_tree import Written, read_tree

Model = TypeVar("Model", bound=BaseModel)

EXTENDS: Final = "extends"
"""The key that names the parent."""
KIND: Final = "kind"
"""The key that tells one sort of distribution, step or change from another."""
_REMOVED: Final = "\0removed"
"""Mark of a name that a child removes; no YAML file can hold this text."""
_IN_VAIN: Final = "\0removed, and was not there"
"""Mark of a name that a child removes, and that nothing below it has had so far."""
_MARKS: Final = (_REMOVED, _IN_VAIN)


def read_yaml(path: Path | str) -> dict[str, Any]:
    """Return one YAML file as plain dicts, lists and scalars, without its parent; errors: `read_tree`."""
    content: dict[str, Any] = read_tree(Path(path)).plain()
    return content


def resolve(path: Path | str) -> tuple[dict[str, Any], list[Path]]:
    """
    Return a scenario with its ancestors merged in, and the files that it came from.

    Args:
        path: the scenario file.

    Returns:
        Plain dicts, lists and scalars without the key `extends`; and the files, the file itself first.

    Raises:
        UserError: ``extends_cycle``, ``extends_not_a_name``, ``extends_missing``, or as `read_tree`.
    """
    tree, files = resolve_tree(Path(path))
    content: dict[str, Any] = tree.plain()
    return content, files


def load_model(path: Path | str, model: type[Model]) -> Model:
    """
    Return the checked model of a file and its ancestors.

    Raises:
        UserError: ``scenario_invalid`` with `file` and `problems`, one dict each: `path`
            ("offices.land.oficers"), `key` (type of the problem), `given`, `ctx` (values of the
            message), `near` (what may have been meant, or ""), `file` and `line` (None if unknown);
            or as `resolve`.
    """
    marked, _ = _resolved(Path(path))
    tree = _without_removed(marked)
    problems = problems_of_removals(marked, _IN_VAIN, _MARKS, model)
    try:
        found = model.model_validate(tree.plain())
    except ValidationError as error:
        problems += problems_of(error, tree, model)
    except UserError as error:  # raised by a room below, in the words of that room
        problems.append(problem_without_place(error, Path(path)))
    if problems:
        raise UserError("scenario_invalid", file=str(path), problems=problems)
    return found


def resolve_tree(path: Path) -> tuple[Written, list[Path]]:
    """Return a scenario, ancestors and templates merged in, each value with file and line; and the files."""
    marked, files = _resolved(path)
    return _without_removed(marked), files


def _resolved(path: Path) -> tuple[Written, list[Path]]:
    """Return the same with what was removed still marked."""
    files = [path]
    trees = [read_tree(path)]
    while (parent := _parent(trees[-1])) is not None:
        if parent.resolve() in {file.resolve() for file in files}:
            raise UserError("extends_cycle", file=str(path), chain=[str(file) for file in [*files, parent]])
        files.append(parent)
        trees.append(read_tree(parent))
    merged = reduce(_laid_over, [_without_extends(tree) for tree in reversed(trees)])
    return expand_templates(merged, _laid_over), files


def merge(parent: Written, child: Written) -> Written:
    """
    Return *parent* as changed by *child*.

    Mappings merge name by name, in the order of the parent, new names after them; any other value of
    the child replaces that of the parent; a name with `null` in the child is removed. A mapping that
    says another `kind` is another thing, a gamma in the place of a fixed time: it replaces as well.
    """
    return _without_removed(_laid_over(parent, child))


def _laid_over(parent: Written, child: Written) -> Written:
    """
    Merge, but mark what is removed: a template that is merged in later must not bring it back.

    See `merge`; `_without_removed` takes the marks away.
    """
    if not isinstance(child.value, dict):
        return child
    entries = dict(parent.value) if isinstance(parent.value, dict) else {}
    if KIND in entries and KIND in child.value and entries[KIND].value != child.value[KIND].value:
        entries = {}
    nothing = replace(child, value={})
    for name, own in child.value.items():
        if own.value is None or own.value in _MARKS:
            was_there = own.value == _REMOVED or (name in entries and entries[name].value != _IN_VAIN)
            entries[name] = replace(own, value=_REMOVED if was_there else _IN_VAIN)
        else:
            entries[name] = _laid_over(entries.get(name, nothing), own)
    return replace(child, value=entries)


def _parent(tree: Written) -> Path | None:
    """Return the file that a file extends, relative to it; None for a file without parent."""
    named = tree.value.get(EXTENDS) if isinstance(tree.value, dict) else None
    if named is None or named.value is None:
        return None
    where = {"file": str(named.file), "line": named.line}
    if not isinstance(named.value, str):
        raise UserError("extends_not_a_name", **where, given=named.plain())
    parent = named.file.parent / named.value
    if not parent.exists():
        near = get_close_matches(named.value, [file.name for file in named.file.parent.glob("*.yaml")], n=1)
        raise UserError("extends_missing", **where, given=named.value, near=near[0] if near else "")
    return parent


def _without_removed(tree: Written) -> Written:
    if isinstance(tree.value, list):
        return replace(tree, value=[_without_removed(inner) for inner in tree.value])
    if not isinstance(tree.value, dict):
        return tree
    kept = {name: inner for name, inner in tree.value.items() if inner.value not in _MARKS}
    return replace(tree, value={name: _without_removed(inner) for name, inner in kept.items()})


def _without_extends(tree: Written) -> Written:
    entries = tree.value if isinstance(tree.value, dict) else {}
    return replace(tree, value={name: inner for name, inner in entries.items() if name != EXTENDS})
