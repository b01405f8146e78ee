"""Reading scenario files: what YAML means here, what is refused, and where a problem is said to be."""

import os
import resource
import time
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from onestop_sim.errors import UserError
from onestop_sim.scenario.assumed import Part, ShareValue
from onestop_sim.scenario.distribution import Distribution
from onestop_sim.scenario.load import load_model, read_yaml, resolve


@pytest.fixture
def write(tmp_path):
    """Write a YAML file and return its path."""

    def writing(text: str, name: str = "shop.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writing


def refusal(path: Path) -> tuple[str, int | None]:
    """Key and line of the error that a file causes."""
    with pytest.raises(UserError) as caught:
        resolve(path)
    assert caught.value.values["file"]
    return caught.value.key, caught.value.values.get("line")


class Office(Part):
    """An office, for these tests."""

    officers: Annotated[int, Field(ge=0)] = 1
    """Officers."""
    away: ShareValue = ShareValue(value=0)
    """Share of time away."""
    effort: Distribution
    """Effort."""


class Shop(Part):
    """A shop, for these tests."""

    name: str = "shop"
    """Name."""
    offices: dict[str, Office]
    """Offices by name."""
    route: tuple[str, ...] = ()
    """Names of offices in order."""

    @model_validator(mode="after")
    def _route_is_known(self):
        for office in self.route:
            if office not in self.offices:
                where = f"offices.{next(iter(self.offices))}.officers"
                values = {"where": where, "given": office, "known": sorted(self.offices)}
                raise PydanticCustomError("unknown_name", "unknown", values)
        return self


def problems(path: Path, model: type[BaseModel] = Shop) -> list[tuple]:
    """What load_model complains about: path, key, given, near and line of each."""
    with pytest.raises(UserError) as caught:
        load_model(path, model)
    assert caught.value.key == "scenario_invalid"
    return [(p["path"], p["key"], p["given"], p["near"], p["line"]) for p in caught.value.values["problems"]]


def test_scalars_follow_yaml_1_2_and_nothing_becomes_a_date(write):
    """On and yes are words, dates and codes stay text, keys are text, names are composed."""
    path = write(
        "a: on\nb: yes\nc: true\nd: 2023-02-30\ne: 17:00\nf: 012\ng: 1_000\nh: 1e3\ni: '5'\nj:\n"
        "1: 0x10\non: |\n  text\n2023-01-02: -.5\nHa\u0300m: Thua\u0323\u0302n\n"
    )
    assert read_yaml(path) == {
        "a": "on",
        "b": "yes",
        "c": True,
        "d": "2023-02-30",
        "e": "17:00",
        "f": "012",
        "g": 1000,
        "h": 1000.0,
        "i": "5",
        "j": None,
        "1": 16,
        "on": "text\n",
        "2023-01-02": -0.5,
        "H\u00e0m": "Thu\u1ead" + "n",
    }


def test_an_old_directive_does_not_bring_back_old_traps(write):
    """A file that calls itself YAML 1.1 is read by the same rules."""
    assert read_yaml(write("%YAML 1.1\n---\na: on\nb: 0777\n")) == {"a": "on", "b": "0777"}


def test_anchors_and_merge_keys_work(write):
    """A planner may write a calendar once and use it twice; what is written wins over what is merged."""
    path = write("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\nz: {<<: [*x, {a: 5, c: 6}]}\nw: [*x]\n")
    content = read_yaml(path)
    assert content["y"] == {"a": 1, "b": 3}
    assert content["z"] == {"a": 1, "b": 2, "c": 6}
    assert content["w"] == [{"a": 1, "b": 2}]


def test_an_empty_file_is_an_empty_scenario(write):
    """Nothing written is an empty mapping, with or without a byte-order mark and comments."""
    assert read_yaml(write("")) == {}
    assert read_yaml(write("\ufeff# nothing yet\n")) == {}


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a: 1\nb: [1\n", "yaml_syntax", 3),
        ("a: 1\n b: 2\n", "yaml_colon", 2),
        ("a: 1\n\tb: 2\n", "yaml_tab", 2),
        ("a: 1\nb: \x07\n", "yaml_syntax", 2),
        ("a: 1\nb: 2\na: 3\n", "yaml_duplicate_key", 3),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "yaml_tag", 2),
        ("a: 1\nb: !!str 3\n", "yaml_tag", 2),
        ("a: 1\n!x b: 3\n", "yaml_tag", 2),
        ("!!map\na: 1\n", "yaml_tag", 1),
        ("- 1\n- 2\n", "yaml_not_a_mapping", 1),
        ("a: 1\n---\nb: 2\n", "yaml_many_documents", 3),
        ("a: 1\n? [1, 2]\n: 3\n", "yaml_key", 2),
        ("a: 1\n<<: 3\n", "yaml_key", 1),
        ("a: 1\nb: 1e400\n", "yaml_number", 2),
        ("a: 1\nb: .inf\n", "yaml_number", 2),
        ("a: 1\nb: .nan\n", "yaml_number", 2),
        (f"a: 1\nb: {'9' * 5000}\n", "yaml_number", 2),
        ("a: 1\nb: *x\n", "yaml_alias", 2),
        ("a: &x\n  b: *x\n", "yaml_alias", 2),
        ("extends: [a.yaml]\n", "extends_not_a_name", 1),
        ("a: 1\nextends: nobody.yaml\n", "extends_missing", 2),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_its_line(write, text, key, line):
    """Each fault of writing has a key of its own and the line to look at."""
    assert refusal(write(text)) == (key, line)


def bombs() -> dict[str, tuple[str, str]]:
    """Texts that would exhaust time or memory, and the key of the refusal."""
    laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    tower = "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 150))
    return {
        "billion laughs": (laughs, "yaml_too_many_aliases"),
        "a tower of aliases": (tower, "yaml_too_deep"),
        "one list, many aliases": ("a: &a 1\nb: [" + "*a, " * 10_000 + "]\n", "yaml_too_many_aliases"),
        "10,000 brackets": ("a: " + "[" * 10_000, "yaml_too_deep"),
        "10,000 braces": ("{a: " * 10_000, "yaml_too_deep"),
        "10,000 dashes": ("- " * 10_000, "yaml_too_deep"),
        "10,000 question marks": ("? " * 10_000, "yaml_key"),
        "3 MB of text": ("a: " + "x" * 3_000_000, "yaml_too_large"),
    }


@pytest.mark.parametrize("name", bombs())
def test_a_bomb_is_defused_in_time(write, name):
    """What would explode is answered in less than two seconds of processor time."""
    text, key = bombs()[name]
    path = write(text)
    start = time.process_time()
    assert refusal(path)[0] == key
    assert time.process_time() - start < 2


def test_a_hundred_megabytes_are_not_even_read(tmp_path):
    """A file of 100 MB is refused at once, without the memory to hold it."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    with pytest.raises(UserError) as caught:
        resolve(path)
    assert caught.value.key == "yaml_too_large"
    assert caught.value.values["n_bytes"] == 100_000_000
    assert time.process_time() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 50_000


def test_too_many_values_are_too_large(write, monkeypatch):
    """A file within its bytes but with too many values is refused as too large, not as too clever."""
    monkeypatch.setattr("onestop_sim.scenario.yaml_tree.MAX_NODES", 50)
    assert refusal(write("a:\n" + "- 1\n" * 100))[0] == "yaml_too_large"


def test_a_file_that_cannot_be_read_says_why(write, tmp_path):
    """Missing, a directory, a pipe and bytes that are no text are four different answers."""
    assert refusal(tmp_path / "nobody.yaml")[0] == "file_missing"
    (tmp_path / "latin.yaml").write_bytes("tên: Hàm\n".encode("latin-1"))
    os.mkfifo(tmp_path / "pipe.yaml")
    reasons = {}
    for name in ("", "latin.yaml", "pipe.yaml"):
        with pytest.raises(UserError) as caught:
            resolve(tmp_path / name)
        assert caught.value.key == "file_unreadable"
        reasons[name] = caught.value.values["reason"]
    assert reasons == {"": "directory", "latin.yaml": "not_utf8", "pipe.yaml": "not_a_file"}


def test_a_child_changes_its_parent(write, tmp_path):
    """Mappings merge, lists and scalars replace, null removes, and the order is the parent's."""
    write("b: 1\na: {x: 1, y: {z: 1}}\nlist: [1, 2]\ngone: {k: 1}\n", "grand.yaml")
    write("extends: grand.yaml\nc: 2\na: {y: {w: 2}}\n", "parent.yaml")
    child = write("extends: parent.yaml\ngone: null\nlist: [3]\nb: 5\nnew: {k: null, l: 1}\na: {x: null}\n")
    content, files = resolve(child)
    assert content == {"b": 5, "a": {"y": {"z": 1, "w": 2}}, "list": [3], "c": 2, "new": {"l": 1}}
    assert list(content) == ["b", "a", "list", "c", "new"]
    assert files == [tmp_path / name for name in ("shop.yaml", "parent.yaml", "grand.yaml")]


def test_removing_what_is_not_there_is_a_problem(write):
    """A misspelt name beside `null` is told with its line and what was meant; fields may be null."""
    write("offices: {land: {effort: 1 h}, desk: {effort: 1 h}}\n", "parent.yaml")
    child = write("extends: parent.yaml\noffices:\n  lnad: null\n  desk: null\nname: null\n")
    assert problems(child) == [("offices.lnad", "nothing_to_remove", "null", "land", 3)]


def test_what_a_template_brings_may_be_removed(write):
    """`null` beside `like` removes what the template has, and what it has not is a problem."""
    shelf = "templates: {both: {land: {effort: 1 h}, desk: {effort: 1 h}}}\n"
    kept = load_model(write(shelf + "offices: {like: both, desk: null}\n"), Shop)
    assert list(kept.offices) == ["land"]
    assert problems(write(shelf + "offices:\n  like: both\n  dsk: null\n")) == [
        ("offices.dsk", "nothing_to_remove", "null", "desk", 4)
    ]


def test_a_scenario_cannot_be_its_own_ancestor(write):
    """A cycle is told as the chain of files that closes it."""
    write("extends: b.yaml\n", "a.yaml")
    write("extends: a.yaml\n", "b.yaml")
    with pytest.raises(UserError) as caught:
        resolve(write("extends: a.yaml\n"))
    assert caught.value.key == "extends_cycle"
    assert [Path(name).name for name in caught.value.values["chain"]] == [
        "shop.yaml",
        "a.yaml",
        "b.yaml",
        "a.yaml",
    ]


def test_a_parent_of_almost_that_name_is_suggested(write):
    """A misspelt parent is answered with the file beside it that is nearest."""
    write("a: 1\n", "binh-thuan.yaml")
    with pytest.raises(UserError) as caught:
        resolve(write("extends: binh-thaun.yaml\n"))
    assert caught.value.values["near"] == "binh-thuan.yaml"


def test_a_good_file_becomes_a_model(write):
    """What is right is simply loaded."""
    path = write("offices:\n  land: {officers: 2, away: 0.1, effort: 12 min}\nroute: [land]\n")
    shop = load_model(path, Shop)
    assert shop.offices["land"].effort.mean_s() == 720
    assert shop.route == ("land",)


def test_every_problem_is_told_where_it_was_written(write):
    """Problems name the path as written, the line, what was given and what is near, in parent and child."""
    write("offices:\n  land:\n    effort: {kind: gamma, mean: 5, sd: 2, unti: min}\n", "parent.yaml")
    child = write(
        "extends: parent.yaml\n"
        "name: 7\n"
        "ofices: {}\n"
        "offices:\n"
        "  tax:\n"
        "    oficers: 3\n"
        "    officers: -1\n"
        "    away: {value: 2}\n"
        "    effort:\n"
        "      kind: lognromal\n"
        "  post: {officers: true, effort: 5}\n"
        "  sign: {effort: {mean: 3}}\n"
    )
    assert problems(child) == [
        ("name", "string_type", 7, "", 2),
        ("ofices", "extra_forbidden", {}, "offices", 3),
        ("offices.tax.oficers", "extra_forbidden", 3, "officers", 6),
        ("offices.tax.officers", "greater_than_equal", -1, "", 7),
        ("offices.tax.away.value", "less_than_equal", 2, "", 8),
        ("offices.tax.effort.kind", "union_tag_invalid", "lognromal", "lognormal", 10),
        ("offices.post.officers", "truth_for_number", True, "", 11),
        ("offices.sign.effort.kind", "union_tag_not_found", "", "", 12),
        ("offices.land.effort.unit", "missing", "", "", 3),
        ("offices.land.effort.unti", "extra_forbidden", "min", "unit", 3),
    ]


def test_a_broken_reference_is_told_where_it_stands(write):
    """A check of the whole scenario that names a place leads to the line of that place."""
    path = write("offices:\n  land.registry:\n    effort: 1 h\n    officers: 2\nroute: [land.registri]\n")
    assert problems(path) == [
        ("offices.land.registry.officers", "unknown_name", "land.registri", "land.registry", 4)
    ]


def test_an_item_of_a_list_is_counted_from_one(write):
    """The second value of a list is number 2, with its own line."""
    path = write(
        "offices:\n  land:\n    effort:\n      kind: empirical\n      unit: s\n"
        "      values:\n      - 1\n      - x\n"
    )
    assert problems(path) == [("offices.land.effort.values.2", "float_parsing", "x", "", 8)]


class Fussy(Part):
    """A part whose field is checked by a room below, in its own error."""

    limit: str = ""
    """Limit."""

    @field_validator("limit")
    @classmethod
    def _never_right(cls, given):
        raise UserError("bad_time_limit", given=given)


def test_an_error_of_a_room_below_is_kept_in_its_words(write):
    """A UserError from inside a validator arrives as one problem with the file."""
    assert problems(write("limit: 3wx\n"), Fussy) == [("", "bad_time_limit", "3wx", "", None)]
