"""
What became of the same dossier in two worlds, joined by its key.

A fate is what a clerk would say of a dossier at the end of the last period. Dossiers that were decided
before the first period in both worlds are nobody's question; one that a world does not have at all is
counted apart, never as changed.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Codes, Flags, Reading
from onestop_sim.stats.groups import groups_of
from onestop_sim.terms import NEVER, Grouping, Outcome, Verdict


class Fate(StrEnum):
    """What a clerk would say of a dossier at the end of the last period."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    """In progress or paused, its date not passed."""
    OVERDUE = "overdue"
    """In progress or paused, past its date."""
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    SENT_HOME = "sent_home"
    GAVE_UP = "gave_up"
    NOT_ACCEPTED = "not_accepted"
    """Not accepted by then."""


class Kind(StrEnum):
    """How the life of a dossier differs between base and variant."""

    CHANGED = "changed"
    """Another fate."""
    EARLIER = "earlier"
    """The same fate, decided earlier."""
    LATER = "later"
    """The same fate, decided later."""
    REDATED = "redated"
    """The same fate at the same instant, another date."""
    SAME = "same"
    ONLY_BASE = "only_base"
    """The variant has no such dossier."""
    ONLY_VARIANT = "only_variant"
    """The base has no such dossier."""


FATES: Final = tuple(Fate)
"""Fates by code."""

CHANGES: Final[dict[str, pl.DataType]] = {
    "kind": pl.String(),
    "was": pl.String(),
    "became": pl.String(),
    "by": pl.String(),
    "group": pl.String(),
    "n": pl.Int64(),
}
"""Columns of a count of changes: by all, by field or by unit; `was` and `became` are fates."""

EXAMPLES: Final[dict[str, pl.DataType]] = {
    "was": pl.String(),
    "became": pl.String(),
    "key": pl.String(),
    "field": pl.String(),
    "unit": pl.String(),
}
"""Columns of a list of dossiers whose fate changed; the key is what `trace` takes."""

EXAMPLES_OF_A_KIND: Final = 3

_OF_VERDICT: Final = {Verdict.EARLY: Fate.EARLY, Verdict.ON_TIME: Fate.ON_TIME, Verdict.LATE: Fate.LATE}
_OF_OUTCOME: Final = {
    Outcome.NOT_ACCEPTED: Fate.NOT_ACCEPTED,
    Outcome.REFUSED: Fate.REFUSED,
    Outcome.SENT_HOME: Fate.SENT_HOME,
    Outcome.GAVE_UP: Fate.GAVE_UP,
    Outcome.IN_PROGRESS: Fate.OPEN,
    Outcome.PAUSED: Fate.OPEN,
    Outcome.RETURNED_UNRESOLVED: Fate.RETURNED,
    Outcome.WITHDRAWN: Fate.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Fates:
    """
    The fates of all dossiers of a world; a few bytes for each, so that its log can be let go.

    Attributes:
        key:        uint64[n], sorted.
        fate:       number in `FATES`, int8[n].
        finished_s: when it was decided, NEVER: not by the end, int64[n].
        due_s:      its date at the end, NO_INSTANT: none, int64[n].
        counts:     it came before the end and was not decided before the first period, bool[n].
        field:      number in `fields`, int64[n].
        unit:       number in `units`, the unit in charge, int64[n].
        fields:     names of fields.
        units:      names of units.
    """

    key: NDArray[np.uint64]
    fate: Codes
    finished_s: IntArray
    due_s: IntArray
    counts: Flags
    field: IntArray
    unit: IntArray
    fields: tuple[str, ...]
    units: tuple[str, ...]


def fates_of(log: EventLog) -> Fates:
    """Return what became of each dossier of a log by the end of its last period."""
    reading = Reading(log)
    periods = log.tables["periods"]
    start_s, end_s = int(periods["start_s"].to_numpy().min()), int(periods["end_s"].to_numpy().max())
    outcome = reading.outcomes_at(end_s)
    final_s, due_s = reading.final_s(), reading.due_s(end_s)
    fate = np.zeros(reading.n, np.int8)
    for one, word in _OF_OUTCOME.items():
        fate[outcome == one] = FATES.index(word)
    resolved = outcome == Outcome.RESOLVED
    verdict = reading.verdicts(due_s, final_s)
    for judged, word in _OF_VERDICT.items():
        fate[resolved & (verdict == judged)] = FATES.index(word)
    fate[reading.overdue_at(end_s)] = FATES.index(Fate.OVERDUE)
    fields, field = groups_of(reading, Grouping.FIELD)
    units, unit = groups_of(reading, Grouping.UNIT)
    key = reading.column("dossiers", "key")
    order = np.argsort(key, kind="stable")
    return Fates(
        key=key[order],
        fate=fate[order],
        finished_s=np.where(final_s < end_s, final_s, NEVER)[order],
        due_s=due_s[order],
        counts=((reading.came_s() < end_s) & (final_s >= start_s))[order],
        field=field[order],
        unit=unit[order],
        fields=tuple(fields),
        units=tuple(units),
    )


def compared_fates(base: Fates, variant: Fates) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Return how the lives of dossiers differ between two worlds of one replication.

    Returns:
        Counts with the columns `CHANGES`, and dossiers to trace with the columns `EXAMPLES`. A dossier is
        counted under field and unit of the base, one that only the variant has under those of the variant.
    """
    _, here, there = np.intersect1d(base.key, variant.key, assume_unique=True, return_indices=True)
    asked = base.counts[here] | variant.counts[there]
    here, there = here[asked], there[asked]
    was, became = base.fate[here], variant.fate[there]
    finished_s = variant.finished_s[there] - base.finished_s[here]
    kind = np.full(len(here), list(Kind).index(Kind.SAME), np.int64)
    kind[variant.due_s[there] != base.due_s[here]] = list(Kind).index(Kind.REDATED)
    kind[finished_s < 0] = list(Kind).index(Kind.EARLIER)
    kind[finished_s > 0] = list(Kind).index(Kind.LATER)
    kind[was != became] = list(Kind).index(Kind.CHANGED)
    lives = [_lives(base, here, kind, was, became)]
    for world, other, word in ((base, variant, Kind.ONLY_BASE), (variant, base, Kind.ONLY_VARIANT)):
        alone = np.flatnonzero(~np.isin(world.key, other.key, assume_unique=True) & world.counts)
        apart = np.full(len(alone), list(Kind).index(word), np.int64)
        lives.append(_lives(world, alone, apart, world.fate[alone], world.fate[alone]))
    everything = pl.concat(lives)
    return _counted(everything), _examples(everything)


def _lives(world: Fates, rows: IntArray, kind: IntArray, was: Codes, became: Codes) -> pl.DataFrame:
    def named(names: tuple[str, ...], codes: NDArray[np.generic]) -> pl.Series:
        return pl.Series(np.array(names, dtype=object)[codes].tolist(), dtype=pl.String)

    fates = tuple(one.value for one in FATES)
    return pl.DataFrame(
        {
            "kind": named(tuple(one.value for one in Kind), kind),
            "was": named(fates, was),
            "became": named(fates, became),
            "key": world.key[rows],
            "field": named(world.fields, world.field[rows]),
            "unit": named(world.units, world.unit[rows]),
        }
    )


def _counted(lives: pl.DataFrame) -> pl.DataFrame:
    """Return counts in all, by field and by unit, sorted by name."""
    parts = []
    for by, column in (("all", pl.lit("")), ("field", pl.col("field")), ("unit", pl.col("unit"))):
        keys = [
            "kind",
            "was",
            "became",
            pl.lit(by, pl.String).alias("by"),
            column.cast(pl.String).alias("group"),
        ]
        parts.append(lives.group_by(keys).agg(pl.len().cast(pl.Int64).alias("n")))
    return pl.concat(parts).select(*CHANGES).sort("by", "kind", "was", "became", "group")


def _examples(lives: pl.DataFrame) -> pl.DataFrame:
    """Return the first dossiers, by key, of each change of fate."""
    return (
        lives.filter(pl.col("kind") == Kind.CHANGED.value)
        .sort("was", "became", "key")
        .group_by("was", "became", maintain_order=True)
        .head(EXAMPLES_OF_A_KIND)
        .with_columns(pl.col("key").map_elements(lambda key: f"{key:016x}", return_dtype=pl.String))
        .select(*EXAMPLES)
    )
