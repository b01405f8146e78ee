"""
The tables of a comparison: paired differences of every statistic, and dossiers whose fate changed.

The headline figures that the scenarios declared are one family for all variants together (Holm). All
other figures are one family for each variant and explore (Benjamini and Hochberg): a finding there is a
question for a further run with another seed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from onestop_sim.stats.paired import Difference, benjamini_hochberg, holm, paired_difference
from onestop_sim.study.archive import COMPARISON, write_study_manifest, write_table
from onestop_sim.study.compare import Compared, World
from onestop_sim.study.compare_fates import Kind
from onestop_sim.study.measure import FIGURES, KEYS, PLACES, Scope
from onestop_sim.terms import ClockChoice

ALPHA: Final = 0.05
"""Adjusted p-values up to this are findings."""

HEADLINE: Final = "headline"
EXPLORATORY: Final = "exploratory"

DIFFERENCES: Final[dict[str, pl.DataType]] = {
    "variant": pl.String(),
    "period": pl.String(),
    "statistic": pl.String(),
    "level": pl.String(),
    "unit": pl.String(),
    "field": pl.String(),
    "clock": pl.String(),
    "place": pl.String(),
    "base": pl.Float64(),
    "with_variant": pl.Float64(),
    "difference": pl.Float64(),
    "ci_low": pl.Float64(),
    "ci_high": pl.Float64(),
    "sd": pl.Float64(),
    "p": pl.Float64(),
    "is_exact": pl.Boolean(),
    "variance_ratio": pl.Float64(),
    "n": pl.Int64(),
    "family": pl.String(),
    "p_adjusted": pl.Float64(),
    "is_found": pl.Boolean(),
}
"""
Columns of the differences. `place` is "" but for what is measured of a place; `variance_ratio` says how
many times as many replications independent runs would need; `is_found`: the adjusted p-value is small, or
the difference is exact and not zero.
"""

_SCOPE: Final = ("period", "statistic", "level", "unit", "field", "clock", "place")


@dataclass(frozen=True)
class ComparisonTables:
    """
    What a comparison found.

    Attributes:
        differences: every statistic of every variant against the base, see `DIFFERENCES`.
        changes:     what became of the dossiers: counts over all replications (`n_total`) and for one
            (`n_per_replication`), by kind, fate in either world, and in all, by field or by unit.
        examples:    dossiers whose fate changed, to trace.
    """

    differences: pl.DataFrame
    changes: pl.DataFrame
    examples: pl.DataFrame


def comparison_tables(
    worlds: Sequence[World], compared: Sequence[Compared], headline: Sequence[Scope]
) -> ComparisonTables:
    """
    Return the tables of a comparison; the order in which replications ended plays no part.

    Args:
        worlds:   the base first.
        compared: one for each replication.
        headline: the figures declared beforehand.
    """
    ordered = sorted(compared, key=lambda one: one.number)
    rows: list[tuple[Any, ...]] = []
    for at, world in enumerate(worlds[1:], start=1):
        both = _values(ordered, 0).join(
            _values(ordered, at),
            on=["replication", *_SCOPE],
            how="full",
            coalesce=True,
            suffix="_variant",
            maintain_order="left_right",
        )
        rows += _rows(world.name, both)
    told = _told(rows, headline)
    n = len(ordered)
    changes = (
        pl.concat([one.changes for one in ordered])
        .group_by("variant", "kind", "was", "became", "by", "group")
        .agg(pl.col("n").sum().alias("n_total"))
        .with_columns((pl.col("n_total") / n).alias("n_per_replication"))
    )
    order = {world.name: number for number, world in enumerate(worlds)}
    of_variant = pl.col("variant").replace_strict(order, return_dtype=pl.Int64)
    keys = ["by", "kind", "n_total", "was", "became", "group"]
    descending = [False, False, False, True, False, False, False]
    examples = pl.concat(
        [one.examples.with_columns(pl.lit(one.number).alias("replication")) for one in ordered]
    )
    first = ["variant", "was", "became", "replication", "key", "field", "unit"]
    return ComparisonTables(
        differences=pl.DataFrame(told, schema=DIFFERENCES, orient="row"),
        changes=changes.sort(of_variant, *keys, descending=descending),
        examples=examples.select(first).sort(of_variant, *first[1:5]),
    )


def write_comparison(
    folder: Path,
    worlds: Sequence[World],
    root_seed: int,
    compared: Sequence[Compared],
    tables: ComparisonTables,
) -> None:
    """Write all tables and the manifest that vouches for them and for what lies beside them."""
    for name, table in vars(tables).items():
        write_table(folder, name, table)
    ordered = sorted(compared, key=lambda one: one.number)
    prints = {
        world.name: (world.scenario, tuple(one.worlds[at].fingerprints for one in ordered))
        for at, world in enumerate(worlds)
    }
    write_study_manifest(folder, COMPARISON, root_seed, prints)


def _values(ordered: Sequence[Compared], world: int) -> pl.DataFrame:
    """Return every value of one world, in the order of replications: `replication`, scope, `value`."""
    parts = []
    for one in ordered:
        tables = one.worlds[world].tables
        number = pl.lit(one.number, pl.Int64).alias("replication")
        figures = tables[FIGURES].with_columns(pl.lit("").alias("place"))
        both = (figures, _of_places(tables[PLACES]))
        parts += [table.select(number, *_SCOPE, pl.col("value")) for table in both]
    return pl.concat(parts)


def _of_places(places: pl.DataFrame) -> pl.DataFrame:
    """Return what is measured of places as rows like those of the figures."""
    keys = KEYS[PLACES]
    numbers = [name for name in places.columns if name not in keys]
    long = places.select(*keys, pl.col(numbers).cast(pl.Float64)).unpivot(
        on=numbers, index=keys, variable_name="statistic", value_name="value"
    )
    nothing = (pl.lit("").alias(name) for name in ("level", "unit", "field"))
    return long.with_columns(*nothing, pl.lit(ClockChoice.OCCURRED.value).alias("clock"))


def _rows(variant: str, both: pl.DataFrame) -> Iterable[tuple[Any, ...]]:
    """Yield variant, scope and `Difference` of each figure, in the order of the base."""
    grouped = both.group_by(_SCOPE, maintain_order=True).agg("value", "value_variant")
    for row in grouped.iter_rows():
        scope, (base, other) = row[: len(_SCOPE)], row[len(_SCOPE) :]
        yield (variant, scope, paired_difference(_floats(base), _floats(other)))


def _floats(values: Sequence[float | None]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([np.nan if one is None else one for one in values], np.float64)


def _told(rows: Sequence[tuple[Any, ...]], headline: Sequence[Scope]) -> list[tuple[Any, ...]]:
    """Return the rows of the table: headline first, adjusted within their family."""
    families: dict[tuple[str, str], list[int]] = {}
    family_of: dict[int, str] = {}
    for at, (variant, scope, difference) in enumerate(rows):
        _, statistic, level, unit, field, clock, place = scope
        is_headline = not place and Scope(statistic, level, unit, field, clock) in headline
        family_of[at] = HEADLINE if is_headline else EXPLORATORY
        if difference.p is not None:
            families.setdefault((family_of[at], "" if is_headline else variant), []).append(at)
    adjusted: dict[int, float] = {}
    for (name, _), members in families.items():
        correct = holm if name == HEADLINE else benjamini_hochberg
        adjusted |= dict(zip(members, correct([rows[at][2].p for at in members]), strict=True))
    of_headline = [at for at in family_of if family_of[at] == HEADLINE]
    place_in = {scope: at for at, scope in enumerate(headline)}
    variants = list(dict.fromkeys(row[0] for row in rows))
    of_headline.sort(key=lambda at: (variants.index(rows[at][0]), place_in[Scope(*rows[at][1][1:6])]))
    others = [at for at in family_of if family_of[at] != HEADLINE]
    return [_row(rows[at], family_of[at], adjusted.get(at)) for at in [*of_headline, *others]]


def _row(row: tuple[Any, ...], family: str, p_adjusted: float | None) -> tuple[Any, ...]:
    variant, scope, difference = row
    one: Difference = difference
    exact = bool(one.difference) if one.is_exact else False
    is_found = exact or (p_adjusted is not None and p_adjusted <= ALPHA)
    return (variant, *scope, *astuple(one), family, p_adjusted, is_found)


def n_of_kind(changes: pl.DataFrame, variant: str, kind: Kind) -> float:
    """Return how many dossiers of a replication are of a kind, in the mean."""
    chosen = changes.filter(variant=variant, kind=kind.value, by="all")
    return float(chosen["n_per_replication"].sum())
