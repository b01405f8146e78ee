"""Which way dossiers and results travel between units."""

import numpy as np
import polars as pl

from onestop_sim.clock import IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.terms import NOBODY

Period = tuple[int, int]


def unit_flows(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return how many dossiers went from a unit to another in a period, before and after they were decided.

    A move is two places of different units that follow one another in the life of a dossier; it counts
    when the second place is reached.

    Returns:
        Columns `sender`, `receiver` (names of units), `dossiers` (not yet decided) and `results` (signed,
        returned or withdrawn by then); only pairs between which something moved, sorted by name.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    row = reading.chain_rows()  # a letter moves nothing, wherever it is written
    row = row[reading.column("events", "place")[row] != NOBODY]
    dossier = reading.column("events", "dossier")[row]
    unit = reading.column("places", "unit")[reading.column("events", "place")[row]]
    moved = np.flatnonzero((dossier[1:] == dossier[:-1]) & (unit[1:] != unit[:-1]))
    arrived_s: IntArray = reading.column("events", "occurred_s")[row[moved + 1]]
    in_period = (arrived_s >= period[0]) & (arrived_s < period[1])
    moved, arrived_s = moved[in_period], arrived_s[in_period]
    names = np.array(reading.log.tables["units"]["name"].to_list(), dtype=object)
    is_result = reading.final_s()[dossier[moved]] <= arrived_s
    moves = {
        "sender": pl.Series(names[unit[moved]].tolist(), dtype=pl.String),
        "receiver": pl.Series(names[unit[moved + 1]].tolist(), dtype=pl.String),
        "dossiers": pl.Series(~is_result, dtype=pl.Int64),
        "results": pl.Series(is_result, dtype=pl.Int64),
    }
    return pl.DataFrame(moves).group_by("sender", "receiver").sum().sort("sender", "receiver")
