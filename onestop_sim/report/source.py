"""A results folder as pages and workbooks read it: its manifest, its tables, its scenarios."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl
from pydantic import ValidationError

from onestop_sim.errors import UserError
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import MANIFEST, read_content
from onestop_sim.study.fingerprint import fingerprint_of_scenario
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.translated import FILE, PHRASES, in_lang, read_words

RUN: Final = "run"
"""Kind of a folder that holds one scenario and its figures."""

_FOR_MACHINES: Final = frozenset({"replications"})


@dataclass(frozen=True, slots=True)
class Source:
    """
    A results folder that has proved to be whole.

    Attributes:
        folder:    where it lies.
        kind:      "run", "comparison", "calibration", "reproduction" or "audit".
        content:   its manifest as written.
        scenarios: scenarios by the name that the tables use; one for a run.
        tables:    tables by name, in the order of their files; those for machines alone are left out.
    is_read_otherwise: this version of the program understands a scenario otherwise than the one that ran it.
    """

    folder: Path
    kind: str
    content: Mapping[str, Any]
    scenarios: Mapping[str, Scenario]
    tables: Mapping[str, pl.DataFrame]
    is_read_otherwise: bool

    @property
    def scenario(self) -> Scenario:
        """The scenario of a run."""
        return next(iter(self.scenarios.values()))

    def part(self, name: str) -> Mapping[str, Any]:
        """Return what the manifest says of a scenario: fingerprints, and the scenario as resolved."""
        parts: Mapping[str, Mapping[str, Any]] = self.content.get("parts", {})
        return parts.get(name, self.content)

    @property
    def n_replications(self) -> int:
        """Replications of the first scenario; 0 when nothing was run."""
        return len(self.part(next(iter(self.scenarios)))["replications"]) if self.scenarios else 0

    @property
    def program(self) -> str:
        """Version of the program that wrote the folder."""
        return str(self.content["program"]["version"])


def read_source(folder: Path) -> Source:
    """
    Return a results folder of any kind.

    Raises:
        UserError: ``results_missing``, ``results_foreign_version`` or ``results_corrupt``.
    """
    content = read_content(folder)
    kind = str(content["kind"])
    try:
        parts = {content["scenario"]["name"]: content} if kind == RUN else content.get("parts", {})
        scenarios = {name: Scenario.model_validate(part["scenario"]) for name, part in parts.items()}
        otherwise = any(
            fingerprint_of_scenario(scenario) != parts[name]["scenario_fingerprint"]
            for name, scenario in scenarios.items()
        )
        str(content["program"]["version"])
    except (KeyError, TypeError, ValueError, ValidationError, AttributeError) as problem:
        where = str(folder / MANIFEST)
        raise UserError("results_corrupt", file=where, reason="manifest", detail=str(problem)) from None
    if (folder / FILE).is_file():
        PHRASES.learn(read_words(folder / FILE))
    tables = {
        Path(name).stem: _table(folder / name)
        for name in content["tables"]
        if name.endswith(".parquet") and Path(name).stem not in _FOR_MACHINES
    }
    for name in content["tables"]:
        if name.endswith(".csv") and Path(name).stem not in tables:
            tables[Path(name).stem] = pl.read_csv(folder / name, infer_schema_length=None)
    return Source(folder, kind, content, scenarios, tables, otherwise)


def _table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        raise UserError("results_corrupt", file=str(path), reason="changed") from None


def titles_of(scenario: Scenario, lang: Lang) -> dict[str, str]:
    """Return titles for people by the names that tables use: units, places and agencies of units."""
    titles = {name: in_lang(unit.title, lang) for name, unit in scenario.units.items()}
    for kinds in (scenario.offices, scenario.agencies):
        for name, kind in kinds.items():
            title = in_lang(kind.title, lang)
            for unit_name in scenario.units:
                titles[f"{unit_name}/{name}"] = f"{titles[unit_name]} · {title}"
    return titles


def title_of(source: Source, name: str, lang: Lang) -> str:
    """Return the title of a scenario of a folder by its name there; one that is not there is its name."""
    return in_lang(source.scenarios[name].title, lang) if name in source.scenarios else name
