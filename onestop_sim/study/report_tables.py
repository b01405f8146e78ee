"""The tables of a results folder, and the files that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import write_manifest, write_table
from onestop_sim.study.compare_reported import compare_reported
from onestop_sim.study.measure import BUCKETS, DAYS, FIGURES, FLOWS, FORM, HOURS, LETTERS, PLACES, STAYS
from onestop_sim.study.replicate import Replication
from onestop_sim.study.summary import averaged, per_replication, stacked, summarise, widened


@dataclass(frozen=True)
class Tables:
    """
    What a study found.

    Attributes:
        figures:      every statistic in every scope, with intervals.
        replications: every statistic of every replication.
        form_ii06:    Form II.06 on both clocks, means over replications, as all that follow.
        form_ii06_counts: the same of replication 0 alone: whole numbers.
        three_buckets: the same with paused dossiers apart.
        letters:      letters of apology by agency.
        places:       time of people, waits and queues by place.
        stays:        from acceptance to hand-over, and where the days went, by level, unit and field.
        days:         arrivals, visits and work in progress by day.
        hours:        waits at the desks by hour of arrival.
        flows:        dossiers and results that travel between units.
        comparison:   reported against simulated; no rows without evidence.
    """

    figures: pl.DataFrame
    replications: pl.DataFrame
    form_ii06: pl.DataFrame
    form_ii06_counts: pl.DataFrame
    three_buckets: pl.DataFrame
    letters: pl.DataFrame
    places: pl.DataFrame
    stays: pl.DataFrame
    days: pl.DataFrame
    hours: pl.DataFrame
    flows: pl.DataFrame
    comparison: pl.DataFrame


def tables_of(
    scenario: Scenario,
    evidence: Sequence[ReportedFigure],
    replications: Sequence[Replication],
    doubted: Sequence[Replication] = (),
) -> Tables:
    """
    Return the tables of a study; the order in which replications ended plays no part.

    Args:
        scenario:     what was run.
        evidence:     reported figures.
        replications: all tables are theirs.
        doubted:      replications with assumptions drawn from their ranges, for the wide intervals.
    """
    figures = widened(summarise(replications), doubted)
    return Tables(
        figures=figures,
        replications=stacked(replications, FIGURES),
        form_ii06=averaged(replications, FORM),
        form_ii06_counts=averaged([min(replications, key=lambda one: one.number)], FORM),
        three_buckets=averaged(replications, BUCKETS),
        letters=averaged(replications, LETTERS),
        places=averaged(replications, PLACES),
        stays=averaged(replications, STAYS),
        days=averaged(replications, DAYS),
        hours=averaged(replications, HOURS).sort("period", "hour"),
        flows=per_replication(replications, FLOWS),
        comparison=compare_reported(scenario, evidence, figures),
    )


def write_study(
    folder: Path, scenario: Scenario, root_seed: int, replications: Sequence[Replication], tables: Tables
) -> None:
    """Write all tables and, when they are there, the manifest that vouches for them."""
    for name, table in vars(tables).items():
        write_table(folder, name, table)
    write_manifest(folder, scenario, root_seed, tuple(one.fingerprints for one in replications))
