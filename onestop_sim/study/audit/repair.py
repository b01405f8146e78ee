"""
The smallest correction that makes broken sums add up: a digit, two digits or numbers exchanged, a bucket.

A sum says by how much a number would have to change to mend it. A correction counts when that mends
every broken sum of its group, breaks none that holds, and leaves no number below nothing. Among those
the ones come first that also make the printed percentages right, then the smaller slip of the pen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from onestop_sim.study.audit.figure import PERCENT, Table
from onestop_sim.study.audit.laws import TREES, Law, laws_of, linked
from onestop_sim.study.audit.percentages import matches

MOST: Final = 5
"""Corrections that are told."""


class Slip(StrEnum):
    """What went wrong with a number, the smaller slip first."""

    DIGITS_EXCHANGED = "digits_exchanged"
    """Two neighbouring digits."""
    ONE_DIGIT = "one_digit"
    NUMBERS_EXCHANGED = "numbers_exchanged"
    """Two numbers of a line stand in each other's place."""
    BUCKET = "bucket"
    """A part of the sum is not printed."""
    DIGIT_LOST = "digit_lost"
    """One digit too few, or too many."""
    OTHER = "other"
    """One number is another one."""


_ORDER: Final = tuple(Slip)
_PAUSABLE: Final = frozenset({"pending", "open", "received"})
"""Sums in which paused dossiers would stand."""


@dataclass(frozen=True, slots=True)
class Correction:
    """
    A way to make a group of sums add up.

    Attributes:
        slip:    what would have gone wrong.
        figures: ids of what changes; for a bucket, of what it would have been added to.
        values:  the numbers that they would be; for a bucket, its size alone.
        bucket:  quantity of the missing part: "paused", or the like.
        n_percentages_mended: printed percentages that are right only then, less those that no longer are.
    """

    slip: Slip
    figures: tuple[str, ...]
    values: tuple[float, ...]
    bucket: str = ""
    n_percentages_mended: int = 0


@dataclass(frozen=True, slots=True)
class Mending:
    """A group of broken sums that share figures, with the corrections that mend all of it, best first."""

    broken: tuple[Law, ...]
    corrections: tuple[Correction, ...]


def mendings(table: Table) -> list[Mending]:
    """Return, for each group of broken sums, the smallest corrections; none when no single one mends it."""
    laws, values = laws_of(table), table.values
    broken = [law for law in laws if not law.holds(values)]
    return [Mending(tuple(group), tuple(_corrections(group, laws, table)[:MOST])) for group in linked(broken)]


def slip_between(printed: float, meant: float) -> Slip:
    """
    Return what turned one number into another.

    >>> slip_between(6184, 6174).value, slip_between(2717, 2177).value, slip_between(489, 4891).value
    ('one_digit', 'digits_exchanged', 'digit_lost')
    """
    a, b = f"{printed:.0f}", f"{meant:.0f}"
    if len(a) == len(b):
        wrong = [place for place, (one, other) in enumerate(zip(a, b, strict=True)) if one != other]
        if len(wrong) == 1:
            return Slip.ONE_DIGIT
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]]:
            return Slip.DIGITS_EXCHANGED if a[wrong[1]] == b[wrong[0]] else Slip.OTHER
        return Slip.OTHER
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    shortened = {longer[:at] + longer[at + 1 :] for at in range(len(longer))}
    return Slip.DIGIT_LOST if shorter in shortened else Slip.OTHER


def _corrections(group: Sequence[Law], laws: Sequence[Law], table: Table) -> list[Correction]:
    values = table.values
    found = [*_single(group, values), *_exchanged(group, values, table), *_buckets(group, table)]
    changed = {id_ for one in found for id_ in one.figures}
    concerned = [law for law in laws if not changed.isdisjoint(law.members)]
    kept = [one for one in found if one.slip == Slip.BUCKET or _mends(one, group, concerned, values)]
    judged = [_judged(one, table, values) for one in kept]
    unique = {(one.slip, one.figures, one.values): one for one in judged}
    return sorted(unique.values(), key=lambda one: (-one.n_percentages_mended, _ORDER.index(one.slip)))


def _single(group: Sequence[Law], values: Mapping[str, float]) -> Iterator[Correction]:
    """Yield, for each figure of a broken sum, the value that would mend that sum."""
    for law in group:
        gap = law.gap(values)
        for ids, change in ((law.total, -gap), (law.parts, gap)):
            for one in ids:
                meant = values[one] + change
                if meant >= 0:
                    yield Correction(slip_between(values[one], meant), (one,), (meant,))


def _exchanged(group: Sequence[Law], values: Mapping[str, float], table: Table) -> Iterator[Correction]:
    """Yield pairs of numbers of one line, one of them in a broken sum, in each other's place."""
    by_id = table.by_id
    for law in group:
        if law.kind == "fraction":
            (whole,), (part,) = law.total, law.parts
            yield Correction(Slip.NUMBERS_EXCHANGED, (part, whole), (values[whole], values[part]))
    if all(law.kind == "fraction" for law in group):
        return
    concerned = {one for law in group for one in law.members}
    accounts = table.stated
    for account in dict.fromkeys(by_id[one].account for one in sorted(concerned)):
        cells = [one.id for one in accounts.get(account, {}).values()]
        for a, b in combinations(cells, 2):
            alike = by_id[a].unit == by_id[b].unit and len(f"{values[a]:.0f}") == len(f"{values[b]:.0f}")
            if concerned & {a, b} and values[a] != values[b] and alike:
                yield Correction(Slip.NUMBERS_EXCHANGED, (a, b), (values[b], values[a]))


def _buckets(group: Sequence[Law], table: Table) -> Iterator[Correction]:
    """Yield the one part that, added, would fill every gap of a group."""
    by_id, values = table.by_id, table.values
    gaps = {law.gap(values) for law in group}
    if len(gaps) != 1 or min(gaps) <= 0 or any(law.kind not in {"row", "carry_over"} for law in group):
        return
    wholes = {by_id[law.total[0]].quantity for law in group}
    if len(group) > 1 and not wholes <= _PAUSABLE:
        return
    quantity = wholes.pop()
    line = {one.quantity for one in table.figures if one.account == by_id[group[0].total[0]].account}
    if quantity in _PAUSABLE:
        bucket = "paused" if "paused" not in line else ""
    else:
        names = {one for way in TREES.get(quantity, ()) for one in way}
        bucket = next(iter(sorted(names - line)), "")
    yield Correction(Slip.BUCKET, tuple(law.total[0] for law in group), (gaps.pop(),), bucket or OTHER_BUCKET)


OTHER_BUCKET: Final = "other_bucket"
"""A part of which no form has a column."""


def _mends(
    correction: Correction, group: Sequence[Law], laws: Sequence[Law], values: Mapping[str, float]
) -> bool:
    changed = dict(zip(correction.figures, correction.values, strict=True))
    tried = {**values, **changed}
    if not all(law.holds(tried) for law in group):
        return False
    return all(law.holds(tried) or not law.holds(values) for law in laws if set(law.members) & set(changed))


def _judged(correction: Correction, table: Table, values: Mapping[str, float]) -> Correction:
    """Return a correction with what it does to the percentages that are printed."""
    if correction.slip == Slip.BUCKET:
        return correction
    tried = {**values, **dict(zip(correction.figures, correction.values, strict=True))}
    accounts = {table.by_id[one].account for one in correction.figures}
    n = 0
    for one in table.figures:
        if one.quantity == PERCENT and one.account in accounts:
            n += bool(matches(one, table, tried)) - bool(matches(one, table, values))
    return Correction(correction.slip, correction.figures, correction.values, correction.bucket, n)
