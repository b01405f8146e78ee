"""The program for who writes Python: load, vary, run, compare, and read the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from onestop_sim.app.check import load_all
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.wording import load_with_words
from onestop_sim.report.source import titles_of
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.varied import varied
from onestop_sim.study.compare import World, headline_of, worlds_of
from onestop_sim.study.compare import compare as compare_worlds
from onestop_sim.study.compare_scenarios import deviations
from onestop_sim.study.compare_tables import ComparisonTables, comparison_tables
from onestop_sim.study.replicate import replicate
from onestop_sim.study.report_tables import tables_of
from onestop_sim.words.answer import answer
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.difference import differences_in_words
from onestop_sim.words.translated import in_lang


@dataclass(frozen=True)
class Results:
    """
    What a run found.

    Attributes:
        scenario: what was run.
        tables:   polars frames by name, those of a results folder: `figures`, `form_ii06`, `places` ...
    """

    scenario: Scenario
    tables: Mapping[str, pl.DataFrame]

    def figure(self, statistic: str, **scope: str) -> dict[str, Any]:
        """
        Return one figure with its intervals.

        Args:
            statistic: name of the statistic, "late".
            scope:     `period`, `level`, `unit`, `field` or `clock`; what is left out: all, as it was, in
                the first period.

        Raises:
            KeyError: there is no such figure.
        """
        period = next(iter(self.scenario.periods))
        asked = {"period": period, "level": "", "unit": "", "field": "", "clock": "occurred"} | scope
        found = self.tables["figures"].filter(statistic=statistic, **asked)
        if found.height != 1:
            raise KeyError(f"{statistic} {asked}")
        return found.row(0, named=True)


@dataclass(frozen=True)
class Comparison:
    """
    What a comparison found.

    Attributes:
        worlds:      name and scenario of each, the base first.
        differences: every statistic of every variant against the base.
        changes:     what became of the dossiers.
        examples:    dossiers whose fate changed.
    """

    worlds: tuple[World, ...]
    differences: pl.DataFrame
    changes: pl.DataFrame
    examples: pl.DataFrame

    def answer(self, variant: str | None = None, lang: str = "en") -> str:
        """Return what a variant changes, in sentences; None: the first variant."""
        world = next(one for one in self.worlds[1:] if variant in (None, one.name))
        tables = ComparisonTables(self.differences, self.changes, self.examples)
        title = in_lang(world.scenario.title, Lang(lang))
        titles = titles_of(world.scenario, Lang(lang))
        return "\n".join(answer(tables, world.name, title, Lang(lang), titles))


def load(path: Path | str) -> Scenario:
    """
    Return the checked scenario of a file.

    Raises:
        UserError: the file cannot be used.
    """
    return load_with_words(path)


def vary(scenario: Scenario, changes: Mapping[str, Any], *, name: str | None = None) -> Scenario:
    """
    Return a scenario with changes laid over it: a mapping merges by name, None removes, all else replaces.

    Raises:
        UserError: the changes do not fit.
    """
    return varied(scenario, changes, name=name)


def run(
    scenario: Scenario | Path | str,
    *,
    replications: int | None = None,
    seed: int = 1,
    n_workers: int = 1,
) -> Results:
    """
    Return what replications of a scenario found; nothing is written.

    Args:
        scenario:     a scenario, or its file; reported figures are compared with only when it is a file.
        replications: how many; None: as many as the scenario says.
        seed:         seed of the experiment.
        n_workers:    processes; with more than one, the calling script needs ``if __name__ == "__main__"``.

    Raises:
        UserError: the scenario cannot be used, or a replication failed.
    """
    evidence: Sequence[Any] = ()
    if not isinstance(scenario, Scenario):
        scenario, evidence, _ = load_all(Path(scenario))
    n = scenario.reporting.replications if replications is None else replications
    with workers(n_workers_for(n_workers, n)) as executor:
        done = replicate(scenario, replications=n, root_seed=seed, executor=executor)
    return Results(scenario, dict(vars(tables_of(scenario, evidence, done))))


def compare(
    base: Scenario | Path | str,
    *variants: Scenario | Path | str,
    replications: int | None = None,
    seed: int = 1,
    n_workers: int = 1,
) -> Comparison:
    """
    Return what variants change, on the same dossiers with the same luck; nothing is written.

    Args:
        base:         a scenario, or its file.
        variants:     at least one, likewise.
        replications: how many of each; None: as many as the base says.
        seed:         seed of the experiment.
        n_workers:    processes; with more than one, the calling script needs ``if __name__ == "__main__"``.

    Raises:
        UserError: a scenario cannot be used, periods differ, or a replication failed.
    """
    given = [one if isinstance(one, Scenario) else load_with_words(one) for one in (base, *variants)]
    worlds = worlds_of(given)
    n = given[0].reporting.replications if replications is None else replications
    with workers(n_workers_for(n_workers, n)) as executor:
        done = compare_worlds(worlds, replications=n, root_seed=seed, executor=executor)
    tables = comparison_tables(worlds, done, headline_of(worlds))
    return Comparison(worlds, tables.differences, tables.changes, tables.examples)


def diff(base: Scenario, variant: Scenario, lang: str = "en") -> list[str]:
    """Return in words what two scenarios say differently."""
    return differences_in_words(deviations(base, variant), base, variant, Lang(lang))
