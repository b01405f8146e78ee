"""Waiting at the desk, and the stay of a dossier with the parts that add up to it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from onestop_sim.clock import DAY_S, HOUR_S, IntArray
from onestop_sim.eventlog.log import EventLog, names_of
from onestop_sim.eventlog.reading import Reading
from onestop_sim.stats.groups import TOTAL, groups_of
from onestop_sim.stats.stretches import Part, office_time, stretches_of
from onestop_sim.terms import NEVER, Channel, EventKind, Grouping

Period = tuple[int, int]

_AT_A_TIME: Final = 1 << 18
"""Stretches that are added up at a time; more take memory, and no less time."""

PARTS: Final = tuple(f"{part.name.lower()}_s" for part in Part)
"""Columns of `stays` that add up to `stay_s`."""


def visits(log: EventLog | Reading) -> pl.DataFrame:
    """
    Return the visits of applicants to desks, in order of arrival.

    A visit is an arrival in person: to file (the carrier's arrival stands for all dossiers of the
    visit), with a supplement (of a dossier filed in person: the others answer the way they filed), or
    to collect a result. What the portal or the post brings is no visit.

    Returns:
        Columns `dossier`, `place`, `arrived_s`, `started_s` (null: left unserved, or not yet served),
        `purpose` ('file', 'supplement', 'collect') and `hour` of arrival, 0 to 23.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    return reading.kept("visits", lambda: _visits(reading))


def _visits(reading: Reading) -> pl.DataFrame:
    rows = reading.chain_rows()
    kind = reading.chain("kind")
    arrivals = np.flatnonzero(kind == EventKind.ARRIVED)
    row = rows[arrivals]
    dossier = reading.column("events", "dossier")[row]
    arrived_s = reading.column("events", "occurred_s")[row]
    in_person = reading.column("dossiers", "channel")[dossier] == Channel.IN_PERSON
    files = arrived_s < reading.accepted_s()[dossier]
    collects = arrived_s >= np.minimum(reading.first_of(EventKind.READY), NEVER - 1)[dossier]
    alone = reading.column("dossiers", "carrier")[dossier] == dossier
    # Who waits at the desk for the result is served in the instant in which it lies ready: no new visit.
    before = np.maximum(arrivals - 1, 0)
    stayed = collects & (kind[before] == EventKind.READY) & (reading.chain("occurred_s")[before] == arrived_s)
    is_visit = ((in_person & alone & files) | (in_person & ~files) | collects) & ~stayed
    purpose = np.where(files, 2, np.where(collects, 1, 0))[is_visit]
    row, dossier, arrived_s, arrivals = (one[is_visit] for one in (row, dossier, arrived_s, arrivals))
    place, started_s = reading.column("events", "place")[row], _served_s(reading, rows, arrivals)
    visit = _together(reading, dossier, place, arrived_s, started_s)
    started = pl.Series(started_s[visit])
    return pl.DataFrame(
        {
            "dossier": dossier[visit],
            "place": place[visit],
            "arrived_s": arrived_s[visit],
            "started_s": started.set(started == NEVER, None),
            "purpose": pl.Series(["supplement", "collect", "file"])[purpose[visit]],
            "hour": arrived_s[visit] % DAY_S // HOUR_S,
        }
    )


def _together(
    reading: Reading, dossier: IntArray, place: IntArray, arrived_s: IntArray, started_s: IntArray
) -> IntArray:
    """Return arrivals in order, without companions who come back together (to collect, or with papers)."""
    carrier = reading.column("dossiers", "carrier")[dossier]
    order = np.lexsort((started_s, carrier, arrived_s))
    like_the_last = np.zeros(len(order) + 1, np.bool_)
    like_the_last[1:-1] = (arrived_s[order][1:] == arrived_s[order][:-1]) & (
        carrier[order][1:] == carrier[order][:-1]
    )
    in_company = np.flatnonzero(like_the_last[1:] | like_the_last[:-1])
    who = order[in_company]
    by_visit = np.lexsort((in_company, place[who], carrier[who], arrived_s[who]))
    again = np.ones(len(who), np.bool_)
    again[:1] = False
    for column in (place[who], carrier[who], arrived_s[who]):
        again[1:] &= column[by_visit][1:] == column[by_visit][:-1]
    return np.delete(order, in_company[by_visit[again]])


def _served_s(reading: Reading, rows: IntArray, arrivals: IntArray) -> IntArray:
    """Return the instant of the first start after each arrival, NEVER if the applicant left before it."""
    kind, dossier = reading.chain("kind"), reading.chain("dossier")
    ends = np.flatnonzero((kind == EventKind.STARTED) | (kind == EventKind.LEFT))
    at = np.searchsorted(ends, arrivals)
    found = np.append(ends, 0)[at]
    is_served = (at < len(ends)) & (dossier[found] == dossier[arrivals]) & (kind[found] == EventKind.STARTED)
    return np.where(is_served, reading.column("events", "occurred_s")[rows[found]], NEVER)


def waits(log: EventLog | Reading, period: Period, by: Sequence[str] = ("place",)) -> pl.DataFrame:
    """
    Return the waiting times of visits that began in a period and were served.

    Args:
        log:    what happened.
        period: [start_s, end_s).
        by:     any of 'place', 'hour', 'purpose'; empty for all together.

    Returns:
        Columns of *by* (places by name), `n`, `mean_min`, `median_min`, `p90_min`, `max_min` (minutes)
        and `n_unserved` (left, or still waiting).
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    in_period = visits(reading).filter(pl.col("arrived_s").is_between(*period, closed="left"))
    wait_min = (pl.col("started_s") - pl.col("arrived_s")) / 60
    figures = [
        wait_min.count().alias("n"),
        wait_min.mean().alias("mean_min"),
        wait_min.median().alias("median_min"),
        wait_min.quantile(0.9, "linear").alias("p90_min"),
        wait_min.max().alias("max_min"),
        pl.col("started_s").null_count().alias("n_unserved"),
    ]
    if not by:
        return in_period.select(figures)
    table = in_period.group_by(by).agg(figures).sort(by)
    if "place" in by:
        place_names = reading.log.tables["places"]["name"].to_list()
        table = table.with_columns(pl.col("place").replace_strict(list(range(len(place_names))), place_names))
    return table


def run_end_s(log: EventLog) -> int:
    """Return the end of the run, seconds since time 0; open dossiers are looked at then."""
    said = names_of(log, "run_end_s")
    return int(said[0]) if said else max(log.tables["periods"]["end_s"].to_list(), default=0)


def stays(log: EventLog | Reading, as_of_s: int | None = None) -> pl.DataFrame:
    """
    Return the stay of each dossier accepted in the run, and its parts, as of an instant.

    The stay runs from acceptance to handing over (or withdrawal); of a dossier that is still in the
    shop, up to the instant. Dossiers open at the start are left out: the log does not hold their past.

    Args:
        log:     what happened.
        as_of_s: the instant, seconds since time 0; by default the end of the run.

    Returns:
        Columns `dossier`, `accepted_s`, `end_s`, `complete`, `stay_s` and `PARTS`, int64 seconds;
        the parts of each row add up to `stay_s` exactly.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    until_s = run_end_s(reading.log) if as_of_s is None else as_of_s
    return reading.kept(("stays", until_s), lambda: _stays(reading, until_s))


def _stays(reading: Reading, until_s: int) -> pl.DataFrame:
    by_part = _seconds_by_part(reading, until_s)
    accepted_s = reading.first_of(EventKind.ACCEPTED)
    left_s = np.minimum(reading.first_of(EventKind.HANDED_OVER), reading.first_of(EventKind.WITHDRAWN))
    left_s = np.minimum(left_s, _gave_up_inside(reading))
    end_s = np.minimum(left_s, until_s)
    table = {
        "dossier": np.arange(reading.n),
        "accepted_s": accepted_s,
        "end_s": end_s,
        "complete": left_s <= until_s,
        "stay_s": end_s - accepted_s,
    }
    table |= {name: by_part[part].astype(np.int64) for name, part in zip(PARTS, Part, strict=True)}
    return pl.DataFrame(table).filter(pl.Series(accepted_s < until_s))


def _seconds_by_part(reading: Reading, until_s: int) -> NDArray[np.float64]:
    """Return the seconds of each dossier's stay in each `Part`, whole numbers, float64[n_parts, n]."""
    all_of = stretches_of(reading)
    sums = np.zeros((len(Part), reading.n))
    # Sums of whole seconds below 2**53 are exact in double precision.
    for at in range(0, len(all_of.part), _AT_A_TIME):
        some = slice(at, at + _AT_A_TIME)
        part = all_of.part[some]
        in_shop = all_of.in_stay[some] & (all_of.begin_s[some] < until_s) & (part >= 0)
        first = int(all_of.dossier[at])
        in_office = np.flatnonzero(in_shop & (part <= Part.WORK)) + at
        split = office_time(reading, in_office, until_s=until_s)
        in_parts = zip(Part, (split.queue_s, split.work_s, split.closed_s), strict=False)
        seconds = [(in_office, *pair) for pair in in_parts]
        elsewhere = np.flatnonzero(in_shop & (part > Part.WORK)) + at
        length_s = np.minimum(all_of.end_s[elsewhere], until_s) - all_of.begin_s[elsewhere]
        for one in (Part.DELAY, Part.TRANSFER, Part.PAUSE, Part.COLLECTION):
            here = all_of.part[elsewhere] == one
            seconds.append((elsewhere[here], one, length_s[here]))
        for which, one, of_which in seconds:
            found = np.bincount(all_of.dossier[which] - first, weights=of_which)
            sums[one, first : first + len(found)] += found
    return sums


def _gave_up_inside(reading: Reading) -> IntArray:
    """Return when the applicant of an accepted dossier gave up, int64[n], or NEVER."""
    gave_up_s = reading.first_of(EventKind.GAVE_UP)
    return np.where(gave_up_s >= reading.accepted_s(), gave_up_s, NEVER)


def stay_table(
    log: EventLog | Reading,
    period: Period,
    by: Grouping = Grouping.FIELD,
    levels: Sequence[float] = (0.5, 0.9),
) -> pl.DataFrame:
    """
    Return means and quantiles of the stay, and mean parts, of dossiers that left in a period.

    Returns:
        Columns `group`, `n`, `mean_d`, a `q50_d` for each of *levels*, and a mean for each of
        `PARTS` with the ending `_d`: elapsed days of 24 hours. Last row `total`.
    """
    reading = log if isinstance(log, Reading) else Reading(log)
    names, group = groups_of(reading, by)
    left = stays(reading).filter("complete", pl.col("end_s").is_between(*period, closed="left"))
    stay_d = pl.col("stay_s") / DAY_S
    figures = [pl.len().alias("n"), stay_d.mean().alias("mean_d")]
    figures += [stay_d.quantile(level, "linear").alias(f"q{round(level * 100)}_d") for level in levels]
    figures += [(pl.col(part) / DAY_S).mean().alias(f"{part[:-2]}_d") for part in PARTS]
    total = left.select(pl.lit(TOTAL).alias("group"), *figures)
    if not names:
        return total
    labels = pl.Series("group", np.array(names)[group[left["dossier"].to_numpy()]], dtype=pl.String)
    by_group = left.with_columns(labels).group_by("group").agg(figures).sort("group")
    return pl.concat([by_group, total])
