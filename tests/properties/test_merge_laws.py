"""Laws of `extends`: what a child may and may not do to its parent."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.scenario.load import merge
from onestop_sim.scenario.yaml_tree import Written

names = st.sampled_from(["a", "b", "c", "d"])
scalars = st.one_of(st.integers(0, 3), st.booleans(), st.text("xy", max_size=2))
lists = st.lists(st.integers(0, 3), max_size=3)


def mappings(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Nested mappings with the given leaves."""
    values = st.recursive(leaves, lambda inner: st.dictionaries(names, inner, max_size=3), max_leaves=8)
    return st.dictionaries(names, values, max_size=4)


parents = mappings(st.one_of(scalars, lists))
children = mappings(st.one_of(scalars, lists, st.none()))


def written(value: Any, file: str = "child.yaml") -> Written:
    """A plain value as if it had been read from a file."""
    if isinstance(value, dict):
        value = {name: written(inner, file) for name, inner in value.items()}
    elif isinstance(value, list):
        value = [written(inner, file) for inner in value]
    return Written(value, Path(file), 1)


def merged(parent: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """The plain result of a merge."""
    return merge(written(parent, "parent.yaml"), written(child)).plain()


def holds_null(value: Any) -> bool:
    """Tell whether a mapping holds null anywhere."""
    return any(inner is None or (isinstance(inner, dict) and holds_null(inner)) for inner in value.values())


@given(parents)
def test_a_child_that_says_nothing_is_its_parent(parent):
    """An empty child changes nothing, not even the order."""
    assert merged(parent, {}) == parent
    assert list(merged(parent, {})) == list(parent)


@given(parents)
def test_a_child_of_nobody_is_itself(child):
    """Without nulls, an empty parent adds nothing and takes nothing."""
    assert merged({}, child) == child


@given(parents, children)
def test_saying_it_twice_is_saying_it_once(parent, child):
    """A merge is idempotent."""
    once = merged(parent, child)
    assert merged(once, child) == once


@given(parents, children)
def test_null_removes_and_never_stays(parent, child):
    """No null of a child survives, and the name that it stood for is gone."""
    result = merged(parent, child)
    assert not holds_null(result)
    assert not {name for name, value in child.items() if value is None} & set(result)


@given(parents, children)
def test_the_child_decides_what_it_names_and_nothing_else(parent, child):
    """What the child does not mention stays; scalars and lists that it gives are taken whole."""
    result = merged(parent, child)
    for name, value in parent.items():
        if name not in child:
            assert result[name] == value
    for name, value in child.items():
        if value is not None and not isinstance(value, dict):
            assert result[name] == value


@given(parents, children)
def test_the_order_is_the_parents_then_the_childs(parent, child):
    """Names keep the order of the parent; new ones follow in the order of the child."""
    result = list(merged(parent, child))
    assert result == [name for name in [*parent, *(n for n in child if n not in parent)] if name in result]


@given(parents, children)
def test_each_value_remembers_who_wrote_it(parent, child):
    """A value comes from the child when the child names it, else from the parent."""
    result = merge(written(parent, "parent.yaml"), written(child))
    assert isinstance(result.value, dict)
    for name, inner in result.value.items():
        assert inner.file.name == ("child.yaml" if name in child else "parent.yaml")
