"""Templates are merged under what is like them, and vanish."""

from pathlib import Path

import pytest

from onestop_sim.errors import UserError
from onestop_sim.scenario.load import resolve


def resolved(folder: Path, text: str) -> dict[str, object]:
    """Write a file and return what it resolves to."""
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return resolve(path)[0]


def test_what_is_like_a_template_has_its_values_except_its_own(tmp_path: Path) -> None:
    """A mapping keeps its own values and takes the others from its template, nested ones included."""
    text = """
templates:
  desk: {people: {n: 1, skills: [land]}, calendar: office}
offices:
  a: {like: desk, people: {n: 2}}
"""
    assert resolved(tmp_path, text) == {
        "offices": {"a": {"people": {"n": 2, "skills": ["land"]}, "calendar": "office"}}
    }


def test_a_template_may_be_like_another(tmp_path: Path) -> None:
    """Likeness passes through a chain of templates, the nearest wins, and null removes."""
    text = """
templates:
  base: {x: 1, y: 1, z: 1}
  middle: {like: base, y: 2, z: null}
things: {one: {like: middle}}
"""
    assert resolved(tmp_path, text) == {"things": {"one": {"x": 1, "y": 2}}}


def test_several_templates_lie_one_over_the_other(tmp_path: Path) -> None:
    """Of several templates the later wins, a chain behind one of them counts, and null removes."""
    text = """
templates:
  far: {x: 0, w: 0}
  a: {like: far, x: 1, y: 1, z: 1}
  b: {y: 2, z: null}
things: {one: {like: [a, b], v: 3}}
"""
    assert resolved(tmp_path, text) == {"things": {"one": {"x": 1, "w": 0, "y": 2, "v": 3}}}


@pytest.mark.parametrize("like", ["[a, 3]", "[]", "3"])
def test_what_is_no_name_is_refused(tmp_path: Path, like: str) -> None:
    """A list of templates holds names and at least one."""
    with pytest.raises(UserError) as caught:
        resolved(tmp_path, f"templates: {{a: {{x: 1}}}}\nb: {{like: {like}}}\n")
    assert caught.value.key == "template_not_a_name"


def test_a_template_of_the_parent_serves_the_child(tmp_path: Path) -> None:
    """Templates are shared along `extends`, and a child may change one for all that are like it."""
    (tmp_path / "parent.yaml").write_text("templates: {t: {x: 1}}\na: {like: t}\n", encoding="utf-8")
    text = "extends: parent.yaml\ntemplates: {t: {x: 5}}\nb: {like: t, y: 2}\n"
    assert resolved(tmp_path, text) == {"a": {"x": 5}, "b": {"x": 5, "y": 2}}


def test_what_an_object_removes_no_template_brings_back(tmp_path: Path) -> None:
    """Null removes what a template holds, also in a file that extends another one, at any depth."""
    (tmp_path / "parent.yaml").write_text(
        "templates: {t: {route: {up: 1, sign: 2}, skill: a}}\nb: {like: t}\n", encoding="utf-8"
    )
    text = "extends: parent.yaml\na: {like: t, route: {up: null}, skill: null}\nb: {route: {up: null}}\n"
    assert resolved(tmp_path, text) == {
        "b": {"route": {"sign": 2}, "skill": "a"},
        "a": {"route": {"sign": 2}},
    }


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("templates: {a: {like: b}, b: {like: a}}\nx: {like: a}\n", "template_cycle"),
        ("templates: {a: {inner: {like: a}}}\nx: {like: a}\n", "template_cycle"),
        ("templates: {desk: {}}\nx: {like: dekc}\n", "template_unknown"),
        ("x: {like: [1]}\n", "template_not_a_name"),
    ],
)
def test_a_likeness_that_cannot_be_is_told_with_its_line(tmp_path: Path, text: str, key: str) -> None:
    """A cycle, a template that is not there and a name that is none are errors with file and line."""
    with pytest.raises(UserError) as error:
        resolved(tmp_path, text)
    assert error.value.key == key
    assert error.value.values["line"] >= 1


def test_another_kind_of_thing_replaces_the_whole(tmp_path: Path) -> None:
    """A fixed time over a lognormal one leaves no spread behind; the same kind is changed value by value."""
    text = """
templates: {step: {effort: {kind: lognormal, mean: 5, sd: 2, unit: min}}}
a: {like: step, effort: {kind: fixed, value: 3, unit: min}}
b: {like: step, effort: {kind: lognormal, mean: 9}}
"""
    assert resolved(tmp_path, text) == {
        "a": {"effort": {"kind": "fixed", "value": 3, "unit": "min"}},
        "b": {"effort": {"kind": "lognormal", "mean": 9, "sd": 2, "unit": "min"}},
    }
