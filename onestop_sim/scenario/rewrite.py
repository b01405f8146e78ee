"""
A scenario file written again with other numbers: comments stay, everything else stays as it was.

A number that stands in a parent or a template is written into the file itself, as what it changes.
The text is read back before it is used: it must say what was meant and nothing else.
"""

import io
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter

from onestop_sim.errors import UserError
from onestop_sim.scenario.assumed import Assumed
from onestop_sim.scenario.distribution import DistributionBase
from onestop_sim.scenario.free_parameters import names_along, part_at, value_at, with_values
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.terms import Grade

SUFFIX: Final = "-fitted"
"""What the name of a fitted scenario and of its file ends with."""

Fingerprint = Callable[[str], str]
"""From a text to its hash."""

_MARK: Final = re.compile(r"# onestop_sim calibrate, text ([0-9a-f]{32})\n")


@dataclass(frozen=True, slots=True)
class Fitted:
    """
    What is written into a fitted scenario.

    Attributes:
        values: new value of each path.
        source: where the values come from.
        title:  what is added to the title.
    """

    values: Mapping[str, float]
    source: str
    title: str


def fitted_path(path: Path) -> Path:
    """
    Return where the fitted scenario of a file stands: beside it, where its parent and evidence are found.

    >>> fitted_path(Path("scenarios/x.yaml")).name, fitted_path(Path("x-fitted.yaml")).name
    ('x-fitted.yaml', 'x-fitted-fitted.yaml')
    """
    return path.with_name(f"{path.stem}{SUFFIX}{path.suffix}")


def origin_path(path: Path) -> Path | None:
    """
    Return the file that a fitted scenario was made from, by its name; None: it is no fitted one.

    >>> origin_path(Path("scenarios/x-fitted.yaml")).name, origin_path(Path("x.yaml"))
    ('x.yaml', None)
    """
    if not path.stem.endswith(SUFFIX) or path.stem == SUFFIX:
        return None
    return path.with_name(f"{path.stem[: -len(SUFFIX)]}{path.suffix}")


def refuse_foreign(path: Path, fingerprint: Fingerprint) -> None:
    """
    Refuse to write over a file that is not as this program wrote it.

    Args:
        path:        where a fitted scenario would be written.
        fingerprint: from a text to its hash.

    Raises:
        UserError: ``fitted_exists``.
    """
    if not path.exists() and not path.is_symlink():
        return
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    found = _MARK.match(text)
    if found is None or fingerprint(text[found.end() :]) != found.group(1):
        raise UserError("fitted_exists", file=str(path))


def marked(text: str, fingerprint: Fingerprint) -> str:
    """Return a text under a first line that says who wrote it, so that a later change shows."""
    return f"# onestop_sim calibrate, text {fingerprint(text)}\n{text}"


def rewritten(path: Path, scenario: Scenario, fitted: Fitted) -> str:
    """
    Return the text of a scenario file with fitted values in it.

    Args:
        path:     the file.
        scenario: what the file says.
        fitted:   values and their provenance.

    """
    yaml = _yaml()
    tree = yaml.load(path.read_text(encoding="utf-8-sig"))
    if tree is None:
        tree = CommentedMap()
    for where, value in fitted.values.items():
        _set(tree, scenario, where, value, fitted.source)
    tree["name"] = f"{scenario.name[: 60 - len(SUFFIX)]}{SUFFIX}"
    tree["title"] = f"{scenario.title} {fitted.title}"
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def write_fitted(path: Path, text: str, scenario: Scenario, values: Mapping[str, float]) -> None:
    """
    Write a fitted scenario whole or not at all, once it has been read back and says what was meant.

    Args:
        path:     where to.
        text:     what `rewritten` returned, under its mark.
        scenario: the scenario that was fitted.
        values:   the values that were meant.

    Raises:
        UserError: ``fitted_not_writable``, or ``fitted_not_faithful`` when the file would say something else.
    """
    with _draft(path, text, scenario, values) as draft:
        draft.replace(path)


def rehearse(path: Path, scenario: Scenario, values: Mapping[str, float]) -> None:
    """
    See whether values could be written into a file, before much work is put into finding them.

    Raises:
        UserError: as of `rewritten` and `write_fitted`; nothing stays behind.
    """
    text = rewritten(path, scenario, Fitted(values, "", ""))
    with _draft(fitted_path(path), text, scenario, values):
        pass


@contextmanager
def _draft(path: Path, text: str, scenario: Scenario, values: Mapping[str, float]) -> Iterator[Path]:
    """Lend a file beside the wanted one that says what was meant; it is gone afterwards."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        draft.write_text(text, encoding="utf-8")
        if not _says(draft, with_values(scenario, values)):
            raise UserError("fitted_not_faithful", file=str(path), known=sorted(values))
        yield draft
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UserError("fitted_not_writable", file=str(path), reason=reason) from None
    finally:
        draft.unlink(missing_ok=True)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1000
    yaml.Representer = _Representer
    return yaml


class _Representer(RoundTripRepresenter):
    """Writes nothing as `null`, as scenarios do."""


def _null(representer: _Representer, value: None) -> ScalarNode:
    del value
    node: ScalarNode = representer.represent_scalar("tag:yaml.org,2002:null", "null")
    return node


_Representer.add_representer(type(None), _null)


def _set(tree: CommentedMap, scenario: Scenario, where: str, value: float, source: str) -> None:
    """Set one number, with its provenance where it can carry one."""
    *inner, last = names_along(scenario, where)
    at: Any = tree
    for name in inner:
        at = _inside(at, name)
    part = part_at(scenario, where)
    key: Any = int(last) - 1 if isinstance(at, CommentedSeq) else last
    written = at[key] if isinstance(at, CommentedSeq) else at.get(key)
    if isinstance(part, Assumed):
        at[key] = _updated(written, {"value": value, "source": source, "grade": Grade.FITTED.value})
    elif isinstance(part, DistributionBase):
        numbers = part.with_figure(value).model_dump(mode="json", exclude_none=True)
        at[key] = _updated(written, {**numbers, "source": source, "grade": Grade.FITTED.value})
    else:
        at[key] = value
        if isinstance(at, CommentedMap):
            at.yaml_add_eol_comment(f"{Grade.FITTED.value}: {source}", key)


def _inside(at: Any, name: str) -> Any:
    """Return what a name leads to; what the file does not have begins there, empty."""
    if isinstance(at, CommentedSeq):
        return at[int(name) - 1]
    found = at.get(name)
    if isinstance(found, CommentedMap | CommentedSeq):
        return found
    at[name] = CommentedMap()
    return at[name]


def _updated(written: Any, news: Mapping[str, Any]) -> CommentedMap:
    changed = written if isinstance(written, CommentedMap) else CommentedMap()
    for name, value in news.items():
        if isinstance(value, list):
            value = CommentedSeq(value)
            value.fa.set_flow_style()
        changed[name] = value
    return changed


def _says(path: Path, meant: Scenario) -> bool:
    """Tell whether a file says what was meant."""
    try:
        return bool(_numbers(load_scenario(path)) == _numbers(meant))
    except UserError:
        return False


def is_fitted_to(origin: Scenario, fitted: Scenario) -> bool:
    """
    Tell whether a fitted scenario says what its origin says, but for the numbers that were fitted.

    If not, one of them was changed since, and the fit speaks of a scenario that is no more.

    Args:
        origin: the scenario that was calibrated, as it is now.
        fitted: what calibration wrote.
    """
    paths = [one.path for one in fitted.calibration.parameters.values()] if fitted.calibration else []
    try:
        meant = with_values(origin, {path: value_at(fitted, path) for path in paths})
    except UserError:
        return False
    was, now = (_numbers(one.model_copy(update={"description": ""})) for one in (meant, fitted))
    return bool(was == now)


_WORDS: Final = ("name", "title", "source", "grade")


def _numbers(scenario: Scenario) -> Any:
    """Return a scenario without what says where its numbers come from."""
    return _stripped(scenario.model_dump(mode="json"))


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _stripped(inner) for name, inner in value.items() if name not in _WORDS}
    return [_stripped(inner) for inner in value] if isinstance(value, list) else value
