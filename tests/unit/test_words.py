"""Every key that a room raises has words, in both languages, and words name only what is given."""

import ast
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from pydantic_core.core_schema import ErrorType

from onestop_sim import terms
from onestop_sim.deadline import DayReason
from onestop_sim.errors import HorizonError, UserError
from onestop_sim.stats.form_ii06 import COLUMN_NUMBERS
from onestop_sim.stats.stretches import Part
from onestop_sim.study.finding import Severity
from onestop_sim.words.catalogue import SENTENCES, Lang
from onestop_sim.words.labels import label, level_name
from onestop_sim.words.say import sentence
from onestop_sim.words.screen import SCREEN

PACKAGE = Path(__file__).resolve().parents[2] / "onestop_sim"
ERRORS = {"UserError", "HorizonError", "LawError"}
PLACED = {"file", "line", "where", "near", "replication"}
"""What the house adds on the way up: the place in front, the near miss after it, the replication."""


@dataclass(frozen=True)
class Raised:
    """A place in the sources where a key is raised, and the values that it gives (None: unknown)."""

    key: str
    values: frozenset[str] | None
    at: str


def raised_in(module: Path) -> Iterator[Raised]:
    """Every key raised, yielded or reported in a module."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        at = f"{module.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call):
            yield from call(node, at)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict):
            key = constant(node.elts[0])
            if key and "_" in key and module.name == "references.py":
                yield Raised(key, keys_of(node.elts[1]), at)


def call(node: ast.Call, at: str) -> Iterator[Raised]:
    """The key that a call raises, if it is one that does."""
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    keys = [key for key in map(constant, node.args[: 2 if name == "Finding" else 1]) if key]
    if name in ERRORS | {"refusal", "Finding"} and keys:
        starred = any(keyword.arg is None for keyword in node.keywords)
        given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        if name == "refusal":  # a method that adds what was given at its place
            given |= {"given"}
        if name == "Finding":
            given = keys_of(next((arg for arg in node.args if isinstance(arg, ast.Dict)), None))
        yield Raised(keys[0], None if starred else given, at)
    elif name in {"_refuse", "_promise"} and keys:  # how a law is stated
        yield Raised(keys[0], frozenset({"dossier", "at"}), at)
    elif name == "PydanticCustomError" and keys:
        values = node.args[2] if len(node.args) > 2 else ast.Dict(keys=[], values=[])
        given = keys_of(values)
        yield Raised(keys[0], given if given is None else given | {"given"}, at)


def constant(node: ast.expr) -> str | None:
    """The text of a constant."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def keys_of(node: ast.expr | None) -> frozenset[str] | None:
    """The keys of a dict that is written out; None when it is made elsewhere."""
    if not isinstance(node, ast.Dict) or not all(key is not None and constant(key) for key in node.keys):
        return None
    return frozenset(str(constant(key)) for key in node.keys if key is not None)


def names_in(template: str) -> set[str]:
    """The values that a template names."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


EVERYWHERE = [one for module in sorted(PACKAGE.rglob("*.py")) for one in raised_in(module)]


@pytest.mark.parametrize("lang", list(Lang))
def test_every_key_that_is_raised_has_words(lang):
    """No error reaches a user without a sentence."""
    mute = {one.key: one.at for one in EVERYWHERE if one.key not in SENTENCES[lang]}
    assert mute == {}


def test_every_sentence_is_said_somewhere():
    """Words that no room asks for any more are gone; those of pydantic are asked for by pydantic."""
    rooms = [one for one in PACKAGE.rglob("*.py") if one.name not in {"english.py", "vietnamese.py"}]
    sources = "\n".join(one.read_text(encoding="utf-8") for one in rooms)
    pydantic = get_args(ErrorType)
    assert [key for key in SENTENCES[Lang.EN] if key not in pydantic and f'"{key}"' not in sources] == []


@pytest.mark.parametrize("lang", list(Lang))
def test_words_name_only_values_that_are_given(lang):
    """No sentence has a hole where a value should be."""
    holes = [
        (one.key, one.at, names_in(SENTENCES[lang][one.key]) - one.values - PLACED)
        for one in EVERYWHERE
        if one.values is not None and one.key in SENTENCES[lang] and one.key != "scenario_invalid"
    ]
    assert [hole for hole in holes if hole[2]] == []


def test_both_languages_say_the_same_things():
    """Every sentence exists in both languages and names the same values."""
    english, vietnamese = SENTENCES[Lang.EN], SENTENCES[Lang.VI]
    assert english.keys() == vietnamese.keys()
    assert {key for key in english if names_in(english[key]) != names_in(vietnamese[key])} == set()


def test_the_place_comes_first_and_the_near_miss_last():
    """A message says file, line, place, what was given, what is possible, and what may have been meant."""
    error = UserError(
        "unknown_name", file="a.yaml", line=3, where="x.y", given="lnad", known=["land", "tax"], near="land"
    )
    assert sentence(error) == (
        "a.yaml, line 3, x.y: 'lnad' does not exist here; possible: land, tax. Did you mean 'land'?"
    )
    assert sentence(error, lang=Lang.VI).startswith("a.yaml, dòng 3, x.y: không có 'lnad'")


def test_a_long_list_is_cut():
    """Twenty names are enough for a message."""
    said = sentence("unknown_name", {"given": "a", "known": [f"n{n}" for n in range(200)]})
    assert "n19" in said
    assert "and 180 more" in said
    assert "n21," not in said


def test_an_unknown_key_still_says_something():
    """A key without words (a new finding of pydantic) never becomes a traceback."""
    assert "'3'" in sentence("date_from_datetime_inexact", {"given": 3})


def test_an_error_comes_home_from_a_worker():
    """An error is made again the same, which is how it travels between processes."""
    error = copy(HorizonError("year_not_covered", given="2031-01-01", first=1, last=2))
    assert isinstance(error, HorizonError)
    assert sentence(error).startswith("2031-01-01 lies outside")


def test_several_problems_of_a_file_are_one_message():
    """All problems of a scenario are told at once, the same one only once, under one heading."""
    problem = {
        "path": "a.b",
        "key": "missing",
        "given": "",
        "ctx": {},
        "near": "",
        "file": "s.yaml",
        "line": 2,
    }
    other = {**problem, "path": "a.c"}
    one = UserError("scenario_invalid", file="s.yaml", problems=[problem, problem])
    two = UserError("scenario_invalid", file="s.yaml", problems=[problem, other])
    assert sentence(one) == "s.yaml, line 2, a.b: this must be given."
    assert sentence(two).splitlines()[0] == "s.yaml: 2 problems:"
    assert len(sentence(two).splitlines()) == 3


SHOWN = [terms.EventKind, terms.Holder, terms.Outcome, terms.Channel, terms.Verdict, terms.Role]
SHOWN += [terms.Statistic, terms.StepKind, terms.LimitUnit, terms.PromiseCause, DayReason, Part, Severity]


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.__name__)
def test_every_word_of_the_vocabulary_has_a_name(kind):
    """Whatever a table or a life can show has a name in both languages."""
    for word in kind:
        for lang in Lang:
            assert "_" not in label(word, lang)
            assert "." not in label(word, lang)


@pytest.mark.parametrize(
    ("key", "number"),
    [("sent_home", "02"), ("refused", "03"), ("accepted", "01"), ("apology", "04")],
)
def test_forms_are_cited_as_the_circular_numbers_them(key, number):
    """Circular 01/2018/TT-VPCP prints "Mẫu số 01" to "Mẫu số 06"."""
    assert label(f"event_kind.{key}", Lang.VI).endswith(f"(Mẫu số {number})")


def test_levels_of_government_have_names_and_others_keep_theirs():
    """Levels are data: the usual ones are named, a level of a scenario's own is shown as it is written."""
    levels = ("province", "district", "commune", "land_registry", "thon")
    assert [level_name(level, Lang.VI) for level in levels] == [
        "cấp tỉnh", "cấp huyện", "cấp xã", "Văn phòng Đăng ký đất đai", "thon",
    ]  # fmt: skip


def test_columns_of_the_form_have_names():
    """Each printed column of Form II.06 is named with its number."""
    for column, number in COLUMN_NUMBERS.items():
        assert label(column, Lang.VI).endswith(f"({number})")


def test_texts_of_the_screen_name_the_same_values():
    """Both languages of the screen fill in the same values."""
    different = [
        key for key, (english, vietnamese) in SCREEN.items() if names_in(english) != names_in(vietnamese)
    ]
    assert different == []
