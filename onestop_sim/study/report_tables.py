"""The tables of a results folder, and the files that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import write_manifest, write_table
from onestop_sim.study.compare_reported import compare_reported
from onestop_sim.study.measure import FIGURES, FORM, LETTERS, PLACES
from onestop_sim.study.replicate import Replication
from onestop_sim.study.summary import averaged, stacked, summarise


@dataclass(frozen=True)
class Tables:
    """
    What a study found.

    Attributes:
        figures:      every statistic in every scope, with intervals.
        replications: every statistic of every replication.
        form_ii06:    Form II.06 on both clocks, means over replications.
        letters:      letters of apology by agency, means.
        places:       time of people, waits and queues by place, means.
        comparison:   reported against simulated; no rows without evidence.
    """

    figures: pl.DataFrame
    replications: pl.DataFrame
    form_ii06: pl.DataFrame
    letters: pl.DataFrame
    places: pl.DataFrame
    comparison: pl.DataFrame


def tables_of(
    scenario: Scenario, evidence: Sequence[ReportedFigure], replications: Sequence[Replication]
) -> Tables:
    """Return the tables of a study; the order in which replications ended plays no part."""
    figures = summarise(replications)
    return Tables(
        figures=figures,
        replications=stacked(replications, FIGURES),
        form_ii06=averaged(replications, FORM),
        letters=averaged(replications, LETTERS),
        places=averaged(replications, PLACES),
        comparison=compare_reported(scenario, evidence, figures),
    )


def write_study(
    folder: Path, scenario: Scenario, root_seed: int, replications: Sequence[Replication], tables: Tables
) -> None:
    """Write all tables and, when they are there, the manifest that vouches for them."""
    for name, table in vars(tables).items():
        write_table(folder, name, table)
    write_manifest(folder, scenario, root_seed, tuple(one.fingerprints for one in replications))
