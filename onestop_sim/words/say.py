"""
Puts errors and findings into words: place in front, sentence, near miss after it.

A value may be a list (it is joined, and cut when too long), a number, or nothing at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, Final

from onestop_sim.errors import UserError
from onestop_sim.words.catalogue import AND_MORE, LINE, NEAR, NOTHING, SENTENCES, Lang
from onestop_sim.words.labels import LABELS, label

_LONGEST_LIST: Final = 20
_MOST_PROBLEMS: Final = 20
_FALLBACK: Final = "cannot_be_used"


def sentence(
    error: UserError | str, values: Mapping[str, Any] | None = None, lang: Lang | str = Lang.EN
) -> str:
    """
    Return what went wrong, where, what was given, what is possible, and what may have been meant.

    Args:
        error:  the error, or the key of a message.
        values: values of the message, when a key is given.
        lang:   language.

    >>> sentence(
    ...     "unknown_name",
    ...     {
    ...         "where": "procedures.birth.competent",
    ...         "given": "lnad",
    ...         "known": ["land", "tax"],
    ...         "near": "land",
    ...     },
    ... )
    "procedures.birth.competent: 'lnad' does not exist here; possible: land, tax. Did you mean 'land'?"
    """
    lang = Lang(lang)
    key, values = (error.key, error.values) if isinstance(error, UserError) else (error, values or {})
    if key == "scenario_invalid":
        return _problems(values, lang)
    return _placed(key, values, lang)


def _problems(values: Mapping[str, Any], lang: Lang) -> str:
    """Return all problems of a file; a single one needs no heading."""
    lines = [_problem(one, lang) for one in values["problems"]]
    lines = list(dict.fromkeys(lines))  # a value shared through a template is wrong once
    if len(lines) == 1:
        return lines[0]
    heading = _placed("scenario_invalid", {"file": values["file"], "n_problems": len(lines)}, lang)
    if len(lines) > _MOST_PROBLEMS:
        lines = [*lines[:_MOST_PROBLEMS], AND_MORE[lang].format(n=len(lines) - _MOST_PROBLEMS)]
    return "\n  ".join([heading, *lines])


def _problem(problem: Mapping[str, Any], lang: Lang) -> str:
    """Return one problem of a scenario file; `scenario.load.load_model` says what it is made of."""
    values = {**problem["ctx"], "given": problem["given"], "near": problem["near"]}
    values |= {"file": problem["file"], "line": problem["line"], "where": problem["path"]}
    return _placed(problem["key"], values, lang)


def _placed(key: str, values: Mapping[str, Any], lang: Lang) -> str:
    templates = SENTENCES[lang]
    if key not in templates:
        key, values = _FALLBACK, {"given": None, **values, "kind": key}
    # A value that is not there must not hide the message.
    filled = dict(values)
    for name in ("reason", "expected"):
        word = f"{name}.{values.get(name)}"
        if word in LABELS:
            filled[name] = label(word, lang)
    text = _Filling(lang).vformat(templates[key], (), defaultdict(lambda: None, filled))
    near = values.get("near")
    hint = NEAR[lang].format(near=near) if near else ""
    return " ".join(filter(None, [_place(values, lang), text, hint]))


def _place(values: Mapping[str, Any], lang: Lang) -> str:
    """Return "file, line 12, offices.land.oficers:", as much of it as is known."""
    line = values.get("line")
    parts = [
        str(values.get("file") or ""),
        LINE[lang].format(line=line) if line else "",
        str(values.get("where") or ""),
    ]
    place = ", ".join(filter(None, parts))
    return f"{place}:" if place else ""


class _Filling(Formatter):
    """Fills templates: lists are joined, numbers lose their idle zeros."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> Any:
        return super().format_field(self._shown(value), format_spec)

    def _shown(self, value: Any) -> Any:
        if value is None or value == "" or value == [] or value == ():
            return NOTHING[self.lang]
        if isinstance(value, bool | str):
            return value
        if isinstance(value, float):
            return f"{value:.6g}"
        if isinstance(value, Mapping):
            return "{" + self._joined(value) + "}"
        return self._joined(value) if isinstance(value, Iterable) else value

    def _joined(self, values: Iterable[Any]) -> str:
        shown = [str(self._shown(value)) for value in values]
        if len(shown) > _LONGEST_LIST:
            n_more = len(shown) - _LONGEST_LIST
            shown = [*shown[:_LONGEST_LIST], AND_MORE[self.lang].format(n=n_more)]
        return ", ".join(shown)
