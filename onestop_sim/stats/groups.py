"""By what dossiers are counted: field, unit, level, procedure, receiving unit, or all together."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import IntArray
from onestop_sim.eventlog.reading import Reading
from onestop_sim.terms import NOBODY, Grouping

TOTAL = "total"
"""Name of the row that counts every dossier."""


def groups_of(reading: Reading, by: Grouping) -> tuple[list[str], IntArray]:
    """
    Return the names of the groups, sorted, and the group of each dossier, int64[n].

    The unit of a dossier is that of the office in charge; while that is not decided (it may depend
    on queues), that of the desk where it was filed.
    """
    return reading.kept(("groups", by), lambda: _groups_of(reading, by))


def _groups_of(reading: Reading, by: Grouping) -> tuple[list[str], IntArray]:
    if by == Grouping.NOTHING:
        return [], np.zeros(reading.n, np.int64)
    procedure = reading.column("dossiers", "procedure")
    if by == Grouping.FIELD:
        return _labels(reading, "procedures", "field", procedure)
    if by == Grouping.PROCEDURE:
        return _labels(reading, "procedures", "name", procedure)
    if by == Grouping.RECEIVING_UNIT:
        return _labels(reading, "units", "name", receiving_unit(reading))
    return _labels(reading, "units", "name" if by == Grouping.UNIT else "level", competent_unit(reading))


def competent_unit(reading: Reading) -> IntArray:
    """Return the unit in charge of each dossier, int64[n]."""
    competent = reading.column("dossiers", "competent_place")
    place = np.where(competent == NOBODY, reading.column("dossiers", "receiving_place"), competent)
    units: IntArray = reading.column("places", "unit")[place].astype(np.int64)
    return units


def receiving_unit(reading: Reading) -> IntArray:
    """Return the unit of the desk where each dossier was filed, int64[n]."""
    units: IntArray = reading.column("places", "unit")[reading.column("dossiers", "receiving_place")]
    return units.astype(np.int64)


def _labels(reading: Reading, table: str, name: str, rows: IntArray) -> tuple[list[str], IntArray]:
    label_of_row = reading.log.tables[table][name].to_list()
    names = sorted(set(label_of_row))
    code_of_row = np.array([names.index(label) for label in label_of_row], np.int64)
    return names, code_of_row[rows] if len(code_of_row) else np.zeros(0, np.int64)


def counted(reading: Reading, by: Grouping, masks: Mapping[str, NDArray[np.bool_]]) -> pl.DataFrame:
    """
    Return how many dossiers of each group every mask marks, and a last row `TOTAL`.

    Args:
        reading: the log.
        by:      the groups; one that marks no dossier has a row of zeros.
        masks:   bool[n] by name of column.

    Returns:
        Columns `group` and those of *masks*, dossiers, int64.
    """
    names, group = groups_of(reading, by)
    columns: dict[str, list[object] | IntArray] = {"group": [*names, TOTAL]}
    for name, mask in masks.items():
        of_group = np.bincount(group[mask], minlength=len(names))[: len(names)]
        columns[name] = np.append(of_group, np.count_nonzero(mask)).astype(np.int64)
    return pl.DataFrame(columns)
