"""
The public post (bưu chính công ích, BCCI): circulation between units, home delivery, intake.

Source: Decision 45/2016/QĐ-TTg. Reports mix two ways of counting, so each is named here:
*flow* counts what happened in the period, *cohort* follows the dossiers that entered in it.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.terms import NEVER, NOBODY, Channel, ClockChoice, EventKind, Outcome, StepKind

Period = tuple[int, int]

Places = NDArray[np.int16]

_OF_TRANSFERS = (EventKind.SENT, EventKind.COLLECTED, EventKind.DELIVERED)


def transfers(log: EventLog | Reading) -> pl.DataFrame:
    """
    Return every transfer between places, in order of its step.

    Returns:
        Columns `step`, `dossier`, `line`, `from_place`, `to_place` (-1: not there yet), `sent_s`,
        `collected_s`, `delivered_s` (NEVER: not yet, or no courier took it), `up` (sent before the
        dossier was decided), `by_post` (a courier carries it to another unit).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    table: pl.DataFrame = reading.kept("transfers", lambda: _transfers(reading))
    return table


def _transfers(reading: Reading) -> pl.DataFrame:
    n_steps = reading.log.tables["steps"].height
    step, place = reading.column("events", "step"), reading.column("events", "place")
    instants = {}
    at_place = {}
    for kind in _OF_TRANSFERS:
        rows = reading.rows_of(kind)
        rows = rows[step[rows] != NOBODY]
        instants[kind], at_place[kind] = np.full(n_steps, NEVER, np.int64), np.full(n_steps, NOBODY, np.int16)
        instants[kind][step[rows]] = reading.column("events", "occurred_s")[rows]
        at_place[kind][step[rows]] = place[rows]
    is_transfer = reading.column("steps", "kind") == StepKind.TRANSFER
    at = np.flatnonzero(is_transfer & (instants[EventKind.SENT] < NEVER))
    from_place, to_place = (at_place[kind][at] for kind in (EventKind.SENT, EventKind.DELIVERED))
    line, dossier = reading.column("steps", "line")[at], reading.column("steps", "dossier")[at]
    sent_s, collected_s, delivered_s = (instants[kind][at] for kind in _OF_TRANSFERS)
    return pl.DataFrame(
        {
            "step": at,
            "dossier": dossier,
            "line": line,
            "from_place": from_place,
            "to_place": to_place,
            "sent_s": sent_s,
            "collected_s": collected_s,
            "delivered_s": delivered_s,
            "up": sent_s < reading.final_s()[dossier],
            "by_post": _by_post(reading, line, from_place, to_place, collected_s),
        }
    )


def _by_post(
    reading: Reading, line: IntArray, from_place: Places, to_place: Places, collected_s: IntArray
) -> Flags:
    """Return which transfers a courier carries to another unit; on the way, what the line did before."""
    unit = np.append(reading.column("places", "unit"), NOBODY)  # index -1: no place
    delivered = (to_place != NOBODY) & (from_place != NOBODY)
    crosses = delivered & (unit[from_place] != unit[to_place]) & (collected_s < NEVER)
    lines_that_cross = np.unique(line[crosses])
    on_such_a_line: NDArray[np.bool_] = np.isin(line, lines_that_cross)
    by_post: Flags = crosses | (~delivered & on_such_a_line)
    return by_post


def circulation(log: EventLog | Reading, period: Period) -> pl.DataFrame:
    """
    Return what the post carried between units in a period, by line and levels (flow).

    Returns:
        Columns `line` (name), `from_level`, `to_level` ('': not there yet), `up`, `sent` and `delivered`
        (transfers), `mean_days` and `p90_days` (elapsed days from sending to delivery).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    levels = np.append(reading.log.tables["units"]["level"].to_numpy(), "").astype(object)
    unit = np.append(reading.column("places", "unit"), NOBODY)
    table = transfers(reading).filter("by_post")
    names = reading.log.tables["names"].filter(pl.col("kind") == "line").sort("row")["name"].to_list()
    table = table.with_columns(
        pl.Series("from_level", levels[unit[table["from_place"].to_numpy()]], dtype=pl.String),
        pl.Series("to_level", levels[unit[table["to_place"].to_numpy()]], dtype=pl.String),
        pl.Series("line", [names[row] if row != NOBODY else "" for row in table["line"]], dtype=pl.String),
    )
    sent, delivered = (pl.col(name).is_between(*period, closed="left") for name in ("sent_s", "delivered_s"))
    days = ((pl.col("delivered_s") - pl.col("sent_s")) / DAY_S).filter(delivered)
    return (
        table.filter(sent | delivered)
        .group_by("line", "from_level", "to_level", "up")
        .agg(
            sent.sum().alias("sent"),
            delivered.sum().alias("delivered"),
            days.mean().alias("mean_days"),
            days.quantile(0.9, "linear").alias("p90_days"),
        )
        .sort("line", "from_level", "to_level", "up")
    )


def circulated_up(reading: Reading, period: Period) -> IntArray:
    """Return the dossiers first sent to another unit by post in a period (flow)."""
    return _between(_sent_up_s(reading), period)


def circulated_down(reading: Reading, period: Period) -> IntArray:
    """Return the dossiers whose result the post brought to another unit in a period (flow)."""
    return _between(_brought_back_s(reading), period)


def circulated_outstanding(reading: Reading, end_s: int) -> IntArray:
    """Return the dossiers sent up by an instant, neither brought back nor withdrawn by then (stock)."""
    out = (_sent_up_s(reading) < end_s) & (_brought_back_s(reading) >= end_s)
    return np.flatnonzero(out & (reading.outcomes_at(end_s) != Outcome.WITHDRAWN))


def _sent_up_s(reading: Reading) -> IntArray:
    up = transfers(reading).filter("by_post", "up")
    return _earliest(reading, up["dossier"].to_numpy(), up["sent_s"].to_numpy())


def _brought_back_s(reading: Reading) -> IntArray:
    down = transfers(reading).filter("by_post", ~pl.col("up"))
    return _earliest(reading, down["dossier"].to_numpy(), down["delivered_s"].to_numpy())


def _earliest(reading: Reading, dossier: IntArray, at_s: IntArray) -> IntArray:
    earliest_s = np.full(reading.n, NEVER, np.int64)
    np.minimum.at(earliest_s, dossier, at_s)
    return earliest_s


def _between(at_s: IntArray, period: Period) -> IntArray:
    return np.flatnonzero((at_s >= period[0]) & (at_s < period[1]))


def home_registered(reading: Reading, period: Period, clock: ClockChoice) -> IntArray:
    """Return the dossiers accepted in a period with home delivery asked for."""
    asked = reading.column("dossiers", "home_delivery")
    accepted_s = reading.accepted_s(clock)
    return np.flatnonzero(asked & (accepted_s >= period[0]) & (accepted_s < period[1]))


def home_delivered_s(reading: Reading) -> IntArray:
    """Return when the post brought each result home, int64[n], or NEVER."""
    return reading.kept("home_delivered", lambda: _home_delivered_s(reading))


def _home_delivered_s(reading: Reading) -> IntArray:
    rows = _of_home_delivery(reading, EventKind.DELIVERED)
    dossier = reading.column("events", "dossier")[rows]
    return _earliest(reading, dossier, reading.column("events", "occurred_s")[rows])


def home_failed(reading: Reading, period: Period) -> IntArray:
    """Return the dossier of each failed attempt of a period (flow)."""
    rows = _of_home_delivery(reading, EventKind.DELIVERY_FAILED)
    at_s = reading.column("events", "occurred_s")[rows]
    dossier: IntArray = reading.column("events", "dossier")[rows]
    return dossier[(at_s >= period[0]) & (at_s < period[1])]


def _of_home_delivery(reading: Reading, kind: EventKind) -> IntArray:
    rows = reading.rows_of(kind)
    step = reading.column("events", "step")[rows]
    rows, step = rows[step != NOBODY], step[step != NOBODY]
    of_it: IntArray = rows[reading.column("steps", "kind")[step] == StepKind.DELIVER_HOME]
    return of_it


def home_delivery(log: EventLog | Reading, period: Period) -> dict[str, int]:
    """
    Return home delivery in a period.

    Returns:
        `registered` (accepted in the period), `delivered` (flow), `delivered_cohort` (of those
        registered, by the end of the period), `open_cohort` (their rest), `failed` (attempts, flow).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    registered = home_registered(reading, period, ClockChoice.OCCURRED)
    delivered_s = home_delivered_s(reading)
    in_time = int(np.count_nonzero(delivered_s[registered] < period[1]))
    return {
        "registered": len(registered),
        "delivered": len(_between(delivered_s, period)),
        "delivered_cohort": in_time,
        "open_cohort": len(registered) - in_time,
        "failed": len(home_failed(reading, period)),
    }


def cohort(
    reading: Reading, period: Period, channel: Channel, clock: ClockChoice
) -> tuple[IntArray, IntArray, IntArray]:
    """
    Follow the dossiers of a channel that were accepted in a period (cohort).

    Returns:
        The dossiers accepted, those of them decided by its end, and those still open then.
    """
    accepted = _between(reading.accepted_s(clock), period)
    accepted = accepted[reading.column("dossiers", "channel")[accepted] == channel]
    decided = reading.final_s(clock)[accepted] < period[1]
    return accepted, accepted[decided], accepted[~decided]


def post_intake(
    log: EventLog | Reading, period: Period, clock: ClockChoice = ClockChoice.OCCURRED
) -> dict[str, int]:
    """Return `received`, `resolved` and `open` of the dossiers filed by post (cohort: they add up)."""
    reading = log if isinstance(log, Reading) else Reading(log)
    received, resolved, still_open = cohort(reading, period, Channel.POST, clock)
    return {"received": len(received), "resolved": len(resolved), "open": len(still_open)}
