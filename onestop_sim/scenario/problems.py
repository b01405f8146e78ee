"""What pydantic found wrong, told the way a planner can mend it: where, what was given, what is near."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from onestop_sim.errors import UserError
from onestop_sim.scenario.yaml_tree import Written

_QUOTED = re.compile(r"'([^']*)'")
_LONGEST_GIVEN = 80


def problems_of(error: ValidationError, tree: Written, model: type[BaseModel]) -> list[dict[str, Any]]:
    """
    Return one dict for each problem, in the order of the lines, those of the file itself before its parent's.

    Args:
        error: what pydantic found.
        tree:  the scenario as written, which knows files and lines.
        model: the model that was asked for, which knows the names of its fields.

    Returns:
        Dicts with `path`, `key`, `given`, `ctx`, `near`, `file` and `line`.
    """
    problems = [_problem(found, tree, model) for found in error.errors(include_url=False)]
    own = str(tree.file)
    return sorted(problems, key=lambda one: (one["file"] != own, one["file"], one["line"]))


def problems_of_removals(
    tree: Written, in_vain: str, marks: Sequence[str], model: type[BaseModel]
) -> list[dict[str, Any]]:
    """
    Return a problem for each name that is removed with `null` though nothing has it: most likely misspelt.

    Args:
        tree:    the scenario with the marks of removals still in it.
        in_vain: mark of a removal of what was not there.
        marks:   all marks.
        model:   a key that is a field of it, or of a part of it, may be set to nothing at any time.
    """
    found = list(_removed_in_vain(tree, in_vain, marks, ()))
    if not found:
        return []
    fields = _fields_of(model)
    return [
        {
            "path": ".".join((*path, name)),
            "key": "nothing_to_remove",
            "given": "null",
            "ctx": {},
            "near": (difflib.get_close_matches(name, there, n=1) or [""])[0],
            "file": str(at.file),
            "line": at.line,
        }
        for path, name, at, there in found
        if name not in fields
    ]


def _removed_in_vain(
    tree: Written, in_vain: str, marks: Sequence[str], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str, Written, list[str]]]:
    if not isinstance(tree.value, dict):
        return
    there = [name for name, inner in tree.value.items() if inner.value not in marks]
    for name, inner in tree.value.items():
        if inner.value == in_vain:
            yield path, name, inner, there
        else:
            yield from _removed_in_vain(inner, in_vain, marks, (*path, name))


def _fields_of(model: type[BaseModel]) -> set[str]:
    """Return the names of the fields of a model and of all its parts."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


def problem_without_place(error: UserError, file: Path) -> dict[str, Any]:
    """Return the problem that a room below found in a value, not knowing where the value stands."""
    given = _simple(error.values.get("given", ""))
    return {
        "path": "",
        "key": error.key,
        "given": given,
        "ctx": {name: _simple(value) for name, value in error.values.items()},
        "near": "",
        "file": str(file),
        "line": None,
    }


def _problem(found: Any, tree: Written, model: type[BaseModel]) -> dict[str, Any]:
    key, loc = found["type"], tuple(found["loc"])
    ctx = {name: _simple(value) for name, value in found.get("ctx", {}).items()}
    if "expected" in ctx:  # "'h' or 'd'" is English
        ctx["expected"] = str(ctx["expected"]).replace("' or '", "', '")
    where = ctx.get("where")
    if isinstance(where, str) and where:
        loc = (*loc, *_split(where, tree))
    if "discriminator" in ctx:
        loc = (*loc, str(ctx["discriminator"]).strip("'"))
    missing = key in {"missing", "union_tag_not_found"}
    path, at = _place(loc, tree, missing=missing)
    given = ctx.get("given", ctx.get("tag", "" if missing else _simple(found.get("input"))))
    wrong = str(path[-1]) if key in {"extra_forbidden", "invalid_key"} and path else str(given)
    near = ctx.get("near") or _nearest(wrong, _known(key, ctx, model, loc))
    return {
        "path": ".".join(path),
        "key": key,
        "given": given,
        "ctx": ctx,
        "near": near,
        "file": str(at.file),
        "line": at.line,
    }


def _place(loc: Sequence[str | int], tree: Written, *, missing: bool) -> tuple[tuple[str, ...], Written]:
    """
    Return the path of a problem as the planner would write it, and the innermost value on it.

    Pydantic's places name kinds of distributions and steps of validation that stand in no file: a
    part that is not found is left out, unless it is what is missing.
    """
    path: list[str] = []
    at = tree
    for number, part in enumerate(loc):
        inner = at.value
        if isinstance(inner, dict) and str(part) in inner:
            at = inner[str(part)]
            path.append(str(part))
        elif isinstance(inner, list) and isinstance(part, int) and 0 <= part < len(inner):
            at = inner[part]
            path.append(str(part + 1))
        elif missing and number == len(loc) - 1:
            path.append(str(part))
    return tuple(path), at


def _split(where: str, tree: Written) -> Iterator[str]:
    """Split a dotted path at the dots that are no part of a name."""
    parts = where.split(".")
    at: Written | None = tree
    while parts:
        entries = at.value if at is not None and isinstance(at.value, dict) else {}
        n_parts = next((n for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in entries), 1)
        name = ".".join(parts[:n_parts])
        yield name
        at = entries.get(name)
        parts = parts[n_parts:]


def _known(key: str, ctx: dict[str, Any], model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Return what could have been written instead."""
    if key == "extra_forbidden":
        return sorted({name for part in _models_at(model, loc[:-1]) for name in part.model_fields})
    if "known" in ctx and isinstance(ctx["known"], list):
        return [str(name) for name in ctx["known"]]
    return _QUOTED.findall(str(ctx.get("expected_tags", ctx.get("expected", ""))))


def _models_at(model: type[BaseModel], loc: Sequence[str | int]) -> list[type[BaseModel]]:
    """Return the models that may stand at a place: those reached from *model* by names, items and kinds."""
    here: list[Any] = [model]
    for part in loc:
        models, others = _opened(here)
        by_kind = [one for one in models if part in _kinds(one)]
        by_name = [one.model_fields[str(part)].annotation for one in models if part in one.model_fields]
        here = by_kind or [*by_name, *others]
    return _opened(here)[0]


def _opened(annotations: Iterable[Any]) -> tuple[list[type[BaseModel]], list[Any]]:
    """Return the models among annotations, and what lists, mappings and unions among them hold."""
    models: list[type[BaseModel]] = []
    others: list[Any] = []
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            models.append(annotation)
            continue
        inner_models, inner_others = _opened(get_args(annotation))
        models += inner_models
        others += [*inner_models, *inner_others]
    return models, others


def _kinds(model: type[BaseModel]) -> tuple[Any, ...]:
    """Return the kinds by which a union knows a model."""
    field = model.model_fields.get("kind")
    return get_args(field.annotation) if field else ()


def _nearest(wrong: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(wrong, list(known), n=1)
    return near[0] if near else ""


def _simple(value: Any) -> Any:
    """Return what a message can show: numbers and short texts as they are, of a mapping its names."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_GIVEN else value[: _LONGEST_GIVEN - 1] + "…"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_simple(one) for one in value[:50]]
    if isinstance(value, dict):
        return {str(name): "…" for name in list(value)[:10]}
    return str(value)
