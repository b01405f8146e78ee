"""
Templates: what several objects of a scenario have in common is written once (decision D19).

A file may hold partial objects under `templates:`; any mapping may say `like: name`. The template is
merged under the mapping as a parent file is merged under its child, before anything is checked, and
both words vanish. A template may itself be like another one. With a list of names, `like: [a, b]`, each
template lies over the one before it: the units of a province are those of its districts.
"""

import difflib
from dataclasses import replace
from typing import Any, Final

from onestop_sim.errors import UserError
from onestop_sim.scenario.yaml_tree import Written

TEMPLATES: Final = "templates"
"""The key under which templates stand."""
LIKE: Final = "like"
"""The key with which a mapping names its template."""


def expand_templates(tree: Written, merge: Any) -> Written:
    """
    Return the tree of a whole scenario with every `like` carried out and `templates` gone.

    Args:
        tree:  a scenario, its ancestors merged in.
        merge: how a child is merged over its parent, ``merge(parent, child)``.

    Raises:
        UserError: ``template_unknown``, ``template_cycle`` or ``template_not_a_name``, with file and line.
    """
    if not isinstance(tree.value, dict):
        return tree
    entries = dict(tree.value)
    shelf = entries.pop(TEMPLATES, None)
    templates = shelf.value if shelf is not None and isinstance(shelf.value, dict) else {}
    return _expanded(replace(tree, value=entries), templates, merge, ())


def _expanded(tree: Written, templates: dict[str, Written], merge: Any, used: tuple[str, ...]) -> Written:
    if isinstance(tree.value, list):
        return replace(tree, value=[_expanded(inner, templates, merge, used) for inner in tree.value])
    if not isinstance(tree.value, dict):
        return tree
    entries = dict(tree.value)
    like = entries.pop(LIKE, None)
    own = replace(tree, value=entries)
    if like is not None:
        *below, nearest = _all_named(like, templates, used)
        whole = _expanded(merge(templates[nearest], own), templates, merge, (*used, nearest))
        for name in reversed(below):
            whole = merge(_expanded(templates[name], templates, merge, (*used, name)), whole)
        return replace(whole, file=own.file, line=own.line) if below else whole
    return replace(tree, value={key: _expanded(one, templates, merge, used) for key, one in entries.items()})


def _all_named(like: Written, templates: dict[str, Written], used: tuple[str, ...]) -> list[str]:
    """Return the names after a `like`, one or a list of them."""
    several = like.value if isinstance(like.value, list) and like.value else [like]
    return [_named(one, templates, used) for one in several]


def _named(like: Written, templates: dict[str, Written], used: tuple[str, ...]) -> str:
    """Return the name of a template that exists and is not being used already."""
    where = {"file": str(like.file), "line": like.line}
    if not isinstance(like.value, str):
        raise UserError("template_not_a_name", **where, given=type(like.value).__name__)
    if like.value not in templates:
        near = difflib.get_close_matches(like.value, templates, n=1)
        known = sorted(templates)
        raise UserError(
            "template_unknown", **where, given=like.value, known=known, near=near[0] if near else ""
        )
    if like.value in used:
        raise UserError("template_cycle", **where, chain=[*used, like.value])
    return like.value
