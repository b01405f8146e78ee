"""
Rates of late dossiers: exact intervals, periods against each other, reports against each other, zeros.

Late dossiers come in clusters (one office, one month), so a rate may differ from another one by more
than the chance of single dossiers. The doubt is multiplied by a dispersion: that of the other periods
where there are enough of them, else `CLUSTERING`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from onestop_sim.study.audit.figure import Answer, Check, Figure, Remark, Table

CLUSTERING: Final = 5.2
"""
Variance of late dossiers over that of single ones: Pearson's statistic over its degrees of freedom, 15.6/3.

Computed from four years of one district (Tuy Phong 2015 to 2018), the only repeated figures there are.
"""

BETWEEN_PLACES: Final = 3.0
"""Two districts' rates may differ by this factor either way for reasons of their own (grade: computed)."""

LEVEL: Final = 0.95
ENOUGH_PERIODS: Final = 4
"""Other periods from which a dispersion of their own is taken."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Late dossiers of a line: how many of how many, and the figures that say so."""

    late: Figure
    whole: tuple[Figure, ...]

    @property
    def n(self) -> int:
        """Dossiers of which so many were late."""
        return int(sum(one.value for one in self.whole))

    @property
    def share(self) -> float:
        """Late share."""
        return self.late.value / self.n

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of its figures."""
        return (self.late.id, *(one.id for one in self.whole))


def clopper_pearson(k: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """
    Return the exact interval of a share of which *k* of *n* were seen.

    Source: Clopper and Pearson 1934; quantiles of the beta distribution.

    >>> low, high = clopper_pearson(0, 100)
    >>> low, round(high, 4)
    (0.0, 0.0362)
    """
    tail = (1 - level) / 2
    low = float(special.betaincinv(k, n - k + 1, tail)) if k else 0.0
    high = float(special.betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0
    return low, high


def clustered_interval(mean: float, dispersion: float, level: float = LEVEL) -> tuple[int, int]:
    """
    Return the interval of a count with a variance of *dispersion* times its mean: negative binomial.

    >>> clustered_interval(127.0, 5.2)
    (81, 182)
    """
    tail = (1 - level) / 2
    counts = np.arange(int(mean + 12 * np.sqrt(dispersion * mean)) + 60)
    cdf = _cdf(counts, mean, dispersion)
    low, high = np.searchsorted(cdf, [tail, 1 - tail])
    return int(low), int(high)


def chance_of_none(mean: float, dispersion: float) -> float:
    """Return the chance of a count of 0."""
    return float(_cdf(np.zeros(1), mean, dispersion)[0])


def _cdf(counts: np.ndarray, mean: float, dispersion: float) -> np.ndarray:
    if mean <= 0:
        return np.ones(len(counts))
    if dispersion <= 1:
        return np.asarray(special.gammaincc(counts + 1.0, mean))
    return np.asarray(special.betainc(mean / (dispersion - 1), counts + 1.0, 1 / dispersion))


_WHOLES: Final = {
    "late": (("resolved",), ("received",), ("in_time", "late"), ("on_time", "late"), ("online_received",)),
    "online_late": (("online_received",),),
}
"""Of what late dossiers are a share, the likeliest first."""


def rates_of(table: Table) -> list[Rate]:
    """Return the late rates that a table holds, one for each count that has its whole in its line."""
    found = []
    for cells in table.accounts.values():
        for name, wholes in _WHOLES.items():
            whole = next((names for names in wholes if all(one in cells for one in names)), None)
            if name not in cells or whole is None:
                continue
            rate = Rate(cells[name], tuple(cells[one] for one in whole))
            if rate.n > 0 and 0 <= rate.late.value <= rate.n:
                found.append(rate)
    return found


def rate_remarks(table: Table, against: Table | None = None) -> Iterator[Remark]:
    """
    Yield what late rates say.

    Args:
        table:   figures.
        against: figures of another report, to hold the rates against.
    """
    rates = rates_of(table)
    for one in rates:
        low, high = clopper_pearson(int(one.late.value), one.n)
        values = {"late": one.late.value, "n": one.n, "share": one.share, "low": low, "high": high}
        yield Remark(Answer.NOT_TESTABLE, Check.COMPARISON, "rate", one.ids, values)
    yield from _periods(rates)
    yield from _zeros(rates)
    if against is not None:
        others = rates_of(against)
        for one in rates:
            yield from _against(one, others)
        yield from _lists(table, against)


def dispersion_of(rates: Sequence[Rate]) -> float:
    """Return Pearson's statistic of equal shares over its degrees of freedom; 1 at least."""
    late = np.array([one.late.value for one in rates])
    n = np.array([one.n for one in rates], np.float64)
    share = late.sum() / n.sum()
    if len(rates) < 2 or not 0 < share < 1:
        return 1.0
    return max(1.0, float(((late - n * share) ** 2 / (n * share * (1 - share))).sum() / (len(rates) - 1)))


def _periods(rates: Sequence[Rate]) -> Iterator[Remark]:
    """Yield each period's late dossiers against the share of the other periods of the same place."""
    places: dict[tuple[str, ...], list[Rate]] = {}
    for one in rates:
        if one.late.account.days:
            places.setdefault(one.late.account.place, []).append(one)
    for lines in places.values():
        for one in lines if len(lines) >= 3 else ():
            others = [other for other in lines if other is not one]
            yield _held_against(one, others, "period")


def _held_against(one: Rate, others: Sequence[Rate], key: str) -> Remark:
    n_others = sum(other.n for other in others)
    k_others = sum(other.late.value for other in others)
    dispersion = dispersion_of(others) if len(others) >= ENOUGH_PERIODS else CLUSTERING
    # Half a dossier more (Jeffreys): never having seen one does not make it impossible.
    mean = one.n * (k_others + 0.5) / n_others
    spread = 1 + one.n / n_others
    low, high = clustered_interval(mean, max(dispersion, 1.0) * spread)
    plain_low, plain_high = clustered_interval(mean, spread)
    values = {
        "late": one.late.value,
        "n": one.n,
        "others": k_others / n_others,
        "mean": mean,
        "low": low,
        "high": high,
        "plain_low": plain_low,
        "plain_high": plain_high,
        "dispersion": dispersion,
    }
    if plain_low <= one.late.value <= plain_high:
        said = "as_others"
    elif low <= one.late.value <= high:
        said = "as_others_clustered"
    elif (
        key == "against"
        and mean <= one.late.value * BETWEEN_PLACES
        and one.late.value <= mean * BETWEEN_PLACES
    ):
        said = "as_others_nearby"
    else:
        said = "unlike_others"
    values["factor"] = BETWEEN_PLACES
    answer = Answer.STRAINED if said == "unlike_others" else Answer.CONSISTENT
    return Remark(answer, Check.COMPARISON, f"{key}_{said}", one.ids, values)


def _zeros(rates: Sequence[Rate]) -> Iterator[Remark]:
    """
    Yield populations without any late dossier: how likely that is where another one has some.

    Lines of a form are not held against each other: land is late where certification never is.
    """
    for one in rates:
        if one.late.value:
            continue
        beside = [
            other
            for other in rates
            if other.late.value
            and not (one.late.account.field or other.late.account.field or "/" in one.late.id)
            and other.late.account.period == one.late.account.period
            and other.late.account.report == one.late.account.report
        ]
        _, high = clopper_pearson(0, one.n)
        values: dict[str, float] = {"n": one.n, "high": high}
        if not beside:
            yield Remark(Answer.NOT_TESTABLE, Check.COMPARISON, "no_late", one.ids, values)
            continue
        share = sum(other.late.value for other in beside) / sum(other.n for other in beside)
        mean = one.n * share
        values |= {"share": share, "mean": mean, "dispersion": CLUSTERING, "factor": BETWEEN_PLACES}
        values["plain_chance"] = chance_of_none(mean, 1.0)
        chance = values["chance"] = chance_of_none(mean / BETWEEN_PLACES, CLUSTERING)
        strained = chance < (1 - LEVEL) / 2
        answer, key = (
            (Answer.STRAINED, "no_late_unlikely") if strained else (Answer.CONSISTENT, "no_late_likely")
        )
        yield Remark(answer, Check.COMPARISON, key, one.ids, values)


def _lists(table: Table, against: Table) -> Iterator[Remark]:
    """Yield procedures that two reports count under the same name, and not the same number of them."""
    others = {one.id.partition(".")[2]: one for one in against.figures if one.unit == "procedures"}
    for one in table.figures:
        other = others.get(one.id.partition(".")[2])
        if one.unit != "procedures" or other is None or other.account.level != one.account.level:
            continue
        if one.account.level and other.value != one.value:
            values = {"value": one.value, "other": other.value}
            yield Remark(Answer.STRAINED, Check.COMPARISON, "other_report", (one.id,), values)


def _against(one: Rate, others: Sequence[Rate]) -> Iterator[Remark]:
    """Yield a rate against another report's: of the same level where it has one."""
    mine = one.late.account
    same = [
        other for other in others if other.late.account.level == mine.level and not other.late.account.field
    ]
    if same and not mine.field:
        yield _held_against(one, same, "against")
