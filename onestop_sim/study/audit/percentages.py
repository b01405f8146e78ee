"""
Printed percentages: of what, and whether rounded, cut off, or of nothing that is printed.

A percentage is computed again with every number beside it that it may be a share of: rates of the
state have several denominators (resolved, received), and reports seldom say which.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Final

from onestop_sim.study.audit.figure import OTHER, PERCENT, Answer, Check, Figure, Remark, Table
from onestop_sim.study.audit.numbers import decimals_of, numbers_in

_HUNDRED: Final = 100
_MOST_BESIDE: Final = 40
"""A line has fewer numbers; more would match anything."""

WHOLES: Final = ("resolved", "received", "received_new", "open", "pending", "online_received")
"""Quantities that others are shares of, the likeliest first."""

_NOT_OF_RESOLVED: Final = frozenset(
    {"open", "pending", "pending_within", "pending_overdue", "paused", "paused_within", "paused_overdue"}
    | {"received_online", "received_direct", "received_in_person", "received_post", "online_received"}
)
"""What came in, or is open, is no share of what is resolved."""

NUMERATORS: Final = {
    "on_time_of_resolved": ("in_time", "on_time"),
    "on_time_of_received": ("in_time", "on_time"),
    "open": ("open", "pending"),
    "pending": ("pending", "open"),
    "in_time": ("in_time", "on_time"),
    "on_time": ("on_time", "in_time"),
}
"""Quantities that a percentage of a name may be the share of, besides the one of that name."""


class Print(StrEnum):
    """How a share was shortened."""

    EXACT = "exact"
    ROUNDED = "rounded"
    """To the nearest; also when cutting off gives the same."""
    TRUNCATED = "truncated"
    """Cut off where rounding would give more."""


@dataclass(frozen=True, slots=True)
class Match:
    """A share that a percentage may be: part and whole, and how it was shortened."""

    part: Figure
    whole: tuple[Figure, ...]
    how: Print


def how_printed(percent: float, decimals: int, part: float, whole: float) -> Print | None:
    """
    Return how a share was shortened to a printed percentage; None when it was not this share.

    >>> how_printed(96.4, 1, 133_296, 138_187), how_printed(9.96, 2, 13_281, 133_296)
    (<Print.TRUNCATED: 'truncated'>, <Print.ROUNDED: 'rounded'>)
    >>> how_printed(18.42, 2, 1468, 8955) is None
    True
    """
    if whole <= 0 or not 0 <= part <= whole:
        return None
    scaled = Fraction(int(part)) * _HUNDRED * 10**decimals / Fraction(int(whole))
    printed = round(percent * 10**decimals)
    if abs(percent * 10**decimals - printed) > 1e-6:
        return None
    if scaled == printed:
        return Print.EXACT
    if int(scaled + Fraction(1, 2)) == printed:
        return Print.ROUNDED
    return Print.TRUNCATED if int(scaled) == printed else None


def places_of(percent: Figure) -> int:
    """Return how many decimals a percentage is printed with."""
    if percent.decimals is not None:
        return percent.decimals
    for read in numbers_in(percent.printed):
        if read.is_percent and read.value == percent.value:
            return read.decimals
    return decimals_of(percent.value)


def parts_of(percent: Figure, table: Table) -> list[Figure]:
    """Return the figures that a percentage may be the share of; empty if none is known."""
    wanted = (percent.of, *NUMERATORS.get(percent.of, ())) if percent.of else ()
    named = table.by_id.get(percent.of)
    if named is not None:
        return [named]
    beside = table.lines[percent.account]
    return [one for name in wanted for one in beside if one.quantity == name]


def wholes_for(percent: Figure, part: Figure, table: Table) -> list[tuple[Figure, ...]]:
    """Return what a share may be a share of: numbers of its line and sums of two, the likeliest first."""
    near = table.lines[part.account] + (
        table.lines[percent.account] if percent.account != part.account else []
    )
    around = [one for one in table.wholes if one not in near and _around(one, part)]
    beside = [
        one
        for one in near + around
        if one.quantity != PERCENT and one.unit == part.unit and one.id != part.id
    ][:_MOST_BESIDE]
    usual = [
        one
        for is_near in (True, False)
        for name in WHOLES
        for one in beside
        if one.quantity == name
        and (one in near) == is_near
        and not (name == "resolved" and part.quantity in _NOT_OF_RESOLVED)
    ]
    others = [one for one in beside if one not in usual and (one.quantity == OTHER or part.quantity == OTHER)]
    singles = [(one,) for one in usual + others]
    has_resolved = any(one.quantity == "resolved" for one in beside)
    sums = (
        ()
        if has_resolved
        else combinations([one for one in beside if one.quantity in ("in_time", "late")], 2)
    )
    return singles + list(sums)


def _around(one: Figure, part: Figure) -> bool:
    """Return whether a figure is of the whole that a line belongs to."""
    mine, its = part.account, one.account
    broader = (
        (its.level in ("", mine.level)) and its.field in ("", mine.field) and its.unit in ("", mine.unit)
    )
    return broader and (its.report, its.period) == (mine.report, mine.period)


def matches(percent: Figure, table: Table, values: Mapping[str, float]) -> list[Match]:
    """
    Return every share that a printed percentage may be.

    Args:
        percent: the percentage.
        table:   what stands beside it.
        values:  numbers by id; those of the table, or others to try out.
    """
    decimals = places_of(percent)
    found: list[Match] = []
    for part in parts_of(percent, table):
        for whole in wholes_for(percent, part, table):
            of = sum(values[one.id] for one in whole)
            how = how_printed(percent.value, decimals, values[part.id], of)
            if how is not None:
                found.append(Match(part, whole, how))
    return found


def percentage_remarks(table: Table) -> Iterator[Remark]:
    """Yield what the numbers of a table say of its percentages."""
    values = table.values
    for one in table.figures:
        if one.quantity != PERCENT:
            continue
        parts = parts_of(one, table)
        tried = [(part, whole) for part in parts for whole in wholes_for(one, part, table)]
        found = matches(one, table, values)
        if found:
            yield _matched(one, found)
        elif tried and (one.value != _HUNDRED or one.id.startswith(one.of)):
            yield _unmatched(one, tried, table)


def _matched(percent: Figure, found: Sequence[Match]) -> Remark:
    best = min(found, key=lambda match: match.how == Print.TRUNCATED)
    total = sum(one.value for one in best.whole)
    values = {
        "percent": percent.value,
        "decimals": places_of(percent),
        "part": best.part,
        "whole": list(best.whole),
        "exact": _HUNDRED * best.part.value / total,
        "wholes": list(dict.fromkeys(" + ".join(one.quantity for one in match.whole) for match in found)),
    }
    ids = (percent.id, best.part.id, *(one.id for one in best.whole))
    return Remark(Answer.CONSISTENT, Check.PERCENTAGE, f"percent_{best.how}", ids, values)


def _unmatched(percent: Figure, tried: Sequence[tuple[Figure, tuple[Figure, ...]]], table: Table) -> Remark:
    part, whole = tried[0]
    total = sum(one.value for one in whole)
    values = {
        "percent": percent.value,
        "decimals": places_of(percent),
        "part": part,
        "whole": list(whole),
        "exact": _HUNDRED * part.value / total if total else 0.0,
        "needed_part": round(percent.value * total / _HUNDRED),
        "needed_whole": round(_HUNDRED * part.value / percent.value) if percent.value else 0,
        "n_tried": len(tried),
    }
    others = [
        one.value
        for one in table.figures
        if one.quantity == PERCENT and one.account == percent.account and one.id != percent.id
    ]
    rest = _HUNDRED - sum(others)
    if len(others) > 1 and abs(rest - percent.value) < 1e-9:
        return Remark(Answer.INCONSISTENT, Check.PERCENTAGE, "percent_is_the_rest", (percent.id,), values)
    return Remark(Answer.INCONSISTENT, Check.PERCENTAGE, "percent_of_nothing", (percent.id,), values)


def unnamed_remarks(table: Table) -> Iterator[Remark]:
    """
    Yield what is found of percentages that do not say what they are a share of.

    Rows with the same last word in several groups ("x.2015.coverage_pct", "x.2016.coverage_pct") are
    taken to be the same share of the same two neighbours; where two groups agree on it, the others are
    held to it.
    """
    groups: dict[str, list[Figure]] = {}
    for one in table.figures:
        if one.quantity == PERCENT and "." in one.id and not parts_of(one, table):
            groups.setdefault(one.id.rpartition(".")[2], []).append(one)
    beside: dict[str, list[Figure]] = {}
    for one in table.figures:
        if one.quantity != PERCENT and one.value > 0:
            beside.setdefault(one.id.rpartition(".")[0], []).append(one)
    for percents in groups.values():
        pairs = {one.id: _pairs(one, beside.get(one.id.rpartition(".")[0], [])) for one in percents}
        agreed = _agreed(list(pairs.values()))
        for one in percents:
            yield from _by_neighbours(one, pairs[one.id], agreed, table)


Pairs = dict[tuple[str, str], Match | None]
"""Last words of part and whole, and the match of their share with the percentage, if it is one."""


def _pairs(percent: Figure, beside: Sequence[Figure]) -> Pairs:
    places, found = places_of(percent), {}
    for part in beside:
        for whole in beside:
            if part is whole or part.value > whole.value:
                continue
            how = how_printed(percent.value, places, part.value, whole.value)
            words = part.id.rpartition(".")[2], whole.id.rpartition(".")[2]
            found[words] = Match(part, (whole,), how) if how else None
    return found


def _agreed(found: Sequence[Pairs]) -> tuple[str, str] | None:
    """Return the pair of words that gives the percentage in at least two groups, and in most of them."""
    counts: dict[tuple[str, str], int] = {}
    for pairs in found:
        for words, match in pairs.items():
            counts[words] = counts.get(words, 0) + (match is not None)
    best = max(counts, key=lambda words: counts[words], default=None)
    if best is None or counts[best] < 2 or 2 * counts[best] < len(found):
        return None
    return best


def _by_neighbours(
    percent: Figure, pairs: Pairs, agreed: tuple[str, str] | None, table: Table
) -> Iterator[Remark]:
    if agreed is not None and agreed in pairs:
        match = pairs[agreed]
        if match is not None:
            yield _matched(percent, [match])
            return
        stem = percent.id.rpartition(".")[0]
        part, whole = (table.by_id[f"{stem}.{word}"] for word in agreed)
        yield _unmatched(percent, [(part, (whole,))], table)
        return
    matched = [one for one in pairs.values() if one is not None]
    if matched:
        yield _matched(percent, matched[:1])
