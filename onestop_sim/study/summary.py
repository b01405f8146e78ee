"""From many replications to one table: means, spreads, intervals."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from onestop_sim.stats.catalogue import COUNTS, RATES
from onestop_sim.stats.estimate import Scale, mean_interval, prediction_interval
from onestop_sim.study.measure import FIGURES, KEYS
from onestop_sim.study.replicate import Replication
from onestop_sim.terms import Statistic

SUMMARY: Final = ("mean", "sd", "ci_low", "ci_high", "pi_low", "pi_high", "n")
"""Columns of a summary: 95 % intervals, n replications that have the figure."""

WIDE: Final = ("wide_low", "wide_high")
"""Prediction interval that holds the doubt about assumptions as well."""


def stacked(replications: Sequence[Replication], table: str) -> pl.DataFrame:
    """Return a table of all replications with their numbers in front, in the order of numbers."""
    ordered = sorted(replications, key=lambda one: one.number)
    return pl.concat(
        [one.tables[table].select(pl.lit(one.number).alias("replication"), pl.all()) for one in ordered]
    )


def summarise(replications: Sequence[Replication]) -> pl.DataFrame:
    """
    Return each figure with mean, spread and 95 % intervals, in the order of the first replication.

    Counts are predicted on their own scale, and no interval reaches beyond what a figure can be
    (decision D15); a figure that no replication has is null.
    """
    keys = KEYS[FIGURES]
    by_key = (
        stacked(replications, FIGURES)
        .group_by(keys, maintain_order=True)
        .agg(pl.col("value").drop_nulls().drop_nans())
    )
    rows = [
        _summary(values, scale_of(statistic))
        for statistic, values in zip(by_key["statistic"], by_key["value"], strict=True)
    ]
    numbers = pl.DataFrame(rows, schema=dict.fromkeys(SUMMARY, pl.Float64) | {"n": pl.Int64}, orient="row")
    return by_key.drop("value").hstack(numbers)


def widened(figures: pl.DataFrame, doubted: Sequence[Replication]) -> pl.DataFrame:
    """
    Return figures with the columns `WIDE`.

    Args:
        figures: as `summarise` returns them.
        doubted: replications whose assumptions were drawn from their ranges; none: the columns are null.
    """
    if not doubted:
        return figures.with_columns(pl.lit(None, pl.Float64).alias(name) for name in WIDE)
    keys = KEYS[FIGURES]
    wide = summarise(doubted).select(*keys, pl.col("pi_low").alias(WIDE[0]), pl.col("pi_high").alias(WIDE[1]))
    return figures.join(wide, on=keys, how="left", maintain_order="left")


def scale_of(statistic: str) -> Scale:
    """Return what kind of number a statistic is."""
    if statistic in COUNTS:
        return Scale.COUNT
    return Scale.SHARE if statistic in RATES or statistic == Statistic.UTILISATION else Scale.AMOUNT


def _summary(values: pl.Series, scale: Scale) -> tuple[float | int | None, ...]:
    x = values.to_numpy().astype(np.float64)
    if len(x) == 0:
        return (None,) * (len(SUMMARY) - 1) + (0,)
    mean, one_more = mean_interval(x, scale=scale), prediction_interval(x, scale=scale)
    sd = float(x.std(ddof=1)) if len(x) > 1 else None
    ends = (mean.low, mean.high, one_more.low, one_more.high)
    return (mean.estimate, sd, *(end if np.isfinite(end) else None for end in ends), len(x))


def averaged(replications: Sequence[Replication], table: str) -> pl.DataFrame:
    """Return the mean over replications of every number of a table, in the order of the first one."""
    keys = KEYS[table]
    return (
        stacked(replications, table)
        .drop("replication")
        .group_by(keys, maintain_order=True)
        .agg(pl.all().mean())
    )


def per_replication(replications: Sequence[Replication], table: str) -> pl.DataFrame:
    """
    Return the sums of every number of a table divided by the number of replications, sorted by its keys.

    For tables whose rows differ from one replication to the next: a row that is missing counts as zeros.
    """
    keys = KEYS[table]
    numbers = pl.all().exclude(*keys)
    return (
        stacked(replications, table)
        .drop("replication")
        .group_by(keys)
        .agg(numbers.sum() / len(replications))
        .sort(keys)
    )
